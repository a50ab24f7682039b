"""Texts with their marks inside: the marks come out, the places stay exact, and everything shipped can be learned from."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.privacy.tagger import written
from assets.privacy.tagger.training import TAG_OF

PLAIN = st.text(alphabet="abc Ä\n.,", max_size=12)
VALUE = st.text(alphabet="abcÉ '.-", min_size=1, max_size=8)
SETS = sorted((Path(__file__).parents[3] / "benchmarks" / "sets").glob("*.marked"))


@given(st.lists(st.tuples(PLAIN, VALUE), min_size=1, max_size=5), PLAIN)
def test_marks_come_out_and_leave_the_places_of_their_values(pieces, rest):
    marked = "a" + "".join(f"{plain} [[PERSON:{value}]] " for plain, value in pieces) + rest
    [one] = written.parsed(f"=== x-1 | en\n{marked}\n", "x")
    assert [one.text[start:end] for start, end, _ in one.spans] == [value for _, value in pieces]
    assert one.text == ("a" + "".join(f"{plain} {value} " for plain, value in pieces) + rest).strip("\n")


def test_each_text_keeps_its_name_language_and_lines():
    first, second = written.parsed("=== shop-1 | fr\nBonjour\n\n[[PERSON:Zoé]]\n\n=== shop-2 | de\nGuten Tag\n", "shop")
    assert (first.name, first.language, first.text, first.spans) == ("shop-1", "fr", "Bonjour\n\nZoé", [(9, 12, "PERSON")])
    assert (second.name, second.language, second.text, second.spans) == ("shop-2", "de", "Guten Tag", [])


@pytest.mark.parametrize("broken", ["[[PERSON:Zoé]", "[[Zoé]]", "PERSON:Zoé]]", "[[person:Zoé]]"])
def test_a_broken_mark_is_said_with_its_text(broken):
    with pytest.raises(ValueError, match="shop: text shop-1 holds a broken mark"):
        list(written.parsed(f"=== shop-1 | fr\nBonjour {broken} !\n", "shop"))


@pytest.mark.parametrize("path", [*written.shipped(), *SETS], ids=lambda path: path.name)
def test_whatever_ships_can_be_read_and_has_a_name_of_its_own(path):
    texts = written.read(path)
    assert len({one.name for one in texts}) == len(texts) > 20
    assert {type_ for one in texts for _, _, type_ in one.spans} <= {*TAG_OF}
    assert all(one.text[start].strip() and one.text[end - 1].strip() for one in texts for start, end, _ in one.spans), "a mark begins and ends with its value"


def test_nothing_that_is_measured_on_was_learned_from():
    learned = {one.text for path in written.shipped() for one in written.read(path)}
    assert SETS and learned and not [one.name for path in SETS for one in written.read(path) if one.text in learned and len(one.text) > 40]
