"""Segments: immutable, bounded Parquet files named by a digest of their bytes.

Belongs here: writing, reading and rewriting segments. Not here: which segments make a table (`versions`).
"""

import contextlib
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assets.lake.digest import digest_of
from assets.lake.errors import IntegrityError
from assets.lake.storage import Store

SEGMENT_ROWS = 65_536
SEGMENT_BYTES = 64 * 2**20
BATCH_ROWS = 8_192
BATCH_BYTES = 16 * 2**20


@dataclass(frozen=True)
class Segment:
    """One file of a table: its name, rows and bytes."""

    id: str
    rows: int
    bytes: int

    def path(self, table: str) -> str:
        return f"{table}/segments/{self.id}.parquet"


def write_segments(store: Store, folder: str, batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> list[Segment]:
    """Write batches as segments of at most SEGMENT_ROWS rows and about SEGMENT_BYTES bytes under `folder/segments/`.

    Memory holds one segment. Row groups are at most BATCH_ROWS rows and about BATCH_BYTES bytes, so that readers stay
    bounded too. No statistics (they would copy values into the footer), no clock: equal rows give equal bytes.
    """
    segments: list[Segment] = []
    waiting: list[pa.RecordBatch] = []
    rows = size = 0

    def flush() -> None:
        nonlocal waiting, rows, size
        if rows:
            segments.append(_write(store, folder, waiting, schema))
        waiting, rows, size = [], 0, 0

    for batch in batches:
        for part in bounded(batch):
            if rows and (rows + part.num_rows > SEGMENT_ROWS or size + part.nbytes > SEGMENT_BYTES):
                flush()
            waiting.append(part)
            rows += part.num_rows
            size += part.nbytes
    flush()
    return segments


def _write(store: Store, folder: str, batches: list[pa.RecordBatch], schema: pa.Schema) -> Segment:
    sink = io.BytesIO()
    with pq.ParquetWriter(sink, schema, compression="zstd", use_dictionary=False, write_statistics=False,
                          write_page_checksum=True, store_schema=True) as writer:
        for batch in _grouped(batches):
            writer.write_table(batch, row_group_size=batch.num_rows)
    data = sink.getvalue()
    segment = Segment(digest_of(data), sum(batch.num_rows for batch in batches), len(data))
    if not store.exists(segment.path(folder)):
        store.write(segment.path(folder), data)
    return segment


def _grouped(batches: list[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Join small batches into row groups near the bound."""
    group: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        if group and (rows + batch.num_rows > BATCH_ROWS or size + batch.nbytes > BATCH_BYTES):
            yield pa.Table.from_batches(group)
            group, rows, size = [], 0, 0
        group.append(batch)
        rows += batch.num_rows
        size += batch.nbytes
    if group:
        yield pa.Table.from_batches(group)


def bounded(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Cut a batch into parts of at most BATCH_ROWS rows and about BATCH_BYTES bytes; a single larger row stays whole."""
    rows, size = BATCH_ROWS, BATCH_BYTES
    if batch.num_rows <= rows and batch.nbytes <= size:
        if batch.num_rows:
            yield batch
        return
    if batch.num_rows == 1:
        yield batch
        return
    half = min(rows, (batch.num_rows + 1) // 2) if batch.num_rows > rows else (batch.num_rows + 1) // 2
    for start in range(0, batch.num_rows, half):
        yield from bounded(batch.slice(start, half))


def read_segment(store: Store, path: str, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    """The row groups of one segment, in order, as batches. Raises IntegrityError when it is gone or a page was changed."""
    with _opened(store, path) as parquet:
        for number in range(parquet.num_row_groups):
            table = parquet.read_row_group(number, columns=columns, use_threads=False)
            yield from (batch for batch in table.combine_chunks().to_batches() if batch.num_rows)


def footer_schema(store: Store, path: str) -> pa.Schema:
    """The columns a segment's own footer states; no row is read."""
    with _opened(store, path) as parquet:
        return parquet.schema_arrow


def footer_rows(store: Store, path: str) -> int:
    """The number of rows a segment's own footer states."""
    with _opened(store, path) as parquet:
        return parquet.metadata.num_rows


@contextlib.contextmanager
def _opened(store: Store, path: str) -> Iterator[pq.ParquetFile]:
    """A segment open for reading; the checksum of each page is held against the page as it is read."""
    try:
        with store.open(path) as file:
            yield pq.ParquetFile(file, pre_buffer=False, page_checksum_verification=True)
    except FileNotFoundError:
        raise IntegrityError(f"The segment {path} is missing; restore it from a backup.") from None
    except (pa.ArrowException, OSError) as error:
        if getattr(error, "errno", None) is not None:        # the store's trouble, not the segment's
            raise
        raise IntegrityError(f"The segment {path} is damaged: its bytes do not fit their checksum; restore it from a backup.") from None


def ids(array: pa.Array | pa.ChunkedArray) -> np.ndarray:
    """A binary(16) column as numpy strings of 16 bytes, for sorting and set work. Nulls read as sixteen zero bytes."""
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    if len(array) == 0:
        return np.empty(0, "S16")
    if array.null_count:
        array = array.fill_null(pa.scalar(bytes(16), array.type))
    return np.frombuffer(array.buffers()[1], "S16")[array.offset: array.offset + len(array)]


def members(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Which of `values` (n,) are in `known`, both of one S type of whole eight-byte words: (n,) bool."""
    return places(values, known) >= 0


def places(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Where each of `values` (n,) stands in `known`, -1 where it does not, both of one S type of whole eight-byte words: (n,) int64.

    Of a value that is known twice any place. As far as both are in one order, as tables made of each other mostly are, nothing is looked up.
    """
    size = min(len(values), len(known))
    unlike = np.flatnonzero(values[:size] != known[:size])
    start = int(unlike[0]) if len(unlike) else size
    return np.concatenate([np.arange(start), finder(known)(values[start:])]) if start < len(values) else np.arange(start)


def finder(known: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """`places` in `known`, for values that come in many batches. Each is looked up by a number mixed from its words, then compared in full."""
    if not len(known):
        return lambda values: np.full(len(values), -1)
    known = np.ascontiguousarray(known)
    numbers = _mixed(known)
    order = np.argsort(numbers)
    numbers = numbers[order]
    twins = np.flatnonzero(numbers[1:] == numbers[:-1])
    if (known[order[twins]] != known[order[twins + 1]]).any():      # two values of one number: no case for numbers
        return lambda values: pc.index_in(_fixed(values), _fixed(known)).fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)

    def find(values: np.ndarray) -> np.ndarray:
        values = np.ascontiguousarray(values)
        wanted = _mixed(values)
        in_order = np.argsort(wanted)        # looked up in order, neighbours lie together in memory
        place = np.empty(len(values), np.int64)
        place[in_order] = order[np.minimum(np.searchsorted(numbers, wanted[in_order]), len(numbers) - 1)]
        return np.where(known[place] == values, place, -1)

    return find


def _mixed(values: np.ndarray) -> np.ndarray:
    """One uint64 per value: its words in a row, each multiplied in (Knuth's multiplicative hashing)."""
    if not len(values):
        return np.empty(0, np.uint64)
    words = values.view("<u8").reshape(len(values), -1)
    mixed = words[:, 0].astype(np.uint64)
    for column in range(1, words.shape[1]):
        mixed = (mixed ^ (mixed >> np.uint64(32))) * np.uint64(0x9E3779B97F4A7C15) + words[:, column]
    return mixed


def distinct(values: np.ndarray) -> int:
    """How many different values there are."""
    numbers = np.sort(_mixed(values))
    return len(values) if (numbers[1:] != numbers[:-1]).all() else len(_fixed(values).unique())


def rising(values: np.ndarray) -> np.ndarray:
    """The values (n,) of an S type of whole eight-byte words in byte order. Of ids and MACs the first word nearly always decides."""
    if not len(values):
        return values
    values = np.ascontiguousarray(values)
    first = values.view(">u8").reshape(len(values), -1)[:, 0].astype(np.uint64)
    order = np.argsort(first)
    first = first[order]
    return values[order] if (first[1:] != first[:-1]).all() else np.sort(values)


def _fixed(values: np.ndarray) -> pa.Array:
    values = np.ascontiguousarray(values)
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(values.dtype.itemsize), len(values), [None, pa.py_buffer(values)])


def pairs(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Two S16 arrays as one S32 array, for membership of (id, mac) pairs."""
    joined = np.empty((len(first), 2), "S16")
    joined[:, 0], joined[:, 1] = first, second
    return joined.reshape(-1).view("S32") if len(first) else np.empty(0, "S32")
