"""Recognisers of persons in what machines write: fields called after a name, exported chats, names before a telephone number.

Belongs here: names that stand where a format puts them. Not here: heads of messages (`messages`), files and folders (`filenames`), accounts (`access`).
Each `find` gets the joined text and one cue, `beside_phone` a run of digits; all yield (start, end, score) of the name alone.
"""

import re
from collections.abc import Iterator

from assets.privacy.detect.nearby import CALL, EDGES, Run
from assets.privacy.detect.numbers.phones import phone
from assets.privacy.detect.people.givennames import PLACES
from assets.privacy.detect.people.goods import HOUSES
from assets.privacy.detect.people.kinds import NAMED, OFFICIAL, ORGANISATION, WORDY, any_of
from assets.privacy.detect.people.persons import UPPER, is_stop
from assets.privacy.folding import fold
from assets.privacy.tagger import bits_of

# Names of fields that hold nothing but a name.
FIELDS = ("fn", "ln", "gn", "sn", "cn", "fname", "lname", "firstname", "lastname", "givenname", "familyname", "fullname", "surname", "forename", "first name",
          "last name", "given name", "family name", "full name", "prenom", "vorname", "nachname", "cognome", "apellido", "apellidos", "attn", "pax")
_SHORT = frozenset("fn ln gn sn cn".split())      # which stand for other things, too
_OPENS = frozenset(("", *" \n\x00\t\"'{<?&,;([|"))
_WORD = r"[^\W\d_](?:[^\W\d_]|['’.-](?=[^\W\d_]))*\.?"
_HELD = re.compile(rf"[\"']?\s?(?:=|:|>)\s?[\"'«]?({_WORD}(?:[ ,/]{{1,2}}{_WORD}){{0,3}})(?=\s?(?:[\"'»&<,;|)}}\]\n\x00]|\Z))")
_STAMP = re.compile(r"(?:\[\d[\d./:,\- ]{6,21}(?: ?[APap]\.?[Mm]\.?)?\]|\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?: ?[APap]\.?[Mm]\.?)? -) ~? ?")
_LOGGED = re.compile(r"\[?\d{4}-\d\d-\d\d")
_LONGEST_HEAD = 64
_LABEL = re.compile(rf"({_WORD}(?: {_WORD}){{0,2}})\Z")
_ROLES = frozenset("""
    agent client customer cust user visitor guest bot support system admin advisor adviser caller rep operator assistant me you moi vous io lei yo ich sie
    conseiller conseillere cliente utente kunde kundin berater beraterin""".split())
_NAME_WORD = rf"[{UPPER}][^\W\d_]+(?:[-'’][^\W\d_]+)*"
_NAME_THEN = re.compile(rf"(?:\A|[\n\x00]|[.!?:;|] )({_NAME_WORD}(?: {_NAME_WORD}){{0,2}})(?:,| -| –|:)? \(?\Z")


def field(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """What a field called after a name holds: 'fn=Ann&', '"ln": "Fox"', '<surname>Fox<'."""
    found = _HELD.match(text, end, min(len(text), end + 72)) if text[max(0, start - 1):start] in _OPENS else None
    if not found:
        return
    words, small = fold(found[1]).split(), found[1][0].islower()
    known = any_of(words, NAMED)
    if all(map(_word, words)) or small and (len(words) > 2 or any(map(_word, words))) or any_of(words, ORGANISATION) and not known:
        return
    if text[start:end].lower() in _SHORT:
        written = text[end] in "=\"'>" and (known or not small)
        if not written and not (text[end] == ":" and len(words) > 1 and text[start - 1:start] in EDGES):       # of a visiting card: 'FN:Ann Fox'
            return
    yield *found.span(1), 0.7


def exported(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Who speaks in an exported chat, behind date and time: '[14/02/2024, 19:33] Dexy: on my way'."""
    head = max(text.rfind("\n", max(0, start - _LONGEST_HEAD), start), text.rfind("\x00", max(0, start - _LONGEST_HEAD), start)) + 1
    stamp = _STAMP.match(text, head, start) if start - head < _LONGEST_HEAD else None
    found = _LABEL.match(text, stamp.end(), start) if stamp else None
    words = fold(found[1]).split() if found else ()
    if len(words) == 1 and not bits_of(words[0]) & NAMED and (found[1].islower() or _LOGGED.match(stamp[0])):
        return      # of a program's log
    if words and not any(map(_word, words)) and _ROLES.isdisjoint(words) and not (len(words) == 1 and found[1].isupper() and not bits_of(words[0]) & NAMED):
        yield *found.span(1), 0.7


def _word(word: str) -> bool:
    """Whether a folded word is one of language or of an office rather than a name."""
    return is_stop(word) or bool(bits_of(word) & (WORDY | OFFICIAL)) and not bits_of(word) & NAMED


def beside_phone(run: Run) -> Iterator[tuple[int, int, float]]:
    """Who is reached at a telephone number, at the beginning of a sentence: 'Ruedi, 079 555 01 38'."""
    before = run.text[max(0, run.start - 28):run.start].rpartition("\x00")[2].split()
    if not any(word.strip("(,:–-").istitle() for word in before[-2:]) or not any(sure >= 0.6 for _, _, sure in phone(run)):
        return
    found = _NAME_THEN.search(run.text, max(0, run.start - 60), run.start)
    words = fold(found[1]).split() if found else ()
    if words and CALL.isdisjoint(words) and PLACES.isdisjoint(words) and fold(found[1]) not in HOUSES and not any(map(_word, words)):
        yield *found.span(1), 0.6
