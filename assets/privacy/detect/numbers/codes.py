"""Recognisers of codes that mix letters and digits: bank accounts, national codes, plates, addresses of devices.

Belongs here: shapes that give themselves away, with their checks. Not here: numbers of digits alone (`figures`), codes that only
their word gives away (`labels`), keys and passwords (`credentials`).
Each `find` gets the text and one candidate of `shapes`: a word of letters and digits, or a mark between groups.
"""

import re
from collections.abc import Iterator

from assets.privacy.detect import validators
from assets.privacy.detect.nearby import NATIONAL, Run, alone, traded, words_before

_PLATE = re.compile(
    r"(?<![\w-])(?:[A-HJ-NP-TV-Z]{2}[ -]?\d{3}[ -]?[A-HJ-NP-TV-Z]{2}"                                       # FR, IT
    r"|[A-HJ-PR-Y]{2}\d\d ?[A-HJ-PR-Z]{3}|\d{4}[ -]?[B-DF-HJ-NPR-TV-Z]{3}"                                   # UK, ES
    r"|[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} ?\d{1,4}[EH]?|\d[A-Z]{3}\d{3})(?![\w-])")                                    # DE, US
_FISCAL = re.compile(r"[A-Z]{6}[0-9L-NP-V]{2}[ABCDEHLMPRST][0-9L-NP-V]{2}[A-Z][0-9L-NP-V]{3}[A-Z]\Z", re.I)
_FISCAL_START = re.compile(r"(?<!\w)[A-Z]{3} [A-Z]{3} \Z")
_FISCAL_REST = re.compile(r"[0-9L-NP-V]{2}[ABCDEHLMPRST][0-9L-NP-V]{2} [A-Z][0-9L-NP-V]{3}[A-Z](?!\w)")
_IDENTITY_CARD = re.compile(r"[CFGHJKLMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{8}\d\Z", re.I)
_NINO = re.compile(r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d\d[ -]?\d\d[ -]?\d\d[ -]?[A-D](?!\w)", re.I)
_NIE = re.compile(r"[XYZ][ -]?\d{7}[ -]?[A-Z](?!\w)", re.I)
_DNI = re.compile(r"(?:\d{8}|\d\d\.\d{3}\.\d{3})[ -]?[A-Z](?!\w)", re.I)
_PENSION = re.compile(r"\d\d ?\d{6} ?[A-Z] ?\d{3}(?!\w)", re.I)
_RUT = re.compile(r"(?:\d{1,2}\.\d{3}\.\d{3}|\d{7,8})-K(?!\w)", re.I)
_HETU = re.compile(r"[0-3]\d[01]\d\d\d[-+A]\d{3}[A-Y](?!\w)")
_PPS = re.compile(r"\d{7}[A-W][A-IW]?(?!\w)")
_BEFORE_INITIAL = (" ", "-")
_BY_DIGITS = (      # how many characters before its digits a national code begins
    (2, _NINO, validators.nino), (3, _NINO, validators.nino), (1, _NIE, validators.dni), (2, _NIE, validators.dni), (0, _DNI, validators.dni),
    (0, _PENSION, validators.pension_number), (0, _RUT, validators.chilean), (0, _HETU, validators.finnish), (0, _PPS, validators.irish))


_BETWEEN = " -.\n/_–—·\u00a0\u202f"


def iban(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Bank accounts: exactly the country's length is taken, grouped or not; without a valid check only after the word IBAN."""
    left = validators.IBAN_LENGTHS.get(text[start:start + 2].upper(), 0)
    if not left or not text[start + 2:start + 4].isdigit() or not text[start:start + 4].isascii() or text[max(0, start - 1):start].isalnum():
        return
    at, size = start, len(text)
    while at < size and left:
        mark, before = text[at], text[at - 1]
        if mark.isalnum():
            left -= 1
        elif mark not in _BETWEEN or not (before.isalnum() or mark.isspace() != before.isspace()):
            break
        at += 1
    if left or (at < size and text[at].isalnum()):
        return
    if validators.iban(text[start:at]):
        yield start, at, 1.0
    elif "iban" in words_before(text, start, 24):
        yield start, at, 0.85


_SPACED_IBAN = re.compile(r"[^\x00\n]{0,44}?(?<![^\W_])([A-Za-z][ .\-/_]{0,2}[A-Za-z][ .\-/_]{0,2}\d[ .\-/_]{0,2}\d)(?=[ .\-/_]{0,3}[A-Za-z\d])")


def iban_spaced(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """After 'IBAN', 'RIB' and their kin, an account letter by letter or with any marks: 'E S 6 3 5 1 1 3', 'f r 76/1286/3173'."""
    found = _SPACED_IBAN.match(text, end, end + 72)
    if not found:
        return
    country = "".join(filter(str.isalpha, found[1])).upper()
    left, at = validators.IBAN_LENGTHS.get(country, 0) - 4, found.end()
    while at < len(text) and left > 0 and (text[at].isalnum() or text[at] in " .-/_\u00a0–—·" and at - found.start() < 110):
        left -= text[at].isalnum()
        at += 1
    if not left and not text[at:at + 1].isalnum():
        yield found.start(1), at, 1.0 if validators.iban(text[found.start(1):at]) else 0.75


def national(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """National codes written in one piece or in three: codice fiscale, German identity cards after their word."""
    word, size = text[start:end], end - start
    if size == 16 and _FISCAL.match(word):
        yield start, end, 0.95 if validators.codice_fiscale(word) else 0.75
    elif size == 10 and _IDENTITY_CARD.match(word) and validators.checked_731(word) and not NATIONAL.isdisjoint(words_before(text, start)):
        yield start, end, 0.9
    elif size in (13, 18) and word[:4].isupper() and word[:4].isalpha() and validators.mexican(word):
        yield start, end, 0.85
    elif size == 5 and (front := _FISCAL_START.search(text, max(0, start - 9), start)) and (back := _FISCAL_REST.match(text, start)):
        yield front.start(), back.end(), 0.95 if validators.codice_fiscale(text[front.start():back.end()]) else 0.7


def initialled(run: Run) -> Iterator[tuple[int, int, float]]:
    """National numbers with a letter before or behind: NINO, DNI, NIE, German pension numbers, grouped or not, by their check."""
    text, start, end = run.text, run.start, run.end
    mark = text[end:end + 1]
    if mark in _BEFORE_INITIAL:
        mark = text[end + 1:end + 2]
        end += 1
    if not (mark.isalpha() and mark.isascii()) or text[end + 1:end + 2].isalpha():
        return
    start += text[start] == "("
    for before, form, check in _BY_DIGITS:
        begin = start - before
        found = form.match(text, begin) if begin >= 0 else None
        if found and check(found[0]) and not text[max(0, begin - 1):begin].isalnum() and not traded(text, begin, begin, words_before(text, begin)):
            yield begin, found.end(), 0.8
            return


def plate(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Number plates in the exact shape of their country, near a word about vehicles."""
    low = max(0, start - 28)
    low += text[low:start].rfind("\x00") + 1
    for found in _PLATE.finditer(text[low:end + 48].partition("\x00")[0]):
        yield low + found.start(), low + found.end(), 0.75


_BESIDE_MAKE = re.compile(r"(?:\s[A-Z]?[\w-]{1,9}){0,2}?[,\s]{1,2}\(?([A-Z]{1,3}[ -]\d{3,4}(?:[ -]\d{2,3}|-[A-Z]{2})?"
                          r"|\d{4} ?- ?(?:[b-df-hj-np-tv-z]{3}|[B-DF-HJ-NP-TV-Z]{3}))(?![\w-])")


def plate_beside_make(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A plate of any country right behind what it is on: 'the Volvo V70 (HK-4447)', 'a van SU 044-LK'."""
    found = _BESIDE_MAKE.match(text, end, end + 40)
    if found and not text[max(0, start - 1):start].isalnum():
        yield found.start(1), found.end(1), 0.65


_IPV4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\w)")
_IPV6 = re.compile(r"(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6})(?![\w:])", re.I)
_MAC = re.compile(r"[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}(?![\w:-])", re.I)
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?!\w)", re.I)
_NOT_ADDRESS = frozenset("rgb rgba hsl version versione ver v cmyk firmware release build section".split())
_HEX = "0123456789abcdefABCDEF"


_IPV4_APART = re.compile(r"\d{1,3}(?: ?\. ?\d{1,3}){3}\Z")


def ipv4_apart(run: Run) -> Iterator[tuple[int, int, float]]:
    """An internet address with spaces beside its dots: '88 . 12 . 147 . 30'."""
    if " ." in run.written and _IPV4_APART.match(run.written) and all(int(part) < 256 for part in run.written.split(".")) and alone(run.text, run.start, run.end):
        yield run.start, run.end, 0.7


def ipv4(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Internet addresses of four numbers, unless the neighbours say colour or version."""
    begin = start
    while begin and start - begin < 3 and text[begin - 1].isdigit():
        begin -= 1
    found = _IPV4.match(text, begin)
    before = text[max(0, begin - 2):begin]
    glued = before[-1:].isalnum() or before[-1:] in (".", ",", "_") or before.rstrip("/").isdigit()
    if found and not glued and all(int(part) < 256 and (part == "0" or part[0] != "0") for part in found[0].split(".")) \
            and _NOT_ADDRESS.isdisjoint(words_before(text, begin, 16)):
        yield begin, found.end(), 0.75


def ipv6(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Internet addresses of eight groups, also shortened."""
    begin = _back(text, start, 4)
    found = _IPV6.match(text, begin) if text[max(0, begin - 1):begin] not in tuple("0123456789abcdefABCDEF:_") else None
    if found and len(found[0]) > 8 and not found[0].replace(":", "").isdigit() | (found[0].count(":") < 3):
        yield begin, found.end(), 0.75


def hardware(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Addresses of network cards, and the 128-bit identifiers of devices, advertising and installations."""
    for size, form in ((2, _MAC), (8, _UUID)):
        begin = _back(text, start, size)
        found = form.match(text, begin) if start - begin == size and not text[max(0, begin - 1):begin].isalnum() else None
        if found:
            yield begin, found.end(), 0.85


def _back(text: str, start: int, reach: int) -> int:
    begin = start
    while begin and start - begin < reach and text[begin - 1] in _HEX:
        begin -= 1
    return begin


_UK_END = re.compile(r"\d[A-Z]{2}\Z")
_UK_START = re.compile(r"(?<![\w-])[A-Z]{1,2}\d[A-Z\d]?\s\Z")


def postcode(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """British post codes on their own."""
    if end - start == 3 and _UK_END.match(text, start, end) and text[end:end + 1] != "-":
        front = _UK_START.search(text, max(0, start - 5), start)
        if front:
            yield front.start(), end, 0.6
