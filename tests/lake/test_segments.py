"""Membership of ids, exactly, whatever the ids look like."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assets.lake import segments
from assets.lake.segments import distinct, members, pairs, places, rising

IDS = st.lists(st.sampled_from([bytes(16), b"a" * 16, b"a" * 15 + b"b", b"b" + b"a" * 15]) | st.binary(min_size=16, max_size=16), max_size=30)


def stored(values: list[bytes]) -> np.ndarray:
    return np.frombuffer(b"".join(values), "S16")


@given(IDS, IDS)
def test_membership_is_that_of_a_python_set(values, known):
    assert members(stored(values), stored(known)).tolist() == [value in set(known) for value in values]


@given(IDS, IDS)
def test_pairs_are_members_as_pairs(values, known):
    asked, held = pairs(stored(values), stored(values[::-1])), pairs(stored(known), stored(known[::-1]))
    assert members(asked, held).tolist() == [pair in set(zip(known, known[::-1], strict=True)) for pair in zip(values, values[::-1], strict=True)]


@given(IDS, IDS)
def test_ids_that_share_a_number_are_still_told_apart(values, known):
    mixed, segments._mixed = segments._mixed, lambda ids: np.zeros(len(ids), np.uint64)
    try:
        assert members(stored(values), stored(known)).tolist() == [value in set(known) for value in values]
    finally:
        segments._mixed = mixed


@given(IDS, IDS)
def test_a_place_is_where_the_value_stands(values, known):
    for value, place in zip(values, places(stored(values), stored(known)).tolist(), strict=True):
        assert known[place] == value if place >= 0 else value not in known


@given(IDS)
def test_ids_rise_in_byte_order_and_are_counted_once_each(values):
    assert rising(stored(values)).tolist() == np.sort(stored(values)).tolist()
    assert [one.ljust(16, b"\0") for one in rising(stored(values)).tolist()] == sorted(values)
    assert distinct(stored(values)) == len(set(values))
