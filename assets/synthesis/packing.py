"""Containers whose bytes are the same on every machine: zip, gzip, zstandard, PNG, SQLite.

Belongs here: packing. Not here: what is packed (`formats`, `tables`).
Compressors differ between machines and versions. So zip members, gzip and PNG are stored uncompressed and zstandard frames
hold raw blocks; every reader takes them, and the fictional house is small.
"""

import io
import sqlite3
import struct
import zipfile
import zlib
from pathlib import Path

LONG_AGO = (1980, 1, 1, 0, 0, 0)
STORED_BLOCK = 0xFFFF           # bytes, the most that deflate stores in one block
RAW_BLOCK = 1 << 17             # bytes, the most that a zstandard block holds
SQLITE_VERSION = 3_040_000      # written over the version of the library that made the file


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, body in members.items():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.create_system, entry.create_version, entry.extract_version = 3, 20, 20
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, body)
    return out.getvalue()


def stored(body: bytes) -> bytes:
    """Deflate without compression."""
    out = []
    for at in range(0, max(1, len(body)), STORED_BLOCK):
        part = body[at:at + STORED_BLOCK]
        out += [struct.pack("<BHH", at + STORED_BLOCK >= len(body), len(part), len(part) ^ 0xFFFF), part]
    return b"".join(out)


def gz(body: bytes) -> bytes:
    """A gzip member without name or time."""
    return b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff" + stored(body) + struct.pack("<II", zlib.crc32(body), len(body) & 0xFFFFFFFF)


def zst(body: bytes) -> bytes:
    """A zstandard frame: one segment, its size in four bytes, raw blocks, no checksum."""
    out = [b"\x28\xb5\x2f\xfd\xa0", struct.pack("<I", len(body))]
    for at in range(0, max(1, len(body)), RAW_BLOCK):
        part = body[at:at + RAW_BLOCK]
        out += [(len(part) << 3 | (at + RAW_BLOCK >= len(body))).to_bytes(3, "little"), part]
    return b"".join(out)


def png(width: int, height: int, rows: list[bytes]) -> bytes:
    """A picture in red, green and blue; one row is three bytes a point."""
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    points = b"".join(b"\0" + row for row in rows)
    body = b"\x78\x01" + stored(points) + struct.pack(">I", zlib.adler32(points))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", body)
            + chunk(b"IEND", b""))


def database(path: Path, tables: dict[str, tuple[list[str], list[list]]]) -> None:
    """A fresh SQLite file. `tables` gives each table its column definitions and its rows."""
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    try:
        for setting in ("page_size = 4096", "encoding = 'UTF-8'", "auto_vacuum = none", "journal_mode = memory", "secure_delete = on"):
            connection.execute(f"pragma {setting}")
        for table, (columns, rows) in tables.items():
            connection.execute(f'create table "{table}" ({", ".join(columns)})')
            connection.executemany(f'insert into "{table}" values ({", ".join("?" * len(columns))})', rows)
        connection.commit()
        connection.execute("vacuum")
    finally:
        connection.close()
    with path.open("r+b") as file:      # change counter, its copy, and the library's version say nothing of the content
        for place, number in ((24, 1), (92, 1), (96, SQLITE_VERSION)):
            file.seek(place)
            file.write(struct.pack(">I", number))
