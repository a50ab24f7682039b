"""Data Docs: what every suite says, as static pages that need nothing from anywhere else.

Belongs here: one page per suite and an index. Not here: evaluating (`validate`).
Great Expectations' own Data Docs load scripts and styles from other people's servers and are of no use without them, so
these pages are drawn from the same results. They hold names, counts and record ids only.
"""

import html
import json
import os
import re
from pathlib import Path

from expectations.suites import Suite

_STYLE = """
:root{color-scheme:light dark;--ink:#222;--soft:#5c554c;--paper:#fdfcfa;--line:#e4dccf;--gold:#5b3a1e;--yes:#225a3b;--no:#9b2d26}
@media (prefers-color-scheme:dark){:root{--ink:#ece7df;--soft:#b8afa2;--paper:#191714;--line:#3a352e;--gold:#d9b98c;--yes:#8fcfa8;--no:#f0958c}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);margin:3rem auto;max-width:62rem;padding:0 1.5rem}
h1{font:400 2rem/1.2 Georgia,serif;margin:0 0 .3rem}p{color:var(--soft);margin:.2rem 0 1.6rem}a{color:var(--gold)}
table{border-collapse:collapse;width:100%}thead th{text-align:left;font-weight:400;font-size:.85rem;color:var(--soft);border-bottom:1px solid var(--gold)}
td,th{padding:.45rem 1.2rem .45rem 0;vertical-align:top;overflow-wrap:break-word}td,tbody th{border-bottom:1px solid var(--line);text-align:left}
tbody th{font-weight:500}tr.more th,tr.more td{border-bottom-color:transparent}
.yes{color:var(--yes)}.no{color:var(--no);font-weight:600}.ids{font:12px/1.6 ui-monospace,monospace;color:var(--soft);overflow-wrap:anywhere}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
@media (max-width:40rem){body{margin:1.5rem auto;padding:0 1rem}.wide{display:none}td,th{padding-right:.7rem}td.n,th.n{white-space:normal}}
"""
_WORDS = {
    "expect_column_values_to_not_be_null": "is always there",
    "expect_column_values_to_be_unique": "never repeats",
    "expect_column_values_to_be_in_set": "is one of {value_set}",
    "expect_column_values_to_be_between": "lies between {min_value} and {max_value}",
    "expect_column_value_lengths_to_be_between": "is at most {max_value} characters long",
    "expect_column_values_to_match_regex": "has the form {regex}",
    "expect_column_values_to_not_match_regex": "holds nothing of the form {regex}",
    "expect_column_pair_values_to_be_equal": "are equal",
    "expect_column_pair_values_a_to_be_greater_than_b": "the first is not smaller than the second",
    "expect_table_row_count_to_be_between": "has rows: {min_value} or more",
}
_CONTACTS = {"EMAIL": "holds no e-mail address", "PHONE": "holds no telephone number", "IBAN": "holds no bank account number"}


def write(folder: Path, table: str, suite: Suite, passed: bool, detail: dict) -> Path:
    """Write the page of one table's suite and renew the index. Returns the page."""
    folder.mkdir(parents=True, exist_ok=True)
    name = table.replace("/", "-")
    summary = {"table": table, "title": suite.title, "passed": passed, "rows": detail["rows"],
               "held": sum(finding["passed"] for finding in detail["findings"]), "of": len(detail["findings"])}
    _put(folder / f"{name}.json", json.dumps(summary, sort_keys=True))
    _put(folder / f"{name}.html", _page(suite.title, _suite(table, passed, detail)))
    summaries = [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]
    _put(folder / "index.html", _page("Expectations", _index(summaries)))
    return folder / f"{name}.html"


def in_words(finding: dict) -> str:
    """An expectation as a person would say it."""
    about = json.loads(finding["about"])
    if about.get("entity") in _CONTACTS:
        return _CONTACTS[about["entity"]]
    said = _WORDS.get(finding["type"], finding["type"].removeprefix("expect_").replace("_", " "))
    if finding["type"].endswith("_between") and "min_value" not in about and "{min_value}" in said:
        said = "is at most {max_value}"
    elif finding["type"].endswith("values_to_be_between") and "max_value" not in about:
        said = "is at least {min_value}"
    if finding["type"].endswith("_in_set") and len(about.get("value_set", ())) == 1:
        said = "is {value_set}"
    return re.sub(r"\{(\w+)\}", lambda m: _written(about.get(m[1])), said)


def column_in_words(column: str | None) -> str:
    """`turns.text` -> text of each of turns; `purposes.count` -> number of purposes."""
    if not column:
        return "the table"
    name, _, part = column.partition(".")
    return column if not part else f"number of {name}" if part == "count" else f"{part} of each of {name}"


def _written(value) -> str:
    if isinstance(value, list):
        return ", ".join(map(_written, value))
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _index(summaries: list[dict]) -> str:
    failed = sum(not s["passed"] for s in summaries)
    rows = "".join(
        f'<tr><th scope="row"><a href="{_e(s["table"].replace("/", "-"))}.html">{_e(s["title"])}</a></th><td class="wide">{_e(s["table"])}</td>'
        f'<td class="n">{s["rows"]:,}</td><td class="n">{s["held"]} of {s["of"]}</td><td>{_answer(s["passed"])}</td></tr>'
        for s in sorted(summaries, key=lambda s: (s["passed"], s["table"])))
    said = "Every table holds." if not failed else f"{failed} of {len(summaries)} {'table does' if failed == 1 else 'tables do'} not hold and cannot be read."
    return (f'<p>What each table must look like before anyone may read it, and whether it does. {said}</p><table><thead><tr>'
            '<th scope="col">Table</th><th scope="col" class="wide">Name</th><th scope="col" class="n">Rows</th>'
            f'<th scope="col" class="n">Held</th><th scope="col">Answer</th></tr></thead><tbody>{rows}</tbody></table>')


def _suite(table: str, passed: bool, detail: dict) -> str:
    """One line per expectation, column by column; the columns of which something does not hold come first."""
    columns: dict[str, list[dict]] = {}
    for finding in detail["findings"]:
        columns.setdefault(column_in_words(finding["column"]), []).append(finding)
    ordered = sorted(columns.items(), key=lambda entry: all(finding["passed"] for finding in entry[1]))
    rows = "".join(
        f'<tr{"" if finding is found[-1] else " class=more"}><th scope="row">{_e(column) if finding is found[0] else ""}</th>'
        f'<td>{_e(in_words(finding))}{" – " + _e(finding["note"]) if finding["note"] else ""}'
        f'{"<div class=ids>" + _e(" ".join(finding["records"])) + "</div>" if finding["records"] else ""}</td>'
        f'<td class="n">{finding["failing"]:,}</td><td>{_answer(finding["passed"])}</td></tr>' for column, found in ordered for finding in found)
    said = "Everything holds." if passed else "Not everything holds, so nobody can read this version."
    return (f'<p>{_e(table)}, {detail["rows"]:,} {"row" if detail["rows"] == 1 else "rows"}. {said} <a href="index.html">All tables</a></p>'
            '<table><thead><tr><th scope="col">Column</th><th scope="col">Expectation</th><th scope="col" class="n">Rows against it</th>'
            f'<th scope="col">Answer</th></tr></thead><tbody>{rows}</tbody></table>')


def _answer(passed: bool) -> str:
    return '<span class="yes">holds</span>' if passed else '<span class="no">does not hold</span>'


def _page(title: str, body: str) -> str:
    return (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f"<title>{_e(title)}</title><style>{_STYLE}</style></head><body><h1>{_e(title)}</h1>{body}</body></html>\n")


def _e(text: str) -> str:
    return html.escape(str(text))


def _put(path: Path, text: str) -> None:
    draft = path.with_suffix(path.suffix + ".new")
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, path)
