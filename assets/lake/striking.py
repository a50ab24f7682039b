"""Striking out: values of erased persons, known only by MACs, found in a text and replaced by a fixed mark.

Belongs here: what makes a written value the same value, and where it stands in a text. Not here: the list of values (suppression).
A value is a run of words, whatever stands between them; a word is letters or digits, without case, accents and invisible characters.
A long number is also known by its last nine digits, whatever separates them.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from assets.lake.digest import mac

MARK = "[erased]"
LONGEST = 12            # words of one run; a longer value is several runs
TAIL = 9                # digits by which a long number is known
SHORTEST_NUMBER = 7     # digits; shorter numbers are prices, years and sizes too
SHORTEST = 4            # letters and digits; less says nothing of its own
LONG = 1 << 16          # bytes from which a text is cut by Arrow
KNOWN_WORDS = 1 << 20   # words remembered before the memory starts anew

_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"        # scripts without spaces: each character is a word
_INSIDE = "\u00ad\u0300-\u036f\u200b-\u200f\u2060-\u2064\ufe0f\ufeff"
_WORD = re.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[^\W\d_][{_INSIDE}]*)+|(?:\d[{_INSIDE}]*)+")
_NUMBER = re.compile(rf"(?:\d[\W_]{{0,3}}){{{SHORTEST_NUMBER - 1},}}\d")
_DIGITS = re.compile(r"\d+")
_ALONE = re.compile(f"[{_UNSPACED}]")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_HIDDEN = re.compile(f"[{_INSIDE}]")
_APART = bytes(ord(chr(code).lower()) if chr(code).isalnum() else ord(" ") for code in range(128)) + bytes(range(128, 256))

Run = tuple[bytes, int, int, bytes]    # MAC of the longest word, its place among the words, how many they are, MAC of all
Number = tuple[int, bytes]             # number of digits, their MAC


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared, in order."""
    return [_plain(word) for word in _WORD.findall(text)]


def _plain(word: str) -> str:
    if word.isascii():
        return word.lower()
    whole = _HIDDEN.sub("", unicodedata.normalize("NFKD", word))
    return "".join(mark for mark in whole if not unicodedata.combining(mark)).casefold().translate(_LETTERS)


def forms(key: bytes, value: str) -> tuple[list[Run], list[Number]]:
    """How a value is remembered: its runs of words, and a long number. Both empty for what is too short to be anybody's."""
    words = words_of(value)
    runs = [words[start:start + LONGEST] for start in range(0, len(words), LONGEST)]
    if len(words) > LONGEST:
        runs[-1] = words[-LONGEST:]
    if 1 < len(words) < 4 and all(word.isalpha() for word in words) and sum(map(len, words)) >= 2 * SHORTEST:
        runs.append(["".join(words)])               # written as one word, as in addresses of e-mail
    kept = [(mac(key, "word", run[rare]), rare, len(run), mac(key, "run", *run)) for run in runs if _says_something(run)
            for rare in [max(range(len(run)), key=lambda place: len(run[place]))]]
    digits, size = "".join(word for word in words if word.isdecimal()), sum(map(len, words))
    number = [(min(len(digits), TAIL), mac(key, "number", digits[-TAIL:]))] if len(digits) >= SHORTEST_NUMBER and 2 * len(digits) > size else []
    return kept, number


def _says_something(run: list[str]) -> bool:
    whole = "".join(run)
    if whole.isdecimal():
        return len(whole) >= SHORTEST_NUMBER
    return len(whole) >= (2 if _ALONE.search(whole) else SHORTEST)


class Striker:
    """The values, ready to be found. What a text says is never kept, but for single words in memory."""

    def __init__(self, key: bytes, runs: Iterable[Run], numbers: Iterable[Number]):
        self._key, self._runs, self._numbers = key, set(), frozenset(numbers)
        self._sizes = sorted({size for size, _ in self._numbers}, reverse=True)
        self._rare: dict[bytes, tuple[tuple[int, int], ...]] = {}
        for rare, place, size, run in runs:
            self._runs.add(run)
            self._rare[rare] = tuple(sorted({*self._rare.get(rare, ()), (place, size)}))
        self._known: dict[str, tuple[str, tuple[tuple[int, int], ...]]] = {}
        self._strange: set[bytes] = set()       # pieces of text in which no value's longest word is

    def __bool__(self) -> bool:
        return bool(self._runs or self._numbers)

    def strike(self, text: str) -> str:
        """The text with every value replaced by the mark; the rest stays as it is. JSON with escapes is struck inside, and written anew if anything was."""
        if "\\" in text and text.lstrip()[:1] in ("{", "["):
            try:
                inside = json.loads(text)
            except (ValueError, RecursionError):
                inside = None
            if inside is not None and (struck := everywhere(inside, self.strike)) != inside:
                return json.dumps(struck, ensure_ascii=False, separators=(",", ":"))
        parts, done = [], 0
        for start, end in self._spans(text):
            parts += text[done:start], MARK
            done = end
        return "".join((*parts, text[done:])) if parts else text

    def _spans(self, text: str) -> list[tuple[int, int]]:
        """Where values stand: (start, end), in order, none inside another."""
        found = self._run_spans(text)
        if self._numbers:
            found += self._number_spans(text)
        whole: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if whole and start < whole[-1][1]:
                whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
            else:
                whole.append((start, end))
        return whole

    def _look(self, word: str) -> tuple[str, tuple[tuple[int, int], ...]]:
        """A word as it is compared, and of which runs it is the longest: its place in them and their size."""
        seen = self._known.get(word)
        if seen is None:
            if len(self._known) >= KNOWN_WORDS:
                self._known.clear()
            plain = _plain(word)
            seen = self._known[word] = (plain, self._rare.get(mac(self._key, "word", plain), ()))
        return seen

    def _run_spans(self, text: str) -> list[tuple[int, int]]:
        if not self._may_hold(text):
            return []
        words = _WORD.findall(text)
        rare = {word: runs for word in set(words) if (runs := self._look(word)[1])}
        found = [(first, size) for at, word in enumerate(words) if word in rare for first, size in self._runs_around(words, at, rare[word])]
        places = [match.span() for match in _WORD.finditer(text)] if found else []
        return [(places[first][0], places[first + size - 1][1]) for first, size in found if self._apart(words, places, first, size)]

    def _may_hold(self, text: str) -> bool:
        """Whether a value could stand somewhere. Nearly all of a text is ruled out by pieces that were looked at before."""
        pieces = _pieces(text) - self._strange
        if len(self._strange) >= KNOWN_WORDS:
            self._strange.clear()
        for piece in pieces:
            if any(self._look(word)[1] for word in _WORD.findall(piece.decode("utf-8", "surrogatepass"))):
                return True
            self._strange.add(piece)
        return False

    def _runs_around(self, words: list[str], at: int, runs: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
        """The values around their longest word: (first word, number of words)."""
        around = [(at - place, size) for place, size in runs if place <= at and at - place + size <= len(words)]
        return [(first, size) for first, size in around
                if mac(self._key, "run", *(self._look(word)[0] for word in words[first:first + size])) in self._runs]

    def _apart(self, words: list[str], places: list[tuple[int, int]], at: int, size: int) -> bool:
        """Whether a value of so many words ends on both sides where a word ends: a name may run into digits, a code may not."""
        letters = all(self._look(word)[0].isalpha() for word in words[at:at + size])
        for left in (at - 1, at + size - 1):
            if 0 <= left < len(words) - 1 and places[left][1] == places[left + 1][0]:
                one, other = words[left], words[left + 1]
                if not (_ALONE.match(one) or _ALONE.match(other) or letters and one[0].isdecimal() != other[0].isdecimal()):
                    return False
        return True

    def _number_spans(self, text: str) -> list[tuple[int, int]]:
        found = []
        for run in _NUMBER.finditer(text):
            digits, starts, ends = "", [], []
            for group in _DIGITS.finditer(text, *run.span()):
                starts.append((len(digits), group.start()))
                digits += group[0]
                ends.append((len(digits), group.end()))
            digits = digits if digits.isascii() else "".join(str(unicodedata.digit(mark)) for mark in digits)
            found += [span for end in ends if (span := self._number_at(digits, starts, end)) is not None]
        return found

    def _number_at(self, digits: str, starts: list[tuple[int, int]], end: tuple[int, int]) -> tuple[int, int] | None:
        """The place of a number that ends with this group of digits, from the group it begins in."""
        for size in self._sizes:
            at = end[0] - size
            if at >= 0 and (size, mac(self._key, "number", digits[at:end[0]])) in self._numbers:
                begins = [start for start in starts if start[0] <= at]
                if size == TAIL or begins[-1][0] == at:
                    return begins[-1][1], end[1]
        return None


def _pieces(text: str) -> set[bytes]:
    """The different pieces of a text between spaces and signs, in small letters where they are ASCII."""
    data = text.encode("utf-8", "surrogatepass").translate(_APART)
    if len(data) < LONG:
        return set(data.split())
    whole = pa.array([data], pa.binary()).view(pa.string())
    return set(pc.unique(pc.list_flatten(pc.ascii_split_whitespace(whole))).cast(pa.binary()).to_pylist())


def everywhere(value: Any, strike: Callable[[str], str]) -> Any:
    """A JSON value with each of its strings and names struck, and each whole number that is somebody's."""
    if isinstance(value, str):
        return strike(value)
    if isinstance(value, dict):
        return {strike(name) if isinstance(name, str) else name: everywhere(inner, strike) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [everywhere(inner, strike) for inner in value]
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= 10 ** (SHORTEST_NUMBER - 1) and value == value // 1:
        written = str(int(value))
        return value if (struck := strike(written)) == written else struck
    return value
