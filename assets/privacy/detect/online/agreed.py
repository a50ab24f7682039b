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
_AGREED = re.compile(rf"(?:[ ]\(?[^\W\d_][\w'’-]{{0,14}}\)?){{0,6}}?(?:\s?[:=?]|\s{_IS}(?!\w):?)[ \n]?{_OPENED}"
                     rf"({_WORD}(?: {_WORD}){{0,4}}?)(?=\s?[\"'“”».,;!\n\x00)]|\Z)")
# The question ends, perhaps a line; who answers, or that it is the answer; 'that was', 'it's'; then the answer to the end of its sentence.
_SPEAKER = r"(?:[^\W\d_][^\n\x00:?]{0,24} ?: ?)?"
_LEAD = r"(?:(?:i think|s?he says|they say|my|mine is) )?(?:(?:that was|that's|that is|thats|it's|its|it is|it was|was|c'est|c'était|era|es|è|das war|das ist|war) )?"
_ENDS = r"(?=[ ]?[\"”»'.,;!\n\x00)\]]|\Z)"
_SAID = rf"({_WORD}(?: {_WORD}){{0,5}}){_ENDS}"
_ANSWER = rf"({_WORD}(?:,? {_WORD}){{0,5}}){_ENDS}"
_ASKED = re.compile(rf"[^\n\x00?]{{0,60}}(?:\?|\n)[\s\"”»—–-]{{0,4}}{_SPEAKER}{_LEAD}{_ANSWER}", re.I)
_TOLD = re.compile(rf"[»«\"”]?(?:\s(?:{_IS}|mit|with|avec|con)|\s?[:=])\s{_OPENED}{_SAID}", re.I)
_NAMED = re.compile(rf"\s{_OPENED}{_SAID}", re.I)
_ALONE = re.compile(rf"\s[\"'“«„]?([A-ZÀ-Ž][\w'’-]{{2,20}}){_ENDS}")      # 'code word Falafel.'
_MEMORABLE = "memorable"
_NOTHING = LITTLE | frozenset("""
    none n/a unknown forgotten required wrong incorrect what which when who hold wait sure sorry moment minute reset please pls remember don't dont know
    idea""".split())

_SIDE = one_of("left right links rechts gauche droite sinistra destra izquierda derecha clockwise anticlockwise")
_TO = r"(?:(?:to|the|a|à|la|auf|nach|su|sul|al|until|bis|jusqu'à)\s)"
_TURN = rf"(?:{_TO}{{0,2}}{_SIDE}\s{_TO}{{0,2}}\d{{1,3}}|\d{{1,3}}\s{_TO}{{0,2}}{_SIDE})(?!\w)"
_TURNS = re.compile(rf"[^\n\x00]{{0,80}}?(?<!\w)({_TURN}(?:[,;/\s-]{{1,3}}(?:then |puis |poi |luego |dann )?{_TURN})+(?:[,;/\s-]{{1,3}}\d{{1,3}}(?![\w.,]\w|\w))?)", re.I)


def code_word(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The words after 'code word for the pick-up is', 'passphrase:', up to a mark: what a person says to be let in."""
    yield from _said(_ALONE.match(text, end, end + 40) or _AGREED.match(text, end, end + 140) or _ASKED.match(text, end, end + 140))


def answer(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The answer to a security question: 'your first pet?' 'that was Mister Biscuit', 'memorable place: the pier at Cromer'."""
    told = _TOLD.match(text, end, end + 120)
    if told and not _SECRETLY.search(fold(text[start:end])) and ":" not in text[end:told.start(1)]:
        told = None         # 'my first car was a Fiat' is no secret, 'First car: Fiat' answers a form
    if not told and text[start:start + len(_MEMORABLE)].lower() == _MEMORABLE:
        told = _NAMED.match(text, end, end + 120)
    yield from _said(told or _ASKED.match(text, end, end + 160))


# Words that speak of nothing but a secret: what stands beside them without a question is one too.
_SECRETLY = re.compile(r"secret|segret|securit|sicurezza|seguridad|sicherheit|memorable|maiden|nubile|soltera|jeune fille|madchenname|geburtsname")


def turns(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """How a lock opens: 'the safe is left 18, right 44, left 9'. Two turns at least."""
    found = _TURNS.match(text, end, end + 180)
    if found:
        yield *found.span(1), 0.75


def _said(found: re.Match | None) -> Iterator[tuple[int, int, float]]:
    """The last group of a match, unless it says nothing."""
    if found and not _NOTHING.issuperset(fold(found[1]).replace(",", "").split()):
        yield *found.span(1), 0.75
