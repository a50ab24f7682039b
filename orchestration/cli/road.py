"""Verbs of the road: run, land, sources, quarantine."""

from pathlib import Path
from typing import Annotated

import typer

from assets.lake import Home, Lake
from orchestration.cli import say

Json = Annotated[bool, typer.Option("--json", help="print JSON for programs")]


def run(select: Annotated[str | None, typer.Option("--select", help="only these assets, in Dagster's selection syntax")] = None, json: Json = False) -> None:
    """Make what is stale, through Dagster, and nothing when nothing is."""
    from orchestration.verbs import running

    with say.Steps(quiet=json) as steps:
        report = running.run(Home.open(), select, steps)
    if json:
        say.as_json(report.__dict__)
    else:
        told_run(report)
    raise typer.Exit(0 if report.ok else 1)


def told_run(report) -> None:
    """The end of a run in plain words."""
    if report.nothing_to_do:
        say.sentence(f"Nothing to do: nothing new arrived and nothing changed ({report.seconds:.1f} s, nothing recomputed).")
    else:
        say.sentence(f"{len(report.made)} {'asset is' if len(report.made) == 1 else 'assets are'} up to date ({report.seconds:.0f} s).")
    for remark in report.remarks:
        say.sentence(remark)
    if any(report.quarantined.values()):
        counted = [f"{number:,} {what if number != 1 else what.removesuffix('s')}" for what, number in report.quarantined.items() if number]
        say.sentence(f"In quarantine: {' and '.join(counted)}; `hallmark quarantine` says where and why.")
    for contract in report.refused:
        say.sentence(f"{contract['what']} is left aside: {contract['sentence']}")
    for failure in report.failed:
        say.sentence(f"failed: {failure['what']}: {failure['sentence']}")
    for check in report.failed_checks:
        say.sentence(f"check not passed: {check['what']}: {check['sentence']}")
    if report.not_made:
        say.sentence(f"not made, because of that: {len(report.not_made)} {'asset' if len(report.not_made) == 1 else 'assets'} "
                     f"({', '.join(report.not_made[:6])}{', ...' if len(report.not_made) > 6 else ''}); what was visible before stays.")


def land(path: Annotated[Path, typer.Argument(help="file or folder to deliver")], source: Annotated[str, typer.Option("--source", help="name of its contract")], json: Json = False) -> None:
    """Deliver a file or a folder to a source; the next run reads it."""
    from assets.landing.contracts import load_contract_named
    from assets.landing.run import deliver

    lake = Lake.open(Home.open())
    contract = load_contract_named(lake.house, source)
    files = deliver(lake, contract.name, path)
    if json:
        say.as_json({"source": source, "files": files})
    else:
        say.sentence(f"{files} {'file' if files == 1 else 'files'} delivered to {source}; the next `hallmark run` reads what is new.")


def sources(json: Json = False) -> None:
    """State of every contract: files by what became of them, and records."""
    from orchestration.verbs.sources import sources as state

    rows = state(Lake.open(Home.open()))
    if json:
        return say.as_json(rows)
    say.table(rows, {"name": "source", "kind": "kind", "state": "state", "files": "files", "read": "read", "quarantined": "quarantined",
                     "skipped": "skipped", "records": "records", "reason": "why"}, "This house has no contracts yet; add a YAML file under contracts/.")


def quarantine(source: Annotated[str | None, typer.Option("--source", help="only this source")] = None, json: Json = False) -> None:
    """What was refused, where it lies and why.

    Files are named by object id: their names may tell of persons and stay in the vault.
    """
    from orchestration.verbs.sources import quarantine as refused

    lake = Lake.open(Home.open())
    if source is not None:
        from assets.landing.contracts import load_contract_named

        load_contract_named(lake.house, source)
    rows = refused(lake, source)
    if json:
        return say.as_json(rows)
    say.table(rows, {"source": "source", "object_id": "object", "locator": "where", "reason": "why", "count": "times"}, "Nothing is in quarantine.")


VERBS = (run, land, sources, quarantine)
