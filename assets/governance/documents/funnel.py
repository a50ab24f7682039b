"""The way from what arrived to what stayed.

Belongs here: grouping the steps' counts by stage, and the widths of the picture. Not here: colours and markup.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import zip_longest

from assets.governance.documents import words
from assets.governance.documents.facts_schema import Facts, FunnelRow
from assets.governance.fates import ALREADY

SHOWN = 5          # reasons named beside a stage; the rest are added up, and all are in the table below the picture
WIDTH = 1000.0     # of the picture, in its own units
HAIRLINE = 3.0     # what is there is never drawn as nothing

DISPOSITIONS = (("left_out", "left out"), ("merged", "merged into another record"), ("quarantined", "set aside as unreadable"))


@dataclass(frozen=True)
class Drop:
    disposition: str     # left_out, merged, quarantined, other
    reason: str
    records: int


@dataclass(frozen=True)
class Stage:
    name: str
    tables: int
    came_in: int
    out: int
    drops: list[Drop]          # most first
    onward: int | None         # what the next stage reads; None after the last

    @property
    def shown(self) -> list[Drop]:
        return self.drops if len(self.drops) <= SHOWN + 1 else self.drops[:SHOWN]

    @property
    def unshown(self) -> list[Drop]:
        return self.drops[len(self.shown):]

    @property
    def dropped(self) -> int:
        return sum(drop.records for drop in self.drops)

    @property
    def gap(self) -> int:
        """Records the next stage does not read (positive), or reads from elsewhere as well (negative)."""
        return 0 if self.onward is None else self.out - self.onward


@dataclass(frozen=True)
class Bar:
    """One stage's bar: what stayed, then what was dropped by disposition; and the slope to the next bar."""
    kept: float
    drops: list[tuple[str, float, float]]     # disposition, start, width
    slope: str | None                         # points of a polygon in a square of 1000 by 100


def stages(facts: Facts) -> list[Stage]:
    """One stage per step of the way, in the order of the facts; a stage that feeds itself is told in its parts.

    A record that an earlier stage left out with its reason is not left out again: it neither comes in nor is dropped.
    """
    groups: dict[tuple[str, int], list[FunnelRow]] = defaultdict(list)
    depths = _depths(facts)
    for row in facts.funnel:
        groups[row.stage, depths[row.table]].append(row)
    order = list(dict.fromkeys(row.stage for row in facts.funnel))
    ordered = [groups[key] for key in sorted(groups, key=lambda key: (order.index(key[0]), key[1]))]
    totals = [sum(row.came_in - row.already for row in rows) for rows in ordered]
    return [
        Stage(
            name=words.stage(rows[0].stage), tables=len({row.table for row in rows}), came_in=came_in,
            out=sum(row.out for row in rows), drops=_drops(rows, told_before=False), onward=onward)
        for rows, came_in, onward in zip_longest(ordered, totals, totals[1:])]


def _depths(facts: Facts) -> dict[str, int]:
    """How many tables of its own stage lie before a table."""
    stage_of = {row.table: row.stage for row in facts.funnel}
    before: dict[str, set[str]] = defaultdict(set)
    for edge in facts.lineage:
        if edge.origin != edge.to and edge.origin in stage_of and stage_of[edge.origin] == stage_of.get(edge.to):
            before[edge.to].add(edge.origin)

    def depth(table: str, seen: frozenset[str] = frozenset()) -> int:
        return 1 + max((depth(one, seen | {table}) for one in sorted(before[table] - seen)), default=-1)

    return {table: depth(table) for table in stage_of}


def _drops(rows: list[FunnelRow], *, told_before: bool = True) -> list[Drop]:
    totals: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        for disposition, _ in DISPOSITIONS:
            for reason, records in getattr(row, disposition).items():
                if told_before or not (row.already and reason in ALREADY):
                    totals[disposition, reason] += records
    drops = [Drop(disposition, reason, records) for (disposition, reason), records in totals.items() if records]
    return sorted(drops, key=lambda drop: (-drop.records, drop.disposition, drop.reason))


def bars(all_stages: list[Stage]) -> list[Bar]:
    """Widths to one scale over all stages, so that every bar can be compared with every other."""
    widest = max((max(stage.came_in, stage.out) for stage in all_stages), default=0)

    def width(records: int) -> float:
        return max(HAIRLINE, WIDTH * records / widest) if records else 0.0

    made = []
    for stage, after in zip_longest(all_stages, all_stages[1:]):
        start, drops = width(stage.out), []
        for disposition, _ in DISPOSITIONS:
            size = width(sum(drop.records for drop in stage.drops if drop.disposition == disposition))
            if size:
                drops.append((disposition, round(start, 2), round(size, 2)))
                start += size
        slope = None
        if after is not None:
            top, bottom = width(stage.out), width(after.came_in)
            slope = f"0,0 {top:.2f},0 {bottom:.2f},100 0,100"
        made.append(Bar(round(width(stage.out), 2), drops, slope))
    return made


def table(facts: Facts) -> list[tuple[FunnelRow, list[Drop]]]:
    """Every step with its own reasons, for who wants it all."""
    return [(row, _drops([row])) for row in facts.funnel]
