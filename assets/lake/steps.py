"""Steps: what turns tables into a table, with a name, a version and a schema.

Belongs here: the two shapes of step and the register that finds them by name. Not here: how they are run (`derive`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from assets.lake.digest import ID, LAKE_COLUMNS
from assets.lake.errors import IntegrityError

LEFT_OUT = pa.schema([
    pa.field("record_id", ID),                        # null when the input could not even be identified
    pa.field("disposition", pa.string(), nullable=False),  # "left out", "merged" or "quarantined"
    pa.field("reason", pa.string(), nullable=False),
    pa.field("into", ID),                             # the record that a merged one went into
    pa.field("object_id", ID),
    pa.field("locator", pa.string()),
])
DISPOSITIONS = ("left out", "merged", "quarantined")


@dataclass(frozen=True)
class Result:
    """What a step makes: rows, and one LEFT_OUT row for every input that is not among them.

    A step that remembers may name the records (S16) whose rows stay as they were before, and make the others alone.
    """

    rows: pa.RecordBatch | pa.Table | Iterable[pa.RecordBatch]
    left_out: pa.Table | pa.RecordBatch | None = None
    unchanged: np.ndarray | None = None


@dataclass(frozen=True)
class Step:
    """A named, versioned function from tables to a table. Make one with `Step.map` or `Step.whole`."""

    name: str
    version: str
    run: Callable = field(repr=False)
    schema: pa.Schema = field(repr=False)
    shape: str = "map"
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    keyed: bool = False
    remembers: bool = False
    learns: bool = False

    @staticmethod
    def map(name: str, *, version: str, run: Callable, schema: pa.Schema, columns: dict | None = None,
            keyed: bool = False) -> "Step":
        """Batch to batch: `run(batch, **sides, **params)` answers each input row with one row or one LEFT_OUT row.

        A side read arrives as a table of the rows that share the batch's record ids; a broadcast as a whole table.
        `columns` may name, per read, the columns the step needs; others are not loaded. A `keyed` step is also handed
        `keys`, and another pseudonym key redoes every row.
        """
        return _registered(Step(name, version, run, schema, "map", _tuples(columns), keyed))

    @staticmethod
    def whole(name: str, *, version: str, run: Callable, schema: pa.Schema, remembers: bool = False, learns: bool = False) -> "Step":
        """Tables to table: `run(inputs, **params)` gets each read's version(s), returns a Result.

        For what needs all rows at once (order, cluster, select): ids, numbers and short typed fields, never long text.
        A step that `remembers` is also handed `before`: the newest version of its own table that the same step, version and
        parameters made from the same reads, or None. It may spare work with it, never answer differently because of it.
        The rows of a step that `learns` are no records that went in, but what was learned from them: its account counts those alone.
        """
        return _registered(Step(name, version, run, schema, "whole", remembers=remembers, learns=learns))


_REGISTER: dict[str, Step] = {}


def registered(name: str) -> Step | None:
    """The step of that name among the imported stages, so that a stored row can be made again and compared."""
    return _REGISTER.get(name)


def _registered(step: Step) -> Step:
    if "record_id" not in step.schema.names or step.schema.field("record_id").type != ID:
        raise IntegrityError(f"Step '{step.name}': its schema needs record_id binary(16).")
    taken = [name for name in LAKE_COLUMNS if name in step.schema.names]
    if taken:
        raise IntegrityError(f"Step '{step.name}': column '{taken[0]}' belongs to the lake; choose another name.")
    _REGISTER[step.name] = step
    return step


def _tuples(columns: dict | None) -> dict[str, tuple[str, ...]]:
    return {name: tuple(wanted) for name, wanted in (columns or {}).items()}


def left_out_rows(record_ids, reason: str | pa.Array, disposition: str = "left out", into=None) -> pa.Table:
    """LEFT_OUT rows for ids that share a disposition; `reason` may be one sentence or one per id."""
    ids = pa.array(record_ids, ID) if not isinstance(record_ids, pa.Array | pa.ChunkedArray) else record_ids
    size = len(ids)
    reasons = reason if not isinstance(reason, str) else pa.array([reason] * size, pa.string())
    return pa.table({
        "record_id": ids, "disposition": pa.array([disposition] * size, pa.string()), "reason": reasons,
        "into": pa.nulls(size, ID) if into is None else pa.array(into, ID),
        "object_id": pa.nulls(size, ID), "locator": pa.nulls(size, pa.string())}, schema=LEFT_OUT)
