"""What was planted, beside the landing folder: the answers that tests and audits compare with.

Belongs here: writing files and remembering, per file, what stands in them. Every line has at least `value` and `type`.
"""

import json
from pathlib import Path

NAMES = ("personal", "secrets", "kept", "duplicates", "contamination", "rights", "problems")


class Truth:
    """The landing folder being written and the truth about it."""

    def __init__(self, out: Path):
        self.landing, self.folder = out / "landing", out / "truth"
        self.folder.mkdir(parents=True, exist_ok=True)
        self._open = {name: (self.folder / f"{name}.jsonl").open("w", encoding="utf-8", newline="\n") for name in NAMES}
        self.files: dict[str, int] = {}
        self.records: dict[str, int] = {}
        self.planted = 0

    def path(self, source: str, name: str, records: int = 1) -> Path:
        """Where a source's file goes; counted."""
        path = self.landing / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self.files[source] = self.files.get(source, 0) + 1
        self.records[source] = self.records.get(source, 0) + records
        return path

    def write(self, source: str, name: str, body: bytes | str, records: int = 1) -> str:
        self.path(source, name, records).write_bytes(body.encode() if isinstance(body, str) else body)
        return name

    def line(self, name: str, **values) -> None:
        self._open[name].write(json.dumps(values, ensure_ascii=False) + "\n")

    def said(self, source: str, file: str, text, record: str | None = None) -> None:
        """Everything that a text planted."""
        for type_, value, form, subject in dict.fromkeys(text.planted):
            self.plant(source, file, type_, value, form, subject, record, text.rules.language)

    def plant(self, source: str, file: str, type_: str, value: str, form: str = "normal", subject: str | None = None,
              record: str | None = None, language: str | None = None) -> None:
        name = {"SECRET": "secrets", "PUBLIC_PERSON": "kept"}.get(type_, "personal")
        self.planted += name == "personal"
        values = {"value": value, "type": type_, "form": form, "source": source, "file": file, "record": record, "language": language}
        if name == "personal":
            values |= {"subject": subject, "known": bool(subject and subject.startswith("VD-"))}
        self.line(name, **values)

    def close(self, seed: int, scale: float) -> dict:
        with (self.folder / "sources.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            for source in sorted(self.files):
                file.write(json.dumps({"value": source, "type": "SOURCE", "files": self.files[source], "records": self.records[source]}) + "\n")
        for file in self._open.values():
            file.close()
        return {"seed": seed, "scale": scale, "files": sum(self.files.values()), "records": sum(self.records.values()), "sources": len(self.files),
                "personal_values": self.planted}
