"""Values whose parts stand in consecutive turns of one conversation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.privacy.detect.turns import split_over


def parts(*turns):
    return [[turn[s.start:s.end] for s in spans] for turn, spans in zip(turns, split_over(turns), strict=True)]


@pytest.mark.parametrize(("turns", "expected"), [
    (("my number is 06 12 34", "yes?", "56 78 90"), [["06 12 34"], [], ["56 78 90"]]),
    (("c'est le 06 12", "34 56", "78 90 merci"), [["06 12"], ["34 56"], ["78 90"]]),
    (("+39 347", "ok", "and then 123 4567."), [["+39 347"], [], ["123 4567"]]),
    (("4242 4242", "go on", "4242 4242"), [["4242 4242"], [], ["4242 4242"]]),
    (("4242", "4242", "4242", "4242"), [["4242"], ["4242"], ["4242"], ["4242"]]),
    (("FR76 3000 6000 0112", "3456 7890 189"), [["FR76 3000 6000 0112"], ["3456 7890 189"]]),
    (("０６ １２ ３４", "５６ ７８"), [["０６ １２ ３４"], ["５６ ７８"]])])
def test_a_number_that_goes_on_in_a_later_turn_is_found_in_all_of_them(turns, expected):
    assert parts(*turns) == expected


@pytest.mark.parametrize("turns", [
    ("06 12 34 56 78", "12 rue de la Paix"), ("it costs 400", "2 pizzas"), ("in 2019", "2020 was better"), ("size 38", "40", "42"), ("75002", "12345"),
    ("call 06 12 34", "I have to go"), ("06 12 34", "a long answer that has nothing to do with it", "56 78 90"), ("", "06 12"), ("06",)])
def test_numbers_that_only_follow_each_other_are_no_value(turns):
    assert parts(*turns) == [[] for _ in turns]


@given(st.lists(st.text(st.sampled_from("0612 34+FR7.,(-é\n\u200bｘ"), max_size=14), max_size=6))
def test_every_part_lies_in_its_turn(turns):
    for turn, spans in zip(turns, split_over(turns), strict=True):
        assert all(0 <= s.start < s.end <= len(turn) for s in spans)


def test_a_turn_of_nothing_but_a_sign_is_no_part():
    assert parts("06 12 34", "56 78", "(")[2] == []
