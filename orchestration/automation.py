"""When things happen: one job, a sensor on the landing zone, a nightly schedule, automation by data version, a sensor that tells.

Belongs here: sensors, schedules, jobs. Not here: what they start.
"""

import json

import dagster as dg

from assets.governance.rights import objections
from assets.lake import HallmarkError, Home, Lake
from assets.landing.contracts import Refused, load_contracts
from assets.landing.run import fingerprint
from orchestration.openlineage.telling import tell_beside
from orchestration.verbs import ingests

whole_road = dg.define_asset_job(
    "whole_road", selection=dg.AssetSelection.all(),
    description="From landed files to a checked candidate release. Steps whose inputs are unchanged answer at once.")

every_night = dg.ScheduleDefinition(
    name="every_night", job=whole_road, cron_schedule="15 2 * * *", execution_timezone="UTC",
    description="Picks up what changes by date alone: consent that ends, embargoes that pass, retention that falls due.")

when_data_changes = dg.AutomationConditionSensorDefinition(
    "when_data_changes", target=dg.AssetSelection.all(), minimum_interval_seconds=30,
    description="Starts an asset when the content of one of its inputs has changed and all its checks have passed.")


def landing_sensor(home: Home) -> dg.SensorDefinition:
    """Looks at every source, and at the objections of people, and asks for a landing where something arrived.

    The cursor holds one keyed fingerprint per source, made of object stamps: no file name and no date leaves the vault.
    """
    ready = [contract for contract in load_contracts(home.house) if not isinstance(contract, Refused)]
    asked = objections.TABLE.removeprefix("landing/")
    keys = [dg.AssetKey(["landing", name]) for name in (*(contract.name for contract in ready), asked)]

    @dg.sensor(name="landing_sensor", target=keys, minimum_interval_seconds=60, description=landing_sensor.__doc__)
    def sensor(context: dg.SensorEvaluationContext):
        seen = {asked: "", **(json.loads(context.cursor) if context.cursor else {})}
        lake = Lake.open(Home.open(home.path))
        found, unreachable = {asked: objections.digest(lake)}, []
        for contract in ready:
            try:
                found[contract.name] = fingerprint(lake, lake.house, contract)
            except HallmarkError:
                unreachable.append(contract.name)
        arrived = sorted(name for name, print_ in found.items() if seen.get(name) != print_)
        if not arrived:
            why = f"nothing new; could not look at {', '.join(unreachable)}" if unreachable else "nothing new has arrived"
            return dg.SkipReason(why)
        # No run key: a file that changes and changes back must land twice, and Dagster runs a key only once.
        return dg.SensorResult(
            run_requests=[dg.RunRequest(asset_selection=[dg.AssetKey(["landing", name]) for name in arrived])],
            cursor=json.dumps({**seen, **found}, sort_keys=True))

    return sensor


def lineage_sensor(home: Home) -> dg.SensorDefinition:
    """Tells every run that has ended, whoever started it: what came in to the audit log, the rest in OpenLineage, again where it could not be sent."""

    @dg.sensor(name="lineage_sensor", minimum_interval_seconds=60, default_status=dg.DefaultSensorStatus.RUNNING, description=lineage_sensor.__doc__)
    def sensor(context: dg.SensorEvaluationContext):
        ingests.enter(Lake.open(Home.open(home.path)))
        sent = tell_beside(Home.open(home.path), context.instance, context.repository_def.asset_graph)
        return dg.SkipReason(sent.problem or f"{sent.sent} events sent, {sent.waiting} wait")

    return sensor
