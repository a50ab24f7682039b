"""Verbs of erasure: erase plan, run, status, prove."""

import datetime as dt
from typing import Annotated

import typer

from assets.lake import Home, InputError, Lake
from orchestration.cli import say

Json = Annotated[bool, typer.Option("--json", help="print JSON for programs")]
Number = Annotated[str, typer.Argument(help="number of a request, such as R-0001")]

app = typer.Typer(no_args_is_help=True, help="Erase a person: plan, run, status, prove.", context_settings={"help_option_names": ["-h", "--help"]})


@app.command()
def plan(request: Annotated[str | None, typer.Argument(help="number of a request that is open already")] = None,
         subject: Annotated[list[str] | None, typer.Option("--subject", help="number by which a source knows the person, or a subject id; may be given again")] = None,
         mentioned: Annotated[list[str] | None, typer.Option("--mentioned", help="full name, mail or number of a person of whom no record is")] = None,
         received: Annotated[str | None, typer.Option("--received", help="day the request reached the house, 2026-01-31; today by default")] = None,
         json: Json = False) -> None:
    """What an erasure would reach; opens the request. Nothing is erased."""
    from assets.governance.rights import requests
    from orchestration.verbs.erasure.plan import ask
    from orchestration.verbs.erasure.plan import plan as reach

    if (request is None) == (not subject and not mentioned):
        raise InputError("Name either a request, or a person with --subject or --mentioned.")
    lake = Lake.open(Home.open())
    asked = requests.get(lake, request) if request else ask(lake, subject or [], mentioned or [], _day(received))
    answer = reach(lake, asked)
    if json:
        return say.as_json(answer)
    left = answer["days_left"]
    say.sentence(f"Request {answer['request']}, received {answer['received']}, due {answer['due']}" + (f" ({left} days left)." if left is not None else "."))
    _told(answer["records"])
    say.table([{**one, "what": f"is withdrawn and becomes {one['becomes']}" if one["becomes"] else "is purged"} for one in answer["releases"]],
              {"release": "release", "state": "state", "records": "records", "what": "what happens"}, "No release is reached.")
    say.table(answer["learned"], {"what": "learned thing", "records": "records", "how": "how"}, "")
    say.table(answer["checkpoints"], {"name": "checkpoint", "checkpoint": "SHA-256", "release": "trained on"}, "")
    for line in answer["not_covered"]:
        say.sentence(f"Not covered: {line}")
    if answer["state"] == "open":
        say.sentence(f"Nothing has been erased. To do it: hallmark erase run {answer['request']}")
    return None


@app.command()
def run(requests: Annotated[list[str], typer.Argument(help="numbers of open requests; together they are one batch")],
        key: Annotated[str, typer.Option("--key", help="name of the erasure officer's signing key")] = "officer", json: Json = False) -> None:
    """Erase what the requests ask for, everywhere; broken off, it goes on where it was. Exit status 1: something was still found."""
    from orchestration.verbs.erasure.stages import run as carry_out

    lake = Lake.open(Home.open())
    with say.counting(lake, quiet=json):
        reports = carry_out(lake, requests, key)
    if json:
        say.as_json(reports)
    else:
        for report in reports:
            _report(report)
    raise typer.Exit(0 if all(report["ok"] for report in reports) else 1)


@app.command()
def status(json: Json = False) -> None:
    """Every request for erasure, and the days left. Exit status 1: one is overdue."""
    from orchestration.verbs.erasure.plan import status as stand

    rows = stand(Lake.open(Home.open()))
    if json:
        say.as_json(rows)
    else:
        say.table(rows, {"request": "request", "state": "state", "stage": "stage", "received": "received", "due": "due", "days_left": "days left"},
                  "Nobody has asked to be erased.")
    raise typer.Exit(1 if any((row["days_left"] or 0) < 0 for row in rows) else 0)


@app.command()
def prove(request: Number, json: Json = False) -> None:
    """The certificate, checked again, and a search of everything stored today. Exit status 1: something does not hold."""
    from orchestration.verbs.erasure.proving import prove as examine

    lake = Lake.open(Home.open())
    with say.counting(lake, quiet=json):
        answer = examine(lake, request)
    if json:
        say.as_json(answer)
    else:
        for name, title in (("proven", "Proven"), ("not_covered", "Not covered"), ("problems", "Problem")):
            for line in answer[name]:
                say.sentence(f"{title}: {line}")
        for when, found in answer["scanned"].items():
            if found:
                say.sentence(f"Searched {when}: {found['objects']:,} objects, {found['bytes']:,} bytes, {found['found']} traces.")
        say.sentence(f"{answer['request']} is proven." if answer["ok"] else f"{answer['request']} is NOT proven.")
    raise typer.Exit(0 if answer["ok"] else 1)


def _told(records: dict) -> None:
    rows = [{"what": "about the person", "where": table, "records": number} for table, number in records.get("about", {}).items()]
    rows += [{"what": "names the person", "where": table, "records": number} for table, number in records.get("mentions", {}).items()]
    rows += [{"what": what, "where": None, "records": number} for what, number in records.items() if isinstance(number, int) and number]
    say.table(rows, {"what": "what", "where": "table", "records": "records"}, "No record is reached.")


def _report(report: dict) -> None:
    numbers, found = ", ".join(report["requests"]), report["search"]
    for one in report["releases"]:
        say.sentence(f"{one['old']} is purged" + (f"; {one['new']} took its place." if one["new"] else "."))
    say.sentence(f"{sum(report['tables'].values()):,} rows left {len(report['tables'])} tables; {report['copies']['objects']:,} landed copies were replaced; "
                 f"a value was struck out of {report['copies']['struck']:,} {'record' if report['copies']['struck'] == 1 else 'records'} of others.")
    say.sentence(f"Searched {found['objects']:,} objects, {found['bytes']:,} bytes: {found['found']} traces.")
    for place in found["where"]:
        say.sentence(f"Still there: {place}")
    for one in report["checkpoints"]:
        say.sentence(f"Checkpoint {one['name']} was trained on {one['release']}: retrain it, roll it back, or state in writing why it stays.")
    say.sentence(f"{numbers}: erased; certificate {report['certificate']}. The next `hallmark run` brings back what only named the person, scrubbed again."
                 if report["ok"] else f"{numbers}: NOT finished, since something was still found; remove it there and run the same command again.")


def _day(written: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written) if written else None
    except ValueError:
        raise InputError(f"'{written}' is no day; write it as 2026-01-31.") from None


GROUPS = {"erase": app}
