"""The manifest: everything a release claims, in one canonical file that approvals sign.

Belongs here: what stands in it. Not here: reading it back (`verify`), writing it to a zone (`release`).
No clock, no path, no person: the same inputs, keys and code give the same bytes anywhere.
"""

import functools
import hashlib
import importlib.metadata
from pathlib import Path

from assets.governance.verification.leaves import canonical_json, sha256
from assets.governance.verification.verify import FORMAT, THRESHOLD
from assets.lake import House
from assets.lake.digest import mac

ROOT = Path(__file__).resolve().parents[2]
CODE = ("assets", "dbt_project", "expectations")
WRITTEN = (".py", ".sql", ".yml", ".yaml")
HOUSE = ("house.yaml", "contracts", "recipes", "policies", "vocabulary")
KEY_FIELDS = ("key_id", "public", "role", "valid_from", "valid_until", "compromised_on", "demonstration")


def manifest(*, account: dict, version: str, files: dict[str, dict], root: str, previous: dict | None, changes: dict | None,
             house: dict, policies: list, scans: dict, builder: str, keys: dict[str, dict]) -> bytes:
    """The bytes of MANIFEST.json.

    `account` is the cut's own (cut.json); `files` path -> sha256, bytes, and for shards rows and root; `previous` the
    release before (version, manifest, root); `scans` the verdicts over shards and documents; `keys` the enrolled ones.
    """
    body = {
        "format": FORMAT, "corpus": account["corpus"], "version": version, "title": account["title"], "track": account["track"],
        **house, "records": account["records"], "root": root, "files": files, "previous": previous, "changes": changes,
        "recipe": account["recipe"], "recipe_digest": account["recipe_digest"], "selection": account["selection"],
        "inputs": {table: told["data_version"] for table, told in account["tables"].items()}, "chains": account["chains"],
        "cut": account["signature"], "code": code(), "policies": policies, "scans": scans,
        "approval": {"threshold": THRESHOLD, "builder": builder, "keys": [
            {name: key[name] for name in KEY_FIELDS} for _, key in sorted(keys.items())]}}
    return canonical_json({**body, "seal": sha256(canonical_json(body))})


def subtractive(told: dict, digest: str, *, version: str, files: dict[str, dict], root: str, changes: dict, documents: dict, requests: list[str],
                officer: dict) -> bytes:
    """The bytes of the manifest of a release that is another one without some rows.

    `told` is that one's manifest and `digest` its SHA-256: all that does not follow from the rows stays as it stands there. `documents`
    is the verdict over the documents drawn anew, `officer` the registry's entry of the key that will sign.
    """
    kept = told["approval"]["keys"]
    officers = [] if any(key["key_id"] == officer["key_id"] for key in kept) else [{name: officer[name] for name in KEY_FIELDS}]
    body = {name: value for name, value in told.items() if name != "seal"} | {
        "version": version, "records": sum(listed["rows"] for name, listed in files.items() if name.startswith("data/")), "root": root, "files": files,
        "previous": {"version": told["version"], "manifest": digest, "root": told["root"]},
        "changes": changes,
        "scans": {**told["scans"], "documents": documents},
        "approval": {**told["approval"], "keys": sorted([*kept, *officers], key=lambda key: key["key_id"])},
        "subtraction": {"of": f"{told['corpus']}/{told['version']}", "manifest": digest, "requests": requests, "removed": changes["removed"]}}
    return canonical_json({**body, "seal": sha256(canonical_json(body))})


@functools.cache
def code() -> dict:
    """Which code made it: the distribution's version, a digest of stages, models and suites, and the writer of the shards."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in CODE for path in (ROOT / folder).rglob("*") if path.suffix in WRITTEN):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return {"version": _version("hallmark-corpora"), "digest": digest.hexdigest(), "pyarrow": _version("pyarrow")}


def house_digest(house: House, key: bytes) -> str:
    """Keyed digest of the house's contracts, recipes, policies and vocabulary: its secrets cannot be guessed from it."""
    files = sorted(path for name in HOUSE for path in [house.path / name, *(house.path / name).rglob("*")] if path.is_file())
    return mac(key, *(part for path in files for part in (path.relative_to(house.path).as_posix(), path.read_bytes()))).hex()


def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
