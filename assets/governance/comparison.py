"""What a cut changes against the release before it, and which version that makes it.

Belongs here: comparing leaves, finding reasons, the version's number. Not here: telling it (`facts`).
"""

from collections import Counter

from assets.governance.releases import folder_of, manifest_of, order
from assets.governance.verification.leaves import Leaves, shard_leaves
from assets.lake import IntegrityError, Lake

FIRST = "1.0.0"


def compared(lake: Lake, release: str, leaves: Leaves, tables: list[str]) -> tuple[dict, dict | None]:
    """The release before, and {"added", "removed", "changed", "reasons", "unexplained"} since; None when it was purged."""
    before, digest = manifest_of(lake, release)
    previous, folder, old = {"version": before["version"], "manifest": digest, "root": before["root"]}, folder_of(lake, release), Leaves()
    if "PURGED" in folder.files():
        return previous, None
    for name in sorted(before["files"]):
        if name.startswith("data/"):
            with folder.open(name) as file:
                shard = shard_leaves(file)
            if shard.root() != before["files"][name]["root"]:
                raise IntegrityError(f"{release} was changed since it was made, so nothing can be compared with it; run `hallmark verify {release}`.")
            old.extend(shard)
    was, now = dict(old.sorted()), dict(leaves.sorted())
    removed = was.keys() - now.keys()
    reasons = _reasons(lake, tables, removed)
    return previous, {
        "added": len(now.keys() - was.keys()), "removed": len(removed), "changed": sum(was.get(name, row) != row for name, row in now.items()),
        "reasons": dict(sorted(reasons.items())), "unexplained": len(removed) - sum(reasons.values())}


def next_version(version: str, changes: dict | None) -> str:
    """A record removed, or nothing known of the release before: a major step; added or changed: a minor one."""
    major, minor, _ = order(version)
    return f"{major + 1}.0.0" if changes is None or changes["removed"] else f"{major}.{minor + 1}.0"


def _reasons(lake: Lake, tables: list[str], removed: set[bytes]) -> Counter:
    """Why records are gone, each from the table nearest to the release that left it out."""
    found: Counter = Counter()
    open_ = set(removed)
    for table in reversed(tables):
        version = lake.find(table) if open_ else None
        if version is None:
            continue
        left = version.left_out()
        for record_id, reason in zip(left["record_id"].to_pylist(), left["reason"].to_pylist(), strict=True):
            if record_id in open_:
                open_.discard(record_id)
                found[reason] += 1
    return found
