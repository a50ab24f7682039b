import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.text.arrow import read_only
from assets.text.shingles import shingle_hashes
from assets.text.words import Words, word_hashes
from tests.text.spoken import by_text, few_words, runs, strings


def shingles_of(texts, width, at_least=1):
    return by_text(*shingle_hashes(word_hashes(strings(texts)), width, at_least=at_least))


@settings(deadline=None)
@given(st.lists(few_words, max_size=8), st.integers(1, 6), st.data())
def test_equal_runs_and_only_those_have_equal_hashes(texts, width, data):
    at_least = data.draw(st.integers(1, width))
    expected = [runs(text.split(), width, at_least) for text in texts]
    found = shingles_of(texts, width, at_least)
    assert [len(row) for row in found] == [len(row) for row in expected]
    pairs = {(run, hashed) for row, hashes in zip(expected, found, strict=True) for run, hashed in zip(row, hashes, strict=True)}
    assert len({run for run, _ in pairs}) == len({hashed for _, hashed in pairs}) == len(pairs)


def test_a_run_is_the_same_whatever_width_was_asked_for():
    (short,), (long,) = shingles_of(["a b c"], 13), shingles_of(["x a b c y"], 3)
    assert short == [long[1]]


def test_the_order_of_words_counts():
    one, other = shingles_of(["a b c d e", "a b d c e"], 5)
    assert one != other


@pytest.mark.parametrize("width, at_least", [(0, 0), (5, 0), (5, 6), (-1, 1)])
def test_impossible_widths_are_refused(width, at_least):
    with pytest.raises(ValueError, match="both are 1 or more"):
        shingle_hashes(word_hashes(strings(["a"])), width, at_least=at_least)


def test_hashes_look_random_in_their_upper_and_lower_bits_whatever_the_words():
    words = Words(read_only(np.arange(20_004) << 8, np.uint64), read_only([0, 20_004], np.int64))
    hashes, _ = shingle_hashes(words, 5)
    for shift in (0, 30, 56):
        counts = np.bincount(((hashes >> np.uint64(shift)) & np.uint64(255)).astype(int), minlength=256)
        assert 170 < ((counts - counts.mean()) ** 2 / counts.mean()).sum() < 350     # chi-squared of 255 degrees of freedom
