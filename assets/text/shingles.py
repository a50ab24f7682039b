"""Shingles: the runs of so many words that follow each other in a text, as 64-bit hashes (Broder 1997).

Belongs here: hashing them in the order of the text. Not here: signatures, sets and samples of them.
"""

import numpy as np

from assets.text.arrow import read_only
from assets.text.compiled import kernel
from assets.text.words import Words, mixed

_BASE = np.uint64(0xD6E8FEB86659FD93)     # of the rolling hash, odd so that no word is ever lost from it
_WORD = 1 << 64


def shingle_hashes(words: Words, width: int, *, at_least: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Hashes of each text's shingles of `width` words (uint64), end to end, and where those of each text begin (int64, texts + 1).

    A text of fewer words is one shingle of all of them if it has `at_least` so many, and has none otherwise. Runs of the same
    words have the same hash whatever `width` was asked for; two different runs share one by chance once in 2**64 pairs.
    """
    if not 1 <= at_least <= width:
        raise ValueError(f"shingles of {width} words, {at_least} at least: both are 1 or more, and the second is not above the first.")
    hashes = np.empty(len(words.hashes), np.uint64)
    starts = np.zeros(len(words.starts), np.int64)
    count = _shingle(words.hashes, words.starts, width, at_least, np.uint64(pow(int(_BASE), width, _WORD)), hashes, starts)
    return read_only(hashes[:count], np.uint64), read_only(starts, np.int64)


def sets_of(hashes: np.ndarray, starts: np.ndarray, *, bits: int = 64) -> tuple[np.ndarray, np.ndarray]:
    """The hashes of each text, all below 2**bits and evenly spread, rising and each once; and where those of each text now begin.

    A counting sort by their leading bits into as many places as there are hashes, so that few of them are still out of order.
    """
    once, now = np.empty(len(hashes), np.uint64), np.zeros(len(starts), np.int64)
    most = int(np.diff(starts).max(initial=0))
    _sort_sets(read_only(hashes, np.uint64), read_only(starts, np.int64), bits, np.empty(most, np.uint64), np.empty(2 * most + 2, np.int64), once, now)
    return read_only(once[: now[-1]], np.uint64), read_only(now, np.int64)


@kernel
def _shingle(words, ends, width, at_least, power, hashes, starts):
    count = 0
    for text in range(len(ends) - 1):
        first, last = ends[text], ends[text + 1]
        rolling, full = np.uint64(0), min(first + width, last)
        for place in range(first, full):
            rolling = rolling * _BASE + words[place]
        if full - first == width or full - first >= at_least:
            hashes[count] = mixed(rolling)
            count += 1
        for place in range(full, last):
            rolling = rolling * _BASE + (words[place] - power * words[place - width])
            hashes[count] = mixed(rolling)
            count += 1
        starts[text + 1] = count
    return count


@kernel
def _sort_sets(hashes, starts, bits, sorted, places, once, now):
    kept = 0
    for text in range(len(starts) - 1):
        first, size = starts[text], starts[text + 1] - starts[text]
        shift, buckets = np.uint64(bits - 1), 2
        while buckets < size:
            shift, buckets = shift - np.uint64(1), buckets * 2
        places[:buckets] = 0
        for number in range(size):
            places[hashes[first + number] >> shift] += 1
        below = 0
        for bucket in range(buckets):
            below, places[bucket] = below + places[bucket], below
        for number in range(size):
            value = hashes[first + number]
            bucket = value >> shift
            sorted[places[bucket]] = value
            places[bucket] += 1
        for number in range(1, size):
            value, place = sorted[number], number
            while place > 0 and sorted[place - 1] > value:
                sorted[place] = sorted[place - 1]
                place -= 1
            sorted[place] = value
        for number in range(size):
            if number == 0 or sorted[number] != sorted[number - 1]:
                once[kept] = sorted[number]
                kept += 1
        now[text + 1] = kept
