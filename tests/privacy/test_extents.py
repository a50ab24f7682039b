import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.privacy.extents import _PARTICLE, _SMALL_PARTICLE, _plain_word_before
from assets.privacy.findings import Record, Text
from assets.privacy.policy import Policy
from assets.privacy.scrub import located
from tests.privacy.people import keeps, makes


def found(text, locale="en", known=(), dial=1.0):
    (spans,) = located([Text(0, text)], [Record(b"r" * 16, known, locale)], Policy(dial=dial), makes())
    return {text[one.start:one.end] for one in spans if one.type == "PERSON"}


@pytest.mark.parametrize(("text", "locale", "whole"), [
    ("Then Mrs de Zwxquin came.", "en", "de Zwxquin"),
    ("General Zwxquin-Vane left; General Zwxquin-Vane was tired.", "en", "Zwxquin-Vane"),
    ("Mr Andrew Zwxquin III lives here.", "en", "Andrew Zwxquin III"),
    ("My brother Andrew the Elder left.", "en", "Andrew the Elder"),
    ("My aunt Andrea of France left.", "en", "Andrea of France"),
    ("Seine Frau, Frau Zwxquin die Ältere, kam.", "de", "Zwxquin die Ältere"),
    ("My brother Andrew bin Zwxquin came.", "en", "Andrew bin Zwxquin"),
    ("Captain van der Zwxquin left.", "en", "van der Zwxquin")])
def test_a_name_takes_along_what_belongs_to_it(text, locale, whole):
    assert whole in found(text, locale)


@pytest.mark.parametrize(("text", "locale"), [
    ("La lettre de Mme Zwxquin.", "fr"), ("Il parle de M. Zwxquin.", "fr"),
    ("La borsa di Signora Zwxquin.", "it"), ("El bolso de la Sra. Zwxquin.", "es"), ("Der Brief von Frau Zwxquin.", "de")])
def test_a_particle_that_is_a_word_of_the_language_stays(text, locale):
    assert found(text, locale) == {"Zwxquin"}


@given(st.lists(st.tuples(st.sampled_from("Van van der De la Abend-de zu d' al O' St. (Von garden Evander De12".split()), st.sampled_from(" -\n")), min_size=1,
                max_size=4), st.integers(0, 20))
def test_a_word_that_is_no_particle_hides_none(words, limit):
    text = "".join(word + mark for word, mark in words)
    start, limit = len(text), min(limit, len(text) - 1)
    if _plain_word_before(text + "Zwxquin", start, limit):
        assert not _PARTICLE.search(text, max(limit, start - 14), start) and not _SMALL_PARTICLE.search(text, max(limit, start - 10), start)


def test_and_joins_two_single_names_but_no_thing_and_no_kept_word():
    assert found("My brother Andrew and Zwxquina came.") == {"Andrew", "Zwxquina"}
    assert found("Zwxquina and my brother Andrew came.") == {"Andrew"}
    assert found("My brother Andrew and London.") == found("My brother Andrew and Monday.") == found("My brother Andrew and Silk.") == {"Andrew"}
    assert found("My brother Andrew and Zwxquina came.", known=keeps("zwxquina")) == {"Andrew"}


def test_a_surname_seen_again_takes_the_given_name_before_it():
    assert "Nadège Zwxquin" in found("Captain Zwxquin came, and with Nadège Zwxquin he left.", "fr")


@given(st.text("Aaé .,-'’\n\x00", max_size=40), st.text("Aaé .,-'’IVX", max_size=40))
@settings(max_examples=150, deadline=None)
def test_whatever_stands_around_a_name_its_spans_are_in_order_apart_and_inside(before, after):
    text = f"{before} Captain Zwxquin{after}"
    (spans,) = located([Text(0, text)], [Record(b"r" * 16, (), "en")], Policy(dial=1.0), makes())
    places = [(one.start, one.end) for one in spans]
    assert places == sorted(places) and all(0 <= a < b <= len(text) for a, b in places)
    assert all(first[1] <= second[0] for first, second in zip(places, places[1:], strict=False))


def test_a_kept_word_is_no_part_of_a_name():
    assert found("My brother Andrew de Zwxquin came.", known=keeps("zwxquin")) == {"Andrew"}
    assert found("My brother Andrew of France came.", known=keeps("france")) == {"Andrew"}


def test_a_german_noun_that_and_joins_is_nobody():
    assert found("Mein Bruder Andrew und Zwxquinung.", "de") == {"Andrew"}
