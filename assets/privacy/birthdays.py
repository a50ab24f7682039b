"""Dates of birth that no word announces: in brackets or behind a star beside a name, or beside each name of a list.

Belongs here: which full dates beside persons that were found are their birthdays. Not here: dates after a word of birth (`detect/numbers/births`).
"""

import re
from collections.abc import Sequence

from assets.privacy.detect.numbers.births import FULL_DATE
from assets.privacy.findings import settle
from assets.privacy.spans import Found, Record, Text

DETECTOR, SCORE = "beside a name", 0.65
LONGEST = 40        # characters from a name to the end of its date
_NEXT = frozenset(" ,.(*|:\t\u00a0")
_SURE = re.compile(rf"[ ,\u00a0]{{0,2}}(?:\(\s?(?:\*\s?)?({FULL_DATE})\s?\)|\*\s?({FULL_DATE})(?!\w))", re.I)
_LISTED = re.compile(rf"[ ,|:\t\u00a0]{{1,6}}({FULL_DATE})(?![\w:]|\s?,?\s\d{{1,2}}[:.h]\d\d)", re.I)
# In figures and long ago: behind a name, or all that a line says, such a date is a birth rather than a visit or a delivery.
_AGO = r"(?:19[2-9]\d|200[0-7])"
_FIGURES = rf"(?:[0-3]?\d[/.\-][0-3]?\d[/.\-]{_AGO}|{_AGO}-[01]\d-[0-3]\d)"
_BEHIND = re.compile(rf"(?:[,.] |\s?\|\s?)({_FIGURES})(?![\w/\-]|\s?,?\s\d{{1,2}}[:.h]\d\d)")
_LINE = re.compile(rf"^({_FIGURES})$", re.M)
_YEAR = re.compile(r"\d{4}|\d\d\Z")


def add_birthdays(record: Record, texts: Sequence[Text], settled: list[list[Found]]) -> None:
    """Add the dates that stand beside the persons of a record as births do. Changes `settled`."""
    for number in record.texts:
        found = birthdays(texts[number].text, settled[number]) if settled[number] else ()
        if found:
            settled[number] = settle([*settled[number], *found])


def birthdays(text: str, spans: Sequence[Found]) -> list[Found]:
    """'Anna Dekker (03.05.1961)', 'Dekker, Anna, *3.5.1961'; of a list, 'A 03/05/1961; B 12/11/1974', where the years differ: visits fall in one year.

    'Zofia Lis, 1998-11-02' and a line that says nothing but such a date of long ago count too."""
    sure, listed = [], []
    if ("19" in text or "200" in text) and any(span.type == "PERSON" for span in spans):
        sure += [found.span(1) for found in _LINE.finditer(text)]
    for span in spans:
        if span.type != "PERSON" or text[span.end:span.end + 1] not in _NEXT:
            continue
        if found := _SURE.match(text, span.end, span.end + LONGEST):
            sure.append(found.span(1) if found[1] else found.span(2))
        elif found := _BEHIND.match(text, span.end, span.end + LONGEST):
            sure.append(found.span(1))
        elif found := _LISTED.match(text, span.end, span.end + LONGEST):
            listed.append(found.span(1))
    if len({_YEAR.search(text[start:end])[0] for start, end in listed}) > 1:
        sure += listed
    return [Found(start, end, "BIRTH_DATE", DETECTOR, SCORE) for start, end in sure]
