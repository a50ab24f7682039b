"""Recognisers of judgments as they are cited: neutral citations, reports, the European identifier.

Belongs here: a year, a court or a reporter, a number. Not here: the number of a case itself (`courts`, `dockets`).
"""

import re
from collections.abc import Iterator

from assets.privacy.detect.patterns import listed

BRACKETED = ("[19", "[20", "[18")
REPORTERS = listed("""
    u.s., u. s., f.2d, f.3d, f.4th, f. supp., f. supp. 2d, f. supp. 3d, f.supp.2d, s. ct., s.ct., l. ed. 2d, n.e.2d, n.e.3d, p.2d, p.3d,
    so. 2d, so. 3d, a.2d, a.3d, n.y.2d, n.y.3d, s.w.2d, s.w.3d, n.w.2d, s.e.2d, s.e.3d, cal. 4th, cal.4th""")
COURTS = listed("""
    scc, scr, s.c.r., wlr, all er, ilr, clr, dlr, nswlr, ehrr,
    onsc, onca, bcsc, bcca, abqb, abca, abkb, fca, qcca, qccs, qccq, nssc, nsca, nbca, mbca, mbqb, skca, skqb, nlca,
    hca, nswca, nswsc, vsca, vsc, qca, wasc, nzhc, nzca, nzsc,
    zasca, zacc, kehc, keca, ugsc, ugca, hkcfa, hkcfi, hkca, sgca, sghc, insc,
    ewca, ewhc, uksc, ukhl, iesc, iehc, ieca, csih, csoh, nica, niqb""")
_NEUTRAL = re.compile(r"\[(?:1[89]|20)\d\d\]\s(?:\d{1,3}\s)?[A-Z][A-Za-z.]{0,8}(?:\s[A-Z][A-Za-z.()]{1,8}){0,2}\s[A-Z]?\d{1,6}(?!\w)")
_US = re.compile(r"\s?\d{1,5}(?!\w)")
_VOLUME = re.compile(r"(?<![\w.,$€£])(?:[(\[]?(?:1[89]|20)\d\d[)\]]?,?\s)?\d{1,4}\s\Z")
_YEAR_FRONT = re.compile(r"(?<![\w.,])[(\[]?(?:1[89]|20)\d\d[)\]]?,?\s(?:\(?\d{1,3}\)?\s)?\Z")
_PAGE = re.compile(r"\s(?:\(?[A-Z]{1,6}\)?\s)?\d{1,6}(?!\w)")
_AIR = re.compile(r"AIR\s(?:19|20)\d\d\s[A-Z][A-Za-z]{1,4}\s\d{1,5}(?!\w)")
_ECLI = re.compile(r"ECLI:[A-Z]{2}:[A-Z0-9]{1,12}:\d{4}:[A-Z0-9.]{1,30}", re.I)


def neutral(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """[2017] EWCA Crim 3381, [1977] QB 224: a year in brackets, a court or reporter, a number."""
    found = _NEUTRAL.match(text, start, start + 48)
    if found:
        yield start, found.end(), 0.75


def reported(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """575 U.S. 348, 719 F.3d 6640: a volume, a reporter, a page."""
    front, back = _VOLUME.search(text, max(0, start - 14), start), _US.match(text, end)
    if front and back:
        yield front.start(), back.end(), 0.75


def cited(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """2014 ONSC 91177, (2004) 11 SCC 3307: a year, a court or reporter, a number."""
    if text[start:end].isupper() or text[start:end] == "All ER":
        front, back = _YEAR_FRONT.search(text, max(0, start - 16), start), _PAGE.match(text, end)
        if front and back:
            yield front.start(), back.end(), 0.75


def all_india(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """AIR 1959 SC 443."""
    found = _AIR.match(text, start)
    if found:
        yield start, found.end(), 0.75


def european(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """ECLI:EU:C:2020:976."""
    found = _ECLI.match(text, start)
    if found:
        yield start, start + len(found[0].rstrip(".")), 0.8
