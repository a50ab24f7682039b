"""Texts side by side in one string, a folded twin of the same length to search in, and a view without disguises.

Belongs here: canonical form, folding, joining, the view and its way back, word borders. Not here: what is searched for.
Folding keeps every offset: one character in, one character out. The view may be shorter than its text; it knows each way back.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

BORDER = "\x00"  # between two texts: no pattern of ours lets it into a match
INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_SPECIAL = {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\n": " ", "\r": " ", "\t": " ", "\u2019": "'", "\u2018": "'", "\u02bc": "'",
            "`": "'", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u00df": "s"}
_KNOWN = 0x30000    # letters and signs that tables describe; what lies beyond stands for itself
_LONG = 400         # from here on a table over all characters is quicker than `str.translate`


def _folds() -> dict[int, str]:
    table = {ord(mark): plain for mark, plain in _SPECIAL.items()}
    for code in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if len(base) == 1 and base != chr(code):
            table[code] = base
    return table


_TABLE = _folds()
_ASCII_FOLD = bytes(ord(_TABLE.get(code, chr(code))) if code < 128 else code for code in range(256))
_ASCII_WORDS = bytes(_ASCII_FOLD[code] if chr(code).isalnum() or code > 127 else 32 for code in range(256))


def fold(text: str) -> str:
    """Lower case, no accents, one kind of space, apostrophe and hyphen. Same length, same offsets."""
    if text.isascii():
        return text.encode().translate(_ASCII_FOLD).decode()
    if len(text) < _LONG:
        return text.translate(_TABLE).lower()
    return _through(_tables()[0], _codes(text))


def worded(text: str) -> str:
    """Folded, and nothing but letters, digits and spaces: a cue with a space before and behind is a whole word."""
    if text.isascii():
        return text.encode().translate(_ASCII_WORDS).decode()
    return _through(_tables()[1], _codes(text))


def normal(value: str) -> str:
    """A value as compared between records: folded, with single spaces."""
    if value.isascii():
        return " ".join(value.lower().replace("`", "'").split())
    return " ".join(fold(canonical(value)).split())


def canonical(text: str) -> str:
    """Composed characters, and none that is invisible: what a reader sees is what is compared."""
    if text.isascii():
        return text
    return INVISIBLE.sub("", unicodedata.normalize("NFC", text))


def bounded(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] begins and ends at the border of a word."""
    if start and text[start - 1].isalnum() and text[start].isalnum():
        return False
    return end >= len(text) or not (text[end].isalnum() and text[end - 1].isalnum())


# -- the view -------------------------------------------------------------------------------------------------------------

# A character in the writing of HTML, of addresses of the web ('%40', '%C3%A9'), of JSON ('\u0040'), of mails ('=C3=A9', '=2E'), or a dot that leads nowhere ('[.]').
_ENTITY = re.compile(r"&(?:amp;)?(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}[0-9]{0,2});"
                     r"|%(?:[Cc][2-5]%[89ABab][0-9A-Fa-f]|2[0-9A-CEFa-cef]|3[A-Fa-f]|40|5[BCDEFbcdef])|\\u0[01][0-9A-Fa-f]{2}"
                     r"|=C[2-5]=[89AB][0-9A-F]|(?<=[A-Za-z])=(?:2[DE]|5F)(?=[A-Za-z][\w.+-]{0,40}(?:@|=40))"
                     r"|(?<=[\w.+-])=40(?=[A-Za-z0-9][\w-]{0,62}(?:\.|=2E)[A-Za-z])|(?<=[A-Za-z]{2})=2E(?=[A-Za-z]{2})|\[\.\]")
_ENTITY_STARTS = ("&", "%2", "%3", "%4", "%5", "%C", "%c", "\\u0", "=C", "=2D", "=2E", "=5F", "=40", "[.]")
_TWINS = str.maketrans("АВЕЅІЈКМНОРСТХУаеѕіјорсхуһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧον", "ABESIJKMHOPCTXYaesijopcxyhdqwABEZHIKMNOPTYXov")
_PLAIN = {
    "\u00a0": " ", "\u1680": " ", "\u3000": " ", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2212": "-", "\u3002": "."}
_OTHER, _TWIN, _INVISIBLE, _ACCENT = 1, 2, 4, 8     # stands for another; looks like one; is not seen; is a letter's accent


@dataclass(frozen=True)
class View:
    """A text as a reader takes it in: no disguised letters, entities or invisible characters.

    `begins[i]` and `ends[i]` say where character i stands in the text viewed; None where the two go character for character.
    """

    text: str
    begins: "object | None" = None
    ends: "object | None" = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place, in the text viewed, of view[start:end]."""
        return (start, end) if self.begins is None else (int(self.begins[start]), int(self.ends[end - 1]))

    @cached_property
    def folded(self) -> str:
        return fold(self.text) if len(self.text) < _LONG or self.text.isascii() else _through(_tables()[0], self.codes)

    @cached_property
    def words(self) -> str:
        return worded(self.text) if self.text.isascii() else _through(_tables()[1], self.codes)

    @cached_property
    def codes(self):
        """The characters as an array of numbers."""
        return _codes(self.text)


def view(text: str) -> View:
    """The text without its disguises: full-width, mathematical and foreign digits and letters, look-alikes inside Latin words,
    invisible and combining characters, escapes of HTML, web addresses and JSON. Plain ASCII is its own view.
    """
    entities = list(_ENTITY.finditer(text)) if any(start in text for start in _ENTITY_STARTS) else []
    if text.isascii() and not entities:
        return View(text)
    import numpy as np

    codes = _codes(text)
    flags, plain, twins = _disguises()
    flag = flags[_known(codes)]
    at = np.flatnonzero(flag)
    if not len(at) and not entities:
        return _viewed(text, codes)
    flag = flag[at]
    seen = codes.copy()
    seen[at] = plain[codes[at]]
    alike = at[flag & _TWIN > 0]
    if len(alike):
        alike = alike[_in_latin_word(codes)[alike]]
        seen[alike] = twins[codes[alike]]
    unseen = at[flag & (_INVISIBLE | _ACCENT) > 0]
    if not len(unseen) and not entities:
        return _viewed(text if (seen == codes).all() else _text(seen), seen)
    gone = np.zeros(len(codes), bool)
    gone[unseen] = True
    ends = np.arange(1, len(codes) + 1, dtype=np.int32)
    for place in at[flag & _ACCENT > 0][::-1].tolist():     # a letter reaches to the end of its accents
        if place:
            ends[place - 1] = ends[place]
    for entity in entities:
        letter = _decoded(entity[0])
        if letter:
            start, end = entity.span()
            seen[start], ends[start] = ord(letter), end
            gone[start + 1:end] = True
    kept = np.flatnonzero(~gone)
    if len(kept) == len(codes):
        return _viewed(_text(seen), seen)
    seen = seen[kept]
    return _viewed(_text(seen), seen, kept.astype(np.int32), ends[kept])


def _viewed(text: str, codes, begins=None, ends=None) -> View:
    made = View(text, begins, ends)
    made.__dict__["codes"] = codes      # known already
    return made


def _decoded(entity: str) -> str | None:
    """The one character that an entity stands for; None for what is no entity, or stands for a border or nothing visible."""
    import html
    import urllib.parse

    if entity == "[.]":
        return "."
    if entity[0] == "=":
        entity = entity.replace("=", "%")
    if entity[0] == "&":
        letter = html.unescape("&" + entity.removeprefix("&amp;").removeprefix("&"))
    else:
        letter = urllib.parse.unquote(entity) if entity[0] == "%" else chr(int(entity[2:], 16))
    letter = letter.replace("\u00a0", " ")
    return letter if len(letter) == 1 and letter != BORDER and not 0xD800 <= ord(letter) < 0xE000 else None


def _in_latin_word(codes):
    """Per character, whether its run of letters, digits and address signs holds an ASCII letter."""
    import numpy as np

    inside = _tables()[2][_known(codes)]
    run = np.cumsum(inside[1:] != inside[:-1])          # the second character's run and so on; the first is of run 0
    run = np.concatenate([[0], run])
    latin = np.zeros(int(run[-1]) + 1, bool)
    latin[run[(codes | 32) - 97 < 26]] = True
    return inside & latin[run]


def _codes(text: str):
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _text(codes) -> str:
    return codes.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")


def _through(table, codes) -> str:
    import numpy as np

    known = _known(codes)
    return _text(table[known] if known is codes else np.where(codes < _KNOWN, table[known], codes))


def _known(codes):
    """The characters as places in a table; one place for all that lie beyond it."""
    import numpy as np

    return codes if not len(codes) or int(codes.max()) < _KNOWN else np.minimum(codes, _KNOWN - 1)


@lru_cache(maxsize=1)
def _tables():
    """Folded and worded forms of every character that is known, and whether it is a letter, a digit or a sign of addresses."""
    import numpy as np

    letters = [chr(code) for code in range(_KNOWN)]
    lower = (_TABLE.get(code) or letters[code].lower()[:1] for code in range(_KNOWN))
    folded = np.fromiter((ord(letter) for letter in lower), np.uint32, _KNOWN)
    alnum = np.fromiter(map(str.isalnum, letters), bool, _KNOWN)
    inside = alnum.copy()
    inside[[ord(mark) for mark in "@._-+"]] = True
    return folded, np.where(alnum, folded, ord(" ")).astype(np.uint32), inside


@lru_cache(maxsize=1)
def _disguises():
    """How a character is disguised; what it stands for; what it looks like inside a Latin word."""
    import numpy as np

    plain, twins = np.arange(_KNOWN, dtype=np.uint32), np.zeros(_KNOWN, np.uint32)
    for code in range(0x600, _KNOWN):
        letter = chr(code)
        digit = unicodedata.decimal(letter, None)
        if digit is not None:
            plain[code] = 48 + digit
        elif 0x2000 <= code < 0x2070 or 0x2100 <= code < 0x2150 or 0x24B6 <= code < 0x24EA or 0xFE50 <= code < 0xFFF0 or code >= 0x1D400:
            same = unicodedata.normalize("NFKC", letter)
            if len(same) == 1 and same.isascii() and same.isprintable():
                plain[code] = ord(same)
    for code in range(0x2460, 0x2469):      # circled digits
        plain[code] = code - 0x2460 + 49
    for mark, letter in _PLAIN.items():
        plain[ord(mark)] = ord(letter)
    for code, letter in _TWINS.items():
        twins[code] = letter
    flags = np.where(plain != np.arange(_KNOWN), _OTHER, 0).astype(np.uint8) | np.where(twins > 0, _TWIN, 0).astype(np.uint8)
    for code in range(0x10000):
        if INVISIBLE.match(chr(code)):
            flags[code] |= _INVISIBLE
    flags[0x300:0x370] |= _ACCENT
    flags[0x20D0:0x2100] |= _ACCENT     # what surrounds a sign, as the frame of a key does
    return flags, plain, twins


# -- many texts as one ----------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Joined:
    """Many texts as one string, so that each search is one call; `starts[i]` is where text i begins."""

    text: str
    folded: str
    starts: list[int]
    sizes: list[int]

    @staticmethod
    def of(texts: list[str]) -> "Joined":
        starts, at = [], 0
        for text in texts:
            starts.append(at)
            at += len(text) + 1
        text = BORDER.join(one.replace(BORDER, "\u200b") for one in texts)     # a text's own NULs are invisible, and part nothing
        return Joined(text, fold(text), starts, [len(one) for one in texts])

    @cached_property
    def view(self) -> View:
        """The texts as a reader takes them in: what recognisers search."""
        seen = view(self.text)
        if seen.text is self.text:
            seen.__dict__["folded"] = self.folded       # known already
        return seen

    def place(self, start: int) -> int:
        """Which text a position of the joined string lies in."""
        return bisect_right(self.starts, start) - 1

    def spans(self, found: list[tuple], kind: Callable[..., tuple]) -> list[list[tuple]]:
        """Spans (start, end, ...) of the joined string, in order, given back to their texts with their own offsets, each made a `kind`."""
        out: list[list[tuple]] = [[] for _ in self.starts]
        mine, base, end, following = [], 0, -1, 0
        for start, stop, *what in found:
            if start >= following:
                index = self.place(start)
                mine, base = out[index], self.starts[index]
                end = base + self.sizes[index]
                following = end + 1
            if stop <= end:
                mine.append(kind(start - base, stop - base, *what))
        return out
