"""Proofs that a record is in a release, or is not."""

import json

import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st

from assets.governance.verification.leaves import Leaves, shard_leaves
from assets.governance.verification.proofs import check_proof, proof, proofs, proves_absence, removed_rows

IDS = st.binary(min_size=16, max_size=16)


def tree(ids) -> Leaves:
    leaves = Leaves()
    for identity in ids:
        leaves.add(identity, bytes(16) + identity)
    return leaves


@given(st.sets(IDS, max_size=40), IDS)
def test_a_record_is_proven_present_or_absent_and_never_both(ids, sought):
    for one in {sought} | set(list(ids)[:5]):
        leaves = tree(ids)
        claim = json.loads(json.dumps(proof(leaves, one)))
        assert claim["present"] == (one in ids)
        assert check_proof(claim, leaves.root(), len(ids))
        assert not check_proof({**claim, "present": not claim["present"]}, leaves.root(), len(ids))


@given(st.sets(IDS, min_size=3, max_size=20), st.data())
def test_absence_cannot_be_claimed_of_a_record_that_is_there(ids, data):
    ordered, leaves = sorted(ids), tree(ids)
    hidden = data.draw(st.integers(1, len(ordered) - 2))
    without = tree(set(ordered) - {ordered[hidden]})
    around = [proof(leaves, ordered[hidden + step])["neighbours"][0] for step in (-1, 1)]
    claims = [proof(without, ordered[hidden]), {"record_id": ordered[hidden].hex(), "present": False, "neighbours": around},
              {"record_id": ordered[hidden].hex(), "present": False, "neighbours": around[:1]},
              {"record_id": ordered[hidden].hex(), "present": False, "neighbours": []},
              {"record_id": ordered[hidden].hex(), "present": False, "neighbours": [around[0], {**around[1], "index": around[0]["index"] + 1}]}]
    assert not any(check_proof(claim, leaves.root(), len(ids)) for claim in claims)


@given(st.sets(IDS, min_size=1, max_size=20), IDS)
def test_another_root_or_size_proves_nothing(ids, more):
    leaves, one = tree(ids), min(ids)
    claim = proof(leaves, one)
    assert not check_proof(claim, "0" * 64, len(ids))
    assert not check_proof({**claim, "record_id": more.hex()}, leaves.root(), len(ids)) or more == one
    assert not check_proof({}, leaves.root(), len(ids))


def shards(folder) -> dict[str, Leaves]:
    found = {}
    for path in sorted((folder / "data").iterdir()):
        with open(path, "rb") as file:
            found[f"data/{path.name}"] = shard_leaves(file)
    return found


def test_a_release_proves_its_own_records(folder):
    files = json.loads((folder / "MANIFEST.json").read_bytes())["files"]
    for name, leaves in shards(folder).items():
        for record_id, _ in list(leaves.sorted())[:1]:
            assert check_proof(proof(leaves, record_id), files[name]["root"], files[name]["rows"])


def test_a_release_is_without_a_record_only_if_each_of_its_shards_is(folder):
    files, leaves = json.loads((folder / "MANIFEST.json").read_bytes())["files"], shards(folder)
    nowhere, here = b"\xff" * 16, next(leaves["data/train-00000-of-00004.parquet"].sorted())[0]
    claims = {name: proof(shard, nowhere) for name, shard in leaves.items()}
    assert proves_absence(claims, nowhere, files)
    assert not proves_absence({name: proof(shard, here) for name, shard in leaves.items()}, here, files)
    assert not proves_absence({name: claim for name, claim in claims.items() if "test" not in name}, nowhere, files)
    assert not proves_absence(claims, here, files) and not proves_absence({}, nowhere, files)


@given(st.sets(IDS, max_size=40), st.lists(IDS, max_size=5))
def test_many_proofs_from_one_tree_are_those_made_one_by_one(ids, sought):
    leaves = tree(ids)
    assert proofs(leaves, sought) == [proof(leaves, one) for one in sought]


def test_what_was_removed_and_what_is_left_make_the_shard_there_was(folder):
    name = "data/train-00000-of-00004.parquet"
    rows, provenance = (pq.read_table(folder / path) for path in (name, name.replace("data/", "provenance/")))
    gone = [row % 3 == 0 for row in range(rows.num_rows)]
    removed = removed_rows(rows.filter(gone), provenance.filter(gone))
    assert [row[0] for row in removed] == sorted(value.hex() for value in rows["record_id"].filter(gone).to_pylist())
    for table, column in ((rows, 1), (provenance, 2)):
        whole, left = Leaves(), Leaves()
        whole.add_rows(table)
        left.add_rows(table.filter([not out for out in gone]))
        for row in removed:
            left.add(bytes.fromhex(row[0]), bytes.fromhex(row[column]))
        assert left.root() == whole.root()
