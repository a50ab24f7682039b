"""The certificate of an erasure: what is proven, what was searched, and what it does not cover, signed by the officer.

Belongs here: putting it together, and checking it against the releases as they lie there. Not here: erasing (orchestration), proofs.
It lies in the ledger for good, so it holds request numbers, record ids and digests, never a subject or a value. That a record was in
a release follows from the release that took its place and from what its evidence says was removed; the purged one is not needed.
"""

import json

from assets.governance.approvals import envelope
from assets.governance.ledger import keys
from assets.governance.ledger.log import Log
from assets.governance.releases import folder_of, manifest_of
from assets.governance.verification.envelopes import STATEMENT_TYPE, check_signer, open_envelope
from assets.governance.verification.leaves import Leaves, Unsound, canonical_json, sha256, shard_leaves
from assets.governance.verification.proofs import check_proof, proofs
from assets.governance.verification.verify import Check
from assets.lake import InputError, IntegrityError, Lake, PolicyError

FOLDER, EVENT = "certificates", "certify"
PREDICATE = "urn:hallmark:erasure-certificate:v1"
FIELDS = ("requests", "received", "done", "releases", "objects", "tables", "landed", "scan", "checkpoints", "learned")
GONE_WELL = ("published", "superseded", "purged")       # states of a release that took a place: it may have given way itself since
NOT_COVERED = (
    "Backups of the stores, and what an operator copied out of them.",
    "Copies of a release that were downloaded before it was withdrawn.",
    "Weights of models trained before; the checkpoints registered for the releases are listed.",
    "That each record stood only once in a purged release: that was checked when it was approved.",
    "The digests of removed rows that stay as evidence: who already holds the exact row can tell that it was there.",
)


def certify(lake: Lake, facts: dict, officer: str = "officer") -> str:
    """Sign the certificate of a batch of requests into the ledger, once; returns its path there.

    `facts`: requests (numbers), received (number -> day), done (day), releases ([{"old", "new" or None}], names), objects (deleted),
    tables (table -> rows), landed, scan ({"objects", "bytes", "found", "digest"}), checkpoints, learned, and more for not_covered.
    Raises IntegrityError when a field is missing or a release proves nothing, PolicyError when the key may not sign.
    """
    if missing := [name for name in FIELDS if name not in facts]:
        raise IntegrityError(f"The certificate lacks '{missing[0]}'; run the erasure again, which gathers it.")
    requests = sorted(facts["requests"])
    path, ledger = f"{FOLDER}/{requests[0]}.json", lake.store("ledger")
    if not ledger.exists(path):
        key = keys.load(lake, officer)
        if not lake.home.demonstration:
            Log(ledger).refuse_before(lake.house.as_of)
        told = {"signed_on": lake.house.as_of.isoformat(), **{name: facts[name] for name in FIELDS}, "requests": requests,
                "releases": [_release(lake, entry["old"], entry["new"]) for entry in facts["releases"]],
                "not_covered": [*NOT_COVERED, *facts.get("not_covered", ())]}
        data = envelope(canonical_json({"_type": STATEMENT_TYPE, "subject": _subjects(told), "predicateType": PREDICATE, "predicate": told}), key)
        try:
            _opened(lake, data)
        except Unsound as error:
            raise PolicyError(f"{path} {error}; it was not written. Sign with the key of an officer who is enrolled today.") from None
        try:
            ledger.create(path, data)
        except FileExistsError:
            pass        # a run beside this one signed the same
    told = _opened(lake, ledger.read(path))
    Log(ledger).append_once(EVENT, requests=told["requests"], certificate=path, sha256=sha256(ledger.read(path)))
    return path


def check(lake: Lake, number: str) -> dict:
    """Hold the certificate of a request against the keys, the releases and the proofs: {"ok", "proven", "scanned", "not_covered", "problems"}.

    `proven` are sentences, `scanned` the figures of the search. Raises InputError when the request has no certificate.
    """
    path = _path(lake, number)
    try:
        told = _opened(lake, lake.store("ledger").read(path))
    except (Unsound, OSError, ValueError, KeyError, TypeError) as error:
        why = error if isinstance(error, Unsound) else "cannot be read: it was changed or damaged"
        return {"ok": False, "proven": [], "scanned": None, "not_covered": [], "problems": [f"{path} {why}."]}
    problems, proven = [], [f"The certificate of {', '.join(told['requests'])} is signed by an enrolled officer on {told['signed_on']}."]
    if number not in told["requests"]:
        problems.append(f"{path} does not name request {number}.")
    for entry in told["releases"]:
        found = _problems(lake, entry)
        problems += found
        if not found:
            proven.append(_said(entry))
    if told["scan"]["found"]:
        problems.append(f"{path}: the search found {told['scan']['found']} traces; run `hallmark erase run` again.")
    return {"ok": not problems, "proven": proven, "scanned": told["scan"], "not_covered": told["not_covered"], "problems": problems}


# -- putting together -----------------------------------------------------------------------------------------------------

def _release(lake: Lake, old: str, new: str | None) -> dict:
    before = _named(lake, old)
    if new is None:
        return {"old": before, "new": None, "removed": None, "claims": []}
    claims = [claim for shard, rows in sorted(_evidence(lake, new).items()) for claim in _claims(lake, new, shard, rows)]
    return {"old": before, "new": _named(lake, new), "removed": len(claims), "claims": claims}


def _claims(lake: Lake, new: str, shard: str, rows: list) -> list[dict]:
    """Per removed record of a shard: it was there, it is not there."""
    with folder_of(lake, new).open(shard) as file:
        now = shard_leaves(file)
    before = Leaves()
    before.extend(now)
    for record_id, digest, *_ in rows:
        before.add(bytes.fromhex(record_id), bytes.fromhex(digest))
    record_ids = [bytes.fromhex(row[0]) for row in rows]
    return [{"shard": shard, "was": was, "is": now_} for was, now_ in zip(proofs(before, record_ids), proofs(now, record_ids), strict=True)]


def _named(lake: Lake, release: str) -> dict:
    manifest, digest = manifest_of(lake, release)
    return {"release": release, "manifest": digest, "root": manifest["root"], "records": manifest["records"]}


def _evidence(lake: Lake, release: str) -> dict[str, list]:
    return json.loads(lake.store("releases").read(f"{release}/evidence/removed.json"))


def _subjects(told: dict) -> list[dict]:
    """What the statement is about, as in-toto has it: the manifests, and the search."""
    releases = [entry[which] for entry in told["releases"] for which in ("old", "new") if entry[which]]
    return [*({"name": one["release"], "digest": {"sha256": one["manifest"]}} for one in releases),
            {"name": "search", "digest": {"sha256": told["scan"]["digest"]}}]


# -- checking -------------------------------------------------------------------------------------------------------------

def _path(lake: Lake, number: str) -> str:
    """Where the certificate that names a request lies: under its number, or under the first number of its batch."""
    for entry in Log(lake.store("ledger")).entries():
        if entry["event"] == EVENT and number in entry["requests"]:
            return entry["certificate"]
    raise InputError(f"Request {number} has no certificate; `hallmark erase run` signs one when everything is gone.")


def _opened(lake: Lake, data: bytes) -> dict:
    """What a certificate states. Raises Unsound when it is not signed by an officer whose key counted that day."""
    statement, key = open_envelope(data, keys.registry(lake))
    told = statement["predicate"]
    if statement.get("predicateType") != PREDICATE:
        raise Unsound("is not the certificate of an erasure")
    check_signer(key, "officer", told["signed_on"])
    if statement["subject"] != _subjects(told):
        raise Unsound("is about other releases than it tells of")
    return told


def _problems(lake: Lake, entry: dict) -> list[str]:
    """What does not hold of a release that went, and of the one in its place."""
    old, new = entry["old"], entry["new"]
    problems = _as_stated(lake, old, ("purged",))
    if new is None:
        return problems
    problems += _as_stated(lake, new, GONE_WELL)
    if problems:
        return problems
    shards = {which: manifest_of(lake, one["release"])[0]["files"] for which, one in (("was", old), ("is", new))}
    claimed: dict[str, set] = {}
    for claim in entry["claims"]:
        held = [claim[which]["present"] is (which == "was") and claim[which]["record_id"] == claim["was"]["record_id"]
                and check_proof(claim[which], shards[which][claim["shard"]]["root"], shards[which][claim["shard"]]["rows"]) for which in ("was", "is")]
        if not all(held):
            return [f"The proof for record {claim['was']['record_id']} does not follow from the manifests of {old['release']} and {new['release']}."]
        claimed.setdefault(claim["shard"], set()).add(claim["was"]["record_id"])
    if claimed != {shard: {row[0] for row in rows} for shard, rows in _evidence(lake, new["release"]).items()}:
        return [f"{new['release']}/evidence/removed.json names other records than the certificate."]
    return []


def _as_stated(lake: Lake, one: dict, states: tuple[str, ...]) -> list[str]:
    """Problems of a release that must verify, with the manifest that the certificate names, in one of the states."""
    try:
        _, digest = manifest_of(lake, one["release"])
    except (InputError, IntegrityError) as error:
        return [str(error)]
    if digest != one["manifest"]:
        return [f"{one['release']}/MANIFEST.json is another one than the certificate names; restore it from its copy."]
    checked = Check(folder_of(lake, one["release"]), keys.registry(lake)).run()
    if not checked["ok"]:
        return [f"{one['release']}: {problem}" for problem in checked["problems"]]
    if checked["state"] not in states:
        return [f"{one['release']} is {checked['state']}, not {' or '.join(states)}; run `hallmark erase run` again."]
    return []


def _said(entry: dict) -> str:
    old, new = entry["old"]["release"], entry["new"]
    if new is None:
        return f"The records of {old} are deleted, and no release took its place."
    one = entry["removed"] == 1
    return (f"{entry['removed']} {'record was' if one else 'records were'} in {old} and {'is' if one else 'are'} not in {new['release']}, "
            f"which is {old} without {'it' if one else 'them'}; "
            f"the records of {old} are deleted.")
