"""Replacing landed copies: after an erasure no copy, no book and no note of a delivery names the person or holds their rows.

Belongs here: which copies must be replaced, and the order in which it is safe. Not here: what stays of one (forgetting).
First the new copy, then the books that name it, then the old copy goes: a crash in between leaves what the next call mends.
A replaced object is read again by the next landing. Nobody may be landing meanwhile.
"""

import json
import shutil
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow.compute as pc

from assets.lake.lake import Lake
from assets.lake.purging import stored_tables
from assets.lake.segments import footer_schema, ids, members, read_segment
from assets.landing.books import Books
from assets.landing.contracts import Contract
from assets.landing.copies import Head, is_rewritten, line_of, read_copy, with_head, write_lines
from assets.landing.forgetting import DELIVERED, UNREADABLE, File, Rest, forgotten, named, unnamed
from assets.landing.keeping import put_rewritten
from assets.landing.objects import erased_rows
from assets.landing.readers import Bad
from assets.landing.sightings import whole_id

_PLAIN = ("csv", "tsv", "json", "jsonl", "txt", "md", "vtt", "srt", "transcript")       # their bytes are what they say
_NONE = np.empty(0, "S16")
_UNREAD = "the source has no contract by which the file could be read" + UNREADABLE


def replace_copies(lake: Lake, contracts: Iterable[Contract]) -> dict[str, int]:
    """Replace every landed copy that holds erased rows or values, of sources without a contract too.

    Returns {"objects": copies replaced, "rows": records that went with them, "struck": rows that stay and say less}.
    Call it before the tables are purged: they tell where erased rows came from. Running it again changes nothing.
    """
    told = {"objects": 0, "rows": 0, "struck": 0}
    if lake.tombstones.empty:
        return told
    known: dict[str, Any] = {contract.name: contract for contract in contracts if isinstance(contract, Contract)}
    landing, tables = lake.store("landing"), stored_tables(lake)
    folders = {entry.path.split("/", 1)[0] for entry in landing.list() if "/" in entry.path}
    booked = {table.removeprefix("landing/").removesuffix(".files") for table in tables if table.startswith("landing/") and table.endswith(".files")}
    for number, name in enumerate(sources := sorted({*known, *folders, *booked}), 1):
        with lake.boundary(f"replace copies of {name}"):
            contract = known.get(name) or SimpleNamespace(name=name, table=f"landing/{name}", from_=None)
            for what, count in _Source(lake, contract, tables).run().items():
                told[what] += count
        lake.progress("sources rewritten", number, len(sources))
    landing.forget()
    return told


@dataclass
class _Note:
    """A file that was handed over: `vault/deliveries/<source>/<number>-<object id>.json`."""
    path: str
    object_id: bytes
    name: str
    place: str
    bytes: int


class _Source:
    """The copies of one source."""

    def __init__(self, lake: Lake, contract: Any, tables: dict[str, list]):
        self.lake, self.contract, self.tables = lake, contract, tables
        self.landing, self.vault = lake.store("landing"), lake.store("vault")
        self.stones = lake.tombstones.digest()
        self.books = Books.load(lake, contract)
        self.notes = list(self._notes())

    def run(self) -> dict[str, int]:
        replaced = self._replace()
        self._enter()
        for note in self.notes:
            body = {"name": unnamed(self.lake, note.name), "place": replaced.get(note.object_id, (note.place, None))[0], "bytes": note.bytes}
            if body != {"name": note.name, "place": note.place, "bytes": note.bytes}:
                self.vault.write(note.path, json.dumps(body, sort_keys=True).encode())
                note.place = body["place"]
        self._sweep()
        rests = [rest for _, rest in replaced.values()]
        return {"objects": len(rests), "rows": sum(rest.rows for rest in rests), "struck": sum(rest.struck for rest in rests)}

    def _notes(self) -> Iterator[_Note]:
        for entry in self.vault.list(f"deliveries/{self.contract.name}"):
            body, name = json.loads(self.vault.read(entry.path)), entry.path.rsplit("/", 1)[-1]
            yield _Note(entry.path, bytes.fromhex(name.partition("-")[2].removesuffix(".json")), body["name"], body["place"], body["bytes"])

    # -- copies ----------------------------------------------------------------------------------------------------------

    def _replace(self) -> dict[bytes, tuple[str, Rest]]:
        """Put what stays of each copy that must be replaced into the landing zone, and enter it into the books. Object id -> new place."""
        suspects, replaced = self._suspects(), {}
        for found, (place, path) in sorted(self._copies().items()):
            if not self.landing.exists(place):
                continue
            folder = self.lake.scratch() / f"rewriting-{uuid.uuid4().hex}"
            folder.mkdir(mode=0o700)
            try:
                rest = self._rest(found, place, path, found in suspects, folder)
                if rest is not None and (new := put_rewritten(self.lake, self.contract.name, found, rest.file)) != place:
                    replaced[found] = new, rest
            finally:
                shutil.rmtree(folder, ignore_errors=True)       # scratch holds what the copy holds
        for found, (place, _) in replaced.items():
            if found in self.books.things:
                thing = self.books.things[found]
                thing.place, thing.outcome = place, None
        return replaced

    def _copies(self) -> dict[bytes, tuple[str, str]]:
        """Place and path of every object that the books or the notes know."""
        copies = {note.object_id: (note.place, f"{DELIVERED}{note.name}") for note in self.notes}
        for line in sorted(self.books.lines.values(), key=lambda line: line.path, reverse=True):
            if line.object_id is not None:
                copies[line.object_id] = self.books.things[line.object_id].place, line.path
        return copies

    def _rest(self, found: bytes, place: str, path: str, suspect: bool, folder: Path) -> Rest | None:
        contract = self.contract if isinstance(self.contract, Contract) else None
        with self.landing.open(place) as stream:
            if is_rewritten(place) and read_copy(stream)[0].stones == self.stones and unnamed(self.lake, path) == path:
                return None
            bytes_name = named(self.lake, contract, stream)
            told = suspect or bytes_name or unnamed(self.lake, path) != path
            if not told and not self._opaque(found, place):
                return None
            if contract is not None:
                return forgotten(self.lake, contract, File(path, place, stream), folder, bytes_name)
        if not told:
            return None
        write_lines(folder / "lines", [line_of(Bad("", _UNREAD, True))])
        with_head(Head(stones=self.stones), folder / "lines", folder / "copy")
        return Rest(folder / "copy", 0, 0)

    def _opaque(self, found: bytes, place: str) -> bool:
        """Whether only its reader can tell what a copy says."""
        thing = self.books.things.get(found)
        return not is_rewritten(place) and (thing is None or thing.format not in _PLAIN)

    def _suspects(self) -> set[bytes]:
        """Objects that hold erased records, and those whose records nobody can say any more whom they are about."""
        suspects, known, accounted = set(), [_NONE], []
        for store, path in self.tables.get(self.contract.table, ()):
            if "subject_ids" not in footer_schema(store, path).names:
                accounted += read_segment(store, path, ["record_id", "object_id"])
                continue
            for batch in read_segment(store, path, ["record_id", "object_id", "subject_ids"]):
                gone = erased_rows(self.lake, batch)
                suspects.update(map(whole_id, ids(batch["object_id"])[gone]))
                known.append(ids(batch["record_id"])[~gone])
        known = np.concatenate(known)
        for batch in accounted:
            batch = batch.filter(pc.and_(batch["record_id"].is_valid(), batch["object_id"].is_valid()))
            gone = self.lake.tombstones.contains(batch["record_id"]).to_numpy(zero_copy_only=False).astype(bool)
            suspects.update(map(whole_id, ids(batch["object_id"])[gone | ~members(ids(batch["record_id"]), known)]))
        return suspects

    # -- books -----------------------------------------------------------------------------------------------------------

    def _enter(self) -> None:
        """Commit the books with their new places and without names, and forget every version that names somebody."""
        lake, books, table = self.lake, self.books, f"{self.contract.table}.files"
        if not books.lines:
            return
        for line in books.lines.values():
            line.path = unnamed(lake, line.path)
        books.lines = {(line.path, line.object_id): line for line in books.lines.values()}
        books.settle()
        if getattr(self.contract, "state", "") == "blocked":
            books.block(self.contract.reason)
        books.save()
        segments = [entry.path for root in (table, f"pending/{table}") for entry in self.vault.list(f"{root}/segments")]
        gone = [whole_id(one) for path in segments if "path" in footer_schema(self.vault, path).names
                for batch in read_segment(self.vault, path, ["record_id", "path"])
                for one, name in zip(ids(batch["record_id"]), batch["path"].to_pylist()) if unnamed(lake, name) != name]
        if gone:
            lake.purge(table, np.array(gone, "S16"))

    def _sweep(self) -> None:
        """Delete every object of the source that neither books nor notes name: what was replaced, and what a crash left."""
        named_ = {thing.place for thing in self.books.things.values()} | {note.place for note in self.notes}
        for entry in self.landing.list(self.contract.name):
            if entry.path not in named_:
                self.landing.delete(entry.path)
