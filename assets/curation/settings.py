"""What a house says of its annotations, in `curation.yaml`: how alike is alike, what everybody has, what is kept for examination.

Belongs here: the fields, their meaning, their defaults and their mistakes. Not here: thresholds that decide (recipes).
"""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from assets.lake import House
from assets.lake.errors import ContractError

FILE = "curation.yaml"
Pattern = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_*?\[\]-]+$")]     # of source names, as in a shell


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Likeness(_Part):
    """When two texts are proposed as near duplicates, and from which score on the pair is kept (Broder 1997; FineWeb's 14 x 8)."""

    words: int = Field(5, ge=1, le=32, description="words in a shingle")
    bands: int = Field(14, ge=1, le=64)
    rows: int = Field(8, ge=1, le=32, description="hashes in a band")
    jaccard: float = Field(0.5, gt=0, le=1, description="a pair at least this alike is kept")
    containment: float = Field(0.8, gt=0, le=1, description="or one of which the other holds at least this share")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.bands * self.rows > 512:
            raise ValueError("bands times rows may be at most 512")
        return self


class Templates(_Part):
    """When a line counts as a template of its source: so many of its records hold it, and such a share of them."""

    records: int = Field(5, ge=2)
    share: float = Field(0.02, ge=0, le=1)


class Settings(_Part):
    """`curation.yaml` of a house; a house without one gets the defaults."""

    near_duplicates: Likeness = Likeness()
    templates: Templates = Templates()
    ngram: int = Field(13, ge=2, le=64, description="words in a row that count as an overlap with an evaluation set")
    reference: tuple[Pattern, ...] = Field((), description="sources of public text: what everybody has")
    seed: tuple[Pattern, ...] = Field((), description="sources of expert text: what the house is about")
    memory_mb: int = Field(256, ge=16, le=2**16, description="working memory of a step that compares texts with each other")


def settings_of(house: House | None) -> Settings:
    """The house's settings. Raises ContractError naming file, field and reason."""
    if house is None:
        return Settings()
    try:
        return Settings.model_validate(house.yaml(FILE))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "curation"
        raise ContractError(f"{house.path / FILE}: field '{field}': {first['msg'].removeprefix('Value error, ')}; correct it and run again.") from None
