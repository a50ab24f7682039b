"""Arrow strings as the flat arrays that kernels read.

Belongs here: the way from an Arrow array to numpy. Not here: anything about what the bytes say.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_OFFSETS = {pa.large_string(): np.int64, pa.large_binary(): np.int64, pa.string(): np.int32, pa.binary(): np.int32}


def buffers(texts: pa.Array | pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    """All bytes (uint8) and where each text begins and the last one ends (int64, one more than there are texts).

    Text number i is bytes[offsets[i]:offsets[i + 1]]; the first need not begin at 0. A null reads as an empty text. Nothing is
    copied but the offsets of small strings, and everything where nulls hide bytes or the array comes in chunks.
    Raises ArrowNotImplementedError for an array of anything but strings.
    """
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.chunk(0) if texts.num_chunks == 1 else texts.cast(pa.large_string()).combine_chunks()
    if texts.type not in _OFFSETS:
        texts = texts.cast(pa.large_string())
    if texts.null_count and (pc.sum(pc.binary_length(texts)).as_py() or 0) < _length(texts):
        texts = texts.fill_null("")
    return _bytes(texts), read_only(_offsets(texts), np.int64)


def read_only(values: np.ndarray, dtype: type) -> np.ndarray:
    """`values` in a row, of one type and not to be written to: a kernel is compiled once for each kind of array it meets."""
    plain = np.ascontiguousarray(values, dtype).view()
    plain.flags.writeable = False
    return plain


def _bytes(texts: pa.Array) -> np.ndarray:
    data = texts.buffers()[2]
    return read_only(np.frombuffer(data if data is not None else b"", np.uint8), np.uint8)


def _offsets(texts: pa.Array) -> np.ndarray:
    kept = texts.buffers()[1]
    if not len(texts) or kept is None:
        return np.zeros(1, np.int64)
    return np.frombuffer(kept, _OFFSETS[texts.type])[texts.offset: texts.offset + len(texts) + 1]


def _length(texts: pa.Array) -> int:
    offsets = _offsets(texts)
    return int(offsets[-1]) - int(offsets[0])
