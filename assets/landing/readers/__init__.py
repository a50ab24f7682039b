"""Readers: one small module per family of formats, behind one registry.

Belongs here: finding the reader, unpacking archives around a file, and the promise that nothing a file holds can raise
out of `read`. Not here: columns of the house (mapping), what happens to what was refused (run).
`read` streams: memory holds one row, or one file where a format cannot be read otherwise (with a limit).
"""

import importlib
import struct
from collections.abc import Iterator
from typing import Any, BinaryIO

from assets.lake.errors import HallmarkError
from assets.landing.readers.archives import unpacked
from assets.landing.readers.base import LARGEST_VALUE, Bad, Facts, Row, Source, source_of
from assets.landing.readers.hush import hushed
from assets.landing.readers.refusal import Refuse

__all__ = ["Bad", "Facts", "READERS_VERSION", "Row", "format_of", "read"]

READERS_VERSION = "1"       # raise it when a reader gives other rows for the same bytes

_HOME = {
    "csv": "tables", "tsv": "tables", "json": "trees", "jsonl": "trees", "parquet": "columnar", "xlsx": "columnar",
    "txt": "texts", "md": "texts", "rtf": "texts", "html": "markup", "xml": "markup", "pdf": "office", "docx": "office",
    "eml": "office", "vtt": "speech", "srt": "speech", "transcript": "speech", "alto": "scans", "hocr": "scans",
    "ttl": "graph", "warc": "web", "wet": "web", "media": "media",
}

_OUR_OWN = ("tables", "trees", "speech")        # parsers that quote nothing

_SUFFIXES = {
    "csv": "csv", "tsv": "tsv", "tab": "tsv", "json": "json", "geojson": "json", "jsonl": "jsonl", "ndjson": "jsonl",
    "parquet": "parquet", "pq": "parquet", "xlsx": "xlsx", "xlsm": "xlsx", "xls": "xlsx", "ods": "xlsx", "txt": "txt",
    "text": "txt", "asciidoc": "txt", "adoc": "txt", "rst": "txt", "tex": "txt", "md": "md", "markdown": "md",
    "rtf": "rtf", "html": "html", "htm": "html", "xhtml": "html", "xml": "xml", "pdf": "pdf", "docx": "docx",
    "eml": "eml", "vtt": "vtt", "srt": "srt", "alto": "alto", "hocr": "hocr", "ttl": "ttl", "nt": "ttl",
    "warc": "warc", "wet": "wet", "wat": "warc",
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "tif", "tiff", "webp", "bmp", "jp2", "wav", "mp3", "flac", "ogg", "m4a",
                     "mp4", "mov", "mkv", "webm", "avi", "aac"), "media"),
}


def format_of(name: str) -> str | None:
    """The format that a file's suffix stands for."""
    return _SUFFIXES.get(name.rsplit(".", 1)[-1].lower()) if "." in name else None


def read(format: str, data: bytes | BinaryIO, parse: dict[str, Any] | None = None, name: str = "",
         facts: Facts | None = None) -> Iterator[Row | Bad]:
    """Rows and refusals of one file. Raises nothing on hostile input; `facts` says what was found out about the file."""
    facts = facts if facts is not None else Facts()
    place, given = "", False
    try:
        source = source_of(data, name)
        source.facts = facts
        if source.size == 0:
            raise Refuse("the file is empty")
        for member in unpacked(source, format):
            if isinstance(member, Bad):
                yield member
                continue
            place = f"{member.place} " if member.place else ""
            try:
                for entry in _rows(member.source, format, parse or {}):
                    given = True
                    yield _placed(entry, place)
            except Refuse as refusal:
                if not member.place:
                    raise
                yield Bad(member.place, str(refusal))
            except (HallmarkError, GeneratorExit):
                raise
            except Exception as error:
                if not member.place:
                    raise
                yield Bad(member.place, _reason(error, format))
    except Refuse as refusal:
        yield Bad("after the last row read" if given else "", str(refusal), whole=True)
    except (HallmarkError, GeneratorExit):
        raise
    except Exception as error:      # foreign parsers quote what they choke on: only the class of the error leaves
        yield Bad("after the last row read" if given else "", _reason(error, facts.format or format), whole=True)


def _rows(source: Source, format: str, parse: dict[str, Any]) -> Iterator[Row | Bad]:
    known = format_of(source.name)
    if format == "auto":
        if known is None:
            raise Refuse("no reader is known for this type of file; name a format in the contract, or convert it")
        format = known
    source.facts.format = format
    module = importlib.import_module(f"assets.landing.readers.{_HOME[format]}")
    entries = module.read(source, format, parse)
    for entry in entries if _HOME[format] in _OUR_OWN else hushed(entries):
        yield _checked(entry) if isinstance(entry, Row) else entry


def _placed(entry: Row | Bad, place: str) -> Row | Bad:
    if not place:
        return entry
    if isinstance(entry, Row):
        return Row(f"{place}{entry.locator}".strip(), entry.values)
    return Bad(f"{place}{entry.locator}".strip(), entry.reason)


def _checked(row: Row) -> Row | Bad:
    size, slow = 0, False
    for value in row.values.values():
        if type(value) is str:
            size += len(value)
            slow = slow or "\x00" in value or not value.isascii()
        elif isinstance(value, str | list | dict | tuple):
            slow = True
    if not slow and size <= LARGEST_VALUE:
        return row
    reason = _wrong(row.values, [LARGEST_VALUE], 0)
    return Bad(row.locator, reason) if reason else row


def _wrong(value: Any, left: list[int], depth: int) -> str | None:
    """Why a value cannot be kept, or None."""
    if isinstance(value, str):
        left[0] -= len(value)
        if left[0] < 0:
            return f"the record is larger than {LARGEST_VALUE >> 20} MiB"
        if "\x00" in value:
            return "the record holds NUL bytes"
        if not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError:
                return "the record holds bytes that are not valid in the file's encoding"
    elif isinstance(value, dict):
        if depth > 100:
            return "the record is nested more than a hundred levels deep"
        for key, inner in value.items():
            if reason := _wrong(key, left, depth + 1) or _wrong(inner, left, depth + 1):
                return reason
    elif isinstance(value, list | tuple):
        if depth > 100:
            return "the record is nested more than a hundred levels deep"
        for inner in value:
            if reason := _wrong(inner, left, depth + 1):
                return reason
    return None


def _reason(error: Exception, format: str) -> str:
    if isinstance(error, UnicodeError):
        return "the file's bytes are not valid in its encoding; name the encoding in the contract's parse.encoding"
    if isinstance(error, RecursionError):
        return "the file is nested too deeply"
    if isinstance(error, MemoryError):
        return "the file needs more memory than there is; split it"
    if isinstance(error, (EOFError, struct.error)):
        return "the file ends too early; deliver it again"
    if isinstance(error, PermissionError):
        return "the file may not be read; give this user the permission"
    if isinstance(error, ModuleNotFoundError):
        return f"this installation lacks the package '{(error.name or '').split('.')[0]}' that reads it; install Hallmark with all its dependencies"
    kind = "an archive" if format == "auto" else f"{'an' if format[0] in 'aehx' else 'a'} {format} file"
    return f"the content is damaged or no {kind.split(' ', 1)[1]} ({type(error).__name__}); deliver it again or correct the contract's format"
