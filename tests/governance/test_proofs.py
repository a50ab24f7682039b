"""Proofs that a record is in a release, or is not."""

import json

from hypothesis import given
from hypothesis import strategies as st

from assets.governance.proofs import check_proof, proof
from assets.governance.verify import Leaves, shard_leaves

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


def test_a_release_proves_its_own_records(folder):
    manifest = json.loads((folder / "MANIFEST.json").read_bytes())
    leaves = Leaves()
    for path in sorted((folder / "data").iterdir()):
        with open(path, "rb") as file:
            leaves.extend(shard_leaves(file))
    here, nowhere = next(leaves.sorted())[0], b"\xff" * 16
    assert check_proof(proof(leaves, here), manifest["root"], manifest["records"])
    absent = proof(leaves, nowhere)
    assert not absent["present"] and check_proof(absent, manifest["root"], manifest["records"])
