"""What a cut must pass before it is a release, as blocking checks: the second search over each corpus's shards and over the
documents drawn from them, the estimate of what may remain, and the policies of the house.

Belongs here: wiring. Not here: the search (`verbs.scanning`), the estimate (`verbs.evidence`), asking (`verbs.policies`).
"""

import dagster as dg

from assets.governance.waiting import DOCUMENTS, SHARDS
from assets.lake import House
from assets.lake.defs import RESOURCE, key, told
from assets.privacy.defs import raw_tables
from assets.privacy.evidence.canaries import FATES
from orchestration.verbs.evidence import ITEMS, weigh
from orchestration.verbs.policies import judge
from orchestration.verbs.scanning import scan


def checks(house: House) -> list[dg.AssetChecksDefinition]:
    """Four checks per recipe of the house."""
    corpora = [path.stem for path in house.files("recipes", "*.yaml")]
    return [check for corpus in corpora for check in (
        _second_search(corpus, SHARDS, dg.AssetKey(["corpora", corpus, "shards"])), _residual(corpus, house), _policies(corpus, house),
        _second_search(corpus, DOCUMENTS, dg.AssetKey(["governance", corpus, "documents"])))]


def _second_search(corpus: str, what: str, asset: dg.AssetKey) -> dg.AssetChecksDefinition:
    @dg.asset_check(asset=asset, name="second_search", blocking=True, required_resource_keys={RESOURCE},
                    description=f"The finished {what}, searched again by another implementation: no unique identifier, no full name of the register.")
    def check(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
        with told(context) as lake:
            return _told(scan(lake, corpus, what))

    return check


def _residual(corpus: str, house: House) -> dg.AssetChecksDefinition:
    beside = [FATES, *([ITEMS] if raw_tables(house).get("item") else [])]

    @dg.asset_check(asset=dg.AssetKey(["corpora", corpus, "shards"]), name="residual", blocking=True, required_resource_keys={RESOURCE},
                    additional_deps=[key(table) for table in beside],
                    description="What may remain of personal data, by type and language, is known and within the house's limits.")
    def check(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
        with told(context) as lake:
            return _told(weigh(lake, corpus))

    return check


def _policies(corpus: str, house: House) -> dg.AssetChecksDefinition:
    beside = ["landing/contracts", FATES, *raw_tables(house).get("subject", ())]

    @dg.asset_check(asset=dg.AssetKey(["corpora", corpus, "shards"]), name="policies", blocking=True, required_resource_keys={RESOURCE},
                    additional_deps=[key(table) for table in beside],
                    description="Every policy of the house holds for every record, or is waived by two: rights, consent, retention, secrecy, shares.")
    def check(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
        with told(context) as lake:
            return _told(judge(lake, corpus))

    return check


def _told(verdict: dict) -> dg.AssetCheckResult:
    """A verdict for the UI, with its first problems in words."""
    return dg.AssetCheckResult(passed=verdict["passed"], severity=dg.AssetCheckSeverity.ERROR,
                               description=" ".join(verdict.get("problems", ())[:3]) or None, metadata={"verdict": dg.MetadataValue.json(verdict)})
