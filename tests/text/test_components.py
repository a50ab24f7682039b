import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.text.components import components

graphs = st.integers(1, 12).flatmap(lambda size: st.tuples(st.just(size), st.lists(st.tuples(*[st.integers(0, size - 1)] * 2), max_size=20)))


def labels(size, edges):
    return components(size, *(np.array([edge[end] for edge in edges], np.int64) for end in (0, 1))).tolist()


@given(graphs)
def test_a_label_is_the_lowest_node_that_can_be_reached(graph):
    size, edges = graph
    reached = [{node} for node in range(size)]
    for _ in range(size):
        for one, other in edges:
            reached[one] = reached[other] = reached[one] | reached[other]
    assert labels(size, edges) == [min(nodes) for nodes in reached]


@given(graphs, st.randoms())
def test_order_and_direction_of_edges_do_not_matter(graph, random):
    size, edges = graph
    shuffled = [edge[:: random.choice([1, -1])] for edge in random.sample(edges, len(edges))]
    assert labels(size, shuffled) == labels(size, edges)


def test_long_chains_and_no_edges():
    nodes = np.arange(200_000)
    assert not components(200_001, nodes + 1, nodes).any()
    assert not components(200_001, nodes[::-1] + 1, nodes[::-1]).any()
    assert labels(3, []) == [0, 1, 2] and labels(0, []) == []


@pytest.mark.parametrize("edge", [(0, 3), (-1, 0)])
def test_an_edge_to_a_node_that_is_none_is_refused(edge):
    with pytest.raises(IndexError, match="of 3 nodes"):
        labels(3, [edge])
