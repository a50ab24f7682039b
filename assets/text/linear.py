"""Linear models over words and pairs of words, in whole numbers: the same sums on every machine.

Belongs here: the weighted sums. Not here: where weights come from, and what a sum means.
"""

from typing import NamedTuple

import numpy as np

from assets.text.compiled import kernel
from assets.text.phrases import buckets, followed, place_of
from assets.text.words import Words


class Linear(NamedTuple):
    """Weights of words and of pairs of words that stand side by side; what is not listed weighs nothing."""

    keys: np.ndarray        # uint64, ascending: the hash of a word, or `pairs` of two
    first: np.ndarray       # int32: `phrases.buckets` of the keys
    weights: np.ndarray     # int16, (keys, outputs)

    @staticmethod
    def of(keys: np.ndarray, weights: np.ndarray) -> "Linear":
        """From keys in ascending order and the weights of each."""
        return Linear(keys, buckets(keys), np.ascontiguousarray(weights, np.int16))


def sums(words: Words, starts: np.ndarray, model: Linear) -> tuple[np.ndarray, np.ndarray]:
    """Per passage the sum of weights (int64, (passages, outputs)) and how many of its words and pairs the model knows (int64).

    A passage is the words from one of `starts` (int64, over all texts, ascending) to the next; the last entry ends the last one. Pairs do not reach
    over its ends.
    """
    totals = np.zeros((len(starts) - 1, model.weights.shape[1]), np.int64)
    known = np.zeros(len(starts) - 1, np.int64)
    _sum(words.hashes, starts, *model, totals, known)
    return totals, known


def pairs(words: Words, starts: np.ndarray) -> np.ndarray:
    """The key (uint64) of each word with the one before it in its passage; 0 for the first of a passage."""
    return _pairs(words.hashes, starts)


@kernel
def _sum(hashes, starts, keys, first, weights, totals, known):
    outputs = totals.shape[1]
    for passage in range(len(starts) - 1):
        for place in range(starts[passage], starts[passage + 1]):
            for pair in range(2 if place > starts[passage] else 1):
                key = followed(hashes[place - 1], hashes[place]) if pair else hashes[place]
                at = place_of(key, keys, first)
                if at >= 0:
                    known[passage] += 1
                    for output in range(outputs):
                        totals[passage, output] += weights[at, output]


@kernel
def _pairs(hashes, starts):
    keys = np.zeros(len(hashes), np.uint64)
    for passage in range(len(starts) - 1):
        for place in range(starts[passage] + 1, starts[passage + 1]):
            keys[place] = followed(hashes[place - 1], hashes[place])
    return keys
