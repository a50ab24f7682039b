"""The walked road as a catalogue hears it: every event is what the standard allows, and nobody is named."""

import json

import pytest

from assets.privacy.evidence.leaks import Scanner
from tests.laws.test_no_personal_data import KINDS, truth
from tests.orchestration.openlineage.model import problems


@pytest.fixture(scope="module")
def told(road) -> list[dict]:
    return [json.loads(line) for path in sorted((road.path / "openlineage").glob("*.jsonl")) for line in path.read_text().splitlines()]


@pytest.fixture(scope="module")
def events(told) -> list[dict]:
    """What happened in runs; beside them stands the state of each release."""
    return [event for event in told if "run" in event]


def made(events, name: str) -> dict:
    (event,) = [event for event in events if event["job"]["name"] == name and event["eventType"] == "COMPLETE"]
    return event


def test_the_whole_road_is_told_as_the_standard_allows(told, events):
    assert [found for event in told for found in problems(event)] == []
    assert events[0]["eventType"] == "START" and events[-1]["eventType"] == "COMPLETE" and len(events) > 300


def test_whoever_a_record_is_about_or_looks_after_it_is_not_told(told, road):
    everybody = [*truth(road, *KINDS, "PERSON"), ("STEWARD", road.lake.house.steward), ("PATH", str(road.path))]
    assert Scanner(everybody).text("events", json.dumps(told)) == set()


def test_every_dataset_that_is_read_was_made_or_arrived(events):
    written = {output["name"] for event in events for output in event["outputs"]}
    read = {one["name"] for event in events for one in event["inputs"]}
    assert {name for name in read - written if not name.startswith("inbox/")} == set()


def test_the_release_is_told_from_raw_to_root_with_what_was_masked_on_the_way(events, road, release):
    lake = road.lake
    (output,) = made(events, "governance/atelier/candidate")["outputs"]
    assert output["name"] == f"releases/{release}"
    assert output["facets"]["version"]["datasetVersion"] == json.loads(lake.store("releases").read(f"{release}/MANIFEST.json"))["root"]
    (text,) = made(events, "clean/documents")["outputs"]
    origins = text["facets"]["columnLineage"]["fields"]["text"]["inputFields"]
    assert {origin["name"].split("/")[0] for origin in origins} == {"landing"} and all(one["masking"] for origin in origins for one in origin["transformations"])
    assert text["facets"]["version"]["datasetVersion"] == lake.read("clean/documents").data_version


def test_a_mart_names_the_raw_tables_its_columns_are_made_of(events):
    mart = made(events, "warehouse/documents")
    made_of = {origin["name"] for field in mart["outputs"][0]["facets"]["columnLineage"]["fields"].values() for origin in field["inputFields"]}
    assert made_of and made_of <= {read["name"] for read in mart["inputs"]}
