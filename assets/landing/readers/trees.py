"""JSON and JSON lines.

Belongs here: finding the records in a tree. Not here: which of their fields matter (mapping).
Options: records (a dotted path to the list or mapping that holds them; `*` steps into every member), encoding.
A mapping of records gives each its key as `_key`, and the keys of every level passed as `_key1`, `_key2`.
"""

import json
from collections.abc import Iterator
from typing import Any

from assets.landing.readers.base import LARGEST_VALUE, Bad, Row, Source
from assets.landing.readers.refusal import Refuse


def read(source: Source, format: str, parse: dict[str, Any]) -> Iterator[Row | Bad]:
    yield from _lines(source, parse) if format == "jsonl" else _tree(source, parse)


def _lines(source: Source, parse: dict[str, Any]) -> Iterator[Row | Bad]:
    stream, number = source.text(parse), 0
    while line := stream.readline(LARGEST_VALUE + 1):
        number += 1
        if len(line) > LARGEST_VALUE:
            while line and not line.endswith("\n"):
                line = stream.readline(LARGEST_VALUE)
            yield Bad(f"line {number}", f"the record is larger than {LARGEST_VALUE >> 20} MiB")
            continue
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            yield Bad(f"line {number}", "the line is no valid JSON")
            continue
        yield Row(f"line {number}", value) if isinstance(value, dict) else Row(f"line {number}", {"value": value})


def _tree(source: Source, parse: dict[str, Any]) -> Iterator[Row | Bad]:
    text = source.whole_text(parse)
    try:
        tree = json.loads(text)
    except ValueError:
        raise Refuse("the file is no valid JSON; deliver it again or correct the contract's format") from None
    found = list(_records(tree, [step for step in parse.get("records", "").split(".") if step], ""))
    if not found and parse.get("records"):
        raise Refuse("the contract's parse.records leads nowhere in this file; correct the path")
    for place, keys, value in found:
        row = value if isinstance(value, dict) else {"value": value}
        yield Row(place or "/", {**row, **_named(keys)} if keys else row)


def _named(keys: list[str]) -> dict[str, str]:
    """The keys on the way to a record: the innermost as `_key`, all of them as `_key1`, `_key2` from the outside."""
    return {"_key": keys[-1], **{f"_key{level}": key for level, key in enumerate(keys, 1)}}


def _records(node: Any, path: list[str], place: str, keys: tuple[str, ...] = ()) -> Iterator[tuple[str, list[str], Any]]:
    """(JSON pointer, mapping keys that a wildcard or the last step passed, value) of every record."""
    if not path:
        if isinstance(node, list) and not place:
            yield from _spread(node, place, keys)
        else:
            yield place, list(keys), node
        return
    step, rest = path[0], path[1:]
    if step == "*":
        for key, inner in _members(node):
            yield from _records(inner, rest, f"{place}/{_escaped(key)}", (*keys, key) if isinstance(key, str) else keys)
    elif isinstance(node, dict) and step in node:
        inner, deeper = node[step], f"{place}/{_escaped(step)}"
        yield from _records(inner, rest, deeper, keys) if rest else _spread(inner, deeper, keys)


def _spread(node: Any, place: str, keys: tuple[str, ...]) -> Iterator[tuple[str, list[str], Any]]:
    if isinstance(node, list | dict):
        for key, inner in _members(node):
            yield f"{place}/{_escaped(key)}", [*keys, key] if isinstance(key, str) else list(keys), inner
    else:
        yield place, list(keys), node


def _members(node: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(node, dict):
        yield from node.items()
    elif isinstance(node, list):
        yield from enumerate(node)


def _escaped(key: Any) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")       # a JSON pointer (RFC 6901)
