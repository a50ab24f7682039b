"""Recognisers of postal addresses: French, Italian, English, Spanish and German street grammars, with town and post code; boxes.

Belongs here: what a written address looks like. Not here: the house's own shops (the catalogue lets them live).
"""

import re
from collections.abc import Iterator

from assets.privacy.detect.persons import UPPER

_S = "[ \u00a0\u202f]"
_WORD = rf"(?:(?:Ste?|Mt|Dr|Gen|Gal|[{UPPER}])\.|(?:[dDlL]['’])?[{UPPER}][^\W\d_]*(?:[-'’][^\W\d_]+)*)"
_LINK = r"(?:de|du|des|d['’]|la|le|les|l['’]|aux?|et|sur|sous|en|à|del|della|delle|dei|degli|dell['’]|di|da|dal|dalla|al|alla|san|santa|sant['’]|a)"
_PLACE = rf"(?:{_LINK}{_S}?){{0,3}}(?:{_WORD}|\d{{1,2}}(?:er|ème|e)?)(?:{_S}(?:{_LINK}{_S}?){{0,3}}{_WORD}){{0,3}}"
_TOWN = rf"{_WORD}(?:[ -](?:{_LINK}[ -]?)?{_WORD}){{0,2}}"
_FLOOR = (r"(?:appt?\.?|appartement|apt\.?|bât(?:iment)?\.?|esc(?:alier)?\.?|étage|interno|int\.?|scala|sc\.?|piano|piso|puerta|portal|"
          r"bajo|izq\.?|dcha\.?|\d{1,2}[.ºª°](?:\s?(?:[A-Da-d]|izq|dcha)\b)?|Whg\.?|Wohnung|Etage|OG|EG|Hinterhaus)")
_FLAT = rf"(?:,?\s{_FLOOR}(?:\s[A-Za-z]?\d{{1,4}}[A-Za-z]?\b|\s[A-D]\b)?){{0,3}}"
_EURO = rf"(?:\s?[,\n–-]?\s{{0,2}}(?:(?:F|I|CH|IT|FR|D|A|E|B|L)-)?\d{{4,5}},?{_S}+{_TOWN}(?:{_S}?\([A-Z]{{2}}\)|{_S}[A-Z]{{2}}\b)?)"
_CEDEX = r"(?: cedex(?: \d{1,2})?)?"


def _listed(words: str) -> tuple[str, ...]:
    return tuple(" ".join(word.split()) for word in words.split(","))


FRENCH = _listed("""
    rue, avenue, av., ave., boulevard, bd, bd., bld, place, quai, impasse, allee, chemin, cours, square, passage,
    route, faubourg, villa, cite, sentier, esplanade, promenade, rond-point, residence, lotissement, hameau, chaussee,
    ruelle, venelle, lieu-dit""")
ITALIAN = _listed("""
    via, viale, piazza, piazzale, corso, largo, vicolo, strada, lungarno, lungotevere, lungofiume, borgo, galleria,
    calle, campo, fondamenta, salita, contrada, p.za, p.zza, v.le, c.so""")
ENGLISH = _listed("""
    street, st, st., road, rd, rd., avenue, ave, ave., lane, ln, drive, dr, dr., court, place, square, terrace,
    gardens, crescent, mews, way, boulevard, blvd, close, row, hill, walk, grove, parkway, circle, bank, gate, yard,
    quay, rise, view, highway, hwy, route, rt, rte, trail, pike, plaza, pkwy, cir, ct, turnpike, park, green, loop,
    run, crossing, mall, broadway""")
SPANISH = _listed("""
    calle, c/, avenida, avda, avda., av., plaza, pza., paseo, pso., camino, carretera, ctra., ronda, travesia,
    glorieta, rambla, urbanizacion, callejon, cuesta, poligono, via""")
BOXES = _listed("""
    po box, p.o. box, post office box, boite postale, b.p., bp, casella postale, c.p., apartado de correos, apartado,
    apdo., postfach""")
_NUMBER = re.compile(r"(?<![\w.,€$£/-])\d{1,4}(?:\s?(?:bis|ter|quater|[A-Da-d]))?(?:[-/]\d{1,4})?,?[ \u00a0\u202f]{1,2}\Z", re.I)
_FRENCH = re.compile(rf"{_S}{_PLACE}{_FLAT}(?:{_EURO}{_CEDEX})?")
_BOX = re.compile(rf"\.?\s(?:no\.?\s|n°\s?|num\.?\s)?\d{{1,6}}(?: \d\d){{0,3}}(?!\w){_EURO}?{_CEDEX}")
_ITALIAN = re.compile(rf"{_S}{_PLACE},?{_S}(?:n\.?{_S}?|n°{_S}?|civico{_S})?\d{{1,4}}(?:[ /]?[A-Za-z]\b|/\d+)?{_FLAT}(?:{_EURO})?")
_SPANISH = re.compile(rf"{_S}?{_PLACE},?{_S}(?:n[.º°]{{0,2}}{_S}?|núm\.?{_S}|número{_S})?(?:\d{{1,4}}(?:{_S}?(?:bis|[A-D]))?\b|s/n){_FLAT}(?:{_EURO})?")
_FRONT = re.compile(rf"(?<![\w.,€$£/-])(?:(?:Flat|Apt\.?|Apartment|Suite|Unit)\s\w{{1,5}},?\s)?\d{{1,5}}[A-Za-z]?,?{_S}(?:[NSEW]\.?{_S})?"
                    rf"(?:(?:{_WORD}|of|the|\d{{1,3}}(?:st|nd|rd|th)){_S}){{1,4}}\Z")
UK_CODE = r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b"
_CODE = rf"(?:[A-Z]{{2}}\s\d{{5}}(?:-\d{{4}})?|{UK_CODE})"
_ENGLISH_TAIL = re.compile(
    rf"\.?(?:,?\s(?:Apt\.?|Apartment|Suite|Unit|Flat|Floor|#)\s?\w{{1,5}})?"
    rf"(?:(?:[,\n]\s?{_TOWN}){{0,2}}?,?\s{{1,2}}{_CODE}|[,\n]\s?{_TOWN}(?:,\s[A-Z]{{2}}\b)?)?")
# Folded, as the last part of a word.
GERMAN = ("strase ", "strasse ", "str ", "weg ", "platz ", "allee ", "gasse ", "ring ", "ufer ", "damm ", "steig ", "markt ")
_GERMAN = re.compile(rf"\.?{_S}\d{{1,4}}(?:{_S}?[a-h]\b)?(?:-\d{{1,4}})?(?!\d){_FLAT}{_EURO}?")
_GERMAN_START = re.compile(r"(?<!\w)(?:(?:Am|An|Im|In|Auf|Zum|Zur|Unter|Alte[rn]?|Neue[rn]?|Große[rn]?|Kleine[rn]?|Obere|Untere|St\.)"
                           rf"(?:\sd(?:er|en|em))?\s)?(?:[{UPPER}][\w-]{{1,30}}[\s-]?)?\Z")
_YEAR = re.compile(r"(?:1[89]|20)\d\d\s")
_YEAR_ALONE = re.compile(r"\s(?:1[89]|20)\d\d")
# As transcripts write it: lower case, no commas, a state and a zip code at the end.
_STATES = (r"(?:al|ak|az|ar|ca|co|ct|de|fl|ga|hi|id|il|in|ia|ks|ky|la|me|md|ma|mi|mn|ms|mo|mt|ne|nv|nh|nj|nm|ny|nc|nd|oh|ok|or|pa|ri|sc|sd|tn|tx|ut|vt|"
           r"va|wa|wv|wi|wy|dc)")
_NO_STREET = (r"(?:bis|ter|minutes?|mins?|hours?|days?|years?|miles?|blocks?|steps?|the|my|a|an|in|on|to|at|of|by|from|and|or|i|is|for|with|"
              r"people|persons?|points?|dollars?|long|times?|more|per|pizzas?|large|small|medium)")
_SPOKEN_FRONT = re.compile(rf"(?<![\w.,€$£/-])\d{{1,5}}(?: [a-d])?,? (?:[nsew] |us )?(?:(?!{_NO_STREET}\b)[a-z]{{2,16}} ){{0,4}}\Z", re.I)
_SPOKEN_TAIL = re.compile(rf"\.?(?: \d{{1,4}}[a-z]?(?= ))?(?:,? (?:apt|apartment|suite|unit|flat|floor|ch|no)\.? ?\w{{1,5}}\b)?"
                          r"(?:,?(?: in| on)?(?: the)? (?:penthouse|basement|attic|lobby|(?:ground|top|first|second|third) floor)\b)?"
                          rf"(?:,?(?: [a-z]{{2,20}}\b){{0,3}}?,? {_STATES},?(?: \d{{4,6}}(?:-\d{{4}})?)?(?!\w))?", re.I)
_NUMBERED = frozenset("hwy highway rt rte route".split())       # 'rt 59'
_ROAD_NUMBER = re.compile(r" \d{1,4}\b")
_TELLING = _NUMBERED | frozenset("street st road rd avenue ave lane ln boulevard blvd ct circle cir pkwy parkway terrace".split())
_ALSO_WORDS = frozenset("way place drive dr court".split())     # only with a town and state behind
_LOWER_WORDS = rf"{_S}(?:[^\W\d_]{{1,16}}(?:[-'’][^\W\d_]{{1,16}})?,?{_S}){{1,5}}?"
_LOWER_TOWN = rf"\d{{5}}{_S}[^\W\d_]{{2,20}}(?:-[^\W\d_]{{2,20}}){{0,3}}(?!\w)"
_LOWER = re.compile(rf"{_LOWER_WORDS}{_LOWER_TOWN}")                                  # 12 | rue de la paix 75002 paris
_LOWER_NUMBERED = re.compile(rf"{_LOWER_WORDS}\d{{1,4}}[a-z]?,?{_S}{_LOWER_TOWN}")    # via | roma 12 20121 milano


def french(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A number, a kind of street, a name; post code and town where they follow."""
    front = _NUMBER.search(text, max(0, start - 14), start)
    if front:
        back = _FRENCH.match(text, end, min(len(text), end + 110)) or _LOWER.match(text, end, min(len(text), end + 110))
        if back:
            yield front.start(), _trimmed(text, back.end()), 0.8


def italian(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A kind of street, a name, a number; post code, town and province where they follow."""
    back = _ITALIAN.match(text, end, min(len(text), end + 110)) or _LOWER_NUMBERED.match(text, end, min(len(text), end + 110))
    if back:
        yield start, _trimmed(text, back.end()), 0.8


def english(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A number, words, a kind of street; flat, town, state and post code where they follow. In lower case only surer streets count."""
    if text[start].isupper():
        front = _FRONT.search(text, max(0, start - 72), start)
        if front:
            back = _ENGLISH_TAIL.match(text, end, min(len(text), end + 90))
            if _YEAR.match(front[0]) and not (back and back[0]):
                return
            yield front.start(), _trimmed(text, back.end() if back else end), 0.75
            return
    kind = text[start:end].rstrip(".").lower()
    front = _SPOKEN_FRONT.search(text, max(0, start - 64), start) if kind in _TELLING or kind in _ALSO_WORDS else None
    if front and (_ROAD_NUMBER.match(text, end) if kind in _NUMBERED else front[0].count(" ") > 1):
        back = _SPOKEN_TAIL.match(text, end, min(len(text), end + 72))
        if kind in _TELLING or back.end() > end + 3:
            yield front.start(), _trimmed(text, back.end()), 0.6


def spanish(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A kind of street, a name, a number; floor, door, post code and town where they follow."""
    back = _SPANISH.match(text, end, min(len(text), end + 120)) or _LOWER_NUMBERED.match(text, end, min(len(text), end + 110))
    if back:
        yield start, _trimmed(text, back.end()), 0.8


def german(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A compound that ends in a kind of street, a number; post code and town where they follow."""
    end -= text[end - 1:end] in (" ", ".", "\n", "")
    back = _GERMAN.match(text, end, min(len(text), end + 80))
    front = _GERMAN_START.search(text, max(0, start - 44), start) if back else None
    if front and text[front.start()].isupper() and not _YEAR_ALONE.fullmatch(back[0]) and (front.start() < start or text[start].isupper()):
        yield front.start(), _trimmed(text, back.end()), 0.75


def box(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A post office box; post code and town where they follow."""
    found = _BOX.match(text, end, min(len(text), end + 72))
    if found and (end - start > 3 or text[start].isupper()):
        yield start, _trimmed(text, found.end()), 0.75


def _trimmed(text: str, end: int) -> int:
    while end and text[end - 1] in " ,.\n\u00a0":
        end -= 1
    return end
