"""Signals: what was measured of one record, whom it is like, and what a recipe made of that.

Belongs here: reading one record's rows of annotations as they were when a release was cut. Not here: its way there (`explain`), printing.
A table that has changed since is told as null with the reason, never guessed.
"""

import numpy as np
import pyarrow as pa

from assets.corpora.asking import answers
from assets.corpora.judging import short
from assets.corpora.merging import EXACT
from assets.lake import Lake, Version
from assets.lake.segments import ids, members

SHOWN = 8           # entries of a list, and members of a cluster, that are told; the rest are counted
MACHINERY = ("record_id", "digest", "bands", "anchors", "lines", "preference")       # keys for machines: they tell a reader nothing
EVIDENCE = {"near_duplicates": "evidence", "contamination": "matches", "evaluation_overlaps": "matches"}


def signals(lake: Lake, manifest: dict, record_id: bytes) -> dict:
    """{"signals": {annotation: {column: value} or null}, "not_told": {annotation: why}, "evidence": {annotation: [entry]}, "rules", "cluster"}.

    An annotation without a row for the record is not named; one that the release did not ask is told as it stands. `rules` are the
    recipe's with the values they were asked of.
    """
    told, not_told, rows = {}, {}, {}
    for table in lake.tables("annotations/"):
        row = row_of(lake.read(table), record_id) if table not in manifest["inputs"] else None
        if row is not None and (shown := _shown(row)):
            told[table.removeprefix("annotations/")] = shown
    for table in sorted(name for name in manifest["inputs"] if name.startswith("annotations/")):
        name = table.removeprefix("annotations/")
        version, why = fitting(lake, manifest, table)
        row = row_of(version, record_id) if version is not None else None
        if why:
            told[name], not_told[name] = None, why
        elif row is not None:
            rows[name] = row
            if shown := _shown(row):
                told[name] = shown
        elif version.rows:
            rows[name] = version.schema.empty_table()       # a rule that asks of it is answered with null
    record = _record(lake, manifest, record_id)
    if record is not None:
        rows["records"] = record
    evidence = {name: [_plain(entry) for entry in (rows[name][column][0].as_py() or [])[:SHOWN]] for name, column in EVIDENCE.items() if name in rows and rows[name].num_rows}
    asked = answers((manifest.get("recipe") or {}).get("where", []), {name: row.select(short(row.schema)) for name, row in rows.items()}) if record is not None else []
    return {"signals": told, "not_told": not_told, "evidence": evidence, "rules": [_plain(rule) for rule in asked],
            "cluster": _cluster(lake, manifest, record_id, not_told)}


def in_words(rule: dict) -> str:
    """A rule with what was measured: quality.symbol_share <= 0.30: 0.04."""
    values = rule["values"]
    if not values:
        return f"{rule['rule']}: cannot be asked any more"
    told = [_number(value) for value in values.values()]
    return f"{rule['rule']}: {told[0]}" if len(told) == 1 else f"{rule['rule']}: " + ", ".join(f"{name} = {value}" for name, value in zip(values, told, strict=True))


def fitting(lake: Lake, manifest: dict, table: str) -> tuple[Version | None, str | None]:
    """The version of a table that a release was made from, or None and why there is none."""
    version = lake.find(table)
    if version is None:
        return None, "it was purged or is not visible"
    if version.data_version != manifest["inputs"].get(table):
        return None, "it has changed since the release was cut"
    return version, None


def row_of(version: Version, record_id: bytes, columns: list[str] | None = None) -> pa.Table | None:
    """The row of one record, or None."""
    found = rows_of(version, np.frombuffer(record_id, "S16"), columns)
    return found if found is not None and found.num_rows else None


def rows_of(version: Version, wanted: np.ndarray, columns: list[str] | None = None) -> pa.Table | None:
    """The rows of some records (S16), or None. Segments that hold none of them are not read further than their ids."""
    found = []
    for segment in version.segments:
        if any(members(ids(batch["record_id"]), wanted).any() for batch in version.segment_batches(segment, ["record_id"])):
            found += [batch.filter(pa.array(members(ids(batch["record_id"]), wanted))) for batch in version.segment_batches(segment, columns)]
    return pa.Table.from_batches(found) if found else None


def _record(lake: Lake, manifest: dict, record_id: bytes) -> pa.Table | None:
    """The record's short columns in its clean table, if that is still the one the release was made from."""
    for table in (manifest.get("recipe") or {}).get("tables", ()):
        version, _ = fitting(lake, manifest, table)
        row = row_of(version, record_id, short(version.schema)) if version is not None and version.rows else None
        if row is not None:
            return row.append_column("table", pa.array([table]))
    return None


def _cluster(lake: Lake, manifest: dict, record_id: bytes, not_told: dict) -> dict | None:
    """Who stands for whom around the record: {"survivor", "size", "members": [{"record_id", "kind", "jaccard", "containment"}]}.

    Members are those that went into the survivor, this record first. Null when it stands for itself alone, or it cannot be told.
    """
    selection, why = fitting(lake, manifest, manifest["selection"])
    if why:
        not_told["cluster"] = why
        return None
    account = selection.left_out()
    account = account.filter(account["into"].is_valid())
    gone, into = ids(account["record_id"]), ids(account["into"])
    me = np.frombuffer(record_id, "S16")[0]
    survivor = into[gone == me][0] if (gone == me).any() else me
    inside = np.flatnonzero(into == survivor)
    if not len(inside):
        return None
    inside = inside[np.lexsort((np.unique(gone[inside], return_inverse=True)[1], gone[inside] != me))]
    some = inside[:SHOWN]
    scores = _scores(lake, manifest, gone[some], survivor)
    kinds = account["reason"].take(pa.array(some)).to_pylist()
    return {"survivor": _hex(survivor), "size": len(inside) + 1, "members": [
        {"record_id": _hex(one), "kind": kind, **({"jaccard": 1.0, "containment": 1.0} if kind == EXACT else scores.get(one, {"jaccard": None, "containment": None}))}
        for one, kind in zip(gone[some], kinds, strict=True)]}


def _scores(lake: Lake, manifest: dict, merged: np.ndarray, survivor: bytes) -> dict[bytes, dict]:
    """Of each merged record the verified Jaccard and containment with its survivor, or with one whose text is equal to the survivor's."""
    near, _ = fitting(lake, manifest, "annotations/near_duplicates")
    exact, _ = fitting(lake, manifest, "annotations/exact_duplicates")
    if near is None or exact is None:
        return {}
    both = np.append(merged, survivor)
    named = rows_of(exact, both, ["record_id", "cluster_id"])
    clusters = np.unique(ids(named["cluster_id"]))
    text_of: dict[bytes, bytes] = {}
    for batch in exact.batches(["record_id", "cluster_id"]):
        hit = members(ids(batch["cluster_id"]), clusters)
        text_of |= dict(zip(ids(batch["record_id"])[hit].tolist(), ids(batch["cluster_id"])[hit].tolist(), strict=True))
    found: dict[tuple, dict] = {}
    for row in rows_of(near, both, ["record_id", "evidence"]).to_pylist():
        mine = text_of[_key(row["record_id"])]
        for pair in row["evidence"]:
            theirs = text_of.get(_key(pair["record_id"]))
            found[mine, theirs] = {"jaccard": round(pair["jaccard"], 4), "containment": round(pair["containment"], 4)}
            found[theirs, mine] = {"jaccard": round(pair["jaccard"], 4), "containment": round(pair["contains"], 4)}
    return {one: found[text_of[one], text_of[survivor]] for one in merged.tolist() if (text_of[one], text_of[survivor]) in found}


def _shown(row: pa.Table) -> dict:
    """A row for people: no id of its own, no keys, long lists cut, with how many entries were left off."""
    told = {}
    for name, value in row.to_pylist()[0].items():
        if name not in MACHINERY:
            told[name] = _plain(value[:SHOWN] if isinstance(value, list) else value)
            if isinstance(value, list) and len(value) > SHOWN:
                told[f"{name} left off"] = len(value) - SHOWN
    return told


def _plain(value):
    """JSON values: bytes as hexadecimal digits, single precision without its noise, days as they are written."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, bytes | bytearray):
        return bytes(value).hex()
    if isinstance(value, float):
        return float(f"{value:.6g}")
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def _number(value) -> str:
    return "not measured" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)


def _key(value: bytes) -> bytes:
    """As numpy gives 16 bytes: without the zeros at their end."""
    return value.rstrip(b"\0")


def _hex(value: bytes) -> str:
    return bytes(value).ljust(16, b"\0").hex()
