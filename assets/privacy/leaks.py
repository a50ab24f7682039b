"""The leak scanner: does any of these values stand anywhere below this folder, in whatever dress?

Belongs here: undressing files (Parquet, archives, SQLite, escapes, encodings) and searching. Not here: what the values are.
Law 6 is tested with it; `tests/privacy/test_leaks.py` plants a leak of every dress and demands that it is found.
"""

import base64
import binascii
import bz2
import gzip
import html
import io
import lzma
import re
import sqlite3
import tarfile
import tempfile
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import zstandard

from assets.lake import Store
from assets.privacy.folding import canonical, fold

DEPTH = 6                       # archives in archives, escapes in escapes
UNPACKED = 256 * 2**20          # bytes taken from one archive member
_B64 = re.compile(r"(?:[A-Za-z0-9+/]{60,76}\r?\n)+[A-Za-z0-9+/]*={0,2}|[A-Za-z0-9+/_-]{12,}={0,2}")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\U([0-9a-fA-F]{8})|\\([nrt\"'/\\])")
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
            if len(plain) > 3:
                self._needles.setdefault(plain, type_)
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
        return {Hit(place, type_) for place, text in _undressed(where, data, 0) for type_ in self._in(text)}

    def text(self, where: str, text: str) -> set[Hit]:
        """One string: a log line, a metadata value."""
        return {Hit(place, type_) for place, inner in _dresses(where, text, 0) for type_ in self._in(inner)}

    def _name(self, name: str) -> set[Hit]:
        return {Hit(f"name of {hit.where}", hit.type) for hit in self.text(name, name.replace("_", " ").replace("/", " / ")) | self.text(name, name)}

    def _in(self, text: str) -> Iterator[str]:
        if self._engine is not None:
            plain = _squeezed(text)
            for index, start, end in self._engine.find_matches_as_indexes(plain, overlapping=True):
                if not (start and plain[start - 1].isalpha() and plain[start].isalpha()) and not (
                        end < len(plain) and plain[end].isalpha() and plain[end - 1].isalpha()):
                    yield self._types[index]
        if self._number_engine is not None:
            runs = "|".join(re.sub(r"\D", "", found[0]) for found in _RUN.finditer(text))
            for index, _, _ in self._number_engine.find_matches_as_indexes(runs, overlapping=True):
                yield self._number_types[index]


def _squeezed(text: str) -> str:
    return " ".join(fold(canonical(text)).split())


# -- undressing -----------------------------------------------------------------------------------------------------------

def _undressed(where: str, data: bytes, depth: int) -> Iterator[tuple[str, str]]:
    """(place, text) of everything readable in some bytes."""
    for encoding in _encodings(data):
        yield from _dresses(where, data.decode(encoding, "replace"), depth)
    if depth >= DEPTH:
        return
    for inner_name, inner in _members(data):
        place = f"{where} > {inner_name}"
        if isinstance(inner, str):
            yield from _dresses(place, inner, depth + 1)
        else:
            yield place, inner_name
            yield from _undressed(place, inner, depth + 1)


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


def _members(data: bytes) -> Iterator[tuple[str, bytes | str]]:
    """What is packed inside: named members as bytes, tables as text. What only looks packed yields nothing."""
    try:
        if data[:2] == b"\x1f\x8b":
            yield "gzip", gzip.GzipFile(fileobj=io.BytesIO(data)).read(UNPACKED)
        elif data[:4] == b"\x28\xb5\x2f\xfd":
            yield "zstd", zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data), read_across_frames=True).read(UNPACKED)
        elif data[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    with archive.open(name) as member:
                        yield name, member.read(UNPACKED)
        elif data[257:262] == b"ustar":
            with tarfile.open(fileobj=io.BytesIO(data)) as archive:
                for member in archive:
                    if member.isfile():
                        yield member.name, archive.extractfile(member).read(UNPACKED)
        elif data[:4] == b"PAR1" and data[-4:] == b"PAR1":
            yield from _parquet(data)
        elif data[:16] == b"SQLite format 3\x00":
            yield from _sqlite(data)
        elif data[:3] == b"BZh" or data[:6] == b"\xfd7zXZ\x00":
            yield "compressed", (bz2 if data[:3] == b"BZh" else lzma).decompress(data)
    except (OSError, EOFError, ValueError, RuntimeError, zipfile.BadZipFile, tarfile.TarError, sqlite3.Error, lzma.LZMAError, zlib.error,
            zstandard.ZstdError):
        return  # damaged: its raw bytes have been searched


def _parquet(data: bytes) -> Iterator[tuple[str, str]]:
    import pyarrow.parquet as pq

    file = pq.ParquetFile(io.BytesIO(data))
    about = file.metadata
    for key, value in (about.metadata or {}).items():
        yield "key-value metadata", key.decode("utf-8", "replace") + "\n" + value.decode("utf-8", "replace")
    schema = file.schema_arrow
    yield "schema", "\n".join([*schema.names, *(str(field.metadata) for field in schema if field.metadata)])
    yield "writer", str(about.created_by)
    for group in range(about.num_row_groups):
        for column in range(about.num_columns):
            statistics = about.row_group(group).column(column).statistics
            if statistics is not None and statistics.has_min_max:
                yield "statistics", f"{_readable(statistics.min)}\n{_readable(statistics.max)}"
    for batch in file.iter_batches(batch_size=2048):
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            yield f"column {name}", "\n".join(_leaves(column.to_pylist()))


def _sqlite(data: bytes) -> Iterator[tuple[str, str]]:
    with tempfile.NamedTemporaryFile(suffix=".db") as file:
        file.write(data)
        file.flush()
        connection = sqlite3.connect(f"file:{file.name}?mode=ro&immutable=1", uri=True)
        try:
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            tables = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
            yield "schema", "\n".join(str(row[0]) for row in connection.execute("select sql from sqlite_master"))
            for table in tables:
                quoted = table.replace('"', '""')
                for row in connection.execute(f'select * from "{quoted}"'):
                    yield f"table {table}", "\n".join(_leaves(list(row)))
        finally:
            connection.close()


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _leaves(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _leaves(inner)
    elif value is not None:
        yield _readable(value)


def _readable(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _dresses(where: str, text: str, depth: int) -> Iterator[tuple[str, str]]:
    """A text as it is, and with one escape after another taken off."""
    yield where, text
    if depth >= DEPTH:
        return
    seen = {text}
    for name, open_up in (("entities", html.unescape), ("percent encoding", urllib.parse.unquote_plus), ("escapes", _unescaped)):
        if name == "percent encoding" and "%" not in text or name == "entities" and "&" not in text or name == "escapes" and "\\" not in text:
            continue
        plain = open_up(text)
        if plain not in seen:
            seen.add(plain)
            yield from _dresses(f"{where} ({name})", plain, depth + 1)
    for found in _B64.finditer(text):
        token = re.sub(r"\s", "", found[0])
        decoded = _decoded(token) if len(token) >= 12 else None
        if decoded:
            yield from _undressed(f"{where} (base64)", decoded, depth + 2)


def _unescaped(text: str) -> str:
    def one(found: re.Match) -> str:
        code = found[1] or found[2] or found[3]
        return chr(int(code, 16)) if code and int(code, 16) < 0x110000 else {"n": "\n", "r": "\r", "t": "\t"}.get(found[4] or "", found[4] or "")

    plain = _ESCAPE.sub(one, text)
    try:    # a pair of surrogate escapes is one character
        return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    except UnicodeError:
        return plain


def _decoded(token: str) -> bytes | None:
    try:
        data = base64.urlsafe_b64decode(token.rstrip("=").replace("+", "-").replace("/", "_") + "=" * (-len(token.rstrip("=")) % 4))
    except (binascii.Error, ValueError):
        return None
    packed = data[:2] in (b"\x1f\x8b", b"PK") or data[:4] == b"\x28\xb5\x2f\xfd"
    head = data[:400]
    printable = sum(32 <= byte < 127 or byte >= 0xC2 or 0x80 <= byte < 0xC0 or byte in (9, 10, 13) for byte in head)
    return data if packed or (head and printable == len(head)) else None
