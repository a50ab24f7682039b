"""Rows that are not records yet: sentences that make a conversation, wide tables, cells that hold XML.

Belongs here: one row to several, several to one. Not here: columns of the house (mapping).
Options: turns {by, order, speaker, role, text, start, end, confidence} gathers rows into conversations; without `by`,
{path, speaker, role, text} reads a nested list; unpivot {columns, name, value}; flatten [columns]; path (a regular
expression over the file's path, whose groups become path.NAME).
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from assets.landing.readers.base import Bad, Parts, Row
from assets.landing.readers.speech import seconds, turn_of
from assets.landing.values import MISSING, is_empty, look, text

_PARTS = ("speaker", "role", "text", "start", "end", "confidence")


def reshaped(rows: Iterable[Row | Bad], parse: dict[str, Any], group_consents: str | None = None) -> Iterator[Row | Bad]:
    if flatten := parse.get("flatten"):
        rows = _flattened(rows, flatten)
    if unpivot := parse.get("unpivot"):
        rows = _unpivoted(rows, unpivot)
    turns = parse.get("turns")
    if isinstance(turns, dict) and turns.get("by"):
        return _conversations(rows, turns)
    if isinstance(turns, dict):
        return _nested(rows, turns)
    if group_consents:
        return _registers(rows, group_consents)
    return iter(rows)


def path_facts(path: str, pattern: str | None) -> dict[str, str]:
    """What a file's path says: file, stem, folder, and the groups of the contract's parse.path."""
    folder, _, name = path.rpartition("/")
    facts = {"file": path, "name": name, "stem": name.rsplit(".", 1)[0] if "." in name else name, "folder": folder}
    found = re.search(pattern, path) if pattern else None
    if found:
        facts |= {group: value for group, value in found.groupdict().items() if value is not None}
    return facts


def _conversations(rows: Iterable[Row | Bad], turns: dict[str, Any]) -> Iterator[Row | Bad]:
    """One row per value of `by`, in the order in which they begin; its turns in the order of `order`."""
    groups: dict[str, list[tuple[tuple, Row]]] = {}
    order = turns.get("order") or []
    order = [order] if isinstance(order, str) else order
    for entry in rows:
        if isinstance(entry, Bad):
            yield entry
            continue
        key = text(look(entry.values, turns["by"]))
        if key is None:
            yield Bad(entry.locator, "the column that gathers rows into a conversation is empty", parts=entry.parts)
            continue
        groups.setdefault(key, []).append((tuple(_sortable(look(entry.values, name)) for name in order), entry))
    for members in groups.values():
        members.sort(key=lambda member: member[0])      # stable: equal places stay as written
        first, last = members[0][1], members[-1][1]
        said = [turn for _, row in members if (turn := _turn(row.values, turns))]
        locator = first.locator if len(members) == 1 else f"{first.locator} to {last.locator} ({len(members)} rows)"
        yield Row(locator, {**first.values, "turns": said}, _parts(row for _, row in members))


def _sortable(value: Any) -> tuple:
    try:
        return (0, float(value), "")
    except (TypeError, ValueError):
        return (1, 0.0, text(value) or "")


def _nested(rows: Iterable[Row | Bad], turns: dict[str, Any]) -> Iterator[Row | Bad]:
    for entry in rows:
        if isinstance(entry, Bad):
            yield entry
            continue
        found = look(entry.values, turns.get("path", "turns"))
        said = [turn for part in found if (turn := _turn(part, turns))] if isinstance(found, list) else []
        yield Row(entry.locator, {**entry.values, "turns": said}, entry.parts)


def _turn(values: Any, turns: dict[str, Any]) -> dict[str, Any] | None:
    """One turn, its parts named by the contract: a column, a position in a list, or =literal."""
    named = {part: turns[part] for part in _PARTS if part in turns}
    if not named:
        return turn_of(values)
    turn: dict[str, Any] = {} if "text" in named else dict(turn_of(values) or {})
    for part, where in named.items():
        if isinstance(where, str) and where.startswith("="):
            turn[part] = where[1:]
            continue
        if isinstance(values, list):
            found = values[int(where)] if str(where).isdigit() and int(where) < len(values) else MISSING
        else:
            found = look(values, str(where)) if isinstance(values, dict) else MISSING
        turn[part] = seconds(None if found is MISSING else found) if part in ("start", "end") else \
            _share(found) if part == "confidence" else text(found)
    return turn if turn.get("text") else None


def _share(value: Any) -> float | None:
    try:
        return None if is_empty(value) else float(value)
    except (TypeError, ValueError):
        return None


def _registers(rows: Iterable[Row | Bad], key: str) -> Iterator[Row | Bad]:
    """One row per person, whose rows' own consents are gathered under `_rows`."""
    groups: dict[str, list[Row]] = {}
    for entry in rows:
        if isinstance(entry, Bad):
            yield entry
            continue
        groups.setdefault(text(look(entry.values, key)) or f"\x00{entry.locator}", []).append(entry)
    for members in groups.values():
        locator = members[0].locator if len(members) == 1 else f"{members[0].locator} to {members[-1].locator} ({len(members)} rows)"
        yield Row(locator, {**members[0].values, "_rows": [member.values for member in members]}, _parts(members))


def _parts(rows: Iterable[Row]) -> Parts:
    return tuple(part for row in rows for part in row.parts)


def _unpivoted(rows: Iterable[Row | Bad], unpivot: dict[str, Any]) -> Iterator[Row | Bad]:
    name, value = unpivot.get("name", "name"), unpivot.get("value", "value")
    for entry in rows:
        if isinstance(entry, Bad):
            yield entry
            continue
        wide = [column for column in unpivot["columns"] if column in entry.values]
        kept = {column: cell for column, cell in entry.values.items() if column not in wide}
        if not wide:
            yield Bad(entry.locator, "none of the columns to unpivot is there", parts=entry.parts)
        for position, column in enumerate(wide, 1):
            if not is_empty(entry.values[column]):
                yield Row(f"{entry.locator} column {position}", {**kept, name: column, value: entry.values[column]},
                          tuple((number, column) for number, _ in entry.parts))


def _flattened(rows: Iterable[Row | Bad], columns: list[str]) -> Iterator[Row | Bad]:
    for entry in rows:
        if isinstance(entry, Row):
            flat = {column: _without_tags(entry.values[column]) for column in columns if isinstance(entry.values.get(column), str)}
            entry = Row(entry.locator, {**entry.values, **flat}, entry.parts)
        yield entry


def _without_tags(cell: str) -> str:
    """The text of an XML cell, one element a line; what is no XML loses nothing but what looks like a tag."""
    if "<" not in cell:
        return cell
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring
    try:
        parts = list(fromstring(cell.strip()).itertext())
    except (ParseError, DefusedXmlException, ValueError):
        parts = re.sub(r"<[^<>]+>", "\n", cell).split("\n")
    return "\n".join(line for line in (" ".join(part.split()) for part in parts) if line)
