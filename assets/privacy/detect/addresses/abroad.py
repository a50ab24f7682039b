"""Recognisers of postal addresses of other countries: northern and eastern Europe, Turkey, India.

Belongs here: streets whose kind is no word of the five languages, behind the name (glued or apart) or before it. Not here: French,
Italian, English, Spanish and German addresses (`european`), what all share (`streets`).
"""

import re
from collections.abc import Iterator

from assets.privacy.detect.addresses.streets import PLACE, TOWNS, trimmed, whole
from assets.privacy.detect.patterns import listed
from assets.privacy.detect.people.persons import UPPER

# The kind behind the name, folded, as the last part of a word or as a word.
NORTHERN = (
    "gatan ", "vagen ", "grand ", "gata ",                              # Swedish
    "gade ", "vej ", "veien ",                                          # Danish, Norwegian
    "straat ", "laan ", "plein ", "kade ", "gracht ",                   # Dutch
    "katu ", "kuja ", " tee ", " tanav ", " mnt ",                      # Finnish, Estonian
    " iela ", " gatve ",                                                # Latvian, Lithuanian
    " utca ", " ut ", " ter ", " korut ",                               # Hungarian
    " sokak ", " sokagi ", " caddesi ", " cad. ", " sk. ",              # Turkish
    " prospekt ", " ulitsa ", " kalea ", "pl. ", " street ", " au ")
# The kind before the name.
SLAVIC = listed("""
    ul., ul, ulica, ulitsa, ulice, aleja, al., pl., plac, os., osiedle, bulevar, bul., trg, nam., namesti, tr., trida,
    str., strada, bd., calea, sos., aleea, odos""")
PLOTS = listed("house no, house no., h. no., h.no., plot no, plot no., flat no, flat no., door no, door no., ward no")
_NORTH = re.compile(r"\s?(?:Nr\.?\s|No:?\s?|n\.\s|br\.\s)?\d{1,4}(?:[-/–]\d{1,4})?(?:\s?[A-Za-z])?(?![\w%€$£]|\.\d)")
_NORTH_START = re.compile(rf"(?<![\w])(?:[{UPPER}][\w'’.-]{{0,24}}\s){{0,2}}(?:[{UPPER}][\w'’-]{{1,24}}\s?)?\Z")
_SLAV = re.compile(rf"\.?\s{PLACE},?\s(?:br\.?\s|nr\.?\s|č\.\s|No\.?\s|m\.\s)?\d{{1,4}}[a-zA-Z]?(?:\s?/\s?\d{{1,4}}[A-Za-z]?)?(?:\sm\.\s\d{{1,4}})?(?!\w)")
_PLOT = re.compile(rf"\s{{0,2}}\d{{1,5}}(?:[/-][\dA-Z]{{1,5}}){{0,3}}[A-Z]?(?:,\s(?:(?:Ward|Sector|Block|Street|Lane|Phase|Gali|"
                   rf"Road)\s(?:No\.?\s)?[\w-]{{1,12}}|{TOWNS}(?:\s\d{{3}}\s?\d{{3}})?)(?=[,.;\n)\x00]|\Z)){{0,5}}")


def northern(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Kyrkogatan 12 B, Viestura iela 17-44, Vilde tee 88a: the kind of street, then the number; only with more of an address behind."""
    end -= text[end - 1:end] in (" ", "\n")
    start += text[start].isspace()
    back = _NORTH.match(text, end, end + 24) if text[end:end + 1] == " " else None
    front = _NORTH_START.search(text, max(0, start - 40), start) if back else None
    if front and text[front.start()].isupper() and front.start() < start:
        begin, stop = whole(text, front.start(), back.end())
        if stop > back.end():
            yield begin, stop, 0.75


def slavic(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """ul. Vidovdanska br. 112/4: a kind of street of eastern Europe, a name, a number."""
    back = _SLAV.match(text, end, end + 80) if text[start].islower() or end - start > 3 else None
    if back:
        yield *whole(text, start, back.end()), 0.7


def plot(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """House No. 114, Ward No. 7, Hoshiarpur."""
    back = _PLOT.match(text, end, end + 120)
    if back:
        yield start, trimmed(text, back.end()), 0.75
