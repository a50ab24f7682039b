"""Verbs of the acceptance sample, and of what its marks teach: sample export, import, judge, labels; retrain."""

from pathlib import Path
from typing import Annotated

import typer

from assets.lake import Home, Lake
from orchestration.cli import say

Json = Annotated[bool, typer.Option("--json", help="print JSON for programs")]
Release = Annotated[str, typer.Argument(help="corpus/version, or a corpus for its latest release")]

sample = typer.Typer(no_args_is_help=True, help="The records a person reads before approving.", rich_markup_mode=None)


@sample.command("export")
def export_(release: Release, to: Annotated[Path, typer.Option("--to", help="a new .csv, .tsv or .jsonl file")], json: Json = False) -> None:
    """Write the sample of a release as a file for a person to mark.

    Every line is to be marked leak, fine or over-redacted; `value` may hold the words in question and `type` what they are.
    """
    from orchestration.verbs import sampling

    lake, name = _opened(release)
    made = sampling.export(lake, name, to)
    if json:
        return say.as_json(made)
    say.sentence(f"{made['records']} records of {name} lie in {made['file']}; mark every line leak, fine or over-redacted, then "
                 f"`hallmark sample import {name} {made['file']} --by KEY`.")
    return say.sentence("It holds clean text only, but treat it as restricted: finding what leaked is what it is for.")


@sample.command("import", short_help="Take over a marked file, whole or not at all.")
def import_(release: Release, file: Annotated[Path, typer.Argument(help="the marked file")],
            by: Annotated[str, typer.Option("--by", help="who read it: a signing key of this home, or an enrolled key's id")], json: Json = False) -> None:
    """Take over a marked file, whole or not at all, and judge the sample. Exit status 1: it does not hold."""
    from orchestration.verbs import sampling

    lake, name = _opened(release)
    told = sampling.take(lake, name, file, by)
    if not json:
        say.sentence(f"{file} may name what leaked: the vault has its marks now, so delete it.")
    _judged(name, told, json)


@sample.command("judge", short_help="Judge the marks by the policy as it is now.")
def judge_(release: Release, json: Json = False) -> None:
    """Judge the marks by the house's policy as it is now. Exit status 1: the sample does not hold."""
    from orchestration.verbs import sampling

    lake, name = _opened(release)
    _judged(name, sampling.judge(lake, name), json)


@sample.command("labels", short_help="Write what the marks teach into the vault.")
def labels_(release: Release, json: Json = False) -> None:
    """Write what the marks teach into the vault, as labelled text for `retrain`."""
    from orchestration.verbs import sampling

    lake, name = _opened(release)
    made = sampling.labels(lake, name)
    if json:
        return say.as_json(made)
    left = "".join(f"; {number} {'record was' if number == 1 else 'records were'} left out: {reason}" for reason, number in made["left_out"].items())
    return say.sentence(f"{made['labels']} labelled texts lie in the vault under {made['place']}{left}.")


def retrain(labels: Annotated[list[Path] | None, typer.Argument(help="files of labelled texts; without any, those that `sample labels` wrote")] = None,
            shipped: Annotated[bool, typer.Option("--shipped", help="go back to the weights that ship")] = False, json: Json = False) -> None:
    """Teach the tagger the house's own labels, and use it when it got better.

    Needs the extra 'train'. Exit status 1: it did not get better, and nothing changed.
    """
    from orchestration.verbs import retraining

    lake = Lake.open(Home.open())
    if shipped:
        retraining.give_up(lake)
        return say.as_json({"adopted": "shipped"}) if json else say.sentence("The shipped weights are in use; `hallmark run` reads every text again with them.")
    told = retraining.retrain(lake, labels or [], (lambda line: None) if json else say.sentence)
    if json:
        say.as_json(told)
    else:
        say.sentence(f"On {told['held_out']} labelled texts kept aside: recall {told['recall_before']:.3f} before, {told['recall_after']:.3f} after; precision "
                     f"{told['precision_before']:.3f}, {told['precision_after']:.3f}; on general texts recall {told['general_before']:.3f}, {told['general_after']:.3f}.")
        say.sentence("The new weights are in use; `hallmark run` reads every text again with them." if told["adopted"] else "Not better: the weights stay as they were.")
    raise typer.Exit(0 if told["adopted"] else 1)


def _opened(release: str) -> tuple[Lake, str]:
    from assets.governance.releases import named

    lake = Lake.open(Home.open())
    return lake, named(lake, release)


def _judged(release: str, told: dict, json: bool) -> None:
    from orchestration.verbs.sampling import sentence

    if json:
        say.as_json({"release": release, **told})
    else:
        say.sentence(f"Acceptance sample of {release}: {sentence(told)}.")
    raise typer.Exit(1 if told["verdict"] in ("failed", "not known") else 0)


GROUPS = {"sample": sample}
VERBS = (retrain,)
