"""Every count against a plain one that looks at the text as Python does."""

import re
from collections import Counter

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assets.text.arrow import buffers
from assets.text.classes import LETTER, SOLID, TERMINAL, classes
from assets.text.measures import COUNTS, SHORT_LINE, STOP_WORDS, count
from tests.text.hard_texts import FIXED, texts


def counted(*several):
    counts = np.full((len(several), len(COUNTS)), -1)
    count(*buffers(pa.array(several, pa.large_string())), classes(), counts)
    return [dict(zip(COUNTS, row.tolist(), strict=True)) for row in counts]


def by_hand(text):
    words, lines, raw = text.split(), text.splitlines(), [line for line in text.split("\n") if line.strip()]
    solid = [word for word in words if any(marked(c, SOLID) for c in word)]
    paragraphs, pieces = re.split(r"\n{2,}", text.strip()), re.split(r"\n+", text)
    return {
        "characters": len(text), "words": len(words), "worded_characters": len("".join(words)),
        "letters": sum(map(str.isalpha, text)), "hashes": text.count("#"), "ellipses": text.count("...") + text.count("…"),
        "solid_words": len(solid), "solid_characters": len("".join(solid)),
        "alphabetic_words": sum(any(map(str.isalpha, word)) for word in words), "stop_words": len({*STOP_WORDS} & {*words}),
        "lines": len(lines), "bullet_lines": sum(line.lstrip().startswith(("•", "-")) for line in lines),
        "ellipsis_lines": sum(line.rstrip().endswith(("...", "…")) for line in lines),
        "paragraphs": len(paragraphs), "repeated_paragraphs": repeats(paragraphs)[0], "repeated_paragraph_characters": repeats(paragraphs)[1],
        "pieces": len(pieces), "repeated_pieces": repeats(pieces)[0], "repeated_piece_characters": repeats(pieces)[1],
        "newlines": text.count("\n"), "worded_lines": len(raw), "terminal_lines": sum(marked(line[-1], TERMINAL) for line in raw),
        "short_lines": sum(len(line) <= SHORT_LINE for line in raw), "repeated_line_characters": repeats(raw)[1],
        "repeated_lines": repeats([line.strip() for line in raw])[0],
        **{f"top_{size}gram": top([" ".join(words[n:n + size]) for n in range(len(words) - size + 1)]) for size in (2, 3, 4)},
        **{f"repeated_{size}gram": repeated_phrases(words, size) for size in range(5, 11)},
    }


def marked(character, bit):
    return bool(classes()[ord(character)] & bit)


def repeats(pieces):
    repeated = [piece for n, piece in enumerate(pieces) if piece in set(pieces[:n])] if len(pieces) < 500 else slow_repeats(pieces)
    return len(repeated), len("".join(repeated))


def slow_repeats(pieces):
    met, repeated = set(), []
    for piece in pieces:
        repeated += [piece] if piece in met else []
        met.add(piece)
    return repeated


def top(phrases):
    (phrase, times), = Counter(phrases).most_common(1) or [("", 0)]
    return len(phrase) * times


def repeated_phrases(words, size):
    met, characters, at = set(), 0, 0
    while at + size <= len(words):
        phrase = "".join(words[at:at + size])
        if phrase in met:
            characters += len(phrase)
            at += size
        else:
            met.add(phrase)
            at += 1
    return characters


def agree(text, found):
    expected = by_hand(text) if text else {}
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("text", FIXED, ids=lambda text: ascii(text[:20]))
def test_hard_texts_are_counted_as_by_hand(text):
    found, = counted(text)
    agree(text, found)
    assert text or set(found.values()) == {0}


@settings(deadline=None, max_examples=300)
@given(texts())
@example("ab c d e f x abc d e f g y a bcdef")
def test_any_text_is_counted_as_by_hand(text):
    agree(text, counted(text)[0])


@settings(deadline=None, max_examples=50)
@given(st.lists(texts(), max_size=6))
def test_a_text_is_counted_alike_whatever_stands_beside_it(several):
    assert counted(*several) == [counted(text)[0] for text in several]


def test_five_words_repeat_by_their_letters_whatever_the_blanks_between():
    found, = counted("ab c d e f x a bc d e f")
    assert found["repeated_5gram"] == 6 and found["top_2gram"] == 2 * len("d e")


def test_of_phrases_equally_common_the_first_counts():
    assert counted("aa b x aa b y c d z c d")[0]["top_2gram"] == 2 * len("aa b")


def test_a_repeated_phrase_is_skipped_before_the_search_goes_on():
    assert counted("a b c d e a b c d e b c d e a")[0]["repeated_5gram"] == 10


def test_a_million_words_again_and_again_take_no_more_than_their_share_of_time():
    found, = counted("tisser la soie " * 300_000)
    assert found["words"] == 900_000 and found["repeated_10gram"] > 0.99 * found["worded_characters"]


def test_letters_are_of_every_alphabet():
    assert marked("ж", LETTER) and counted("жÉ漢 1")[0]["letters"] == 3


@settings(deadline=None)
@given(st.lists(st.one_of(texts(), st.sampled_from(("a word that fills a block of bytes", "...", "\r\n", "\n\n", "x" * 70, "\x1c", "é", "\u2028"))), max_size=20))
def test_a_text_among_much_text_is_counted_as_one_alone(several):
    text = " ".join(several)
    assert counted(text, "behind " * 40)[0] == counted(text)[0]
