"""Agreement with the words around a name: what French, Italian and Spanish change before a vowel, and the gender that a title gives.

Belongs here: small grammar of the languages of the houses. Not here: whose name it is (`scrub`), what it becomes (`pseudonyms`).
"""

import re
from functools import lru_cache

from assets.privacy.folding import fold

ELIDED = re.compile(r"\b(?:[dD]|[qQ]u|[jJ]usqu|[lL]orsqu|[pP]uisqu)['’]\Z")
UNELIDED = re.compile(r"\b(?:[dD]e|[qQ]ue)[ \u00a0]\Z")
SPANISH_AND = re.compile(r"\b(?:([yY])|([eE])) \Z")
AND_E = re.compile(r"h?i(?!e)")      # María e Isabel, Carmen y Hierónima
_ELIDING, _PARTING = ("'", "’"), (" ", "\u00a0")
VOWELS = frozenset("aeiouyhAEIOUYH")
FEMALE = re.compile(
    r"(?:(?:mrs|ms|miss|mme|mlle|madame|mademoiselle|sig\.?ra|sig\.?na|signora|signorina|dott\.?ssa|dottoressa|lady|chere|cara|frau)"
    r"|\b(?:sra|srta|senora|senorita|dna|dona|estimada|querida|fraulein|frl|liebe))\.?\s?\Z")
MALE = re.compile(
    r"(?:\bmr|\bm\.|monsieur|\bsig\.?|signor|signore|\bsir|\blord|\bcher|\bcaro|herrn?|mister"
    r"|\b(?:sr|senor|don|estimado|querido|lieber)|(?<![\w.])d\.)\.?\s?\Z")


def agreeing(between: str, value: str, new: str, locale: str = "fr") -> str:
    """What stands before a surrogate: qu'Ottavio, que Margaux; de Marc, d'Adrien; d'Ada, di Marta; y Carmen, e Isabel."""
    if locale == "es":
        return _spanish(between, new)
    mark = between[-1:]
    if mark in _ELIDING:
        if _elides(value) and not _elides(new) and ELIDED.search(between):
            return between[:-1] + ("i " if locale == "it" else "e ")
    elif locale == "fr" and mark in _PARTING and _elides(new) and not _elides(value) and UNELIDED.search(between):
        return between[:-2] + "'"
    return between


def _elides(name: str) -> bool:
    """Whether what stands before the name is elided."""
    return fold(name[:1]) in VOWELS


def _spanish(between: str, new: str) -> str:
    found = SPANISH_AND.search(between)
    if found and bool(found[1]) == bool(AND_E.match(fold(new))):
        return between[:-2] + {"y": "e", "Y": "E", "e": "y", "E": "Y"}[between[-2]] + " "
    return between


def titled_gender(before: str) -> str | None:
    """f or m where the folded text before a name ends in a title; then a single name is a family name."""
    return _gender_of_title(before[before.rstrip(" ").rfind(" ") + 1:])


@lru_cache(maxsize=4096)
def _gender_of_title(word: str) -> str | None:
    return "f" if FEMALE.search(word) else "m" if MALE.search(word) else None
