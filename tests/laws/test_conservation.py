"""Law 1: at every step, in = out + left out + merged + quarantined. `in` is read from input footers, reasons from rows."""

from collections import Counter

import pyarrow.parquet as pq
import pytest

from assets.lake.steps import registered
from assets.landing.contracts import load_contracts
from orchestration.verbs.sources import sources
from tests.road import Road, instead

PRIMARY = ("records", "people")     # the read whose rows a step must answer for, by its name


def footers(lake, table: str) -> int:
    """Rows of a table by the footers of the files its version names, read here and not by the lake."""
    version, total = lake.read(table), 0
    for segment in version.segments:
        store, path = version.place(segment)
        with store.open(path) as file:
            total += pq.ParquetFile(file).metadata.num_rows
    return total


def answered_for(version) -> list[str]:
    step = registered(version.step["name"])
    if step is not None and step.learns:        # what was learned from records is no record: it answers for itself
        return []
    reads = version.reads.get("reads", {})
    primary = next((reads[name] for name in PRIMARY if name in reads), [])
    return [primary] if isinstance(primary, str) else list(primary)


def test_every_table_of_the_lake_adds_up_and_every_reason_is_a_row(road):
    lake = road.lake
    assert len(lake.tables()) > 70
    for table in lake.tables():
        version = lake.read(table)
        account = version.left_out().to_pylist()
        assert footers(lake, table) == version.counts["out"], table
        assert version.counts["in"] == version.counts["out"] + len(account), table
        said = Counter((row["disposition"].replace(" ", "_"), row["reason"]) for row in account)
        assert said == Counter({(what, reason): number for what in ("left_out", "merged", "quarantined")
                                for reason, number in version.counts[what].items()}), table
        assert all(reason.strip() for _, reason in said), table


def test_what_goes_into_a_step_is_what_its_inputs_footers_say(road):
    lake, seen = road.lake, 0
    for table in lake.tables():
        version = lake.read(table)
        if inputs := answered_for(version):
            seen += 1
            assert version.counts["in"] == sum(footers(lake, name) for name in inputs if lake.find(name)), table
    assert seen > 20


def test_every_single_record_that_went_in_came_out_or_is_named(road):
    lake = road.lake
    for table in lake.tables():
        version = lake.read(table)
        if answered_for(version) and table != "privacy/register":       # a person is gathered there from several records
            given = Counter(one for name in answered_for(version) if lake.find(name) and lake.read(name).rows
                            for one in lake.read(name).read(["record_id"])["record_id"].to_pylist())
            made = Counter(version.read(["record_id"])["record_id"].to_pylist()) + Counter(version.left_out()["record_id"].to_pylist())
            assert made == given, table


def test_every_file_of_every_source_was_read_quarantined_or_skipped(road):
    rows, contracts = sources(road.lake), load_contracts(road.lake.house)
    assert [row["name"] for row in rows] == [contract.name for contract in contracts] and len(rows) == 24
    for row, contract in zip(rows, contracts, strict=True):
        assert row["files"] == row["read"] + row["quarantined"] + row["skipped"], row["name"]
        patterns = contract.from_.files.include if contract.from_.files else []
        on_disk = {file for pattern in patterns for file in road.inbox.glob(pattern if not pattern.endswith("**") else f"{pattern}/*")
                   if file.is_file()}
        assert not patterns or row["files"] == len(on_disk), row["name"]


def test_the_planted_problems_of_the_house_are_each_counted_under_a_reason(road):
    states = {row["name"]: row for row in sources(road.lake)}
    planted = Counter(problem["problem"] for problem in road.truth("problems"))
    assert states["influencer_posts"]["state"] == "blocked" and states["influencer_posts"]["read"] == 0
    for kind, source in (("unknown type", "archive"), ("empty file", "interviews"), ("broken archive", "social")):
        assert planted[kind] == states[source]["quarantined"] == 1
    for kind, source in (("duplicate primary key", "clients"), ("row with missing column", "purchases"), ("wrong encoding", "palettes")):
        assert planted[kind] and any(reason.startswith("quarantined:") for reason in states[source]["records_left_out"]), source


def test_the_release_holds_what_the_selection_kept_and_nothing_else(road, release):
    lake = road.lake
    selection = lake.read("corpora/atelier")
    kept = set(selection.read(["record_id"])["record_id"].to_pylist())
    shards = sorted((road.path / "lake" / "releases" / release / "data").glob("*.parquet"))
    released = [one for shard in shards for one in pq.read_table(shard)["record_id"].to_pylist()]
    assert sorted(released) == sorted(kept) and selection.counts["in"] == len(kept) + selection.left_out().num_rows


@pytest.mark.slow
def test_a_step_that_drops_a_row_is_refused_and_nothing_of_it_is_seen(copy: Road):
    from assets.curation.steps import language

    lake = copy.lake
    lake.drop("annotations/language")
    with instead(language, lambda original, batch, **more: original(batch.slice(1), **more)):
        report = copy.run("annotations/language")
    assert not report.ok and [failure["what"] for failure in report.failed] == ["annotations/language"]
    assert "must come back once" in report.failed[0]["sentence"]
    assert lake.find("annotations/language") is None and lake.pending("annotations/language") is None
