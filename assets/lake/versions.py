"""Versions: which segments make a table at one moment, and what is known of how they came to be.

Belongs here: the version document and reading through it. Not here: deciding which version may be seen (`lake`).
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from assets.lake.digest import ID, LAKE_COLUMNS, digest_of
from assets.lake.errors import IntegrityError
from assets.lake.segments import Segment, footer_rows, footer_schema, ids, pairs, read_segment, rising
from assets.lake.steps import DISPOSITIONS, LEFT_OUT
from assets.lake.storage import Store

STORED_LEFT_OUT = LEFT_OUT.append(pa.field("input_mac", ID))


def stored(schema: pa.Schema) -> pa.Schema:
    """A step's schema with the lake's own two columns after it."""
    for name in LAKE_COLUMNS:
        schema = schema.append(pa.field(name, ID, nullable=False))
    return schema


@dataclass(frozen=True)
class Version:
    """One version of a table. Rows are read through `batches` and `read`; the lake's own columns only when named."""

    table: str
    number: int
    step: dict                      # name, version, params
    reads: dict                     # how the step read: {"reads": {...}, "broadcast": {...}}
    inputs: dict[str, str]          # table -> data version
    signature: str                  # digest of everything that decides how a row is made
    data_version: str               # digest of content: equal rows and reasons, equal version, whatever the history
    counts: dict                    # in, out, left_out {reason: n}, merged {...}, quarantined {...}
    segments: tuple[Segment, ...]
    left_out_segments: tuple[Segment, ...]
    required: tuple[str, ...]
    facts: dict = field(default_factory=dict)
    verdicts: dict = field(default_factory=dict)
    store: Store = field(repr=False, compare=False, default=None)
    root: str = field(repr=False, compare=False, default="")     # where the table lies in its store
    shared: tuple = field(repr=False, compare=False, default=())  # (store, root, ids): segments a pending version shares

    def place(self, segment: Segment) -> tuple[Store, str]:
        """Store and path of a segment."""
        if self.shared and segment.id in self.shared[2]:
            return self.shared[0], segment.path(self.shared[1])
        return self.store, segment.path(self.root)

    @property
    def rows(self) -> int:
        return sum(segment.rows for segment in self.segments)

    @property
    def bytes(self) -> int:
        return sum(segment.bytes for segment in (*self.segments, *self.left_out_segments))

    @property
    def schema(self) -> pa.Schema:
        """The step's schema as stored, without the lake's columns; empty for a table without rows."""
        if not self.segments:
            return pa.schema([])
        return pa.schema([field for field in footer_schema(*self.place(self.segments[0])) if field.name not in LAKE_COLUMNS])

    def batches(self, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
        """Every row, one bounded batch after another."""
        for segment in self.segments:
            yield from self.segment_batches(segment, columns)

    def segment_batches(self, segment: Segment, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
        for batch in read_segment(*self.place(segment), columns):
            yield batch if columns else batch.drop_columns(list(LAKE_COLUMNS))

    def read(self, columns: list[str] | None = None) -> pa.Table:
        """All rows at once. For tables of short fields; stream long text with `batches`."""
        batches = list(self.batches(columns))
        return pa.Table.from_batches(batches) if batches else _empty(columns)

    def left_out(self) -> pa.Table:
        """Why each input row is not here: LEFT_OUT rows."""
        return self.left_out_stored().select(LEFT_OUT.names)

    def left_out_stored(self) -> pa.Table:
        batches = [batch for segment in self.left_out_segments for batch in read_segment(*self.place(segment))]
        return pa.Table.from_batches(batches, STORED_LEFT_OUT) if batches else STORED_LEFT_OUT.empty_table()

    @staticmethod
    def no_account() -> pa.Table:
        return STORED_LEFT_OUT.empty_table()

    def keys(self) -> tuple[np.ndarray, np.ndarray]:
        """record_id and input_mac of every row, (n,) S16 each, in stored order."""
        table = self.read(["record_id", "input_mac"])
        return ids(table["record_id"]), ids(table["input_mac"])

    def document(self) -> dict:
        """The version as plain JSON. Holds names, counts and digests, never data."""
        return {
            "table": self.table, "number": self.number, "step": self.step, "reads": self.reads, "inputs": self.inputs,
            "signature": self.signature, "data_version": self.data_version, "counts": self.counts,
            "segments": [[s.id, s.rows, s.bytes] for s in self.segments],
            "left_out_segments": [[s.id, s.rows, s.bytes] for s in self.left_out_segments],
            "required": list(self.required), "facts": self.facts, "verdicts": self.verdicts}

    def encoded(self) -> bytes:
        # Not in name order: the first of `reads` gives a step its rows.
        return json.dumps(self.document(), separators=(",", ":"), ensure_ascii=True).encode()

    @staticmethod
    def decoded(data: bytes, store: Store, root: str) -> "Version":
        try:
            document = json.loads(data)
            for name in ("segments", "left_out_segments"):
                document[name] = tuple(Segment(*entry) for entry in document[name])
            document["required"] = tuple(document["required"])
            return Version(**document, store=store, root=root)
        except (ValueError, TypeError, KeyError):
            raise IntegrityError(f"The version document of table '{root}' is damaged; restore it from a backup or run its step again.") from None


def _empty(columns: list[str] | None) -> pa.Table:
    known = {"record_id": ID, "row_mac": ID, "input_mac": ID}
    return pa.table({name: pa.array([], known.get(name, pa.null())) for name in columns or ()})


def content_digest(version: Version) -> str:
    """Digest of the set of (record_id, row_mac) and of (record_id, disposition, reason, into): order-free, history-free."""
    keys, macs = [], []
    for batch in version.batches(["record_id", "row_mac"]):
        keys.append(ids(batch["record_id"]))
        macs.append(ids(batch["row_mac"]))
    left_out = version.left_out()
    rows = rising(pairs(np.concatenate(keys), np.concatenate(macs))) if keys else np.empty(0, "S32")
    reasons = sorted(zip(left_out["record_id"].to_pylist(), left_out["disposition"].to_pylist(), left_out["reason"].to_pylist(),
                         left_out["into"].to_pylist(), strict=True), key=repr)
    return digest_of(rows.tobytes(), repr(reasons))


def count(rows_in: int, rows_out: int, left_out: pa.Table) -> dict:
    """The account of a step; `left_out` is counted from its own rows, never by subtraction."""
    counts: dict = {"in": rows_in, "out": rows_out, "left_out": {}, "merged": {}, "quarantined": {}}
    named = dict(zip(DISPOSITIONS, ("left_out", "merged", "quarantined"), strict=True))
    tally = Counter(zip(left_out["disposition"].to_pylist(), left_out["reason"].to_pylist(), strict=True))
    for (disposition, reason), number in sorted(tally.items()):
        if disposition not in named:
            raise IntegrityError(f"A left-out row has the disposition '{disposition}'; use one of {', '.join(DISPOSITIONS)}.")
        counts[named[disposition]][reason] = number
    return counts


def unaccounted(counts: dict) -> int:
    """Law 1: rows in, minus rows out, left out, merged and quarantined. Anything but zero is a lost or invented row."""
    gone = sum(sum(counts[name].values()) for name in ("left_out", "merged", "quarantined"))
    return counts["in"] - counts["out"] - gone


def stated_rows(version: Version) -> int:
    """Rows according to the segments' own footers, to hold against the version document."""
    return sum(footer_rows(*version.place(segment)) for segment in version.segments)
