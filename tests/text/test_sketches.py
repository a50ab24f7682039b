"""A sample of shingles that texts holding each other share, however long they are."""

import random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.text.shingles import shingle_hashes
from assets.text.sketches import LEVELS, at_level, level_of, sketches
from assets.text.words import word_hashes


def text(words: int, seed: int = 1) -> str:
    draw = random.Random(seed)
    return " ".join(f"w{draw.randrange(10**6)}" for _ in range(words))


def sketched(*texts: str) -> list[set[int]]:
    hashes, starts = sketches(word_hashes(pa.array(texts, pa.large_string())))
    return [set(hashes[first:last].tolist()) for first, last in zip(starts, starts[1:], strict=False)]


@pytest.mark.parametrize(("words", "level"), [(0, 0), (1, 0), (31, 0), (32, 1), (64, 2), (128, 3), (256, 4), (10**6, 4)])
def test_short_texts_are_sampled_more_densely(words, level):
    assert level_of(np.array([words])).tolist() == [level] and level < LEVELS


def test_a_sample_is_a_part_of_the_shingles_and_a_short_texts_is_all_of_them():
    for words in (3, 20, 31):
        hashes, _ = shingle_hashes(word_hashes(pa.array([text(words)], pa.large_string())), 5)
        assert sketched(text(words)) == [{one >> 16 << 16 for one in hashes.tolist()}]


@pytest.mark.parametrize("words", [32, 100, 1_000, 50_000])
def test_enough_is_sampled_to_compare_by(words):
    (sample,) = sketched(text(words))
    assert 6 <= len(sample) <= max(40, words / 16 * 1.3)


def test_a_passage_brings_its_part_of_the_sample_along():
    passage = text(400, 2)
    inside, around = sketched(passage, f"{text(900, 3)} {passage} {text(900, 4)}")
    assert inside <= around and len(inside) > 12


def test_a_higher_level_is_a_part_of_a_lower_one():
    hashes = np.random.default_rng(1).integers(0, 2**64, 10_000, np.uint64)
    for level in range(1, LEVELS):
        assert not (at_level(hashes, level) & ~at_level(hashes, level - 1)).any()
        assert at_level(hashes, level).mean() == pytest.approx(0.5**level, rel=0.2)


@given(st.lists(st.integers(0, 80), max_size=8))
def test_texts_do_not_touch_each_other(lengths):
    texts = [text(words, seed) for seed, words in enumerate(lengths)]
    assert sketched(*texts) == [one for text_ in texts for one in sketched(text_)]
