"""Texts that read alike become the same bytes."""

import unicodedata

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.text.canonical import _settled, canonical

INVISIBLE = "\u00ad\u200b\u2060\ufeff"


def plainly(text: str) -> str:
    """The same in plain Python."""
    text = unicodedata.normalize("NFC", text)
    return " ".join("".join(one for one in text if one not in INVISIBLE).split())


@pytest.mark.parametrize(("one", "other"), [
    ("Été  à Lyon\r\n", " E\u0301te\u0301 a\u0300\u00a0Lyon"), ("a\u200bb", "ab"), ("a\u2028b\u3000c\x1cd", "a b c d"), ("\ufeff x", "x "),
    ("a \u00ad b", "a b")])
def test_these_read_alike(one, other):
    first, second = canonical(pa.array([one, other], pa.large_string())).to_pylist()
    assert first == second


def test_letters_stay_as_they_are():
    assert canonical(pa.array(["Été ß ﬁ"], pa.large_string())).to_pylist() == [unicodedata.normalize("NFC", "Été ß ﬁ").encode()]


def test_a_null_reads_as_an_empty_text():
    assert canonical(pa.array([None, "", "x"], pa.large_string()).slice(0, 2)).to_pylist() == [b"", b""]


@given(st.lists(st.text(st.sampled_from("aZ0 \t\n\r\x0b\x1f\x85\u00a0\u1680\u2005\u2028\u202f\u205f\u3000é\u0301ß漢😀\u200f\0" + INVISIBLE)), max_size=5))
def test_it_is_what_plain_python_makes(texts):
    assert [one.decode() for one in canonical(pa.array(texts, pa.large_string())).to_pylist()] == [plainly(text) for text in texts]


@settings(deadline=None)
@given(st.lists(st.sampled_from(("plain words of a sentence ", "  ", "é", "e\u0301", "\u0301", "\u3000", "\u200b", "\n\n", "漢字", "\u1112\u1161\u11ab", "\u212b")), max_size=30))
def test_long_texts_are_what_plain_python_makes_too(parts):
    text = "".join(parts)
    assert [one.decode() for one in canonical(pa.array([text, "x" * 100], pa.large_string())).to_pylist()] == [plainly(text), "x" * 100]


def test_what_is_taken_to_be_settled_is_never_changed_moved_or_joined():
    joined = {part for code in range(0x110000) if (parts := unicodedata.decomposition(chr(code))) and "<" not in parts for part in parts.split()[1:]}
    for code in filter(_settled, range(0x20000)):
        assert not unicodedata.combining(chr(code)) and f"{code:04X}" not in joined
        assert unicodedata.normalize("NFC", chr(code)) == chr(code) or chr(code).isspace()
