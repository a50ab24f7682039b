"""Recipes: what a corpus is made of, in one YAML file a curator can read aloud.

Belongs here: the fields, their meaning and their mistakes. Not here: applying them (`selection`, `cut`).
"""

import fnmatch
import hashlib
import json
from fractions import Fraction
from inspect import isclass
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator, model_validator

from assets.lake import House
from assets.lake.errors import ContractError
from assets.lake.house import read_yaml

SPLITS = ("train", "validation", "test")
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$")]
Table = Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9_]+$")]
Share = Annotated[float, Field(ge=0, le=1)]

QUALITY = "1 - coalesce(quality.symbol_share, 0) - coalesce(quality.duplicate_line_share, 0)"
OVERLAPS = "evaluation_overlaps"        # the annotation that is made from the recipes themselves
EXPECTED_LOSS = 0.5                     # of a source's records, where the recipe says nothing


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Sources(_Part):
    """Which sources may contribute: shell patterns over source names, exclusion wins."""

    include: tuple[str, ...] = ("*",)
    exclude: tuple[str, ...] = ()

    def admit(self, source: str) -> bool:
        return _any(source, self.include) and not _any(source, self.exclude)


class Rule(_Part):
    """A condition a record must meet, and what to tell the reader when it does not."""

    rule: str = Field(min_length=1)
    reason: str = Field(min_length=1)


class Splits(_Part):
    """How records are divided. The group stays together, whatever else joins the corpus."""

    by: Literal["group"] = "group"
    seed: int = Field(ge=0, lt=2**63)
    shares: dict[Literal["train", "validation", "test"], float]

    @field_validator("shares")
    @classmethod
    def _whole(cls, shares: dict) -> dict:
        if any(share < 0 for share in shares.values()) or sum(Fraction(str(share)) for share in shares.values()) != 1:
            raise ValueError("the shares must not be negative and must add up to 1")
        return {name: shares[name] for name in SPLITS if name in shares}


class Near(_Part):
    """Texts that are alike: the Jaccard similarity of their word 5-grams from which one stands for the other."""

    jaccard: float = Field(ge=0.5, le=1)        # pairs below are not kept by the annotation


class Contained(_Part):
    """A text that stands in a longer one: the share of its word 5-grams that the longer one must hold."""

    share: float = Field(ge=0.8, le=1)          # pairs below are not kept by the annotation


class Duplicates(_Part):
    """Which records count as the same, and which of them speaks for the others."""

    exact: bool = True
    near: Near | None = None
    contained: Contained | None = None
    survivor: tuple[Literal["rights", "quality", "date"], ...] = ("rights", "quality", "date")
    quality: str = QUALITY

    @field_validator("survivor")
    @classmethod
    def _once(cls, survivor: tuple) -> tuple:
        if len(set(survivor)) < len(survivor):
            raise ValueError("each of rights, quality and date may be named once")
        return survivor

    @model_validator(mode="after")
    def _equal_is_alike(self) -> "Duplicates":
        if not self.exact and (self.near or self.contained):
            raise ValueError("'exact' may not be false where texts that are alike are merged: equal ones are alike, too")
        return self


class Strip(_Part):
    """What is taken out of texts: lines that their source repeats, from texts of which they make at least this share."""

    templates: Share


class Contamination(_Part):
    """The largest share of a training record's words that may stand in evaluation records, ours or supplied."""

    share: float = Field(ge=0, lt=1)


class Recipe(_Part):
    """One corpus. Rules are SQL conditions over `records` (its short columns) and the named annotations."""

    corpus: Name
    title: str
    track: Literal["pretraining", "fine-tuning"]
    tables: tuple[Table, ...] = Field(min_length=1)
    purposes: tuple[str, ...] = Field(min_length=1)
    sources: Sources = Sources()
    annotations: tuple[Name, ...] = ("language", "quality", "exact_duplicates")
    where: tuple[Rule, ...] = ()
    duplicates: Duplicates = Duplicates()
    strip: Strip | None = None
    contamination: Contamination | None = None
    expected_loss: dict[str, Share] = Field(default_factory=dict)
    splits: Splits
    shards: dict[Literal["train", "validation", "test"], int]
    weights: dict[str, float] = Field(default_factory=dict)
    roles: dict[str, str] = Field(default_factory=dict)
    gates: tuple[str, ...] = ()
    statements: dict[str, str | None] = Field(default_factory=dict)

    @field_validator("shards")
    @classmethod
    def _powers(cls, shards: dict) -> dict:
        for name, count in shards.items():
            if count < 1 or count & (count - 1) or count > 2**16:
                raise ValueError(f"'{name}' must be a power of two from 1 to 65536")
        return shards

    @field_validator("weights")
    @classmethod
    def _positive(cls, weights: dict) -> dict:
        if any(not 0 < weight < 1e6 for weight in weights.values()):
            raise ValueError("each weight must be more than 0 and less than a million")
        return weights

    @model_validator(mode="after")
    def _agree(self) -> "Recipe":
        if set(self.shards) != set(self.splits.shares):
            raise ValueError("'shards' and 'splits.shares' must name the same splits")
        if self.track == "fine-tuning" and "clean/documents" in self.tables:
            raise ValueError("'tables' may not hold clean/documents on the fine-tuning track: a document has no turns")
        if self.strip and "clean/documents" not in self.tables:
            raise ValueError("'strip' works on documents; add clean/documents to 'tables' or take it out")
        if reserved := {"records", OVERLAPS} & set(self.annotations):
            raise ValueError(f"'annotations' may not name {reserved.pop()}; say 'contamination' to ask for overlaps, and 'records' is always there")
        return self

    @property
    def measures(self) -> tuple[str, ...]:
        """The annotations a selection reads: those the recipe names, then those its other fields ask for."""
        asked, duplicates = list(self.annotations), self.duplicates
        if duplicates.exact:
            asked.append("exact_duplicates")
        if duplicates.near or duplicates.contained:
            asked.append("near_duplicates")
        if "quality" in duplicates.survivor and duplicates.quality == QUALITY:
            asked.append("quality")
        if self.strip:
            asked.append("templates")
        if self.contamination:
            asked += ["contamination", OVERLAPS]
        return tuple(dict.fromkeys(asked))

    def expected(self, source: str) -> float:
        """The share of a source's records it may lose to duplicates and rules before somebody should look."""
        return next((share for pattern, share in self.expected_loss.items() if fnmatch.fnmatchcase(source, pattern)), EXPECTED_LOSS)

    def weight(self, source: str) -> float:
        """The weight of a source: that of the first pattern that fits, else 1."""
        return next((weight for pattern, weight in self.weights.items() if fnmatch.fnmatchcase(source, pattern)), 1.0)

    def plain(self) -> dict:
        """The recipe as JSON values, defaults filled in."""
        return json.loads(self.model_dump_json())

    def digest(self) -> str:
        """SHA-256 over the recipe's meaning: spelling, order of fields and comments do not change it."""
        return hashlib.sha256(json.dumps(self.plain(), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def load(path: Path) -> Recipe:
    """Read one recipe. Raises ContractError naming file, field and reason."""
    try:
        recipe = Recipe.model_validate(read_yaml(path))
    except ValidationError as error:
        mistakes = error.errors(include_input=False, include_url=False)
        first = next((mistake for mistake in mistakes if mistake["type"] == "extra_forbidden"), mistakes[0])     # a misspelt field is missing as well
        field = ".".join(str(part) for part in first["loc"] if part != "[key]") or "recipe"
        reason = first["msg"].removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            reason = f"there is no such field, only {', '.join(_fields_beside(first['loc']))}"
        raise ContractError(f"{path}: field '{field}': {reason}; correct it and run again.") from None
    if recipe.corpus != path.stem:
        raise ContractError(f"{path}: field 'corpus' says '{recipe.corpus}'; it must equal the file's name, '{path.stem}'.")
    for number, rule in enumerate(recipe.where):
        if not is_one_expression(rule.rule):
            raise ContractError(f"{path}: field 'where.{number}.rule' is not one SQL condition; write it as you would after WHERE.")
    if not is_one_expression(recipe.duplicates.quality):
        raise ContractError(f"{path}: field 'duplicates.quality' is not one SQL expression; write a number that is higher for a better text.")
    return recipe


def sound(house: House, annotations: set[str] | None = None) -> tuple[list[Recipe], dict[str, str]]:
    """The recipes of a house that can be used, in name order, and by name the mistake of each other one.

    `annotations` are those that somebody makes, where that is known: a recipe may name no other.
    """
    found, mistakes = [], {}
    for path in house.files("recipes", "*.yaml"):
        try:
            recipe = load(path)
            lacking = [name for name in recipe.measures if name not in annotations] if annotations else ()
            if lacking:
                field = "annotations" if lacking[0] in recipe.annotations else "duplicates, strip or contamination"
                raise ContractError(f"{path}: field '{field}' needs the annotation '{lacking[0]}', which nobody makes; "
                                    f"there are {', '.join(sorted(annotations))}.")
            found.append(recipe)
        except ContractError as mistake:
            mistakes[path.stem] = str(mistake)
    return found, mistakes


def recipes(house: House) -> list[Recipe]:
    """Every recipe of a house, in name order."""
    return [load(path) for path in house.files("recipes", "*.yaml")]


def is_one_expression(text: str) -> bool:
    """Whether the text parses as a single SQL expression and nothing else."""
    import duckdb

    try:
        statements = duckdb.extract_statements(f"select ({text}\n)")
    except duckdb.Error:
        return False
    return bool(text.strip()) and len(statements) == 1


def _fields_beside(place: tuple) -> list[str]:
    """The fields that a recipe has where an unknown one was found."""
    part = Recipe
    for name in place[:-1]:
        if isinstance(name, str):
            kind = part.model_fields[name].annotation
            part = next(one for one in (kind, *get_args(kind)) if isclass(one) and issubclass(one, BaseModel))
    return list(part.model_fields)


def _any(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
