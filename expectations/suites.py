"""Suites: which expectations a table must meet, read from `suites/*.yaml`.

Belongs here: the files and their shorthand. Not here: evaluating them (`validate`), deciding when (orchestration).

    table: clean/documents            a table, or `corpora/*` for every table of a group
    title: Clean documents
    use: [envelope]                   lists of `common.yaml` that come first
    without_contacts: [title, text]   columns in which no e-mail address, telephone or account number may stand
    expectations: [{type: expect_column_values_to_not_be_null, column: licence}]

A column may be written `turns.text` (a field of a list of structs, one line each) or `purposes.count` (a list's length).
"""

import hashlib
import json
import re
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path

import yaml

from assets.lake import ContractError

FOLDER = Path(__file__).parent / "suites"
COMMON = "common"
_ALLOWED = "(?#allowed)"         # where a pattern of `contacts` takes the house's own addresses; by itself it means nothing
_KNOWN = {"table", "title", "use", "without_contacts", "expectations"}


@dataclass(frozen=True)
class Suite:
    """The expectations of one table, each {type, column?, ...} in the words of Great Expectations."""

    name: str
    table: str                      # may end in /*
    title: str
    expectations: tuple[dict, ...]

    @property
    def check(self) -> str:
        """The name of the suite's verdict in the lake."""
        return f"suite:{self.name}"

    @property
    def digest(self) -> str:
        return hashlib.blake2b(json.dumps(self.expectations, sort_keys=True).encode(), digest_size=8).hexdigest()

    def covers(self, table: str) -> bool:
        return fnmatch(table, self.table)

    def allowing(self, words: tuple[str, ...]) -> "Suite":
        """The suite, letting through the addresses and numbers that the house publishes as its own."""
        return replace(self, expectations=tuple(
            {**e, "regex": e["regex"].replace(_ALLOWED, _allowed(e["entity"], words))} if "entity" in e else e for e in self.expectations))

    def without(self, entities: set[str]) -> "Suite":
        """The suite without expectations about types of personal data that the house's policy lets stand."""
        kept = tuple(e for e in self.expectations if e.get("entity") not in entities)
        return replace(self, expectations=kept)


def columns_of(expectation: dict) -> list[str]:
    """The columns an expectation is about: none for the table as a whole, two for a pair."""
    return [expectation[name] for name in ("column", "column_A", "column_B") if name in expectation]


@lru_cache(maxsize=1)
def suites() -> tuple[Suite, ...]:
    """Every suite, in name order. Raises ContractError naming file and field."""
    common = _read(FOLDER / f"{COMMON}.yaml")
    return tuple(_suite(path, common) for path in sorted(FOLDER.glob("*.yaml")) if path.stem != COMMON)


def _suite(path: Path, common: dict) -> Suite:
    given = _read(path)
    for name in given:
        if name not in _KNOWN:
            raise ContractError(f"{path}: field '{name}' is not known; the fields are {', '.join(sorted(_KNOWN))}.")
    for name in ("table", "title"):
        if not given.get(name):
            raise ContractError(f"{path}: field '{name}' is missing; a suite says which table it is about.")
    found = []
    for name in given.get("use", ()):
        if name not in common:
            raise ContractError(f"{path}: field 'use' names '{name}', which common.yaml does not have.")
        found += common[name]
    found += [{**contact, "column": column} for column in given.get("without_contacts", ()) for contact in common["contacts"]]
    found += given.get("expectations", ())
    for entry in found:
        if not isinstance(entry, dict) or not str(entry.get("type", "")).startswith("expect_"):
            raise ContractError(f"{path}: every expectation is a mapping with 'type', an expectation's name.")
    return Suite(path.stem, given["table"], given["title"], tuple(found))


def _allowed(entity: str, words: tuple[str, ...]) -> str:
    """Lookaheads that stop a contact pattern at what the house lets stand."""
    if entity == "EMAIL":
        parts = [word.rsplit("@", 1) for word in words if "@" in word.strip("@")]
        return "".join(f"(?!(?<=\\b{re.escape(local)}@){re.escape(host)}\\b)" for local, host in parts)
    return "".join(f"(?!{re.escape(word)}(?!\\w))" for word in words if any(c.isdigit() for c in word) and "@" not in word)


def _read(path: Path) -> dict:
    return yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
