"""Recognisers of what is written with digits alone: cards, national numbers, serial numbers of telephones.

Belongs here: grammars of a run of digits, with their checks. Not here: telephones (`phones`), codes with letters (`codes`), numbers
that only their word gives away (`labels`), the scan (`recognisers`).
"""

import re
from collections.abc import Iterator

from assets.privacy.detect import validators
from assets.privacy.detect.nearby import CARD, DEVICE, NATIONAL, Run, alone, traded

_FOURS = re.compile(r"\d{4}([ -])\d{4}\1\d{4}\1\d{4}\Z")      # the shape alone: people mistype and shorten their digits
_NO_CARD = re.compile(r"[^\d \-.\n_/\u00a0\u202f\u00b7\u2022\u2010-\u2014\u2212]")
_SSN = re.compile(r"\d{3}([- ])\d\d\1\d{4}\Z")
_TAX_GROUPS = re.compile(r"\d\d \d{3} \d{3} \d{3}\Z")
_NIR = re.compile(r"[12] ?\d\d ?\d\d ?\d\d ?\d{3} ?\d{3}(?: ?\d\d)?\Z")
_IMEI_GROUPS = re.compile(r"\d\d-\d{6}-\d{6}-\d\Z")
# Of other countries, by how many digits: the groups they are written in, the check, how sure it is without a word.
_ABROAD = {size: [(re.compile(form + r"\Z"), check, sure) for form, check, sure in rows] for size, rows in {
    10: [(r"\d{6}[-+]\d{4}", validators.swedish, 0.8),
         (r"\d{6}/\d{4}", validators.czech, 0.8)],
    11: [(r"\d{11}", validators.pesel, 0.6),
         (r"\d{11}", validators.baltic, 0.65),
         (r"\d{6} ?\d{5}", validators.norwegian, 0.65),
         (r"\d\d[./]?\d\d[./]?\d\d[-–— ]?\d{3}[.·]?\d\d", validators.belgian, 0.7),
         (r"\d{3}\.\d{3}\.\d{3}-\d\d", validators.brazilian, 0.85),
         (r"\d\d[-/]\d{8}[-/]\d", validators.argentine, 0.85),
         (r"\d{11}", validators.turkish, 0.5)],
    12: [(r"(?:19|20)\d{6}[-+]?\d{4}", validators.swedish, 0.8)],
    13: [(r"756[./ ]?\d{4}[./ ]?\d{4}[./ ]?\d\d", validators.swiss, 0.8),
         (r"[1-8]\d{12}", validators.romanian, 0.6),
         (r"\d{13}", validators.balkan, 0.6),
         (r"\d{6} ?\d{4} ?\d{3}", validators.south_african, 0.6),
         (r"\d{5}-\d{7}-\d", bool, 0.75)],        # Pakistan: the groups alone
    18: [(r"\d{18}", validators.chinese, 0.8)]}.items()}


def card(run: Run) -> Iterator[tuple[int, int, float]]:
    """Payment cards by issuer and check digit; in the company of the word 'card' also mistyped ones."""
    if not run.plain and _NO_CARD.search(run.written):
        return
    if not alone(run.text, run.start, run.end, run.before) or traded(run.text, run.start, run.start, run.before):
        return
    if not CARD.isdisjoint(run.before):
        yield run.start, run.end, 0.9
    elif len(run.number) > 13 and validators.card(run.number):
        yield run.start, run.end, 0.95
    elif _FOURS.match(run.written):
        yield run.start, run.end, 0.7
    elif len(run.number) == 16 and run.plain:       # could as well be a code: a matter for the policy's threshold
        yield run.start, run.end, 0.45


_UNPARTED = (11, 12, 13, 15, 18)        # how many digits a national number has that is written in one piece


def national(run: Run) -> Iterator[tuple[int, int, float]]:
    """National numbers made of digits (FR, US, DE and others) by their groups and check. What only its word gives away: `labels.social`."""
    if run.plain and len(run.number) not in _UNPARTED:
        return
    sure = _abroad(run) or _at_home(run)
    if sure and alone(run.text, run.start, run.end) and not traded(run.text, run.start, run.end, run.before):
        yield run.start, run.end, sure


def _abroad(run: Run) -> float:
    for form, check, sure in _ABROAD.get(len(run.number), ()):
        if form.match(run.written) and check(run.number):
            return sure
    return 0


def _at_home(run: Run) -> float:
    written, number, size = run.written, run.number, len(run.number)
    if size in (13, 15):
        return 0.9 if _NIR.match(written) and (validators.nir(number) or size == 13 and not NATIONAL.isdisjoint(run.before)) else 0
    if size == 9:
        return (0.85 if "-" in written else 0.6) if _SSN.match(written) and validators.ssn(number) else 0
    return 0.75 if _TAX_GROUPS.match(written) and validators.tax_id(number) else 0


def imei(run: Run) -> Iterator[tuple[int, int, float]]:
    """The serial number of a telephone: check digit, and a word or the grouping that only it has."""
    if validators.luhn(run.number) and alone(run.text, run.start, run.end):
        if not DEVICE.isdisjoint(run.before) or _IMEI_GROUPS.match(run.written):
            yield run.start, run.end, 0.9
