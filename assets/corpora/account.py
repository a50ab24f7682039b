"""How a selection came to be: every table above it, and the chain of steps that each source went through.

Belongs here: walking the lake's versions. Not here: reading rows (`cut`), telling people (governance).
"""

import hashlib
import json
from graphlib import TopologicalSorter

from assets.lake import IntegrityError, Lake, Version


def above(lake: Lake, version: Version) -> dict[str, Version]:
    """The version and all it was made from, inputs before what they make.

    Raises IntegrityError when a table has moved on since: what is released must be what was selected from.
    """
    found, waiting = {version.table: version}, [version]
    while waiting:
        for table, made in waiting.pop().inputs.items():
            if table in found:
                continue
            seen = lake.find(table)
            if seen is None or seen.data_version != made:
                raise IntegrityError(f"Table '{table}' has changed since '{version.table}' was made from it; run `hallmark run` so that both fit.")
            found[table] = seen
            waiting.append(seen)
    edges = {table: sorted(one.inputs) for table, one in sorted(found.items())}
    return {table: found[table] for table in TopologicalSorter(edges).static_order()}


def described(version: Version) -> dict:
    """What a release says about a table: counts and digests, never data.

    `records_from` are the tables whose records it holds, `beside` all that it reads record by record.
    """
    return {"step": _step(version), "inputs": version.inputs, "records_from": _records_from(version), "beside": _read(version),
            "data_version": version.data_version, "rows": version.rows,
            "counts": version.counts, "checks": {name: bool(said.get("passed")) for name, said in sorted(version.verdicts.items())}}


def chain(tables: dict[str, Version], origin: str, table: str, others: tuple[str, ...]) -> list[dict]:
    """The steps between a source's raw table and the selection, in order, for records of one clean table.

    `tables` as `above` gives them; `others` are the recipe's further clean tables, through which these records do not pass.
    """
    passed, steps = {origin} if origin in tables else {table}, []
    for name, version in tables.items():
        if name not in passed and (name in others or not passed & set(_read(version))):
            continue
        passed.add(name)
        step = _step(version)
        if known := next((entry for entry in steps if all(entry[field] == step[field] for field in step)), None):
            known["tables"].append(name)
        else:
            steps.append({**step, "tables": [name]})
    return steps


def chain_id(steps: list[dict]) -> str:
    """A short name for a chain: equal steps, versions and parameters, equal name."""
    return hashlib.sha256(json.dumps(steps, sort_keys=True).encode()).hexdigest()[:12]


def _records_from(version: Version) -> list[str]:
    """The tables of a step's first read; all inputs where the version does not say how it read them."""
    first = next(iter(version.reads.get("reads", {}).values()), sorted(version.inputs))
    return [first] if isinstance(first, str) else list(first)


def _read(version: Version) -> list[str]:
    """Every table a step reads record by record: its reads without what is broadcast."""
    reads = [[tables] if isinstance(tables, str) else tables for tables in version.reads.get("reads", {}).values()]
    return sorted({table for tables in reads for table in tables} & set(version.inputs)) if reads else sorted(version.inputs)


def _step(version: Version) -> dict:
    parameters = version.step.get("params") or {}
    if len(json.dumps(parameters)) > 1000:
        parameters = {"sha256": hashlib.sha256(json.dumps(parameters, sort_keys=True).encode()).hexdigest()}
    return {"step": version.step.get("name", ""), "version": str(version.step.get("version", "")), "parameters": parameters}
