"""Verbs of a person's rights besides erasure: access, object, restrict, requests."""

import datetime as dt
import json as json_
import os
from pathlib import Path
from typing import Annotated

import typer

from assets.lake import Home, InputError, Lake
from orchestration.cli import say

Json = Annotated[bool, typer.Option("--json", help="print JSON for programs")]
Subject = Annotated[str, typer.Option("--subject", help="client number as its source writes it, or a subject id")]
Received = Annotated[str | None, typer.Option("--received", help="day the request reached the house, such as 2026-01-31; today by default")]
Lift = Annotated[str | None, typer.Option("--lift", help="number of the request that shall stand no longer")]
READABLE_BY_OWNER = 0o600
_DID = {"objection": "objected", "restriction": "had their data restricted"}


def access(subject: Subject, out: Annotated[Path | None, typer.Option("--out", help="new file for the answer, readable by this user alone")] = None,
           received: Received = None, json: Json = False) -> None:
    """What is held about a person, in their own words.

    The answer is for the person: it names them. It is printed, or written to --out FILE, and kept nowhere else.
    """
    from orchestration.verbs.access import access as gather
    from orchestration.verbs.access import answered
    from orchestration.verbs.access_words import in_words

    lake = Lake.open(Home.open())
    if out is not None:
        _place(lake, out)
    answer = gather(lake, subject, _day(received))
    if out is not None:
        _hand_over(out, json_.dumps(answer, indent=1, ensure_ascii=False, default=str) if json or out.suffix == ".json" else "\n".join(in_words(answer)))
    elif json:
        say.as_json(answer)
    else:
        for line in in_words(answer):
            say.sentence(line)
    answered(lake, answer["request"]["number"])
    if out is None:
        return None
    if json:
        return say.as_json({"request": answer["request"]["number"], "out": str(out)})
    return say.sentence(f"Request {answer['request']['number']} is answered in {out}; hand it to the person, then delete it.")


def object_(subject: Annotated[str | None, typer.Option("--subject", help="client number as its source writes it, or a subject id")] = None,
            lift: Lift = None, received: Received = None, json: Json = False) -> None:
    """A person shall not be trained on, whatever is delivered; --lift ends it.

    Their records stay in the vault from the next run on, under every purpose and legal basis. The client is not deleted.
    """
    _demanded("objection", subject, lift, received, json)


def restrict(subject: Annotated[str | None, typer.Option("--subject", help="client number as its source writes it, or a subject id")] = None,
             lift: Lift = None, received: Received = None, json: Json = False) -> None:
    """A person's data is stored and not used while something is in dispute; --lift ends it."""
    _demanded("restriction", subject, lift, received, json)


def requests(extend: Annotated[str | None, typer.Option("--extend", help="number of a request that needs two more months")] = None,
             reason: Annotated[str, typer.Option("--reason", help="why, as the person is told")] = "", json: Json = False) -> None:
    """Every request of a person, its days left and its state."""
    from assets.governance.rights.requests import extend as lengthen
    from orchestration.verbs.rights import listed

    lake = Lake.open(Home.open())
    if extend is not None:
        lengthen(lake, extend, reason)
    rows = listed(lake)
    if json:
        return say.as_json(rows)
    return say.table(rows, {"request": "request", "kind": "kind", "received": "received", "due": "due", "days_left": "days left", "state": "state"},
                     "Nobody has asked for anything; requests come from `hallmark access`, `object`, `restrict` and `erase`.")


VERBS = (access, object_, restrict, requests)


# -- inside ----------------------------------------------------------------------------------------------------------------

def _demanded(kind: str, subject: str | None, lift: str | None, received: str | None, json: bool) -> None:
    from orchestration.verbs import rights

    if subject is None and lift is None:
        raise InputError("Whose? Give --subject, the number a source knows the person by, or --lift with the number of a request.")
    lake = Lake.open(Home.open())
    if lift is not None:
        answer = rights.lift(lake, kind, lift, subject)
        return say.as_json(answer) if json else say.sentence(_lifted(answer))
    answer = rights.demand(lake, kind, subject, _day(received))
    return say.as_json(answer) if json else _told(answer)


def _told(answer: dict) -> None:
    already = " already" if answer["already"] else ""
    say.sentence(f"Request {answer['request']}: the person {_DID[answer['kind']]}{already}; it stands since {answer['since']}, whatever is delivered.")
    records = answer["records"]
    say.sentence(f"{records:,} {'record' if records == 1 else 'records'} about them stay in the vault from the next `hallmark run` on.")
    if answer["releases"]:
        say.sentence("These releases hold records about them today; the next release will not, and these keep them until they are purged:")
    say.table(answer["releases"], {"release": "release", "state": "state", "records": "records"}, "No release holds a record about them.")
    say.table(answer["checkpoints"], {"name": "checkpoint", "release": "trained on"}, "")


def _lifted(answer: dict) -> str:
    told = " The person must be told before anything is done with their data (GDPR Art. 18(3))." if answer["kind"] == "restriction" else ""
    return f"Request {answer['request']} stands no longer since {answer['lifted']}; the next `hallmark run` takes their records up again.{told}"


def _day(written: str | None) -> dt.date | None:
    try:
        return None if written is None else dt.date.fromisoformat(written)
    except ValueError:
        raise InputError("--received is no date; write it as 2026-01-31.") from None


def _place(lake: Lake, out: Path) -> None:
    """Refuse a place where the answer would be kept, or that is taken."""
    where = Path(os.path.abspath(out)).resolve()
    zones = (lake.store(zone).local() for zone in lake.house.zones())
    if any(where.is_relative_to(kept.resolve()) for kept in (lake.home.path, lake.house.path, *zones) if kept is not None):
        raise InputError(f"{out} lies in the home, the house or the lake, where the answer may not be kept; name a file elsewhere.")
    if where.exists() or not where.parent.is_dir():
        raise InputError(f"{out} " + ("is there already; name a new file." if where.exists() else "lies in a folder that is not there; make it first."))


def _hand_over(out: Path, text: str) -> None:
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, READABLE_BY_OWNER), "w", encoding="utf-8") as file:
        file.write(text + "\n")
