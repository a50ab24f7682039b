"""What must go soon or should be gone: records, embargoes, consents, requests, waivers, keys, evidence, released records."""

import datetime as dt

import pyarrow as pa
import pytest

from assets.governance.ledger import keys
from assets.governance.rights import requests
from assets.lake import InputError, left_out_rows
from assets.warehouse.tables import ENVELOPE
from orchestration.verbs.retention import last_day, retention, span
from tests.conftest import make_lake
from tests.corpora.small_house import put, record_id
from tests.orchestration.houses import NOTES, answer, hallmark

NOTE = pa.schema(ENVELOPE)
RAW = pa.schema([("record_id", pa.binary(16)), ("object_id", pa.binary(16))])
AS_OF = dt.date(2026, 1, 31)


def house(tmp_path, more: str = "", **files: str):
    return make_lake(tmp_path, contracts__notes=NOTES + more, **files)


def noted(lake, days: dict[int, dt.date | None], gone: dict[int, str] | None = None) -> None:
    """Notes by number with their days in the warehouse, and those it leaves out, with the reason."""
    rows = [{"record_id": record_id(number), "source": "notes", "kind": "document", "subject_ids": [], "created_on": day, "purposes": [], "withheld": []}
            for number, day in days.items()]
    lost = left_out_rows([record_id(number) for number in gone or {}], pa.array(list((gone or {}).values()), pa.string()))
    put(lake, "landing/notes", [{"record_id": record_id(number), "object_id": record_id(1)} for number in {**days, **(gone or {})}], RAW)
    put(lake, "warehouse/documents", rows, NOTE, left_out=lost)


def entries(lake, due: str = "30d") -> list[tuple]:
    return [(one["what"], one["name"], one["on"], one["days"], one["records"], one["over"]) for one in retention(lake, due)["entries"]]


@pytest.mark.parametrize(("day", "period", "last"), [
    ("2024-02-29", "P1Y", "2025-02-28"), ("2026-01-31", "P1M", "2026-02-28"), ("2025-12-15", "P2M", "2026-02-15"), ("2026-01-01", "P2W", "2026-01-15"),
    ("2026-01-01", "P10D", "2026-01-11"), ("2020-06-01", "P1Y6M2W1D", "2021-12-16"), ("2020-01-01", "P9999Y", "9999-12-31")])
def test_a_period_ends_on_the_day_a_person_would_say(day, period, last):
    assert last_day(dt.date.fromisoformat(day), period) == dt.date.fromisoformat(last)


def test_records_are_told_when_their_retention_ends_within_the_span_and_not_before(tmp_path):
    lake = house(tmp_path, "retention: P1Y\n")
    noted(lake, {1: dt.date(2025, 2, 10), 2: dt.date(2025, 2, 20), 3: dt.date(2025, 6, 1), 4: None})
    assert entries(lake) == [("retention", "notes", "2026-02-10", 10, 2, False)]
    assert entries(lake, "7d") == []
    assert entries(lake, "26w")[0][4] == 3


def test_a_retention_that_ends_today_still_holds_and_one_that_ended_yesterday_does_not(tmp_path):
    lake = house(tmp_path, "retention: P1Y\n")
    noted(lake, {1: dt.date(2025, 1, 31), 2: dt.date(2025, 1, 30)})
    assert entries(lake) == [("retention", "notes", "2026-01-30", -1, 1, True), ("retention", "notes", "2026-01-31", 0, 1, False)]


def test_what_the_warehouse_leaves_out_for_its_time_should_be_gone(tmp_path):
    lake = house(tmp_path, "retention: P1Y\n")
    noted(lake, {}, {1: "retention has passed", 2: "retention has passed", 3: "undated under a retention", 4: "under embargo"})
    told = entries(lake)
    assert [(name, records, over) for _, name, _, _, records, over in told] == [("notes", 2, True), ("notes", 1, True)]


def test_a_source_without_a_retention_keeps_its_records(tmp_path):
    lake = house(tmp_path)
    noted(lake, {1: dt.date(1900, 1, 1)})
    assert entries(lake, "3650d") == []


def test_an_embargo_is_told_until_it_ends(tmp_path):
    assert entries(house(tmp_path / "a", "embargo: 2026-02-20\n")) == [("embargo", "notes", "2026-02-20", 20, None, False)]
    assert entries(house(tmp_path / "b", "embargo: 2026-01-31\n")) == []


@pytest.mark.parametrize(("evidence", "told"), [
    ("{protocol: robots.txt, checked: 2025-02-05}", [("opt-out evidence", "notes", "2026-02-05", 5, None, False)]),
    ("{protocol: robots.txt, checked: 2024-12-01}", [("opt-out evidence", "notes", "2025-12-01", -61, None, True)]),
    ("{protocol: TDMRep}", [("opt-out evidence", "notes", None, None, None, True)]),
    ("{protocol: contract, checked: 2001-01-01}", [])])
def test_evidence_of_an_opt_out_ages_and_a_contract_does_not(tmp_path, evidence, told):
    assert entries(house(tmp_path, f"tdm_opt_out: {evidence}\n")) == told


def test_the_house_says_how_old_evidence_may_be(tmp_path):
    lake = house(tmp_path, "tdm_opt_out: {protocol: robots.txt, checked: 2026-01-01}\n", policies__policies="opt_out_evidence: {days: 14}\n")
    assert entries(lake) == [("opt-out evidence", "notes", "2026-01-15", -16, None, True)]


def test_consents_that_end_are_counted_by_purpose_and_day(tmp_path):
    people = NOTES.replace("name: notes", "name: people").replace("kind: document", "kind: subject").replace(
        "columns: {title: title, text: text}", "columns: {name: name}\nsubject: id\nsubject_fields: [name]")
    lake = make_lake(tmp_path, contracts__people=people)
    ends = {1: "2026-02-10", 2: "10/02/2026", 3: "2027-01-01", 4: "2026-01-30", 5: "some day", 6: None}
    from assets.landing.register import register

    register(lake, lake.house)
    consents = pa.list_(pa.struct([(name, pa.string()) for name in ("purpose", "status", "notice_version", "from", "until")]))
    put(lake, "landing/people", [{"record_id": record_id(number), "subject_ids": [record_id(100 + number)],
                                  "consents": [{"purpose": "retrieval", "status": "granted", "notice_version": "1", "from": None, "until": until}]}
                                 for number, until in ends.items()],
        pa.schema([("record_id", pa.binary(16)), ("subject_ids", pa.list_(pa.binary(16))), ("consents", consents)]))
    assert entries(lake) == [("consent", "retrieval", "2026-02-10", 10, 2, False)]


def test_open_requests_are_told_with_their_days_and_closed_ones_are_not(tmp_path):
    lake = house(tmp_path)
    today = dt.date.today()
    asked = requests.open_(lake, "erasure", [record_id(1)], today)
    late = requests.open_(lake, "access", [record_id(1)], today - dt.timedelta(days=45))
    requests.close(lake, requests.open_(lake, "objection", [record_id(1)], today))
    told = [(what, name, days, over) for what, name, _, days, _, over in entries(lake, "31d")]
    assert told == [("request for access", late.number, (late.due - today).days, True), ("request for erasure", asked.number, (asked.due - today).days, False)]
    assert "subject" not in str(retention(lake)).lower() and record_id(1).hex() not in str(retention(lake))


def test_waivers_and_keys_are_told_before_they_end(tmp_path):
    lake = house(tmp_path, policies__waivers="source_share: {reason: one archive so far, until: 2026-02-15, signed_by: ['aa', 'bb']}\n")
    key = keys.make(lake, "auditor")
    keys.enrol(lake, key.public, "approver", on=AS_OF, until=dt.date(2026, 2, 1))
    assert entries(lake) == [("key", f"{key.id[:16]} (approver)", "2026-02-01", 1, None, False), ("waiver", "source_share", "2026-02-15", 15, None, False)]
    keys.compromise(lake, key.id, AS_OF)
    assert [one[0] for one in entries(lake)] == ["waiver"]


def test_a_release_in_use_is_told_when_it_holds_what_would_not_be_admitted_today(published):
    put(published, "warehouse/documents", [], NOTE, left_out=left_out_rows([record_id(3), record_id(7), record_id(999)], pa.array(["consent withdrawn"] * 3)))
    told = entries(published)
    assert told == [("release", "atelier/1.0.0", None, None, 2, True)]
    published.store("releases").write("atelier/1.0.0/SUPERSEDED", b"{}")
    assert entries(published) == [], "what is superseded is not in use"


def test_nothing_ends_in_an_empty_house(lake):
    assert retention(lake) == {"as_of": "2026-01-31", "until": "2026-03-02", "entries": []}


@pytest.mark.parametrize("written", ["", "soon", "-3d", "3y", "1.5d"])
def test_a_span_that_is_none_is_refused_in_a_sentence(lake, written):
    with pytest.raises(InputError, match="is no span of time; write days or weeks"):
        retention(lake, written)


def test_a_span_is_days_or_weeks():
    assert (span("30d"), span("4w"), span(" 10 D "), span("7")) == (30, 28, 10, 7)


def test_the_command_says_by_its_exit_status_whether_something_is_overdue(tmp_path):
    lake = house(tmp_path, "retention: P1Y\n")
    noted(lake, {1: dt.date(2025, 2, 10)})
    fine = hallmark(lake.home.path, "retention", "--due", "30d")
    assert fine.returncode == 0 and "2026-02-10" in fine.stdout and "Nothing is overdue." in fine.stdout
    noted(lake, {1: dt.date(2024, 2, 10)})
    late = hallmark(lake.home.path, "retention", "--json")
    assert late.returncode == 1 and [one["over"] for one in answer(late)["entries"]] == [True]
