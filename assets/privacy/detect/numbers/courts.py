"""Recognisers of references that only courts and registries write: 'II K 412/97', 'U-III-1722/2010', 'RG 449/2017', '2:18-cr-20917'.

Belongs here: shapes that give a matter away without its word. Not here: references after a word (`dockets`), judgments as they are cited
(`citations`).
"""

import re
from collections.abc import Iterator

from assets.privacy.detect.nearby import CASE, traded, words_before
from assets.privacy.detect.numbers.dockets import DATE, LAWS, LOW, SEASON, SUFFIX, UP, further, lawful, of_years

_TOKEN_START = re.compile(r"[^\s()\[\];,|\x00\"'«»{}]{1,24}\Z")
_TOKEN_END = re.compile(r"[\dA-Za-z]{1,6}(?:[/\-][\dA-Z]{1,6}){0,3}(?![\w]|/\w)")
_ABBREVIATION, _YEAR = rf"[{UP}][{UP}{LOW}]{{0,4}}", r"(?:19|20)\d\d"
_FRONTS = re.compile(rf"(?<![\w.\-/])(?:(?:(?:[A-Z]\.){{1,4}}[A-Z]|[IVXL]{{1,6}}|\d{{1,3}}|{_ABBREVIATION})\.?\s){{1,3}}\Z")
# With a register before the number: a division in Roman figures, an abbreviation, with or without points.
_ROMAN = re.compile(rf"(?:[IVXL]{{1,6}}|\d{{1,3}})\.?\s{_ABBREVIATION}\.?\s\d{{1,5}}/(?:\d\d|{_YEAR})\Z")
_REGISTERED = re.compile(rf"{_ABBREVIATION}\.?\s\d{{1,6}}/{_YEAR}\Z")
_ABBREVIATED = re.compile(rf"(?:[A-Z]\.){{2,4}}\s\d{{2,6}}/(?:\d\d|{_YEAR})\Z|{_ABBREVIATION}\.\s(?:\d{{2,6}}/\d\d|{_YEAR}/\d{{1,6}})\Z")
# In one piece.
_HYPHENED = re.compile(rf"(?:{_ABBREVIATION}-(?:[IVX\dA-Z]{{1,5}}-){{0,3}}(?:\d{{3,6}}/(?:\d\d|{_YEAR})|\d{{1,6}}/{_YEAR})|"
                       rf"[A-Z]-\d{{3,5}}-\d{{1,4}}/{_YEAR})\Z")
_DOTTED = re.compile(rf"(?=[\d.]{{0,6}}[{UP}])(?:[{UP}\d][{UP}{LOW}\d]{{0,4}}\.){{1,4}}\s?\d{{1,6}}/{_YEAR}(?:/\d{{1,3}})?\Z")
_LAYERED = re.compile(rf"(?:\d{{2,6}}/[A-Z]{{1,3}}/\d{{2,6}}/|\d{{1,4}}/[A-Z]{{1,3}}/)(?:\d\d|{_YEAR})\Z|"
                      rf"[A-ZÀ-Ú]{{2,12}}/\d{{1,6}}/{_YEAR}\Z|[A-Z]{{1,4}}/{_YEAR}/\d{{2,6}}\Z")
# A number and a year: a matter only beside a word, a date, a party.
_PLAIN = re.compile(r"(?:[A-Z]-)?\d{1,6}/(?:\d\d|\d{4})\Z")
_DATED = re.compile(rf"\s{{1,3}}(\|\s)?[0-3]\d/[01]\d/{_YEAR}(?!\d)")
_VERSUS = re.compile(r"\s[vc]\.\s[^\x00]{3,50}\Z")          # 'X v. Y (dec.)', then the number
_ESAS = re.compile(r"\b[EK]\. ?\Z")      # a Turkish court's docket and decision: 'E. 2001/77, K. 2001/204'
_JOINING = ("and", "et", "e", "y", "und")
_NO_REGISTER = frozenset("""
    eu it fr uk us de size gr t cm mm fw aw ss ah pe fs hw pv el la le the in on at to page p pp ref nr no art bbe exp mhd dlc ddm cad scad
    cons""".split())


def slashed(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Around a slash between figures: 18403/91 after 'application no.', II K 412/97, U-III-1722/2010, 3.M.214/2013/18, RG 449/2017."""
    front = _TOKEN_START.search(text, max(0, start - 24), start)
    back = _TOKEN_END.match(text, end) if front else None
    if not back or text[front.start()] in ".-–:/":
        return
    begin, stop = front.start(), back.end()
    token = text[begin:stop]
    if of_years(token) and not _ESAS.search(text, max(0, begin - 4), begin) or DATE.match(token):
        return
    first = _register(text, begin, stop)
    if first < begin and not _disowned(text, first):
        suffix = SUFFIX.match(text, stop)
        yield first, suffix.end() if suffix else stop, 0.75
    elif _HYPHENED.match(token) or _DOTTED.match(token) or _LAYERED.match(token):
        if not _disowned(text, begin) and not SEASON.match(token):
            yield begin, stop, 0.7
    elif _PLAIN.match(token):
        yield from _plain(text, begin, stop)


def _register(text: str, begin: int, stop: int) -> int:
    """Where the register before a number begins, the place of the number for none: in 'IN SC 288/2010' the last words are the register."""
    fronts = _FRONTS.search(text, max(0, begin - 20), begin) if text[begin - 1:begin].isspace() else None
    first = fronts.start() if fronts else begin
    while first < begin and not _registered(text[first:stop]):
        first = text.find(" ", first, begin) + 1 or begin
    return first


def _registered(written: str) -> bool:
    words = written.split()
    head = words[0].rstrip(".").lower()
    if _ROMAN.match(written):       # '2 IT 42/44' is a size
        return not (head.isdigit() and words[1].rstrip(".").lower() in _NO_REGISTER and len(words[2]) < 6)
    if head in _NO_REGISTER or head in LAWS or written.endswith("/2000"):
        return False
    return bool(_REGISTERED.match(written) or _ABBREVIATED.match(written) or _DOTTED.match(written.replace(". ", ".", 1)))


def _plain(text: str, begin: int, stop: int) -> Iterator[tuple[int, int, float]]:
    before = words_before(text, begin, 24)
    if before and before[-1] in ("º", "o", "os", "ª"):
        before.pop()
    if traded(text, begin, begin, before):
        return
    last = before[-1] if before else ""
    joins = last in _JOINING and not any(map(str.isdigit, before[-2:-1]))
    if last in CASE and not joins and not lawful(text, begin):
        yield begin, stop, 0.8
        yield from further(text, begin, stop)
    elif stop - begin > 3 and (dated := _DATED.match(text, stop)) and (dated[1] or stop - begin > 6) \
            or stop - begin > 6 and _VERSUS.search(text, max(0, begin - 60), begin):
        yield begin, stop, 0.7      # a table of applications: the number, the day it was lodged


def _disowned(text: str, start: int) -> bool:
    return lawful(text, start) or traded(text, start, start, words_before(text, start))


OF_YEAR = (" of 19", " of 20")
_COUNTED = re.compile(rf"(?<![\w.])(?P<abbr>(?:[{UP}][A-Za-z]{{0,4}}\.?\s?(?:\([A-Z]{{1,4}}\)\s?)?){{0,4}}?)"
                      r"(?P<no>N[oO]\.?\s?)(?P<count>\d{1,6})\s\Z")
_OF_YEAR = re.compile(r"\s?of\s(?:18|19|20)\d\d(?!\w)", re.I)


def of_year(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The way of the common law: 'S.C. No. 288 of 2010', 'SLP (C) No. 28215 of 2014', 'No. 112 of 2008'."""
    at = start + text[start].isspace()
    back = _OF_YEAR.match(text, start) if text[at - 2:at - 1].isdigit() else None
    front = _COUNTED.search(text, max(0, at - 40), at) if back else None
    if front and not _disowned(text, front.start()):
        yield front.start() if front["abbr"] else front.start("count"), back.end(), 0.8


US_DOCKETS = ("-cr-", "-cv-", "-mj-", "-mc-", "-bk-", "-ap-")
_US_FRONT = re.compile(r"(?<![\w:])(?:\d{1,2}:)?\d\d\Z")
_US_BACK = re.compile(r"\d{3,6}(?:-[A-Z]{2,4}){0,3}(?!\w)")


def federal(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """2:18-cr-20917: an office, a year, a kind of case, a number."""
    front, back = _US_FRONT.search(text, max(0, start - 6), start), _US_BACK.match(text, end)
    if front and back:
        yield front.start(), back.end(), 0.85
