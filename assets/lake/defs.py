"""The lake's Dagster face: an asset that is a derivation, and what every materialisation reports.

Belongs here: turning a step and its tables into an AssetsDefinition. Not here: any stage's step.
"""

import time
from collections.abc import Iterable

import dagster as dg

from assets.lake.digest import LAKE_COLUMNS
from assets.lake.errors import HallmarkError
from assets.lake.lake import Lake
from assets.lake.steps import Step
from assets.lake.versions import Version, stated_rows, unaccounted

RESOURCE = "lake"           # a resource with `.open() -> Lake`
CONSERVATION = "conservation"
RETRY = dg.RetryPolicy(max_retries=1, delay=2)

_CHANGED = dg.AutomationCondition.any_deps_match(
    dg.AutomationCondition.data_version_changed() | dg.AutomationCondition.will_be_requested())
WHEN_DATA_CHANGES = (
    (_CHANGED | dg.AutomationCondition.code_version_changed()).since_last_handled()
    & ~dg.AutomationCondition.in_progress() & ~dg.AutomationCondition.any_deps_missing()
    & ~dg.AutomationCondition.any_deps_in_progress() & dg.AutomationCondition.all_deps_blocking_checks_passed()
).with_label("when the content of an input changes")


def key(table: str) -> dg.AssetKey:
    """The asset key of a table: its name, cut at the slashes."""
    return dg.AssetKey(table.split("/"))


def derived(step: Step, *, reads: dict, writes: str, describe: str, owners: Iterable[str] = (), broadcast: dict | None = None,
            params: dict | None = None, checks: tuple[str, ...] = (), group: str | None = None,
            kinds: Iterable[str] = ("parquet",)) -> dg.AssetsDefinition:
    """The asset `writes`, made by `step` from `reads` (and `broadcast`): each edge is said once."""
    read = [table for tables in (*reads.values(), *(broadcast or {}).values()) for table in ([tables] if isinstance(tables, str) else tables)]

    @dg.asset(
        key=key(writes), deps=[key(table) for table in dict.fromkeys(read)], group_name=group or writes.split("/")[0],
        description=describe, owners=list(owners) or None, kinds=set(kinds), code_version=step.version,
        check_specs=[conservation_spec(writes)], required_resource_keys={RESOURCE}, retry_policy=RETRY,
        automation_condition=WHEN_DATA_CHANGES, metadata={"step": step.name})
    def asset(context: dg.AssetExecutionContext):
        with told(context) as lake:
            version = lake.derive(step, reads=reads, writes=writes, broadcast=broadcast, params=params, checks=checks)
            lineage = same_names(version, next(iter(reads.values())))
        yield materialised(version, lineage=lineage)
        yield conserved(version)

    return asset


class told:
    """Run a stage's code for Dagster: hands over the lake, logs progress, lets no foreign error out (law 6)."""

    def __init__(self, context):
        self._context, self._last = context, 0.0

    def __enter__(self) -> Lake:
        self._lake = getattr(self._context.resources, RESOURCE).open()
        self._lake.progress = self._say
        self._guard = self._lake.boundary(self._context.op_execution_context.op_def.name if hasattr(self._context, "op_execution_context") else "check")
        self._guard.__enter__()
        return self._lake

    def __exit__(self, kind, error, trace) -> bool:
        try:
            self._guard.__exit__(kind, error, trace)
        except HallmarkError as plain:
            error = plain
        if isinstance(error, HallmarkError):
            # A fresh Failure without cause or context: nothing but the sentence reaches the event log.
            failure = dg.Failure(description=str(error), allow_retries=False)
            failure.__suppress_context__, failure.__context__ = True, None
            raise failure from None
        return False

    def _say(self, what: str, done: int, total: int) -> None:
        if time.monotonic() - self._last > 5 or done == total:
            self._last = time.monotonic()
            self._context.log.info(f"{what}: {done:,} of {total:,} rows")


def conservation_spec(table: str) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(CONSERVATION, asset=key(table), blocking=True,
                             description="Every row that went in came out, or is named with the reason why it did not.")


def conserved(version: Version) -> dg.AssetCheckResult:
    """Law 1 asked again of what was stored: footers and left-out rows against the account."""
    off = unaccounted(version.counts) or stated_rows(version) - version.counts["out"]
    return dg.AssetCheckResult(passed=off == 0, check_name=CONSERVATION, asset_key=key(version.table),
                               metadata={"unaccounted rows": off, "account": dg.MetadataValue.json(version.counts)})


def materialised(version: Version, *, lineage: dict | None = None, extra: dict | None = None) -> dg.MaterializeResult:
    """What every asset tells the UI: rows, reasons, bytes, shapes. Never a value of a record."""
    gone = {f"{what.replace('_', ' ')}: {reason}": number
            for what in ("left_out", "merged", "quarantined") for reason, number in version.counts[what].items()}
    schema = version.schema
    metadata = {
        "dagster/row_count": version.rows,
        "dagster/column_schema": dg.TableSchema([dg.TableColumn(f.name, str(f.type)) for f in schema]),
        "rows in": version.counts["in"], "left out by reason": dg.MetadataValue.json(gone), "bytes": version.bytes,
        "shape of ten rows": dg.MetadataValue.md(shapes(version)), "version": version.number,
        "waits for checks": ", ".join(version.required) or "none", **(extra or {})}
    if lineage:
        metadata["dagster/column_lineage"] = dg.TableColumnLineage(
            {column: [dg.TableColumnDep(key(table), source) for table, source in deps] for column, deps in lineage.items()})
    return dg.MaterializeResult(asset_key=key(version.table), metadata=metadata, data_version=dg.DataVersion(version.data_version))


def same_names(version: Version, tables: str | list[str]) -> dict[str, list[tuple[str, str]]]:
    """Column lineage by name: a step keeps the name of a column it passes on."""
    tables = [tables] if isinstance(tables, str) else list(tables)
    return {name: [(table, name) for table in tables] for name in version.schema.names}


def shapes(version: Version, rows: int = 10) -> str:
    """The lengths and types of the first rows as a Markdown table: enough to see that they look right, and no value."""
    for batch in version.batches():
        names = [name for name in batch.schema.names if name not in LAKE_COLUMNS][:24]
        lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
        for row in batch.slice(0, rows).select(names).to_pylist():
            lines.append("| " + " | ".join(_shape(row[name]) for name in names) + " |")
        return "\n".join(lines)
    return "no rows"


def _shape(value) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return f"text, {len(value)} characters"
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if isinstance(value, list):
        return f"{len(value)} entries"
    return type(value).__name__


