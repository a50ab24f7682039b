"""The canonical bytes of a row, the leaves and the tree: they depend on what is said and on nothing else."""

import datetime as dt
import hashlib
import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.governance.verification.leaves import (
    Leaves,
    Unsound,
    canonical_json,
    canonical_rows,
    leaf,
    merkle_root,
    node,
    release_root,
    row_digest,
    sha256,
    shard_leaves,
)

COUNTS = pa.list_(pa.struct([("type", pa.string()), ("count", pa.int32())]))
SCHEMA = pa.schema([("record_id", pa.binary(16)), ("text", pa.large_string()), ("language", pa.string()), ("created", pa.date32()),
                    ("weight", pa.float32()), ("synthetic", pa.bool_()), ("parents", pa.list_(pa.binary(16))), ("redactions", COUNTS)])
IDS = st.binary(min_size=16, max_size=16)
ROWS = st.lists(st.fixed_dictionaries({
    "record_id": IDS, "text": st.none() | st.text(max_size=8), "language": st.sampled_from([None, "", "en"]),
    "created": st.none() | st.dates(dt.date(1900, 1, 1)), "weight": st.none() | st.floats(width=32, allow_nan=False), "synthetic": st.none() | st.booleans(),
    "parents": st.none() | st.lists(st.none() | IDS, max_size=3),
    "redactions": st.none() | st.lists(st.none() | st.fixed_dictionaries({"type": st.none() | st.text(max_size=3), "count": st.none() | st.integers(0, 9)}),
                                       max_size=3)}), max_size=6)


def table(rows: list[dict], schema: pa.Schema = SCHEMA) -> pa.Table:
    return pa.Table.from_pylist(rows, schema)


def canonical(rows: pa.Table) -> list[bytes]:
    return canonical_rows(rows).to_pylist()


# Rows

def test_the_canonical_bytes_of_a_row_never_change():
    # Written down once: a change here would void every release there is.
    row = {"b": [bytes(2), None], "a": "é\n", "c": 0.5, "d": dt.date(1970, 1, 3), "e": True, "f": -2, "g": None, "h": {"y": "", "x": None}}
    size = [n.to_bytes(7, "little") for n in range(40)]
    assert canonical(table([row], None)) == [
        b"1:a=s" + size[3] + "é\n".encode() + b"1:b=l" + size[18] + b"b" + size[2] + bytes(2) + bytes(8) + b"1:c=f" + size[8] + bytes(6) + b"\xe0\x3f"
        + b"1:d=d" + size[8] + b"\2" + bytes(7) + b"1:e=t" + size[8] + b"\1" + bytes(7) + b"1:f=i" + size[8] + b"\xfe" + b"\xff" * 7
        + b"1:g=" + bytes(8) + b"1:h=o" + size[24] + b"1:x=" + bytes(8) + b"1:y=s" + size[0]]


def test_the_canonical_json_of_a_value_never_changes():
    value = {"b": [bytes(2), None], "a": "é\n", "c": 0.1, "d": dt.date(2020, 1, 2), "e": True}
    assert canonical_json(value) == b'{"a":"\xc3\xa9\\n","b":["0000",null],"c":0.1,"d":"2020-01-02","e":true}'


@given(ROWS, st.data())
def test_any_split_into_batches_gives_the_same_bytes(rows, data):
    whole, cut = table(rows), data.draw(st.integers(0, len(rows)))
    parts = pa.concat_tables([table(rows[:cut]), table(rows[cut:])])
    assert canonical(whole) == canonical(parts) == canonical(whole.slice(0, cut)) + canonical(whole.slice(cut))


@given(ROWS)
def test_how_arrow_stores_a_value_does_not_matter(rows):
    plain = table(rows)
    other = pa.schema([("record_id", pa.binary()), ("text", pa.string()), ("language", pa.dictionary(pa.int8(), pa.large_string())),
                       ("created", pa.date32()), ("weight", pa.float64()), ("synthetic", pa.bool_()), ("parents", pa.large_list(pa.large_binary())),
                       ("redactions", pa.list_(pa.struct([("count", pa.int64()), ("type", pa.large_string())])))])
    assert canonical(plain) == canonical(table(rows, other)) == canonical(plain.select(list(reversed(SCHEMA.names))))


@given(ROWS)
def test_a_row_alone_has_the_digest_it_has_in_its_shard(rows):
    digests = [hashlib.sha256(row).digest() for row in canonical(table(rows))]
    assert digests == [row_digest(row) for row in table(rows).to_pylist()]


@given(ROWS)
def test_two_rows_have_the_same_bytes_only_if_they_are_the_same(rows):
    same = [canonical_json({name: repr(value) for name, value in row.items()}) for row in table(rows).to_pylist()]
    assert len(set(canonical(table(rows)))) == len(set(same))


@pytest.mark.parametrize("one, other", [
    ({"a": None}, {"a": ""}), ({"a": []}, {"a": None}), ({"a": [None]}, {"a": []}), ({"a": {"b": None}}, {"a": None}), ({"a": "1"}, {"a": 1}),
    ({"a": b"1"}, {"a": "1"}), ({"a": 0}, {"a": 0.0}), ({"a": True}, {"a": 1}), ({"a": ["bc", ""]}, {"a": ["b", "c"]}), ({"a": "x", "b": None}, {"a": "x"}),
    ({"a": [["x"], []]}, {"a": [[], ["x"]]}), ({"a": "1:b=s"}, {"a": "", "b": ""}), ({"a": 1.5}, {"a": -1.5}), ({"ab": "c"}, {"a": "bc"}),
])
def test_what_differs_has_other_bytes(one, other):
    assert row_digest(one) != row_digest(other)


def test_a_type_without_a_canonical_form_is_refused_by_name():
    with pytest.raises(Unsound, match=r"timestamp\[us\], which have no canonical form"):
        row_digest({"a": dt.datetime(2020, 1, 1)})


# Leaves

def test_a_shards_leaves_are_its_ids_and_digests_in_stored_order():
    rows = [{"record_id": bytes([n]) * 16, "text": f"text {n}"} for n in (3, 1, 2)]
    file = io.BytesIO()
    pq.write_table(table(rows, pa.schema([("record_id", pa.binary(16)), ("text", pa.string())])), file, row_group_size=2)
    leaves = shard_leaves(file)
    assert bytes(leaves.ids) == b"".join(row["record_id"] for row in rows)
    assert list(leaves.sorted()) == sorted((row["record_id"], row_digest(row)) for row in rows)
    assert leaves.root() == merkle_root([leaf(*pair) for pair in leaves.sorted()])


def test_an_empty_shard_has_the_root_of_nothing():
    file = io.BytesIO()
    pq.write_table(table([]), file)
    assert len(shard_leaves(file)) == 0 and shard_leaves(file).root() == sha256(b"")


def test_a_record_that_stands_twice_is_caught():
    leaves = Leaves()
    for digest in (bytes(32), b"\1" * 32):
        leaves.add(bytes(16), digest)
    with pytest.raises(Unsound, match="twice"):
        leaves.root()


@pytest.mark.parametrize("record_id", [b"", b"short", bytes(17), None])
def test_an_id_of_another_length_is_refused(record_id):
    leaves = Leaves()
    with pytest.raises(Unsound, match="16 bytes"):
        leaves.add_rows(pa.table({"record_id": pa.array([bytes(16), record_id], pa.binary())}))


def test_two_ids_that_are_sixteen_bytes_on_average_are_refused():
    with pytest.raises(Unsound, match="16 bytes"):
        Leaves().add_rows(pa.table({"record_id": pa.array([bytes(15), bytes(17)], pa.binary())}))


# The tree

def test_the_root_is_the_one_of_the_standard():
    def recursive(leaves):
        if len(leaves) == 1:
            return leaves[0]
        half = 1 << (len(leaves) - 1).bit_length() - 1
        return node(recursive(leaves[:half]), recursive(leaves[half:]))

    leaves = [leaf(bytes([n]) * 16, bytes(32)) for n in range(40)]
    assert merkle_root([]) == sha256(b"")
    for size in range(1, 41):
        assert merkle_root(leaves[:size]) == recursive(leaves[:size]).hex()


def test_a_leaf_never_changes():
    assert leaf(bytes(16), bytes(32)).hex() == sha256(bytes(49))


def test_the_root_of_a_release_rests_on_each_shards_name_rows_and_root():
    files = {f"data/{name}.parquet": {"root": sha256(name.encode()), "rows": 3} for name in "ab"}
    root = release_root(files)
    assert root == node(*(hashlib.sha256(b"\2" + bytes.fromhex(listed["root"]) + (3).to_bytes(8, "big") + name.encode()).digest()
                          for name, listed in files.items())).hex()
    one, two = files.items()
    assert root == release_root(dict([two, one, ("provenance/a.parquet", {"root": "00", "rows": 9})]))
    for other in ({**files, one[0]: {**one[1], "rows": 4}}, {**files, one[0]: two[1]}, dict([one]), {**files, "data/c.parquet": {"root": sha256(b""), "rows": 0}}):
        assert release_root(other) != root
