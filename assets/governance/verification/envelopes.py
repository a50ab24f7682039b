"""Signed statements: in-toto's in a DSSE envelope, by an enrolled ed25519 key, about one manifest.

Belongs here: their bytes, and whether one counts. Not here: making them (`approvals`), keeping keys (`keys`).
This module travels inside each release, in its verify.py: Python and cryptography alone.
"""

import base64
import json
import re

from assets.governance.verification.leaves import Unsound, canonical_json, sha256

PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATES = {name: f"urn:hallmark:{name}:v1" for name in ("approval", "erasure", "superseded", "purged")}


def pae(payload_type: str, payload: bytes) -> bytes:
    """What a DSSE signature signs: type and payload, each with its length."""
    return b"DSSEv1 %d %s %d %s" % (len(payload_type.encode()), payload_type.encode(), len(payload), payload)


def key_id(public: bytes) -> str:
    """The fingerprint of a raw ed25519 public key."""
    return sha256(public)


def seal_envelope(payload_type: str, payload: bytes, signer: str, signature: bytes) -> bytes:
    """The one byte form of a DSSE envelope with one signature."""
    encoded = [base64.b64encode(part).decode() for part in (payload, signature)]
    return canonical_json({"payload": encoded[0], "payloadType": payload_type, "signatures": [{"keyid": signer, "sig": encoded[1]}]})


def open_envelope(data: bytes, keys: dict[str, dict]) -> tuple[dict, dict]:
    """The statement of a DSSE envelope and the key that signed it. Raises Unsound with a plain reason."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    envelope = json.loads(data)
    signer = envelope["signatures"][0]["keyid"]
    payload, signature = (base64.b64decode(text) for text in (envelope["payload"], envelope["signatures"][0]["sig"]))
    if data != seal_envelope(envelope["payloadType"], payload, signer, signature):
        raise Unsound("is not in canonical form, so it was changed after signing")
    if signer not in keys:
        raise Unsound(f"is signed by key {signer[:16]}, which is not enrolled")
    key, public = keys[signer], bytes.fromhex(keys[signer]["public"])
    if key_id(public) != signer:
        raise Unsound(f"is signed by key {signer[:16]}, whose listed public half has another fingerprint")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, pae(envelope["payloadType"], payload))
    except InvalidSignature:
        raise Unsound("has a signature that does not fit: it was changed after signing") from None
    statement = json.loads(payload)
    if envelope["payloadType"] != PAYLOAD_TYPE or statement.get("_type") != STATEMENT_TYPE:
        raise Unsound("does not hold an in-toto statement")
    return statement, key


def check_statement(data: bytes, kind: str, role: str, manifest: dict, digest: str, keys: dict) -> tuple[dict, dict]:
    """A statement about this very manifest, by an enrolled key of the role. Raises Unsound with a plain reason."""
    statement, key = open_envelope(data, keys)
    name = f"{manifest['corpus']}/{manifest['version']}"
    if statement.get("subject") != [{"name": name, "digest": {"sha256": digest}}]:
        raise Unsound("was given to another manifest than the one here")
    if statement.get("predicateType") != PREDICATES[kind]:
        raise Unsound(f"is not a statement of kind '{kind}'")
    predicate = statement["predicate"]
    if key["key_id"] == manifest["approval"]["builder"]:
        raise Unsound("is signed by the key that built the release; somebody else must sign")
    check_signer(key, role, predicate["signed_on"])
    return predicate, key


def check_signer(key: dict, role: str, day: str) -> None:
    """Raises Unsound unless an enrolled key counts in that role on that day."""
    if key["role"] != role:
        raise Unsound(f"is signed by a key enrolled as {key['role']}, not as {role}")
    if key.get("compromised_on"):
        raise Unsound(f"is signed by key {key['key_id'][:16]}, which was reported compromised")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", day) or day < key["valid_from"] or (key.get("valid_until") or "9999") < day:
        raise Unsound(f"was signed on {day}, outside the time for which key {key['key_id'][:16]} is enrolled")
