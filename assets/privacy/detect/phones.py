"""Telephone numbers: known countries, the written forms of Europe, America, the Gulf and East Asia, or any after 'call me on'.

Belongs here: the grammar of a written telephone number. Not here: what stands around it (`nearby`), numbers read aloud (`spoken`).
"""

import re
from collections.abc import Iterator

from assets.privacy.detect.nearby import CALL, OTHER_NUMBER, alone, traded, words_before
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
_EXTENSION = re.compile(r"[\s,]{0,2}(?:x|ext\.?|extension|poste|int\.|interno|durchwahl|dw)\s?\d{1,5}(?!\w)", re.I)
_DATE = re.compile(r"(?:(?:[0-3]?\d[ ./\-][01]?\d|[01]?\d[./][0-3]?\d)[ ./\-](?:19|20)\d\d|(?:19|20)\d\d[ ./\-][01]\d[ ./\-][0-3]\d)(?!\d)")
_DECIMAL = re.compile(r"\d{1,6}\.\d{5,}\Z")
_CLOCK = re.compile(r"[0-2]?\d[.:/][0-5]\d\s?-\s?[0-2]?\d[.:/][0-5]\d")


def phone(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """International numbers of known countries, national ones in the written forms of their country, or any after 'call me on'."""
    before = words_before(text, start)
    if not alone(text, start, end, before):
        return
    written = " ".join(text[start:end].split()) if "\n" in text[start:end] or "\t" in text[start:end] else text[start:end]
    number = digits(written)
    sure = likely(written, number, before)
    if not sure or (sure < 0.9 and traded(text, start, end, before)):
        return
    extension = _EXTENSION.match(text, end)
    yield start, extension.end() if extension else end, sure


MISTYPED_CUES = tuple("""call tel phone number mobile cell text whatsapp reach dial ring joindre appeler appelez portable numero telefono cellulare chiamare llamar movil
telefon handy anrufen""".split())
_MISTYPED = re.compile(r"[^\x00\n\d]{0,24}?((?<![^\W_])\+?[\doOlI](?:[ .\-/]?[\doOlI]){6,14})(?![^\W_])")


def mistyped(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A number after 'call me on' in which letters stand for digits: 'o7700 9oo 461'."""
    found = _MISTYPED.match(text, end, min(len(text), end + 48))
    if found and len(digits(found[1])) > 4 and any(map(str.isalpha, found[1])):
        yield found.start(1), found.end(1), 0.75


def likely(written: str, number: str, before: list[str]) -> float:
    """How sure it is that a number with its groups is a telephone's; 0 for not at all."""
    size = len(number)
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
    if not CALL.isdisjoint(before) and (OTHER_NUMBER.isdisjoint(before) or not _CALLING.isdisjoint(before[-2:])):
        return 0.85
    if single := spaced(written):
        written = number
    if number[0] == "0":
        if _TRUNK_PLAIN.match(written):
            return 0.4 if not OTHER_NUMBER.isdisjoint(before) else 0.7 if size > 9 else 0.5
        mixed = len({c for c in written if c in ".-/"}) > 1 and not _SLASHED.match(written)
        return 0.7 if 9 <= size <= 12 and not mixed and written[1:2] != " " and _TRUNK.match(written) else 0
    if single and size in (9, 10, 11) and number not in "12345678910111213":
        return 0.6
    if _GROUPED.match(written):
        return 0.7
    if _WITHOUT_PLUS.match(number):
        return 0.6
    return 0.4 if size == 10 and written[0] in "23456789" and written == number else 0      # could be a code: the policy's threshold decides


def spaced(written: str) -> bool:
    """Whether a number is written digit by digit: '0 6 1 2 3 4'."""
    parts = written.replace("-", " ").replace(".", " ").split()
    return len(parts) > 6 and all(len(part) == 1 for part in parts)
