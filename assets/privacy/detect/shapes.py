"""Places worth a look, found in array passes: where a text has digits (runs of them, words of letters and digits, dotted, slashed and dashed groups), and lines
of two words or with a figure at their edge.

Belongs here: such places, and nothing about what they mean. Not here: the grammars that look (`numbers`, `people`).
Both run in blocks, so that their memory does not grow with the text.
"""

from collections.abc import Iterator
from typing import NamedTuple

BLOCK = 1 << 20
SHORTEST = 6            # digits of the shortest run that could be somebody's number: a NINO between its letters
GAPS = " .-/()\n\r\t_  ·•‐‑‒–—−"    # what people write between digits, three at most
LONGEST_LINE = 240      # characters of a line that is looked at as one
FAR = 255               # what `ahead` counts to
_KNOWN = 0x2300         # beyond it lies no mark that parts digits


class Shapes(NamedTuple):
    """Candidates as (start, end); runs also say how many digits they have."""

    runs: list[tuple[int, int, int]]
    coded: list[tuple[int, int]]        # words of ASCII letters and digits, both
    dotted: list[tuple[int, int]]       # the first dot of 1.2.3.4
    slashed: list[tuple[int, int]]      # the slash of 1234/05, also of a date
    hexed: list[tuple[int, int]]        # a mark that could join hexadecimal groups: UUID, MAC, IPv6
    paired: list[tuple[int, int]]       # lines with one space, between two words of some length
    edged: list[tuple[int, int]]        # lines that begin with a digit or 'no ', or end with a digit


def shapes(codes) -> Shapes:
    """Every candidate of a text given as an array of characters."""
    found = Shapes([], [], [], [], [], [], [])
    start = 0
    while start < len(codes):
        end = _cut(codes, start)
        block = (*_block(codes[start:end]), *_lines(codes[max(start - 1, 0):end + LONGEST_LINE], end - start, start > 0))
        for kept, new in zip(found, block, strict=True):
            kept.extend((one[0] + start, one[1] + start, *one[2:]) for one in new)
        start = end
    return found


def _lines(codes, size: int, before: bool) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The lines of two words, and those with a figure at an edge, that begin in the first `size` places of a block; `codes` go on behind it, and hold the place
    `before` it, too. Lines longer than LONGEST_LINE are none."""
    import numpy as np

    shift = int(before)
    borders = np.concatenate(([] if before else [-1], np.flatnonzero((codes == 10) | (codes == 0)), [len(codes)])).astype(np.int32)
    starts, ends = borders[:-1] + 1, borders[1:]
    lengths = ends - starts
    fine = (lengths > 4) & (lengths <= LONGEST_LINE) & (starts - shift < size)
    starts, ends, lengths = starts[fine], ends[fine], lengths[fine]
    if not len(starts):
        return [], []
    spaces = np.flatnonzero(codes == 32)
    paired = (lengths > 6) & (lengths < 42) & (np.searchsorted(spaces, ends) - np.searchsorted(spaces, starts) == 1)
    edged = (codes[starts] - 48 < 10) | (codes[ends - 1] - 48 < 10) | (codes[starts] == 110) & (codes[starts + 1] == 111) & (codes[starts + 2] == 32)
    return tuple(list(zip((starts[chosen] - shift).tolist(), (ends[chosen] - shift).tolist(), strict=True)) for chosen in (paired, edged))


def ahead(codes):
    """An array: per place, and for the end, how many characters further the next digit stands; FAR for as many or more, or none."""
    import numpy as np

    at = np.flatnonzero(codes - 48 < 10).astype(np.int32)
    far = np.full(len(codes) + 1, FAR, np.uint8)
    if len(at):
        before = np.repeat(at, np.diff(at, prepend=np.int32(-1)))
        before -= np.arange(len(before), dtype=np.int32)
        far[:len(before)] = np.minimum(before, FAR, out=before)
    return far


def runs(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every run of seven digits or more, with the plus or bracket before it."""
    from assets.privacy.folding import View

    return ((start, end) for start, end, count in shapes(View(text).codes).runs if count > 6)


def _cut(codes, start: int) -> int:
    """Where a block ends: between two texts or at a space between letters; anywhere in a text that has neither for very long."""
    import numpy as np

    end = start + BLOCK
    if end >= len(codes):
        return len(codes)
    tail = codes[end - 4096:end]
    between = np.flatnonzero(tail == 0)
    if not len(between):
        letter = (tail | 32) - 97 < 26
        between = np.flatnonzero((tail[1:-1] == 32) & letter[:-2] & letter[2:]) + 1
    return end - 4096 + int(between[-1]) + 1 if len(between) else end


def _block(codes) -> tuple[list, list, list, list, list]:
    """Runs, coded words, dots, slashes and marks of a block."""
    import numpy as np

    size = len(codes)
    digit = codes - 48 < 10
    at = np.flatnonzero(digit)
    letter = (codes | 32) - 97 < 26
    hexed = _hexed(codes, digit | letter)
    if not len(at):
        return [], [], [], [], hexed
    apart = np.diff(at)
    return (_runs(codes, digit, at, apart), _coded(digit, letter, at, size), _dotted(codes, digit, at, apart),
            _slashed(codes, digit, at, apart), hexed)


def _runs(codes, digit, at, apart) -> list[tuple[int, int, int]]:
    import numpy as np

    gap = np.zeros(_KNOWN, bool)
    gap[[ord(c) for c in GAPS]] = True
    linked = apart == 1
    for size in (2, 3, 4):
        near = np.flatnonzero(apart == size)
        between = [codes[at[near] + step] for step in range(1, size)]
        fine = np.ones(len(near), bool)
        for mark in between:
            fine &= (mark < _KNOWN) & gap[np.minimum(mark, _KNOWN - 1)]
        for one, other in zip(between, between[1:], strict=False):
            fine &= (one != 32) | (other != 32)
        linked[near] = fine
    over = np.flatnonzero(linked & (apart > 1))
    over = over[_newline_between(codes, at, apart, over)]
    if len(over):       # a line's end joins two short parts, not two numbers or a column of them
        strict = linked.copy()
        strict[over] = False
        part = np.concatenate([[0], np.cumsum(~strict)])
        size = np.bincount(part)
        one, other = size[part[over]], size[part[over + 1]]
        linked[over] = (one < 9) & (other < 9) & (one + other > 6)
    breaks = np.flatnonzero(~linked)
    first = np.concatenate([[0], breaks + 1])
    last = np.concatenate([breaks, [len(at) - 1]])
    count = last - first + 1
    long = count >= SHORTEST
    start, end = at[first[long]], at[last[long]] + 1
    one, two = codes[np.maximum(start - 1, 0)], codes[np.maximum(start - 2, 0)]
    signed = (start > 0) & ((one == 43) | (one == 40))
    loose = (start > 1) & (two == 43) & ((one == 32) | (one == 40))        # '+ 33', '+(33'
    begin = np.where(loose, start - 2, np.where(signed, start - 1, start))
    begin = np.where((begin > 0) & (codes[begin] == 43) & (codes[np.maximum(begin - 1, 0)] == 40), begin - 1, begin)      # '(+33)'
    return list(zip(begin.tolist(), end.tolist(), count[long].tolist(), strict=True))


def _newline_between(codes, at, apart, places):
    """Which of the gaps between two digits hold the end of a line."""
    import numpy as np

    held = np.zeros(len(places), bool)
    for step in (1, 2, 3):
        held |= (apart[places] > step) & (codes[np.minimum(at[places] + step, len(codes) - 1)] == 10)
    return held


def _coded(digit, letter, at, size) -> list[tuple[int, int]]:
    import numpy as np

    glued = letter[np.maximum(at - 1, 0)] & (at > 0) | letter[np.minimum(at + 1, size - 1)]
    if not glued.any():
        return []
    edges = np.flatnonzero(np.diff(digit | letter, prepend=False, append=False))
    word = np.unique(np.searchsorted(edges[::2], at[glued], "right") - 1)
    return list(zip(edges[::2][word].tolist(), edges[1::2][word].tolist(), strict=True))


def _dotted(codes, digit, at, apart) -> list[tuple[int, int]]:
    import numpy as np

    two = np.flatnonzero(apart == 2)
    dots = at[two[codes[at[two] + 1] == 46]] + 1
    if len(dots) < 3:
        return []
    first = dots[:-2][(dots[2:] - dots[:-2] <= 8)]
    return [(dot, dot + 1) for dot in first.tolist()]


def _slashed(codes, digit, at, apart) -> list[tuple[int, int]]:
    import numpy as np

    two = np.flatnonzero(apart == 2)
    slash = at[two[codes[at[two] + 1] == 47]] + 1
    slash = slash[(slash > 1) & (slash + 2 < len(codes))]
    slash = slash[digit[slash - 2] & digit[slash + 2]]
    return [(one, one + 1) for one in slash.tolist()]


def _hexed(codes, alnum) -> list[tuple[int, int]]:
    """Marks of which five stand three apart (MAC), four stand five apart (UUID), or three colons stand close (IPv6)."""
    import numpy as np

    mark = np.flatnonzero((codes == 45) | (codes == 58))
    mark = mark[(mark > 0) & (mark + 1 < len(codes))]
    if len(mark) < 3:
        return []
    beside = alnum[mark - 1] & alnum[mark + 1] | (codes[mark] == 58)
    mark = mark[beside]
    gaps = np.diff(mark)
    if len(gaps) < 2:
        return []
    close = (gaps[:-1] <= 5) & (gaps[1:] <= 5) & (codes[mark[:-2]] == 58)
    mac = np.zeros(len(close), bool)
    if len(gaps) >= 4:
        mac[:len(gaps) - 3] = (gaps[:-3] == 3) & (gaps[1:-2] == 3) & (gaps[2:-1] == 3) & (gaps[3:] == 3)
    uuid = (gaps[:-1] == 5) & (gaps[1:] == 5)
    return [(one, one + 1) for one in mark[:-2][close | mac | uuid].tolist()]
