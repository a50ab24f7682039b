"""docs/documents.md names every document and every field that only a person can fill."""

import re
from pathlib import Path

from assets.governance.documents.listing import LISTED
from assets.governance.documents.statements import REQUIRED

PAGE = (Path(__file__).parents[2] / "docs" / "documents.md").read_text("utf-8")


def rows(columns: int) -> list[tuple[str, ...]]:
    return re.findall(r"^\| `([^`]+)`" + r" \| ([^|]+)" * (columns - 1) + r" \|$", PAGE, re.M)


def test_the_page_lists_every_document_with_what_it_is():
    assert dict(rows(2)) == LISTED


def test_the_page_lists_every_field_with_what_it_asks():
    assert rows(3) == [(statement.field, statement.title, statement.asks) for statement in REQUIRED]
