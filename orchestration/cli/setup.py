"""Verbs of setting up: init, house, doctor, demo, ui."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from assets.lake import Home, InputError
from assets.lake.keys import make_keys
from orchestration.cli import say

Json = Annotated[bool, typer.Option("--json", help="print JSON for programs")]
CODE = Path(__file__).parents[2]


def init(house: Annotated[Path, typer.Argument(help="the house's folder; made from a template when it is not there")], json: Json = False) -> None:
    """A new house and its home with real keys; a house that exists keeps every file."""
    from orchestration.verbs.founding import found_house

    made = found_house(house)
    home = Home.make(Home.locate(), house, demonstration=False)
    make_keys(home.path)
    if json:
        return say.as_json({"home": str(home.path), "house": str(home.house.path), "made": made})
    say.sentence(f"The home of house '{home.house.name}' is {home.path}; its keys are in {home.path / 'keys'}: back them up outside the lake.")
    say.sentence(f"Next: put contracts into {home.house.path / 'contracts'}, files into the inbox ({home.inbox}), then `hallmark doctor` and `hallmark run`.")


def house(out: Annotated[Path, typer.Argument(help="folder to write landing/ and truth/ into")],
          seed: Annotated[int, typer.Option(help="same seed, same bytes")] = 7,
          scale: Annotated[float, typer.Option(help="1 is about 2,500 records")] = 1.0,
          like: Annotated[Path | None, typer.Option(help="contracts of a house to write a fictional twin of")] = None, json: Json = False) -> None:
    """The fictional house: messy landed files and the truth beside them; with --like, a fictional twin of your own schemas."""
    from orchestration.verbs.founding import fictional_house

    made = fictional_house(out, seed, scale, like)
    if json:
        return say.as_json({"out": str(out), **made})
    say.sentence(f"{made['files']:,} files lie in {out / 'landing'}, what was planted in them in {out / 'truth'}.")


def doctor(json: Json = False) -> None:
    """What is wrong here, and what mends it."""
    from orchestration.verbs.doctor import doctor as examine

    report = examine()
    if json:
        say.as_json(report)
    else:
        for check in report["checks"]:
            say.sentence(f"{'ok ' if check['ok'] else 'no '} {check['name']}" + (f"\n    {check['fix']}" if check["fix"] else ""))
        say.sentence("All is well." if report["ok"] else "Mend what is marked `no`, then run `hallmark doctor` again.")
    raise typer.Exit(0 if report["ok"] else 1)


def demo(house: Annotated[Path, typer.Option(help="the house's folder")] = CODE / "houses" / "demo",
         seed: Annotated[int, typer.Option(help="seed of the fictional house")] = 7,
         scale: Annotated[float, typer.Option(help="size of the fictional house")] = 1.0) -> None:
    """The whole road with demonstration keys: land, run, approve, publish, and say where the release page is."""
    from orchestration.verbs.demonstration import demonstrate

    with say.Steps() as steps:
        shown = demonstrate(house, seed, scale, steps)
    from orchestration.cli.road import told_run

    told_run(shown.run)
    for release in shown.releases:
        say.sentence(f"{release['release']} is {release['state']}: {release['records']:,} records, root {release['root'][:16]}"
                     + (" (unchanged, not cut again)" if release["unchanged"] else ""))
        say.sentence(f"  release page  {release['page']}")
    say.sentence("The Dagster UI: make ui, then open http://127.0.0.1:3000")
    say.sentence("Everything was signed with demonstration keys; `hallmark verify` says so too.")
    raise typer.Exit(0 if shown.run.ok and shown.releases else 1)


def ui(port: Annotated[int, typer.Option(help="port on this machine only")] = 3000) -> None:
    """The Dagster UI with its daemon, on this machine only."""
    from orchestration.verbs.running import dagster_home

    home = Home.open()
    program = Path(sys.executable).parent / "dagster"
    if not program.exists():
        raise InputError(f"{program} is missing; install the project with `make demo` first.")
    environment = {**os.environ, "DAGSTER_HOME": str(dagster_home(home)), "HALLMARK_HOME": str(home.path)}
    arguments = [str(program), "dev", "-m", "orchestration.definitions", "-h", "127.0.0.1", "-p", str(port)]
    workspace = CODE / "workspace.yaml"
    if workspace.exists():
        arguments[2:4] = ["-w", str(workspace)]
        os.chdir(CODE)
    os.execve(program, arguments, environment)


VERBS = (init, house, doctor, demo, ui)
