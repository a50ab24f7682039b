"""What a character is to a measure: the table over all code points, and how it is made.

Belongs here: the classes, as bits. Not here: what is counted with them, and the letters a word is compared by (`unicode`).
The table is shipped (Unicode 14.0), so that measures are the same under any Python, whatever Unicode version that one knows.
"""

import unicodedata
from functools import cache
from pathlib import Path

import numpy as np

SPACE = 1              # str.isspace
LETTER = 2             # str.isalpha
UPPERCASE = 4          # category Lu
LOWERCASE = 8          # category Ll
DIGIT = 16             # category Nd: decimal digits of any script
SYMBOL = 32            # no letter, mark, number or white space
SOLID = 64             # not in the punctuation of the reference's rules; white space never matters here
TERMINAL = 128         # ends a sentence in some script, as the reference's rules have it
BREAK = 256            # str.splitlines breaks a line at it
UNSPACED = 512         # a letter of a script written without spaces between words
LATIN, GREEK, CYRILLIC = 1024, 2048, 4096

VERSION = "14.0.0"
BLOCK = 256            # code points of a block of the shipped table
_LAST = 0x110000
_TABLE = Path(__file__).with_name("classes.npz")

# C4's and CCNet's punctuation, then control characters, then what ends a sentence anywhere: what datatrove calls PUNCTUATION_SET.
_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~«´»–—’“”„…∶━►、。〈〉《》「」【】！％（），．１：；？～"
_CONTROLS = ((0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F))
_TERMINALS = (
    (0x21, 0x21), (0x2E, 0x2E), (0x3F, 0x3F), (0x589, 0x589), (0x61D, 0x61F), (0x6D4, 0x6D4), (0x700, 0x702), (0x7F9, 0x7F9), (0x837, 0x837),
    (0x839, 0x839), (0x83D, 0x83E), (0x964, 0x965), (0x104A, 0x104B), (0x1362, 0x1362), (0x1367, 0x1368), (0x166E, 0x166E), (0x1735, 0x1736),
    (0x17D4, 0x17D6), (0x17D9, 0x17DA), (0x1803, 0x1803), (0x1809, 0x1809), (0x1944, 0x1945), (0x1AA8, 0x1AAB), (0x1B5A, 0x1B5B), (0x1B5E, 0x1B5F),
    (0x1B7D, 0x1B7E), (0x1C3B, 0x1C3C), (0x1C7E, 0x1C7F), (0x203C, 0x203D), (0x2047, 0x2049), (0x2E2E, 0x2E2E), (0x2E3C, 0x2E3C), (0x2E53, 0x2E54),
    (0x3002, 0x3002), (0xA4FF, 0xA4FF), (0xA60E, 0xA60F), (0xA6F3, 0xA6F3), (0xA6F7, 0xA6F7), (0xA876, 0xA877), (0xA8CE, 0xA8CF), (0xA92F, 0xA92F),
    (0xA9C8, 0xA9C9), (0xAA5D, 0xAA5F), (0xAAF0, 0xAAF1), (0xABEB, 0xABEB), (0xFE52, 0xFE52), (0xFE56, 0xFE57), (0xFF01, 0xFF01), (0xFF0E, 0xFF0E),
    (0xFF1F, 0xFF1F), (0xFF61, 0xFF61), (0x10A56, 0x10A57), (0x10F55, 0x10F59), (0x10F86, 0x10F89), (0x11047, 0x11048), (0x110BE, 0x110C1),
    (0x11141, 0x11143), (0x111C5, 0x111C6), (0x111CD, 0x111CD), (0x111DE, 0x111DF), (0x11238, 0x11239), (0x1123B, 0x1123C), (0x112A9, 0x112A9),
    (0x1144B, 0x1144C), (0x115C2, 0x115C3), (0x115C9, 0x115D7), (0x11641, 0x11642), (0x1173C, 0x1173E), (0x11944, 0x11944), (0x11946, 0x11946),
    (0x11A42, 0x11A43), (0x11A9B, 0x11A9C), (0x11C41, 0x11C42), (0x11EF7, 0x11EF8), (0x11F43, 0x11F44), (0x16A6E, 0x16A6F), (0x16AF5, 0x16AF5),
    (0x16B37, 0x16B38), (0x16B44, 0x16B44), (0x16E98, 0x16E98), (0x1BC9F, 0x1BC9F), (0x1DA88, 0x1DA88))
_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_UNSPACED = ("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH", "HIRAGANA", "KATAKANA", "BOPOMOFO", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")
_ALPHABETS = {"LATIN": LATIN, "GREEK": GREEK, "CYRILLIC": CYRILLIC}


@cache
def classes() -> np.ndarray:
    """The classes of every code point, (0x110000,) uint16, read-only: an or of the bits above."""
    with np.load(_TABLE) as stored:
        table = stored["entries"].reshape(-1, BLOCK)[stored["blocks"]].reshape(-1)
    table.flags.writeable = False
    return table


def make_classes() -> np.ndarray:
    """The table from this Python's own Unicode tables, as it is shipped where those are of `VERSION`."""
    table = np.array([_classified(chr(code)) for code in range(_LAST)], np.uint16) | SOLID
    plain = [*map(ord, _PUNCTUATION), *(code for first, last in _CONTROLS for code in range(first, last + 1))]
    terminals = [code for first, last in _TERMINALS for code in range(first, last + 1)]
    table[plain + terminals] &= ~np.uint16(SOLID)
    table[terminals] |= TERMINAL
    table[[*map(ord, _BREAKS)]] |= BREAK
    return table


def _classified(character: str) -> int:
    category = unicodedata.category(character)
    if character.isspace():
        return SPACE
    if category[0] == "L":
        name = unicodedata.name(character, "")
        alphabet = next((bit for start, bit in _ALPHABETS.items() if name.startswith(start)), 0)
        return LETTER | alphabet | {"Lu": UPPERCASE, "Ll": LOWERCASE}.get(category, 0) | (UNSPACED if name.startswith(_UNSPACED) else 0)
    if category[0] in "MN":
        return DIGIT if category == "Nd" else 0
    return SYMBOL


def write_classes() -> None:
    """Make the shipped table anew (under a Python whose Unicode tables are of `VERSION`)."""
    entries, blocks = np.unique(make_classes().reshape(-1, BLOCK), axis=0, return_inverse=True)
    np.savez_compressed(_TABLE, entries=entries.reshape(-1), blocks=blocks.reshape(-1).astype(np.uint16))
