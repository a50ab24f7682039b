"""The audit log: what was cut, approved and published, in an order nobody can change unseen.

Belongs here: appending to and checking a chain of entries in the ledger. Not here: what is worth an entry.
Entries name releases, key ids and digests, never a person. Each holds the digest of the one before it, and is written by
exclusive create, so two writers cannot both be next. A missing end, or a whole chain written anew, shows only against a digest
kept elsewhere. Time runs forward in it: a clock set back is refused, not recorded.
"""

import datetime as dt
import json
import re
from collections.abc import Callable

from assets.governance.verification.leaves import canonical_json, sha256
from assets.lake import IntegrityError, SetupError, Store

START = "0" * 64
ATTEMPTS = 100
_ENTRY = re.compile(r"\d{8}\.json")
ALLOWANCE = dt.timedelta(minutes=5)     # by which the clocks of two machines that write may differ


def now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


class Log:
    """One chain of entries under a folder of the ledger."""

    def __init__(self, ledger: Store, name: str = "log", clock: Callable[[], str] = now):
        self._ledger, self._name, self._clock = ledger, name, clock

    def append(self, event: str, **facts) -> dict:
        """Add an entry and return it. Facts are plain JSON: names of releases, key ids, digests.

        Raises SetupError when this machine's clock stands before the last entry, IntegrityError when that one cannot be read.
        """
        for _ in range(ATTEMPTS):
            number, last = self._last()
            at = self._clock()
            if last and dt.datetime.fromisoformat(at) < self._time(number, last) - ALLOWANCE:
                raise SetupError(f"The clock of this machine says {at}, and the last entry of the {self._name} in the ledger was made at "
                                 f"{self._time(number, last).isoformat()}; set the clock right and run again, nothing was entered.")
            number += 1
            entry = {"seq": number, "previous": sha256(last) if last else START, "at": at, "event": event, **facts}
            try:
                self._ledger.create(self._path(number), canonical_json(entry))
                return entry
            except FileExistsError:
                continue
        raise IntegrityError(f"The {self._name} in the ledger is written by too many at once; try again in a moment.")

    def append_once(self, event: str, **facts) -> dict:
        """The entry of this event with exactly these facts, added if it is not there: a step that is run again says nothing twice."""
        known = (entry for entry in self.entries() if entry["event"] == event and all(name in entry and entry[name] == value for name, value in facts.items()))
        return next(known, None) or self.append(event, **facts)

    def refuse_before(self, day: dt.date) -> None:
        """Raises SetupError when the chain has an entry from after that day: nothing is signed under a day that has passed."""
        number, last = self._last()
        if last and day < self._time(number, last).date():
            raise SetupError(f"Nothing is signed under the day {day}: the last entry of the {self._name} in the ledger was made on "
                             f"{self._time(number, last).date()}. Set this machine's clock right, or 'as_of: today' in house.yaml.")

    def entries(self) -> list[dict]:
        """Every entry, oldest first. Raises IntegrityError when the chain does not hold."""
        entries, problems = self._walk()
        if problems:
            raise IntegrityError(f"{problems[0]} Restore the ledger from its copy; until then nothing that rests on it counts.")
        return entries

    def verify(self, known: str | None = None) -> dict:
        """Whether the chain is unbroken: {"ok", "entries", "last", "known", "problems"}; `last` is the digest to keep elsewhere.

        With `known`, a `last` of earlier kept elsewhere: `known` is the number of the entry that has it (0: the empty chain). Where no
        entry has it that is a problem, and the only sign of an end that was cut off or of a chain written anew. Null when not asked.
        """
        entries, problems = self._walk()
        digests = [START, *(sha256(canonical_json(entry)) for entry in entries)]
        place = digests.index(known) if known in digests else None
        if known is not None and place is None:
            problems.append(f"{self._name}: no entry has the digest {known[:16]} that was kept elsewhere; entries were removed from the end, "
                            "or the chain was written anew.")
        problems += [f"{self._name}/{name}: this is no entry of the chain; it was put there by hand." for name in self._names() if not _ENTRY.fullmatch(name)]
        return {"ok": not problems, "entries": len(entries), "last": digests[-1], "known": place, "problems": problems}

    def _last(self) -> tuple[int, bytes | None]:
        """Number and bytes of the last entry; 0 and None of an empty chain."""
        numbers = self._numbers()
        return (numbers[-1], self._ledger.read(self._path(numbers[-1]))) if numbers else (0, None)

    def _time(self, number: int, data: bytes) -> dt.datetime:
        try:
            return dt.datetime.fromisoformat(json.loads(data)["at"])
        except (ValueError, KeyError, TypeError):
            raise IntegrityError(f"{self._path(number)}: the entry cannot be read; restore the ledger from its copy, nothing was entered.") from None

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
        return sorted(int(name.removesuffix(".json")) for name in self._names() if _ENTRY.fullmatch(name))

    def _names(self) -> list[str]:
        return [entry.path.removeprefix(f"{self._name}/") for entry in self._ledger.list(self._name)]

    def _path(self, number: int) -> str:
        return f"{self._name}/{number:08d}.json"
