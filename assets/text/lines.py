"""The lines of texts, without copying them.

Belongs here: where lines begin. Not here: what stands in them.
"""

import numpy as np
import pyarrow as pa

from assets.text.arrow import buffers


def lines_of(texts: pa.Array) -> tuple[pa.Array, np.ndarray]:
    """Every line of every text (large strings, the line's end included), end to end, and the number of each text's first line
    (int64, texts + 1).

    A line ends with a line feed or with its text. An empty or null text has no line.
    """
    data, offsets = buffers(texts)
    ends = np.flatnonzero(data[offsets[0]: offsets[-1]] == 10) + 1 + offsets[0]
    edges = np.concatenate([ends, offsets])
    edges.sort()
    edges = edges[np.concatenate([[True], edges[1:] != edges[:-1]])]
    lines = pa.Array.from_buffers(pa.large_string(), len(edges) - 1, [None, pa.py_buffer(edges.astype(np.int64)), pa.py_buffer(data)])
    return lines, np.searchsorted(edges, offsets)
