"""Which strings of a raw record are read, and what becomes of each column on its way into the clean zone.

Belongs here: the column plan per kind. Not here: doing it (`clean`), finding anything (`scrub`).

text: everything personal is replaced inside it      guard: only secrets, known persons and unique identifiers are
person: the whole value is a name                    code: the whole value is a number of the house's, replaced
keep: no string, or no room for a person in it       drop: does not leave the vault
"""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pyarrow as pa

from assets.privacy.detect.people.givennames import is_family, is_given, may_be_given
from assets.privacy.detect.people.persons import names
from assets.privacy.folding import fold

TEXT, GUARD, PERSON, CODE, KEEP, DROP = "text", "guard", "person", "code", "keep", "drop"

PLANS: dict[str, dict[str, str]] = {
    "document": {"title": TEXT, "author": PERSON, "category": GUARD, "text": TEXT},
    "dialogue": {"channel": GUARD, "turns": KEEP},      # turns are taken apart by `clean`
    "event": {"event_type": GUARD, "entity": CODE, "value": KEEP, "unit": GUARD, "text": TEXT},
    "transaction": {"transaction_no": CODE, "item_code": GUARD, "description": TEXT, "quantity": KEEP, "price": KEEP, "currency": GUARD,
                    "store": GUARD, "country": GUARD},
    "item": {"code": GUARD, "name": GUARD, "brand": GUARD, "category": GUARD, "material": GUARD, "colour": GUARD, "price": KEEP,
             "currency": GUARD, "text": TEXT},
    "subject": {"subject_key": DROP, "name": DROP, "given_name": DROP, "family_name": DROP, "email": DROP, "phone": DROP, "address": DROP,
                "city": DROP, "country": GUARD, "birth_date": DROP, "gender": GUARD, "segment": GUARD, "notes": TEXT, "consents": KEEP},
    "label": {"target": GUARD, "task": GUARD, "value": TEXT, "labeller": CODE, "score": KEEP, "text": TEXT},
    "concept": {"concept_id": GUARD, "label": GUARD, "alt_labels": KEEP, "broader": GUARD, "scheme": GUARD, "text": TEXT},
    "media": {"media_type": GUARD, "width": KEEP, "height": KEEP, "bytes": KEEP, "caption": TEXT, "people_in_picture": GUARD},
    "supply": {"supplier": GUARD, "supplier_code": CODE, "material": GUARD, "origin": GUARD, "order_no": CODE, "quantity": KEEP,
               "unit": GUARD, "price": KEEP, "currency": GUARD, "text": TEXT},
    "inspection": {"inspected": GUARD, "inspector": PERSON, "result": GUARD, "defect": TEXT, "severity": GUARD, "text": TEXT},
}
DEEPEST = 100       # levels of extra columns
COLUMN = re.compile(r"[^\W\d_][\w .\-/()#%&:]{0,79}\Z")        # what a column is called
# What the register's people wear instead of what was dropped.
PERSONA = ("pseudonym", "given_name", "family_name", "email", "phone")
MARTS = {"document": "documents", "dialogue": "dialogues", "event": "events", "transaction": "transactions", "item": "items",
         "subject": "subjects", "label": "labels", "concept": "concepts", "media": "media", "supply": "supplies", "inspection": "inspections"}


def rows(batch: pa.RecordBatch) -> list[dict[str, Any] | None]:
    """The rows of a batch; None for a row whose strings are not valid Unicode."""
    try:
        return batch.to_pylist()
    except UnicodeDecodeError:
        return [_row(batch.slice(number, 1)) for number in range(batch.num_rows)]


def _row(one: pa.RecordBatch) -> dict[str, Any] | None:
    try:
        return one.to_pylist()[0]
    except UnicodeDecodeError:
        return None


def strings(row: dict[str, Any], kind: str) -> Iterator[tuple[str, str, str]]:
    """Every string of a raw row that could name a person: (field, plan, text)."""
    for name, plan in PLANS[kind].items():
        value = row.get(name)
        if isinstance(value, str) and value:
            yield name, plan, value
    for number, turn in enumerate(row.get("turns") or ()):
        if turn.get("speaker"):
            yield f"turns.{number}.speaker", PERSON, turn["speaker"]
        if turn.get("text"):
            yield f"turns.{number}.text", TEXT, turn["text"]
    for number, label in enumerate(row.get("alt_labels") or ()):
        if label:
            yield f"alt_labels.{number}", GUARD, label
    if row.get("extra"):
        yield from _leaves("extra", extra(row["extra"]))


def extra(written: str | None) -> Any:
    """The extra columns as a value; what is no JSON, or nested deeper than anything a person wrote, counts as nothing."""
    try:
        value = json.loads(written) if written else None
    except (ValueError, RecursionError):
        return None
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for one in level for inner in (one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())]
        if not level:
            return _named(value)
    return None


def _named(value: Any) -> Any:
    """The same with keys that are names of columns: a key that could be somebody's (a mail, a number, a person) becomes 'field 2'."""
    if isinstance(value, list):
        return [_named(one) for one in value]
    if not isinstance(value, dict):
        return value
    out: dict[str, Any] = {}
    for number, (key, inner) in enumerate(value.items(), 1):
        plain = COLUMN.match(key) and sum(map(str.isdigit, key)) < 6 and not person(key)
        name = key.replace(".", " ") if plain else f"field {number}"
        out[name if name not in out else f"field {number}"] = _named(inner)
    return out


def person(label: str) -> bool:
    """Whether a label is a person's name: a given name and another in capitals, or a given and a family name side by side however they are written."""
    found = names(label, 0)
    if found is not None and found[2] > 1 and may_be_given(fold(label[found[0]:found[1]]).split()[0]):
        return True
    return any(is_given(one) and is_family(other) or is_given(other) and is_family(one) for one, other in pairwise(fold(label).replace("_", " ").split()))


def refilled(value: Any, clean: dict[str, str | None], path: str = "extra") -> Any:
    """The same structure with its strings replaced by their clean ones."""
    if isinstance(value, dict):
        return {key: refilled(inner, clean, f"{path}.{key}") for key, inner in value.items()}
    if isinstance(value, list):
        return [refilled(inner, clean, f"{path}.{i}") for i, inner in enumerate(value)]
    if isinstance(value, str) and value:
        return clean.get(path)
    return value if not _long_number(value) or clean.get(path) == _written(value) else clean.get(path)


def _leaves(path: str, value: Any) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}", inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(f"{path}.{number}", inner)
    elif isinstance(value, str) and value or _long_number(value):
        yield path, TEXT, _written(value)


def _long_number(value: Any) -> bool:
    """Whether a number of JSON could be a telephone or an account: text to be read, not a quantity."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= 10 ** 6 and (isinstance(value, int) or value.is_integer())


def _written(value: Any) -> str:
    """A value of JSON as people write it: a telephone has no decimals."""
    return str(int(value)) if isinstance(value, float) else str(value)
