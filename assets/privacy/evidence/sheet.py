"""The sheet: a drawn sample as a file that a person opens, marks and gives back.

Belongs here: what of a record is shown, the columns, writing them, reading them back and refusing what is not whole.
Not here: which records (`acceptance`), keeping the marks (`marks`).

A record is shown whole, long ones on several lines ("2 of 3"), and what was replaced stands in ⟦brackets⟧. The person fills `mark`
and, where they can, `value` (the words that leak, or that were replaced without need; several with | between) and `type`.
The sheet holds clean text only, yet it is as restricted as what may have leaked into it.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from assets.lake import InputError
from assets.privacy.detect.recognisers import TYPES
from assets.privacy.evidence.acceptance import FINE, LEAK, MARKS, OVER

COLUMNS = ("release", "record", "place", "source", "language", "text", "mark", "value", "type", "note")
GIVEN, FILLED = COLUMNS[:6], COLUMNS[6:]
OPEN, CLOSE = "⟦", "⟧"
WINDOW = 4_000          # characters on one line: what a person reads at a stretch, and far below what a spreadsheet's cell takes
_FORMULA = ("=", "+", "-", "@", "\t", "'")      # what a spreadsheet would compute instead of show; ' is our own guard
_CONTROL = {code: "\ufffd" for code in (*range(9), *range(11, 32), *range(127, 160))}
_TYPE = re.compile(r"[A-Z][A-Z0-9_]{1,31}")


class Item(NamedTuple):
    """One line of the sheet: a record, or one place of a long one."""

    record_id: bytes
    place: str
    source: str
    language: str
    plain: str          # as released
    text: str           # with brackets around what was replaced
    stratum: str
    stands_for: float


def items(drawn: Iterable[Mapping], released: Mapping[bytes, Mapping], clean: Mapping[bytes, Mapping]) -> list[Item]:
    """The lines of a sample, in its order. `released` are rows of the shards by record id; `clean` the rows they were made of,
    which know what was replaced (a row that has moved on since has no brackets to give)."""
    lines = []
    for row in drawn:
        record = released[row["record_id"]]
        plain, replaced = _shown(record, clean.get(row["record_id"]))
        windows = list(_windows(plain, replaced))
        for number, (start, end) in enumerate(windows, 1):
            inside = [(a - start, b - start) for a, b in replaced if start <= a and b <= end]
            lines.append(Item(row["record_id"], f"{number} of {len(windows)}", record["source"], record["language"] or "", plain[start:end],
                              _bracketed(plain[start:end], inside), row["stratum"], row["stands_for"]))
    return lines


def written(lines: Iterable[Item], release: str, kind: str) -> bytes:
    """The sheet as the bytes of a .csv, .tsv or .jsonl file, with nothing marked yet."""
    rows = [dict(zip(COLUMNS, (release, one.record_id.hex(), one.place, one.source, one.language, one.text, "", "", "", ""), strict=True))
            for one in lines]
    if kind == ".jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    if kind not in (".csv", ".tsv"):
        raise InputError(f"A sample is written as .csv, .tsv or .jsonl, not as '{kind}'; name such a file.")
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, delimiter="\t" if kind == ".tsv" else ",", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _guarded(value) for name, value in row.items()} for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()        # spreadsheets take a file without this mark for another encoding


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a sheet that came back, as text, whatever separator its spreadsheet chose. Raises InputError when it is none."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); name the file that was marked.") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is not in UTF-8, so names in it may be damaged; save it as 'CSV UTF-8' and import that.") from None
    if text.lstrip().startswith("{"):
        rows = _of_jsonl(path, text)
    else:
        separator = max(",;\t", key=text.partition("\n")[0].count)
        csv.field_size_limit(1 << 24)
        try:
            rows = [{name: _bare(value or "") for name, value in row.items() if name}
                    for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)]
        except csv.Error:
            raise InputError(f"{path} is not a table that can be read; export the sample again and mark that file.") from None
    if missing := [name for name in COLUMNS if not rows or any(name not in row for row in rows)]:
        raise InputError(f"{path} has no column '{missing[0]}'; mark the exported file and keep its columns as they are.")
    return rows


def marked(rows: list[dict[str, str]], lines: list[Item], release: str, types: Iterable[str] = ()) -> list[dict[str, Any]]:
    """What a person marked, one entry per line of the sample: record_id, place, mark, values, type, note, stratum, stands_for.

    Raises InputError on the first thing that is not as it must be; then nothing of the file counts. `types` are the house's own.
    """
    wanted, found = {(one.record_id.hex(), one.place): one for one in lines}, {}
    for row in rows:
        where = (row["record"].strip().lower(), row["place"].strip())
        named = f"record {where[0][:32]}, place {where[1]}" if re.fullmatch(r"[0-9a-f]{32}", where[0]) else "a line without a record's id"
        if row["release"].strip() != release:
            raise InputError(f"This sheet is of another release than {release.partition('@')[0]}, or that was cut again since: "
                             f"export the sample again and mark that.")
        if where not in wanted:
            raise InputError(f"The sheet holds {named}, which is not in the sample of this release; remove the line, or export the sample again.")
        if where in found:
            raise InputError(f"The sheet holds {named} twice; keep one of the lines.")
        found[where] = _mark(row, wanted[where], named, {*TYPES, *types})
    if lacking := [where for where in wanted if where not in found]:
        raise InputError(f"The sheet lacks {len(lacking)} of the {len(wanted)} lines of the sample, the first is record {lacking[0][0]}, "
                         f"place {lacking[0][1]}; a sample counts only whole.")
    return [found[where] for where in wanted]


def _mark(row: dict[str, str], line: Item, named: str, types: set[str]) -> dict[str, Any]:
    if _even(row["text"]) != _even(line.text):
        raise InputError(f"The text of {named} is not the one that was exported; leave texts as they are and mark the exported file.")
    mark = "-".join(row["mark"].lower().replace("_", " ").replace("-", " ").split())
    if not mark:
        raise InputError(f"The sheet has no mark for {named}; mark every line {LEAK}, {FINE} or {OVER}, then import it again.")
    if mark not in MARKS:
        raise InputError(f"The mark of {named} is not one of {LEAK}, {FINE} and {OVER}; correct it.")
    values = [value.strip(f" {OPEN}{CLOSE}") for value in row["value"].split("|") if value.strip(f" {OPEN}{CLOSE}")]
    if mark == FINE and values:
        raise InputError(f"The line of {named} is marked {FINE} and still has a value; remove the value, or mark it {LEAK} or {OVER}.")
    if any(_even(value) not in _even(line.plain) for value in values):
        raise InputError(f"The value of {named} does not stand in its text; copy the words as they stand there, several with | between them.")
    type_ = row["type"].strip().upper()
    if type_ and not (_TYPE.fullmatch(type_) and type_ in types):
        raise InputError(f"The type of {named} is not known; the types are {', '.join(sorted(types))}, or leave it empty.")
    return {"record_id": line.record_id, "place": line.place, "mark": mark, "values": values, "type": type_ or None,
            "note": row["note"].strip() or None, "stratum": line.stratum, "stands_for": line.stands_for}


# -- what is shown --------------------------------------------------------------------------------------------------------

def _shown(record: Mapping, clean: Mapping | None) -> tuple[str, list[tuple[int, int]]]:
    """A released row as a person reads it, what its metadata says first, and where in it something was replaced."""
    head = {name: value for name, value in json.loads(record["metadata"]).items() if name != "kind" and isinstance(value, str)}
    text, replaced = "", []
    for name, value in head.items():
        text += f"{name}: "
        replaced += _replaced(value, len(text), {name: value}, clean)
        text += value + "\n"
    body = record["text"] if "text" in record else "\n".join(f"{message['role']}: {message['content']}" for message in record["messages"])
    parts = {"text": body} if clean is None or not clean.get("turns") else {
        f"turns.{number}.text": turn["text"] for number, turn in enumerate(clean["turns"]) if turn["text"]}
    replaced += _replaced(body, len(text), parts, clean)
    return (text + body).translate(_CONTROL), replaced


def _replaced(text: str, offset: int, fields: dict[str, str], clean: Mapping | None) -> list[tuple[int, int]]:
    """Where the replacements of these fields stand in a text that holds the fields' values in order."""
    found, at = [], 0
    for field, value in fields.items():
        at = text.find(value, at)
        if clean is None or at < 0 or (field in clean and clean[field] != value):
            return []
        found += [(offset + at + entry["start"], offset + at + entry["end"]) for entry in clean.get("ledger") or () if entry["field"] == field]
        at += len(value)
    return sorted(found)


def _bracketed(text: str, replaced: list[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in replaced:
        parts += [text[at:start], OPEN, text[start:end], CLOSE]
        at = end
    return "".join([*parts, text[at:]])


def _windows(text: str, replaced: list[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """Parts of at most about WINDOW characters, cut at the end of a line or a word and never inside a replacement."""
    start = 0
    while len(text) - start > WINDOW:
        limit = start + WINDOW
        end = max(text.rfind("\n", start + WINDOW // 2, limit), -1) + 1 or text.rfind(" ", start + WINDOW // 2, limit) + 1 or limit
        end = next((a for a, b in replaced if start < a < end < b), end)
        yield start, end
        start = end
    yield start, len(text)


def _even(text: str) -> str:
    """As compared: spreadsheets change the ends of lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


# -- cells ----------------------------------------------------------------------------------------------------------------

def _guarded(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value


def _bare(value: str) -> str:
    return value[1:] if value[:1] == "'" and value[1:].startswith(_FORMULA) else value


def _of_jsonl(path: Path, text: str) -> list[dict[str, str]]:
    try:
        rows = [json.loads(line) for line in text.split("\n") if line.strip()]
    except ValueError:
        rows = [None]
    if not all(isinstance(row, dict) for row in rows):
        raise InputError(f"{path} is not JSON lines; export the sample again and mark that file.")
    return [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows]
