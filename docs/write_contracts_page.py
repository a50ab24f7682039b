"""Writes `docs/contracts.md` from the contract's model: `python docs/write_contracts_page.py`.

Belongs here: what the model cannot say of itself (examples, the options of readers in words, three whole contracts).
Not here: fields, types, defaults and allowed values, which come from `assets.landing.contracts`.
"""

import sys
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

ROOT = Path(__file__).parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from pydantic import BaseModel  # noqa: E402

from assets.landing.contracts import Contract, describe  # noqa: E402
from assets.landing.kinds import COLUMNS, ROW_ENVELOPE  # noqa: E402

PAGE = ROOT / "docs" / "contracts.md"
PATTERNS = {"name": "small letters, digits and underscores, beginning with a letter", "retention": "an ISO 8601 duration in years, months, weeks or days"}
MORE = {                                # meanings that the model leaves to this page
    "consent.notice_version": "their column holding the version of the notice the person saw",
    "consent.from": "their column holding the day from which the consent stands",
    "consent.until": "their column holding the day on which it ends",
    "tdm_opt_out.value": "what was found there, in words",
    "origin.url": "the address of the source", "origin.version": "the commit, release or day that was fetched",
    "language.column": "their column holding each record's language",
}
EXAMPLES: dict[str, str] = {
    "name": "press_releases", "title": "Press releases since 1987", "kind": "document", "from": "{files: {include: [\"press/**/*.html\"]}}",
    "from.files": "{include: [\"press/**\"]}", "from.files.include": "[\"press/**/*.html\", \"press/*.eml\"]", "from.files.exclude": "[\"**/README*\"]",
    "from.sql": "{url_env: CRM_URL, query: \"select * from visits\"}", "from.sql.url_env": "CRM_URL", "from.sql.url": "\"sqlite:///{inbox}/crm.db\"",
    "from.sql.query": "\"select * from visits\"", "from.sql.watermark": "updated_at", "from.asset": "crm/visits", "format": "csv",
    "parse": "{delimiter: \";\", encoding: cp1252}", "columns": "{title: Titre, price: price.amount, currency: \"=EUR\", text: [body, summary]}",
    "keep": "[season, house_line]", "primary_key": "[release_no]", "subject": "{id: client_no}", "subject.id": "[client_no]", "subject.scheme": "boutique",
    "subject_fields": "[name, email, phone]", "consent": "{subject: client_no, purpose: purpose, status: status}", "consent.subject": "client_no",
    "consent.purpose": "purpose", "consent.status": "status", "consent.notice_version": "notice", "consent.from": "valid_from", "consent.until": "valid_until",
    "group": "client_no", "controller": "Maison X SA", "steward": "archives@example.com", "licence": "CC-BY-4.0",
    "agreement": "\"Photo agency contract 2019/44\"", "legal_basis": "legitimate-interest", "article9": "explicit consent, Article 9(2)(a)",
    "purposes": "[train-language-model, retrieval]", "territory": "[EU, UK]", "retention": "P10Y", "embargo": "2026-09-15", "secrecy": "confidential",
    "exclusivity": "exclusive", "tdm_opt_out": "{protocol: none, checked: 2026-01-10}", "tdm_opt_out.protocol": "TDMRep", "tdm_opt_out.checked": "2026-01-10",
    "tdm_opt_out.value": "\"tdm-reservation: 0\"", "origin": "{url: \"https://example.org/set\", version: \"2.1\"}", "origin.url": "\"https://example.org/set\"",
    "origin.version": "\"2.1\"", "origin.fetch": "\"download the archive and unpack it into set/\"", "language": "fr", "language.column": "lang",
    "people_in_picture": "unknown",
}
FORMATS: dict[str, tuple[str, str]] = {     # format: what one record is, options of its reader
    "auto": ("by the file's ending; a source may mix formats", "those of each format met"),
    "csv": ("a row; delimiter, quoting and encoding are found out unless named", "delimiter, quote, row_end, header, names, skip_rows, encoding, comment, keep_short, rejoin"),
    "tsv": ("a row of a table separated by tabs", "as csv"),
    "json": ("a member of the list or mapping that `records` leads to; a list at the top by default", "records, encoding"),
    "jsonl": ("a line", "encoding"),
    "parquet": ("a row", ""),
    "xlsx": ("a row of a sheet; older and open workbooks (.xls, .xlsm, .ods) too", "sheet, skip_rows, header, names"),
    "txt": ("the file, or its parts", "split, turns, encoding"),
    "md": ("the file; values of its front matter are columns, the first heading is its title", "split, turns, encoding"),
    "html": ("the page, with title, author, date and language where it names them", "extract, encoding"),
    "xml": ("an element that `row_xpath` names; attributes are written @name, nested elements with dots", "row_xpath"),
    "pdf": ("a page with text in it", "split"),
    "docx": ("the document, with title, author and date of its properties", ""),
    "rtf": ("the file, or its parts", "split"),
    "vtt": ("the subtitles of one recording, as turns", "roles"),
    "srt": ("the subtitles of one recording, as turns", "roles"),
    "transcript": ("a conversation in the JSON of a speech service, as turns with times and confidence", "records, roles"),
    "alto": ("a scanned page, with the confidence of its words", "split"),
    "hocr": ("a scanned page, with the confidence of its words", "split"),
    "eml": ("a mail: subject, sender, date, text; attachments are refused by name", ""),
    "ttl": ("a concept, or with `all` any named thing, of linked data (.ttl, .nt)", "language, all"),
    "warc": ("a page of a web archive", "extract"),
    "wet": ("the text of a page of a web archive", ""),
    "media": ("a picture or recording, catalogued by its header and never opened further", ""),
}
OPTIONS: dict[str, str] = {
    "delimiter": "what stands between cells, one character or several", "quote": "the quoting character, or `none`",
    "row_end": "what ends a row where it is not the end of the line", "header": "`false` when the first row is data already",
    "names": "names of the columns, for files without a header", "skip_rows": "how many lines stand above the header",
    "encoding": "the encoding, where finding it out would be a guess; a file that breaks it is refused", "comment": "lines beginning so are left aside",
    "keep_short": "`true`: a row with fewer cells than columns is filled with empty ones instead of refused",
    "rejoin": "`true`: cells may hold bare line ends, a row goes on until it has all its cells", "sheet": "the sheet's name or number, from 1; all sheets by default",
    "records": "a dotted path to the records, `*` steps into every member; keys passed are the columns _key, _key1, _key2",
    "split": "`whole`, `paragraph`, `page`, `region`, or a regular expression at which a new record begins",
    "row_xpath": "path of element names to the records, such as catalog/item or //item",
    "extract": "`main` drops menus and footers, `plain` keeps all, `auto` drops them only while most of the text stays",
    "turns": "for conversations: an expression with the group `speaker` that begins a turn; or `{by, order, speaker, role, text, start, end, confidence}`, which "
             "gathers rows; or `{path, speaker, role, text}`, a list inside the record",
    "roles": "speaker's name: role, such as {customer: client, agent: advisor}", "decimal": "the decimal mark of numbers, `.` by default",
    "nulls": "words that stand for no value", "list_separator": "what stands between entries of a cell that holds a list, `;` by default",
    "language": "which language's labels are taken", "all": "`true`: also things that are no concepts",
    "path": "an expression over the file's path; its groups are columns path.NAME", "unpivot": "`{columns, name, value}`: each of the columns becomes a row of its own",
    "flatten": "columns that hold XML, of which the text is kept", "gather": "`true`: all rows of a person make one record (kind subject)",
    "optional": "`true`: a table may lack a mapped column; its value is then null",
}
WHOLE = [("Pages and mails of a press office", "press"), ("A client register in an old export", "clients"), ("Rows of a database, only what is new", "appointments")]
OPENING = """\
# Source contracts

A source of a house is one YAML file, `contracts/NAME.yaml`, and no code. It says where records come from, how they are read,
which of their columns are ours, whom they are about, and what may be done with them. This page lists every field; it is
written by `docs/write_contracts_page.py` from the model that checks contracts, and a test compares the two.

- `hallmark sources` shows each contract's state. A contract without `licence`, `legal_basis` or `purposes` is **blocked**: its
  files are counted and never opened. A contract with a mistake is **broken**, with file, field and reason; all others proceed.
- "Theirs" is a column as the source names it: a name, a dotted path into JSON (`price.amount`, `authors.0.name`), `=literal`,
  `path.file`, `path.stem`, `path.folder` or `path.GROUP` of the expression in `parse.path`. "Ours" is a column of the kind, below.
- Patterns are relative to the house's inbox: `**/` passes folders, `*` and `?` stay within a name, `[a-c]` is one of.
- Dates are written 2026-01-31. An unknown field, a field written twice and a YAML alias are mistakes.
"""


def models(model: type[BaseModel] = Contract, prefix: str = "") -> dict[str, Any]:
    """Field name, as `describe` gives it: its annotation."""
    found: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        shown = prefix + (field.alias or name)
        found[shown] = field.annotation
        for part in _parts(field.annotation):
            found |= models(part, f"{shown}.")
    return found


def _parts(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [part for inner in get_args(annotation) for part in _parts(inner)]


def type_of(annotation: Any) -> tuple[str, list[str]]:
    """A type in a word or two, and the allowed values where there are few."""
    origin, inner = get_origin(annotation), [one for one in get_args(annotation) if one is not type(None)]
    if origin is Literal:
        return "word", list(map(str, inner))
    if origin is dict:
        return "mapping", []
    if origin is list:
        return "list of text", []
    if isinstance(annotation, type):
        return ("mapping" if issubclass(annotation, BaseModel) else {"str": "text", "date": "date", "bool": "true or false"}.get(annotation.__name__, "text")), []
    found = [type_of(one) for one in inner if not isinstance(one, str) and (isinstance(one, type) or get_origin(one))]
    return " or ".join(dict.fromkeys(name for name, _ in found)) or "text", [value for _, values in found for value in values]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _row(entry: dict[str, Any], annotation: Any) -> str:
    name = entry["field"]
    kind, allowed = type_of(annotation)
    limits = ", ".join(allowed) or PATTERNS.get(name, "")
    default = "**required**" if entry["required"] else "none" if entry["default"] in (None, [], {}, "") else f"`{entry['default']}`"
    meaning = entry["meaning"] or MORE.get(name, "")
    return "| " + " | ".join(_cell(one) for one in (f"`{name}`", kind, limits, default, meaning, f"`{EXAMPLES[name]}`")) + " |"


def page() -> str:
    annotations = models()
    out = [OPENING, "## Fields\n\nA field with a dot belongs to the mapping before the dot; *required* then means: when that mapping is given.\n",
           "| field | type | allowed | default | meaning | example |", "|---|---|---|---|---|---|"]
    out += [_row(entry, annotations[entry["field"]]) for entry in describe()]
    out.append(f"\n## Kinds and their columns\n\nThese are the names on the left of `columns`. Every kind also has {', '.join(f'`{one}`' for one in ROW_ENVELOPE)}.\n")
    out += ["| kind | columns |", "|---|---|"]
    out += [f"| `{kind}` | {', '.join(f'`{field.name}`' for field in fields)} |" for kind, fields in COLUMNS.items()]
    out.append("\n## Formats\n\nEach may be packed as `.gz`, `.bz2`, `.zst` or `.zip`. What cannot be read goes to quarantine with place and reason.\n")
    out += ["| format | one record is | options |", "|---|---|---|"]
    out += [f"| `{name}` | {_cell(what)} | {', '.join(f'`{one}`' for one in options.split(', ')) if options and ' ' not in options.split(', ')[0] else options} |"
            for name, (what, options) in FORMATS.items()]
    out.append("\n## Options of `parse`\n\nThose of a format stand above; the others work on any rows.\n")
    out += ["| option | meaning |", "|---|---|"]
    out += [f"| `{name}` | {_cell(meaning)} |" for name, meaning in OPTIONS.items()]
    out.append("\n## Three whole contracts\n\nOf the fictional house in `houses/demo`, where there are twenty more.\n")
    for title, name in WHOLE:
        out.append(f"### {title}\n\n```yaml\n{(ROOT / 'houses' / 'demo' / 'contracts' / f'{name}.yaml').read_text('utf-8').strip()}\n```\n")
    return "\n".join(out).rstrip() + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8", newline="\n")
