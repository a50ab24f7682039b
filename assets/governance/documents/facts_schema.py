"""The shape of what the documents of a release are made from.

Belongs here: the facts' fields, what each means, and the plain error when one is missing. Not here: words, pictures,
verdicts, and where the facts come from. A later producer may add fields: unknown ones are ignored.
"""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from assets.lake.errors import IntegrityError


def _plain(value: Any) -> Any:
    """Dates as YAML reads them become the text they were written as."""
    return value.isoformat() if isinstance(value, (datetime.date, datetime.datetime)) else value


def _measures(value: Any) -> Any:
    """A bare count stands for its records."""
    return {"records": value} if isinstance(value, int) and not isinstance(value, bool) else value


def _steps(value: Any) -> Any:
    """A step written as its bare name has no version to show."""
    return [{"step": step} if isinstance(step, str) else step for step in value] if isinstance(value, list) else value


def _evidence(value: Any) -> Any:
    """A bare sentence is evidence of an unnamed protocol."""
    return {"value": value} if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_plain)]
Count = Annotated[int, Field(ge=0, strict=True)]
Counts = dict[str, Count]


class _Facts(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)


class Release(_Facts):
    corpus: str
    version: Text
    track: str
    title: str
    house: str
    controller: str
    as_of: Text
    previous: Text | None
    demonstration: bool
    root: Annotated[str, Field(pattern=r"^[0-9A-Za-z:]+$")] | None     # hexadecimal Merkle root of the records
    purposes: list[str] = []                                          # those of the recipe: each record's must cover them

    @property
    def name(self) -> str:
        return f"{self.corpus}/{self.version}"


class Shard(_Facts):
    """One file of records, as the manifest lists it."""
    name: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    bytes: Count
    rows: Count


class Subtraction(_Facts):
    """This release is another one less some records, taken out on request."""
    of: Text                   # version of the other one
    requests: list[str]        # numbers
    removed: Count


class FunnelRow(_Facts):
    """One table: what went in equals what came out plus everything named beside it."""
    stage: str
    table: str
    source: str | None = None
    came_in: Count = Field(alias="in")
    out: Count
    left_out: Counts
    merged: Counts
    quarantined: Counts
    already: Count = 0         # of those left out, the ones that an earlier table had left out with its own reason


class Fate(_Facts):
    """What became of one source: arrived = released + reasons + unexplained."""
    source: str
    title: str
    arrived: Count
    released: Count
    reasons: Counts
    unexplained: int = 0


class Loss(_Facts):
    """A source that lost more of its records to duplicates and rules than its recipe expects."""
    source: str
    title: str
    admitted: Count            # records whose rights cover the corpus
    lost: Count
    share: float               # 0..1 of those admitted
    expected: float            # 0..1, the most that the recipe expects


class Unasked(_Facts):
    """A ready source whose kind of record this corpus does not read."""
    source: str
    title: str
    kind: str | None = None


class Evidence(_Facts):
    protocol: str | None = None
    checked: Text | None = None
    value: Text | None = None


class Origin(_Facts):
    """Where a public source is to be had."""
    url: str | None = None
    version: Text | None = None
    fetch: str | None = None


class SourceShare(_Facts):
    source: str
    title: str
    records: Count
    characters: Count
    licence: str | None
    legal_basis: str | None
    purposes: list[str] | None
    exclusivity: str | None
    secrecy: str | None
    retention: Text | None
    tdm: Annotated[Evidence | None, BeforeValidator(_evidence)]
    agreement: str | None = None
    controller: str | None = None
    embargo: Text | None = None
    kind: str | None = None
    article9: str | None = None
    territory: list[str] | None = None
    origin: Origin | None = None
    made: Count = 0            # records made by a generator
    redactions: Counts = {}


class Measures(_Facts):
    records: Count
    characters: Count | None = None


Shares = dict[str, Annotated[Measures, BeforeValidator(_measures)]]


class Composition(_Facts):
    by_source: list[SourceShare]
    by_language: Shares
    by_split: Shares
    by_licence: Shares = {}
    by_year: Shares = {}       # of a record's own date; the undated under an empty name


class BlockedSource(_Facts):
    source: str
    title: str
    reason: str


class SecondPass(_Facts):
    unique_identifiers: Count
    full_names: Count
    searched_values: Count


class Residual(_Facts):
    """What may remain, per type and language; `passed` is None when there were too few canaries to know."""
    type: str
    language: str                   # empty where the records' language could not be told
    found: Count
    known: Count                    # of those found, the ones that the register or the house's own words gave away
    canaries: Count
    caught: Count
    recall: float | None            # share of canaries caught, with its 95 % bounds
    low: float | None
    high: float | None
    residual: float | None          # values expected to remain in the release, with the bounds carried through
    residual_low: float | None
    residual_high: float | None
    verdict: str
    passed: bool | None


class Form(_Facts):
    """How planted values were written, and how many were caught so."""
    form: str
    planted: Count
    caught: Count


class Canaries(_Facts):
    records: Count
    planted: Count
    caught: Count
    forms: list[Form] = []


class Labelled(_Facts):
    """Values that people marked in a set of the house's own, and how many the same steps removed."""
    set: str
    type: str
    language: str
    marked: Count
    gone: Count
    recall: float
    low: float
    high: float
    known: bool                     # whether there are enough of them to know


class OverRedaction(_Facts):
    """What was replaced of text that names nobody: planted words of the catalogue, and the item table's own text."""
    words_planted: Count
    words_replaced: Count
    item_words: Count
    item_replaced: Count
    per_1000_words: float | None


class Privacy(_Facts):
    redactions: Counts
    second_pass: SecondPass | None
    residual: list[Residual] | None
    canaries: Canaries | None = None
    over_redaction: OverRedaction | None = None
    labelled: list[Labelled] | None = None


class Check(_Facts):
    table: str
    check: str
    passed: bool
    held: Count | None = None      # expectations met, of those asked; None where the check is one question
    of: Count | None = None


class Waiver(_Facts):
    reason: str
    until: Text                    # the last day on which it counts
    signed_by: list[str]           # key ids


class Policy(_Facts):
    policy: str
    passed: bool
    why: str | None = None
    title: str | None = None
    severity: str = "block"        # block: no release while it does not hold; warn: told here
    regulation: str | None = None
    rows: Count | None = None      # violations
    said: str | None = None        # the first violation, in a sentence
    digest: str | None = None      # SHA-256 of the file that asks it
    parameters: dict[str, Any] = {}
    sql: str | None = None
    waiver: Waiver | None = None

    @property
    def blocks(self) -> bool:
        return not self.passed and self.severity == "block" and self.waiver is None


class LineageEdge(_Facts):
    origin: str = Field(alias="from")
    to: str
    records: Count | None


class ChainStep(_Facts):
    step: str
    version: Text | None = None


class Chain(_Facts):
    id: str = ""
    steps: Annotated[list[ChainStep], BeforeValidator(_steps)]
    records: Count | None = None


class Changes(_Facts):
    """Records against the previous release; an absent comparison is said, never guessed."""
    added: Count
    removed: Count
    changed: Count
    reasons: Counts = {}
    unexplained: Count = 0


class Facts(_Facts):
    release: Release
    funnel: list[FunnelRow]
    composition: Composition
    blocked_sources: list[BlockedSource]
    privacy: Privacy
    checks: list[Check]
    policies: list[Policy]
    lineage: list[LineageEdge]
    chains: list[Chain]
    human: dict[str, str | None]
    changes: Changes | None = None
    fates: list[Fate] = []
    losses: list[Loss] = []
    not_asked: list[Unasked] = []
    shards: list[Shard] = []
    subtraction: Subtraction | None = None

    @property
    def sources(self) -> list[SourceShare]:
        """Most records first."""
        return sorted(self.composition.by_source, key=lambda source: (-source.records, source.title, source.source))

    @property
    def records(self) -> int:
        return sum(source.records for source in self.composition.by_source)

    @property
    def characters(self) -> int:
        return sum(source.characters for source in self.composition.by_source)


_EXPECTED = {
    "missing": "is missing", "int_type": "must be a whole number", "greater_than_equal": "must not be negative",
    "string_type": "must be text", "bool_type": "must be true or false", "bool_parsing": "must be true or false",
    "list_type": "must be a list", "dict_type": "must be a mapping", "model_type": "must be a mapping",
    "float_type": "must be a number", "string_pattern_mismatch": "must be letters and digits", "float_parsing": "must be a number",
}


# Control characters, halves of surrogate pairs, and marks that turn the direction of what follows.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def _printable(value: Any) -> Any:
    """Names and sentences come from contracts and files: none may hide or reorder what stands beside it."""
    if isinstance(value, str):
        return _UNPRINTABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_printable(key): _printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(item) for item in value]
    return value


def read_facts(facts: dict) -> Facts:
    """The facts, checked. One sentence names the first field at fault; values are never quoted."""
    try:
        return Facts.model_validate(_printable(facts))
    except ValidationError as error:
        first, *others = error.errors(include_input=False, include_url=False, include_context=False)
        more = f" (and {len(others)} more)" if others else ""
        wrong = _EXPECTED.get(first["type"], "has a value of the wrong kind")
        raise IntegrityError(
            f"facts of the release: field '{_path(first['loc'])}' {wrong}{more}. The documents say only what is known; "
            f"supply the field where the release is cut, with null where nothing is known.") from None


_NAMED_BY_DATA = {"left_out", "merged", "quarantined", "by_language", "by_split", "by_licence", "by_year", "redactions", "reasons", "human", "parameters"}


def _path(location: tuple) -> str:
    """Field names only: a mapping's keys are data."""
    path, inside_data = "", False
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        elif inside_data:
            inside_data = False
        else:
            path += f".{part}" if path else part
            inside_data = part in _NAMED_BY_DATA
    return path or "(all)"
