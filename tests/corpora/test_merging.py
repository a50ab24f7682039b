"""Of records that say the same one is kept, and every other one goes into a record it was compared with."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.corpora import merging
from assets.lake import ContractError
from tests.corpora.small_house import choose, document, fill, fill_near, reasons, recipe
from tests.corpora.test_selection import numbers

NEAR = recipe(duplicates={"near": {"jaccard": 0.8}})
INSIDE = recipe(duplicates={"contained": {"share": 0.9}})
BOTH = recipe(duplicates={"near": {"jaccard": 0.8}, "contained": {"share": 0.9}})


def test_texts_alike_from_the_threshold_on_are_one_and_texts_below_it_are_two(lake):
    fill(lake, [document(number) for number in range(1, 5)])
    fill_near(lake, dict.fromkeys(range(1, 5), 100), {(1, 2): (0.8, 0.89), (3, 4): (0.79, 0.88)})
    chosen = choose(lake, NEAR)
    assert numbers(chosen) == {1, 3, 4}
    assert reasons(chosen) == {2: ("merged", merging.NEAR, 1)}
    assert numbers(choose(lake, recipe(duplicates={"near": {"jaccard": 0.75}}))) == {1, 3}
    assert numbers(choose(lake, recipe())) == {1, 2, 3, 4}


def test_a_chain_of_likeness_does_not_join_its_ends(lake):
    fill(lake, [document(number) for number in (1, 2, 3)])
    fill_near(lake, dict.fromkeys((1, 2, 3), 100), {(1, 2): (0.9, 0.95), (2, 3): (0.9, 0.95)})
    chosen = choose(lake, NEAR)
    assert numbers(chosen) == {1, 3}
    assert reasons(chosen) == {2: ("merged", merging.NEAR, 1)}


def test_the_middle_of_a_chain_speaks_for_both_ends_when_it_is_the_best(lake):
    fill(lake, [document(1), document(2, exclusivity="exclusive"), document(3)], symbols={1: 0.1, 3: 0.1})
    fill_near(lake, dict.fromkeys((1, 2, 3), 100), {(1, 2): (0.9, 0.95), (2, 3): (0.9, 0.95)})
    assert reasons(choose(lake, NEAR)) == {1: ("merged", merging.NEAR, 2), 3: ("merged", merging.NEAR, 2)}


def test_a_pair_that_only_one_of_both_tells_of_counts(lake):
    fill(lake, [document(1), document(2)])
    fill_near(lake, {1: 100, 2: 100}, {(2, 1): (0.95, 0.97)}, both=False)
    assert numbers(choose(lake, NEAR)) == {1}


def test_a_text_inside_another_goes_into_it_and_never_the_other_way(lake):
    fill(lake, [document(1), document(2)])
    fill_near(lake, {1: 20, 2: 400}, {(1, 2): (0.05, 0.95)})
    chosen = choose(lake, INSIDE)
    assert numbers(chosen) == {2}
    assert reasons(chosen) == {1: ("merged", merging.CONTAINED, 2)}


def test_a_text_inside_another_stays_when_its_rights_are_stronger(lake):
    fill(lake, [document(1, exclusivity="exclusive"), document(2, exclusivity="public")])
    fill_near(lake, {1: 20, 2: 400}, {(1, 2): (0.05, 1.0)})
    assert numbers(choose(lake, INSIDE)) == {1, 2}


def test_of_three_texts_one_inside_the_other_what_is_not_compared_with_the_largest_stays(lake):
    fill(lake, [document(number) for number in (1, 2, 3)])
    fill_near(lake, {1: 20, 2: 100, 3: 400}, {(1, 2): (0.2, 0.95), (2, 3): (0.24, 0.95)})
    assert reasons(choose(lake, INSIDE)) == {2: ("merged", merging.CONTAINED, 3)}


def test_what_is_alike_to_a_contained_text_is_not_lost_with_it(lake):
    fill(lake, [document(number) for number in (1, 2, 3)])
    fill_near(lake, {1: 100, 2: 100, 3: 900}, {(1, 2): (0.85, 0.92), (1, 3): (0.1, 0.95)})
    chosen = choose(lake, BOTH)
    assert numbers(chosen) == {2, 3} and reasons(chosen)[1][0] == "merged"


def test_every_copy_of_a_text_goes_where_the_text_goes(lake):
    fill(lake, [document(number) for number in (1, 2, 3, 4)], duplicates={2: 2, 3: 2, 4: 2})
    fill_near(lake, dict.fromkeys((1, 2, 3, 4), 100), {(3, 1): (0.9, 0.95)})
    assert reasons(choose(lake, NEAR)) == {number: ("merged", merging.NEAR, 1) for number in (2, 3, 4)}
    assert reasons(choose(lake, recipe(duplicates={"exact": False}))) == {}


def test_what_is_known_of_a_copy_that_may_not_be_used_is_known_of_the_one_that_may(lake):
    fill(lake, [document(1, purposes=["retrieval"]), document(2), document(3)], duplicates={1: 1, 2: 1})
    fill_near(lake, dict.fromkeys((1, 2, 3), 100), {(3, 1): (0.9, 0.95)}, both=False)
    assert reasons(choose(lake, NEAR))[3] == ("merged", merging.NEAR, 2)


def test_only_records_nothing_speaks_against_take_others_in(lake):
    fill(lake, [document(1, purposes=["retrieval"]), document(2), document(3)])
    fill_near(lake, dict.fromkeys((1, 2, 3), 100), {(1, 2): (0.9, 0.95), (1, 3): (0.9, 0.95)})
    assert numbers(choose(lake, NEAR)) == {2, 3}


def test_an_order_of_survivors_that_cannot_be_asked_says_where(lake):
    fill(lake, [document(1)])
    with pytest.raises(ContractError, match=r"Recipe 'atelier'.*duplicates\.quality.*glow"):
        choose(lake, recipe(duplicates={"quality": "quality.glow"}))


pairs = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.floats(0.5, 1, width=32), st.floats(0.5, 1, width=32)), max_size=40)


@given(pairs, st.lists(st.integers(1, 50), min_size=12, max_size=12), st.lists(st.integers(0, 2), min_size=12, max_size=12), st.randoms())
@settings(max_examples=12)
def test_whoever_is_merged_has_a_verified_pair_with_a_kept_record_and_the_order_of_input_does_not_matter(found, sizes, rights, chance):
    told = {(left, right): (jaccard, share) for left, right, jaccard, share in found if left < right}
    kept, merged = _merged(told, sizes, rights)
    assert kept | set(merged) == set(range(12)) and not kept & set(merged)
    for number, (kind, into) in merged.items():
        jaccard, share = told.get((number, into)) or told[into, number]
        assert into in kept
        assert jaccard >= 0.8 if kind == merging.NEAR else sizes[into] >= sizes[number] and rights[into] <= rights[number]
    for left, right in told:
        assert told[left, right][0] < 0.8 or not {left, right} <= kept, "two alike are not both kept"
    order = list(range(12))
    chance.shuffle(order)
    assert _merged(told, sizes, rights, order) == (kept, merged)


def _merged(told: dict, sizes: list[int], rights: list[int], order=range(12)) -> tuple[set[int], dict[int, tuple]]:
    """Kept numbers, and number -> (kind, into), of twelve records nothing speaks against, filled into the database in the order given."""
    import duckdb
    import pyarrow as pa

    from tests.corpora.small_house import ID, record_id

    names = ["exclusive", "shared", "public"]
    rows = [{"record_id": record_id(n), "exclusivity": names[rights[n]], "purposes": ["a"], "created_on": None, "reason": None} for n in order]
    evidence = [{"record_id": record_id(n), "shingles": sizes[n], "evidence": [
        {"record_id": record_id(right), "jaccard": jaccard, "containment": share, "contains": min(1.0, share * sizes[n] / sizes[right])}
        for (left, right), (jaccard, share) in sorted(told.items(), key=lambda _: random.Random(n).random()) if left == n]} for n in order]
    pair = pa.struct([("record_id", ID), *((name, pa.float32()) for name in ("jaccard", "containment", "contains"))])
    with duckdb.connect() as con:
        con.register("rows", pa.Table.from_pylist(rows, pa.schema([("record_id", ID), ("exclusivity", pa.string()), ("purposes", pa.list_(pa.string())),
                                                                   ("created_on", pa.date32()), ("reason", pa.string())])))
        con.register("told", pa.Table.from_pylist(evidence, pa.schema([("record_id", ID), ("shingles", pa.int32()), ("evidence", pa.list_(pair))])))
        con.execute("create temp table records as select * exclude (reason) from rows; create temp table judged as select * from rows; "
                    "create temp table evidence as select * from told; "
                    "create temp table exact_duplicates as select record_id, record_id as cluster_id from rows")
        plain = {"survivor": ["rights", "date"], "near": {"jaccard": 0.8}, "contained": {"share": 0.9}}
        merging.merge(con, recipe(duplicates=plain), "records")
        answer = {int.from_bytes(one, "little"): (reason, into and int.from_bytes(into, "little"))
                  for one, reason, into in con.execute("select record_id, reason, survivor from judged").fetchall()}
    return {number for number, (reason, _) in answer.items() if reason is None}, {n: told for n, told in answer.items() if told[0]}
