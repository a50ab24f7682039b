"""Law 4: pay for what is new; law 3: history leaves no trace in content."""

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.lake import IntegrityError, Result, Step, StepError
from assets.lake.derive import replay
from assets.lake.digest import mac_values
from tests.conftest import make_lake
from tests.lake.tables import SCHEMA, Counting, put, record_id, records, texts

TEXTS = st.dictionaries(st.integers(0, 40), st.text("ab", max_size=2), max_size=12)


def derive(lake, counting, **more):
    return lake.derive(counting.step, **({"reads": {"records": "landing/a"}, "writes": "clean/a"} | more))


def test_unchanged_inputs_compute_nothing_and_give_the_same_version(lake):
    put(lake, "landing/a", {1: "one", 2: ""})
    counting = Counting()
    first = derive(lake, counting)
    again = derive(lake, counting)
    assert counting.asked == [1, 2] and again.number == first.number


def test_only_new_and_changed_records_are_computed_and_gone_ones_leave(lake):
    put(lake, "landing/a", {1: "one", 2: "two", 3: "three", 4: ""})
    counting = Counting()
    derive(lake, counting)
    counting.asked.clear()
    put(lake, "landing/a", {1: "one", 2: "TWO", 4: "", 5: "five"})
    version = derive(lake, counting)
    assert sorted(counting.asked) == [2, 5]
    assert texts(version) == {1: "ONE", 2: "TWO", 5: "FIVE"}
    assert version.counts == {"in": 4, "out": 3, "left_out": {"empty text": 1}, "merged": {}, "quarantined": {}}


@given(st.lists(TEXTS, min_size=2, max_size=4))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_history_ends_in_the_same_content_as_one_run(tmp_path_factory, history):
    grown, fresh = (make_lake(tmp_path_factory.mktemp("lake")) for _ in range(2))
    for state in history:
        put(grown, "landing/a", state)
        version = derive(grown, Counting())
    put(fresh, "landing/a", history[-1])
    once = derive(fresh, Counting())
    assert texts(version) == texts(once)
    assert version.data_version == once.data_version
    assert version.counts == once.counts


def test_a_new_step_version_or_other_parameters_redo_every_row(lake):
    put(lake, "landing/a", {1: "one", 2: "two"})
    counting = Counting()
    derive(lake, counting)
    derive(lake, counting, params={"threshold": 1})
    later = Counting(version="2")
    derive(lake, later, params={"threshold": 1})
    assert len(counting.asked) == 4 and len(later.asked) == 2


def test_a_record_is_redone_only_when_its_own_side_rows_change(lake):
    put(lake, "landing/a", {1: "one", 2: "two", 256: "three"})
    put(lake, "privacy/matches", {1: "a", 2: "b"})
    counting, reads = Counting(), {"records": "landing/a", "side": "privacy/matches"}
    derive(lake, counting, reads=reads)
    counting.asked.clear()
    put(lake, "privacy/matches", {1: "a", 2: "CHANGED", 99: "new"})
    derive(lake, counting, reads=reads)
    assert counting.asked == [2]
    counting.asked.clear()
    put(lake, "privacy/matches", {2: "CHANGED", 99: "new"})
    derive(lake, counting, reads=reads)
    assert counting.asked == [1]


def test_the_memo_of_a_row_is_the_mac_of_its_input_and_of_all_its_side_rows(lake):
    tables = {"landing/a": {1: "one", 2: "two", 3: "three", 4: "four"}, "privacy/a": {1: "a", 2: "b", 9: "c"}, "privacy/b": {1: "d"}, "privacy/c": {1: "e", 3: "f"}}
    macs = {}
    for table, rows in tables.items():
        read = put(lake, table, rows).read(["record_id", "row_mac"]).to_pylist()
        macs[table] = {int.from_bytes(row["record_id"], "little"): row["row_mac"] for row in read}
    version = derive(lake, Counting(), reads={"records": "landing/a", "side": ["privacy/a", "privacy/b"], "wide": "privacy/c"})
    a, b, c = (macs[f"privacy/{name}"] for name in "abc")
    own = macs["landing/a"]
    parts = [[own[1], min(a[1], b[1]) + max(a[1], b[1]), c[1]], [own[2], a[2], b""], [own[3], b"", c[3]]]
    wanted = mac_values(lake.keys.identity, pa.array([b"|".join(part) for part in parts])).to_pylist()
    stored = {int.from_bytes(row["record_id"], "little"): row["input_mac"] for row in version.read(["record_id", "input_mac"]).to_pylist()}
    assert [stored[n] for n in (1, 2, 3, 4)] == [*wanted, own[4]]


def test_each_batch_gets_the_side_rows_of_its_own_records(lake):
    seen = {}

    def run(batch, side):
        by_id = dict(zip(side["record_id"].to_pylist(), side["text"].to_pylist(), strict=True))
        for value in batch["record_id"].to_pylist():
            seen[int.from_bytes(value, "little")] = by_id.get(value)
        return batch

    put(lake, "landing/a", {n: "x" for n in (1, 2, 256, 65536)})
    put(lake, "privacy/matches", {1: "one", 256: "two", 7: "stranger"})
    lake.derive(Step.map("join", version="1", run=run, schema=SCHEMA), reads={"records": "landing/a", "side": "privacy/matches"}, writes="clean/a")
    assert seen == {1: "one", 2: None, 256: "two", 65536: None}


def test_a_changed_broadcast_redoes_every_row(lake):
    put(lake, "landing/a", {1: "one", 2: "two"})
    put(lake, "warehouse/subjects", {9: "x"})
    counting = Counting()
    derive(lake, counting, broadcast={"wide": "warehouse/subjects"})
    put(lake, "warehouse/subjects", {9: "y"})
    derive(lake, counting, broadcast={"wide": "warehouse/subjects"})
    assert counting.asked == [1, 2, 1, 2]


def test_several_tables_can_be_read_as_one_and_may_not_share_a_record(lake):
    put(lake, "landing/a", {1: "one"})
    put(lake, "landing/b", {2: "two"})
    version = derive(lake, Counting(), reads={"records": ["landing/a", "landing/b"]})
    assert texts(version) == {1: "ONE", 2: "TWO"}
    put(lake, "landing/b", {1: "again"})
    with pytest.raises(IntegrityError, match="share a record id"):
        derive(lake, Counting(), reads={"records": ["landing/a", "landing/b"]})


@pytest.mark.parametrize("answer", ["none", "twice", "stranger"])
def test_a_map_step_must_answer_every_record_exactly_once(lake, answer):
    put(lake, "landing/a", {1: "one", 2: "two"})
    answers = {"none": {1: "x"}, "twice": {1: "x", 2: "y"}, "stranger": {1: "x", 3: "y"}}[answer]
    made = records(answers)
    made = pa.concat_batches([made, made.slice(0, 1)]) if answer == "twice" else made
    with pytest.raises(IntegrityError, match="was given 2 rows"):
        lake.derive(Step.map("liar", version="1", run=lambda batch: made, schema=SCHEMA), reads={"records": "landing/a"}, writes="clean/a")


def test_big_tables_come_in_bounded_batches_and_bounded_segments(lake, monkeypatch):
    from assets.lake import segments

    monkeypatch.setattr(segments, "SEGMENT_ROWS", 50)
    monkeypatch.setattr(segments, "BATCH_ROWS", 10)
    sizes = []

    def run(batch):
        sizes.append(batch.num_rows)
        return batch

    put(lake, "landing/a", {n: "x" for n in range(205)})
    version = lake.derive(Step.map("sizes", version="1", run=run, schema=SCHEMA), reads={"records": "landing/a"}, writes="clean/a")
    assert max(sizes) <= 8_192 and sum(sizes) == 205
    assert max(segment.rows for segment in version.segments) <= 50 and version.rows == 205


def test_many_small_versions_do_not_leave_many_small_segments(lake):
    counting = Counting()
    for number in range(1, 25):
        put(lake, "landing/a", {n: str(n) for n in range(number)})
        version = derive(lake, counting)
    assert len(version.segments) <= 10 and version.rows == 24 and len(counting.asked) == 24


def test_a_foreign_error_names_the_record_and_not_its_text(lake):
    def run(batch):
        if record_id(7) in batch["record_id"].to_pylist():
            raise ValueError("cannot parse 'Madame Secret'")
        return batch

    put(lake, "landing/a", {n: "Madame Secret" for n in range(20)})
    with pytest.raises(StepError) as caught:
        lake.derive(Step.map("fragile", version="1", run=run, schema=SCHEMA), reads={"records": "landing/a"}, writes="clean/a")
    message = str(caught.value)
    assert "ValueError" in message and record_id(7).hex() in message and "Secret" not in message
    kept = lake.store("vault").list("errors")
    assert len(kept) == 1 and b"Madame Secret" in lake.store("vault").read(kept[0].path)


def test_a_whole_step_runs_once_per_content_of_its_inputs(lake):
    runs = []

    def run(inputs):
        runs.append(1)
        return Result(inputs["records"].read())

    step = Step.whole("all", version="1", run=run, schema=SCHEMA)
    put(lake, "landing/a", {1: "one"})
    for _ in range(2):
        version = lake.derive(step, reads={"records": "landing/a"}, writes="clean/a")
    put(lake, "landing/a", {1: "two"})
    assert texts(lake.derive(step, reads={"records": "landing/a"}, writes="clean/a")) == {1: "two"}
    assert len(runs) == 2 and texts(version) == {1: "one"}


def test_one_record_can_be_made_again_and_compared(lake):
    put(lake, "landing/a", {1: "one", 2: ""})
    counting = Counting()
    version = derive(lake, counting)
    assert replay(lake, counting.step, version, record_id(1)) is True
    assert replay(lake, counting.step, version, record_id(2)) is True, "it is left out again"
    assert replay(lake, counting.step, version, record_id(3)) is None
    changed = Step.map("upper", version="1", run=lambda batch: batch, schema=SCHEMA)
    assert replay(lake, changed, version, record_id(1)) is False


def test_a_step_that_remembers_is_handed_its_last_table_of_the_same_step_and_parameters(lake):
    handed = []

    def run(inputs, before=None, **params):
        handed.append(None if before is None else before.rows)
        return Result(inputs["records"].read(["record_id", "text"]))

    def again(version="1", **params):
        lake.derive(Step.whole("mirror", version=version, run=run, schema=SCHEMA, remembers=True), reads={"records": "landing/a"}, writes="clean/a",
                    params=params)
        return handed[-1]

    put(lake, "landing/a", {1: "one"})
    assert again(limit=1) is None
    put(lake, "landing/a", {1: "one", 2: "two"})
    assert again(limit=1) == 1
    put(lake, "landing/a", {1: "one", 2: "two", 3: "three"})
    assert again(limit=2) is None, "other parameters may judge otherwise"
    assert again(version="2", limit=2) is None, "and so may another version of the step"


def test_what_a_step_learns_is_counted_by_itself(lake):
    learnt = Step.whole("learnt", version="1", run=lambda inputs: Result(records({9: "model"})), schema=SCHEMA, learns=True)
    put(lake, "landing/a", {1: "one", 2: "two"})
    assert lake.derive(learnt, reads={"records": "landing/a"}, writes="clean/a").counts["in"] == 1
    with pytest.raises(IntegrityError, match="loses or invents"):
        lake.derive(Step.whole("loses", version="1", run=learnt.run, schema=SCHEMA), reads={"records": "landing/a"}, writes="clean/b")
