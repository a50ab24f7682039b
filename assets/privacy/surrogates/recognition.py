"""Whether a value found in clean text has the form of a surrogate: what makers leave on what they make.

Belongs here: the types whose surrogates can be told by their form alone. Not here: making them (`makers`, `pseudonyms`). A surrogate
person, place or date is written like any other, so nothing can be said of those without the key.
"""

import re

from assets.privacy.detect import validators
from assets.privacy.surrogates.makers import MAIL_DOMAIN

_TAG = re.compile(r"<?[A-Z_]+_[0-9a-f]{8}>?|\[[A-Z_]+\]")
_PAGE = re.compile(r"[\w.]+_[\w.]+\d\d\Z")
_ACCOUNT = re.compile(r"\b[A-Z]{2}00(?:[ -]?[A-Z0-9]{1,5}){3,9}\b")     # check digits that no account has
_CODE = re.compile(r"X\D*\Z")           # a number of the house's: where its last digit was stands an X


def may_be_ours(type_: str, value: str) -> bool:
    """Whether surrogates of a type of TOLD are written like this value. Raises KeyError for any other type."""
    form = TOLD[type_]
    return _TAG.fullmatch(value) is not None or form(value.strip())


def without_accounts(text: str) -> str:
    """The text with surrogate accounts blanked at equal length: a part of one may look like somebody's number."""
    return _ACCOUNT.sub(lambda found: " " * len(found[0]), text)


def _code(value: str) -> bool:
    return _CODE.search(value) is not None


def _phone(value: str) -> bool:
    """After country and trunk digits, at most five of them, come three zeros."""
    return "000" in validators.digits(value)[:8]


def _handle(value: str) -> bool:
    return _PAGE.search(value) is not None


def _plate(value: str) -> bool:
    letters = "".join(filter(str.isalpha, value)).upper()
    return set(letters) <= set("IOQ") if letters else _code(value)


TOLD = {
    "EMAIL": lambda value: value.lower().endswith("@" + MAIL_DOMAIN), "PHONE": _phone, "HANDLE": _handle,
    "URL": lambda value: MAIL_DOMAIN in value.lower() or _handle(value),
    "IP": lambda value: value.startswith("203.0.113.") or value.lower().startswith("2001:db8:"),
    "IBAN": lambda value: "".join(filter(str.isalnum, value))[2:4] == "00",
    "CARD": lambda value: not validators.luhn(validators.digits(value)), "NATIONAL_ID": lambda value: not validators.national(value),
    "PASSPORT": _code, "DEVICE_ID": _code, "PLATE": _plate, "SECRET": lambda value: False, "PASSWORD": lambda value: False}
