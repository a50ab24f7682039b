"""One file without what was erased: its rows about erased persons and its refused rows go, values that name them are struck out.

Belongs here: what stays of one file, and under which ids. Not here: where copies lie (keeping), which files there are (rewriting).
A row that stays keeps its locator and its id, also where its content says less now. Of a row that could not be read only the
refusal stays: what it says may name anybody.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from assets.lake.digest import ID, mac
from assets.lake.lake import Lake
from assets.lake.striking import MARK
from assets.landing.contracts import Contract
from assets.landing.copies import Head, Kept, entry_of, line_of, opened, read_copy, with_head, write_lines
from assets.landing.decoded import texts
from assets.landing.identity import Identifier
from assets.landing.mapping import Mapper, Record
from assets.landing.objects import BATCH_ROWS, erased_rows
from assets.landing.readers import Bad, Facts, Row

PIECE = 1 << 20         # bytes of rows looked at together
DELIVERED = "delivered/"
UNREADABLE = "; its copy named an erased person and was deleted"
_ESCAPE = re.compile(r"\\(?:u[0-9a-f]{4}|.)")
_ABOUT = pa.schema([("record_id", ID), ("subject_ids", pa.list_(ID))])


@dataclass(frozen=True)
class File:
    """One file on its way into the landing zone, or a copy there. `open` may be called more than once."""
    path: str                       # as it is named now
    place: str                      # where its copy lies; "" on its way
    stream: BinaryIO


@dataclass
class Loss:
    """What of a file does not stay: rows by number (None: the whole row, else the columns of its cells), refusals in their place."""
    cells: dict[int, set[str] | None] = field(default_factory=dict)
    refused: dict[int, list[Bad]] = field(default_factory=dict)
    records: int = 0                # about an erased person
    struck: set[int] = field(default_factory=set)           # rows and refusals in which something was struck out
    rows: int = 0                   # all that could be read
    ids: list[np.ndarray] = field(default_factory=list)     # of the records that stay, S16
    beside: set[int] = field(default_factory=set)           # rows of which a cell is a record that stays

    def add(self, parts: tuple) -> None:
        for number, column in parts:
            if column is None:
                self.cells[number] = None
            elif self.cells.setdefault(number, set()) is not None:
                self.cells[number].add(column)


@dataclass(frozen=True)
class Rest:
    """What stays of a file, on scratch, and what does not, in numbers."""
    file: Path
    rows: int
    struck: int


def unnamed(lake: Lake, path: str) -> str:
    """The path without what names an erased person. Two paths that differ still do."""
    struck = lake.tombstones.strike(path)
    if struck == path:
        return path
    tag = mac(lake.keys.identity, "path", path.removeprefix(DELIVERED)).hex()[:8]
    return struck.replace(MARK, f"{MARK} {tag}", 1)


def forgotten(lake: Lake, contract: Contract, file: File, scratch: Path, bytes_name: bool | None = None) -> Rest | None:
    """What stays of a file; None when nothing in it was erased and it may stay as it is.

    `scratch` is a folder of the caller's, which destroys it. `bytes_name` is what `named` says of the file, where it was asked before.
    """
    spool, facts = scratch / "spool", Facts()
    entries, kept = opened(contract, file.place, file.path, file.stream, facts)
    with open(spool, "wb") as out:
        loss = _weighed(lake, contract, file.path, entries, kept, facts, out)
    path = unnamed(lake, file.path)
    if not (loss.records or loss.struck or path != file.path or (named(lake, contract, file.stream) if bytes_name is None else bytes_name)):
        return None
    loss.cells.update((number, None) for number, cells in loss.cells.items() if cells and number not in loss.beside)
    lines, whole = scratch / "lines", scratch / "copy"
    with open(spool, "rb") as stored:
        write_lines(lines, _staying(stored, loss))
    head = Head(facts.format, facts.encoding, facts.members, lake.tombstones.digest())
    with_head(head, lines, whole)
    if loss.struck or path != file.path or not contract.primary_key:
        with_head(replace(head, kept=_kept(lake, contract, path, whole, loss)), lines, whole)
    return Rest(whole, loss.records, sum(loss.cells.get(number, ()) is not None for number in loss.struck))


def named(lake: Lake, contract: Contract | None, stream: BinaryIO) -> bool:
    """Whether anything in a file's bytes names an erased person, also where its reader does not look."""
    return any(lake.tombstones.struck(text) for text in texts(stream, contract.parse.get("encoding") if contract else None))


# -- weighing ------------------------------------------------------------------------------------------------------------

def _weighed(lake: Lake, contract: Contract, path: str, entries: Iterator[Row | Bad], kept: Kept, facts: Facts, spool: BinaryIO) -> Loss:
    """Read a file to its end: its entries go to the spool struck out and numbered by line; the answer says which of them stay."""
    loss = Loss()
    mapper, identifier = Mapper(contract, lake.keys.identity), Identifier(lake.keys.identity, contract.name, kept)
    waiting: list[tuple[bytes, Record]] = []
    for record in mapper.records(_spooled(lake, entries, spool, loss), path, facts, table=contract.from_.sql is not None):
        if isinstance(record, Bad):
            if record.parts:
                loss.add(record.parts)
                loss.refused.setdefault(record.parts[0][0], []).append(replace(record, locator=lake.tombstones.strike(record.locator), parts=()))
            continue
        waiting.append((identifier.record_id(record), record))
        if len(waiting) >= BATCH_ROWS:
            _judge(lake, waiting, loss)
            waiting = []
    _judge(lake, waiting, loss)
    return loss


def _spooled(lake: Lake, entries: Iterator[Row | Bad], spool: BinaryIO, loss: Loss) -> Iterator[Row | Bad]:
    number = 0
    for group in _groups(entries):
        told = _may_name(lake, [line for _, line in group])
        for entry, line in group:
            loss.rows += isinstance(entry, Row)
            if told and (struck := _struck(lake, entry)) != entry:
                loss.struck.add(number)
                line = line_of(struck)
            spool.write(line)
            yield replace(entry, parts=((number, None),)) if isinstance(entry, Row) else entry
            number += 1


def _groups(entries: Iterator[Row | Bad]) -> Iterator[list[tuple[Row | Bad, bytes]]]:
    """Entries and their lines, as many as are looked at together."""
    group, size = [], 0
    for entry in entries:
        line = line_of(entry)
        group.append((entry, line))
        size += len(line)
        if len(group) >= BATCH_ROWS or size >= PIECE:
            yield group
            group, size = [], 0
    if group:
        yield group


def _may_name(lake: Lake, lines: list[bytes]) -> bool:
    """Whether a value could stand in one of the lines: then each of their texts is looked at. JSON inside JSON is always looked at."""
    text = b"".join(lines).decode("utf-8", "surrogatepass")
    return "\\\\" in text or lake.tombstones.struck(_ESCAPE.sub(" ", text) if "\\" in text else text)


def _struck(lake: Lake, entry: Row | Bad) -> Row | Bad:
    locator = lake.tombstones.strike(entry.locator)
    return replace(entry, locator=locator, values=lake.tombstones.strike_all(entry.values)) if isinstance(entry, Row) else replace(entry, locator=locator)


def _judge(lake: Lake, waiting: list[tuple[bytes, Record]], loss: Loss) -> None:
    if not waiting:
        return
    batch = pa.RecordBatch.from_arrays([pa.array([one for one, _ in waiting], ID),
                                        pa.array([record.columns["subject_ids"] for _, record in waiting], _ABOUT.field(1).type)], schema=_ABOUT)
    erased = erased_rows(lake, batch)
    loss.records += int(erased.sum())
    loss.ids.append(np.array([one for (one, _), gone in zip(waiting, erased) if not gone], "S16"))
    for (_, record), gone in zip(waiting, erased):
        if gone:
            loss.add(record.parts)
        else:
            loss.beside.update(number for number, column in record.parts if column is not None)


# -- what stays ----------------------------------------------------------------------------------------------------------

def _staying(spool: Iterable[bytes], loss: Loss) -> Iterator[bytes]:
    for number, line in enumerate(spool):
        yield from map(line_of, loss.refused.get(number, ()))
        gone = loss.cells.get(number, set())
        if gone is None:
            continue
        if gone or not loss.rows:
            line = line_of(_without(entry_of(line), gone))
        yield line


def _without(entry: Row | Bad, gone: set[str]) -> Row | Bad:
    if isinstance(entry, Row):
        return replace(entry, values={name: None if name in gone else value for name, value in entry.values.items()})
    return entry if entry.reason.endswith(UNREADABLE) else replace(entry, reason=entry.reason + UNREADABLE)


def _kept(lake: Lake, contract: Contract, path: str, copy: Path, loss: Loss) -> Kept:
    """The ids that records of the copy must keep: those that what they say now would not give them.

    Where striking out changed which rows are records at all, each is who it says it is.
    """
    key, before = lake.keys.identity, np.concatenate([np.empty(0, "S16"), *loss.ids])
    with open(copy, "rb") as stream:
        head, entries = read_copy(stream)
        mapper, identifier = Mapper(contract, key), Identifier(key, contract.name)
        records = mapper.records(entries, path, Facts(head.format, head.encoding, head.members), table=contract.from_.sql is not None)
        now = np.array([identifier.record_id(record) for record in records if not isinstance(record, Bad)], "S16")
    if len(now) != len(before):
        return {}
    kept: Kept = {}
    changed = np.unique(now[now != before])
    for at in np.flatnonzero(np.isin(now, changed)):
        kept.setdefault(bytes(now[at]).ljust(16, b"\0"), []).append(bytes(before[at]).ljust(16, b"\0"))
    return kept
