"""Kernels: plain functions over arrays, compiled to machine code when first called and kept for the next process.

Belongs here: how kernels are compiled and when a kept one is out of date. Not here: what any of them computes.
This module imports the compiler, so a stage imports a module of kernels inside the function that needs it.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from llvmlite import ir
from numba import njit, types
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
