"""The whole road for the tests of the laws: homes of the fictional house, walked, copied, watched and broken.

Belongs here: making and changing homes. Not here: what must be true of them (`tests/laws/`).
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assets.lake import Home, Lake, Step

CODE = Path(__file__).parents[1]
DEMO = CODE / "houses" / "demo"
SEED, SCALE = 7, 0.06
ZONES = ("landing", "vault", "clean", "releases", "ledger")
COMMAND = "from orchestration.cli.main import run; run()"


@dataclass
class Road:
    """One home of the fictional house, and what its last walk said."""

    path: Path
    said: list = field(default_factory=list)        # every Event of the last walk
    shown: object = None                            # what `demonstrate` answered

    @property
    def lake(self) -> Lake:
        return Lake.open(Home.open(self.path))

    @property
    def inbox(self) -> Path:
        return self.path / "house" / "landing"

    def truth(self, name: str) -> list[dict]:
        return [json.loads(line) for line in (self.path / "house" / "truth" / f"{name}.jsonl").read_text().splitlines()]

    def walk(self, house: Path | None = None) -> object:
        """The demonstration in this process: land, run, approve, publish."""
        from orchestration.verbs.demonstration import demonstrate

        self.said = []
        with environment(HALLMARK_HOME=str(self.path)):
            self.shown = demonstrate(house or self._house(), SEED, SCALE, self.said.append)
        return self.shown

    def run(self, select: str | None = None):
        """`hallmark run` in this process."""
        from orchestration.verbs import running

        self.said = []
        with environment(HALLMARK_HOME=str(self.path)):
            return running.run(Home.open(self.path), select, self.said.append)

    def command(self, *arguments: str, before: str = "", **variables: str) -> subprocess.CompletedProcess:
        """The real command in a process of its own; `before` is Python that runs first there, to break something."""
        environ = {**os.environ, "PYTHONPATH": str(CODE), "HALLMARK_HOME": str(self.path), **variables}
        return subprocess.run([sys.executable, "-c", f"{before}\n{COMMAND}", *arguments], env=environ, capture_output=True, text=True, timeout=300)

    def copy(self, path: Path) -> "Road":
        """The same home in another place: paths in it are relative, times are kept."""
        shutil.copytree(self.path, path, symlinks=True)
        return Road(path)

    def own_house(self) -> Path:
        """A house of this home's own, to change: the demo's files, copied into the home."""
        house, known = self.path / "own house", self.path / "home.json"
        shutil.copytree(DEMO, house)
        known.write_text(json.dumps({**json.loads(known.read_text()), "house": "own house"}))
        return house

    def _house(self) -> Path:
        known = self.path / "home.json"
        return self.path / json.loads(known.read_text())["house"] if known.exists() else DEMO


def new_road(path: Path, inbox_of: Road | None = None) -> Road:
    """A home that is not walked yet. With `inbox_of` its files are already there, written in another order and at other times."""
    road = Road(path)
    if inbox_of is not None:
        files = sorted((file for file in inbox_of.inbox.rglob("*") if file.is_file()), reverse=True)
        for number, file in enumerate(files):
            copy = road.inbox / file.relative_to(inbox_of.inbox)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
            os.utime(copy, (1_500_000_000 + number, 1_500_000_000 + number))
        shutil.copytree(inbox_of.path / "house" / "truth", path / "house" / "truth")
    return road


@contextlib.contextmanager
def environment(**variables: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in (*variables, "DAGSTER_HOME")}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})


@contextlib.contextmanager
def instead(step: Step, run: Callable) -> Iterator[None]:
    """While it lasts, the step runs `run(original, *arguments, **more)`."""
    original = step.run
    object.__setattr__(step, "run", lambda *arguments, **more: run(original, *arguments, **more))
    try:
        yield
    finally:
        object.__setattr__(step, "run", original)


@contextlib.contextmanager
def watched() -> Iterator[dict[str, list[bytes]]]:
    """The record ids that each map step is asked for, by the step's name, while it lasts."""
    import orchestration.build  # noqa: F401 - every stage registers its steps
    from assets.lake import steps

    asked: dict[str, list[bytes]] = {}

    def noted(name: str) -> Callable:
        def run(original, batch, **more):
            asked.setdefault(name, []).extend(batch["record_id"].to_pylist())
            return original(batch, **more)
        return run

    with contextlib.ExitStack() as stack:
        for step in list(steps._REGISTER.values()):
            if step.shape == "map":
                stack.enter_context(instead(step, noted(step.name)))
        yield asked


def versions(lake: Lake) -> dict[str, str]:
    """Data version of every visible table."""
    return {table: lake.read(table).data_version for table in lake.tables()}


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
