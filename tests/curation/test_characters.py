"""Decoding and kinds: every code point, every cut."""

import unicodedata

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from assets.curation import characters as module
from assets.curation.characters import DIGIT, INVISIBLE, LETTER, MARK, SPACE, UPPERCASE, characters


def strings(texts):
    return pa.array(texts, pa.large_string())


def kind(character):
    return int(next(characters(strings([character]))).kinds[0])


def test_kinds_of_characters_of_many_scripts():
    assert {kind(c) for c in "aßあ漢ª𝒜"} <= {LETTER, UPPERCASE}
    assert {kind(c) for c in "AÉΩ𝐀"} == {UPPERCASE}
    assert {kind(c) for c in "7٣९"} == {DIGIT}
    assert {kind(c) for c in "\u0301\u093e"} == {MARK}
    assert {kind(c) for c in "\u00ad\u200b\ufeff"} == {INVISIBLE}


def test_white_space_is_what_python_calls_so():
    table = module._kinds()
    assert [c for c in range(0x110000) if not 0xD800 <= c < 0xE000 and (table[c] == SPACE) != chr(c).isspace()] == []


def test_letters_agree_with_unicode_for_assigned_characters():
    table = module._kinds()
    assigned = (chr(c) for c in range(0x3000) if unicodedata.category(chr(c))[0] != "C")
    assert [c for c in assigned if (unicodedata.category(c)[0] == "L") != (table[ord(c)] in (LETTER, UPPERCASE))] == []


@given(st.lists(st.none() | st.text(max_size=20), max_size=10), st.integers(1, 40), st.integers(0, 5))
def test_texts_come_back_whole_whatever_the_portion(texts, portion, skipped):
    before, module._AT_ONCE = module._AT_ONCE, portion
    try:
        array = strings(texts).slice(min(skipped, len(texts)))
        seen = [
            some.codes[start:end].tobytes().decode("utf-32-le")
            for some in characters(array) for start, end in zip(some.starts, some.starts[1:], strict=False)]
    finally:
        module._AT_ONCE = before
    assert seen == [text or "" for text in array.to_pylist()]


def test_counting_knows_empty_texts():
    some, = characters(strings(["", "a b", "", "c", ""]))
    assert some.count(some.kinds == LETTER).tolist() == [0, 2, 0, 1, 0]
    assert some.only(np.zeros(4, bool)).starts.tolist() == [0] * 6
    assert some.at_end().tolist() == [False, False, True, True]
