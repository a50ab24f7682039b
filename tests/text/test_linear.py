"""Weighted sums of words and pairs, checked by hand."""

import numpy as np
import pyarrow as pa

from assets.text.linear import Linear, pairs, sums
from assets.text.words import word_hashes


def model(weights: dict[str, list[int]]) -> Linear:
    """Weights by word, or by two words."""
    keys = []
    for phrase in weights:
        words = word_hashes(pa.array([phrase]))
        keys.append(words.hashes[0] if len(words.hashes) == 1 else pairs(words, words.starts)[1])
    order = np.argsort(np.array(keys, np.uint64))
    return Linear.of(np.array(keys, np.uint64)[order], np.array(list(weights.values()))[order])


def test_words_and_pairs_add_up_and_strangers_weigh_nothing():
    words = word_hashes(pa.array(["not good, so good", "good not", "soie"]))
    totals, known = sums(words, words.starts, model({"good": [2, 0], "not good": [-5, 1]}))
    assert totals.tolist() == [[-1, 1], [2, 0], [0, 0]] and known.tolist() == [3, 1, 0]


def test_a_pair_does_not_reach_over_the_end_of_a_passage():
    words = word_hashes(pa.array(["not good"]))
    totals, _ = sums(words, np.array([0, 1, 2]), model({"not good": [1]}))
    assert totals.tolist() == [[0], [0]]


def test_without_words_there_is_nothing_to_add():
    words = word_hashes(pa.array([None, ""], pa.large_string()))
    totals, known = sums(words, words.starts, model({"good": [1]}))
    assert totals.tolist() == [[0], [0]] and known.tolist() == [0, 0]
