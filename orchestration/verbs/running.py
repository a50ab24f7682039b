"""Run: materialise what is stale, through Dagster, and nothing when nothing is.

Belongs here: what is stale, starting the run, telling how it goes. Not here: any asset.
"""

import hashlib
import json
import os
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from assets.lake import HallmarkError, Home, InputError, Lake
from assets.landing.contracts import load_contracts
from assets.landing.run import fingerprint

CODE = Path(__file__).parents[2]
DAGSTER_SETTINGS = """\
telemetry: {enabled: false}
nux: {enabled: false}
freshness: {enabled: true}
concurrency:
  runs: {max_concurrent_runs: 1}
  pools: {granularity: op, default_limit: 1}
"""


@dataclass
class Event:
    """One thing that happened during a run, in plain words."""

    kind: str               # "started", "made", "checked", "failed", "progress"
    what: str               # asset or check
    done: int = 0
    total: int = 0
    passed: bool = True
    sentence: str = ""


@dataclass
class RunReport:
    """What a run did."""

    ok: bool
    made: list[str] = field(default_factory=list)
    failed: list[dict] = field(default_factory=list)       # {"what", "sentence"}
    failed_checks: list[dict] = field(default_factory=list)
    nothing_to_do: bool = False
    seconds: float = 0.0


def dagster_home(home: Home) -> Path:
    """Dagster's own folder inside the home, with its settings written once."""
    folder = home.path / "dagster"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "dagster.yaml").exists():
        (folder / "dagster.yaml").write_text(DAGSTER_SETTINGS)
    return folder


def stale_sources(home: Home) -> tuple[list[str] | None, dict]:
    """Names of the sources where something arrived since the last good run, or None when everything must be looked at.

    Everything: the first run, changed code or house files, another as_of, or a last run that did not end well.
    Also returns the state to remember when the run that follows ends well.
    """
    lake = Lake.open(home)
    found = {}
    for contract in load_contracts(home.house):
        try:
            found[contract.name] = fingerprint(lake, home.house, contract)
        except HallmarkError:
            found[contract.name] = f"unreadable {time.time_ns()}"
    state = {"code": code_digest(home.house.path), "as_of": home.house.as_of.isoformat(), "sources": found,
             "tombstones": lake.tombstones.digest()}
    try:
        last = json.loads(_memory(home).read_text())
    except (OSError, ValueError):
        return None, state
    if any(last.get(name) != state[name] for name in ("code", "as_of", "tombstones")) or set(last["sources"]) - set(found):
        return None, state
    return sorted(name for name, value in found.items() if last["sources"].get(name) != value), state


def run(home: Home, select: str | None = None, tell: Callable[[Event], None] = lambda event: None) -> RunReport:
    """Materialise what is stale (or `select`, in Dagster's selection syntax). Raises InputError for a selection of nothing."""
    started = time.monotonic()
    sources, state = stale_sources(home)
    if select is None and sources == []:
        return RunReport(ok=True, nothing_to_do=True, seconds=time.monotonic() - started)
    if select is None:
        _memory(home).unlink(missing_ok=True)
    report = _through_dagster(home, select, sources, tell)
    if report.ok and select is None:
        _memory(home).write_text(json.dumps(state, indent=1, sort_keys=True))
    report.seconds = time.monotonic() - started
    return report


def _through_dagster(home: Home, select: str | None, sources: list[str] | None, tell: Callable[[Event], None]) -> RunReport:
    os.environ["DAGSTER_HOME"] = str(dagster_home(home))
    import dagster as dg

    from orchestration.build import build

    definitions = build(home)
    graph = definitions.resolve_asset_graph()
    if select is not None:
        chosen = dg.AssetSelection.from_string(select).resolve(graph)
    elif sources is None:
        chosen = dg.AssetSelection.all().resolve(graph)
    else:
        landed = [dg.AssetKey(["landing", name]) for name in sources]
        known = [key for key in landed if key in graph.get_all_asset_keys()]
        also = [key for key in graph.get_all_asset_keys() if key.path == ["landing", "contracts"]]
        chosen = dg.AssetSelection.assets(*known, *also).downstream().resolve(graph)
    chosen = {key for key in chosen if graph.get(key).is_materializable}
    if not chosen:
        raise InputError(f"The selection '{select}' names no asset; `hallmark sources` and the Dagster UI list them.")
    job, run_id = definitions.resolve_implicit_global_asset_job_def(), str(uuid.uuid4())
    report = RunReport(ok=False)
    with dg.DagsterInstance.get() as instance:
        instance.add_event_listener(run_id, lambda entry: _heard(entry, report, len(chosen), tell))
        result = job.execute_in_process(
            instance=instance, asset_selection=list(chosen), raise_on_error=False, run_id=run_id,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}})
    report.ok = result.success and not report.failed_checks
    return report


def _heard(entry, report: RunReport, total: int, tell: Callable[[Event], None]) -> None:
    """Turn a Dagster event into one of ours."""
    if not entry.is_dagster_event:
        tell(Event("progress", entry.step_key or "", len(report.made), total, sentence=entry.user_message))
        return
    event = entry.dagster_event
    kind = event.event_type_value
    if kind == "STEP_START":
        tell(Event("started", (event.step_key or "").replace("__", "/"), len(report.made), total))
    elif kind == "ASSET_MATERIALIZATION":
        name = "/".join(event.asset_key.path)
        report.made.append(name)
        tell(Event("made", name, len(report.made), total))
    elif kind == "ASSET_CHECK_EVALUATION":
        check = event.asset_check_evaluation_data
        name = f"{'/'.join(check.asset_key.path)}: {check.check_name}"
        if not check.passed and check.severity.value == "ERROR":
            report.failed_checks.append({"what": name, "sentence": check.description or "the check did not pass"})
        tell(Event("checked", name, len(report.made), total, passed=check.passed))
    elif kind == "STEP_FAILURE" and "AssetCheckFailed" not in (event.step_failure_data.error.message if event.step_failure_data.error else ""):
        sentence = _sentence(event.step_failure_data.error)
        report.failed.append({"what": (event.step_key or "").replace("__", "/"), "sentence": sentence})
        tell(Event("failed", event.step_key or "", len(report.made), total, passed=False, sentence=sentence))


def _sentence(error) -> str:
    """The plain sentence of a failure: Dagster wraps it in its own."""
    while error is not None and error.cause is not None:
        error = error.cause
    message = (error.message if error else "the step failed").strip()
    return message.removeprefix("dagster._core.definitions.events.Failure: ").splitlines()[0] if message else "the step failed"


def code_digest(house: Path) -> str:
    """Digest of the installed code and of the house's files: what decides a run besides the data."""
    digest = hashlib.blake2b(digest_size=16)
    for folder in (*(CODE / name for name in ("assets", "orchestration", "dbt_project", "expectations")), house):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in (".py", ".sql", ".yml", ".yaml", ".json", ".txt", ".html", ".md", ".csv", ".j2") \
                    and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(folder)).encode() + b"\0" + hashlib.blake2b(path.read_bytes()).digest())
    return digest.hexdigest()


def _memory(home: Home) -> Path:
    return home.path / "run.json"
