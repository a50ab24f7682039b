"""The second search as blocking checks: over each corpus's shards, and over the documents drawn from them.

Belongs here: wiring. Not here: the search (`verbs.scanning`).
"""

import dagster as dg

from assets.governance.waiting import DOCUMENTS, SHARDS
from assets.lake import House
from assets.lake.defs import RESOURCE, told
from orchestration.verbs.scanning import scan


def checks(house: House) -> list[dg.AssetChecksDefinition]:
    """Two checks per recipe of the house."""
    corpora = [path.stem for path in house.files("recipes", "*.yaml")]
    return [check for corpus in corpora for check in (
        _second_search(corpus, SHARDS, dg.AssetKey(["corpora", corpus, "shards"])),
        _second_search(corpus, DOCUMENTS, dg.AssetKey(["governance", corpus, "documents"])))]


def _second_search(corpus: str, what: str, asset: dg.AssetKey) -> dg.AssetChecksDefinition:
    @dg.asset_check(asset=asset, name="second_search", blocking=True, required_resource_keys={RESOURCE},
                    description=f"The finished {what}, searched again by another implementation: no unique identifier, no full name of the register.")
    def check(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
        with told(context) as lake:
            verdict = scan(lake, corpus, what)
        return dg.AssetCheckResult(passed=verdict["passed"], severity=dg.AssetCheckSeverity.ERROR,
                                   metadata={"verdict": dg.MetadataValue.json(verdict)})

    return check
