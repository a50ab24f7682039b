"""Dates as people write them: read, shifted by whole weeks, written back in the same form.

Belongs here: reading and writing one date. Not here: by how much a person's dates shift (`pseudonyms`).
"""

import datetime as dt
import re

from assets.privacy.folding import fold
from assets.privacy.surrogates.wordlists import MONTHS

_SHORT = {"jan": 1, "feb": 2, "fevr": 2, "mar": 3, "apr": 4, "avr": 4, "jun": 6, "jul": 7, "juil": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10,
          "nov": 11, "dec": 12, "janv": 1, "gen": 1, "mag": 5, "giu": 6, "lug": 7, "ago": 8, "set": 9, "ott": 10, "dic": 12, "ene": 1, "abr": 4, "mrz": 3,
          "maerz": 3, "mai": 5, "okt": 10, "dez": 12}
_MONTH: dict[str, dict[str, int]] = {}       # folded name -> language -> number: marzo is Italian and Spanish
for _language, _names in MONTHS.items():
    for _number, _name in enumerate(_names, 1):
        _MONTH.setdefault(fold(_name), {})[_language] = _number
_ISO = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)(?:$|[T\s])")
_COMPACT = re.compile(r"\s*((?:18|19|20)\d\d)(\d\d)(\d\d)\s*\Z")
_NUMERIC = re.compile(r"\s*(\d{1,4})([/.\- ])(\d{1,2})\2(\d{2,4})\b")
_WORDED = re.compile(r"(?:\w{3,9},\s)?(\d{1,2})(?:er|st|nd|rd|th|°|º|\.)?\s(?:of\s|de\s)?([^\W\d_]+)\.?,?\s(?:del?\s)?(\d{4})", re.I)
_WORD_FIRST = re.compile(r"([^\W\d_]+)\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})", re.I)
_MONTH_ONLY = re.compile(r"\s*((?:18|19|20)\d\d)-(\d\d)\s*\Z")
_YEAR = re.compile(r"\s*((?:1[5-9]|20)\d\d)\s*\Z")
_SECONDS = re.compile(r"\s*(\d{10})(?:\d{3})?(?:\.\d+)?\s*\Z")


def read(written: str | None, day_first: bool = True) -> dt.date | None:
    """The date, or None for what is no date. A bare year or month counts as its first day. Twelve-three is 12 March unless told."""
    if not written:
        return None
    if found := _ISO.match(written) or _COMPACT.match(written):
        return _date(*found.groups())
    if found := _NUMERIC.match(written):
        first, _, second, third = found.groups()
        if len(first) == 4:
            return _date(first, second, third)
        if len(first) > 2 or len(third) == 3:
            return None
        year = int(third) + (0 if len(third) == 4 else 1900 if int(third) > 50 else 2000)
        day, month = (first, second) if day_first else (second, first)
        return _date(year, month, day) or _date(year, day, month)
    if found := _WORDED.search(written):
        return _date(found[3], _month(found[2]), found[1])
    if found := _WORD_FIRST.search(written):
        return _date(found[3], _month(found[1]), found[2])
    if found := _MONTH_ONLY.match(written):
        return _date(found[1], found[2], 1)
    if found := _YEAR.match(written):
        return _date(found[1], 1, 1)
    if found := _SECONDS.match(written):
        return (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=int(found[1]))).date()
    return None


def shifted(written: str, weeks: int) -> str | None:
    """The same form, another date; None when the form is not one we can write back."""
    date = read(written)
    if date is None:
        return None
    later = moved(date, weeks)
    if found := _ISO.match(written):
        return f"{later:%Y-%m-%d}{written[found.end(3):]}"
    if _COMPACT.match(written):
        return f"{later:%Y%m%d}"
    if found := _NUMERIC.match(written):
        if len(found[1]) == 4:
            return found[2].join((f"{later:%Y}", f"{later:%m}", f"{later:%d}")) + written[found.end():]
        year = f"{later:%Y}" if len(found[4]) == 4 else f"{later:%y}"
        first, second = (later.day, later.month) if int(found[1]) == date.day else (later.month, later.day)
        return found[2].join((str(first).zfill(len(found[1])), str(second).zfill(len(found[3])), year)) + written[found.end():]
    for pattern, place in ((_WORDED, (1, 2, 3)), (_WORD_FIRST, (2, 1, 3))):
        found = pattern.search(written)
        if found:
            day, month, year = (found.span(i) for i in place)
            language = _language_of(written, found[place[1]])
            name = MONTHS[language][later.month - 1] if language else f"{later:%b}"
            out = written
            for (start, end), new in sorted(((day, str(later.day)), (month, name), (year, str(later.year))), reverse=True):
                out = out[:start] + new + out[end:]
            return re.sub(r"\b(\d{1,2})(?:er|st|nd|rd|th)\b", r"\1", out)
    return None


def _month(word: str) -> int:
    plain = fold(word)
    return next(iter(_MONTH[plain].values())) if plain in _MONTH else _SHORT.get(plain, 0)


def _language_of(written: str, month: str) -> str | None:
    """The language of a month's full name; where two share it, the words around tell: 3 de marzo, 3. April."""
    shared = _MONTH.get(fold(month), {})
    mark = "es" if " de " in written else "de" if re.search(r"\d\.\s", written) else None
    return mark if mark in shared else next(iter(shared), None)


def _date(year, month, day) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def every_form(written: str | None) -> list[str]:
    """The ways in which people write a full date; the date as given where it is none."""
    date = read(written)
    if date is None or _YEAR.match(written) or _MONTH_ONLY.match(written):
        return [written] if written and len(written) > 5 else []
    day, year = date.day, date.year
    forms = [written, date.isoformat()] + [f"{date:%d}{mark}{date:%m}{mark}{year}" for mark in "/.-"]
    forms += [f"{day}{mark}{date.month}{mark}{year}" for mark in "/."]
    for language, months in MONTHS.items():
        month = months[date.month - 1]
        forms += [f"{day} {month} {year}", f"{day:02d} {month} {year}"]
        if language == "en":
            forms += [f"{month} {day}, {year}", f"{month} {day} {year}", f"{day} of {month} {year}"]
        elif language == "es":
            forms += [f"{day} de {month} de {year}", f"{day} de {month} del {year}"]
        elif language == "de":
            forms += [f"{day}. {month} {year}", f"{day:02d}. {month} {year}"]
        elif day == 1:
            forms += [f"1er {month} {year}", f"1° {month} {year}"]
    return list(dict.fromkeys(forms))


def moved(date: dt.date, weeks: int) -> dt.date:
    """The date some weeks away, or the date itself at the edge of the calendar."""
    try:
        return date + dt.timedelta(weeks=weeks)
    except OverflowError:
        return date
