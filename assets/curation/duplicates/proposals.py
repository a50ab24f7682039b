"""Which pairs of texts are worth comparing: those that share keys.

Belongs here: buckets of equal keys, the pairs they propose, and which of those a few new texts change. Not here: making keys
(`fingerprints`), judging pairs (`near`). A text is a number, the better one the lower; every answer depends on the texts
alone, never on which of them were there first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from assets.curation.duplicates.keys import Entries, Numbers, Rows, matches, parts_for
from assets.lake import Version

TOGETHER = 16       # up to so many texts in a bucket are all compared with each other
ENOUGH = 0.4        # of the fewer anchors: shared by a pair that is compared; half of what the lowest containment kept would share


@dataclass(frozen=True)
class Proposals:
    """What shared keys propose."""

    pairs: np.ndarray           # (n, 2) rising: every pair with a text in `anew`, lower first
    anew: np.ndarray            # of each text, whether its pairs are those here; of any two others the pairs are as they were
    words: np.ndarray           # of each text
    anchors: np.ndarray         # of each text
    repeated: np.ndarray        # of each text in `anew`: its anchors that another text has; of the others: those that none had before


def propose(fingerprints: Version, number: Numbers, memory: int, place: np.ndarray, earlier: np.ndarray, proposed: np.ndarray) -> Proposals:
    """Pairs that share a band key, or a good part of their anchors.

    `place` is where each text stands among all records, rising; `earlier` where it stood when it was last looked at, -1 for a new one;
    `proposed` the pairs (n, 2) that were proposed then. A text that is new or stands elsewhere is looked at anew, and so are two that
    were a pair and lose a reason to be one.
    """
    words = np.zeros(len(earlier), np.int64)
    rows = Rows.of(fingerprints, number)
    for found, batch in rows.batches(["words"]):
        words[found] = batch.column("words").fill_null(0).to_numpy(zero_copy_only=False)
    anew = earlier != place
    read = _Read(rows, parts_for(int(np.maximum(words // 14, 32).sum()), memory), words)      # somewhat more anchors than there are
    if anew.all():
        return read.proposals(read.grouped("bands"), read.grouped("anchors"), anew, earlier)
    bands, anchors = (list(read.grouped(column, anew)) for column in ("bands", "anchors"))
    lost = np.concatenate([disturbed(bands, anew, earlier, crowded=True), disturbed(anchors, anew, earlier, crowded=False)])
    lost = lost[np.isin(_codes(lost, len(anew)), _codes(proposed, len(anew)))]
    if len(lost):
        anew[lost] = True
        bands, anchors = (list(read.grouped(column, anew)) for column in ("bands", "anchors"))
    return read.proposals(bands, anchors, anew, earlier)


def disturbed(groups: Iterable[Entries], moved: np.ndarray, earlier: np.ndarray, *, crowded: bool) -> np.ndarray:
    """Pairs of texts that stay in place and lose a reason to be a pair: a bucket grew crowded, or others lead it now."""
    size, lost = len(moved), [np.empty((0, 2), np.int64)]
    by_place = np.argsort(np.where(earlier >= 0, earlier, earlier.max() + 1), kind="stable")
    rank = np.empty(size, np.int64)
    rank[by_place] = np.arange(size)
    for owners, bucket in groups:
        large = np.bincount(bucket)[bucket] > TOGETHER       # in a smaller one every pair stays
        owners, bucket = owners[large], bucket[large]
        now = pairs_within(owners, bucket, crowded=crowded)
        old = earlier[owners] >= 0
        before = np.sort(by_place[pairs_within(rank[owners[old]], bucket[old], crowded=crowded)], axis=1)
        before, times = counted(before[~moved[before].any(axis=1)], size)
        now, still = counted(now[~moved[now].any(axis=1)], size)
        place = np.searchsorted(_codes(now, size), _codes(before, size))
        same = np.append(_codes(now, size), -1)[place] == _codes(before, size)
        lost.append(before[np.where(same, np.append(still, 0)[place], 0) < times])
    return np.concatenate(lost)


@dataclass(frozen=True)
class _Read:
    rows: Rows
    parts: int
    words: np.ndarray
    held: dict[str, Entries] = field(default_factory=dict)      # of a table that fits: read once

    def entries(self, column: str) -> Iterator[Entries]:
        """The entries of a column, part by part."""
        if self.parts == 1 and column not in self.held:
            self.held[column] = next(self.rows.entries(column, 1))
        return iter([self.held[column]]) if self.parts == 1 else self.rows.entries(column, self.parts)

    def grouped(self, column: str, some: np.ndarray | None = None) -> Iterator[Entries]:
        """Buckets of the column's keys, part by part; with `some`, a mark for each text, those that a marked text is in."""
        return (buckets(owners, keys, some) for owners, keys in self.entries(column))

    def proposals(self, bands: Iterable[Entries], anchors: Iterable[Entries], anew: np.ndarray, earlier: np.ndarray) -> Proposals:
        from assets.text.sketches import LEVELS, at_level, level_of

        size = len(anew)
        near = [np.unique(_codes(_with(pairs_within(owners, bucket, crowded=True), anew), size)) for owners, bucket in bands]
        counts, repeated, involved = [], np.zeros(size, np.int64), anew.copy()
        for owners, bucket in anchors:
            repeated += self._repeated(owners, bucket, anew, earlier)
            counts.append(counted(_with(pairs_within(owners, bucket, crowded=False), anew), size))
        pairs, times = _added(counts, size)
        involved[pairs] = True
        every, below = np.zeros(size, np.int64), np.zeros((size, LEVELS), np.int64)
        for owners, keys in self.entries("anchors"):
            every += np.bincount(owners, minlength=size)
            if not involved.all():
                owners, keys = (column[involved[owners]] for column in (owners, keys))
            for level in range(LEVELS):
                below[:, level] += np.bincount(owners[at_level(keys, level)], minlength=size)
        level = level_of(self.words)
        rate = np.maximum(level[pairs[:, 0]], level[pairs[:, 1]])
        fewer = np.minimum(below[pairs[:, 0], rate], below[pairs[:, 1], rate])
        codes = np.union1d(np.concatenate(near), _codes(pairs[times >= np.maximum(1, ENOUGH * fewer)], size))
        return Proposals(np.stack([codes // size, codes % size], axis=1), anew, self.words, every, repeated)

    @staticmethod
    def _repeated(shared: np.ndarray, bucket: np.ndarray, anew: np.ndarray, earlier: np.ndarray) -> np.ndarray:
        """Per text, how many of its keys another has; of a text that is not looked at anew, those it had alone before."""
        before = np.bincount(bucket, earlier[shared] >= 0)
        counts = anew[shared] | (before[bucket] == 1)
        return np.bincount(shared[counts], minlength=len(anew))


def buckets(owners: np.ndarray, keys: np.ndarray, some: np.ndarray | None = None) -> Entries:
    """The texts that share a key with another, and of each a number for that key: its bucket. In no order.

    `owners` and `keys` (uint64) have one entry per key that a text has; no text has a key twice. With `some`, a mark for each text,
    only keys that a marked text has.
    """
    if some is None:
        rising = np.sort(keys)
        again = rising[1:][rising[1:] == rising[:-1]]
        wanted = again[np.concatenate([[True], again[1:] != again[:-1]])] if len(again) else again
    else:
        wanted = np.unique(keys[some[owners]])
    here, bucket = matches(keys, wanted)
    shared = np.bincount(bucket)[bucket] > 1
    return owners[here[shared]], bucket[shared]


def pairs_within(owners: np.ndarray, bucket: np.ndarray, *, crowded: bool) -> np.ndarray:
    """Pairs (lower, higher) that buckets propose, with repetitions: (n, 2).

    Every pair of a bucket of up to TOGETHER texts. In a larger one, where it is `crowded`, each text with the bucket's first and
    with the one before it: work grows with the bucket, not with its square; otherwise none, for what so many share tells none apart.
    """
    if not crowded:
        small = np.bincount(bucket)[bucket] <= TOGETHER
        owners, bucket = owners[small], bucket[small]
    size = int(owners.max(initial=0)) + 1
    codes = np.sort(bucket * size + owners)
    owners, bucket = codes % size, np.unique(codes // size, return_inverse=True)[1]
    sizes = np.bincount(bucket)
    starts = np.cumsum(sizes) - sizes
    made = []
    for count in range(2, min(TOGETHER, int(sizes.max(initial=0))) + 1):
        low, high = np.triu_indices(count, 1)
        members = owners[starts[sizes == count][:, None] + np.arange(count)]
        made += [members[:, low].ravel(), members[:, high].ravel()]
    inside = np.flatnonzero((sizes[bucket] > TOGETHER) & (np.arange(len(owners)) > starts[bucket]))
    made += [owners[starts[bucket[inside]]], owners[inside], owners[inside - 1], owners[inside]]
    return np.stack([np.concatenate(made[::2]), np.concatenate(made[1::2])], axis=1)


def counted(pairs: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Distinct pairs in order, (n, 2), and how often each was proposed. `size`: texts in all, below 2^31."""
    codes, counts = np.unique(_codes(pairs, size), return_counts=True)
    return np.stack([codes // size, codes % size], axis=1), counts


def _codes(pairs: np.ndarray, size: int) -> np.ndarray:
    return pairs[:, 0] * size + pairs[:, 1]


def _with(pairs: np.ndarray, marked: np.ndarray) -> np.ndarray:
    """The pairs of which at least one text is marked."""
    return pairs[marked[pairs].any(axis=1)] if not marked.all() else pairs


def _added(counts: list[tuple[np.ndarray, np.ndarray]], size: int) -> tuple[np.ndarray, np.ndarray]:
    """The counts of several parts added up."""
    if len(counts) == 1:
        return counts[0]
    codes, which = np.unique(np.concatenate([_codes(pairs, size) for pairs, _ in counts]), return_inverse=True)
    return np.stack([codes // size, codes % size], axis=1), np.bincount(which, np.concatenate([times for _, times in counts])).astype(np.int64)
