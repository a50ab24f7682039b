"""Steps over the bytes of valid UTF-8, as kernels use them.

Belongs here: from a byte to its character and back, and many bytes at once as bits. Not here: what a character is (`classes`, `unicode`).
"""

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from assets.text.classes import SPACE
from assets.text.compiled import kernel

BLOCK = 64              # bytes looked at together, one bit each, the first the lowest
_BYTES = ir.VectorType(ir.IntType(8), BLOCK)


@intrinsic
def between(typing, data, place, low, high):
    """Which of the 64 bytes from data[place] on (of uint8) lie from `low` to `high`, as the bits of a uint64. The caller knows that there are 64."""

    def code(context, builder, signature, arguments):
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        place, low, high = arguments[1:]
        found = builder.load(builder.gep(array.data, [place], source_etype=ir.IntType(8)), align=1, typ=_BYTES)
        above = builder.sub(found, _everywhere(builder, low))
        return builder.bitcast(builder.icmp_unsigned("<=", above, _everywhere(builder, builder.sub(high, low))), ir.IntType(BLOCK))

    return types.uint64(data, types.int64, types.int64, types.int64), code


@intrinsic
def doubled(typing, data, place):
    """Which of the 64 bytes from data[place] on (of uint8) are followed by themselves, as bits. The caller knows that there are 65."""

    def code(context, builder, signature, arguments):
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        one, two = (builder.load(builder.gep(array.data, [at], source_etype=ir.IntType(8)), align=1, typ=_BYTES)
                    for at in (arguments[1], builder.add(arguments[1], ir.Constant(ir.IntType(64), 1))))
        return builder.bitcast(builder.icmp_unsigned("==", one, two), ir.IntType(BLOCK))

    return types.uint64(data, types.int64), code


@intrinsic
def copied(typing, data, place, target, at):
    """Copies the 64 bytes from data[place] on to target[at:at + 64] (both of uint8), and answers `at`. The caller knows that there is room."""

    def code(context, builder, signature, arguments):
        source, aim = (context.make_array(kind)(context, builder, value).data for kind, value in zip(signature.args[::2], arguments[::2], strict=True))
        found = builder.load(builder.gep(source, [arguments[1]], source_etype=ir.IntType(8)), align=1, typ=_BYTES)
        place = builder.gep(aim, [arguments[3]], source_etype=ir.IntType(8))
        builder.store(found, builder.bitcast(place, _BYTES.as_pointer()), align=1)
        return arguments[3]

    return types.int64(data, types.int64, target, types.int64), code


@intrinsic
def ones(typing, value):
    """How many bits of a uint64 are 1, as int64."""

    def code(context, builder, signature, arguments):
        return builder.ctpop(arguments[0])

    return types.int64(types.uint64), code


@intrinsic
def leading_zeros(typing, value):
    """How many of the highest bits of a uint64 are 0, as int64; 64 for 0."""

    def code(context, builder, signature, arguments):
        return builder.ctlz(arguments[0], ir.Constant(ir.IntType(1), 0))

    return types.int64(types.uint64), code


def _everywhere(builder, value):
    single = builder.insert_element(ir.Constant(_BYTES, ir.Undefined), builder.trunc(value, ir.IntType(8)), ir.Constant(ir.IntType(32), 0))
    return builder.shuffle_vector(single, ir.Constant(_BYTES, ir.Undefined), ir.Constant(ir.VectorType(ir.IntType(32), BLOCK), [0] * BLOCK))


@kernel
def whitespace(data, place):
    """Which of 64 bytes are white space of ASCII, as bits."""
    return between(data, place, 32, 32) | between(data, place, 9, 13) | between(data, place, 28, 31)


@kernel
def lowest(count):
    """A uint64 whose lowest `count` bits (0 to 64) are 1."""
    return np.uint64(0xFFFFFFFFFFFFFFFF) >> np.uint64(64 - count) if count > 0 else np.uint64(0)


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
