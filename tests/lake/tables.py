"""Tiny tables for tests of the lake: records numbered from zero, each with a text."""

import pyarrow as pa
import pyarrow.compute as pc

from assets.lake import LEFT_OUT, Result, Step, left_out_rows

SCHEMA = pa.schema([pa.field("record_id", pa.binary(16), nullable=False), pa.field("text", pa.large_string())])


def record_id(number: int) -> bytes:
    return number.to_bytes(16, "little")      # little-endian: most ids end in zero bytes, the hard case for comparisons


def records(texts: dict[int, str]) -> pa.RecordBatch:
    return pa.record_batch([pa.array([record_id(n) for n in texts], pa.binary(16)), pa.array(list(texts.values()), pa.large_string())],
                           schema=SCHEMA)


def put(lake, table: str, texts: dict[int, str], **more):
    """Commit a whole table in one version."""
    return lake.commit(table, [records(texts)] if texts else [], schema=SCHEMA, left_out=LEFT_OUT.empty_table(), counted_in=len(texts),
                       step={"name": "put", "version": "1", "params": {}}, signature="00" * 16, **more)


def texts(version) -> dict[int, str]:
    table = version.read()
    return {int.from_bytes(i, "little"): t for i, t in zip(table["record_id"].to_pylist(), table["text"].to_pylist(), strict=True)} \
        if table.num_rows else {}


class Counting:
    """A step that upper-cases, leaves out empty texts, and remembers which records it was asked for."""

    def __init__(self, version: str = "1", name: str = "upper"):
        self.asked: list[int] = []
        self.step = Step.map(name, version=version, run=self.run, schema=SCHEMA)

    def run(self, batch, side=None, wide=None, **params):
        self.asked += [int.from_bytes(value, "little") for value in batch["record_id"].to_pylist()]
        full = pc.greater(pc.utf8_length(batch["text"]), 0)
        kept = batch.filter(full)
        return Result(pa.record_batch([kept["record_id"], pc.utf8_upper(kept["text"])], schema=SCHEMA),
                      left_out_rows(batch.filter(pc.invert(full))["record_id"], "empty text"))
