"""Every released record can be explained and made again; every record left out says why. And what a clock breaks is seen."""

import itertools
import time

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assets.lake import Step
from assets.lake.derive import replay
from assets.lake.digest import ID
from orchestration.verbs.explain import explain, explain_left_out
from tests.road import Road, instead

OF_EACH_SOURCE = 2


def released(road: Road, release: str) -> dict[str, list[str]]:
    """Record ids in the release, by source."""
    found: dict[str, list[str]] = {}
    for shard in sorted((road.path / "lake" / "releases" / release / "data").glob("*.parquet")):
        for row in pq.read_table(shard, columns=["record_id", "source"]).to_pylist():
            found.setdefault(row["source"], []).append(row["record_id"].hex())
    return found


def test_records_of_every_source_are_made_again_and_come_out_the_same(road, release):
    sources = released(road, release)
    assert len(sources) >= 5
    for record in itertools.chain.from_iterable(sorted(records)[:OF_EACH_SOURCE] for records in sources.values()):
        told = explain(road.lake, release, record)
        assert told["reproduced"] is True, told["why"]
        assert set(told) >= {"record_id", "source", "transforms", "reproduced", "why", "split", "kept_because"}
        assert all(told["source"][name] for name in ("name", "object_id", "locator", "licence", "legal_basis", "purposes"))
        steps = [one["step"] for one in told["transforms"]]
        assert steps[0] == "land" and steps[-1] == "selection" and {"warehouse", "privacy_matches", "language", "quality"} <= set(steps)
        assert {step["what"] for step in told["steps"]} >= {f"landing/{told['source']['name']}", "release"}


@pytest.mark.parametrize("table", ["corpora/atelier", "clean/dialogues", "clean/documents", "landing/archive"])
def test_a_record_that_was_left_out_says_where_and_why(road, release, table):
    account = [row for row in road.lake.read(table).left_out().to_pylist() if row["record_id"]]
    if not account and table == "landing/archive":
        account = [row for row in road.lake.read("landing/clients").left_out().to_pylist() if row["record_id"]]
    assert account, table
    for row in account[:3]:
        if row["into"] != row["record_id"]:
            told = explain_left_out(road.lake, release, row["record_id"].hex())
            assert (told["why"], told["disposition"]) == (row["reason"], row["disposition"]) and told["step"]


def test_the_command_explains_both_ways(road, release):
    import json

    record = next(iter(released(road, release).values()))[0]
    told = json.loads(road.command("explain", release, record, "--json").stdout)
    assert told["record_id"] == record and told["reproduced"] is True
    gone = road.lake.read("corpora/atelier").left_out()["record_id"][0].as_py().hex()
    done = road.command("explain", release, gone, "--left-out")
    assert done.returncode == 0 and gone in done.stdout and "is not in" in done.stdout
    assert road.command("explain", release, gone).returncode == 2


def test_a_step_that_looks_at_the_clock_is_seen_to_differ(copy: Road):
    schema = pa.schema([pa.field("record_id", ID, nullable=False), ("now", pa.int64())])
    honest = Step.map("reads_no_clock", version="1", schema=schema, run=lambda batch: batch.select(["record_id"]).append_column(
        "now", pa.array([0] * batch.num_rows, pa.int64())))
    clock = Step.map("reads_the_clock", version="1", schema=schema, run=lambda batch: batch.select(["record_id"]).append_column(
        "now", pa.array([time.time_ns()] * batch.num_rows, pa.int64())))
    lake = copy.lake
    for step, same in ((honest, True), (clock, False)):
        version = lake.derive(step, reads={"records": "clean/documents"}, writes=f"annotations/{step.name}")
        record = version.read(["record_id"])["record_id"][0].as_py()
        assert replay(lake, step, version, record) is same


def test_a_released_record_whose_step_gives_something_else_now_is_told(copy: Road, release):
    from assets.curation.steps import quality

    record = next(iter(released(copy, release).values()))[0]
    count = quality.schema.names.index("characters")

    def one_more(original, batch, **more):
        made = original(batch, **more)
        return made.set_column(count, made.schema.field(count), pa.array([n + 1 for n in made["characters"].to_pylist()], made.schema.field(count).type))

    with instead(quality, one_more):
        told = explain(copy.lake, release, record)
    assert told["reproduced"] is False and told["why"].startswith("annotations/quality")


def test_a_raw_file_that_was_changed_in_its_zone_is_told(copy: Road, release):
    for source, records in released(copy, release).items():
        told = explain(copy.lake, release, records[0])
        copies = [path for path in (copy.path / "lake" / "landing").rglob("*") if path.is_file() and told["source"]["object_id"] in path.name]
        assert copies, source
        for path in copies:
            path.chmod(0o644)
            path.write_bytes(path.read_bytes().replace(b"e", b"a"))
        assert explain(copy.lake, release, records[0])["reproduced"] is not True, source
