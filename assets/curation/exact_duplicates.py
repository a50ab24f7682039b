"""Which records say exactly the same, and which of them should speak for the others.

Belongs here: the clusters and the proposed survivor. Not here: leaving a record out (a selection does, among the records it
may use), and texts that are merely alike.
"""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.curation.characters import INVISIBLE, SPACE, characters
from assets.curation.texts import text_column, texts_of
from assets.lake import Result, Step, Version
from assets.lake.digest import mac_values
from assets.lake.segments import ids

SCHEMA = pa.schema([
    pa.field("record_id", pa.binary(16), nullable=False),
    pa.field("cluster_id", pa.binary(16), nullable=False),    # the lowest record id in the cluster: says nothing of the text
    pa.field("cluster_size", pa.int32(), nullable=False),     # 1 for a text that nothing repeats
    pa.field("survivor", pa.bool_(), nullable=False),         # one true per cluster
])

# Digests serve to compare texts within one run and are never stored.
_KEY = b"exact duplicates"
_EXCLUSIVITY = pa.array(["exclusive", "shared", "public"])    # rights only we have come first; unknown comes last
_ROWS = 65_536
_LAST = np.iinfo(np.int32).max

_RANKED = ("exclusivity", "purposes", "created_on")


def digests_of(texts: pa.Array) -> np.ndarray:
    """A digest (S16) per text, equal where two texts say the same; sixteen zero bytes for a text with nothing visible.

    Compared in NFC, one blank for any run of white space, nothing at the ends, invisible characters gone. Letters stay as they are.
    """
    found = np.zeros(len(texts), "S16")
    for some in characters(pc.utf8_normalize(texts, "NFC")):
        shown = some.only(some.kinds != INVISIBLE)
        space = shown.kinds == SPACE
        single = shown.only(~(space & shown.after_space(space)))
        trimmed = single.only(~((single.kinds == SPACE) & single.at_end()))
        codes = np.where(trimmed.kinds == SPACE, np.uint32(32), trimmed.codes).astype("<u4")
        plain = pa.Array.from_buffers(pa.binary(), len(trimmed.starts) - 1, [
            None, pa.py_buffer((trimmed.starts * 4).astype(np.int32)), pa.py_buffer(codes.tobytes())])
        found[some.rows] = np.where(np.diff(trimmed.starts) > 0, ids(mac_values(_KEY, plain)), b"")
    return found


def exact_duplicates_of(inputs: dict) -> Result:
    """One row per record, in record id order.

    The survivor has the stronger rights (exclusive, shared, public; then more purposes), then the better quality, then the
    earlier date, then the lower record id. Texts are streamed: memory holds a digest and the ranks of each record.
    A record without any visible text is a cluster of its own.
    """
    records = inputs["records"]
    versions = records if isinstance(records, list) else [records]
    parts = [_ranks(batch) for version in versions for batch in _batches(version)]
    if not parts:
        return Result(SCHEMA.empty_table())
    record_ids, digests, exclusivity, purposes, dates = (np.concatenate(column) for column in zip(*parts, strict=True))
    scores = _scores(inputs["quality"], record_ids)
    order = np.lexsort((*_halves(record_ids), dates, -scores, -purposes, exclusivity, *_halves(digests)))
    first = np.ones(len(order), bool)
    first[1:] = digests[order][1:] != digests[order][:-1]
    cluster = np.empty(len(order), np.int64)
    cluster[order] = np.cumsum(first) - 1
    survivor = np.zeros(len(order), bool)
    survivor[order[first]] = True
    return Result(_rows(record_ids, cluster, survivor))


def _batches(version: Version) -> Iterator[pa.RecordBatch]:
    names = version.schema.names
    if names:
        yield from version.batches(["record_id", text_column(names), *(name for name in _RANKED if name in names)])


def _ranks(batch: pa.RecordBatch) -> tuple[np.ndarray, ...]:
    """record ids and digests (S16), then exclusivity, purposes and date as numbers."""
    record_ids = ids(batch.column("record_id"))
    digests = digests_of(texts_of(batch))
    digests = np.where(digests == b"", record_ids, digests)
    size = batch.num_rows
    exclusivity = purposes = np.zeros(size, np.int32)
    dates = np.full(size, _LAST)
    if "exclusivity" in batch.schema.names:
        known = pc.index_in(batch.column("exclusivity"), _EXCLUSIVITY)
        exclusivity = pc.fill_null(known, len(_EXCLUSIVITY)).to_numpy(zero_copy_only=False).astype(np.int32)
    if "purposes" in batch.schema.names:
        purposes = pc.fill_null(pc.list_value_length(batch.column("purposes")), 0).to_numpy(zero_copy_only=False).astype(np.int32)
    if "created_on" in batch.schema.names:
        days = batch.column("created_on").cast(pa.date32()).cast(pa.int32())
        dates = pc.fill_null(days, int(_LAST)).to_numpy(zero_copy_only=False)
    return record_ids, digests, exclusivity, purposes, dates


def _scores(quality: Version, record_ids: np.ndarray) -> np.ndarray:
    """Quality of each record, better is higher: 1 less its symbols and repeated lines; -1 where it was not measured."""
    scores = np.full(len(record_ids), -1.0)
    if not quality.rows:
        return scores
    table = quality.read(["record_id", "symbol_share", "duplicate_line_share"])
    known = ids(table["record_id"])
    order = np.argsort(known)
    place = np.minimum(np.searchsorted(known[order], record_ids), len(known) - 1)
    row = order[place]
    shares = [pc.fill_null(table[name].combine_chunks(), 0).to_numpy(zero_copy_only=False).astype(np.float64)
              for name in ("symbol_share", "duplicate_line_share")]
    return np.where(known[row] == record_ids, 1 - shares[0][row] - shares[1][row], scores)


def _halves(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sort keys of 16-byte values, least significant first, in byte order."""
    halves = np.ascontiguousarray(values).view(">u8").reshape(-1, 2)
    return halves[:, 1], halves[:, 0]


def _rows(record_ids: np.ndarray, cluster: np.ndarray, survivor: np.ndarray) -> Iterator[pa.RecordBatch]:
    by_id = np.lexsort(_halves(record_ids))
    _, lowest = np.unique(cluster[by_id], return_index=True)
    cluster_ids = record_ids[by_id][lowest]
    sizes = np.bincount(cluster).astype(np.int32)
    for start in range(0, len(by_id), _ROWS):
        rows = by_id[start: start + _ROWS]
        yield pa.record_batch([
            _binary(record_ids[rows]), _binary(cluster_ids[cluster[rows]]), pa.array(sizes[cluster[rows]]), pa.array(survivor[rows]),
        ], schema=SCHEMA)


def _binary(values: np.ndarray) -> pa.Array:
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(16), len(values), [None, pa.py_buffer(values.tobytes())])


exact_duplicates = Step.whole("exact_duplicates", version="1", run=exact_duplicates_of, schema=SCHEMA)
