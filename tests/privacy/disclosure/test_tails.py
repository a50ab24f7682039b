"""The greatest values are cut, in small tables too."""

import numpy as np
import pyarrow as pa
import pytest

from assets.privacy.disclosure.tails import cut


@pytest.mark.parametrize("others", [3, 98, 400])
def test_a_value_far_out_is_cut_however_few_stand_beside_it(others):
    prices = [*np.linspace(100, 900, others), 2_500_000.0]
    values, beyond = cut(pa.table({"price": prices, "currency": ["EUR"] * len(prices)}), "price", 0.99)
    assert beyond[-1] and max(values.to_pylist()) < 1000


def test_equal_values_are_no_tail_and_a_single_one_has_nothing_to_be_cut_to():
    assert not cut(pa.table({"price": [5.0] * 9, "currency": ["EUR"] * 9}), "price", 0.99)[1].any()
    assert not cut(pa.table({"price": [5.0, 7.0], "currency": ["EUR", "CHF"]}), "price", 0.99)[1].any()
