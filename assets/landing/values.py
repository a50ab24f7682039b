"""From what a source wrote to a plain value of a column.

Belongs here: looking a value up by name or path, text, numbers, lists. Not here: which column wants what (mapping).
"""

import json
import math
import re
from typing import Any

MISSING = object()
_THOUSANDS = re.compile(r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$")
_SPACES = str.maketrans("", "", " \u00a0\u202f\u2009'’_")
_MARKS = "€$£¥%"


class Unfit(Exception):
    """A value that does not fit its column; the text is the reason, free of content."""


def look(values: dict[str, Any], name: str) -> Any:
    """`name` as it stands, else as a dotted path into mappings and lists (by number, or through all of a list)."""
    if name in values:
        return values[name]
    if "." not in name:
        return MISSING
    return _walk(values, name.split("."))


def _walk(node: Any, path: list[str]) -> Any:
    for position, step in enumerate(path):
        if isinstance(node, dict):
            if step not in node:
                rest = ".".join(path[position:])
                return node[rest] if rest in node else MISSING
            node = node[step]
        elif isinstance(node, list):
            if step.isdigit():
                if int(step) >= len(node):
                    return MISSING
                node = node[int(step)]
            else:
                found = [value for value in (_walk(entry, path[position:]) for entry in node) if value is not MISSING]
                return found or MISSING
        else:
            return MISSING
    return node


def is_empty(value: Any) -> bool:
    if type(value) is str:
        return not value or value.isspace()
    return value is MISSING or value is None or value == "" or value == [] or value == {} \
        or isinstance(value, str) and not value.strip() or isinstance(value, float) and math.isnan(value)


def text(value: Any) -> str | None:
    """A value as text: whole numbers without a point, lists and mappings as their texts, one a line."""
    if type(value) is str:
        return None if not value or value.isspace() else value
    if is_empty(value):
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, list | dict):
        parts = value if isinstance(value, list) else value.values()
        lines = [line for line in (text(part) for part in parts) if line]
        return "\n".join(lines) or None
    return str(value)


def word(value: Any) -> str | None:
    """A short value as text, trimmed; several are joined with semicolons."""
    if type(value) is str:
        return value.strip() or None
    written = text(value)
    if written is None:
        return None
    return "; ".join(line.strip() for line in written.split("\n") if line.strip()) if isinstance(value, list | dict) else written.strip()


def number(value: Any, decimal: str = ".") -> float | None:
    """A number as written in a table: thousands and currency marks fall away, anything else is unfit."""
    if is_empty(value):
        return None
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, int | float):
        if not math.isfinite(value):
            raise Unfit("is no finite number")
        return float(value)
    if not isinstance(value, str):
        raise Unfit("is no number")
    plain = value.strip().strip(_MARKS).translate(_SPACES)
    if decimal == ",":
        plain = plain.replace(".", "").replace(",", ".")
    elif _THOUSANDS.match(plain):
        plain = plain.replace(",", "")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", plain):
        raise Unfit("is no number")
    result = float(plain)
    if not math.isfinite(result):
        raise Unfit("is no finite number")
    return result


def whole(value: Any, decimal: str = ".", bits: int = 64) -> int | None:
    result = number(value, decimal)
    if result is None:
        return None
    if not result.is_integer() or abs(result) >= 2 ** (bits - 1):
        raise Unfit("is no whole number of a size that fits")
    return int(result)


def words(value: Any, separator: str = ";") -> list[str] | None:
    """A list of short texts: a list as it is, a text cut at the separator."""
    if is_empty(value):
        return None
    parts = value if isinstance(value, list) else text(value).split(separator)
    found = [part.strip() for part in map(text, parts) if part and part.strip()]
    return found or None


def as_json(values: dict[str, Any]) -> str | None:
    """A JSON object with sorted keys, or None when there is nothing to keep."""
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str) if values else None
