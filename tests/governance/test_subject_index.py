"""The subject index says what reading everything would say, reads next to nothing, and is made again whenever it does not fit."""

import io
import random

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assets.governance.releases import manifest_of
from assets.governance.subject_index import about, forget, holding, links, present, refresh
from assets.governance.verification.leaves import canonical_json, sha256
from assets.lake import LEFT_OUT, IntegrityError
from assets.lake.versions import Version
from tests.corpora.small_house import ID, number_of, record_id

RELEASE = "atelier/1.0.0"
RAW = pa.schema([("record_id", ID), ("source", pa.string()), ("subject_ids", pa.list_(ID))])


def of(*numbers: int) -> np.ndarray:
    return np.array([record_id(number) for number in numbers], "S16")


def numbers(found: np.ndarray) -> list[int]:
    return sorted(number_of(one) for one in found.tolist())


def numbers_in_order(found: np.ndarray) -> list[int]:
    return [number_of(one) for one in found.tolist()]


def told(found: dict) -> dict[str, list[int]]:
    return {name: numbers(held) for name, held in found.items()}


def put(lake, table: str, people: dict[int, list[int]], **more):
    """A table of raw records: number of a record -> numbers of the people it is about; its source is its name."""
    rows = [{"record_id": record_id(number), "source": table.rpartition("/")[2], "subject_ids": [record_id(one) for one in subjects]}
            for number, subjects in people.items()]
    return lake.commit(table, [pa.RecordBatch.from_pylist(rows, RAW)] if rows else [], schema=RAW, left_out=LEFT_OUT.empty_table(),
                       counted_in=len(rows), step={"name": "put", "version": "1", "params": {}}, signature="00" * 16, **more)


def unread(monkeypatch) -> None:
    """From here on no table and no file of a release may be read."""
    def never(*_, **__):
        raise AssertionError("a table was read")

    monkeypatch.setattr(Version, "batches", never)
    monkeypatch.setattr(pq, "ParquetFile", never)


def names(lake) -> list[str]:
    return [entry.path for entry in lake.store("vault").list("index")]


def test_the_records_about_people_are_those_that_reading_every_raw_table_finds(lake):
    draw = random.Random(1)
    tables = {f"landing/{name}": {number: draw.sample(range(30), draw.choice((0, 0, 1, 1, 2, 5))) for number in range(start, start + 300)}
              for start, name in ((0, "chats"), (1000, "calls"), (2000, "empty"))}
    tables["landing/empty"] = {}
    for table, people in tables.items():
        put(lake, table, people)
    for asked in ([3], [4, 29, 77], [], list(range(40))):
        expected = {table: sorted(number for number, people in rows.items() if set(people) & set(asked)) for table, rows in tables.items()}
        assert told(about(lake, of(*asked))) == {table: held for table, held in expected.items() if held}
    subjects, records = links(lake, of(3, 4))["landing/chats"]
    assert sorted(zip(numbers_in_order(subjects), numbers_in_order(records), strict=True)) == sorted(
        (person, number) for number, people in tables["landing/chats"].items() for person in people if person in (3, 4))


def test_a_table_that_is_not_of_raw_records_has_nobody(lake):
    put(lake, "landing/chats", {1: [7]})
    lake.commit("landing/contracts", [pa.RecordBatch.from_pylist([{"record_id": record_id(7)}], pa.schema([("record_id", ID)]))],
                schema=pa.schema([("record_id", ID)]), left_out=LEFT_OUT.empty_table(), counted_in=1, step={"name": "put", "version": "1", "params": {}}, signature="00" * 16)
    assert told(about(lake, of(7))) == {"landing/chats": [1]}


def test_what_waits_and_what_was_seen_before_is_found_when_everything_is_asked_for(lake):
    put(lake, "landing/chats", {1: [7], 2: [8]})
    put(lake, "landing/chats", {2: [8], 3: [7]})
    put(lake, "landing/chats", {4: [7]}, checks=("check",))
    put(lake, "landing/calls", {5: [7]}, checks=("check",))
    for _ in range(2):
        assert told(about(lake, of(7))) == {"landing/chats": [3]}
        assert told(about(lake, of(7), everywhere=True)) == {"landing/chats": [1, 3, 4], "landing/calls": [5]}


def test_a_question_asked_again_reads_no_table(lake, monkeypatch):
    put(lake, "landing/chats", {1: [7], 2: [8]})
    refresh(lake, ("landing/chats", "clean/none"))
    unread(monkeypatch)
    assert told(about(lake, of(8))) == {"landing/chats": [2]} and numbers(present(lake, "landing/chats", of(1, 9))) == [1]


def test_a_new_version_is_indexed_anew_and_the_old_file_goes(lake):
    put(lake, "landing/chats", {1: [7]})
    assert told(about(lake, of(7))) == {"landing/chats": [1]}
    before = names(lake)
    put(lake, "landing/chats", {2: [7]})
    assert told(about(lake, of(7))) == {"landing/chats": [2]} and len(names(lake)) == len(before) == 1 and names(lake) != before


@pytest.mark.parametrize("harm", [lambda data: data[:-1], lambda data: b"", lambda data: bytes([data[0] ^ 1]) + data[1:]])
def test_a_damaged_index_is_made_again(lake, harm):
    put(lake, "landing/chats", {1: [7], 2: [8]})
    refresh(lake)
    (path,), vault = names(lake), lake.store("vault")
    whole = vault.read(path)
    vault.write(path, harm(whole))
    assert told(about(lake, of(7))) == {"landing/chats": [1]} and vault.read(path) == whole


def test_rows_of_a_table_are_told_by_record_and_source(lake):
    lake.commit("clean/dialogues", [pa.RecordBatch.from_pylist([{"record_id": record_id(n), "source": source, "subject_ids": []} for n, source in
                                                                ((1, "chats"), (2, "calls"), (3, None), (4, "chats"))], RAW)],
                schema=RAW, left_out=LEFT_OUT.empty_table(), counted_in=4, step={"name": "put", "version": "1", "params": {}}, signature="00" * 16)
    assert numbers(present(lake, "clean/dialogues", of(1, 2, 3, 9))) == [1, 2, 3]
    assert numbers(present(lake, "clean/dialogues", of(1, 2, 3, 4), ["chats", "other"])) == [1, 4]
    assert len(present(lake, "clean/dialogues", of(1), [])) == 0 == len(present(lake, "clean/none", of(1)))


# -- releases ------------------------------------------------------------------------------------------------------------

def with_parents(lake, parents: dict[int, list[int]]) -> dict[str, list[int]]:
    """Give records of the release parents, and seal it as if it had been made so. Shard of data -> its records, in order."""
    store, held = lake.store("releases"), {}
    manifest, _ = manifest_of(lake, RELEASE)
    for name in (name for name in manifest["files"] if name.startswith("provenance/")):
        rows = pq.read_table(io.BytesIO(store.read(f"{RELEASE}/{name}")))
        held[f"data/{name.removeprefix('provenance/')}"] = there = numbers_in_order(rows["record_id"].to_numpy())
        made = pa.array([[record_id(parent) for parent in parents.get(number, ())] for number in there], pa.list_(ID))
        sink = io.BytesIO()
        pq.write_table(rows.set_column(rows.schema.get_field_index("parents"), "parents", made), sink)
        store.write(f"{RELEASE}/{name}", sink.getvalue())
        manifest["files"][name]["sha256"] = sha256(sink.getvalue())
    store.write(f"{RELEASE}/MANIFEST.json", canonical_json(manifest))
    return held


def test_a_release_tells_the_records_and_what_was_made_from_them_by_shard(published, monkeypatch):
    parents = {7: [500, 3], 1004: [500], 8: [3]}
    held = with_parents(published, parents)
    for asked in ([500], [3, 1001], [500, 8], [99_999], list(range(1010))):
        reached = {n for n in range(1010) if n in asked or set(parents.get(n, ())) & set(asked)}
        expected = {shard: sorted(set(there) & reached) for shard, there in held.items()}
        assert told(holding(published, RELEASE, of(*asked))) == {shard: found for shard, found in expected.items() if found}
    unread(monkeypatch)
    assert sum(len(found) for found in holding(published, RELEASE, of(500)).values()) == 2


def test_another_release_under_the_same_name_is_indexed_anew(published):
    with_parents(published, {7: [500]})
    assert sum(map(len, holding(published, RELEASE, of(500)).values())) == 1
    with_parents(published, {})
    assert holding(published, RELEASE, of(500)) == {} and len(names(published)) == 1


def test_a_file_that_is_not_the_one_sealed_is_not_believed(published):
    (path, *_) = [entry.path for entry in published.store("releases").list(f"{RELEASE}/provenance")]
    data = published.store("releases").read(path)
    published.store("releases").write(path, data[:-9] + bytes(9))
    with pytest.raises(IntegrityError, match="hallmark verify"):
        holding(published, RELEASE, of(1))


def test_a_purged_release_tells_nothing_and_a_missing_file_is_an_error(published):
    refresh(published)
    (path, *_) = [entry.path for entry in published.store("releases").list(f"{RELEASE}/provenance")]
    published.store("releases").delete(path)
    with pytest.raises(IntegrityError, match="lacks provenance/"):
        holding(published, RELEASE, of(1))
    published.store("releases").write(f"{RELEASE}/PURGED", b"{}")
    assert holding(published, RELEASE, of(1)) is None
    refresh(published)


def test_what_is_forgotten_is_gone_from_the_vault_and_made_again_from_what_is_left(published):
    put(published, "landing/chats", {1: [7], 2: [7]})
    refresh(published)
    assert names(published)
    published.purge("landing/chats", of(1))
    forget(published)
    assert names(published) == []
    assert told(about(published, of(7))) == {"landing/chats": [2]}


def test_the_index_lies_in_the_vault_and_holds_ids_only(published):
    put(published, "landing/chats", {1: [7]})
    others = {zone: published.store(zone).list() for zone in ("landing", "clean", "releases", "ledger")}
    refresh(published)
    assert {zone: published.store(zone).list() for zone in others} == others
    stored = b"".join(published.store("vault").read(path) for path in names(published))
    assert RELEASE.encode() not in stored and b"chats" not in stored and len(stored) > 70 * 32
