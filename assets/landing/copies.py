"""Rewritten copies: what stays of a landed file when rows or values were erased from it, in one format of our own.

Belongs here: that format, and opening a copy whichever it is. Not here: what is erased (forgetting), where copies lie (keeping).
A zstd file of JSON lines: a head, then each row and refusal as the reader of the file gave it, at the place where it stood.
"""

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from assets.lake.errors import IntegrityError
from assets.landing.contracts import Contract
from assets.landing.readers import Bad, Facts, Row, read

SUFFIX = ".rewritten.jsonl.zst"     # a file that arrives keeps at most two endings of its own name
_ROW, _REFUSAL = "row", "refusal"

Kept = dict[bytes, list[bytes]]


@dataclass(frozen=True)
class Head:
    """What reading the file that arrived found out, and the digest of the tombstones of which nothing is left in the copy.

    `kept`: the id that a record has by what it says now -> the ids it keeps, in order.
    """
    format: str | None = None
    encoding: str | None = None
    members: int = 0
    stones: str = ""
    kept: Kept = field(default_factory=dict)


def is_rewritten(place: str) -> bool:
    return place.endswith(SUFFIX)


def opened(contract: Contract, place: str, path: str, stream: BinaryIO, facts: Facts) -> tuple[Iterator[Row | Bad], Kept]:
    """Rows and refusals of a landed copy, and the ids that its records keep. `facts` is filled as for the file that arrived."""
    if not is_rewritten(place):
        format = "jsonl" if contract.from_.sql else contract.format
        return read(format, stream, contract.parse, path.rsplit("/", 1)[-1], facts), {}
    head, entries = read_copy(stream)
    facts.format, facts.encoding, facts.members = head.format, head.encoding, head.members
    return entries, head.kept


def write_lines(path: Path, lines: Iterable[bytes]) -> None:
    """The lines of a copy (`line_of`), without its head."""
    import zstandard
    with open(path, "wb") as file, io.BufferedWriter(zstandard.ZstdCompressor(level=3).stream_writer(file), 1 << 18) as out:
        out.writelines(lines)


def with_head(head: Head, lines: Path, path: Path) -> None:
    """A whole copy: the head before the lines."""
    import zstandard
    told = {"format": head.format, "encoding": head.encoding, "members": head.members, "stones": head.stones,
            "kept": {now.hex(): [one.hex() for one in ids] for now, ids in sorted(head.kept.items())}}
    with open(path, "wb") as out, open(lines, "rb") as rest:
        out.write(zstandard.ZstdCompressor(level=3).compress(_encoded(told)))
        while part := rest.read(1 << 20):
            out.write(part)


def read_copy(stream: BinaryIO) -> tuple[Head, Iterator[Row | Bad]]:
    """The head and the entries of a copy. Raises IntegrityError when it is damaged."""
    stream.seek(0)
    lines = _lines(stream)
    try:
        told = json.loads(next(lines))
        kept = {bytes.fromhex(now): [bytes.fromhex(one) for one in ids] for now, ids in told["kept"].items()}
        head = Head(told["format"], told["encoding"], told["members"], told["stones"], kept)
    except (StopIteration, ValueError, KeyError, TypeError, AttributeError):
        raise _damaged() from None
    return head, map(entry_of, lines)


def line_of(entry: Row | Bad) -> bytes:
    if isinstance(entry, Row):
        return _encoded([_ROW, entry.locator, entry.values])
    return _encoded([_REFUSAL, entry.locator, entry.reason, entry.whole])


def entry_of(line: bytes) -> Row | Bad:
    try:
        kind, locator, *rest = json.loads(line)
        return Row(locator, *rest) if kind == _ROW else Bad(locator, *rest)
    except (ValueError, TypeError):
        raise _damaged() from None


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    import zstandard
    try:
        with zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True, closefd=False) as plain:
            yield from io.BufferedReader(plain, 1 << 18)
    except zstandard.ZstdError:
        raise _damaged() from None


def _encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"


def _damaged() -> IntegrityError:
    return IntegrityError("A rewritten copy in the landing zone is damaged; restore it from a backup of that zone.")
