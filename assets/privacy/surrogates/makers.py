"""One surrogate per type of value, in the form of what it replaces and never valid.

Belongs here: drawing from a seed, and what each type's surrogate looks like. Not here: the key, people, when a value is replaced
(`pseudonyms`). Every maker gets (maker, value, draw, who, locale): the epoch's `Pseudonyms`, what is replaced, numbers from its
MAC, whose it is and the language around it.
"""

import re
from collections.abc import Callable

from assets.lake.digest import mac
from assets.privacy.detect import validators
from assets.privacy.detect.numbers.phones import COUNTRIES
from assets.privacy.detect.online.contacts import SITES
from assets.privacy.folding import fold, normal
from assets.privacy.surrogates.wordlists import FAMILY, FIRMS, STREETS, TOWNS

LOCALES = tuple(FAMILY)
MAIL_DOMAIN = "example.net"
# Their MAC is over words; that of every other type is over letters and digits alone, so that grouping does not matter.
WORDED = frozenset(("ADDRESS", "HANDLE", "EMAIL", "URL", "LOCATION", "ORG"))
LONGEST_PREFIX = 3      # letters before a house's numbers, as in CMD-2024-000123; more could be a name
_COUNTRIES = frozenset(COUNTRIES)
_WORD = re.compile(r"[^\W\d_]+")
_EXTENSION = re.compile(r"\b(?:e?xt|x|poste|int|interno|app|durchwahl)\b", re.I)
_FRONT = re.compile(r"(?:[a-z]{1,8}://)?(?:(?:www|m|[a-z]{2})\.)?", re.I)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z", re.I)
_MAC_ADDRESS = re.compile(r"(?:[0-9a-f]{2}[:.\- ]?){5}[0-9a-f]{2}\Z", re.I)


class Draw:
    """Numbers from one MAC, in order: integers only, the same on any machine."""

    def __init__(self, seed: bytes):
        self._seed, self._state, self._turn = seed, int.from_bytes(seed, "big"), 0

    def below(self, size: int) -> int:
        if self._state < 1 << 32:
            self._turn += 1
            self._state = int.from_bytes(mac(self._seed, str(self._turn)), "big")
        self._state, drawn = divmod(self._state, size)
        return drawn

    def pick(self, options):
        return options[self.below(len(options))]


def words(value: str) -> frozenset[str]:
    """The folded words of a value."""
    return frozenset(_WORD.findall(normal(value)))


def cased(new: str, old: str) -> str:
    """All capitals for all capitals, none for none."""
    if old.islower():
        return new.lower()
    return new.upper() if old.isupper() and sum(map(str.isalpha, old)) > 2 else new


def family(draw: Draw, locale: str) -> str:
    """A family name of the stock."""
    return "".join([draw.pick(parts) for parts in FAMILY[locale]])


def ascii_name(name: str) -> str:
    """A name as it stands in an address."""
    return "".join(c for c in fold(name) if (c.isascii() and c.isalnum()) or c == ".")


def _unlike(value: str, stock: Callable[[Draw, str], str], draw: Draw, locale: str) -> str:
    """A name of the stock of which no word stands in the value."""
    own = normal(value)
    for _ in range(100):
        made = stock(draw, locale)
        if not any(word in own for word in words(made)):
            break
    return made


def _shaped(value: str, draw: Draw, letters: str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ") -> str:
    """Digits for digits, capitals for capitals; the rest as it was."""
    out = []
    for c in value:
        if c.isdecimal():
            out.append(str(draw.below(10)))
        elif c.isalpha() and c.upper() != c.lower():
            out.append(draw.pick(letters) if c.isupper() else draw.pick(letters).lower())
        else:
            out.append(c)
    return "".join(out)


def _failing(value: str, draw: Draw, valid: Callable[[str], bool]) -> str:
    """Of the same shape, and refused by the check."""
    for _ in range(400):
        made = _shaped(value, draw)
        if made != value and not valid(made):
            return made
    return code(None, value, draw, None, "")


def code(maker, value: str, draw: Draw, who, locale: str) -> str:
    """A short prefix stays, digits and other letters change, the last digit to an X: no real number of the house looks so, and no name stays inside one."""
    last = max((i for i, c in enumerate(value) if c.isdecimal()), default=-1)
    if last < 0:
        return _shaped(value, draw)
    front = _WORD.match(value)
    kept = range(front.end()) if front and front.end() <= LONGEST_PREFIX else ()
    return "".join(["X" if i == last else str(draw.below(10)) if c.isdecimal() else c if i in kept or not c.isalpha() else _shaped(c, draw)
                    for i, c in enumerate(value)])


def _document(maker, value: str, draw: Draw, who, locale: str) -> str:
    """Letters and digits change, the last digit to an X: no check digit is one, so no passport and no zone that machines read."""
    return code(maker, _shaped(value, draw), draw, who, locale)


def _phone(maker, value: str, draw: Draw, who, locale: str) -> str:
    """Country or trunk digits stay; what follows begins with 000, which no country gives out."""
    number = validators.digits(value)
    if len(number) < 5 or _WORD.search(_EXTENSION.sub("", value)):     # read out in words, wholly or in part
        return maker.tag("PHONE", value)
    lead = 0
    if value.lstrip("( ").startswith("+") or number.startswith("00"):
        lead = 2 if number.startswith("00") else 0
        lead += next((size for size in (3, 2, 1) if number[lead:lead + size] in _COUNTRIES), 1)
        lead += number[lead:lead + 1] == "0"
    elif number.startswith("0"):
        lead = 1
    fresh = iter(number[:lead] + "".join("0" if i < 3 else str(draw.below(10)) for i in range(len(number) - lead)))
    return "".join(next(fresh) if c.isdecimal() else c for c in value)


def _email(maker, value: str, draw: Draw, who, locale: str) -> str:
    person = maker.person(who or maker.unnamed("mail", value, locale))
    return f"{ascii_name(person.given)}.{ascii_name(person.family)}{draw.below(90) + 10}@{MAIL_DOMAIN}"


def _handle(maker, value: str, draw: Draw, who, locale: str) -> str:
    person = maker.person(who or maker.unnamed("handle", value.lstrip("@"), locale))
    return ("@" if value.startswith("@") else "") + f"{ascii_name(person.given)}_{ascii_name(person.family)}{draw.below(90) + 10}"


def _url(maker, value: str, draw: Draw, who, locale: str) -> str:
    """A page of the surrogate's: on the same network if it is one, else where nobody is. Path and query say whose it was."""
    front = _FRONT.match(value)[0]
    bare = value[len(front):]
    site = next((bare[:len(site)] for site in SITES if bare.lower().startswith(site)), None)
    scheme = front[:front.find("://") + 3] if "://" in front else ""
    page = _handle(maker, bare[len(site or ""):].strip("@/"), draw, who, locale)
    return f"{front}{site}{page}" if site else f"{scheme}{MAIL_DOMAIN}/{page}"


def _town(draw: Draw, locale: str) -> str:
    return "".join([draw.pick(parts) for parts in TOWNS[locale]])


def _postcode(maker, value: str, draw: Draw, who, locale: str) -> str:
    """With letters, one that begins with Q; of digits, 00 or 0008: France, Italy, Spain, Germany, Britain, the States give out none."""
    if any(c.isalpha() for c in value):
        first = next(i for i, c in enumerate(value) if c.isalpha())
        made = _shaped(value, draw)
        return made[:first] + cased("Q", value[first]) + made[first + 1:]
    size = len(validators.digits(value))
    lead = "0008" if size in (5, 9) else "00"
    fresh = iter(lead + "".join(str(draw.below(10)) for _ in range(size)))
    return "".join(next(fresh) if c.isdecimal() else c for c in value)


def _address(maker, value: str, draw: Draw, who, locale: str) -> str:
    street = STREETS[locale].format(n=1 + draw.below(99), name=_unlike(value, family, draw, locale))
    if len(validators.digits(value)) < 4 and "," not in value:
        return street
    return f"{street}, {_postcode(maker, '00000', draw, who, locale)} {_unlike(value, _town, draw, locale)}"


def _location(maker, value: str, draw: Draw, who, locale: str) -> str:
    return cased(_unlike(value, _town, draw, locale), value)


def _organisation(maker, value: str, draw: Draw, who, locale: str) -> str:
    return cased(draw.pick(FIRMS[locale]).format(name=_unlike(value, family, draw, locale)), value)


def _ip(maker, value: str, draw: Draw, who, locale: str) -> str:
    """From the ranges that are kept for documentation (RFC 5737, RFC 3849)."""
    return f"2001:db8::{draw.below(65536):x}" if ":" in value else f"203.0.113.{1 + draw.below(254)}"


def _iban(maker, value: str, draw: Draw, who, locale: str) -> str:
    """The country stays, the check digits are 00, which no account has."""
    places = [i for i, c in enumerate(value) if c.isalnum()]
    return "".join(value[i] if i in places[:2] else "0" if i in places[2:4] else c for i, c in enumerate(_shaped(value, draw)))


def _plate(maker, value: str, draw: Draw, who, locale: str) -> str:
    """Letters only I, O and Q, which the series of the countries leave out."""
    return _shaped(value, draw, "IOQ") if any(c.isalpha() for c in value) else code(maker, value, draw, who, locale)


def _device(maker, value: str, draw: Draw, who, locale: str) -> str:
    """A UUID of version 0, a locally administered network address, an equipment number that fails its check digit."""
    places = [i for i, c in enumerate(value) if c.isalnum()]
    if _UUID.match(value):
        made = list(_shaped(value, draw, "ABCDEF"))
        made[14] = "0"
        return "".join(made)
    if _MAC_ADDRESS.match(value):
        made, second = list(_shaped(value, draw, "ABCDEF")), value[places[1]]
        made[places[1]] = draw.pick("26") if second.isdecimal() else cased(draw.pick("AE"), second * 3)
        return "".join(made)
    if len(places) in (15, 16) and len(validators.digits(value)) == len(places):
        return _failing(value, draw, lambda made: validators.luhn(validators.digits(made)))
    return _document(maker, value, draw, who, locale)


def _card(maker, value: str, draw: Draw, who, locale: str) -> str:
    return _failing(value, draw, lambda made: validators.luhn(validators.digits(made)))


def _national(maker, value: str, draw: Draw, who, locale: str) -> str:
    return _failing(value, draw, validators.national)


# A type that is not here is a number of the house's: `code`.
MAKERS: dict[str, Callable[..., str]] = {
    "PHONE": _phone, "EMAIL": _email, "HANDLE": _handle, "URL": _url, "ADDRESS": _address, "ZIP": _postcode, "LOCATION": _location,
    "ORG": _organisation, "IP": _ip, "IBAN": _iban, "CARD": _card, "NATIONAL_ID": _national, "PASSPORT": _document, "PLATE": _plate,
    "DEVICE_ID": _device}
