"""Puts the stages of one house together.

Belongs here: the order of the stages and what orchestration hands down to them. Not here: any asset's own wiring.
"""

import dagster as dg

from assets.corpora import defs as corpora
from assets.curation import defs as curation
from assets.governance import defs as governance
from assets.lake import Home
from assets.landing import defs as landing
from assets.landing.contracts import Refused, load_contracts
from assets.landing.kinds import SCHEMAS
from assets.privacy import defs as privacy
from assets.warehouse import defs as warehouse
from orchestration import automation, checks, disclosure, scans
from orchestration.resources import LakeResource

STAGES = (warehouse, privacy, curation, corpora, governance)       # what follows landing


def build(home: Home) -> dg.Definitions:
    """Every asset, check, job, sensor and schedule of a home's house.

    A contract that cannot be read is reported by landing; for the stages after it there is no such source.
    """
    refused = {contract.name for contract in load_contracts(home.house) if isinstance(contract, Refused)}
    house = home.house.without([path for path in home.house.files("contracts", "*.yaml") if path.stem in refused])
    required = disclosure.required(house, checks.required(house))
    assets = [asset for stage in STAGES for asset in stage.assets(house, required)]
    return dg.Definitions(
        assets=[*landing.assets(home.house, required, may_be_empty=set(SCHEMAS) - set(privacy.NAMING)), *assets],
        asset_checks=[*checks.checks(house), *disclosure.checks(house), *scans.checks(house)],
        jobs=[automation.whole_road],
        sensors=[automation.landing_sensor(home), automation.lineage_sensor(home), automation.when_data_changes],
        schedules=[automation.every_night],
        resources={"lake": LakeResource(home=str(home.path))},
        executor=dg.in_process_executor)
