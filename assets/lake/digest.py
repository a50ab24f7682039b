"""Keyed digests of values and of whole rows.

Belongs here: the one canonical form of a row and the MACs over it. Not here: which key (`keys`), what is identified.
"""

import hashlib

import pyarrow as pa
import pyarrow.compute as pc

ID = pa.binary(16)

# Where a record was found is not what it says: these never enter a row's MAC.
PLACE_COLUMNS = ("object_id", "locator")
LAKE_COLUMNS = ("row_mac", "input_mac")


def mac(key: bytes, *parts: bytes | str) -> bytes:
    """Keyed BLAKE2b-128 (RFC 7693) over the parts, each framed as a netstring so that no two lists of parts collide."""
    framed = b""
    for part in parts:
        if isinstance(part, str):
            part = part.encode("utf-8", "surrogatepass")
        framed += b"%d:%b" % (len(part), part)
    return hashlib.blake2b(framed, key=key, digest_size=16).digest()


def mac_values(key: bytes, values: pa.Array) -> pa.Array:
    """MAC of each value of a binary array, in order; null stays null. Shape (n,) -> (n,) of binary(16)."""
    values = values.cast(pa.binary()) if values.type != pa.binary() else values
    base = hashlib.blake2b(key=key, digest_size=16)
    size = len(values)
    if size == 0:
        return pa.array([], ID)
    _, offsets, data = values.buffers()
    ends = memoryview(offsets).cast("i")[values.offset: values.offset + size + 1]
    view = memoryview(data) if data is not None else memoryview(b"")
    out = bytearray(16 * size)
    for row in range(size):
        digest = base.copy()
        digest.update(view[ends[row]: ends[row + 1]])
        out[16 * row: 16 * row + 16] = digest.digest()
    macs = pa.FixedSizeBinaryArray.from_buffers(ID, size, [None, pa.py_buffer(bytes(out))])
    return pc.if_else(values.is_valid(), macs, pa.scalar(None, ID)) if values.null_count else macs


def canonical(array: pa.Array) -> pa.Array:
    """Each value as a self-delimiting byte string: `~` for null, else length, colon, bytes. Nested types recurse."""
    kind = array.type
    if pa.types.is_null(kind):
        return pa.array([b"~"] * len(array), pa.binary())
    if pa.types.is_dictionary(kind):
        return canonical(array.dictionary_decode())
    if pa.types.is_struct(kind):
        parts = [canonical(child) for child in array.flatten()]
        body = _join(parts, len(array))
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
        body = _join_lists(array)
    elif pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        body = array.cast(pa.binary())
    else:
        body = array.cast(pa.string()).cast(pa.binary())
    body = pc.fill_null(body, b"")
    framed = _join([pc.binary_length(body).cast(pa.string()).cast(pa.binary()), b":", body], len(array))
    return pc.if_else(array.is_valid(), framed, pa.scalar(b"~", pa.binary())) if array.null_count else framed


def _join(parts: list, size: int) -> pa.Array:
    if not parts:
        return pa.array([b""] * size, pa.binary())
    columns = [pa.scalar(part, pa.binary()) if isinstance(part, bytes) else part for part in parts]
    return pc.binary_join_element_wise(*columns, pa.scalar(b"", pa.binary()))


def _join_lists(array: pa.Array) -> pa.Array:
    filled = pc.fill_null(array, pa.scalar([], array.type)) if array.null_count else array
    lengths = pc.list_value_length(filled).cast(pa.int32())
    children = canonical(filled.flatten())
    zero = pa.array([0], pa.int32())
    offsets = pa.concat_arrays([zero, pc.cumulative_sum(lengths).cast(pa.int32())]) if len(lengths) else zero
    return pc.binary_join(pa.ListArray.from_arrays(offsets, children), pa.scalar(b"", pa.binary()))


def mac_rows(key: bytes, rows: pa.RecordBatch | pa.Table, leave: tuple[str, ...] = PLACE_COLUMNS + LAKE_COLUMNS) -> pa.Array:
    """MAC of each row's content: every column but `leave`, with its name, in name order. Returns (n,) of binary(16).

    Column order, null padding and batch borders do not matter; a row reads the same in any table that holds it.
    """
    names = sorted(name for name in rows.schema.names if name not in leave)
    parts: list = []
    for name in names:
        column = rows.column(name)
        array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        parts += [f"{len(name)}:{name}=".encode(), canonical(array)]
    return mac_values(key, _join(parts, rows.num_rows))


def digest_of(*parts: bytes | str) -> str:
    """Unkeyed BLAKE2b-128, hex, of parts that hold no personal data (names, versions, parameters, other digests)."""
    return mac(b"", *parts).hex()
