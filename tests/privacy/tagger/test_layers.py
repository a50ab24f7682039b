"""The arithmetic of the layers is that of whole matrices, however few units are active."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.privacy.tagger.layers import _active, _add, paired

HIGHEST, WEIGHT = 1023, 32767


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 24), st.integers(1, 70), st.floats(0, 1), st.integers(0, 2 ** 32 - 1))
def test_adding_active_pairs_is_a_product_of_matrices(pairs, columns, active, seed):
    draw = np.random.default_rng(seed)
    activations = np.where(draw.random(2 * pairs) < active, draw.integers(0, HIGHEST + 1, 2 * pairs), 0).astype(np.int16)
    weights = draw.integers(-WEIGHT, WEIGHT + 1, (2 * pairs, columns)).astype(np.int16)
    laid = paired(weights[None])
    values, rows, sums = np.empty(pairs + 1, np.int32), np.empty(pairs + 1, np.uint32), np.full(laid.shape[2] // 2, 7, np.int32)
    _add(values, rows, _active(activations.view(np.int32), values, rows), laid[0], sums)
    assert np.array_equal(sums[:columns] - 7, activations.astype(np.int64) @ weights) and (sums[columns:] == 7).all()
