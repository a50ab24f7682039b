"""What auditors ask beside a release's sealed summary: licences, opt-outs, purposes, what was erased since, and the audit log.

Belongs here: questions put to manifest, provenance and ledger. Not here: a release's other sections (`showing`), printing.
A section is {"tables": [{"rows", "columns", "empty"}], "lines", "facts", "ok"}, as `showing` gives them.
"""

import datetime as dt
import json
import os
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

from assets.governance.documents import words
from assets.governance.erasure.withdrawal import PURGE, WITHDRAW
from assets.governance.ledger.checkpoints import CHAIN as CHECKPOINTS
from assets.governance.ledger.log import Log
from assets.governance.releases import folder_of, manifest_of
from assets.lake import InputError, Lake
from expectations.policies import policies
from orchestration.verbs.showing import sealed_summary

CHAINS = ("log", "keys", CHECKPOINTS)       # the chains of the ledger
GIVEN = ("export", "download")              # events of the log by which somebody gets a copy
EVIDENCE = "opt_out_evidence"               # the policy that says how old evidence may be


def licences(lake: Lake, release: str, manifest: dict, summary: dict) -> dict:
    """Records per licence, what each binds to, and whether a model may be trained on all of them for the corpus's purposes.

    A record may be trained on when its purposes hold every purpose of the recipe, and its licence forbids neither trade nor derivatives
    or stands beside an agreement that allows them.
    """
    asked, sources = set(manifest["recipe"]["purposes"]), summary["composition"]["by_source"]
    agreements = {source["licence"]: source.get("agreement") for source in sources if source.get("agreement")}
    counted = _per_licence(lake, release, sources)
    rows = []
    for licence in sorted({licence for licence, _ in counted}, key=str):
        mine = {purposes: number for (name, purposes), number in counted.items() if name == licence}
        binds = words.binding(licence)
        forbidden = [one for one in binds if one in words.FORBIDS] if licence not in agreements else []
        may = 0 if forbidden or not licence else sum(number for purposes, number in mine.items() if asked <= set(purposes))
        rows.append({"licence": licence or "not stated", "records": sum(mine.values()), "may_train": may, "binds": binds, "agreement": agreements.get(licence),
                     "sources": sorted(source["source"] for source in sources if source["licence"] == licence)})
    short = sum(row["records"] - row["may_train"] for row in rows)
    lines = [f"Every record may be used for {', '.join(sorted(asked))}." if not short else f"{short:,} records may NOT be used for {', '.join(sorted(asked))}."]
    columns = {"licence": "licence", "records": "records", "may_train": "may be trained on", "binds": "binds to", "agreement": "agreement", "sources": "sources"}
    return {"tables": [{"rows": rows, "columns": columns, "empty": "It holds no record."}], "lines": lines, "facts": {"licences": rows, "not_permitted": short},
            "ok": not short}


def optout(lake: Lake, release: str, manifest: dict, summary: dict) -> dict:
    """Evidence about text-and-data-mining opt-outs per source, how old it was when the release was made and is now. Not ok: one is too old today."""
    limit = next(policy for policy in policies(lake.house) if policy.id == EVIDENCE).parameters["days"]
    then, now = dt.date.fromisoformat(manifest["as_of"]), lake.house.as_of
    rows = []
    for source in summary["composition"]["by_source"]:
        said = source["tdm"] or {}
        checked = dt.date.fromisoformat(said["checked"]) if said.get("checked") else None
        ages = bool(said) and said.get("protocol") != "contract"
        rows.append({"source": source["source"], "licence": source["licence"], "protocol": said.get("protocol") or _unneeded(source), "said": said.get("value"),
                     "checked": said.get("checked"), "age_then": (then - checked).days if checked else None, "age_now": (now - checked).days if checked else None,
                     "too_old": ages and (checked is None or not 0 <= (now - checked).days <= limit)})
    old = [row["source"] for row in rows if row["too_old"]]
    lines = [f"Evidence may be {limit} days old; what a contract grants does not age.",
             f"Look again: {', '.join(old)}." if old else "No source has evidence that is too old."]
    columns = {"source": "source", "protocol": "what was looked at", "said": "what it said", "checked": "on", "age_then": "days old at release",
               "age_now": "days old now", "too_old": "too old"}
    return {"tables": [{"rows": rows, "columns": columns, "empty": "It has no source."}], "lines": lines, "facts": {"sources": rows, "days": limit}, "ok": not old}


def purpose(lake: Lake, release: str, asked: str) -> dict:
    """May a release be used for a purpose? {"release", "purpose", "ok", "records", "allowed", "sources": [{"source", "records", "purposes",
    "then", "now"}]}: what each source's contract allowed when the release was made, and what it allows today.

    `ok` needs every record's own purposes and every contract as it stands now. Raises InputError for a purpose that no contract names.
    """
    manifest, _ = manifest_of(lake, release)
    sources = sealed_summary(lake, release)["composition"]["by_source"]
    today = {row["name"]: row["purposes"] for row in _contracts(lake)}
    known = {one for source in sources for one in source["purposes"] or ()} | {one for allowed in today.values() for one in allowed}
    if asked not in known:
        raise InputError(f"No contract names the purpose '{asked}'; the purposes are {', '.join(sorted(known))}.")
    rows = [{"source": source["source"], "records": source["records"], "purposes": source["purposes"], "then": asked in (source["purposes"] or ()),
             "now": asked in today.get(source["source"], ())} for source in sources]
    allowed = sum(number for (_, purposes), number in _per_licence(lake, release, sources).items() if asked in purposes)
    return {"release": release, "purpose": asked, "ok": allowed == manifest["records"] and all(row["now"] for row in rows), "records": manifest["records"],
            "allowed": allowed, "sources": rows}


def erased_since(lake: Lake, release: str) -> list[dict]:
    """What left a release and its successors by requests, oldest first: {"on", "request", "release", "successor", "records" or null}.

    A release that was not the latest is purged and has no successor; then nobody counts what of it the request was about.
    """
    known, found = {release}, {}
    for entry in Log(lake.store("ledger")).entries():
        if entry["event"] in (WITHDRAW, PURGE) and entry["release"] in known:
            after = f"{entry['release'].split('/')[0]}/{entry['by']}" if entry["by"] else None
            known |= {after} - {None}
            for number in entry["requests"]:
                found.setdefault((number, entry["release"]), {"on": entry["at"][:10], "request": number, "release": entry["release"], "successor": after,
                                                              "records": _removed(lake, after)})
    return list(found.values())


# -- the audit log ---------------------------------------------------------------------------------------------------------

def verify_log(lake: Lake, known: str | None = None) -> dict:
    """Whether every chain of the ledger is unbroken: {"ok", "chains": [{"chain", "entries", "last", "ok", "known"}], "given", "problems"}.

    `known` is a digest kept elsewhere, of any chain; `given` the entries by which somebody got a copy of a release.
    """
    reports = {chain: Log(lake.store("ledger"), chain).verify() for chain in CHAINS}
    problems = [problem for report in reports.values() for problem in report["problems"]]
    place = None
    if known is not None:
        if not (len(known) == 64 and set(known) <= set("0123456789abcdef")):
            raise InputError("The digest to compare with is 64 hexadecimal digits, as `hallmark log verify` prints it.")
        asked = {chain: Log(lake.store("ledger"), chain).verify(known)["known"] for chain in CHAINS}
        place = next(((chain, number) for chain, number in asked.items() if number is not None), None)
        if place is None:
            problems.append(f"No chain has the digest {known[:16]} that was kept elsewhere: entries were removed from its end, or it was written anew.")
    sound = reports["log"]["ok"]
    return {"ok": not problems, "problems": problems,
            "chains": [{"chain": chain, "entries": report["entries"], "last": report["last"], "ok": report["ok"],
                        "known": place[1] if place and place[0] == chain else None} for chain, report in reports.items()],
            "given": [entry for entry in Log(lake.store("ledger")).entries() if entry["event"] in GIVEN] if sound else None}


def log_entries(lake: Lake, event: str | None = None, release: str | None = None) -> list[dict]:
    """Entries of the audit log, oldest first, of one event or about one release. Raises InputError for an event that never was."""
    entries = Log(lake.store("ledger")).entries()
    events = sorted({entry["event"] for entry in entries})
    if event is not None and event not in events:
        raise InputError(f"The log has no event '{event}'; it has {', '.join(events) or 'none yet'}.")
    return [entry for entry in entries if event in (None, entry["event"]) and release in (None, entry.get("release"))]


def export_log(lake: Lake, path: Path) -> dict:
    """Write every chain of the ledger as JSON lines, for a copy kept elsewhere: {"file", "entries", "last"}. Raises InputError where a file lies."""
    lines = [{"chain": chain, **entry} for chain in CHAINS for entry in Log(lake.store("ledger"), chain).entries()]
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.writelines(json.dumps(line, sort_keys=True, ensure_ascii=False) + "\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise InputError(f"{path} exists already; name a new file.") from None
    except FileNotFoundError:
        raise InputError(f"There is no folder {path.parent}; make it, or name another place.") from None
    return {"file": str(path), "entries": len(lines), "last": {one["chain"]: one["last"] for one in verify_log(lake)["chains"]}}


def facts_of(entry: dict) -> str:
    """What an entry says beside its number, day and event, in one line; long digests by their first digits."""
    told = {name: value for name, value in entry.items() if name not in ("seq", "previous", "at", "event") and value not in (None, [], {})}
    return ", ".join(f"{name.replace('_', ' ')} {_brief(value)}" for name, value in told.items())


# -- inside ----------------------------------------------------------------------------------------------------------------

def _per_licence(lake: Lake, release: str, sources: list[dict]) -> Counter:
    """Records by (licence, purposes) from the provenance; from the sealed summary when that was purged."""
    folder, counted = folder_of(lake, release), Counter()
    for name in (name for name in folder.files() if name.startswith("provenance/")):
        with folder.open(name) as file:
            for batch in pq.ParquetFile(file).iter_batches(columns=["licence", "purposes"], use_threads=False):
                for licence, purposes in zip(batch["licence"].to_pylist(), batch["purposes"].to_pylist(), strict=True):
                    counted[licence, tuple(purposes or ())] += 1
    if not counted:
        for source in sources:
            counted[source["licence"], tuple(source["purposes"] or ())] += source["records"]
    return counted


def _contracts(lake: Lake) -> list[dict]:
    table = lake.find("landing/contracts")
    return table.read(["name", "purposes"]).to_pylist() if table is not None else []


def _unneeded(source: dict) -> str:
    return "the house's own: nothing to opt out of" if source["licence"] == words.OWN else "nothing stated"


def _removed(lake: Lake, release: str | None) -> int | None:
    try:
        return (manifest_of(lake, release)[0].get("subtraction") or {}).get("removed") if release else None
    except InputError:
        return None


def _brief(value) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_brief(one)}" for name, one in sorted(value.items()))
    if isinstance(value, list):
        return " and ".join(_brief(one) for one in value)
    return value[:16] if isinstance(value, str) and len(value) == 64 else str(value)
