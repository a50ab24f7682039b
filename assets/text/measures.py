"""How a text is made, counted in one go: words, lines, paragraphs, and what of them repeats.

Belongs here: the counts, over Arrow buffers, that the rule sets of the field are decided by. Not here: shares, thresholds, decisions.
Words are runs of anything but white space (the splitter "whitespace", Python's `str.split`). What repeats is told by 64-bit hashes:
of a thousand million texts with a thousand different pieces each, less than one is expected to be miscounted.
"""

import numpy as np

from assets.text.classes import BREAK, DIGIT, LETTER, SOLID, SPACE, SYMBOL, TERMINAL, UPPERCASE
from assets.text.compiled import eight_bytes, kernel, trailing_zeros
from assets.text.hashes import ODD, STIR, hashed, met, mixed, padded, room, shift, slot_of
from assets.text.utf8 import BLOCK, before, between, characters, copied, decoded, lowest, ones, stripped, unindented, whitespace

COUNTS = (
    "characters", "words", "worded_characters",                    # code points; words; code points within words
    "letters", "uppercase", "digits", "symbols",                   # code points
    "solid_words", "solid_characters",                             # words that are not punctuation alone; their code points
    "alphabetic_words", "stop_words",                              # words with a letter; how many of the eight stop words occur
    "hashes", "ellipses",                                          # '#'; '...' (none overlapping) and U+2026
    "lines", "bullet_lines", "ellipsis_lines",                     # lines as str.splitlines cuts them
    "paragraphs", "repeated_paragraphs", "repeated_paragraph_characters",      # cut at two or more '\n' once the ends are stripped
    "pieces", "repeated_pieces", "repeated_piece_characters",      # cut at one or more '\n', the empty ends included
    "newlines", "worded_lines", "terminal_lines", "short_lines",   # '\n'; lines cut at each '\n', blank ones aside
    "repeated_line_characters", "repeated_lines",                  # of worded lines: code points said before; lines so, ends stripped
    "top_2gram", "top_3gram", "top_4gram",                         # code points, blanks between words included, times occurrences
    "repeated_5gram", "repeated_6gram", "repeated_7gram", "repeated_8gram", "repeated_9gram", "repeated_10gram",    # code points
)
STOP_WORDS = ("the", "be", "to", "of", "and", "that", "have", "with")     # Gopher's eight
SHORT_LINE = 30        # code points, as FineWeb has it

(_CHARACTERS, _WORDS, _WORDED, _LETTERS, _UPPERCASE, _DIGITS, _SYMBOLS, _SOLID_WORDS, _SOLID_CHARACTERS, _ALPHABETIC, _STOPS, _HASHES, _ELLIPSES,
 _LINES, _BULLETS, _ELLIPSIS_LINES, _PARAGRAPHS, _REPEATED_PARAGRAPHS, _PARAGRAPH_CHARACTERS, _PIECES, _REPEATED_PIECES, _PIECE_CHARACTERS,
 _NEWLINES, _WORDED_LINES, _TERMINAL_LINES, _SHORT_LINES, _LINE_CHARACTERS, _REPEATED_LINES, _TOP) = range(29)
_REPEATED = _TOP + 3
_STOP_BYTES = np.array([int.from_bytes(word.encode(), "little") for word in STOP_WORDS], np.uint64)
_STOP_SHIFT = np.uint64(56)           # each stop word has one of 256 places to itself
_STOP_KEYS, _STOP_BITS = np.zeros(256, np.uint64), np.zeros(256, np.int64)
_STOP_KEYS[_STOP_BYTES * ODD >> _STOP_SHIFT] = _STOP_BYTES
_STOP_BITS[_STOP_BYTES * ODD >> _STOP_SHIFT] = 1 << np.arange(len(STOP_WORDS))
_PREFIX = 12           # bytes by which n-grams of five words and more are first compared
_PADDING = 64          # zero bytes after a squeezed text, so that words are read eight bytes at a time

_PIECE_SALT, _LINE_SALT, _PARAGRAPH_SALT = np.uint64(1), np.uint64(2), np.uint64(3)
_NEWLINE, _RETURN, _DASH, _DOT = np.uint8(10), np.uint8(13), np.uint8(45), np.uint8(46)
_ELLIPSIS = 0x2026


@kernel
def count(data, offsets, classes, counts):
    """Fills `counts` (texts, len(COUNTS)) int64 for the UTF-8 texts data[offsets[i]:offsets[i + 1]]; all zeros for an empty one.

    `classes` is `classes.classes()`. Scratch memory follows the longest text: about 20 bytes per byte of it where it is prose.
    """
    longest = 0
    for text in range(len(offsets) - 1):
        longest = max(longest, offsets[text + 1] - offsets[text])
    squeezed = np.zeros(longest + _PADDING, np.uint8)    # a text without its white space
    starts = np.empty(longest // 2 + 3, np.int64)        # of the words in `squeezed`; the last ends where the next would start
    breaks = np.empty((longest + 1, 3), np.int64)        # per line break and at the end: its byte, code points before, squeezed bytes before
    for text in range(len(offsets) - 1):
        start, end, row = offsets[text], offsets[text + 1], counts[text]
        row[:] = 0
        if end > start:
            _plain(data, start, end, row)
            broken = _scan(data, start, end, classes, squeezed, starts, breaks, row)
            _lines(data, start, end, classes, squeezed, breaks[:broken], row)
            _paragraphs(data, start, end, classes, breaks[:broken], row)
            _words(squeezed, starts[:row[_WORDS] + 1], classes, row)
            _phrases(squeezed, starts[:row[_WORDS] + 1], row)


@kernel
def _plain(data, start, end, row):
    """What needs no looking back, 64 bytes at a time."""
    dotted = False
    for at in range(start, end, BLOCK):
        source, place = data, at
        if at + BLOCK > len(data):       # the last bytes there are
            source, place = _last(data, at), 0
        inside = lowest(min(BLOCK, end - at))
        high, digits = between(source, place, 128, 255), between(source, place, 48, 57)
        capitals = between(source, place, 65, 90)
        letters = capitals | between(source, place, 97, 122)
        row[_CHARACTERS] += ones(~between(source, place, 128, 191) & inside)
        row[_LETTERS] += ones(letters & inside)
        row[_UPPERCASE] += ones(capitals & inside)
        row[_DIGITS] += ones(digits & inside)
        row[_HASHES] += ones(between(source, place, 35, 35) & inside)
        row[_SYMBOLS] += ones(~(high | digits | letters | whitespace(source, place)) & inside)
        dots = between(source, place, 46, 46) & inside
        dotted |= dots & dots >> np.uint64(1) != 0      # of three dots in a row two stand in one block
    if dotted:
        row[_ELLIPSES] = _ellipses(data, start, end)


@kernel
def _last(data, at):
    """The bytes from `at` on, with zeros to a whole block."""
    block = np.zeros(BLOCK, np.uint8)
    for place in range(at, len(data)):
        block[place - at] = data[place]
    return block


@kernel
def _scan(data, start, end, classes, squeezed, starts, breaks, row):
    """Squeezes the white space out, notes where words start and lines break, and counts what characters beyond ASCII are.

    Answers how many breaks there are. Without a branch at the ends of words, which no processor foresees.
    """
    at, kept, words, broken, blank = start, 0, 0, 0, 1
    trailing, kept_trailing = 0, 0         # continuation bytes so far, in all and within words
    while at < end:
        if at + BLOCK <= end and at + 2 * BLOCK <= len(data):
            space = whitespace(data, at)
            begin = ~space & (space << np.uint64(1) | np.uint64(blank))
            if not between(data, at, 128, 255):
                torn = between(data, at, 10, 13) | between(data, at, 28, 30)
                while torn:
                    place = trailing_zeros(torn)
                    breaks[broken, 0], breaks[broken, 1] = at + place, at + place - start - trailing
                    breaks[broken, 2] = kept + ones(~space & lowest(place))
                    broken += 1
                    torn &= torn - np.uint64(1)
                runs = begin | ~space & np.uint64(1)
                while runs:
                    place = trailing_zeros(runs)
                    starts[words] = kept
                    words += np.int64(begin >> np.uint64(place) & np.uint64(1))
                    kept = copied(data, at + place, squeezed, kept) + min(trailing_zeros(space >> np.uint64(place)), BLOCK - place)
                    runs &= runs - np.uint64(1)
                blank = np.int64(space >> np.uint64(BLOCK - 1))
                at += BLOCK
                continue
        byte = data[at]
        size = 1
        if byte < 128:
            kind = classes[byte]
            white = np.int64(kind & SPACE)
            squeezed[kept] = byte
            starts[words] = kept
            words += blank & (1 - white)
            kept += 1 - white
        else:
            code, size = decoded(data, at)
            kind = classes[code]
            white = np.int64(kind & SPACE)
            trailing += size - 1
            starts[words] = kept
            words += blank & (1 - white)
            if not white:
                for byte in range(size):
                    squeezed[kept + byte] = data[at + byte]
                kept += size
                kept_trailing += size - 1
                row[_LETTERS] += kind & LETTER != 0
                row[_UPPERCASE] += kind & UPPERCASE != 0
                row[_DIGITS] += kind & DIGIT != 0
                row[_SYMBOLS] += kind & SYMBOL != 0
                row[_ELLIPSES] += code == _ELLIPSIS
        blank = white
        if kind & BREAK:
            breaks[broken, 0], breaks[broken, 1], breaks[broken, 2] = at, at - start - (trailing - (size - 1)), kept
            broken += 1
        at += size
    breaks[broken, 0], breaks[broken, 1], breaks[broken, 2] = end, end - start - trailing, kept
    starts[words] = kept
    squeezed[kept: kept + _PADDING] = 0
    row[_WORDS], row[_WORDED] = words, kept - kept_trailing
    return broken + 1


@kernel
def _words(squeezed, starts, classes, row):
    """Words with a letter and words of punctuation alone. Most words begin with a letter: there is no more to ask of them."""
    row[_ALPHABETIC] = row[_SOLID_WORDS] = len(starts) - 1
    row[_SOLID_CHARACTERS] = row[_WORDED]
    for word in range(len(starts) - 1):
        first = squeezed[starts[word]]
        if first < 128 and classes[first] & LETTER:
            continue
        seen, characters, at = np.uint16(0), 0, starts[word]
        while at < starts[word + 1]:
            code, size = decoded(squeezed, at)
            seen |= classes[code]
            characters += 1
            at += size
        row[_ALPHABETIC] -= not seen & LETTER
        if not seen & SOLID:
            row[_SOLID_WORDS] -= 1
            row[_SOLID_CHARACTERS] -= characters


@kernel
def _ellipses(data, start, end):
    """How often three dots stand in a row, none counted twice."""
    found, run = 0, 0
    for at in range(start, end):
        run = run + 1 if data[at] == _DOT else 0
        if run == 3:
            found += 1
            run = 0
    return found


@kernel
def _lines(data, start, end, classes, squeezed, breaks, row):
    """Lines as `str.splitlines` cuts them, and lines cut at newlines alone, blank ones apart."""
    table = np.zeros(room(2 * len(breaks)), np.uint64)
    line, line_kept = start, 0                                   # where the line being read began, and the squeezed bytes before it
    piece, piece_kept, piece_characters = start, 0, 0            # the same of the line cut at newlines alone
    for number in range(len(breaks)):
        at, characters, kept = breaks[number, 0], breaks[number, 1], breaks[number, 2]
        ended = at == end
        newline = ended or data[at] == _NEWLINE
        if ended and at > line or not ended and not (newline and at > start and data[at - 1] == _RETURN):
            row[_LINES] += 1
            if kept > line_kept:
                row[_BULLETS] += _bullet(squeezed, line_kept)
                row[_ELLIPSIS_LINES] += _trails_off(data, line, stripped(data, line, at, classes))
        if not newline:
            line, line_kept = at + decoded(data, at)[1], kept
            continue
        if at > piece:
            key = hashed(data, piece, at)
            length, repeated = characters - piece_characters, met(table, key ^ _PIECE_SALT)
            row[_PIECES] += 1
            row[_REPEATED_PIECES] += repeated
            row[_PIECE_CHARACTERS] += length * repeated
            if kept > piece_kept:
                row[_WORDED_LINES] += 1
                row[_TERMINAL_LINES] += classes[before(data, at)] & TERMINAL != 0
                row[_SHORT_LINES] += length <= SHORT_LINE
                row[_LINE_CHARACTERS] += length * repeated
                worded, told = unindented(data, piece, at, classes), stripped(data, piece, at, classes)
                key = key if worded == piece and told == at else hashed(data, worded, told)
                row[_REPEATED_LINES] += met(table, key ^ _LINE_SALT)
        row[_NEWLINES] += not ended
        line, line_kept = at + 1, kept
        piece, piece_kept, piece_characters = at + 1, kept, characters + 1
    opened, closed = data[start] == _NEWLINE, data[end - 1] == _NEWLINE
    row[_PIECES] += np.int64(opened) + np.int64(closed)
    row[_REPEATED_PIECES] += opened & closed


@kernel
def _paragraphs(data, start, end, classes, breaks, row):
    """Parts of the stripped text between two or more newlines; a text of white space alone is one empty part."""
    if not breaks[-1, 2]:
        row[_PARAGRAPHS] = 1
        return
    table = np.zeros(room(len(breaks)), np.uint64)
    first, last = unindented(data, start, end, classes), stripped(data, start, end, classes)
    begun, number = first, 0
    while breaks[number, 0] < last:
        at = breaks[number, 0]
        after = at
        while breaks[number, 0] == after and data[after] == _NEWLINE:
            after += 1
            number += 1
        if after > at + 1 and at > first:
            _paragraph(data, begun, at, table, row)
            begun = after
        number += after == at
    _paragraph(data, begun, last, table, row)


@kernel
def _paragraph(data, start, end, table, row):
    row[_PARAGRAPHS] += 1
    if met(table, hashed(data, start, end)):
        row[_REPEATED_PARAGRAPHS] += 1
        row[_PARAGRAPH_CHARACTERS] += characters(data, start, end)


@kernel
def _phrases(squeezed, starts, row):
    """Stop words, and what repeats of two to ten words.

    Two to four words are compared as words, from five on as their bytes without blanks, each repetition skipped once counted, as the
    reference does. Whatever cannot repeat is told apart first: n words only repeat where both their halves of n - 1 words do, and
    their bytes only where the first few bytes do.
    """
    words = len(starts) - 1
    hashes, keys = np.empty(words, np.uint64), np.empty(words, np.uint64)
    stops = 0
    for word in range(words):
        length = starts[word + 1] - starts[word]
        first = eight_bytes(squeezed, starts[word]) & lowest(8 * min(length, 8))
        slot = first * ODD >> _STOP_SHIFT
        stops |= _STOP_BITS[slot] * (first == _STOP_KEYS[slot])
        hashes[word] = mixed(first ^ np.uint64(length)) if length <= 8 else padded(squeezed, starts[word], starts[word + 1])
    for stop in range(len(STOP_WORDS)):
        row[_STOPS] += stops >> stop & 1
    repeated = np.empty(words, np.bool_)
    if words >= 2:
        for word in range(words - 1):
            keys[word] = (hashes[word] ^ hashes[word + 1] >> np.uint64(7)) * ODD + hashes[word + 1]
        _may_repeat(keys[:words - 1], repeated)
        for size in range(2, min(words, 4) + 1):
            _top(squeezed, starts, hashes, size, repeated, row)
    _long_phrases(squeezed, starts, keys, repeated, row)


@kernel
def _long_phrases(squeezed, starts, keys, repeated, row):
    """Repeats of five to ten words. For each word more, eight bytes more of the beginnings have to be alike; `keys` and `repeated` are scratch."""
    kept = max(len(starts) - 5, 0)
    places = np.empty(kept, np.int64)
    for at in range(kept):
        places[at], keys[at] = at, eight_bytes(squeezed, starts[at]) * ODD
    for size in range(5, 11):
        prefix = _PREFIX + 8 * (size - 5)
        for at in range(kept):
            keys[at] = (keys[at] ^ eight_bytes(squeezed, starts[places[at]] + prefix - 8)) * STIR
            keys[at] ^= keys[at] >> np.uint64(32)
        _may_repeat(keys[:kept], repeated)
        found, kept = kept, 0
        for at in range(found):
            place = places[at]
            places[kept], keys[kept] = place, keys[at]
            kept += repeated[at] | (starts[min(place + size, len(starts) - 1)] - starts[place] < prefix)
        row[_REPEATED + size - 5] = _repeated_characters(squeezed, starts, places[:kept], size)


@kernel
def _may_repeat(keys, repeated):
    """Marks, in `repeated`, every key that occurs twice and about one in sixteen of the others."""
    seen = np.zeros(room(4 * len(keys)), np.uint8)
    down = shift(len(seen))
    for key in keys:
        place = key * ODD >> down
        seen[place] = min(seen[place] + 1, 2)
    for at in range(len(keys)):
        repeated[at] = seen[keys[at] * ODD >> down] > 1


@kernel
def _top(squeezed, starts, hashes, size, repeated, row):
    """Counts the commonest `size` words (of equals the one that came first), and leaves in `repeated` where words occur twice.

    `repeated` holds, on entry, where they may.
    """
    last = len(starts) - 1 - size
    places, found = np.empty(last + 2, np.int64), 0
    for place in range(last + 1):
        places[found] = place
        found += repeated[place]
    table = np.zeros(room(found), np.uint64)
    firsts, times = np.empty(len(table), np.int64), np.empty(len(table), np.int64)
    repeated[:] = False
    top, most = 0, 1
    for place in places[:found]:
        key = np.uint64(size)
        for word in range(place, place + size):
            key = (key ^ hashes[word]) * STIR
            key ^= key >> np.uint64(32)
        slot, known = slot_of(table, key)
        if not known:
            firsts[slot], times[slot] = place, 1
            continue
        times[slot] += 1
        repeated[place] = repeated[firsts[slot]] = True
        if times[slot] > most or times[slot] == most and firsts[slot] < top:
            top, most = firsts[slot], times[slot]
    row[_TOP + size - 2] = most * (characters(squeezed, starts[top], starts[top + size]) + size - 1)
    for word in range(last):       # one word more repeats only where its two halves do
        repeated[word] &= repeated[word + 1]


@kernel
def _repeated_characters(squeezed, starts, places, size):
    """Code points of the `size` words that were said before, going on behind each repetition; `places` is where one may begin or recur."""
    words = len(starts) - 1
    table = np.zeros(room(len(places)), np.uint64)
    total, free = 0, 0
    for place in places:
        if place + size > words:
            break
        if place >= free and met(table, padded(squeezed, starts[place], starts[place + size])):
            total += characters(squeezed, starts[place], starts[place + size])
            free = place + size
    return total


@kernel
def _bullet(squeezed, at):
    return squeezed[at] == _DASH or squeezed[at] == 0xE2 and squeezed[at + 1] == 0x80 and squeezed[at + 2] == 0xA2


@kernel
def _trails_off(data, start, end):
    """Whether the bytes from `start` to `end` end in three dots or in U+2026."""
    if end - start < 3:
        return False
    dots = data[end - 1] == _DOT and data[end - 2] == _DOT and data[end - 3] == _DOT
    return dots or data[end - 3] == 0xE2 and data[end - 2] == 0x80 and data[end - 1] == 0xA6
