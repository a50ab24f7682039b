"""The lake as a catalogue sees it: every table with what it is made of and was asked, and every release by its root and state."""

import json

import pytest

from orchestration.openlineage.datasets import Described
from orchestration.openlineage.outbox import Outbox
from orchestration.openlineage.state import state_events
from orchestration.openlineage.telling import _tell_releases
from tests.conftest import make_lake
from tests.governance.conftest import make_published
from tests.orchestration.openlineage.conftest import facets
from tests.orchestration.openlineage.model import problems

TABLES = ("clean/documents", "annotations/quality", "corpora/atelier")


@pytest.fixture(scope="module")
def standing(tmp_path_factory):
    """A lake with one published release; read only."""
    lake = make_lake(tmp_path_factory.mktemp("standing"))
    make_published(lake)
    return lake


def told(lake) -> dict[str, list[dict]]:
    events = state_events(lake, {table: Described(f"The table {table}.", ("team:curation",)) for table in TABLES}, 0.0)
    assert [found for event in events for found in problems(event)] == []
    named: dict[str, list[dict]] = {}
    for event in events:
        named.setdefault(event["job"]["name"], []).append(event)
    return named


def release_in(lake, release: str, change=lambda manifest: manifest) -> None:
    """Another release beside `atelier/1.0.0`: its manifest, changed."""
    store = lake.store("releases")
    manifest = json.loads(store.read("atelier/1.0.0/MANIFEST.json"))
    manifest["version"] = release.split("/")[1]
    store.write(f"{release}/MANIFEST.json", json.dumps(change(manifest)).encode())


def test_every_table_is_told_with_what_it_is_made_of_and_no_run_is_invented(standing):
    events = told(standing)
    assert set(events) == {*TABLES, *(f"checks/{table}" for table in TABLES), "governance/atelier/candidate"}
    assert not [event for ones in events.values() for event in ones if "run" in event or "eventType" in event]
    (chosen,) = events["corpora/atelier"]
    version = standing.read("corpora/atelier")
    assert {read["name"]: facets(read).version["datasetVersion"] for read in chosen["inputs"]} == version.inputs
    assert facets(chosen["outputs"][0]).version["datasetVersion"] == version.data_version
    assert {made["name"] for made in facets(chosen["outputs"][0]).columnLineage["fields"]["split"]["inputFields"]} <= {"clean/documents", "clean/dialogues"}


def test_what_was_asked_of_a_table_is_told_beside_it(standing):
    (asked,) = told(standing)["checks/clean/documents"]
    found = asked["inputs"][0]["inputFacets"]["dataQualityAssertions"]["assertions"]
    assert {"assertion": "conservation", "name": "conservation", "success": True, "severity": "error"} in found


def test_a_release_is_a_dataset_whose_version_is_its_root(standing):
    (made,) = told(standing)["governance/atelier/candidate"]
    (output,) = made["outputs"]
    manifest = json.loads(standing.store("releases").read("atelier/1.0.0/MANIFEST.json"))
    facet = facets(output).hallmark_corpusRelease
    assert output["name"] == "releases/atelier/1.0.0" and facets(output).version["datasetVersion"] == manifest["root"] == facet["root"]
    assert (facet["state"], facet["records"], facet["demonstration"]) == ("published", manifest["records"], True)
    assert {read["name"] for read in made["inputs"]} == {"corpora/atelier", "clean/documents", "clean/dialogues"}
    assert {field["field"] for field in facets(output).columnLineage["fields"]["text"]["inputFields"]} == {"text", "turns"}


def test_a_release_cut_again_comes_from_the_one_before_and_names_requests_only(tmp_path):
    lake = make_lake(tmp_path)
    make_published(lake)
    less = {"of": "atelier/1.0.0", "manifest": "0" * 64, "requests": ["R-0001"], "removed": 3}
    release_in(lake, "atelier/1.0.1", lambda manifest: {**manifest, "subtraction": less})
    lake.store("releases").write("atelier/1.0.0/PURGED", b"{}")
    first, second = told(lake)["governance/atelier/candidate"]
    assert facets(first["outputs"][0]).lifecycleStateChange["lifecycleStateChange"] == "DROP"
    assert facets(first["outputs"][0]).hallmark_corpusRelease["state"] == "purged"
    assert [read["name"] for read in second["inputs"]] == ["releases/atelier/1.0.0"]
    assert facets(second["outputs"][0]).hallmark_corpusRelease["subtraction"] == {"of": "atelier/1.0.0", "requests": ["R-0001"], "removed": 3}


def test_a_state_of_a_release_is_told_when_it_is_first_seen_and_once(tmp_path):
    lake = make_lake(tmp_path)
    make_published(lake)
    box = Outbox.of(lake.home)

    def heard() -> list[str]:
        _tell_releases(lake, box)
        events = [json.loads(line) for path in sorted((lake.home.path / "openlineage").glob("*-releases-*")) for line in path.read_text().splitlines()]
        assert [found for event in events for found in problems(event)] == []
        return sorted(facets(event["dataset"]).hallmark_corpusRelease["state"] for event in events)

    assert heard() == heard() == ["published"]
    lake.store("releases").write("atelier/1.0.0/SUPERSEDED", b"{}")
    assert heard() == heard() == ["published", "superseded"]


def test_a_table_in_an_object_store_is_known_by_its_address_too(standing, monkeypatch):
    assert "symlinks" not in told(standing)["clean/documents"] and "home" not in json.dumps(told(standing)["clean/documents"][0]["outputs"][0])
    monkeypatch.setattr(type(standing.store("clean")), "url", lambda self, path="": f"s3://house-clean/lake/{path}")
    (output,) = told(standing)["clean/documents"][0]["outputs"]
    assert facets(output).symlinks["identifiers"] == [{"namespace": "s3://house-clean", "name": "lake/clean/documents", "type": "TABLE"}]
