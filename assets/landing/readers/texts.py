"""Plain text, Markdown and RTF.

Belongs here: one text or its parts, front matter, speakers in a transcript kept as text. Not here: cleaning (clean).
Options: split ("whole" by default, "paragraph", or a regular expression that starts or separates records),
turns (a regular expression with the group `speaker`, and optionally `time`, that starts a turn), encoding.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from assets.landing.readers.base import Bad, Row, Source
from assets.landing.readers.refusal import Refuse

_HEADING = re.compile(r"^#{1,2}\s+(.+?)\s*#*\s*$", re.MULTILINE)
_FRONT = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)


def read(source: Source, format: str, parse: dict[str, Any]) -> Iterator[Row | Bad]:
    text = _rtf(source) if format == "rtf" else source.whole_text(parse)
    if "\x00" in text:
        raise Refuse("the file holds NUL bytes, so it is no text; deliver it again or correct the contract's format")
    if _is_listing(text):
        raise Refuse("the file holds control characters, so it is no text; deliver it again or correct the contract's format")
    values: dict[str, Any] = {}
    if format == "md":
        values, text = front_matter(text)
        heading = _HEADING.search(text)
        if heading and not values.get("title"):
            values["title"] = heading[1]
    if not text.strip():
        raise Refuse("the file holds no text")
    if parse.get("turns"):
        yield Row("text", {**values, "text": text, "turns": spoken(text, parse["turns"])})
        return
    parts = list(_parts(text, parse.get("split", "whole")))
    for number, (locator, part) in enumerate(parts, 1):
        yield Row(locator, {**values, "text": part, "_part": number})


def _parts(text: str, split: str) -> Iterator[tuple[str, str]]:
    if split == "whole":
        yield "text", text
    elif split == "paragraph":
        for number, part in enumerate(re.split(r"\n[ \t]*\n+", text), 1):
            if part.strip():
                yield f"paragraph {number}", part.strip("\n")
    else:
        start, number = 0, 0
        for mark in re.finditer(split, text, re.MULTILINE):
            if mark.start() > start and text[start:mark.start()].strip():
                number += 1
                yield f"part {number}", text[start:mark.start()].strip("\n")
            start = mark.start() if mark.end() > mark.start() and mark[0].strip() else mark.end()
        if text[start:].strip():
            yield f"part {number + 1}", text[start:].strip("\n")


def front_matter(text: str) -> tuple[dict[str, Any], str]:
    """YAML (---) or TOML (+++) before a Markdown text; what cannot be read stays in the text."""
    found = _FRONT.match(text.lstrip("\ufeff"))
    if not found:
        return {}, text
    try:
        if found[1] == "---":
            if "&" in found[2] and "*" in found[2] and any(
                    isinstance(event, yaml.AliasEvent) for event in yaml.parse(found[2], Loader=yaml.SafeLoader)):
                return {}, text
            loaded = yaml.load(found[2], Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        else:
            import tomllib
            loaded = tomllib.loads(found[2])
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, text
    if not isinstance(loaded, dict):
        return {}, text
    from assets.landing.readers.columnar import plain
    values = {str(key): plain(value) for key, value in loaded.items() if str(key) != "text"}
    return values, text.lstrip("\ufeff")[found.end():]


def spoken(text: str, pattern: str) -> list[dict[str, Any]]:
    """Turns of a transcript kept as text: each match of `pattern` starts one; what stands before the first is nobody's."""
    from assets.landing.readers.speech import seconds
    turns: list[dict[str, Any]] = []
    marks = list(re.finditer(pattern, text, re.MULTILINE))
    bounds = [mark.start() for mark in marks[1:]] + [len(text)]
    before = text[:marks[0].start()].strip() if marks else text.strip()
    if before:
        turns.append({"text": before})
    for mark, end in zip(marks, bounds):
        groups = mark.groupdict()
        turns.append({"speaker": (groups.get("speaker") or "").strip() or None, "start": seconds(groups.get("time")),
                      "text": text[mark.end():end].strip()})
    return turns


def _is_listing(text: str) -> bool:
    sample = text[:65536]
    return sum(ord(character) < 32 and character not in "\t\n\r\f\x0b\x1b\x1a" for character in sample) > 0.01 * len(sample)


def _rtf(source: Source) -> str:
    from striprtf.striprtf import rtf_to_text
    body = source.bytes()
    if not body.lstrip()[:5] == b"{\\rtf":
        raise Refuse("the content is no RTF; deliver it again or correct the contract's format")
    found = re.search(rb"\\ansicpg(\d+)", body[:4096])
    encoding = f"cp{found[1].decode()}" if found else "cp1252"
    try:
        "".encode(encoding)
    except LookupError:
        encoding = "cp1252"
    source.facts.encoding = encoding
    return rtf_to_text(body.decode("latin-1"), encoding=encoding, errors="replace").replace("\r\n", "\n")
