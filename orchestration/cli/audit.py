"""Verbs of an auditor: reproduce, rescan, retention, orphans, purpose; log verify, show, export."""

from pathlib import Path
from typing import Annotated

import typer

from assets.lake import Home, InputError, Lake
from orchestration.cli import say

Json = Annotated[bool, typer.Option("--json", help="print JSON for programs")]
Release = Annotated[str, typer.Argument(help="corpus/version, or a corpus for its latest release")]
SHOWN = 20          # record ids named on a terminal; --json and --to have all

log = typer.Typer(no_args_is_help=True, help="The audit log: verify, show, export.", rich_markup_mode=None,
                  context_settings={"help_option_names": ["-h", "--help"]})


def reproduce(release: Release, json: Json = False) -> None:
    """Make a release again in a clean place and compare.

    Takes as long as the first run of a house. Exit status 1: it differs, or it cannot be told, and why. The answer is kept in the audit log.
    """
    from orchestration.verbs import reproduce as verb

    lake, name = _opened(release)
    with say.Steps(quiet=json) as steps:
        answer = verb.reproduce(lake, name, steps)
    if json:
        say.as_json(answer)
    else:
        differing = [{"file": file, "is": told} for file, told in answer["shards"].items() if told != verb.SAME_BYTES]
        say.table(differing, {"file": "file", "is": "made again"}, "")
        for what, ids in (answer["records"] or {}).get("examples", {}).items():
            say.sentence(f"{what}: {answer['records'][what]:,} records, such as {', '.join(ids[:3])}")
        say.sentence(verb.sentence(answer))
    raise typer.Exit(0 if answer["root"] == verb.SAME else 1)


def rescan(release: Annotated[str | None, typer.Argument(help="corpus/version, a corpus for its latest release, or the folder of a copied release")] = None,
           all_: Annotated[bool, typer.Option("--all", help="every release in use")] = False,
           to: Annotated[Path | None, typer.Option("--to", help="a new file for the ids of records to be cut again")] = None, json: Json = False) -> None:
    """What today's detectors find in releases that yesterday's made.

    Exit status 1: something new is found; the officer decides on the records that hold it.
    """
    from orchestration.verbs import rescan as verb

    if (release is None) != all_:
        raise InputError("Name one release, or ask for --all.")
    answers = verb.rescan_folder(Path(release)) if release and (Path(release) / "MANIFEST.json").is_file() else _rescanned(release)
    if to is not None:
        verb.write_candidates(answers, to)
    if json:
        say.as_json(answers)
    else:
        for answer in answers:
            _told_rescan(answer)
        if not answers:
            say.sentence("No release is in use.")
    raise typer.Exit(1 if any(answer["found"] for answer in answers) else 0)


def _rescanned(release: str | None) -> list[dict]:
    from assets.governance.releases import named
    from orchestration.verbs import rescan as verb

    lake = Lake.open(Home.open())
    return verb.rescan(lake, verb.live(lake) if release is None else [named(lake, release)])


def _told_rescan(answer: dict) -> None:
    say.sentence(f"{answer['release']}, {answer['records']:,} records:")
    say.table(answer["found"], {"type": "type", "by": "found by", "values": "values", "records": "records"}, "Nothing new is found.")
    if found := answer["candidates"]:
        more = f" and {len(found) - SHOWN:,} more" if len(found) > SHOWN else ""
        say.sentence(f"To be cut again: {len(found):,} {'record' if len(found) == 1 else 'records'}: {', '.join(found[:SHOWN])}{more}.")
    say.table(answer["detectors"], {"what": "detector", "then": "then", "now": "now"}, "")
    for sentence in answer["not_told"]:
        say.sentence(f"Not told: {sentence}.")


def retention(due: Annotated[str, typer.Option("--due", help="how far to look ahead: 30d, 4w")] = "30d", json: Json = False) -> None:
    """What must go soon, or should be gone already. Exit status 1: something should be gone."""
    from orchestration.verbs.retention import retention as ending

    answer = ending(Lake.open(Home.open()), due)
    over = sum(entry["over"] for entry in answer["entries"])
    if json:
        say.as_json(answer)
    else:
        columns = {"what": "what", "name": "name", "on": "last day", "days": "days left", "records": "records", "do": "what to do"}
        say.table(answer["entries"], columns, f"Nothing ends from {answer['as_of']} to {answer['until']}.")
        say.sentence(f"{over} of these should be gone or done already." if over else "Nothing is overdue.")
    raise typer.Exit(1 if over else 0)


def orphans(delete: Annotated[bool, typer.Option("--delete", help="remove strays of landing, vault and clean; never of releases or ledger")] = False,
            json: Json = False) -> None:
    """Objects that nothing accounts for. Exit status 1: there are some.

    A run that is at work has such objects until it ends. A word of a name that may tell of a person is told as a MAC.
    """
    from orchestration.verbs import orphans as verb

    lake = Lake.open(Home.open())
    answer = verb.orphans(lake)
    gone = _swept(lake) if delete and answer["strays"] else 0
    left = len(answer["strays"]) - gone
    if json:
        say.as_json({**answer, "deleted": gone, "left": left})
    else:
        say.table(answer["strays"], {"zone": "zone", "path": "object", "bytes": "bytes", "why": "why"}, "")
        say.sentence(f"{answer['objects']:,} objects, {answer['bytes']:,} bytes: " + (f"{len(answer['strays']):,} that nothing accounts for." if answer["strays"]
                                                                                     else "every one is accounted for."))
        if gone:
            say.sentence(f"{gone:,} of them are deleted" + (f"; {left:,} are left for you to look at." if left else "."))
    raise typer.Exit(1 if left else 0)


def _swept(lake: Lake) -> int:
    from orchestration.verbs import running
    from orchestration.verbs.orphans import sweep

    with running.alone(lake.home):
        return sweep(lake)


def purpose(release: Release, purpose: Annotated[str, typer.Argument(help="as contracts write it, such as train-language-model")], json: Json = False) -> None:
    """May it be used for this? Exit status 1: no."""
    from orchestration.verbs.auditing import purpose as ask

    answer = ask(*_opened(release), purpose)
    if json:
        say.as_json(answer)
    else:
        say.table(answer["sources"], {"source": "source", "records": "records", "then": "allowed when it was made", "now": "allowed today"}, "It has no source.")
        say.sentence(f"{answer['release']} may {'' if answer['ok'] else 'NOT '}be used for {purpose}: {answer['allowed']:,} of "
                     f"{answer['records']:,} records allow it.")
    raise typer.Exit(0 if answer["ok"] else 1)


@log.command("verify", short_help="Is the log unbroken, and who was given a copy of a release?")
def verify_(known: Annotated[str | None, typer.Option("--known", help="a digest of an earlier `log verify`, kept elsewhere")] = None, json: Json = False) -> None:
    """Is the audit log unbroken, and who was given a copy of a release? Exit status 1: an entry was changed or removed.

    An end that was cut off shows only against a digest kept elsewhere: keep the ones that are printed.
    """
    from orchestration.verbs import auditing

    answer = auditing.verify_log(Lake.open(Home.open()), known)
    if json:
        say.as_json(answer)
    else:
        say.table(answer["chains"], {"chain": "chain", "entries": "entries", "ok": "unbroken", "last": "digest to keep elsewhere"}, "")
        for problem in answer["problems"]:
            say.sentence(f"problem: {problem}")
        for chain in answer["chains"]:
            if chain["known"] is not None:
                say.sentence(f"The digest kept elsewhere is that of entry {chain['known']} of {chain['chain']}; {chain['entries'] - chain['known']} followed.")
        if answer["given"] is not None:
            say.table([{"on": entry["at"], "release": entry.get("release"), "what": auditing.facts_of(entry)} for entry in answer["given"]],
                      {"on": "given on", "release": "release", "what": "what"}, "No copy of a release was given out through Hallmark.")
    raise typer.Exit(0 if answer["ok"] else 1)


@log.command("show", short_help="The entries, oldest first.")
def show_(event: Annotated[str | None, typer.Option("--event", help="only this event")] = None,
          release: Annotated[str | None, typer.Option("--release", help="only about this release")] = None, json: Json = False) -> None:
    """The entries of the audit log, oldest first."""
    from assets.governance.releases import named
    from orchestration.verbs import auditing

    lake = Lake.open(Home.open())
    entries = auditing.log_entries(lake, event, named(lake, release) if release else None)
    if json:
        return say.as_json(entries)
    rows = [{**entry, "what": auditing.facts_of(entry)} for entry in entries]
    return say.table(rows, {"seq": "entry", "at": "at", "event": "event", "what": "what"}, "Nothing is entered.")


@log.command("export", short_help="Every chain of the ledger as one file.")
def export_(to: Annotated[Path, typer.Option("--to", help="a new file of JSON lines")], json: Json = False) -> None:
    """Write every chain of the ledger into one file, for a copy kept elsewhere."""
    from orchestration.verbs.auditing import export_log

    made = export_log(Lake.open(Home.open()), to)
    if json:
        return say.as_json(made)
    return say.sentence(f"{made['entries']:,} entries lie in {made['file']}; keep it away from the ledger, it shows what is missing there.")


def _opened(release: str) -> tuple[Lake, str]:
    from assets.governance.releases import named

    lake = Lake.open(Home.open())
    return lake, named(lake, release)


VERBS = (reproduce, rescan, retention, orphans, purpose)
GROUPS = {"log": log}
