"""Texts side by side in one string, and a folded twin of the same length to search in.

Belongs here: canonical form, folding, joining, word borders. Not here: what is searched for.
Folding keeps every offset: one character in, one character out.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

BORDER = "\x00"  # between two texts: no pattern of ours lets it into a match
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPECIAL = {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\n": " ", "\r": " ", "\t": " ", "\u2019": "'", "\u2018": "'", "\u02bc": "'",
            "`": "'", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u00df": "s"}


def _folds() -> dict[int, str]:
    table = {ord(mark): plain for mark, plain in _SPECIAL.items()}
    for code in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if len(base) == 1 and base != chr(code):
            table[code] = base
    return table


_TABLE = _folds()
_REPLACED = [(chr(code), plain) for code, plain in _TABLE.items() if not 0x41 <= code <= 0x5A]
_LONG = 4000  # from here on 850 fast replacements are quicker than one slow translation


def fold(text: str) -> str:
    """Lower case, no accents, one kind of space, apostrophe and hyphen. Same length, same offsets."""
    if text.isascii():
        return text.lower().replace("\n", " ").replace("\t", " ").replace("\r", " ").replace("`", "'")
    if len(text) < _LONG:
        return text.translate(_TABLE).lower()
    for mark, plain in _REPLACED:
        text = text.replace(mark, plain)
    return text.lower()


def normal(value: str) -> str:
    """A value as compared between records: folded, with single spaces."""
    return " ".join(fold(canonical(value)).split())


def canonical(text: str) -> str:
    """Composed characters, and none that is invisible: what a reader sees is what is searched."""
    if text.isascii():
        return text
    return INVISIBLE.sub("", unicodedata.normalize("NFC", text))


def bounded(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] begins and ends at the border of a word."""
    if start and text[start - 1].isalnum() and text[start].isalnum():
        return False
    return end >= len(text) or not (text[end].isalnum() and text[end - 1].isalnum())


@dataclass(frozen=True)
class Joined:
    """Many texts as one string, so that each search is one call; `starts[i]` is where text i begins."""

    text: str
    folded: str
    starts: list[int]
    sizes: list[int]

    @staticmethod
    def of(texts: list[str]) -> "Joined":
        starts, at = [], 0
        for text in texts:
            starts.append(at)
            at += len(text) + 1
        text = BORDER.join(texts)
        return Joined(text, fold(text), starts, [len(one) for one in texts])

    def place(self, start: int) -> int:
        """Which text a position of the joined string lies in."""
        return bisect_right(self.starts, start) - 1

    def spans(self, found: list[tuple]) -> list[list[tuple]]:
        """Spans (start, end, ...) of the joined string, given back to their texts with their own offsets."""
        out: list[list[tuple]] = [[] for _ in self.starts]
        for span in found:
            index = self.place(span[0])
            base = self.starts[index]
            if span[1] - base <= self.sizes[index]:
                out[index].append((span[0] - base, span[1] - base, *span[2:]))
        return out
