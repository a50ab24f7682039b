"""All sightings of all records of a source, side by side: stored, just read, or known from the account alone.

Belongs here: gathering the arrays that `resolve` judges, and what follows from its judgement: rows to write, rows to
drop, the account. Not here: the judgement (resolve), the order of events (run).
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.lake.digest import ID
from assets.lake.lake import Lake
from assets.lake.segments import ids
from assets.lake.versions import STORED_LEFT_OUT, Version
from assets.landing.books import Books
from assets.landing.objects import Reading, erased_rows
from assets.landing.resolve import BASE, ERASED, LOST, NEW, Candidates, Resolved

TWICE = "the primary key stands more than once in the file, with different content"


class Sightings:
    def __init__(self, lake: Lake, books: Books, base: Version | None, reading: Reading, same_stones: bool):
        order, ranks, live = sorted(books.things), books.ranks(), books.live
        self._objects = np.array(order, "S16")
        self._rank = np.array([ranks[one] for one in order], np.int64)
        self._delivery = np.array([books.things[one].delivery for one in order], np.int64)
        self._live = np.array([one in live for one in order], bool)
        self._readings = [reading]
        fresh = np.array(sorted(reading.objects), "S16")
        account = base.left_out_stored() if base is not None else STORED_LEFT_OUT.empty_table()
        self._twice = in_conflict(reading)
        valid = ~self._twice
        stored, self._base_ids = _stored(lake, base, self._objects, fresh, same_stones)
        parts = [stored, _accounted(account, self._objects, fresh), {
            "ids": reading.ids[valid], "macs": reading.macs[valid], "of": reading.of[valid], "erased": reading.erased[valid],
            "origin": np.full(int(valid.sum()), NEW), "at": np.zeros(int(valid.sum()), np.int64), "row": np.flatnonzero(valid),
            "locators": reading.locators.filter(pa.array(valid))}]
        self._carried = _refused_before(account, self._objects, fresh)
        self._ids, self._macs, self._of, self._erased, self._origin, self._at, self._row = (
            np.concatenate([part[name] for part in parts]) for name in ("ids", "macs", "of", "erased", "origin", "at", "row"))
        self._locators = pa.chunked_array([part["locators"] for part in parts], pa.string())

    def candidates(self) -> Candidates:
        which = np.searchsorted(self._objects, self._of)
        return Candidates(self._ids, self._macs, self._rank[which], self._delivery[which], self._live[which], self._erased, self._origin)

    def lost_winners(self, decided: Resolved) -> list[bytes]:
        """Objects to read again: a record that stands is known only from the account."""
        return [whole_id(one) for one in np.unique(self._of[decided.wins & (self._origin == LOST)])]

    def revive(self, again: Reading) -> None:
        """Objects were read again: their accounted rows are at hand now."""
        self._readings.append(again)
        mine = np.flatnonzero(np.isin(self._of, np.array(sorted(again.objects), "S16")) & (self._origin == LOST))
        known = {(one.tobytes(), of.tobytes(), mac.tobytes()): row
                 for row, (one, of, mac) in enumerate(zip(_wide(again.ids), _wide(again.of), _wide(again.macs)))}
        keys = zip(_wide(self._ids[mine]), _wide(self._of[mine]), _wide(self._macs[mine]))
        for position, (one, of, mac) in zip(mine, keys):
            row = known.get((one.tobytes(), of.tobytes(), mac.tobytes()))
            if row is None:
                self._erased[position] = True       # the copy was replaced without the row
                continue
            self._origin[position], self._at[position], self._row[position] = NEW, len(self._readings) - 1, row
            self._erased[position] |= again.erased[row]

    def dropped(self, decided: Resolved) -> np.ndarray:
        """Record ids whose stored row must go."""
        stays = self._ids[decided.wins & (self._origin == BASE)]
        return self._base_ids[~np.isin(self._base_ids, stays)]

    def rows(self, decided: Resolved) -> Iterator[pa.RecordBatch]:
        """The rows to write, in the order they were read."""
        for position, reading in enumerate(self._readings):
            wanted = np.zeros(len(reading.ids), bool)
            wanted[self._row[decided.wins & (self._origin == NEW) & (self._at == position)]] = True
            yield from reading.batches(wanted)

    def account(self, decided: Resolved) -> pa.Table:
        """Every sighting that is not a row, and every refusal: what, why, where. Its `input_mac` is the sighting's content."""
        lost = np.flatnonzero(~decided.wins)
        merged = decided.merged[lost]
        return pa.concat_tables([
            pa.table({
                "record_id": to_ids(self._ids[lost]), "disposition": pa.array(np.where(merged, "merged", "left out"), pa.string()),
                "reason": pa.array(decided.reason[lost], pa.string()), "into": to_ids(self._ids[lost], merged),
                "object_id": to_ids(self._of[lost]), "locator": pc.if_else(pa.array(self._erased[lost], pa.bool_()), "", self._locators.take(pa.array(lost))),
                "input_mac": to_ids(self._macs[lost])}, schema=STORED_LEFT_OUT),
            self._carried, self._refusals()])

    def _refusals(self) -> pa.Table:
        reading, twice = self._readings[0], np.flatnonzero(self._twice)
        places = reading.locators.take(pa.array(twice)).to_pylist()
        entries = [(whole_id(reading.ids[row]), whole_id(reading.of[row]), place, TWICE) for row, place in zip(twice, places)]
        entries += reading.refused
        return pa.table({
            "record_id": pa.array([entry[0] for entry in entries], ID), "disposition": pa.array(["quarantined"] * len(entries), pa.string()),
            "reason": pa.array([entry[3] for entry in entries], pa.string()), "into": pa.nulls(len(entries), ID),
            "object_id": pa.array([entry[1] for entry in entries], ID), "locator": pa.array([entry[2] for entry in entries], pa.string()),
            "input_mac": pa.nulls(len(entries), ID)}, schema=STORED_LEFT_OUT)


def in_conflict(reading: Reading) -> np.ndarray:
    """Rows of one object that share an id and differ, (n,) bool: nobody can say which is meant."""
    size = len(reading.ids)
    if not size:
        return np.zeros(0, bool)
    order = np.lexsort((reading.macs, reading.of, reading.ids))
    one, of, macs = reading.ids[order], reading.of[order], reading.macs[order]
    starts = np.r_[True, (one[1:] != one[:-1]) | (of[1:] != of[:-1])]
    differs = np.r_[False, (macs[1:] != macs[:-1]) & ~starts[1:]]
    group = np.cumsum(starts) - 1
    bad = np.zeros(group[-1] + 1, bool)
    bad[group[differs]] = True
    found = np.zeros(size, bool)
    found[order] = bad[group]
    return found


def _stored(lake: Lake, base: Version | None, objects: np.ndarray, fresh: np.ndarray, same_stones: bool) -> tuple[dict, np.ndarray]:
    """The rows of the table, less those whose object is read anew or unknown; and the ids of all of them."""
    empty = pa.table({name: pa.array([], pa.string() if name == "locator" else ID) for name in ("record_id", "row_mac", "object_id", "locator")})
    kept, erased = [], [np.zeros(0, bool)]
    for batch in base.batches(["record_id", "row_mac", "object_id", "locator", *([] if same_stones else ["subject_ids"])]) if base else ():
        erased.append(np.zeros(batch.num_rows, bool) if same_stones else erased_rows(lake, batch))
        kept.append(batch.select(empty.schema.names))
    rows = pa.Table.from_batches(kept) if kept else empty
    of = ids(rows["object_id"])
    mask = np.isin(of, objects) & ~np.isin(of, fresh)
    return _part(rows.filter(pa.array(mask, pa.bool_())), "row_mac", np.concatenate(erased)[mask], BASE), ids(rows["record_id"])


def _accounted(account: pa.Table, objects: np.ndarray, fresh: np.ndarray) -> dict[str, Any]:
    rows = _known(account, objects, fresh, pc.not_equal(account["disposition"], "quarantined"))
    return _part(rows, "input_mac", pc.equal(rows["reason"], ERASED).to_numpy(zero_copy_only=False).astype(bool), LOST)


def _refused_before(account: pa.Table, objects: np.ndarray, fresh: np.ndarray) -> pa.Table:
    return _known(account, objects, fresh, pc.equal(account["disposition"], "quarantined"))


def _known(account: pa.Table, objects: np.ndarray, fresh: np.ndarray, wanted: pa.ChunkedArray) -> pa.Table:
    of = ids(account["object_id"])
    mask = np.isin(of, objects) & ~np.isin(of, fresh) & wanted.to_numpy(zero_copy_only=False).astype(bool)
    return account.filter(pa.array(mask, pa.bool_()))


def _part(rows: pa.Table, content: str, erased: np.ndarray, origin: int) -> dict[str, Any]:
    size = len(rows)
    return {"ids": ids(rows["record_id"]), "macs": ids(rows[content]), "of": ids(rows["object_id"]), "erased": erased,
            "origin": np.full(size, origin), "at": np.full(size, -1), "row": np.zeros(size, np.int64),
            "locators": rows["locator"].combine_chunks() if size else pa.array([], pa.string())}


def _wide(array: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(array).view("V16")


def to_ids(array: np.ndarray, valid: np.ndarray | None = None) -> pa.Array:
    """S16 back to binary(16); where `valid` is false the id is null."""
    found = pa.FixedSizeBinaryArray.from_buffers(ID, len(array), [None, pa.py_buffer(np.ascontiguousarray(array).tobytes())])
    return found if valid is None or valid.all() else pc.if_else(pa.array(valid), found, pa.scalar(None, ID))


def whole_id(one: Any) -> bytes:
    return bytes(one).ljust(16, b"\x00")        # numpy drops trailing zero bytes
