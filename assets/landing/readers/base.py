"""What every reader shares: rows, refusals, limits, and a source that can be opened again.

Belongs here: the vocabulary of reading. Not here: any one format (its own module), decoding (encoding), refusing (refusal).
A reason names what is wrong and never repeats what the file says.
"""

import io
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from assets.landing.readers.refusal import Refuse

LARGEST_VALUE = 50 << 20         # bytes of one row's values together
LARGEST_DOCUMENT = 512 << 20     # bytes of a file that must be held whole (a PDF, a JSON tree)
SPOOL = 32 << 20                 # bytes kept in memory before a stream without seek goes to an unnamed scratch file


Parts = tuple[tuple[int, str | None], ...]      # rows of the file, by number, or one cell of each, by its column


@dataclass(frozen=True, slots=True)
class Row:
    locator: str
    values: dict[str, Any]
    parts: Parts = ()           # what it is made of, where somebody counts


@dataclass(frozen=True, slots=True)
class Bad:
    """A record, or with whole=True the rest of a file, that goes to quarantine."""
    locator: str
    reason: str
    whole: bool = False
    parts: Parts = ()


@dataclass
class Facts:
    """What was found out about a file while reading it."""
    format: str | None = None
    encoding: str | None = None
    members: int = 0


@dataclass
class Source:
    """A file that can be opened more than once, from its first byte."""
    open: Callable[[], BinaryIO]
    name: str = ""
    size: int | None = None
    facts: Facts = field(default_factory=Facts)
    depth: int = 0               # archives around it

    def head(self, size: int = 1 << 16) -> bytes:
        stream = self.open()
        parts, wanted = [], size
        while wanted > 0 and (part := stream.read(wanted)):
            parts.append(part)
            wanted -= len(part)
        return b"".join(parts)

    def bytes(self, limit: int = LARGEST_DOCUMENT) -> bytes:
        data = self.head(limit + 1)
        if len(data) > limit:
            raise Refuse(f"the file is larger than {limit >> 20} MiB, which this format needs in memory at once; split it")
        return data

    def seekable(self) -> BinaryIO:
        stream = self.open()
        if self.depth == 0 and stream.seekable():
            return stream
        scratch = tempfile.SpooledTemporaryFile(max_size=SPOOL)
        while part := stream.read(1 << 20):
            scratch.write(part)
        scratch.seek(0)
        return scratch

    def text(self, parse: dict[str, Any]) -> io.TextIOBase:
        """The file decoded as a stream; what was not valid UTF-8 in a UTF-8 file is a lone surrogate."""
        from assets.landing.readers.encoding import detect
        encoding, errors = detect(self, parse.get("encoding"))
        self.facts.encoding = encoding
        return io.TextIOWrapper(_Buffered(self.open()), encoding=encoding, errors=errors, newline="")

    def whole_text(self, parse: dict[str, Any]) -> str:
        if self.size is not None and self.size > LARGEST_DOCUMENT:
            raise Refuse(f"the file is larger than {LARGEST_DOCUMENT >> 20} MiB, which this format needs in memory at once; split it")
        text = self.text(parse).read(LARGEST_DOCUMENT + 1)
        if len(text) > LARGEST_DOCUMENT:
            raise Refuse(f"the file is larger than {LARGEST_DOCUMENT >> 20} MiB, which this format needs in memory at once; split it")
        return text.replace("\r\n", "\n").replace("\r", "\n")


def source_of(data: "bytes | BinaryIO", name: str = "") -> Source:
    if isinstance(data, (bytes, bytearray, memoryview)):
        body = bytes(data)
        return Source(lambda: io.BytesIO(body), name, len(body))

    def again() -> BinaryIO:
        data.seek(0)
        return _Shared(data)

    data.seek(0, io.SEEK_END)
    return Source(again, name, data.tell())


class _Shared(io.RawIOBase):
    """Lets a wrapper be closed without closing the file that the caller opened."""

    def __init__(self, stream: BinaryIO):
        self._stream = stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        buffer[:len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()


def _Buffered(stream: BinaryIO) -> BinaryIO:
    return stream if isinstance(stream, io.BytesIO) else io.BufferedReader(stream, 1 << 18)  # type: ignore[arg-type]


def clip(text: str | None) -> str | None:
    """None for nothing but white space."""
    return text if text and text.strip() else None


def pick(values: Iterator[Any]) -> Any:
    return next((value for value in values if value not in (None, "")), None)
