"""Laws 4 and 5 on one road: nothing, a touched file, an edited file under a suite that says no, and the suite mended."""

import dataclasses
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from assets.curation.steps import STEPS
from assets.governance.releases import releases
from assets.privacy.evidence.leaks import Scanner
from expectations import suites
from orchestration import checks
from tests.road import Road, files, versions, watched

pytestmark = pytest.mark.slow
MARK = "zibeline voltigeuse"            # words that stand in no other record
ADDED = f"\n\nThe saddlers of the upper bench kept one word for it, {MARK}, and nobody wrote it down before this page.\n"


@dataclass
class Scene:
    """What a walk did, and how the home was after it."""

    run: object
    asked: dict[str, list[bytes]]
    versions: dict[str, str]
    releases: list[dict]
    marked: set[str]            # where the added words stand: zones, pages; "vault" means among what waits there
    pending: list[str]          # tables that wait
    readable: bool              # the former clean table is still read
    segments: dict[str, set]


def scene(home: Road) -> Scene:
    with watched() as asked:
        run = home.walk().run
    lake = home.lake
    scanner = Scanner([("MARK", MARK)])
    marked = {zone for zone in ("clean", "releases", "ledger") if scanner.store(lake.store(zone))}
    marked |= {"vault"} if scanner.store(lake.store("vault"), "pending/clean") else set()
    marked |= {"docs-site"} if scanner.folder(home.path / "docs-site") else set()
    tables = ("clean/documents", "annotations/language", "annotations/quality", "corpora/atelier")
    documents = lake.find("clean/documents")
    return Scene(run, dict(asked), versions(lake), releases(lake), marked,
                 [table for table in tables if lake.pending(table)], documents is not None and documents.read(["record_id"]).num_rows > 0,
                 {table: {segment.id for segment in lake.read(table).segments} for table in lake.tables()})


@pytest.fixture(scope="module")
def scenes(road, tmp_path_factory) -> dict[str, Scene]:
    """The acts, one after another in one copied home."""
    home = road.copy(tmp_path_factory.mktemp("acts") / "an edited home")
    made = {"before": versions(home.lake), "releases before": files(home.path / "lake" / "releases")}
    if not home.walk().run.nothing_to_do:       # a home walked under other code is brought up to date first
        made["before"] = versions(home.lake)
    made["nothing"] = scene(home)
    file = home.inbox / "archive" / "2010s" / "en_00000.txt"
    os.utime(file, (1_600_000_000, 1_600_000_000))
    made["touched"] = scene(home)
    file.write_bytes(file.read_bytes() + ADDED.encode("ascii"))
    original = suites.suites
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checks, "suites", lambda *more: [impossible(suite) for suite in original(*more)])
        made["refused"] = scene(home)
    made["mended"] = scene(home)
    made["home"] = home
    return made


def impossible(suite):
    """The suite of the clean documents, with one expectation that the added words break."""
    if suite.table != "clean/documents":
        return suite
    return dataclasses.replace(suite, expectations=(*suite.expectations, {
        "type": "expect_column_values_to_not_match_regex", "column": "text", "regex": MARK.replace("v", "[v]")}))


def test_a_second_walk_does_nothing_and_says_so(scenes):
    run = scenes["nothing"].run
    assert run.nothing_to_do and run.made == [] and scenes["nothing"].asked == {} and run.seconds < 20


def test_a_file_that_was_only_touched_recomputes_no_row_and_changes_no_table(scenes):
    touched = scenes["touched"]
    assert touched.run.ok and not touched.run.nothing_to_do and touched.asked == {}
    assert touched.versions == {**scenes["before"], "landing/archive.files": touched.versions["landing/archive.files"]}
    assert touched.releases == scenes["nothing"].releases


def test_an_edited_file_recomputes_only_its_record_in_every_map_step(scenes):
    asked = {name: list(records) for stage in ("refused", "mended") for name, records in scenes[stage].asked.items()}
    assert set(asked) == {"privacy_matches", "clean_documents", *(step.name for step in STEPS if step.shape == "map")}
    assert all(len(records) == 1 for records in asked.values())
    assert len({records[0] for records in asked.values()}) == 1
    assert not set(scenes["refused"].asked) & set(scenes["mended"].asked), "no record is computed twice"


def test_tables_that_do_not_depend_on_the_file_keep_content_and_segments(scenes):
    before, after = scenes["touched"], scenes["mended"]
    changed = {table for table, version in after.versions.items() if before.versions.get(table) != version}
    must = {"landing/archive", "landing/archive.files", "warehouse/documents", "privacy/matches", "clean/documents", "annotations/quality",
            "annotations/fingerprints", "annotations/exact_duplicates", "corpora/atelier", "privacy/marks"}     # marks of the release that holds the changed text
    measured = {f"annotations/{step.name}" for step in STEPS if not step.learns} | {"annotations/evaluation_overlaps"}      # may say of it what they said before
    assert must <= changed <= must | measured
    others = set(after.segments) - changed
    assert len(others) > 60 and all(after.segments[table] == before.segments[table] for table in others if not table.startswith("warehouse/"))
    assert before.segments["clean/documents"] & after.segments["clean/documents"] or len(before.segments["clean/documents"]) == 1


def test_a_table_whose_suite_says_no_is_not_seen_and_the_former_version_is(scenes):
    refused = scenes["refused"]
    assert not refused.run.ok and [check["what"] for check in refused.run.failed_checks] == ["clean/documents: expectations"]
    assert refused.pending == ["clean/documents"] and refused.readable
    assert refused.versions["clean/documents"] == scenes["touched"].versions["clean/documents"]


def test_nothing_after_a_refused_table_is_made(scenes):
    made = scenes["refused"].run.made
    assert "clean/documents" in made
    later = {"annotations/language", "annotations/quality", "annotations/exact_duplicates", "corpora/atelier", "corpora/atelier/shards",
             "governance/atelier/documents", "governance/atelier/candidate"}
    assert not later & set(made)
    assert {table: scenes["refused"].versions[table] for table in later & set(scenes["refused"].versions)} == \
        {table: scenes["touched"].versions[table] for table in later & set(scenes["touched"].versions)}


def test_nothing_of_a_refused_version_lies_outside_the_vault(scenes):
    assert scenes["touched"].marked == set()
    assert scenes["refused"].marked == {"vault"}


def test_no_release_is_cut_from_a_refused_table(scenes):
    assert scenes["refused"].releases == scenes["touched"].releases


def test_once_the_suite_is_mended_the_road_goes_on_to_a_new_release(scenes):
    mended = scenes["mended"]
    assert mended.run.ok and mended.pending == []
    assert mended.marked == {"clean", "releases"}
    assert len(mended.releases) == len(scenes["refused"].releases) + 1
    assert mended.releases[:-1] == scenes["refused"].releases, "the former release is untouched"


def test_the_former_release_keeps_every_byte(scenes):
    now = files(Path(scenes["home"].path) / "lake" / "releases")
    assert all(now[name] == data for name, data in scenes["releases before"].items() if name.startswith("atelier/1.0.0/"))
