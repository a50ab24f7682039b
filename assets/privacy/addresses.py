"""Recognisers of postal addresses: French, Italian, English and German street grammars, with town and post code.

Belongs here: what a written address looks like. Not here: the house's own shops (the catalogue lets them live).
"""

import re
from collections.abc import Iterator

from assets.privacy.persons import UPPER

_S = "[ \u00a0\u202f]"
_WORD = rf"(?:(?:Ste?|Mt|Dr|Gen|Gal|S)\.|(?:[dDlL]['’])?[{UPPER}][^\W\d_]*(?:[-'’][^\W\d_]+)*)"
_LINK = r"(?:de|du|des|d['’]|la|le|les|l['’]|aux?|et|sur|sous|en|à|del|della|delle|dei|degli|dell['’]|di|da|dal|dalla|al|alla|san|santa|sant['’]|a)"
_PLACE = rf"(?:{_LINK}{_S}?){{0,3}}(?:{_WORD}|\d{{1,2}}(?:er|ème|e)?)(?:{_S}(?:{_LINK}{_S}?){{0,3}}{_WORD}){{0,3}}"
_TOWN = rf"{_WORD}(?:[ -](?:{_LINK}[ -]?)?{_WORD}){{0,2}}"
_EURO = rf"(?:\s?[,\n]?\s{{0,2}}(?:(?:F|I|CH|IT|FR)-)?\d{{4,5}}{_S}+{_TOWN}(?:{_S}?\([A-Z]{{2}}\)|{_S}[A-Z]{{2}}\b)?)"
_CEDEX = r"(?: cedex(?: \d{1,2})?)?"

FRENCH = ("rue", "avenue", "av.", "ave.", "boulevard", "bd", "bd.", "bld", "place", "quai", "impasse", "allee", "chemin", "cours", "square",
          "passage", "route", "faubourg", "villa", "cite", "sentier", "esplanade", "promenade", "rond-point", "residence")
ITALIAN = ("via", "viale", "piazza", "piazzale", "corso", "largo", "vicolo", "strada", "lungarno", "lungotevere", "lungofiume", "borgo",
           "galleria", "calle", "campo", "fondamenta", "salita", "contrada", "p.za", "p.zza", "v.le", "c.so")
ENGLISH = ("street", "st", "st.", "road", "rd", "rd.", "avenue", "ave", "ave.", "lane", "ln", "drive", "dr", "dr.", "court", "place", "square",
           "terrace", "gardens", "crescent", "mews", "way", "boulevard", "blvd", "close", "row", "hill", "walk", "grove", "parkway", "circle",
           "bank", "gate", "yard", "quay", "rise", "view")
_NUMBER = re.compile(r"(?<![\w.,€$£/-])\d{1,4}(?:\s?(?:bis|ter|quater|[A-Da-d]))?(?:[-/]\d{1,4})?,?[ \u00a0\u202f]{1,2}\Z", re.I)
_FRENCH = re.compile(rf"{_S}{_PLACE}(?:{_EURO}{_CEDEX})?")
_ITALIAN = re.compile(rf"{_S}{_PLACE},?{_S}(?:n\.?{_S}?|civico{_S})?\d{{1,4}}(?:[ /]?[A-Za-z]\b|/\d+)?(?:{_EURO})?")
_FRONT = re.compile(rf"(?<![\w.,€$£/-])(?:(?:Flat|Apt\.?|Apartment|Suite|Unit)\s\w{{1,5}},?\s)?\d{{1,5}}[A-Za-z]?,?{_S}(?:[NSEW]\.?{_S})?"
                    rf"(?:(?:{_WORD}|of|the|\d{{1,3}}(?:st|nd|rd|th)){_S}){{1,4}}\Z")
UK_CODE = r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b"
_CODE = rf"(?:[A-Z]{{2}}\s\d{{5}}(?:-\d{{4}})?|{UK_CODE})"
_ENGLISH_TAIL = re.compile(
    rf"\.?(?:,?\s(?:Apt\.?|Apartment|Suite|Unit|Flat|Floor|#)\s?\w{{1,5}})?"
    rf"(?:(?:[,\n]\s?{_TOWN}){{0,2}}?,?\s{{1,2}}{_CODE}|[,\n]\s?{_TOWN}(?:,\s[A-Z]{{2}}\b)?)?")
_UK_END = re.compile(r" \d[A-Z]{2}(?![\w-])")
_UK_START = re.compile(r"(?<![\w-])[A-Z]{1,2}\d[A-Z\d]?\Z")
GERMAN = ("strase", "strasse", "weg ", "platz ", "allee ", "gasse ")     # folded
_GERMAN = re.compile(rf"\w*\.?{_S}\d{{1,4}}[a-z]?(?:,?\s\d{{4,5}}\s{_TOWN})?")
_GERMAN_START = re.compile(rf"(?<!\w)[{UPPER}][\w-]{{1,30}}\Z")


def french(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A number, a kind of street, a name; post code and town where they follow."""
    front = _NUMBER.search(text, max(0, start - 14), start)
    if front:
        back = _FRENCH.match(text, end, min(len(text), end + 110))
        if back:
            yield front.start(), _trimmed(text, back.end()), 0.8


def italian(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A kind of street, a name, a number; post code, town and province where they follow."""
    back = _ITALIAN.match(text, end, min(len(text), end + 110))
    if back:
        yield start, _trimmed(text, back.end()), 0.8


def english(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A number, capitalised words, a kind of street; flat, town, state and post code where they follow."""
    if not text[start].isupper():
        return
    front = _FRONT.search(text, max(0, start - 72), start)
    if front:
        back = _ENGLISH_TAIL.match(text, end, min(len(text), end + 90))
        yield front.start(), _trimmed(text, back.end() if back else end), 0.75


def german(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A compound that ends in a kind of street, a number; post code and town where they follow."""
    front = _GERMAN_START.search(text, max(0, start - 32), start)
    back = _GERMAN.match(text, end - (text[end - 1] == " "), min(len(text), end + 60)) if front else None
    if back:
        yield front.start(), _trimmed(text, back.end()), 0.75


def coded(text: str) -> Iterator[tuple[int, int, float]]:
    """British post codes on their own."""
    for found in _UK_END.finditer(text):
        front = _UK_START.search(text, max(0, found.start() - 5), found.start())
        if front:
            yield front.start(), found.end(), 0.6


def _trimmed(text: str, end: int) -> int:
    while end and text[end - 1] in " ,.\n\u00a0":
        end -= 1
    return end
