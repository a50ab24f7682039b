"""What C4's rules see in a text: which of its lines they would keep, and how many sentences stand in those.

Belongs here: the counts, over Arrow buffers. Not here: the decision.
A sentence ends at a word whose last character, closing quotes and brackets aside, ends a sentence in some script, unless it is an initial
("J."); the end of a line always ends one. This splitter is named "terminal".
"""

import numpy as np

from assets.text.classes import BREAK, DIGIT, SPACE, TERMINAL, UPPERCASE
from assets.text.compiled import kernel, trailing_zeros
from assets.text.utf8 import BLOCK, between, decoded, lowest, ones, whitespace

COUNTS = ("lines", "kept_lines", "sentences", "dropped")
LOREM_IPSUM, CURLY_BRACKET = 1, 2      # of `dropped`: what drops the whole text, whichever line comes first; 0 for nothing
LONGEST_WORD = 1000                    # code points
FEWEST_WORDS = 3                       # of a line

_LINES, _KEPT, _SENTENCES, _DROPPED = range(len(COUNTS))
_LOREM, _SCRIPT, _POLICY = 1, 2, 4
_PHRASES = (
    (b"lorem ipsum", b"p", _LOREM), (b"javascript", b"j", _SCRIPT), (b"terms of use", b"f", _POLICY), (b"privacy policy", b"v", _POLICY),
    (b"cookie policy", b"k", _POLICY), (b"uses cookies", b"k", _POLICY), (b"use of cookies", b"k", _POLICY), (b"use cookies", b"k", _POLICY))
_WIDTH = max(len(phrase) for phrase, _, _ in _PHRASES)
_BYTES = np.array([list(phrase.ljust(_WIDTH, b"\0")) for phrase, _, _ in _PHRASES], np.uint8)
_LENGTHS = np.array([len(phrase) for phrase, _, _ in _PHRASES])
_RARE = np.array([phrase.index(letter) for phrase, letter, _ in _PHRASES])     # each is looked for by a rare letter of it
_IS_RARE = np.isin(np.arange(256), [letter[0] for _, letter, _ in _PHRASES])
_MEANINGS = np.array([meaning for _, _, meaning in _PHRASES])
_EDIT, _NEEDED = (np.frombuffer(citation, np.uint8) for citation in (b"[edit]", b"[citation needed]"))
_OPENED, _CLOSED, _DOT, _BLANK, _BREAK, _OTHER, _CLOSING, _ENDING = (np.uint8(ord(character)) for character in "[]. \v\x80)!")
_ENDS = np.isin(np.arange(256), list(b".?!\"'"))
_CLOSES = np.isin(np.arange(256), list(b"\"')]"))
_KELVIN = 0x212A       # the one character beyond ASCII whose small letter a phrase holds
_PADDING = 2 * BLOCK   # bytes behind a text that may be looked at


@kernel
def count(data, offsets, classes, counts):
    """Fills `counts` (texts, len(COUNTS)) int64 for the UTF-8 texts data[offsets[i]:offsets[i + 1]]; `classes` is `classes.classes()`."""
    longest = 0
    for text in range(len(offsets) - 1):
        longest = max(longest, offsets[text + 1] - offsets[text])
    flat, clean = np.zeros(longest + _PADDING, np.uint8), np.empty(longest + 1, np.uint8)
    for text in range(len(offsets) - 1):
        row, own = counts[text], data[offsets[text]: offsets[text + 1]]
        row[:] = 0
        _flatten(own, classes, flat)
        line, end = 0, len(own)
        for block in range(0, end, BLOCK):
            breaks = (between(flat, block, 10, 13) | between(flat, block, 28, 30)) & lowest(min(BLOCK, end - block))
            while breaks:
                at = block + trailing_zeros(breaks)
                breaks &= breaks - np.uint64(1)
                if flat[at] != 10 or at == 0 or flat[at - 1] != 13:
                    _line(own, flat, line, at, classes, clean, row)
                line = at + 1
        if line < end:
            _line(own, flat, line, end, classes, clean, row)


@kernel
def _flatten(data, classes, flat):
    """Copies a text to `flat`, byte for byte, with every character beyond ASCII as one of ASCII that means the same to what follows:
    a blank, a line break at its last byte, a mark that closes, or one that ends a sentence at its last byte. A Kelvin sign is an opening
    bracket there: both are looked at closely."""
    end, plain = len(data), True
    for at in range(end):
        flat[at] = data[at]
        plain &= data[at] < 128
    at = 0
    while at < end and not plain:
        if data[at] < 128:
            at += 1
            continue
        code, size = decoded(data, at)
        kind = classes[code]
        closing = code == 0xBB or code == 0x2019 or code == 0x201D
        inner = _BLANK if kind & SPACE else _CLOSING if closing else _OTHER
        for part in range(size):
            flat[at + part] = inner
        at += size
        if kind & BREAK:
            flat[at - 1] = _BREAK
        elif kind & TERMINAL:
            flat[at - 1] = _ENDING
        elif code == _KELVIN:
            flat[at - 1] = _OPENED


@kernel
def _line(data, flat, start, end, classes, clean, row):
    """Counts one line. Most are told by their last character; one with a citation or with part of a phrase is written to `clean`, without
    citations and in small letters."""
    row[_LINES] += 1
    while start < end and classes[flat[start]] & SPACE:
        start += 1
    while end > start and classes[flat[end - 1]] & SPACE:
        end -= 1
    if end == start or not _ENDS[data[end - 1]] and data[end - 1] != _CLOSED:
        return
    words, brackets, curly, hints = _seen(flat, start, end)
    if words < FEWEST_WORDS or end - start > LONGEST_WORD and _longest(data, flat, start, end, classes) > LONGEST_WORD:
        return
    meaning = 0
    if brackets or hints:
        length = _cleaned(data, start, end, classes, clean)
        if not _ended(clean, 0, length):
            return
        meaning = _meaning(clean, length)
    elif not _ended(data, start, end):
        return
    if meaning & _LOREM or curly and not meaning & _SCRIPT:
        if not row[_DROPPED]:
            row[_DROPPED] = LOREM_IPSUM if meaning & _LOREM else CURLY_BRACKET
    elif not meaning:
        row[_KEPT] += 1
        row[_SENTENCES] += _sentences(flat, start, end, classes)


@kernel
def _seen(flat, start, end):
    """Words of a stripped line, and whether it has opening brackets, curly ones, or part of a phrase."""
    words, brackets, curly, hints, blank = 0, False, False, False, np.uint64(1)
    for at in range(start, end, BLOCK):
        inside, space = lowest(min(BLOCK, end - at)), whitespace(flat, at)
        words += ones(~space & (space << np.uint64(1) | blank) & inside)
        blank = space >> np.uint64(BLOCK - 1)
        brackets |= between(flat, at, 91, 91) & inside != 0
        curly |= between(flat, at, 123, 123) & inside != 0
        hints |= _hints(flat, at) & inside != 0
    return words, brackets, curly, hints


@kernel
def _hints(flat, at):
    """Where one of "vas", "vac", "ook", "psu" and "ms o" begins, in large or small letters: every phrase holds one."""
    s, o = _letter(flat, at + 1, 115), _letter(flat, at + 1, 111)
    script = _letter(flat, at, 118) & _letter(flat, at + 1, 97) & (_letter(flat, at + 2, 115) | _letter(flat, at + 2, 99))
    cookie = _letter(flat, at, 111) & o & _letter(flat, at + 2, 107)
    ipsum = _letter(flat, at, 112) & s & _letter(flat, at + 2, 117)
    terms = _letter(flat, at, 109) & s & between(flat, at + 2, 32, 32) & _letter(flat, at + 3, 111)
    return script | cookie | ipsum | terms


@kernel
def _letter(flat, at, small):
    return between(flat, at, small, small) | between(flat, at, small - 32, small - 32)


@kernel
def _longest(data, flat, start, end, classes):
    """Code points of the longest word."""
    longest, length = 0, 0
    for at in range(start, end):
        length = 0 if classes[flat[at]] & SPACE else length + (data[at] & 0xC0 != 0x80)
        longest = max(longest, length)
    return longest


@kernel
def _sentences(flat, start, end, classes):
    """Sentences of a stripped line: words that end one, and the end of the line."""
    sentences, ended = 0, False
    for block in range(start, end, BLOCK):
        marks = between(flat, block, 33, 33) | between(flat, block, 46, 46) | between(flat, block, 63, 63)
        marks &= lowest(min(BLOCK, end - block))
        while marks:
            at = block + trailing_zeros(marks)
            marks &= marks - np.uint64(1)
            after = at + 1
            while after < end and _CLOSES[flat[after]]:
                after += 1
            if after < end and not classes[flat[after]] & SPACE:
                continue
            initial = flat[at] == _DOT and after == at + 1 and at > start and classes[flat[at - 1]] & UPPERCASE != 0
            if initial and (at == start + 1 or classes[flat[at - 2]] & SPACE):
                continue
            sentences += 1
            ended = after == end
    return sentences + (not ended)


@kernel
def _cleaned(data, start, end, classes, clean):
    """Writes a line without citations and in small letters to `clean`; answers its bytes."""
    kept, at = 0, start
    while at < end:
        byte = data[at]
        if byte == _OPENED:
            after = _citation(data, at, end, classes)
            if after > at:
                at = after
                continue
        elif byte == 0xE2 and decoded(data, at)[0] == _KELVIN:
            clean[kept] = 107
            kept += 1
            at += 3
            continue
        clean[kept] = byte + 32 if 65 <= byte <= 90 else byte
        kept += 1
        at += 1
    return kept


@kernel
def _citation(data, at, end, classes):
    """Where the citation that begins at byte `at` ends; `at` where none does."""
    for citation in (_EDIT, _NEEDED):
        if at + len(citation) <= end and _same(data, at, citation, len(citation)):
            return at + len(citation)
    after = at + 1
    while after < end:
        code, size = decoded(data, after)
        if not classes[code] & DIGIT:
            break
        after += size
    return after + 1 if after < end and data[after] == _CLOSED else at


@kernel
def _ended(line, start, end):
    if end == start or not _ENDS[line[end - 1]]:
        return False
    return end - start < 3 or not (line[end - 1] == _DOT and line[end - 2] == _DOT and line[end - 3] == _DOT)


@kernel
def _meaning(clean, length):
    """Which kinds of phrases a line in small letters holds, as bits."""
    found = 0
    for at in range(length):
        if _IS_RARE[clean[at]]:
            for phrase in range(len(_RARE)):
                start = at - _RARE[phrase]
                if start >= 0 and start + _LENGTHS[phrase] <= length and _same(clean, start, _BYTES[phrase], _LENGTHS[phrase]):
                    found |= _MEANINGS[phrase]
    return found


@kernel
def _same(data, start, phrase, length):
    for at in range(length):
        if data[start + at] != phrase[at]:
            return False
    return True
