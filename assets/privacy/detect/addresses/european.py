"""Recognisers of postal addresses: French, Italian, English, Spanish and German street grammars; post office boxes.

Belongs here: how each of the five languages writes a street and its number. Not here: streets of other countries (`abroad`),
what stands around any street (`streets`), the house's own shops (the catalogue lets them live).
"""

import re
from collections.abc import Iterator

from assets.privacy.detect.addresses.streets import CEDEX, EURO, FLAT, PLACE, TOWN, WORD, S, trimmed, whole
from assets.privacy.detect.nearby import EDGES
from assets.privacy.detect.patterns import listed, one_of
from assets.privacy.detect.people.persons import UPPER

# In lower case, as in talk: words, then a post code of five figures and a town.
_LOWER_WORDS = rf"{S}(?:[^\W\d_]{{1,16}}(?:[-'’][^\W\d_]{{1,16}})?,?{S}){{1,5}}?"
_LOWER_TOWN = rf"\d{{5}}{S}[^\W\d_]{{2,20}}(?:-[^\W\d_]{{2,20}}){{0,3}}(?!\w)"
_LOWER = re.compile(rf"{_LOWER_WORDS}{_LOWER_TOWN}")                                 # 12 | rue de la paix 75002 paris
_LOWER_NUMBERED = re.compile(rf"{_LOWER_WORDS}\d{{1,4}}[a-z]?,?{S}{_LOWER_TOWN}")    # via | roma 12 20121 milano

# -- French -----------------------------------------------------------------------------------------------------------------------

FRENCH = listed("""
    rue, avenue, av., ave., boulevard, bd, bd., bld, place, quai, impasse, allee, chemin, cours, square, passage,
    route, faubourg, villa, cite, sentier, esplanade, promenade, rond-point, residence, lotissement, hameau, chaussee,
    ruelle, venelle, lieu-dit, cour, cote, rang, montee, mail, clos, parvis, traverse, sente, allees, quartier, domaine""")
_NUMBER = re.compile(r"(?<![\w.,€$£/-])\d{1,4}(?:\s?(?:bis|ter|quater|[A-Da-d]))?(?:[-/]\d{1,4})?,?[ \u00a0\u202f]{1,2}\Z", re.I)
_FRENCH = re.compile(rf"{S}{PLACE}{FLAT}(?:{EURO}{CEDEX})?")
_PLACES = frozenset("lieu-dit hameau domaine résidence lotissement quartier".split())
_NAMED_PLACE = re.compile(rf"{S}{PLACE},{S}\d{{5}}{S}{TOWN}")
_NUMBERED_BEHIND = re.compile(rf"{S}{PLACE},?{S}(?:n°{S}?|nr\.?{S}?)?\d{{1,4}}(?:{S}?(?:bis|ter|[a-zA-Z]))?(?!\w)")
_CODE_BEHIND = re.compile(r"\d{4}")


def french(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A number, a kind of street, a name; post code and town where they follow."""
    front = _NUMBER.search(text, max(0, start - 14), start)
    if front:
        back = _FRENCH.match(text, end, end + 110) or _LOWER.match(text, end, end + 110)
        if back:
            yield *whole(text, front.start(), back.end()), 0.8
    elif text[start:end].lower() in _PLACES and (back := _NAMED_PLACE.match(text, end, end + 90)):
        yield start, trimmed(text, back.end()), 0.7
    elif text[end:end + 1] != "\n" and (back := _NUMBERED_BEHIND.match(text, end, end + 90)):     # Switzerland, Belgium
        begin, stop = whole(text, start, back.end())
        if stop > back.end() + 3 and _CODE_BEHIND.search(text, back.end(), stop):
            yield begin, stop, 0.75


# -- Italian ----------------------------------------------------------------------------------------------------------------------

ITALIAN = listed("""
    via, viale, piazza, piazzale, corso, largo, vicolo, strada, lungarno, lungotevere, lungofiume, borgo, galleria,
    calle, campo, fondamenta, salita, contrada, vico, rua, travessa, praca, estrada, rampa, calata, riviera, localita,
    p.za, p.zza, v.le, c.so""")
_ITALIAN = re.compile(rf"{S}{PLACE},?{S}(?:n\.?{S}?|n°{S}?|civico{S})?\d{{1,4}}(?:[ /]?[A-Za-z]\b|/\d+)?{FLAT}(?:{EURO})?")


def italian(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A kind of street, a name, a number; post code, town and province where they follow."""
    back = _ITALIAN.match(text, end, end + 110) or _LOWER_NUMBERED.match(text, end, end + 110)
    if back:
        yield *whole(text, start, back.end()), 0.8


# -- Spanish ----------------------------------------------------------------------------------------------------------------------

SPANISH = listed("""
    calle, c/, avenida, avda, avda., av., av, plaza, pza., plza., pl., paseo, pso., pso, po., pº, camino, carretera,
    ctra., ronda, travesia, glorieta, rambla, urbanizacion, callejon, cuesta, poligono, via, jr., jiron, pasaje, pje.,
    carrera, cra., muelle, boulevard, blvd., calz., calzada, prolongacion, privada, cerrada, diagonal, transversal,
    alameda, barrio, costanera, cami, carrer, placa, passeig, paseig, rua, rio, bv., bvar., lg., psje., gta., rda.""")
_SPANISH = re.compile(rf"{S}?{PLACE},?{S}(?:n[.º°]{{0,2}}{S}?|núm\.?{S}|número{S}|nave{S}|km{S}|parcela{S}|local{S}|#{S}?)?"
                      rf"(?:\d{{1,4}}(?:{S}?(?:bis|[A-D]))?\b|s/n){FLAT}(?:{EURO})?")
_LOWER_KINDS = frozenset("c/ jr. av. avda. pje. cra.".split())
_LOWER_SPANISH = re.compile(r"\s?(?:[^\W\d_]{2,16}\s){1,4}\d{1,4}(?!\w)(?:\s[^\W\d_]{4,16}(?=\s(?:frente|cerca|esquina|al)\b|[.,;)\n]|\Z))?")


def spanish(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A kind of street, a name, a number; floor, door, post code and town where they follow."""
    back = _SPANISH.match(text, end, end + 120) or _LOWER_NUMBERED.match(text, end, end + 110)
    if not back and text[start:end] in _LOWER_KINDS:
        back = _LOWER_SPANISH.match(text, end, end + 70)
    if back:
        yield *whole(text, start, back.end()), 0.8


# -- German -----------------------------------------------------------------------------------------------------------------------

# Folded, as the last part of a word.
GERMAN = ("strase ", "strasse ", "str ", "weg ", "platz ", "allee ", "gasse ", "ring ", "ufer ", "damm ", "steig ", "markt ")
_GERMAN = re.compile(rf"\.?{S}\d{{1,4}}(?:{S}?[a-h]\b)?(?:-\d{{1,4}})?(?!\w){FLAT}{EURO}?")
_GERMAN_START = re.compile(r"(?<!\w)(?:(?:Am|An|Im|In|Auf|Zum|Zur|Unter|Alte[rn]?|Neue[rn]?|Große[rn]?|Kleine[rn]?|Obere|Untere|St\.)"
                           rf"(?:\sd(?:er|en|em))?\s)?(?:[{UPPER}][\w-]{{1,30}}[\s-]?)?\Z")
_SEASONS = frozenset("spring offspring string earring".split())      # 'Spring 26' is a collection
_YEAR_ALONE = re.compile(r"\s(?:1[89]|20)\d\d")


def german(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A compound that ends in a kind of street, a number; post code and town where they follow."""
    if text[end - 1:end] not in (" ", ".", "\n", ""):
        return
    end -= 1
    back = _GERMAN.match(text, end, end + 80)
    front = _GERMAN_START.search(text, max(0, start - 44), start) if back else None
    if front and text[front.start():end].lower() in _SEASONS:
        return
    if front and text[front.start()].isupper() and not _YEAR_ALONE.fullmatch(back[0]) and (front.start() < start or text[start].isupper()):
        yield *whole(text, front.start(), back.end()), 0.75


# -- English ----------------------------------------------------------------------------------------------------------------------

ENGLISH = listed("""
    street, st, st., road, rd, rd., avenue, ave, ave., lane, ln, drive, dr, dr., court, place, square, terrace,
    gardens, crescent, mews, way, boulevard, blvd, close, row, hill, walk, grove, parkway, circle, bank, gate, yard,
    quay, rise, view, highway, hwy, route, rt, rte, trail, pike, plaza, pkwy, cir, ct, turnpike, park, green, loop,
    run, crossing, mall, broadway, parade, wynd, wharf, villas, cottages, chase, croft, esplanade, vale""")
_DIGITS = re.compile(r"\d+")
_FLAT_BEFORE = re.compile(r"(?<![\w.,€$£§-])(?:Flat|Apt\.?|Apartment|Suite|Unit)\s\w{1,5},?\s\Z")
_FRONT = re.compile(rf"(?<![\w.,€$£§-])\d{{1,5}}(?:[-–/]\d{{1,4}})?[A-Za-z½]?,?{S}(?!(?i:of|the)\b)(?:[NSEW]\.?{S})?"
                    rf"(?:(?:{WORD}|of|the|\d{{1,3}}(?:st|nd|rd|th)){S}){{1,4}}\Z")
_YEAR = re.compile(r"(?:1[89]|20)\d\d\s")
_CODE = r"(?:[A-Z]{2}\s\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b)"       # a state and its zip code, a British post code
_ENGLISH_TAIL = re.compile(
    rf"\.?(?:(?<=Road)\s\d{{1,4}}\b|\s(?:West|East|North|South)\b)?(?:,?\s(?:Apt\.?|Apartment|Suite|Unit|Flat|Floor|#)\s?\w{{1,5}})?"
    rf"(?:(?:[,\n]\s?{TOWN}){{0,2}}?,?\s{{1,2}}{_CODE}|(?:,(?!\s?{TOWN}\s?:)|\n(?![^\n\x00,;.–-]{{1,30}}:))\s?{TOWN}(?:,\s[A-Z]{{2}}\b)?)?")
# As transcripts write it: lower case, no commas, a state and a zip code at the end.
STATES = one_of("al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd tn tx ut "
                 "vt va wa wv wi wy dc")
_NO_STREET = one_of("bis ter minutes? mins? hours? days? years? miles? blocks? steps? the my a an in on to at of by from and or i is for with people "
                    "persons? points? dollars? long times? more per pizzas? large small medium")
_SPOKEN_FRONT = re.compile(rf"(?<![\w.,€$£/-])\d{{1,5}}(?: [a-d])?,? (?:[nsew] |us )?(?:(?!{_NO_STREET}\b)[a-z]{{2,16}} ){{0,4}}\Z", re.I)
_SPOKEN_TAIL = re.compile(rf"\.?(?: \d{{1,4}}[a-z]?(?= ))?(?:,? (?:apt|apartment|suite|unit|flat|floor|ch|no)\.? ?\w{{1,5}}\b)?"
                          r"(?:,?(?: in| on)?(?: the)? (?:penthouse|basement|attic|lobby|(?:ground|top|first|second|third) floor)\b)?"
                          rf"(?:,?(?: [a-z]{{2,20}}\b){{0,3}}?,? {STATES},?(?: \d{{4,6}}(?:-\d{{4}})?)?(?!\w))?", re.I)
_NUMBERED = frozenset("hwy highway rt rte route".split())       # 'rt 59'
_ROAD_NUMBER = re.compile(r" \d{1,4}\b")
_TELLING = _NUMBERED | frozenset("street st road rd avenue ave lane ln boulevard blvd ct circle cir pkwy parkway terrace".split())
_ONLY_WITH_TOWN = frozenset("way place drive dr court".split())     # which are words, too
_TITLES = frozenset("dr ct st".split())                             # '3, Dr Smith' is none
_COMMA = re.compile(r"\d+[^\s\d]?,")


def english(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A number, words, a kind of street; flat, town, state and post code where they follow. In lower case only surer streets count."""
    kind = text[start:end].rstrip(".").lower()
    if text[start].isupper() and (front := _numbered(_FRONT, text, start - 72, start)) and not (kind in _TITLES and _COMMA.match(front[0])):
        back = _ENGLISH_TAIL.match(text, end, end + 90)
        if not back[0] and _YEAR.match(front[0]):
            return
        flat = _FLAT_BEFORE.search(text, max(0, front.start() - 20, start - 72), front.start())
        yield *whole(text, flat.start() if flat else front.start(), back.end()), 0.75
    elif (kind in _TELLING or kind in _ONLY_WITH_TOWN) and (front := _numbered(_SPOKEN_FRONT, text, start - 64, start)):
        if kind in _TITLES and _COMMA.match(front[0]) or not (_ROAD_NUMBER.match(text, end) if kind in _NUMBERED else front[0].count(" ") > 1):
            return
        back = _SPOKEN_TAIL.match(text, end, end + 72)
        if kind in _TELLING or back.end() > end + 3 or text[end:end + 1] in EDGES and text[max(0, front.start() - 1):front.start()] in EDGES:
            yield *whole(text, front.start(), back.end()), 0.6


UNITS = ("unit", "apt", "apt.", "apartment", "suite", "ste", "ste.", "flat")
_UNIT = re.compile(r"\s?#?\s?(?=[\w-]{0,4}\d)[\w-]{1,5}(?![\w-])")
_COMPASS = re.compile(rf"(?<![\w.,€$£§-])\d{{2,5}} [NSEW]\.? (?:[{UPPER}][\w'’-]{{2,20}} ?){{1,3}},? ?\Z")
_TURN_BEGINS = re.compile(r"(?:\A|[\n\x00])(?:[^\n:\x00]{1,24}: )?\Z")
_FLATS = frozenset("apt apt. apartment flat ste ste.".split())      # a 'Unit 3' or a 'Suite 5' alone may be a chapter, or music


def unit(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A flat that fills a line ('Unit #9'), or stands behind a house number and its street without a kind: '5500 N. Figueroa, Ste. 210'."""
    found = _UNIT.match(text, end, min(len(text), end + 10))
    if not found:
        return
    street = _COMPASS.search(text, max(0, start - 72), start)
    if street:
        yield *whole(text, street.start(), found.end()), 0.7
    elif (text[start:end].lower() in _FLATS or "#" in found[0]) and text[found.end():found.end() + 1] in EDGES \
            and _TURN_BEGINS.search(text, max(0, start - 26), start):
        yield start, found.end(), 0.6


def _numbered(form: re.Pattern, text: str, low: int, start: int) -> re.Match | None:
    """What a form takes from a number in text[low:start] to the kind of street that begins at `start`."""
    for run in _DIGITS.finditer(text, max(0, low), start):
        if found := form.match(text, run.start(), start):
            return found
    return None


# -- boxes ------------------------------------------------------------------------------------------------------------------------

BOXES = listed("""
    po box, p.o. box, post office box, boite postale, b.p., bp, casella postale, c.p., apartado de correos, apartado,
    apdo., postfach""")
_BOX = re.compile(rf"\.?\s(?:no\.?\s|n°\s?|num\.?\s)?\d{{1,6}}(?: \d\d){{0,3}}(?!\w)(?:{EURO}{CEDEX}|,?\s{WORD}\s\d\d(?!\w))?")


def box(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A post office box; post code and town where they follow."""
    found = _BOX.match(text, end, end + 72)
    if found and (end - start > 3 or text[start].isupper()):
        yield *whole(text, start, found.end()), 0.75
