"""From a source's rows to raw records: the contract's columns, applied row by row.

Belongs here: which value goes into which column, and why a row cannot. Not here: reading (readers), identity (identity).
A row whose mapped column is missing, whose key is empty or whose value does not fit its type goes to quarantine with a
locator and a reason; a column of ours that the contract does not map is null.
Theirs may be a column, a dotted path (creator.0.name), `path.file`, `path.stem`, `path.folder` or `path.NAME` of the
contract's parse.path, `=literal`, or a list of these (the first that holds a value).
"""

import functools
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from assets.lake.keys import subject_id
from assets.landing.contracts import ByColumn, Contract
from assets.landing.kinds import COLUMNS, EXCLUSIVITY, LEGAL_BASES, ROW_ENVELOPE, SECRECY
from assets.landing.readers.base import Bad, Facts, Parts, Row
from assets.landing.readers.speech import turn_of
from assets.landing.reshaping import path_facts, reshaped
from assets.landing.values import MISSING, Unfit, as_json, is_empty, look, number, text, whole, word, words
from assets.landing.wording import licence_of

MAPPING_VERSION = "1"       # raise it when the same row and contract give another record

_LONG = ("text", "notes")
_OWN_SHAPE = ("txt", "md", "html", "pdf", "docx", "rtf", "vtt", "srt", "transcript", "alto", "hocr", "eml", "ttl", "warc", "wet",
              "media")
_STRICT = ("csv", "tsv", "parquet", "xlsx", "sql")
_CONSENT = ("purpose", "status", "notice_version", "from", "until")


@dataclass(slots=True)
class Record:
    """A raw record before it has its id. `content` is what identifies it when it has no key."""
    locator: str
    columns: dict[str, Any]
    key: list[str]
    content: dict[str, Any] = field(repr=False)
    parts: Parts = ()


Getter = Callable[[dict[str, Any], dict[str, str]], Any]


class Mapper:
    """A contract, ready to map the rows of one file after another. `unmapped` gathers columns nobody asked for."""

    def __init__(self, contract: Contract, identity_key: bytes):
        self.contract, self._key = contract, identity_key
        self._fields = {ours.name: ours for ours in COLUMNS[contract.kind]}
        self._decimal = contract.parse.get("decimal", ".")
        self._nulls = frozenset(contract.parse.get("nulls", ()))
        self._plan = [(ours, [_getter(name) for name in theirs], self._fit_of(ours))
                      for ours, theirs in contract.columns.items() if ours in self._fields]
        self._rest = [(ours, self._fit_of(ours)) for ours in self._fields if ours not in contract.columns]
        self._envelope = [(ours, [_getter(name) for name in theirs]) for ours, theirs in contract.columns.items() if ours in ROW_ENVELOPE]
        self._keep = [(name, [_getter(name)]) for name in contract.keep]
        self._primary = [_getter(name) for name in contract.primary_key]
        self._group = [_getter(contract.group)] if contract.group else None
        self._language = [_getter(contract.language.column)] if isinstance(contract.language, ByColumn) else None
        people = contract.subject.id if contract.subject else \
            [contract.consent.subject] if contract.consent and contract.consent.subject else []
        self._people_in = [[_getter(name)] for name in people]
        self._gather = people[0] if contract.kind == "subject" and contract.parse.get("gather") and people else None
        self._scheme = f"{contract.subject.scheme}:" if contract.subject and contract.subject.scheme else ""
        # What comes from a file's path never identifies a record.
        self._not_said = {ours for ours, theirs in contract.columns.items() if _from_path(theirs)} | {"people_in_picture"}
        self._licences: dict[str, str | None] = {}
        self._subjects: dict[str, bytes] = {}
        self._used = {name.split(".")[0] for names in (*contract.columns.values(), contract.keep, contract.primary_key, people)
                      for name in names} | {contract.group} | self._asides()
        self._last: tuple[str, ...] = ()
        self.unmapped: set[str] = set()

    def records(self, rows: Iterable[Row | Bad], path: str, found: Facts, table: bool = False) -> Iterator[Record | Bad]:
        """Records of one file. Raises nothing about the rows; a Bad passes through.

        `found` is what the reader finds out while it reads; `table` says that every row has every column.
        """
        parse = self.contract.parse
        facts = path_facts(path, parse.get("path"))
        for entry in reshaped(rows, parse, self._gather):
            if isinstance(entry, Bad):
                yield entry
                continue
            values, format = entry.values, "sql" if table else found.format or ""
            if self._nulls:
                values = {name: None if isinstance(value, str) and value in self._nulls else value for name, value in values.items()}
            if (names := tuple(values)) != self._last and len(self.unmapped) < 1000:
                self._last = names
                self.unmapped.update(name for name in names if name not in self._used and not name.startswith("_"))
            try:
                yield self._record(entry, values, facts, format)
            except Unfit as reason:
                yield Bad(entry.locator, str(reason), parts=entry.parts)

    # -- one record --------------------------------------------------------------------------------------------------

    def _record(self, entry: Row, values: dict[str, Any], facts: dict[str, str], format: str) -> Record:
        strict = format in _STRICT and not self.contract.parse.get("optional")
        contract, columns = self.contract, {}
        for ours, theirs, fit in self._plan:
            columns[ours] = fit(_first(values, facts, theirs, ours, strict))
        if not contract.columns or format in _OWN_SHAPE:
            for ours, fit in self._rest:
                if ours in values:
                    columns[ours] = fit(values[ours])
        self._complete(columns, values)
        if all(value is None for value in columns.values()):
            raise Unfit("the record is empty: no mapped column holds a value")
        if contract.kind == "dialogue" and not columns.get("turns"):
            raise Unfit("the conversation has no turns")
        people = self._people(values, facts, strict)
        if contract.kind == "subject" and not people:
            raise Unfit("the record names no person: the subject column is empty")
        if contract.kind == "subject" and columns.get("subject_key") is None:
            columns["subject_key"] = people[0]
        key = self._key_of(values, facts)
        envelope = self._row_envelope(values, facts, strict, format)
        kept = {}
        for name, theirs in self._keep:
            if not is_empty(value := _first(values, facts, theirs, name, strict)):
                kept[name] = value
        group = word(_first(values, facts, self._group, "the group", strict)) if self._group else None
        subjects = sorted({self._subject(who) for who in people})
        content = {} if key else self._content(columns, envelope, kept, subjects, group)
        record = {**envelope, **columns, "subject_ids": subjects, "group": group, "extra": as_json(kept)}
        return Record(entry.locator, record, key, content, entry.parts)

    def _fit_of(self, ours: str) -> Callable[[Any], Any]:
        """How a value becomes one of a column's type."""
        kind = self._fields[ours].type
        if pa.types.is_floating(kind):
            fit = functools.partial(number, decimal=self._decimal)
        elif pa.types.is_integer(kind):
            fit = functools.partial(whole, decimal=self._decimal, bits=kind.bit_width)
        elif ours == "turns":
            fit = self._turns
        elif ours == "consents":
            fit = _consents
        elif pa.types.is_list(kind):
            fit = functools.partial(words, separator=self.contract.parse.get("list_separator", ";"))
        else:
            return text if ours in _LONG else word

        def fitted(value: Any) -> Any:
            try:
                return fit(value)
            except Unfit as reason:
                raise Unfit(f"the value of '{ours}' {reason}") from None

        return fitted

    def _turns(self, value: Any) -> list[dict[str, Any]] | None:
        if is_empty(value):
            return None
        if isinstance(value, str):
            value = [value]
        roles = self.contract.parse.get("roles", {})
        turns = [turn for entry in value if (turn := turn_of(entry))] if isinstance(value, list) else []
        if not turns:
            raise Unfit("holds no turns that can be read")
        for turn in turns:
            turn["role"] = roles.get(turn.get("speaker"), turn.get("role"))
        return [{name: turn.get(name) for name in ("speaker", "role", "text", "start", "end", "confidence")} for turn in turns]

    def _complete(self, columns: dict[str, Any], values: dict[str, Any]) -> None:
        """What the contract says of all records, and consent gathered from the columns it names."""
        contract = self.contract
        if contract.kind == "media" and columns.get("people_in_picture") is None:
            columns["people_in_picture"] = contract.people_in_picture or "unknown"
        if contract.consent and contract.kind == "subject" and not columns.get("consents"):
            given = []
            for row in values.get("_rows") or [values]:
                entry = {name: word(self._consent(row, name)) for name in _CONSENT}
                if entry["purpose"] and entry["status"]:
                    given.append(entry)
            columns["consents"] = sorted(given, key=lambda entry: [entry[name] or "" for name in _CONSENT]) or None

    def _consent(self, row: dict[str, Any], name: str) -> Any:
        theirs = getattr(self.contract.consent, "from_" if name == "from" else name)
        if theirs is None:
            return None
        if theirs.startswith("="):
            return theirs[1:]
        value = look(row, theirs)
        return None if value is MISSING else value

    def _people(self, values: dict[str, Any], facts: dict[str, str], strict: bool) -> list[str]:
        found = []
        for theirs in self._people_in:
            value = _first(values, facts, theirs, "the subject", strict)
            for one in value if isinstance(value, list) else [value]:
                if (who := word(one)) is not None:
                    found.append(who)
        return found

    def _subject(self, who: str) -> bytes:
        if who not in self._subjects:
            if len(self._subjects) > 100_000:
                self._subjects.clear()
            self._subjects[who] = subject_id(self._key, self.contract.controller or "", self._scheme + who)
        return self._subjects[who]

    def _key_of(self, values: dict[str, Any], facts: dict[str, str]) -> list[str]:
        parts = []
        for theirs in self._primary:
            value = word(theirs(values, facts))
            if value is None:
                raise Unfit("the primary key is missing or empty")
            parts.append(value if value.isascii() else unicodedata.normalize("NFC", value))
        return parts

    def _row_envelope(self, values: dict[str, Any], facts: dict[str, str], strict: bool, format: str) -> dict[str, Any]:
        contract = self.contract
        row = {ours: word(_first(values, facts, theirs, ours, strict)) for ours, theirs in self._envelope}
        own = format in _OWN_SHAPE
        language = row.get("language")
        if language is None and self._language:
            language = word(_first(values, facts, self._language, "the language", strict))
        if language is None and isinstance(contract.language, str):
            language = contract.language
        if language is None and own and isinstance(values.get("language"), str):
            language = word(values["language"])
        created = row.get("created")
        if created is None and own and "created" not in contract.columns and isinstance(values.get("created"), str):
            created = word(values["created"])
        return {
            "created": created, "language": language, "licence": self._licence(row.get("licence")),
            "legal_basis": _one_of(row.get("legal_basis"), LEGAL_BASES, "legal basis") or contract.legal_basis,
            "secrecy": _one_of(row.get("secrecy"), SECRECY, "secrecy class") or contract.secrecy,
            "exclusivity": _one_of(row.get("exclusivity"), EXCLUSIVITY, "exclusivity") or contract.exclusivity,
            "purposes": contract.purposes,
        }

    def _licence(self, written: str | None) -> str | None:
        if written is None:
            return self.contract.licence
        if written not in self._licences:
            try:
                self._licences[written] = licence_of(written)
            except ValueError:
                self._licences[written] = None
        if self._licences[written] is None:
            raise Unfit("the record's own licence is no SPDX expression")
        return self._licences[written]

    def _content(self, columns: dict, envelope: dict, kept: dict, subjects: list, group: str | None) -> dict[str, Any]:
        """What identifies a record without key: what the source says, not the file it says it in, nor our own words."""
        said = {ours: value for ours, value in columns.items() if value is not None and ours not in self._not_said}
        kept = {name: value for name, value in kept.items() if not name.startswith("path.")}
        return {**said, "@created": None if "created" in self._not_said else envelope["created"], "@extra": kept or None,
                "@subjects": [one.hex() for one in subjects],
                "@group": None if self.contract.group and _from_path([self.contract.group]) else group}

    def _asides(self) -> set[str]:
        """Their columns that options use."""
        names: set[str] = {self.contract.language.column} if isinstance(self.contract.language, ByColumn) else set()
        if self.contract.consent:
            names |= {value for value in self.contract.consent.model_dump().values() if value}
        turns = self.contract.parse.get("turns")
        if isinstance(turns, dict):
            for value in turns.values():
                names |= {str(name) for name in (value if isinstance(value, list) else [value])}
        return names


def _getter(name: str) -> Getter:
    """Their column, ready to be looked up in a row and in the facts of its file."""
    if name.startswith("="):
        literal = name[1:]
        return lambda values, facts: literal
    if name.startswith("path."):
        group = name[5:]
        return lambda values, facts: facts.get(group)
    if "." in name:
        return lambda values, facts: look(values, name)
    return lambda values, facts: values.get(name, MISSING)


def _first(values: dict[str, Any], facts: dict[str, str], theirs: list[Getter], what: str, strict: bool) -> Any:
    there = False
    for get in theirs:
        value = get(values, facts)
        if value is MISSING:
            continue
        there = True
        if not is_empty(value):
            return value
    if strict and not there:
        raise Unfit(f"the source has no column for '{what}'")
    return None


def _from_path(theirs: Iterable[str]) -> bool:
    return any(name.startswith("path.") for name in theirs)


def _one_of(written: str | None, known: tuple[str, ...], what: str) -> str | None:
    if written is not None and written not in known:
        raise Unfit(f"the record's own {what} is none of the known ones")
    return written


def _consents(value: Any) -> list[dict[str, Any]] | None:
    if is_empty(value):
        return None
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise Unfit("is no list of consents")
    return [{name: word(entry.get(name)) for name in _CONSENT} for entry in value]
