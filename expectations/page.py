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
body{font:16px/1.5 system-ui,sans-serif;color:#222;background:#fdfcfa;margin:3rem auto;max-width:62rem;padding:0 1.5rem}
h1{font-weight:600;font-size:1.6rem;margin:0 0 .3rem}p{color:#555;margin:.2rem 0 1.6rem}a{color:#5b3a1e}
table{border-collapse:collapse;width:100%}th{text-align:left;font-weight:600;color:#555;border-bottom:2px solid #ddd4c8}
td,th{padding:.5rem .8rem .5rem 0;vertical-align:top}td{border-bottom:1px solid #ece6dd}
.yes{color:#2c6e49}.no{color:#a4312a;font-weight:600}.ids{font:12px/1.6 ui-monospace,monospace;color:#777;overflow-wrap:anywhere}
.n{text-align:right;font-variant-numeric:tabular-nums}
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
    return re.sub(r"\{(\w+)\}", lambda m: _written(about.get(m[1])), said)


def _written(value) -> str:
    return ", ".join(map(_written, value)) if isinstance(value, list) else str(value)


def _index(summaries: list[dict]) -> str:
    rows = "".join(
        f'<tr><td><a href="{_e(s["table"].replace("/", "-"))}.html">{_e(s["title"])}</a></td><td>{_e(s["table"])}</td>'
        f'<td class="n">{s["rows"]:,}</td><td class="n">{s["held"]} of {s["of"]}</td><td>{_answer(s["passed"])}</td></tr>' for s in summaries)
    return ('<p>What each table must look like before anyone may read it, and whether it does.</p><table><tr><th>Table</th><th>Name</th>'
            f'<th class="n">Rows</th><th class="n">Held</th><th>Answer</th></tr>{rows}</table>')


def _suite(table: str, passed: bool, detail: dict) -> str:
    rows = "".join(
        f'<tr><td>{_e(f["column"] or "the table")}</td><td>{_e(in_words(f))}{" – " + _e(f["note"]) if f["note"] else ""}'
        f'{"<div class=ids>" + _e(" ".join(f["records"])) + "</div>" if f["records"] else ""}</td>'
        f'<td class="n">{f["failing"]:,}</td><td>{_answer(f["passed"])}</td></tr>' for f in detail["findings"])
    return (f'<p>{_e(table)}, {detail["rows"]:,} rows. {_answer(passed)} <a href="index.html">All tables</a></p><table><tr><th>Column</th>'
            f'<th>Expectation</th><th class="n">Rows against it</th><th>Answer</th></tr>{rows}</table>')


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
