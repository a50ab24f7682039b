"""How the command speaks: plain sentences, aligned tables, JSON when asked, progress on a terminal.

Belongs here: printing. Not here: finding anything out.
"""

import json
import re
import sys
import time
from contextlib import contextmanager, nullcontext, suppress

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

WIDE = 100_000          # without a terminal nothing is folded: whoever reads it brings their own width
_ROWS = re.compile(r"([\d,]+) of ([\d,]+)")

for _stream in (sys.stdout, sys.stderr):
    with suppress(AttributeError, ValueError):          # a place that cannot write é gets \xe9, never a stack trace
        _stream.reconfigure(errors="backslashreplace")


def _console(stderr: bool) -> Console:
    found = Console(stderr=stderr, highlight=False, soft_wrap=True)
    return found if found.is_terminal else Console(stderr=stderr, highlight=False, soft_wrap=True, width=WIDE)


out = _console(stderr=False)
err = _console(stderr=True)


def as_json(value) -> None:
    """The answer for programs: one JSON value on standard output."""
    sys.stdout.write(json.dumps(value, indent=1, ensure_ascii=not _unicode(), default=str) + "\n")


def _unicode() -> bool:
    return (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") in ("utf8", "utf8sig")


def sentence(text: str) -> None:
    out.print(text, markup=False)


def table(rows: list[dict], columns: dict[str, str], empty: str) -> None:
    """Rows as a table; `columns` maps a row's field to its heading. Numbers align right.

    On a terminal long words fold within the window; elsewhere every row is one line.
    """
    if not rows:
        return sentence(empty) if empty else None
    shown = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name, heading in columns.items():
        numeric = all(isinstance(row.get(name), int | float | None) and not isinstance(row.get(name), bool) for row in rows)
        shown.add_column(heading, justify="right" if numeric else "left", overflow="fold", no_wrap=not out.is_terminal or numeric)
    for row in rows:
        shown.add_row(*(Text(_cell(row.get(name))) for name in columns))
    with out.capture() as captured:
        out.print(shown)
    out.file.write("\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n")
    return None


def _cell(value) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, list):
        return ", ".join(str(entry) for entry in value)
    return str(value)


class _Left(ProgressColumn):
    """The time left, once there is a pace to judge it by."""

    max_refresh = 0.5

    def render(self, task) -> Text:
        seconds = None if task.total is None or task.finished else task.time_remaining
        return Text("" if seconds is None else f"about {int(seconds) // 60}:{int(seconds) % 60:02} left")


class Steps:
    """Progress of a run: a bar with the time left on a terminal, log lines elsewhere, silence when `quiet`."""

    def __init__(self, quiet: bool = False):
        self._quiet, self._bar, self._task, self._said = quiet, None, None, 0.0

    def __enter__(self) -> "Steps":
        if not self._quiet and err.is_terminal:
            self._bar = Progress(
                BarColumn(bar_width=24), TaskProgressColumn(), TextColumn("{task.fields[tables]}"), TimeElapsedColumn(), _Left(),
                TextColumn("{task.description}", markup=False), console=err, transient=True)
            self._bar.start()
            self._task = self._bar.add_task("starting", total=None, tables="")
        return self

    def __exit__(self, *_) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, event) -> None:
        if self._quiet:
            return
        if self._bar:
            within = _share(event.sentence) if event.kind == "progress" else 0.0
            text = event.sentence if event.kind == "progress" and event.sentence else event.what
            room = max(20, err.width - 72)
            self._bar.update(self._task, completed=event.done + within, total=event.total or None, tables=f"{event.done}/{event.total}" if event.total else "",
                             description=text if len(text) <= room else text[:room - 1] + "…")
        elif event.kind == "made" or (event.kind == "progress" and time.monotonic() - self._said > 20):
            self._said = time.monotonic()
            err.print(f"[{event.done}/{event.total}] {event.sentence or event.what}", markup=False)
        if event.kind == "failed" or (event.kind == "checked" and not event.passed):
            err.print(f"not passed: {event.what}" + (f": {event.sentence}" if event.sentence else ""), markup=False)


@contextmanager
def counting(lake, quiet: bool = False):
    """Tells how far a long verb is, from what the lake says on the way: one line that is written over on a terminal, else a line now and then."""
    if quiet:
        yield
        return
    said = time.monotonic()
    with err.status("") if err.is_terminal else nullcontext() as line:
        def tell(what: str, done: int, total: int) -> None:
            nonlocal said
            sentence_ = f"{what}: {done:,} of {total:,}"
            if line is not None:
                line.update(sentence_)
            elif time.monotonic() - said > 20:
                said = time.monotonic()
                err.print(sentence_, markup=False)

        before, lake.progress = lake.progress, tell
        try:
            yield
        finally:
            lake.progress = before


def _share(sentence: str) -> float:
    """How far inside its table a step is, from "... rows: 1,200 of 4,800": at most 0.99, the table is not made yet."""
    found = _ROWS.search(sentence)
    done, total = (int(part.replace(",", "")) for part in found.groups()) if found else (0, 0)
    return min(done / total, 0.99) if total else 0.0
