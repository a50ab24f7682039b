"""The words of texts, as 64-bit hashes of their letters: what texts are compared by.

Belongs here: cutting texts into words ("unicode" words, as against words between blanks) and the hash of one. Not here: what is made of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from assets.text.arrow import buffers, read_only
from assets.text.compiled import eight_bytes, kernel, trailing_zeros
from assets.text.unicode import ALONE, BLOCK, IGNORED, LENGTH_BITS, MARK, SEPARATOR, VALUE_BITS, fold_table

SEED = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND, _SHIFT = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53), np.uint64(33)     # Appleby's finaliser (MurmurHash3)
_LENGTH, _VALUE, _CODES = (1 << LENGTH_BITS) - 1, (1 << VALUE_BITS) - 1, 0x110000
_ONE, _ALL_BUT_ONE = np.uint64(1), np.uint64(63)
# The same byte eight times, to look at eight characters at once.
_ONES = np.uint64(0x0101010101010101)
_HIGH, _LOW, _SMALL = _ONES * np.uint64(0x80), _ONES * np.uint64(0x7F), _ONES * np.uint64(ord("a") - ord("A"))
_FROM_A, _AFTER_Z = _ONES * np.uint64(0x80 - ord("a")), _ONES * np.uint64(0x7F - ord("z"))      # added, they set the high bit of such a byte
_FROM_0, _AFTER_9 = _ONES * np.uint64(0x80 - ord("0")), _ONES * np.uint64(0x7F - ord("9"))
_PORTION = 1 << 18      # bytes of text at a time: its words stay in the cache until they are used


@dataclass(frozen=True)
class Words:
    """Words of some texts, all texts end to end."""

    hashes: np.ndarray       # uint64, read-only
    starts: np.ndarray       # int64, read-only, one more than there are texts: where the words of each begin and the last ones end

    def __len__(self) -> int:
        return len(self.starts) - 1


def word_hashes(texts: pa.Array | pa.ChunkedArray) -> Words:
    """The words of each text, in order.

    A word is a run of letters and numbers of any script, compared without case, accents and compatibility forms
    (`unicode.fold_table`). Everything else separates, '_' and apostrophes too: "l'Été" is "l", "ete". In scripts written
    without spaces each letter is a word. Null, empty and unreadable bytes have no words.
    A word's hash is the same on any machine and may be stored. Two different words share one by chance once in 2**64 pairs.
    Memory: 8 bytes per word.
    """
    data, offsets = buffers(texts)
    return _words(data, offsets)


def portions(texts: pa.Array | pa.ChunkedArray | Words) -> Iterator[tuple[slice, Words]]:
    """Which texts, and their words: all texts in order, about a quarter of a megabyte at a time, a longer text by itself."""
    if isinstance(texts, Words):
        for some in _cuts(texts.starts, _PORTION // 8):
            first, last = texts.starts[some.start], texts.starts[some.stop]
            yield some, Words(texts.hashes[first:last], read_only(texts.starts[some.start: some.stop + 1] - first, np.int64))
    else:
        data, offsets = buffers(texts)
        for some in _cuts(offsets, _PORTION):
            yield some, _words(data, offsets[some.start: some.stop + 1])


def _cuts(offsets: np.ndarray, size: int) -> Iterator[slice]:
    first = 0
    while first < len(offsets) - 1:
        last = max(first + 1, int(np.searchsorted(offsets, offsets[first] + size, "right")) - 1)
        yield slice(first, last)
        first = last


def _words(data: np.ndarray, offsets: np.ndarray) -> Words:
    starts = np.zeros(len(offsets), np.int64)
    hashes = np.empty(int(offsets[-1] - offsets[0]) + 1, np.uint64)    # pages nobody writes to cost nothing
    hashes.resize(_hash_words(data, offsets, *fold_table(), hashes, starts), refcheck=False)
    return Words(read_only(hashes, np.uint64), read_only(starts, np.int64))


@kernel
def mixed(value):
    """A uint64 with its bits well mixed; different values stay different."""
    value ^= value >> _SHIFT
    value *= _FIRST
    value ^= value >> _SHIFT
    value *= _SECOND
    return value ^ (value >> _SHIFT)


@kernel
def _hash_words(data, offsets, blocks, entries, letters, hashes, starts):
    """Hashes of all words into `hashes`, where each text's begin into `starts`; returns how many there are.

    A word's letters, one byte below 0x80 and three bytes above, are taken in eight bytes at a time, zeros at the end of the last.
    """
    count = 0
    for text in range(len(offsets) - 1):
        place, end = offsets[text], offsets[text + 1]
        state, eight, size, alone = SEED, np.uint64(0), 0, False
        while place < end:
            if not alone and place + 8 <= len(data):
                small, run = _ascii_run(eight_bytes(data, place), end - place)
                if run:
                    place += run
                    state, eight, size = _append(state, eight, size, small, run)
                    if run < 8 and place < end and data[place] < 0x80:
                        place += 1
                        hashes[count] = _closed(state, eight, size)
                        count += 1
                        state, eight, size = SEED, np.uint64(0), 0
                    continue
            code, place = _code_point(data, place, end)
            entry = np.int64(entries[BLOCK * np.int64(blocks[code // BLOCK]) + code % BLOCK])
            kind = entry >> (VALUE_BITS + LENGTH_BITS)
            if kind == IGNORED:
                continue
            if size and (kind == SEPARATOR or kind == ALONE or (alone and kind != MARK)):
                hashes[count] = _closed(state, eight, size)
                count += 1
                state, eight, size, alone = SEED, np.uint64(0), 0, False
            if kind == SEPARATOR:
                continue
            alone = alone or kind == ALONE
            length, value = (entry >> VALUE_BITS) & _LENGTH, entry & _VALUE
            for number in range(length):
                letter = (code + value) & _VALUE if length == 1 else np.int64(letters[value + number])
                if letter < 0x80:
                    state, eight, size = _append(state, eight, size, np.uint64(letter), 1)
                else:
                    three = 0x808080 | letter >> 14 | (letter >> 7 & 0x7F) << 8 | (letter & 0x7F) << 16
                    state, eight, size = _append(state, eight, size, np.uint64(three), 3)
        if size:
            hashes[count] = _closed(state, eight, size)
            count += 1
        starts[text + 1] = count
    return count


@kernel
def _append(state, eight, size, more, length):
    """A word's hash so far, its bytes not yet taken in and how many it has had, with the lowest `length` bytes of `more` (the others 0) added."""
    shift = np.uint64(8 * (size & 7))
    eight |= more << shift
    if (size & 7) + length >= 8:
        state, eight = mixed(state ^ eight), (more >> _ONE) >> (_ALL_BUT_ONE - shift)
    return state, eight, size + length


@kernel
def _closed(state, eight, size):
    return mixed(state ^ eight) if size & 7 else state


@kernel
def _ascii_run(eight, left):
    """The ASCII letters and digits that eight bytes begin with, in small letters and then zeros; and how many those are (at most `left`)."""
    small = eight | _SMALL
    seven, bare = small & _LOW, eight & _LOW
    letter = (seven + _FROM_A) & ~(seven + _AFTER_Z)
    digit = (bare + _FROM_0) & ~(bare + _AFTER_9)
    other = ~((letter | digit) & ~eight) & _HIGH
    if left < 8:
        other |= _HIGH << np.uint64(8 * left)
    run = trailing_zeros(other) >> 3
    inside = ((other & (~other + _ONE)) >> np.uint64(7)) - _ONE      # all ones below the first other byte
    return small & inside, run


@kernel
def _code_point(data, place, end):
    """The code point at a place and the place after it; 0 (a separator), one byte on, for bytes that are not UTF-8."""
    first = np.int64(data[place])
    size = 1 if first < 0x80 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4
    if size == 1:
        return first, place + 1
    if first < 0xC2 or first > 0xF4 or place + size > end:
        return np.int64(0), place + 1
    code = first & (0x7F >> size)
    for number in range(1, size):
        code = code << 6 | np.int64(data[place + number]) & 0x3F
    return (code, place + size) if code < _CODES else (np.int64(0), place + 1)
