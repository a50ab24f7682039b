"""The text of a record, whichever text table it comes from.

Belongs here: what counts as the text of a document and of a dialogue. Not here: any measure of it.
"""

import pyarrow as pa
import pyarrow.compute as pc

TABLES = ("clean/documents", "clean/dialogues")


def texts_of(records: pa.RecordBatch) -> pa.Array:
    """One large string per record, in order: a document's text, or a dialogue's turns, one a line.

    A turn without words is an empty line. Null stays null, and what is not valid UTF-8 becomes null, never a guess.
    Raises KeyError for rows that hold neither `text` nor `turns`.
    """
    return _readable(_text(records))


def _text(records: pa.RecordBatch) -> pa.Array:
    if "text" in records.schema.names:
        return records.column("text").cast(pa.large_string())
    turns = records.column("turns")
    said = pc.fill_null(pc.struct_field(pc.list_flatten(turns), "text").cast(pa.large_string()), "")
    lengths = pc.fill_null(pc.list_value_length(turns), 0).cast(pa.int64())
    ends = pc.cumulative_sum(lengths)
    offsets = pa.concat_arrays([pa.array([0], pa.int64()), ends]) if len(turns) else pa.array([0], pa.int64())
    joined = pc.binary_join(pa.LargeListArray.from_arrays(offsets, said), pa.scalar("\n", pa.large_string()))
    return pc.if_else(turns.is_valid(), joined, pa.scalar(None, pa.large_string())) if turns.null_count else joined


def text_column(names: list[str]) -> str:
    """The column of a text table that `texts_of` needs."""
    return "text" if "text" in names else "turns"


def _readable(texts: pa.Array) -> pa.Array:
    try:
        texts.validate(full=True)
        return texts
    except pa.ArrowInvalid:
        return pa.array([_decoded(raw) for raw in texts.cast(pa.large_binary()).to_pylist()], pa.large_string())


def _decoded(raw: bytes | None) -> str | None:
    try:
        return None if raw is None else raw.decode()
    except UnicodeDecodeError:
        return None
