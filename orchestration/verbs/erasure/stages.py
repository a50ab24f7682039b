"""The stages of an erasure, in order: each may be broken off and is then done again with the same end.

Belongs here: the order, and what each stage leaves for the next in the requests. Not here: what is reached (`scope`), how each part forgets.
The values that name somebody lie in the requests, in the vault, until the tombstones know their MACs.
"""

import datetime as dt
import shutil

import numpy as np

from assets.governance.erasure.certificates import certify
from assets.governance.erasure.recut import recut
from assets.governance.erasure.withdrawal import affected, clear_unfinished, planned, purge, withdraw
from assets.governance.ledger.checkpoints import checkpoints
from assets.governance.ledger.keys import load, registry
from assets.governance.ledger.log import Log
from assets.governance.rights import requests
from assets.governance.rights.requests import Request
from assets.governance.verification.envelopes import check_signer
from assets.governance.verification.leaves import Unsound
from assets.lake import InputError, Lake, PolicyError
from assets.lake.purging import purge_all, stored_tables
from assets.landing.contracts import Refused, load_contracts
from assets.landing.rewriting import replace_copies
from assets.privacy.tagger import own
from orchestration.verbs.erasure.scope import SETTINGS, Scope, holding, scope_of
from orchestration.verbs.erasure.search import search
from orchestration.verbs.running import alone
from orchestration.verbs.scanning import searched
from orchestration.verbs.trace import MODELS, learned

OFFICER = "officer"
STAGES = ("scope", "tombstones", "withdrawn", "recut", "purged", "copies", "tables", "learned", "leftovers", "search", "certificate")
EVENT = "erasure"                               # of the audit log: which stage of which requests is done
LEFTOVERS = ("errors", "pending/releases", "index")     # of the vault: what is made again, or only ever explained a failure
LABELS = "labels"


def run(lake: Lake, numbers: list[str], officer: str = OFFICER) -> list[dict]:
    """Erase what open requests ask for, as one batch; what an earlier run began is finished first, as the batch it was.

    Returns what was done of each batch: {"requests", "ok", "releases", "tables", "copies", "search", "certificate"}. A batch is not ok, and
    stays open, while the search still finds a value. Raises InputError for a request that is unknown, closed or no erasure, PolicyError for a
    key that may sign no erasure, SetupError while another run of the home is at work.
    """
    asked = [_open(lake, number) for number in dict.fromkeys(number.strip().upper() for number in numbers)]
    if not asked:
        raise InputError("Which requests? Name their numbers; `hallmark erase status` lists them.")
    _may_erase(lake, officer)
    with alone(lake.home):
        begun = {tuple(one.facts["batch"]) for one in requests.all_(lake) if one.kind == "erasure" and one.state == "open" and "batch" in one.facts}
        batches = [*sorted(begun), tuple(sorted(one.number for one in asked if "batch" not in one.facts))]
        return [_Batch(lake, [requests.get(lake, number) for number in batch], officer).run() for batch in batches if batch]


def _open(lake: Lake, number: str) -> Request:
    request = requests.get(lake, number)
    if request.kind != "erasure":
        raise InputError(f"{request.number} asks for {request.kind}, not for erasure.")
    if request.state != "open":
        raise InputError(f"{request.number} is closed: it was carried out; `hallmark erase prove {request.number}` shows how.")
    return request


def _may_erase(lake: Lake, officer: str) -> None:
    """Raises PolicyError, before anything is touched, when the key could not sign what is done."""
    key = load(lake, officer)
    try:
        check_signer(registry(lake).get(key.id, {"key_id": key.id, "role": "nobody"}), "officer", lake.house.as_of.isoformat())
    except Unsound as error:
        raise PolicyError(f"Nothing was erased: what would be signed with '{officer}' {error}. Use the key of an enrolled erasure officer.") from None


class _Batch:
    """Requests that are carried out together. `done` says what each finished stage left, and is kept in every request."""

    def __init__(self, lake: Lake, batch: list[Request], officer: str):
        self.lake, self.batch, self.officer = lake, batch, officer
        self.numbers = [request.number for request in batch]
        self.done: dict = next((request.facts["done"] for request in batch if "done" in request.facts), {})     # one that is closed keeps no stages

    def run(self) -> dict:
        for number, stage in enumerate(STAGES):
            if stage in self.done:
                continue
            self.lake.progress(f"erasure: {stage}", number, len(STAGES))
            self.done[stage] = getattr(self, f"_{stage}")()
            if stage == "search" and self.done[stage]["found"]:
                return self._report(self.done.pop(stage))
            self._keep()
        report = self._report(self.done["search"])
        for request in self.batch:
            request.facts = {"batch": self.numbers, "certificate": self.done["certificate"], "counts": self.done["scope"]["counts"]}
            requests.close(self.lake, request)
        return report

    # -- the stages ------------------------------------------------------------------------------------------------------

    def _scope(self) -> dict:
        subjects = np.unique(np.concatenate([request.subject_ids for request in self.batch]))
        values = tuple((type_, value) for request in self.batch for type_, value in request.facts.get("values", ()))
        scope = scope_of(self.lake, subjects, values)
        clear_unfinished(self.lake)
        reached = affected(self.lake, scope.gone)
        return {"gone": _hex(scope.gone), "lasting": _hex(scope.lasting), "subjects": _hex(subjects), "values": [list(one) for one in scope.named.values],
                "shared": scope.named.shared, "counts": counts(scope),
                "releases": [{"old": one["release"], "new": f"{one['release'].split('/')[0]}/{planned(self.lake, one['release'])}" if one["recut"] else None}
                             for one in reached],
                "checkpoints": checkpoints(self.lake, {one["release"] for one in reached}), "learned": learned(self.lake, scope.lasting)}

    def _tombstones(self) -> int:
        stones, told = self.lake.tombstones, self.done["scope"]
        for request in self.batch:
            stones.add([bytes.fromhex(one) for one in request.subjects], request.number)
            request.facts.pop("values", None)
        stones.add(sorted(bytes.fromhex(one) for one in told["lasting"]), self.numbers[0])
        told["short"] = len(stones.add_values([value for _, value in told.pop("values", ())], self.numbers[0]))     # from here on MACs alone name anybody
        self._tell("tombstones")
        return len(told["lasting"])

    def _withdrawn(self) -> list[str]:
        for one in self._reached():
            if one["new"]:
                withdraw(self.lake, one["old"], one["new"].split("/")[1], self.numbers, self.officer)
        return [one["old"] for one in self._reached() if one["new"]]

    def _recut(self) -> list[str]:
        return [recut(self.lake, one["old"], self._gone, self.numbers, search=lambda drawn: searched(self.lake, drawn), officer=self.officer)
                for one in self._reached() if one["new"]]

    def _purged(self) -> int:
        deleted = [purge(self.lake, one["old"], one["new"] and one["new"].split("/")[1], self.numbers, self.officer) for one in self._reached()]
        self._tell("releases")
        return sum(map(len, deleted))

    def _copies(self) -> dict:
        return replace_copies(self.lake, [contract for contract in load_contracts(self.lake.house) if not isinstance(contract, Refused)])

    def _tables(self) -> dict[str, int]:
        """The rows of the records, then rows of any table that still hold a value, such as the list of names no surrogate may take."""
        left = purge_all(self.lake, self._gone)
        for table, places in stored_tables(self.lake).items():
            if table not in SETTINGS and not table.endswith(".files") and len(holders := holding(places, self.lake.tombstones.struck)):
                left[table] = left.get(table, 0) + self.lake.purge(table, holders)
        self._tell("tables")
        return dict(sorted(left.items()))

    def _learned(self) -> list[str]:
        """What was fitted to the records is given up, and fitted anew by the next run; the duplicate index forgot with the tables."""
        given_up = [one["what"] for one in self.done["scope"]["learned"] if one["what"] in (MODELS, own.TABLE)]
        for table in given_up:
            self.lake.drop(table)
        if own.TABLE in given_up:
            own.take_over(self.lake)
        return given_up

    def _leftovers(self) -> int:
        vault, stands = self.lake.store("vault"), self.lake.tombstones.struck
        found = [entry.path for folder in LEFTOVERS for entry in vault.list(folder)]
        found += [entry.path for entry in vault.list(LABELS) if stands(vault.read(entry.path).decode("utf-8", "replace"))]
        for path in found:
            vault.delete(path)
        for left in self.lake.scratch().iterdir():      # of a run that was killed: nobody else is at work
            if left.suffix != ".lock":
                shutil.rmtree(left) if left.is_dir() else left.unlink()
        requests.forget(self.lake, np.array([bytes.fromhex(one) for one in self.done["scope"]["subjects"]], "S16"))
        for zone in ("landing", "vault", "clean"):
            self.lake.store(zone).forget()
        return len(found)

    def _search(self) -> dict:
        return search(self.lake, self.lake.tombstones.struck)

    def _certificate(self) -> str:
        told, copies = self.done["scope"], self.done["copies"]
        shared = [f"{number} {kind} of theirs that another person has too, and that stays where it stands." for kind, number in told["shared"].items()]
        short = [f"{told['short']} values too short to be told from other words."] if told["short"] else []
        return certify(self.lake, {
            "requests": self.numbers, "received": {request.number: request.received.isoformat() for request in self.batch},
            "done": max(dt.date.today(), *(request.received for request in self.batch)).isoformat(), "releases": self._reached(),
            "objects": self.done["purged"] + copies["objects"] + self.done["leftovers"], "tables": self.done["tables"], "landed": copies,
            "scan": {name: self.done["search"][name] for name in ("objects", "bytes", "found", "digest")},
            "checkpoints": told["checkpoints"], "learned": [one["what"] for one in told["learned"]],
            "not_covered": [*NOT_COVERED, *shared, *short]}, self.officer)

    # -- between them ----------------------------------------------------------------------------------------------------

    def _reached(self) -> list[dict]:
        return self.done["scope"]["releases"]

    @property
    def _gone(self) -> np.ndarray:
        return np.array([bytes.fromhex(one) for one in self.done["scope"]["gone"]], "S16")

    def _keep(self) -> None:
        for request in self.batch:
            request.facts |= {"batch": self.numbers, "done": self.done}
            requests.save(self.lake, request)

    def _tell(self, stage: str) -> None:
        Log(self.lake.store("ledger")).append_once(EVENT, requests=self.numbers, stage=stage)

    def _report(self, found: dict) -> dict:
        return {"requests": self.numbers, "ok": not found["found"], "counts": self.done["scope"]["counts"], "releases": self._reached(),
                "tables": self.done["tables"], "copies": self.done["copies"], "learned": self.done["learned"],
                "checkpoints": self.done["scope"]["checkpoints"], "search": found, "certificate": self.done.get("certificate")}


NOT_COVERED = (
    "The systems that deliver to this house, and its inbox: they must erase for themselves; what they deliver again is filtered.",
    "Names in pictures, scans and recordings that were never read as text, and mentions that are no full name, address, mail or number.",
)


def counts(scope: Scope) -> dict:
    """A scope in numbers."""
    return {"about": {table: len(found) for table, found in sorted(scope.about.items())},
            "mentions": {table: len(found) for table, found in sorted(scope.mentions.items())}, "labels": len(scope.labels),
            "made of them": len(scope.children), "same text": len(scope.twins), "same text, about others": len(scope.kept)}


def _hex(record_ids: np.ndarray) -> list[str]:
    return [bytes(one).ljust(16, b"\0").hex() for one in record_ids]
