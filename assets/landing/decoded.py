"""Everything a file's bytes say, whatever its reader makes of them: comments, headers, notes on the author, members nobody asked for.

Belongs here: undressing bytes into texts, piece by piece. Not here: what is looked for in them.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from assets.landing.readers.archives import LARGEST_UNPACKED, MOST_MEMBERS, opener_of
from assets.landing.readers.base import Source, source_of
from assets.landing.readers.encoding import detect
from assets.landing.readers.hush import hushed
from assets.landing.readers.refusal import Refuse

PIECE = 1 << 20         # characters told at a time
_OVERLAP = 1 << 10      # characters told twice, so that no value is cut in two
_DEEPEST = 4            # archives in archives
_TAG = re.compile(r"<[^<>]{0,1000}>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\[nrt]")


def texts(stream: BinaryIO, encoding: str | None = None) -> Iterator[str]:
    """Overlapping pieces of text, decoded as the contract says where it does. What cannot be unpacked ends early and raises nothing."""
    yield from _texts(source_of(stream), 0, encoding)


def _texts(source: Source, depth: int, encoding: str | None) -> Iterator[str]:
    head = source.head(8)
    if head.startswith(b"PK\x03\x04") and depth < _DEEPEST:
        yield from _members(source, depth, encoding)
    elif (unpack := opener_of(head)) and depth < _DEEPEST:
        yield from _texts(Source(lambda: _Forgiving(unpack(source.open())), depth=1), depth + 1, encoding)
    else:
        yield from _written(source, encoding)
        if head.startswith(b"%PDF-"):
            yield from hushed(_notes(source))


def _members(source: Source, depth: int, encoding: str | None) -> Iterator[str]:
    try:
        archive = zipfile.ZipFile(source.seekable())
    except (zipfile.BadZipFile, OSError):
        return
    for entry in archive.infolist()[:MOST_MEMBERS]:
        yield entry.filename
        yield from _texts(Source(lambda entry=entry: _Forgiving(archive.open(entry)), depth=1), depth + 1, encoding)


def _notes(source: Source) -> Iterator[str]:
    """What a PDF says of itself."""
    from pypdf import PdfReader
    try:
        yield from (str(value) for value in (PdfReader(source.seekable()).metadata or {}).values())
    except Exception:       # its own reader says what is wrong with it
        return


def _written(source: Source, wanted: str | None) -> Iterator[str]:
    head = source.head(1 << 16)
    try:
        encodings = [detect(source, wanted)[0]]
    except (Refuse, UnicodeError):
        encodings = ["latin-1", *(["utf-16-le"] if head.count(0) * 10 > len(head) else [])]
    for encoding in encodings:
        last = ""
        stream = io.TextIOWrapper(io.BufferedReader(source.open()), encoding=encoding, errors="replace")
        while piece := stream.read(PIECE):
            yield from _undressed(last + piece)
            last = piece[-_OVERLAP:]


def _undressed(text: str) -> Iterator[str]:
    yield text
    if "<" in text and (bare := html.unescape(_TAG.sub(" ", text))) != text:
        yield bare
        yield html.unescape(_TAG.sub("", text))         # a word that is set in two styles
    elif "&" in text:
        yield html.unescape(text)
    if "\\" in text:
        yield _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else " ", text)


class _Forgiving(io.RawIOBase):
    """A stream that ends where it breaks, or where only a bomb goes on."""

    def __init__(self, stream: BinaryIO):
        self._stream, self._left = stream, LARGEST_UNPACKED

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        try:
            data = self._stream.read(min(len(buffer), self._left))
        except Exception:       # each unpacker has errors of its own
            data = b""
        self._left -= len(data)
        buffer[:len(data)] = data
        return len(data)
