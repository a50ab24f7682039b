"""Plain words and readable figures for people who never read code.

Belongs here: how a machine word, a count or a period is said. Not here: which of them is said where.
"""

from __future__ import annotations

import re

from assets.governance.documents.facts_schema import Evidence

NOT_STATED = "not stated"
OWN = "LicenseRef-House-Owned"      # the licence under which a house uses what is its own

STAGES = {
    "landing": "Arrived", "warehouse": "Sorted and linked", "privacy": "Personal data located",
    "clean": "Personal data removed", "annotations": "Measured", "corpora": "Chosen for this corpus",
    "selection": "Chosen for this corpus", "splits": "Divided", "release": "Packed and sealed",
    "releases": "Packed and sealed", "shards": "Packed and sealed", "knowledge": "Facts drawn out",
    "synthetic": "Made from other records", "expertise": "Judged by experts",
}

GROUPS = {
    "landing": ("source", "sources"), "warehouse": ("sorted table", "sorted tables"),
    "privacy": ("privacy index", "privacy indexes"), "clean": ("cleaned table", "cleaned tables"),
    "annotations": ("measurement", "measurements"), "knowledge": ("table of facts", "tables of facts"),
    "synthetic": ("synthetic table", "synthetic tables"), "expertise": ("expert table", "expert tables"),
    "corpora": ("selection", "selections"), "releases": ("release", "releases"),
}

REMOVED = {
    "DEVICE_ID": "Numbers of devices", "PASSWORD": "Passwords", "PLATE": "Number plates", "ID": "Numbers of a person", "ZIP": "Postcodes",
    "ORG": "Organisations that point to a person", "CODE": "House numbers",
    "PERSON": "Names of people", "EMAIL": "E-mail addresses", "EMAIL_ADDRESS": "E-mail addresses",
    "PHONE": "Telephone numbers", "PHONE_NUMBER": "Telephone numbers", "IBAN": "Bank account numbers",
    "IBAN_CODE": "Bank account numbers", "CARD": "Payment card numbers", "CREDIT_CARD": "Payment card numbers",
    "ADDRESS": "Postal addresses", "LOCATION": "Places that point to a person", "SECRET": "House secrets",
    "DATE": "Dates that point to a person", "DATE_TIME": "Dates that point to a person",
    "BIRTH_DATE": "Dates of birth", "IP": "Internet addresses", "IP_ADDRESS": "Internet addresses",
    "URL": "Web addresses that point to a person", "PASSPORT": "Passport numbers",
    "CLIENT_ID": "Client numbers", "CLIENT_NO": "Client numbers", "ORDER_ID": "Order numbers", "ORDER_NO": "Order numbers",
    "HANDLE": "Social media names", "LOYALTY": "Loyalty card numbers", "NATIONAL_ID": "National identity numbers",
    "FISCAL_CODE": "Tax numbers", "TAX_ID": "Tax numbers", "NIR": "French social security numbers",
}

LANGUAGES = {
    "en": "English", "fr": "French", "it": "Italian", "de": "German", "es": "Spanish", "pt": "Portuguese",
    "nl": "Dutch", "ja": "Japanese", "zh": "Chinese", "ko": "Korean", "ar": "Arabic", "ru": "Russian",
    "la": "Latin", "pl": "Polish", "tr": "Turkish", "th": "Thai", "he": "Hebrew", "el": "Greek", "sv": "Swedish", "da": "Danish",
    "fi": "Finnish", "no": "Norwegian", "cs": "Czech", "hu": "Hungarian", "ro": "Romanian", "ca": "Catalan", "vi": "Vietnamese",
    "hi": "Hindi", "uk": "Ukrainian", "fa": "Persian", "an": "Aragonese", "co": "Corsican", "fo": "Faroese", "gl": "Galician", "lt": "Lithuanian", "lv": "Latvian",
    "et": "Estonian", "sk": "Slovak", "sl": "Slovene", "hr": "Croatian", "bg": "Bulgarian", "id": "Indonesian", "eu": "Basque",
    "und": "Undetermined",
}

SPLITS = {"train": "Training", "validation": "Validation", "test": "Test"}

# What tables say when they leave a record out, in a reviewer's words. Advice to whoever delivers files (after a semicolon) is not for
# this page, and what a pattern does not know is said as it stands.
_REASONS = tuple((re.compile(pattern), told) for pattern, told in (
    (r"language not measured: unknown", "Language not recognised: detection of personal data not measured"),
    (r"language not measured: (?P<language>\w+)", "{language}: detection of personal data not measured"),
    (r"(?P<rule>.+) \(not measured\)", "Could not be measured, so not known whether {rule}"),
    (r"left out in the warehouse", "Left out already when sorted and linked"),
    (r"consent absent", "No consent of the person is recorded"),
    (r"consent (?P<state>expired|refused|withdrawn|pending)", "Consent of the person {state}"),
    (r"undated under a retention", "Without a date, so not known whether it may still be kept"),
    (r"retention has passed", "May no longer be kept: its retention has passed"),
    (r"no purpose (is )?allowed", "No purpose is allowed for it"),
    (r"exact duplicate", "Says exactly what another record says"),
    (r"not yet matched with known persons", "Not yet compared with the people the house knows"),
))
_TABLES = {
    "landing": "Source {}", "warehouse": "Sorted {}", "clean": "Cleaned {}", "corpora": "Choice of records for {}", "releases": "Release {}"}
_MEASURED = {"exact_duplicates": "Equal texts", "language": "Language of each text", "quality": "Quality of each text"}

# What words in a licence's SPDX id bind whoever uses it to.
_BINDS = {"BY": "name the author", "SA": "share alike", "NC": "no commercial use", "ND": "no derivatives", "GPL": "share alike", "AGPL": "share alike",
          "LGPL": "share alike", "ODbL": "share alike", "CDLA-Sharing": "share alike"}
FORBIDS = ("no commercial use", "no derivatives")       # what a corpus for a house's model cannot keep

_PERIOD = re.compile(r"P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


def number(value: int | None) -> str:
    return "not measured" if value is None else f"{value:,}"


def count(value: int, one: str, many: str | None = None) -> str:
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def figure(value: float | None) -> str:
    """An estimate, no finer than it is known; never a zero for something."""
    if value is None:
        return "not known"
    return "0" if not value else "under 0.1" if value < 0.1 else f"{value:,.1f}".removesuffix(".0")


def share(part: int, whole: int) -> str:
    """A percentage a person can compare; never a zero for something that is there, never all for almost all."""
    if not whole:
        return "–"
    if not part:
        return "0 %"
    percent = 100 * part / whole
    if percent < 0.1:
        return "under 0.1 %"
    if part < whole and percent > 99.9:
        return "over 99.9 %"
    return f"{percent:.1f} %" if percent < 99.95 else "100 %"


def said(word: str | None) -> str:
    """A machine word as a reader would say it: `no_consent` -> No consent."""
    if not word or not word.strip():
        return NOT_STATED
    words = re.sub(r"[_\s]+", " ", word).strip()
    return words[0].upper() + words[1:]


def reason(word: str) -> str:
    """Why a record was left out, in a reviewer's words."""
    plain = re.sub(r"[_\s]+", " ", word).strip().split("; ")[0]
    for pattern, told in _REASONS:
        if found := pattern.fullmatch(plain):
            groups = found.groupdict()
            if "language" in groups:
                groups["language"] = LANGUAGES.get(groups["language"], f"Language '{groups['language']}'")
            return told.format(**groups)
    return said(plain)


def check(word: str) -> str:
    """What a check asks, in a few words."""
    return "Shape, ranges and contacts as expected" if word.startswith("suite:") else said(word)


def key_said(word: str | None) -> str:
    """The same for closed vocabularies, whose words are joined by hyphens."""
    return said(word.replace("-", " ") if word else word)


def stage(name: str) -> str:
    return STAGES.get(name.lower(), said(name))


def removed(kind: str) -> str:
    return REMOVED.get(kind.upper(), said(kind.lower()))


def language(code: str) -> str:
    return LANGUAGES.get(code.lower(), NOT_STATED if not code.strip() else code)


def split(name: str) -> str:
    return SPLITS.get(name.lower(), said(name))


def licence(identifier: str | None) -> str:
    """An SPDX identifier as it is; a named agreement by its name."""
    if identifier and identifier.startswith("LicenseRef-"):
        return said(identifier.removeprefix("LicenseRef-").replace("-", " "))
    return identifier or NOT_STATED


def binding(identifier: str | None) -> list[str]:
    """What a licence binds to, by the words of its SPDX id; a house's own agreements (LicenseRef) say it themselves."""
    parts = {part for word in (identifier or "").split() if not word.startswith("LicenseRef-") for part in (word, *word.strip("()").split("-"))}
    return list(dict.fromkeys(bound for word, bound in _BINDS.items() if word in parts))


def period(text: str | None) -> str:
    """An ISO period in words; anything else as written."""
    if not text:
        return NOT_STATED
    found = _PERIOD.fullmatch(text)
    if not found:
        return text
    units = zip(found.groups(), ("year", "month", "week", "day"), strict=True)
    return ", ".join(count(int(n), unit) for n, unit in units if n)


def reservation(tdm: Evidence | None) -> str:
    """What was found when the source was asked whether its texts may be mined."""
    if tdm is None or not (tdm.protocol or tdm.value):
        return "not checked"
    none = {"none", "", None}
    if tdm.protocol in none and tdm.value in none:
        words = "no reservation found"
    else:
        words = ": ".join(part for part in (tdm.protocol, tdm.value) if part not in none)
    return f"{words}, checked {tdm.checked}" if tdm.checked else words


def embargo(until: str, as_of: str) -> str:
    return f"embargo ended {until}" if until <= as_of else f"under embargo until {until}"


def setting(name: str, value: object) -> str:
    """A parameter with its value, as a reader would say it."""
    return f"{said(name)}: {', '.join(map(str, value)) if isinstance(value, list | tuple) else value}"


def listed(items: list[str] | None) -> str:
    return ", ".join(key_said(item) for item in items) if items else NOT_STATED


def mining(licence: str | None, tdm: Evidence | None) -> str:
    """The same for one source: what belongs to the house itself needs no such check."""
    found = reservation(tdm)
    return "not needed: the house's own" if found == "not checked" and licence == OWN else found


def table_name(table: str) -> str:
    """`clean/documents` -> Cleaned documents."""
    group, _, name = table.partition("/")
    plain = re.sub(r"[_\s]+", " ", name.split(".")[0]).strip()
    if not plain:
        return said(group)
    if group in _TABLES:
        return _TABLES[group].format(plain)
    return _MEASURED.get(name, said(plain))
