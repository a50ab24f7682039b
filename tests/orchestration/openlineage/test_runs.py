"""A run of Dagster as a catalogue hears it: what was read and made in which version, what was masked, what failed, and nothing personal."""

import json

import dagster as dg
import pytest

from assets.lake import InputError
from assets.privacy.evidence.leaks import Scanner
from orchestration import automation
from orchestration.openlineage import spec
from orchestration.openlineage.columns import transformation
from orchestration.openlineage.outbox import Outbox
from orchestration.openlineage.telling import tell_beside, tell_finished, tell_run
from tests.orchestration.openlineage.conftest import HOLDER, facets
from tests.orchestration.openlineage.model import problems

EVERYTHING = ("landing/press", "clean/documents", "annotations/choking")


def test_every_event_of_a_run_that_went_half_well_is_what_the_standard_allows(world):
    told = world.told(*EVERYTHING)
    assert [found for event in told for found in problems(event)] == []
    assert {event["eventType"] for event in told} == {"START", "COMPLETE", "FAIL"}


@pytest.mark.parametrize("broken", [
    {"eventType": "DONE"}, {"run": {"runId": "7"}}, {"job": {"name": "x"}}, {"eventTime": "noon"},
    {"outputs": [{"namespace": "n", "name": "t", "facets": {"version": spec.statistics(1, 1)}}]},
    {"outputs": [{"namespace": "n", "name": "t", "facets": {"schema": {**spec.schema([("a", "int", None)]), "rows": 1}}}]},
    {"outputs": [{"namespace": "n", "name": "t", "facets": {"hallmark_corpusRelease": spec.corpus_release(release="atelier")}}]}])
def test_what_the_standard_does_not_allow_is_noticed(broken):
    sound = spec.run_event(spec.START, spec.moment(0), spec.run(spec.run_id("a", "b")), spec.job("n", "j"))
    assert problems(sound) == []
    try:
        assert problems({**sound, **broken})
    except ValueError:
        pass


def test_what_was_made_names_what_was_read_in_the_version_that_was_read(world):
    told = world.told("landing/press", "clean/documents")
    made = told.one("clean/documents", "COMPLETE")
    (read,) = made["inputs"]
    assert (read["name"], facets(read).version["datasetVersion"]) == ("landing/press", world.lake.read("landing/press").data_version)
    (output,) = made["outputs"]
    assert facets(output).version["datasetVersion"] == world.lake.pending("clean/documents").data_version
    assert output["outputFacets"]["outputStatistics"]["rowCount"] == 2
    assert {field["name"]: field["type"] for field in facets(output).schema["fields"]} == {"record_id": "binary(16)", "source": "string", "text": "string"}
    assert facets(output).schema["fields"][2]["description"] == "The text itself."
    assert facets(output).tags["tags"][0]["value"] == "clean" and facets(output).documentation["description"] == "Scrubbed."


def test_a_source_reads_one_dataset_of_what_arrived_and_a_person_who_owns_it_is_not_named(world):
    told = world.told("landing/press")
    made = told.one("landing/press", "COMPLETE")
    assert [read["name"] for read in made["inputs"]] == ["inbox/press"]
    assert [owner["name"] for owner in made["job"]["facets"]["ownership"]["owners"]] == ["team:landing"]
    assert "person@example.com" not in json.dumps(told)


def test_a_scrubbed_column_is_masked_and_an_id_is_the_same_as_before(world):
    (output,) = world.told("landing/press", "clean/documents").one("clean/documents", "COMPLETE")["outputs"]
    fields = facets(output).columnLineage["fields"]
    (text,), (record,) = fields["text"]["inputFields"], fields["record_id"]["inputFields"]
    assert (text["name"], text["field"]) == ("landing/press", "text")
    assert text["transformations"][0]["masking"] is True and text["transformations"][0]["subtype"] == "TRANSFORMATION"
    assert record["transformations"] == [{"type": "DIRECT", "subtype": "IDENTITY", "masking": False}]


@pytest.mark.parametrize("table, column, origin, masked", [
    ("clean/dialogues", "turns", "landing/chats", True), ("clean/dialogues", "source", "landing/chats", False),
    ("clean/subjects", "email", "landing/clients", True), ("clean/subjects", "birth_decade", "landing/clients", True),
    ("clean/transactions", "price", "landing/purchases", False), ("clean/transactions", "price", "privacy/candidates/transactions", True),
    ("clean/transactions", "licence", "privacy/candidates/transactions", False), ("privacy/candidates/transactions", "transaction_no", "landing/purchases", True),
    ("clean/documents", "created_on", "warehouse/documents", True), ("warehouse/documents", "title", "landing/press", False),
    ("annotations/quality", "words", "clean/documents", False), ("releases/atelier/1.0.0", "text", "clean/documents", False)])
def test_a_column_is_masked_where_its_values_can_no_longer_be_read(table, column, origin, masked):
    assert transformation(table, column, origin, column)["masking"] is masked


def test_start_comes_before_the_end_and_both_are_one_run_of_the_run(world):
    run = world.run("landing/press", "clean/documents")
    events = world.events(run)
    assert [event["eventTime"] for event in events] == sorted(event["eventTime"] for event in events)
    assert events[0]["run"]["runId"] == events[-1]["run"]["runId"] == run.run_id
    for table in ("landing/press", "clean/documents"):
        first, last = [event for event in events if event["job"]["name"] == table]
        assert (first["eventType"], last["eventType"]) == ("START", "COMPLETE") and first["run"]["runId"] == last["run"]["runId"]
        assert last["run"]["facets"]["parent"]["run"]["runId"] == run.run_id
    assert world.events(run) == events, "told again it is the same"


def test_a_step_that_chokes_is_told_as_failed_in_words_that_quote_nothing(world):
    told = world.told(*EVERYTHING)
    failed = told.one("annotations/choking", "FAIL")
    error = failed["run"]["facets"]["errorMessage"]
    assert error["message"].startswith("'annotations/choking' was not made") and "stackTrace" not in error
    assert not told.of("annotations/choking", "COMPLETE") and told[-1]["eventType"] == "FAIL"
    assert Scanner([("PERSON", HOLDER)]).text("events", json.dumps(told)) == set()
    assert "cannot parse" not in json.dumps(told)


def test_a_check_that_says_no_fails_as_a_check_and_what_follows_is_not_told_at_all(world):
    world.check_says = False
    told = world.told("landing/press", "clean/documents")
    assert told.one("landing/press", "COMPLETE") and not told.of("clean/documents")
    asked = told.one("checks/landing/press", "FAIL")
    (judged,) = asked["inputs"]
    assert {one["assertion"]: one["success"] for one in judged["inputFacets"]["dataQualityAssertions"]["assertions"]} == {"conservation": True, "sound": False}
    assert "sound" in asked["run"]["facets"]["errorMessage"]["message"]


def test_what_a_suite_asked_of_a_column_is_told_without_what_it_says_and_whom_it_found(world):
    run = world.run("landing/press", "clean/documents")
    finding = {"type": "expect_column_values_to_be_unique", "column": "text", "passed": False, "failing": 1, "records": ["ab" * 16], "note": "", "about": HOLDER}
    world.lake.verdict("clean/documents", "suite:documents", False, {"findings": [finding]})
    (asked,) = [event for event in world.events(run) if event["job"]["name"] == "checks/clean/documents" and event["eventType"] != "START"]
    told = asked["inputs"][0]["inputFacets"]["dataQualityAssertions"]["assertions"]
    assert {"assertion": finding["type"], "column": "text", "success": False, "name": "suite:documents", "severity": "error",
            "actual": "1 rows do not hold"} in told
    assert HOLDER not in json.dumps(asked) and "ab" * 16 not in json.dumps(asked) and problems(asked) == []


def test_a_check_that_could_not_be_asked_has_not_passed(world):
    (asked,) = [event for event in world.told(*EVERYTHING) if event["job"]["name"] == "checks/annotations/choking" and event["eventType"] == "FAIL"]
    assert asked["inputs"][0]["inputFacets"]["dataQualityAssertions"]["assertions"] == [
        {"assertion": "conservation", "name": "conservation", "success": False, "severity": "error"}]


# -- telling -------------------------------------------------------------------------------------------------------------

def lines(world) -> list[dict]:
    folder = world.lake.home.path / "openlineage"
    return [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text().splitlines()]


def test_a_finished_run_is_told_once_into_a_file_of_its_own(world):
    run = world.run("landing/press")
    for _ in range(2):
        tell_finished(world.lake.home, world.instance, world.graph, {})
    assert lines(world) == world.events(run)


def test_who_wants_no_lineage_gets_none(world):
    world.run("landing/press")
    tell_finished(world.lake.home, world.instance, world.graph, {"OPENLINEAGE_DISABLED": "true"})
    assert lines(world) == []


def test_the_sensor_tells_runs_that_others_started(world):
    world.run("landing/press")
    sensor = automation.lineage_sensor(world.lake.home)
    with dg.build_sensor_context(instance=world.instance, repository_def=world.definitions.get_repository_def()) as context:
        assert not sensor.evaluate_tick(context).run_requests
    assert {event["job"]["name"] for event in lines(world)} == {"run", "landing/press", "checks/landing/press"}


def test_a_mistake_in_telling_is_said_and_fails_nobody(world, monkeypatch):
    def choke(*_):
        raise ValueError(HOLDER)

    world.run("landing/press")
    monkeypatch.setattr("orchestration.openlineage.telling.run_events", choke)
    problem = tell_beside(world.lake.home, world.instance, world.graph).problem
    assert "ValueError" in problem and HOLDER not in problem


def test_a_run_is_told_again_into_a_named_file_and_an_unknown_run_is_refused(world, tmp_path):
    run = world.run("landing/press")
    path, number = tell_run(world.lake.home, world.instance, world.graph, run.run_id, tmp_path / "one.jsonl")
    assert len(path.read_text().splitlines()) == number and not Outbox.of(world.lake.home).holds(run.run_id)
    with pytest.raises(InputError, match="no run 'nobody'"):
        tell_run(world.lake.home, world.instance, world.graph, "nobody")
    with pytest.raises(InputError, match="cannot be written"):
        tell_run(world.lake.home, world.instance, world.graph, run.run_id, tmp_path / "nowhere" / "one.jsonl")
