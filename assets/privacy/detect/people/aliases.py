"""Recognisers of what somebody is also called: an alias, a nickname in quotation marks, a maiden name, a passenger's name as tickets write it.

Belongs here: the words that announce a second name. Not here: titles and introductions (`persons`), nicknames inside a name (`extents`).
Each `find` gets the joined text and one cue, and yields (start, end, score) of the name alone.
"""

import re
from collections.abc import Iterator

from assets.privacy.detect.people.givennames import PLACES, is_family, may_be_given
from assets.privacy.detect.people.kinds import CALENDAR, NAMED, ORGANISATION, STREET, THING, WORDY, any_of
from assets.privacy.detect.people.persons import NAME, SPACE, THINGS, UPPER, names
from assets.privacy.folding import fold
from assets.privacy.tagger import bits_of

# Hardly anything but a person has these.
_SURE = ("alias", "a/k/a", "nicknamed", "surnomme", "surnommee", "soprannominato", "soprannominata", "apodado", "apodada", "spitzname", "sobrenombre",
         "nom d'artiste", "nombre artistico", "nome d'arte", "kunstlername", "stage name", "le dicen", "le llaman", "lo llaman", "la llaman",
         "surnomment", "soprannome")
# Words of their own, too: they count between two names.
_BETWEEN = ("aka", "dit", "dite", "detto", "detta", "genannt", "gen.", "geheissen", "vulgo")
ALIASES = _SURE + _BETWEEN
MAIDEN = ("nee", "geborene", "geborener", "geb.", "verwitwete", "verw.", "nata", "nacida", "vedova", "ved.", "veuve", "viuda de", "epouse",
          "formerly", "ozv.")
PASSENGERS = ("mr", "mrs", "ms", "miss", "mstr", "chd", "inf", "adt")
_OPEN, _SHUT = "\"“«„‘'", "\"”»“’'"
_LINK = re.compile(rf"{SPACE}?[:,]?{SPACE}?(?:de |di |von )?")
_QUOTED = re.compile(rf"[{_OPEN}]{SPACE}?([^\W\d_][^\"”»“\n\x00,]{{0,28}}?),?{SPACE}?[{_SHUT}]")
_NAME_BEFORE = re.compile(rf"(?:{NAME}|\))[,]?{SPACE}\(?\Z")
_SHORT = re.compile(rf"([{UPPER}]{{2,4}})(?![\w'’])")
_CAPITALS = rf"[{UPPER}]{{2,}}"
_TICKET = re.compile(rf"(?<![^\W_])((?:{_CAPITALS}[ '-]){{0,3}}{_CAPITALS} ?/ ?{_CAPITALS}(?: {_CAPITALS}){{0,2}}) ?\Z")
_PARTICLE = "von der|von|van der|van den|van|zu|de la|de|du|des|di|del|della|d['’]"
_MAIDEN = re.compile(rf"{SPACE}?:?{SPACE}?((?:(?:{_PARTICLE}){SPACE}?)?)(?=[{UPPER}])")
_FORM = frozenset("passenger passengers pax passager passagere pasajero passeggero passagier name nom nome nombre traveller traveler".split())
_ALSO_WORDS = frozenset(("epouse", "formerly", "nata", "veuve", "vedova", "gen."))


def called(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name behind 'alias' and its kin, or what stands there in quotation marks."""
    if fold(text[start:end]) in _BETWEEN and not _NAME_BEFORE.search(text, max(0, start - 60), start):
        return
    at = _LINK.match(text, end).end()
    if at == end:
        return
    quoted = _QUOTED.match(text, at, min(len(text), at + 34))
    if quoted:
        words = fold(quoted[1]).split()
        if len(words) < 4 and not any_of(words, ORGANISATION | STREET):
            yield quoted.start(1), quoted.end(1), 0.7
        return
    found = names(text, at, True) if text[at:at + 1].isupper() else None
    if found:
        words = fold(text[found[0]:found[1]]).split()
        if words[0] not in PLACES and not any_of(words, CALENDAR | ORGANISATION | STREET | THING, NAMED):
            yield found[0], found[1], 0.7
    elif short := _SHORT.match(text, at):
        yield short.start(1), short.end(1), 0.6


def born(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The family name behind 'née' and its kin."""
    behind = _MAIDEN.match(text, end, min(len(text), end + 24))
    found = names(text, behind.end(), True) if behind and behind.end() > end else None
    if not found:
        return
    words = fold(text[found[0]:found[1]]).split()
    if words[0] in PLACES or words[-1] in THINGS or any_of(words, CALENDAR):
        return
    if fold(text[start:end]) in _ALSO_WORDS:
        if text[start].isupper() and not text[end:end + 2].strip().startswith(":"):
            return      # 'Veuve Clicquot' is a wine
        if not text[found[0]:found[1]].isupper() and bits_of(words[-1]) & WORDY and not is_family(words[-1]) and not may_be_given(words[-1]):
            return
    yield behind.start(1) if behind[1] else found[0], found[1], 0.7


def passenger(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A name as tickets write it: 'VAN DYKE/ANNA MRS'."""
    if text[start:end].isupper() and "/" in text[max(0, start - 30):start]:
        found = _TICKET.search(text, max(0, start - 60), start)
        if found:
            first = found.start(1)
            for word in re.findall(r"[^ /]+ (?=[^/]*/)", found[1]):
                if fold(word).strip() not in _FORM:
                    break
                first += len(word)
            yield first, found.end(1), 0.75
