"""The leak scanner: does any of these values stand anywhere below this folder, in whatever dress?

Belongs here: undressing texts (escapes, encodings) and searching. Not here: opening files (`containers`), what the values are.
Law 6 is tested with it; `tests/privacy/test_leaks.py` plants a leak of every dress and demands that it is found.
"""

import base64
import binascii
import html
import quopri
import re
import unicodedata
import urllib.parse
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from assets.lake import Store
from assets.privacy.evidence.containers import members
from assets.privacy.folding import canonical, fold

LONG = 9                        # of a name with its space, that is also looked for as one word
DEPTH = 6                       # archives in archives, escapes in escapes
_B64 = re.compile(r"(?:[A-Za-z0-9+/]{60,76}\r?\n)+[A-Za-z0-9+/]*={0,2}|[A-Za-z0-9+/_-]{12,}={0,2}")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\U([0-9a-fA-F]{8})|\\([nrt\"'/\\])")
_B32 = re.compile(r"[A-Z2-7]{16,}={0,6}")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}[ :]?){8,}")
_QUOTED = re.compile(r"=[0-9A-F]{2}|=\r?\n")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_ENTITY = re.compile(r"&(?:#\d|#[xX][0-9A-Fa-f]|[A-Za-z])")
_UTF7 = re.compile(r"\+[A-Za-z0-9+/]{3,}-?")
_RUN = re.compile(r"\d(?:[ .\-/()\u00a0\u202f]{0,3}\d){5,}")


class Hit(NamedTuple):
    """A leak: the path with the way inside it, and the type of value. Never the value."""

    where: str
    type: str


class Scanner:
    """Searches for planted values, each a (type, value) pair. Values shorter than four characters are not searched."""

    def __init__(self, planted: Iterable[tuple[str, str]]):
        self._needles: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        for type_, value in planted:
            plain = _squeezed(value)
            for form in _forms(plain) if type_ == "PERSON" else (plain,):
                if len(form) > 3:
                    self._needles.setdefault(form, type_)
            number = re.sub(r"\D", "", value)
            if len(number) >= 7 and len(number) * 2 > len(plain):
                self._numbers.setdefault(number[-9:] if type_ == "PHONE" else number, type_)
        self._engine = None
        if self._needles:
            import ahocorasick_rs

            self._engine = ahocorasick_rs.AhoCorasick(list(self._needles))
        self._types = list(self._needles.values())
        self._number_engine = None
        if self._numbers:
            import ahocorasick_rs

            self._number_engine = ahocorasick_rs.AhoCorasick(list(self._numbers))
        self._number_types = list(self._numbers.values())

    def folder(self, root: Path, skip: Iterable[str] = ()) -> list[Hit]:
        """Every file below a folder: its path and its bytes. `skip` names path beginnings, such as the vault."""
        hits: set[Hit] = set()
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root).as_posix()
            if any(name == one or name.startswith(one.rstrip("/") + "/") for one in skip):
                continue
            hits.update(self._name(name))
            if path.is_file() and not path.is_symlink():
                hits.update(self.data(name, path.read_bytes()))
        return sorted(hits)

    def store(self, store: Store, prefix: str = "") -> list[Hit]:
        """Every object of a store below a prefix: its key and its bytes."""
        hits: set[Hit] = set()
        for entry in store.list(prefix):
            hits.update(self._name(entry.path))
            hits.update(self.data(entry.path, store.read(entry.path)))
        return sorted(hits)

    def data(self, where: str, data: bytes) -> set[Hit]:
        """One file's bytes, in every dress they could wear."""
        return {Hit(place, type_) for place, text in undressed(where, data) for type_ in self._in(text)}

    def text(self, where: str, text: str) -> set[Hit]:
        """One string: a log line, a metadata value."""
        return {Hit(place, type_) for place, inner in _dresses(where, text, 0, {}) for type_ in self._in(inner)}

    def holds(self, text: str) -> bool:
        """Whether one of the values stands in a text as it is, with no dress taken off."""
        return next(self._in(text), None) is not None

    def _name(self, name: str) -> set[Hit]:
        return {Hit(f"name of {hit.where}", hit.type) for told in spelled(name) for hit in self.text(name, told)}

    def _in(self, text: str) -> Iterator[str]:
        if self._engine is not None:
            plain = _squeezed(text)
            for index, start, end in self._engine.find_matches_as_indexes(plain, overlapping=True):
                if not (start and plain[start - 1].isalpha() and plain[start].isalpha()) and not (
                        end < len(plain) and plain[end].isalpha() and plain[end - 1].isalpha()):
                    yield self._types[index]
        if self._number_engine is not None:
            runs = "|".join(re.sub(r"\D", "", found[0]) for found in _RUN.finditer(_narrow(text)))
            for index, _, _ in self._number_engine.find_matches_as_indexes(runs, overlapping=True):
                yield self._number_types[index]


def _forms(name: str) -> Iterator[str]:
    """The ways in which a full name stands in texts, names of files and handles: family name first, joined by a mark, as one word."""
    yield name
    words = name.split()
    if len(words) == 2:
        for first, last in (words, words[::-1]):
            yield from (f"{first} {last}", f"{first}, {last}", f"{first}_{last}", f"{first}-{last}", f"{first}.{last}")
            if len(name) >= LONG:
                yield first + last


def _squeezed(text: str) -> str:
    return " ".join(fold(canonical(_narrow(text))).split())


def _narrow(text: str) -> str:
    """Full-width and other compatible forms as the plain characters they stand for, nothing invisible between them."""
    return text if text.isascii() else canonical(unicodedata.normalize("NFKC", text))


# -- undressing -----------------------------------------------------------------------------------------------------------

def undressed(where: str, data: bytes) -> Iterator[tuple[str, str]]:
    """(place, text) of everything readable in some bytes, in every dress it could wear."""
    return _undressed(where, data, 0, {})


def spelled(name: str) -> tuple[str, str]:
    """The name of a file or object as texts to search: as it is, and with its parts set apart."""
    return name, name.replace("_", " ").replace("/", " / ")


def _undressed(where: str, data: bytes, depth: int, seen: dict[tuple[int, int], int]) -> Iterator[tuple[str, str]]:
    """(place, text) of everything readable in some bytes. `seen` knows what was told already, and how deep inside."""
    encodings = _encodings(data)
    for encoding in encodings:
        text = data.decode(encoding, "replace")
        if len(encodings) == 2 and _packed(data):       # what is packed is opened below; in its bytes no escape means anything
            yield where, text
        else:
            yield from _dresses(where, text, depth, seen)
    if depth >= DEPTH:
        return
    for inner_name, inner in members(data):
        place = f"{where} > {inner_name}"
        if isinstance(inner, str):
            yield from _dresses(place, inner, depth + 1, seen)
        else:
            yield place, inner_name
            yield from _undressed(place, inner, depth + 1, seen)


def _encodings(data: bytes) -> tuple[str, ...]:
    head = data[:65536]
    wide = head.count(0) * 5 > len(head) or head[:2] in (b"\xff\xfe", b"\xfe\xff")
    if wide:
        return "utf-8", "latin-1", "utf-16-le", "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "utf-8", "latin-1"
    return ("utf-8",)


_CONTROL = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f")


def _packed(data: bytes) -> bool:
    """Whether these are compressed or coded bytes and no text of one byte per character: more than a twelfth are control characters."""
    head = data[:65536]
    return (len(head) - len(head.translate(None, _CONTROL))) * 12 > len(head)


def _dresses(where: str, text: str, depth: int, seen: dict[tuple[int, int], int]) -> Iterator[tuple[str, str]]:
    """A text as it is, and with one escape after another taken off, in whatever order."""
    known = (len(text), hash(text))      # the same bytes under another width have the same hash
    if seen.get(known, DEPTH + 1) <= depth:
        return
    seen[known] = depth
    yield where, text
    if depth >= DEPTH:
        return
    for name, worn, open_up in _ESCAPES:
        if worn(text):
            yield from _dresses(f"{where} ({name})", open_up(text), depth + 1, seen)
    for name, pattern, decode in _CODES:
        for found in pattern.finditer(text):
            if decoded := _decoded(re.sub(r"[\s:]", "", found[0]), decode):
                yield from _undressed(f"{where} ({name})", decoded, depth + 2, seen)


def _unescaped(text: str) -> str:
    def one(found: re.Match) -> str:
        code = found[1] or found[2] or found[3]
        return chr(int(code, 16)) if code and int(code, 16) < 0x110000 else {"n": "\n", "r": "\r", "t": "\t"}.get(found[4] or "", found[4] or "")

    plain = _ESCAPE.sub(one, text)
    try:    # a pair of surrogate escapes is one character
        return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    except UnicodeError:
        return plain


def _utf7(text: str) -> str:
    try:    # what only looks like it may hold half characters
        return text.encode("ascii").decode("utf-7").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    except UnicodeError:
        return text


def _unquoted(text: str) -> str:
    return quopri.decodestring(text.encode("utf-8", "replace")).decode("utf-8", "replace")


def _base64(token: str) -> bytes:
    bare = token.rstrip("=").replace("+", "-").replace("/", "_")
    return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))


def _base32(token: str) -> bytes:
    bare = token.rstrip("=")
    return base64.b32decode(bare + "=" * (-len(bare) % 8))


# Each with how to see that a text may wear it.
_ESCAPES: tuple[tuple[str, Callable[[str], object], Callable[[str], str]], ...] = (
    ("entities", _ENTITY.search, html.unescape), ("percent encoding", _PERCENT.search, urllib.parse.unquote_plus),
    ("escapes", lambda text: "\\" in text, _unescaped), ("quoted-printable", _QUOTED.search, _unquoted),
    ("utf-7", lambda text: "+" in text and text.isascii() and _UTF7.search(text), _utf7))
_CODES: tuple[tuple[str, re.Pattern, Callable[[str], bytes]], ...] = (
    ("base64", _B64, _base64), ("base32", _B32, _base32), ("hexadecimal", _HEX, bytes.fromhex))


def _decoded(token: str, decode: Callable[[str], bytes]) -> bytes | None:
    """The bytes that a token stands for, when they are an archive or all readable."""
    try:
        data = decode(token) if len(token) >= 12 else b""
    except (binascii.Error, ValueError):
        return None
    packed = data[:2] in (b"\x1f\x8b", b"PK") or data[:4] == b"\x28\xb5\x2f\xfd"
    head = data[:400]
    printable = sum(32 <= byte < 127 or byte >= 0xC2 or 0x80 <= byte < 0xC0 or byte in (9, 10, 13) for byte in head)
    return data if packed or (head and printable == len(head)) else None
