"""Texts written for this repository, in which names and numbers stand marked: `texts/*.marked` for training, the benchmark's own sets to be measured on.

Belongs here: the form of such a file. Not here: what is learned from it (`training`), how findings are counted (`benchmarks`).
A text begins with a line `=== its name | its language`; in it stands `[[TYPE:value]]` for every value. Everybody private in these texts is made up.
"""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

FOLDER, MARKED = "texts", ".marked"
_HEAD = re.compile(r"^=== (\S+) \| ([a-z]{2})\n", re.M)
_MARK = re.compile(r"\[\[([A-Z]+):(.+?)\]\]", re.S)


class Written(NamedTuple):
    """A text without its marks, and what they said: (start, end, type)."""

    name: str
    language: str
    text: str
    spans: list[tuple[int, int, str]]


def parsed(content: str, source: str) -> Iterator[Written]:
    """The texts of a file. Raises ValueError naming the text in which a mark is broken."""
    _, *parts = _HEAD.split(content)
    for name, language, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        pieces, spans, at, size = [], [], 0, 0
        body = body.strip("\n")
        for mark in _MARK.finditer(body):
            pieces += [body[at:mark.start()], mark[2]]
            size += mark.start() - at
            spans.append((size, size + len(mark[2]), mark[1]))
            size, at = size + len(mark[2]), mark.end()
        text = "".join([*pieces, body[at:]])
        if "[[" in text or "]]" in text:
            raise ValueError(f"{source}: text {name} holds a broken mark; a mark is [[TYPE:value]].")
        yield Written(name, language, text, spans)


def read(path: Path) -> list[Written]:
    """The texts of one file."""
    return list(parsed(path.read_text("utf-8"), path.name))


def shipped() -> Iterator[Path]:
    """The files that the shipped weights learned from."""
    return iter(sorted(Path(str(one)) for one in (files("assets.privacy.tagger") / FOLDER).iterdir() if one.name.endswith(MARKED)))
