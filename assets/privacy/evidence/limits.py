"""How much may remain: the house's own limit per source and type.

Belongs here: reading `residual` from `policies/privacy.yaml`. Not here: estimating (`residual`), what is found (`policy`).

    default: {residual: 20}
    sources:
      chats: {residual: {PERSON: 150, EMAIL: 5}}

A limit counts expected values left per 1,000 records of the source, and is held against the upper bound of the estimate. It is
no part of the policy that rows are made under: another limit makes no row again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assets.lake import ContractError, House
from assets.lake.house import read_yaml
from assets.privacy.policy import FILE

DEFAULT = 100.0     # where the house says nothing
FIELD = "residual"


@dataclass(frozen=True)
class Limits:
    """Expected values left per 1,000 records that a house accepts."""

    default: Mapping[str, float] = field(default_factory=dict)      # type -> limit; "" for the types not named
    sources: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def of(self, source: str, type_: str) -> float:
        for limits in (self.sources.get(source, {}), self.default):
            for name in (type_, ""):
                if name in limits:
                    return limits[name]
        return DEFAULT


def load(house: House) -> Limits:
    """The limits of a house. Raises ContractError for what is no number."""
    path = house.path / FILE
    given = read_yaml(path) if path.is_file() else {}
    sources = {str(name): _limits(path, f"sources.{name}", settings) for name, settings in (given.get("sources") or {}).items()}
    return Limits(_limits(path, "default", given.get("default")), sources)


def _limits(path, where: str, settings: Any) -> dict[str, float]:
    said = settings.get(FIELD) if isinstance(settings, dict) else None
    if said is None:
        return {}
    limits = {str(name): value for name, value in said.items()} if isinstance(said, dict) else {"": said}
    for name, value in limits.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
            raise ContractError(f"{path}: field '{where}.{FIELD}{f'.{name}' if name else ''}' must be a number from 0: "
                                f"the values that may remain in 1,000 records.")
    return limits
