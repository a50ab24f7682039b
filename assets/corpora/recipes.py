"""Recipes: what a corpus is made of, in one YAML file a curator can read aloud.

Belongs here: the fields, their meaning and their mistakes. Not here: applying them (`selection`, `cut`).
"""

import fnmatch
import hashlib
import json
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator, model_validator

from assets.lake import House
from assets.lake.errors import ContractError
from assets.lake.house import read_yaml

SPLITS = ("train", "validation", "test")
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$")]
Table = Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9_]+$")]


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
        return self

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
        first = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"] if part != "[key]") or "recipe"
        reason = first["msg"].removeprefix("Value error, ")
        raise ContractError(f"{path}: field '{field}': {reason}; correct it and run again.") from None
    if recipe.corpus != path.stem:
        raise ContractError(f"{path}: field 'corpus' says '{recipe.corpus}'; it must equal the file's name, '{path.stem}'.")
    for number, rule in enumerate(recipe.where):
        if not is_one_expression(rule.rule):
            raise ContractError(f"{path}: field 'where.{number}.rule' is not one SQL condition; write it as you would after WHERE.")
    return recipe


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


def _any(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
