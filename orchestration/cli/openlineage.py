"""The verb of OpenLineage: openlineage."""

import os
from pathlib import Path
from typing import Annotated

import typer

from assets.lake import Home
from orchestration.cli import say


def openlineage(run: Annotated[str | None, typer.Option("--run", help="only what happened in this run of Dagster, by its id")] = None,
                out: Annotated[Path | None, typer.Option("--out", help="a file to write the events into; nothing is sent")] = None,
                json: Annotated[bool, typer.Option("--json", help="print JSON for programs")] = False) -> None:
    """Tell a catalogue what stands in the lake, in OpenLineage.

    Every run is told without asking; this tells every table and release as they stand now, or one run again. Events go to
    openlineage/ under the home and, where OPENLINEAGE_URL names one, to a catalogue. Exit status 1: it did not take them.
    """
    from orchestration.openlineage.outbox import Outbox, Sent
    from orchestration.verbs.running import dagster_home

    home = Home.open()
    os.environ["DAGSTER_HOME"] = str(dagster_home(home))
    import dagster as dg

    from orchestration.build import build
    from orchestration.openlineage.telling import tell_run, tell_state

    graph = build(home).resolve_asset_graph()
    if run is None:
        path, events = tell_state(home, graph, out)
    else:
        with dg.DagsterInstance.get() as instance:
            path, events = tell_run(home, instance, graph, run, out)
    sent = Outbox.of(home).send() if out is None else Sent()
    if json:
        say.as_json({"file": str(path), "events": events, "sent": sent.sent, "refused": sent.refused, "waiting": sent.waiting, "problem": sent.problem})
    else:
        say.sentence(f"{events:,} events lie in {path}" + (f"; {sent.sent:,} were sent" if sent.sent else "") + ".")
        if sent.problem:
            say.sentence(sent.problem)
    raise typer.Exit(1 if sent.problem else 0)


VERBS = (openlineage,)
