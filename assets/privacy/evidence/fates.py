"""What became of the canaries: of each planted value, whether the clean row still shows any of it.

Belongs here: holding a clean row against the raw record, character by character. Not here: planting (`canaries`), rates (`residual`).
"""

import html
import re
import unicodedata
from typing import NamedTuple

import pyarrow as pa

from assets.lake import Step
from assets.privacy.evidence.canaries import KEPT
from assets.privacy.evidence.measure import strings
from assets.privacy.schemas import ID

TELLING = 4         # letters and digits in a row that give something of a value away
FATE = pa.struct([("type", pa.string()), ("form", pa.string()), ("gone", pa.bool_())])
SCHEMA = pa.schema([pa.field("record_id", ID, nullable=False), pa.field("source", pa.string(), nullable=False), pa.field("language", pa.string()),
                    pa.field("fates", pa.list_(FATE), nullable=False)])
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,32});")


class View(NamedTuple):
    """A text as a reader sees it, and where each of its characters came from."""

    text: str
    places: list[int]


def fates(batch: pa.RecordBatch, planted: pa.Table) -> pa.RecordBatch:
    """Per clean canary, of each planted value whether it is gone. A record's language is the one it was written in."""
    known = {row["record_id"]: row for row in planted.to_pylist()}
    told, languages = [], []
    for row in batch.to_pylist():
        raw = known[row["record_id"]]
        before = {field: view(text) for field, text in strings({name: raw.get(name) for name in ("title", "text", "turns")})}
        left = {field: standing(before[field], text, [entry for entry in row["ledger"] if entry["field"] == field])
                for field, text in strings(row) if field in before}
        told.append([{"type": plant["type"], "form": plant["form"], "gone": _gone(plant, before, left)} for plant in raw["plants"]])
        languages.append(raw["language"])
    return pa.record_batch([batch["record_id"], batch["source"], pa.array(languages, pa.string()), pa.array(told, SCHEMA.field("fates").type)],
                           schema=SCHEMA)


def view(text: str) -> View:
    """Entities opened, wide letters narrow, nothing invisible."""
    if text.isascii() and "&" not in text:
        return View(text, list(range(len(text))))
    out, places, at = [], [], 0
    for entity in (*_ENTITY.finditer(text), None):
        end = entity.start() if entity else len(text)
        pieces = [(place, text[place]) for place in range(at, end)] + ([(end, html.unescape(entity[0]))] if entity else [])
        at = entity.end() if entity else end
        for place, piece in pieces:
            for c in piece if piece.isascii() else unicodedata.normalize("NFKC", piece):
                if c.isascii() or unicodedata.category(c) != "Cf":
                    out.append(c)
                    places.append(place)
    return View("".join(out), places)


def standing(before: View, clean: str, ledger: list[dict]) -> set[int]:
    """Places of the raw text that still stand in the clean one: its pieces between replacements, found again in their order.

    A piece that is not found (a title that was made to agree with a surrogate) is found again word by word.
    """
    left, cursor, at = set(), 0, 0
    for entry in (*sorted(ledger, key=lambda one: one["start"]), {"start": len(clean), "end": len(clean)}):
        piece = view(clean[at:entry["start"]]).text
        at = entry["end"]
        for part in [piece] if before.text.find(piece, cursor) >= 0 else re.findall(r"\S+\s*", piece):
            found = before.text.find(part, cursor)
            if found >= 0:
                left.update(before.places[found:found + len(part)])
                cursor = found + len(part)
    return left


def _gone(plant: dict, before: dict[str, View], left: dict[str, set[int]]) -> bool:
    """Whether no telling part stands; a word of the catalogue is gone as soon as one letter is."""
    for part in plant["parts"]:
        seen, stands = before[part["field"]], left.get(part["field"], frozenset())
        inside = [(c, place in stands) for c, place in zip(*seen, strict=True) if part["start"] <= place < part["end"]]
        if plant["type"] == KEPT:
            return not all(kept for c, kept in inside if c.isalnum())
        if _longest(_core(plant["type"], inside)) >= min(TELLING, sum(c.isalnum() for c, _ in inside)):
            return False
    return True


def _core(type_: str, inside: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """The part of a value that tells of a person: of an address its street, of a page what follows the site."""
    text = "".join(c for c, _ in inside)
    if type_ == "ADDRESS" and "," in text:
        return inside[:text.rindex(",")]
    return inside[text.rindex("/") + 1:] if type_ == "URL" and "/" in text else inside


def _longest(inside: list[tuple[str, bool]]) -> int:
    """Most letters and digits that stand in a row, what lies between them not counted."""
    longest = run = 0
    for c, stands in inside:
        if c.isalnum():
            run = run + 1 if stands else 0
            longest = max(longest, run)
    return longest


privacy_canary_fates = Step.map("privacy_canary_fates", version="1", run=fates, schema=SCHEMA)
