"""Characters to tokens, and tokens to hashed features: what the tagger sees of a text.

Belongs here: the kernels over code points and the tables they look up. Not here: what the network makes of them (`layers`).
Everything is integer and depends on the token, its case, what it is glued to and whether its text has capitals at all;
so a token's share of the first layer can be remembered and looked up (`layers`).
"""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from assets.privacy.folding import fold
from assets.text.compiled import kernel

FEATURES = 10           # hashed features of a token, the last one of its gazetteer bits
BUCKETS = 1 << 16       # rows of the embedding table
LONGEST = 48            # characters of a token that are looked at
SPACE, LOWER, UPPER, DIGIT, NEWLINE, OTHER, APOSTROPHE = range(7)      # classes of characters
GLUED_LEFT, GLUED_RIGHT, LINE_START, UNCASED = 1, 2, 4, 8              # flags of a token
_PRIME, _SEED = np.uint64(0x100000001B3), np.uint64(0xCBF29CE484222325)


@lru_cache(maxsize=1)
def tables() -> tuple[np.ndarray, np.ndarray]:
    """Per code point of the basic plane: its class (uint8), and its folded twin (uint32: lower case, no accent)."""
    kinds, folded = np.full(0x10000, OTHER, np.uint8), np.arange(0x10000, dtype=np.uint32)
    for code in range(0x10000):
        c = chr(code)
        category = unicodedata.category(c)
        if category[0] in "LM":
            kinds[code] = UPPER if category in ("Lu", "Lt") else LOWER
        elif category == "Nd":
            kinds[code], folded[code] = DIGIT, 48 + int(c)
        elif c in "\n\r\u2028\u2029\x00":
            kinds[code] = NEWLINE
        elif c.isspace():
            kinds[code] = SPACE
        elif c in "'\u2019\u02bc`":
            kinds[code] = APOSTROPHE
    for code in (*range(0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00), 0x2019, 0x02BC):
        folded[code] = ord(fold(chr(code))) if kinds[code] != DIGIT else folded[code]
    return kinds, folded


def code_points(text: str) -> np.ndarray:
    """A text as its code points (uint32): positions in it are positions in the text. Lone surrogates stay what they are."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@kernel
def _kind(kinds, code):
    return kinds[code] if code < 0x10000 else OTHER


@kernel
def tokenise(code, kinds, begin, end, starts, ends):
    """Tokens of code[begin:end] into `starts` and `ends` (int32); returns how many.

    A token is a run of letters, a run of digits, a line break or any other single character but spaces. An apostrophe after one or two letters
    belongs to them (l', d'), otherwise to the letters that follow ('s).
    """
    at, count = begin, 0
    while at < end:
        kind = _kind(kinds, code[at])
        if kind == SPACE:
            at += 1
            continue
        last = at + 1
        if kind == LOWER or kind == UPPER or (kind == APOSTROPHE and last < end and _kind(kinds, code[last]) in (LOWER, UPPER)):
            while last < end and _kind(kinds, code[last]) in (LOWER, UPPER):
                last += 1
            if kind != APOSTROPHE and last - at < 3 and last + 1 < end and _kind(kinds, code[last]) == APOSTROPHE and _kind(kinds, code[last + 1]) in (LOWER, UPPER):
                last += 1
        elif kind == DIGIT:
            while last < end and _kind(kinds, code[last]) == DIGIT:
                last += 1
        starts[count], ends[count] = at, last
        count += 1
        at = last
    return count


@kernel
def cased(code, kinds, begin, end):
    """Whether a text uses capitals as writers do: at least one letter in a hundred, and not most of them."""
    letters = capitals = 0
    for at in range(begin, end):
        kind = _kind(kinds, code[at])
        letters += kind == LOWER or kind == UPPER
        capitals += kind == UPPER
    return capitals * 100 >= letters and capitals * 2 <= letters


@kernel
def flags_of(code, kinds, begin, end, start, stop, uncased):
    """What a token is glued to and where it stands."""
    flags = UNCASED if uncased else 0
    if start > begin:
        before = _kind(kinds, code[start - 1])
        if before == NEWLINE:
            flags |= LINE_START
        elif before != SPACE:
            flags |= GLUED_LEFT
    else:
        flags |= LINE_START
    if stop < end and _kind(kinds, code[stop]) not in (SPACE, NEWLINE):
        flags |= GLUED_RIGHT
    return flags


@kernel
def _mixed(value):
    value ^= value >> np.uint64(33)
    value *= np.uint64(0xFF51AFD7ED558CCD)
    value ^= value >> np.uint64(29)
    return value


@kernel
def token_key(code, start, stop, flags):
    """A 64-bit name of a token as written, with its flags: equal keys have equal features. Never zero."""
    value = _SEED
    for at in range(start, min(stop, start + LONGEST)):
        value = (value ^ np.uint64(code[at])) * _PRIME
    return _mixed(value ^ (np.uint64(stop - start) << np.uint64(32)) ^ (np.uint64(flags) << np.uint64(56))) | np.uint64(1)


@kernel
def word_key(code, folded, start, stop):
    """A 64-bit name of a token's folded letters: the key of the gazetteer. Never zero."""
    value = _SEED
    for at in range(start, min(stop, start + LONGEST)):
        c = code[at]
        value = (value ^ np.uint64(folded[c] if c < 0x10000 else c)) * _PRIME
    return _mixed(value) | np.uint64(1)


@kernel
def looked_up(table, bits, key):
    """The bits of a word in an open-addressed table whose size is a power of two; 0 when it does not hold the word."""
    mask = np.uint64(len(table) - 1)
    slot = key & mask
    while table[slot] != 0:
        if table[slot] == key:
            return bits[slot]
        slot = (slot + np.uint64(1)) & mask
    return np.uint16(0)


@kernel
def describe(code, kinds, folded, start, stop, flags, table, bits, out):
    """The hashed features of one token (rows of the embedding table) into out[FEATURES]."""
    size = min(stop - start, LONGEST)
    mask = np.uint64(BUCKETS - 1)
    first = 1 if _kind(kinds, code[start]) == APOSTROPHE and size > 1 else 0     # 's: the letters count
    upper = lower = digits = 0
    whole = prefix3 = prefix4 = skeleton = np.uint64(_SEED)
    suffix2 = suffix3 = suffix4 = np.uint64(_SEED)
    bones = 0
    for place in range(size):
        c = code[start + place]
        kind = _kind(kinds, c)
        upper += kind == UPPER
        lower += kind == LOWER
        digits += kind == DIGIT
        letter = np.uint64(folded[c] if c < 0x10000 else c)
        if kind == DIGIT and stop - start > 4:
            letter = np.uint64(48)      # of longer numbers only the length counts
        whole = (whole ^ letter) * _PRIME
        if place < 3:
            prefix3 = (prefix3 ^ letter) * _PRIME
        if place < 4:
            prefix4 = (prefix4 ^ letter) * _PRIME
        if place >= size - 2:
            suffix2 = (suffix2 ^ letter) * _PRIME
        if place >= size - 3:
            suffix3 = (suffix3 ^ letter) * _PRIME
        if place >= size - 4:
            suffix4 = (suffix4 ^ letter) * _PRIME
        if bones < 6:
            vowel = letter == 97 or letter == 101 or letter == 105 or letter == 111 or letter == 117
            skeleton = (skeleton ^ (np.uint64(42) if vowel else letter)) * _PRIME
            bones += 1
    length = np.uint64(min(stop - start, 12))
    initial = _kind(kinds, code[start + first]) == UPPER
    shape = np.uint64(3 if upper > 1 and lower == 0 else 2 if initial and lower > 0 else 4 if upper > 0 and lower > 0 else 1 if initial else 5 if lower > 0 else 6 if digits > 0 else 7)
    shape = shape | (np.uint64(flags) << np.uint64(4))
    out[0] = np.int32(_mixed(whole ^ np.uint64(0x01)) & mask)
    out[1] = np.int32(_mixed(prefix3 ^ np.uint64(0x02 << 8)) & mask)
    out[2] = np.int32(_mixed(prefix4 ^ np.uint64(0x03 << 8)) & mask)
    out[3] = np.int32(_mixed(suffix2 ^ np.uint64(0x04 << 8)) & mask)
    out[4] = np.int32(_mixed(suffix3 ^ np.uint64(0x05 << 8)) & mask)
    out[5] = np.int32(_mixed(suffix4 ^ np.uint64(0x06 << 8) ^ (length << np.uint64(48))) & mask)
    out[6] = np.int32(_mixed(skeleton ^ np.uint64(0x07 << 8)) & mask)
    out[7] = np.int32(_mixed(_SEED ^ shape ^ np.uint64(0x08 << 16)) & mask)
    out[8] = np.int32(_mixed(_SEED ^ (shape << np.uint64(8)) ^ length ^ np.uint64(0x09 << 24)) & mask)
    known = looked_up(table, bits, word_key(code, folded, start + first, stop))
    out[9] = np.int32(_mixed(_SEED ^ (np.uint64(known) << np.uint64(8)) ^ (shape & np.uint64(7)) ^ np.uint64(0x0A << 32)) & mask)


@kernel
def described(code, kinds, folded, begin, end, starts, ends, count, table, bits, out):
    """Features of every token of one text: what training reads."""
    uncased = not cased(code, kinds, begin, end)
    for number in range(count):
        flags = flags_of(code, kinds, begin, end, starts[number], ends[number], uncased)
        describe(code, kinds, folded, starts[number], ends[number], flags, table, bits, out[number])


class Tokens(NamedTuple):
    """The tokens of texts that stand side by side in `code`."""

    code: np.ndarray        # uint32, code points
    starts: np.ndarray      # int32[n], as the three below
    ends: np.ndarray
    owner: np.ndarray       # the number of each token's text
    flags: np.ndarray       # uint8[n]
    texts: int


def tokens_of(code: np.ndarray, texts: np.ndarray) -> Tokens:
    """The tokens of texts: texts[i] = (begin, end) in `code`, in order and apart."""
    room = int((texts[:, 1] - texts[:, 0]).sum())
    arrays = [np.empty(room, np.int32) for _ in range(3)] + [np.empty(room, np.uint8)]
    count = _tokens_of(code, tables()[0], texts, *arrays)
    return Tokens(code, *(array[:count].copy() for array in arrays), len(texts))


@kernel
def _tokens_of(code, kinds, texts, starts, ends, owner, flags):
    """Tokens of every text with the number of their text and their flags, into the four arrays; returns how many."""
    count = 0
    for text in range(len(texts)):
        begin, end = texts[text, 0], texts[text, 1]
        uncased = not cased(code, kinds, begin, end)
        found = tokenise(code, kinds, begin, end, starts[count:], ends[count:])
        for number in range(count, count + found):
            owner[number] = text
            flags[number] = flags_of(code, kinds, begin, end, starts[number], ends[number], uncased)
        count += found
    return count


def hashed_words(words: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Folded words and their bits as the open-addressed table of `looked_up`: keys (uint64) and bits (uint16)."""
    _, folded = tables()
    size = 1 << max(4, (len(words) * 2 - 1).bit_length())
    table, bits = np.zeros(size, np.uint64), np.zeros(size, np.uint16)
    for word, value in sorted(words.items()):
        code = code_points(word)
        key = word_key(code, folded, 0, len(code))
        slot = int(key) & (size - 1)
        while table[slot] and table[slot] != key:
            slot = (slot + 1) & (size - 1)
        table[slot] = key
        bits[slot] |= value
    return table, bits
