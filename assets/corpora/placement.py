"""Where a record goes: its split, its shard and its place inside, each from a keyed digest of the seed.

Belongs here: the three digests. Not here: which records there are (`selection`).
A place depends on the seed, the group and the record alone, so records that come or go move nobody else.
"""

import hashlib
from fractions import Fraction
from functools import cache
from itertools import accumulate
from math import ceil


def draw(seed: int, use: str, value: bytes) -> int:
    """64 bits from BLAKE2b, salted with the seed and kept apart per use, so that split and shard are independent."""
    digest = hashlib.blake2b(value, digest_size=8, salt=seed.to_bytes(8, "big"), person=use.encode())
    return int.from_bytes(digest.digest(), "big")


def split_of(seed: int, group: bytes, shares: dict[str, float]) -> str:
    """The split of a group: the shares laid end to end over the range of the digest."""
    drawn = draw(seed, "split", group)
    for name, end in _ends(tuple(shares.items())):
        if drawn < end:
            return name
    return name


@cache
def _ends(shares: tuple[tuple[str, float], ...]) -> list[tuple[str, int]]:
    """Where each share ends in the range of the digest, in exact arithmetic."""
    reached = accumulate(Fraction(str(share)) for _, share in shares)
    return [(name, ceil(end * 2**64)) for (name, _), end in zip(shares, reached, strict=True)]


def shard_of(seed: int, group: bytes, count: int) -> int:
    """The shard of a group: the top bits of its digest; `count` is a power of two."""
    return draw(seed, "shard", group) >> (64 - (count.bit_length() - 1)) if count > 1 else 0


def place_of(seed: int, record_id: bytes) -> int:
    """The place of a record inside its shard; records of equal place stand in record id order."""
    return draw(seed, "place", record_id)
