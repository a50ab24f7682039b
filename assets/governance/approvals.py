"""Approvals: signed statements about one manifest, and nothing but that manifest.

Belongs here: making them and refusing those that would not count. Not here: checking a whole release (`verify`).
A statement is in-toto's, its envelope DSSE's; both name the manifest's digest, so any change of the release voids them.
"""

import datetime as dt

from assets.governance import gates, keys
from assets.governance.log import Log
from assets.governance.releases import folder_of, manifest_of
from assets.governance.verify import PAYLOAD_TYPE, PREDICATES, STATEMENT_TYPE, Check, Unsound, canonical_json, check_statement, pae, seal_envelope
from assets.lake import InputError, Lake, PolicyError


def statement(kind: str, manifest: dict, digest: str, signed_on: dt.date, **predicate) -> bytes:
    """The in-toto statement of a kind (approval, superseded, purged) about a manifest."""
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
    if checked["state"] not in ("candidate", "approved"):
        raise PolicyError(f"{release} is {checked['state']} already; approvals are given to candidates.")
    gates.accepted(lake, release, checked["manifest"])
    place = f"approvals/{key.id}.json"
    sign(lake, release, place, "approval", "approver", key, on, decision="approve")
    Log(lake.store("ledger")).append("approve", release=release, manifest=checked["manifest"], key_id=key.id)
    return key.id


def sign(lake: Lake, release: str, place: str, kind: str, role: str, key: keys.SigningKey, on: dt.date | None, **predicate) -> None:
    """Put a signed statement into a release's folder, once, if it would count there."""
    manifest, digest = manifest_of(lake, release)
    data = envelope(statement(kind, manifest, digest, on or lake.house.as_of, **predicate), key)
    listed = {entry["key_id"] for entry in manifest["approval"]["keys"]}
    known = {identity: entry for identity, entry in keys.registry(lake).items() if identity in listed}
    try:
        check_statement(data, kind, role, manifest, digest, known)
    except Unsound as error:
        raise PolicyError(f"{place} of {release} {error}; it was not written. "
                          f"Keys count when they were enrolled before the release was cut.") from None
    try:
        lake.store("releases").create(f"{release}/{place}", data)
    except FileExistsError:
        raise InputError(f"{release} has its {place} already; a statement is never overwritten.") from None
