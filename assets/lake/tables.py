"""Tables: written as pending, seen once checked.

Belongs here: commit, verdicts, visibility, retention of versions. Not here: how rows are made (`derive`), opening (`lake`).
Law 5 lives here: a version is written under `vault/pending/`; `read` answers only versions whose required verdicts pass.
"""

import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from assets.lake import errors
from assets.lake.digest import ID, mac_rows
from assets.lake.errors import IntegrityError, NotVisible
from assets.lake.house import Home
from assets.lake.keys import Keys
from assets.lake.segments import SEGMENT_BYTES, SEGMENT_ROWS, Segment, finder, ids, members, write_segments
from assets.lake.storage import Store, copy
from assets.lake.suppression import Tombstones
from assets.lake.versions import STORED_LEFT_OUT, Version, content_digest, count, stated_rows, stored, unaccounted

ZONE_OF_GROUP = {"landing": "vault", "warehouse": "vault", "privacy": "vault"}
KEPT_VERSIONS = 2
SMALL_SEGMENTS = 8          # more small segments than this are merged by the next commit

Progress = Callable[[str, int, int], None]   # what, rows done, rows in all


class Tables:
    """The tables of one home, in the zones of its house."""

    def __init__(self, home: Home, keys: Keys, stores: dict[str, Store]):
        self.home, self.house, self.keys, self._stores = home, home.house, keys, stores
        self.tombstones = Tombstones(stores["vault"], keys.suppression)
        self.progress: Progress = lambda what, done, total: None

    def store(self, zone: str) -> Store:
        """The store of a zone: landing, vault, clean, releases or ledger."""
        return self._stores[zone]

    def zone_of(self, table: str) -> str:
        return ZONE_OF_GROUP.get(table.split("/")[0], "clean")

    def boundary(self, step: str, *, object_id: bytes | None = None, record_id: bytes | None = None):
        """Context manager that lets no foreign error out with data in it (law 6)."""
        return errors.boundary(step, self.store("vault"), object_id=object_id, record_id=record_id)

    def scratch(self) -> Path:
        """A local folder of the vault's side for files that live during one run; the caller destroys what it makes."""
        folder = (self.store("vault").local("scratch")) or self.home.path / "scratch"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    # -- seeing ------------------------------------------------------------------------------------------------------

    def read(self, table: str) -> Version:
        """The newest visible version. Raises NotVisible when there is none."""
        version = self.find(table)
        if version is None:
            waiting = self.pending(table)
            why = "its checks have not passed" if waiting else "it has not been made yet"
            raise NotVisible(f"Table '{table}' cannot be read: {why}; run `hallmark run` and look at its checks.")
        return version

    def find(self, table: str) -> Version | None:
        """The newest version whose required verdicts all pass, or None."""
        store = self.store(self.zone_of(table))
        for number in reversed(self._numbers(store, table)):
            version = Version.decoded(store.read(_document(table, number)), store, table)
            if passed(version):
                return version
        return None

    def pending(self, table: str) -> Version | None:
        """The newest version that still waits for a verdict (or failed one), for checks to read. None when none waits."""
        vault, root = self.store("vault"), _pending(table)
        numbers = self._numbers(vault, root)
        if not numbers:
            return None
        version = self._placed(Version.decoded(vault.read(_document(root, numbers[-1])), vault, root))
        verdicts = dict(version.verdicts)
        for entry in vault.list(f"{root}/verdicts/{version.number:08d}"):
            verdicts[Path(entry.path).stem.replace("--", ":")] = json.loads(vault.read(entry.path))
        return dataclasses.replace(version, verdicts=verdicts)

    def versions(self, table: str) -> list[Version]:
        """Every version that is kept, oldest first: seen, seen before, hidden by a verdict, and the one that waits."""
        store = self.store(self.zone_of(table))
        kept = [Version.decoded(store.read(_document(table, number)), store, table) for number in self._numbers(store, table)]
        waiting = self.pending(table)
        return kept if waiting is None else [*kept, waiting]

    def newest(self, table: str) -> Version | None:
        """The newest version, seen or waiting: what the next derivation builds on."""
        return self.pending(table) or self.find(table)

    def tables(self, prefix: str = "") -> list[str]:
        """Names of the tables that have a visible version."""
        found = set()
        for zone in ("vault", "clean"):
            for entry in self.store(zone).list(prefix.rsplit("/", 1)[0] if "/" in prefix else ""):
                table, _, rest = entry.path.partition("/versions/")
                if rest.endswith(".json") and not table.startswith("pending/") and self.zone_of(table) == zone:
                    found.add(table)
        return sorted(table for table in found if table.startswith(prefix))

    # -- making ------------------------------------------------------------------------------------------------------

    def commit(self, table: str, rows: Iterable[pa.RecordBatch], *, schema: pa.Schema,
               left_out: pa.Table | Callable[[], pa.Table], counted_in: int | Callable[[], int],
               step: dict, signature: str, inputs: dict[str, str] | None = None, reads: dict | None = None,
               base: Version | None = None, drop: np.ndarray | None = None, checks: tuple[str, ...] = (),
               facts: dict | None = None) -> Version:
        """Write a version: the rows given, plus those of `base` whose record ids are not in `drop`.

        `rows` have the columns of `schema`; they may bring `row_mac` and `input_mac`, else the lake makes them.
        `left_out` (LEFT_OUT columns, optionally `input_mac`) is the whole account of what is not here; it and `counted_in`
        may be functions, called once the rows have streamed through.
        Raises IntegrityError when in != out + left out + merged + quarantined (law 1), or when another run was faster.
        """
        vault, root, full = self.store("vault"), _pending(table), stored(schema)
        kept, again = self._split(base, drop)
        segments = [*kept, *write_segments(vault, root, _chain(again, self._with_macs(rows, full, signature)), full)]
        twin = self._twin(left_out() if callable(left_out) else left_out, signature)
        twins = write_segments(vault, root, twin.combine_chunks().to_batches(), STORED_LEFT_OUT)
        number = 1 + max(self._numbers(vault, root) + self._numbers(self.store(self.zone_of(table)), table), default=0)
        draft = self._placed(Version(
            table=table, number=number, step=step, reads=reads or {}, inputs=inputs or {}, signature=signature, data_version="",
            counts={}, segments=tuple(segments), left_out_segments=tuple(twins), required=tuple(sorted(checks)),
            facts=facts or {}, store=vault, root=root))
        counted_in = counted_in() if callable(counted_in) else counted_in
        counts = count(counted_in, stated_rows(draft), draft.left_out())
        if unaccounted(counts):
            raise IntegrityError(f"Table '{table}': {counts['in']} rows went in but {counts['in'] - unaccounted(counts)} are accounted "
                                 f"for; step '{step.get('name')}' loses or invents rows.")
        draft = dataclasses.replace(draft, counts=counts)
        draft = dataclasses.replace(draft, data_version=content_digest(draft))
        return self._settle(self._carried(draft))

    def verdict(self, table: str, check: str, passed_: bool, detail: dict | None = None) -> Version | None:
        """Record what a check says of the waiting version (or of the visible one when none waits).

        The last passing required verdict makes the version visible and returns it; otherwise None.
        A check that now fails on a visible version hides that version.
        """
        body = {"passed": bool(passed_), "detail": detail or {}}
        waiting = self.pending(table)
        if waiting is not None:
            name = check.replace(":", "--")
            self.store("vault").write(f"{waiting.root}/verdicts/{waiting.number:08d}/{name}.json", json.dumps(body, sort_keys=True).encode())
            waiting = dataclasses.replace(waiting, verdicts={**waiting.verdicts, check: body})
            return self._promote(waiting) if passed(waiting) else None
        store = self.store(self.zone_of(table))
        numbers = self._numbers(store, table)
        if not numbers:
            raise NotVisible(f"Check '{check}' has nothing to judge: table '{table}' has no version; run its step first.")
        version = Version.decoded(store.read(_document(table, numbers[-1])), store, table)
        version = dataclasses.replace(version, verdicts={**version.verdicts, check: body})
        store.write(_document(table, version.number), version.encoded())
        return version if passed(version) else None

    def drop(self, table: str) -> None:
        """Delete a table with every version and segment, seen and waiting."""
        for store, root in ((self.store(self.zone_of(table)), table), (self.store("vault"), _pending(table))):
            for entry in store.list(root):
                store.delete(entry.path)

    def subtract(self, table: str, gone: np.ndarray) -> None:
        """Write what is seen of a table and what waits again without the rows of `gone` (record ids, S16), and forget all else of it.

        Both keep what is said of them, verdicts included, and stay conserved: what left never went in. Safe against a crash, and idempotent.
        """
        vault, zone, root = self.store("vault"), self.store(self.zone_of(table)), _pending(table)
        numbers = self._numbers(zone, table)
        last = max(numbers + self._numbers(vault, root), default=0)
        unseen = Version.decoded(zone.read(_document(table, numbers[-1])), zone, table) if numbers else None
        seen, waiting = self.find(table) or unseen, self.pending(table)
        less_waiting = [self._without(waiting, gone, last + 2, vault, root)] if waiting is not None else []
        less_seen = [self._without(seen, gone, last + 1, zone, table)] if seen is not None else []
        self._sweep(zone, table, keep=less_seen + less_waiting)      # what waits may share segments with what is seen
        self._sweep(vault, root, keep=less_waiting)

    # -- inside ------------------------------------------------------------------------------------------------------

    def _without(self, version: Version, gone: np.ndarray, number: int, store: Store, root: str) -> Version:
        """The version without the rows of `gone`, written under a new number; segments that hold none of them stay as they are."""
        touched = self._touched(version, gone)
        segments = [segment for segment in version.segments if segment.id not in touched]
        segments += write_segments(store, root, self._rewritten(version, touched, gone), stored(version.schema))
        before = version.left_out_stored()
        account = before.filter(pa.array(~members(ids(before["record_id"]), gone)))
        twins = write_segments(store, root, account.combine_chunks().to_batches(), STORED_LEFT_OUT)
        left = version.rows - sum(segment.rows for segment in segments) + len(before) - len(account)
        less = self._placed(dataclasses.replace(version, number=number, segments=tuple(segments), left_out_segments=tuple(twins)))
        counts = count(version.counts["in"] - left, stated_rows(less), account)
        if unaccounted(counts):
            raise IntegrityError(f"Table '{version.table}' does not add up without the rows that must leave: its own account was wrong before; "
                                 f"run its step again, then ask for the erasure again.")
        less = dataclasses.replace(less, counts=counts)
        less = dataclasses.replace(less, data_version=content_digest(less))
        store.create(_document(root, number), less.encoded())
        return less

    def _placed(self, version: Version) -> Version:
        """A waiting version that knows which of its segments still lie in its zone."""
        own = {Path(entry.path).stem for entry in self.store("vault").list(f"{version.root}/segments")}
        elsewhere = {segment.id for segment in (*version.segments, *version.left_out_segments)} - own
        return dataclasses.replace(version, shared=(self.store(self.zone_of(version.table)), version.table, frozenset(elsewhere)))

    def _carried(self, version: Version) -> Version:
        """Equal content keeps the verdicts it has already earned."""
        seen = self.find(version.table)
        if seen is None or seen.data_version != version.data_version:
            return version
        return dataclasses.replace(version, verdicts={c: v for c, v in seen.verdicts.items() if c in version.required})

    def _settle(self, version: Version) -> Version:
        """Write the version document, exclusively; drop older waiting versions; show it when nothing is required."""
        vault, table = self.store("vault"), version.table
        try:
            vault.create(_document(version.root, version.number), version.encoded())
        except FileExistsError:
            raise IntegrityError(f"Table '{table}' was written by another run at the same time; run this one again.") from None
        self._sweep(vault, version.root, keep=[version])
        return self._promote(version) if passed(version) else self.pending(table)

    def _promote(self, version: Version) -> Version:
        """Move a passed version to its zone: segments first, then its document, then forget the pending copy."""
        vault, zone, table = self.store("vault"), self.store(self.zone_of(version.table)), version.table
        for segment in (*version.segments, *version.left_out_segments):
            store, path = version.place(segment)
            if (store, path) != (zone, segment.path(table)) and not zone.exists(segment.path(table)):
                copy(store, path, zone, segment.path(table))
        seen = dataclasses.replace(version, store=zone, root=table, shared=())
        try:
            zone.create(_document(table, version.number), seen.encoded())
        except FileExistsError:
            raise IntegrityError(f"Table '{table}' version {version.number} already exists; another run was faster, run this one again.") from None
        for entry in vault.list(version.root):
            vault.delete(entry.path)
        kept = [Version.decoded(zone.read(_document(table, number)), zone, table) for number in self._numbers(zone, table)[-KEPT_VERSIONS:]]
        self._sweep(zone, table, keep=kept)
        return seen

    def _sweep(self, store: Store, root: str, keep: list[Version]) -> None:
        """Delete version documents that are not kept, then segments that no kept version names."""
        documents = {_document(root, version.number) for version in keep}
        needed = {segment.path(root) for version in keep for segment in (*version.segments, *version.left_out_segments)}
        for entry in store.list(f"{root}/versions"):
            if entry.path not in documents:
                store.delete(entry.path)
        for entry in store.list(f"{root}/segments"):
            if entry.path not in needed:
                store.delete(entry.path)

    def _split(self, base: Version | None, drop: np.ndarray | None) -> tuple[list[Segment], Iterator[pa.RecordBatch]]:
        """Segments of `base` to keep as they are, and the rows of the others to write again."""
        if base is None:
            return [], iter(())
        gone = drop if drop is not None else np.empty(0, "S16")
        touched = self._touched(base, gone)
        small = [s for s in base.segments if s.id not in touched and s.rows < SEGMENT_ROWS // 4 and s.bytes < SEGMENT_BYTES // 4]
        if len(small) > SMALL_SEGMENTS:
            touched |= {segment.id for segment in small}
        kept = [segment for segment in base.segments if segment.id not in touched]
        return kept, self._rewritten(base, touched, gone)

    @staticmethod
    def _touched(version: Version, gone: np.ndarray) -> set[str]:
        """Segments that hold a row of `gone`."""
        if not len(gone):
            return set()
        find = finder(gone)
        return {segment.id for segment in version.segments
                if any((find(ids(batch["record_id"])) >= 0).any() for batch in version.segment_batches(segment, ["record_id"]))}

    @staticmethod
    def _rewritten(base: Version, touched: set[str], gone: np.ndarray) -> Iterator[pa.RecordBatch]:
        for segment in base.segments:
            if segment.id in touched:
                names = [*base.schema.names, "row_mac", "input_mac"]
                for batch in base.segment_batches(segment, names):
                    stays = ~members(ids(batch["record_id"]), gone)
                    yield batch if stays.all() else batch.filter(pa.array(stays))

    def _with_macs(self, rows: Iterable[pa.RecordBatch], full: pa.Schema, signature: str) -> Iterator[pa.RecordBatch]:
        default = bytes.fromhex(signature)[:16]
        for batch in rows:
            columns = dict(zip(batch.schema.names, batch.columns, strict=True))
            if "row_mac" not in columns:
                bare = pa.RecordBatch.from_arrays(
                    [columns[name].cast(full.field(name).type) for name in full.names[:-2]], names=full.names[:-2])
                columns.update(zip(bare.schema.names, bare.columns, strict=True))
                columns["row_mac"] = mac_rows(self.keys.identity, bare)
            if "input_mac" not in columns:
                columns["input_mac"] = pa.array([default] * batch.num_rows, ID)
            yield pa.RecordBatch.from_arrays([columns[name].cast(full.field(name).type) for name in full.names], schema=full)

    @staticmethod
    def _twin(left_out: pa.Table, signature: str) -> pa.Table:
        table = pa.table(left_out) if not isinstance(left_out, pa.Table) else left_out
        if "input_mac" not in table.schema.names:
            table = table.append_column("input_mac", pa.array([bytes.fromhex(signature)[:16]] * len(table), ID))
        return table.select(STORED_LEFT_OUT.names).cast(STORED_LEFT_OUT)

    @staticmethod
    def _numbers(store: Store, root: str) -> list[int]:
        return sorted(int(Path(entry.path).stem) for entry in store.list(f"{root}/versions") if entry.path.endswith(".json"))


def passed(version: Version) -> bool:
    """Whether every required check has said yes of this very version."""
    return all(version.verdicts.get(check, {}).get("passed") is True for check in version.required)


def _pending(table: str) -> str:
    return f"pending/{table}"


def _document(root: str, number: int) -> str:
    return f"{root}/versions/{number:08d}.json"


def _chain(*streams: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for stream in streams:
        yield from stream
