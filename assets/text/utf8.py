"""Steps over the bytes of valid UTF-8, as kernels use them.

Belongs here: from a byte to its character and back. Not here: what a character is (`classes`, `unicode`).
"""

from assets.text.classes import SPACE
from assets.text.compiled import kernel


@kernel
def decoded(data, at):
    """The code point that begins at byte `at`, and how many bytes it has."""
    lead = int(data[at])
    if lead < 0x80:
        return lead, 1
    if lead < 0xE0:
        return (lead & 31) << 6 | data[at + 1] & 63, 2
    if lead < 0xF0:
        return (lead & 15) << 12 | (data[at + 1] & 63) << 6 | data[at + 2] & 63, 3
    return (lead & 7) << 18 | (data[at + 1] & 63) << 12 | (data[at + 2] & 63) << 6 | data[at + 3] & 63, 4


@kernel
def before(data, end):
    """The code point that ends before byte `end`."""
    at = end - 1
    while data[at] & 0xC0 == 0x80:
        at -= 1
    return decoded(data, at)[0]


@kernel
def characters(data, start, end):
    """Code points from byte `start` to `end`."""
    found = 0
    for at in range(start, end):
        found += (data[at] & 0xC0) != 0x80
    return found


@kernel
def unindented(data, start, end, classes):
    """Where the first word begins from byte `start` on; `end` where there is none before it."""
    while start < end:
        code, size = decoded(data, start)
        if not classes[code] & SPACE:
            break
        start += size
    return start


@kernel
def stripped(data, start, end, classes):
    """Where the bytes from `start` to `end` end once white space is stripped; `start` where nothing is left."""
    while end > start and classes[before(data, end)] & SPACE:
        end -= 1
        while data[end] & 0xC0 == 0x80:
            end -= 1
    return end
