"""What was planted, written beside the landing folder: personal values, duplicates, problems.

Belongs here: gathering while files are written, and the three JSONL files. Not here: deciding what is planted.
"""

import json
from pathlib import Path

from assets.synthesis.grammar import Text

PLAIN = ("normal", "full")


class Truth:
    """Everything that a run plants. Lines are kept once per value, type and file."""

    def __init__(self):
        self._personal: dict[tuple, dict] = {}
        self.duplicates: list[dict] = []
        self.problems: list[dict] = []

    def personal(self, text: Text, source: str, file: str, said: str, record: str | None = None) -> None:
        """Take over what a text planted, as far as `said` really says it."""
        for type_, value, form, subject in text.planted:
            if value in said:
                self.value(value, type_, source, file, form, subject, record)

    def value(self, value: str, type_: str, source: str, file: str, form: str = "normal", subject: str | None = None,
              record: str | None = None) -> None:
        line = {"value": value, "type": type_, "source": source, "file": file}
        if form not in PLAIN:
            line["form"] = form
        if subject:
            line["subject"] = subject
        if record:
            line["record"] = record
        self._personal.setdefault((value, type_, file, record), line)

    def repeat(self, kind: str, source: str, first: str, second: str, **more) -> None:
        self.duplicates.append({"kind": kind, "source": source, "first": first, "second": second, **more})

    def problem(self, kind: str, source: str, file: str, **more) -> None:
        self.problems.append({"problem": kind, "source": source, "file": file, **more})

    def standing(self, file: str, said: str) -> list[dict]:
        """What was planted in a file and stands in `said` too."""
        return [line for line in self._personal.values() if line["file"] == file and line["value"] in said]

    def copied(self, source: str, first: str, second: str) -> None:
        """The second file says what the first says."""
        for line in [one for one in self._personal.values() if one["file"] == first]:
            self._personal[line["value"], line["type"], second, line.get("record")] = {**line, "source": source, "file": second}

    def write(self, folder: Path) -> dict[str, int]:
        folder.mkdir(parents=True, exist_ok=True)
        counts = {}
        for name, lines in (("personal", list(self._personal.values())), ("duplicates", self.duplicates), ("problems", self.problems)):
            (folder / f"{name}.jsonl").write_text("".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines), "utf-8", newline="\n")
            counts[name] = len(lines)
        return counts
