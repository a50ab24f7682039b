"""A twin's records as the bytes of a file: each format with the options that the contract gives its reader.

Belongs here: where in a file a column's value stands. Not here: the values (`likeness`), the file's name (`places`).
"""

import json
import re
import struct
from xml.sax.saxutils import escape, quoteattr

from assets.synthesis import formats
from assets.synthesis.inbox import day
from assets.synthesis.likeness import LONG, Plan, Record
from assets.synthesis.places import fitting
from assets.synthesis.tables import delimited, lines, tree, xlsx

TABLES = ("csv", "tsv", "xlsx", "json", "jsonl", "parquet", "xml", "ttl", "transcript")      # a file holds many records
TEXTS = ("txt", "md", "html", "docx", "pdf", "rtf", "alto", "hocr", "eml", "vtt", "srt", "media")      # a file is one record
ENDINGS = {"transcript": ".json", "media": ".png"}
NAME = re.compile(r"[A-Za-z_][\w.-]*")


class CannotWrite(Exception):
    """The twin has no way to write this; the text says what."""


def ending(form: str) -> str:
    return ENDINGS.get(form, f".{form}")


def written(form: str, plan: Plan, records: list[Record], suffix: str = "") -> bytes:
    """One file. Raises CannotWrite with a plain reason."""
    if form in TABLES:
        return {"csv": _delimited, "tsv": _delimited, "xlsx": _xlsx, "json": _json, "jsonl": _jsonl, "parquet": _parquet, "xml": _xml, "ttl": _ttl,
                "transcript": _transcript}[form](plan, records, form)
    if form in TEXTS:
        return _text(form, plan, records[0], suffix)
    raise CannotWrite(f"files of format {form} are not written by the twin")


# -- tables ----------------------------------------------------------------------------------------------------------------

def _cells(plan: Plan, record: Record) -> dict[str, str]:
    mark = plan.parse.get("decimal", ".")
    out = {}
    for name, value in record.values().items():
        if isinstance(value, list):
            value = plan.parse.get("list_separator", ";").join(map(str, value))
        elif isinstance(value, float):
            value = str(value).replace(".", mark)
        out[name] = str(value)
    for name in plan.parse.get("flatten") or []:
        if name in out:
            out[name] = f"<root><part>{escape(out[name])}</part></root>"
    return out


def _rows(plan: Plan, records: list[Record]) -> list[tuple[Record, dict[str, str]]]:
    """Rows with the record that each belongs to."""
    turns = plan.parse.get("turns")
    if not (isinstance(turns, dict) and turns.get("by")):
        return [(record, _cells(plan, record)) for record in records]
    rows = []
    for record in records:
        whole = _cells(plan, record)
        for number, (who, said) in enumerate(record.turns(), 1):
            spoken = {"turn text": said, "turn speaker": who, "turn role": who, "turn start": str(number * 4), "turn end": str(number * 4 + 3),
                      "turn confidence": "0.9", "order 0": str(number), "order 1": "1", "conversation": record.key}
            rows.append((record, {name: spoken.get(role, whole[name]) for name, role in plan.roles.items()}))
    return rows


def _delimited(plan: Plan, records: list[Record], form: str) -> bytes:
    parse, rows = plan.parse, _rows(plan, records)
    mark, row_end = parse.get("delimiter") or ("\t" if form == "tsv" else ","), parse.get("row_end")
    names = list(plan.roles)
    header = names if parse.get("header", parse.get("names") is None) else None
    encoding = parse.get("encoding", "utf-8")
    above = "".join(f"{plan.contract['name']}{mark}fictional\n" for _ in range(int(parse.get("skip_rows", 0))))
    if row_end or len(mark) > 1 or (parse["quote"] or "none") == "none" if "quote" in parse else row_end or len(mark) > 1:
        barred = [one for one in (mark, row_end, parse.get("comment"), '"', "\n", "\r") if one]
        for record, row in rows:
            row.update((name, _plain(cell, barred)) for name, cell in row.items())
            record.said += row.values()
        end = row_end or "\n"
        table = ([names] if header else []) + [[row[name] for name in names] for _, row in rows]
        return (above + "".join(mark.join(row) + end + ("" if end.endswith("\n") else "\n") for row in table)).encode(encoding, "replace")
    for record, row in rows:
        record.said += [cell.encode(encoding, "replace").decode(encoding) for cell in row.values()]
    return above.encode(encoding) + delimited([[row[name] for name in names] for _, row in rows], header, mark, encoding)


def _plain(cell: str, barred: list[str]) -> str:
    for one in barred:
        cell = cell.replace(one, " ")
    return cell


def _xlsx(plan: Plan, records: list[Record], form: str) -> bytes:
    parse, names = plan.parse, list(plan.roles)
    sheet = parse.get("sheet")
    if isinstance(sheet, int) and sheet > 1:
        raise CannotWrite(f"a workbook of which sheet {sheet} is read is not written: the twin's workbooks have one sheet")
    rows = []
    for record in records:
        values = record.values()
        rows.append([value if isinstance(value, int | float) else "; ".join(value) if isinstance(value, list) else value for value in values.values()])
        record.said += map(str, rows[-1])
    header = names if parse.get("header", parse.get("names") is None) else []
    above = [f"{plan.contract['name']}, fictional"] * int(parse.get("skip_rows", 0))
    table = rows if header else rows[1:]
    return xlsx(sheet if isinstance(sheet, str) else "Sheet1", header or rows[0], table, above)


def _parquet(plan: Plan, records: list[Record], form: str) -> bytes:
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([_nested(plan, record) for record in records]), out, compression="none", use_dictionary=False, write_statistics=False,
                   store_schema=False)
    return out.getvalue()


# -- trees -----------------------------------------------------------------------------------------------------------------

def _nested(plan: Plan, record: Record) -> dict:
    """A record in which dotted names are nested objects and lists."""
    out: dict = {}
    for name, value in record.values().items():
        if not name.startswith("_key") and plan.roles[name] != "turns":
            _put(out, name.split(".") if all(name.split(".")) else [name], value)
    if plan.kind == "dialogue":
        turns = plan.parse.get("turns")
        parts = {"speaker": "speaker", "text": "text", **({part: turns[part] for part in ("speaker", "role", "text") if part in turns} if isinstance(turns, dict) else {})}
        said = [{parts["speaker"]: who, parts["text"]: text, "start": start, "end": end} for who, text, start, end in formats.timed(record.turns())]
        where = turns.get("path", "turns") if isinstance(turns, dict) else plan.columns.get("turns", ["turns"])[0]
        _put(out, where.split("."), said)
    record.said.append(" ".join(_strings(out)))
    return out


def _strings(node):
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for inner in node.values() if isinstance(node, dict) else node:
            yield from _strings(inner)


def _put(node, path: list[str], value) -> None:
    step, rest = path[0], path[1:]
    if isinstance(node, list):
        while len(node) <= int(step):
            node.append({})
        if rest:
            _put(node[int(step)], rest, value)
        else:
            node[int(step)] = value
    elif rest:
        inner = node.setdefault(step, [] if rest[0].isdigit() else {})
        if isinstance(inner, dict | list):
            _put(inner, rest, value)
    else:
        node.setdefault(step, value)


def _jsonl(plan: Plan, records: list[Record], form: str) -> bytes:
    return lines([_nested(plan, record) for record in records])


def _json(plan: Plan, records: list[Record], form: str) -> bytes:
    found = {record.key: _nested(plan, record) for record in records}
    values = list(found.values())
    if set(plan.roles) <= {"value", *(name for name in plan.roles if name.startswith("_key"))}:
        found = {key: value.get("value") for key, value in found.items()}
    path = [step for step in str(plan.parse.get("records", "")).split(".") if step]
    keyed = any(name.startswith("_key") for name in [*plan.roles, *plan.keys])
    if not path:
        return tree(values[0] if len(values) == 1 else values)
    return tree(_below(path, found if keyed or path[-1] == "*" and len(path) > 1 else values, records))


def _below(path: list[str], found, records: list[Record]):
    """The tree in which `path` leads to the records."""
    step, rest = path[0], path[1:]
    if not rest:
        return found if step == "*" else {step: found}
    if step != "*":
        return {step: _below(rest, found, records)}
    half = max(1, len(found) // 2)
    pairs = list(found.items()) if isinstance(found, dict) else list(enumerate(found))
    groups = [pairs[:half], pairs[half:]] if pairs[half:] else [pairs]
    return {f"group_{records[0].number}_{number}": _below(rest, dict(group) if isinstance(found, dict) else [one for _, one in group], records)
            for number, group in enumerate(groups, 1)}


def _transcript(plan: Plan, records: list[Record], form: str) -> bytes:
    if not plan.parse.get("records"):
        return tree(_talk(plan, records[0]))
    path = str(plan.parse["records"]).split(".")
    return tree(_below(path, [_talk(plan, record) for record in records], records))


def _talk(plan: Plan, record: Record) -> dict:
    node = _nested(plan, record)
    return {**node, "language": record.language} if "language" not in node else node


def _xml(plan: Plan, records: list[Record], form: str) -> bytes:
    path = [step for step in str(plan.parse.get("row_xpath", "")).split("/") if step and step != "."]
    if not path:
        raise CannotWrite("an XML source without parse.row_xpath is not written: nothing says which elements are read")
    bad = [name for name in (*plan.roles, *path) if not NAME.fullmatch(name.lstrip("@").replace(".", "_"))]
    if bad:
        raise CannotWrite("an XML source whose columns are no element names is not written")
    if len(path) == 1:
        path = ["records", *path]
    *outer, row = path
    parts = []
    for record in records:
        cells = _cells(plan, record)
        record.said += cells.values()
        attributes = "".join(f" {name[1:]}={quoteattr(cell)}" for name, cell in cells.items() if name[0] == "@")
        inner: dict = {}
        for name, cell in cells.items():
            if name[0] != "@":
                _put(inner, name.split("."), cell)
        parts.append(f" <{row}{attributes}>{_elements(inner)}</{row}>")
    opened, closed = "".join(f"<{name}>" for name in outer), "".join(f"</{name}>" for name in reversed(outer))
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + opened + "\n" + "\n".join(parts) + "\n" + closed + "\n").encode()


def _elements(node: dict) -> str:
    return "".join(f"<{name}>{_elements(inner) if isinstance(inner, dict) else escape(str(inner))}</{name}>" for name, inner in node.items())


def _ttl(plan: Plan, records: list[Record], form: str) -> bytes:
    language = plan.parse.get("language", "en")
    out = ["@prefix skos: <http://www.w3.org/2004/02/skos/core#> .", "@prefix v: <https://valdorsenne.example/twin/> .", ""]
    for record in records:
        record.said.append(" ".join(record.body))
        said = record.said[-1].replace("\\", "\\\\").replace('"', '\\"')
        label, other = record.value("label", "label").replace('"', "'"), record.value("alt_labels", "alt_labels")[0]
        out.append(f'v:{record.key} a skos:Concept ; skos:prefLabel "{label}"@{language} ; skos:altLabel "{other}"@{language} ;\n'
                   f'  skos:definition "{said}"@{language} ; skos:broader v:{record.dice.pick(["material", "motif"])} ; skos:inScheme v:scheme .\n')
    return "\n".join(out).encode()


# -- one record a file -----------------------------------------------------------------------------------------------------

def _text(form: str, plan: Plan, record: Record, suffix: str) -> bytes:
    if form == "media":
        return _media(record, suffix)
    if form in ("vtt", "srt"):
        turns = record.turns()
        record.said += [part for turn in turns for part in turn]
        return {"vtt": formats.vtt, "srt": formats.srt}[form](turns)
    title, written_on, language = record.title, day(record.dice), record.language
    author = record.staff.full
    if isinstance(plan.parse.get("turns"), str):
        body = [f"{_marked(plan.parse['turns'], who, record)} {said}" for who, said in record.turns()]
    else:
        body = record.body
    record.said += [title, *body]
    match form:
        case "txt":
            encoding = plan.parse.get("encoding", "utf-8")
            record.said = [part.encode(encoding, "replace").decode(encoding) for part in record.said]
            return _parted(plan, title, body, record).encode(encoding, "replace")
        case "md":
            front = {"title": title, "author": author, "language": language, "date": written_on}
            _signed(record, author)
            kept = {name: value for name, value in record.values().items() if name not in front and plan.roles[name] not in (*LONG, "title", "turns")}
            head = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in {**front, **kept}.items())
            record.said += map(str, kept.values())
            return (f"---\n{head}---\n\n# {title}\n\n" + "\n\n".join(body) + "\n").encode()
        case "html": return formats.page(title, body, language, written_on, ["Home", "Archive"])
        case "docx":
            _signed(record, author)
            return formats.docx(title, body, author, written_on, language)
        case "pdf":
            _signed(record, author)
            return formats.pdf(title, body, author, written_on)
        case "rtf": return formats.rtf(title, body)
        case "alto": return formats.alto(record.dice, [title, *body])
        case "hocr": return formats.hocr(record.dice, [title, *body], language)
    _signed(record, author)
    record.planted.append(("EMAIL", record.staff.email, "sender", None))
    record.said.append(record.staff.email)
    return formats.eml(title, "\n\n".join(body), (author, record.staff.email), "archive@journal.example", formats.stamp(written_on, record.dice), record.key)


def _signed(record: Record, author: str) -> None:
    record.planted.append(("PERSON", author, "author", None))
    record.said.append(author)


def _marked(pattern: str, who: str, record: Record) -> str:
    """The mark that begins a turn, with the speaker's name where the expression has its group."""
    named = re.sub(r"\(\?P<speaker>(?:[^()\\]|\\.|\[[^\]]*\])*\)", lambda found: re.escape(who), pattern)
    mark = fitting(named.removeprefix("^"), record.dice)
    return mark if re.search(pattern, mark, re.MULTILINE) else fitting(pattern, record.dice)


def _parted(plan: Plan, title: str, body: list[str], record: Record) -> str:
    split = plan.parse.get("split", "whole")
    if split in ("whole", "paragraph", "page", "region"):
        return "\n\n".join([title, *body]) + "\n"
    return "\n\n\n\n" + "\n\n".join(f"{fitting(split, record.dice)}\n\n{one}\n\n" for one in body)


def _media(record: Record, suffix: str) -> bytes:
    if suffix in ("", ".png"):
        return formats.swatch(record.dice, record.dice.between(40, 120), record.dice.between(40, 120))
    if suffix == ".wav":
        sound = bytes(record.dice.between(96, 160) for _ in range(800))
        return (b"RIFF" + struct.pack("<I", 36 + len(sound)) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8) + b"data"
                + struct.pack("<I", len(sound)) + sound)
    raise CannotWrite(f"media files ending in {suffix} are not written: the twin makes png and wav")


def selected(query: str) -> tuple[str, dict[str, str]]:
    """The one table that a plain select reads, and its columns under the names that the query gives them."""
    found = re.fullmatch(r"\s*select\s+(.+?)\s+from\s+[\"`]?(\w+)[\"`]?(?:\s+(?:as\s+)?\w+)?(?:\s+order\s+by\s+.+)?\s*;?\s*", query, re.IGNORECASE | re.DOTALL)
    if not found:
        raise CannotWrite("a query over more than one table, or with conditions, is not imitated")
    if found[1].strip() == "*":
        return found[2], {}
    columns = {}
    for part in found[1].split(","):
        named = re.fullmatch(r"\s*(?:\w+\.)?[\"`]?(\w+)[\"`]?(?:\s+(?:as\s+)?[\"`]?(\w+)[\"`]?)?\s*", part, re.IGNORECASE)
        if not named:
            raise CannotWrite("a query that computes its columns is not imitated")
        columns[named[2] or named[1]] = named[1]
    return found[2], columns
