"""The facts of a release, as one plain dictionary that its documents are drawn from.

Belongs here: retelling what the lake knows and what was counted, and taking out of it what a re-cut takes out. Not here: counting
(`measures`), words and pictures (`documents`).
"""

import copy
import json

import pyarrow as pa

from assets.governance.fates import already, fates
from assets.governance.measures import counted, measured, subtract
from assets.lake import Lake

FLOW = ("landing", "warehouse", "clean", "corpora")
ERASED = "erased on request"
_STATED = ("kind", "licence", "agreement", "legal_basis", "article9", "purposes", "territory", "exclusivity", "secrecy", "controller",
           "retention", "embargo")


def facts(lake: Lake, account: dict, folder, *, version: str, previous: str | None, root: str, demonstration: bool, changes: dict | None,
          policies: list, second_pass: dict | None, residual: dict | None = None, files: dict | None = None) -> dict:
    """What is known of a cut about to become a release; null where nothing is known.

    `account` is the cut's own (cut.json) and `folder` holds its shards (`files()`, `open(name)`). `residual` is the verdict on what may
    remain; `files` the manifest's entries of the shards (sha256, bytes, rows).
    """
    contracts = _contracts(lake)
    counts = measured(folder, folder.files())
    tables, house, way = account["tables"], lake.house, _on_the_way(account, contracts)
    return {
        "release": {"corpus": account["corpus"], "version": version, "track": account["track"], "title": account["title"],
                    "house": house.title, "controller": house.controller, "as_of": house.as_of.isoformat(), "previous": previous,
                    "demonstration": demonstration, "root": root, "purposes": list(account["recipe"]["purposes"])},
        "shards": _shards(files or {}),
        "funnel": _funnel(account, way),
        "fates": fates(lake, account, way, counts["source"], contracts),
        "losses": [{"source": loss["source"], "title": contracts.get(loss["source"], {}).get("title") or loss["source"],
                    **{name: loss[name] for name in ("admitted", "lost", "share", "expected")}}
                   for loss in account.get("losses", ()) if loss["share"] > loss["expected"]],
        "not_asked": _not_asked(way, contracts),
        "composition": _composition(counts, {name: _rights(name, contracts.get(name, {})) for name in counts["source"]}),
        "blocked_sources": [
            {"source": name, "title": row.get("title") or name, "reason": row.get("reason") or "no reason was recorded"}
            for name, row in sorted(contracts.items()) if row.get("state") != "ready"],
        "privacy": {"redactions": _redactions(counts), "second_pass": second_pass,
                    **{name: (residual or {}).get(name) for name in ("residual", "canaries", "over_redaction", "labelled")}},
        "checks": [{"table": table, "check": check, "passed": passed, **_expectations(lake, table, check)}
                   for table, told in tables.items() for check, passed in told["checks"].items()],
        "policies": policies,
        "lineage": _lineage(account, way),
        "chains": [{"id": name, "steps": steps, "records": counts["chain"].get(name, 0)} for name, steps in account["chains"].items()],
        "changes": changes,
        "human": dict(account["recipe"]["statements"]),
    }


def subtracted(known: dict, rows: pa.Table, provenance: pa.Table, *, files: dict, version: str, previous: str, root: str,
               requests: list[str]) -> dict:
    """The facts of a release that holds what another one holds, less some rows; of that other one the facts are `known`.

    `rows` and `provenance` are what was taken out, in the same order; `files` the manifest's entries of the new shards; `requests`
    the numbers of the requests. Nothing that stays is counted again. Raises ValueError when more is taken out than there was.
    """
    gone, told = counted(rows, provenance), copy.deepcopy(known)
    counts, removed = counts_of(told), rows.num_rows
    subtract(counts, gone)
    told["release"] |= {"version": version, "previous": previous, "root": root}
    told["shards"] = _shards(files)
    told["composition"] = _composition(counts, {source["source"]: source for source in told["composition"]["by_source"]})
    told["privacy"]["redactions"] = _redactions(counts)
    for chain in told["chains"]:
        chain["records"] = counts["chain"].get(chain["id"], 0)
    for fate in told["fates"]:
        if left := gone["source"].get(fate["source"], {}).get("records", 0):
            fate["released"] -= left
            fate["reasons"][ERASED] = fate["reasons"].get(ERASED, 0) + left
    _last_step(told, removed)
    told["changes"] = {"added": 0, "removed": removed, "changed": 0, "reasons": {ERASED: removed} if removed else {}, "unexplained": 0}
    told["subtraction"] = {"of": previous, "requests": sorted(requests), "removed": removed}
    return told


def counts_of(known: dict) -> dict:
    """What facts say of the shards, in the form in which it is counted (`measures.measured`)."""
    sources, composition = known["composition"]["by_source"], known["composition"]
    return {
        "source": {source["source"]: {name: source[name] for name in ("records", "characters")} for source in sources},
        **{by: {name: dict(part) for name, part in composition[f"by_{by}"].items()} for by in ("language", "split", "licence", "year")},
        "redactions": {source["source"]: dict(source["redactions"]) for source in sources if source["redactions"]},
        "chain": {chain["id"]: chain["records"] for chain in known["chains"] if chain["records"]},
        "made": {source["source"]: source["made"] for source in sources if source["made"]}}


def _last_step(told: dict, removed: int) -> None:
    """The taking out is the last step of the way; one that took out before is the same step."""
    release = f"releases/{told['release']['corpus']}"
    row = next((row for row in told["funnel"] if row["table"] == release), None)
    if row is None:
        came = removed + sum(source["records"] for source in told["composition"]["by_source"])
        row = {"stage": "releases", "table": release, "source": None, "in": came, "out": came, "left_out": {}, "merged": {}, "quarantined": {}, "already": 0}
        told["funnel"].append(row)
    row["out"] -= removed
    row["left_out"][ERASED] = row["left_out"].get(ERASED, 0) + removed
    for edge in told["lineage"]:
        if edge["to"] == release:
            edge["records"] -= removed


def _composition(counts: dict, rights: dict[str, dict]) -> dict:
    """The counts with what is stated of each source; parts in the order of their names, the unnamed one first."""
    return {
        "by_source": [{**rights[name], **part, "made": counts["made"].get(name, 0), "redactions": dict(sorted(counts["redactions"].get(name, {}).items()))}
                      for name, part in sorted(counts["source"].items())],
        **{f"by_{by}": dict(sorted(counts[by].items())) for by in ("language", "split", "licence", "year")}}


def _redactions(counts: dict) -> dict[str, int]:
    total: dict[str, int] = {}
    for found in counts["redactions"].values():
        for kind, number in found.items():
            total[kind] = total.get(kind, 0) + number
    return dict(sorted(total.items()))


def _shards(files: dict) -> list[dict]:
    return [{"name": name, **{what: listed[what] for what in ("sha256", "bytes", "rows")}}
            for name, listed in sorted(files.items()) if name.startswith("data/")]


def _contracts(lake: Lake) -> dict[str, dict]:
    table = lake.find("landing/contracts")
    return {row["name"]: row for row in table.read().to_pylist()} if table is not None else {}


def _rights(name: str, contract: dict) -> dict:
    """What is stated of a source: rights with the evidence for them."""
    evidence, origin = (json.loads(contract[field]) if contract.get(field) else None for field in ("tdm_opt_out", "origin"))
    return {"source": name, "title": contract.get("title") or name, **{field: contract.get(field) for field in _STATED}, "tdm": evidence, "origin": origin}


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
