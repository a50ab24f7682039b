"""Telephone numbers: known countries, the written forms of Europe, America, the Gulf and East Asia, or any after 'call me on'.

Belongs here: the grammar of a written telephone number. Not here: what stands around it (`nearby`), numbers read aloud (`spoken`).
"""

import re
from collections.abc import Iterator

from assets.privacy.detect.nearby import CALL, OTHER_NUMBER, Run, alone, traded, unit_follows
from assets.privacy.detect.validators import digits

COUNTRIES = (
    "1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 "
    "95 98 212 213 216 218 234 254 298 299 350 351 352 353 354 355 356 357 358 359 370 371 372 373 374 375 376 377 378 380 381 382 383 385 386 387 389 "
    "420 421 423 852 853 855 880 886 960 961 962 963 964 965 966 967 968 971 972 973 974 976 977 992 993 994 995 996 998").split()
_COUNTRY = re.compile(r"(?:" + "|".join(sorted(COUNTRIES, key=len, reverse=True)) + r")")
_S = r"[ .\-/]"
_TRUNK = re.compile(rf"\(?0[1-9]\d{{0,3}}\)?(?:{_S}{{1,2}}\d{{1,8}}){{1,5}}\Z")     # a trunk zero and the groups of whatever country
_SLASHED = re.compile(r"0\d{1,4}/\d+(?:([ .\-])\d+)(?:\1\d+){0,3}\Z")
_TRUNK_PLAIN = re.compile(r"0[1-9]\d{7,10}\Z")
_GROUPED = re.compile("|".join(rf"(?:{form})\Z" for form in (
    r"\([2-9]\d{2}\)[ .\-]{0,2}\d{3}[ .\-]?\d{4}",                      # US, Canada
    r"(?:\+?1[ .\-]{1,2})?\(?[2-9]\d{2}\)?(?:[ .\-/]{1,2})\d{3}[ .\-]{1,3}\d{4}",
    r"3\d\d[ .\-/]\d{3}[ .\-]?\d{3,4}", r"3\d\d[ .\-/]\d\d[ .\-]\d{2,3}[ .\-]\d{2,3}",        # IT mobiles
    r"[6789]\d\d([ .\-])\d{3}\1(?!000)\d{3}", r"[6789]\d\d([ .\-])\d\d\2\d\d\2\d\d", r"9\d([ .\-])\d{3}\3\d\d\3\d\d",      # ES, PT, CZ
    r"1[3-9]\d[ \-]\d{4}[ \-]\d{4}",                                    # CN mobiles
    r"8[ \-]?\(?[3489]\d\d\)?[ \-]\d{3}[ \-]\d\d[ \-]\d\d"              # RU
)))
_WITHOUT_PLUS = re.compile(r"(?:33[67]\d{8}|393\d{8,9}|447\d{9}|34[67]\d{8}|491[567]\d{8,9}|417[5-9]\d{7}|9715\d{8}|9665\d{8}|861[3-9]\d{9})\Z")
_CALLING = CALL - {"number", "numero", "numeros"}
_MARKS = str.maketrans("_\u00a0\u202f\u00b7\u2022\u2010\u2011\u2012\u2013\u2014\u2212", "-  --------")
_EXTENSION = re.compile(r"[\s,]{0,2}(?:x|ext\.?|extension|poste|int\.|interno|durchwahl|dw)\s?\d{1,5}(?!\w)|,{1,3}(?:#\d{1,6}#?|\d{1,6}#)(?!\w)", re.I)
_DATE = re.compile(r"(?:(?:[0-3]?\d[ ./\-][01]?\d|[01]?\d[./][0-3]?\d)[ ./\-](?:19|20)\d\d|(?:19|20)\d\d[ ./\-][01]\d[ ./\-][0-3]\d)(?!\d)")
_DECIMAL = re.compile(r"\d{1,6}\.\d{5,}\Z")
_CLOCK = re.compile(r"[0-2]?\d[.:/][0-5]\d\s?-\s?[0-2]?\d[.:/][0-5]\d")


def phone(run: Run) -> Iterator[tuple[int, int, float]]:
    """International numbers of known countries, national ones in the written forms of their country, or any after 'call me on'."""
    text, start, end, before = run.text, run.start, run.end, run.before
    if not alone(text, start, end, before):
        return
    sure = likely(run.written if run.plain else _tidy(run.written), run.number, before)
    if not sure or (sure < 0.9 and traded(text, start, end, before)):
        return
    extension = _EXTENSION.match(text, end)
    yield start, extension.end() if extension else end, sure


def _tidy(written: str) -> str:
    """With single spaces, and plain marks between its groups."""
    if "\n" in written or "\t" in written:
        written = " ".join(written.split())
    if not written.isascii() or "_" in written:
        written = written.translate(_MARKS).replace(" - ", "-")
    return written


MISTYPED_CUES = tuple("""
    call tel phone number mobile cell text whatsapp reach dial ring missus joindre appeler appelez appelle portable fixe numero telefono cellulare
    chiamare llamar movil telf tlf tfno tfn fono telefon handy anrufen rufen hdy mobil festnetz fon telefonnummer nummer nr telephone cel fax msg gsm
    wa""".split())
_SOON = re.compile(r"[^\d\x00\n]{0,28}[\doOlI+(]")
_LOOSE = re.compile(r"[^\x00\n\d+(]{0,28}?((?<![^\W_])[+(]{0,3}[\doOlI](?:[ .\-–—/·_()\n]{0,4}[\doOlI]){6,15})(?![^\W_])")
_NEXT_ONE = re.compile(r"(?:[.\n]\s{1,2}[\doOlI]{1,2}|\s\([\doOlI]{0,2})\Z")       # the next sentence, the next point of a list
_STRONG = frozenset("""
    tel telf tlf tfno tfn fono hdy mobil festnetz handy mobile portable telefono cellulare movil telefon phone whatsapp gsm fax telephone cel
    cell""".split())
_MARKED = re.compile(r"[–—·_]|[ .\-/()\n]{2}|\n")
_FIRST = frozenset("+(0oO6789")


def mistyped(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A number after 'call me on' with letters for digits ('o7700 9oo 461') or parted like no other ('(04) 12_ 556_ 091', one digit a line)."""
    found = _LOOSE.match(text, end, end + 72) if _SOON.match(text, end) else None
    if not found:
        return
    value = _NEXT_ONE.sub("", found[1])
    count, stop = len(digits(value)), found.start(1) + len(value)
    if any(map(str.isalpha, value)):
        if count > 4:
            yield found.start(1), stop, 0.75
    elif 8 <= count <= 15 and value[0] in _FIRST and _MARKED.search(value) and not _DATE.match(value) and not _CLOCK.match(value) \
            and (value[0] in "+(0" or text[start:end].lower() in _STRONG) and not unit_follows(text, stop):
        yield found.start(1), stop, 0.75


_INTERNAL = re.compile(r"x\d-\d{4}(?![\w-])", re.I)


def internal(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """An extension inside a house: 'x3-5412'."""
    if end - start == 2 and text[start] in "xX" and not text[max(0, start - 1):start].isalnum() and (found := _INTERNAL.match(text, start)):
        yield start, found.end(), 0.65


def likely(written: str, number: str, before: list[str]) -> float:
    """How sure it is that a number with its groups is a telephone's; 0 for not at all."""
    size = len(number)
    if len(written) == size:
        return _plainly(number, before)
    if _DECIMAL.match(written):
        return 0
    if "+" in written[:2]:
        return 0.9 if 8 <= size <= 16 and _COUNTRY.match(number) else 0
    if size > 15:
        return 0
    if written.startswith("011 ") and size > 12 and _COUNTRY.match(number, 3):
        return 0.85
    if written.startswith("00") and size > 10 and _COUNTRY.match(number, 2):
        return 0.89
    if _DATE.match(written) or _CLOCK.match(written):
        return 0
    if _called(before):
        return 0.85
    if len(written) > 2 * size - 2 and _spaced(written):
        counted = number in "12345678910111213"
        return 0.6 if number[0] != "0" and size in (9, 10, 11) and not counted else _in_one_piece(number, before)
    if number[0] == "0":
        mixed = len({c for c in written if c in ".-/"}) > 1 and not _SLASHED.match(written)
        return 0.7 if 9 <= size <= 12 and not mixed and written[1:2] != " " and _TRUNK.match(written) else 0
    if _GROUPED.match(written):
        return 0.7
    return 0.6 if _WITHOUT_PLUS.match(number) else 0


def _plainly(number: str, before: list[str]) -> float:
    """The same of a number without any groups."""
    size = len(number)
    if size > 15:
        return 0
    if number.startswith("00") and size > 10 and _COUNTRY.match(number, 2):
        return 0.89
    return 0.85 if _called(before) else _in_one_piece(number, before)


def _in_one_piece(number: str, before: list[str]) -> float:
    size = len(number)
    if number[0] == "0":
        return 0 if not _TRUNK_PLAIN.match(number) else 0.4 if not OTHER_NUMBER.isdisjoint(before) else 0.7 if size > 9 else 0.5
    if _WITHOUT_PLUS.match(number):
        return 0.6
    return 0.4 if size == 10 and number[0] in "23456789" else 0     # could be a code: the policy's threshold decides


def _called(before: list[str]) -> bool:
    return not CALL.isdisjoint(before) and (OTHER_NUMBER.isdisjoint(before) or not _CALLING.isdisjoint(before[-2:]))


def _spaced(written: str) -> bool:
    """Whether a number is written digit by digit: '0 6 1 2 3 4'."""
    parts = written.replace("-", " ").replace(".", " ").split()
    return len(parts) > 6 and all(len(part) == 1 for part in parts)
