"""Law 10 in the lake: rows that must go leave every version of every table, and nothing else does."""

import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.lake import IntegrityError, segments
from assets.lake.purging import purge_all, stored_tables
from assets.lake.steps import LEFT_OUT, left_out_rows
from assets.lake.versions import content_digest, unaccounted
from tests.conftest import make_lake
from tests.lake.tables import SCHEMA, Counting, put, record_id, records, texts

STATES = st.dictionaries(st.integers(0, 20), st.text("ab", max_size=2), max_size=12)


def of(*numbers: int) -> np.ndarray:
    return np.array([record_id(number) for number in numbers], "S16")


def derive(lake, counting, **more):
    return lake.derive(counting.step, reads={"records": "landing/a"}, writes="clean/a", **more)


def lying_about(lake) -> set[int]:
    """Numbers of the records that any Parquet file of the lake still holds, in a row or left out, read without our code."""
    found = set()
    for zone in ("vault", "clean"):
        store = lake.store(zone)
        for entry in store.list():
            if entry.path.endswith(".parquet"):
                ids = pq.read_table(io.BytesIO(store.read(entry.path)), columns=["record_id"])["record_id"].to_pylist()
                found |= {int.from_bytes(value, "little") for value in ids if value is not None}
    return found


def small_segments(monkeypatch, rows: int) -> None:
    monkeypatch.setattr(segments, "SEGMENT_ROWS", rows)
    monkeypatch.setattr(segments, "BATCH_ROWS", rows)


def files(lake) -> dict[str, str]:
    return {f"{zone}/{entry.path}": entry.stamp for zone in ("vault", "clean") for entry in lake.store(zone).list()}


@given(st.lists(STATES, min_size=1, max_size=3), st.sets(st.integers(0, 24), max_size=8), st.integers(1, 5))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_what_is_left_is_what_there_would_be_had_the_rows_never_come(tmp_path_factory, monkeypatch, history, gone, rows):
    small_segments(monkeypatch, rows)
    lake, fresh = (make_lake(tmp_path_factory.mktemp("lake")) for _ in range(2))
    for state in history:
        put(lake, "landing/a", state)
        derive(lake, Counting())
    purge_all(lake, of(*gone))
    stay = {number: text for number, text in history[-1].items() if number not in gone}
    put(fresh, "landing/a", stay)
    derive(fresh, counting := Counting())
    for table in ("landing/a", "clean/a"):
        left, never = lake.read(table), fresh.read(table)
        assert texts(left) == texts(never) and left.counts == never.counts and unaccounted(left.counts) == 0
        assert left.data_version == never.data_version == content_digest(left)
    assert not lying_about(lake) & gone
    counting.asked.clear()
    again = derive(lake, counting)
    assert counting.asked == [] and again.data_version == lake.read("clean/a").data_version


def test_rows_leave_what_is_seen_what_was_seen_before_and_what_waits(lake):
    put(lake, "clean/a", {1: "one", 2: "two"})
    put(lake, "clean/a", {2: "two", 3: "three"})
    put(lake, "clean/a", {2: "TWO", 4: "four"}, checks=("check",))
    assert lake.purge("clean/a", of(1, 2, 9)) == 2
    assert texts(lake.read("clean/a")) == {3: "three"} and texts(lake.pending("clean/a")) == {4: "four"}
    assert lying_about(lake) == {3, 4}
    assert texts(lake.verdict("clean/a", "check", True)) == {4: "four"} == texts(lake.read("clean/a"))


def test_a_row_that_only_an_older_version_holds_is_found(lake):
    put(lake, "clean/a", {1: "one", 2: "two"})
    put(lake, "clean/a", {2: "two"})
    assert lake.purge("clean/a", of(1)) == 1
    assert lying_about(lake) == {2} and texts(lake.read("clean/a")) == {2: "two"}


def test_a_row_that_only_waits_is_found(lake):
    put(lake, "clean/a", {2: "two"})
    put(lake, "clean/a", {1: "one", 2: "two"}, checks=("check",))
    assert lake.purge("clean/a", of(1)) == 1
    assert lying_about(lake) == {2} and texts(lake.pending("clean/a")) == {2: "two"}


def test_what_waits_keeps_the_segments_it_shares_with_an_older_version(lake):
    older = put(lake, "clean/a", {1: "one", 2: "two"})
    put(lake, "clean/a", {3: "three"})
    lake.commit("clean/a", [records({4: "four", 5: "five"})], schema=SCHEMA, left_out=LEFT_OUT.empty_table(), counted_in=4, base=older, checks=("check",),
                step={"name": "put", "version": "1", "params": {}}, signature="00" * 16)
    lake.purge("clean/a", of(5))
    assert texts(lake.read("clean/a")) == {3: "three"} and texts(lake.verdict("clean/a", "check", True)) == {1: "one", 2: "two", 4: "four"}


def test_a_segment_that_no_version_names_goes_too(lake):
    put(lake, "clean/a", {2: "two"})
    for store, root in ((lake.store("clean"), "clean/a"), (lake.store("vault"), "pending/clean/a"), (lake.store("vault"), "pending/clean/b")):
        segments.write_segments(store, root, [records({1: "left by a crash"})], SCHEMA)
    assert purge_all(lake, of(1)) == {"clean/a": 1, "clean/b": 1}
    assert lying_about(lake) == {2} and list(stored_tables(lake)) == ["clean/a"]


def test_only_the_segments_that_hold_such_a_row_are_written_again(lake, monkeypatch):
    small_segments(monkeypatch, 10)
    before = put(lake, "clean/a", {number: "x" for number in range(200)})
    assert len(before.segments) == 20
    lake.purge("clean/a", of(5, 7, 43))
    after = lake.read("clean/a")
    assert len(set(before.segments) - set(after.segments)) == 2 and after.rows == 197 and after.number == before.number + 1


def test_a_table_without_such_a_row_is_not_touched_and_of_it_only_record_ids_are_read(lake, monkeypatch):
    put(lake, "clean/a", {1: "one", 2: "two"})
    put(lake, "landing/a", {3: "three"}, checks=("check",))
    before, asked, read = files(lake), [], segments.read_segment
    monkeypatch.setattr("assets.lake.purging.read_segment", lambda store, path, columns: asked.append(columns) or read(store, path, columns))
    assert lake.purge("clean/a", of(7)) == 0 and lake.purge("clean/none", of(7)) == 0 and purge_all(lake, of(7)) == {}
    assert purge_all(lake, np.empty(0, "S16")) == {}
    assert files(lake) == before and asked and all(columns == ["record_id"] for columns in asked)


def test_left_out_rows_leave_and_what_was_merged_into_one_keeps_its_account(lake):
    account = pa.concat_tables([
        left_out_rows([record_id(3), record_id(4)], "too short"), left_out_rows([record_id(5)], "same text", "merged", [record_id(1)]),
        left_out_rows([None], "no table", "quarantined")])
    lake.commit("clean/a", [records({1: "one", 2: "two"})], schema=SCHEMA, left_out=account, counted_in=6,
                step={"name": "put", "version": "1", "params": {}}, signature="00" * 16, facts={"known": 1})
    assert lake.purge("clean/a", of(1, 3)) == 2
    version = lake.read("clean/a")
    assert version.counts == {"in": 4, "out": 1, "left_out": {"too short": 1}, "merged": {"same text": 1}, "quarantined": {"no table": 1}}
    assert version.left_out()["into"].to_pylist() == [None, record_id(1), None] and version.facts == {"known": 1}


def test_a_table_may_lose_its_last_row(lake):
    put(lake, "clean/a", {1: "one"})
    lake.purge("clean/a", of(1))
    assert lake.read("clean/a").rows == 0 and lake.read("clean/a").counts["in"] == 0 and lying_about(lake) == set()
    assert texts(put(lake, "clean/a", {2: "two"})) == {2: "two"}


def test_verdicts_stay_and_what_no_check_has_passed_stays_unseen(lake):
    put(lake, "landing/a", {1: "one", 2: "two"})
    derive(lake, Counting(), checks=("first", "second"))
    lake.verdict("clean/a", "first", True, {"rows": 2})
    purge_all(lake, of(1))
    assert lake.find("clean/a") is None and lake.pending("clean/a").verdicts == {"first": {"passed": True, "detail": {"rows": 2}}}
    assert texts(lake.verdict("clean/a", "second", True)) == {2: "TWO"}


def test_a_version_that_a_later_verdict_hid_loses_the_rows_and_stays_hidden(lake):
    put(lake, "clean/a", {1: "one", 2: "two"}, checks=("check",))
    lake.verdict("clean/a", "check", True)
    lake.verdict("clean/a", "check", False)
    assert lake.purge("clean/a", of(1)) == 1
    assert lake.find("clean/a") is None and lying_about(lake) == {2}
    assert texts(lake.verdict("clean/a", "check", True)) == {2: "two"}


def test_an_account_that_was_wrong_before_is_not_carried_on(lake):
    version = put(lake, "clean/a", {1: "one", 2: "two"})
    lake.store("clean").write("clean/a/versions/00000001.json", version.encoded().replace(b'"in":2', b'"in":3'))
    with pytest.raises(IntegrityError, match="does not add up"):
        lake.purge("clean/a", of(1))


class Crash(BaseException):
    """The machine stops."""


def crashing_after(store, monkeypatch, steps: list[int]) -> None:
    """Let the store stop once so many writes and deletions are done."""
    for name in ("write", "create", "delete"):
        def call(*given, original=getattr(store, name), **more):
            if steps[0] == 0:
                raise Crash
            steps[0] -= 1
            return original(*given, **more)
        monkeypatch.setattr(store, name, call)


@pytest.mark.parametrize("done", range(20))
def test_a_crash_anywhere_and_another_purge_end_as_one_purge(lake, monkeypatch, done):
    small_segments(monkeypatch, 2)
    for text in ("old", "new"):
        put(lake, "landing/a", {number: text for number in range(6)})
        derive(lake, Counting())
    put(lake, "clean/a", {1: "waits", 8: "waits"}, checks=("check",))
    with monkeypatch.context() as patched:
        steps = [done]
        for zone in ("vault", "clean"):
            crashing_after(lake.store(zone), patched, steps)
        with pytest.raises(Crash):
            purge_all(lake, of(1, 4))
    purge_all(lake, of(1, 4))
    assert lying_about(lake) == {0, 2, 3, 5, 8}
    assert texts(lake.read("landing/a")) == dict.fromkeys((0, 2, 3, 5), "new") and texts(lake.read("clean/a")) == dict.fromkeys((0, 2, 3, 5), "NEW")
    assert texts(lake.pending("clean/a")) == {8: "waits"} and lake.pending("clean/a").number > lake.read("clean/a").number
    assert texts(lake.verdict("clean/a", "check", True)) == {8: "waits"}


def test_no_version_of_any_object_of_a_bucket_holds_them_afterwards(tmp_path, bucket):
    zones = "\n".join(f"  {zone}: {{url: s3://{bucket}/{zone}, endpoint_env: TEST_S3_ENDPOINT, key_env: TEST_S3_KEY, secret_env: TEST_S3_SECRET}}"
                      for zone in ("vault", "clean"))
    lake = make_lake(tmp_path, lake=f"zones:\n{zones}\n")
    s3 = lake.store("vault").filesystem
    s3.call_s3("put_bucket_versioning", Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    for state in ({1: "one", 2: "two"}, {1: "ONE", 3: "three"}):
        put(lake, "landing/a", state)
        derive(lake, Counting(), checks=("check",))
    lake.verdict("clean/a", "check", True)
    for text in (b"replaced", b"deleted by hand"):
        lake.store("vault").write("landing/b/segments/x.parquet", text)
    s3.call_s3("delete_object", Bucket=bucket, Key="vault/landing/b/segments/x.parquet")
    purge_all(lake, of(1))
    answer = s3.call_s3("list_object_versions", Bucket=bucket)
    assert not answer.get("DeleteMarkers") and not answer["IsTruncated"] and all(version["IsLatest"] for version in answer["Versions"])
    assert lying_about(lake) == {3} and texts(lake.read("clean/a")) == {3: "THREE"}


def test_a_table_of_left_out_rows_alone_is_purged(lake):
    lake.commit("clean/a", [], schema=SCHEMA, left_out=left_out_rows([record_id(1), record_id(2)], "too short"), counted_in=2,
                step={"name": "put", "version": "1", "params": {}}, signature="00" * 16)
    assert lake.purge("clean/a", of(1)) == 1
    assert lake.read("clean/a").counts["left_out"] == {"too short": 1} and lying_about(lake) == {2}
    assert lake.read("clean/a").left_out().schema == LEFT_OUT
