"""Which of two records should rather speak for both: rights, then quality, then date.

Belongs here: the order in which an annotation prefers records. Not here: which records a corpus may use, and its own order (recipes).
"""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.lake import Version
from assets.lake.segments import ids, places

_EXCLUSIVITY = ("exclusive", "shared", "public")    # rights only we have come first; unknown comes last
_RANKED = ("exclusivity", "purposes", "created_on")
_LAST = np.iinfo(np.int32).max
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


def preferred(records: list[Version] | Version, quality: Version) -> tuple[np.ndarray, np.ndarray]:
    """The ids of all records (S16), best first, and of each a number (uint64) for what it is preferred by: equal numbers, equal preference.

    The stronger rights (exclusive, shared, public; then more purposes), then the better quality, then the earlier date, then
    the lower record id.
    """
    versions = records if isinstance(records, list) else [records]
    parts = [_ranks(batch) for version in versions for batch in _batches(version)]
    if not parts:
        return np.empty(0, "S16"), np.empty(0, np.uint64)
    record_ids, exclusivity, purposes, dates = (np.concatenate(column) for column in zip(*parts, strict=True))
    scores = _scores(quality, record_ids)
    order = by_id(record_ids)
    telling = [column[order] for column in (dates, -scores, -purposes, exclusivity) if (column != column[0]).any()]
    order = order[np.lexsort(telling)] if telling else order
    number = np.zeros(len(order), np.uint64)
    for column in (exclusivity, purposes, scores.view(np.int64), dates):
        number = (number ^ (number >> np.uint64(32))) * _SPREAD + column.astype(np.int64).view(np.uint64)
    return record_ids[order], number[order]


def by_id(record_ids: np.ndarray) -> np.ndarray:
    """The order of ids (S16) in bytes. Their first eight bytes, as a number, nearly always decide."""
    later, first = _halves(record_ids)
    order = np.argsort(first)
    rising = first[order]
    return order if (rising[1:] != rising[:-1]).all() else np.lexsort((later, first))


def _batches(version: Version) -> Iterator[pa.RecordBatch]:
    names = version.schema.names
    if names:
        yield from version.batches(["record_id", *(name for name in _RANKED if name in names)])


def _ranks(batch: pa.RecordBatch) -> tuple[np.ndarray, ...]:
    """record ids (S16), then exclusivity, purposes and date as numbers."""
    size = batch.num_rows
    exclusivity = purposes = np.zeros(size, np.int32)
    dates = np.full(size, _LAST)
    if "exclusivity" in batch.schema.names:
        known = pc.index_in(batch.column("exclusivity"), pa.array(_EXCLUSIVITY))
        exclusivity = pc.fill_null(known, len(_EXCLUSIVITY)).to_numpy(zero_copy_only=False).astype(np.int32)
    if "purposes" in batch.schema.names:
        purposes = pc.fill_null(pc.list_value_length(batch.column("purposes")), 0).to_numpy(zero_copy_only=False).astype(np.int32)
    if "created_on" in batch.schema.names:
        days = batch.column("created_on").cast(pa.date32()).cast(pa.int32())
        dates = pc.fill_null(days, int(_LAST)).to_numpy(zero_copy_only=False)
    return ids(batch.column("record_id")), exclusivity, purposes, dates


def _scores(quality: Version, record_ids: np.ndarray) -> np.ndarray:
    """Quality of each record, better is higher: 1 less its symbols and repeated lines; -1 where it was not measured."""
    scores = np.full(len(record_ids), -1.0)
    if not quality.rows:
        return scores
    table = quality.read(["record_id", "symbol_share", "duplicate_line_share"])
    rows = places(record_ids, ids(table["record_id"]))
    shares = [pc.fill_null(table[name].combine_chunks(), 0).to_numpy(zero_copy_only=False).astype(np.float64)
              for name in ("symbol_share", "duplicate_line_share")]
    return np.where(rows >= 0, 1 - shares[0][rows] - shares[1][rows], scores)


def _halves(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sort keys of 16-byte values, least significant first, in byte order."""
    halves = np.ascontiguousarray(values).view(">u8").reshape(-1, 2)
    return halves[:, 1].astype(np.uint64), halves[:, 0].astype(np.uint64)
