"""Law 2: position, path and file never enter a record's id; content and key do."""

import io

from hypothesis import given
from hypothesis import strategies as st

from assets.lake.digest import mac
from assets.landing.identity import Identifier, normalised, object_id
from assets.landing.mapping import Record

KEY = b"i" * 32
texts = st.text(min_size=1, max_size=20)
contents = st.lists(st.fixed_dictionaries({"text": texts}), max_size=12)


def ids(rows, source="s"):
    identifier = Identifier(KEY, source)
    return [identifier.record_id(Record(f"row {n}", {}, [], row)) for n, row in enumerate(rows)]


@given(contents, st.randoms())
def test_the_order_of_rows_changes_no_id(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert sorted(ids(rows)) == sorted(ids(shuffled))


@given(contents, st.data())
def test_deleting_one_row_changes_no_other_id(rows, data):
    if rows:
        gone = data.draw(st.integers(0, len(rows) - 1))
        assert set(ids(rows[:gone] + rows[gone + 1:])) < set(ids(rows))


@given(contents)
def test_every_record_of_an_object_has_an_id_of_its_own(rows):
    assert len(set(ids(rows))) == len(rows)


def test_a_key_decides_alone_and_its_parts_do_not_run_together():
    identifier = Identifier(KEY, "s")
    found = [identifier.record_id(Record("x", {}, key, {"text": text})) for key, text in (
        (["1"], "a"), (["1"], "b"), (["12", "3"], "a"), (["1", "23"], "a"))]
    assert found[0] == found[1] and len(set(found)) == 3


def test_the_same_words_in_another_source_are_another_record():
    assert ids([{"text": "a"}], "s") != ids([{"text": "a"}], "t")


def test_line_ends_blanks_and_composed_letters_do_not_make_another_record():
    assert normalised({"text": "caf\u00e9  noir\r\n"}) == normalised({"text": "cafe\u0301 noir\n"})
    assert normalised({"text": "a", "title": None}) == normalised({"text": "a"})


@given(st.binary(max_size=100))
def test_an_object_is_its_bytes(data):
    assert object_id(KEY, "s", io.BytesIO(data), len(data)) == mac(KEY, "s", data)
