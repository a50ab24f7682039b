"""Which encoding a text file is in: byte order mark, strict UTF-8, then the Western code pages, then statistics.

Belongs here: detection. Not here: what the text means. The answer depends on the bytes alone.
"""

import codecs
import re
from typing import BinaryIO, Protocol

from assets.landing.readers.refusal import Refuse

SAMPLE = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = (
    (b"%PDF-", "a PDF"), (b"PK\x03\x04", "a zip archive or an office document"), (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"), (b"\x1f\x8b", "a gzip archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"), (b"SQLite format 3", "a SQLite database"), (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"), (b"PAR1", "a Parquet file"), (b"RIFF", "a recording"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
)
_WESTERN = frozenset(
    "àâäáãåçéèêëíìîïñóòôöõúùûüýÿœæßøÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜŸŒÆØ"
    "«»“”‘’„…–—•·°€£§©®™½¼¾ªº¿¡\u00a0\u00ad")
_COMMON = frozenset("éèàçêùìòôîâ’«»\u00a0")
_MISPLACED = re.compile("[a-zà-ÿ][À-ÖØ-ÞŒŸ]")       # a capital inside a word
_WEST_OF_EUROPE = ("ascii", "cp1252", "latin_1", "iso8859_15", "iso8859_9", "cp1254", "mac_roman", "mac_turkish", "cp437", "cp850", "cp858", "cp1257",
                   "hp_roman8", "cp775", "cp500", "cp037")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_RUN = re.compile(rb"[\x80-\xff]+")


class Readable(Protocol):
    """A file that can be looked into and read from its start again."""

    def head(self, size: int) -> bytes: ...
    def open(self) -> BinaryIO: ...


def detect(source: Readable, wanted: str | None = None) -> tuple[str, str]:
    """(encoding, error handler). Refuses what is no text at all."""
    head = source.head(SAMPLE)
    for magic, what in _BINARY:
        if head.startswith(magic):
            raise Refuse(f"the content is {what}, not text; correct the contract's format")
    if wanted:
        try:
            codecs.lookup(wanted)
        except LookupError:
            raise Refuse("the contract's parse.encoding names no known encoding") from None
        return wanted, "surrogateescape" if codecs.lookup(wanted).name == "utf-8" else "strict"
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, "strict"
    if b"\x00" in head:
        return _wide(head), "strict"
    where = _first_invalid(source)
    if where is None:
        return "utf-8", "strict"
    sample = head if where < len(head) else head + _around(source, where)
    valid = len(_MULTIBYTE.findall(sample))
    stray = len(_HIGH.findall(_MULTIBYTE.sub(b"", sample)))
    if valid >= 10 * max(stray, 1):
        return "utf-8", "surrogateescape"      # UTF-8 with a few damaged places: only those rows go to quarantine
    return _legacy(sample), "strict"


def _wide(head: bytes) -> str:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(len(head) // 2, 1)
    for count, other, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if count > 0.4 * half and other < 0.05 * half:
            return encoding
    raise Refuse("the file holds NUL bytes, so it is no text; deliver it again or correct the contract's format")


def _first_invalid(source: Readable) -> int | None:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    stream, done = source.open(), 0
    while True:
        part = stream.read(1 << 20)
        try:
            decoder.decode(part, final=not part)
        except UnicodeDecodeError as error:
            return done + error.start
        if not part:
            return None
        done += len(part)


def _around(source: Readable, where: int) -> bytes:
    stream, left = source.open(), max(where - SAMPLE // 2, 0)
    while left > 0 and (part := stream.read(min(left, 1 << 20))):
        left -= len(part)
    return stream.read(SAMPLE) or b""


def _legacy(sample: bytes) -> str:
    """Western code pages first: they are what a European archive holds, and statistics on short texts mislead."""
    high = len(_HIGH.findall(sample))
    if len(_RUN.findall(sample)) < 0.25 * high:     # accents stand between plain letters; other scripts are runs of high bytes
        guess = _statistics(sample)
        if guess:
            return guess
    scores = []
    for rank, encoding in enumerate(("cp1252", "latin-1", "mac-roman", "cp850")):
        try:
            decoded = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        likely = sum(2 if character in _COMMON else 1 for character in decoded if character in _WESTERN)
        scores.append((-(likely - 3 * len(_MISPLACED.findall(decoded))), rank, encoding))
    best = min(scores)
    if -best[0] < 0.5 * high:
        return _statistics(sample) or best[2]
    return best[2]


def _statistics(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes
    for guess in from_bytes(sample[:1 << 18]):
        if guess.encoding not in _WEST_OF_EUROPE:
            return guess.encoding
    return None
