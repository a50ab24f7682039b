"""Objects: the rows of landed copies on their way into the lake.

Belongs here: reading copies into bounded batches. Not here: copying bytes in (keeping), which rows win (resolve), the table (run).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from assets.lake.digest import ID, mac_rows
from assets.lake.lake import Lake
from assets.lake.segments import ids
from assets.landing.contracts import Contract
from assets.landing.copies import opened
from assets.landing.identity import Identifier
from assets.landing.kinds import SCHEMAS
from assets.landing.mapping import Mapper
from assets.landing.readers import Bad, Facts

BATCH_ROWS = 2048
BATCH_CHARACTERS = 8 << 20


@dataclass(frozen=True)
class Outcome:
    """What reading one object came to: what was found out, rows and refusals, and why it could not be read, or not to its end."""
    facts: Facts
    rows: int
    entries: int
    whole: str | None
    unmapped: list[str]


class Reading:
    """Objects read one after another into batches on scratch, with the ids and contents of their rows in memory.

    Small files share batches: a thousand files of one row cost what one file of a thousand rows costs.
    """

    def __init__(self, lake: Lake, contract: Contract, scratch: Path):
        self._lake, self._contract, self._scratch = lake, contract, scratch
        self._schema = SCHEMAS[contract.kind]
        self._waiting: list[dict] = []
        self._size = 0
        self._parts: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = []
        self._places: list[pa.Array] = []
        self._file = pa.OSFile(str(scratch), "wb")
        self._writer = pa.ipc.new_stream(self._file, self._schema.append(pa.field("row_mac", ID)))
        self.objects: set[bytes] = set()
        self.refused: list[tuple[bytes | None, bytes, str, str]] = []    # record id, object id, locator, reason

    def add(self, found: bytes, path: str, stream: BinaryIO, place: str = "") -> Outcome:
        """Read one object from its copy, which lies at `place`. Nothing in a file that arrived can raise out of here."""
        contract, facts = self._contract, Facts()
        rows, kept = opened(contract, place, path, stream, facts)
        mapper, identifier = Mapper(contract, self._lake.keys.identity), Identifier(self._lake.keys.identity, contract.name, kept)
        good, bad, whole = 0, 0, None
        self.objects.add(found)
        for entry in mapper.records(rows, path, facts, table=contract.from_.sql is not None):
            if isinstance(entry, Bad):
                bad += 1
                self.refused.append((None, found, entry.locator, entry.reason))
                whole = whole or (entry.reason if entry.whole else None)
                continue
            good += 1
            row = entry.columns
            row.update(record_id=identifier.record_id(entry), source=contract.name, kind=contract.kind, object_id=found,
                       locator=entry.locator, primary_key=" | ".join(entry.key) if entry.key else None)
            self._waiting.append(row)
            self._size += len(row.get("text") or "") + len(row.get("extra") or "") + 200 + 100 * len(row.get("turns") or ())
            if len(self._waiting) >= BATCH_ROWS or self._size > BATCH_CHARACTERS:
                self._flush()
        return Outcome(facts, good, good + bad, whole, sorted(_printable(name) for name in mapper.unmapped)[:200])

    def close(self) -> "Reading":
        """No more objects: `ids`, `macs`, `of` (object ids), `erased` and `locators` are ready, (n,) each."""
        self._flush()
        self._writer.close()
        self._file.close()
        empty = np.empty(0, "S16")
        parts = list(zip(*self._parts)) or [[empty], [empty], [empty], [np.empty(0, bool)]]
        self.ids, self.macs, self.of, self.erased = (np.concatenate(part) for part in parts)
        self.locators = pa.concat_arrays(self._places) if self._places else pa.array([], pa.string())
        return self

    def batches(self, wanted: np.ndarray) -> Iterator[pa.RecordBatch]:
        """The rows chosen by a mask over them, in the order they were read."""
        if not wanted.any():
            return
        with pa.OSFile(str(self._scratch), "rb") as file:
            start = 0
            for batch in pa.ipc.open_stream(file):
                mask = wanted[start:start + batch.num_rows]
                start += batch.num_rows
                if mask.any():
                    yield batch if mask.all() else batch.filter(pa.array(mask))

    def _flush(self) -> None:
        if self._waiting:
            self._write(self._waiting)
        self._waiting, self._size = [], 0

    def _write(self, rows: list[dict]) -> None:
        schema = self._schema
        try:
            batch = pa.RecordBatch.from_arrays(
                [pa.array([row.get(name) for row in rows], schema.field(name).type) for name in schema.names], schema=schema)
        except (pa.ArrowException, ValueError, TypeError, OverflowError):
            if len(rows) == 1:
                row = rows[0]
                self.refused.append((row["record_id"], row["object_id"], row["locator"], "a value does not fit the type of its column"))
                return
            self._write(rows[:len(rows) // 2])
            self._write(rows[len(rows) // 2:])
            return
        macs = mac_rows(self._lake.keys.identity, batch)
        self._writer.write_batch(pa.RecordBatch.from_arrays([*batch.columns, macs], schema=self._writer_schema()))
        self._parts.append((ids(batch["record_id"]).copy(), ids(macs).copy(), ids(batch["object_id"]).copy(), erased_rows(self._lake, batch)))
        self._places.append(batch["locator"])

    def _writer_schema(self) -> pa.Schema:
        return self._schema.append(pa.field("row_mac", ID))


def _printable(name: str) -> str:
    return name.encode("utf-8", "replace").decode()[:200]


def erased_rows(lake: Lake, batch: pa.RecordBatch) -> np.ndarray:
    """Which rows are under a tombstone, themselves or through a person they are about: (n,) bool."""
    own = lake.tombstones.contains(batch["record_id"]).to_numpy(zero_copy_only=False).astype(bool)
    people = batch["subject_ids"]
    flat = lake.tombstones.contains(people.flatten()).to_numpy(zero_copy_only=False).astype(bool)
    if not flat.any():
        return own
    rows = np.repeat(np.arange(len(people)), people.value_lengths().to_numpy(zero_copy_only=False))
    about = np.zeros(len(people), bool)
    about[rows[flat]] = True
    return own | about
