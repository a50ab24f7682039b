"""An address takes along what its own line says of it, and nothing that somebody says."""

import pytest

from assets.privacy.known import Known
from assets.privacy.premises import lengthen_addresses
from assets.privacy.spans import Found, Record, Text


def reached(marked, names=()):
    """What an address reaches that was found between « and »; people are called by `names`."""
    start, end = marked.index("«"), marked.index("»") - 1
    text = marked.replace("«", "").replace("»", "")
    people = [Found(text.index(name), text.index(name) + len(name), "PERSON", "test", 1.0) for name in names]
    settled = [sorted([*people, Found(start, end, "ADDRESS", "test", 1.0)], key=lambda span: span.start)]
    lengthen_addresses(Record(b"0" * 16, (), "en", [0]), [Text(0, text)], settled)
    (one,) = [span for span in settled[0] if span.type == "ADDRESS"]
    return text[one.start:one.end]


@pytest.mark.parametrize("marked, whole", [
    ("C: Garth «House, 3 Mill Lane, Ludlow»", "Garth House, 3 Mill Lane, Ludlow"), ("> The Old Forge, «11 Haugh Lane, Hexham»\nok", "The Old Forge, 11 Haugh Lane, Hexham"),
    ("Client: «14 rue des Tanneurs», Bâtiment B, 37000 Tours\nmerci", "14 rue des Tanneurs, Bâtiment B, 37000 Tours"), ("«Pasaje Boldos 2240», Ñuñoa", "Pasaje Boldos 2240, Ñuñoa"),
    ("À bord : péniche Aube, amarrage 6, «78700 Conflans-Ste»-Honorine.", "péniche Aube, amarrage 6, 78700 Conflans-Ste-Honorine"),
    ("Anotá: «Pje. Los Ceibos 348», timbre 2, B1876 Bernal. La pizza", "Pje. Los Ceibos 348, timbre 2, B1876 Bernal"),
    ("To: the house behind the church, «12 Mill Lane, Ludlow»\nok", "the house behind the church, 12 Mill Lane, Ludlow"),
    ("To: Rose Cottage, «12 Mill Lane, Oxford»", "Rose Cottage, 12 Mill Lane, Oxford"), ("County Rd 512 mile marker 4, «Fellsmere FL 32948»", "County Rd 512 mile marker 4, Fellsmere FL 32948")])
def test_the_house_before_and_the_place_behind_belong_to_it(marked, whole):
    assert reached(marked) == whole


def test_whoever_lives_there_does_not():
    assert reached("To: Ada Zwxquin, Glebe «Cottage, Station Road, Ardgay»", ["Ada Zwxquin"]) == "Glebe Cottage, Station Road, Ardgay"


@pytest.mark.parametrize("marked", ["I live at «12 High Street, Oxford» and work there", "The House of Silk is at «12 High Street, Oxford». Please come", "it goes to «12 High Street», thanks a lot",
                                    "To: Marek Import s.r.o., «Nádražní 112, 702 00 Ostrava»", "«3 rue des Lices, Rennes», 1 July, ten", "«Seestrasse 441, 8038 Zürich», Applicant, and",
                                    "«22 Saltmarsh Terrace, Whitby», three bedrooms, built in 1934", "boiler off again, «Flat 14, Gasworks Yard»", "«221 Baker Street, London», Tel: 020", "note: I left it with the neighbour, «12 High Street, Oxford»", "We moved. «12 High Street, Oxford»"])
def test_what_somebody_says_around_it_does_not(marked):
    assert reached(marked) == marked[marked.index("«") + 1:marked.index("»")]


def test_what_stays_and_what_is_sold_is_no_part_of_an_address():
    text = "Visit us: Solenza Tower, 12 Oak Street, Springfield"
    stays = Known("solenza tower", "KEEP", "catalogue", None, None, None)
    for known, begin in (((), 10), ((stays,), 25)):
        settled = [[Found(25, len(text), "ADDRESS", "test", 1.0)]]
        lengthen_addresses(Record(b"0" * 16, known, "en", [0]), [Text(0, text)], settled)
        assert settled[0][0].start == begin
    assert reached("Item: Blue Tote, «12 Oak Street, Springfield»") == "12 Oak Street, Springfield"
    assert reached("Glebe « 12 Oak Way»") == " 12 Oak Way"
