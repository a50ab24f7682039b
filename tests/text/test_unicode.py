import unicodedata

import numpy as np
import pytest

from assets.text.unicode import ALONE, BLOCK, IGNORED, LENGTH_BITS, LETTER, MARK, SEPARATOR, VALUE_BITS, VERSION, classify, fold_table, make_fold_table

same_unicode = pytest.mark.skipif(unicodedata.unidata_version != VERSION, reason="the shipped table is of another Unicode version than this Python's")


def looked_up(character):
    table, code = fold_table(), ord(character)
    entry = int(table.entries[BLOCK * int(table.blocks[code // BLOCK]) + code % BLOCK])
    kind, length, value = entry >> (VALUE_BITS + LENGTH_BITS), entry >> VALUE_BITS & 31, entry % (1 << VALUE_BITS)
    letters = [(code + value) % (1 << VALUE_BITS)] if length == 1 else table.letters[value: value + length]
    return kind, "".join(map(chr, letters))


@same_unicode
def test_the_shipped_table_is_what_the_generator_makes():
    for made, shipped in zip(make_fold_table(), fold_table(), strict=True):
        assert made.dtype == shipped.dtype and np.array_equal(made, shipped)


@same_unicode
def test_every_code_point_is_found_in_the_table_as_it_was_classified():
    assert [hex(code) for code in range(0, 0x110000, 7) if looked_up(chr(code)) != classify(chr(code))] == []


@pytest.mark.parametrize("character, kind, letters", [
    ("a", LETTER, "a"), ("A", LETTER, "a"), ("É", LETTER, "e"), ("ﬁ", LETTER, "fi"), ("ß", LETTER, "ss"), ("ẞ", LETTER, "ss"), ("œ", LETTER, "oe"),
    ("Ａ", LETTER, "a"), ("²", LETTER, "2"), ("٣", LETTER, "3"), ("İ", LETTER, "i"), ("ς", LETTER, "σ"), ("Й", LETTER, "и"), ("가", LETTER, "\u1100\u1161"),
    ("漢", ALONE, "漢"), ("ア", ALONE, "ア"), ("ｱ", ALONE, "ア"), ("ก", ALONE, "ก"),
    ("\u0e38", MARK, "\u0e38"), ("\u3099", MARK, "\u3099"), ("\u093f", MARK, "\u093f"),
    ("\u0301", IGNORED, ""), ("\u05b8", IGNORED, ""), ("\u00ad", IGNORED, ""), ("\u200d", IGNORED, ""), ("\ufe0f", IGNORED, ""),
    ("_", SEPARATOR, ""), ("'", SEPARATOR, ""), ("’", SEPARATOR, ""), ("-", SEPARATOR, ""), ("\0", SEPARATOR, ""), ("€", SEPARATOR, ""), ("™", SEPARATOR, ""),
    ("👗", SEPARATOR, ""), ("\u3000", SEPARATOR, ""), ("。", SEPARATOR, ""), ("\U0010ffff", SEPARATOR, ""),
])
def test_what_a_character_is_to_a_word(character, kind, letters):
    assert looked_up(character) == (kind, letters)


def test_composed_and_decomposed_letters_are_compared_alike():
    def letters(text):
        return "".join(looked_up(character)[1] for character in text)

    assigned = [chr(code) for code in range(0x30000) if unicodedata.category(chr(code))[0] in "LN"]
    assert [c for c in assigned if letters(c) != letters(unicodedata.normalize("NFD", c))] == []


def test_case_never_matters():
    one_letter = [chr(code) for code in range(0x20000) if len(chr(code).upper()) == 1 and chr(code).upper().lower() == chr(code)]
    assert len(one_letter) > 1000 and [c for c in one_letter if looked_up(c) != looked_up(c.upper())] == []
