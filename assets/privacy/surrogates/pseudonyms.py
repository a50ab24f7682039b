"""Pseudonyms: who or what is written in place of a personal value, under a key.

Belongs here: surrogate people, tags, dates' shifts, and asking for the surrogate of any value. Not here: deciding what is replaced
(`scrub`), the form of each type (`surrogates`). One person has one surrogate while the epoch's key lives; destroy the key and
nothing leads back: every draw and every stored MAC is keyed. Names are checked against the register.

Surrogate people are drawn, not dealt out: no list of who has which grows, and a new client changes nobody else's. So two subjects
may share one. The stock holds 24 to 45 million full names per locale and gender; n subjects of one locale and gender, N names:
n²/2N pairs are expected. For 100,000 French subjects, half of them women, about 100 pairs, and one subject in 500 shares a name; for
a million 9,900 pairs, one in 50. A real register of that size shares far more.
"""

from functools import lru_cache, partial
from typing import NamedTuple

from assets.lake.digest import mac
from assets.privacy import dates
from assets.privacy.detect import validators
from assets.privacy.folding import fold, normal
from assets.privacy.surrogates.makers import LOCALES, MAKERS, WORDED, Draw, cased, code, family, words
from assets.privacy.surrogates.wordlists import FAMILY, GIVEN

SEALED = ("SECRET", "PASSWORD")     # never a surrogate, never told apart: nothing may look like one
SHIFTED = ("BIRTH_DATE", "DATE")
_GIVEN = frozenset(fold(name) for names in GIVEN.values() for name in names)


class Identity(NamedTuple):
    """Who a value belongs to: the subject's id, or what stands for it within one record."""

    key: bytes
    gender: str | None = None       # f or m
    locale: str | None = None       # fr, it, en, es or de
    own: str = ""                   # the real name, folded: the surrogate shares none of its words


class Person(NamedTuple):
    """A surrogate person."""

    given: str
    family: str

    @property
    def full(self) -> str:
        return f"{self.given} {self.family}"


class Pseudonyms:
    """The surrogates of one epoch. `taken` holds the folded names of our stock that a real subject bears."""

    def __init__(self, key: bytes, taken: frozenset[str] = frozenset()):
        self._key, self._taken = key, taken
        self._person = lru_cache(maxsize=65536)(self._drawn)
        self._value = lru_cache(maxsize=65536)(self._made)
        self._value_mac = lru_cache(maxsize=65536)(partial(mac, key, "value"))

    def mac(self, *parts: bytes | str) -> bytes:
        """MAC under the epoch's key."""
        return mac(self._key, *parts)

    def value_mac(self, type_: str, plain: str) -> bytes:
        """What stands for a value, in its canonical form, in the account of what was replaced."""
        return self._value_mac(type_, plain)

    def person(self, who: Identity) -> Person:
        """The surrogate of a person: never a name of the register, and no word of the person's own."""
        return self._person(who)

    def unnamed(self, kind: str, value: str, locale: str) -> Identity:
        """Whoever a value stands for that nobody is known to own."""
        return Identity(self.mac(kind, normal(value)), None, locale, " ".join(sorted(words(value))))

    def _drawn(self, who: Identity) -> Person:
        own = normal(who.own)
        locale = who.locale if who.locale in LOCALES else "en"
        for attempt in range(1000):
            draw = Draw(self.mac("person", who.key, str(attempt)))
            given, last = draw.pick(GIVEN[locale, who.gender or "fm"[draw.below(2)]]), family(draw, locale)
            if own and (fold(given) in own or fold(last) in own) or self._taken and normal(f"{given} {last}") in self._taken:
                continue
            return Person(given, last)
        raise AssertionError("the stock of surrogates is used up")

    def weeks(self, subject: bytes) -> int:
        """By how many whole weeks a subject's dates move: 1 to 26, forth or back."""
        shift = Draw(self.mac("weeks", subject)).below(52)
        return shift - 26 if shift < 26 else shift - 25

    def render(self, type_: str, value: str, *, record: bytes = b"", who: Identity | None = None, form: str = "", locale: str = "en") -> str:
        """The surrogate of a value of a type. Without `who`, unique values stand for themselves and names for the record's person."""
        if type_ in SEALED:
            return f"[{type_}]"
        if type_ == "PERSON":
            who = who or Identity(self.mac("mention", record, normal(value)), None, locale, normal(value))
            return cased(in_form(self.person(who), value, form), value)
        if type_ in SHIFTED:
            return dates.shifted(value, self.weeks(who.key if who else self.mac("mention", record))) or self.tag(type_, value)
        return self._value(type_, value, who, locale if locale in LOCALES else "en")

    def _made(self, type_: str, value: str, who: Identity | None, locale: str) -> str:
        make = MAKERS.get(type_, code)
        plain = normal(value)
        seed = plain if type_ in WORDED else validators.compact(value)
        for attempt in range(20):
            made = make(self, value, Draw(self.mac(type_, seed, str(attempt))), who, locale)
            if normal(made) != plain:
                return made
        return self.tag(type_, value)

    def tag(self, type_: str, value: str, who: Identity | None = None) -> str:
        """A typed tag, the same for the same person or value throughout the epoch."""
        return f"[{type_}]" if type_ in SEALED else f"<{type_}_{self.mac('tag', who.key if who else type_ + normal(value)).hex()[:8]}>"


def in_form(person: Person, value: str, form: str) -> str:
    """The surrogate as the value was written: full, reversed, first or last name, or with initials."""
    words = value.split()
    match form:
        case "first": return person.given
        case "glued": return f"{person.given}{person.family}"
        case "last": return person.family
        case "reversed":
            return f"{person.family}{', ' if ',' in value else ' '}{person.given}"
        case "initial": return f"{person.given[0]}. {person.family}"
        case "initial_last": return f"{person.given} {person.family[0]}."
        case "initials": return f"{person.given[0]}.{person.family[0]}."
    if form == "full" or len(words) > 1:
        if len(words) > 1 and len(words[0].rstrip(".")) == 1 and words[0].endswith("."):
            return f"{person.given[0]}. {person.family}"
        if len(words) > 1 and words[0].isupper() and not words[-1].isupper() and len(words[0]) > 2:
            return f"{person.family.upper()} {person.given}"
        return person.full
    return person.family


def stock_holds(name: str) -> bool:
    """Whether a folded full name could ever be drawn as a surrogate."""
    given, _, last = name.partition(" ")
    if given not in _GIVEN:
        return False
    return any(last.startswith(stem) and last[len(stem):] in rests for stems, rests in _stock() if last.startswith(stems) for stem in stems)


@lru_cache(maxsize=1)
def _stock() -> tuple[tuple[tuple[str, ...], frozenset[str]], ...]:
    """Per locale the stems of family names and all that may follow one, folded."""
    return tuple((tuple(fold(stem) for stem in stems), frozenset(fold(middle + ending) for middle in middles for ending in endings))
                 for stems, middles, endings in FAMILY.values())
