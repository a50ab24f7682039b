"""Access: everything held about a person, gathered for that person (GDPR Art. 15).

Belongs here: which data, why, since when, for how long, who received it. Not here: how it is said (`access_words`), deadlines (`requests`).
The answer holds the person's own values, for their eyes: it is handed over and kept nowhere. Of other people it holds nothing: a record
that is also about somebody else, and a text that names another person of the register, is counted and held back for a person to decide.
"""

import datetime as dt
import json
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.governance.erasure.withdrawal import affected
from assets.governance.ledger.checkpoints import checkpoints
from assets.governance.rights import objections, requests
from assets.governance.rights.requests import hexadecimal
from assets.lake import Lake
from assets.lake.segments import ids, members
from assets.landing.contracts import Contract, load_contracts
from assets.landing.kinds import ENVELOPE
from orchestration.verbs.sources import WHOLE_FILE, quarantine
from orchestration.verbs.subjects import records_of, subjects_of

MATCHES = "privacy/matches"
FREE = ("text", "turns", "notes", "title", "caption", "description", "extra")       # columns in which anything may be written
SHOWN = ("created", "language")                                          # of the envelope, what says something about the person
BESIDE = "it is also about somebody else"
NAMES_ANOTHER = "its text names somebody else"
NOT_LOOKED_THROUGH = "its text has not been looked through for other people yet"


@dataclass
class _Source:
    """What one source holds about the person."""

    contract: Contract
    data: list[dict] = field(default_factory=list)
    held_back: Counter = field(default_factory=Counter)
    records: int = 0


def access(lake: Lake, value: str, received: dt.date | None = None) -> dict:
    """Register a request of kind access, or take up the open one of the same person, and gather its answer; close it once handed over.

    {"request", "controller", "sources": [{"title", "data": [{column: value}], "held_back", "why", "legal_basis", ...}], "consents",
    "demands", "mentions", "releases", "checkpoints", "not_searched", "automated_decisions"}. Raises InputError as `subjects_of` does.
    """
    people = subjects_of(lake, value)
    waiting = [one for one in requests.about(lake, people, "access") if not one.closed and set(one.subjects) == hexadecimal(people)]
    request = waiting[0] if waiting else requests.open_(lake, "access", people, received)
    with lake.boundary("access"):
        about = records_of(lake, people)
        about.pop(objections.TABLE, None)
        theirs = np.concatenate([np.empty(0, "S16"), *about.values()])
        sources, consents = _sources(lake, people, about)
        reached = affected(lake, theirs)
        return {
            "request": {"number": request.number, "received": request.received.isoformat(), "due": request.due.isoformat()},
            "controller": {"name": lake.house.controller, "house": lake.house.title, "contact": lake.house.steward},
            "sources": [_told(one) for one in sources], "consents": consents,
            "demands": [{"request": one.number, "kind": one.kind, "since": one.received.isoformat()} for one in objections.standing(lake)
                        if hexadecimal(people) & set(one.subjects)],
            "mentions": _mentions(lake, people, theirs),
            "releases": [{"release": one["release"], "state": one["state"], "records": len(one["records"])} for one in reached if len(one["records"])],
            "checkpoints": [{"name": one["name"], "release": one["release"]} for one in checkpoints(lake, {one["release"] for one in reached})],
            "not_searched": _not_searched(lake), "automated_decisions": False}


def answered(lake: Lake, number: str) -> None:
    """Close a request of access once its answer was handed over."""
    requests.close(lake, requests.get(lake, number))


# -- the person's own records -----------------------------------------------------------------------------------------------

def _sources(lake: Lake, people: np.ndarray, about: dict[str, np.ndarray]) -> tuple[list[_Source], list[dict]]:
    """Per source its data, in the order of titles, and every consent that a register holds."""
    contracts = {contract.table: contract for contract in load_contracts(lake.house) if isinstance(contract, Contract)}
    looked, others = _others_named(lake, people, about)
    found, consents = [], []
    for table, wanted in about.items():
        if table not in contracts:
            continue        # its contract went; nothing is read of it any more
        source = _Source(contracts[table])
        for batch in lake.read(table).batches():
            for row in batch.filter(pa.array(members(ids(batch["record_id"]), wanted))).to_pylist():
                consents += [{"source": source.contract.title, **one} for one in row.pop("consents", None) or ()]
                _add(source, row, looked, others)
        found.append(source)
    return sorted(found, key=lambda one: one.contract.title), consents


def _add(source: _Source, row: dict, looked: set[bytes], others: set[bytes]) -> None:
    source.records += 1
    if len(row["subject_ids"]) > 1:
        source.held_back[BESIDE] += 1
        return
    why = NAMES_ANOTHER if row["record_id"] in others else NOT_LOOKED_THROUGH if row["record_id"] not in looked else None
    if why and any(row.get(name) for name in FREE):
        source.held_back[why] += 1
    kept = {name: value for name, value in row.items() if value not in (None, [], "") and (name in SHOWN or name not in ENVELOPE.names)
            and not (why and name in FREE)}
    source.data.append({**kept, **(json.loads(row["extra"]) if row["extra"] and not why else {})})


def _others_named(lake: Lake, people: np.ndarray, about: dict[str, np.ndarray]) -> tuple[set[bytes], set[bytes]]:
    """Of the person's records, which were looked through for known people, and which name another one of the register."""
    theirs, version = np.concatenate([np.empty(0, "S16"), *about.values()]), lake.find(MATCHES)
    looked, others = set(), set()
    for batch in version.batches(["record_id", "values"]) if version is not None and version.rows else ():
        mine = batch.filter(pa.array(members(ids(batch["record_id"]), theirs)))
        for record_id, values in zip(mine["record_id"].to_pylist(), mine["values"].to_pylist(), strict=True):
            looked.add(record_id)
            if {value["subject_id"].hex() for value in values if value["subject_id"] is not None} - hexadecimal(people):
                others.add(record_id)
    return looked, others


def _told(source: _Source) -> dict:
    contract = source.contract
    origin = contract.origin.url if contract.origin else None
    return {"source": contract.name, "title": contract.title, "kind": contract.kind, "records": source.records, "data": source.data,
            "held_back": dict(sorted(source.held_back.items())), "purposes": list(contract.purposes), "legal_basis": contract.legal_basis,
            "special_category": contract.article9, "controller": contract.controller, "retention": contract.retention,
            "territory": list(contract.territory), "origin": origin, "agreement": contract.agreement}


# -- elsewhere ----------------------------------------------------------------------------------------------------------------

def _mentions(lake: Lake, people: np.ndarray, theirs: np.ndarray) -> dict:
    """Records about others, or about nobody, in which a known value of the person was recognised: {"records", "sources": {title: n}}."""
    version, found = lake.find(MATCHES), [np.empty(0, "S16")]
    for batch in version.batches(["record_id", "values"]) if version is not None and version.rows else ():
        values = batch["values"]
        named, owners = ids(pc.struct_field(values.flatten(), "subject_id")), pc.list_parent_indices(values).to_numpy()
        found.append(ids(batch["record_id"])[np.unique(owners[members(named, people)])])
    naming = np.concatenate(found)
    naming = naming[~members(naming, theirs)]
    counted = {}
    for contract in (one for one in load_contracts(lake.house) if isinstance(one, Contract)):
        raw = lake.find(contract.table)
        held = sum(int(members(ids(batch["record_id"]), naming).sum()) for batch in raw.batches(["record_id"])) if raw is not None else 0
        if held:
            counted[contract.title] = held
    return {"records": sum(counted.values()), "sources": dict(sorted(counted.items()))}


def _not_searched(lake: Lake) -> dict:
    """What arrived and could not be read, so that nobody knows whom it is about."""
    counts = {"files": 0, "records": 0}
    for entry in quarantine(lake):
        counts["files" if entry["locator"] == WHOLE_FILE else "records"] += entry["count"]
    return counts
