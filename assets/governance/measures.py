"""What can be counted in the shards of a release, as sums: so that records taken out are subtracted, and any count can be made again.

Belongs here: counting rows of data and provenance, adding and subtracting counts. Not here: what the lake knows besides (`facts`),
comparing counts with what documents say (`documents.lint`).
"""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

BY = ("source", "language", "split", "licence", "year")
ROWS = 65_536
_COLUMNS = ("source", "language", "split", "licence", "created", "synthetic", "text", "messages")


def measured(folder, names: list[str]) -> dict:
    """The counts of all shards named `data/...`, each read with the provenance beside it; memory holds one shard.

    {"source" | "language" | "split" | "licence" | "year": {value or "": {"records", "characters"}}, "redactions": {source: {type: n}},
    "chain": {id: records}, "made": {source: records that are synthetic}, "rights": {source: {"licence, legal basis": records}}}.
    """
    total = nothing()
    for name in sorted(names):
        if name.startswith("data/"):
            with folder.open(name) as data, folder.open(f"provenance/{name.removeprefix('data/')}") as proven:
                rows = pq.ParquetFile(data)
                wanted = [column for column in rows.schema_arrow.names if column in _COLUMNS]
                provenance = pq.ParquetFile(proven).read(["chain", "redactions", "licence", "legal_basis"])
                first = 0
                for batch in rows.iter_batches(batch_size=ROWS, columns=wanted, use_threads=False):
                    add(total, counted(pa.table(batch), provenance.slice(first, batch.num_rows)))
                    first += batch.num_rows
    return total


def nothing() -> dict:
    """The counts of no row."""
    return {**{by: {} for by in BY}, "redactions": {}, "chain": {}, "made": {}, "rights": {}}


def counted(rows: pa.Table, provenance: pa.Table) -> dict:
    """The counts of some rows of data and, in the same order, of their provenance."""
    if not rows.num_rows:
        return nothing()
    table = pa.table({
        **{by: pc.fill_null(rows[by].cast(pa.string()), "") for by in ("source", "language", "split", "licence")},
        "year": pc.fill_null(pc.year(rows["created"]).cast(pa.string()), ""), "characters": _characters(rows)})
    found = {by: _grouped(table, by) for by in BY}
    chains = provenance["chain"].value_counts()
    found["chain"] = {pair["values"]: pair["counts"] for pair in chains.to_pylist()}
    made = table.filter(rows["synthetic"])["source"].value_counts()
    found["made"] = {pair["values"]: pair["counts"] for pair in made.to_pylist()}
    stated = pc.binary_join_element_wise(provenance["licence"].cast(pa.string()), provenance["legal_basis"].cast(pa.string()), ", ")
    found["rights"] = _nested(table["source"], stated, pa.repeat(1, len(table)))
    found["redactions"] = _redactions(table["source"], provenance["redactions"])
    return found


def add(total: dict, more: dict) -> None:
    """Add counts to a total, in place."""
    _combine(total, more, lambda one, other: one + other)


def subtract(total: dict, less: dict) -> None:
    """Take counts out of a total, in place, of the kinds that it has; what comes to no record is no longer named.

    Raises ValueError when there are not as many.
    """
    _combine(total, {name: less[name] for name in total}, lambda one, other: one - other)
    _drop_empty(total)


def _combine(total: dict, other: dict, how: Callable[[int, int], int]) -> None:
    for name, value in other.items():
        if isinstance(value, dict):
            _combine(total.setdefault(name, {}), value, how)
        else:
            total[name] = how(total.get(name, 0), value)


def _drop_empty(total: dict) -> None:
    for parts in (total[name] for name in total):
        for key, value in list(parts.items()):
            if isinstance(value, dict) and "records" not in value:
                parts[key] = value = {kind: count for kind, count in value.items() if count}
            lowest = min(value.values(), default=0) if isinstance(value, dict) else value
            if lowest < 0:
                raise ValueError("more is taken out than there was")
            if not value or isinstance(value, dict) and value.get("records") == 0:
                del parts[key]


def _grouped(table: pa.Table, by: str) -> dict[str, dict]:
    groups = table.group_by(by).aggregate([("characters", "count"), ("characters", "sum")]).to_pylist()
    return {group[by]: {"records": group["characters_count"], "characters": group["characters_sum"]} for group in groups}


def _characters(rows: pa.Table) -> pa.ChunkedArray:
    """Characters that a model learns from, per row."""
    if "text" in rows.schema.names:
        return pc.utf8_length(rows["text"]).cast(pa.int64())
    messages = rows["messages"].combine_chunks()
    said = pc.utf8_length(pc.struct_field(pc.list_flatten(messages), "content")).cast(pa.int64())
    before = pa.concat_arrays([pa.array([0], pa.int64()), pc.cumulative_sum(said)])
    ends = pc.cumulative_sum(pc.list_value_length(messages).cast(pa.int64()))
    starts = pa.concat_arrays([pa.array([0], pa.int64()), ends[:-1]])
    return pa.chunked_array([pc.subtract(before.take(ends), before.take(starts))])


def _redactions(sources: pa.ChunkedArray, redactions: pa.ChunkedArray) -> dict[str, dict[str, int]]:
    lists = redactions.combine_chunks()
    flat = pc.list_flatten(lists)
    return _nested(sources.combine_chunks().take(pc.list_parent_indices(lists)), pc.struct_field(flat, "type"), pc.struct_field(flat, "count"))


def _nested(outer, inner, numbers) -> dict[str, dict[str, int]]:
    """The sum of some numbers for each pair of values that stand together."""
    found: dict[str, dict[str, int]] = {}
    table = pa.table({"outer": outer, "inner": inner, "number": numbers.cast(pa.int64())})
    for group in table.group_by(["outer", "inner"]).aggregate([("number", "sum")]).to_pylist():
        found.setdefault(group["outer"], {})[group["inner"]] = group["number_sum"]
    return found
