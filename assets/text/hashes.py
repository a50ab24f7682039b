"""64-bit hashes of bytes, and open tables of them, as kernels use them.

Belongs here: hashing and looking up. Not here: what the bytes are. Hashes serve within one call and are never stored.
"""

import numpy as np

from assets.text.compiled import eight_bytes, kernel

ODD, STIR = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)


@kernel
def padded(data, start, end):
    """The hash of the bytes from `start` to `end` where at least eight more can be read."""
    key = np.uint64(end - start)
    while end - start > 8:
        key = (key ^ eight_bytes(data, start)) * STIR
        key ^= key >> np.uint64(32)
        start += 8
    return mixed(key ^ eight_bytes(data, start) & (np.uint64(0xFFFFFFFFFFFFFFFF) >> np.uint64(64 - 8 * (end - start))))


@kernel
def hashed(data, start, end):
    """The hash of the bytes from `start` to `end`, none read beyond."""
    key = np.uint64(end - start)
    while end - start >= 8:
        key = (key ^ eight_bytes(data, start)) * STIR
        key ^= key >> np.uint64(32)
        start += 8
    tail = np.uint64(0)
    for at in range(start, end):
        tail = tail << np.uint64(8) | np.uint64(data[at])
    return mixed(key ^ tail)


@kernel
def mixed(key):
    key = (key ^ key >> np.uint64(32)) * STIR
    key = (key ^ key >> np.uint64(29)) * ODD
    return key ^ key >> np.uint64(32)


@kernel
def room(entries):
    """Slots of a table for so many entries: a power of two, at most two thirds full."""
    slots = 16
    while 2 * slots < 3 * entries:
        slots *= 2
    return slots


@kernel
def shift(slots):
    """How far a 64-bit number is shifted down to number this many slots."""
    down = 64
    while slots > 1:
        slots >>= 1
        down -= 1
    return np.uint64(down)


@kernel
def slot_of(table, key):
    """Where `key` stands in an open table (0 is a free slot), put there if it did not, and whether it did."""
    key = key if key else np.uint64(1)
    mask = np.uint64(len(table) - 1)
    slot = key & mask
    while table[slot] != 0:
        if table[slot] == key:
            return slot, True
        slot = slot + np.uint64(1) & mask
    table[slot] = key
    return slot, False


@kernel
def met(table, key):
    """Whether `key` was met before."""
    return slot_of(table, key)[1]
