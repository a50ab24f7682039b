"""Recognisers of answers: a question ends one turn, and the next holds nothing but a name, a number or a secret.

Belongs here: what a question asks for, and where its answer begins and ends. Not here: the words that ask (`cues`), values beside their word in
one line (`people`, `numbers`, `online`), numbers that go on in the next turn (`turns`).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from assets.privacy.detect import cues
from assets.privacy.detect.nearby import unit_follows
from assets.privacy.detect.numbers.dockets import DATE
from assets.privacy.detect.numbers.labels import value_at
from assets.privacy.detect.numbers.values import grouped
from assets.privacy.detect.people.persons import is_stop
from assets.privacy.folding import fold, view

_REST = 48          # characters of a question behind the word of what it asks for
_NEAR = 44          # characters of an answer within which its first figure stands
_FIGURE = re.compile(r"\d")
_SPEAKER = r"(?:[^\W\d_]{2,14}(?: [^\W\d_]{1,14})? ?: ?)?"
_TURN = re.compile(rf"\n?(?:\[?\d{{1,2}}[:.]\d\d(?::\d\d)?\]? )?(?:[^\W\d_]{{2,14}}(?: [^\W\d_]{{1,14}}){{0,2}},? \d{{1,2}}[:.]\d\d(?: ?[APap][Mm])?\n|{_SPEAKER})")
_LEAD = re.compile(r"(?:(?:yes|yeah|yep|sure|okay|ok|its|it's|it is|is|this is|the|my|number|no|hers|his|mine|for|i think|i am|i'm|im|um|uh|uhm|hmm|oui|"
                   r"c'est|si|sí|sì|e|è|es|ja|das ist|name|names|mr|mrs|ms|miss|dr|m|mme|mlle|sig|sig.ra|sr|sra|herr|frau)[ ,.:]{1,3}){0,4}", re.I)
_NAME_FIRST = re.compile(r"[^\W\d_][^\n\x00\d,]{1,32}[,\n] ?")        # 'name and account?' 'Ada Fox, 22-8109-4'
_ASKS = re.compile(rf"{_SPEAKER}(?:ok(?:ay)?,? )?(?:do|can|could|may|what|whats|which|and|or|have|your|ur|is|me|tell|give|need|i need)\b", re.I)
_POLITE = re.compile(r"\b(?:please|pls|plz|sir|madam|maam|ma'am|s'il vous plait|svp|per favore|por favor|bitte)\b", re.I)
_NOT_OF = frozenset("""
    company product street model brand shop store user file item pet business hotel film movie game project team domain plan event service last device wifi network
    produit marque societe rue prodotto azienda producto empresa marca firmen produkt""".split())
_NAMES = re.compile(r"[^\W\d_][^\W\d_.'’-]*(?:[ '’-][^\W\d_][^\W\d_'’-]*\.?){0,3}?(?= ?(?:[\n\x00,.!;(]|\Z)| (?:here|lol|sir|and\b|thanks))")
_NO_NAMES = frozenset("""
    ok okay yes yeah yep sure same none nope huh lol haha pardon cash which whose whatever anything nothing later below above attached already given shared required optional price
    name sent yours mine size colour color date address email phone quantity total unknown anonymous private hello hi hey""".split())
_ENDS = frozenset(("", *" \n\x00,.;!?)"))
_SECRET = re.compile(r"\S{3,40}")


def _answer(text: str, start: int, end: int, within: int = 0) -> int:
    """Where the answer begins to the question that holds text[start:end], 0 where that is no question, or has no figure `within` so many characters."""
    line_end = text.find("\n", end, end + _REST + 1)
    if line_end < 0:
        return 0
    if within and not _FIGURE.search(text, line_end, line_end + within):
        return 0
    rest = text[end:line_end]
    if "?" not in rest:
        line = text[max(0, start - _REST):line_end]
        line = line[max(line.rfind("\n"), line.rfind("\x00")) + 1:]
        if not (len(rest) < 8 and (line.islower() or _ASKS.match(line))) and not _POLITE.search(line):
            return 0
    if "\x00" in rest or any(map(str.isdigit, rest)):
        return 0
    return _LEAD.match(text, _TURN.match(text, line_end + 1).end()).end()


def name(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """One to four words that fill the turn behind 'your name please?'."""
    word = text[max(0, start - 14):start].rstrip(" -").rpartition(" ")[2]
    if fold(word) in _NOT_OF or text[end:end + 4].lower() in (" of ", " de ", " di "):
        return
    at = _answer(text, start, end)
    found = _NAMES.match(text, at, at + 60) if at else None
    words = fold(found[0]).replace("-", " ").split() if found else ()
    if words and not any(is_stop(word) and len(word) > 1 or word in _NO_NAMES for word in words) and any(len(word) > 1 for word in words):
        yield found.start(), found.end(), 0.65


def value(text: str, start: int, end: int, *, least: int, most: int, figures: int = 3) -> Iterator[tuple[int, int, float]]:
    """A number or code of so many letters and digits that opens the turn behind 'account number?', or follows the name there.

    So many `figures` are among them, or its letters are capitals.
    """
    at = _answer(text, start, end, _NEAR)
    named = _NAME_FIRST.match(text, at, at + 40) if at else None
    for place in (at, named.end() if named else 0):
        one = value_at(text, place) if place else None
        stop = max(one[1] if one else 0, grouped(text, place)) if place else 0
        written = text[place:stop]
        size, found = sum(map(str.isalnum, written)), sum(map(str.isdigit, written))
        if least <= size <= most and (found >= figures or found and written.isupper()) and text[stop:stop + 1] in _ENDS \
                and not unit_follows(text, stop) and not DATE.match(written):
            yield place, stop, 0.7
            return


def secret(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The one word with a digit, or the digits, that open the turn behind 'your PIN?'."""
    at = _answer(text, start, end, _NEAR)
    word = _SECRET.match(text, at, at + 40) if at else None
    if word and any(map(str.isdigit, word[0])):
        yield at, at + len(word[0].rstrip(".,;!")), 0.75
    elif at:
        yield from value(text, start, end, least=3, most=12)


# Name of the recogniser, type, what is asked for, who finds the answer.
ASKED: tuple[tuple[str, str, tuple[str, ...], Callable], ...] = (
    ("answer name", "PERSON", cues.ASKED_NAME, name),
    ("answer secret", "PASSWORD", cues.ASKED_SECRET, secret),
    ("answer number", "CLIENT_NO", cues.ASKED_NUMBER, partial(value, least=4, most=24)),
    ("answer national", "NATIONAL_ID", cues.ASKED_NATIONAL, partial(value, least=4, most=16)),
    ("answer card", "CARD", cues.ASKED_CARD, partial(value, least=3, most=19)),
    ("answer post code", "ADDRESS", cues.POST_CODE, partial(value, least=3, most=9)),
    ("answer house number", "ADDRESS", cues.ASKED_HOUSE, partial(value, least=1, most=5, figures=1)))


# -- over the turns of a conversation ----------------------------------------------------------------------------------------------

_WORDS = {fold(word) for _, _, words, _ in ASKED for word in words}
_ASKED = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(_WORDS, key=len, reverse=True)))})(?!\w)")
_TAIL = 80          # characters of a turn in which a question ends


def over_turns(texts: Sequence[str]) -> list[list[tuple[int, int, str, str, float]]]:
    """Per text of one conversation, in their order, what answers the question that ended the text before it: (start, end, type, name, score)."""
    found: list[list[tuple[int, int, str, str, float]]] = [[] for _ in texts]
    for at, (question, answer) in enumerate(pairwise(texts)):
        if not answer or question.rstrip()[-1:] != "?" and not _POLITE.search(question, max(0, len(question) - _TAIL)):
            continue
        tail, seen = view(question[-_TAIL:].rstrip().rpartition("\n")[2]).text, view(answer[:_TAIL])
        both, base = f"{tail}\n{seen.text}", len(tail) + 1
        for cue in _ASKED.finditer(fold(tail)):
            for kind, type_, words, find in ASKED:
                found[at + 1] += [(*seen.span(start - base, end - base), type_, kind, score)
                                  for start, end, score in (find(both, *cue.span()) if cue[0] in words else ()) if end < len(both) or len(answer) <= _TAIL]
    return found
