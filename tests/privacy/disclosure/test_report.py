from dataclasses import replace

import pytest

from assets.privacy.disclosure.policy import TablePolicy
from assets.privacy.disclosure.report import in_words, sentence, sequence_uniqueness, utility
from assets.privacy.disclosure.steps import judged
from tests.privacy.disclosure.small import BOUGHT, ITEMS, purchases

PAIR = TablePolicy(k=2, quasi={"item_code": ("category", "any")})


def costs(table, policy=PAIR, ks=(1, 2, 3, 5)):
    return {row["k"]: row for row in utility(judged(table, policy, ITEMS)[1], ks)}


def test_each_k_tells_what_it_would_cost():
    found = costs(purchases(*[{"who": str(n), "item_code": code} for n, code in enumerate(["BAG-1", "BAG-1", "RING-1", "RING-2"])]))
    assert found[1] == {"k": 1, "suppressed": 0.0, "generalised": {"item_code": 0.0}, "kept": {"item_code": 1.0}}
    assert found[2]["generalised"] == {"item_code": 0.5} and found[2]["kept"]["item_code"] == pytest.approx(1 / 1.5, abs=1e-4)
    assert found[3]["generalised"] == {"item_code": 1.0} and found[3]["kept"] == {"item_code": 0.0} and found[3]["suppressed"] == 0.0
    assert found[5]["suppressed"] == 1.0 and found[5]["kept"] == {"item_code": 0.0}


def test_a_larger_k_never_keeps_more():
    codes = ["BAG-1", "BAG-2", "RING-1", "RING-2"] * 9
    table = purchases(*[{"who": str(n), "item_code": code, "day": f"2024-0{1 + n % 3}-0{1 + n % 7}"} for n, code in enumerate(codes)])
    kept = [sum(row["kept"].values()) * (1 - row["suppressed"]) for row in costs(table, replace(BOUGHT, follow={}), (1, 2, 5, 10, 20)).values()]
    assert kept == sorted(kept, reverse=True) and kept[0] == 2.0


def test_costs_are_told_as_a_table():
    words = in_words({"asked": {"quasi": {"item_code": []}}, "utility": list(costs(purchases({"who": "a", "item_code": "BAG-1"}), ks=(2,)).values())})
    assert words.splitlines()[-1] == "| 2 | 100.0% | 0% / 1.00 |"


def test_who_shares_every_purchase_may_still_be_the_only_one_with_their_sequence():
    table = purchases(*[{"who": who, "day": day, "store": store} for who, day, store in (
        ("anna", "2024-01-05", "PAR1"), ("anna", "2024-02-05", "LYO"), ("bea", "2024-01-20", "PAR1"), ("bea", "2024-02-09", "MIL"),
        ("carla", "2024-02-01", "LYO"), ("carla", "2024-02-02", "MIL"), ("dora", "2024-01-11", "PAR1"), ("dora", "2024-02-28", "LYO"))])
    found = sequence_uniqueness(table, ("created_on", "store"))
    assert found[0] == {"length": 1, "persons": 4, "unique": 0, "share": 0.0}       # every single purchase is somebody else's too
    assert found[1] == {"length": 2, "persons": 4, "unique": 2, "share": 0.5}       # bea and carla; anna and dora are one
    assert found[2] == {"length": 3, "persons": 0, "unique": 0, "share": None}


def test_a_sequence_of_one_counts_persons_not_purchases():
    table = purchases(*[{"who": "anna", "store": "PAR1"}] * 3, {"who": "bea", "store": "LYO"}, {"who": "carla", "store": "LYO"})
    assert sequence_uniqueness(table, ("created_on", "store"))[0] == {"length": 1, "persons": 3, "unique": 1, "share": 0.3333}


def test_a_line_says_what_company_rows_leave_in_and_what_that_does_not_hide():
    report = {"asked": {"k": 10, "l": 2}, "reached": {"k": 12, "l": 3}, "rows": {"in": 400, "out": 390, "left out": {"fewer than k alike": 10}},
              "sequences": [{"length": 1, "share": 0.0}, {"length": 2, "share": 0.18}]}
    assert sentence(report) == ("390 of 400 rows leave, 10 are left out; every one alike with 12 persons or more (asked 10), 3 values or more of what is sensitive "
                                "(asked 2); yet 18% of the persons with 2 rows are the only ones with theirs")
    assert sentence({**report, "reached": {"k": None, "l": None}, "sequences": [], "rows": {"in": 4, "out": 4, "left out": {}}}) == "4 of 4 rows leave"
