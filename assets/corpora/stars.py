"""Stars: every node that is taken in has an edge to the one that takes it in.

Belongs here: the compiled loop. Not here: what an edge means (`merging`).
"""

import numpy as np

from assets.text.compiled import kernel


@kernel
def stars(order, starts, targets):
    """Per node the edge by which it is taken in, or -1 where it stays.

    Nodes are asked in `order` (int64): one with an edge to a node that stays is taken in by the first such node, any other stays.
    Edges run from a node to those that may take it in; those of node n are `targets[starts[n]:starts[n + 1]]` (int64).
    Unlike connected components this never joins two nodes through a third. Time and memory grow with nodes and edges.
    """
    size = len(order)
    place = np.empty(size, np.int64)
    for turn in range(size):
        place[order[turn]] = turn
    stays = np.zeros(size, np.bool_)
    by = np.full(size, -1, np.int64)
    for turn in range(size):
        node = order[turn]
        for edge in range(starts[node], starts[node + 1]):
            target = targets[edge]
            if stays[target] and (by[node] < 0 or place[target] < place[targets[by[node]]]):
                by[node] = edge
        stays[node] = by[node] < 0
    return by
