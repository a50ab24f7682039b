"""A cut on its way to becoming a release: its files in the vault, and what was said about them.

Belongs here: reading what waits, recording verdicts over exactly those files. Not here: making the release (`release`).
"""

import hashlib
import json
from dataclasses import dataclass

from assets.governance.ledger.log import Log
from assets.governance.releases import StoreFolder
from assets.governance.verification.leaves import Leaves, canonical_json, sha256, shard_leaves
from assets.lake import InputError, IntegrityError, Lake, PolicyError

VERDICT = "verdict"         # the event in the audit log
SHARDS, DOCUMENTS, RESIDUAL, POLICIES = "shards", "documents", "residual", "policies"
_PLACES = {SHARDS: ("data/", "provenance/"), DOCUMENTS: ("documents/",), RESIDUAL: ("data/", "provenance/"), POLICIES: ("data/", "provenance/")}
_NOT_ASKED = "The {0} of '{1}' were not searched for personal data a second time; run `hallmark run`, whose checks do it."
_FAILED = "The second search found personal data in the {0} of '{1}'; nothing was released. Look at the check."
_SAYS = {       # what is said when there is no verdict, and when it says no
    SHARDS: (_NOT_ASKED, _FAILED), DOCUMENTS: (_NOT_ASKED, _FAILED),
    RESIDUAL: ("How much personal data may remain in '{1}' was not estimated; run `hallmark run`, whose checks do it.",
               "More personal data may remain in '{1}' than the house's policy allows, or nobody knows how much; nothing was released. Look at the check."),
    POLICIES: ("The policies of the house were not asked of '{1}'; run `hallmark run`, whose checks do it.",
               "A policy of the house does not allow a release of '{1}'; nothing was released. Look at the check.")}


@dataclass(frozen=True)
class Waiting:
    """The cut of one corpus. `settled` names the release that already holds it; its files are then there, not here."""

    corpus: str
    account: dict           # cut.json: what the corpora stage says of its cut
    folder: StoreFolder

    @property
    def settled(self) -> str | None:
        return self.account.get("settled")

    def files(self, what: str) -> list[str]:
        """Names under the cut's folder: of the shards with their provenance, or of the documents."""
        return [name for name in self.folder.files() if name.startswith(_PLACES[what])]

    def open(self, name: str):
        return self.folder.open(name)

    def read(self, name: str) -> bytes:
        with self.folder.open(name) as file:
            return file.read()

    def write(self, name: str, data: bytes) -> None:
        self.folder.store.write(f"{self.folder.prefix}/{name}", data)

    def clear(self, *keep: str) -> None:
        """Delete every file but the ones named."""
        for name in self.folder.files():
            if name not in keep:
                self.folder.store.delete(f"{self.folder.prefix}/{name}")


def waiting(lake: Lake, corpus: str) -> Waiting:
    """The cut that waits. Raises InputError when there is none, IntegrityError when the release that took it is gone."""
    vault, prefix = lake.store("vault"), f"pending/releases/{corpus}/next"
    if not vault.exists(f"{prefix}/cut.json"):
        raise InputError(f"There is no cut of '{corpus}' to make a release of; run `hallmark run`.")
    cut = Waiting(corpus, json.loads(vault.read(f"{prefix}/cut.json")), StoreFolder(vault, prefix))
    there = lake.store("releases")
    if cut.settled and (not there.exists(f"{cut.settled}/MANIFEST.json") or there.exists(f"{cut.settled}/PURGED")):
        cut.clear()
        raise IntegrityError(f"Release {cut.settled} is gone from its zone; restore it, or run `hallmark run` to cut it again.")
    return cut


def scanned(lake: Lake, corpus: str, what: str, verdict: dict) -> None:
    """Record a verdict over the shards or the documents, or over what may remain: {"passed": bool, counts...}, no data.

    It holds for the very bytes that lie there now, and is told to the audit log. A cut that is released already keeps the verdict of its manifest.
    """
    cut = waiting(lake, corpus)
    if not cut.settled:
        over = fingerprint(cut, what)
        cut.write(f"verdicts/{what}.json", canonical_json({"verdict": verdict, "over": over}))
        Log(lake.store("ledger")).append_once(VERDICT, corpus=corpus, what=what, over=over, passed=verdict.get("passed") is True)


def verdict(cut: Waiting, what: str) -> dict:
    """The recorded verdict. Raises PolicyError when there is none, when files changed since, or when it says no."""
    name = f"verdicts/{what}.json"
    if not cut.folder.store.exists(f"{cut.folder.prefix}/{name}"):
        raise PolicyError(_SAYS[what][0].format(what, cut.corpus))
    said = json.loads(cut.read(name))
    if said["over"] != fingerprint(cut, what):
        raise IntegrityError(f"The {DOCUMENTS if what == DOCUMENTS else SHARDS} of '{cut.corpus}' were changed after they were searched; "
                             f"run `hallmark run` again.")
    if said["verdict"].get("passed") is not True:
        raise PolicyError(_SAYS[what][1].format(what, cut.corpus))
    return said["verdict"]


def fingerprint(cut: Waiting, what: str) -> str:
    """SHA-256 over names and contents of the shards or the documents."""
    lines = []
    for name in cut.files(what):
        with cut.open(name) as file:
            lines.append(f"{name} {hashlib.file_digest(file, 'sha256').hexdigest()}")
    return sha256("\n".join(lines).encode())


def shards(cut: Waiting) -> tuple[dict[str, dict], Leaves]:
    """Hash, size, rows and root of each shard and its provenance, read back from where they wait, and the leaves of all data."""
    expected = cut.account["files"]
    if foreign := set(cut.files(SHARDS)) ^ set(expected):
        raise IntegrityError(f"The cut of '{cut.corpus}' is not whole: {min(foreign)} is missing or foreign; run `hallmark run` again.")
    files, total = {}, Leaves()
    for name, rows in sorted(expected.items()):
        with cut.open(name) as file:
            files[name] = {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "bytes": file.tell(), "rows": rows}
        with cut.open(name) as file:
            leaves = shard_leaves(file)
        files[name]["root"] = leaves.root()
        if name.startswith("data/"):
            total.extend(leaves)
    if len(total) != cut.account["records"]:
        raise IntegrityError(f"The cut of '{cut.corpus}' holds {len(total)} records instead of {cut.account['records']}; "
                             f"run `hallmark run` again.")
    return files, total
