"""Hold a table against its suite with Great Expectations, batch by batch, keeping ids and counts and nothing else.

Belongs here: reading the columns a suite needs and what it found. Not here: verdicts and Dagster (orchestration).
Great Expectations quotes failing values in its results and errors; what leaves this module holds record ids only.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from expectations.suites import Suite, columns_of

BATCH_ROWS, BATCH_BYTES = 50_000, 32 << 20
SHOWN_IDS = 20
# Expectations about the table as a whole: they see every row's key columns at once, the others see one batch.
WHOLE = ("expect_column_values_to_be_unique", "expect_table_row_count_to_be_between", "expect_table_row_count_to_equal")
_OURS = ("type", "entity")
_RESULT = {"result_format": "COMPLETE", "unexpected_index_column_names": ["record_id"], "exclude_unexpected_values": True,
           "partial_unexpected_count": 0}


@dataclass(frozen=True)
class Finding:
    """What one expectation found: how many rows fail it and the ids of the first of them."""

    type: str
    column: str | None
    passed: bool
    failing: int
    records: tuple[str, ...]
    note: str = ""
    about: str = ""             # the expectation's own arguments, as JSON


@dataclass(frozen=True)
class SuiteResult:
    """What a suite says of a version."""

    suite: str
    digest: str
    table: str
    data_version: str
    rows: int
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        return all(finding.passed for finding in self.findings)

    def detail(self) -> dict:
        """The result as plain JSON without data: names, counts, record ids."""
        return {"suite": self.digest, "data_version": self.data_version, "rows": self.rows,
                "findings": [asdict(finding) for finding in self.findings]}


def validate(version, suite: Suite) -> SuiteResult:
    """Every expectation of the suite, held against every row of a lake version (or whatever has `batches(columns)`).

    A table into which nothing went meets every expectation: a house need not have every kind of record.
    """
    entries = list(enumerate(suite.expectations))
    if not version.rows and not version.counts["in"]:
        findings = tuple(_finding(entry, True, 0, []) for _, entry in entries)
        return SuiteResult(suite.name, suite.digest, version.table, version.data_version, 0, findings)
    whole = [(n, entry) for n, entry in entries if entry["type"] in WHOLE]
    rowwise = [(n, entry) for n, entry in entries if entry["type"] not in WHOLE]
    tally = {n: [True, 0, [], ""] for n, _ in entries}
    seen = []
    for batch in _gathered(version, _columns(entries)):
        seen.append(_frame(batch, _named(whole)))
        _hold(_frame(batch, _named(rowwise)), rowwise, tally)
    everything = _concatenated(seen, whole)
    _hold(everything, whole, tally)
    findings = tuple(_finding(entry, *tally[n]) for n, entry in entries)
    return SuiteResult(suite.name, suite.digest, version.table, version.data_version, version.rows, findings)


def _finding(entry: dict, passed: bool, failing: int, records: list, note: str = "") -> Finding:
    about = {name: value for name, value in entry.items() if name not in ("type", "column", "column_A", "column_B")}
    return Finding(entry["type"], " and ".join(columns_of(entry)) or None, passed, failing, tuple(records[:SHOWN_IDS]), note,
                   json.dumps(about, sort_keys=True, ensure_ascii=False, default=str))


# -- columns ---------------------------------------------------------------------------------------------------------------

def _columns(entries: list) -> list[str]:
    return list(dict.fromkeys(("record_id", *(name.split(".")[0] for name in _named(entries)))))


def _named(entries: list) -> list[str]:
    return [name for _, entry in entries for name in columns_of(entry)]


def _gathered(version, columns: list[str]) -> Iterator[pa.Table]:
    """Batches put together until they are worth a validation, so that small segments cost little."""
    waiting, rows, size = [], 0, 0
    there = set(version.schema.names) if version.rows else set()
    for batch in version.batches([name for name in columns if name in there]):
        waiting.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows >= BATCH_ROWS or size >= BATCH_BYTES:
            yield pa.Table.from_batches(waiting)
            waiting, rows, size = [], 0, 0
    if waiting:
        yield pa.Table.from_batches(waiting)


def _frame(batch: pa.Table, columns: list[str]):
    """The batch as a pandas frame: the record id in hexadecimal, and each column asked for that the batch has."""
    made = {"record_id": pa.array([value.hex() for value in batch["record_id"].to_pylist()], pa.string())}
    for name in columns:
        if name not in made and (column := _column(batch, name)) is not None:
            made[name] = column
    return pa.table(made).to_pandas()


def _column(batch: pa.Table, name: str):
    base, _, inner = name.partition(".")
    if base not in batch.column_names:
        return None
    column = batch[base].combine_chunks()
    if inner == "count":
        return pc.list_value_length(column)
    if inner:
        kept = column.to_pylist()
        return pa.array(["\n".join(part[inner] or "" for part in row) if row is not None else None for row in kept], pa.string())
    if pa.types.is_fixed_size_binary(column.type):
        return pa.array([value.hex() if value is not None else None for value in column.to_pylist()], pa.string())
    return column


def _concatenated(frames: list, whole: list):
    import pandas as pd

    empty = pd.DataFrame({name: pd.Series([], dtype="str") for name in ("record_id", *_named(whole))})
    return pd.concat(frames, ignore_index=True) if frames else empty


# -- Great Expectations ----------------------------------------------------------------------------------------------------

def _hold(frame, entries: list, tally: dict) -> None:
    """Evaluate `entries` on a frame and add what they found to `tally`."""
    if not entries:
        return
    gx, batches = _library()
    wanted = [{"type": entry["type"], "meta": {"place": n}, "kwargs": {k: v for k, v in entry.items() if k not in _OURS}}
              for n, entry in entries]
    result = batches.get_batch({"dataframe": frame}).validate(
        gx.ExpectationSuite(name="suite", expectations=wanted), result_format=_RESULT)
    for one in result.results:
        record = tally[one.expectation_config.meta["place"]]
        found = one.result or {}
        record[0] = record[0] and bool(one.success)
        if one.success:
            continue
        record[1] += int(found.get("unexpected_count") or 0)
        for group in found.get("unexpected_index_list") or ():
            record[2] += list(group["record_id"]) if isinstance(group["record_id"], (list, tuple)) else [group["record_id"]]
        if not found:
            record[3] = "could not be evaluated: the column is missing or of another type"
        elif "observed_value" in found and isinstance(found["observed_value"], int):
            record[3] = f"found {found['observed_value']}"


@lru_cache(maxsize=1)
def _library():
    """Great Expectations and one in-memory data source. Importing it costs seconds, so once per process and only when asked."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas("memory")
    return gx, source.add_dataframe_asset("batch").add_batch_definition_whole_dataframe("all")
