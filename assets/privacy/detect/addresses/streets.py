"""What a written address is made of: names of streets and towns, post codes, and what stands before and behind a street.

Belongs here: the parts that every country's grammar shares, and an address with all that belongs to it. Not here: the grammars
(`european`, `abroad`).
"""

import re

from assets.privacy.detect.patterns import one_of
from assets.privacy.detect.people.persons import UPPER

S = "[ \u00a0\u202f]"
WORD = rf"(?:(?:Ste?|Sta|Sto|Mt|Dr|Gen|Gal|Gral|Tte|Pdte|Cnel|Mgr|Pr|[{UPPER}])\.|(?:[dDlL]['’])?[{UPPER}][^\W\d_]*(?:[-'’][^\W\d_]+)*)"
LINK = one_of("de du des d['’] la le les los las el do da dos das l['’] aux? et sur sous en à del della delle dei degli dell['’] di dal dalla al "
              "alla san santa sant['’] a")
PLACE = rf"(?:{LINK}{S}?){{0,3}}(?:{WORD}|\d{{1,2}}(?:er|ème|e)?)(?:{S}(?:{LINK}{S}?){{0,3}}{WORD}){{0,3}}"
TOWN = rf"{WORD}(?:[ -](?:{LINK}[ -]?)?{WORD}){{0,2}}"
# Behind the number of a house: the flat, the stairs, the floor.
_FLOOR = r"\d{1,2}(?:\.?[ºª°]|\.)(?:\s?(?:[A-Da-d]|izqda|izda|izq|dcha)\b)?|" + one_of(
    r"appt?\.? appartement apt\.? bât(?:iment)?\.? esc(?:alier)?\.? étage "
    r"interno int\.? scala sc\.? piano "
    r"piso puerta portal bajo izq\.? dcha\.? "
    r"Whg\.? Wohnung Etage OG EG Hinterhaus")
FLAT = rf"(?:,?\s(?:{_FLOOR})(?:\s[A-Za-z]?\d{{1,4}}[A-Za-z]?\b|\s[A-D]\b)?){{0,3}}"
# A post code before its town, with a country or a province.
EURO = rf"(?:\s?[,\n–-]?\s{{0,2}}(?:(?:F|I|CH|IT|FR|D|A|E|B|L)-)?\d{{4,5}},?{S}+{TOWN}(?:{S}?\([A-Z]{{2}}\)|{S}[A-Z]{{2}}\b)?)"
CEDEX = r"(?: cedex(?: \d{1,2})?)?"

# -- around any street ------------------------------------------------------------------------------------------------------------

# Before it: the house by its name, the flat, the floor.
_HOUSES = one_of(
    r"Flat Unit Apartment Apt\.? Suite House Office Room Shop Ground\sFloor First\sFloor Top\sFloor "
    r"Résidence résidence Château Chalet Domaine Manoir Ferme Bât(?:iment|\.) bât(?:iment|\.) Apt apt "
    r"Villa Cascina Palazzo Finca Masía Edificio Edif\. Torre Urb\. Depto\.? depto\.? Hinterh\w* hinterh\w*")
_HOUSE = re.compile(rf"(?:(?:{_HOUSES}|\d{{1,2}}(?:st|nd|rd|th)\sFloor)(?:\s[\w.'’-]{{1,20}}){{0,5}},\s(?:[Bb]ât\.\s\w{{1,3}},\s)?)+\Z")
# Behind it: pieces of the house, each with its number or letter.
_PART = one_of(
    "flat apt appt apartment app unit floor fl suite room block ward sector "
    "bât bat bâtiment bte boîte étage esc "
    "int interno scala sc sala lok "
    "piso pta puerta dpto depto dep chalet bloque blq bl portal nave parcela local oficina of escalera entrada casa lote mz manzana torre planta hs km "
    "top aufg stiege tür whg wohnung et etage og lgh kv m d")
_SIDE = one_of("izda izq dcha dch bajo ático atico entlo sur norte pte rez-de-chaussée rdc")
_PIECES = re.compile(
    rf"(?:(?:,\s{{0,2}}|[ ]|\s?[–-]\s)(?:"
    rf"(?i:{_PART})\.?\s?(?:n[.º°]{{1,2}}\s?|no\.?\s|#)?(?:[A-Z]|[\dA-Z#][\dA-Z/#\-]{{0,6}})\b[.ºª°]{{0,2}}"        # piso 3, apt. 4B
    r"|\d{1,2}\s?[.]?[ºª°][.]?(?:\s?(?:izq|dcha|dch|izda|iz|int|p|[A-H1-9])\b[.ªº]{0,2})?"                          # 3.º izq.
    r"|[\"“][A-Z][\"”]"
    rf"|(?i:{_SIDE})\b\.?"
    r"|\d{1,2}e?r?\s(?:étage|etage|g|d)\b\.?"
    r"|\d{1,2}n\s\d[ªa]"                                                                                            # 2n 1a
    r"|# ?\d{1,4}[A-Z]?(?:\s[A-Z])?(?:\s?-\s?\d{1,4})?"                                                             # # 40 - 12
    r"|s/n))+")
# Behind that: post code and town, town alone, post code alone, something in brackets.
_NO_TOWN = r"(?!T[ée]l|Fax|GSM|Mobile|E-?mail|Mail|Correo|Phone|Applicant|Respondent|Attn|Dear|Monsieur|Madame|HECHOS)"
TOWNS = rf"{_NO_TOWN}{WORD}(?:[ -](?:{LINK}[ -]?)?{WORD}){{0,4}}"
_CODE = (r"(?:(?:[A-Z]{1,2}[-–\s]{1,3})?(?:\d{2}[ .]\d{3}|\d{3} \d{2}|\d{4,6}|\d{4} [A-Z]{2}|\d{2}-\d{3}|\d{4}-\d{3})|C\.?P\.?:?\s?\d{4,6}|"
         r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d)")
_BRACKET = r"\s?\([^()\n\x00]{2,20}\)"
_AFTER = re.compile(
    rf"(?:(?:[,\n]|\s[–/-]|\sà|\sin)?\s{{0,2}}{_CODE},?[ ]{TOWNS}(?:{_BRACKET})?(?:\s?[cC][éeEÉ]dex(?:\s\d{{1,2}})?)?"
    rf"|(?:,|\s[–/-]|\n(?![^\n\x00,;.–-]{{1,30}}:))\s{{0,2}}(?:Col\.\s|Barrio\s|barrio\s|Urb\.\s|loc\.\s)?"
    rf"{TOWNS}(?:\s{_CODE}|\s\d{{4,5}}|\s[NSEW]{{1,2}}\d{{1,2}}(?!\w))?"
    rf"(?:{_BRACKET})?(?=\s?[.,;)?!\"»\]]|\s*[\n\x00]|\s*\Z)"
    rf"|,\s{{0,2}}{_CODE}(?!\w)"
    r"|\s\([A-ZÀ-Ý][^()\n\x00]{2,20}\))")
_NOTHING = frozenset((".", ";", "!", "?", ")", "\x00", ""))      # behind a street, what none of these begins with


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """An address with its house and flat, its post code and town, from the street and number that gave it away."""
    limit = min(len(text), end + 90)
    for _ in range(2):
        known = end
        pieces = _PIECES.match(text, end, limit) if text[end:end + 1] not in _NOTHING else None
        end = pieces.end() if pieces else end
        for _ in range(2):
            after = _AFTER.match(text, end, limit) if text[end:end + 1] not in _NOTHING else None
            if not after:
                break
            end = after.end()
        if end == known:
            break
    house = _HOUSE.search(text, max(0, start - 60), start) if text[max(0, start - 2):start] == ", " else None
    return house.start() if house else start, trimmed(text, end)


def trimmed(text: str, end: int) -> int:
    """The end of an address without marks that merely follow it."""
    while end and text[end - 1] in " ,.\n\u00a0":
        end -= 1
    return end
