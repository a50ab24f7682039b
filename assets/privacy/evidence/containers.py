"""What is packed inside a file: archives, tables, databases, pictures, documents.

Belongs here: opening them for the leak scanner. Not here: searching (`leaks`), reading sources (landing has its own readers).
"""

import bz2
import contextlib
import gzip
import io
import lzma
import sqlite3
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import zstandard

UNPACKED = 256 * 2**20          # bytes taken from one member
_PNG = b"\x89PNG\r\n\x1a\n"


def members(data: bytes) -> Iterator[tuple[str, bytes | str]]:
    """What is packed inside: named members as bytes, tables as text. What only looks packed yields nothing."""
    try:
        if data[:2] == b"\x1f\x8b":
            yield _gzip_name(data), gzip.GzipFile(fileobj=io.BytesIO(data)).read(UNPACKED)
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
        elif data[:8] == _PNG:
            yield from _png(data)
        elif data[:5] == b"%PDF-":
            yield from _pdf(data)
        elif data[:3] == b"BZh" or data[:6] == b"\xfd7zXZ\x00":
            yield "compressed", (bz2 if data[:3] == b"BZh" else lzma).decompress(data)
    except (OSError, EOFError, ValueError, RuntimeError, zipfile.BadZipFile, tarfile.TarError, sqlite3.Error, lzma.LZMAError, zlib.error,
            zstandard.ZstdError, struct.error):
        return  # damaged: its raw bytes have been searched


def _gzip_name(data: bytes) -> str:
    """The name that a gzip header gives its content (RFC 1952), if it gives one."""
    start = 10 + (2 + struct.unpack_from("<H", data, 10)[0] if data[3] & 4 else 0)
    return data[start:data.index(b"\0", start)].decode("latin-1") or "gzip" if data[3] & 8 else "gzip"


def _png(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Written chunks of a picture, compressed ones opened; camera data also as the wide characters it may hold."""
    at = len(_PNG)
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8:at + 8 + size]
        at += 12 + size
        if kind == b"zTXt":
            keyword, _, packed = body.partition(b"\0")
            yield "zTXt", keyword + b"\n" + zlib.decompress(packed[1:])
        elif kind == b"iTXt":
            keyword, _, rest = body.partition(b"\0")
            language, translated, text = rest[2:].split(b"\0", 2)
            yield "iTXt", b"\n".join((keyword, language, translated, zlib.decompress(text) if rest[0] else text))
        elif kind == b"tEXt":
            yield "tEXt", body
        elif kind == b"eXIf":
            yield "eXIf", b"\xff\xfe" + body
            yield "eXIf", b"\xff\xfe" + body[1:]


def _pdf(data: bytes) -> Iterator[tuple[str, bytes | str]]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        yield "properties", "\n".join(str(value) for value in (reader.metadata or {}).values())
        for number, page in enumerate(reader.pages):
            yield f"page {number + 1}", page.extract_text()
        for name, versions in reader.attachments.items():
            for attached in versions:
                yield name, attached
    except (PyPdfError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return  # no document that anybody can open


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
            yield f"column {name}", "\n".join(_written(column))


def _written(column: Any) -> Iterator[str]:
    """Every value of a column as text, whatever it is nested in; of fixed-size bytes, which are MACs and digests, those that can be read."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_struct(kind):
        yield from kind.names
        for child in column.flatten():
            yield from _written(child)
    elif pa.types.is_map(kind) or pa.types.is_dictionary(kind):
        yield from _leaves(column.to_pylist())
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        yield from _written(column.flatten())
    elif pa.types.is_fixed_size_binary(kind):
        for value in column.drop_null().to_pylist():
            with contextlib.suppress(UnicodeDecodeError):
                yield value.decode()
    else:
        yield from _leaves(column.drop_null().to_pylist())


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
