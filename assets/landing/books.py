"""The books of a source: every file that ever arrived, what became of it, and the object it is.

Belongs here: the table `landing/<source>.files`. Not here: records. The table lies in the vault and may hold file names.
A file is a path with its bytes; the same path with new bytes replaces it, and the old line stays, no longer current.
"""

from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from assets.lake.digest import ID, digest_of, mac
from assets.lake.lake import Lake
from assets.lake.steps import LEFT_OUT
from assets.landing.contracts import Contract

BOOKS_VERSION = "1"

FILES = pa.schema([
    pa.field("record_id", ID, nullable=False),
    pa.field("source", pa.string(), nullable=False),
    pa.field("path", pa.string(), nullable=False),
    pa.field("object_id", ID),
    pa.field("locator", pa.string()),               # the stamp the file had: size and time, never part of a row's MAC
    pa.field("place", pa.string()),                 # path in the landing zone
    pa.field("bytes", pa.int64()),
    pa.field("format", pa.string()),
    pa.field("encoding", pa.string()),
    pa.field("state", pa.string(), nullable=False),  # read, quarantined, skipped or blocked
    pa.field("reason", pa.string()),
    pa.field("records", pa.int64(), nullable=False),  # rows and refusals of the object, on the one line that stands for it
    pa.field("outcome", pa.string()),               # of the object: read, quarantined, or null before it was read
    pa.field("outcome_reason", pa.string()),
    pa.field("delivery", pa.int32()),               # the landing that brought the object last
    pa.field("current", pa.bool_(), nullable=False),  # false once a newer delivery of the path replaced it
    pa.field("unmapped", pa.list_(pa.string())),    # columns of theirs that the contract does not ask for
])

REPLACED = "replaced by a newer delivery of the same file"
IDENTICAL = "identical to another file of this source"


@dataclass
class Line:
    """One path with its bytes."""
    path: str
    object_id: bytes | None
    stamp: str
    size: int
    current: bool = True
    state: str = "read"
    reason: str | None = None


@dataclass
class Thing:
    """One object: bytes that arrived, whatever names they came under."""
    place: str
    bytes: int
    delivery: int
    format: str | None = None
    encoding: str | None = None
    outcome: str | None = None
    reason: str | None = None
    records: int = 0
    unmapped: list[str] = field(default_factory=list)


@dataclass
class Books:
    """Lines and things of one source, loaded, changed and committed again."""
    lake: Lake
    contract: Contract
    lines: dict[tuple[str, bytes | None], Line] = field(default_factory=dict)
    things: dict[bytes, Thing] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    _loaded: list[dict] | None = None

    @staticmethod
    def load(lake: Lake, contract: Contract) -> "Books":
        books = Books(lake, contract)
        version = lake.newest(f"{contract.table}.files")
        if version is None:
            return books
        books.facts = dict(version.facts)
        rows = version.read(FILES.names).to_pylist() if version.rows else []
        for row in rows:
            line = Line(row["path"], row["object_id"], row["locator"] or "", row["bytes"] or 0, row["current"], row["state"], row["reason"])
            books.lines[line.path, line.object_id] = line
            if line.object_id is not None and (row["records"] or line.object_id not in books.things):
                books.things[line.object_id] = Thing(
                    row["place"], row["bytes"], row["delivery"], row["format"], row["encoding"], row["outcome"],
                    row["outcome_reason"], row["records"], row["unmapped"] or [])
        books._loaded = sorted(rows, key=lambda row: row["record_id"])
        return books

    @property
    def live(self) -> set[bytes]:
        """Objects that at least one path still stands for."""
        return {line.object_id for line in self.lines.values() if line.current and line.object_id is not None}

    @property
    def delivery(self) -> int:
        return max((thing.delivery for thing in self.things.values()), default=0)

    def current(self, path: str) -> Line | None:
        return self._by_path.get(path)

    def index(self) -> None:
        self._by_path = {line.path: line for line in self.lines.values() if line.current and line.object_id is not None}

    def ranks(self) -> dict[bytes, int]:
        """Objects by delivery, oldest first; within one landing by id, so that names and times decide nothing."""
        return {one: rank for rank, one in enumerate(sorted(self.things, key=lambda one: (self.things[one].delivery, one)))}

    def settle(self) -> None:
        """Give every line its state: one line stands for each object, the others say why not."""
        standing: dict[bytes, Line] = {}
        for line in sorted(self.lines.values(), key=lambda line: (not line.current, line.path)):
            if line.object_id is None:
                continue
            thing = self.things[line.object_id]
            first = line.object_id not in standing
            standing.setdefault(line.object_id, line)
            if not line.current:
                line.state, line.reason = "skipped", line.reason if line.state == "skipped" and line.reason else REPLACED
            elif not first:
                line.state, line.reason = "skipped", IDENTICAL
            else:
                line.state, line.reason = thing.outcome or "read", thing.reason
        self._standing = standing

    def block(self, reason: str) -> None:
        for line in self.lines.values():
            if line.current:
                line.state, line.reason = "blocked", reason
        self._standing = {}

    def counts(self) -> dict[str, int]:
        found: dict[str, int] = dict.fromkeys(("read", "quarantined", "skipped", "blocked"), 0)
        for line in self.lines.values():
            found[line.state] += 1
        return {"files": len(self.lines), **found}

    def save(self) -> None:
        """Commit the table when something in it changed."""
        rows = sorted((self._row(line) for line in self.lines.values()), key=lambda row: row["record_id"])
        version = self.lake.newest(f"{self.contract.table}.files")
        if version is not None and self._loaded == rows and version.facts == self.facts:
            return
        batch = pa.Table.from_pylist(rows, FILES).combine_chunks().to_batches()
        self.lake.commit(
            f"{self.contract.table}.files", batch, schema=FILES, left_out=LEFT_OUT.empty_table(), counted_in=len(rows),
            step={"name": "land_files", "version": BOOKS_VERSION, "params": {"source": self.contract.name}},
            signature=digest_of("land_files", BOOKS_VERSION), facts=self.facts)

    def _row(self, line: Line) -> dict[str, Any]:
        thing = self.things.get(line.object_id) if line.object_id is not None else None
        stands = thing is not None and self._standing.get(line.object_id) is line
        identity = mac(self.lake.keys.identity, self.contract.name, "file", line.path, line.object_id or b"")
        about = thing or Thing(None, line.size, None)
        return {
            "record_id": identity, "source": self.contract.name, "path": line.path, "object_id": line.object_id, "locator": line.stamp,
            "place": about.place, "bytes": about.bytes, "format": about.format, "encoding": about.encoding, "state": line.state,
            "reason": line.reason, "records": about.records if stands else 0, "outcome": about.outcome,
            "outcome_reason": about.reason, "delivery": about.delivery, "current": line.current, "unmapped": list(about.unmapped)}
