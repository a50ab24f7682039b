"""One hop from the sources to the release: a handful of boxes, never a tangle.

Belongs here: grouping tables into boxes and placing boxes and arrows, wide and tall. Not here: colours and markup.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from assets.governance.documents import words
from assets.governance.documents.facts_schema import Facts, LineageEdge

SPINE = ("landing", "warehouse", "clean", "corpora", "releases")
ORDER = ("landing", "privacy", "warehouse", "clean", "annotations", "knowledge", "synthetic", "expertise", "corpora", "releases")
MOST = 7           # boxes; beyond, side groups share one
BESIDE = "beside"


@dataclass(frozen=True)
class Box:
    lines: tuple[str, str]
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Arrow:
    path: str
    label: str
    x: float
    y: float
    anchor: str = "middle"


@dataclass(frozen=True)
class Picture:
    width: float
    height: float
    boxes: list[Box]
    arrows: list[Arrow]
    said: str          # the same in words


def pictures(facts: Facts) -> tuple[Picture, Picture] | None:
    """The wide and the tall picture; None when the facts hold no lineage."""
    edges, tables = _grouped(facts)
    if not edges:
        return None
    return _placed(edges, tables, tall=False), _placed(edges, tables, tall=True)


def _group(table: str) -> str:
    group = table.split("/", 1)[0]
    return "releases" if group == "release" else group


def _grouped(facts: Facts) -> tuple[dict[tuple[str, str], int | None], dict[str, set[str]]]:
    """Edges between groups with their records added up, and each group's tables."""
    tables: dict[str, set[str]] = defaultdict(set)
    for edge in facts.lineage:
        tables[_group(edge.origin)].add(edge.origin)
        tables[_group(edge.to)].add(edge.to)
    if tables and "releases" not in tables:
        tables["releases"].add("releases/this")
    side = [group for group in sorted(tables, key=_rank) if group not in SPINE]
    shared = set(side[-(len(tables) - MOST) - 1:]) if len(tables) > MOST else set()

    def box(table: str) -> str:
        return BESIDE if _group(table) in shared else _group(table)

    flows: dict[tuple[str, str], list[LineageEdge]] = defaultdict(list)
    for edge in facts.lineage:
        if box(edge.origin) != box(edge.to):
            flows[box(edge.origin), box(edge.to)].append(edge)
    edges = {ends: _records(flow, *ends) for ends, flow in flows.items()}
    grouped: dict[str, set[str]] = defaultdict(set)
    for group, names in tables.items():
        grouped[BESIDE if group in shared else group] |= names
    if edges and not any(to == "releases" for _, to in edges):
        last = max((group for group in grouped if group != "releases"), key=_rank)
        edges[last, "releases"] = facts.records
    return edges, grouped


def _records(flow: list[LineageEdge], start: str, end: str) -> int | None:
    """Records along an arrow. Tables beside the way say several things of the same records: those count once."""
    known = [edge for edge in flow if edge.records is not None]
    if not known:
        return None
    by_end: dict[str, list[int]] = defaultdict(list)
    for edge in known:
        by_end[edge.origin if end not in SPINE else edge.to].append(edge.records)
    if start not in SPINE:
        return sum(max(records) for records in by_end.values())
    return sum(max(records) if end not in SPINE else sum(records) for records in by_end.values())


def _rank(group: str) -> float:
    if group == BESIDE:
        return ORDER.index("annotations")
    return ORDER.index(group) if group in ORDER else ORDER.index("clean") + 0.5


def _placed(edges: dict[tuple[str, str], int | None], tables: dict[str, set[str]], *, tall: bool) -> Picture:
    groups = sorted(tables, key=lambda group: (_rank(group), group))
    steps = _steps(groups)
    along, across = (112.0, 154.0) if tall else (202.0, 128.0)
    width, height = (128.0, 60.0) if tall else (110.0, 60.0)
    lane = 1 if any(group not in SPINE for group in groups) else 0
    margin = ((116.0 if tall else 48.0) if _skips(edges, steps) else 6.0)

    def corner(group: str) -> tuple[float, float]:
        forward, beside = steps[group] * along + 4, (0 if group in SPINE else across) + margin
        return (beside, forward) if tall else (forward, beside)

    boxes = [Box(_lines(group, tables[group]), *corner(group), width, height) for group in groups]
    places = {group: corner(group) for group in groups}
    arrows = [
        _arrow(places[start], places[end], width, height, records, tall=tall, same=(start in SPINE) == (end in SPINE),
               skips=_skip(start, end, steps), margin=margin)
        for (start, end), records in sorted(edges.items(), key=lambda item: (_rank(item[0][0]), _rank(item[0][1]), item[0]))]
    length = max(steps.values()) * along + (height if tall else width) + 8
    breadth = margin + lane * across + (width if tall else height) + 8
    said = "; ".join(
        f"{' '.join(_lines(start, tables[start]))} to {' '.join(_lines(end, tables[end]))}"
        + (f": {words.count(records, 'record')}" if records is not None else "")
        for (start, end), records in edges.items())
    return Picture(*((breadth, length) if tall else (length, breadth)), boxes, arrows, said)


def _steps(groups: list[str]) -> dict[str, int]:
    """Position along the way; what goes beside shares a position with the part of the spine it lies next to."""
    steps: dict[str, int] = {}
    position = -1
    for group in groups:
        beside_before = group == "warehouse" and "privacy" in steps
        if not beside_before:
            position += 1
        steps[group] = position
    return steps


def _skip(start: str, end: str, steps: dict[str, int]) -> bool:
    """Whether a straight arrow along the spine would cross another box of the spine."""
    if start not in SPINE or end not in SPINE:
        return False
    low, high = sorted((steps[start], steps[end]))
    return any(low < step < high for group, step in steps.items() if group in SPINE)


def _skips(edges: dict[tuple[str, str], int | None], steps: dict[str, int]) -> bool:
    return any(_skip(start, end, steps) for start, end in edges)


def _lines(group: str, tables: set[str]) -> tuple[str, str]:
    if group == "releases":
        return ("This release", "sealed")
    if group == BESIDE:
        return ("Side tables", words.count(len(tables), "table"))
    title = {"landing": "Sources", "warehouse": "Warehouse", "privacy": "Privacy", "clean": "Cleaned",
             "annotations": "Measurements", "corpora": "Corpus"}.get(group, words.said(group))
    return (title[:16], words.count(len(tables), *words.GROUPS.get(group, ("table", "tables"))))


def _arrow(start, end, width, height, records, *, tall, same, skips, margin) -> Arrow:
    """Straight between neighbours, around the boxes of the spine that lie between, or bent into the other lane."""
    (x0, y0), (x1, y1) = start, end
    label = words.number(records) if records is not None else ""
    middle = (x0 + width / 2, y0 + height / 2)
    if skips and tall:
        side = margin - 28
        path = f"M{x0},{middle[1]} C{side},{middle[1]} {side},{y1 + height / 2} {x1 - 7},{y1 + height / 2}"
        return Arrow(path, label, side - 2, (y0 + y1 + height) / 2, "end")
    if skips:
        near, far, top = x0 + width * 0.6, x1 + width * 0.4, y0 - 34
        return Arrow(f"M{near},{y0} C{near},{top} {far},{top} {far},{y1 - 7}", label, (near + far) / 2, y0 - 33)
    if same and tall:
        return Arrow(f"M{middle[0]},{y0 + height} V{y1 - 7}", label, middle[0], (y0 + height + y1) / 2)
    if same:
        return Arrow(f"M{x0 + width},{middle[1]} H{x1 - 7}", label, (x0 + width + x1 - 7) / 2, middle[1] - 7)
    if tall and y0 == y1:
        ends = (x0 + width, x1 - 7) if x1 > x0 else (x0, x1 + width + 7)
        return Arrow(f"M{ends[0]},{middle[1]} H{ends[1]}", label, sum(ends) / 2, middle[1] - 7)
    if x0 == x1:
        ends = (y0 + height, y1 - 7) if y1 > y0 else (y0, y1 + height + 7)
        return Arrow(f"M{middle[0]},{ends[0]} V{ends[1]}", label, middle[0], sum(ends) / 2)
    return _bent(x0, y0, x1, y1, width, height, label, tall=tall)


def _bent(x0, y0, x1, y1, width, height, label, *, tall) -> Arrow:
    """A quarter turn that leaves one box along the way and enters the other across it; its label lies inside the turn."""
    if tall and x1 > x0:
        corner, end = (x1 + width / 2, y0 + height * 0.7), (x1 + width / 2, y1 - 7)
        return Arrow(_turn((x0 + width, corner[1]), corner, end), label, corner[0] - 10, corner[1] + 20, "end")
    if tall:
        corner, end = (x0 + width / 2, y1 + height * 0.3), (x1 + width + 7, y1 + height * 0.3)
        return Arrow(_turn((corner[0], y0 + height), corner, end), label, corner[0] - 10, corner[1] - 12, "end")
    if y1 > y0:
        corner, end = (x0 + width * 0.65, y1 + height / 2), (x1 - 7, y1 + height / 2)
        return Arrow(_turn((corner[0], y0 + height), corner, end), label, corner[0] + 12, y0 + height + 24, "start")
    corner, end = (x1 + width * 0.35, y0 + height / 2), (x1 + width * 0.35, y1 + height + 7)
    return Arrow(_turn((x0 + width, corner[1]), corner, end), label, corner[0] - 12, y1 + height + 24, "end")


def _turn(start: tuple, corner: tuple, end: tuple) -> str:
    return f"M{start[0]},{start[1]} Q{corner[0]},{corner[1]} {end[0]},{end[1]}"
