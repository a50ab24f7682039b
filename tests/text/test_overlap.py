import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.text.overlap import overlaps, shingles
from assets.text.words import word_hashes
from tests.text.spoken import by_text, columns, few_words, runs, strings


def sets_of(texts, width=5):
    return [set(runs(text.split(), width)) for text in texts]


@settings(deadline=None)
@given(st.lists(few_words, min_size=1, max_size=6), st.integers(1, 4))
def test_intersections_are_those_of_the_sets(texts, width):
    values, starts = shingles(strings(texts), width)
    left, right = (pairs.reshape(-1) for pairs in np.indices((len(texts), len(texts))))
    sets = sets_of(texts, width)
    assert overlaps(values, starts, left, right).tolist() == [len(sets[one] & sets[other]) for one, other in zip(left, right, strict=True)]
    assert np.diff(starts).tolist() == [len(shingled) for shingled in sets]


@settings(deadline=None)
@given(columns, st.integers(0, 12))
def test_sets_rise_without_repeats_and_any_split_gives_the_same(texts, cut):
    whole = by_text(*shingles(strings(texts)))
    assert all(row == sorted(set(row)) for row in whole)
    assert whole == by_text(*shingles(strings(texts[:cut]))) + by_text(*shingles(strings(texts[cut:]))) == by_text(*shingles(word_hashes(strings(texts))))


@pytest.mark.parametrize("few", [0, 1, 40])
def test_a_short_text_is_looked_up_in_a_long_one(few):
    long = " ".join(f"w{number}" for number in range(20_000))
    short = " ".join(f"w{number}" for number in range(19_000, 19_000 + few)) + " end"
    values, starts = shingles(strings([long, short, long]), 1)
    assert overlaps(values, starts, [0, 1, 0, 1], [1, 0, 2, 1]).tolist() == [few, few, 20_000, few + 1]


def test_thousands_of_equal_texts():
    values, starts = shingles(strings(["the very same words in every one of them"] * 70_000))
    assert set(np.diff(starts).tolist()) == {5} and len(np.unique(values)) == 5
    assert set(overlaps(values, starts, np.arange(69_999), np.arange(1, 70_000)).tolist()) == {5}


def test_a_text_without_words_shares_nothing():
    values, starts = shingles(strings(["", None, "a"]))
    assert starts.tolist() == [0, 0, 0, 1] and overlaps(values, starts, [0, 0, 2], [1, 2, 2]).tolist() == [0, 0, 1]


@pytest.mark.parametrize("pair", [(0, 2), (-1, 0)])
def test_a_pair_with_a_text_that_is_none_is_refused(pair):
    values, starts = shingles(strings(["a b", "b c"]))
    with pytest.raises(IndexError, match="of 2 texts"):
        overlaps(values, starts, *([text] for text in pair))
