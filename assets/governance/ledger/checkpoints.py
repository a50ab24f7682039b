"""Checkpoints: which models were trained on which release, as a chain of entries in the ledger.

Belongs here: entering a checkpoint and reading the register. Not here: what must follow when a record of the release is erased.
An entry names digests, a release and a name made for machines; nobody's name stands in it (law 7).
"""

import re

from assets.governance.ledger.log import Log
from assets.governance.releases import manifest_of, releases
from assets.lake import InputError, Lake, PolicyError

CHAIN, EVENT = "checkpoints", "train"
TRAINED_ON = ("published", "superseded", "purged")      # what was published once may have been trained on until it was withdrawn
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def register(lake: Lake, release: str, checkpoint: str, name: str, order_log: dict | None = None) -> dict:
    """Enter that the checkpoint with this SHA-256 was trained on a release; returns the entry.

    `order_log` is {"sha256", "bytes"} of the file that says in which order its batches were read, which stays with the trainer.
    The register is written before the audit log: asked again after a crash between the two, the second is completed.
    Raises InputError for a digest or name that is none and for what is registered already, PolicyError for a release that was never published.
    """
    digest = checkpoint.lower().removeprefix("sha256:")
    if not _DIGEST.fullmatch(digest):
        raise InputError("A checkpoint is named by the SHA-256 of its file, 64 hexadecimal digits; make it with `sha256sum FILE`.")
    if not _NAME.fullmatch(name):
        raise InputError("A checkpoint's name is made of small letters, digits, '.', '_' and '-', at most 64, and names no person; choose another.")
    state = next(entry["state"] for entry in releases(lake, release.split("/")[0]) if entry["release"] == release)
    if state not in TRAINED_ON:
        raise PolicyError(f"{release} is {state}: nothing may be trained on it before it is published; approve it, then `hallmark publish {release}`.")
    manifest, manifest_digest = manifest_of(lake, release)
    facts = {"release": release, "manifest": manifest_digest, "root": manifest["root"], "checkpoint": digest, "name": name, "order_log": order_log}
    known = checkpoints(lake)
    if other := next((entry["name"] for entry in known if entry["checkpoint"] == digest and entry["name"] != name), None):
        raise InputError(f"Checkpoint {digest[:16]} is registered under the name '{other}'; give it that name again.")
    before = next((entry for entry in known if (entry["checkpoint"], entry["manifest"]) == (digest, manifest_digest)), None)
    audit = Log(lake.store("ledger"))
    if before is not None:
        told = any(entry["event"] == EVENT and (entry["checkpoint"], entry["manifest"]) == (digest, manifest_digest) for entry in audit.entries())
        if told or before["order_log"] != order_log:
            raise InputError(f"Checkpoint {digest[:16]} is registered as trained on {release} already; an entry is never changed.")
    else:
        before = Log(lake.store("ledger"), CHAIN).append(EVENT, **facts)
    audit.append(EVENT, **facts)
    return before


def checkpoints(lake: Lake, names: set[str] | None = None) -> list[dict]:
    """Every registered checkpoint, oldest first, once per release it was trained on; with `names` only of those releases.

    [{"checkpoint", "name", "release", "manifest", "root", "order_log", "at"}]. Raises IntegrityError when the chain does not hold.
    """
    found: dict[tuple[str, str], dict] = {}
    for entry in Log(lake.store("ledger"), CHAIN).entries():
        if names is None or entry["release"] in names:
            told = {field: entry[field] for field in ("checkpoint", "name", "release", "manifest", "root", "order_log", "at")}
            found.setdefault((entry["checkpoint"], entry["manifest"]), told)      # two writers at once may both have been first
    return list(found.values())
