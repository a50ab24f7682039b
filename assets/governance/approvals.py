"""Approvals: signed statements about one manifest, and nothing but that manifest.

Belongs here: making them and refusing those that would not count. Not here: checking a whole release (`verify`).
A statement is in-toto's, its envelope DSSE's; both name the manifest's digest, so any change of the release voids them.
"""

import datetime as dt

from assets.governance import gates
from assets.governance.ledger import keys
from assets.governance.ledger.log import Log
from assets.governance.manifest import KEY_FIELDS
from assets.governance.releases import folder_of, manifest_of
from assets.governance.verification.envelopes import PAYLOAD_TYPE, PREDICATES, STATEMENT_TYPE, check_statement, pae, seal_envelope
from assets.governance.verification.leaves import Unsound, canonical_json
from assets.governance.verification.verify import Check
from assets.lake import InputError, Lake, PolicyError

WHEN_KEYS_COUNT = {"approver": "Approvers count when their keys were enrolled before the release was cut.",
                   "officer": "Sign with the key of an officer who is enrolled today; `hallmark keys` lists them."}


def statement(kind: str, manifest: dict, digest: str, signed_on: dt.date, **predicate) -> bytes:
    """The in-toto statement of a kind (approval, superseded, purged, erasure) about a manifest."""
    return canonical_json({
        "_type": STATEMENT_TYPE, "subject": [{"name": f"{manifest['corpus']}/{manifest['version']}", "digest": {"sha256": digest}}],
        "predicateType": PREDICATES[kind], "predicate": {"signed_on": signed_on.isoformat(), **predicate}})


def envelope(payload: bytes, key: keys.SigningKey) -> bytes:
    """The statement signed by one key, as a DSSE envelope."""
    return seal_envelope(PAYLOAD_TYPE, payload, key.id, key.sign(pae(PAYLOAD_TYPE, payload)))


def approve(lake: Lake, release: str, name: str, on: dt.date | None = None) -> str:
    """Approve a candidate with the signing key NAME; returns the key's id.

    Raises PolicyError when the release is not sound, is published already, its acceptance sample does not hold, or the key may
    not approve it: it built the release, has another role, is not enrolled, retired, or has approved before.
    """
    key = keys.load(lake, name)
    checked = Check(folder_of(lake, release), keys.registry(lake)).run()
    if not checked["ok"]:
        raise PolicyError(f"{release} cannot be approved: {checked['problems'][0]} Cut it again.")
    if "subtraction" in manifest_of(lake, release)[0]:
        raise PolicyError(f"{release} is another release without some rows and rests on that one's approvals; `hallmark erase run` publishes it.")
    if checked["state"] not in ("candidate", "approved"):
        raise PolicyError(f"{release} is {checked['state']} already; approvals are given to candidates.")
    gates.filled(release, manifest_of(lake, release)[0])
    gates.accepted(lake, release, checked["manifest"])
    place = f"approvals/{key.id}.json"
    sign(lake, release, place, "approval", "approver", key, on, decision="approve")
    Log(lake.store("ledger")).append("approve", release=release, manifest=checked["manifest"], key_id=key.id)
    return key.id


def sign(lake: Lake, release: str, place: str, kind: str, role: str, key: keys.SigningKey, on: dt.date | None, **predicate) -> None:
    """Put a signed statement into a release's folder, once, if it would count there.

    An officer may have been enrolled after the release was cut, for it outlives officers; the statement then brings the key's entry along.
    """
    day = on or lake.house.as_of
    if not lake.home.demonstration:      # whose day is fixed, so that it comes out the same whenever it is run
        Log(lake.store("ledger")).refuse_before(day)
    manifest, digest = manifest_of(lake, release)
    listed, enrolled = {entry["key_id"] for entry in manifest["approval"]["keys"]}, keys.registry(lake)
    known = {identity: entry for identity, entry in enrolled.items() if identity in listed or entry["role"] == role == "officer"}
    if key.id in known and key.id not in listed:
        predicate["key"] = {name: known[key.id][name] for name in KEY_FIELDS}
    data = envelope(statement(kind, manifest, digest, day, **predicate), key)
    try:
        check_statement(data, kind, role, manifest, digest, known)
    except Unsound as error:
        raise PolicyError(f"{place} of {release} {error}; it was not written. {WHEN_KEYS_COUNT[role]}") from None
    try:
        lake.store("releases").create(f"{release}/{place}", data)
    except FileExistsError:
        raise InputError(f"{release} has its {place} already; a statement is never overwritten.") from None
