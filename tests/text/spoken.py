"""Texts to draw and a plain, slow reading of them into words, as an oracle."""

import re
from itertools import pairwise

import pyarrow as pa
from hypothesis import strategies as st

from assets.text.unicode import ALONE, IGNORED, LETTER, MARK, classify

FRENCH = "L’Été, Zoë goûte d'une crème brûlée à l'œuvre ; 12 345,00 € — ﬁn."
MIXED = "Das Straßenfest 東京タワー a1b2 한국어 문장 ภาษาไทย हिन्दी में שָׁלוֹם мир’ё e\u0301 ｆｕｌｌ ②③ _x_ 👩‍🎨\u00adsoft\u00adhyphen"
ODD = ("", "\0", "\0a\0", "...", "\u0301", "\u0301a", "'", "a", "ab_cd", "12345678", "123456789 12345678", "x" * 1000, "é" * 9, "ﷺ", "漢" * 9,
       "か\u3099き", "a漢b", "\u200b", "’’", "I\u0307", "\U0010ffff", "ก\u0e38ก", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "@[`{/:")

characters = st.one_of(
    st.sampled_from("ab cde,.'-1_\n"), st.characters(exclude_categories=["Cs"]), st.characters(min_codepoint=0xC0, max_codepoint=0x24F),
    st.characters(min_codepoint=0x300, max_codepoint=0x36F), st.characters(min_codepoint=0x3040, max_codepoint=0x30FF),
    st.characters(min_codepoint=0x900, max_codepoint=0x97F), st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3))
texts = st.one_of(st.text(characters, max_size=60), st.sampled_from(ODD), st.sampled_from([FRENCH, MIXED]))
columns = st.lists(st.one_of(st.none(), texts), max_size=12)
few_words = st.lists(st.sampled_from("a b c d e".split()), max_size=40).map(" ".join)     # repeat themselves and each other


def strings(values) -> pa.Array:
    return pa.array(values, pa.large_string())


def words_of(text: str | None) -> list[str]:
    """The words of a text, folded, one character after the other."""
    words, word, alone = [], "", False
    for character in text or "":
        kind, folded = classify(character)
        if kind == IGNORED:
            continue
        if word and (kind not in (LETTER, MARK) or (alone and kind == LETTER)):
            words.append(word)
            word, alone = "", False
        word += folded
        alone = alone or kind == ALONE
    return [*words, word] if word else words


def runs(words: list[str], width: int, at_least: int = 1) -> list[tuple[str, ...]]:
    """Runs of `width` words, or of all of them where there are fewer but `at_least` so many."""
    if len(words) < width:
        return [tuple(words)] if len(words) >= at_least else []
    return [tuple(words[place: place + width]) for place in range(len(words) - width + 1)]


def by_text(values, starts) -> list[list[int]]:
    return [values[first:last].tolist() for first, last in pairwise(starts)]


def plain_words(text: str) -> list[str]:
    """For ASCII texts: what the table must come to."""
    return re.findall("[a-z0-9]+", text.lower())
