"""Recognisers of what is written with digits alone: cards, national numbers, serial numbers of telephones, numbers of court cases.

Belongs here: grammars of a run of digits, with their checks. Not here: telephones (`phones`), codes with letters (`codes`), numbers
that only their word gives away (`labels`), the scan (`recognisers`).
"""

import re
from collections.abc import Iterator

from assets.privacy.detect import validators
from assets.privacy.detect.nearby import CARD, CASE, DEVICE, NATIONAL, alone, traded, words_before

_FOURS = re.compile(r"\d{4}([ -])\d{4}\1\d{4}\1\d{4}\Z")      # the shape alone: people mistype and shorten their digits
_NO_CARD = re.compile(r"[^\d \-.\n]")
_SSN = re.compile(r"\d{3}([- ])\d\d\1\d{4}\Z")
_TAX_GROUPS = re.compile(r"\d\d \d{3} \d{3} \d{3}\Z")
_NIR = re.compile(r"[12] ?\d\d ?\d\d ?\d\d ?\d{3} ?\d{3}(?: ?\d\d)?\Z")


def card(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Payment cards by issuer and check digit; in the company of the word 'card' also mistyped ones."""
    written = text[start:end]
    if _NO_CARD.search(written):
        return
    before = words_before(text, start)
    if not alone(text, start, end, before) or traded(text, start, start, before):
        return
    if not CARD.isdisjoint(before):
        yield start, end, 0.9
    elif validators.card(number := validators.digits(written)) and len(number) > 13:
        yield start, end, 0.95
    elif _FOURS.match(written):
        yield start, end, 0.7
    elif len(number) == 16 and written == number:       # could as well be a code: a matter for the policy's threshold
        yield start, end, 0.45


def national(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """National numbers made of digits (FR, US, DE) by their groups and check. What only its word gives away: `labels.social`."""
    written = text[start:end]
    number = validators.digits(written)
    size = len(number)
    if size in (13, 15):
        valid = _NIR.match(written) and (validators.nir(number) or size == 13 and not NATIONAL.isdisjoint(words_before(text, start)))
        sure = 0.9 if valid else 0
    elif size == 9:
        sure = (0.85 if "-" in written else 0.6) if _SSN.match(written) and validators.ssn(number) else 0
    else:
        sure = 0.75 if _TAX_GROUPS.match(written) and validators.tax_id(number) else 0
    if sure and alone(text, start, end) and not traded(text, start, end, words_before(text, start)):
        yield start, end, sure


def imei(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The serial number of a telephone: check digit, and a word or the grouping that only it has."""
    number = validators.digits(text[start:end])
    if validators.luhn(number) and alone(text, start, end):
        if not DEVICE.isdisjoint(words_before(text, start)) or re.match(r"\d\d-\d{6}-\d{6}-\d\Z", text[start:end]):
            yield start, end, 0.9


_YEARS = re.compile(r"(?:1[89]|20)\d\d/(?:1[89]|20)\d\d")
_CASE_START = re.compile(r"(?<![\w/.\-])(?:[A-Z]-)?\d{3,6}\Z")
_DOCKET_START = re.compile(r"(?<![\w/.\-])(?:(?:[IVX]{1,5}|\d{1,3})\s)?[A-Z][A-Za-z]{0,4}\.?\s\d{2,6}\Z")     # II K 412/97: the register first
_JOINING = frozenset("and et e y und".split())
_CASE_END = re.compile(r"/(?:\d{4}|\d\d)(?![\w/])")


def case(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Numbers of court cases, 18403/91 and II K 412/97: after 'application no.' and its kin, also further ones of a list."""
    front = _CASE_START.search(text, max(0, start - 8), start)
    back = _CASE_END.match(text, start)
    docket = _DOCKET_START.search(text, max(0, start - 20), start) if back else None
    if docket:
        before = words_before(text, docket.start(), 24)
        if before and before[-1] in CASE - _JOINING:
            yield docket.start(), back.end(), 0.75
            return
    if front and back and not _YEARS.match(text, front.start()):
        before = words_before(text, front.start(), 24)
        listed = text[max(0, front.start() - 2):front.start()] == ", " and before and before[-1].isdigit()
        if before and (before[-1] in CASE or listed) and not traded(text, front.start(), front.start(), before):
            yield front.start(), back.end(), 0.8
