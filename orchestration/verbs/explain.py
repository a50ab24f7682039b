"""Explain: where a record came from, what made it what it is, and whether making it again gives the same.

Belongs here: walking one record down the tables. Not here: printing.
Map steps are executed again and compared; whole steps (dbt, selection) are checked by membership; the landed file is
parsed again. `reproduced` is true, false, or null with the reason why it cannot be told.
"""

import importlib

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from assets.corpora.rendering import render, wanted
from assets.governance.releases import folder_of, manifest_of
from assets.lake import InputError, Lake, SetupError, Version
from assets.lake.derive import replay
from assets.lake.segments import ids
from assets.lake.steps import registered
from assets.landing.contracts import load_contract_named
from assets.landing.run import replay as read_again

STAGES = ("assets.privacy.clean", "assets.privacy.disclosure.steps", "assets.privacy.known", "assets.curation.steps", "assets.corpora.selection")


def explain(lake: Lake, release: str, record: str) -> dict:
    """The way of one released record. Raises InputError when the release does not hold it."""
    record_id = parse(record)
    folder = folder_of(lake, release)
    manifest, _ = manifest_of(lake, release)
    provenance = _row(folder, "provenance/", record_id)
    if provenance is None:
        raise InputError(f"{release} holds no record {record}; if it was left out, ask with --left-out.")
    released = _row(folder, "data/", record_id)
    steps = manifest["chains"][provenance["chain"]]
    source = released["source"]
    verdicts = [_landed(lake, source, provenance, record_id), *_steps(lake, steps, record_id), _same_content(lake, steps, manifest, released)]
    reproduced, why = _sum(verdicts)
    return {
        "record_id": record_id.hex(), "release": release,
        "source": {"name": source, "object_id": provenance["object_id"].hex() if provenance["object_id"] else None,
                   "locator": provenance["locator"], "licence": provenance["licence"], "legal_basis": provenance["legal_basis"],
                   "purposes": provenance["purposes"]},
        "transforms": [{"step": step["step"], "version": step["version"], "tables": step["tables"]} for step in steps],
        "removed": {entry["type"]: entry["count"] for entry in provenance["redactions"]},
        "kept_because": _kept_because(lake, manifest, record_id), "split": released["split"], "language": released["language"],
        "parents": [parent.hex() for parent in provenance["parents"]],
        "reproduced": reproduced, "why": why,
        "steps": [{"what": what, "reproduced": answer, "how": how} for what, answer, how in verdicts]}


def explain_left_out(lake: Lake, release: str, record: str) -> dict:
    """Why a record is not in a release: the table that left it out, and the reason. Raises InputError when nobody knows it."""
    record_id = parse(record)
    manifest, _ = manifest_of(lake, release)
    wanted_id = np.frombuffer(record_id, "S16")[0]
    for table in sorted(manifest["inputs"] | {manifest["selection"]: ""}, key=_nearest_first):
        version = lake.find(table)
        if version is None:
            continue
        twin = version.left_out()
        found = [row for row in twin.filter(pa.array(ids(twin["record_id"]) == wanted_id)).to_pylist() if row["record_id"]]
        if found:
            into = found[0]["into"]
            return {"record_id": record_id.hex(), "release": release, "table": table, "disposition": found[0]["disposition"],
                    "why": found[0]["reason"], "into": into.hex() if into else None,
                    "step": version.step["name"], "version": version.step["version"]}
    if _row(folder_of(lake, release), "provenance/", record_id) is not None:
        raise InputError(f"Record {record} is in {release}; ask without --left-out.")
    raise InputError(f"No table that {release} was made from knows record {record}; look at `hallmark quarantine` for refused files.")


def _nearest_first(table: str) -> tuple[int, str]:
    """The table that decided last stands first."""
    group = table.split("/")[0]
    order = ("corpora", "annotations", "clean", "privacy", "warehouse", "landing")
    return (order.index(group) if group in order else len(order)), table


def parse(record: str) -> bytes:
    """A record id from 32 hexadecimal digits."""
    try:
        value = bytes.fromhex(record)
    except ValueError:
        value = b""
    if len(value) != 16:
        raise InputError("A record id is 32 hexadecimal digits; copy it from the shard's record_id column.")
    return value


def _row(folder, prefix: str, record_id: bytes) -> dict | None:
    wanted_id = np.frombuffer(record_id, "S16")[0]
    for name in folder.files():
        if name.startswith(prefix) and name.endswith(".parquet"):
            with folder.open(name) as file:
                parquet = pq.ParquetFile(file)
                for number in range(parquet.num_row_groups):
                    here = np.flatnonzero(ids(parquet.read_row_group(number, columns=["record_id"])["record_id"]) == wanted_id)
                    if len(here):
                        return parquet.read_row_group(number).slice(int(here[0]), 1).to_pylist()[0]
    return None


def _steps(lake: Lake, steps: list[dict], record_id: bytes) -> list[tuple[str, bool | None, str]]:
    for stage in STAGES:
        importlib.import_module(stage)
    verdicts = []
    for entry in steps:
        for table in entry["tables"]:
            if table.startswith("landing/"):
                continue
            version = lake.find(table)
            if version is None:
                verdicts.append((table, None, "the table was purged or is not visible"))
                continue
            step = registered(version.step["name"])
            if version.step["version"] != entry["version"] or (step is not None and step.version != entry["version"]):
                verdicts.append((table, None, f"another version of step '{entry['step']}' is installed"))
            elif step is not None and step.shape == "map":
                verdicts.append((table, *_again(lake, step, version, record_id)))
            else:
                verdicts.append((table, _member(version, record_id), "found among the rows of a whole step"))
    return verdicts


def _again(lake: Lake, step, version: Version, record_id: bytes) -> tuple[bool | None, str]:
    try:
        return replay(lake, step, version, record_id), "executed again and compared"
    except SetupError:
        return None, "the pseudonym key of its epoch was destroyed"


def _landed(lake: Lake, source: str, provenance: dict, record_id: bytes) -> tuple[str, bool | None, str]:
    what = f"landing/{source}"
    contract = load_contract_named(lake.house, source)
    if provenance["object_id"] is None:
        return what, None, "the record was made here and has no landed file"
    stored = next((batch["row_mac"][int(here[0])].as_py() for batch in lake.read(what).batches(["record_id", "row_mac"])
                   if len(here := np.flatnonzero(ids(batch["record_id"]) == np.frombuffer(record_id, "S16")[0]))), None)
    if stored is None:
        return what, None, "its raw record was purged, left out or superseded since"
    if stored != provenance["digest"]:
        return what, False, "the raw record is not the one that was released"
    again = read_again(lake, contract, record_id)
    return what, again, "landed file parsed again and compared" if again is not None else "its landed file was purged"


def _same_content(lake: Lake, steps: list[dict], manifest: dict, released: dict) -> tuple[str, bool | None, str]:
    tables = [table for step in steps for table in step["tables"] if table.startswith("clean/")]
    wanted_id = np.frombuffer(bytes(released["record_id"]), "S16")[0]
    recipe = manifest.get("recipe") or {}
    for table in reversed(tables):
        version = lake.find(table)
        for batch in version.batches(wanted(version.schema.names)) if version is not None else ():
            here = np.flatnonzero(ids(batch["record_id"]) == wanted_id)
            if len(here):
                row = render(batch.slice(int(here[0]), 1), manifest["track"], recipe.get("roles") or {}).to_pylist()[0]
                content = "messages" if "messages" in released else "text"
                return "release", row[content] == released[content], "rendered again and compared"
    return "release", None, "no clean table holds it any more"


def _member(version: Version, record_id: bytes) -> bool:
    wanted_id = np.frombuffer(record_id, "S16")[0]
    return any((ids(batch["record_id"]) == wanted_id).any() for batch in version.batches(["record_id"]))


def _kept_because(lake: Lake, manifest: dict, record_id: bytes) -> list[str]:
    rules = (manifest.get("recipe") or {}).get("where", [])
    passed = [f"passed: {rule['rule']}" for rule in rules]
    selection = lake.find(f"corpora/{manifest['corpus']}")
    merged = 0
    if selection is not None:
        merged = sum(1 for into in selection.left_out()["into"].to_pylist() if into == record_id)
    return [*passed, *([f"stands for {merged} equal {'text' if merged == 1 else 'texts'}"] if merged else [])]


def _sum(verdicts: list[tuple[str, bool | None, str]]) -> tuple[bool | None, str | None]:
    for what, answer, _ in verdicts:
        if answer is False:
            return False, f"{what}: made again, it differs"
    for what, answer, how in verdicts:
        if answer is None:
            return None, f"{what}: {how}"
    return True, None
