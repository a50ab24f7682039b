"""The demonstration: the whole road in one go, signed with keys that anyone can make.

Belongs here: the order of its acts. Not here: any act.
"""

from dataclasses import dataclass, field
from pathlib import Path

from assets.governance.approvals import approve
from assets.governance.ledger import keys
from assets.governance.release import publish
from assets.governance.releases import releases
from assets.lake import Home, Lake
from assets.lake.keys import make_keys
from orchestration.verbs import running, sampling
from orchestration.verbs.founding import fictional_house

REVIEWERS = ("reviewer-a", "reviewer-b")


@dataclass
class Shown:
    """What a demonstration did."""

    run: running.RunReport
    releases: list[dict] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)      # candidates that nobody signed, because the run did not end well


def demonstrate(house: Path, seed: int, scale: float, tell) -> Shown:
    """Make the home, let the fictional house write its files (once), run, approve and publish what is new."""
    home = Home.make(Home.locate(), house, demonstration=True)
    make_keys(home.path, seed=home.house.seed)
    lake = Lake.open(home)
    keys.demonstrate(lake)
    inbox = Path(home.inbox)
    if home.house.name == "demo" and not inbox.exists():
        tell(running.Event("started", "writing the fictional house"))
        fictional_house(inbox.parent, seed, scale)
    before = {entry["release"] for entry in releases(lake)}
    shown = Shown(running.run(home, tell=tell))
    latest = {entry["corpus"]: entry for entry in releases(lake)}
    if not shown.run.ok:
        shown.withheld = [entry["release"] for entry in latest.values() if entry["state"] in ("candidate", "approved")]
        return shown
    for entry in latest.values():
        if entry["state"] in ("candidate", "approved"):
            tell(running.Event("started", f"marking the acceptance sample of {entry['release']}"))
            sampling.stand_in(lake, entry["release"], REVIEWERS[0])
        if entry["state"] == "candidate":
            for reviewer in REVIEWERS:
                approve(lake, entry["release"], reviewer)
        if entry["state"] in ("candidate", "approved"):
            publish(lake, entry["release"])
    for entry in releases(lake):
        if latest[entry["corpus"]]["release"] == entry["release"]:
            page = lake.store("releases").url(f"{entry['release']}/documents/release.html")
            shown.releases.append({**entry, "page": page, "unchanged": entry["release"] in before})
    return shown
