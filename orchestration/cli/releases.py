"""Verbs of a release: releases, show, verify, explain, trace, diff, register-training, approve, publish, keys."""

import json as json_
from pathlib import Path
from typing import Annotated

import typer

from assets.lake import Home, InputError, Lake
from orchestration.cli import say

Json = Annotated[bool, typer.Option("--json", help="print JSON for programs")]
Release = Annotated[str, typer.Argument(help="corpus/version, or a corpus for its latest release")]
SECTIONS = ("summary", "funnel", "composition", "rights", "licences", "optout", "privacy", "checks", "policies", "documents", "approvals", "checkpoints", "lineage")


def releases(json: Json = False) -> None:
    """Every release and its state."""
    from assets.governance.releases import releases as listed

    rows = listed(Lake.open(Home.open()))
    if json:
        return say.as_json(rows)
    say.table(rows, {"release": "release", "track": "track", "state": "state", "records": "records", "root": "root"},
              "There is no release yet; make one with `hallmark run`.")


def show(release: Release, section: Annotated[str, typer.Option("--section", help=", ".join(SECTIONS))] = "summary", json: Json = False) -> None:
    """One release: where from, may we, what was removed, who signed."""
    from assets.governance.releases import named
    from orchestration.verbs.showing import show as told

    if section not in SECTIONS:
        raise InputError(f"There is no section '{section}'; the sections are {', '.join(SECTIONS)}.")
    lake = Lake.open(Home.open())
    answer = told(lake, named(lake, release), section)
    if json:
        say.as_json(answer["facts"])
    else:
        say.sentence(answer["heading"])
        for table in answer["tables"]:
            say.table(table["rows"], table["columns"], table["empty"])
        for line in answer["lines"]:
            say.sentence(line)
    raise typer.Exit(0 if answer["ok"] else 1)


def verify(release: Annotated[str, typer.Argument(help="corpus/version, a corpus for its latest release, or a folder")],
           keys: Annotated[Path | None, typer.Option("--keys", help="registry of enrolled keys, as `hallmark keys --json` prints it")] = None,
           json: Json = False) -> None:
    """Is it exactly what was approved? Exit status 1 names what is not.

    RELEASE may also be the path of a copied release folder, with or without a home; then the keys are those listed in the
    folder, or in --keys FILE.
    """
    from orchestration.verbs.verifying import verify as examine

    name, report = examine(release, keys)
    if json:
        say.as_json({**report, "release": report["release"] or name})
    else:
        for problem in report["problems"]:
            say.sentence(f"problem: {problem}")
        for remark in report["notes"]:
            say.sentence(remark)
        word = "is exactly what it claims to be" if report["ok"] else "is NOT what it claims to be"
        say.sentence(f"{name} {word}: state {report['state']}, {report['files']} files, {report['records']:,} records.")
    raise typer.Exit(0 if report["ok"] else 1)


def explain(release: Release, record: Annotated[str, typer.Argument(help="record id, 32 hexadecimal digits")],
            left_out: Annotated[bool, typer.Option("--left-out", help="why a record is not in the release")] = False, json: Json = False) -> None:
    """Where a record came from, what made it, does making it again agree."""
    from assets.governance.releases import named
    from orchestration.verbs import explain as verb

    lake = Lake.open(Home.open())
    name = named(lake, release)
    answer = verb.explain_left_out(lake, name, record) if left_out else verb.explain(lake, name, record)
    if json:
        return say.as_json(answer)
    if left_out:
        say.sentence(f"Record {answer['record_id']} is not in {name}: {answer['disposition']} at {answer['table']}: {answer['why']}"
                     + (f", into {answer['into']}" if answer["into"] else "") + ".")
        for because in answer["because"]:
            say.sentence(f"Because: {because}.")
        return _measured(answer)
    source = answer["source"]
    say.sentence(f"Record {answer['record_id']} of {name} came from source {source['name']}, object {source['object_id']}, {source['locator']}.")
    say.sentence(f"Licence {source['licence']}, legal basis {source['legal_basis']}, purposes {', '.join(source['purposes'])}.")
    say.table([{"step": t["step"], "version": t["version"], "tables": t["tables"]} for t in answer["transforms"]],
              {"step": "step", "version": "version", "tables": "made"}, "It went through no step.")
    say.table(answer["steps"], {"what": "table", "reproduced": "the same", "how": "how"}, "")
    if answer["removed"]:
        say.sentence("Removed: " + ", ".join(f"{number} {kind}" for kind, number in sorted(answer["removed"].items())) + ".")
    for because in answer["kept_because"]:
        say.sentence(f"Kept: {because}.")
    _measured(answer)
    say.sentence({True: "Made again, every step gives the same.", False: f"Made again, it differs: {answer['why']}.",
                  None: f"It cannot be told whether it would come out the same: {answer['why']}."}[answer["reproduced"]])
    return None


def _measured(answer: dict) -> None:
    """What was measured of a record, and whom it is like."""
    rows = [{"annotation": name, "column": column, "value": value} for name, told in answer["signals"].items() for column, value in (told or {}).items()
            if not isinstance(value, list | dict)]
    say.table(rows, {"annotation": "annotation", "column": "measured", "value": "value"}, "Nothing was measured of it.")
    if cluster := answer["cluster"]:
        say.sentence(f"{cluster['survivor']} stands for {cluster['size'] - 1:,} other {'record' if cluster['size'] == 2 else 'records'}.")
        say.table(cluster["members"], {"record_id": "record", "kind": "kind", "jaccard": "Jaccard", "containment": "contained"}, "")
    say.table([{**pair, "annotation": name} for name, pairs in answer["evidence"].items() if name == "near_duplicates" for pair in pairs],
              {"record_id": "compared with", "jaccard": "Jaccard", "containment": "contained"}, "")
    say.table([{"of": match.get("set") or match.get("corpus"), **match} for name in ("contamination", "evaluation_overlaps")
               for match in answer["evidence"].get(name, ())], {"of": "evaluation records of", "share": "share of its words", "example": "such as"}, "")
    for name, why in answer["not_told"].items():
        say.sentence(f"Not told: {name}, {why}.")


def trace(subject: Annotated[str | None, typer.Option("--subject", help="client number as its source writes it, or a subject id")] = None,
          source: Annotated[str | None, typer.Option("--source", help="name of a contract")] = None,
          code: Annotated[str | None, typer.Option("--code", help="version of the code, digits of its digest, or STEP@VERSION")] = None,
          licence: Annotated[str | None, typer.Option("--licence", help="SPDX id or agreement")] = None, json: Json = False) -> None:
    """Every record, release, checkpoint and learned thing that something reached."""
    from orchestration.verbs.trace import trace as follow

    answer = follow(Lake.open(Home.open()), source=source, licence=licence, subject=subject, code=code)
    if json:
        return say.as_json(answer)
    found, checkpoints = len(answer["releases"]), len(answer["checkpoints"])
    say.sentence(f"{answer['records']:,} records in {found} {'release' if found == 1 else 'releases'}; "
                 f"{checkpoints} registered {'checkpoint' if checkpoints == 1 else 'checkpoints'}.")
    say.table(answer["releases"], {"release": "release", "state": "state", "records": "records"}, "No release holds any of it.")
    for release in answer["not_told"]:
        say.sentence(f"{release} is purged, so it cannot be told what it held.")
    say.table(answer["checkpoints"], {"name": "checkpoint", "checkpoint": "SHA-256", "release": "trained on"}, "")
    say.table(answer["learned"], {"what": "learned thing", "records": "records", "how": "how"}, "")
    return None


def diff(older: Annotated[str, typer.Argument(help="corpus/version of the older release")],
         newer: Annotated[str, typer.Argument(help="corpus/version of the newer one, or a corpus for its latest")], json: Json = False) -> None:
    """What changed from one release to another, and why. Exit status 1: something is unexplained."""
    from assets.governance.releases import named
    from orchestration.verbs.diff import diff as compare

    lake = Lake.open(Home.open())
    answer = compare(lake, named(lake, older), named(lake, newer))
    if json:
        say.as_json(answer)
    else:
        say.table(answer["differences"], {"what": "what", "name": "name", "from": "was", "to": "is"}, "Both were made by the same recipe, code, steps and inputs.")
        for what in ("added", "removed", "changed"):
            say.sentence(f"{what}: {answer[what]['records']:,} records")
            say.table([{**group, "examples": [one["record_id"] for one in group["examples"]]} for group in answer[what]["groups"]],
                      {"records": "records", "kind": "kind", "why": "why", "columns": "columns", "examples": "such as"}, "")
        for sentence in answer["not_known"]:
            say.sentence(sentence)
        left = answer["unexplained"]
        say.sentence("Every record has its reason." if answer["ok"] else f"{left:,} {'record is' if left == 1 else 'records are'} unexplained.")
    raise typer.Exit(0 if answer["ok"] else 1)


def register_training(release: Release, checkpoint: Annotated[str, typer.Argument(help="SHA-256 of the checkpoint, 64 hexadecimal digits")],
                      name: Annotated[str, typer.Option("--name", help="what the checkpoint is called; no person's name")],
                      order: Annotated[Path | None, typer.Option("--order", help="file that says in which order its batches were read")] = None,
                      json: Json = False) -> None:
    """Enter into the ledger that a model was trained on a release."""
    from assets.governance.releases import named
    from orchestration.verbs.training import register_training as enter

    lake = Lake.open(Home.open())
    entry = enter(lake, named(lake, release), checkpoint, name, order)
    if json:
        return say.as_json(entry)
    return say.sentence(f"Checkpoint {entry['name']} ({entry['checkpoint'][:16]}) is registered as trained on {entry['release']}, root {entry['root'][:16]}.")


def approve(release: Release, key: Annotated[str, typer.Option("--key", help="name of a signing key in this home")], json: Json = False) -> None:
    """Sign a candidate: one of the two approvals it needs."""
    from assets.governance.approvals import approve as sign
    from assets.governance.releases import named
    from orchestration.verbs.rights import heeded

    lake = Lake.open(Home.open())
    name = named(lake, release)
    heeded(lake, name)
    identity = sign(lake, name, key)
    if json:
        return say.as_json({"release": name, "key_id": identity})
    return say.sentence(f"{name} is approved by key {identity[:16]}.")


def publish(release: Release, json: Json = False) -> None:
    """Publish an approved release; its marker is written last, once."""
    from assets.governance.release import publish as release_it
    from assets.governance.releases import named
    from orchestration.verbs.rights import heeded

    lake = Lake.open(Home.open())
    name = named(lake, release)
    heeded(lake, name)
    report = release_it(lake, name)
    if json:
        return say.as_json({"release": name, **report})
    return say.sentence(f"{name} is {report['state']}.")


def keys(make: Annotated[str | None, typer.Option("--make", help="make a signing key of this name and enrol it")] = None,
         role: Annotated[str, typer.Option(help="builder, approver or officer")] = "approver", json: Json = False) -> None:
    """The enrolled signing keys; with --make, a new one."""
    from assets.governance.ledger import keys as registry

    lake = Lake.open(Home.open())
    if role not in registry.ROLES:
        raise InputError(f"There is no role '{role}' for a key; the roles are {', '.join(registry.ROLES)}.")
    if make:
        key = registry.make(lake, make)
        registry.enrol(lake, key.public, role, on=lake.house.as_of)
    rows = [{**entry, "key": identity[:16]} for identity, entry in sorted(registry.registry(lake).items())]
    if json:
        return say.as_json(json_.loads(registry.registry_file(lake)))
    return say.table(rows, {"key": "key", "role": "role", "valid_from": "from", "valid_until": "until", "demonstration": "demonstration"},
                     "No signing key is enrolled; make them with `hallmark keys --make NAME --role builder` and twice `--role approver`.")


VERBS = (releases, show, verify, explain, trace, diff, register_training, approve, publish, keys)
