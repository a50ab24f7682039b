"""How a clean record reads in a corpus: as text, or as messages.

Belongs here: turning rows of clean tables into rows of a corpus. Not here: which rows (`selection`), files (`cut`).
"""

import json

import pyarrow as pa
import pyarrow.compute as pc

from assets.corpora.stripping import without
from assets.lake.digest import ID

MESSAGES = pa.list_(pa.field("element", pa.struct([
    pa.field("role", pa.string(), nullable=False), pa.field("content", pa.string(), nullable=False)]), nullable=False))
IDS = pa.list_(pa.field("element", ID, nullable=False))
WORDS = pa.list_(pa.field("element", pa.string(), nullable=False))
COUNTS = pa.list_(pa.field("element", pa.struct([
    pa.field("type", pa.string(), nullable=False), pa.field("count", pa.int32(), nullable=False)]), nullable=False))
TOLD = ("kind", "title", "author", "category", "channel")       # what a record's metadata repeats


def content_field(track: str) -> pa.Field:
    """The column that a model learns from."""
    return pa.field("messages", MESSAGES, nullable=False) if track == "fine-tuning" else pa.field("text", pa.large_string(), nullable=False)


def schema(track: str) -> pa.Schema:
    """Rendered rows: the content, and what provenance will say about it."""
    return pa.schema([
        pa.field("record_id", ID, nullable=False), content_field(track), pa.field("created", pa.date32()),
        pa.field("language", pa.string()), pa.field("licence", pa.string()), pa.field("legal_basis", pa.string()),
        pa.field("purposes", WORDS), pa.field("redactions", COUNTS, nullable=False), pa.field("parents", IDS, nullable=False),
        pa.field("synthetic", pa.bool_(), nullable=False), pa.field("metadata", pa.string(), nullable=False)])


def wanted(columns: list[str]) -> list[str]:
    """Of a clean table's columns, those that rendering reads."""
    used = {"record_id", "text", "turns", "created_on", "language", "licence", "legal_basis", "purposes", "redactions", "parents",
            "synthetic", *TOLD}
    return [name for name in columns if name in used]


def plain(batch: pa.RecordBatch) -> pa.Array:
    """What each clean row says as one large string: a text, or what was said in turns, one a line, whoever said it. Null stays null."""
    if "text" in batch.schema.names:
        return batch["text"].cast(pa.large_string())
    turns = batch["turns"]
    said = pc.fill_null(pc.struct_field(pc.list_flatten(turns), "text").cast(pa.large_string()), "")
    ends = pc.cumulative_sum(pc.fill_null(pc.list_value_length(turns), 0).cast(pa.int64()))
    joined = pc.binary_join(pa.LargeListArray.from_arrays(pa.concat_arrays([pa.array([0], pa.int64()), ends]), said), pa.scalar("\n", pa.large_string()))
    return pc.if_else(turns.is_valid(), joined, pa.scalar(None, pa.large_string()))


def render(batch: pa.RecordBatch, track: str, roles: dict[str, str] | None = None, spans: list | None = None) -> pa.RecordBatch:
    """One rendered row per clean row, in order. `roles` renames the roles of turns, such as advisor to assistant; `spans`, one list
    per row or None, are taken out of its text."""
    def column(name: str, empty) -> list:
        return batch[name].to_pylist() if name in batch.schema.names else [empty] * batch.num_rows

    target = schema(track)
    if track == "fine-tuning":
        content = [messages(turns, roles or {}) for turns in column("turns", None)]
    elif "turns" in batch.schema.names:
        content = [conversation(turns, roles or {}) for turns in column("turns", None)]
    else:
        content = [without(text or "", gone) for text, gone in zip(column("text", ""), spans or [None] * batch.num_rows, strict=True)]
    told = [column(name, None) for name in TOLD]
    return pa.RecordBatch.from_pydict({
        "record_id": batch["record_id"], target.names[1]: content, "created": column("created_on", None),
        "language": column("language", None), "licence": column("licence", None), "legal_basis": column("legal_basis", None),
        "purposes": column("purposes", None), "redactions": [entry or [] for entry in column("redactions", None)],
        "parents": [entry or [] for entry in column("parents", None)], "synthetic": [bool(value) for value in column("synthetic", False)],
        "metadata": [_metadata(values) for values in zip(*told, strict=True)]}, schema=target)


def conversation(turns: list[dict] | None, roles: dict[str, str]) -> str:
    """A dialogue as text: one line a turn, the speaker's role in front; who has no role is numbered as they first speak."""
    labels = _labels(turns or [], roles)
    return "\n".join(f"{label}: {turn['text']}" for label, turn in zip(labels, turns or [], strict=True) if turn["text"])


def messages(turns: list[dict] | None, roles: dict[str, str]) -> list[dict]:
    """A dialogue as messages; turns of one role that follow each other become one message."""
    joined: list[dict] = []
    for label, turn in zip(_labels(turns or [], roles), turns or [], strict=True):
        if not turn["text"]:
            continue
        if joined and joined[-1]["role"] == label:
            joined[-1]["content"] += "\n" + turn["text"]
        else:
            joined.append({"role": label, "content": turn["text"]})
    return joined


def _labels(turns: list[dict], roles: dict[str, str]) -> list[str]:
    speakers: dict = {}
    for turn in turns:
        if not turn.get("role"):
            speakers.setdefault(turn.get("speaker"), f"speaker {len(speakers) + 1}")
    return [roles.get(turn["role"], turn["role"]) if turn.get("role") else speakers[turn.get("speaker")] for turn in turns]


def _metadata(values: tuple) -> str:
    return json.dumps({name: value for name, value in zip(TOLD, values, strict=True) if value is not None}, sort_keys=True, ensure_ascii=False)
