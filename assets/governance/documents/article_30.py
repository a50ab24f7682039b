"""The rows that this release adds to the record of processing activities, GDPR Art. 30(1), as a sheet.

Belongs here: the columns and their order, and cells that no spreadsheet takes for a formula. Not here: the facts, the statements.
"""

from __future__ import annotations

import csv
import functools
import io

from assets.governance.documents import limits, words
from assets.governance.documents.facts_schema import Facts, SourceShare

COLUMNS = ("processing activity", "controller", "contact", "purposes of the processing", "purposes the source allows", "legal basis", "Article 9 condition",
           "categories of data subjects", "categories of personal data found and removed", "categories of recipients", "transfers to third countries",
           "time limit for erasure", "security measures", "impact assessment", "records", "state of rights as of", "release", "Merkle root of the records")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def article_30(facts: Facts) -> bytes:
    """One row per source of the release, comma-separated, UTF-8."""
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\n")
    sheet.writerow(COLUMNS)
    for source in facts.composition.by_source:
        sheet.writerow([_cell(value) for value in _row(facts, source)])
    return out.getvalue().encode()


def _row(facts: Facts, source: SourceShare) -> tuple:
    release, human = facts.release, functools.partial(limits.said, facts)
    return (f"{release.title}: {source.title}", source.controller or release.controller, human("contact_role"), human("purpose_statement"),
            words.listed(source.purposes), words.key_said(source.legal_basis), source.article9 or "none stated", human("data_subjects"),
            ", ".join(words.removed(kind) for kind in sorted(source.redactions)) or "none found", human("recipients"), human("transfers"),
            words.period(source.retention), human("security_measures"), human("impact_assessment"), source.records, release.as_of, release.name, release.root)


def _cell(value: object) -> object:
    """On one line; text that a spreadsheet would compute is marked as text."""
    if not isinstance(value, str):
        return value
    flat = " ".join(value.split())
    return f"'{flat}" if flat.startswith(_FORMULA) else flat
