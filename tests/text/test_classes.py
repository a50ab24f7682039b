"""The table of classes, against Python's own where that is of the same Unicode version."""

import unicodedata

import numpy as np
import pytest

from assets.text.classes import (
    BREAK,
    DIGIT,
    LATIN,
    LETTER,
    SPACE,
    TERMINAL,
    UNSPACED,
    VERSION,
    classes,
    make_classes,
)


def has(character, bit):
    return bool(classes()[ord(character)] & bit)


def test_the_shipped_table_is_what_its_maker_makes():
    if unicodedata.unidata_version != VERSION:
        pytest.skip("this Python knows another Unicode version")
    assert np.array_equal(classes(), make_classes())


def test_white_space_and_line_breaks_are_what_python_calls_so():
    assert [code for code in range(0x110000) if bool(classes()[code] & SPACE) != chr(code).isspace()] == []
    assert [code for code in range(0x3000) if bool(classes()[code] & BREAK) != (len(f"a{chr(code)}b".splitlines()) == 2)] == []


def test_some_characters_by_eye():
    assert has("é", LETTER) and has("é", LATIN) and has("漢", UNSPACED) and has("あ", UNSPACED) and not has("한", UNSPACED)
    assert has("٣", DIGIT) and not has("²", DIGIT)
    assert all(has(end, TERMINAL) for end in ".?!。！？।") and not has(",", TERMINAL)


def test_the_reference_has_the_same_punctuation():
    text = pytest.importorskip("datatrove.utils.text")
    from assets.text.classes import SOLID

    solid = np.array([chr(code) not in text.PUNCTUATION_SET for code in range(0x110000)])
    ends = np.array([chr(code) in text.TERMINAL_PUNCTUATION for code in range(0x110000)])
    assert np.array_equal(classes() & SOLID > 0, solid) and np.array_equal(classes() & TERMINAL > 0, ends)
