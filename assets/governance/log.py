"""The audit log: what was cut, approved and published, in an order nobody can change unseen.

Belongs here: appending to and checking a chain of entries in the ledger. Not here: what is worth an entry.
Entries name releases, key ids and digests, never a person. Each holds the digest of the one before it, and is written by
exclusive create, so two writers cannot both be next. A missing end shows only against a copy kept elsewhere.
"""

import datetime as dt
import json
from collections.abc import Callable

from assets.governance.verify import canonical_json, sha256
from assets.lake import IntegrityError, Store

START = "0" * 64
ATTEMPTS = 100


def now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


class Log:
    """One chain of entries under a folder of the ledger."""

    def __init__(self, ledger: Store, name: str = "log", clock: Callable[[], str] = now):
        self._ledger, self._name, self._clock = ledger, name, clock

    def append(self, event: str, **facts) -> dict:
        """Add an entry and return it. Facts are plain JSON: names of releases, key ids, digests."""
        for _ in range(ATTEMPTS):
            last = self._numbers()[-1:]
            number = last[0] + 1 if last else 1
            before = sha256(self._ledger.read(self._path(last[0]))) if last else START
            entry = {"seq": number, "previous": before, "at": self._clock(), "event": event, **facts}
            try:
                self._ledger.create(self._path(number), canonical_json(entry))
                return entry
            except FileExistsError:
                continue
        raise IntegrityError(f"The {self._name} in the ledger is written by too many at once; try again in a moment.")

    def entries(self) -> list[dict]:
        """Every entry, oldest first. Raises IntegrityError when the chain does not hold."""
        entries, problems = self._walk()
        if problems:
            raise IntegrityError(f"{problems[0]} Restore the ledger from its copy; until then nothing that rests on it counts.")
        return entries

    def verify(self) -> dict:
        """Whether the chain is unbroken: {"ok", "entries", "last", "problems"}; `last` is the digest to keep elsewhere."""
        entries, problems = self._walk()
        last = sha256(canonical_json(entries[-1])) if entries else START
        return {"ok": not problems, "entries": len(entries), "last": last, "problems": problems}

    def _walk(self) -> tuple[list[dict], list[str]]:
        entries, before = [], START
        for position, number in enumerate(self._numbers(), start=1):
            path = self._path(number)
            try:
                data = self._ledger.read(path)
                entry = json.loads(data)
                sound = canonical_json(entry) == data and entry["previous"] == before and entry["seq"] == number == position
            except (OSError, ValueError, KeyError, TypeError):
                sound = False
            if not sound:
                return entries, [f"{path}: the entry does not follow from the one before it; it or its neighbour was changed or removed."]
            entries.append(entry)
            before = sha256(data)
        return entries, []

    def _numbers(self) -> list[int]:
        names = (entry.path.rsplit("/", 1)[-1] for entry in self._ledger.list(self._name))
        return sorted(int(name.removesuffix(".json")) for name in names if name.removesuffix(".json").isdigit())

    def _path(self, number: int) -> str:
        return f"{self._name}/{number:08d}.json"
