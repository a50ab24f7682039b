"""A release leaves: which ones hold what must go, withdrawing them at once, deleting their files in the end.

Belongs here: finding the releases that an erasure reaches, SUPERSEDED and PURGED. Not here: the release that takes their place
(`recut`), what the deletion proves (`certificates`).
Each step first says, signed, what it is about to do: one that broke off is told from tampering, and only needs to be run again.
"""

import numpy as np

from assets.governance.approvals import sign
from assets.governance.comparison import next_version
from assets.governance.ledger.keys import load
from assets.governance.ledger.log import Log
from assets.governance.releases import folder_of, manifest_of, releases, stated, unfinished
from assets.governance.subject_index import holding
from assets.governance.verification.verify import PURGEABLE
from assets.lake import InputError, Lake

WITHDRAW, PURGE = "withdraw", "purge"      # their events in the audit log


def affected(lake: Lake, gone: np.ndarray) -> list[dict]:
    """The releases that hold a record of `gone` (n,) S16, or one made from it, and those whose purge broke off; oldest version first.

    [{"release", "state", "records": ids (m,) S16, "shards": [data shard names], "recut"}]. `recut` is true where another release is
    to take its place: of the latest published release of its corpus, and of one that an erasure withdrew already.
    Raises IntegrityError when a release lacks files although nothing says that they were purged, or has others than the sealed ones.
    """
    known, found = releases(lake), []
    latest = {entry["corpus"]: entry["release"] for entry in known if entry["state"] == "published" or _on_its_way(lake, entry)}
    for entry in known:
        release = entry["release"]
        purged = entry["state"] == "purged"
        held = holding(lake, release, gone) or {}
        if held or purged and _left(lake, release):
            found.append({"release": release, "state": entry["state"], "records": np.unique(np.concatenate([np.empty(0, "S16"), *held.values()])),
                          "shards": sorted(held), "recut": not purged and (latest.get(entry["corpus"]) == release or withdrawn(lake, release))})
    return found


def withdrawn(lake: Lake, release: str) -> bool:
    """Whether an erasure has withdrawn it: SUPERSEDED names the requests."""
    return bool(stated(lake, release, "SUPERSEDED").get("requests"))


def planned(lake: Lake, release: str) -> str:
    """The version of the release that takes its place: the one it was withdrawn for, else the major step after the corpus's latest."""
    if withdrawn(lake, release):
        return stated(lake, release, "SUPERSEDED")["by"]
    return next_version(releases(lake, release.split("/")[0])[-1]["version"], None)


def withdraw(lake: Lake, release: str, by: str, requests: list[str], officer: str = "officer") -> None:
    """Withdraw a release at once in favour of the version that will be it without some rows. Again is nothing.

    Raises PolicyError when the key may not sign, InputError when the release gave way to another for other reasons.
    """
    key = load(lake, officer)
    if not stated(lake, release, "SUPERSEDED"):
        sign(lake, release, "SUPERSEDED", "superseded", "officer", key, None, by=by, requests=sorted(requests))
    elif not withdrawn(lake, release):
        raise InputError(f"{release} was superseded before, so nothing takes its place; purge it.")
    _, digest = manifest_of(lake, release)
    said = stated(lake, release, "SUPERSEDED")
    Log(lake.store("ledger")).append_once(WITHDRAW, release=release, manifest=digest, by=said["by"], requests=said["requests"])


def purge(lake: Lake, release: str, by: str | None, requests: list[str], officer: str = "officer") -> list[str]:
    """Delete the records of a release with every version of every object; returns the files that PURGED names.

    `by` is the version that took its place, None where none did. The signed statement comes first; a purge that broke off goes on.
    """
    key, store = load(lake, officer), lake.store("releases")
    manifest, digest = manifest_of(lake, release)
    if not stated(lake, release, "PURGED"):
        listed = sorted(name for name in manifest["files"] if name.startswith(PURGEABLE))
        sign(lake, release, "PURGED", "purged", "officer", key, None, by=by, requests=sorted(requests), files=listed)
    said = stated(lake, release, "PURGED")
    Log(lake.store("ledger")).append_once(PURGE, release=release, manifest=digest, by=said["by"], requests=said["requests"], files=len(said["files"]))
    for name in sorted({*said["files"], *_left(lake, release)}, key=lambda name: (name.startswith("provenance/"), name)):
        store.delete(f"{release}/{name}")       # provenance last: to the end it can be told who is here
    store.forget(release)
    return said["files"]


def clear_unfinished(lake: Lake) -> int:
    """Delete the folders of the releases zone that never became a release; returns how many files. Nobody may be making one.

    A re-cut that broke off is made again whole, so its half is no loss.
    """
    store, cleared = lake.store("releases"), 0
    for folder in unfinished(lake):
        for entry in store.list(folder):
            store.delete(entry.path)
            cleared += 1
    return cleared


def _on_its_way(lake: Lake, entry: dict) -> bool:
    """Whether it is to take the place of another release, and whoever made it broke off before it was published."""
    return entry["state"] == "candidate" and "subtraction" in manifest_of(lake, entry["release"])[0]


def _left(lake: Lake, release: str) -> list[str]:
    """Files of a release that a purge deletes and that are there."""
    return [name for name in folder_of(lake, release).files() if name.startswith(PURGEABLE)]
