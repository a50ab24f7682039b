"""Gates: what must have been said of a release before anybody may approve or publish it.

Belongs here: holding the house's wish against what the ledger says, and asking whether people said their part. Not here: drawing or
judging a sample (privacy).
The audit log is the only witness: it names release, manifest and policy, so marks of another cut, or marks judged by another
policy, open nothing.
"""

from assets.governance.documents.statements import unfilled
from assets.governance.ledger.log import Log
from assets.lake import Lake, PolicyError

SAMPLE = "sample"       # the event under which a verdict on an acceptance sample is entered


def judged(lake: Lake, manifest: str) -> dict | None:
    """The latest verdict on the acceptance sample of the release with this manifest digest."""
    said = [entry for entry in Log(lake.store("ledger")).entries() if entry["event"] == SAMPLE and entry["manifest"] == manifest]
    return said[-1] if said else None


def enter(lake: Lake, release: str, manifest: str, key_id: str, verdict: dict) -> None:
    """Enter a verdict on a sample: figures only. The same verdict again is not entered twice."""
    facts = {"release": release, "manifest": manifest, "key_id": key_id, "policy": policy(lake), **verdict}
    last = judged(lake, manifest)
    if last is None or any(last.get(name) != value for name, value in facts.items()):
        Log(lake.store("ledger")).append(SAMPLE, **facts)


def policy(lake: Lake) -> dict | None:
    """What the house asks of an acceptance sample, as it stands in its privacy policy; None when it asks for none."""
    asked = lake.house.yaml("policies/privacy.yaml")
    return asked["acceptance"] or {} if "acceptance" in asked else None


def accepted(lake: Lake, release: str, manifest: str) -> None:
    """Raises PolicyError unless the house asks for no acceptance sample, or this release's was marked and holds."""
    asked, said = policy(lake), judged(lake, manifest)
    if asked is None:
        return
    if said is None:
        raise PolicyError(f"{release} waits for its acceptance sample: write it with `hallmark sample export {release} --to sample.csv`, "
                          f"let a person mark it, and hand it back with `hallmark sample import {release} sample.csv --by KEY`.")
    if said["policy"] != asked:
        raise PolicyError(f"The house asks something else of the acceptance sample since that of {release} was judged; "
                          f"judge it again with `hallmark sample judge {release}`.")
    if said["demonstration"] and not lake.home.demonstration:
        raise PolicyError(f"The acceptance sample of {release} was marked for a demonstration, by nobody who answers for it; let a person mark it.")
    if said["passed"] is not True:
        raise PolicyError(f"The acceptance sample of {release} does not hold: {said['why']}. Mend what leaks and cut again; "
                          f"`hallmark show {release} --section privacy` has the figures.")


def filled(release: str, manifest: dict) -> None:
    """Raises PolicyError unless every field that only a person can fill was filled when the release was cut."""
    if missing := unfilled(manifest["recipe"]["statements"]):
        more = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
        raise PolicyError(f"{release} says too little of itself: field 'statements.{missing[0]}'{more} of recipes/{manifest['corpus']}.yaml is not filled, "
                          f"and only a person can do it; docs/documents.md lists what each asks. Fill it and run `hallmark run` to cut again.")
