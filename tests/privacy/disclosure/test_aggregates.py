import json

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from assets.privacy.disclosure.aggregates import MERGED, NOT_NAMED, TOO_FEW
from assets.privacy.disclosure.policy import Aggregate, TablePolicy
from assets.privacy.disclosure.report import raw_readings
from tests.privacy.disclosure.small import leaving, purchases, released

DAILY = TablePolicy(aggregate={"watch": Aggregate({"heart_rate": ("mean", "p95")}, ("subject", "day"), least=3)})
SEASON = TablePolicy(aggregate={"watch": Aggregate({"heart_rate": ("median", "min")}, ("quarter",), least=3)})


def readings(*rows: dict) -> pa.Table:
    usual = {"source": "watch", "event_type": "heart_rate", "unit": "bpm", "entity": "GARMENT-8812", "text": "raw"}
    return purchases(*[usual | row for row in rows], kind="event")


def test_a_day_of_heartbeats_leaves_as_one_row_that_says_how_many_went_in():
    rows, account = leaving(readings(*[{"who": "anna", "value": value} for value in (60.0, 70.0, 80.0)]), DAILY, "events")
    assert list(rows) == [0] and rows[0]["value"] == 70.0 and json.loads(rows[0]["extra"]) == {"readings": 3, "mean": 70.0, "p95": 80.0}
    assert rows[0]["entity"] is None and rows[0]["text"] is None and rows[0]["group_id"] is not None and rows[0]["subject_group"]
    assert [(entry["disposition"], entry["reason"], int.from_bytes(entry["into"], "big")) for entry in account] == [("merged", MERGED, 0)] * 2
    assert {"field": "value", "level": "mean"} in rows[0]["generalised"] and {"field": "created_on", "level": "day"} in rows[0]["generalised"]


def test_few_readings_and_signals_that_nobody_named_stay_in_the_vault():
    few, other = [{"who": "anna", "value": 60.0}, {"who": "anna", "value": 61.0}], {"who": "bea", "value": 36.6, "event_type": "temperature"}
    rows, account = leaving(readings(*few, other, other, other, {"who": "bea", "value": None}), DAILY, "events")
    assert not rows and [entry["reason"] for entry in account] == [TOO_FEW] * 2 + [NOT_NAMED] * 4


def test_two_days_and_two_persons_are_kept_apart():
    rows, _ = leaving(readings(*[{"who": who, "day": day, "value": value} for who, day, value in (
        ("anna", "2024-03-01", 60.0), ("anna", "2024-03-02", 90.0), ("bea", "2024-03-01", 75.0)) for _ in range(3)]), DAILY, "events")
    assert sorted(row["value"] for row in rows.values()) == [60.0, 75.0, 90.0]


def test_readings_that_may_be_used_for_different_purposes_are_not_put_together():
    purposes = (["recommend"], ["recommend"], ["recommend", "evaluate"])
    rows, account = leaving(readings(*[{"who": "anna", "value": 60.0, "purposes": allowed} for allowed in purposes]), DAILY, "events")
    assert not rows and [entry["reason"] for entry in account] == [TOO_FEW] * 3


def test_a_season_is_nobodys_and_counts_wearers_not_readings():
    many = [{"who": "anna", "value": float(value)} for value in range(60, 70)]
    assert not leaving(readings(*many), SEASON, "events")[0]
    others = [{"who": "bea", "value": 50.0, "day": "2024-01-01"}, {"who": "carla", "value": 51.0, "day": "2024-03-31"}]
    rows, _ = leaving(readings(*many, *others), SEASON, "events")
    (row,) = rows.values()
    assert row["group_id"] is None and not row["subject_group"] and str(row["created_on"]) == "2024-01-01"
    assert row["value"] == 63.0 and json.loads(row["extra"]) == {"readings": 12, "median": 63.0, "min": 50.0}


def test_other_sources_of_events_leave_as_they_are():
    rows, _ = leaving(readings({"who": "anna", "source": "visits", "value": None}, {"who": "anna", "value": 60.0}), DAILY, "events")
    assert list(rows) == [0] and rows[0]["text"] == "raw" and rows[0]["generalised"] == []


def test_a_raw_reading_that_left_all_the_same_is_found():
    table = readings(*[{"who": "anna", "value": value} for value in (60.0, 70.0, 80.0)])
    made = released(table, DAILY, "events")
    assert raw_readings(made, DAILY) == ()
    bare = made.set_column(made.column_names.index("generalised"), "generalised", pa.array([[]], made.schema.field("generalised").type))
    assert raw_readings(bare, DAILY) == (bytes(16).hex(),)


@given(st.lists(st.fixed_dictionaries({"who": st.sampled_from(["anna", "bea", None]), "day": st.sampled_from(["2024-03-01", "2024-03-02", None]),
                                       "value": st.sampled_from([60.5, 71.25, 80.0, None]), "event_type": st.sampled_from(["heart_rate", "steps", None]),
                                       "source": st.sampled_from(["watch", "visits"])}), min_size=1, max_size=30))
def test_every_reading_leaves_is_merged_into_one_that_does_or_has_its_reason(given_rows):
    rows, account = leaving(readings(*given_rows), DAILY, "events")
    assert sorted([*rows, *(int.from_bytes(entry["record_id"], "big") for entry in account)]) == list(range(len(given_rows)))
    into = [int.from_bytes(entry["into"], "big") for entry in account if entry["disposition"] == "merged"]
    assert all(into.count(number) + 1 == json.loads(row["extra"])["readings"] >= 3 for number, row in rows.items() if row["source"] == "watch")
    assert set(into) <= {number for number, row in rows.items() if row["source"] == "watch"}
