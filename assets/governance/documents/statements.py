"""What only a person can say of a corpus, and which of it must be said before anybody may publish.

Belongs here: the fields, what each asks, and what counts as an answer. Not here: the answers (a recipe's `statements`), and refusing
to publish (`governance.gates`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Statement:
    """One field of a recipe's `statements`, what it is called on the page, and what a person is asked."""

    field: str
    title: str
    asks: str


REQUIRED = (
    Statement("purpose_statement", "Why it is made", "why the house processes these data; GDPR Art. 30(1)(b)"),
    Statement("intended_use", "Intended use", "what a model trained on it is for"),
    Statement("out_of_scope_use", "Out of scope", "what nobody should do with it"),
    Statement("known_limitations", "Known limitations", "what it lacks or does badly"),
    Statement("known_biases", "Known biases", "whom or what it shows too much, too little or wrongly"),
    Statement("collection_process", "How it was collected", "how the material came about, and who chose it"),
    Statement("data_subjects", "Whom it is about", "the categories of people in the material; GDPR Art. 30(1)(c)"),
    Statement("recipients", "Who receives it", "the categories of people and firms who get the release; GDPR Art. 30(1)(d)"),
    Statement("transfers", "Transfers abroad", "transfers to third countries, or that there are none; GDPR Art. 30(1)(e)"),
    Statement("security_measures", "How it is protected", "technical and organisational measures; GDPR Art. 30(1)(g)"),
    Statement("impact_assessment", "Impact assessment", "the reference of the assessment (GDPR Art. 35), or why none is needed"),
    Statement("contact_role", "Whom to ask", "the role that answers for it, never a person's name"),
    Statement("maintenance", "Upkeep", "how often it is made again, and how mistakes are corrected"),
)
_TITLES = {statement.field: statement.title for statement in REQUIRED}
_UNWRITTEN = re.compile(r"(?i)\W*(to ?do|tbd|tbc|fixme|xxx+|lorem ipsum|to be (filled|written|completed|determined)|fill (me|this) in)\b.*", re.S)


def unfilled(written: Mapping[str, str | None]) -> list[str]:
    """The required fields that nobody filled, in the order in which they are asked. A note to write it later is no answer."""
    return [statement.field for statement in REQUIRED if not _said(written.get(statement.field))]


def title(field: str) -> str | None:
    """What a required field is called; None for a field of the house's own."""
    return _TITLES.get(field)


def _said(text: str | None) -> bool:
    return bool(text and re.search(r"\w", text) and not _UNWRITTEN.fullmatch(text.strip()))
