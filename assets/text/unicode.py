"""What a character is to a word, and the letters it is compared by.

Belongs here: the table over all code points, and how it is made. Not here: cutting a text into words with it.
The table is shipped (Unicode 14.0), so words are the same under any Python, whatever Unicode version that one knows.
"""

import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

SEPARATOR, IGNORED, LETTER, ALONE, MARK = range(5)
VERSION = "14.0.0"
BLOCK = 128          # code points of a block of the table
VALUE_BITS = 21      # of an entry: what to add to the code point (mod 2**21) for its only letter, or where its letters begin
LENGTH_BITS = 5      # of an entry: how many letters it folds to. The kind stands above these.
_LAST = 0x110000
_TABLE = Path(__file__).with_name("unicode.npz")

_WRITTEN_WITHOUT_SPACES = (
    "CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH", "HIRAGANA", "KATAKANA", "BOPOMOFO", "THAI", "LAO", "KHMER", "MYANMAR")
_TWO_LETTERS = {"œ": "oe", "æ": "ae"}        # spelt either way in French and in Latin
_ACCENTS = {1, *range(10, 37), *range(200, 241)}     # combining classes of overlays, Hebrew and Arabic points, accents


class Fold(NamedTuple):
    """Per code point an entry (uint32): kind, number of letters, value. `entries[BLOCK * blocks[code // BLOCK] + code % BLOCK]`."""

    blocks: np.ndarray       # uint16
    entries: np.ndarray      # uint32
    letters: np.ndarray      # uint32: the letters of characters that fold to several, end to end


@cache
def fold_table() -> Fold:
    """The shipped table, read-only.

    A character is one of
    - LETTER: a letter or a number, part of a word. '_' and every apostrophe are separators.
    - ALONE: a letter of a script written without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese): a word of its own. Korean has spaces.
    - MARK: a mark that changes the letter before it (the vowels of Indian scripts, a Japanese voicing mark): stays with it.
    - IGNORED: accents and points, soft hyphens, joiners, direction marks: as if they were not there.
    - SEPARATOR: everything else.
    Letters are compared in small letters, decomposed by compatibility and without accents: É is e, ﬁ is fi, ß is ss, œ is oe, Ａ is a, ² is 2,
    and a decimal digit of any script is 0 to 9. So composed and decomposed texts agree.
    """
    with np.load(_TABLE) as stored:
        table = Fold(*(stored[name] for name in Fold._fields))
    for array in table:
        array.flags.writeable = False
    return table


def make_fold_table() -> Fold:
    """The table from this Python's own Unicode tables, as it is shipped where those are of `VERSION`."""
    entries, letters, places = np.zeros(_LAST, np.uint32), [], {}
    for code in range(_LAST):
        kind, folded = classify(chr(code))
        if len(folded) == 1:
            value = (ord(folded) - code) % (1 << VALUE_BITS)
        elif folded:
            value = places.setdefault(folded, len(letters))
            if value == len(letters):
                letters.extend(map(ord, folded))
        else:
            value = 0
        entries[code] = kind << (VALUE_BITS + LENGTH_BITS) | len(folded) << VALUE_BITS | value
    blocks, numbers = np.unique(entries.reshape(-1, BLOCK), axis=0, return_inverse=True)
    return Fold(numbers.reshape(-1).astype(np.uint16), blocks.reshape(-1), np.array(letters, np.uint32))


def classify(character: str) -> tuple[int, str]:
    """The kind of a character and the letters it is compared by (none for separators and ignored ones)."""
    category = unicodedata.category(character)
    if category == "Cf" or 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF or character == "\u034f":
        return IGNORED, ""
    if category[0] == "M":
        return (IGNORED, "") if unicodedata.combining(character) in _ACCENTS else (MARK, _folded(character))
    if category[0] not in "LN":
        return SEPARATOR, ""
    folded = _folded(character)
    if not folded:
        return SEPARATOR, ""
    alone = unicodedata.category(folded[0]) == "Lo" and unicodedata.name(folded[0], "").startswith(_WRITTEN_WITHOUT_SPACES)
    return (ALONE if alone else LETTER), folded


def _folded(character: str) -> str:
    bare = _bare(unicodedata.normalize("NFKD", character))
    small = _bare(unicodedata.normalize("NFKD", bare.casefold()))
    return "".join(_TWO_LETTERS.get(part, _digit(part)) for part in small)


def _bare(text: str) -> str:
    """The letters, numbers and lasting marks of a decomposed text."""
    return "".join(part for part in text if unicodedata.category(part)[0] in "LNM" and unicodedata.combining(part) not in _ACCENTS)


def _digit(part: str) -> str:
    return part if (value := unicodedata.decimal(part, None)) is None else str(value)


def write_fold_table() -> None:
    """Make the shipped table anew (under a Python whose Unicode tables are of `VERSION`)."""
    np.savez_compressed(_TABLE, **make_fold_table()._asdict())
