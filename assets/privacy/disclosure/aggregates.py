"""Readings put together: what leaves of a source of signals are statistics of many readings, never a reading.

Belongs here: grouping readings and computing statistics. Not here: which source and which statistics (`policy`).
The first reading of a group, by record id, stands for it and bears the statistics; the others are merged into it. Where a
group names no person it is nobody's record. The value is the first statistic asked for; all of them stand in `extra`.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.privacy.disclosure.classes import codes, distinct_within, joined, persons_of
from assets.privacy.disclosure.ladders import period, shortened
from assets.privacy.disclosure.policy import ANY, Aggregate
from assets.privacy.disclosure.recoding import Change

TOO_FEW = "fewer readings than may leave together"
NOT_NAMED = "a raw reading: its signal is not named for release"
MERGED = "aggregated with the readings of its kind"
_DIGITS = 6         # of a statistic
_RANKS = {"min": 0.0, "p05": 0.05, "median": 0.5, "p95": 0.95, "max": 1.0}


@dataclass(frozen=True)
class Aggregated:
    """What becomes of each reading, and what those that stand for a group bear."""

    stands: np.ndarray              # (n,) bool: bears the statistics of its group
    into: np.ndarray                # (n,) row of the reading it was merged into; -1 where it was not
    reasons: np.ndarray             # (n,) of str or None: why it left nothing
    changes: list[Change]


def aggregated(readings: pa.Table, how: Aggregate) -> Aggregated:
    """The readings of one source, in record id order, with event_type, unit, value, created_on, purposes and whose they are."""
    size = readings.num_rows
    signals = readings["event_type"].combine_chunks()
    value = pc.fill_null(readings["value"].combine_chunks(), np.nan).to_numpy(zero_copy_only=False)
    named = np.asarray(pc.fill_null(pc.is_in(signals, pa.array(sorted(how.of), pa.string())), False)) & np.isfinite(value)
    persons = persons_of(readings)
    days = readings["created_on"].combine_chunks()
    spans = period(days, how.period) if how.period else pa.nulls(size, pa.date32())
    allowed = pc.binary_join(readings["purposes"].combine_chunks(), "\n")     # what may be done with the whole, with each of its parts
    keys = [codes(signals), codes(readings["unit"]), codes(spans), codes(allowed), *([persons] if "subject" in how.by else [])]
    rows = np.flatnonzero(named)
    groups = codes(joined(*(key[rows] for key in keys))) if len(rows) else np.zeros(0, np.int64)
    weight = np.bincount(groups)[groups] if "subject" in how.by else distinct_within(groups, persons[rows])
    reasons, into, stands = np.full(size, None, object), np.full(size, -1), np.zeros(size, bool)
    reasons[~named], reasons[rows[weight < how.least]] = NOT_NAMED, TOO_FEW
    rows, groups = rows[weight >= how.least], groups[weight >= how.least]
    if not len(rows):
        return Aggregated(stands, into, reasons, [])
    order = np.lexsort((value[rows], groups))       # by group, then by value: sums do not depend on the order of arrival
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    first = np.minimum.reduceat(rows[order], starts)
    counts = np.diff(np.append(starts, len(order)))
    into[rows[order]] = np.repeat(first, counts)
    stands[first] = True
    into[first] = -1
    return Aggregated(stands, into, reasons, _changes(first, value[rows[order]], starts, counts, signals, spans, how))


def _changes(first: np.ndarray, value: np.ndarray, starts: np.ndarray, counts: np.ndarray, signals: pa.Array, spans: pa.Array,
             how: Aggregate) -> list[Change]:
    measured = {"mean": np.add.reduceat(value, starts) / counts, "count": counts.astype(np.float64)} | {
        name: value[starts + np.maximum(np.ceil(share * counts).astype(np.int64) - 1, 0)] for name, share in _RANKS.items()}
    measured = {name: shortened(pa.array(found), _DIGITS, np.rint) if name != "count" else pa.array(found) for name, found in measured.items()}
    made = []
    whole = {"entity": ANY, "text": ANY} | ({} if "subject" in how.by else {"group_id": ANY})
    for signal, names in sorted(how.of.items()):
        here = np.flatnonzero(np.asarray(pc.equal(signals.take(pa.array(first)), signal)))
        mine = pa.array(here)
        made += [Change("value", first[here], _all(names[0], here), measured[names[0]].take(mine)),
                 Change("extra", first[here], _all("statistics", here), _said(names, measured, pa.array(counts).take(mine), mine))]
    made += [Change(name, first, _all(level, first), pa.nulls(len(first), pa.string())) for name, level in whole.items()]
    made.append(Change("created_on", first, _all(how.period or ANY, first), spans.take(pa.array(first))))
    return [change for change in made if len(change.rows)]


def _all(level: str, rows: np.ndarray) -> np.ndarray:
    return np.full(len(rows), level, object)


def _said(names: tuple[str, ...], measured: dict, counts: pa.Array, mine: pa.Array) -> pa.Array:
    """The statistics as JSON, the number of readings always among them."""
    parts = ['{"readings": ', counts.cast(pa.string())]
    for name in sorted(set(names) - {"count"}):
        parts += [f', "{name}": ', measured[name].take(mine).cast(pa.string())]
    return pc.binary_join_element_wise(*(pa.scalar(part) if isinstance(part, str) else part for part in [*parts, "}"]), "")
