"""What a person may ask besides erasure: not to be trained on, to have their data left alone; and where every request stands.

Belongs here: taking, heeding and lifting objections and restrictions, the list of requests. Not here: `access`, `erasure`, what an
objection withholds (the warehouse and the policy `objection`).
An answer never names the person: it speaks of a request number, of counts and of releases.
"""

import datetime as dt

import numpy as np

from assets.governance.erasure.withdrawal import affected, holding
from assets.governance.ledger.checkpoints import checkpoints
from assets.governance.rights import objections, requests
from assets.governance.rights.requests import Request, hexadecimal
from assets.lake import InputError, Lake, PolicyError
from orchestration.verbs.subjects import records_of, subjects_of

VERB = {"objection": "hallmark object", "restriction": "hallmark restrict"}


def demand(lake: Lake, kind: str, value: str, received: dt.date | None = None) -> dict:
    """Take an objection or a restriction of the person whom a number means; it stands from now on, whatever is delivered.

    {"request", "kind", "since", "already": whether it stood before, "records": raw records about them, "releases": [{"release", "state",
    "records"}] that hold some today, "checkpoints"}. Raises InputError as `subjects_of` does, and for a day to come.
    """
    people = subjects_of(lake, value)
    before = next((one for one in objections.standing(lake) if one.kind == kind and hexadecimal(people) <= set(one.subjects)), None)
    request = before or requests.open_(lake, kind, people, received)
    objections.bring_up(lake)
    requests.close(lake, request)       # heeded from this moment; asked again after a crash, the rest is completed
    theirs = _records(lake, people)
    reached = affected(lake, theirs)
    return {"request": request.number, "kind": kind, "since": request.received.isoformat(), "already": before is not None, "records": len(theirs),
            "releases": [{"release": one["release"], "state": one["state"], "records": len(one["records"])} for one in reached if len(one["records"])],
            "checkpoints": checkpoints(lake, {one["release"] for one in reached})}


def lift(lake: Lake, kind: str, number: str, value: str | None = None) -> dict:
    """End an objection or a restriction; `value`, when given, must mean somebody it is about. Returns {"request", "kind", "since", "lifted"}.

    Raises InputError for a number that is none, for another kind of request, for one that is lifted, and for somebody else's.
    """
    request = requests.get(lake, number)
    if request.kind != kind:
        other = f"lift it with `{VERB[request.kind]} --lift {request.number}`" if request.kind in VERB else "there is nothing in it to lift"
        raise InputError(f"{request.number} is a request of kind {request.kind}, not {kind}; {other}.")
    if request.lifted:
        objections.bring_up(lake)
        raise InputError(f"{request.number} was lifted on {request.lifted}; a new {kind} is a new request.")
    if value is not None and not hexadecimal(subjects_of(lake, value)) & set(request.subjects):
        raise InputError(f"{request.number} is not about the person of this number; `hallmark requests` lists what stands.")
    objections.lift(lake, request)
    return {"request": request.number, "kind": kind, "since": request.received.isoformat(), "lifted": request.lifted}


def listed(lake: Lake) -> list[dict]:
    """Every request: {"request", "kind", "received", "due", "days_left", "state", "extended", "closed"}, without whom it is about.

    `state` is open, overdue or closed, and of an objection or a restriction stands or lifted; `days_left` is null once it was answered.
    """
    known = requests.all_(lake)
    on = requests.today(known)
    return [{"request": one.number, "kind": one.kind, "received": one.received.isoformat(), "due": one.due.isoformat(), "days_left": one.days_left(on),
             "state": _state(one, on), "extended": bool(one.extended), "closed": one.closed.isoformat() if one.closed else None} for one in known]


def heeded(lake: Lake, release: str) -> None:
    """Raises PolicyError when a release holds records about people whose objection or restriction stands: it was cut before they asked."""
    people = sorted({subject for request in objections.standing(lake) for subject in request.subjects})
    if not people:
        return
    held = sum(len(found) for found in holding(lake, release, _records(lake, np.array([bytes.fromhex(one) for one in people], "S16"))).values())
    if held:
        raise PolicyError(f"{release} holds {held:,} {'record' if held == 1 else 'records'} about people who objected or had their data restricted since "
                          f"it was cut; make the next one with `hallmark run` and approve that.")


# -- inside ----------------------------------------------------------------------------------------------------------------

def _records(lake: Lake, people: np.ndarray) -> np.ndarray:
    """Ids (S16) of the raw records about these people, without the note of their objection itself."""
    found = records_of(lake, people)
    return np.concatenate([np.empty(0, "S16"), *(some for table, some in found.items() if table != objections.TABLE)])


def _state(request: Request, on: dt.date) -> str:
    if request.lifted:
        return "lifted"
    if request.kind in objections.KINDS and request.subjects:
        return "stands"
    if request.closed:
        return "closed"
    return "overdue" if request.days_left(on) < 0 else "open"
