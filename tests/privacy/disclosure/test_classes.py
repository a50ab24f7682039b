"""k counts persons and l what is said: nobody's records are one person's at most, and silence is no value."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from assets.privacy.disclosure.classes import distinct_within, persons_of, reached, told
from assets.privacy.disclosure.policy import TablePolicy
from assets.privacy.disclosure.recoding import candidates, recoded
from tests.privacy.disclosure.small import purchases


def test_records_of_nobody_known_are_one_person_together():
    table = pa.table({"group_id": pa.array([None, b"a" * 16, None, b"a" * 16, b"b" * 16], pa.binary(16)), "record_id": [bytes([n]) * 16 for n in range(5)]})
    k, _ = reached(np.zeros(5, np.int64), persons_of(table), [])
    assert k.tolist() == [3] * 5


def test_what_is_not_said_makes_no_class_more_diverse():
    classes = np.array([0, 0, 1, 1, 1])
    _, diverse = reached(classes, np.arange(5), [told(pa.chunked_array([pa.array([500_000, None, 1, 2, None])]))])
    assert diverse.tolist() == [1, 1, 2, 2, 2]


def test_a_class_in_which_nothing_sensitive_is_said_leaves_where_no_diversity_is_asked_for():
    table = purchases(*({"who": name, "store": "Paris", "price": None} for name in "ab"))
    assert recoded(candidates(table, TablePolicy(k=2, quasi={"store": ("any",)}, sensitive=("price",))))[1].all()
    assert not recoded(candidates(table, TablePolicy(k=2, l=2, quasi={"store": ("any",)}, sensitive=("price",))))[1].any()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 3)), min_size=1, max_size=40))
def test_each_class_holds_as_many_values_as_are_told_in_it(rows):
    classes, values = (np.array(column) for column in zip(*rows, strict=True))
    classes = np.unique(classes, return_inverse=True)[1]
    for number, found in zip(classes.tolist(), distinct_within(classes, values).tolist(), strict=True):
        assert found == len({value for group, value in zip(classes.tolist(), values.tolist(), strict=True) if group == number and value >= 0})
