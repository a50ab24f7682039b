"""Connected components of a graph of texts.

Belongs here: which nodes hang together. Not here: what an edge means.
"""

import numpy as np

from assets.text.arrow import read_only
from assets.text.compiled import kernel


def components(size: int, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """For each of `size` nodes the lowest node of its component: (size,) int64, whatever the order and direction of the edges.

    Edge i joins left[i] and right[i]. Union by lowest node with path halving (Tarjan and van Leeuwen 1984). Raises IndexError for an edge
    to a node that is none.
    """
    left, right = read_only(left, np.int64), read_only(right, np.int64)
    for ends in (left, right):
        if len(ends) and not 0 <= ends.min() <= ends.max() < size:
            raise IndexError(f"an edge leads to node {ends.min()} or {ends.max()}, of {size} nodes numbered from 0.")
    lowest = np.arange(size, dtype=np.int64)
    _join(lowest, left, right)
    return lowest


@kernel
def _join(lowest, left, right):
    for edge in range(len(left)):
        one, two = left[edge], right[edge]
        while lowest[one] != one:
            lowest[one] = one = lowest[lowest[one]]
        while lowest[two] != two:
            lowest[two] = two = lowest[lowest[two]]
        lowest[max(one, two)] = min(one, two)
    for node in range(len(lowest)):
        lowest[node] = lowest[lowest[node]]     # parents are lower and have their answer already
