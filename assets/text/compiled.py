"""Kernels: plain functions over arrays, compiled to machine code when first called and kept for the next process.

Belongs here: how kernels are compiled, when a kept one is out of date, and the instructions that Python has no word for. Not here: what any of them computes.
This module imports the compiler, so a stage imports a module of kernels inside the function that needs it.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.core.caching import CompileResultCacheImpl, FunctionCache
from numba.extending import intrinsic


def kernel(function: Callable) -> Callable:
    """`function` compiled by numba: without the interpreter lock, division as in numpy, never with reordered floating point.

    The machine code is kept beside the source, or in the user's cache directory. Where neither can be written each process compiles its own.
    """
    compiled = njit(nogil=True, error_model="numpy")(function)
    try:
        compiled._cache = _Kept(function)
    except RuntimeError:    # no place to keep it
        pass
    return compiled


class _StampedByFolder(CompileResultCacheImpl):
    def __init__(self, function: Callable):
        super().__init__(function)
        folder = Path(function.__code__.co_filename).parent
        self._locator.get_source_stamp = lambda: _digest(folder) + _digest(Path(__file__).parent)


class _Kept(FunctionCache):
    """Kept until any source beside the kernel or on the ground floor changes: numba watches the kernel's own file only, yet a
    kernel holds the code of the functions and the values of the constants that it takes from its neighbours."""

    _impl_class = _StampedByFolder


@cache
def _digest(folder: Path) -> bytes:
    state = hashlib.blake2b(digest_size=16)
    for path in sorted(folder.glob("*.py")):
        state.update(path.name.encode() + b"\0" + hashlib.blake2b(path.read_bytes()).digest())
    return state.digest()


@intrinsic
def eight_bytes(typing, data, place):
    """data[place:place + 8] (of uint8) as one uint64, the first byte lowest. The caller knows that there are eight."""

    def code(context, builder, signature, arguments):
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        return builder.load(builder.gep(array.data, [arguments[1]], source_etype=ir.IntType(8)), align=1, typ=ir.IntType(64))

    return types.uint64(data, types.int64), code


@intrinsic
def trailing_zeros(typing, value):
    """How many of the lowest bits of a uint64 are 0, as int64; 64 for 0."""

    def code(context, builder, signature, arguments):
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 0))

    return types.int64(types.uint64), code


LANES = 32      # columns that `add_pairs` adds at once


@intrinsic
def add_pairs(typing, values, rows, count, weights, sums, column):
    """Add values times weights to sums[column:column + LANES], two units at a time: what processors have an instruction for.

    values int32[n]: two int16 side by side, of units 2k and 2k + 1. rows uint32[n]: which k. weights int16[pairs, 2 * columns]: weights[k, 2 * c] and
    weights[k, 2 * c + 1] are of those units and column c. sums int32[columns]. The caller knows that nothing leaves int32 and that the columns exist.
    """

    def code(context, builder, signature, arguments):
        values, rows, weights, sums = (context.make_array(signature.args[place])(context, builder, arguments[place]) for place in (0, 1, 3, 4))
        half, whole, long = ir.IntType(16), ir.IntType(32), ir.IntType(64)
        halves, wholes, eight = ir.VectorType(half, 16), ir.VectorType(whole, 16), ir.VectorType(whole, 8)
        first = arguments[5]
        none, none_wide = ir.Constant(eight, ir.Undefined), ir.Constant(wholes, ir.Undefined)

        def vector(data, place, element, type_):
            return builder.bitcast(builder.gep(data, [place], source_etype=element), type_.as_pointer())

        def every(start, step):
            return ir.Constant(eight, [start + step * lane for lane in range(8)])

        places = [vector(sums.data, builder.add(first, long(8 * part)), whole, eight) for part in range(LANES // 8)]
        totals = [cgutils.alloca_once(builder, eight) for _ in places]
        for place, total in zip(places, totals, strict=True):
            builder.store(builder.load(place, align=4, typ=eight), total)
        with cgutils.for_range(builder, arguments[2]) as loop:
            value = builder.load(builder.gep(values.data, [loop.index], source_etype=whole), typ=whole)
            both = builder.shuffle_vector(builder.insert_element(none, value, whole(0)), none, every(0, 0))
            both = builder.sext(builder.bitcast(both, halves), wholes)
            row = builder.zext(builder.load(builder.gep(rows.data, [loop.index], source_etype=whole), typ=whole), long)
            row = builder.add(builder.mul(row, builder.extract_value(weights.shape, 1)), builder.mul(first, long(2)))
            for part, total in enumerate(totals):
                place = vector(weights.data, builder.add(row, long(16 * part)), half, halves)
                product = builder.mul(builder.sext(builder.load(place, align=2, typ=halves), wholes), both)
                pair = builder.add(builder.shuffle_vector(product, none_wide, every(0, 2)), builder.shuffle_vector(product, none_wide, every(1, 2)))
                builder.store(builder.add(builder.load(total, typ=eight), pair), total)
        for place, total in zip(places, totals, strict=True):
            builder.store(builder.load(total, typ=eight), place, align=4)
        return context.get_dummy_value()

    return types.void(values, rows, types.int64, weights, sums, types.int64), code
