"""The facts of a release, as one plain dictionary that its documents are drawn from.

Belongs here: counting what is in the shards and retelling what the lake knows. Not here: words and pictures (`documents`).
"""

import json
from collections import Counter

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assets.governance.fates import already, fates
from assets.lake import Lake

FLOW = ("landing", "warehouse", "clean", "corpora")


def facts(lake: Lake, account: dict, folder, *, version: str, previous: str | None, root: str, demonstration: bool, changes: dict | None,
          policies: list, second_pass: dict | None, residual: dict | None = None) -> dict:
    """What is known of a cut about to become a release; null where nothing is known.

    `account` is the cut's own (cut.json) and `folder` holds its shards (`files()`, `open(name)`). `residual` is the verdict on what may remain.
    """
    contracts = _contracts(lake)
    measured = _measured(folder)
    tables, house, way = account["tables"], lake.house, _on_the_way(account, contracts)
    return {
        "release": {"corpus": account["corpus"], "version": version, "track": account["track"], "title": account["title"],
                    "house": house.title, "controller": house.controller, "as_of": house.as_of.isoformat(), "previous": previous,
                    "demonstration": demonstration, "root": root},
        "funnel": _funnel(account, way),
        "fates": fates(lake, account, way, measured["source"], contracts),
        "losses": [{"source": loss["source"], "title": contracts.get(loss["source"], {}).get("title") or loss["source"],
                    **{name: loss[name] for name in ("admitted", "lost", "share", "expected")}}
                   for loss in account.get("losses", ()) if loss["share"] > loss["expected"]],
        "not_asked": _not_asked(way, contracts),
        "composition": {
            "by_source": [_source(name, count, contracts.get(name, {})) for name, count in sorted(measured["source"].items())],
            "by_language": {name or "": count for name, count in sorted(measured["language"].items(), key=lambda pair: pair[0] or "")},
            "by_split": dict(sorted(measured["split"].items()))},
        "blocked_sources": [
            {"source": name, "title": row.get("title") or name, "reason": row.get("reason") or "no reason was recorded"}
            for name, row in sorted(contracts.items()) if row.get("state") != "ready"],
        "privacy": {"redactions": measured["redactions"], "second_pass": second_pass,
                    **{name: (residual or {}).get(name) for name in ("residual", "canaries", "over_redaction", "labelled")}},
        "checks": [{"table": table, "check": check, "passed": passed, **_expectations(lake, table, check)}
                   for table, told in tables.items() for check, passed in told["checks"].items()],
        "policies": policies,
        "lineage": _lineage(account, way),
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


def _on_the_way(account: dict, contracts: dict[str, dict]) -> list[str]:
    """The tables the corpus's own records pass through: raw tables, marts, clean tables, selection, in this order.

    A source that is blocked and of which nothing was opened is not among them; the facts name it as blocked.
    """
    tables, chosen = account["tables"], account["recipe"]["tables"]
    marts = {f"warehouse/{table.split('/')[1]}" for table in chosen}
    origins = {origin for table in {*chosen, *marts} & set(tables) for origin in tables[table]["records_from"] if origin.startswith("landing/")}
    shut = {f"landing/{name}" for name, row in contracts.items() if row.get("state") != "ready"}
    way = ({*chosen, *marts, account["selection"]} | origins) & set(tables)
    return sorted((table for table in way if table not in shut or tables[table]["counts"]["in"]),
                  key=lambda table: (FLOW.index(table.split("/")[0]), table))


def _not_asked(way: list[str], contracts: dict[str, dict]) -> list[dict]:
    """Ready sources whose kind of record this corpus does not read."""
    return [{"source": name, "title": row.get("title") or name, "kind": row.get("kind")} for name, row in sorted(contracts.items())
            if row.get("state") == "ready" and f"landing/{name}" not in way]


def _expectations(lake: Lake, table: str, check: str) -> dict:
    """How many expectations a suite held the table against, and how many it met; nothing where the verdict does not say."""
    version = lake.find(table)
    findings = (version.verdicts.get(check, {}).get("detail") or {}).get("findings") if version is not None else None
    return {"held": sum(1 for finding in findings if finding["passed"]), "of": len(findings)} if findings else {}


def _funnel(account: dict, way: list[str]) -> list[dict]:
    rows = []
    for table in way:
        (group, _, name), counts = table.partition("/"), account["tables"][table]["counts"]
        rows.append({"stage": group, "table": table, "source": name if group == "landing" else None, **counts, "already": already(counts)})
    return rows


def _lineage(account: dict, way: list[str]) -> list[dict]:
    """Which table was read for which, with the records that can have gone along: no more than the one holds or the other read."""
    tables = account["tables"]
    edges = [{"from": origin, "to": table, "records": min(tables[origin]["rows"], told["counts"]["in"])}
             for table, told in tables.items() for origin in told["beside"] if origin in way or not origin.startswith("landing/")]
    return [*edges, {"from": account["selection"], "to": f"releases/{account['corpus']}", "records": account["records"]}]
