"""Pictures and recordings, catalogued by their header and never decoded.

Belongs here: kind, size, duration. Not here: what they show or say; embedded notes (place, camera, owner) are not read.
"""

import struct
from collections.abc import Iterator
from typing import Any

from assets.landing.readers.base import Bad, Row, Source
from assets.landing.readers.refusal import Refuse

_MAGIC = (
    (0, b"\x89PNG", "image/png"), (0, b"\xff\xd8\xff", "image/jpeg"), (0, b"GIF8", "image/gif"), (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"), (0, b"BM", "image/bmp"), (8, b"WEBP", "image/webp"), (4, b"jP  ", "image/jp2"),
    (8, b"WAVE", "audio/wav"), (8, b"AVI ", "video/x-msvideo"), (0, b"fLaC", "audio/flac"), (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"), (0, b"\xff\xfb", "audio/mpeg"), (0, b"\xff\xf3", "audio/mpeg"), (0, b"\xff\xf1", "audio/aac"),
    (4, b"ftypM4A", "audio/mp4"), (4, b"ftypqt", "video/quicktime"), (4, b"ftyp", "video/mp4"), (0, b"\x1aE\xdf\xa3", "video/webm"),
)


def read(source: Source, format: str, parse: dict[str, Any]) -> Iterator[Row | Bad]:
    head = source.head(1 << 16)
    kind = next((kind for at, magic, kind in _MAGIC if head[at:at + len(magic)] == magic), None)
    if kind is None:
        raise Refuse("the content is no picture or recording that is known; deliver it again or convert it")
    size = source.size
    if size is None:
        stream = source.open()
        size = sum(len(part) for part in iter(lambda: stream.read(1 << 20), b""))
    values: dict[str, Any] = {"media_type": kind, "bytes": size, "width": None, "height": None, "caption": None}
    if kind.startswith("image/"):
        values["width"], values["height"] = _picture(source)
    elif kind == "audio/wav":
        values |= _wave(head, size)
    yield Row("file", values)


def _picture(source: Source) -> tuple[int, int]:
    import warnings

    from PIL import Image, UnidentifiedImageError
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(source.seekable()) as picture:
                return picture.size
        except Image.DecompressionBombError:
            raise Refuse("the picture claims more points than any honest one") from None
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
            raise Refuse("the picture's header is damaged; deliver it again") from None


def _wave(head: bytes, size: int) -> dict[str, Any]:
    at = 12
    found: dict[str, Any] = {}
    while at + 8 <= len(head):
        name, length = head[at:at + 4], struct.unpack_from("<I", head, at + 4)[0]
        if name == b"fmt " and at + 24 <= len(head):
            _, channels, rate, per_second = struct.unpack_from("<HHII", head, at + 8)
            found |= {"channels": channels, "sample_rate": rate, "_per_second": per_second}
        if name == b"data":
            actual = min(length, max(size - at - 8, 0))
            if found.get("_per_second"):
                found["seconds"] = round(actual / found["_per_second"], 3)
            break
        at += 8 + length + (length & 1)
    if "channels" not in found:
        raise Refuse("the recording's header is damaged; deliver it again")
    found.pop("_per_second")
    return found
