"""A sample of each text's shingles, small enough to keep, by which texts that hold each other find each other.

Belongs here: the sample and its rate. Not here: what a shared part of it proposes. The same shingles are sampled in every text
(FracMinHash, Irber et al. 2022), short texts more densely: of a text of n words one in 1, 2, 4, 8 or 16, so that 16 are left.
"""

import numpy as np

from assets.text.arrow import read_only
from assets.text.compiled import kernel
from assets.text.shingles import sets_of, shingle_hashes
from assets.text.words import Words, portions

LEVELS = 5          # a level above 0 halves the sample of the one below
_KEPT = 16          # shingles a sample should not fall below
_MOST, _UPPER = np.uint64(2**64 - 1), np.uint64(2**64 - 2**16)


def level_of(words: np.ndarray) -> np.ndarray:
    """The level (0 to LEVELS - 1) at which texts of so many words are sampled."""
    return np.clip(np.log2(np.maximum(words, 1) / _KEPT).astype(np.int64), 0, LEVELS - 1)


def at_level(hashes: np.ndarray, level: np.ndarray | int) -> np.ndarray:
    """Marks the hashes that a sample of that level holds: one in 2**level. A lower level's sample holds all of a higher one's."""
    return hashes <= (_MOST >> np.asarray(level, np.uint64))


def sketches(words: Words, width: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Each text's sample of its shingles of `width` words: the upper 48 bits of their hashes (uint64), each once, rising, end to
    end; and where each text's begin (int64, texts + 1). A text of fewer words is one shingle of all of them; a text without words has no sample."""
    found, sizes = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
    for _, part in portions(words):
        hashes, starts = shingle_hashes(part, width)
        kept, begins = np.empty(len(hashes) + 1, np.uint64), np.zeros(len(starts), np.int64)
        _sample(hashes, starts, read_only(level_of(np.diff(part.starts)), np.int64), kept, begins)
        once, begins = sets_of(kept[: begins[-1]], begins)
        sizes.append(np.diff(begins))
        found.append(once)
    return np.concatenate(found), np.concatenate([[0], np.cumsum(np.concatenate(sizes))])


@kernel
def _sample(hashes, starts, levels, kept, begins):
    """Copies the upper bits of the hashes that a sample holds to `kept`, where those of each text begin to `begins`."""
    count = 0
    for text in range(len(starts) - 1):
        most = _MOST >> np.uint64(levels[text])
        for place in range(starts[text], starts[text + 1]):
            kept[count] = hashes[place] & _UPPER
            count += hashes[place] <= most
        begins[text + 1] = count
