"""The policies of the house over a cut: asked of its provenance, the verdict recorded for the bytes that wait.

Belongs here: bringing policies, relations, waivers and keys together. Not here: what a policy is (`expectations.policies`), how
it is asked (`governance.policies`).
"""

from assets.governance.ledger import keys
from assets.governance.policies import ask, sealed
from assets.governance.waiting import POLICIES, scanned, waiting
from assets.lake import Lake
from expectations.policies import policies, waivers
from orchestration.verbs.evidence import weigh
from orchestration.verbs.relations import relations


def judge(lake: Lake, corpus: str, residual: dict | None = None) -> dict:
    """Ask every policy over the waiting cut and record the verdict: {"passed", "as_of", "policies", "problems"}, with examples beside.

    `residual` is the verdict on what may remain; without it that is weighed here, since checks run in no promised order.
    `problems` has one sentence per policy that stops the release. A cut that a release already holds keeps what is sealed in it.
    """
    cut = waiting(lake, corpus)
    if cut.settled:
        return {"passed": True, "settled": cut.settled}
    asked = policies(lake.house)
    waived = waivers(lake.house, asked)
    if waived and lake.home.demonstration:
        keys.demonstrate(lake)
    told = ask(asked, relations(lake, cut, residual or weigh(lake, corpus)), waivers=waived, as_of=lake.house.as_of, keys=keys.registry(lake))
    verdict = {"passed": not any(one["blocks"] for one in told), "as_of": lake.house.as_of.isoformat(), "policies": sealed(told)}
    scanned(lake, corpus, POLICIES, verdict)
    return {**verdict, "problems": [one["said"] for one in told if one["blocks"]],
            "examples": {one["policy"]: one["examples"] for one in told if one["examples"]}}
