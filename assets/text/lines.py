"""The lines of texts, without copying them.

Belongs here: where lines begin. Not here: what stands in them.
"""

import numpy as np
import pyarrow as pa

from assets.text.arrow import buffers
from assets.text.compiled import kernel, trailing_zeros
from assets.text.utf8 import BLOCK, between, lowest

_FEED = 10


def lines_of(texts: pa.Array) -> tuple[pa.Array, np.ndarray]:
    """Every line of every text (large strings, the line's end included), end to end, and the number of each text's first line
    (int64, texts + 1).

    A line ends with a line feed or with its text. An empty or null text has no line.
    """
    data, offsets = buffers(texts)
    edges, first = np.empty(int(offsets[-1] - offsets[0]) + 1, np.int64), np.empty(len(offsets), np.int64)     # pages nobody writes to cost nothing
    _cut(data, offsets, edges, first)
    edges = edges[: first[-1] + 1].copy()
    return pa.Array.from_buffers(pa.large_string(), len(edges) - 1, [None, pa.py_buffer(edges), pa.py_buffer(data)]), first


@kernel
def _cut(data, offsets, edges, first):
    """Fills where each line begins, and the last one ends, and the number of each text's first line."""
    count = 0
    for text in range(len(offsets) - 1):
        first[text], line, block, end = count, offsets[text], offsets[text], offsets[text + 1]
        while block < end:
            size = min(BLOCK, end - block)
            if block + BLOCK <= len(data):
                feeds = between(data, block, _FEED, _FEED) & lowest(size)
            else:
                feeds = np.uint64(0)
                for at in range(size):
                    feeds |= np.uint64(data[block + at] == _FEED) << np.uint64(at)
            while feeds:
                edges[count], line = line, block + trailing_zeros(feeds) + 1
                feeds &= feeds - np.uint64(1)
                count += 1
            block += size
        if line < end:
            edges[count] = line
            count += 1
    edges[count], first[-1] = offsets[-1], count
