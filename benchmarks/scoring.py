"""Findings held against texts that people labelled: leaks, recall per type, precision.

Belongs here: reading sets and counting. Not here: finding anything.

Definitions. A gold span is recalled when every letter and digit of it is covered by findings, whatever their type (titles and little words such as
Mr, the, of do not count). A document leaks when one character of one direct identifier in it is not covered. Precision is the share of
covered characters that lie in gold spans. An entity is recalled when every mention of it is. Where spans name no entities, it is told
by their value: names of one text that end in the same word are one person's, other values are one when they have the same letters and digits.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assets.privacy.folding import fold
from assets.privacy.tagger import written

DIRECT = frozenset("""PERSON EMAIL PHONE ADDRESS SSN CARD ACCOUNT REF_ID USERNAME PASSWORD ZIP IBAN ID DIRECT NATIONAL_ID CLIENT_NO ORDER_NO HANDLE PASSPORT
PLATE DEVICE_ID SECRET NAME CODE CREDIT_CARD PHONE_NUMBER EMAIL_ADDRESS US_SSN IBAN_CODE""".split())
PERSONS = ("PERSON", "NAME")
NONE = frozenset(("NONPII", "PUBLIC_PERSON"))       # labelled, and nobody's secret
_SMALL = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Lord|Lady|Judge|the|The|of|and|no|nos|M|MM|Mme|Mlle|Me|D|Dña|Sr|Sra|Herr|Frau|Sig)\b\.?")


@dataclass(frozen=True)
class Document:
    """A labelled text. A span holds start, end, type, and where the set has them entity_id and identifier_type."""

    text: str
    spans: Sequence[dict[str, Any]]
    language: str | None = None


@dataclass
class Score:
    """Counts over a set; the rates are properties. Types are the set's own."""

    documents: int = 0
    with_direct: int = 0
    leaking: int = 0
    covered: int = 0                # characters
    covered_gold: int = 0
    found: int = 0                  # findings
    false: int = 0                  # findings that touch no gold span
    spans: Counter = field(default_factory=Counter)        # type -> gold spans
    recalled: Counter = field(default_factory=Counter)
    entities: Counter = field(default_factory=Counter)     # identifier type -> entities
    whole: Counter = field(default_factory=Counter)

    @property
    def doc_leak(self) -> float | None:
        return self.leaking / self.with_direct if self.with_direct else None

    @property
    def char_precision(self) -> float | None:
        return self.covered_gold / self.covered if self.covered else None

    def recall(self) -> dict[str, float]:
        """Per type."""
        return {type_: self.recalled[type_] / count for type_, count in sorted(self.spans.items())}


def read(path: Path) -> list[Document]:
    """The texts of a set: lines of {"text", "spans": [{"start", "end", "type"}], "lang"}, or a file of marked texts (`written`).

    Raises ValueError naming the line or text that is none.
    """
    if path.suffix == written.MARKED:
        return [Document(one.text, [{"start": start, "end": end, "type": type_} for start, end, type_ in one.spans], one.language) for one in written.read(path)]
    documents = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                if not isinstance(row["text"], str):
                    raise TypeError
                spans = [one for one in row.get("spans") or () if 0 <= one["start"] < one["end"] <= len(row["text"]) and one["type"]]
            except (ValueError, KeyError, TypeError) as mistake:
                raise ValueError(f"{path}: line {number} is no labelled text ({type(mistake).__name__}); it needs text and spans with start, end, type.") from None
            documents.append(Document(row["text"], spans, row.get("lang")))
    return documents


def score(documents: Sequence[Document], findings: Iterable[Sequence[tuple[int, int]]]) -> Score:
    """Counts of findings (start, end) per document, held against its gold spans."""
    out = Score()
    for document, found in zip(documents, findings, strict=True):
        _count(out, document, found)
    return out


def _count(out: Score, document: Document, found: Sequence[tuple[int, int]]) -> None:
    text, covered, gold = document.text, bytearray(len(document.text)), bytearray(len(document.text))
    for start, end in found:
        covered[start:end] = b"\1" * (end - start)
    leak = direct = False
    entities: dict[tuple, list[bool]] = defaultdict(list)
    for span in document.spans:
        if span["type"] in NONE or span.get("identifier_type") == "NO_MASK":
            continue
        start, end = span["start"], span["end"]
        gold[start:end] = b"\1" * (end - start)
        whole = _whole(text, start, end, covered)
        out.spans[span["type"]] += 1
        out.recalled[span["type"]] += whole
        how = span.get("identifier_type") or (span["type"] if span["type"] in ("DIRECT", "QUASI") else "DIRECT" if span["type"] in DIRECT else None)
        if how:
            entities[how, span.get("entity_id") or _entity(span["type"], text[start:end])].append(whole)
        if how == "DIRECT":
            direct, leak = True, leak or not whole
    for (how, _), mentions in entities.items():
        out.entities[how] += 1
        out.whole[how] += all(mentions)
    out.documents += 1
    out.with_direct += direct
    out.leaking += leak
    out.found += len(found)
    out.false += sum(not any(gold[start:end]) for start, end in found)
    out.covered += sum(covered)
    out.covered_gold += sum(a & b for a, b in zip(covered, gold, strict=True))


def _entity(type_: str, value: str) -> tuple[str, str]:
    """Whose a value is, by itself."""
    words = fold(_SMALL.sub(" ", value)).split() if type_ in PERSONS else []
    told = words[-1] if words else fold(value)
    return type_, "".join(filter(str.isalnum, told)) or value


def _whole(text: str, start: int, end: int, covered: bytearray) -> bool:
    small = {place for match in _SMALL.finditer(text, start, end) for place in range(*match.span())}
    telling = [at for at in range(start, end) if text[at].isalnum() and at not in small] or range(start, end)
    return all(covered[at] for at in telling)
