"""Texts as a reader sees them: one blank for any white space, nothing invisible, composed letters.

Belongs here: the form in which two texts that read alike are the same bytes. Not here: folding case or accents (`words`).
"""

import unicodedata

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.text.arrow import buffers
from assets.text.compiled import kernel


def canonical(texts: pa.Array) -> pa.Array:
    """Each text (large strings) in NFC, with one blank for each run of white space and none at its ends, as large_binary.

    White space is what `str.isspace` knows; soft hyphens, zero-width spaces, word joiners and byte order marks are left out.
    A null reads as an empty text. Letters stay as they are.
    """
    data, offsets = buffers(_composed(texts))
    found, ends = np.empty(int(offsets[-1] - offsets[0]) + 1, np.uint8), np.zeros(len(offsets), np.int64)
    size = _squeezed(data, offsets, found, ends)
    return pa.Array.from_buffers(pa.large_binary(), len(texts), [None, pa.py_buffer(ends), pa.py_buffer(found[:size])])


def _composed(texts: pa.Array) -> pa.Array:
    """NFC; texts of plain ASCII, most of them in many houses, are that already. (Arrow's own NFC comes out decomposed, and slowly.)"""
    plain = pc.fill_null(pc.string_is_ascii(texts), True)
    if pc.all(plain).as_py() is not False:
        return texts
    others = [unicodedata.normalize("NFC", text) for text in texts.filter(pc.invert(plain)).to_pylist()]
    return pc.replace_with_mask(texts, pc.invert(plain), pa.array(others, texts.type))


@kernel
def _squeezed(data, offsets, found, ends):
    """Copies what is seen to `found`, ends of texts to `ends`; returns the bytes written."""
    at = 0
    for text in range(len(offsets) - 1):
        place, last, start = offsets[text], offsets[text + 1], at
        blank = 1           # what stands last in `found` is a blank, or the text begins: another one is not needed
        while place < last:
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
