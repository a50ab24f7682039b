"""Containers whose bytes are the same on every machine: zip, gzip, zstandard, PNG, SQLite.

Belongs here: packing. Compressors differ between machines, so zip, gzip and PNG are written with stored blocks and zstandard
frames with raw blocks; every reader takes them, and the fictional house is small.
"""

import io
import sqlite3
import struct
import zipfile
import zlib
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)
BLOCK = 65535


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, body in parts.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, body.encode() if isinstance(body, str) else body)
    return out.getvalue()


def stored(data: bytes) -> bytes:
    """Deflate without compression."""
    out = []
    for at in range(0, max(1, len(data)), BLOCK):
        part = data[at:at + BLOCK]
        out.append(struct.pack("<BHH", int(at + BLOCK >= len(data)), len(part), len(part) ^ 0xFFFF) + part)
    return b"".join(out)


def gzipped(data: bytes) -> bytes:
    return b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff" + stored(data) + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)


def zstd(data: bytes) -> bytes:
    """One zstandard frame of raw blocks."""
    out = [b"\x28\xb5\x2f\xfd", b"\xa0", struct.pack("<I", len(data))]
    size = 1 << 17
    for at in range(0, max(1, len(data)), size):
        part = data[at:at + size]
        head = len(part) << 3 | int(at + size >= len(data))
        out += [head.to_bytes(3, "little"), part]
    return b"".join(out)


def png(width: int, height: int, pixels: bytes, palette: list[tuple[int, int, int]]) -> bytes:
    """An indexed picture; `pixels` is one byte each, row by row."""
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    rows = b"".join(b"\x00" + pixels[y * width:(y + 1) * width] for y in range(height))
    data = b"\x78\x01" + stored(rows) + struct.pack(">I", zlib.adler32(rows))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0))
            + chunk(b"PLTE", bytes(c for colour in palette for c in colour)) + chunk(b"IDAT", data) + chunk(b"IEND", b""))


def database(path: Path, schema: str, table: str, rows) -> None:
    """A SQLite file; the header's library version is fixed."""
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as connection:
        connection.execute("pragma journal_mode = memory")
        connection.executescript(f"pragma page_size = 4096; {schema}")
        rows = list(rows)
        if rows:
            connection.executemany(f"insert into {table} values ({','.join('?' * len(rows[0]))})", rows)
        connection.commit()
    connection.close()
    with path.open("r+b") as file:
        file.seek(96)
        file.write(struct.pack(">I", 3040000))
