"""Telling: what has happened and has not been told yet, and the state of the lake on request.

Belongs here: bringing lake, Dagster and outbox together. Not here: events, facets, sending.
"""

import os
import time
import uuid
from collections.abc import Mapping
from pathlib import Path

import dagster as dg

from assets.governance.releases import releases
from assets.lake import HallmarkError, Home, InputError, Lake
from orchestration.openlineage import spec
from orchestration.openlineage.datasets import described, release_dataset
from orchestration.openlineage.outbox import Outbox, Sent, write
from orchestration.openlineage.runs import run_events
from orchestration.openlineage.state import state_events

RELEASES = "releases"
LOOKED_AT = 20                  # newest runs; fewer than the files kept, so that none is told twice
_FINISHED = dg.RunsFilter(statuses=[dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED])


def tell_beside(home: Home, instance: dg.DagsterInstance, graph) -> Sent:
    """`tell_finished` for those whose own work must not fail by it: a mistake becomes the answer's `problem`."""
    try:
        with Lake.open(home).boundary("openlineage"):
            return tell_finished(home, instance, graph)
    except HallmarkError as error:
        return Sent(problem=str(error))


def tell_finished(home: Home, instance: dg.DagsterInstance, graph, environment: Mapping[str, str] = os.environ) -> Sent:
    """Tell every finished run and every state of a release that has not been told, then send what waits.

    `OPENLINEAGE_DISABLED=true` keeps it quiet.
    """
    if environment.get("OPENLINEAGE_DISABLED", "").lower() == "true":
        return Sent()
    box = Outbox.of(home, environment)
    untold = [run for run in instance.get_runs(_FINISHED, limit=LOOKED_AT) if not box.holds(run.run_id)]
    lake = Lake.open(home)
    if untold:
        describe = described(graph)
        for run in reversed(untold):
            _put(box, run, run_events(lake, describe, run, instance))
    _tell_releases(lake, box)
    return box.send()


def _tell_releases(lake: Lake, box: Outbox) -> None:
    """Approval, publication and withdrawal are no runs: what they made of a release is told once, when it is first seen."""
    states = {entry["release"]: entry["state"] for entry in releases(lake)}
    known, at = box.recall(RELEASES), spec.moment(time.time())
    changed = [release for release, state in states.items() if known.get(release) != state]
    if changed:
        box.put(at, f"{RELEASES}-{uuid.uuid4().hex}", [spec.dataset_event(at, release_dataset(lake, release)) for release in changed])
        box.remember(RELEASES, states)


def tell_run(home: Home, instance: dg.DagsterInstance, graph, run_id: str, to: Path | None = None) -> tuple[Path, int]:
    """Write the events of one run, finished or not: the file and how many. Raises InputError for a run nobody knows."""
    run = instance.get_run_by_id(run_id)
    if run is None:
        raise InputError(f"There is no run '{run_id}' in this home; the Dagster UI lists them.")
    events = run_events(Lake.open(home), described(graph), run, instance)
    if to is not None:
        return _written(to, events)
    return _put(Outbox.of(home), run, events), len(events)


def tell_state(home: Home, graph, to: Path | None = None) -> tuple[Path, int]:
    """Write events for every visible table and every release as they stand: the file and how many."""
    at = time.time()
    events = state_events(Lake.open(home), described(graph), at)
    if to is not None:
        return _written(to, events)
    return Outbox.of(home).put(spec.moment(at), "state", events), len(events)


def _put(box: Outbox, run: dg.DagsterRun, events: list[dict]) -> Path:
    return box.put(events[0]["eventTime"] if events else spec.moment(time.time()), run.run_id, events)


def _written(to: Path, events: list[dict]) -> tuple[Path, int]:
    try:
        write(to, events)
    except OSError as error:
        raise InputError(f"{to} cannot be written ({error.strerror}); name a file in a folder that is there.") from None
    return to, len(events)
