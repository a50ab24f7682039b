"""The plan of an erasure: what a request reaches, before anything is touched; and how the open requests stand.

Belongs here: opening a request, telling its reach in numbers and names of releases. Not here: finding it (`scope`), doing it (`stages`).
"""

import datetime as dt

import numpy as np

from assets.governance.erasure.withdrawal import affected, planned
from assets.governance.ledger.checkpoints import checkpoints
from assets.governance.rights import requests
from assets.governance.rights.requests import Request
from assets.lake import InputError, Lake
from assets.lake.keys import subject_id
from orchestration.verbs.erasure.scope import scope_of
from orchestration.verbs.erasure.stages import NOT_COVERED, STAGES, counts
from orchestration.verbs.subjects import subjects_of
from orchestration.verbs.trace import learned


def ask(lake: Lake, numbers: list[str] = (), values: list[str] = (), received: dt.date | None = None) -> Request:
    """The open request for erasing these people, opened when there is none yet.

    `numbers` are those that sources know them by; `values` name people of whom no record is and who are only mentioned: a full name, a mail,
    a number. Raises InputError for nobody, an unknown number, one that means two people, or a person erased before.
    """
    wanted = [value.strip() for value in values if value.strip()]
    if not numbers and not wanted:
        raise InputError("Whose? Name a person with --subject NUMBER, or with --mentioned VALUE when no record is about them.")
    if short := [value for value in wanted if len(value) < 5]:
        raise InputError(f"{len(short)} of the values given with --mentioned are shorter than five characters, which stand everywhere; give full names, mails or numbers.")
    people = [subjects_of(lake, number) for number in numbers]
    people += [np.array([subject_id(lake.keys.identity, lake.house.controller, f"mentioned {value}")], "S16") for value in wanted]
    subjects = np.unique(np.concatenate(people))
    for request in requests.about(lake, subjects, "erasure"):
        if request.state == "open" and set(request.subject_ids.tolist()) == set(subjects.tolist()):
            return request
    request = requests.open_(lake, "erasure", subjects.tolist(), received)
    if wanted:
        request.facts = {"values": [["PERSON" if " " in value and "@" not in value else "VALUE", value] for value in wanted]}
        requests.save(lake, request)
    return request


def plan(lake: Lake, request: Request) -> dict:
    """What an open request reaches: {"request", "received", "due", "days_left", "records", "releases", "checkpoints", "learned", "not_covered"}.

    Nothing is changed. Of a request that is under way or done, what was found when it began.
    """
    about = {"request": request.number, "state": request.state, "received": request.received.isoformat(), "due": request.due.isoformat(),
             "days_left": request.days_left(requests.today(requests.all_(lake)))}
    if request.kind != "erasure":
        raise InputError(f"{request.number} asks for {request.kind}, not for erasure.")
    if request.state == "closed":
        return {**about, "records": request.facts.get("counts", {}), "releases": [], "checkpoints": [], "learned": [], "not_covered": list(NOT_COVERED)}
    if begun := request.facts.get("done", {}).get("scope"):
        return {**about, "records": begun["counts"], "releases": [{"release": one["old"], "becomes": one["new"]} for one in begun["releases"]],
                "checkpoints": begun["checkpoints"], "learned": begun["learned"], "not_covered": list(NOT_COVERED)}
    scope = scope_of(lake, request.subject_ids, tuple((type_, value) for type_, value in request.facts.get("values", ())))
    reached = affected(lake, scope.gone)
    shared = [f"{number} {kind} that another person has too" for kind, number in scope.named.shared.items()]
    return {**about, "records": counts(scope), "releases": [
        {"release": one["release"], "state": one["state"], "records": len(one["records"]), "shards": len(one["shards"]),
         "becomes": f"{one['release'].split('/')[0]}/{planned(lake, one['release'])}" if one["recut"] else None} for one in reached],
        "checkpoints": checkpoints(lake, {one["release"] for one in reached}), "learned": learned(lake, scope.lasting),
        "not_covered": [*NOT_COVERED, *shared]}


def status(lake: Lake) -> list[dict]:
    """Every request for erasure: number, state, stage, received, due, days left."""
    known = requests.all_(lake)
    on = requests.today(known)
    return [{"request": one.number, "state": one.state, "stage": _stage(one), "received": one.received.isoformat(), "due": one.due.isoformat(),
             "days_left": one.days_left(on), "closed": one.closed.isoformat() if one.closed else None} for one in known if one.kind == "erasure"]


def _stage(request: Request) -> str:
    if request.state == "closed":
        return "carried out"
    done = request.facts.get("done", {})
    return f"begun: {len(done)} of {len(STAGES)} stages done" if done else "planned"
