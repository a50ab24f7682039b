"""Texts cut into passages of about the same length, so that a long text is judged piece by piece.

Belongs here: the cut, and the mean over a text's passages. Not here: the judgement of one.
"""

from typing import NamedTuple

import numpy as np

LONGEST = 64        # words: a few sentences, and more than most comments and reviews have
ONE = 1 << 16       # what measures of passages are shares of, as whole numbers


class Passages(NamedTuple):
    """The passages of some texts, one after the other; a text without words has none."""

    starts: np.ndarray      # int64, one more than there are passages: the first word of each, counted over all texts
    numbers: np.ndarray     # int64, one more than there are texts: the first passage of each


def passages(starts: np.ndarray) -> Passages:
    """Each text (its words from one of `starts` to the next) in as few even passages of at most `LONGEST` words as it takes."""
    lengths = np.diff(starts)
    counts = -(-lengths // LONGEST)
    numbers = np.concatenate([[0], np.cumsum(counts)])
    text = np.repeat(np.arange(len(lengths)), counts)
    within = np.arange(numbers[-1]) - numbers[text]
    return Passages(np.append(starts[text] + within * lengths[text] // counts[text], starts[-1]), numbers)


def mean(measures: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """The mean over each text's passages (float64) of whole numbers that count `ONE` for one; NaN for a text without any."""
    sums = np.concatenate([np.zeros((1, *measures.shape[1:]), np.int64), np.cumsum(measures, axis=0)])
    counts = np.diff(numbers).reshape(-1, *[1] * (measures.ndim - 1))
    total = np.diff(sums[numbers], axis=0)
    return np.divide(total, counts * ONE, out=np.full(total.shape, np.nan), where=counts > 0)
