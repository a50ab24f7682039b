import datetime as dt
from collections import defaultdict
from dataclasses import replace

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from assets.privacy.disclosure.policy import TablePolicy
from assets.privacy.disclosure.report import measured
from assets.privacy.disclosure.steps import FEW
from tests.privacy.disclosure.small import BOUGHT, leaving, purchases, released


def test_who_has_company_stays_as_is_and_the_lone_one_says_less():
    table = purchases(*[{"who": who, "item_code": code, "description": said} for who, code, said in (
        ("anna", "BAG-1", "sac Solenza"), ("bea", "BAG-1", "sac Solenza"), ("carla", "RING-1", "bague Solenza"), ("dora", "RING-2", "bague Lunaria"))])
    rows, account = leaving(table, BOUGHT)
    assert [rows[n]["item_code"] for n in range(4)] == ["BAG-1", "BAG-1", "ring", "ring"] and not account
    assert rows[0]["generalised"] == [] and rows[0]["description"] == "sac Solenza"
    assert rows[2]["description"] is None and rows[2]["created_on"] == dt.date(2024, 3, 5)
    assert {(one["field"], one["level"]) for one in rows[2]["generalised"]} == {("item_code", "category"), ("description", "any")}


def test_ten_purchases_of_one_client_are_one_person():
    rows, account = leaving(purchases(*[{"who": "anna", "item_code": "BAG-1"}] * 10), BOUGHT)
    assert not rows and [entry["reason"] for entry in account] == [FEW] * 10


def test_dates_become_the_first_day_of_their_month_or_year():
    days = ["2024-03-05", "2024-03-19", "2023-01-02", "2023-11-30"]
    rows, _ = leaving(purchases(*[{"who": str(n), "day": day} for n, day in enumerate(days)]), TablePolicy(k=2, quasi={"created_on": ("month", "year")}))
    assert [str(rows[n]["created_on"]) for n in range(4)] == ["2024-03-01", "2024-03-01", "2023-01-01", "2023-01-01"]


def test_below_k_a_row_is_left_out_at_once_where_the_policy_says_suppress():
    table = purchases({"who": "anna", "item_code": "BAG-1"}, {"who": "bea", "item_code": "BAG-1"}, {"who": "carla", "item_code": "BAG-2"})
    rows, account = leaving(table, replace(BOUGHT, below="suppress"))
    assert sorted(rows) == [0, 1] and [(entry["disposition"], entry["reason"]) for entry in account] == [("left out", FEW)]


def test_a_class_that_gives_its_sensitive_value_away_is_not_diverse_enough():
    policy = TablePolicy(k=2, l=2, quasi={"store": ("country",)}, sensitive=("item_code",))
    table = purchases(*[{"who": who, "store": store, "country": "FR", "item_code": item} for who, store, item in (
        ("anna", "PAR1", "BAG-1"), ("bea", "PAR1", "BAG-1"), ("carla", "LYO", "RING-1"), ("dora", "LYO", "RING-2"), ("edda", "CAN", "RING-1"))])
    rows, _ = leaving(table, policy)
    assert [rows[n]["store"] for n in range(5)] == ["FR", "FR", "LYO", "LYO", "FR"]


def test_an_item_that_hardly_anybody_has_is_named_by_its_family_even_where_k_is_met():
    table = purchases(*[{"who": who, "item_code": "BAG-1"} for who in "ab"], *[{"who": who, "item_code": "BAG-2"} for who in "cdef"])
    rows, _ = leaving(table, replace(BOUGHT, unique={"item_code": 3}))
    assert [rows[n]["item_code"] for n in range(6)] == ["bag", "bag", "BAG-2", "BAG-2", "BAG-2", "BAG-2"]


def test_a_price_in_the_tail_is_cut_and_its_piece_named_by_its_family():
    policy = replace(BOUGHT, k=1, top={"price": 5000.0}, unique={"item_code": 1})
    prices = (("a", 900.0), ("b", 5000.0), ("c", 88000.0), ("d", -9000.0))
    rows, _ = leaving(purchases(*[{"who": who, "item_code": "RING-1", "price": price} for who, price in prices]), policy)
    assert [rows[n]["price"] for n in range(4)] == [900.0, 5000.0, 5000.0, -5000.0]
    assert [rows[n]["item_code"] for n in range(4)] == ["RING-1", "RING-1", "ring", "ring"]
    assert {"field": "price", "level": "top"} in rows[2]["generalised"] and rows[1]["generalised"] == []


def test_a_quantile_is_of_like_with_like():
    prices = [(float(n), "EUR") for n in range(1, 101)] + [(1000.0 * n, "JPY") for n in range(1, 101)]
    rows, _ = leaving(purchases(*[{"who": str(n), "price": price, "currency": currency} for n, (price, currency) in enumerate(prices)]),
                      TablePolicy(top={"price": 0.95}))
    assert max(row["price"] for row in rows.values() if row["currency"] == "EUR") == 95.0 and sum(bool(row["generalised"]) for row in rows.values()) == 10
    assert max(row["price"] for row in rows.values() if row["currency"] == "JPY") == 95000.0


def test_a_column_never_leaves_finer_than_its_finest_level():
    policy = replace(BOUGHT, finest={"created_on": "month", "price": "2 digits"})
    rows, _ = leaving(purchases({"who": "a", "price": 3999.5}, {"who": "b", "price": 3999.5}), policy)
    assert all(str(row["created_on"]) == "2024-03-01" and row["price"] == 3900.0 for row in rows.values())


def test_a_column_that_follows_two_is_emptied_once():
    policy = TablePolicy(quasi={"store": ("any",), "country": ("any",)}, k=2, follow={"store": ("currency",), "country": ("currency",)})
    paris, london = {"store": "PAR1", "country": "FR", "currency": "EUR"}, {"store": "LON", "country": "GB", "currency": "GBP"}
    rows, _ = leaving(purchases({"who": "a", **paris}, {"who": "b", **london}), policy)
    assert [one["field"] for one in rows[0]["generalised"]] == ["store", "country", "currency"] and rows[1]["currency"] is None


def test_measuring_again_finds_a_row_that_points_at_one_person():
    table = released(purchases({"who": "a", "item_code": "BAG-1"}, {"who": "b", "item_code": "BAG-1"}), BOUGHT)
    assert measured(table, BOUGHT).k == 2 and measured(table, BOUGHT).below == ()
    tampered = table.set_column(table.column_names.index("item_code"), "item_code", pa.array(["BAG-1", "BAG-2"]))
    assert measured(tampered, BOUGHT).k == 1 and len(measured(tampered, BOUGHT).below) == 2


# -- whatever is bought --------------------------------------------------------------------------------------------------

BASKETS = st.lists(st.fixed_dictionaries({
    "who": st.sampled_from([*"abcdefgh", None]), "day": st.sampled_from(["2023-12-30", "2024-01-02", "2024-01-03", "2024-06-01", None]),
    "item_code": st.sampled_from(["BAG-1", "BAG-2", "RING-1", "RING-2", "unknown", None]), "store": st.sampled_from(["PAR1", "LYO", "MIL", None]),
    "country": st.sampled_from(["FR", "IT", None]), "price": st.sampled_from([-3.0, 0.0, 9.99, 120.0, 4321.0, None])}), max_size=40)
POLICIES = st.builds(TablePolicy, k=st.integers(1, 6), l=st.integers(1, 2), sensitive=st.just(("price",)), below=st.sampled_from(["generalise", "suppress"]),
                     quasi=st.just({"created_on": ("month", "year", "any"), "store": ("country", "any"), "item_code": ("category", "first 1", "any")}),
                     finest=st.sampled_from([{}, {"created_on": "month"}, {"price": "1 digit"}]), top=st.sampled_from([{}, {"price": 0.9}, {"price": 100.0}]),
                     unique=st.sampled_from([{}, {"item_code": 2}]), follow=st.sampled_from([{}, {"item_code": ("description",), "store": ("country",)}]))


@given(BASKETS, POLICIES)
def test_every_combination_that_leaves_is_shared_by_k_persons_with_l_values(basket, policy):
    rows, _ = leaving(purchases(*basket), policy) if basket else ({}, [])
    classes = defaultdict(list)
    for row in rows.values():
        classes[tuple(row[name] for name in policy.quasi)].append(row)
    for alike in classes.values():
        assert len({row["group_id"] for row in alike}) >= policy.k
        assert policy.l == 1 or len({row["price"] for row in alike} - {None}) >= policy.l


@given(BASKETS, POLICIES)
def test_every_record_leaves_or_is_named_with_its_reason(basket, policy):
    rows, account = leaving(purchases(*basket), policy) if basket else ({}, [])
    gone = [int.from_bytes(entry["record_id"], "big") for entry in account]
    assert sorted([*rows, *gone]) == list(range(len(basket))) and all(entry["reason"] == FEW for entry in account)


@given(BASKETS, POLICIES, st.randoms())
def test_the_order_of_rows_does_not_matter(basket, policy, random):
    table = purchases(*basket)
    order = list(range(len(basket)))
    random.shuffle(order)
    if basket:
        assert leaving(table, policy)[0] == leaving(table.take(pa.array(order)), policy)[0]


@given(BASKETS, POLICIES)
def test_what_the_measure_says_of_what_leaves_is_at_least_what_was_asked(basket, policy):
    table = released(purchases(*basket), policy) if basket else None
    if table is not None and table.num_rows:
        found = measured(table, policy)
        assert found.k >= policy.k and found.l >= policy.l and not found.below
        assert found.persons == len(set(table["group_id"].to_pylist()))       # of nobody known, one
