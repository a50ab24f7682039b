"""Sorted string tables: entries of one width in one file, found by key without reading the file whole.

Belongs here: the layout, writing and looking up. Not here: what entries mean. An entry begins with its key, sixteen bytes; a key may stand many times.
Layout: blocks of whole entries, each closed by a digest over its place and content, then the first key of each block (the fence) and its digest.
A search reads the fence and the blocks that can hold a key, whatever the keys look like; what was changed or cut short is noticed.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from assets.lake.errors import IntegrityError
from assets.lake.segments import finder, rising
from assets.lake.storage import Entry, Store

BLOCK = 16_384          # bytes at most, the digest included
KEY = 16
READ_AT_ONCE = 256      # blocks
_DIGEST = 32


def write(store: Store, path: str, entries: np.ndarray) -> Entry:
    """Write entries (n,) of one S type, in any order, under `path`; returns what was written. Equal entries give equal bytes."""
    width, entries = entries.dtype.itemsize, rising(entries)
    size = _per_block(width)
    parts, blocks = [], [entries[start:start + size] for start in range(0, len(entries), size)]
    for number, block in enumerate(blocks):
        parts += [body := block.tobytes(), _digest(path, number, body)]
    fence = b"".join(block[:1].tobytes()[:KEY] for block in blocks)
    data = b"".join([*parts, fence, _digest(path, len(blocks), fence)])
    store.write(path, data)
    return Entry(path, len(data))


def look_up(store: Store, table: Entry, width: int, keys: np.ndarray) -> np.ndarray:
    """The entries, each `width` bytes, whose key is among `keys` (S16), in order of their keys. Raises IntegrityError when the file is damaged."""
    stride = _per_block(width) * width + _DIGEST
    blocks = -(-(table.size - _DIGEST) // (stride + KEY))
    start = table.size - _DIGEST - KEY * blocks         # where the fence begins
    if start < 0:
        raise _damaged(table.path)
    fence = np.frombuffer(_checked(store.read_range(table.path, start, table.size), table.path, blocks), f"S{KEY}")
    found, find = [np.empty(0, f"S{width}")], finder(keys)
    for first, last in _runs(fence, keys):
        data = store.read_range(table.path, first * stride, min(last * stride, start))
        bodies = [_checked(data[at:at + stride], table.path, first + number) for number, at in enumerate(range(0, len(data), stride))]
        if len(bodies) != last - first:
            raise _damaged(table.path)
        entries = np.frombuffer(b"".join(bodies), f"S{width}")
        found.append(entries[find(key_of(entries)) >= 0])
    return np.concatenate(found)


def key_of(entries: np.ndarray) -> np.ndarray:
    """The key of each entry: (n,) S16."""
    return part_of(entries, 0, KEY)


def part_of(entries: np.ndarray, start: int, end: int) -> np.ndarray:
    """A part of each entry, whole bytes: (n,) of that S type."""
    width = entries.dtype.itemsize
    if not len(entries):
        return np.empty(0, f"S{end - start}")
    return np.ascontiguousarray(np.ascontiguousarray(entries).view(np.uint8).reshape(-1, width)[:, start:end]).view(f"S{end - start}").reshape(-1)


def _runs(fence: np.ndarray, keys: np.ndarray) -> Iterator[tuple[int, int]]:
    """The blocks that can hold a key, as runs (first, behind the last) that are read at once."""
    if not len(fence) or not len(keys):
        return
    # A key may stand at the end of the block before the one that begins with it.
    first = np.maximum(np.searchsorted(fence, keys, "left") - 1, 0)
    behind = np.searchsorted(fence, keys, "right")
    wanted = np.zeros(len(fence) + 1, np.int64)
    np.add.at(wanted, first[behind > 0], 1)
    np.add.at(wanted, behind[behind > 0], -1)
    blocks = np.flatnonzero(np.cumsum(wanted) > 0)
    for run in np.split(blocks, np.flatnonzero(np.diff(blocks) != 1) + 1):
        for part in range(0, len(run), READ_AT_ONCE):
            chosen = run[part:part + READ_AT_ONCE]
            if len(chosen):
                yield int(chosen[0]), int(chosen[-1]) + 1


def _per_block(width: int) -> int:
    return (BLOCK - _DIGEST) // width


def _digest(path: str, number: int, body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_DIGEST, salt=number.to_bytes(16, "big"), key=Path(path).name.encode()[:64]).digest()


def _checked(data: bytes, path: str, number: int) -> bytes:
    body, digest = data[:-_DIGEST], data[-_DIGEST:]
    if _digest(path, number, body) != digest:
        raise _damaged(path)
    return body


def _damaged(path: str) -> IntegrityError:
    return IntegrityError(f"The sorted table {path} is damaged; delete it, it is made again from what it was made from.")
