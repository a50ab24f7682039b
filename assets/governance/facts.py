"""The facts of a release, as one plain dictionary that its documents are drawn from.

Belongs here: counting what is in the shards and retelling what the lake knows. Not here: words and pictures (`documents`).
"""

import json
from collections import Counter

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assets.lake import Lake

FLOW = ("landing", "warehouse", "clean", "corpora")


def facts(lake: Lake, account: dict, folder, *, version: str, previous: str | None, root: str, demonstration: bool, changes: dict | None,
          policies: list, second_pass: dict | None, residual=None) -> dict:
    """What is known of a cut about to become a release; null where nothing is known.

    `account` is the cut's own (cut.json) and `folder` holds its shards (`files()`, `open(name)`).
    """
    contracts = _contracts(lake)
    measured = _measured(folder)
    tables, house = account["tables"], lake.house
    return {
        "release": {"corpus": account["corpus"], "version": version, "track": account["track"], "title": account["title"],
                    "house": house.title, "controller": house.controller, "as_of": house.as_of.isoformat(), "previous": previous,
                    "demonstration": demonstration, "root": root},
        "funnel": _funnel(account),
        "composition": {
            "by_source": [_source(name, count, contracts.get(name, {})) for name, count in sorted(measured["source"].items())],
            "by_language": {name or "": count for name, count in sorted(measured["language"].items(), key=lambda pair: pair[0] or "")},
            "by_split": dict(sorted(measured["split"].items()))},
        "blocked_sources": [
            {"source": name, "title": row.get("title") or name, "reason": row.get("reason") or "no reason was recorded"}
            for name, row in sorted(contracts.items()) if row.get("state") != "ready"],
        "privacy": {"redactions": measured["redactions"], "second_pass": second_pass, "residual": residual},
        "checks": [{"table": table, "check": check, "passed": passed}
                   for table, told in tables.items() for check, passed in told["checks"].items()],
        "policies": policies,
        "lineage": _lineage(account),
        "chains": [{"id": name, "steps": steps, "records": measured["chain"].get(name, 0)} for name, steps in account["chains"].items()],
        "changes": changes,
        "human": dict(account["recipe"]["statements"]),
    }


def _measured(folder) -> dict:
    """Records and characters by source, language and split; records by chain; redactions by type."""
    found: dict = {"source": {}, "language": {}, "split": {}, "chain": Counter(), "redactions": Counter()}
    for name in sorted(folder.files()):
        if name.startswith("data/"):
            with folder.open(name) as file:
                for batch in pq.ParquetFile(file).iter_batches(batch_size=4096, use_threads=False):
                    lengths = _characters(batch)
                    for by in ("source", "language", "split"):
                        for value, length in zip(batch[by].to_pylist(), lengths, strict=True):
                            entry = found[by].setdefault(value, {"records": 0, "characters": 0})
                            entry["records"] += 1
                            entry["characters"] += length
        elif name.startswith("provenance/"):
            with folder.open(name) as file:
                rows = pq.ParquetFile(file).read(["chain", "redactions"])
            found["chain"].update(rows["chain"].to_pylist())
            for redacted in pc.list_flatten(rows["redactions"]).to_pylist():
                found["redactions"][redacted["type"]] += redacted["count"]
    return {**found, "chain": dict(found["chain"]), "redactions": dict(sorted(found["redactions"].items()))}


def _characters(batch: pa.RecordBatch) -> list[int]:
    if "text" in batch.schema.names:
        return pc.utf8_length(batch["text"]).to_pylist()
    return [sum(len(message["content"]) for message in messages) for messages in batch["messages"].to_pylist()]


def _contracts(lake: Lake) -> dict[str, dict]:
    table = lake.find("landing/contracts")
    return {row["name"]: row for row in table.read().to_pylist()} if table is not None else {}


def _source(name: str, count: dict, contract: dict) -> dict:
    fields = ("licence", "agreement", "legal_basis", "purposes", "exclusivity", "secrecy", "controller", "retention", "embargo")
    evidence = contract.get("tdm_opt_out")
    return {"source": name, "title": contract.get("title") or name, **count, **{field: contract.get(field) for field in fields},
            "tdm": json.loads(evidence) if evidence else None}


def _on_the_way(account: dict) -> set[str]:
    """The tables the corpus's own records pass through: its clean tables, their marts, the raw tables of both, the selection."""
    tables, chosen = account["tables"], account["recipe"]["tables"]
    marts = {f"warehouse/{table.split('/')[1]}" for table in chosen}
    origins = {origin for table in {*chosen, *marts} & set(tables) for origin in tables[table]["records_from"] if origin.startswith("landing/")}
    return ({*chosen, *marts, account["selection"]} | origins) & set(tables)


def _funnel(account: dict) -> list[dict]:
    rows = []
    for table in sorted(_on_the_way(account), key=lambda table: (FLOW.index(table.split("/")[0]), table)):
        group, _, name = table.partition("/")
        rows.append({"stage": group, "table": table, "source": name if group == "landing" else None, **account["tables"][table]["counts"]})
    return rows


def _lineage(account: dict) -> list[dict]:
    tables, way = account["tables"], _on_the_way(account)
    edges = [{"from": origin, "to": table, "records": tables[origin]["rows"]} for table, told in tables.items() for origin in told["beside"]
             if origin in way or not origin.startswith("landing/")]
    return [*edges, {"from": account["selection"], "to": f"releases/{account['corpus']}", "records": account["records"]}]
