"""The dbt project as composed for one house: the SQL of the repository, this house's sources, its day, its manifest.

Belongs here: composing and parsing. Not here: running models over data (`runner`).
The composed project and its manifest hold names only, no data. They are made again when anything in them would differ.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from assets.lake import ContractError, House, SetupError
from assets.lake.house import read_yaml
from assets.warehouse.tables import CONTRACTS, MART_OF_KIND, OBJECTIONS, RAW

TEMPLATE = Path(__file__).resolve().parents[2] / "dbt_project"
KEPT = 3                 # composed projects kept, so that a running process never loses its own
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV", "USER")


@dataclass(frozen=True)
class Source:
    """What the warehouse needs to know of a source contract: its name, its kind and its title."""

    name: str
    kind: str
    title: str

    @property
    def table(self) -> str:
        return f"landing/{self.name}"


@dataclass(frozen=True)
class Project:
    """A composed project. It has a manifest once dbt has parsed it."""

    folder: Path
    digest: str
    sources: tuple[Source, ...]

    @property
    def manifest(self) -> Path:
        return self.target / "manifest.json"

    @property
    def target(self) -> Path:
        return self.folder / "target"


def sources_of(house: House) -> tuple[Source, ...]:
    """The house's sources in name order. A contract that cannot be read is left to landing, which reports it."""
    found = []
    for path in house.files("contracts", "*.yaml"):
        try:
            contract = read_yaml(path)
        except ContractError:
            continue
        if contract.get("kind") in MART_OF_KIND:
            found.append(Source(path.stem, contract["kind"], str(contract.get("title") or path.stem)))
    return tuple(sorted(found, key=lambda source: source.name))


def compose(house: House, area: Path) -> Project:
    """Write the house's project under `area`, unless it is there already."""
    sources = sources_of(house)
    files = _files(house, sources)
    digest = _digest(files)
    project = Project(area / digest[:16], digest, sources)
    with _alone(area):
        if (project.folder / "complete").is_file():
            os.utime(project.folder)
            return project
        shutil.rmtree(project.folder, ignore_errors=True)
        for name, content in files.items():
            path = project.folder / "project" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        (project.folder / "complete").touch()
        _forget(area, keep=project.folder)
    return project


def prepare(house: House, area: Path) -> Project:
    """Compose the house's project and have dbt parse it, unless that was done. Raises SetupError when dbt cannot."""
    project = compose(house, area)
    if not project.manifest.is_file():
        _parse(project)
    return project


@contextmanager
def _alone(area: Path) -> Iterator[None]:
    """One process at a time composes or parses."""
    area.mkdir(parents=True, exist_ok=True)
    with open(area / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def remember(project: Project, target: Path) -> None:
    """Keep what dbt knows of the project after a run: its manifest and its parsed form. Both hold names only."""
    with _alone(project.folder.parent):
        project.target.mkdir(exist_ok=True)
        for name in ("partial_parse.msgpack", "manifest.json"):
            if (target / name).is_file():
                shutil.copyfile(target / name, project.target / f"{name}.new")
                os.replace(project.target / f"{name}.new", project.target / name)


def dbt(project: Project, *arguments: str, scratch: Path) -> subprocess.Popen:
    """Start dbt in a process of its own, in `scratch` (database, target and logs lie there), without our secrets."""
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment |= {
        "DBT_PROFILES_DIR": str(project.folder / "project"), "DBT_PROJECT_DIR": str(project.folder / "project"),
        "DBT_TARGET_PATH": str(scratch / "target"), "DBT_LOG_PATH": str(scratch / "logs"), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1", "DBT_USE_COLORS": "false", "DBT_VERSION_CHECK": "false", "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-c", "from dbt.cli.main import cli; cli()", *arguments]
    return subprocess.Popen(command, env=environment, cwd=scratch, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")


def _parse(project: Project) -> None:
    with tempfile.TemporaryDirectory(dir=project.folder) as scratch:
        process = dbt(project, "parse", scratch=Path(scratch))
        said, _ = process.communicate()
        if process.returncode:
            (project.folder / "parse.txt").write_text(said)
            raise SetupError(f"dbt cannot parse the warehouse's project; what it says is in {project.folder / 'parse.txt'}.")
        remember(project, Path(scratch) / "target")


def _files(house: House, sources: tuple[Source, ...]) -> dict[str, bytes]:
    """Every file of the composed project: the repository's own, with this house's sources and day written in."""
    files = {}
    for path in sorted(TEMPLATE.rglob("*")):
        name = path.relative_to(TEMPLATE).as_posix()
        if path.is_file() and name.split("/")[0] not in ("target", "logs") and not path.name.startswith("."):
            files[name] = path.read_bytes()
    settings = yaml.safe_load(files["dbt_project.yml"])
    by_kind: dict[str, list[str]] = {}
    for source in sources:
        by_kind.setdefault(source.kind, []).append(source.name)
    settings["vars"] |= {"as_of": house.as_of.isoformat(), "sources": by_kind}
    files["dbt_project.yml"] = yaml.safe_dump(settings, sort_keys=False).encode()
    files["models/landing/sources.yml"] = yaml.safe_dump(_declared(house, sources), sort_keys=False).encode()
    return files


def _declared(house: House, sources: tuple[Source, ...]) -> dict:
    """The dbt sources: each raw table under its own asset key, so that lineage reaches the file it came from."""
    tables = [("contracts", "One row per source contract of the house.", CONTRACTS.names),
              ("objections", "One row per person whose objection or restriction stands.", OBJECTIONS.names)]
    tables += [(source.name, f"Raw records as they arrived: {source.title}.", RAW[source.kind].names) for source in sources]
    return {"version": 2, "sources": [{
        "name": "landing", "schema": "landing", "description": f"Raw records of {house.title}.",
        "tables": [{
            "name": name, "description": description,
            "config": {"meta": {"dagster": {"asset_key": ["landing", name]}}},
            "columns": [{"name": column} for column in columns],
        } for name, description, columns in tables]}]}


def _digest(files: dict[str, bytes]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _forget(area: Path, keep: Path) -> None:
    """Remove composed projects beyond the newest few."""
    folders = sorted((path for path in area.iterdir() if path.is_dir() and path != keep), key=lambda path: path.stat().st_mtime)
    for folder in folders[: max(0, len(folders) - KEPT + 1)]:
        shutil.rmtree(folder, ignore_errors=True)
