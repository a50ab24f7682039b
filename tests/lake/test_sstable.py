"""Sorted string tables: what was put in is found by its key, with few bytes read, and damage is noticed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.lake import IntegrityError, sstable
from assets.lake.storage import LocalStore, open_store
from tests.conftest import S3_OPTIONS

KEYS = st.integers(0, 30).map(lambda number: number.to_bytes(2, "little").ljust(16, b"\0")) | st.binary(min_size=16, max_size=16)


def entries(keys: list[bytes], width: int) -> np.ndarray:
    """One entry per key, told apart by its place."""
    made = [key + number.to_bytes(width - 16, "big") for number, key in enumerate(keys)] if width > 16 else keys
    return np.array(made, f"S{width}")


def full(found: np.ndarray) -> list[bytes]:
    return sorted(value.ljust(found.dtype.itemsize, b"\0") for value in found.tolist())


@given(st.lists(KEYS, max_size=60), st.lists(KEYS, max_size=10), st.sampled_from([16, 24, 32, 40]), st.integers(1, 9))
@settings(max_examples=150)
def test_exactly_the_entries_of_a_key_are_found_however_they_fall_into_blocks(tmp_path_factory, held, asked, width, size):
    store = LocalStore(tmp_path_factory.getbasetemp() / "sorted")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sstable, "BLOCK", size * width + 32)
        patched.setattr(sstable, "READ_AT_ONCE", 2)
        written = entries(held, width)
        table = sstable.write(store, "t", written)
        asked += held[:3]
        found = sstable.look_up(store, table, width, np.array(asked, "S16"))
    assert full(found) == full(written[np.isin(np.array(held, "S16"), np.array(asked, "S16"))] if held else written)


def test_equal_entries_give_equal_bytes_in_any_order(tmp_path):
    store, made = LocalStore(tmp_path), entries([bytes([n]) * 16 for n in (3, 1, 2)], 32)
    sstable.write(store, "a/t", made)
    sstable.write(store, "b/t", made[::-1])
    assert store.read("a/t") == store.read("b/t")


def many(store) -> tuple[np.ndarray, object]:
    made = np.random.default_rng(1).bytes(32 * 20_000)
    written = np.frombuffer(made, "S32")
    return written, sstable.write(store, "t", written)


def test_a_search_reads_the_fence_and_one_or_two_blocks(tmp_path, monkeypatch):
    store, read = LocalStore(tmp_path), []
    written, table = many(store)
    ranged = store.read_range
    monkeypatch.setattr(store, "read_range", lambda path, start, end: read.append(end - start) or ranged(path, start, end))
    assert sstable.look_up(store, table, 32, sstable.key_of(written[77:78])).tolist() == written[77:78].tolist()
    assert len(read) == 2 and sum(read) <= 3 * sstable.BLOCK < table.size / 10
    assert len(sstable.look_up(store, table, 32, np.array([b"\xff" * 16, b"\0" * 16], "S16"))) == 0


def test_an_object_store_answers_alike(bucket, tmp_path):
    store = open_store(f"s3://{bucket}/vault", tmp_path, S3_OPTIONS)
    written, table = many(store)
    assert full(sstable.look_up(store, table, 32, sstable.key_of(written[5:9]))) == full(written[5:9])
    assert [entry.size for entry in store.list("t")] == [table.size]


@pytest.mark.parametrize("place", [0, 9_000, 16_383, 16_384, -1, -40, -700])
def test_a_changed_byte_is_noticed(tmp_path, place):
    store = LocalStore(tmp_path)
    written, table = many(store)
    data = bytearray(store.read("t"))
    data[place] ^= 1
    store.write("t", bytes(data))
    with pytest.raises(IntegrityError, match="t is damaged"):
        sstable.look_up(store, table, 32, sstable.key_of(written))


@pytest.mark.parametrize("cut", [1, 31, 32, 48, 16_384, 600_000])
def test_a_table_cut_short_or_exchanged_is_noticed(tmp_path, cut):
    store = LocalStore(tmp_path)
    written, table = many(store)
    data = store.read("t")
    for name, changed in (("t", data[:-cut]), ("u", data)):
        store.write(name, changed)
        entry = next(entry for entry in store.list() if entry.path == name)
        with pytest.raises(IntegrityError, match="damaged"):
            sstable.look_up(store, entry, 32, sstable.key_of(written))


def test_an_empty_table_holds_nothing(tmp_path):
    table = sstable.write(LocalStore(tmp_path), "t", np.empty(0, "S32"))
    assert len(sstable.look_up(LocalStore(tmp_path), table, 32, np.array([b"k" * 16]))) == 0
