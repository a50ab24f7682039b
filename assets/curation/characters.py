"""Texts as Unicode code points, and what kind each is.

Belongs here: decoding Arrow strings into flat arrays and the table of kinds. Not here: what is counted or compared with them.
The kinds come from the Unicode tables of pyarrow's own regular expressions, so they are the same under any Python.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

OTHER, LETTER, UPPERCASE, MARK, DIGIT, NUMBER, SPACE, INVISIBLE = range(8)
SPACES = r"[\s\p{Z}\x{0B}\x{1C}-\x{1F}\x{85}]"      # what str.isspace knows
_PATTERNS = {
    LETTER: r"\p{L}", UPPERCASE: r"\p{Lu}", MARK: r"\p{M}", NUMBER: r"\p{N}", DIGIT: r"\p{Nd}", SPACE: SPACES,
    INVISIBLE: r"[\x{AD}\x{200B}\x{2060}\x{FEFF}]",
}
_AT_ONCE = 2**20     # bytes of text decoded at a time: the working arrays stay in the cache
_ASSIGNED = ((0, 0xD800), (0xE000, 0x40000), (0xE0000, 0xE1000))     # elsewhere: surrogates, private use, nothing yet
_LAST = 0x110000


@dataclass(frozen=True)
class Characters:
    """Some texts in a row, decoded: code points and kinds, all texts end to end."""

    rows: slice              # which of the texts
    codes: np.ndarray        # uint32
    kinds: np.ndarray        # uint8, one of the kinds above
    starts: np.ndarray       # int64, one more than there are texts: where each begins and the last ends

    def count(self, marked: np.ndarray) -> np.ndarray:
        """How many characters of each text are marked."""
        totals = np.zeros(len(self.starts) - 1, np.int64)
        filled = np.flatnonzero(np.diff(self.starts))
        if len(filled):
            totals[filled] = np.add.reduceat(marked, self.starts[filled], dtype=np.int64)
        return totals

    def only(self, marked: np.ndarray) -> "Characters":
        """The same texts with nothing but the marked characters."""
        return Characters(self.rows, self.codes[marked], self.kinds[marked],
                          np.concatenate([[0], np.cumsum(self.count(marked))]))

    def at_end(self) -> np.ndarray:
        """Marks the last character of each text."""
        marked = np.zeros(len(self.codes), bool)
        marked[self.starts[1:][np.diff(self.starts) > 0] - 1] = True
        return marked

    def after_space(self, space: np.ndarray) -> np.ndarray:
        """Marks the characters that follow white space or begin a text."""
        marked = np.empty(len(space) + 1, bool)
        marked[1:] = space
        marked[self.starts] = True
        return marked[:-1]


def characters(texts: pa.Array) -> Iterator[Characters]:
    """All of `texts` (large strings, valid UTF-8), in order, about a megabyte at a time. A null reads as an empty text."""
    texts = pc.fill_null(texts, "") if texts.null_count else texts
    if not len(texts):
        return
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, np.int64)[texts.offset: texts.offset + len(texts) + 1]
    lengths = pc.utf8_length(texts).to_numpy(zero_copy_only=False)
    kinds, view, first = _kinds(), memoryview(data) if data is not None else memoryview(b""), 0
    while first < len(texts):
        last = max(first + 1, int(np.searchsorted(ends, ends[first] + _AT_ONCE, "right")) - 1)
        codes = np.frombuffer(str(view[ends[first]: ends[last]], "utf-8").encode("utf-32-le"), "<u4")
        starts = np.concatenate([[0], np.cumsum(lengths[first:last], dtype=np.int64)])
        yield Characters(slice(first, last), codes, kinds[codes], starts)
        first = last


@functools.cache
def _kinds() -> np.ndarray:
    """The kind of every code point, (0x110000,) uint8; made once, in a fraction of a second."""
    codes = np.concatenate([np.arange(first, last, dtype="<u4") for first, last in _ASSIGNED])
    data = codes.tobytes().decode("utf-32-le").encode()
    sizes = np.where(codes < 0x80, 1, np.where(codes < 0x800, 2, np.where(codes < 0x10000, 3, 4)))
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    each = pa.StringArray.from_buffers(len(codes), pa.py_buffer(offsets), pa.py_buffer(data))
    table = np.zeros(_LAST, np.uint8)
    for kind, pattern in _PATTERNS.items():
        table[codes[pc.match_substring_regex(each, pattern).to_numpy(zero_copy_only=False)]] = kind
    table.flags.writeable = False
    return table
