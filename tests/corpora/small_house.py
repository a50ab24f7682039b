"""A small house with its clean tables, for tests of corpora and governance: written into the lake by hand."""

import datetime as dt

import pyarrow as pa

from assets.governance.documents.statements import REQUIRED
from assets.lake import LEFT_OUT, left_out_rows

ID = pa.binary(16)
PURPOSES = ["train-language-model", "retrieval"]
RECIPE = {
    "corpus": "atelier", "title": "The atelier", "track": "pretraining", "tables": ["clean/documents", "clean/dialogues"],
    "purposes": ["train-language-model"],
    "where": [{"rule": "quality.characters >= 10", "reason": "too short"}],
    "splits": {"seed": 7, "shares": {"train": 0.8, "validation": 0.1, "test": 0.1}},
    "shards": {"train": 4, "validation": 1, "test": 2},
    "statements": {"audience": None, **{statement.field: "Tests." for statement in REQUIRED}},
}
ENVELOPE = [("record_id", ID), ("source", pa.string()), ("kind", pa.string())]
RIGHTS = [("language", pa.string()), ("language_score", pa.float32()), ("created_on", pa.date32()), ("group_id", ID), ("licence", pa.string()),
          ("legal_basis", pa.string()), ("secrecy", pa.string()), ("exclusivity", pa.string()), ("purposes", pa.list_(pa.string())),
          ("extra", pa.string()), ("redactions", pa.list_(pa.struct([("type", pa.string()), ("count", pa.int32())])))]
DOCUMENTS = pa.schema([*ENVELOPE, ("title", pa.string()), ("author", pa.string()), ("category", pa.string()), ("text", pa.large_string()), *RIGHTS])
TURN = pa.struct([("speaker", pa.string()), ("role", pa.string()), ("text", pa.string()), ("start", pa.float64())])
DIALOGUES = pa.schema([*ENVELOPE, ("channel", pa.string()), ("turns", pa.list_(TURN)), ("n_turns", pa.int32()), *RIGHTS])
RAW = pa.schema([("record_id", ID), ("object_id", ID), ("locator", pa.string()), ("text", pa.large_string())])
QUALITY = pa.schema([("record_id", ID), ("characters", pa.int32()), ("symbol_share", pa.float32()), ("duplicate_line_share", pa.float32())])
LANGUAGE = pa.schema([("record_id", ID), ("language", pa.string()), ("score", pa.float32())])
DUPLICATES = pa.schema([("record_id", ID), ("cluster_id", ID), ("cluster_size", pa.int32()), ("survivor", pa.bool_())])
NEAR = pa.schema([("record_id", ID), ("cluster_id", ID), ("cluster_size", pa.int32()), ("evidence", pa.list_(pa.struct([
    ("record_id", ID), ("jaccard", pa.float32()), ("containment", pa.float32()), ("contains", pa.float32())]))), ("shingles", pa.int32())])
TEMPLATES = pa.schema([("record_id", ID), ("template_share", pa.float32()), ("spans", pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())])))])
CONTAMINATION = pa.schema([("record_id", ID), ("matches", pa.list_(pa.struct([
    ("set", pa.string()), ("ngrams", pa.int32()), ("share", pa.float32()), ("example", ID)]))), ("worst_share", pa.float32())])


def record_id(number: int) -> bytes:
    return number.to_bytes(16, "little")        # most ids end in zero bytes: the hard case for comparisons


def number_of(record: bytes) -> int:
    return int.from_bytes(record, "little")


def document(number: int, **more) -> dict:
    return {"record_id": record_id(number), "source": "press", "kind": "document", "title": f"Number {number}",
            "text": f"Release number {number} speaks of silk and of leather.", "language": "en", "language_score": 0.9,
            "created_on": dt.date(2020, 1, 1) + dt.timedelta(days=number % 900), "group_id": record_id(900_000 + number // 3),
            "licence": "LicenseRef-House-Owned", "legal_basis": "not-personal", "secrecy": "internal", "exclusivity": "exclusive",
            "purposes": PURPOSES, "redactions": [{"type": "PERSON", "count": 1}] if number % 5 == 0 else [], **more}


def dialogue(number: int, **more) -> dict:
    return {**document(number), "source": "chats", "kind": "dialogue", "channel": "boutique", "turns": [
        {"speaker": "a", "role": "advisor", "text": f"Good morning, case {number}."}, {"speaker": "b", "role": "client", "text": "I look for a bag."}],
        "n_turns": 2, **more}


def put(lake, table: str, rows: list[dict], schema: pa.Schema, *, inputs: dict | None = None, step: str = "put", left_out=None):
    left_out = LEFT_OUT.empty_table() if left_out is None else left_out
    batch = pa.RecordBatch.from_pylist(rows, schema)
    return lake.commit(table, [batch] if rows else [], schema=schema, left_out=left_out, counted_in=len(rows) + len(left_out),
                       step={"name": step, "version": "1", "params": {}}, signature="00" * 16, inputs=inputs or {})


def fill(lake, documents: list[dict], dialogues: list[dict] = (), *, duplicates: dict[int, int] | None = None, gone: dict[int, str] | None = None,
         symbols: dict[int, float] | None = None):
    """Landing, clean and annotation tables over the rows given. `duplicates` maps a number to that of its cluster; `gone`
    numbers the records that landed but did not come clean, with the reason; `symbols` is the share of symbols in a text."""
    documents, dialogues, gone = list(documents), list(dialogues), gone or {}
    landed: dict[str, dict[str, str]] = {}
    for table, kind, rows in (("documents", "document", documents), ("dialogues", "dialogue", dialogues)):
        inputs = {}
        lost = [document(number) for number in gone] if kind == "document" else []
        for source in sorted({row["source"] for row in [*rows, *lost]}):
            raw = [{"record_id": row["record_id"], "object_id": record_id(10_000_000 + index // 40), "locator": f"row {index}",
                    "text": row.get("text")} for index, row in enumerate(row for row in [*rows, *lost] if row["source"] == source)]
            inputs[f"landing/{source}"] = put(lake, f"landing/{source}", raw, RAW, step="land").data_version
            landed[source] = {"name": source, "kind": kind, "title": source.title(), "state": "ready"}
        left = left_out_rows([record_id(number) for number in gone], pa.array(list(gone.values()), pa.string())) if kind == "document" else None
        put(lake, f"clean/{table}", rows, DOCUMENTS if kind == "document" else DIALOGUES, inputs=inputs, step="clean", left_out=left)
    names = ("name", "kind", "title", "state", "reason", "licence", "legal_basis", "exclusivity", "secrecy", "retention", "tdm_opt_out")
    rows = [*landed.values(), {"name": "photos", "kind": "media", "title": "Photos", "state": "blocked", "reason": "field 'licence' is missing"}]
    contracts = pa.schema([("record_id", ID), *((name, pa.string()) for name in names), ("purposes", pa.list_(pa.string()))])
    put(lake, "landing/contracts", [
        {"record_id": record_id(index), "licence": "LicenseRef-House-Owned", "legal_basis": "not-personal", "purposes": PURPOSES,
         "tdm_opt_out": '{"protocol": "none", "checked": "2026-01-10"}', **row}
        for index, row in enumerate(rows)], contracts)
    everything = [*documents, *dialogues]
    inputs = _texts(lake)
    put(lake, "annotations/quality", [
        {"record_id": row["record_id"], "characters": len(row.get("text") or "") if row["kind"] == "document" else 40,
         "symbol_share": (symbols or {}).get(number_of(row["record_id"]), 0.0)} for row in everything],
        QUALITY, inputs=inputs, step="quality")
    put(lake, "annotations/language", [{"record_id": row["record_id"], "language": "en", "score": 0.9} for row in everything], LANGUAGE,
        inputs=inputs, step="language")
    cluster = {record_id(number): record_id(leader) for number, leader in (duplicates or {}).items()}
    put(lake, "annotations/exact_duplicates", [
        {"record_id": row["record_id"], "cluster_id": cluster.get(row["record_id"], row["record_id"]), "cluster_size": 1, "survivor": True}
        for row in everything], DUPLICATES, inputs=inputs, step="exact_duplicates")


def fill_near(lake, shingles: dict[int, int], pairs: dict[tuple[int, int], tuple[float, float]], *, both: bool = True) -> None:
    """The annotation of near duplicates: shingles of every record, and (left, right) -> (Jaccard, share of the left one's shingles in the right).

    With `both` each of a pair knows of the other; else only the left one does, as when the right one has too many to name all.
    """
    evidence: dict[int, list] = {number: [] for number in shingles}
    for (left, right), (jaccard, share) in pairs.items():
        back = share * shingles[left] / shingles[right]
        evidence[left].append({"record_id": record_id(right), "jaccard": jaccard, "containment": share, "contains": back})
        if both:
            evidence[right].append({"record_id": record_id(left), "jaccard": jaccard, "containment": back, "contains": share})
    put(lake, "annotations/near_duplicates", [
        {"record_id": record_id(number), "cluster_id": record_id(number), "cluster_size": 1, "evidence": evidence[number], "shingles": size}
        for number, size in shingles.items()], NEAR, inputs=_texts(lake), step="near_duplicates")


def fill_contamination(lake, numbers, supplied: dict[int, tuple[str, float]] | None = None, own: dict[int, tuple[str, float]] | None = None) -> None:
    """Both annotations of overlaps, over all records given: number -> (set or corpus, share). The table of supplied sets has no rows."""
    from assets.corpora.decontamination import SCHEMA

    sets = put(lake, "annotations/evaluations", [], pa.schema([("record_id", ID)]), step="evaluations")
    put(lake, "annotations/contamination", [
        {"record_id": record_id(number), "worst_share": (supplied or {}).get(number, (None, 0.0))[1], "matches": [
            {"set": name, "ngrams": 3, "share": share} for name, share in [(supplied or {}).get(number)] if name] if number in (supplied or {}) else []}
        for number in numbers], CONTAMINATION, inputs={**_texts(lake), sets.table: sets.data_version}, step="contamination")
    put(lake, "annotations/evaluation_overlaps", [
        {"record_id": record_id(number), "matches": [{"corpus": own[number][0], "ngrams": 3, "share": own[number][1], "example": record_id(number)}]
         if number in (own or {}) else []} for number in numbers], SCHEMA, inputs=_texts(lake), step="evaluation_overlaps")


def _texts(lake) -> dict[str, str]:
    return {table: lake.read(table).data_version for table in ("clean/documents", "clean/dialogues")}


def recipe(**more):
    from assets.corpora.recipes import Recipe

    return Recipe.model_validate({**RECIPE, **more})


def choose(lake, chosen=None):
    """Select by a recipe, as the asset does."""
    from assets.corpora.selection import selection

    chosen = chosen or recipe()
    reads = {"records": list(chosen.tables), **{name: f"annotations/{name}" for name in chosen.measures}}
    return lake.derive(selection, reads=reads, writes=f"corpora/{chosen.corpus}", params={"recipe": chosen.plain()})


def reasons(version) -> dict[int, tuple]:
    """number -> (disposition, reason, number it went into)."""
    return {int.from_bytes(row["record_id"], "little"): (row["disposition"], row["reason"], row["into"] and int.from_bytes(row["into"], "little"))
            for row in version.left_out().to_pylist()}
