"""Verify: is a release, in its zone or as a folder somebody copied, exactly what was approved?

Belongs here: finding the release and the keys to judge it by. Not here: the check (`assets.governance.verification.verify`).
"""

import json
from pathlib import Path

from assets.governance.verification.verify import Check, Folder
from assets.lake import HallmarkError, Home, InputError, IntegrityError, Lake


def verify(release: str, registry: Path | None = None) -> tuple[str, dict]:
    """The release's name and its report. A folder is judged by its own keys, or by `registry`; it needs no home.

    Raises InputError when there is neither a release nor a folder of that name.
    """
    from assets.governance.ledger import keys
    from assets.governance.releases import folder_of

    known = _registry(registry)
    try:
        lake = Lake.open(Home.open())
        name = _named(lake, release)
    except HallmarkError:
        if not Path(release).is_dir():
            raise
        return release, Check(Folder(Path(release)), known).run()
    return name, Check(folder_of(lake, name), known or keys.registry(lake)).run()


def _named(lake: Lake, release: str) -> str:
    """A damaged manifest must not keep a release from being examined: fall back to the folder of that name."""
    from assets.governance.releases import named

    try:
        return named(lake, release)
    except (IntegrityError, InputError):
        if release.count("/") == 1 and ".." not in release and lake.store("releases").list(release.strip("/")):
            return release.strip("/")
        raise


def _registry(path: Path | None) -> dict[str, dict] | None:
    if path is None:
        return None
    try:
        return {key["key_id"]: key for key in json.loads(path.read_bytes())["keys"]}
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(f"{path} is not a registry of keys; write one with `hallmark keys --json`.") from None
