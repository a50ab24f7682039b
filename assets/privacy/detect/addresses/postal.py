"""Recognisers of addresses after their word: 'my address is', 'domiciliado en', 'zip code'.

Belongs here: what may stand after such a word. Not here: the words themselves (`cues`), addresses that give themselves away (`european`,
`abroad`), post codes on their own (`codes`).
"""

import re
from collections.abc import Iterator

from assets.privacy.detect.addresses.european import STATES
from assets.privacy.detect.nearby import words_before
from assets.privacy.detect.patterns import one_of
from assets.privacy.detect.people.kinds import PLACE, THING, any_of
from assets.privacy.folding import fold

_ZIP_LINK = re.compile(rf"(?:\s{one_of('code number no is est è es ist its for in my de city name')})*\s?[:=]?\s?(?:\b[a-z]{{3,14}}\s)?")
_ZIP = re.compile(r"(?:\d{5}-\d{4}|\d{5,7}|\d{3} \d{3}|\d{4}(?! ?(?:€|euros?))|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)(?![\w%])", re.I)
_LOUD = frozenset("cap cp".split())


def zip_code(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A post code after its word."""
    if fold(text[start:end]) in _LOUD and not text[start:end].isupper():
        return
    link = _ZIP_LINK.match(text, end, end + 48)
    found = _ZIP.match(text, link.end()) if link.end() > end else None
    if found:
        yield found.start(), found.end(), 0.75


_SMALL_LINE = re.compile(r"(\d{1,5}(?: [a-zß-ÿ]{2,16}){3,9} \d{5,6})(?=[ \n\x00]|\Z)|(no \d{1,5}(?: [a-z\d]{1,16}){2,7})(?=[\n\x00]|\Z)"
                        rf"|((?:[a-z]{{2,16}} ){{1,3}}{STATES} \d{{5}})(?=[\n\x00]|\Z)")
_NO_TOWN = frozenset("my the is its it zip code and or for of account number order card pin".split())
_OF_STREETS = frozenset("""
    street st road rd lane gate nagar colony cross layout avenue ave sector apartment opp society residency enclave extension marg chowk salai puram""".split())
_ALSO_WORDS = frozenset("de in or ok me hi oh la co al id ma pa as".split())        # states' letters that are words too


def of_a_line(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A line in small letters, as people answer in a chat: the number of a house, words of which one is a place and none a thing, a post code.

    Or 'no 7', words, a kind of street among them; or a town, a state of the United States and its code.
    """
    found = _SMALL_LINE.match(text, start)
    words = found[found.lastindex].split() if found else ()
    if found and (found.lastindex == 1 and any_of(words[2:-1], PLACE) and not any_of(words[1:-1], THING)
                  or found.lastindex == 2 and not _OF_STREETS.isdisjoint(words[3:])
                  or found.lastindex == 3 and not _NO_TOWN.intersection(words[:-2]) and (words[-2] not in _ALSO_WORDS or any_of(words[:-2], PLACE))):
        yield *found.span(found.lastindex), 0.7


# A street without its kind, a number, a town: only after a word of living somewhere.
_NAME = r"[A-ZÀ-Ž][\w.'’-]{1,20}"
_STREET = (rf"((?:{_NAME}\s|(?:de|la|del|der|da|do)\s){{1,5}}(?:n[.º°]{{1,2}}\s?|núm\.\s|km\s|nr\.?\s|No\.?\s)?\d{{1,4}}[A-Za-z]?(?![\w%€]|[.:]\d)"
           r"(?:,\s(?:parcela|piso|nave|bloque|apt\.?|flat)\s\w{1,4})?"
           rf"(?:,\s(?:\d{{3}} \d{{2}}|\d{{4,6}})\s(?:{_NAME}\s?){{1,3}}|,\s(?:[A-ZÀ-Ž][\w'’-]{{1,20}}\s?){{1,3}}(?=[.,;)\n\x00]|\Z))?)")
_AT_STREET = re.compile(rf"(?:\s(?:at|in|à|en|a|unter|su))?\s?:?\s{_STREET}|\s\({_STREET}")
_RESIDING = frozenset("""
    residing resident domiciliada domiciliado domicilio domicilie domiciliee demeurant residente wohnhaft wohnh finca vecino address res
    former""".split())
_POSTAL = re.compile(r"(?:\s(?:is|est|è|e|es|ist|lautet)(?!\w)|\s?:|(?=\s\d))\s{0,2}((?=[^\n\x00.;!?]{0,60}\d)[^\W_][^\n\x00;!?]{6,90}?)"
                     r"(?=\.\s|\.?(?:[\n\x00;!?]|\Z)|,? (?:and|et|e|y|und) )", re.I)
_NOT_POSTAL = frozenset("email mail e web website ip mac site url wallet bitcoin".split())


def postal(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """What follows 'my address is': the rest of the line or sentence, where it has a number and three words."""
    if not _RESIDING.isdisjoint(fold(text[start:end]).replace(".", " ").split()) and (near := _AT_STREET.match(text, end, end + 120)):
        begin = near.start(near.lastindex)
        yield begin, begin + len(near[near.lastindex].rstrip()), 0.7
    found = _POSTAL.match(text, end, end + 110)
    if found and len(found[1].split()) > 2 and "@" not in found[1] and _NOT_POSTAL.isdisjoint(words_before(text, start, 12)[-1:]):
        yield found.start(1), found.end(1), 0.65
