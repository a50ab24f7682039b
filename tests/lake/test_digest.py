import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.lake.digest import mac, mac_rows, mac_values

KEY = b"k" * 32
ROW = st.fixed_dictionaries({
    "text": st.none() | st.text(max_size=12), "number": st.none() | st.integers(-2**40, 2**40),
    "list": st.none() | st.lists(st.none() | st.text(max_size=4), max_size=3),
    "parts": st.none() | st.lists(st.fixed_dictionaries({"a": st.none() | st.text(max_size=3), "b": st.none() | st.floats(allow_nan=False)}), max_size=2)})
SCHEMA = pa.schema([("text", pa.large_string()), ("number", pa.int64()), ("list", pa.list_(pa.string())),
                    ("parts", pa.list_(pa.struct([("a", pa.string()), ("b", pa.float64())])))])


def macs(rows: list[dict]) -> list[bytes]:
    return mac_rows(KEY, pa.RecordBatch.from_pylist(rows, SCHEMA)).to_pylist()


@given(st.lists(ROW, min_size=1, max_size=8), st.data())
@settings(max_examples=60, deadline=None)
def test_any_split_of_a_batch_gives_the_same_macs(rows, data):
    cut = data.draw(st.integers(0, len(rows)))
    assert macs(rows) == macs(rows[:cut]) + macs(rows[cut:])
    batch = pa.RecordBatch.from_pylist(rows, SCHEMA)
    assert mac_rows(KEY, batch.slice(cut)).to_pylist() == macs(rows)[cut:]


@given(ROW, ROW)
@settings(max_examples=200, deadline=None)
def test_rows_are_equal_exactly_when_their_macs_are(first, second):
    plain = [pa.RecordBatch.from_pylist([row], SCHEMA).to_pylist() for row in (first, second)]
    assert (repr(plain[0]) == repr(plain[1])) == (macs([first]) == macs([second]))


def test_the_order_of_columns_and_the_place_of_a_record_do_not_matter():
    here = pa.table({"a": ["x"], "b": ["y"], "locator": ["row 1"], "object_id": [b"1"]})
    there = pa.table({"b": ["y"], "a": ["x"], "locator": ["row 9"], "object_id": [b"2"]})
    assert mac_rows(KEY, here) == mac_rows(KEY, there)


def test_a_value_that_moves_to_another_column_changes_the_mac():
    assert mac_rows(KEY, pa.table({"a": ["x"], "b": [""]})) != mac_rows(KEY, pa.table({"a": [""], "b": ["x"]}))


@pytest.mark.parametrize(("first", "second"), [(("ab", "c"), ("a", "bc")), (("a",), ("a", "")), (("1:a",), ("a",))])
def test_parts_cannot_be_shifted_into_each_other(first, second):
    assert mac(KEY, *first) != mac(KEY, *second)


def test_another_key_gives_another_mac_and_null_stays_null():
    values = pa.array([b"x", None], pa.binary())
    assert mac_values(KEY, values)[0] != mac_values(b"o" * 32, values)[0]
    assert mac_values(KEY, values)[1].as_py() is None
