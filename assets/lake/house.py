"""A house: what belongs to one maison and not to the code, and the home that remembers it.

Belongs here: finding and reading the folders. Not here: what a contract, recipe or policy means (their stages know).
"""

import dataclasses
import datetime as dt
import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from assets.lake.errors import ContractError, SetupError

_VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}")
_REQUIRED = ("name", "title", "controller", "steward")
_KNOWN = (*_REQUIRED, "as_of", "seed", "languages", "inbox")


@dataclass(frozen=True)
class House:
    """The folder of one house, read once. Paths inside it are given relative to the folder."""

    path: Path
    name: str
    title: str
    controller: str
    steward: str
    as_of: dt.date
    seed: int | None
    languages: tuple[str, ...]
    inbox: str
    _settings: dict = field(repr=False, default_factory=dict)
    _set_aside: frozenset[Path] = frozenset()

    @staticmethod
    def open(path: Path | str) -> "House":
        """Read `house.yaml`. Raises ContractError naming file, field and reason."""
        path = Path(os.path.abspath(path))
        if not (path / "house.yaml").is_file():
            raise ContractError(f"{path}: there is no house.yaml here; name a house folder with HALLMARK_HOUSE or `--house`.")
        settings = read_yaml(path / "house.yaml")
        for name in _REQUIRED:
            if not settings.get(name):
                raise ContractError(f"{path / 'house.yaml'}: field '{name}' is missing; a house names itself, its controller and its steward.")
        for name in settings:
            if name not in _KNOWN:
                raise ContractError(f"{path / 'house.yaml'}: field '{name}' is not known; the fields are {', '.join(_KNOWN)}.")
        return House(
            path=path, name=str(settings["name"]), title=str(settings["title"]), controller=str(settings["controller"]),
            steward=str(settings["steward"]), as_of=_date(path, settings.get("as_of", "today")), seed=settings.get("seed"),
            languages=tuple(settings.get("languages", ())), inbox=expand(str(settings.get("inbox", "inbox"))), _settings=settings)

    def yaml(self, name: str) -> Any:
        """A YAML file of the house, or an empty mapping when it has none of that name."""
        return read_yaml(self.path / name) if (self.path / name).is_file() else {}

    def lines(self, name: str) -> tuple[str, ...]:
        """A vocabulary: one entry a line, `#` starts a comment, a missing file is an empty vocabulary."""
        file = self.path / name
        if not file.is_file():
            return ()
        lines = (line.split("#", 1)[0].strip() for line in file.read_text(encoding="utf-8").splitlines())
        return tuple(line for line in lines if line)

    def files(self, folder: str, pattern: str = "*.yaml") -> list[Path]:
        """The files of one of the house's folders, in name order."""
        return sorted(set((self.path / folder).glob(pattern)) - self._set_aside)

    def without(self, files: list[Path]) -> "House":
        """The same house as if these files were not there: for stages that must not see what another stage refused."""
        return dataclasses.replace(self, _set_aside=self._set_aside | frozenset(files))

    def zones(self) -> dict[str, dict]:
        """The zones of `lake.yaml`: name -> url and credential names. Missing zones lie under `lake/` of the home."""
        given = self.yaml("lake.yaml").get("zones", {})
        unknown = set(given) - set(ZONES)
        if unknown:
            raise ContractError(f"{self.path / 'lake.yaml'}: zone '{min(unknown)}' is not known; the zones are {', '.join(ZONES)}.")
        zones = {}
        for name in ZONES:
            entry = dict(given.get(name) or {})
            entry["url"] = expand(str(entry.get("url", f"lake/{name}")))
            zones[name] = entry
        return zones


ZONES = ("landing", "vault", "clean", "releases", "ledger")


@dataclass(frozen=True)
class Home:
    """Where state lives: lake, keys, Dagster's own home. Remembers its house, so it can be copied and opened alone."""

    path: Path
    house: House
    demonstration: bool

    @staticmethod
    def locate() -> Path:
        """`HALLMARK_HOME`, or `.hallmark` in the current folder."""
        return Path(os.path.abspath(os.environ.get("HALLMARK_HOME") or ".hallmark"))

    @staticmethod
    def make(path: Path, house: Path, *, demonstration: bool) -> "Home":
        """Make a home for a house; an existing home keeps what it has but must be of the same house."""
        opened = House.open(house)
        path.mkdir(parents=True, exist_ok=True)
        file = path / "home.json"
        if not file.exists():
            relative = os.path.relpath(opened.path, path)
            remembered = relative if not relative.startswith("..") else str(opened.path)
            file.write_text(json.dumps({"house": remembered, "name": opened.name, "demonstration": demonstration}, indent=1) + "\n")
        home = Home.open(path, house)
        if home.house.name != opened.name:
            raise SetupError(f"{path} is the home of house '{home.house.name}'; choose another HALLMARK_HOME for '{opened.name}'.")
        return home

    @staticmethod
    def open(path: Path | None = None, house: Path | str | None = None) -> "Home":
        """Open a home. `house`, else `HALLMARK_HOUSE`, else the house it remembers."""
        path = path or Home.locate()
        file = path / "home.json"
        if not file.is_file():
            raise SetupError(f"{path} is not a Hallmark home; make one with `hallmark init`, or name yours with HALLMARK_HOME.")
        known = _remembered(file)
        chosen = house or os.environ.get("HALLMARK_HOUSE") or path / known["house"]
        opened = House.open(chosen)
        if opened.name != known["name"]:
            raise SetupError(f"{path} is the home of house '{known['name']}', not of '{opened.name}'; one home serves one house.")
        return Home(path, opened, bool(known["demonstration"]))

    @property
    def inbox(self) -> str:
        """Where files arrive: a folder (relative to the home) or an s3 address."""
        inbox = self.house.inbox
        return inbox if "://" in inbox else str((self.path / inbox).resolve())


def _remembered(file: Path) -> dict:
    """What a home knows of its house. Raises SetupError when the file cannot be read or is damaged."""
    try:
        known = json.loads(file.read_text())
        if all(isinstance(known[name], kind) for name, kind in (("house", str), ("name", str), ("demonstration", bool))):
            return known
    except OSError as error:
        raise SetupError(f"{file} cannot be read ({error.strerror}); give this user the permission.") from None
    except (ValueError, KeyError, TypeError):
        pass
    raise SetupError(f"{file} is damaged; restore it: it names the house, its folder, and whether this is a demonstration.")


def expand(text: str) -> str:
    """`${NAME}` and `${NAME:-default}` from the environment; a missing name without default is a SetupError."""
    def value(match: re.Match) -> str:
        found = os.environ.get(match[1])
        if found is None and match[2] is None:
            raise SetupError(f"The environment has no {match[1]}; set it, the house's files refer to it.")
        return found if found is not None else match[2]

    return _VARIABLE.sub(value, text)


class _Once(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """The safe loader, and no field said twice: the second would win in silence."""

    def get_single_node(self):
        node = super().get_single_node()
        level, seen = [node] if node is not None else [], set()
        while level:
            one = level.pop()
            if id(one) in seen or isinstance(one, yaml.ScalarNode):
                continue
            seen.add(id(one))
            if isinstance(one, yaml.MappingNode):
                fields = set()
                for key, value in one.value:
                    if isinstance(key, yaml.ScalarNode) and (key.tag, key.value) in fields:
                        raise yaml.constructor.ConstructorError(None, None, "a field is said twice", key.start_mark)
                    fields.add((key.tag, key.value) if isinstance(key, yaml.ScalarNode) else id(key))
                    level.append(value)
            else:
                level += one.value
        return node


def read_yaml(path: Path) -> Any:
    """A YAML mapping, read by the safe loader. Raises ContractError that names the line, never quoting it."""
    try:
        loaded = yaml.load(path.read_bytes(), Loader=_Once)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        twice = isinstance(error, yaml.constructor.ConstructorError) and "twice" in str(error.problem)
        raise ContractError(f"{path}: a field is said twice{where}; keep one of them." if twice else
                            f"{path}: this is not readable YAML{where}; mend the indentation or quoting there.") from None
    except OSError as error:
        raise ContractError(f"{path}: the file cannot be read ({error.strerror}); check its permissions.") from None
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise ContractError(f"{path}: the file must hold fields (name: value), not a list or a single value.")
    return loaded


def _date(path: Path, value: Any) -> dt.date:
    if value == "today":
        return dt.datetime.now(dt.UTC).date()
    try:
        return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
    except ValueError:
        raise ContractError(f"{path / 'house.yaml'}: field 'as_of' must be a date like 2026-01-31, or today.") from None
