"""What became of a column on its way from one table to the next, and whether its values can still be read there.

Belongs here: naming the transformation. Not here: which column is made of which (`assets.lake.lineage`), doing it (the stages).
"""

from assets.privacy.fields import CODE, GUARD, MARTS, PERSON, PERSONA, PLANS, TEXT
from assets.privacy.origins import CLASSES

_KINDS = {mart: kind for kind, mart in MARTS.items()}
_SCRUBBED = ("clean/", "privacy/candidates/", "privacy/canary_clean/")
_JUDGED = ("privacy/candidates/", "privacy/classes/")
_COARSENED = {name.removeprefix("records.") for name in CLASSES["changes"] if name.startswith("records.")}
_PLANS = {
    TEXT: "personal values and secrets in it are replaced", GUARD: "secrets, known persons and unique identifiers in it are replaced",
    PERSON: "a name is replaced by another", CODE: "a number is replaced by another"}
_TAKEN_APART = ("turns", "alt_labels", "extra")         # every string inside is read like a text
_MASKED = {
    "created_on": "a person's dates are shifted by a constant", "birth_decade": "the date is coarsened to its decade",
    "group_id": "a keyed digest of the group or the person", "redactions": "values are counted by type", "ledger": "values are told as keyed digests"}


def transformation(table: str, column: str, origin: str, field: str) -> dict:
    """How `column` of `table` comes from `field` of the table `origin`, in the standard's words."""
    if table.startswith("clean/") and origin.startswith(_JUDGED):
        how = "it says less where too few persons share it" if column in _COARSENED else None
    elif table.startswith(_SCRUBBED):
        how = _scrubbed(_KINDS.get(table.rsplit("/", 1)[-1], ""), column)
    else:
        how = None
    if how:
        return {"type": "DIRECT", "subtype": "AGGREGATION" if column == "redactions" else "TRANSFORMATION", "description": how, "masking": True}
    kept = column == field and not table.startswith("warehouse/")        # what SQL does to a value under its own name is not known here
    return {"type": "DIRECT", "subtype": "IDENTITY" if kept else "TRANSFORMATION", "masking": False}


def _scrubbed(kind: str, column: str) -> str | None:
    """What the clean stage does to a column; None where it passes as it is."""
    if kind == "subject" and column in PERSONA:
        return "the person is given another identity"
    if column in _TAKEN_APART:
        return _PLANS[TEXT]
    return _MASKED.get(column) or _PLANS.get(PLANS.get(kind, {}).get(column, ""))
