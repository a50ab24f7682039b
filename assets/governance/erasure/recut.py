"""The re-cut: a published release made again without some of its rows, from itself alone.

Belongs here: rewriting the shards that lose rows, the evidence that nothing else changed, publishing under the officer's key.
Not here: who must go (erasure), withdrawing and purging (`withdrawal`), checking the evidence (`verify`).
No table is read and no step is run. A shard without such a row is linked or copied by the store; its root stands in the
manifest, so it is not even opened. What is made follows from the release and the rows: broken off and run again, it is the same.
"""

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from assets.governance.approvals import sign
from assets.governance.documents import release_documents
from assets.governance.erasure.withdrawal import planned
from assets.governance.facts import subtracted
from assets.governance.ledger import keys
from assets.governance.ledger.log import Log
from assets.governance.manifest import subtractive
from assets.governance.releases import folder_of, manifest_of
from assets.governance.subject_index import holding
from assets.governance.verification.leaves import canonical_json, release_root, sha256, shard_leaves
from assets.governance.verification.proofs import removed_rows
from assets.governance.verification.verifier import standalone
from assets.governance.verification.verify import released_marker
from assets.lake import InputError, IntegrityError, Lake, PolicyError
from assets.lake.segments import ids, members
from assets.lake.shards import write_shard
from assets.lake.storage import copy

Documents = Callable[[dict], dict[str, bytes]]
Search = Callable[[dict[str, bytes]], dict]     # the second search: documents by name -> {"passed": bool, counts}
KEPT = ("MANIFEST.json", "RELEASED")            # of the release, beside its approvals and its own evidence


@dataclass
class _Removed:
    """What a re-cut takes away: triples of hexadecimal id and digests by data shard, and the rows themselves."""

    triples: dict[str, list] = field(default_factory=dict)
    rows: list[pa.Table] = field(default_factory=list)
    provenance: list[pa.Table] = field(default_factory=list)


def recut(lake: Lake, release: str, gone: np.ndarray, requests: list[str], *, search: Search, documents: Documents = release_documents,
          officer: str = "officer") -> str:
    """Make and publish the release that is `release` without the records of `gone` (n,) S16 and those made from them; returns its name.

    What exists already is finished or returned as it is. Raises InputError when the release holds none of them, PolicyError when it is
    not published, a document does not pass its search or the officer's key may not sign, IntegrityError when its files are not the sealed ones.
    """
    made = f"{release.split('/')[0]}/{planned(lake, release)}"
    key = keys.load(lake, officer)
    if not lake.store("releases").exists(f"{made}/MANIFEST.json"):
        _make(lake, release, made, holding(lake, release, gone) or {}, sorted(requests), search, documents, key)
    _publish(lake, release, made, key)
    return made


def _make(lake: Lake, release: str, made: str, held: dict[str, np.ndarray], requests: list[str], search: Search, documents: Documents, key) -> None:
    store, folder = lake.store("releases"), folder_of(lake, release)
    told, digest = manifest_of(lake, release)
    _may_be_recut(release, set(folder.files()), held)
    files, removed = {}, _Removed()
    for name in sorted(name for name in told["files"] if name.startswith("data/")):
        beside = f"provenance/{name.removeprefix('data/')}"
        if name in held:
            files |= _without(lake, release, made, told, name, held[name], removed)
        else:
            for file in (name, beside):
                _placed(lake, release, made, file)
                files[file] = told["files"][file]
    root = release_root(files)
    written = _evidence(lake, release) | {"evidence/removed.json": canonical_json(removed.triples), "verify.py": standalone()}
    known = _facts(lake, release, removed, files=files, version=made.split("/")[1], previous=told["version"], root=root, requests=requests)
    drawn = documents(known)
    scan = search(drawn)
    if scan.get("passed") is not True:
        raise PolicyError(f"The second search found personal data in the documents of {made}; nothing was released. Look at the documents of {release}.")
    written |= {f"documents/{name}": data for name, data in drawn.items()}
    for name, data in sorted(written.items()):
        store.write(f"{made}/{name}", data)
        files[name] = {"sha256": sha256(data), "bytes": len(data)}
    data = subtractive(told, digest, version=made.split("/")[1], files=files, root=root, changes=known["changes"],
                       documents=scan, requests=requests, officer=_entry(lake, key))
    _clear(lake, made, set(files))
    try:
        store.create(f"{made}/MANIFEST.json", data)
    except FileExistsError:
        if store.read(f"{made}/MANIFEST.json") != data:
            raise IntegrityError(f"{made} was made by another run at the same time; run the erasure again.") from None


def _may_be_recut(release: str, there: set[str], held: dict) -> None:
    if "PURGED" in there:
        raise IntegrityError(f"{release} is purged, so no release can be made of it any more; restore it from its copy.")
    if "RELEASED" not in there:
        raise PolicyError(f"{release} is not published, so no release takes its place without new approvals; purge it, and run `hallmark run`.")
    if not held:
        raise InputError(f"{release} holds none of the records that are to go; there is nothing to cut again.")


def _without(lake: Lake, release: str, made: str, told: dict, name: str, gone: np.ndarray, removed: _Removed) -> dict[str, dict]:
    """Write a shard and its provenance without some records; returns their entries of the manifest, read back from what was written."""
    beside, files = f"provenance/{name.removeprefix('data/')}", {}
    tables = {file: _sealed(lake, release, told, file) for file in (name, beside)}
    out = members(ids(tables[name]["record_id"]), gone)
    if not np.array_equal(ids(tables[name]["record_id"]), ids(tables[beside]["record_id"])):
        raise IntegrityError(f"{release}: {beside} does not follow {name}; restore the release from its copy.")
    taken = [tables[file].filter(pa.array(out)) for file in (name, beside)]
    removed.triples[name] = removed_rows(*taken)
    removed.rows.append(taken[0])
    removed.provenance.append(taken[1])
    for file, table in tables.items():
        sink = io.BytesIO()
        write_shard(table.filter(pa.array(~out)), sink)
        data = sink.getvalue()
        lake.store("releases").write(f"{made}/{file}", data)
        leaves = shard_leaves(io.BytesIO(data))
        files[file] = {"sha256": sha256(data), "bytes": len(data), "rows": len(leaves), "root": leaves.root()}
    return files


def _sealed(lake: Lake, release: str, told: dict, name: str) -> pa.Table:
    """The rows of a shard or its provenance. Raises IntegrityError when they are not the sealed ones."""
    try:
        data = lake.store("releases").read(f"{release}/{name}")
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != told["files"][name]["sha256"]:
        raise IntegrityError(f"{release}: {name} is missing or was changed since the release was made; restore it from its copy, then run the erasure again.")
    return pq.read_table(io.BytesIO(data))


def _placed(lake: Lake, release: str, made: str, name: str) -> None:
    """Bring an untouched file over. What an attempt with fewer rows to remove left under the name gives way."""
    store = lake.store("releases")
    if store.exists(f"{made}/{name}"):
        store.delete(f"{made}/{name}")
    copy(store, f"{release}/{name}", store, f"{made}/{name}")


def _evidence(lake: Lake, release: str) -> dict[str, bytes]:
    """What proves the release that this one is made from: its manifest, approvals and marker, and its own evidence one level deeper."""
    store, told = lake.store("releases"), manifest_of(lake, release)
    there = {name for name in folder_of(lake, release).files() if name in KEPT or name.startswith(("approvals/", "evidence/"))}
    kept = {name: store.read(f"{release}/{name}") for name in sorted(there)}
    if kept["RELEASED"] != released_marker(*told, {name: sha256(data) for name, data in kept.items() if name.startswith("approvals/")}):
        raise IntegrityError(f"{release}/RELEASED does not fit the approvals beside it, so they can be no evidence; restore the release from its copy.")
    return {f"evidence/{name}": data for name, data in kept.items()}


def _facts(lake: Lake, release: str, removed: _Removed, **more) -> dict:
    store, path = lake.store("releases"), f"{release}/documents/facts.json"
    if not store.exists(path):
        raise IntegrityError(f"{path} is missing, and the documents of a release without some rows are drawn from it; restore it from its copy.")
    return subtracted(json.loads(store.read(path)), pa.concat_tables(removed.rows), pa.concat_tables(removed.provenance), **more)


def _entry(lake: Lake, key: keys.SigningKey) -> dict:
    enrolled = keys.registry(lake).get(key.id)
    if enrolled is None:
        raise PolicyError(f"The key '{key.name}' is not enrolled, so it can sign no erasure; enrol an officer with `hallmark keys`.")
    return enrolled


def _clear(lake: Lake, made: str, files: set[str]) -> None:
    """Delete what an earlier attempt left in the folder and this one does not state."""
    store = lake.store("releases")
    for name in folder_of(lake, made).files():
        if name not in files and name != "MANIFEST.json":
            store.delete(f"{made}/{name}")
    store.forget(made)


def _publish(lake: Lake, release: str, made: str, key: keys.SigningKey) -> None:
    """The officer's statement, the marker and two entries in the log, as far as they are missing."""
    store, log = lake.store("releases"), Log(lake.store("ledger"))
    told, digest = manifest_of(lake, made)
    subtraction = told.get("subtraction") or {}
    if subtraction.get("of") != release:
        raise IntegrityError(f"{made} was made of something else than {release} in the meantime; run the erasure again.")
    officers = [name for name in folder_of(lake, made).files() if name.startswith("approvals/")]
    if not officers:
        officers = [f"approvals/{key.id}.json"]
        sign(lake, made, officers[0], "erasure", "officer", key, None, decision="erase", requests=subtraction["requests"])
    if not store.exists(f"{made}/RELEASED"):
        approvals = {name: sha256(store.read(f"{made}/{name}")) for name in officers}
        try:
            store.create(f"{made}/RELEASED", released_marker(told, digest, approvals))
        except FileExistsError:
            pass        # published by a run beside this one, with the same bytes
    signers = sorted(name.removeprefix("approvals/").removesuffix(".json") for name in officers)
    about = {"release": made, "manifest": digest, "requests": subtraction["requests"]}
    log.append_once("cut", **about, root=told["root"], key_id=signers[0], of=release, removed=subtraction["removed"])
    log.append_once("publish", **about, approvals=signers)
