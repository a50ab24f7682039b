"""How the command speaks: plain sentences, aligned tables, JSON when asked, progress on a terminal.

Belongs here: printing. Not here: finding anything out.
"""

import json
import sys
import time

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def as_json(value) -> None:
    """The answer for programs: one JSON value on standard output."""
    sys.stdout.write(json.dumps(value, indent=1, ensure_ascii=False, default=str) + "\n")


def sentence(text: str) -> None:
    out.print(text, markup=False)


def table(rows: list[dict], columns: dict[str, str], empty: str) -> None:
    """Rows as a table; `columns` maps a row's field to its heading. Numbers align right."""
    if not rows:
        return sentence(empty)
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for name, heading in columns.items():
        numeric = all(isinstance(row.get(name), int | float) for row in rows)
        shown.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(_cell(row.get(name)) for name in columns))
    out.print(shown)


def _cell(value) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, list):
        return ", ".join(str(entry) for entry in value)
    return str(value).replace("[", r"\[")


class Steps:
    """Progress of a run: a bar with the time left on a terminal, log lines elsewhere, silence when `quiet`."""

    def __init__(self, quiet: bool = False):
        self._quiet, self._bar, self._task, self._said = quiet, None, None, 0.0

    def __enter__(self) -> "Steps":
        if not self._quiet and err.is_terminal:
            self._bar = Progress(TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.completed:.0f}/{task.total:.0f}"),
                                 TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(), console=err, transient=True)
            self._bar.start()
        return self

    def __exit__(self, *_) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, event) -> None:
        if self._quiet:
            return
        if self._bar:
            if self._task is None:
                self._task = self._bar.add_task("starting", total=event.total)
            text = event.sentence if event.kind == "progress" and event.sentence else event.what
            self._bar.update(self._task, completed=event.done, total=event.total, description=text[:70])
        elif event.kind == "made" or (event.kind == "progress" and time.monotonic() - self._said > 20):
            self._said = time.monotonic()
            err.print(f"[{event.done}/{event.total}] {event.sentence or event.what}", markup=False)
        if event.kind == "failed" or (event.kind == "checked" and not event.passed):
            err.print(f"not passed: {event.what}" + (f": {event.sentence}" if event.sentence else ""), markup=False)
