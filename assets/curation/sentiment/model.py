"""The English model: emotion and sentiment of passages from words, pairs of words and marks, in whole numbers.

Belongs here: reading the weights and adding them up. Not here: how they came about (`training`, MODEL_CARD.md).
"""

from functools import cache
from math import isqrt
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.curation.sentiment.passages import LONGEST, ONE, mean, passages

EMOTIONS = ("anger", "disgust", "fear", "joy", "sadness", "surprise", "neutral")    # Ekman's six, and none
POLARITIES = ("positive", "negative", "neither")
MARKS = ("?", "!")
MOST_MARKS = 2      # of one kind in a passage: more say no more
OCTAVE = 256        # weights are logarithms to the base 2, in parts of 1/256
NAME = "model en-1"
FILE = Path(__file__).with_name("model_en.npz")

_HALVED = np.array([round(ONE * 2 ** (-part / OCTAVE)) for part in range(OCTAVE)], np.int64)
_ROOTS = np.array([0, *(isqrt(ONE * ONE // words) for words in range(1, LONGEST + 1))], np.int64)     # ONE / sqrt(words)


class Feeling(NamedTuple):
    """One entry per text."""

    emotions: np.ndarray    # float64, (texts, EMOTIONS): shares that sum to about 1; NaN for a text without words
    sentiment: np.ndarray   # float64, -1..1; NaN for a text without words
    cues: np.ndarray        # int64: words and pairs of words that the model knows


class Model(NamedTuple):
    """The stored arrays."""

    keys: np.ndarray        # uint64, ascending: words, and pairs of them (`assets.text.linear`)
    weights: np.ndarray     # int16, (keys, EMOTIONS + POLARITIES)
    marks: np.ndarray       # int16, (MARKS, EMOTIONS + POLARITIES)
    bias: np.ndarray        # int32, (EMOTIONS + POLARITIES)


@cache
def shipped() -> Model:
    """The model that ships."""
    with np.load(FILE) as stored:
        return Model(*(stored[name] for name in Model._fields))


def feeling(texts: pa.Array, model: Model) -> Feeling:
    """Emotions and sentiment of each text: the mean over its passages."""
    from assets.text.linear import Linear, sums
    from assets.text.words import word_hashes

    words = word_hashes(texts)
    cut = passages(words.starts)
    totals, known = sums(words, cut.starts, Linear.of(model.keys, model.weights))
    totals += marks(texts, cut.numbers) @ model.marks.astype(np.int64)
    logits = (totals * _ROOTS[np.diff(cut.starts)][:, None]) // ONE + model.bias
    emotions, polarity = (_shares(part) for part in np.split(logits, [len(EMOTIONS)], axis=1))
    return Feeling(mean(emotions, cut.numbers), mean(polarity[:, 0] - polarity[:, 1], cut.numbers),
                   np.diff(np.concatenate([[0], np.cumsum(known)])[cut.numbers]))


def marks(texts: pa.Array, numbers: np.ndarray) -> np.ndarray:
    """How often each of MARKS stands in each passage (int64), taking a text's marks to be spread evenly over its passages."""
    counts = np.stack([pc.fill_null(pc.count_substring(texts, mark), 0).to_numpy(zero_copy_only=False).astype(np.int64) for mark in MARKS], axis=1)
    many = np.diff(numbers)
    each = (2 * counts + many[:, None]) // np.maximum(2 * many, 1)[:, None]
    return np.repeat(np.minimum(each, MOST_MARKS), many, axis=0)


def _shares(logits: np.ndarray) -> np.ndarray:
    """Softmax to the base 2 along the last axis, in parts of ONE."""
    below = np.minimum(logits.max(axis=1, keepdims=True, initial=-2**40) - logits, 30 * OCTAVE)
    powers = _HALVED[below % OCTAVE] >> (below // OCTAVE)
    return powers * ONE // powers.sum(axis=1, keepdims=True)
