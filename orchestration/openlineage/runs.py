"""One run of Dagster, told as events: what started, what was made of what, what a check said, what failed.

Belongs here: reading Dagster's own log of a run. Not here: facets (`datasets`), sending (`outbox`).
Read after the run and from the log it left, so that a run of the command, the UI, a schedule or a sensor is told alike.
"""

from collections import defaultdict
from collections.abc import Iterable

import dagster as dg

from assets.lake import Lake, Version
from orchestration.openlineage import spec
from orchestration.openlineage.datasets import (
    Described,
    expectations,
    inputs_of,
    job_of,
    of_materialization,
    output_of,
    read_and_judged,
    version_of,
)

_HEARD = {kind for kind in dg.DagsterEventType if kind.value in (
    "ASSET_MATERIALIZATION_PLANNED", "ASSET_CHECK_EVALUATION_PLANNED", "STEP_START", "ASSET_MATERIALIZATION", "ASSET_CHECK_EVALUATION", "STEP_FAILURE",
    "PIPELINE_START", "PIPELINE_SUCCESS", "PIPELINE_FAILURE", "PIPELINE_CANCELED")}
_ENDED = {"PIPELINE_SUCCESS": spec.COMPLETE, "PIPELINE_FAILURE": spec.FAIL, "PIPELINE_CANCELED": spec.ABORT}
_NOT_MADE = "'{}' was not made; the run's report in Dagster has the sentence that says why."
_NOT_KEPT = "'{}' did not pass: {}."
_IMPLICIT = "__ASSET_JOB"


class Log:
    """Dagster's entries of one run, sorted by what they are about. Times are seconds since 1970."""

    def __init__(self, entries: Iterable):
        self.planned: dict[str, list[str]] = defaultdict(list)             # step -> tables it is to make
        self.asked: dict[str, list[tuple[str, str]]] = defaultdict(list)   # step -> (table, check) it is to ask
        self.started: dict[str, float] = {}
        self.made: dict[str, tuple[float, dg.AssetMaterialization]] = {}
        self.said: dict[str, list[tuple[float, object]]] = defaultdict(list)
        self.failed: dict[str, float] = {}
        self.begun = self.ended = None
        self.end = spec.ABORT
        for entry in entries:
            if entry.is_dagster_event:
                self._take(entry.dagster_event, entry.step_key or "", entry.timestamp)

    def _take(self, event, step: str, at: float) -> None:
        kind, told = event.event_type_value, event.event_specific_data
        self.begun, self.ended = self.begun or at, at
        if kind == "ASSET_MATERIALIZATION_PLANNED":
            self.planned[step].append("/".join(told.asset_key.path))
        elif kind == "ASSET_CHECK_EVALUATION_PLANNED":
            self.asked[step].append(("/".join(told.asset_key.path), told.check_name))
        elif kind == "STEP_START":
            self.started.setdefault(step, at)
        elif kind == "ASSET_MATERIALIZATION":
            self.made["/".join(told.materialization.asset_key.path)] = (at, told.materialization)
        elif kind == "ASSET_CHECK_EVALUATION":
            self.said["/".join(told.asset_key.path)].append((at, told))
        elif kind == "STEP_FAILURE":
            self.failed[step] = at
        self.end = _ENDED.get(kind, self.end)


def run_events(lake: Lake, describe: dict[str, Described], run: dg.DagsterRun, instance: dg.DagsterInstance) -> list[dict]:
    """Every event of a run in order of time: the run itself, START and end of each asset, and of each table's checks.

    A run without an end is told as aborted.
    """
    return _Told(lake, describe, run, Log(instance.all_logs(run.run_id, of_type=_HEARD))).events()


class _Told:
    def __init__(self, lake: Lake, describe: dict[str, Described], run: dg.DagsterRun, log: Log):
        self._lake, self._describe, self._id, self._log = lake, describe, run.run_id, log
        self._versions: dict[str, Version | None] = {}
        self._name = "run" if run.job_name == _IMPLICIT else run.job_name

    def events(self) -> list[dict]:
        log = self._log
        if log.begun is None:
            return []
        timed = [one for step, tables in log.planned.items() if step in log.started for table in tables for one in self._asset(step, table)]
        timed += [one for table in sorted({*log.said, *(table for table, _ in self._unanswered())}) for one in self._checks(table)]
        timed.sort(key=lambda one: one[0])
        whole = spec.job(self._lake.house.name, self._name, kind="RUN")
        about = spec.run(self._id, processing_engine=spec.engine("Dagster", dg.__version__))
        return [spec.run_event(spec.START, spec.moment(log.begun), about, whole), *(event for _, event in timed),
                spec.run_event(log.end, spec.moment(log.ended), about, whole)]

    def _asset(self, step: str, table: str) -> list[tuple[float, dict]]:
        log, describe = self._log, self._describe.get(table, Described())
        job, started = job_of(self._lake, table, describe), log.started[step]
        begins = (started, self._event(spec.START, started, table, job))
        if table in log.made:
            at, materialization = log.made[table]
            made = of_materialization(materialization, describe, self._version(table))
            return [begins, (at, self._event(spec.COMPLETE, at, table, job, inputs_of(self._lake, made), [output_of(self._lake, made)]))]
        kind, at = (spec.FAIL, log.failed[step]) if step in log.failed else (spec.ABORT, log.ended)
        output = spec.dataset(self._lake.house.name, table)
        return [begins, (at, self._event(kind, at, table, job, outputs=[output], error=spec.error(_NOT_MADE.format(table)) if kind == spec.FAIL else None))]

    def _checks(self, table: str) -> list[tuple[float, dict]]:
        """The checks of one table: their own job, since who fails is the check and not what made the table."""
        log = self._log
        answers = [{"assertion": said.check_name, "name": said.check_name, "success": said.passed, "severity": said.severity.value.lower()}
                   for _, said in log.said[table]]
        answers += [{"assertion": check, "name": check, "success": False, "severity": "error"} for one, check in self._unanswered() if one == table]
        times = [at for at, _ in log.said[table]] or [log.ended]
        version, name = self._version(table), f"checks/{table}"
        broken = [answer["name"] for answer in answers if not answer["success"] and answer["severity"] == "error"]
        known = version_of(log.made[table][1]) if table in log.made else version.data_version if version else None
        detail = expectations(version) if version and version.data_version == known else []
        judged = read_and_judged(self._lake, table, known, answers + detail)
        job = spec.job(self._lake.house.name, name, describe=f"What is asked of {table} before anybody sees it.", kind="CHECK")
        return [(min(times), self._event(spec.START, min(times), name, job)),
                (max(times), self._event(spec.FAIL if broken else spec.COMPLETE, max(times), name, job, [judged],
                                         error=spec.error(_NOT_KEPT.format(table, ", ".join(broken))) if broken else None))]

    def _unanswered(self) -> list[tuple[str, str]]:
        """Checks that were to be asked by a step that failed: what could not be asked has not passed."""
        answered = {(table, said.check_name) for table, ones in self._log.said.items() for _, said in ones}
        return [pair for step, pairs in self._log.asked.items() if step in self._log.failed for pair in pairs if pair not in answered]

    def _version(self, table: str) -> Version | None:
        if table not in self._versions:
            self._versions[table] = self._lake.newest(table)
        return self._versions[table]

    def _event(self, kind: str, at: float, job_name: str, job: dict, inputs: list[dict] = (), outputs: list[dict] = (), error: dict | None = None) -> dict:
        run = spec.run(spec.run_id(self._id, job_name), parent=spec.parent(self._lake.house.name, self._name, self._id), errorMessage=error)
        return spec.run_event(kind, spec.moment(at), run, job, inputs, outputs)
