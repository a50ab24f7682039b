"""Recognisers of what somebody and a house agreed on: code words, answers to security questions, the turns of a lock.

Belongs here: secrets in plain words, which only a word before them gives away. Not here: the words themselves (`cues`), passwords and codes (`access`).
"""

import re
from collections.abc import Iterator

from assets.privacy.detect.numbers.values import LITTLE
from assets.privacy.detect.patterns import one_of
from assets.privacy.folding import fold

_WORD = r"(?:(?:Ste?|Mrs?|Dr|Sta|Sto|Mme)\.|[^\W_][\w'’-]{0,20})"
_IS = one_of("is was will est sera è era sarà es fue será be ist war lautet")
_OPENED = r"[\"'“«„(]?\s?"
_ENDS = r"(?=[ ]?[\"”»'.,;!\n\x00)\]]|\Z)"
_SAID = rf"({_WORD}(?: {_WORD}){{0,5}}){_ENDS}"
_ANSWER = rf"({_WORD}(?:,? {_WORD}){{0,5}}){_ENDS}"
_AGREED = re.compile(rf"(?:[ ]\(?[^\W\d_][\w'’-]{{0,14}}\)?){{0,6}}?(?:\s?[:=?]|\s{_IS}(?!\w):?)[ \n]?{_OPENED}"
                     rf"({_WORD}(?: {_WORD}){{0,4}}?)(?=\s?[\"'“”».,;!\n\x00)]|\Z)")
_ALONE = re.compile(rf"\s[\"'“«„]?([A-ZÀ-Ž][\w'’-]{{2,20}}){_ENDS}")      # 'code word Falafel.'
# The question ends its line, or says itself that an answer follows; who answers; 'that was', 'it's'; the answer to the end of its sentence.
_SPEAKER = r"(?:[^\W\d_][^\n\x00:?]{0,24} ?: ?)?"
_LEAD = (r"(?:(?:s?he says|they say|my|mine is) )?"
         r"(?:(?:that was|that's|that is|thats|it's|its|it is|it was|was|c'est|c'était|era|es|è|das war|das ist|war) )?")
_GIVEN = r"(?:Answer|Réponse|Risposta|Respuesta|Antwort)[^\n\x00:]{0,16}: ?"
_ASKED = re.compile(rf"[^\n\x00?]{{0,60}}\?[\"”»]?(?: ?\n ?[—–-]?{_SPEAKER}|[\"”» ]{{1,3}}{_GIVEN}){_LEAD}{_ANSWER}", re.I)
_ASKED_SMALL = re.compile(rf"[^\n\x00?A-Z]{{0,60}}\n{_LEAD}([^\W_A-Z][^\W_A-Z'’-]{{0,20}}(?: [^\W_A-Z]{{1,20}}){{0,3}})(?=\n|\x00|\Z)")
_TOLD = re.compile(rf"[»«\"”]?(?:\s(?:{_IS}|mit|with|avec|con)|\s?[:=])\s{_OPENED}{_SAID}", re.I)
_NAMED = re.compile(rf"\s{_OPENED}{_SAID}", re.I)
_MEMORABLE = "memorable"
_ARTICLE = re.compile(r"\b(?:an?|the|most|very|truly|our)\s\Z", re.I)
# Words that speak of nothing but a secret: what is said to be one is one without a question. Of the others only a form says so, 'First car: Fiat'.
_SECRETLY = re.compile(r"secret|segret|securit|sicurezza|seguridad|sicherheit|memorable|maiden|nubile|soltera|jeune fille|madchenname|geburtsname")
_IN_FORMS = re.compile(r"first|favou?rite|prim|premi|erst")
_NOTHING = LITTLE | frozenset("""
    none n/a unknown forgotten required wrong incorrect what which when who hold wait sure sorry moment minute reset please pls remember don't dont know
    idea""".split())
_NO_ANSWERS = frozenset("i we you click kind best warm dear yours thank thanks please sorry yes no hello hi good have do does did can could".split())

_SIDE = one_of("left right links rechts gauche droite sinistra destra izquierda derecha clockwise anticlockwise")
_TO = r"(?:(?:to|the|a|à|la|auf|nach|su|sul|al|until|bis|jusqu'à)\s)"
_TURN = rf"(?:{_TO}{{0,2}}{_SIDE}\s{_TO}{{0,2}}\d{{1,3}}|\d{{1,3}}\s{_TO}{{0,2}}{_SIDE})(?!\w)"
_TURNS = re.compile(rf"[^\n\x00]{{0,80}}?(?<!\w)({_TURN}(?:[,;/\s-]{{1,3}}(?:then |puis |poi |luego |dann )?{_TURN})+"
                    r"(?:[,;/\s-]{1,3}\d{1,3}(?![\w.,]\w|\w))?)", re.I)


def code_word(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The words after 'code word for the pick-up is', 'passphrase:', up to a mark: what a person says to be let in."""
    yield from _said(_ALONE.match(text, end, end + 40) or _AGREED.match(text, end, end + 140) or _asked(text, end))


def answer(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The answer to a security question: 'your first pet?' 'that was Mister Biscuit', 'memorable place: the pier at Cromer'."""
    cue = fold(text[start:end])
    told = _TOLD.match(text, end, end + 120)
    if told and not _SECRETLY.search(cue) and not (_IN_FORMS.match(cue) and text[end:end + 2].lstrip()[:1] == ":" and text[start].isupper()):
        told = None
    if not told and cue.startswith(_MEMORABLE) and not _ARTICLE.search(text, max(0, start - 8), start):
        told = _NAMED.match(text, end, end + 120)
    yield from _said(told or _asked(text, end))


def turns(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """How a lock opens: 'the safe is left 18, right 44, left 9'. Two turns at least."""
    found = _TURNS.match(text, end, end + 180)
    if found:
        yield *found.span(1), 0.75


def _asked(text: str, end: int) -> re.Match | None:
    """What answers a question that goes on behind its word."""
    return _ASKED.match(text, end, end + 160) or _ASKED_SMALL.match(text, end, end + 120)


def _said(found: re.Match | None) -> Iterator[tuple[int, int, float]]:
    """The last group of a match, unless it says nothing."""
    words = fold(found[1]).replace(",", "").split() if found else ()
    if words and words[0] not in _NO_ANSWERS and not _NOTHING.issuperset(words):
        yield *found.span(1), 0.75
