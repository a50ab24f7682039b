"""Agreement with the words around a name: elision before it, and the gender that a title gives.

Belongs here: small grammar of French, Italian and English. Not here: whose name it is (`scrub`), what it becomes (`pseudonyms`).
"""

import re

from assets.privacy.folding import fold

ELIDED = re.compile(r"\b(?:[dD]|[qQ]u|[jJ]usqu|[lL]orsqu|[pP]uisqu)['’]\Z")
UNELIDED = re.compile(r"\b(?:[dD]e|[qQ]ue)[ \u00a0]\Z")
VOWELS = frozenset("aeiouyhAEIOUYH")
FEMALE = re.compile(r"(?:mrs|ms|miss|mme|mlle|madame|mademoiselle|sig\.?ra|sig\.?na|signora|signorina|dott\.?ssa|dottoressa|lady|chere|cara|frau)\.?\s?\Z")
MALE = re.compile(r"(?:\bmr|\bm\.|monsieur|\bsig\.?|signor|signore|\bsir|\blord|\bcher|\bcaro|herr|mister)\.?\s?\Z")


def agreeing(between: str, value: str, new: str) -> str:
    """French elision before a surrogate: qu'Ottavio, que Margaux; de Marc, d'Adrien."""
    before, after = fold(value[:1]) in VOWELS, fold(new[:1]) in VOWELS
    if before and not after and ELIDED.search(between):
        return between[:-1] + "e "
    if after and not before and UNELIDED.search(between):
        return between[:-2] + "'" if between[-2:-1] == "e" else between
    return between


def titled_gender(before: str) -> str | None:
    """f or m where the folded text before a name ends in a title; then a single name is a family name."""
    return "f" if FEMALE.search(before) else "m" if MALE.search(before) else None
