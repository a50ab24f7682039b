"""The warehouse's tables: which raw columns it reads of each kind, and one explicit Arrow schema per mart.

Belongs here: names and types at both edges of the dbt project. Not here: how the one becomes the other (SQL).
Long text is on neither side; it joins again by `record_id` in the clean stage.
"""

import pyarrow as pa

ID = pa.binary(16)
_WORDS = pa.list_(pa.string())


def _strings(names: str) -> list[pa.Field]:
    return [pa.field(name, pa.string()) for name in names.split()]


def _numbers(names: str) -> list[pa.Field]:
    return [pa.field(name, pa.float64()) for name in names.split()]


RAW_ENVELOPE = [
    pa.field("record_id", ID), pa.field("source", pa.string()), pa.field("kind", pa.string()), pa.field("object_id", ID),
    pa.field("locator", pa.string()), pa.field("primary_key", pa.string()), pa.field("subject_ids", pa.list_(ID)),
    *_strings("group language created licence legal_basis secrecy exclusivity"), pa.field("purposes", _WORDS)]

_CONSENT = pa.struct([(name, pa.string()) for name in ("purpose", "status", "notice_version", "from", "until")])

_RAW_COLUMNS: dict[str, list[pa.Field]] = {
    "document": _strings("title author category"),
    "dialogue": _strings("channel"),
    "event": [*_strings("event_type entity"), *_numbers("value"), *_strings("unit")],
    "transaction": [*_strings("transaction_no item_code description"), *_numbers("quantity price"),
                    *_strings("currency store country")],
    "item": [*_strings("code name brand category material colour"), *_numbers("price"), *_strings("currency")],
    "subject": [*_strings("subject_key name given_name family_name email phone address city country birth_date gender segment"),
                pa.field("consents", pa.list_(_CONSENT))],
    "label": [*_strings("target task value labeller"), *_numbers("score")],
    "concept": [*_strings("concept_id label"), pa.field("alt_labels", _WORDS), *_strings("broader scheme")],
    "media": [*_strings("media_type"), pa.field("width", pa.int32()), pa.field("height", pa.int32()),
              pa.field("bytes", pa.int64()), *_strings("caption people_in_picture")],
    "supply": [*_strings("supplier supplier_code material origin order_no"), *_numbers("quantity"), *_strings("unit"),
               *_numbers("price"), *_strings("currency")],
    "inspection": _strings("inspected inspector result defect severity"),
}

RAW: dict[str, pa.Schema] = {kind: pa.schema([*RAW_ENVELOPE, *columns]) for kind, columns in _RAW_COLUMNS.items()}
CONTRACTS = pa.schema(_strings("name state embargo retention"))
OBJECTIONS = pa.schema([pa.field("subject_ids", pa.list_(ID)), *_strings("kind")])

MART_OF_KIND: dict[str, str] = {
    "document": "documents", "dialogue": "dialogues", "event": "events", "transaction": "transactions", "item": "items",
    "subject": "subjects", "label": "labels", "concept": "concepts", "media": "media", "supply": "supplies",
    "inspection": "inspections"}

# Nobody is left out of the register: detection must know every name.
WITHOUT_LEFT_OUT = ("subjects",)

ENVELOPE = [
    pa.field("record_id", ID, nullable=False), pa.field("source", pa.string(), nullable=False),
    pa.field("kind", pa.string(), nullable=False), pa.field("subject_ids", pa.list_(ID), nullable=False),
    *_strings("group language"), pa.field("created_on", pa.date32()), pa.field("created_precision", pa.string()),
    *_strings("licence legal_basis secrecy exclusivity"), pa.field("purposes", _WORDS, nullable=False),
    pa.field("withheld", _WORDS, nullable=False)]

_MOMENT = pa.field("created_at", pa.timestamp("us"))
_SUBJECT = pa.field("subject_id", ID)

_MART_COLUMNS: dict[str, list[pa.Field]] = {
    "documents": _RAW_COLUMNS["document"],
    "dialogues": [*_strings("channel"), _MOMENT, _SUBJECT],
    "events": [*_RAW_COLUMNS["event"], _MOMENT, _SUBJECT],
    "transactions": [*_RAW_COLUMNS["transaction"], pa.field("item_record_id", ID), _SUBJECT],
    "items": [*_strings("code item_key name brand category material colour"), *_numbers("price"), *_strings("currency")],
    "subjects": [_SUBJECT, *_strings("subject_key name given_name family_name email phone address city country"),
                 pa.field("birth_date", pa.date32()), *_strings("gender segment")],
    "labels": [*_RAW_COLUMNS["label"], pa.field("target_record_id", ID)],
    "concepts": _RAW_COLUMNS["concept"],
    "media": _RAW_COLUMNS["media"],
    "supplies": [*_strings("supplier supplier_code material origin origin_country order_no"), *_numbers("quantity"),
                 *_strings("unit"), *_numbers("price"), *_strings("currency")],
    "inspections": _RAW_COLUMNS["inspection"],
}

MARTS: dict[str, pa.Schema] = {mart: pa.schema([*ENVELOPE, *columns]) for mart, columns in _MART_COLUMNS.items()}
