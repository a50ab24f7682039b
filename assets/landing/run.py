"""Landing a source: what is new is kept, read, resolved against what is there, and committed as one table.

Belongs here: the order of events for one source. Not here: each event (arrivals, objects, resolve, books).
The table `landing/<source>` is its own memo: an object that was read once is not read again while contract and readers
stay the same. Same deliveries, same bytes, whatever the order of files, their times or their names.
"""

import shutil
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from assets.lake.digest import digest_of, mac
from assets.lake.lake import Lake
from assets.lake.segments import ids
from assets.lake.steps import LEFT_OUT
from assets.lake.versions import Version
from assets.landing.arrivals import Arrival, arrivals, asks_for, deliver
from assets.landing.books import Books, Line, Thing
from assets.landing.contracts import Contract
from assets.landing.forgetting import unnamed
from assets.landing.keeping import Kept, keep
from assets.landing.kinds import SCHEMAS
from assets.landing.mapping import MAPPING_VERSION
from assets.landing.objects import Reading
from assets.landing.readers import READERS_VERSION
from assets.landing.resolve import resolve
from assets.landing.sightings import Sightings

__all__ = ["LAND_VERSION", "deliver", "fingerprint", "land", "land_again", "replay"]

LAND_VERSION = f"1.{READERS_VERSION}.{MAPPING_VERSION}"

Progress = Callable[[str, int, int], None]


def land(lake: Lake, house: Any, contract: Contract, progress: Progress | None = None, *, checks: tuple[str, ...] = (),
         upstream: str | None = None) -> Version:
    """Bring `landing/<source>` up to date with what has arrived. Unchanged files are not read again.

    `upstream` is the path or address of an upstream asset's output, for contracts with `from: asset`.
    """
    folder = lake.scratch() / f"landing-{uuid.uuid4().hex}"
    with lake.boundary(f"land {contract.name}"):
        folder.mkdir(parents=True, mode=0o700)
        try:
            return _Landing(lake, contract, progress or lake.progress, checks, upstream, folder).run()
        finally:
            shutil.rmtree(folder, ignore_errors=True)       # scratch holds what records hold


def land_again(lake: Lake, contract: Contract, progress: Progress | None = None) -> Version:
    """`landing/<source>` from the copies that the books list and from nothing else: no inbox, query or asset is looked at."""
    folder = lake.scratch() / f"landing-{uuid.uuid4().hex}"
    with lake.boundary(f"land {contract.name} again"):
        folder.mkdir(parents=True, mode=0o700)
        try:
            return _Landing(lake, contract, progress or lake.progress, (), None, folder).run(receiving=False)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def fingerprint(lake: Lake, house: Any, contract: Contract) -> str:
    """Changes when a landing has something to do: a MAC over the listing and the contract, naming nothing."""
    with lake.boundary(f"look at {contract.name}"):
        if contract.from_.sql and contract.state == "ready":
            from assets.landing.queries import fingerprint_of
            listing = [fingerprint_of(lake, contract)]
        else:
            listing = [part for arrival in arrivals(lake, contract) for part in (arrival.path, arrival.stamp, arrival.state)]
        return mac(lake.keys.identity, contract.name, "listing", contract.reading(), contract.state, lake.tombstones.digest(), *listing).hex()


def replay(lake: Lake, contract: Contract, record_id: bytes) -> bool | None:
    """Read a stored record again from its immutable copy and compare. None when the copy is gone or reads otherwise now."""
    stored = next(((batch["object_id"][row].as_py(), batch["row_mac"][row].as_py())
                   for batch in lake.read(contract.table).batches(["record_id", "object_id", "row_mac"])
                   for row in np.flatnonzero(ids(batch["record_id"]) == np.frombuffer(record_id, "S16")[0])), None)
    books = Books.load(lake, contract)
    if stored is None or stored[0] not in books.things or not lake.store("landing").exists(books.things[stored[0]].place):
        return None
    folder = lake.scratch() / f"replay-{uuid.uuid4().hex}"
    with lake.boundary(f"read {contract.name} again", object_id=stored[0], record_id=record_id):
        folder.mkdir(parents=True, mode=0o700)
        try:
            parsed = _read(lake, contract, books, [stored[0]], folder / "again")
            again = parsed.macs[parsed.ids == np.frombuffer(record_id, "S16")[0]]
            return bool(len(again)) and bool((again == np.frombuffer(stored[1], "S16")[0]).any())
        finally:
            shutil.rmtree(folder, ignore_errors=True)


class _Landing:
    def __init__(self, lake: Lake, contract: Contract, progress: Progress, checks: tuple[str, ...], upstream: str | None, folder: Path):
        self.lake, self.contract, self.progress, self.checks = lake, contract, progress, checks
        self.upstream, self.folder = upstream, folder
        self.books = Books.load(lake, contract)
        self.base = lake.newest(contract.table)
        self.places = {one: thing.place for one, thing in self.books.things.items()}
        self.stones = lake.tombstones.digest()

    def run(self, receiving: bool = True) -> Version:
        contract, books = self.contract, self.books
        if contract.state == "blocked":
            return self._blocked(receiving)
        signature = digest_of("land", LAND_VERSION, contract.reading())
        before = books.live, books.ranks()
        remembered = self._receive() if receiving else dict(books.facts)
        full = self.base is None or self.base.signature != signature
        todo = sorted(one for one, thing in books.things.items() if full or thing.outcome is None)
        same_stones = self.base is not None and self.base.facts.get("tombstones") == self.stones
        if not full and not todo and before == (books.live, books.ranks()) and same_stones and set(self.checks) <= set(self.base.required):
            books.settle()
            books.save()
            return self.base
        reading = _read(self.lake, contract, books, todo, self.folder / "new", self.progress, note=True)
        version = self._commit(None if full else self.base, reading, signature, same_stones)
        books.facts = remembered
        books.save()
        return version

    # -- arriving ----------------------------------------------------------------------------------------------------

    def _receive(self) -> dict[str, Any]:
        """Keep what is new and note what is not. Returns what to remember of the source once all has landed."""
        contract, books, remembered = self.contract, self.books, dict(self.books.facts)
        if contract.from_.sql:
            from assets.landing.queries import query_arrivals
            found, remembered = query_arrivals(self.lake, contract, books.facts, self.folder)
        else:
            found = arrivals(self.lake, contract, self.upstream)
        books.lines = {key: line for key, line in books.lines.items() if line.object_id is not None}
        self._withdraw()
        books.index()
        delivery = books.delivery + 1
        for number, arrival in enumerate(found, 1):
            self._arrive(arrival, delivery)
            self.progress(f"{contract.name}: files looked at", number, len(found))
        return remembered

    def _withdraw(self) -> None:
        """Files that the contract no longer asks for stand for nothing."""
        files = self.contract.from_.files
        if files is None:
            return
        for line in self.books.lines.values():
            if line.current and not line.path.startswith("delivered/"):
                if not asks_for(self.contract, line.path):
                    line.current, line.state, line.reason = False, "skipped", "no longer asked for by the contract"

    def _arrive(self, arrival: Arrival, delivery: int) -> None:
        books, path = self.books, unnamed(self.lake, arrival.path)
        line = books.current(path)
        if arrival.state != "new":
            books.lines[path, None] = Line(path, None, "", arrival.size, True, arrival.state, arrival.reason)
            return
        if line is not None and arrival.stamp and line.stamp == arrival.stamp:
            return
        kept = self._kept(arrival)
        if isinstance(kept, str):
            books.lines[path, None] = Line(path, None, "", arrival.size, True, "quarantined", kept)
            return
        if line is not None and line.object_id == kept.object_id:
            line.stamp = arrival.stamp
            return
        if line is not None:
            line.current, line.state, line.reason = False, "skipped", None
        books.lines[path, kept.object_id] = Line(path, kept.object_id, arrival.stamp, kept.bytes)
        thing = books.things.setdefault(kept.object_id, Thing(kept.place, kept.bytes, delivery))
        thing.delivery = delivery

    def _kept(self, arrival: Arrival) -> Kept | str:
        if arrival.kept is None:
            return keep(self.lake, self.contract, arrival.path, arrival.open, arrival.size, self.places)
        found, place = arrival.kept
        if not self.lake.store("landing").exists(place):
            return "the copy of a file that was handed over is not there; deliver it again"
        return Kept(found, self.places.get(found, place), arrival.size)

    def _blocked(self, receiving: bool) -> Version:
        """Count the files, open none, withdraw every record."""
        books, contract = self.books, self.contract
        books.lines = {key: line for key, line in books.lines.items() if line.object_id is not None}
        known = {line.path for line in books.lines.values() if line.current}
        for arrival in arrivals(self.lake, contract, self.upstream) if receiving else ():
            if (path := unnamed(self.lake, arrival.path)) not in known:
                state = ("blocked", contract.reason) if arrival.state == "new" else (arrival.state, arrival.reason)
                books.lines[path, None] = Line(path, None, "", arrival.size, True, *state)
        books.settle()
        books.block(contract.reason)
        signature = digest_of("land", "blocked", contract.reason)
        version = self.base
        if version is None or version.signature != signature:
            version = self.lake.commit(
                contract.table, [], schema=SCHEMAS[contract.kind], left_out=LEFT_OUT.empty_table(), counted_in=0, step=self._step(),
                signature=signature, checks=self.checks, facts={"tombstones": self.stones, "blocked": contract.reason})
        books.save()
        return version

    # -- committing --------------------------------------------------------------------------------------------------

    def _commit(self, base: Version | None, reading: Reading, signature: str, same_stones: bool) -> Version:
        table = Sightings(self.lake, self.books, base, reading, same_stones)
        decided = resolve(table.candidates())
        while wanted := table.lost_winners(decided):
            table.revive(_read(self.lake, self.contract, self.books, wanted, self.folder / uuid.uuid4().hex))
            decided = resolve(table.candidates())
        drop = table.dropped(decided)
        self.books.settle()
        counts = self.books.counts()
        unmapped = {name for thing in self.books.things.values() for name in thing.unmapped}
        return self.lake.commit(
            self.contract.table, table.rows(decided), schema=SCHEMAS[self.contract.kind], left_out=table.account(decided),
            counted_in=sum(thing.records for thing in self.books.things.values()), step=self._step(), signature=signature,
            base=base, drop=drop, checks=self.checks,
            facts={"tombstones": self.stones, "files": counts, "unmapped columns": len(unmapped)})

    def _step(self) -> dict[str, Any]:
        return {"name": "land", "version": LAND_VERSION, "params": {"source": self.contract.name}}


def _read(lake: Lake, contract: Contract, books: Books, objects: list[bytes], scratch: Path,
          progress: Progress = lambda what, done, total: None, note: bool = False) -> Reading:
    """Read objects from their immutable copies, in the order of ids; `note` enters what was found out into the books."""
    paths: dict[bytes, str] = {}
    for line in books.lines.values():
        if line.object_id is not None:
            paths[line.object_id] = min(line.path, paths.get(line.object_id, line.path))
    reading, landing = Reading(lake, contract, scratch), lake.store("landing")
    for number, one in enumerate(sorted(objects), 1):
        thing = books.things[one]
        with landing.open(thing.place) as stream:
            outcome = reading.add(one, paths[one], stream, thing.place)
        if note:
            thing.format, thing.encoding, thing.records = outcome.facts.format, outcome.facts.encoding, outcome.entries
            thing.outcome = "quarantined" if outcome.whole and not outcome.rows else "read"
            thing.reason = f"read in part: {outcome.whole}" if outcome.whole and outcome.rows else outcome.whole
            thing.unmapped = outcome.unmapped
        progress(f"{contract.name}: files read", number, len(objects))
    return reading.close()
