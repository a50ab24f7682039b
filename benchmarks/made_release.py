"""A made house of any size, whose corpus can be cut, released, traced and erased from, for the benchmark of governance.

Belongs here: tables and a recipe, as seeded columns. Not here: measuring (`governance`).
One source of letters, each about one client; a client has LETTERS of them on average, and a letter is WORDS made words, which pack about as tightly as
prose does. Everything a cut reads is there, nothing else.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

LETTERS = 75            # records a client has, on average
WORDS = 32              # of a letter: some two hundred characters
ROWS_A_SHARD = 4096
BATCH = 65_536
SOURCE, CORPUS = "letters", "made"
_HOUSE = "name: made\ntitle: A made house\ncontroller: Benchmark\nsteward: bench@example.org\nseed: 1\nas_of: 2026-01-31\nlanguages: [en]\ninbox: inbox\n"
_ID = pa.binary(16)
_RAW = pa.schema([("record_id", _ID), ("source", pa.string()), ("object_id", _ID), ("locator", pa.string()), ("subject_ids", pa.list_(_ID))])
_CONTRACTS = pa.schema([("record_id", _ID), *((name, pa.string()) for name in (
    "name", "kind", "title", "state", "reason", "licence", "legal_basis", "exclusivity", "secrecy", "retention", "tdm_opt_out")), ("purposes", pa.list_(pa.string()))])
_ANNOTATIONS = {
    "quality": pa.schema([("record_id", _ID), ("characters", pa.int32()), ("symbol_share", pa.float32()), ("duplicate_line_share", pa.float32())]),
    "language": pa.schema([("record_id", _ID), ("language", pa.string()), ("score", pa.float32())]),
    "exact_duplicates": pa.schema([("record_id", _ID), ("cluster_id", _ID), ("cluster_size", pa.int32()), ("survivor", pa.bool_())])}
_RIGHTS = {"licence": "LicenseRef-House-Owned", "legal_basis": "consent", "exclusivity": "exclusive", "secrecy": "internal"}
_SYLLABLES = ("so ra li men ta ve no du pel ca sti or ge fa lu nis").split()


class Made:
    """The records of a made house: ids and whose they are, (n,) S16 each, in record order."""

    def __init__(self, records: int, seed: int = 1):
        draw = np.random.default_rng(seed)
        self.ids = np.sort(np.frombuffer(draw.bytes(16 * records), "S16"))
        self.people = np.frombuffer(draw.bytes(16 * max(records // LETTERS, 1)), "S16")
        self.owner = self.people[draw.integers(0, len(self.people), records)]
        self._words = pa.array(["".join(draw.choice(_SYLLABLES, draw.integers(1, 5))) for _ in range(4096)], pa.large_string())

    def parts(self) -> Iterator[slice]:
        return (slice(start, min(start + BATCH, len(self.ids))) for start in range(0, len(self.ids), BATCH))

    def texts(self, part: slice) -> pa.Array:
        rows = part.stop - part.start
        drawn = np.random.default_rng(part.start).integers(0, len(self._words), rows * WORDS)
        letters = pa.LargeListArray.from_arrays(pa.array(np.arange(rows + 1) * WORDS), self._words.take(pa.array(drawn)))
        return pc.binary_join(letters, pa.scalar(" ", pa.large_string()))


def fill(folder: Path, records: int):
    """A home with the tables of a made house and its recipe: (lake, recipe, Made)."""
    from assets.lake import Home, Lake
    from assets.lake.keys import make_keys

    house = folder / "house"
    house.mkdir(parents=True)
    (house / "house.yaml").write_text(_HOUSE)
    home = Home.make(folder / "home", house, demonstration=True)
    make_keys(home.path, seed=1)
    lake, made = Lake.open(home), Made(records)
    raw = _put(lake, f"landing/{SOURCE}", _RAW, _raw(made), records, "land")
    _put(lake, "landing/contracts", _CONTRACTS, iter([pa.RecordBatch.from_pylist([{
        "record_id": bytes(16), "name": SOURCE, "kind": "document", "title": "Letters", "state": "ready", **_RIGHTS, "purposes": ["train-language-model"],
        "tdm_opt_out": '{"protocol": "none", "checked": "2026-01-10"}'}], _CONTRACTS)]), 1, "register")
    clean = _put(lake, "clean/documents", _clean_schema(), _clean(made), records, "clean", {raw.table: raw.data_version})
    for name, schema in _ANNOTATIONS.items():
        _put(lake, f"annotations/{name}", schema, _annotation(made, name, schema), records, name, {clean.table: clean.data_version})
    return lake, recipe(records), made


def recipe(records: int):
    """The recipe of the made corpus: as many shards as keep each at about ROWS_A_SHARD rows."""
    from assets.corpora.recipes import Recipe
    from assets.governance.documents.statements import REQUIRED

    shards = 1 << max(records // ROWS_A_SHARD - 1, 0).bit_length()
    return Recipe.model_validate({
        "corpus": CORPUS, "title": "Made", "track": "pretraining", "tables": ["clean/documents"], "purposes": ["train-language-model"],
        "where": [{"rule": "quality.characters >= 10", "reason": "too short"}],
        "splits": {"seed": 7, "shares": {"train": 0.98, "test": 0.02}}, "shards": {"train": shards, "test": max(shards // 32, 1)},
        "statements": {statement.field: "Made." for statement in REQUIRED}})


def _put(lake, table: str, schema: pa.Schema, rows: Iterator[pa.RecordBatch], count: int, step: str, inputs: dict | None = None):
    from assets.lake import LEFT_OUT

    return lake.commit(table, rows, schema=schema, left_out=LEFT_OUT.empty_table(), counted_in=count, step={"name": step, "version": "1", "params": {}},
                       signature="00" * 16, inputs=inputs or {})


def _clean_schema() -> pa.Schema:
    from assets.privacy.schemas import SCHEMAS

    return SCHEMAS["document"]


def _ids(values: np.ndarray) -> pa.Array:
    return pa.FixedSizeBinaryArray.from_buffers(_ID, len(values), [None, pa.py_buffer(np.ascontiguousarray(values))])


def _same(value, field: pa.Field, rows: int) -> pa.Array:
    return pa.repeat(pa.scalar(value, field.type), rows)


def _raw(made: Made) -> Iterator[pa.RecordBatch]:
    for part in made.parts():
        rows = part.stop - part.start
        own = {"record_id": _ids(made.ids[part]), "source": _same(SOURCE, _RAW.field("source"), rows), "object_id": _ids(made.ids[part][np.arange(rows) // 40]),
               "locator": pa.array([f"row {number}" for number in range(rows)]),
               "subject_ids": pa.ListArray.from_arrays(pa.array(np.arange(rows + 1, dtype=np.int32)), _ids(made.owner[part]))}
        yield pa.record_batch([own[name] for name in _RAW.names], schema=_RAW)


def _clean(made: Made) -> Iterator[pa.RecordBatch]:
    schema = _clean_schema()
    same = {"source": SOURCE, "kind": "document", "language": "en", "language_score": 0.9, "subject_group": True, "purposes": ["train-language-model"],
            "redactions": [{"type": "PERSON", "count": 1}], "ledger": [], **_RIGHTS}
    for part in made.parts():
        own = {"record_id": _ids(made.ids[part]), "group_id": _ids(made.owner[part]), "text": made.texts(part)}
        yield pa.record_batch([own[field.name] if field.name in own else _same(same.get(field.name), field, part.stop - part.start) for field in schema], schema=schema)


def _annotation(made: Made, name: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    same = {"characters": 200, "symbol_share": 0.0, "duplicate_line_share": 0.0, "language": "en", "score": 0.9, "cluster_size": 1, "survivor": True}
    for part in made.parts():
        rows = part.stop - part.start
        own = {"record_id": _ids(made.ids[part]), "cluster_id": _ids(made.ids[part])}
        yield pa.record_batch([own[field.name] if field.name in own else _same(same[field.name], field, rows) for field in schema], schema=schema)
