"""Doctor: what is wrong here, and what mends it.

Belongs here: questions about this machine, home and house. Not here: questions about data (checks and `verify` ask those).
"""

import os
import shutil
import sys
import uuid

from assets.lake import HallmarkError, Home, Lake

NEEDED_BYTES = 2 * 2**30


def doctor() -> dict:
    """Ask everything and stop at nothing: {"ok", "checks": [{"name", "ok", "fix"}]}; `fix` is null where all is well."""
    checks: list[dict] = []

    def ask(name: str, question) -> object:
        try:
            answer, fix = question(), None
        except HallmarkError as error:
            answer, fix = None, str(error)
        except OSError as error:
            answer, fix = None, f"{name}: {error.strerror or type(error).__name__}; check the path and its permissions."
        if answer is False:
            fix = fix or f"{name}: no."
        checks.append({"name": name, "ok": fix is None, "fix": fix})
        return answer

    ask("Python is 3.11 or newer", lambda: _must(sys.version_info >= (3, 11), "install Python 3.11 or newer and run `make demo` again"))
    home = ask("the home is there and remembers its house", Home.open)
    if home is not None:
        lake = ask("the keys are there and are not demonstration keys (unless this is a demonstration)", lambda: Lake.open(home))
        ask("the disk has 2 GiB free", lambda: _must(shutil.disk_usage(home.path).free > NEEDED_BYTES, f"free space on the disk of {home.path}"))
        ask("keys can be read by this user only", lambda: _private(home))
        for contract in _contracts(home):
            ask(f"contract {contract['name']}", lambda contract=contract: _must(contract["ok"], contract["reason"]))
        if lake is not None:
            for zone in home.house.zones():
                ask(f"zone {zone} can be written", lambda zone=zone: _writable(lake, zone))
            ask("the inbox can be listed", lambda: _inbox(home))
    return {"ok": all(check["ok"] for check in checks), "checks": checks}


def _must(answer: bool, fix: str) -> bool:
    if not answer:
        from assets.lake import SetupError

        raise SetupError(fix if fix.endswith(".") else fix + ".")
    return True


def _private(home: Home) -> bool:
    loose = [path for path in (home.path / "keys").rglob("*.key") if path.stat().st_mode & 0o077]
    return _must(not loose, f"run `chmod 600` on the key files in {home.path / 'keys'}: others can read {len(loose)} of them")


def _contracts(home: Home) -> list[dict]:
    from assets.landing.contracts import Refused, load_contracts

    rows = []
    for contract in load_contracts(home.house):
        refused = isinstance(contract, Refused)
        rows.append({"name": contract.name, "ok": not refused and contract.state == "ready", "reason": contract.reason or ""})
    return rows


def _writable(lake: Lake, zone: str) -> bool:
    store, probe = lake.store(zone), f".probe-{uuid.uuid4().hex}"
    try:
        store.create(probe, b"")
        store.delete(probe)
    except PermissionError:
        return _must(False, f"give this user write permission on {store.url()}")
    return True


def _inbox(home: Home) -> bool:
    inbox = home.inbox
    return True if "://" in inbox else _must(os.access(inbox, os.R_OK | os.X_OK), f"make the inbox {inbox}, or name another with `inbox` in house.yaml")
