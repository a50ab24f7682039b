"""Doctor: what is wrong here, and what mends it.

Belongs here: questions about this machine, home and house. Not here: questions about data (checks and `verify` ask those).
"""

import os
import shutil
import sys
import uuid

from assets.lake import HallmarkError, Home, Lake, SetupError

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
            answer, fix = None, f"{error.strerror or type(error).__name__}: check the path and its permissions."
        checks.append({"name": name, "ok": fix is None, "fix": fix})
        return answer

    ask("Python is 3.11 or newer", lambda: _must(sys.version_info >= (3, 11), "install Python 3.11 or newer and run `make demo` again"))
    home = ask("the home is there and remembers its house", Home.open)
    if home is not None:
        lake = ask("the keys are there and are not demonstration keys (unless this is a demonstration)", lambda: Lake.open(home))
        ask("the disk has 2 GiB free", lambda: _must(shutil.disk_usage(home.path).free > NEEDED_BYTES, f"free space on the disk of {home.path}"))
        ask("keys can be read by this user only", lambda: _kept_private(home))
        for name, mistake in (*_contracts(home), *_recipes(home), ("policy privacy", _privacy(home))):
            ask(name, lambda mistake=mistake: _must(mistake is None, mistake))
        if lake is not None:
            for zone in home.house.zones():
                ask(f"zone {zone} can be written", lambda zone=zone: _writable(lake, zone))
            ask("the inbox can be listed", lambda: _inbox(home))
    return {"ok": all(check["ok"] for check in checks), "checks": checks}


def _must(answer: bool, fix: str) -> bool:
    if not answer:
        raise SetupError(fix if fix.endswith(".") else fix + ".")
    return True


def _kept_private(home: Home) -> bool:
    loose = [path for pattern in ("*.key", "*.pem") for path in (home.path / "keys").rglob(pattern) if path.stat().st_mode & 0o077]
    return _must(not loose, f"run `chmod 600` on the key files in {home.path / 'keys'}: others can read {len(loose)} of them")


def _contracts(home: Home) -> list[tuple[str, str | None]]:
    """Every contract, and the mistake of a broken one. A blocked contract is no mistake of this machine: it says so and stays shut."""
    from assets.landing.contracts import Refused, load_contracts

    return [(f"contract {contract.name}" + (f" (blocked: {contract.reason})" if contract.state == "blocked" else ""),
             contract.reason if isinstance(contract, Refused) else None) for contract in load_contracts(home.house)]


def _recipes(home: Home) -> list[tuple[str, str | None]]:
    from assets.corpora.recipes import load

    return [(f"recipe {path.stem}", _mistake(lambda path=path: load(path))) for path in home.house.files("recipes", "*.yaml")]


def _privacy(home: Home) -> str | None:
    from assets.privacy import policy
    from assets.privacy.disclosure.policy import load_tables
    from assets.privacy.evidence import limits

    def read() -> None:
        named = set(policy.load(home.house).sources)
        load_tables(home.house)
        limits.load(home.house)
        unknown = sorted(named - {path.stem for path in home.house.files("contracts")})
        _must(not unknown, f"{home.house.path / policy.FILE}: field 'sources' names '{', '.join(unknown)}', and no contract is called so; mend the name")

    return _mistake(read)


def _mistake(question) -> str | None:
    try:
        question()
    except HallmarkError as mistake:
        return str(mistake)
    return None


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
