"""What a house asks of a clean table before its rows may leave: the key `tables` of `policies/privacy.yaml`.

Belongs here: reading and checking it. Not here: acting on it (`recoding`, `tails`, `aggregates`).

    tables:
      transactions:
        k: 10                                     # persons, not rows, who share every combination that leaves
        l: 2                                      # different values of each sensitive column among them
        quasi: {created_on: [month, year], store: [country, any], item_code: [category, first 3]}
        sensitive: [price]
        finest: {price: 2 digits}                 # the finest level in which a column ever leaves
        follow: {item_code: [description]}        # columns that say the same: emptied where the first is coarsened
        top: {price: 0.99}                        # tails are cut at this quantile, or at a limit (1 and more)
        unique: {item_code: 3}                    # what at most so many persons have is an identifier by itself
        sequence: [created_on, store]             # how many persons one would know by a run of these: reported
        below: generalise                         # or suppress: below k, climb the ladders or leave the row out at once
      events:
        aggregate: {wearables: {by: [subject, month], of: {heart_rate: [mean, p95]}, least: 5}}
"""

import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from assets.lake import ContractError, House
from assets.lake.house import read_yaml
from assets.privacy.fields import MARTS
from assets.privacy.policy import FILE
from assets.privacy.schemas import SCHEMAS

KIND_OF_MART = {mart: kind for kind, mart in MARTS.items()}
ANY = "any"
PERIODS = ("day", "week", "month", "quarter", "year")
STATISTICS = ("count", "mean", "min", "max", "median", "p05", "p95")
ITEM_LEVELS = ("category", "brand", "material", "colour")       # of the item that an item_code names
BELOW = ("generalise", "suppress")
MOST = 1_000_000
_ENVELOPE = ("source", "kind", "licence", "legal_basis", "secrecy", "exclusivity", "language", "extra")
_FORMS = {"date": re.compile(r"week|month|quarter|year|decade|any"), "number": re.compile(r"[1-9] digits?|any"),
          "text": re.compile(r"first [1-9]\d?|any")}
_SHAPES = {"quasi": dict, "sensitive": list, "finest": dict, "follow": dict, "top": dict, "unique": dict, "sequence": list, "aggregate": dict}


@dataclass(frozen=True)
class Aggregate:
    """How one source's readings are put together: per person and period, which statistics of which signal."""

    of: dict[str, tuple[str, ...]]          # event type -> statistics; the first becomes the value
    by: tuple[str, ...] = ("subject",)      # subject, and at most one period
    least: int = 5                          # readings per person; persons where `by` names no subject

    @property
    def period(self) -> str | None:
        return next((name for name in self.by if name in PERIODS), None)


@dataclass(frozen=True)
class TablePolicy:
    """What is asked of one clean table. Holds no personal value: it may stand in a manifest."""

    k: int = 1
    l: int = 1
    quasi: dict[str, tuple[str, ...]] = field(default_factory=dict)     # column -> its ladder, fine to coarse
    sensitive: tuple[str, ...] = ()
    finest: dict[str, str] = field(default_factory=dict)
    follow: dict[str, tuple[str, ...]] = field(default_factory=dict)
    top: dict[str, float] = field(default_factory=dict)
    unique: dict[str, int] = field(default_factory=dict)
    sequence: tuple[str, ...] = ()
    below: str = "generalise"
    aggregate: dict[str, Aggregate] = field(default_factory=dict)       # source -> how

    @property
    def needs_items(self) -> bool:
        """Whether a ladder climbs from an item's code to what the catalogue says of it."""
        return any(level in ITEM_LEVELS for level in (*self.quasi.get("item_code", ()), self.finest.get("item_code")))

    def as_params(self) -> dict:
        """The policy as plain JSON, to stand among a step's parameters. Ladders are a list: their order decides."""
        return {**asdict(self), "quasi": [[name, list(ladder)] for name, ladder in self.quasi.items()]}

    @staticmethod
    def of_params(params: dict) -> "TablePolicy":
        told = {name: tuple(value) if isinstance(value, list) else value for name, value in params.items()}
        told["quasi"] = {name: tuple(ladder) for name, ladder in params["quasi"]}
        told["follow"] = {name: tuple(columns) for name, columns in params["follow"].items()}
        told["aggregate"] = {source: Aggregate({signal: tuple(names) for signal, names in one["of"].items()}, tuple(one["by"]), one["least"])
                             for source, one in params["aggregate"].items()}
        return TablePolicy(**told)


def load_tables(house: House) -> dict[str, TablePolicy]:
    """Mart -> what is asked of its clean table. Raises ContractError naming file and field."""
    path = house.path / FILE
    given = (read_yaml(path) if path.is_file() else {}).get("tables") or {}
    if not isinstance(given, dict):
        raise _Complaint(path, "tables", "must map a clean table such as transactions to what is asked of it")
    sources = {one.stem for one in house.files("contracts")}
    return {str(mart): _table(path, str(mart), settings, sources) for mart, settings in given.items()}


class _Complaint(ContractError):
    def __init__(self, path: Path, where: str, reason: str):
        super().__init__(f"{path}: field '{where}' {reason}.")


class _Columns:
    """The columns of one clean table that a policy may name: short and typed."""

    def __init__(self, path: Path, mart: str):
        self._path, self._mart, schema = path, mart, SCHEMAS[KIND_OF_MART[mart]]
        self.kinds = {one.name: kind for one in schema if one.name not in _ENVELOPE and (kind := _kind(one.type))}
        self.texts = {one.name for one in schema if one.name in self.kinds or one.name == "extra" or pa.types.is_large_string(one.type)}

    def known(self, where: str, name: Any, among=None) -> str:
        if name not in (self.kinds if among is None else among):
            raise _Complaint(self._path, where, f"names the column '{name}', which {self._mart} cannot be judged by; "
                                                f"the columns are {', '.join(sorted(self.kinds))}")
        return name

    def level(self, where: str, name: str, level: Any) -> str:
        kind = self.kinds[name]
        others = [*(other for other in self.kinds if self.kinds[other] == "text" and other != name), *(ITEM_LEVELS if name == "item_code" else ())]
        if not isinstance(level, str) or not (_FORMS[kind].fullmatch(level) or (kind == "text" and level in others)):
            forms = {"date": "week, month, quarter, year, decade, any", "number": "3 digits, 2 digits, 1 digit, any",
                     "text": f"first 3, another column ({', '.join(sorted(set(others)))}), any"}[kind]
            raise _Complaint(self._path, where, f"has the unknown level '{level}'; the levels are {forms}")
        return level


def _kind(type_: pa.DataType) -> str | None:
    if pa.types.is_string(type_):
        return "text"
    if pa.types.is_date32(type_):
        return "date"
    return "number" if pa.types.is_float64(type_) or pa.types.is_int32(type_) else None


def _table(path: Path, mart: str, given: Any, sources: set[str]) -> TablePolicy:
    where = f"tables.{mart}"
    if mart not in KIND_OF_MART:
        raise _Complaint(path, where, f"is no clean table; the tables are {', '.join(sorted(KIND_OF_MART))}")
    if not isinstance(given, dict):
        raise _Complaint(path, where, "must hold settings such as 'k' and 'quasi'")
    for name, value in given.items():
        if name not in TablePolicy.__dataclass_fields__:
            raise _Complaint(path, f"{where}.{name}", f"is not known; the settings are {', '.join(TablePolicy.__dataclass_fields__)}")
        if name in _SHAPES and not isinstance(value, _SHAPES[name]):
            raise _Complaint(path, f"{where}.{name}", "must be a list of columns" if _SHAPES[name] is list else "must map a name to what is asked of it")
    columns, below = _Columns(path, mart), given.get("below", "generalise")
    if below not in BELOW:
        raise _Complaint(path, f"{where}.below", f"must be one of {', '.join(BELOW)}")
    quasi = {columns.known(f"{where}.quasi", name): _ladder(path, columns, f"{where}.quasi.{name}", name, ladder)
             for name, ladder in given.get("quasi", {}).items()}
    made = TablePolicy(
        k=_count(path, f"{where}.k", given.get("k", 1)), l=_count(path, f"{where}.l", given.get("l", 1)), quasi=quasi,
        sensitive=tuple(columns.known(f"{where}.sensitive", name) for name in given.get("sensitive", ())),
        finest={columns.known(f"{where}.finest", name): columns.level(f"{where}.finest.{name}", name, level)
                for name, level in given.get("finest", {}).items()},
        follow={columns.known(f"{where}.follow", name): tuple(columns.known(f"{where}.follow.{name}", one, columns.texts) for one in names)
                for name, names in given.get("follow", {}).items()},
        top={columns.known(f"{where}.top", name): _limit(path, columns, f"{where}.top.{name}", name, limit)
             for name, limit in given.get("top", {}).items()},
        unique={columns.known(f"{where}.unique", name): _count(path, f"{where}.unique.{name}", most) for name, most in given.get("unique", {}).items()},
        sequence=tuple(columns.known(f"{where}.sequence", name) for name in given.get("sequence", ())), below=below,
        aggregate={source: _aggregate(path, f"{where}.aggregate.{source}", source, one, mart, sources)
                   for source, one in given.get("aggregate", {}).items()})
    _fits(path, where, made)
    return made


def _fits(path: Path, where: str, made: TablePolicy) -> None:
    """What single fields cannot show: that the parts of a table's policy fit each other."""
    if made.k > 1 and not made.quasi:
        raise _Complaint(path, f"{where}.quasi", "is missing; k counts persons who share the quasi-identifiers named there")
    if made.l > 1 and not made.sensitive:
        raise _Complaint(path, f"{where}.sensitive", "is missing; l counts different values of the columns named there")
    if both := [name for name in made.sensitive if name in made.quasi]:
        raise _Complaint(path, f"{where}.sensitive", f"names '{both[0]}', a quasi-identifier: all of a class share its value")
    for name, level in made.finest.items():
        if name in made.quasi and level not in made.quasi[name]:
            raise _Complaint(path, f"{where}.finest.{name}", f"must be a level of its ladder: {', '.join(made.quasi[name])}")
    for name in made.unique:
        if not made.quasi.get(name):
            raise _Complaint(path, f"{where}.unique.{name}", "needs a ladder under 'quasi' to climb")
    for name in made.follow:
        if name not in made.quasi and name not in made.finest:
            raise _Complaint(path, f"{where}.follow.{name}", "is never coarsened; name it under 'quasi' or 'finest' too")
        if judged := [one for one in made.follow[name] if one in (*made.quasi, *made.sensitive, *made.finest, *made.top)]:
            raise _Complaint(path, f"{where}.follow.{name}", f"empties '{judged[0]}', which is judged by itself; take it out of one of the two")


def _ladder(path: Path, columns: _Columns, where: str, name: str, ladder: Any) -> tuple[str, ...]:
    if not isinstance(ladder, list) or len(set(map(str, ladder))) != len(ladder):
        raise _Complaint(path, where, "must list levels from fine to coarse, each once; [] keeps the column as it is")
    return tuple(columns.level(where, name, level) for level in ladder)


def _count(path: Path, where: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST:
        raise _Complaint(path, where, f"must be a whole number from 1 to {MOST}")
    return value


def _limit(path: Path, columns: _Columns, where: str, name: str, value: Any) -> float:
    if columns.kinds[name] != "number" or not isinstance(value, int | float) or isinstance(value, bool) or not value > 0:
        raise _Complaint(path, where, "must be a column of numbers with a quantile such as 0.99, or a limit of 1 and more")
    return float(value)


def _aggregate(path: Path, where: str, source: str, given: Any, mart: str, sources: set[str]) -> Aggregate:
    if mart != "events":
        raise _Complaint(path, where, "is about readings; only events can be aggregated")
    if source not in sources:
        raise _Complaint(path, where, "names a source without a contract; name one of the house's sources of events")
    if not isinstance(given, dict) or set(given) - {"by", "of", "least"} or not isinstance(given.get("of"), dict) or not given["of"]:
        raise _Complaint(path, where, "must say 'of' which signals which statistics leave, and may say 'by' and 'least'")
    for signal, names in given["of"].items():
        if not isinstance(names, list) or not names or set(names) - set(STATISTICS):
            raise _Complaint(path, f"{where}.of.{signal}", f"must list statistics; they are {', '.join(STATISTICS)}")
    by = given.get("by", ["subject"])
    if not isinstance(by, list) or set(by) - {"subject", *PERIODS} or sum(name in PERIODS for name in by) > 1 or not by:
        raise _Complaint(path, f"{where}.by", f"must list 'subject', one of {', '.join(PERIODS)}, or both")
    return Aggregate({str(signal): tuple(names) for signal, names in given["of"].items()}, tuple(by),
                     _count(path, f"{where}.least", given.get("least", 5)))
