"""Archives around a file: gzip, bzip2, zstd and zip, opened within limits.

Belongs here: peeling, and every trick an archive can play (bombs, paths, encryption, links). Not here: formats inside.
An office document is a zip too and is left to its reader.
"""

import bz2
import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from assets.landing.readers.base import Bad, Source
from assets.landing.readers.refusal import Refuse

LARGEST_RATIO = 200              # unpacked to packed, beyond the first ten megabytes
SMALL = 10 << 20
LARGEST_UNPACKED = 8 << 30
MOST_MEMBERS = 50_000
DEEPEST = 2

_OWN_ZIP = (".docx", ".xlsx", ".xlsm", ".ods", ".pptx", ".odt", ".epub")
_OWN_GZIP = ("warc", "wet")      # their reader follows the many gzip members by itself
_ENDINGS = (".gz", ".gzip", ".bz2", ".zst", ".zstd", ".zip")


@dataclass
class Member:
    place: str                   # path inside a zip, "" for the file itself
    source: Source


def unpacked(source: Source, format: str) -> Iterator[Member | Bad]:
    """The file itself, or what lies in the archive it is."""
    yield from _peel(Member("", source), format)


def _peel(member: Member, format: str) -> Iterator[Member | Bad]:
    source, head = member.source, member.source.head(512)
    lower = source.name.lower()
    if head[257:262] == b"ustar" or lower.endswith((".tar", ".tgz", ".7z", ".rar")):
        raise Refuse("tar, 7z and rar archives are not opened; deliver the files themselves or a zip")
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        if format not in ("docx", "xlsx") and not lower.endswith(_OWN_ZIP):
            yield from _zip(member, format)
            return
    opener = opener_of(head)
    inner_name = _without_ending(source.name)
    if opener and not (format in _OWN_GZIP or inner_name.lower().endswith((".warc", ".wet", ".wat"))):
        if source.depth >= DEEPEST:
            raise Refuse(f"archives are packed more than {DEEPEST} deep")
        packed = source.size
        inner = Source(lambda: _Limited(opener(source.open()), packed), inner_name, None, source.facts, source.depth + 1)
        yield from _peel(Member(member.place, inner), format)
        return
    if lower.endswith(_ENDINGS) and not opener:
        raise Refuse("the file is named as an archive and is none; deliver it again")
    if opener:
        source = Source(source.open, inner_name, source.size, source.facts, source.depth)
    yield Member(member.place, source)


def opener_of(head: bytes) -> Callable[[BinaryIO], BinaryIO] | None:
    """What unpacks a file that begins so."""
    if head.startswith(b"\x1f\x8b"):
        return lambda stream: gzip.GzipFile(fileobj=stream)
    if head.startswith(b"BZh"):
        return bz2.BZ2File
    if head.startswith(b"\x28\xb5\x2f\xfd"):
        return _zstd
    return None


def _zstd(stream: BinaryIO) -> BinaryIO:
    import zstandard
    return zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(stream, read_across_frames=True)


def _without_ending(name: str) -> str:
    for ending in _ENDINGS:
        if name.lower().endswith(ending):
            return name[:-len(ending)]
    return name


class _Limited(io.RawIOBase):
    """Unpacks until a bomb shows: more bytes, or a higher ratio, than any honest file."""

    def __init__(self, stream: BinaryIO, packed: int | None):
        self._stream, self._packed, self._done = stream, packed, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        data = self._stream.read(len(buffer))
        self._done += len(data)
        if self._done > LARGEST_UNPACKED:
            raise Refuse(f"the archive unpacks to more than {LARGEST_UNPACKED >> 30} GiB; split it")
        if self._packed and self._done > SMALL and self._done > LARGEST_RATIO * self._packed:
            raise Refuse("the archive unpacks to more than two hundred times its size, as only a bomb does")
        buffer[:len(data)] = data
        return len(data)


def _zip(member: Member, format: str) -> Iterator[Member | Bad]:
    from assets.landing.readers import format_of
    source = member.source
    if source.depth >= DEEPEST:
        raise Refuse(f"archives are packed more than {DEEPEST} deep")
    try:
        archive = zipfile.ZipFile(source.seekable())
    except zipfile.BadZipFile:
        raise Refuse("the archive is broken; deliver it again") from None
    entries = sorted((entry for entry in archive.infolist() if not entry.is_dir()), key=lambda entry: entry.filename)
    if len(entries) > MOST_MEMBERS:
        raise Refuse(f"the archive has more than {MOST_MEMBERS} members; split it")
    total = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    if total > LARGEST_UNPACKED:
        raise Refuse(f"the archive unpacks to more than {LARGEST_UNPACKED >> 30} GiB; split it")
    if total > SMALL and total > LARGEST_RATIO * packed:
        raise Refuse("the archive unpacks to more than two hundred times its size, as only a bomb does")
    if packed > (source.size or packed) + SMALL:
        raise Refuse("the archive's members overlap, as only a bomb's do")
    if not entries:
        raise Refuse("the archive is empty")
    for number, entry in enumerate(entries, 1):
        place = f"{member.place}{entry.filename}!"
        if _is_litter(entry.filename):
            continue
        source.facts.members += 1
        if (reason := _refused(entry, entries, number)) is not None:
            yield Bad(f"member {number}", reason)
            continue
        inner = Source(lambda entry=entry: _Limited(archive.open(entry), entry.compress_size), entry.filename,
                       entry.file_size, source.facts, source.depth + 1)
        known = format_of(_without_ending(entry.filename))
        if format not in ("auto", known) and known is not None and not _akin(format, known):
            yield Bad(place, f"the member is a {known} file and the contract expects {format}")
            continue
        if not entry.file_size:
            yield Bad(place, "the member is empty")
            continue
        try:
            yield from _peel(Member(place, inner), format)
        except Refuse as refusal:
            yield Bad(place, str(refusal))
        except Exception:       # each unpacker has errors of its own; the other members are still to be read
            yield Bad(place, "the member cannot be unpacked; deliver the archive again")


def _refused(entry: zipfile.ZipInfo, entries: list[zipfile.ZipInfo], number: int) -> str | None:
    parts = entry.filename.replace("\\", "/").split("/")
    if entry.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or any(ord(c) < 32 for c in entry.filename):
        return "the member's path leads out of the archive"
    if entry.flag_bits & 1:
        return "the member is encrypted; deliver it without a password"
    if (entry.external_attr >> 16) & 0o170000 == 0o120000:
        return "the member is a link"
    if number > 1 and entries[number - 2].filename == entry.filename:
        return "the archive has two members of this name"
    return None


def _is_litter(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1] in (".DS_Store", "Thumbs.db")


def _akin(format: str, known: str) -> bool:
    return {format, known} in ({"json", "transcript"}, {"xml", "alto"}, {"html", "hocr"}, {"txt", "csv"}, {"txt", "tsv"},
                               {"csv", "tsv"}, {"txt", "md"}, {"json", "jsonl"}, {"warc", "wet"}, {"xml", "hocr"})
