"""Explain: where a record came from, what made it what it is, why it was kept or left out, and whether making it again gives the same.

Belongs here: walking one record down the tables. Not here: what was measured of it (`signals`), printing.
Map steps are executed again and compared; whole steps (dbt, selection) are checked by membership; the landed file is
parsed again. `reproduced` is true, false, or null with the reason why it cannot be told.
"""

import importlib

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from assets.corpora.merging import CONTAINED, EXACT
from assets.corpora.rendering import render, wanted
from assets.corpora.stripping import FROM, TABLE, Templates
from assets.governance.releases import folder_of, manifest_of
from assets.lake import InputError, Lake, SetupError, Version
from assets.lake.derive import replay
from assets.lake.segments import ids
from assets.lake.steps import registered
from assets.landing.contracts import load_contract_named
from assets.landing.run import replay as read_again
from orchestration.verbs.signals import fitting, in_words, signals

STAGES = ("assets.privacy.clean", "assets.privacy.disclosure.steps", "assets.privacy.known", "assets.curation.steps", "assets.corpora.selection",
          "assets.corpora.decontamination")


def explain(lake: Lake, release: str, record: str) -> dict:
    """The way of one released record, and all that was measured of it. Raises InputError when the release does not hold it."""
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
    measured = signals(lake, manifest, record_id)
    return {
        "record_id": record_id.hex(), "release": release,
        "source": {"name": source, "object_id": provenance["object_id"].hex() if provenance["object_id"] else None,
                   "locator": provenance["locator"], "licence": provenance["licence"], "legal_basis": provenance["legal_basis"],
                   "purposes": provenance["purposes"]},
        "transforms": [{"step": step["step"], "version": step["version"], "tables": step["tables"]} for step in steps],
        "removed": {entry["type"]: entry["count"] for entry in provenance["redactions"]},
        "kept_because": _kept_because(measured), **_told(measured), "split": released["split"], "language": released["language"],
        "parents": [parent.hex() for parent in provenance["parents"]],
        "reproduced": reproduced, "why": why,
        "steps": [{"what": what, "reproduced": answer, "how": how} for what, answer, how in verdicts]}


def explain_left_out(lake: Lake, release: str, record: str) -> dict:
    """Why a record is not in a release: the table that left it out, the reason, and the value that failed or the record it went into.

    Raises InputError when nobody knows it.
    """
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
            measured = signals(lake, manifest, record_id)
            return {"record_id": record_id.hex(), "release": release, "table": table, "disposition": found[0]["disposition"],
                    "why": found[0]["reason"], "into": into.hex() if into else None,
                    "because": _left_out_because(measured, found[0], manifest), **_told(measured),
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
                found, spans = batch.slice(int(here[0]), 1), None
                if recipe.get("strip") and table == FROM:
                    templates, gone = fitting(lake, manifest, TABLE)
                    if gone:
                        return "release", None, f"{TABLE}: {gone}"
                    spans = Templates(templates, recipe["strip"]["templates"]).of(found)
                row = render(found, manifest["track"], recipe.get("roles") or {}, spans).to_pylist()[0]
                content = "messages" if "messages" in released else "text"
                return "release", row[content] == released[content], "rendered again and compared"
    return "release", None, "no clean table holds it any more"


def _member(version: Version, record_id: bytes) -> bool:
    wanted_id = np.frombuffer(record_id, "S16")[0]
    return any((ids(batch["record_id"]) == wanted_id).any() for batch in version.batches(["record_id"]))


def _told(measured: dict) -> dict:
    return {name: measured[name] for name in ("signals", "not_told", "cluster", "evidence")}


def _kept_because(measured: dict) -> list[str]:
    """The rules it passed with what was measured, and whom it stands for."""
    passed, cluster = [in_words(rule) for rule in measured["rules"]], measured["cluster"]
    merged = cluster["size"] - 1 if cluster else 0
    return [*passed, *([f"stands for {merged} other {'record' if merged == 1 else 'records'}"] if merged else [])]


def _left_out_because(measured: dict, row: dict, manifest: dict) -> list[str]:
    """What the reason rests on: the first rule that failed, the pair it is one of, or the evaluation records it overlaps."""
    if row["into"]:
        return _merged_because(measured, row)
    for rule in measured["rules"]:
        if row["reason"] in (rule["reason"], f"{rule['reason']} (not measured)"):
            return [in_words(rule)]
    most = ((manifest.get("recipe") or {}).get("contamination") or {}).get("share")
    matches = [{"of": match.get("set") or match.get("corpus"), **match} for name in ("contamination", "evaluation_overlaps")
               for match in measured["evidence"].get(name, ())]
    return [f"{match['share']:.0%} of its words stand in evaluation records of '{match['of']}'"
            f"{', such as ' + match['example'] if match['example'] else ''}; {most:.0%} may" for match in matches
            if most is not None and f"'{match['of']}'" in row["reason"]]


def _merged_because(measured: dict, row: dict) -> list[str]:
    into = row["into"].hex()
    pair = next((member for member in (measured["cluster"] or {}).get("members", ()) if member["record_id"] == row["record_id"].hex()), None)
    if row["reason"] == EXACT:
        return [f"says exactly what {into} says"]
    if pair is None or pair["jaccard"] is None:
        return [f"its score with {into} cannot be told any more"]
    if row["reason"] == CONTAINED:
        return [f"{pair['containment']:.0%} of its word shingles stand in {into}"]
    return [f"Jaccard {pair['jaccard']:.2f} with {into}"]


def _sum(verdicts: list[tuple[str, bool | None, str]]) -> tuple[bool | None, str | None]:
    for what, answer, _ in verdicts:
        if answer is False:
            return False, f"{what}: made again, it differs"
    for what, answer, how in verdicts:
        if answer is None:
            return None, f"{what}: {how}"
    return True, None
