"""How much of one text's wording stands in another: exact sets of shingles.

Belongs here: the sets and their intersections. Not here: which pairs are compared (`sketches`, `minhash`) and what share is too much.
"""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from assets.text.arrow import read_only
from assets.text.compiled import kernel
from assets.text.shingles import sets_of, shingle_hashes
from assets.text.words import Words, portions

_WORD = 1 << 64
_SKEWED = 16     # times as many shingles: then each of the few is looked up among the many


def shingles(texts: pa.Array | pa.ChunkedArray | Words, words: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """The set of each text's shingles: uint64 hashes, rising, end to end; and where each text's begin (int64, texts + 1).

    With a and b of them and i in both (`overlaps`), Jaccard similarity is i / (a + b - i) and the part of the first that the second
    holds i / a. A text of fewer words is one shingle of all of them; a text without words has none. Memory: 8 bytes per shingle.
    """
    return _gathered(sets_of(*shingle_hashes(part, words)) for _, part in portions(texts))


def overlaps(shingles: np.ndarray, starts: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """How many shingles text left[i] and text right[i] have in common: int64, one per pair. `shingles` and `starts` as `shingles` gives them.

    Raises IndexError for a pair with a text that is none.
    """
    left, right = read_only(left, np.int64), read_only(right, np.int64)
    for ends in (left, right):
        if len(ends) and not 0 <= ends.min() <= ends.max() < len(starts) - 1:
            raise IndexError(f"a pair names text {ends.min()} or {ends.max()}, of {len(starts) - 1} texts numbered from 0.")
    found = np.empty(len(left), np.int64)
    _overlaps(read_only(shingles, np.uint64), read_only(starts, np.int64), left, right, found)
    return found


def _gathered(parts: Iterable[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """The values of all parts, end to end, and where those of each text begin, from the same of each part."""
    values, sizes = [np.empty(0, np.uint64)], [np.zeros(1, np.int64)]
    for some, starts in parts:
        values.append(some)
        sizes.append(np.diff(starts))
    return np.concatenate(values), np.cumsum(np.concatenate(sizes))


@kernel
def _overlaps(shingles, starts, left, right, found):
    for pair in range(len(found)):
        few, few_end = starts[left[pair]], starts[left[pair] + 1]
        many, many_end = starts[right[pair]], starts[right[pair] + 1]
        if few_end - few > many_end - many:
            few, few_end, many, many_end = many, many_end, few, few_end
        common = 0
        if (few_end - few) * _SKEWED < many_end - many:
            for place in range(few, few_end):
                low, high = many, many_end
                while low < high:
                    middle = (low + high) // 2
                    if shingles[middle] < shingles[place]:
                        low = middle + 1
                    else:
                        high = middle
                many = low
                common += many < many_end and shingles[many] == shingles[place]
        else:
            while few < few_end and many < many_end:
                one, other = shingles[few], shingles[many]
                common += one == other
                few += one <= other
                many += other <= one
        found[pair] = common
