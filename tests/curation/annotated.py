"""Small text tables for tests of the annotations: documents and dialogues as the clean zone holds them."""

import datetime
from dataclasses import dataclass

import pyarrow as pa

from assets.lake import LEFT_OUT

DOCUMENTS = pa.schema([
    pa.field("record_id", pa.binary(16), nullable=False), pa.field("text", pa.large_string()),
    pa.field("exclusivity", pa.string()), pa.field("purposes", pa.list_(pa.string())), pa.field("created_on", pa.date32())])
TURN = pa.struct([pa.field("speaker", pa.string()), pa.field("text", pa.string())])
DIALOGUES = pa.schema([pa.field("record_id", pa.binary(16), nullable=False), pa.field("turns", pa.list_(TURN))])


@dataclass
class Table:
    """What a step sees of a version."""

    parts: list[pa.RecordBatch]

    @property
    def rows(self) -> int:
        return sum(part.num_rows for part in self.parts)

    @property
    def bytes(self) -> int:
        return sum(part.nbytes for part in self.parts)

    @property
    def schema(self) -> pa.Schema:
        return self.parts[0].schema if self.rows else pa.schema([])

    def batches(self, columns=None):
        return (part.select(columns or part.schema.names) for part in self.parts if part.num_rows)

    def read(self, columns=None) -> pa.Table:
        found = list(self.batches(columns))
        return pa.Table.from_batches(found) if found else pa.Table.from_batches([], self.parts[0].schema.empty_table().select(columns).schema)


def rows_of(result) -> list[dict]:
    """The rows of a whole step's answer."""
    batches = result.rows.to_batches() if isinstance(result.rows, pa.Table) else result.rows
    return [row for batch in batches for row in batch.to_pylist()]


def number(value: bytes) -> int:
    return int.from_bytes(value, "little")


def record_id(number: int) -> bytes:
    return number.to_bytes(16, "little")      # most ids end in zero bytes: the hard case for comparisons


def documents(texts, *, first=0, exclusivity="shared", purposes=("train-language-model",), created_on=None) -> pa.RecordBatch:
    """Documents numbered from `first`; a single value stands for every row, a list gives one each."""
    size = len(texts)

    def each(value):
        return value if isinstance(value, list) else [value] * size

    return pa.record_batch([
        pa.array([record_id(first + n) for n in range(size)], pa.binary(16)), pa.array(texts, pa.large_string()),
        pa.array(each(exclusivity), pa.string()), pa.array([None if one is None else list(one) for one in each(purposes)], pa.list_(pa.string())),
        pa.array([day and datetime.date.fromisoformat(day) for day in each(created_on)], pa.date32())], schema=DOCUMENTS)


def dialogues(conversations, *, first=1_000) -> pa.RecordBatch:
    """Dialogues of turns given as texts; None is a dialogue without turns recorded."""
    turns = [None if turns is None else [{"speaker": "A", "text": text} for text in turns] for turns in conversations]
    return pa.record_batch([
        pa.array([record_id(first + n) for n in range(len(turns))], pa.binary(16)), pa.array(turns, DIALOGUES.field("turns").type)],
        schema=DIALOGUES)


def put(lake, table, batch: pa.RecordBatch):
    return lake.commit(table, [batch] if batch.num_rows else [], schema=batch.schema, left_out=LEFT_OUT.empty_table(),
                       counted_in=batch.num_rows, step={"name": "put", "version": "1", "params": {}}, signature="00" * 16)


def parts_of(batch: pa.RecordBatch, cuts) -> list[pa.RecordBatch]:
    """The batch cut at these places."""
    edges = [0, *sorted({cut for cut in cuts if 0 < cut < batch.num_rows}), batch.num_rows]
    return [batch.slice(start, end - start) for start, end in zip(edges, edges[1:], strict=False)]
