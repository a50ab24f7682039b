"""Dates of birth that no word announces: beside a name in brackets, behind a star, in a list of persons; and dates that are none."""

import pytest

from assets.privacy.birthdays import birthdays
from assets.privacy.spans import Found


def found(marked):
    """The birthdays of a text in which names stand in braces."""
    text, spans = "", []
    for at, piece in enumerate(marked.replace("}", "{").split("{")):
        if at % 2:
            spans.append(Found(len(text), len(text) + len(piece), "PERSON", "test", 1.0))
        text += piece
    return [text[one.start:one.end] for one in birthdays(text, spans)]


@pytest.mark.parametrize(("text", "dates"), [
    ("1. {Hamid Rezai} (01.02.1983), 2. {Leila Rezai} (19.07.1985), all of Iranian nationality", ["01.02.1983", "19.07.1985"]),
    ("Mme {ODIN Fatiha} (17/09/1962), adressée par le Dr {Roussel}", ["17/09/1962"]),
    ("Kinder: {Mia} (7. Juni 2012), {Jonas} (24. Februar 2015)", ["7. Juni 2012", "24. Februar 2015"]),
    ("Frau {Yilmaz, Ayse}, *22.03.1963, die sich bei uns vorstellte", ["22.03.1963"]),
    ("{Johann Klein}, * 17. 8. 1843 Kusel", ["17. 8. 1843"]),
    ("bed 4, {Achebe} (23.06.38), nil by mouth", ["23.06.38"]),
    ("Atleti: {Bianchi Leo} 14/01/2011; {Hoxha Erion} 02/07/2012", ["14/01/2011", "02/07/2012"]),
    ("Complainant: {Zofia Lis}, 1998-11-02.", ["1998-11-02"]), ("{Mira Roz Huen}. 17.06.1997. Pasaje 3", ["17.06.1997"]),
    ("{hassan}\n8110\n11/11/1974\nwhy so many questions", ["11/11/1974"]),
    ("{Sergiu Moldovan} | 12-APR-1976 | x\n{Kyaw Min} | 02-SEP-1990 | y", ["12-APR-1976", "02-SEP-1990"])])
def test_a_full_date_beside_a_name_is_a_birthday(text, dates):
    assert found(text) == dates


@pytest.mark.parametrize("text", [
    "{Dupont} 12/03/2024; {Martin} 13/03/2024", "{Dekker} 04/16/2001 06:48 PM\n{Moreau} 05/17/2002 07:10 AM", "{Anna Dekker} 12/03/1961 came in", "{Anna Dekker} (page 12.3)",
    "{Anna Dekker} (1961)", "{Anna Dekker}, 12/03/2019", "{Anna Dekker}, 12/03/1998 10:30", "11/11/1974\nno name here", "{anna}\n11/11/2021", "{Anna Dekker}", ""])
def test_a_visit_a_mail_and_a_page_are_none(text):
    assert found(text) == []
