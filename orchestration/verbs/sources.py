"""Sources and quarantine: the state of every contract, and what was refused.

Belongs here: counting. Not here: printing.
"""

from collections import Counter

import pyarrow.compute as pc

from assets.lake import Lake
from assets.landing.contracts import Refused, load_contracts

FILES = ".files"
WHOLE_FILE = "whole file"


def sources(lake: Lake) -> list[dict]:
    """One row per contract: files by what became of them, records now in its raw table, and why when it is not ready."""
    rows = []
    for contract in load_contracts(lake.house):
        if isinstance(contract, Refused):
            rows.append({"name": contract.name, "kind": None, "state": "broken", "files": 0, "read": 0, "quarantined": 0, "skipped": 0,
                         "records": 0, "left_out": {}, "reason": contract.reason})
            continue
        states: Counter = Counter()
        reasons: Counter = Counter()
        files = lake.find(f"landing/{contract.name}{FILES}")
        if files is not None and files.rows:
            table = files.read(["state", "reason"])
            states.update(table["state"].to_pylist())
            reasons.update(f"{state}: {reason}" for state, reason in zip(*(table[c].to_pylist() for c in ("state", "reason")), strict=True)
                           if reason)
        raw = lake.find(f"landing/{contract.name}")
        account = {f"{what.replace('_', ' ')}: {reason}": number for what in ("left_out", "merged", "quarantined")
                   for reason, number in (raw.counts[what] if raw else {}).items()}
        rows.append({
            "name": contract.name, "kind": contract.kind, "state": contract.state, "files": sum(states.values()), "read": states["read"],
            "quarantined": states["quarantined"], "skipped": states["skipped"] + states["blocked"], "records": raw.rows if raw else 0,
            "files_by_reason": dict(sorted(reasons.items())), "records_left_out": account,
            "reason": contract.reason or ("it could not be reached yet" if raw and raw.facts.get("unreached") else None)})
    return rows


def quarantine(lake: Lake, source: str | None = None) -> list[dict]:
    """Refused files and records: source, object id, place inside it, reason, and how often."""
    found: Counter = Counter()
    for contract in load_contracts(lake.house):
        if source is not None and contract.name != source:
            continue
        files = lake.find(f"landing/{contract.name}{FILES}")
        if files is not None and files.rows:
            table = files.read(["object_id", "state", "reason"])
            for object_id, state, reason in zip(*(table[c].to_pylist() for c in ("object_id", "state", "reason")), strict=True):
                if state == "quarantined":
                    found[contract.name, object_id.hex() if object_id else None, WHOLE_FILE, reason] += 1
        raw = lake.find(f"landing/{contract.name}")
        if raw is not None:
            left = raw.left_out()
            refused = left.filter(pc.equal(left["disposition"], "quarantined")).to_pylist()
            for row in (row for row in refused if row["locator"]):      # whole files are in the list of files
                found[contract.name, row["object_id"].hex() if row["object_id"] else None, row["locator"], row["reason"]] += 1
    return [{"source": name, "object_id": object_id, "locator": locator, "reason": reason, "count": number}
            for (name, object_id, locator, reason), number in sorted(found.items(), key=repr)]
