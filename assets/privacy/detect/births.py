"""The recogniser of dates of birth, in five languages.

Belongs here: dates beside a word of birth. Not here: reading or moving a date (`dates`).
"""

import re
from collections.abc import Iterator

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_NUMBER = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:1[89]|20)\d\d"
_MONTHS = (
    "janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre|gennaio|febbraio|marzo|aprile|"
    "maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre|january|february|march|april|may|june|july|august|september|"
    "october|november|december|enero|febrero|abril|mayo|junio|julio|septiembre|setiembre|octubre|noviembre|diciembre|"
    "januar|jänner|februar|märz|maerz|juni|juli|oktober|dezember|"
    "jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec")
_LITTLE = r"(?:st|nd|rd|th|er|°|º|\.)?"
DATE = (rf"(?:{_DAY}{_LITTLE}\s(?:of\s|de\s|d['’])?(?:{_MONTHS})\.?,?\s(?:del?\s)?(?:{_YEAR}|['’]?\d\d\b)"
        rf"|(?:{_MONTHS})\.?\s{_DAY}{_LITTLE},?\s(?:{_YEAR}|['’]?\d\d\b)"
        rf"|{_DAY}\s?[/.\- ]\s?{_NUMBER}\s?[/.\- ]\s?{_YEAR}|{_NUMBER}/{_DAY}/{_YEAR}|{_YEAR}[-/.]\d\d[-/.]\d\d"
        rf"|{_DAY}[/.\-]{_NUMBER}[/.\-]\d\d\b|[0-3]\d[01]\d{_YEAR}\b"
        rf"|{_DAY}{_LITTLE}\s(?:of\s|de\s)?(?:{_MONTHS})\b|(?:{_MONTHS})\s{_DAY}(?:st|nd|rd|th)?\b)")
_NEAR = re.compile(rf"[^\x00\d;]{{0,48}}?\b({DATE})", re.I)
_ABBREVIATION = re.compile(r"(?<=\b[a-zA-Z])\.|(?<=geb)\.|(?<=\bst)\.", re.I)
def birth(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A date within a few words after a word of birth."""
    found = _NEAR.match(text, end, min(len(text), end + 88))
    if found and "." not in _ABBREVIATION.sub(" ", text[start:found.start(1)]).strip(". "):
        yield found.start(1), found.end(1), 0.85
