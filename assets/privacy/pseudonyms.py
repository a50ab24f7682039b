"""Surrogates: what is written in place of a personal value.

Belongs here: drawing a surrogate from a keyed MAC, in the form of what it replaces. Not here: deciding what is replaced (`scrub`).
One person has one surrogate while the epoch's key lives; destroy the key and nothing leads back. Numbers keep their form and
are never valid; mail lives at example.net; names are checked against the register.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from assets.lake.digest import mac
from assets.privacy import dates, validators
from assets.privacy.folding import fold, normal
from assets.privacy.wordlists import FAMILY, GIVEN, STREETS, TOWNS

LOCALES = ("fr", "it", "en")
MAIL_DOMAIN = "example.net"
SECRET = "[SECRET]"
_GENDER = {fold(name): gender for (_, gender), names in GIVEN.items() for name in names}


@dataclass(frozen=True)
class Identity:
    """Who a value belongs to: the subject's id, or what stands for it within one record."""

    key: bytes
    gender: str | None = None       # f or m
    locale: str | None = None       # fr, it or en
    own: str = ""                   # the real name, folded: the surrogate shares none of its words


@dataclass(frozen=True)
class Person:
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

    def mac(self, *parts: bytes | str) -> bytes:
        """MAC under the epoch's key."""
        return mac(self._key, *parts)

    def person(self, who: Identity) -> Person:
        """The surrogate of a person: never a name of the register, and no word of the person's own."""
        return self._person(who)

    def _drawn(self, who: Identity) -> Person:
        own = set(who.own.replace("-", " ").split())
        locale = who.locale if who.locale in LOCALES else "en"
        for attempt in range(1000):
            draw = _Draw(self.mac("person", who.key, str(attempt)))
            gender = who.gender or "fm"[draw.below(2)]
            stems, endings = FAMILY[locale]
            one = Person(draw.pick(GIVEN[locale, gender]), draw.pick(stems) + draw.pick(endings))
            if normal(one.full) not in self._taken and not own & {fold(one.given), fold(one.family)}:
                return one
        raise AssertionError("the stock of surrogates is used up")

    def weeks(self, subject: bytes) -> int:
        """By how many whole weeks a subject's dates move: 1 to 26, forth or back."""
        shift = _Draw(self.mac("weeks", subject)).below(52)
        return shift - 26 if shift < 26 else shift - 25

    def render(self, type_: str, value: str, *, record: bytes = b"", who: Identity | None = None, form: str = "", locale: str = "en") -> str:
        """The surrogate of a value of a type. Without `who`, unique values stand for themselves and names for the record's person."""
        if type_ == "SECRET":
            return SECRET
        if type_ == "PERSON":
            who = who or Identity(self.mac("mention", record, normal(value)), None, locale, normal(value))
            return _cased(in_form(self.person(who), value, form), value)
        draw = _Draw(self.mac(type_, normal(value) if type_ in ("ADDRESS", "HANDLE", "EMAIL", "URL") else validators.compact(value)))
        if type_ == "BIRTH_DATE":
            return dates.shifted(value, self.weeks(who.key if who else self.mac("mention", record))) or self.tag(type_, value)
        return _RENDERERS.get(type_, _code)(self, value, draw, who, locale)

    def tag(self, type_: str, value: str, who: Identity | None = None) -> str:
        """A typed tag, the same for the same person or value throughout the epoch."""
        return SECRET if type_ == "SECRET" else f"<{type_}_{self.mac('tag', who.key if who else type_ + normal(value)).hex()[:8]}>"


def in_form(person: Person, value: str, form: str) -> str:
    """The surrogate as the value was written: full, reversed, first or last name, or with initials."""
    words = value.split()
    match form:
        case "first": return person.given
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
    given, _, family = name.partition(" ")
    return given in _GENDER and any(family.startswith(fold(stem)) and family[len(stem):] in _endings(locale)
                                    for locale in LOCALES for stem in FAMILY[locale][0])


@lru_cache(maxsize=3)
def _endings(locale: str) -> frozenset[str]:
    return frozenset(fold(ending) for ending in FAMILY[locale][1])


class _Draw:
    """Numbers from one MAC, in order: integers only, the same on any machine."""

    def __init__(self, seed: bytes):
        self._seed, self._state, self._turn = seed, int.from_bytes(seed, "big"), 0

    def below(self, size: int) -> int:
        if self._state < 1 << 32:
            self._turn += 1
            self._state = int.from_bytes(mac(self._seed, str(self._turn)), "big")
        self._state, drawn = divmod(self._state, size)
        return drawn

    def pick(self, options: tuple[str, ...]) -> str:
        return options[self.below(len(options))]


def _cased(new: str, old: str) -> str:
    letters = [c for c in old if c.isalpha()]
    if len(letters) > 2 and all(c.isupper() for c in letters):
        return new.upper()
    return new.lower() if letters and all(c.islower() for c in letters) else new


def _shaped(value: str, draw: _Draw) -> str:
    """Digits for digits, capitals for capitals; the rest as it was."""
    out = []
    for c in value:
        if c.isdecimal():
            out.append(str(draw.below(10)))
        elif c.isalpha() and c.upper() != c.lower():
            letter = chr(65 + draw.below(26))
            out.append(letter if c.isupper() else letter.lower())
        else:
            out.append(c)
    return "".join(out)


def _failing(value: str, draw: _Draw, valid: Callable[[str], bool]) -> str:
    for _ in range(400):
        made = _shaped(value, draw)
        if not valid(made) and made != value:
            return made
    return "0" * len(value)


def _phone(maker: Pseudonyms, value: str, draw: _Draw, who, locale: str) -> str:
    """Country or trunk digits stay; what follows begins with 000, which no country gives out."""
    from assets.privacy.numbers import COUNTRIES

    number = validators.digits(value)
    if len(number) < 5:     # read out in words
        return maker.tag("PHONE", value)
    lead = 0
    if value.lstrip("( ").startswith("+") or number.startswith("00"):
        lead = 2 if number.startswith("00") else 0
        lead += max((len(code) for code in COUNTRIES if number[lead:].startswith(code)), default=1)
        lead += number[lead:lead + 1] == "0"
    elif number.startswith("0"):
        lead = 1
    fresh = number[:lead] + "".join("0" if i < 3 else str(draw.below(10)) for i in range(len(number) - lead))
    stream = iter(fresh)
    return "".join(next(stream) if c.isdecimal() else c for c in value)


def _email(maker: Pseudonyms, value: str, draw: _Draw, who, locale: str) -> str:
    person = maker.person(who or Identity(maker.mac("mail", normal(value)), None, locale))
    name = ascii_name(f"{person.given}.{person.family}")
    return f"{name}{draw.below(90) + 10}@{MAIL_DOMAIN}"


def ascii_name(name: str) -> str:
    """A name as it stands in an address."""
    return "".join(c for c in fold(name) if (c.isascii() and c.isalnum()) or c == ".")


def _handle(maker: Pseudonyms, value: str, draw: _Draw, who, locale: str) -> str:
    person = maker.person(who or Identity(maker.mac("handle", normal(value.lstrip("@"))), None, locale))
    return ("@" if value.startswith("@") else "") + f"{ascii_name(person.given)}_{ascii_name(person.family)}{draw.below(90) + 10}"


def _url(maker: Pseudonyms, value: str, draw: _Draw, who, locale: str) -> str:
    head, slash, _ = value.rstrip("/").rpartition("/")
    return f"{head}{slash}" + _handle(maker, value.rstrip("/").rpartition("/")[2], draw, who, locale).lstrip("@")


def _address(maker: Pseudonyms, value: str, draw: _Draw, who, locale: str) -> str:
    locale = locale if locale in LOCALES else "en"
    number, (stems, endings), towns = 1 + draw.below(99), FAMILY[locale], TOWNS[locale]
    street = STREETS[locale].format(n=number, name=draw.pick(stems) + draw.pick(endings))
    if len(validators.digits(value)) < 4 and value.count(",") == 0:
        return street
    return f"{street}, 00{draw.below(1000):03d} {draw.pick(towns[0])}{draw.pick(towns[1])}"


def _ip(maker: Pseudonyms, value: str, draw: _Draw, who, locale: str) -> str:
    return f"2001:db8::{draw.below(65536):x}" if ":" in value else f"203.0.113.{1 + draw.below(254)}"


def _iban(maker: Pseudonyms, value: str, draw: _Draw, who, locale: str) -> str:
    """The country stays, the check digits are 00, which no account has."""
    return value[:2] + "00" + _shaped(value[4:], draw)


def _code(maker: Pseudonyms, value: str, draw: _Draw, who, locale: str) -> str:
    """Letters stay, digits change, the last of them to an X: no real number of the house looks so."""
    places = [i for i, c in enumerate(value) if c.isdecimal()]
    if not places:
        return _shaped(value, draw)
    return "".join("X" if i == places[-1] else str(draw.below(10)) if c.isdecimal() else c for i, c in enumerate(value))


_RENDERERS = {
    "PHONE": _phone, "EMAIL": _email, "HANDLE": _handle, "URL": _url, "ADDRESS": _address, "IP": _ip, "IBAN": _iban,
    "CARD": lambda maker, value, draw, who, locale: _failing(value, draw, lambda made: validators.luhn(validators.digits(made))),
    "NATIONAL_ID": lambda maker, value, draw, who, locale: _failing(value, draw, validators.national),
}
