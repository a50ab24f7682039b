"""The warehouse's one whole step: raw records into scratch, dbt over them, marts into the lake, scratch destroyed.

Belongs here: the run and what it leaves. Not here: the SQL (`dbt_project/`), Dagster (`defs`).
The scratch database holds personal data and keeps deleted values, so it lives in the vault's scratch and never survives.
"""

import fcntl
import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from assets.lake import LEFT_OUT, House, IntegrityError, Lake, SetupError, StepError, Version
from assets.lake.digest import digest_of
from assets.lake.versions import stated_rows
from assets.warehouse.lineage import column_lineage
from assets.warehouse.project import Project, compose, dbt, remember
from assets.warehouse.tables import CONTRACTS, MART_OF_KIND, MARTS, OBJECTIONS, RAW, WITHOUT_LEFT_OUT

STEP = "warehouse"
VERSION = "1"
BATCH_ROWS = 65_536
_PROGRESS = re.compile(r"(\d+) of (\d+) (?:OK|PASS|FAIL|ERROR|WARN|SKIP|NO-OP)")


class DataTestError(IntegrityError):
    """A dbt test says no: nothing was committed. `tests` holds the verdict of every test that ran."""

    def __init__(self, message: str, tests: dict[str, "Verdict"]):
        super().__init__(message)
        self.tests = tests


@dataclass(frozen=True)
class Verdict:
    """What a dbt test says: whether it passed, and how many rows failed it."""

    passed: bool
    failures: int | None


@dataclass(frozen=True)
class Build:
    """What a run of the warehouse left: the marts' versions, each model's rows, each test's verdict."""

    versions: dict[str, Version]
    project: Project
    rows: dict[str, int] = field(default_factory=dict)            # dbt unique id -> rows
    tests: dict[str, Verdict] = field(default_factory=dict)       # dbt unique id -> verdict
    skipped: bool = False


def area(home: Path) -> Path:
    """Where composed projects and manifests lie: names only, no data."""
    return home / "dbt"


def build(lake: Lake, house: House | None = None, checks: dict[str, tuple[str, ...]] | None = None) -> dict[str, Version]:
    """Bring every mart up to date; returns table -> version. Nothing runs when no input changed."""
    return run(lake, house, checks).versions


def run(lake: Lake, house: House | None = None, checks: dict[str, tuple[str, ...]] | None = None) -> Build:
    """`build`, with what Dagster wants to show beside it.

    Raises DataTestError when a test of the dbt project fails, StepError when dbt itself does.
    """
    house = house or lake.house
    project = compose(house, area(lake.home.path))
    raw = {source.name: lake.find(source.table) for source in project.sources}
    contracts, objections = lake.read("landing/contracts"), lake.find("landing/objections")
    inputs = {version.table: version.data_version for version in (contracts, objections, *raw.values()) if version is not None}
    signature = digest_of(STEP, VERSION, project.digest, json.dumps(sorted(inputs.items())))
    known = {f"warehouse/{mart}": lake.newest(f"warehouse/{mart}") for mart in MARTS}
    if all(version is not None and version.signature == signature for version in known.values()):
        return Build(known, project, skipped=True)
    with lake.boundary(STEP), _scratch(lake) as scratch:
        _load(scratch, project, contracts, objections, raw)
        tests = _execute(lake, project, scratch)
        lineage = column_lineage(json.loads((scratch / "target" / "manifest.json").read_text()), tuple(MARTS))
        counted = {mart: sum(stated_rows(raw[s.name]) for s in project.sources if s.kind == kind and raw[s.name] is not None)
                   for kind, mart in MART_OF_KIND.items()}
        with _opened(scratch) as database:
            rows = _rows(database, scratch)
            versions = {}
            for mart, schema in MARTS.items():
                table = f"warehouse/{mart}"
                own = {f"landing/{s.name}": inputs[s.table] for s in project.sources if s.table in inputs and MART_OF_KIND[s.kind] == mart}
                versions[table] = lake.commit(
                    table, _batches(database, f'select * from marts."{mart}"', schema), schema=schema,
                    left_out=_account(database, mart), counted_in=counted[mart],
                    step={"name": STEP, "version": VERSION, "params": {"as_of": house.as_of.isoformat(), "project": project.digest}},
                    signature=signature, inputs=inputs, reads={"reads": {"records": sorted(own)}, "broadcast": {}},
                    checks=(checks or {}).get(table, ()), facts={"column_lineage": lineage[mart]})
    return Build(versions, project, rows, tests)


# -- scratch ---------------------------------------------------------------------------------------------------------------

@contextmanager
def _scratch(lake: Lake) -> Iterator[Path]:
    """A folder for one run. One run at a time; what an interrupted run left is destroyed first."""
    home = lake.scratch()
    folder = home / "warehouse"
    with open(home / "warehouse.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SetupError("Another run is building the warehouse of this home; wait for it and run again.") from None
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _opened(scratch: Path):
    import duckdb

    with duckdb.connect(str(scratch / "scratch.duckdb"), config={"temp_directory": str(scratch / "spill")}) as database:
        yield database


def _load(scratch: Path, project: Project, contracts: Version, objections: Version | None, raw: dict[str, Version | None]) -> None:
    """Copy the short columns of every raw table into scratch; what has no rows yet becomes an empty typed table."""
    with _opened(scratch) as database:
        database.execute("create schema landing")
        _copy(database, "contracts", contracts, CONTRACTS)
        _copy(database, "objections", objections, OBJECTIONS)
        for source in project.sources:
            _copy(database, source.name, raw[source.name], RAW[source.kind])


def _copy(database, name: str, version: Version | None, schema: pa.Schema) -> None:
    batches = (_cast(batch, schema) for batch in version.batches(schema.names)) if version is not None else iter(())
    database.register("arriving", pa.RecordBatchReader.from_batches(schema, batches))
    database.execute(f'create table landing."{name}" as select * from arriving')
    database.unregister("arriving")


def _batches(database, query: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    cursor = database.cursor()          # of its own: an unfinished result occupies its connection
    try:
        for batch in cursor.sql(query).to_arrow_reader(BATCH_ROWS):
            yield _cast(batch, schema)
    finally:
        cursor.close()


def _cast(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    columns = [batch.column(field.name).cast(field.type) for field in schema]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _account(database, mart: str) -> pa.Table:
    """The mart's left-out rows."""
    if mart in WITHOUT_LEFT_OUT:
        return LEFT_OUT.empty_table()
    return pa.Table.from_batches(_batches(database, f'select * from marts."{mart}__left_out"', LEFT_OUT), LEFT_OUT)


# -- dbt -------------------------------------------------------------------------------------------------------------------

def _execute(lake: Lake, project: Project, scratch: Path) -> dict[str, Verdict]:
    """Build and test every model. Returns the tests' verdicts."""
    target = scratch / "target"
    target.mkdir()
    remembered = project.target / "partial_parse.msgpack"
    if remembered.is_file():
        shutil.copyfile(remembered, target / remembered.name)
    process = dbt(project, "build", scratch=scratch)
    said = _followed(process.stdout, lake.progress)
    code = process.wait()
    results = _results(target)
    tests = {name: Verdict(result["status"] == "pass", result["failures"])
             for name, result in results.items() if name.startswith("test.")}
    failed = sorted((name.split(".")[2], verdict.failures) for name, verdict in tests.items() if not verdict.passed)
    broken = [name for name, result in results.items() if result["status"] in ("error", "runtime error")]
    if broken or (code and not failed):
        where = ", ".join(broken[:3]) or "before the first model"
        kept = _kept(lake, scratch, said)
        raise StepError(f"dbt failed at {where}; what it says is kept in the vault as {kept}. Nothing was committed.")
    remember(project, target)
    if failed:
        listed = "; ".join(f"{name} ({failures} rows)" for name, failures in failed[:5])
        raise DataTestError(f"The warehouse's tests say no: {listed}. Nothing was committed; mend the source or the model.", tests)
    return tests


def _followed(lines: Iterator[str], progress: Callable) -> str:
    """Read what dbt says to its end, reporting how far it is."""
    said = []
    for line in lines:
        said.append(line)
        if match := _PROGRESS.search(line):
            progress("dbt", int(match[1]), int(match[2]))
    return "".join(said)


def _results(target: Path) -> dict[str, dict]:
    path = target / "run_results.json"
    return {entry["unique_id"]: entry for entry in json.loads(path.read_text())["results"]} if path.is_file() else {}


def _kept(lake: Lake, scratch: Path, said: str) -> str:
    """Keep dbt's own words in the vault: they may quote the data they choked on."""
    name = f"errors/dbt-{digest_of(said)}.txt"
    log = scratch / "logs" / "dbt.log"
    lake.store("vault").write(name, said.encode() + (log.read_bytes() if log.is_file() else b""))
    return name


def _rows(database, scratch: Path) -> dict[str, int]:
    """How many rows each model and seed holds."""
    manifest = json.loads((scratch / "target" / "manifest.json").read_text())
    return {name: database.execute(f'select count(*) from "{node["schema"]}"."{node["name"]}"').fetchone()[0]
            for name, node in manifest["nodes"].items() if node["resource_type"] in ("model", "seed")}
