"""Lasting identity (law 2): the id of an object from its bytes, of a record from its key or its content.

Belongs here: what enters an id. Not here: the keys (lake). Position, path and the file's digest never enter a record's id.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, BinaryIO

from assets.lake.digest import mac
from assets.landing.mapping import Record


def object_id(key: bytes, source: str, stream: BinaryIO, size: int) -> bytes:
    """MAC(identity key, source, bytes), without holding the bytes. `size` must be their number."""
    digest = hashlib.blake2b(key=key, digest_size=16)
    name = source.encode()
    digest.update(b"%d:" % len(name) + name + b"%d:" % size)
    while part := stream.read(1 << 20):
        digest.update(part)
    return digest.digest()


class Identifier:
    """Ids of the records of one object, one after another.

    `kept`: where values were struck out, the id by what a record says now -> the ids of such records before, in order.
    """

    def __init__(self, key: bytes, source: str, kept: Mapping[bytes, Sequence[bytes]] = MappingProxyType({})):
        self._key, self._source = key, source
        self._kept = {now: iter(ids) for now, ids in kept.items()}
        self._seen: dict[bytes, int] = {}

    def record_id(self, record: Record) -> bytes:
        """MAC(identity, source, primary key), or MAC(identity, source, normalised content, k): k counts equal records."""
        now = self._by_what_it_says(record)
        return next(self._kept[now], now) if now in self._kept else now

    def _by_what_it_says(self, record: Record) -> bytes:
        if record.key:
            return mac(self._key, self._source, "key", *record.key)
        content = mac(self._key, normalised(record.content))
        k = self._seen.get(content, 0)
        self._seen[content] = k + 1
        return mac(self._key, self._source, "content", content, str(k))


def normalised(content: dict[str, Any]) -> str:
    """Canonical text of a record's content: sorted names, composed characters, every run of white space one blank."""
    return json.dumps(_plain(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join((value if value.isascii() else unicodedata.normalize("NFC", value)).split())
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value
