"""What the columns of the privacy stage's tables are made of, where they do not simply keep their name.

Belongs here: the account that column lineage is told from. Not here: making them.
"""

_WRITTEN = ("records.title", "records.text", "records.turns", "records.notes", "records.description", "records.caption", "records.extra")
_NAMED = tuple(f"records.{name}" for name in (
    "name", "given_name", "family_name", "email", "phone", "address", "birth_date", "subject_key", "labeller", "inspector", "turns", "code"))

CLEAN = {
    "language": ("records.text", "records.turns", "records.language"), "language_score": ("records.text", "records.turns"),
    "created_on": ("mart.created_on",), "purposes": ("mart.purposes",), "group_id": ("records.group", "records.subject_ids"),
    "subject_group": ("records.subject_ids",), "n_turns": ("records.turns",), "redactions": _WRITTEN, "ledger": _WRITTEN,
    "pseudonym": ("records.subject_ids", "matches.values"), "given_name": ("records.subject_ids", "matches.values"),
    "family_name": ("records.subject_ids", "matches.values"), "birth_decade": ("records.birth_date",),
}
REGISTER = {"values": tuple(name.replace("records.", "people.") for name in _NAMED), "own": ("people.subject_ids",)}
MATCHES = {"values": ("register.values", "vocabulary.value", *_WRITTEN)}
# A table under disclosure control: the candidates are CLEAN's, their classes decide what is written anew.
CLASSES = {"changes": tuple(f"records.{name}" for name in (
    "created_on", "group_id", "item_code", "price", "currency", "quantity", "store", "country", "gender", "segment", "birth_decade", "event_type",
    "entity", "value", "unit")) + ("items.code", "items.category", "items.brand", "items.material", "items.colour")}
DISCLOSED = {"generalised": ("classes.changes",)}
FATES = {"language": ("planted.language",), "fates": ("planted.plants", "records.title", "records.text", "records.turns", "records.ledger")}
