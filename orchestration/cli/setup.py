"""Verbs of setting up: init, house, doctor, demo, ui."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from assets.lake import Home, InputError, SetupError
from assets.lake.keys import make_keys
from orchestration.cli import say

Json = Annotated[bool, typer.Option("--json", help="print JSON for programs")]
CODE = Path(__file__).parents[2]


def init(house: Annotated[Path, typer.Argument(help="the house's folder; made from a template when it is not there")], json: Json = False) -> None:
    """A new house and its home, with real keys.

    A house that exists keeps every file, a home every key.
    """
    from orchestration.verbs.founding import found_house

    where = Home.locate()
    if (where / "home.json").exists() and Home.open(where).demonstration:
        raise SetupError(f"{where} is the home of a demonstration, with keys that anyone can make; name another folder with HALLMARK_HOME.")
    made = found_house(house)
    home = Home.make(where, house, demonstration=False)
    make_keys(home.path)
    if "://" not in home.inbox:
        Path(home.inbox).mkdir(parents=True, exist_ok=True)
    if json:
        return say.as_json({"home": str(home.path), "house": str(home.house.path), "made": made})
    say.sentence(f"The home of house '{home.house.name}' is {home.path}; its keys are in {home.path / 'keys'}: back them up outside the lake.")
    say.sentence(f"Next: set the controller in {home.house.path / 'house.yaml'}, put contracts into {home.house.path / 'contracts'} "
                 f"and files into the inbox ({home.inbox}), then `hallmark doctor` and `hallmark run`.")
    return None


def house(out: Annotated[Path, typer.Argument(help="folder to write landing/ and truth/ into")],
          seed: Annotated[int, typer.Option(help="same seed, same bytes")] = 7,
          scale: Annotated[float, typer.Option(help="1 is about 2,500 records")] = 1.0,
          like: Annotated[Path | None, typer.Option(help="contracts, or a house: write a fictional twin of its schemas")] = None,
          json: Json = False) -> None:
    """The fictional house: messy landed files, and the truth beside them."""
    from orchestration.verbs.founding import fictional_house

    made = fictional_house(out, seed, scale, like)
    if json:
        return say.as_json({"out": str(out), **made})
    for entry in made.get("left_out", {}).items() if isinstance(made.get("left_out"), dict) else ():
        say.sentence("no twin of {}: {}".format(*entry))
    return say.sentence(f"{made['files']:,} files lie in {out / 'landing'}, what was planted in them in {out / 'truth'}.")


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
         scale: Annotated[float, typer.Option(help="size of the fictional house")] = 1.0, json: Json = False) -> None:
    """The whole road with demonstration keys, to a published release.

    Makes a home, lands, runs, approves, publishes, and says where the release page is.
    """
    from orchestration.verbs.demonstration import demonstrate

    with say.Steps(quiet=json) as steps:
        shown = demonstrate(house, seed, scale, steps)
    done = shown.run.ok and bool(shown.releases)
    if json:
        say.as_json({"ok": done, "run": shown.run.__dict__, "releases": shown.releases, "withheld": shown.withheld})
        raise typer.Exit(0 if done else 1)
    from orchestration.cli.road import told_run

    told_run(shown.run)
    for release in shown.releases:
        say.sentence(f"{release['release']} is {release['state']}: {release['records']:,} records, root {release['root'][:16]}"
                     + (" (unchanged, not cut again)" if release["unchanged"] else ""))
        say.sentence(f"  release page  {release['page']}")
    if done:
        say.sentence("The Dagster UI: make ui, then open http://127.0.0.1:3000")
        say.sentence("Everything was signed with demonstration keys, and no person read the acceptance sample; `hallmark verify` and "
                     "`hallmark show RELEASE --section privacy` say so too.")
    elif not shown.run.ok:
        waiting = f" {', '.join(shown.withheld)} waits unsigned." if shown.withheld else ""
        say.sentence(f"Nothing was published, because of what is named above.{waiting} Mend it, then run this again.")
    else:
        say.sentence("Nothing was published: this house has no recipe to make a release from; add one under recipes/.")
    raise typer.Exit(0 if done else 1)


def ui(port: Annotated[int, typer.Option(help="port on this machine only", min=1, max=65535)] = 3000) -> None:
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
