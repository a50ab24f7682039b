import unicodedata
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.text import words as module
from assets.text.words import Words, portions, word_hashes
from tests.text.spoken import FRENCH, MIXED, ODD, by_text, columns, plain_words, strings, texts, words_of


def hashes_of(*some):
    words = word_hashes(strings(some))
    return by_text(words.hashes, words.starts)


def agree(some):
    """As many words as the oracle finds, and equal hashes exactly where it finds equal words."""
    expected, found = [words_of(text) for text in some], hashes_of(*some)
    assert [len(words) for words in found] == [len(words) for words in expected]
    pairs = {(word, hashed) for row, hashes in zip(expected, found, strict=True) for word, hashed in zip(row, hashes, strict=True)}
    assert len({word for word, _ in pairs}) == len({hashed for _, hashed in pairs}) == len(pairs)


@settings(deadline=None)
@given(columns)
def test_words_are_those_of_a_plain_reading(some):
    agree(some)


def test_words_of_odd_texts():
    agree([*ODD, FRENCH, MIXED, None])


@given(st.text(st.characters(max_codepoint=0x7F), max_size=100))
def test_ascii_words_are_letters_and_digits_in_small_letters(text):
    assert hashes_of(text) == hashes_of(" ".join(plain_words(text))) and words_of(text) == plain_words(text)


@pytest.mark.parametrize("one, other", [
    ("L'ÉTÉ", "l ete"), ("cafe\u0301", "CAFÉ"), ("ﬁne", "fine"), ("Straße", "STRASSE"), ("œuvre", "oeuvre"), ("ＦＵＬＬ width", "full_width"),
    ("co\u00adoperate", "cooperate"), ("שָׁלוֹם", "שלום"), ("한국어", unicodedata.normalize("NFD", "한국어")), ("が", unicodedata.normalize("NFD", "が")),
])
def test_writings_of_the_same_words_agree(one, other):
    assert hashes_of(one) == hashes_of(other)


@pytest.mark.parametrize("text, count", [
    ("東京タワー", 5), ("東京Tower東京", 5), ("ภาษา", 4), ("한국어 문장", 2), ("हिन्दी में", 2), ("don't", 2),
    ("a_b", 2), ("3.14", 2), ("\0a\0b\0", 2), ("👗", 0), ("\u0301", 0)])
def test_how_many_words_a_text_has(text, count):
    assert len(hashes_of(text)[0]) == count


@settings(deadline=None)
@given(texts)
def test_composed_and_decomposed_texts_agree(text):
    assert hashes_of(unicodedata.normalize("NFC", text)) == hashes_of(unicodedata.normalize("NFD", text))


@settings(deadline=None)
@given(columns, st.integers(0, 12), st.integers(1, 40))
def test_any_cut_into_portions_gives_the_same_words(some, cut, size):
    whole = hashes_of(*some)
    assert whole == hashes_of(*some[:cut]) + hashes_of(*some[cut:])
    before, module._PORTION = module._PORTION, size
    try:
        for source in (strings(some), word_hashes(strings(some))):
            assert whole == [words for _, part in portions(source) for words in by_text(part.hashes, part.starts)]
            assert [row for rows, _ in portions(source) for row in range(rows.start, rows.stop)] == list(range(len(some)))
    finally:
        module._PORTION = before


def test_a_word_ends_where_its_text_ends():
    assert hashes_of("ab", "cd", "", "é", "f") == [hashes_of(text)[0] for text in ("ab", "cd", "", "é", "f")]


@given(st.lists(st.binary(max_size=20), max_size=6))
def test_bytes_that_are_not_utf8_are_read_without_harm(raw):
    words = word_hashes(pa.array(raw, pa.large_binary()))
    assert len(words) == len(raw) and len(words.hashes) == words.starts[-1] and all(first <= last for first, last in pairwise(words.starts))


def test_a_character_cut_off_at_the_end_takes_nothing_from_the_next_text():
    cut, plain = pa.array([b"caf\xc3", b"\xa9 noir", b"\xf0\x9f"], pa.large_binary()), pa.array(["caf", "noir", ""])
    (hashes, starts), (expected, places) = ((words.hashes.tolist(), words.starts.tolist()) for words in map(word_hashes, (cut, plain)))
    assert hashes == expected and starts == places


def test_hashes_are_the_same_on_every_machine():
    assert hashes_of("Été 漢 internationalisation") == [[17566407428729603159, 6501115789819036313, 14046365071115304494]]


def test_one_very_long_word_and_one_very_long_line():
    assert len(hashes_of("x" * 3_000_000)[0]) == 1
    assert len(hashes_of("ab " * 1_000_000)[0]) == 1_000_000


def test_no_texts_no_words():
    words = word_hashes(strings([]))
    assert len(words) == 0 and isinstance(words, Words) and words.hashes.dtype == np.uint64 and list(portions(strings([]))) == []
