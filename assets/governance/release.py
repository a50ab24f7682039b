"""Making a release: documents, candidate, published, superseded.

Belongs here: the order of law 9. Not here: what waits (`waiting`), the version (`comparison`), approving (`approvals`).
Shards searched, then documents drawn and searched, then MANIFEST.json last in its zone makes a candidate; approvals sign it;
RELEASED, by exclusive create, publishes. A release is whole or absent.
"""

import hashlib
import json
from collections.abc import Callable

from assets.governance import gates
from assets.governance.approvals import sign
from assets.governance.comparison import FIRST, compared, next_version
from assets.governance.facts import facts
from assets.governance.ledger import keys
from assets.governance.ledger.log import Log
from assets.governance.manifest import house_digest, manifest
from assets.governance.releases import folder_of, manifest_of, releases, stated
from assets.governance.verification.leaves import canonical_json, release_root, sha256
from assets.governance.verification.verifier import standalone
from assets.governance.verification.verify import THRESHOLD, Check, released_marker
from assets.governance.waiting import DOCUMENTS, POLICIES, RESIDUAL, SHARDS, Waiting, shards, verdict, waiting
from assets.lake import InputError, IntegrityError, Lake, PolicyError, SetupError
from assets.lake.storage import copy

Documents = Callable[[dict], dict[str, bytes]]


def draw(lake: Lake, corpus: str, documents: Documents) -> list[str]:
    """Draw the documents of the waiting cut beside its shards, once those are searched, what may remain is estimated, and the policies
    of the house are asked as of its day; returns their names.

    A cut that holds exactly what the latest release holds is settled instead: there is nothing to release, and no documents are drawn.
    """
    cut = waiting(lake, corpus)
    if cut.settled:
        return []
    second_pass, residual, asked = verdict(cut, SHARDS), verdict(cut, RESIDUAL), verdict(cut, POLICIES)
    if asked["as_of"] != lake.house.as_of.isoformat():
        raise PolicyError(f"The policies of the house were asked of '{corpus}' as of {asked['as_of']}; run `hallmark run` to ask them as of today.")
    _nothing_withdrawn(lake, corpus)
    files, leaves = shards(cut)
    root, latest = release_root(files), _latest(lake, corpus)
    if latest and latest["root"] == root and latest["state"] != "purged":
        _settle(cut, latest["release"])
        return []
    previous, changes, version = None, None, FIRST
    if latest:
        previous, changes = compared(lake, latest["release"], leaves, list(cut.account["tables"]))
        version = next_version(latest["version"], changes)
    known = facts(lake, cut.account, cut.folder, version=version, previous=previous and previous["version"], root=root,
                  demonstration=lake.home.demonstration, changes=changes, policies=asked["policies"], second_pass=second_pass, residual=residual, files=files)
    cut.clear("cut.json", *(f"verdicts/{what}.json" for what in (SHARDS, RESIDUAL, POLICIES)), *files)
    drawn = documents(known)
    for name, data in sorted(drawn.items()):
        cut.write(f"documents/{name}", data)
    cut.write("drawn.json", canonical_json({
        "version": version, "previous": previous, "changes": changes, "root": root, "files": files, "policies": asked["policies"],
        "second_pass": second_pass, "signature": cut.account["signature"]}))
    return sorted(drawn)


def candidate(lake: Lake, corpus: str, builder: str = "builder") -> str:
    """Make the waiting cut a candidate; returns its name, `corpus/version`. What is released already is returned as it is.

    Raises PolicyError or IntegrityError when shards or documents are not searched, or were changed since.
    """
    cut = waiting(lake, corpus)
    if cut.settled:
        return cut.settled
    _nothing_withdrawn(lake, corpus)
    drawn = _drawn(cut)
    verdict(cut, SHARDS)
    verdict(cut, RESIDUAL)
    verdict(cut, POLICIES)
    scans = {SHARDS: drawn["second_pass"], DOCUMENTS: verdict(cut, DOCUMENTS)}
    latest = _latest(lake, corpus)
    if latest and latest["root"] == drawn["root"] and latest["state"] != "purged":
        return _finish(lake, cut, latest["release"])      # an earlier run was interrupted after its last file
    if (latest["version"] if latest else None) != (drawn["previous"]["version"] if drawn["previous"] else None):
        raise IntegrityError(f"Another release of '{corpus}' was made in the meantime; run `hallmark run` again.")
    key, enrolled = _keys(lake, builder)
    cut.write("verify.py", standalone())
    files = dict(drawn["files"])
    for name in [*cut.files(DOCUMENTS), "verify.py"]:
        data = cut.read(name)
        files[name] = {"sha256": sha256(data), "bytes": len(data)}
    house = {"house": lake.house.title, "controller": lake.house.controller, "as_of": lake.house.as_of.isoformat(),
             "demonstration": lake.home.demonstration, "house_digest": house_digest(lake.house, lake.keys.identity)}
    data = manifest(account=cut.account, version=drawn["version"], files=files, root=drawn["root"], previous=drawn["previous"],
                    changes=drawn["changes"], house=house, policies=drawn["policies"], scans=scans, builder=key.id, keys=enrolled)
    release = f"{corpus}/{drawn['version']}"
    _move(lake, cut, release, files, data)
    return _finish(lake, cut, release)


def publish(lake: Lake, release: str) -> dict:
    """Publish an approved candidate; returns what `verify` says of it then. Raises PolicyError when it is not approved."""
    folder, registry = folder_of(lake, release), keys.registry(lake)
    checked = Check(folder, registry).run()
    if not checked["ok"]:
        raise PolicyError(f"{release} cannot be published: {checked['problems'][0]} Cut it again.")
    if checked["state"] == "candidate":
        raise PolicyError(f"{release} has {len(checked['signers'])} of the {THRESHOLD} approvals it needs; "
                          f"ask for them with `hallmark approve`.")
    if checked["state"] != "approved":
        raise InputError(f"{release} is {checked['state']} already.")
    told, digest = manifest_of(lake, release)
    gates.filled(release, told)
    gates.accepted(lake, release, digest)
    store = lake.store("releases")
    approvals = {f"approvals/{name}.json": sha256(store.read(f"{release}/approvals/{name}.json")) for name in checked["signers"]}
    try:
        store.create(f"{release}/RELEASED", released_marker(told, digest, approvals))
    except FileExistsError:
        raise InputError(f"{release} was published by somebody else just now.") from None
    Log(lake.store("ledger")).append("publish", release=release, manifest=digest, approvals=checked["signers"])
    return Check(folder, registry).run()


def supersede(lake: Lake, release: str, by: str, officer: str = "officer") -> None:
    """Withdraw a release in favour of another version of its corpus, under the officer's key."""
    manifest_of(lake, f"{release.split('/')[0]}/{by}")
    key = keys.load(lake, officer)
    sign(lake, release, "SUPERSEDED", "superseded", "officer", key, None, by=by)
    Log(lake.store("ledger")).append("supersede", release=release, by=by, key_id=key.id)


def _latest(lake: Lake, corpus: str) -> dict | None:
    known = releases(lake, corpus)
    return known[-1] if known else None


def _nothing_withdrawn(lake: Lake, corpus: str) -> None:
    """A version that an erasure promised is not taken by something else."""
    known = releases(lake, corpus)
    for entry in known:
        said = stated(lake, entry["release"], "SUPERSEDED")
        if said.get("requests") and said["by"] not in {other["version"] for other in known}:
            raise PolicyError(f"{entry['release']} was withdrawn by an erasure and {corpus}/{said['by']} has not taken its place yet; "
                              f"finish it with `hallmark erase run` first.")


def _drawn(cut: Waiting) -> dict:
    try:
        drawn = json.loads(cut.read("drawn.json"))
    except (OSError, ValueError):
        drawn = {}
    if drawn.get("signature") != cut.account["signature"]:
        raise IntegrityError(f"The documents of '{cut.corpus}' were not drawn from the cut that waits; run `hallmark run` again.")
    for name, listed in drawn["files"].items():
        with cut.open(name) as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != listed["sha256"]:
                raise IntegrityError(f"{name} of '{cut.corpus}' was changed after the documents were drawn; run `hallmark run` again.")
    return drawn


def _keys(lake: Lake, builder: str) -> tuple[keys.SigningKey, dict[str, dict]]:
    """The builder's key and the registry. A demonstration makes its own; a real home must have enrolled its approvers."""
    if lake.home.demonstration:
        keys.demonstrate(lake)
    key, enrolled = keys.load(lake, builder), keys.registry(lake)
    able = [entry for entry in enrolled.values()
            if entry["role"] == "approver" and not entry["compromised_on"] and entry["key_id"] != key.id]
    if len(able) < THRESHOLD:
        raise SetupError(f"{len(able)} approvers are enrolled and a release needs {THRESHOLD}; "
                         f"enrol their keys with `hallmark keys` before it is cut.")
    return key, enrolled


def _move(lake: Lake, cut: Waiting, release: str, names: dict, data: bytes) -> None:
    """Bring the files to the releases zone, MANIFEST.json last. What an interrupted move left there is cleared first."""
    store = lake.store("releases")
    if store.exists(f"{release}/MANIFEST.json"):
        raise IntegrityError(f"{release} exists already and is never overwritten; run `hallmark run` again.")
    for entry in store.list(release):
        store.delete(entry.path)
    for name in sorted(names):
        copy(cut.folder.store, f"{cut.folder.prefix}/{name}", store, f"{release}/{name}")
    try:
        store.create(f"{release}/MANIFEST.json", data)
    except FileExistsError:
        raise IntegrityError(f"{release} was made by another run at the same time; run `hallmark run` again.") from None


def _finish(lake: Lake, cut: Waiting, release: str) -> str:
    """Enter the candidate in the log, once, and clear what waited."""
    told, digest = manifest_of(lake, release)
    log = Log(lake.store("ledger"))
    if not any(entry["event"] == "cut" and entry["manifest"] == digest for entry in log.entries()):
        waived = [{"policy": one["policy"], **one["waiver"]} for one in told["policies"] if one["waiver"]]
        log.append("cut", release=release, manifest=digest, root=told["root"], key_id=told["approval"]["builder"], waived=waived)
    _settle(cut, release)
    return release


def _settle(cut: Waiting, release: str) -> None:
    """Remember which release holds this cut, and clear its files."""
    cut.write("cut.json", json.dumps({**cut.account, "settled": release}).encode())
    cut.clear("cut.json")
