"""Phrases stand where a reader would find them, and nowhere else."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.text.phrases import found, phrases
from assets.text.words import word_hashes

WORDS = st.sampled_from(["a", "b", "c", "d"])


def places(listed, *texts):
    hits = found(word_hashes(pa.array(texts, pa.large_string())), phrases(listed))
    return [(listed[entry], text, place, length) for entry, text, place, length in zip(*(part.tolist() for part in hits), strict=True)]


def test_the_longest_phrase_wins_and_hides_what_it_covers():
    assert places(["gun", "glue gun", "gun metal grey"], "glue gun metal grey", "a gun metal gun") == [
        ("glue gun", 0, 0, 2), ("gun", 1, 5, 1), ("gun", 1, 7, 1)]


def test_case_accents_and_apostrophes_do_not_matter_and_parts_of_words_do():
    assert places(["l'été"], "L’ETE, l e t e, l'étés") == [("l'été", 0, 0, 2)]


def test_a_phrase_does_not_reach_into_the_next_text():
    assert places(["kill fee"], "kill", "fee", None, "", "kill fee") == [("kill fee", 4, 2, 2)]


def test_without_phrases_nothing_is_found():
    assert places([], "anything") == []


@pytest.mark.parametrize("listed, said", [(["soie", "?!"], "no word"), (["pêche", "péché"], "the same")])
def test_a_list_that_cannot_be_looked_for_is_refused(listed, said):
    with pytest.raises(ValueError, match=said):
        phrases(listed)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), max_size=6, unique=True), st.lists(st.lists(WORDS, max_size=9).map(" ".join), max_size=4))
def test_a_plain_search_finds_the_same(listed, texts):
    expected, before = [], 0
    for number, text in enumerate(texts):
        words, place = text.split(), 0
        while place < len(words):
            best = max((one for one in listed if words[place: place + len(one.split())] == one.split()), key=lambda one: len(one.split()), default=None)
            if best:
                expected.append((best, number, before + place, len(best.split())))
            place += len(best.split()) if best else 1
        before += len(words)
    assert places(listed, *texts) == expected
