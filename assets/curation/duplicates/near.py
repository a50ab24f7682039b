"""Which records say nearly the same, or hold each other, with the score of every pair that was compared.

Belongs here: proposing pairs from fingerprints, judging them on the texts, the clusters. Not here: leaving a record out (recipes,
at a threshold of theirs). MinHash-LSH (Broder 1997; Leskovec et al., Mining of Massive Datasets, ch. 3) and shared anchors
(FracMinHash, Irber et al. 2022) propose; the exact Jaccard and containment of word shingles dispose.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from assets.curation.duplicates.comparison import shared_shingles
from assets.curation.duplicates.exact import binary, digests_of
from assets.curation.duplicates.keys import Numbers, numbers_of
from assets.curation.duplicates.proposals import propose
from assets.curation.duplicates.ranks import by_id, preferred
from assets.lake import Result, Step, Version
from assets.lake.segments import ids, places

ALIKE = 0.7         # Jaccard from which texts form a cluster here: where 14 bands of 8 propose more often than not
_PAIR = pa.struct([
    pa.field("record_id", pa.binary(16), nullable=False),
    pa.field("jaccard", pa.float32(), nullable=False),          # 0..1: shared of all distinct shingles of both
    pa.field("containment", pa.float32(), nullable=False),      # 0..1 of this record's shingles that the other holds
    pa.field("contains", pa.float32(), nullable=False),         # 0..1 of the other's shingles that this record holds
    pa.field("shared", pa.int32(), nullable=False),             # shingles both hold
])
SCHEMA = pa.schema([
    pa.field("record_id", pa.binary(16), nullable=False),
    pa.field("cluster_id", pa.binary(16), nullable=False),      # the lowest record id of those joined by pairs of Jaccard >= ALIKE
    pa.field("cluster_size", pa.int32(), nullable=False),
    pa.field("repeated_share", pa.float32()),                   # 0..1 of its anchors that another text holds; null without anchors
    pa.field("shingles", pa.int32()),                           # distinct ones; null where the text was compared with none
    pa.field("evidence", pa.list_(_PAIR), nullable=False),      # pairs that count, best first: all with preferred records, MIRRORED others
    pa.field("refuted", pa.list_(pa.binary(16)), nullable=False),  # preferred records it was compared with, and is not like
    pa.field("digest", pa.binary(16), nullable=False),          # of the text, or the record id: says whether a pair must be compared again
    pa.field("preference", pa.uint64(), nullable=False),        # what the record is preferred by, as a number: says whether its place may have changed
])
MIRRORED = 8
_REFUTED, _UNKNOWN = -1, -2
_ROWS = 65_536


def near_duplicates_of(inputs: dict, *, words: int, jaccard: float, containment: float, memory_mb: float, before: Version | None = None) -> Result:
    """One row per record, in record id order.

    With the table made `before`, only keys of new texts are looked up, only pairs never judged are compared, and only rows that
    change are written. Memory holds some hundred bytes a record and, within `memory_mb`, keys and shingles; the rest waits in
    temporary files.
    """
    records = inputs["records"] if isinstance(inputs["records"], list) else [inputs["records"]]
    record_ids, preferences = preferred(records, inputs["quality"])
    if not len(record_ids):
        return Result(SCHEMA.empty_table())
    texts = _Texts.of(record_ids, preferences, digests_of(inputs["fingerprints"], record_ids))
    memory = int(memory_mb * 2**20)
    known = _Known.of(before, texts)
    found = propose(inputs["fingerprints"], texts.numbers(), memory, texts.speaker, known.earlier, known.pairs)
    pairs, judged = known.lasting(found.anew)
    shared = known.recalled(found.pairs)
    new = np.flatnonzero(shared == _UNKNOWN)
    sizes = known.sizes.copy()
    if len(new):
        shared[new], compared = shared_shingles(found.pairs[new], found.words, records, texts.numbers(), words=words, memory=memory)
        sizes = np.maximum(sizes, compared)
    kept = _kept(found.pairs, shared, sizes, jaccard, containment)
    pairs = np.concatenate([pairs, found.pairs])
    judged = np.concatenate([judged, np.where(kept, shared, _REFUTED)])
    sizes[np.setdiff1d(np.arange(len(sizes)), pairs)] = -1       # what was compared once and is not now is nobody's business
    repeated = np.where(found.anew, 0, known.repeated(found.anchors)) + found.repeated
    told = _Told.of(texts, pairs, judged, sizes, np.divide(repeated, found.anchors, out=np.full(len(sizes), np.nan), where=found.anchors > 0))
    changed = known.changed(told, _near(found.anew, np.concatenate([pairs, known.pairs])))
    return Result(told.rows(changed), unchanged=None if changed.all() else texts.record_ids[~changed])


def _kept(pairs: np.ndarray, shared: np.ndarray, sizes: np.ndarray, jaccard: float, containment: float) -> np.ndarray:
    """Which pairs are alike enough to be kept."""
    left, right = sizes[pairs[:, 0]], sizes[pairs[:, 1]]
    alike = shared >= jaccard * (left + right - shared)
    inside = shared >= containment * np.minimum(left, right)
    return (shared > 0) & (alike | inside)


def _near(anew: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """The texts that are looked at anew, and every text in a pair with one."""
    near = anew.copy()
    near[pairs[anew[pairs].any(axis=1)]] = True
    return near


@dataclass(frozen=True)
class _Texts:
    """The distinct texts, numbered best first, and the records that say them."""

    record_ids: np.ndarray      # S16, of every record, best first
    preferences: np.ndarray     # uint64, of every record
    number: np.ndarray          # int64, of every record: its text
    speaker: np.ndarray         # int64, of every text: the place of its best record, rising
    digests: np.ndarray         # S16, of every text

    @staticmethod
    def of(record_ids: np.ndarray, preferences: np.ndarray, digests: np.ndarray) -> "_Texts":
        _, first, inverse = np.unique(digests, return_index=True, return_inverse=True)
        order = np.argsort(first)
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        return _Texts(record_ids, preferences, place[inverse], first[order], digests[first[order]])

    def numbers(self) -> Numbers:
        """From record ids to text numbers; -1 for a record that is not the speaker of its text."""
        return numbers_of(self.record_ids[self.speaker])


# -- remembering ---------------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class _Known:
    """What an earlier version of the table says, in today's numbers. Where it does not fit today's records it only recalls judgements."""

    earlier: np.ndarray         # int64, of every text: the place of the record that spoke for it; -1: it was not there
    pairs: np.ndarray           # (n, 2) that were judged, lower first, rising
    judged: np.ndarray          # int64, of every such pair: shingles shared, or _REFUTED
    sizes: np.ndarray           # int64, of every text: distinct shingles, -1 where it was never compared
    share: np.ndarray           # float64, of every text: its anchors that others have; nan where unknown
    row: np.ndarray             # int64, of every record: its row of `table`, -1 where it has none
    table: pa.Table | None      # record_id, cluster_id, cluster_size, repeated_share; None where nothing fits

    @staticmethod
    def of(before: Version | None, texts: _Texts) -> "_Known":
        size, records = len(texts.speaker), len(texts.record_ids)
        nothing = np.full(size, -1)
        if before is None or not before.rows:
            return _Known(nothing, np.empty((0, 2), np.int64), np.empty(0, np.int64), nothing, np.full(size, np.nan), np.full(records, -1), None)
        table = before.read(SCHEMA.names).combine_chunks()
        record_ids, digests = ids(table["record_id"]), ids(table["digest"])
        number = places(digests, texts.digests)
        sizes, share = nothing.copy(), np.full(size, np.nan)
        here = number >= 0
        sizes[number[here]] = table["shingles"].fill_null(-1).to_numpy()[here]
        share[number[here]] = table["repeated_share"].to_numpy(zero_copy_only=False)[here]
        pairs, judged = _judged(table, number, record_ids, size)
        row = places(texts.record_ids, record_ids)
        place = np.flatnonzero(row >= 0)
        fits = len(place) == len(record_ids) and (number[row[place]] == texts.number[place]).all() \
            and (table["preference"].to_numpy()[row[place]] == texts.preferences[place]).all()
        if not fits:
            return _Known(nothing, pairs, judged, sizes, share, np.full(records, -1), None)
        earlier = nothing.copy()
        first, where = np.unique(texts.number[place], return_index=True)
        earlier[first] = place[where]
        return _Known(earlier, pairs, judged, sizes, share, row, table)

    def lasting(self, anew: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pairs, and judgements, of texts that nothing has to be asked about again."""
        lasting = ~anew[self.pairs].any(axis=1)
        return self.pairs[lasting], self.judged[lasting]

    def recalled(self, pairs: np.ndarray) -> np.ndarray:
        """Of each pair what was judged; _UNKNOWN where nothing was."""
        size = len(self.sizes)
        codes, wanted = (one[:, 0] * size + one[:, 1] for one in (self.pairs, pairs))
        place = np.searchsorted(codes, wanted)
        found = np.append(codes, -1)[place] == wanted
        return np.where(found, np.append(self.judged, 0)[place], _UNKNOWN)

    def repeated(self, anchors: np.ndarray) -> np.ndarray:
        """Of each text, how many of its anchors others had."""
        return np.rint(np.nan_to_num(self.share) * anchors).astype(np.int64)

    def changed(self, told: "_Told", near: np.ndarray) -> np.ndarray:
        """Which records have no row yet, or another one: (records,) bool."""
        if self.table is None:
            return np.ones(len(self.row), bool)
        texts = told.texts
        changed = (self.row < 0) | near[texts.number]
        old = np.flatnonzero(~changed)
        row = self.row[old]
        share = self.table["repeated_share"].to_numpy(zero_copy_only=False)[row]
        now = told.repeated[texts.number[old]].astype(np.float32)
        changed[old] = (ids(self.table["cluster_id"])[row] != told.cluster_id[old]) | (self.table["cluster_size"].to_numpy()[row] != told.cluster_size[old]) \
            | ((share != now) & ~(np.isnan(share) & np.isnan(now)))
        return changed


def _judged(table: pa.Table, number: np.ndarray, record_ids: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of the texts `number` gives the table's rows (-1: gone), rising, and what was judged of each."""
    codes, judged = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for column in ("evidence", "refuted"):
        lists = table[column].chunk(0)
        others = lists.flatten()
        other = others.field("record_id") if column == "evidence" else others
        whose = np.repeat(number, lists.value_lengths().to_numpy(zero_copy_only=False))
        theirs = number[places(ids(other), record_ids)]
        answer = others.field("shared").to_numpy().astype(np.int64) if column == "evidence" else np.full(len(others), _REFUTED)
        two = (whose >= 0) & (theirs >= 0) & (whose != theirs)
        codes.append(np.minimum(whose, theirs)[two] * size + np.maximum(whose, theirs)[two])
        judged.append(answer[two])
    codes, first = np.unique(np.concatenate(codes), return_index=True)
    return np.stack([codes // size, codes % size], axis=1), np.concatenate(judged)[first]


# -- telling -------------------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class _Told:
    """Everything the table says, ready to be written."""

    texts: _Texts
    cluster_id: np.ndarray      # S16, of every record
    cluster_size: np.ndarray    # int32, of every record
    repeated: np.ndarray        # float64, of every text; nan without anchors
    sizes: np.ndarray           # int64, of every text: shingles, -1 for one that was compared with none
    evidence: "_Lists"          # of every text: [other, shared], best first
    refuted: "_Lists"           # of every text: [other]

    @staticmethod
    def of(texts: _Texts, pairs: np.ndarray, judged: np.ndarray, sizes: np.ndarray, repeated: np.ndarray) -> "_Told":
        from assets.text.components import components

        size = len(texts.speaker)
        kept = judged != _REFUTED
        against = _Lists(pairs[~kept, 1], pairs[~kept, :1], size)
        pairs, shared = pairs[kept], judged[kept]
        alike = shared / np.maximum(sizes[pairs].sum(axis=1) - shared, 1)
        joined = pairs[alike >= ALIKE]
        cluster = np.unique(components(size, joined[:, 0], joined[:, 1])[texts.number], return_inverse=True)[1]
        order = by_id(texts.record_ids)
        _, lowest = np.unique(cluster[order], return_index=True)
        return _Told(texts, texts.record_ids[order][lowest][cluster], np.bincount(cluster).astype(np.int32)[cluster], repeated, sizes,
                     _Lists(*_both_ways(pairs, shared, alike), size), against)

    def rows(self, wanted: np.ndarray) -> Iterator[pa.RecordBatch]:
        """The rows of the wanted records, in record id order."""
        texts, order = self.texts, by_id(self.texts.record_ids)
        order = order[wanted[order]]
        speakers = texts.record_ids[texts.speaker]
        for start in range(0, len(order), _ROWS):
            rows = order[start: start + _ROWS]
            number = texts.number[rows]
            share, count = self.repeated[number], self.sizes[number]
            yield pa.record_batch([
                binary(texts.record_ids[rows]), binary(self.cluster_id[rows]), pa.array(self.cluster_size[rows]),
                pa.array(share.astype(np.float32), mask=np.isnan(share)), pa.array(count.astype(np.int32), mask=count < 0),
                _evidence(self.evidence, number, texts.speaker[number] != rows, speakers, self.sizes), _refuted(self.refuted, number, speakers),
                binary(texts.digests[number]), pa.array(texts.preferences[rows])], schema=SCHEMA)


class _Lists:
    """Entries (m, k) grouped by the text they belong to, in the order given within each."""

    def __init__(self, owners: np.ndarray, entries: np.ndarray, size: int):
        order = np.argsort(owners, kind="stable")
        self.entries, self.starts = entries[order], np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=size))])

    def of(self, texts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The entries of each text, end to end, and how many each has."""
        sizes = self.starts[texts + 1] - self.starts[texts]
        within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return self.entries[np.repeat(self.starts[texts], sizes) + within], sizes


def _both_ways(pairs: np.ndarray, shared: np.ndarray, alike: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(owner, [other, shared]) best first: at the lesser text of a pair always, at the better one for its MIRRORED best pairs."""
    order = np.lexsort((pairs[:, 1], -alike))
    best, mates = pairs[order, 0], order
    by_owner = np.argsort(best, kind="stable")
    sizes = np.bincount(best)
    rank = np.empty(len(best), np.int64)
    rank[by_owner] = np.arange(len(best)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    mirrored = mates[rank < MIRRORED]
    owners = np.concatenate([pairs[:, 1], pairs[mirrored, 0]])
    others = np.concatenate([pairs[:, 0], pairs[mirrored, 1]])
    scores, counts = np.concatenate([alike, alike[mirrored]]), np.concatenate([shared, shared[mirrored]])
    first = np.lexsort((others, -scores))
    return owners[first], np.stack([others, counts], axis=1)[first]


def _evidence(evidence: _Lists, number: np.ndarray, twin: np.ndarray, speakers: np.ndarray, sizes: np.ndarray) -> pa.Array:
    """The pairs of each row; a record that repeats another's text word for word has that one first."""
    entries, lengths = evidence.of(number)
    ends = np.cumsum(lengths)
    others = np.insert(entries[:, 0], (ends - lengths)[twin], number[twin])
    same = np.insert(np.zeros(len(entries), bool), (ends - lengths)[twin], True)
    shared = np.insert(entries[:, 1], (ends - lengths)[twin], np.maximum(sizes[number[twin]], 0))
    lengths = lengths + twin
    own = np.maximum(sizes[np.repeat(number, lengths)], 1)
    other = np.maximum(sizes[others], 1)
    scores = [np.where(same, 1, share).astype(np.float32) for share in (shared / np.maximum(own + other - shared, 1), shared / own, shared / other)]
    pairs = pa.StructArray.from_arrays([binary(speakers[others]), *(pa.array(score) for score in scores), pa.array(shared.astype(np.int32))],
                                       fields=list(_PAIR))
    return pa.ListArray.from_arrays(_offsets(lengths), pairs, type=SCHEMA.field("evidence").type)


def _refuted(against: _Lists, number: np.ndarray, speakers: np.ndarray) -> pa.Array:
    entries, lengths = against.of(number)
    return pa.ListArray.from_arrays(_offsets(lengths), binary(speakers[entries[:, 0]]), type=SCHEMA.field("refuted").type)


def _offsets(lengths: np.ndarray) -> pa.Array:
    return pa.array(np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32))


near_duplicates = Step.whole("near_duplicates", version="1", run=near_duplicates_of, schema=SCHEMA, remembers=True)
