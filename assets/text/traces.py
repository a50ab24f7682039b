"""What a text's making left in it: scanning, wrong decoding, dictation, layout, long words.

Belongs here: the counts, over Arrow buffers. Not here: shares, and what is too much. No dictionary is asked: every trace is a pattern of characters.
"""

import numpy as np

from assets.text.classes import CYRILLIC, GREEK, LATIN, LETTER, LOWERCASE, SPACE, TERMINAL, UNSPACED, UPPERCASE
from assets.text.compiled import eight_bytes, kernel, trailing_zeros
from assets.text.hashes import ODD
from assets.text.utf8 import BLOCK, between, decoded, doubled, leading_zeros, lowest, ones, whitespace

COUNTS = (
    "words", "unspaced_letters",          # runs of anything but white space; letters of scripts written without spaces
    "broken_words", "garbled",            # words only a scanner writes; characters that wrong decoding leaves
    "hesitations", "repeated_words", "cut_words",     # fillers; a word said twice in a row; a word broken off within a line ("we-")
    "long_words", "sentences",            # more than six letters; words that end a sentence, at least 1 where there are words
    "link_characters",                    # code points of words that are addresses of the web
    "lines", "heading_lines", "list_lines", "table_lines", "code_lines",      # lines with words, and which of them are what
)
LONG_WORD = 6          # letters: longer words count as long in LIX (Björnsson 1968)
LONGEST_HEADING = 60   # characters

# Fillers and the languages they are fillers in; elsewhere, and where the language is unknown, only those of every language count.
LANGUAGES = ("en", "fr", "it", "de")
_EVERYWHERE = 1 << len(LANGUAGES)
_EN, _FR, _IT, _DE = (1 << place for place in range(len(LANGUAGES)))
_FILLERS = {
    "uh": _EVERYWHERE, "uhm": _EVERYWHERE, "umm": _EVERYWHERE, "hm": _EVERYWHERE, "hmm": _EVERYWHERE, "mhm": _EVERYWHERE, "ehm": _EVERYWHERE,
    "euh": _EVERYWHERE, "äh": _EVERYWHERE, "ähm": _EVERYWHERE, "öhm": _EVERYWHERE, "um": _EN | _FR | _IT, "er": _EN, "erm": _EN, "heu": _FR,
    "bah": _FR, "ben": _FR, "hein": _FR, "eh": _IT | _FR, "beh": _IT, "boh": _IT, "mah": _IT, "tja": _DE, "naja": _DE}


_HASHED = np.uint64(1 << 63)


def _key(word: str) -> int:
    """A number for the letters of a word: up to eight of ASCII as they are, the others hashed onto those before them."""
    key, hashed = 0, False
    for place, character in enumerate(word):
        hashed = hashed or place >= 8 or not character.isascii()
        key = ((key ^ ord(character)) * int(ODD)) & 0xFFFFFFFFFFFFFFFF if hashed else key | ord(character) << 8 * place
    return key | int(_HASHED) if hashed else key


_SMALL = np.uint64(0x2020202020202020)      # makes eight letters of ASCII small
_KEYS = np.array([_key(filler) for filler in _FILLERS], np.uint64)
_SPOKEN_IN = np.array(list(_FILLERS.values()), np.int64)
_DOWN = np.uint64(52)
_SUSPECT = np.isin(np.arange(1 << 12), _KEYS * ODD >> _DOWN)     # few other words are looked up among the fillers
_REPEATABLE = np.array([_key(word) for word in ("nous", "vous", "had", "that", "die", "der", "das", "sie")], np.uint64)     # twice is grammar
(_WORDS, _UNSPACED, _BROKEN, _GARBLED, _HESITATIONS, _REPEATED, _CUT, _LONG, _SENTENCES, _LINKS,
 _LINES, _HEADINGS, _LISTS, _TABLES, _CODE) = range(len(COUNTS))
_RUN = 4               # the same letter so often in a row is no word
_ALONE = 3             # so many letters alone in a row are a word pulled apart
_LEAST = 3             # capitals of a heading
_WIDE = 3              # blanks that part columns; a tab does so alone
_MISREAD = np.isin(np.arange(128), list(b"0158|^~<>{}\\*=+"))     # between small letters: a misread letter
_ENDS_CODE = np.isin(np.arange(128), list(b"{};"))
_CLOSING = (0x22, 0x27, 0x29, 0x5D, 0xBB, 0x2019, 0x201D)
_BULLETS = (0x2A, 0x2D, 0x2013, 0x2022, 0x2023, 0x25AA, 0x25CF, 0x25E6)


def languages_of(names: list[str | None]) -> np.ndarray:
    """Per language (ISO 639-1 or null) the bits by which `count` knows whose fillers to count; int64."""
    return np.array([_EVERYWHERE | (1 << LANGUAGES.index(name) if name in LANGUAGES else 0) for name in names], np.int64)


@kernel
def count(data, offsets, languages, classes, counts):
    """Fills `counts` (texts, len(COUNTS)) int64 for the UTF-8 texts data[offsets[i]:offsets[i + 1]]; `languages` as `languages_of` gives them."""
    for text in range(len(offsets) - 1):
        row, at, end, hyphenated = counts[text], offsets[text], offsets[text + 1], False
        row[:] = 0
        while at < end:
            at, hyphenated = _line(data, at, end, languages[text], classes, hyphenated, row)
        row[_SENTENCES] = max(row[_SENTENCES], min(row[_WORDS], 1))


@kernel
def _line(data, at, end, language, classes, hyphenated, row):
    """Counts the line that begins at byte `at`, after one that ended in a hyphen or not; answers where the next begins, and whether this did."""
    words, characters, blanks, columns, bars, alone = 0, 0, 0, 0, 0, 0
    capitals, smalls, marked, titled, bracketed, cut = 0, 0, False, False, False, False
    said, last = np.uint64(0), 0
    while at < end and data[at] != 10:
        if data[at] == 32:
            run = 1
            if at + BLOCK < len(data) and data[at + 1] == 32:
                run = min(max(trailing_zeros(~between(data, at, 32, 32)), 1), end - at)
            blanks += run
            characters += run
            at += run
            continue
        code, size = decoded(data, at)
        if classes[code] & SPACE:
            blanks += _WIDE if code == 9 else 1
            characters += 1
            at += size
            continue
        if blanks >= _WIDE:
            columns += words > 0
            alone = 0
        blanks = 0
        first = code
        length = _length_of_plain(data, at, end)
        if length:
            after = at + length
            letters, large, small, key, last, terminal, misread, barred, address = _plain_word(data, at, length)
        else:
            after, length, letters, large, small, key, last, terminal, misread, barred = _word(data, at, end, classes, row)
            address = letters < length
        words += 1
        characters += length
        capitals += large
        smalls += small
        bars += barred
        row[_LONG] += letters > LONG_WORD
        row[_SENTENCES] += terminal
        row[_CUT] += cut and language & _DE == 0
        if address and _link(data, at, after):
            row[_LINKS] += length
        elif misread:
            row[_BROKEN] += 1
        if words == 1:
            row[_BROKEN] += hyphenated and classes[first] & LOWERCASE != 0
            marked = length == 1 and _holds(_BULLETS, first) or length <= 3 and (last == 46 or last == 41) and letters + (last == 46) + (last == 41) <= 2
            bracketed = first == 60
            titled = first == 35 and letters == 0
        alone = alone + 1 if length == 1 and letters == 1 and not classes[first] & UNSPACED else 0
        row[_BROKEN] += _ALONE if alone == _ALONE else alone > _ALONE
        if (key == said) & (letters > 1):
            row[_REPEATED] += not _holds(_REPEATABLE, key)
        if _SUSPECT[key * ODD >> _DOWN]:
            row[_HESITATIONS] += _spoken(key, language)
        said = key if letters == length else np.uint64(0)
        cut = letters > 0 and last == 45 and letters == length - 1
        at = after
    row[_WORDS] += words
    if words:
        row[_LINES] += 1
        row[_HEADINGS] += characters <= LONGEST_HEADING and (titled or capitals >= _LEAST and smalls == 0)
        row[_LISTS] += marked and words > 1
        row[_TABLES] += columns > 1 or bars > 1
        row[_CODE] += last < 128 and _ENDS_CODE[last] or bracketed and last == 62
    return at + 1, cut


@kernel
def _length_of_plain(data, at, end):
    """The length of the word at byte `at` if `_plain_word` can read it: a short one of ASCII with nothing between its letters that a scanner
    may have put there. Else 0."""
    if at + 2 * BLOCK >= len(data):
        return 0
    stop = whitespace(data, at) | between(data, at, 128, 255)
    length = trailing_zeros(stop)
    if length >= end - at:
        length = end - at
    elif stop == 0 or data[at + length] >= 128:
        return 0
    if length >= BLOCK:
        return 0
    letters = (between(data, at, 65, 90) | between(data, at, 97, 122)) & lowest(length)
    span = lowest(BLOCK - leading_zeros(letters)) & ~lowest(trailing_zeros(letters)) if letters else letters
    harmless = between(data, at, 39, 41) | between(data, at, 44, 47) | between(data, at, 58, 59) | between(data, at, 95, 95)
    return 0 if span & ~letters & ~harmless else length


@kernel
def _plain_word(data, at, length):
    """What `_word` answers, from the letters on, of a word of so many bytes that `_length_of_plain` lets pass; and whether it may be an address.

    Almost without branches: words are too different for a processor to foresee them.
    """
    inside = lowest(length)
    capitals, smalls = between(data, at, 65, 90) & inside, between(data, at, 97, 122) & inside
    both = capitals | smalls
    letters, large, first = ones(both), ones(capitals), trailing_zeros(both)
    key = np.uint64(0)
    if first + letters + leading_zeros(both) >= BLOCK:       # no letters, or all together
        key = (eight_bytes(data, at + first) | _SMALL) & lowest(8 * min(letters, 8))
        for place in range(at + first + 8, at + first + letters):
            key = (key ^ np.uint64(data[place] | 32)) * ODD
    else:
        seen = 0
        for place in range(at, at + length):
            if both >> np.uint64(place - at) & np.uint64(1):
                letter = np.uint64(data[place] | 32)
                key = key | letter << np.uint64(8 * seen) if seen < 8 else (key ^ letter) * ODD
                seen += 1
    if letters > 8:
        key |= _HASHED
    same = doubled(data, at) & both & both >> np.uint64(1)
    misread = (same & same >> np.uint64(1) & same >> np.uint64(2) != 0) & (4 * letters >= 3 * length)
    misread |= (capitals >> np.uint64(length - 1) == 1) & (large == 1) & (letters == length) & (length > 2)
    closing = between(data, at, 34, 34) | between(data, at, 39, 39) | between(data, at, 41, 41) | between(data, at, 93, 93)
    ends = (between(data, at, 33, 33) | between(data, at, 46, 46) | between(data, at, 63, 63)) & inside
    terminal = (ends != 0) & (leading_zeros(ends) == leading_zeros(inside & ~closing))
    bars = ones(between(data, at, 124, 124) & inside)
    address = (between(data, at, 58, 58) & inside != 0) | (data[at] == 119) & (letters < length)
    return letters, large, letters - large, key, np.int64(data[at + length - 1]), terminal, misread, bars, address


@kernel
def _word(data, at, end, classes, row):
    """Reads the word at byte `at`. Answers where it ends, its code points, letters, capitals and small letters, the key of its letters,
    its last character, whether it ends a sentence, whether it looks misread, and its bars."""
    length, letters, large, small, key, bars, run = 0, 0, 0, 0, np.uint64(0), 0, 0
    terminal, misread, hashed, seen = False, False, False, np.uint16(0)
    code, previous, earlier = 0, 0, 0
    while at < end:
        code, size = decoded(data, at)
        kind = classes[code]
        if kind & SPACE:
            code = previous
            break
        row[_GARBLED] += _garbled(previous, code)
        if kind & LETTER:
            row[_UNSPACED] += kind & UNSPACED != 0
            letter = np.uint64(code + 32 if 65 <= code <= 90 or 0xC0 <= code <= 0xDE else code)
            hashed |= letters >= 8 or code >= 128
            key = (key ^ letter) * ODD if hashed else key | letter << np.uint64(8 * letters)
            letters += 1
            large += kind & UPPERCASE != 0
            small += kind & LOWERCASE != 0
            run = run + 1 if code == previous else 1
            misread |= run == _RUN
            misread |= kind & LOWERCASE != 0 and previous < 128 and _MISREAD[previous] and classes[earlier] & LOWERCASE != 0
        seen |= kind
        bars += code == 124
        if not _holds(_CLOSING, code):
            terminal = kind & TERMINAL != 0
        earlier, previous = previous, code
        length += 1
        at += size
    alphabets = (seen & LATIN != 0) + (seen & GREEK != 0) + (seen & CYRILLIC != 0)
    misread &= 4 * letters >= 3 * length
    misread |= alphabets > 1 or large == 1 and letters == length and length > 2 and classes[previous] & UPPERCASE != 0
    return at, length, letters, large, small, key | _HASHED if hashed else key, previous, terminal, misread, bars


@kernel
def _garbled(previous, code):
    """Characters that wrong decoding left, known at the second of a pair: 'Ã' or 'Â' before what cannot follow them, 'â€', U+FFFD, C1 controls."""
    if code < 128:
        return 0
    if code == 0xFFFD or 0x80 <= code <= 0x9F and code != 0x85:
        return 1 + (previous in (0xC2, 0xC3))
    if previous in (0xC2, 0xC3):
        return 2 * (0xA0 <= code <= 0xBF or code in (0x20AC, 0x2122, 0x153, 0x201A, 0x2030, 0x160, 0x161, 0x17D, 0x17E))
    return 2 * (previous == 0xE2 and code == 0x20AC)


@kernel
def _link(data, at, end):
    if end - at > 4 and data[at] == 119 and data[at + 1] == 119 and data[at + 2] == 119 and data[at + 3] == 46:
        return True
    for place in range(at, end - 2):
        if data[place] == 58 and data[place + 1] == 47 and data[place + 2] == 47:
            return True
    return False


@kernel
def _spoken(key, language):
    """Whether the word of this key is a filler in that language."""
    for filler in range(len(_KEYS)):
        if _KEYS[filler] == key:
            return _SPOKEN_IN[filler] & language != 0
    return False


@kernel
def _holds(keys, key):
    for one in keys:
        if one == key:
            return True
    return False
