"""Where a record goes: its split, its shard and its place inside, each from a keyed digest of the seed.

Belongs here: the three digests. Not here: which records there are (`selection`).
A place depends on the seed, the group and the record alone, so records that come or go move nobody else.
"""

import hashlib
from fractions import Fraction


def draw(seed: int, use: str, value: bytes) -> int:
    """64 bits from BLAKE2b, salted with the seed and kept apart per use, so that split and shard are independent."""
    digest = hashlib.blake2b(value, digest_size=8, salt=seed.to_bytes(8, "big"), person=use.encode())
    return int.from_bytes(digest.digest(), "big")


def split_of(seed: int, group: bytes, shares: dict[str, float]) -> str:
    """The split of a group: the shares laid end to end over the range of the digest."""
    drawn, reached = draw(seed, "split", group), Fraction(0)
    for name, share in shares.items():
        reached += Fraction(str(share))
        if drawn < reached * 2**64:
            return name
    return name


def shard_of(seed: int, group: bytes, count: int) -> int:
    """The shard of a group: the top bits of its digest; `count` is a power of two."""
    return draw(seed, "shard", group) >> (64 - (count.bit_length() - 1)) if count > 1 else 0


def place_of(seed: int, record_id: bytes) -> int:
    """The place of a record inside its shard; records of equal place stand in record id order."""
    return draw(seed, "place", record_id)
