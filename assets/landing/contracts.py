"""Source contracts: what a source is, how it is read, and what it may be used for.

Belongs here: the YAML's fields, their meaning, and every complaint about them. Not here: opening a source's files
(readers), turning rows into records (mapping).
A contract without licence, legal basis or purposes is `blocked`: its files are counted and never opened.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from assets.lake.errors import ContractError, InputError
from assets.landing.kinds import COLUMNS, EXCLUSIVITY, FORMATS, LEGAL_BASES, ROW_ENVELOPE, SECRECY
from assets.landing.wording import check_options, complaint, licence_of, needs_agreement, read_yaml


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _as_text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _as_day(value: Any) -> Any:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("is no date; write it as 2026-01-31") from None


def _as_subject(value: Any) -> Any:
    return {"id": value} if isinstance(value, (str, list)) else value


Names = Annotated[list[str], BeforeValidator(_listed)]
Day = Annotated[date | None, BeforeValidator(_as_day)]
Words = Annotated[str | None, BeforeValidator(_as_text)]

TAKEN = ("contracts", "objections")       # tables under landing/ that are no source


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, hide_input_in_errors=True)


class Files(_Part):
    include: Annotated[Names, Field(min_length=1, description="patterns below the house's inbox, such as press/**/*.html")]
    exclude: Annotated[Names, Field(description="patterns left aside")] = []

    @field_validator("include", "exclude")
    @classmethod
    def _stays_inside(cls, patterns: list[str]) -> list[str]:
        for pattern in patterns:
            if pattern.startswith(("/", "~")) or ".." in pattern.split("/") or "\\" in pattern or not pattern.strip():
                raise ValueError("has a pattern that leaves the inbox; write it relative to the inbox, with forward slashes")
        return patterns


class Sql(_Part):
    url_env: Annotated[str | None, Field(description="the environment variable that holds the database URL")] = None
    url: Annotated[str | None, Field(description="a database URL without password; {inbox} stands for the inbox")] = None
    query: Annotated[str, Field(min_length=1, description="the select statement whose rows are landed")]
    watermark: Annotated[str | None, Field(description="a column that only grows; rows above the last value are new")] = None

    @model_validator(mode="after")
    def _one_address(self) -> "Sql":
        if not (self.url or self.url_env):
            raise ValueError("names no database; give 'url_env' (an environment variable) or 'url'")
        return self


class Origin(_Part):
    files: Annotated[Files | None, Field(description="files in the house's inbox")] = None
    sql: Annotated[Sql | None, Field(description="the rows of a query")] = None
    asset: Annotated[str | None, Field(description="key of an upstream Dagster asset whose output is a Parquet file")] = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "Origin":
        if sum(part is not None for part in (self.files, self.sql, self.asset)) != 1:
            raise ValueError("needs exactly one of 'files', 'sql' and 'asset'")
        return self


class Subject(_Part):
    id: Annotated[Names, Field(min_length=1, description="their columns whose value identifies the person")]
    scheme: Annotated[str, Field(description="names the number space when two sources number different people alike")] = ""


class Consent(_Part):
    subject: Annotated[str | None, Field(description="their column naming the person; the subject by default")] = None
    purpose: Annotated[str, Field(description="their column, or =literal")]
    status: Annotated[str, Field(description="their column holding given, withdrawn or refused")]
    notice_version: str | None = None
    from_: Annotated[str | None, Field(alias="from")] = None
    until: str | None = None


class TdmOptOut(_Part):
    protocol: Annotated[Words, Field(description="robots.txt, TDMRep, ai.txt, contract, or none")] = None
    checked: Annotated[Day, Field(description="the day somebody looked")] = None
    value: Words = None


class PublicOrigin(_Part):
    url: str | None = None
    version: Words = None
    fetch: Annotated[str | None, Field(description="how a user gets it")] = None


class ByColumn(_Part):
    column: str


class Contract(_Part):
    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,62}$", description="the file's name without .yaml")]
    title: Annotated[str, Field(min_length=1, description="the source in plain words")]
    kind: Annotated[Literal[tuple(COLUMNS)], Field(description="what one record is")]
    from_: Annotated[Origin, Field(alias="from", description="where the records come from")]
    format: Annotated[Literal[FORMATS], Field(description="how files are written; auto goes by suffix")] = "auto"
    parse: Annotated[dict[str, Any], Field(description="options of the reader")] = {}
    columns: Annotated[dict[str, Names], Field(description="our column: theirs, a dotted path, =literal, or a list of these")] = {}
    keep: Annotated[Names, Field(description="further columns of theirs, kept in extra")] = []
    primary_key: Annotated[Names, Field(description="their columns that identify a record; without it, content does")] = []
    subject: Annotated[Subject | None, BeforeValidator(_as_subject), Field(description="the person a record is about")] = None
    subject_fields: Annotated[Names, Field(description="our columns that hold personal data")] = []
    consent: Annotated[Consent | None, Field(description="their columns that hold a person's consent")] = None
    group: Annotated[str | None, Field(description="their column by which splits keep records together")] = None
    controller: Annotated[str | None, Field(description="legal controller; the house's by default")] = None
    steward: Annotated[str | None, Field(description="whom to ask; the house's by default")] = None
    licence: Annotated[str | None, Field(description="SPDX expression or LicenseRef-NAME of an agreement")] = None
    agreement: Annotated[Words, Field(description="the agreement that a LicenseRef names")] = None
    legal_basis: Annotated[Literal[LEGAL_BASES] | None, Field(description="GDPR Article 6 basis, or not-personal")] = None
    article9: Annotated[Words, Field(description="the Article 9 condition for special categories")] = None
    purposes: Annotated[Names, Field(description="what the records may be used for")] = []
    territory: Annotated[Names, Field(description="where")] = []
    retention: Annotated[str | None, Field(pattern=r"^P\d+[YMWD](\d+[MWD])*$", description="such as P10Y")] = None
    embargo: Annotated[Day, Field(description="not before this day")] = None
    secrecy: Annotated[Literal[SECRECY], Field(description="public, internal, confidential or secret")] = "internal"
    exclusivity: Annotated[Literal[EXCLUSIVITY], Field(description="who else holds it")] = "exclusive"
    tdm_opt_out: Annotated[TdmOptOut | None, Field(description="evidence about text-and-data-mining opt-outs")] = None
    origin: Annotated[PublicOrigin | None, Field(description="where a public source comes from")] = None
    language: Annotated[str | ByColumn | None, Field(description="a language code, or {column: theirs}")] = None
    people_in_picture: Annotated[Literal["yes", "no", "unknown"] | None, Field(description="media only")] = None

    @field_validator("name")
    @classmethod
    def _not_taken(cls, name: str) -> str:
        if name in TAKEN:
            raise ValueError(f"is '{name}', under which the house keeps a register of its own; choose another")
        return name

    @field_validator("licence")
    @classmethod
    def _known_licence(cls, value: str | None) -> str | None:
        return licence_of(value)

    @field_validator("purposes", "territory")
    @classmethod
    def _no_empty_word(cls, words: list[str]) -> list[str]:
        if any(not word.strip() for word in words):
            raise ValueError("has an empty entry; remove it")
        return words

    @model_validator(mode="after")
    def _fits_together(self) -> "Contract":
        allowed = {field.name for field in COLUMNS[self.kind]} | set(ROW_ENVELOPE)
        for ours in self.columns:
            if ours not in allowed:
                raise ValueError(f"field 'columns.{ours}' is no column of kind {self.kind}; use one of {', '.join(sorted(allowed))}, "
                                 f"or list the source's column under 'keep'")
        for ours in self.subject_fields:
            if ours not in allowed:
                raise ValueError(f"field 'subject_fields' names '{ours}', which is no column of kind {self.kind}; use our names")
        if self.licence and needs_agreement(self.licence) and not self.agreement:
            raise ValueError("field 'agreement' is missing, and a LicenseRef stands for one; name the agreement")
        if self.kind == "media" and self.format not in ("media", "auto", "csv", "tsv", "json", "jsonl", "parquet", "xlsx"):
            raise ValueError(f"field 'format' is {self.format}, which holds no media; use media, or a table that lists them")
        return self

    @property
    def missing_rights(self) -> list[str]:
        return [name for name in ("licence", "legal_basis", "purposes") if not getattr(self, name)]

    @property
    def state(self) -> str:
        return "blocked" if self.missing_rights else "ready"

    @property
    def reason(self) -> str | None:
        missing = self.missing_rights
        return f"the contract has no {' and no '.join(missing)}" if missing else None

    @property
    def table(self) -> str:
        return f"landing/{self.name}"

    def reading(self) -> str:
        """Everything of the contract that changes a parsed row, as canonical text: the memo of a parse."""
        parts = self.model_dump(mode="json", by_alias=True, exclude={
            "title", "controller", "steward", "agreement", "article9", "territory", "retention", "embargo",
            "tdm_opt_out", "origin", "subject_fields"})
        parts["from"] = self.from_.sql.query if self.from_.sql else None
        return json.dumps(parts, sort_keys=True, ensure_ascii=False)


@dataclass(frozen=True)
class Refused:
    """A contract that could not be read; the others proceed."""
    name: str
    reason: str
    state: str = "broken"


def load_contract(path: Path, house: Any) -> Contract:
    path = Path(path)
    shown = _shown(path, house)
    raw = read_yaml(path, shown)
    try:
        contract = Contract.model_validate(raw)
    except ValidationError as error:
        raise ContractError(f"{shown}: {complaint(error)}") from None
    if contract.name != path.stem:
        raise ContractError(f"{shown}: field 'name' is '{contract.name}' and the file is '{path.stem}': make them the same.")
    check_options(contract.parse, shown)
    return contract.model_copy(update={
        "controller": contract.controller or getattr(house, "controller", None),
        "steward": contract.steward or getattr(house, "steward", None)})


def load_contracts(house: Any) -> list[Contract | Refused]:
    """Every contract of the house in the order of their names; a broken one becomes Refused."""
    loaded: list[Contract | Refused] = []
    for path in sorted(house.files("contracts", "*.yaml")):
        try:
            loaded.append(load_contract(path, house))
        except ContractError as error:
            loaded.append(Refused(Path(path).stem, str(error)))
    return loaded


def describe(model: type[BaseModel] = Contract, prefix: str = "") -> list[dict[str, Any]]:
    """One entry per field, for the documentation: name, required, default, meaning."""
    entries = []
    for name, field in model.model_fields.items():
        shown = prefix + (field.alias or name)
        parts = _parts_of(field.annotation)
        entries.append({
            "field": shown, "required": field.is_required(),
            "default": None if field.is_required() else field.default, "meaning": field.description or ""})
        for part in parts:
            entries += describe(part, f"{shown}.")
    return entries


def _parts_of(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [part for inner in getattr(annotation, "__args__", ()) for part in _parts_of(inner)]


def _shown(path: Path, house: Any) -> str:
    try:
        return path.resolve().relative_to(Path(house.path).resolve()).as_posix()
    except (ValueError, AttributeError, TypeError):
        return path.name


def load_contract_named(house: Any, name: str) -> Contract:
    """One source's contract. Raises InputError when there is none of that name, ContractError when it is broken."""
    paths = {Path(path).stem: path for path in house.files("contracts", "*.yaml")}      # a contract is named after its file
    if name not in paths:
        raise InputError(f"There is no source '{name}'; the sources are {', '.join(sorted(paths)) or 'none yet'}.")
    return load_contract(paths[name], house)
