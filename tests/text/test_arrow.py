import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.text.arrow import buffers, read_only


def read(texts):
    data, offsets = buffers(texts)
    assert data.dtype == np.uint8 and offsets.dtype == np.int64 and len(offsets) == len(texts) + 1
    return [data[first:last].tobytes().decode() for first, last in zip(offsets, offsets[1:], strict=False)]


@given(st.lists(st.none() | st.text(max_size=5), max_size=9), st.integers(0, 9), st.sampled_from([pa.string(), pa.large_string(), pa.string_view()]))
def test_every_slice_of_every_string_type_is_read(texts, skipped, kind):
    array = pa.array(texts, kind)
    expected = [text or "" for text in texts]
    assert read(array) == expected and read(array.slice(skipped)) == expected[skipped:]
    assert read(pa.chunked_array([array, array.slice(skipped)], kind)) == expected + expected[skipped:]
    assert read(pa.chunked_array([array], kind)) == expected


def test_large_strings_are_not_copied():
    array = pa.array(["one", "two"], pa.large_string())
    data, offsets = buffers(array)
    assert data.ctypes.data == array.buffers()[2].address and offsets.ctypes.data == array.buffers()[1].address


def test_bytes_hidden_under_a_null_are_not_read():
    full = pa.array(["one", "secret", "two"], pa.large_string())
    hidden = pa.LargeStringArray.from_buffers(3, *full.buffers()[1:], pa.py_buffer(b"\x05"))
    assert hidden.to_pylist() == ["one", None, "two"] and read(hidden) == ["one", "", "two"]


def test_nothing_at_all():
    for array in (pa.array([], pa.string()), pa.array([None, None], pa.large_string()), pa.array([None], pa.null()), pa.chunked_array([], pa.string())):
        assert read(array) == [""] * len(array)


def test_numbers_are_no_texts():
    with pytest.raises(pa.ArrowException):
        buffers(pa.array([[1]]))


def test_kernels_get_one_kind_of_array():
    for values in (np.arange(6, dtype=np.int32), np.arange(12)[::2], np.frombuffer(b"\0" * 16, np.int64)):
        plain = read_only(values, np.int64)
        assert plain.dtype == np.int64 and plain.flags.c_contiguous and not plain.flags.writeable and plain.tolist() == values.tolist()
    values = np.zeros(3, np.int64)
    assert read_only(values, np.int64).base is values and values.flags.writeable
