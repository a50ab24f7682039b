"""What a written file says, read with the house's own readers and contracts."""

import json
import sqlite3
from pathlib import Path

from assets.landing.arrivals import matcher
from assets.landing.mapping import Mapper
from assets.landing.readers import Bad, Facts, Row, format_of, read


def strings(value):
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def decoded(file: Path) -> str:
    """All strings of a file, spaces evened out."""
    if file.suffix == ".db":
        with sqlite3.connect(file) as connection:
            return "\n".join(str(row) for row in connection.execute("select * from appointments"))
    name = file.name
    inner = name[:-3] if name.endswith(".gz") else name[:-4] if name.endswith((".zst", ".zip")) else name
    form = "jsonl" if name.endswith(".zip") else format_of(inner) or "txt"
    rows = [row for row in read(form, file.read_bytes(), {"extract": "plain"} if form == "html" else {}, name) if not isinstance(row, Bad)]
    return " ".join(" ".join(strings(row.values)) for row in rows)


def truth(out: Path, name: str) -> list[dict]:
    return [json.loads(line) for line in (out / "truth" / f"{name}.jsonl").read_text("utf-8").splitlines()]


def arrived(contract, landing: Path) -> list[Path]:
    """The files that a contract reads."""
    if contract.from_.sql:
        return []
    include, exclude = [matcher(one) for one in contract.from_.files.include], [matcher(one) for one in contract.from_.files.exclude]
    paths = {one.relative_to(landing).as_posix(): one for one in sorted(landing.rglob("*")) if one.is_file()}
    return [file for path, file in paths.items() if any(one.fullmatch(path) for one in include) and not any(one.fullmatch(path) for one in exclude)]


def mapped(contract, landing: Path) -> tuple[list[tuple[str, object]], list[str]]:
    """(file, record) of everything that a contract lands from a folder, and the reasons of what it refuses."""
    mapper, records, refused = Mapper(contract, b"k" * 32), [], []
    if contract.from_.sql:
        with sqlite3.connect(landing / contract.from_.sql.url.rsplit("/", 1)[1]) as connection:
            connection.row_factory = sqlite3.Row
            rows = [Row(f"row {number}", dict(row)) for number, row in enumerate(connection.execute(contract.from_.sql.query))]
        for record in mapper.records(rows, "query.jsonl", Facts(), table=True):
            (refused if isinstance(record, Bad) else records).append(record.reason if isinstance(record, Bad) else ("query", record))
    for file in arrived(contract, landing):
        path, facts = file.relative_to(landing).as_posix(), Facts()
        for record in mapper.records(read(contract.format, file.read_bytes(), contract.parse, file.name, facts), path, facts):
            (refused if isinstance(record, Bad) else records).append(record.reason if isinstance(record, Bad) else (path, record))
    return records, refused
