"""Local recoding: each record climbs its ladders only as far as it must to be one of k.

Belongs here: choosing levels and writing coarse values. Not here: what a level means (`ladders`), the measures (`classes`).
All records start as fine as the policy lets them leave. Those in a class of k persons and l sensitive values stay there;
of the others, the quasi-identifier with the most different values climbs one level; and so on. A class never mixes levels,
so every combination that leaves is shared by k persons at that very level. One new record moves only classes it touches.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from assets.privacy.disclosure.classes import codes, different, joined, persons_of, reached, told
from assets.privacy.disclosure.ladders import AS_WRITTEN, at_level
from assets.privacy.disclosure.policy import ANY, TablePolicy
from assets.privacy.disclosure.tails import TOP, cut, held_by_few


@dataclass(frozen=True)
class Quasi:
    """A quasi-identifier: its levels, the values and codes of every row at each, and how high each row starts."""

    name: str
    levels: tuple[str, ...]
    values: tuple[pa.Array, ...]
    codes: np.ndarray           # (levels, n): never equal at two levels
    start: np.ndarray           # (n,)


@dataclass(frozen=True)
class Candidates:
    """Rows ready to be judged, tails cut; and what must be known of them, computed once for every k one may ask about."""

    table: pa.Table
    policy: TablePolicy
    quasi: tuple[Quasi, ...]
    persons: np.ndarray
    sensitive: list[np.ndarray]
    tail: dict[str, np.ndarray]         # column -> rows that were cut
    alone: np.ndarray                   # rows that name a one-of-a-kind thing


@dataclass(frozen=True)
class Change:
    """What is written in place of a column's value, for some rows."""

    field: str
    rows: np.ndarray
    levels: np.ndarray          # (len(rows),) of str
    values: pa.Array            # of the column's type; nulls of text where it is emptied


def candidates(table: pa.Table, policy: TablePolicy, items: pa.Table | None = None) -> Candidates:
    """Tails cut, columns at the finest level in which they may leave, ladders laid out."""
    persons, size = persons_of(table), table.num_rows
    tail = {}
    for name, limit in policy.top.items():
        values, tail[name] = cut(table, name, limit)
        table = table.set_column(table.column_names.index(name), name, values)
    alone = np.zeros(size, bool)
    identifying = {name: held_by_few(table[name], persons, most) for name, most in policy.unique.items()}
    for few in identifying.values():
        alone |= few
    far_out = np.logical_or.reduce([np.zeros(size, bool), *tail.values()])
    quasi = []
    for name, ladder in policy.quasi.items():
        levels = (AS_WRITTEN, *ladder)
        values = tuple(at_level(table, name, level, items) for level in levels)
        start = np.full(size, levels.index(policy.finest.get(name, AS_WRITTEN)))
        if name in identifying:
            start = np.maximum(start, identifying[name] | far_out)
        quasi.append(Quasi(name, levels, values, _apart([codes(one) for one in values]), start))
    for name, level in policy.finest.items():
        if name not in policy.quasi:
            table = table.set_column(table.column_names.index(name), name, at_level(table, name, level, items))
    return Candidates(table, policy, tuple(quasi), persons, [told(table[name]) for name in policy.sensitive], tail, alone)


def _apart(found: list[np.ndarray]) -> np.ndarray:
    """Codes of each level, shifted so that no two levels share one."""
    widths = np.cumsum([0, *(int(one.max(initial=-1)) + 1 for one in found)])
    return np.stack([one + width for one, width in zip(found, widths, strict=False)]).astype(np.int32)


def recoded(rows: Candidates, k: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """The level of every row in every quasi-identifier, (n, q) int64, and which rows may leave, (n,) bool."""
    policy = rows.policy
    wanted, size = k or policy.k, rows.table.num_rows
    level = np.stack([one.start for one in rows.quasi], axis=1) if rows.quasi else np.zeros((size, 0), np.int64)
    leaves, left = np.zeros(size, bool), np.arange(size)
    while len(left):
        here = [codes(one.codes[level[left, at], left]) for at, one in enumerate(rows.quasi)]
        alike = joined(*here) if here else np.zeros(len(left), np.int64)
        persons, values = reached(codes(alike), codes(rows.persons[left]), [one[left] for one in rows.sensitive])
        enough = (persons >= wanted) & (values >= policy.l)
        leaves[left[enough]] = True
        # The lowest climb first: rows that started higher wait for the others, else they would never meet.
        lowest = [int(level[left[~enough], at].min(initial=len(one.levels))) for at, one in enumerate(rows.quasi)]
        left = left[~enough]
        can = [at for at, one in enumerate(rows.quasi) if lowest[at] + 1 < len(one.levels)]
        if policy.below == "suppress" or not can:
            break
        climbs = max(can, key=lambda at: (different(here[at][~enough]), -at))
        level[left, climbs] = np.maximum(level[left, climbs], lowest[climbs] + 1)
    return level, leaves


def changes(rows: Candidates, level: np.ndarray, leaves: np.ndarray) -> list[Change]:
    """What the rows that leave bear in place of what they said, column by column. What follows is emptied, and need not be read."""
    made: list[Change] = []
    coarse: dict[str, np.ndarray] = {}
    for at, one in enumerate(rows.quasi):
        here = np.flatnonzero(leaves & (level[:, at] > 0))
        coarse[one.name] = here
        values = pa.concat_arrays([chosen.take(pa.array(here[level[here, at] == step])) for step, chosen in enumerate(one.values)])
        order = np.argsort(level[here, at], kind="stable")
        made.append(Change(one.name, here[order], np.array(one.levels, object)[level[here[order], at]], values))
    for name, level_ in rows.policy.finest.items():
        if name not in coarse:
            coarse[name] = np.flatnonzero(leaves)
            made.append(_same(name, coarse[name], level_, rows.table[name]))
    for name, beyond in rows.tail.items():
        here = np.flatnonzero(leaves & beyond)
        made.append(_same(name, np.setdiff1d(here, coarse.get(name, here[:0])), TOP, rows.table[name]))
    emptied: dict[str, np.ndarray] = {}
    for name, others in rows.policy.follow.items():
        emptied |= {other: np.union1d(emptied.get(other, coarse[name]), coarse[name]) for other in others}
    made += [_same(name, here, ANY, pa.nulls(rows.table.num_rows, pa.string())) for name, here in emptied.items()]
    return [change for change in made if len(change.rows)]


def _same(name: str, here: np.ndarray, level: str, values) -> Change:
    values = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    return Change(name, here, np.full(len(here), level, object), values.take(pa.array(here)))
