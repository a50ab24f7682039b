"""Passages: long texts in pieces of one size.

Belongs here: where to cut. Not here: what pieces are compared for.
"""

import numpy as np
import pyarrow as pa

from assets.text.arrow import buffers


def passages(texts: pa.Array | pa.ChunkedArray, size: int) -> tuple[pa.Array, np.ndarray]:
    """Every text in pieces of `size` bytes, at most three fewer where a letter would be cut, and the rest; with them, int64, whose piece each is.

    The pieces of a text joined are the text. A null or empty text has none. Raises ValueError for a size below 8 bytes.
    """
    if size < 8:
        raise ValueError(f"A passage of {size} bytes may be shorter than a letter; ask for 8 or more.")
    data, offsets = buffers(texts)
    pieces = -(-np.diff(offsets) // size)
    owners = np.repeat(np.arange(len(pieces)), pieces)
    numbers = np.arange(len(owners)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    cuts = offsets[owners] + numbers * size
    for _ in range(3):
        cuts -= data[cuts] & 0xC0 == 0x80
    return pa.LargeStringArray.from_buffers(len(cuts), pa.py_buffer(np.append(cuts, offsets[-1]).astype(np.int64)), pa.py_buffer(data)), owners
