"""A sample of each text's shingles, small enough to keep, by which texts that hold each other find each other.

Belongs here: the sample and its rate. Not here: what a shared part of it proposes. The same shingles are sampled in every text
(FracMinHash, Irber et al. 2022), short texts more densely: of a text of n words one in 1, 2, 4, 8 or 16, so that 16 are left.
"""

import numpy as np

from assets.text.shingles import shingle_hashes
from assets.text.words import Words, portions

LEVELS = 5          # a level above 0 halves the sample of the one below
_KEPT = 16          # shingles a sample should not fall below
_MOST = 2**64 - 1
_BITS = np.uint64(48)


def level_of(words: np.ndarray) -> np.ndarray:
    """The level (0 to LEVELS - 1) at which texts of so many words are sampled."""
    return np.clip(np.log2(np.maximum(words, 1) / _KEPT).astype(np.int64), 0, LEVELS - 1)


def at_level(hashes: np.ndarray, level: np.ndarray | int) -> np.ndarray:
    """Marks the hashes that a sample of that level holds: one in 2**level. A lower level's sample holds all of a higher one's."""
    return hashes <= (np.uint64(_MOST) >> np.asarray(level, np.uint64))


def sketches(words: Words, width: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Each text's sample of its shingles of `width` words: the upper 48 bits of their hashes (uint64), each once, rising, end to
    end; and where each text's begin (int64, texts + 1). A text of fewer words is one shingle of all of them; a text without words has no sample."""
    found, sizes = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
    for _, part in portions(words):
        hashes, starts = shingle_hashes(part, width)
        sampled = np.flatnonzero(at_level(hashes, np.repeat(level_of(np.diff(part.starts)), np.diff(starts))))
        texts = np.searchsorted(starts, sampled, "right") - 1
        packed = (texts.astype(np.uint64) << _BITS) | (hashes[sampled] >> np.uint64(16))        # sorted in one go: a portion has few texts
        packed.sort()
        once = packed[np.concatenate([[True], packed[1:] != packed[:-1]])] if len(packed) else packed
        sizes.append(np.bincount((once >> _BITS).astype(np.int64), minlength=len(starts) - 1))
        found.append(once << np.uint64(16))
    return np.concatenate(found), np.concatenate([[0], np.cumsum(np.concatenate(sizes))])
