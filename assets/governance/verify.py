#!/usr/bin/env python3
"""Is this release what was approved? Checks every byte, every record and every signature of one release folder.

Belongs here: the one definition of a release's canonical bytes, leaves, tree and signatures, and the check of a folder.
Not here: making any of them. This file travels inside each release and runs alone: Python, pyarrow and cryptography.

    python verify.py [FOLDER] [--keys REGISTRY.json] [--json]

Exit status: 0 everything holds, 1 something does not, 2 wrong use.
"""

import argparse
import base64
import hashlib
import json
import os
import re
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

FORMAT = "hallmark-release/1"
PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATES = {name: f"urn:hallmark:{name}:v1" for name in ("approval", "superseded", "purged")}
THRESHOLD = 2
SIGNED_LATER = re.compile(r"RELEASED|SUPERSEDED|PURGED|approvals/[0-9a-f]{64}\.json")
PROVENANCE_REQUIRED = ("record_id", "locator", "digest", "licence", "legal_basis", "purposes", "chain")
FOLDER_KEYS = "Signatures are valid for the keys listed in this folder; compare the fingerprints with your registry, or pass --keys."
DEMONSTRATION = "Demonstration keys signed this, which anyone can make: they show how approval works and prove nothing."


def canonical_json(value) -> bytes:
    """One byte form per value: sorted names, no spaces, UTF-8; binary as hex, dates as ISO 8601. Refuses NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False,
                      default=lambda other: other.hex() if isinstance(other, bytes) else other.isoformat()).encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def row_digest(row: dict) -> bytes:
    """SHA-256 of the row's canonical bytes."""
    return hashlib.sha256(canonical_json(row)).digest()


def leaf(record_id: bytes, digest: bytes) -> bytes:
    """SHA-256(0x00, record id, row digest): the leaf of RFC 6962 with the id in front."""
    return hashlib.sha256(b"\0" + record_id + digest).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def merkle_root(leaves) -> str:
    """The RFC 6962 root over leaves in the order given; memory grows with the logarithm of their number."""
    stack: list[tuple[int, bytes]] = []
    for value in leaves:
        height = 0
        while stack and stack[-1][0] == height:
            value, height = node(stack.pop()[1], value), height + 1
        stack.append((height, value))
    if not stack:
        return sha256(b"")
    value = stack.pop()[1]
    while stack:
        value = node(stack.pop()[1], value)
    return value.hex()


class Unsound(ValueError):
    """Why a file does not hold, as the end of a sentence that begins with its name."""


class Leaves:
    """Record ids and row digests, 48 bytes a record, sorted by id when asked."""

    def __init__(self):
        self._ids, self._digests = bytearray(), bytearray()

    def add(self, record_id: bytes, digest: bytes) -> None:
        self._ids += record_id
        self._digests += digest

    def extend(self, other: "Leaves") -> None:
        self._ids += other._ids
        self._digests += other._digests

    def __len__(self) -> int:
        return len(self._ids) // 16

    def sorted(self):
        """(record id, row digest) pairs in id order."""
        ids = pa.FixedSizeBinaryArray.from_buffers(pa.binary(16), len(self), [None, pa.py_buffer(bytes(self._ids))])
        for place in pc.sort_indices(ids).to_numpy():
            yield bytes(self._ids[16 * place:16 * place + 16]), bytes(self._digests[32 * place:32 * place + 32])

    def root(self) -> str:
        """The root over the leaves in id order. Raises Unsound when a record stands here twice."""
        def in_order():
            before = None
            for record_id, digest in self.sorted():
                if record_id == before:
                    raise Unsound(f"holds record {record_id.hex()} twice")
                before = record_id
                yield leaf(record_id, digest)

        return merkle_root(in_order())


def shard_leaves(file) -> Leaves:
    """The leaves of one data shard, in stored order."""
    leaves = Leaves()
    parquet = pq.ParquetFile(file)
    for batch in parquet.iter_batches(batch_size=4096, use_threads=False):
        for row in batch.to_pylist():
            leaves.add(row["record_id"], row_digest(row))
    return leaves


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
    predicate, day = statement["predicate"], statement["predicate"]["signed_on"]
    if key["key_id"] == manifest["approval"]["builder"]:
        raise Unsound("is signed by the key that built the release; somebody else must sign")
    if key["role"] != role:
        raise Unsound(f"is signed by a key enrolled as {key['role']}, not as {role}")
    if key.get("compromised_on"):
        raise Unsound(f"is signed by key {key['key_id'][:16]}, which was reported compromised")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", day) or day < key["valid_from"] or (key.get("valid_until") or "9999") < day:
        raise Unsound(f"was signed on {day}, outside the time for which key {key['key_id'][:16]} is enrolled")
    return predicate, key


class Folder:
    """A release on a local disk. Another place offers the same two methods."""

    def __init__(self, path):
        self.path = Path(path)

    def files(self) -> list[str]:
        """Every file below, as `/`-separated relative paths; a link counts as a file."""
        found = []
        for folder, folders, names in os.walk(self.path):
            names += [name for name in folders if os.path.islink(os.path.join(folder, name))]
            found += [Path(folder, name).relative_to(self.path).as_posix() for name in names]
        return sorted(found)

    def open(self, name: str):
        if (self.path / name).is_symlink():
            raise OSError(f"{name} is a link")
        return open(self.path / name, "rb")


class Check:
    """One verification of a folder (anything with `files()` and `open(name)`): plain sentences, each naming its file.

    `registry` is {key id: enrolled key}; without it the keys listed in the folder are used, and a note says so.
    """

    def __init__(self, folder, registry: dict | None = None):
        self.folder, self.registry = folder, registry
        self.found = set(folder.files())
        self.manifest, self.digest = {}, ""
        self.problems, self.notes, self.signers = [], [], []

    def run(self) -> dict:
        state = "unproven"
        if self._read_manifest():
            try:
                state = self._state()
            except (KeyError, TypeError, AttributeError, ValueError):
                self.problems.append("MANIFEST.json does not state what the manifest of a release must state.")
        return {"ok": not self.problems, "state": state if not self.problems else "unproven",
                "release": f"{self.manifest.get('corpus')}/{self.manifest.get('version')}" if self.manifest else None,
                "files": len(self.manifest.get("files", {})), "records": self.manifest.get("records", 0),
                "root": self.manifest.get("root"), "manifest": self.digest, "signers": self.signers,
                "notes": self.notes, "problems": self.problems}

    def _state(self) -> str:
        keys = self._keys()
        purged, _ = self._statement("PURGED", "purged", "officer", keys)
        self._check_files(set(purged.get("files", ())))
        approved = self._check_approvals(keys)
        released = self._check_released(approved)
        superseded, _ = self._statement("SUPERSEDED", "superseded", "officer", keys)
        return ("purged" if purged else "superseded" if superseded else "published" if released
                else "approved" if approved else "candidate")

    def _read(self, name: str) -> bytes:
        with self.folder.open(name) as file:
            return file.read()

    def _read_manifest(self) -> bool:
        try:
            if "MANIFEST.json" not in self.found:
                raise Unsound("is missing: this folder is not a release, or only half of one")
            data = self._read("MANIFEST.json")
            manifest = json.loads(data)
            self.digest = sha256(data)
            if canonical_json(manifest) != data:
                raise Unsound("is not in canonical form: it was changed")
            if manifest["seal"] != sha256(canonical_json({name: manifest[name] for name in manifest if name != "seal"})):
                raise Unsound("does not fit its own seal: it was changed")
            if manifest["format"] != FORMAT:
                raise Unsound("has a format that this verifier does not know")
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            self._unsound("MANIFEST.json", error)
            return False
        self.manifest = manifest
        return True

    def _keys(self) -> dict[str, dict]:
        keys = {key["key_id"]: key for key in self.manifest["approval"]["keys"]}
        if self.registry is None:
            self.notes.append(FOLDER_KEYS)
            return keys
        return {name: key for name, key in self.registry.items() if name in keys and keys[name]["public"] == key["public"]}

    def _check_files(self, purged: set[str]) -> None:
        listed = self.manifest["files"]
        for name in sorted(self.found - set(listed) - {"MANIFEST.json"}):
            if not SIGNED_LATER.fullmatch(name):
                self.problems.append(f"{name} is not listed in MANIFEST.json: it was added after the release was made.")
        total, whole = Leaves(), True
        for name in sorted(listed):
            if name not in self.found:
                whole = False
                if name not in purged:
                    self.problems.append(f"{name} is listed in MANIFEST.json but missing.")
                continue
            try:
                leaves = self._check_file(name, listed[name])
            except (OSError, pa.ArrowException, ValueError, KeyError, TypeError) as error:
                leaves = None
                self._unsound(name, error)
            if name.startswith("data/"):
                if f"provenance/{name.removeprefix('data/')}" not in listed:
                    self.problems.append(f"{name} has no provenance beside it.")
                whole = whole and leaves is not None
                total.extend(leaves or Leaves())
        try:
            if whole and (len(total) != self.manifest["records"] or total.root() != self.manifest["root"]):
                raise Unsound("does not add up to the Merkle root in MANIFEST.json")
        except Unsound as error:
            self._unsound("data/", error)

    def _check_file(self, name: str, listed: dict) -> Leaves | None:
        with self.folder.open(name) as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
        if digest != listed["sha256"] or size != listed["bytes"]:
            raise Unsound("was changed: its bytes do not fit the hash in MANIFEST.json")
        if name.startswith("provenance/"):
            self._check_provenance(name, listed)
        if not name.startswith("data/"):
            return None
        with self.folder.open(name) as file:
            leaves = shard_leaves(file)
        if len(leaves) != listed["rows"] or leaves.root() != listed["root"]:
            raise Unsound("was changed: its records do not fit the root that MANIFEST.json states for it")
        return leaves

    def _check_provenance(self, name: str, listed: dict) -> None:
        shard = "data/" + name.removeprefix("provenance/")
        with self.folder.open(name) as file:
            rows = pq.ParquetFile(file).read()
        if shard not in self.found:
            return
        with self.folder.open(shard) as file:
            ids = pq.ParquetFile(file).read(["record_id"])["record_id"]
        if rows.num_rows != listed["rows"] or not rows["record_id"].equals(ids):
            raise Unsound(f"does not follow the records of {shard} one by one")
        empty = [column for column in PROVENANCE_REQUIRED if rows[column].null_count]
        orphans = pc.and_(pc.is_null(rows["object_id"]), pc.equal(pc.list_value_length(rows["parents"]), 0))
        if empty or pc.any(orphans).as_py():
            raise Unsound(f"is incomplete: {', '.join(empty) or 'an origin'} is missing for some record")

    def _check_approvals(self, keys: dict) -> bool:
        for name in sorted(self.found):
            if not name.startswith("approvals/") or not SIGNED_LATER.fullmatch(name):
                continue
            predicate, key = self._statement(name, "approval", "approver", keys)
            if predicate.get("decision") == "approve" and name == f"approvals/{key['key_id']}.json":
                self.signers.append(key["key_id"])
            elif predicate:
                self.problems.append(f"{name} does not approve, or lies under the name of another key.")
        return len(self.signers) >= max(THRESHOLD, self.manifest["approval"]["threshold"])

    def _check_released(self, approved: bool) -> bool:
        if "RELEASED" not in self.found:
            return False
        if not approved:
            self.problems.append("RELEASED stands here without the approvals it needs.")
        names = [f"approvals/{name}.json" for name in self.signers]
        if self._read("RELEASED") != released_marker(self.manifest, self.digest, {name: sha256(self._read(name)) for name in names}):
            self.problems.append("RELEASED does not fit the manifest and the approvals here: something changed after publication.")
        return True

    def _statement(self, name: str, kind: str, role: str, keys: dict) -> tuple[dict, dict]:
        """What a signed file states and by which key; nothing, and a problem, when it is not sound."""
        if name not in self.found:
            return {}, {}
        try:
            predicate, key = check_statement(self._read(name), kind, role, self.manifest, self.digest, keys)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            self._unsound(name, error)
            return {}, {}
        if key.get("demonstration") and DEMONSTRATION not in self.notes:
            self.notes.append(DEMONSTRATION)
        return predicate, key

    def _unsound(self, name: str, error: Exception) -> None:
        self.problems.append(f"{name} {error if isinstance(error, Unsound) else 'cannot be read: it was changed or damaged'}.")


def released_marker(manifest: dict, digest: str, approvals: dict[str, str]) -> bytes:
    """The bytes of RELEASED: they follow from the manifest and the approvals, so nothing in them can differ."""
    return canonical_json({"release": f"{manifest['corpus']}/{manifest['version']}", "manifest": digest, "approvals": approvals})


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Is this release what was approved?")
    parser.add_argument("folder", nargs="?", default=os.path.dirname(os.path.abspath(__file__)), help="the release (default: here)")
    parser.add_argument("--keys", metavar="FILE", help="your registry of enrolled keys, to trust instead of the folder's list")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    options = parser.parse_args(arguments)
    if not os.path.isdir(options.folder):
        parser.error(f"there is no folder {options.folder}")
    registry = None
    if options.keys:
        try:
            registry = {key["key_id"]: key for key in json.loads(Path(options.keys).read_bytes())["keys"]}
        except (OSError, ValueError, KeyError, TypeError):
            parser.error(f"{options.keys} is not a registry of keys")
    result = Check(Folder(options.folder), registry).run()
    said = (f"{result['release'] or options.folder}: {'verified' if result['ok'] else 'NOT verified'}, state {result['state']}, "
            f"{result['files']} files, {result['records']} records")
    lines = [said] + [f"- {line}" for line in result["problems"] + result["notes"]]
    print(json.dumps(result, indent=1, sort_keys=True) if options.json else "\n".join(lines))
    return 0 if result["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
