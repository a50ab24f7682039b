"""Releases as they lie in their zone: listing, opening, reading the manifest.

Belongs here: finding what is there, reading what signed files state. Not here: making it (`release`), proving it (`verify`).
A folder without MANIFEST.json is half written and is not a release.
"""

import base64
import json
import re

from assets.governance.verification.leaves import sha256
from assets.governance.verification.verify import SIGNED_LATER, THRESHOLD, Folder
from assets.lake import InputError, IntegrityError, Lake, Store

VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")


class StoreFolder:
    """A folder of any store, with the two methods that `verify` asks for."""

    def __init__(self, store: Store, prefix: str):
        self.store, self.prefix = store, prefix

    def files(self) -> list[str]:
        return [entry.path.removeprefix(f"{self.prefix}/") for entry in self.store.list(self.prefix)]

    def open(self, name: str):
        return self.store.open(f"{self.prefix}/{name}")


def folder_of(lake: Lake, release: str) -> Folder | StoreFolder:
    """The folder of a release, named `corpus/version`."""
    store = lake.store("releases")
    local = store.local(release)
    return StoreFolder(store, release) if local is None else Folder(local)


def releases(lake: Lake, corpus: str | None = None) -> list[dict]:
    """Every release, oldest version first: {"release", "corpus", "version", "track", "state", "records", "root"}.

    The state is what the markers say; `verify` is what proves it.
    """
    listed = []
    for (name, version), files in sorted(_folders(lake, corpus).items()):
        release = f"{name}/{'.'.join(map(str, version))}"
        if "MANIFEST.json" not in files:
            continue
        manifest, _ = manifest_of(lake, release)
        listed.append({"release": release, "corpus": name, "version": manifest["version"], "track": manifest["track"],
                       "state": _state(files), "records": manifest["records"], "root": manifest["root"]})
    return listed


def named(lake: Lake, name: str) -> str:
    """The release a person means: `corpus/version`, `corpus-version`, or a corpus for its latest."""
    known = [entry["release"] for entry in releases(lake)]
    corpus, _, version = name.strip("/").partition("/")
    if not version and (cut := re.fullmatch(r"(.+)[-@](\d+\.\d+\.\d+)", name)):
        corpus, version = cut[1], cut[2]
    fitting = [release for release in known if release == f"{corpus}/{version}" or not version and release.split("/")[0] == corpus]
    if not fitting:
        raise InputError(f"There is no release '{name}'; there are: {', '.join(known) or 'none yet, make one with `hallmark run`'}.")
    return fitting[-1]


def manifest_of(lake: Lake, release: str) -> tuple[dict, str]:
    """A release's manifest and its SHA-256. Raises InputError without one, IntegrityError when it cannot be read."""
    store, path = lake.store("releases"), f"{release}/MANIFEST.json"
    if not store.exists(path):
        raise InputError(f"There is no release '{release}'; look at `hallmark releases`.")
    data = store.read(path)
    try:
        manifest = json.loads(data)
        whole = all(manifest[name] for name in ("corpus", "version", "approval"))
    except (ValueError, KeyError, TypeError):
        whole = False
    if whole:
        return manifest, sha256(data)
    raise IntegrityError(f"{release}/MANIFEST.json cannot be read: it was changed or damaged; restore the release from its copy.")


def stated(lake: Lake, release: str, marker: str) -> dict:
    """What SUPERSEDED, PURGED or an approval of a release states, as it lies there; nothing when it is missing. `verify` is what proves it."""
    store, path = lake.store("releases"), f"{release}/{marker}"
    if not store.exists(path):
        return {}
    try:
        return json.loads(base64.b64decode(json.loads(store.read(path))["payload"]))["predicate"]
    except (ValueError, KeyError, TypeError):
        raise IntegrityError(f"{path} cannot be read: it was changed or damaged; restore it from its copy.") from None


def unfinished(lake: Lake) -> list[str]:
    """Folders without MANIFEST.json, `corpus/version`: a release on its way, or one that broke off."""
    return [f"{name}/{'.'.join(map(str, version))}" for (name, version), files in sorted(_folders(lake).items()) if "MANIFEST.json" not in files]


def order(version: str) -> tuple[int, int, int]:
    """A version as numbers, to compare."""
    return tuple(int(part) for part in VERSION.fullmatch(version).groups())


def _folders(lake: Lake, corpus: str | None = None) -> dict[tuple[str, tuple[int, int, int]], set[str]]:
    """(corpus, version) -> the files below."""
    found: dict = {}
    for entry in lake.store("releases").list(corpus or ""):
        parts = entry.path.split("/", 2)
        if len(parts) == 3 and VERSION.fullmatch(parts[1]):
            found.setdefault((parts[0], order(parts[1])), set()).add(parts[2])
    return found


def _state(files: set[str]) -> str:
    for marker, state in (("PURGED", "purged"), ("SUPERSEDED", "superseded"), ("RELEASED", "published")):
        if marker in files:
            return state
    approvals = [name for name in files if name.startswith("approvals/") and SIGNED_LATER.fullmatch(name)]
    return "approved" if len(approvals) >= THRESHOLD else "candidate"
