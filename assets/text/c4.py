"""What C4's rules see in a text: which of its lines they would keep, and how many sentences stand in those.

Belongs here: the counts, over Arrow buffers. Not here: the decision.
A sentence ends at a word whose last character, closing quotes and brackets aside, ends a sentence in some script, unless it is an initial
("J."); the end of a line always ends one. This splitter is named "terminal".
"""

import numpy as np

from assets.text.classes import BREAK, DIGIT, SPACE, TERMINAL, UPPERCASE
from assets.text.compiled import kernel
from assets.text.utf8 import decoded, stripped, unindented

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
_OPENED, _CLOSED, _CURLY, _DOT = (np.uint8(ord(character)) for character in "[]{.")
_ENDS = np.isin(np.arange(256), list(b".?!\"'"))
_KELVIN = 0x212A       # the one character beyond ASCII whose small letter a phrase holds


@kernel
def count(data, offsets, classes, counts):
    """Fills `counts` (texts, len(COUNTS)) int64 for the UTF-8 texts data[offsets[i]:offsets[i + 1]]; `classes` is `classes.classes()`."""
    longest = 0
    for text in range(len(offsets) - 1):
        longest = max(longest, offsets[text + 1] - offsets[text])
    clean = np.empty(longest + 1, np.uint8)
    for text in range(len(offsets) - 1):
        start, end, row = offsets[text], offsets[text + 1], counts[text]
        row[:] = 0
        line, at = start, start
        while at < end:
            code, size = decoded(data, at)
            if classes[code] & BREAK:
                if code != 10 or at == start or data[at - 1] != 13:
                    _line(data, line, at, classes, clean, row)
                line = at + size
            at += size
        if line < end:
            _line(data, line, end, classes, clean, row)


@kernel
def _line(data, start, end, classes, clean, row):
    """Counts one line; its text without citations and in small letters is written to `clean`."""
    row[_LINES] += 1
    start = unindented(data, start, end, classes)
    end = stripped(data, start, end, classes)
    words, sentences, longest = _words(data, start, end, classes)
    if words < FEWEST_WORDS or longest > LONGEST_WORD:
        return
    length, curly = _cleaned(data, start, end, classes, clean)
    if not _ended(clean, length):
        return
    meaning = _meaning(clean, length)
    if meaning & _LOREM or curly and not meaning & _SCRIPT:
        if not row[_DROPPED]:
            row[_DROPPED] = LOREM_IPSUM if meaning & _LOREM else CURLY_BRACKET
    elif not meaning:
        row[_KEPT] += 1
        row[_SENTENCES] += sentences


@kernel
def _words(data, start, end, classes):
    """Words and sentences of a stripped line, and the code points of its longest word."""
    words, sentences, longest, at, ended = 0, 0, 0, start, True
    while at < end:
        begun, length, terminal = at, 0, False
        while at < end:
            code, size = decoded(data, at)
            if classes[code] & SPACE:
                break
            if code not in (0x22, 0x27, 0x29, 0x5D, 0xBB, 0x2019, 0x201D):
                terminal = classes[code] & TERMINAL != 0
            at += size
            length += 1
        ended = terminal and not (length == 2 and data[at - 1] == _DOT and data[begun] < 128 and classes[data[begun]] & UPPERCASE != 0)
        sentences += ended
        words += 1
        longest = max(longest, length)
        at = unindented(data, at, end, classes)
    return words, sentences + (not ended), longest


@kernel
def _cleaned(data, start, end, classes, clean):
    """Writes a line without citations and in small letters to `clean`; answers its bytes and whether it has a curly bracket."""
    kept, curly, at = 0, False, start
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
        curly |= byte == _CURLY
        clean[kept] = byte + 32 if 65 <= byte <= 90 else byte
        kept += 1
        at += 1
    return kept, curly


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
def _ended(clean, length):
    if length == 0 or not _ENDS[clean[length - 1]]:
        return False
    return length < 3 or not (clean[length - 1] == _DOT and clean[length - 2] == _DOT and clean[length - 3] == _DOT)


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
