"""Run: materialise what is stale, through Dagster, and nothing when nothing is.

Belongs here: what is stale, starting the run, telling how it goes. Not here: any asset.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import time
import uuid
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assets.governance import subject_index
from assets.governance.rights import objections
from assets.lake import HallmarkError, Home, InputError, Lake, SetupError
from assets.landing.contracts import Refused, load_contracts
from assets.landing.run import fingerprint
from orchestration.openlineage.outbox import Outbox
from orchestration.verbs import ingests
from orchestration.verbs.interrupts import noticed

CODE = Path(__file__).parents[2]
INDEXED = ("annotations/fingerprints",)         # tables of which `trace` asks what they hold
# What libraries print may quote data, so Dagster keeps none of it (and our own progress reaches the terminal).
DAGSTER_SETTINGS = """\
telemetry: {enabled: false}
nux: {enabled: false}
freshness: {enabled: true}
compute_logs: {module: dagster._core.storage.noop_compute_log_manager, class: NoOpComputeLogManager}
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
    quarantined: dict[str, int] = field(default_factory=dict)      # files and records now in quarantine
    not_made: list[str] = field(default_factory=list)      # assets that waited for what failed
    refused: list[dict] = field(default_factory=list)      # contracts that could not be read; everything else proceeded
    remarks: list[str] = field(default_factory=list)       # what went wrong beside the run and did not touch it
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

    Everything: the first run, changed code or house files, another as_of, or a last run that did not end well. What people object to
    or have restricted arrives like the deliveries of a source.
    Also returns the state to remember when the run that follows ends well.
    """
    lake = Lake.open(home)
    found = {}
    for contract in load_contracts(home.house):
        if isinstance(contract, Refused):
            continue        # a mended contract changes the code digest, which looks at everything
        try:
            found[contract.name] = fingerprint(lake, home.house, contract)
        except HallmarkError:
            found[contract.name] = f"unreadable {time.time_ns()}"
    found[objections.TABLE.removeprefix("landing/")] = objections.digest(lake)
    state = {"code": code_digest(home.house.path), "as_of": home.house.as_of.isoformat(), "sources": found,
             "tombstones": lake.tombstones.digest()}
    try:
        last = json.loads(_memory(home).read_text())
        known = dict(last["sources"])
    except (OSError, ValueError, TypeError, KeyError):
        return None, state
    if any(last.get(name) != state[name] for name in ("code", "as_of", "tombstones")) or set(known) - set(found):
        return None, state
    return sorted(name for name, value in found.items() if known.get(name) != value), state


def run(home: Home, select: str | None = None, tell: Callable[[Event], None] = lambda event: None) -> RunReport:
    """Materialise what is stale (or `select`, in Dagster's selection syntax).

    Raises InputError for a selection of nothing, SetupError while another run of this home is at work.
    """
    started = time.monotonic()
    refused = [{"what": f"contract {contract.name}", "sentence": contract.reason}
               for contract in load_contracts(home.house) if isinstance(contract, Refused)]
    with alone(home):
        tell(Event("started", "looking at what arrived"))
        sources, state = stale_sources(home)
        if select is None and sources == []:
            problem = Outbox.of(home).send().problem
            return RunReport(ok=not refused, refused=refused, nothing_to_do=True, remarks=[problem] if problem else [], seconds=time.monotonic() - started)
        if select is None:
            _memory(home).unlink(missing_ok=True)
        report = _through_dagster(home, select, sources, tell)
        ingests.enter(Lake.open(home))
        with contextlib.suppress(HallmarkError):        # of a release that cannot be read: whoever asks for it is told
            subject_index.refresh(Lake.open(home), INDEXED)
        if report.ok and select is None:
            _memory(home).write_text(json.dumps(state, indent=1, sort_keys=True))
    report.refused, report.ok = refused, report.ok and not refused
    report.quarantined = _quarantined(Lake.open(home))
    report.seconds = time.monotonic() - started
    return report


def materialise(home: Home, select: str, tell: Callable[[Event], None] = lambda event: None, without: Collection[str] = ()) -> RunReport:
    """Make the assets of a selection, less the tables `without`, and ask nobody what arrived: for a home that stands aside from its inbox."""
    with alone(home):
        return _through_dagster(home, select, None, tell, without, lineage=False)


def _quarantined(lake: Lake) -> dict[str, int]:
    from orchestration.verbs.sources import WHOLE_FILE, quarantine

    counts = {"files": 0, "records": 0}
    for entry in quarantine(lake):
        counts["files" if entry["locator"] == WHOLE_FILE else "records"] += entry["count"]
    return counts


@contextlib.contextmanager
def alone(home: Home) -> Iterator[None]:
    """One run of a home at a time; the lock goes with its process, however that ends."""
    with open(home.path / "run.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SetupError(f"Another run of {home.path} is at work; wait for it to end, then run again.") from None
        yield


def _through_dagster(home: Home, select: str | None, sources: list[str] | None, tell: Callable[[Event], None],
                     without: Collection[str] = (), lineage: bool = True) -> RunReport:
    os.environ["DAGSTER_HOME"] = str(dagster_home(home))
    import dagster as dg

    from orchestration.build import build
    from orchestration.openlineage.telling import tell_beside

    tell(Event("started", "putting the stages together"))
    definitions = build(home)
    graph = definitions.resolve_asset_graph()
    if select is not None:
        chosen = _selected(select, graph)
    elif sources is None:
        chosen = dg.AssetSelection.all().resolve(graph)
    else:
        landed = [dg.AssetKey(["landing", name]) for name in sources]
        known = [key for key in landed if key in graph.get_all_asset_keys()]
        also = [key for key in graph.get_all_asset_keys() if key.path == ["landing", "contracts"]]
        chosen = dg.AssetSelection.assets(*known, *also).downstream().resolve(graph)
    chosen = {key for key in chosen if graph.get(key).is_materializable and "/".join(key.path) not in without}
    if not chosen:
        raise InputError(_NO_ASSET.format(select))
    job, run_id = definitions.resolve_implicit_global_asset_job_def(), str(uuid.uuid4())
    report = RunReport(ok=False)

    def heard(entry) -> None:
        if stopped():
            raise KeyboardInterrupt
        _heard(entry, report, len(chosen), tell)

    with noticed() as stopped, dg.DagsterInstance.get() as instance:
        instance.add_event_listener(run_id, heard)
        result = job.execute_in_process(
            instance=instance, asset_selection=list(chosen), raise_on_error=False, run_id=run_id,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}})
        if stopped():
            raise KeyboardInterrupt
        if lineage and (problem := tell_beside(home, instance, graph).problem):
            report.remarks.append(problem)
    report.ok = result.success and not report.failed_checks
    failed = {failure["what"] for failure in report.failed}
    report.not_made = sorted({"/".join(key.path) for key in chosen} - set(report.made) - failed)
    return report


_NO_ASSET = ("The selection '{}' names no asset; name one like landing/press, all of a stage like group:clean, or an asset with all "
             "that follows like key:landing/press+.")


def _selected(select: str, graph) -> set:
    """The assets a person means. Raises InputError for what Dagster cannot read or does not know."""
    import dagster as dg

    try:
        return dg.AssetSelection.from_string(select).resolve(graph)
    except dg.DagsterError:
        raise InputError(_NO_ASSET.format(select)) from None


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
        tell(Event("failed", (event.step_key or "").replace("__", "/"), len(report.made), total, passed=False, sentence=sentence))


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
            if path.is_file() and path.suffix in (".py", ".sql", ".yml", ".yaml", ".json", ".txt", ".html", ".md", ".csv", ".jsonl", ".j2") \
                    and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(folder)).encode() + b"\0" + hashlib.blake2b(path.read_bytes()).digest())
    return digest.hexdigest()


def _memory(home: Home) -> Path:
    return home.path / "run.json"
