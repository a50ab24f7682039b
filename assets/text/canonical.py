"""Texts as a reader sees them: one blank for any white space, nothing invisible, composed letters.

Belongs here: the form in which two texts that read alike are the same bytes. Not here: folding case or accents (`words`).
"""

import unicodedata

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.text.arrow import buffers
from assets.text.compiled import kernel, trailing_zeros
from assets.text.utf8 import BLOCK, between, copied, decoded, lowest, whitespace

_WORTH = 8          # bytes: fewer are copied one by one


def canonical(texts: pa.Array) -> pa.Array:
    """Each text (large strings) in NFC, with one blank for each run of white space and none at its ends, as large_binary.

    White space is what `str.isspace` knows; soft hyphens, zero-width spaces, word joiners and byte order marks are left out.
    A null reads as an empty text. Letters stay as they are.
    """
    data, offsets = buffers(_composed(texts, *buffers(texts)))
    found, ends = np.empty(int(offsets[-1] - offsets[0]) + BLOCK, np.uint8), np.zeros(len(offsets), np.int64)
    size = _squeezed(data, offsets, found, ends)
    return pa.Array.from_buffers(pa.large_binary(), len(texts), [None, pa.py_buffer(ends), pa.py_buffer(found[:size])])


def _composed(texts: pa.Array, data: np.ndarray, offsets: np.ndarray) -> pa.Array:
    """NFC of the texts that may not be in it. (Arrow's own NFC comes out decomposed, and slowly.)"""
    unsure = np.empty(len(texts), np.bool_)
    _unsure(data, offsets, unsure)
    if not unsure.any():
        return texts
    mask = pa.array(unsure)
    others = [unicodedata.normalize("NFC", text) for text in texts.filter(mask).to_pylist()]
    return pc.replace_with_mask(texts, mask, pa.array(others, texts.type))


@kernel
def _unsure(data, offsets, unsure):
    """Marks texts with a character that is not known to stay as it is, and where it is, in NFC."""
    for text in range(len(offsets) - 1):
        unsure[text], block, end = False, offsets[text], offsets[text + 1]
        while block < end and not unsure[text]:
            size = min(BLOCK, end - block)
            if block + BLOCK <= len(data):
                leads = between(data, block, 0xC2, 0xF4) & lowest(size)
                while leads:
                    unsure[text] |= not _settled(decoded(data, block + trailing_zeros(leads))[0])
                    leads &= leads - np.uint64(1)
            else:
                for at in range(block, end):
                    unsure[text] |= data[at] >= 0xC2 and not _settled(decoded(data, at)[0])
            block += size


@kernel
def _settled(code):
    """Whether a character is one of the many that NFC neither changes nor moves, nor joins to the one before: letters without marks of the
    commonest scripts, punctuation, pictures. (What becomes a blank anyway is one too.)"""
    return (code < 0x300 or 0x400 <= code <= 0x482 or 0x5D0 <= code <= 0x5EA or 0x621 <= code <= 0x64A or 0x2000 <= code <= 0x20CF or 0x2500 <= code <= 0x27FF
            or 0x3000 <= code <= 0x3029 or 0x3041 <= code <= 0x3096 or 0x30A1 <= code <= 0x30FA or 0x30FC <= code <= 0x30FE
            or 0x4E00 <= code <= 0x9FFF or 0xAC00 <= code <= 0xD7A3 or 0xFF01 <= code <= 0xFFEE or 0x1F300 <= code <= 0x1FAFF or code == 0xFFFD)


@kernel
def _squeezed(data, offsets, found, ends):
    """Copies what is seen to `found`, ends of texts to `ends`; returns the bytes written. `found` is a block longer than the texts."""
    at = 0
    for text in range(len(offsets) - 1):
        place, last, start = offsets[text], offsets[text + 1], at
        blank = 1           # what stands last in `found` is a blank, or the text begins: another one is not needed
        while place < last:
            if place + BLOCK <= last:
                spaces, other = between(data, place, 32, 32), whitespace(data, place) | between(data, place, 128, 255)
                extra = other & ~spaces | spaces & (spaces << np.uint64(1) | np.uint64(blank))
                same = trailing_zeros(extra)       # so many bytes stay as they are
                if same >= _WORTH:
                    at = copied(data, place, found, at) + same      # what is behind them is written over
                    place += same
                    blank = np.int64(spaces >> np.uint64(same - 1) & np.uint64(1))
                    continue
            byte = data[place]
            if byte < 0x80:         # without a branch on white space: nobody can predict where words end
                space = 1 if byte == 0x20 or 0x09 <= byte <= 0x0D or 0x1C <= byte <= 0x1F else 0
                found[at] = 0x20 if space else byte
                at += 1 - (space & blank)
                blank = space
                place += 1
                continue
            size = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            space, hidden = _unseen(data, place, byte)
            if space:
                found[at] = 0x20
                at += 1 - blank
                blank = 1
            elif not hidden:
                for part in range(size):
                    found[at + part] = data[place + part]
                at += size
                blank = 0
            place += size
        if blank and at > start:
            at -= 1
        ends[text + 1] = at
    return at


@kernel
def _unseen(data, place, byte):
    """Whether the character of several bytes that begins here is white space, and whether it is invisible."""
    second = data[place + 1]
    third = data[place + 2] if byte >= 0xE0 else 0
    if byte == 0xC2:
        return second == 0x85 or second == 0xA0, second == 0xAD
    if byte == 0xE1:        # U+1680
        return second == 0x9A and third == 0x80, False
    if byte == 0xE2:        # U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F; U+200B, U+2060
        space = (second == 0x80 and (third <= 0x8A or third == 0xA8 or third == 0xA9 or third == 0xAF)) or (second == 0x81 and third == 0x9F)
        return space, (second == 0x80 and third == 0x8B) or (second == 0x81 and third == 0xA0)
    if byte == 0xE3:        # U+3000
        return second == 0x80 and third == 0x80, False
    return False, byte == 0xEF and second == 0xBB and third == 0xBF      # U+FEFF
