"""The canonical bytes of a release: values, rows, leaves and the tree over them.

Belongs here: the one definition of what is hashed, and how. Not here: what is signed (`envelopes`), checking a folder (`verify`).
This module travels inside each release, in its verify.py: Python and pyarrow alone.
"""

import hashlib
import itertools
import json
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


class Unsound(ValueError):
    """Why a file does not hold, as the end of a sentence that begins with its name."""


def canonical_json(value) -> bytes:
    """One byte form per value: sorted names, no spaces, UTF-8; binary as hex, dates as ISO 8601. Refuses NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False,
                      default=lambda other: other.hex() if isinstance(other, bytes) else other.isoformat()).encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def canonical_rows(rows: pa.RecordBatch | pa.Table) -> pa.Array:
    """The canonical bytes of each row, as large_binary: for every column, in name order, `length:name=` and then its value.

    A value is the letter of its kind, its length in seven bytes, and its bytes; a null is eight zeros. Kinds: s text, b bytes, i whole number,
    f number, t truth, d days since 1970 (these four in eight bytes), l list (its values in turn), o struct (its fields as a row's columns).
    Numbers and lengths are little-endian. Batch borders, chunks, dictionaries and the width that Arrow stores a value in do not matter.
    Raises Unsound for any other kind.
    """
    return _join(_fields(rows.schema.names, [_whole(rows.column(at)) for at in range(rows.num_columns)]), rows.num_rows)


def _whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _fields(names: list[str], arrays: list[pa.Array]) -> list:
    parts: list = []
    for name, array in sorted(zip(names, arrays, strict=True), key=lambda field: field[0]):
        parts += [b"%d:%s=" % (len(name.encode()), name.encode()), *_value(array)]
    return parts


def _value(array: pa.Array) -> list:
    """Head and body of each value, to be joined; a null of the body stands for no bytes."""
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_null(array.type):
        return [bytes(8)]
    letter, body = _body(array)
    head = pc.add(pc.multiply(pc.binary_length(body).cast(pa.int64()), 256), ord(letter))
    head = pc.fill_null(head, 0) if head.null_count else head
    return [head.view(pa.binary(8)), body]


def _body(array: pa.Array) -> tuple[str, pa.Array]:
    kind, types = array.type, pa.types
    if types.is_string(kind) or types.is_large_string(kind):
        return "s", array.cast(pa.large_binary())
    if types.is_binary(kind) or types.is_large_binary(kind) or types.is_fixed_size_binary(kind):
        return "b", array.cast(pa.large_binary())
    for letter, fits, wide in (("i", types.is_integer, pa.int64()), ("t", types.is_boolean, pa.int64()), ("f", types.is_floating, pa.float64()),
                               ("d", types.is_date32, pa.int64())):
        if fits(kind):
            number = array.view(pa.int32()) if letter == "d" else array
            return letter, number.cast(wide).view(pa.binary(8)).cast(pa.large_binary())
    if types.is_struct(kind):
        letter, joined = "o", _join(_fields([field.name for field in kind], array.flatten()), len(array))
    elif types.is_list(kind) or types.is_large_list(kind):
        letter, inner = "l", array.flatten()
        ends = pc.cumulative_sum(pc.fill_null(pc.list_value_length(array).cast(pa.int64()), 0))
        lists = pa.LargeListArray.from_arrays(pa.concat_arrays([pa.array([0], pa.int64()), ends]), _join(_value(inner), len(inner)))
        joined = pc.binary_join(lists, pa.scalar(b"", pa.large_binary()))
    else:
        raise Unsound(f"holds values of type {kind}, which have no canonical form")
    return letter, pc.if_else(array.is_valid(), joined, pa.scalar(None, joined.type)) if array.null_count else joined


def _join(parts: list, size: int) -> pa.Array:
    columns = [pa.scalar(part, pa.large_binary()) if isinstance(part, bytes) else part.cast(pa.large_binary()) for part in parts]
    joined = pc.binary_join_element_wise(*columns, pa.scalar(b"", pa.large_binary()), null_handling="replace")
    return joined if isinstance(joined, pa.Array) else pa.repeat(joined, size)      # nothing but scalars gives a scalar


def _hashes(values: pa.Array) -> list[bytes]:
    """SHA-256 of each value of a large_binary array."""
    _, ends, data = values.buffers()
    ends, view, hashed = memoryview(ends).cast("q")[values.offset:values.offset + len(values) + 1], memoryview(data or b""), hashlib.sha256
    return [hashed(view[start:end]).digest() for start, end in itertools.pairwise(ends)]


def row_digest(row: dict) -> bytes:
    """SHA-256 of the canonical bytes of one row."""
    return _hashes(canonical_rows(pa.RecordBatch.from_pylist([row])))[0]


def leaf(record_id: bytes, digest: bytes) -> bytes:
    """SHA-256(0x00, record id, row digest): the leaf of RFC 6962 with the id in front."""
    return hashlib.sha256(b"\0" + record_id + digest).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def merkle_root(leaves: list[bytes]) -> str:
    """The RFC 6962 root over leaves in the order given."""
    level, hashed = leaves, hashlib.sha256
    while len(level) > 1:
        pairs = [hashed(b"\1" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
        level = pairs + level[2 * len(pairs):]
    return level[0].hex() if level else sha256(b"")


def release_root(files: dict[str, dict]) -> str:
    """The root of a release: over its data shards in name order, of each SHA-256(0x02, root, rows as 8 bytes, name)."""
    return merkle_root([hashlib.sha256(b"\2" + bytes.fromhex(listed["root"]) + listed["rows"].to_bytes(8, "big") + name.encode()).digest()
                        for name, listed in sorted(files.items()) if name.startswith("data/")])


class Leaves:
    """Record ids (16 bytes each) and row digests (32) of one shard, in the order they came."""

    def __init__(self):
        self.ids, self.digests = bytearray(), bytearray()

    def add(self, record_id: bytes, digest: bytes) -> None:
        self.ids += record_id
        self.digests += digest

    def add_rows(self, rows: pa.RecordBatch | pa.Table) -> None:
        try:
            ids = _whole(rows["record_id"]).cast(pa.binary(16))
        except pa.ArrowInvalid:
            ids = None
        if ids is None or ids.null_count:
            raise Unsound("holds a record id that is not 16 bytes long")
        self.ids += memoryview(ids.buffers()[1] or b"")[16 * ids.offset:16 * (ids.offset + len(ids))]
        self.digests += b"".join(_hashes(canonical_rows(rows)))

    def extend(self, other: "Leaves") -> None:
        self.ids += other.ids
        self.digests += other.digests

    def __len__(self) -> int:
        return len(self.digests) // 32

    def _in_order(self) -> tuple[pa.Array, pa.Array]:
        ids, digests = (pa.FixedSizeBinaryArray.from_buffers(pa.binary(width), len(self), [None, pa.py_buffer(bytes(column))])
                        for width, column in ((16, self.ids), (32, self.digests)))
        order = pc.sort_indices(ids)
        return ids.take(order), digests.take(order)

    def sorted(self):
        """(record id, row digest) pairs in id order."""
        return zip(*(column.to_pylist() for column in self._in_order()), strict=True)

    def hashed(self) -> list[bytes]:
        """The leaves in id order. Raises Unsound when a record stands here twice."""
        ids, digests = self._in_order()
        if pc.any(pc.equal(ids[1:], ids[:-1])).as_py():
            raise Unsound("holds a record twice")
        return _hashes(_join([b"\0", ids, digests], len(self)))

    def root(self) -> str:
        """The root over the leaves in id order. Raises Unsound when a record stands here twice."""
        return merkle_root(self.hashed())


def shard_leaves(file, check: Callable[[pa.RecordBatch], None] = lambda rows: None) -> Leaves:
    """The leaves of one shard, of data or of provenance, in stored order. `check` sees every batch and raises Unsound."""
    leaves = Leaves()
    for batch in pq.ParquetFile(file).iter_batches(batch_size=4096, use_threads=False):
        check(batch)
        leaves.add_rows(batch)
    return leaves
