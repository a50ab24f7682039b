"""Derive: bring a table up to date with what it reads, computing only what is new (law 4).

Belongs here: the anti-join, running steps over bounded batches, re-making one record. Not here: visibility (`tables`).
The table is its own memo: each row carries the MAC of its input and of the side rows that share its record id.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from assets.lake.digest import ID, digest_of, mac, mac_rows, mac_values
from assets.lake.errors import HallmarkError, IntegrityError, contained
from assets.lake.segments import bounded, distinct, ids, members, pairs, places
from assets.lake.steps import LEFT_OUT, Result, Step
from assets.lake.tables import Tables
from assets.lake.versions import Version, stated_rows

_MAC = 16       # bytes


def derive(lake: Tables, step: Step, *, reads: dict, writes: str, broadcast: dict, params: dict, checks: tuple[str, ...]) -> Version:
    """Run a step where its output is missing. Returns the version, waiting for its checks or visible.

    `reads`: name -> table or list of tables. For a map step the first entry gives the rows; further ones are joined by
    record_id; `broadcast` tables are handed over whole, and any change of one redoes every row.
    Unchanged inputs return the version that exists.
    """
    versions = {name: [lake.read(table) for table in _listed(tables)] for name, tables in reads.items()}
    wide = {name: lake.read(table) for name, table in broadcast.items()}
    everything = [version for group in versions.values() for version in group] + list(wide.values())
    inputs = {version.table: version.data_version for version in everything}
    if step.shape == "map":
        key = mac(lake.keys.pseudonym(lake.keys.epoch()), "epoch") if step.keyed else b""
        signature = digest_of(step.name, step.version, key, repr(_sorted(params)), *(f"{n}={v.data_version}" for n, v in sorted(wide.items())))
    else:
        signature = digest_of(step.name, step.version, repr(_sorted(params)), repr(_sorted({**reads, **broadcast})), repr(sorted(inputs.items())))
    about = {"step": {"name": step.name, "version": step.version, "params": params},
             "reads": {"reads": reads, "broadcast": broadcast}, "inputs": inputs, "signature": signature, "checks": checks}
    base = lake.newest(writes)
    if base is not None and base.signature == signature and base.inputs == inputs and set(checks) <= set(base.required):
        return base
    if step.shape == "map":
        return _map(lake, step, versions, wide, writes, params, base, about)
    return _whole(lake, step, reads, versions, wide, writes, params, base, about)


def replay(lake: Tables, step: Step, version: Version, record_id: bytes) -> bool | None:
    """Make one record of a map table again from its inputs and compare. None when the inputs no longer hold it."""
    wanted = np.frombuffer(record_id, "S16")
    stored = next((row for row in _rows(version, wanted, ["record_id", "row_mac"])), None)
    for result in again(lake, step, version, wanted, version.step["params"]):
        if stored is None or not result.rows.num_rows:
            return stored is None and result.left_out.num_rows == 1
        return mac_rows(lake.keys.identity, result.rows)[0].as_py() == stored["row_mac"][0].as_py()
    return None


def again(lake: Tables, step: Step, version: Version, wanted: np.ndarray, params: dict) -> Iterator[Result]:
    """Make records (S16 ids) of a map table again from its inputs as they are now, batch by batch; nothing is written."""
    reads, broadcast = version.reads["reads"], version.reads["broadcast"]
    versions = {name: [lake.read(table) for table in _listed(tables)] for name, tables in reads.items()}
    primary, *others = versions
    sides = {name: _Side(versions[name], step.columns.get(name)) for name in others}
    wide = {name: lake.read(table).read(_columns(step, name)) for name, table in broadcast.items()}
    for source in versions[primary]:
        for batch in _rows(source, wanted, _columns(step, primary)):
            for part in bounded(batch):
                yield _checked(step, part, _guarded(lake, step, part, sides, wide, params))


# -- map steps -----------------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class _Pile:
    """The rows of one primary segment that must be computed: positions and the input MAC of each."""

    version: Version
    segment: object
    wanted: np.ndarray      # bool, one per row of the segment
    memo: np.ndarray        # S16, one per row of the segment


def _map(lake: Tables, step: Step, versions: dict, wide: dict, writes: str, params: dict, base: Version | None, about: dict) -> Version:
    primary, *others = versions
    sides = {name: _Side(versions[name], step.columns.get(name)) for name in others}
    usable = base if base is not None and base.signature == about["signature"] else None
    have, kept, account = _memo(usable)
    found = []          # (version, segment, record ids, memo) of every primary segment
    for version in versions[primary]:
        for segment in version.segments:
            keys = [(ids(b["record_id"]), ids(b["row_mac"])) for b in version.segment_batches(segment, ["record_id", "row_mac"])]
            record_ids, macs = (np.concatenate(part) for part in zip(*keys, strict=True))
            found.append((version, segment, record_ids, _memo_of(lake, record_ids, macs, list(sides.values()))))
    all_ids = np.concatenate([entry[2] for entry in found]) if found else np.empty(0, "S16")
    need = np.concatenate([pairs(entry[2], entry[3]) for entry in found]) if found else np.empty(0, "S32")
    if distinct(all_ids) != len(all_ids):
        raise IntegrityError(f"Step '{step.name}': two of its input rows share a record id; look at the tables it reads.")
    at = places(have, need)
    new = np.ones(len(need), bool)
    new[at[at >= 0]] = False
    parts = np.split(new, np.cumsum([len(entry[2]) for entry in found])[:-1]) if found else []
    piles = [_Pile(version, segment, wanted, memo) for (version, segment, _, memo), wanted in zip(found, parts, strict=True) if wanted.any()]
    gone = kept[at[: len(kept)] < 0] if usable is not None else None
    rest = account.filter(pa.array(at[len(kept):] >= 0))
    whole = {name: version.read(_columns(step, name)) for name, version in wide.items()}
    left_out: list[pa.Table] = [rest]
    rows = _computed(lake, step, primary, piles, sides, whole, params, left_out)
    return lake.commit(writes, rows, schema=step.schema, left_out=lambda: pa.concat_tables(left_out), base=usable, drop=gone,
                       counted_in=sum(stated_rows(version) for version in versions[primary]), **about)


def _memo(base: Version | None) -> tuple[np.ndarray, np.ndarray, pa.Table]:
    """What the table already holds: (id, memo) pairs of rows, then of left-out rows; ids of rows; the stored account."""
    if base is None:
        return np.empty(0, "S32"), np.empty(0, "S16"), Version.no_account()
    record_ids, memo = base.keys()
    account = base.left_out_stored()
    # A row whose input changed keeps its id: it is dropped as (id, old memo) and comes back as (id, new memo).
    have = pairs(np.concatenate([record_ids, ids(account["record_id"])]), np.concatenate([memo, ids(account["input_mac"])]))
    return have, record_ids, account


def _memo_of(lake: Tables, record_ids: np.ndarray, macs: np.ndarray, sides: list["_Side"]) -> np.ndarray:
    """The input MAC of each row: its own row MAC, or the MAC over it and the MACs of its side rows where it has any."""
    if not sides:
        return macs
    spans = [side.span(record_ids) for side in sides]
    joined = np.flatnonzero(np.logical_or.reduce([starts < ends for starts, ends in spans]))
    if not len(joined):
        return macs
    sizes = [ends[joined] - starts[joined] for starts, ends in spans]
    offsets = np.concatenate([[0], np.cumsum(_MAC + len(sides) + _MAC * np.sum(sizes, axis=0))])
    parts = np.full(offsets[-1], ord("|"), np.uint8)      # what is not written over: one before the MACs of each side
    place = offsets[:-1].copy()
    _put(parts, place, macs[joined])
    place += _MAC
    for side, (starts, _), size in zip(sides, spans, sizes, strict=True):
        within = _within(size)
        _put(parts, np.repeat(place + 1, size) + _MAC * within, side.macs[np.repeat(starts[joined], size) + within])
        place += 1 + _MAC * size
    memo = macs.copy()
    memo[joined] = ids(mac_values(lake.keys.identity, pa.Array.from_buffers(
        pa.large_binary(), len(joined), [None, pa.py_buffer(offsets), pa.py_buffer(parts)])))
    return memo


def _put(data: np.ndarray, places: np.ndarray, macs: np.ndarray) -> None:
    """Write each MAC (S16) into the bytes `data` from its place on."""
    data[places[:, None] + np.arange(_MAC)] = np.ascontiguousarray(macs).view(np.uint8).reshape(-1, _MAC)


def _within(sizes: np.ndarray) -> np.ndarray:
    """0, 1, 2 ... within each run of these sizes."""
    return np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)


class _Side:
    """A table joined by record_id, held in memory sorted by (record_id, row_mac): for narrow tables."""

    def __init__(self, versions: list[Version], columns: tuple[str, ...] | None):
        names = None if columns is None else [*dict.fromkeys(("record_id", *columns)), "row_mac"]
        tables = [version.read(names or [*version.schema.names, "row_mac"]) for version in versions if version.rows]
        self.table = pa.concat_tables(tables, promote_options="default").combine_chunks() if tables else None
        record_ids, macs = (ids(self.table["record_id"]), ids(self.table["row_mac"])) if tables else (np.empty(0, "S16"),) * 2
        order = np.argsort(pairs(record_ids, macs), kind="stable")
        self.keys, self.macs, self._order = record_ids[order], macs[order], order

    def span(self, record_ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return np.searchsorted(self.keys, record_ids, "left"), np.searchsorted(self.keys, record_ids, "right")

    def rows(self, record_ids: np.ndarray) -> pa.Table | None:
        """The rows of these records; None when the table has no rows (and so no schema) at all."""
        if self.table is None:
            return None
        starts, ends = self.span(record_ids)
        sizes = ends - starts
        positions = self._order[np.repeat(starts, sizes) + _within(sizes)]
        return self.table.take(pa.array(positions)).drop_columns(["row_mac"])


def _computed(lake: Tables, step: Step, primary: str, piles: list[_Pile], sides: dict, wide: dict, params: dict,
              account: list[pa.Table]) -> Iterator[pa.RecordBatch]:
    """Run the step over the wanted rows, batch by batch; left-out rows go to `account` on the way."""
    total, done = int(sum(pile.wanted.sum() for pile in piles)), 0
    for pile in piles:
        start = 0
        for batch in pile.version.segment_batches(pile.segment, _columns(step, primary)):
            here = slice(start, start + batch.num_rows)
            start += batch.num_rows
            mask = pile.wanted[here]
            if not mask.any():
                continue
            chosen = batch if mask.all() else batch.filter(pa.array(mask))
            memo = dict(zip(ids(chosen["record_id"]).tolist(), pile.memo[here][mask].tolist(), strict=True))
            for part in bounded(chosen):
                result = _checked(step, part, _guarded(lake, step, part, sides, wide, params))
                account.append(_with_memo(result.left_out, memo))
                done += part.num_rows
                lake.progress(f"{step.name}: rows", done, total)
                if result.rows.num_rows:
                    yield _with_memo(result.rows, memo).combine_chunks().to_batches()[0]


def _with_memo(rows: pa.Table, memo: dict) -> pa.Table:
    values = [memo[value].ljust(16, b"\0") for value in ids(rows["record_id"]).tolist()]
    return rows.append_column("input_mac", pa.array(values, ID))


def _run(lake: Tables, step: Step, batch: pa.RecordBatch, sides: dict, wide: dict, params: dict):
    record_ids = ids(batch["record_id"])
    keys = {"keys": lake.keys} if step.keyed else {}
    return step.run(batch, **{name: side.rows(record_ids) for name, side in sides.items()}, **wide, **params, **keys)


def _guarded(lake: Tables, step: Step, batch: pa.RecordBatch, sides: dict, wide: dict, params: dict):
    """Run; when foreign code fails, find the record it fails on so that the error can name it."""
    try:
        return _run(lake, step, batch, sides, wide, params)
    except HallmarkError:
        raise
    except Exception as original:
        narrowest, failing = original, batch
    while failing.num_rows > 1:
        half = failing.num_rows // 2
        for part in (failing.slice(0, half), failing.slice(half)):
            try:
                _run(lake, step, part, sides, wide, params)
            except Exception as narrower:
                narrowest, failing = narrower, part
                break
        else:
            break       # the halves pass alone: no single record is to blame
    record_id = failing["record_id"][0].as_py() if failing.num_rows == 1 else None
    raise contained(narrowest, step.name, lake.store("vault"), record_id=record_id)


def _checked(step: Step, batch: pa.RecordBatch, made) -> Result:
    """A Result whose rows have the step's schema and that answers every input row exactly once."""
    rows, left_out = (made.rows, made.left_out) if isinstance(made, Result) else (made, None)
    table = pa.table(rows) if isinstance(rows, pa.Table) else pa.Table.from_batches([rows])
    table = table.select(step.schema.names).cast(step.schema)
    account = LEFT_OUT.empty_table() if left_out is None else _as_table(left_out).select(LEFT_OUT.names).cast(LEFT_OUT)
    answered = np.concatenate([ids(table["record_id"]), ids(account["record_id"])])
    if not np.array_equal(np.sort(answered), np.sort(ids(batch["record_id"]))):
        raise IntegrityError(f"Step '{step.name}' was given {batch.num_rows} rows and answered {len(answered)}; "
                             f"each record must come back once, as a row or with a reason.")
    return Result(table, account)


def _as_table(rows: pa.Table | pa.RecordBatch) -> pa.Table:
    return rows if isinstance(rows, pa.Table) else pa.Table.from_batches([rows])


def _rows(version: Version, wanted: np.ndarray, columns: list[str] | None) -> Iterator[pa.RecordBatch]:
    for segment in version.segments:
        keys = np.concatenate([ids(batch["record_id"]) for batch in version.segment_batches(segment, ["record_id"])])
        if not members(keys, wanted).any():
            continue
        for batch in version.segment_batches(segment, columns):
            found = batch.filter(pa.array(members(ids(batch["record_id"]), wanted)))
            if found.num_rows:
                yield found


# -- whole steps ---------------------------------------------------------------------------------------------------------

def _whole(lake: Tables, step: Step, reads: dict, versions: dict, wide: dict, writes: str, params: dict, base: Version | None,
           about: dict) -> Version:
    given = {name: group if isinstance(reads[name], list | tuple) else group[0] for name, group in versions.items()} | wide
    alike = base is not None and all(_as_stored(made) == _as_stored(now) for made, now in ((base.step, about["step"]), (base.reads, about["reads"])))
    memory = {"before": base if alike else None} if step.remembers else {}
    with lake.boundary(step.name):
        made = step.run(given, **params, **memory)
    rows = made.rows.to_batches() if isinstance(made.rows, pa.Table) else [made.rows] if isinstance(made.rows, pa.RecordBatch) else made.rows
    left_out = LEFT_OUT.empty_table() if made.left_out is None else _as_table(made.left_out)
    kept = {} if made.unchanged is None else {"base": base, "drop": _gone(base, made.unchanged)}
    stay = 0 if made.unchanged is None else len(made.unchanged)
    streamed = _Counted(part for batch in rows for part in bounded(batch))
    given_in = versions[next(iter(versions))]
    return lake.commit(writes, streamed, schema=step.schema, left_out=left_out,
                       counted_in=lambda: streamed.rows + stay if step.learns else sum(stated_rows(version) for version in given_in), **kept, **about)


def _gone(base: Version, unchanged: np.ndarray) -> np.ndarray:
    record_ids, _ = base.keys()
    return record_ids[~members(record_ids, unchanged)]


class _Counted:
    """Batches that are counted as they pass."""

    def __init__(self, batches: Iterable[pa.RecordBatch]):
        self._batches, self.rows = batches, 0

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for batch in self._batches:
            self.rows += batch.num_rows
            yield batch


def _columns(step: Step, name: str) -> list[str] | None:
    wanted = step.columns.get(name)
    return None if wanted is None else list(dict.fromkeys(("record_id", *wanted)))


def _listed(tables: str | list[str]) -> list[str]:
    return [tables] if isinstance(tables, str) else list(tables)


def _as_stored(value):
    """As a version document would give it back: tuples as lists, keys as text."""
    return json.loads(json.dumps(value))


def _sorted(value):
    """Mappings in key order, so that equal parameters read equally."""
    if isinstance(value, dict):
        return sorted((key, _sorted(inner)) for key, inner in value.items())
    return [_sorted(inner) for inner in value] if isinstance(value, list | tuple) else value
