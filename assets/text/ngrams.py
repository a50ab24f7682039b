"""Which of the n-grams of some texts stand in others: evaluation texts in training texts (13-grams, Brown et al. 2020).

Belongs here: the set of n-grams and looking texts up in it. Not here: how much of a text may be found there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from assets.text.arrow import read_only
from assets.text.compiled import kernel
from assets.text.shingles import sets_of, shingle_hashes
from assets.text.words import Words, portions

_NOBODY = np.iinfo(np.int64).max
_ONE, _WORD_BITS, _IN_WORD = np.uint64(1), np.uint64(6), np.uint64(63)


@dataclass(frozen=True)
class Hits:
    """What was found of each probed text: int64 each, one per text."""

    ngrams: np.ndarray           # n-grams of the text that the set holds, repeated ones each time
    covered_words: np.ndarray    # words of the text that stand in one of those
    words: np.ndarray            # words of the text
    first_owner: np.ndarray      # the lowest text of the set that any of those came from; -1 for none


@dataclass(frozen=True)
class NgramSet:
    """The n-grams of some texts: numbered, each with the lowest text that it came from.

    Memory: 15 to 18 bytes per n-gram, once more for each text that is shorter than an n-gram; while it is made (`of`) some 50 bytes per
    word; at most 2**31 n-grams. A run of words is taken for another one of the set by chance once in 2**64 / len(set).
    """

    table: "_Table"              # the hashes of its n-grams
    owners: np.ndarray           # int32: the lowest text that each came from
    words: int                   # of an n-gram
    shorter: tuple[int, ...]     # how many words those texts have that are one n-gram each, rising
    openings: "_Table"           # the first `at_least` words of those texts: they are looked for where these occur
    at_least: int

    @classmethod
    def of(cls, texts: pa.Array | pa.ChunkedArray | Words, words: int = 13, *, at_least: int = 5) -> "NgramSet":
        """The n-grams of so many words of all the texts. A shorter text of `at_least` so many words is one n-gram of all of them; one
        that is shorter still is not in the set."""
        at_least, parts, openings, shorter = min(at_least, words), [], [], set()
        for some, part in portions(texts):
            hashes, starts = shingle_hashes(part, words, at_least=at_least)
            parts.append((hashes, np.repeat(np.arange(some.start, some.stop, dtype=np.int32), np.diff(starts))))
            sizes = np.diff(part.starts)
            brief = (sizes >= at_least) & (sizes < words)
            openings.append(_runs(part, part.starts[:-1][brief], at_least))
            shorter.update(sizes[brief].tolist())
        return cls._made(parts, words, shorter, openings, at_least)

    @classmethod
    def of_hashes(cls, ngrams: np.ndarray, owners: np.ndarray, words: int, sizes: np.ndarray, openings: np.ndarray, at_least: int = 5) -> "NgramSet":
        """The same from hashes that were kept (`shingle_hashes` and `opening_hashes`): of each n-gram its text, rising; of each text that is
        shorter than an n-gram how many words it has and the hash of its first `at_least`."""
        return cls._made([(ngrams.astype(np.uint64), owners.astype(np.int32))], words, set(sizes.tolist()), [openings.astype(np.uint64)], at_least)

    @classmethod
    def _made(cls, parts: list[tuple[np.ndarray, np.ndarray]], words: int, shorter: set[int], openings: list[np.ndarray], at_least: int) -> "NgramSet":
        table = _Table.of([hashes for hashes, _ in parts])
        owners = np.empty(len(table.hashes), np.int32)
        for hashes, holders in reversed(parts):
            owners[table.find(hashes)[1][::-1]] = holders[::-1]      # the lowest text has the last word
        return cls(table, read_only(owners, np.int32), words, tuple(sorted(shorter)), _Table.of(openings), at_least)

    def __len__(self) -> int:
        return len(self.owners)

    @property
    def nbytes(self) -> int:
        """Bytes of memory it holds."""
        return self.owners.nbytes + sum(array.nbytes for table in (self.table, self.openings) for array in table)

    def without(self, ngrams: np.ndarray) -> "NgramSet":
        """The set less some of its n-grams, by their numbers as `find` gives them: phrases that everybody uses say nothing."""
        kept = np.ones(len(self), bool)
        kept[ngrams] = False
        return replace(self, table=_Table.of([self.table.hashes[kept]]), owners=read_only(self.owners[kept], np.int32))

    def probe(self, texts: pa.Array | pa.ChunkedArray | Words) -> Hits:
        """What of each text the set holds."""
        hits = Hits(*(np.zeros(len(texts), np.int64) for _ in range(3)), np.full(len(texts), -1, np.int64))
        for some, part in portions(texts):
            hits.words[some] = np.diff(part.starts)
            looks = [look for look in self._look_up(part) if len(look[1])]
            if not looks:
                continue
            owners = np.full(len(part), _NOBODY)
            inside = np.zeros(len(part.hashes) + 1, np.int64)      # n-grams that begin at a word less those that end before it
            for width, holders, places, ngrams in looks:
                hits.ngrams[some] += np.bincount(holders, minlength=len(part))
                inside[places] += 1
                inside[places + width] -= 1
                first = np.flatnonzero(np.diff(holders, prepend=-1))
                owners[holders[first]] = np.minimum(owners[holders[first]], np.minimum.reduceat(self.owners[ngrams], first))
            covered = np.append(0, np.cumsum(np.cumsum(inside[:-1]) > 0))
            hits.covered_words[some] = covered[part.starts[1:]] - covered[part.starts[:-1]]
            hits.first_owner[some] = np.where(owners == _NOBODY, -1, owners)
        return hits

    def find(self, texts: pa.Array | pa.ChunkedArray | Words) -> tuple[np.ndarray, np.ndarray]:
        """Every n-gram of the texts that the set holds: the number of the text and that of the n-gram (int64 each), texts in order.

        An n-gram that a text repeats is there each time. Memory: 16 bytes each.
        """
        found = [(np.empty(0, np.int64), np.empty(0, np.int64))]
        for some, part in portions(texts):
            _, holders, _, ngrams = zip(*self._look_up(part), strict=True)
            holders, ngrams = np.concatenate(holders), np.concatenate(ngrams)
            order = np.argsort(holders, kind="stable")
            found.append((holders[order] + some.start, ngrams[order]))
        holders, ngrams = zip(*found, strict=True)
        return np.concatenate(holders), np.concatenate(ngrams)

    def _look_up(self, part: Words) -> Iterator[tuple[int, np.ndarray, np.ndarray, np.ndarray]]:
        """For each number of words: that, then of each n-gram found its text, its first word and its number."""
        yield self.words, *_occurrences(part, self.words, self.table)
        if self.shorter:
            holders, places, _ = _occurrences(part, self.at_least, self.openings)
            for width in self.shorter:
                whole = places + width <= part.starts[holders + 1]
                found, ngrams = self.table.find(_runs(part, places[whole], width))
                yield width, holders[whole][found], places[whole][found], ngrams


def opening_hashes(texts: Words, at_least: int = 5) -> np.ndarray:
    """The hash of the first `at_least` words of each text, none of which has fewer: uint64, one per text."""
    return _runs(texts, texts.starts[:-1], at_least)


class _Table(NamedTuple):
    """Hashes to look others up in: sorted, with a bit filter before them and an index into them by their leading bits."""

    hashes: np.ndarray       # uint64, rising, each once
    index: np.ndarray        # int32: where the hashes with each value of the leading bits begin; then their number
    filter: np.ndarray       # uint64, a power of two of them: a bit for each hash, by its lowest bits

    @classmethod
    def of(cls, hashes: list[np.ndarray]) -> "_Table":
        every = np.concatenate([np.empty(0, np.uint64), *hashes])
        once, _ = sets_of(every, np.array([0, len(every)]))
        bits = max(1, len(once).bit_length() - 1)
        index = np.zeros((1 << bits) + 1, np.int32)
        filter = np.zeros(1 << max(0, bits - 2), np.uint64)
        _index(once, index, filter)
        return cls(once, read_only(index, np.int32), read_only(filter, np.uint64))

    def find(self, hashes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Which of the hashes it has, rising, and their numbers in it."""
        places, numbers = np.empty(len(hashes), np.int64), np.empty(len(hashes), np.int64)
        count = _find(hashes, *self, places, numbers)
        return places[:count], numbers[:count]


def _occurrences(part: Words, width: int, table: _Table) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each run of `width` words that the table has, its text, its first word and its number."""
    hashes, starts = shingle_hashes(part, width, at_least=width)
    places, numbers = table.find(hashes)
    holders = np.searchsorted(starts, places, "right") - 1
    return holders, places + (part.starts[holders] - starts[holders]), numbers


def _runs(part: Words, places: np.ndarray, width: int) -> np.ndarray:
    """Hashes of the runs of `width` words that begin at the places."""
    hashes = part.hashes[places[:, None] + np.arange(width)].reshape(-1)
    return shingle_hashes(Words(read_only(hashes, np.uint64), read_only(np.arange(len(places) + 1) * width, np.int64)), width, at_least=width)[0]


@kernel
def _index(hashes, index, filter):
    last_bit, shift = np.uint64(64 * len(filter) - 1), _shift(index)
    for value in hashes:
        bit = value & last_bit
        filter[bit >> _WORD_BITS] |= _ONE << (bit & _IN_WORD)
        index[np.int64(value >> shift) + 1] += 1
    for bucket in range(1, len(index)):
        index[bucket] += index[bucket - 1]


@kernel
def _find(hashes, known, index, filter, places, numbers):
    """Places in `hashes` of those that are known, and their places in `known`; returns how many."""
    last_bit, shift = np.uint64(64 * len(filter) - 1), _shift(index)
    count = 0
    for place in range(len(hashes)):
        value = hashes[place]
        bit = value & last_bit
        if (filter[bit >> _WORD_BITS] >> (bit & _IN_WORD)) & _ONE:
            bucket = np.int64(value >> shift)
            for number in range(index[bucket], index[bucket + 1]):
                if known[number] == value:
                    places[count], numbers[count] = place, number
                    count += 1
    return count


@kernel
def _shift(index):
    """By how many bits a hash is shifted to leave those that the index knows."""
    shift, buckets = np.uint64(64), len(index) - 1
    while buckets > 1:
        shift, buckets = shift - _ONE, buckets >> 1
    return shift
