"""Which lines of a text are a template of its source: the footer on every press release, the greeting of every conversation.

Belongs here: finding the lines that a source's records share, and where they stand in a text. Not here: removing them (recipes decide).
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.curation.duplicates.exact import binary
from assets.curation.duplicates.fingerprints import line_hashes, packed
from assets.curation.duplicates.keys import AT_ONCE, Rows, numbers_of, parts_for, unpacked
from assets.curation.duplicates.ranks import by_id
from assets.curation.duplicates.rewriting import only_changed
from assets.curation.texts import texts_of
from assets.lake import Result, Step, Version
from assets.lake.segments import ids

SHARED = pa.schema([
    pa.field("record_id", pa.binary(16), nullable=False),
    pa.field("lines", pa.binary(), nullable=False),     # hashes of its lines that its source repeats, rising, packed as in fingerprints
])
_SPAN = pa.struct([pa.field("start", pa.int32(), nullable=False), pa.field("end", pa.int32(), nullable=False)])
SCHEMA = pa.schema([
    pa.field("record_id", pa.binary(16), nullable=False),
    pa.field("template_share", pa.float32()),       # 0..1 of the characters of lines that are not blank; null for an empty text
    pa.field("spans", pa.list_(_SPAN)),             # where, in code points, line ends included, rising; null for a dialogue
])
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


def shared_lines_of(inputs: dict, *, records: int, share: float, memory_mb: float, before: Version | None = None) -> Result:
    """One row per record, in record id order: which of its lines at least `records` records of its source hold, and `share` of them.

    Reads the line hashes of `annotations/fingerprints` and the sources; memory holds some 30 bytes a record and a part of the lines.
    """
    record_ids, source, sizes = _sources(inputs["records"])
    needed = np.maximum(records, np.ceil(sizes * share))
    fingerprints = inputs["fingerprints"]
    rows, found = Rows.of(fingerprints, numbers_of(record_ids)), []
    parts = parts_for(fingerprints.bytes // 16, int(memory_mb * 2**20))      # a third of that table are lines of 8 bytes
    for owners, lines in rows.entries("lines", parts):
        found.append(_frequent(owners, lines, source, needed))
    owners, lines = (np.concatenate(column) for column in zip(*found, strict=True))
    return only_changed(_rows(record_ids, owners, lines), before)


def _frequent(owners: np.ndarray, lines: np.ndarray, source: np.ndarray, needed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The entries, each once, whose line enough records of their source hold."""
    theirs = source[owners]
    keys = lines ^ (np.arange(len(needed), dtype=np.uint64) * _SPREAD)[theirs]
    # Most lines stand in one record. Counted by some of their bits only, together with what shares these, nearly all are seen to be too few.
    place = (keys & np.uint64((1 << len(keys).bit_length()) - 1)).view(np.int64)
    counts, enough = np.bincount(place), needed.astype(np.int64)
    cut = range(0, len(keys), AT_ONCE)
    some = np.concatenate([place[:0], *(at + np.flatnonzero(counts[place[at: at + AT_ONCE]] >= enough[theirs[at: at + AT_ONCE]]) for at in cut)])
    some = some[np.lexsort((owners[some], keys[some]))]
    some = some[np.concatenate([[True], (keys[some[1:]] != keys[some[:-1]]) | (owners[some[1:]] != owners[some[:-1]])])] if len(some) else some
    _, which, counts = np.unique(keys[some], return_inverse=True, return_counts=True)
    some = some[counts[which] >= needed[source[owners[some]]]]
    return owners[some], lines[some]


def _sources(records: list[Version] | Version) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Record ids (S16), the number of each record's source, and how many records each source has."""
    versions = records if isinstance(records, list) else [records]
    record_ids, names = [np.empty(0, "S16")], [pa.array([], pa.string())]
    for version in versions:
        columns = ["record_id", *(name for name in ("source",) if name in version.schema.names)]
        for batch in version.batches(columns) if version.rows else ():
            record_ids.append(ids(batch.column("record_id")))
            names.append(batch.column("source").cast(pa.string()) if len(columns) == 2 else pa.array([""] * batch.num_rows))
    source = pa.chunked_array(names).combine_chunks().fill_null("").dictionary_encode().indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return np.concatenate(record_ids), source, np.bincount(source, minlength=1)


def _rows(record_ids: np.ndarray, owners: np.ndarray, lines: np.ndarray) -> pa.Table:
    by_record = by_id(record_ids)
    place = np.empty(len(by_record), np.int64)
    place[by_record] = np.arange(len(by_record))
    order = np.lexsort((lines, place[owners]))
    starts = np.concatenate([[0], np.cumsum(np.bincount(place[owners], minlength=len(record_ids)))])
    return pa.table([binary(record_ids[by_record]), packed(lines[order], starts)], schema=SHARED)


def templates_of(records: pa.RecordBatch, shared: pa.Table | None) -> pa.RecordBatch:
    """One row per record, in the order given. `shared` holds these records' rows of `annotations/shared_lines`."""
    texts = texts_of(records)
    sizes = pc.fill_null(pc.utf8_length(texts), 0).to_numpy(zero_copy_only=False).astype(np.int64)
    row, start, end, blank = _spans(texts, *_wanted(records, shared))
    covered, written = np.bincount(row, end - start, minlength=len(texts)), sizes - blank
    share = np.divide(covered, written, out=np.zeros(len(sizes)), where=written > 0)
    first, last = _runs(row, start, end)
    counts = np.bincount(row[first], minlength=len(texts))
    spans = pa.ListArray.from_arrays(
        pa.array(np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)),
        pa.StructArray.from_arrays([pa.array(start[first].astype(np.int32)), pa.array(end[last].astype(np.int32))], fields=list(_SPAN)))
    if "text" not in records.schema.names:
        spans = pa.nulls(len(texts), spans.type)
    return pa.record_batch([records.column("record_id"), pa.array(share.astype(np.float32), mask=sizes == 0), spans], schema=SCHEMA)


def _wanted(records: pa.RecordBatch, shared: pa.Table | None) -> tuple[np.ndarray, np.ndarray]:
    """(row of the batch, line hash) of every shared line."""
    if shared is None or not shared.num_rows:
        return np.empty(0, np.int64), np.empty(0, np.uint64)
    shared = shared.combine_chunks()
    rows = numbers_of(ids(records.column("record_id")))(shared["record_id"].chunk(0))
    return unpacked(shared["lines"].chunk(0), rows)


def _spans(texts: pa.Array, rows: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Row, start and end (code points, the line's end included) of each wanted line, in order; and the characters of blank lines of each
    text that has such a line."""
    from assets.text.lines import lines_of
    from assets.text.words import word_hashes

    some = np.unique(rows)
    lines, first = lines_of(texts.take(pa.array(some)))
    row = np.repeat(some, np.diff(first))
    ends = np.cumsum(pc.utf8_length(lines).to_numpy(zero_copy_only=False).astype(np.int64))
    ends = np.concatenate([[0], ends])
    before = np.repeat(ends[first[:-1]], np.diff(first))
    numbers, hashes = line_hashes(word_hashes(lines))
    known = np.isin(hashes ^ (row[numbers].astype(np.uint64) * _SPREAD), wanted ^ (rows.astype(np.uint64) * _SPREAD))
    here = numbers[known]
    empty = pc.equal(pc.binary_length(pc.utf8_trim_whitespace(lines)), 0).to_numpy(zero_copy_only=False)
    blank = np.bincount(row, np.where(empty, np.diff(ends), 0), minlength=len(texts)).astype(np.int64)
    return row[here], (ends[:-1] - before)[here], (ends[1:] - before)[here], blank


def _runs(row: np.ndarray, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last of each run of lines that follow each other."""
    joined = np.zeros(len(row) + 1, bool)
    joined[1:-1] = (row[1:] == row[:-1]) & (start[1:] == end[:-1])
    return np.flatnonzero(~joined[:-1]), np.flatnonzero(~joined[1:])


shared_lines = Step.whole("shared_lines", version="1", run=shared_lines_of, schema=SHARED, remembers=True)
templates = Step.map("templates", version="1", run=templates_of, schema=SCHEMA)
