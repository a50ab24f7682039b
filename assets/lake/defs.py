"""The lake's Dagster face: an asset that is a derivation, and what every materialisation reports.

Belongs here: turning a step and its tables into an AssetsDefinition. Not here: any stage's step.
"""

import re
import time
from collections.abc import Iterable

import dagster as dg
import pyarrow as pa

from assets.lake.columns import MEANING
from assets.lake.digest import LAKE_COLUMNS
from assets.lake.errors import HallmarkError
from assets.lake.lake import Lake
from assets.lake.lineage import Account, origins
from assets.lake.steps import Step
from assets.lake.tables import ZONE_OF_GROUP
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
            kinds: Iterable[str] = ("parquet",), account: Account | None = None) -> dg.AssetsDefinition:
    """The asset `writes`, made by `step` from `reads` (and `broadcast`): each edge is said once.

    `account` tells what columns are made of where they do not keep their name (`lineage`).
    """
    read = [table for tables in (*reads.values(), *(broadcast or {}).values()) for table in ([tables] if isinstance(tables, str) else tables)]

    @dg.asset(
        key=key(writes), deps=[key(table) for table in dict.fromkeys(read)], group_name=group or writes.split("/")[0],
        description=describe, owners=list(owners) or None, kinds=set(kinds), code_version=step.version,
        check_specs=[conservation_spec(writes)], required_resource_keys={RESOURCE}, retry_policy=RETRY,
        automation_condition=WHEN_DATA_CHANGES, metadata={"step": step.name})
    def asset(context: dg.AssetExecutionContext):
        with told(context) as lake:
            version = lake.derive(step, reads=reads, writes=writes, broadcast=broadcast, params=params, checks=checks)
            lineage = origins(lake, version, account)
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
        if time.monotonic() - self._last > 2 or done == total:
            self._last = time.monotonic()
            self._context.log.info(f"{what}: {done:,} of {total:,}")


def conservation_spec(table: str) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(CONSERVATION, asset=key(table), blocking=True,
                             description="Every row that went in came out, or is named with the reason why it did not.")


def conserved(version: Version) -> dg.AssetCheckResult:
    """Law 1 asked again of what was stored: footers and left-out rows against the account."""
    off = unaccounted(version.counts) or stated_rows(version) - version.counts["out"]
    return dg.AssetCheckResult(passed=off == 0, check_name=CONSERVATION, asset_key=key(version.table),
                               metadata={"unaccounted rows": off, "account": in_words(version.counts)})


def in_words(counts: dict) -> str:
    """The account of a table in one line: 315 in = 241 out + 74 left out."""
    gone = [f"{sum(counts[what].values()):,} {said}" for what, said in _GONE.items() if counts[what]]
    return f"{counts['in']:,} in = " + " + ".join([f"{counts['out']:,} out", *gone])


_GONE = {"left_out": "left out", "merged": "merged", "quarantined": "in quarantine"}


def reasons(counts: dict) -> str:
    """Why rows are not in a table, as a Markdown table; most first."""
    rows = sorted(((number, said, reason) for what, said in _GONE.items() for reason, number in counts[what].items()),
                  key=lambda row: (-row[0], row[1:]))
    lines = [f"| {number:,} | {said} | {reason.replace('|', '/')} |" for number, said, reason in rows]
    return "\n".join(["| rows | what | why |", "|---:|---|---|", *lines]) if lines else "Every row that came in is here."


def materialised(version: Version, *, lineage: dict | None = None, extra: dict | None = None,
                 meaning: dict[str, str] | None = None) -> dg.MaterializeResult:
    """What every asset tells the UI: rows, reasons, bytes, shapes. Never a value of a record.

    Whatever is a number the UI draws over time. `meaning` gives columns' descriptions where the common ones do not fit.
    """
    counts, group = version.counts, version.table.split("/")[0]
    metadata = {
        "dagster/row_count": version.rows, "dagster/table_name": version.table, "dagster/column_schema": schema_of(version.schema, meaning),
        "account": in_words(counts), "left out by reason": dg.MetadataValue.md(reasons(counts)),
        "rows in": counts["in"], **{f"rows {said}": sum(counts[what].values()) for what, said in _GONE.items()},
        "bytes": version.bytes, "shape of ten rows": dg.MetadataValue.md(shapes(version)), "version": version.number,
        "zone": ZONE_OF_GROUP.get(group, "clean"),
        "seen once it passes": ", ".join(name.replace("suite:", "expectations ").replace("_", " ") for name in version.required) or "no check asked",
        **(extra or {})}
    if lineage:
        metadata["dagster/column_lineage"] = lineage_of(lineage)
    return dg.MaterializeResult(asset_key=key(version.table), metadata=metadata, data_version=dg.DataVersion(version.data_version))


def schema_of(schema: pa.Schema, meaning: dict[str, str] | None = None) -> dg.TableSchema:
    """Columns with type, meaning, and whether they are always there."""
    known = {**MEANING, **(meaning or {})}
    return dg.TableSchema([dg.TableColumn(
        field.name, _type(field.type), description=known.get(field.name) or None,
        constraints=dg.TableColumnConstraints(nullable=field.nullable)) for field in schema])


def _type(kind: pa.DataType) -> str:
    return re.sub(r"fixed_size_binary\[(\d+)\]", r"binary(\1)", re.sub(r"\b(element|item|child \d+): ", "", str(kind))).replace(" not null", "")


def lineage_of(columns: dict[str, list[tuple[str, str]]]) -> dg.TableColumnLineage:
    return dg.TableColumnLineage({column: [dg.TableColumnDep(key(table), name) for table, name in deps] for column, deps in columns.items()})


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


