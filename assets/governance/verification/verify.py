#!/usr/bin/env python3
"""Is this release what was approved? Checks every byte, every record and every signature of one release folder.

Belongs here: the check of a folder, and of what a subtractive release was made from. Not here: making any of it.
This file travels inside each release, joined with `leaves` and `envelopes`, and runs alone: Python, pyarrow and cryptography.

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

from assets.governance.verification.envelopes import check_statement
from assets.governance.verification.leaves import Leaves, Unsound, canonical_json, release_root, sha256, shard_leaves

FORMAT = "hallmark-release/1"
THRESHOLD = 2
SIGNED_LATER = re.compile(r"RELEASED|SUPERSEDED|PURGED|approvals/[0-9a-f]{64}\.json")
PROVENANCE_REQUIRED = ("record_id", "locator", "digest", "licence", "legal_basis", "purposes", "chain")
PURGEABLE = ("data/", "provenance/", "tokens/")
MAY_DIFFER = {"version", "records", "root", "files", "previous", "changes", "approval", "subtraction", "seal"}     # after a removal
FOLDER_KEYS = "Signatures are valid for the keys listed in this folder; compare the fingerprints with your registry, or pass --keys."
DEMONSTRATION = "Demonstration keys signed this, which anyone can make: they show how approval works and prove nothing."


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
        self.problems, self.notes, self.signers = [], [FOLDER_KEYS] if registry is None else [], []
        self.ids: dict[str, bytes] = {}             # of every shard that holds, in stored order
        self.cut_again: dict[str, Leaves] = {}      # of the shards that something was removed from, and of their provenance

    def run(self) -> dict:
        state = "unproven"
        try:
            self.manifest, self.digest = self._read_manifest("")
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            self._unsound("MANIFEST.json", error)
        else:
            try:
                state = self._state()
            except (KeyError, TypeError, AttributeError, ValueError):
                self.problems.append("MANIFEST.json does not state what the manifest of a release must state.")
        return {"ok": not self.problems, "state": state if not self.problems else "unproven", "release": _name(self.manifest),
                "files": len(self.manifest.get("files", {})), "records": self.manifest.get("records", 0),
                "root": self.manifest.get("root"), "manifest": self.digest, "signers": self.signers,
                "notes": self.notes, "problems": self.problems}

    def _state(self) -> str:
        superseded, purged = self._withdrawn("SUPERSEDED", "superseded"), self._withdrawn("PURGED", "purged")
        steps = self._steps_back()
        self._check_files(set(purged.get("files", ())))
        self.signers, released = self._signatures("", self.manifest, self.digest)
        self._check_subtraction(steps)
        return ("purged" if purged else "superseded" if superseded else "published" if released
                else "approved" if len(self.signers) >= _asked(self.manifest)[3] else "candidate")

    def _read(self, name: str) -> bytes:
        with self.folder.open(name) as file:
            return file.read()

    def _read_manifest(self, at: str) -> tuple[dict, str]:
        """The manifest in the folder `at` ("" or "evidence/"...) and its digest. Raises Unsound, or what reading raises."""
        if f"{at}MANIFEST.json" not in self.found:
            raise Unsound("is missing: this folder is not a release, or only half of one")
        data = self._read(f"{at}MANIFEST.json")
        manifest = json.loads(data)
        if canonical_json(manifest) != data:
            raise Unsound("is not in canonical form: it was changed")
        if manifest["seal"] != sha256(canonical_json({name: manifest[name] for name in manifest if name != "seal"})):
            raise Unsound("does not fit its own seal: it was changed")
        if manifest["format"] != FORMAT:
            raise Unsound("has a format that this verifier does not know")
        return manifest, sha256(data)

    def _keys(self, manifest: dict) -> dict[str, dict]:
        """The keys that may approve a release: enrolled before it was cut, so that its manifest lists them."""
        keys = {key["key_id"]: key for key in manifest["approval"]["keys"]}
        if self.registry is None:
            return keys
        return {name: key for name, key in self.registry.items() if name in keys and keys[name]["public"] == key["public"]}

    def _check_files(self, purged: set[str]) -> None:
        listed = self.manifest["files"]
        for name in sorted(self.found - set(listed) - {"MANIFEST.json"}):
            if not SIGNED_LATER.fullmatch(name):
                self.problems.append(f"{name} is not listed in MANIFEST.json: it was added after the release was made.")
        for name in sorted(purged):
            if name not in listed or not name.startswith(PURGEABLE):
                self.problems.append(f"PURGED names {name}, which is no file of this release that a purge may delete.")
            elif name in self.found:
                self.problems.append(f"{name} is here although PURGED says it is gone: the purge is under way or was broken off; "
                                     "finish it with `hallmark erase run`.")
        for name in sorted(listed):
            if name.startswith("data/") and f"provenance/{name.removeprefix('data/')}" not in listed:
                self.problems.append(f"{name} has no provenance beside it.")
            if name not in self.found:
                if name not in purged:
                    self.problems.append(f"{name} is listed in MANIFEST.json but missing.")
                continue
            try:
                self._check_file(name, listed[name])
            except (OSError, pa.ArrowException, ValueError, KeyError, TypeError) as error:
                self._unsound(name, error)
        self._check_whole()

    def _check_whole(self) -> None:
        listed = {name: entry for name, entry in self.manifest["files"].items() if name.startswith("data/")}
        if self.manifest["records"] != sum(entry["rows"] for entry in listed.values()) or release_root(listed) != self.manifest["root"]:
            self.problems.append("data/ does not add up to the Merkle root in MANIFEST.json.")
        ids = b"".join(ids for name, ids in self.ids.items() if name in listed)
        if len(pc.unique(pa.FixedSizeBinaryArray.from_buffers(pa.binary(16), len(ids) // 16, [None, pa.py_buffer(ids)]))) * 16 != len(ids):
            self.problems.append("data/ holds a record in two shards.")

    def _check_file(self, name: str, listed: dict) -> None:
        with self.folder.open(name) as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
        if digest != listed["sha256"] or size != listed["bytes"]:
            raise Unsound("was changed: its bytes do not fit the hash in MANIFEST.json")
        if not name.startswith(("data/", "provenance/")):
            return
        with self.folder.open(name) as file:
            leaves = shard_leaves(file, *([_check_provenance] if name.startswith("provenance/") else []))
        shard = name.replace("provenance/", "data/")
        if self.ids.get(shard, leaves.ids) != leaves.ids:
            raise Unsound(f"does not follow the records of {shard} one by one")
        if len(leaves) != listed["rows"] or leaves.root() != listed["root"]:
            raise Unsound("was changed: its records do not fit the root that MANIFEST.json states for it")
        self.ids[name] = bytes(leaves.ids)
        if name in self.cut_again:
            self.cut_again[name].extend(leaves)

    def _signatures(self, at: str, manifest: dict, digest: str) -> tuple[list[str], bool]:
        """Who approved the manifest in the folder `at`, and whether its marker says published."""
        kind, role, decision, threshold = _asked(manifest)
        keys, signers = self._keys(manifest), {}
        for name in sorted(self.found):
            if not name.startswith(f"{at}approvals/") or not SIGNED_LATER.fullmatch(name.removeprefix(at)):
                continue
            predicate, key = self._statement(name, kind, role, manifest, digest, keys)
            if not predicate:
                continue
            if predicate.get("decision") != decision or name != f"{at}approvals/{key['key_id']}.json":
                self.problems.append(f"{name} does not {decision}, or lies under the name of another key.")
            elif kind == "erasure" and predicate.get("requests") != manifest["subtraction"]["requests"]:
                self.problems.append(f"{name} is about other requests than MANIFEST.json.")
            else:
                signers[key["key_id"]] = sha256(self._read(name))
        marker = f"{at}RELEASED"
        if marker in self.found and len(signers) < threshold:
            self.problems.append(f"{marker} stands here without the approvals it needs.")
        approvals = {f"approvals/{name}.json": approval for name, approval in signers.items()}
        if marker in self.found and self._read(marker) != released_marker(manifest, digest, approvals):
            self.problems.append(f"{marker} does not fit the manifest and the approvals here: something changed after publication.")
        return list(signers), marker in self.found

    def _withdrawn(self, name: str, kind: str) -> dict:
        """What SUPERSEDED or PURGED states, signed by any officer: one enrolled later brings the registry's entry along."""
        if name not in self.found:
            return {}
        listed = self._keys(self.manifest)
        said, key = self._statement(name, kind, "officer", self.manifest, self.digest, (self.registry or {}) | self._brought(name) | listed)
        if not said:
            return {}
        files, requests = said.get("files", []), said.get("requests", [])
        if not all(isinstance(part, list) and all(isinstance(one, str) for one in part) for part in (files, requests)):
            self.problems.append(f"{name} does not say what it must say.")
            return {}
        by = f"version {said['by']} takes its place" if said.get("by") else "no version takes its place"
        deleted = f"; {len(files)} of its files were deleted lawfully" if kind == "purged" else ""
        late = ", which the manifest does not list: compare it with your registry" if self.registry is None and key["key_id"] not in listed else ""
        self.notes.append(f"This release was {'purged' if deleted else 'withdrawn'}{_under(requests)} on {said['signed_on']} "
                          f"by key {key['key_id'][:16]}{late}{deleted}; {by}.")
        return said

    def _brought(self, name: str) -> dict[str, dict]:
        """The key that a statement brings along. It counts where there is no registry to know better."""
        try:
            key = json.loads(base64.b64decode(json.loads(self._read(name))["payload"]))["predicate"]["key"]
            return {key["key_id"]: key} if self.registry is None else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def _steps_back(self) -> list[tuple[dict, dict, str]]:
        """For each subtraction, the latest first: what it removed, {shard: [(id, row digest, provenance digest)]}, from which manifest."""
        found, manifest, at = [], self.manifest, ""
        while "subtraction" in manifest:
            at += "evidence/"
            name = f"{at}removed.json"
            try:
                if name not in self.found:
                    raise Unsound("is missing: nothing shows what was removed")
                removed = {shard: [tuple(map(bytes.fromhex, row)) for row in rows] for shard, rows in json.loads(self._read(name)).items()}
                if any([len(part) for part in row] != [16, 32, 32] for rows in removed.values() for row in rows):
                    raise Unsound("does not hold ids and digests")
                name = f"{at}MANIFEST.json"
                manifest, digest = self._read_manifest(at)
            except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
                self._unsound(name, error)
                return []
            found.append((removed, manifest, digest))
            for shard in removed:
                self.cut_again |= {shard: Leaves(), shard.replace("data/", "provenance/"): Leaves()}
        return found

    def _check_subtraction(self, steps: list[tuple[dict, dict, str]]) -> None:
        """Each step back to a release approved by two: its rows are ours and the removed ones, and it was published."""
        manifest, at = self.manifest, ""
        for removed, before, digest in steps:
            now, at, of, count = f"{at}MANIFEST.json", f"{at}evidence/", _name(before), sum(map(len, removed.values()))
            self.problems += [f"{now} {wrong}." for wrong in _wrong_claims(manifest, before, digest, count, f"{at}MANIFEST.json")]
            self._check_shards(f"{at}removed.json", of, manifest["files"], before["files"], removed)
            if not self._signatures(at, before, digest)[1]:
                self.problems.append(f"{at}RELEASED is missing: nothing shows that {of} was published.")
            what, them = ("1 row was", "it") if count == 1 else (f"{count} rows were", "them")
            proven = all(name in self.ids for name in self.cut_again)
            self.notes.append(f"{what} removed from {of}{_under(manifest['subtraction']['requests'])}; " + (
                f"the rest is proven to be {of} without {them}." if proven else "what was left is not here any more, so nothing can be computed from it."))
            manifest = before

    def _check_shards(self, evidence: str, of: str, ours: dict, theirs: dict, removed: dict) -> None:
        for name in sorted(ours.keys() | theirs.keys() | removed.keys()):
            shard = name.replace("provenance/", "data/")
            rows = removed.get(shard, [])
            if name not in ours and name not in theirs:
                self.problems.append(f"{evidence} names {name}, which is no shard here.")
            elif not rows or not shard.startswith("data/"):
                kept = ours.get(name) == theirs.get(name) or name.startswith("tokens/") and name not in ours
                if not kept and name != "verify.py" and not name.startswith(("documents/", "evidence/")):
                    self.problems.append(f"{name} is not the one of {of}, although {evidence} names no row of it.")
            elif name in self.ids:
                for record_id, *digests in rows:
                    self.cut_again[name].add(record_id, digests[name != shard])
                try:
                    fits = self.cut_again[name].root() == theirs[name]["root"] and len(self.cut_again[name]) == theirs[name]["rows"]
                except (Unsound, KeyError):
                    fits = False
                if not fits:
                    self.problems.append(f"{name} and {evidence} together are not the {name} of {of}: a row was changed, left out or made up.")

    def _statement(self, name: str, kind: str, role: str, manifest: dict, digest: str, keys: dict) -> tuple[dict, dict]:
        """What a signed file states and by which key; nothing, and a problem, when it is not sound."""
        if name not in self.found:
            return {}, {}
        try:
            predicate, key = check_statement(self._read(name), kind, role, manifest, digest, keys)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            self._unsound(name, error)
            return {}, {}
        if key.get("demonstration") and DEMONSTRATION not in self.notes:
            self.notes.append(DEMONSTRATION)
        return predicate, key

    def _unsound(self, name: str, error: Exception) -> None:
        self.problems.append(f"{name} {error if isinstance(error, Unsound) else 'cannot be read: it was changed or damaged'}.")


def _name(manifest: dict) -> str | None:
    return f"{manifest.get('corpus')}/{manifest.get('version')}" if manifest else None


def _under(requests: list[str]) -> str:
    return f" under request{'s' if len(requests) > 1 else ''} {', '.join(requests)}" if requests else ""


def _asked(manifest: dict) -> tuple[str, str, str, int]:
    """What publishes a release: kind of statement, role, decision and how many. A subtraction rests on the approvals of what it was made from."""
    if "subtraction" in manifest:
        return "erasure", "officer", "erase", 1
    return "approval", "approver", "approve", max(THRESHOLD, manifest["approval"]["threshold"])


def _wrong_claims(manifest: dict, before: dict, digest: str, count: int, there: str):
    """What a subtractive manifest may not say of itself, as ends of sentences; `there` names the older manifest."""
    claim, ours, theirs = manifest["subtraction"], _kept(manifest), _kept(before)
    if claim["manifest"] != digest or claim["of"] != _name(before):
        yield f"was made from another release than that of {there}"
    for field in sorted(ours.keys() | theirs.keys()):
        if ours.get(field) != theirs.get(field):
            yield f"states another '{field}' than {there}: a removal changes nothing but what is left"
    if not count or claim["removed"] != count or before["records"] - count != manifest["records"]:
        yield f"states another number of removed rows than the evidence names, which is {count}"
    changes = [(manifest["changes"] or {}).get(name) for name in ("added", "removed", "changed")]
    if manifest["previous"] != {"version": before["version"], "manifest": digest, "root": before["root"]} or changes != [0, count, 0]:
        yield f"does not name {there} as the release before, with {count} rows removed and nothing else"
    if not _same_keys(manifest["approval"], before["approval"]):
        yield f"lists other keys than {there}: only an officer's key may be added"
    if release_root(before["files"]) != before["root"]:
        yield f"rests on {there}, which does not add up to its own Merkle root"


def _kept(manifest: dict) -> dict:
    """What a removal leaves as it is. Its documents are drawn and searched anew."""
    scans = {name: scan for name, scan in manifest["scans"].items() if name != "documents"}
    return {**{name: value for name, value in manifest.items() if name not in MAY_DIFFER}, "scans": scans}


def _same_keys(ours: dict, theirs: dict) -> bool:
    """The same approvers, builder and threshold, but for officers' keys that were added."""
    kept = [key for key in ours["keys"] if key in theirs["keys"]]
    return {**ours, "keys": kept} == theirs and all(key["role"] == "officer" for key in ours["keys"] if key not in kept)


def _check_provenance(rows: pa.RecordBatch) -> None:
    """Raises Unsound unless every record has its rights, and an object or a parent it came from."""
    empty = [column for column in PROVENANCE_REQUIRED if rows[column].null_count]
    orphans = pc.and_(pc.is_null(rows["object_id"]), pc.equal(pc.list_value_length(rows["parents"]), 0))
    if empty or pc.any(orphans).as_py():
        raise Unsound(f"is incomplete: {', '.join(empty) or 'an origin'} is missing for some record")


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
