"""The ten kinds of record a house has, each as one explicit Arrow schema.

Belongs here: the columns of raw records. Not here: how a source's own columns become these (mapping).
Raw values are kept as written: dates stay strings, only plain numbers are parsed.
"""

import pyarrow as pa

_ID = pa.binary(16)


def _columns(text: tuple[str, ...] = (), numbers: tuple[str, ...] = (), long: bool = False) -> list[pa.Field]:
    fields = [pa.field(name, pa.string()) for name in text]
    fields += [pa.field(name, pa.float64()) for name in numbers]
    return fields + ([pa.field("text", pa.large_string())] if long else [])


ENVELOPE: pa.Schema = pa.schema([
    pa.field("record_id", _ID, nullable=False),
    pa.field("source", pa.string(), nullable=False),
    pa.field("kind", pa.string(), nullable=False),
    pa.field("object_id", _ID, nullable=False),
    pa.field("locator", pa.string(), nullable=False),
    pa.field("primary_key", pa.string()),
    pa.field("subject_ids", pa.list_(_ID), nullable=False),
    pa.field("group", pa.string()),
    pa.field("language", pa.string()),
    pa.field("created", pa.string()),           # as written by the source
    pa.field("licence", pa.string()),
    pa.field("legal_basis", pa.string()),
    pa.field("secrecy", pa.string()),
    pa.field("exclusivity", pa.string()),
    pa.field("purposes", pa.list_(pa.string()), nullable=False),
    pa.field("extra", pa.string()),             # a JSON object with sorted keys
])

TURN = pa.struct([
    ("speaker", pa.string()), ("role", pa.string()), ("text", pa.string()),
    ("start", pa.float64()), ("end", pa.float64()),       # seconds
    ("confidence", pa.float64()),                         # 0..1
])

CONSENT = pa.struct([
    ("purpose", pa.string()), ("status", pa.string()), ("notice_version", pa.string()),
    ("from", pa.string()), ("until", pa.string()),
])

COLUMNS: dict[str, list[pa.Field]] = {
    "document": _columns(("title", "author", "category"), long=True),
    "dialogue": [pa.field("channel", pa.string()), pa.field("turns", pa.list_(TURN))],
    "event": [
        pa.field("event_type", pa.string()), pa.field("entity", pa.string()), pa.field("value", pa.float64()),
        pa.field("unit", pa.string()), pa.field("text", pa.large_string()),
    ],
    "transaction": [
        pa.field("transaction_no", pa.string()), pa.field("item_code", pa.string()),
        pa.field("description", pa.string()), pa.field("quantity", pa.float64()), pa.field("price", pa.float64()),
        pa.field("currency", pa.string()), pa.field("store", pa.string()), pa.field("country", pa.string()),
    ],
    "item": [
        *_columns(("code", "name", "brand", "category", "material", "colour"), ("price",)),
        pa.field("currency", pa.string()), pa.field("text", pa.large_string()),
    ],
    "subject": [
        *_columns(("subject_key", "name", "given_name", "family_name", "email", "phone", "address", "city",
                   "country", "birth_date", "gender", "segment")),
        pa.field("notes", pa.large_string()), pa.field("consents", pa.list_(CONSENT)),
    ],
    "label": [
        *_columns(("target", "task", "value", "labeller"), ("score",)), pa.field("text", pa.large_string()),
    ],
    "concept": [
        pa.field("concept_id", pa.string()), pa.field("label", pa.string()),
        pa.field("alt_labels", pa.list_(pa.string())), pa.field("broader", pa.string()),
        pa.field("scheme", pa.string()), pa.field("text", pa.large_string()),
    ],
    "media": [
        pa.field("media_type", pa.string()), pa.field("width", pa.int32()), pa.field("height", pa.int32()),
        pa.field("bytes", pa.int64()), pa.field("caption", pa.string()), pa.field("people_in_picture", pa.string()),
    ],
    "supply": [
        *_columns(("supplier", "supplier_code", "material", "origin", "order_no"), ("quantity",)),
        pa.field("unit", pa.string()), pa.field("price", pa.float64()), pa.field("currency", pa.string()),
        pa.field("text", pa.large_string()),
    ],
    "inspection": _columns(("inspected", "inspector", "result", "defect", "severity"), long=True),
}

SCHEMAS: dict[str, pa.Schema] = {kind: pa.schema([*ENVELOPE, *columns]) for kind, columns in COLUMNS.items()}

# Envelope columns that a contract may map row by row; the rest follow from the contract or from the lake.
ROW_ENVELOPE = ("created", "language", "licence", "legal_basis", "secrecy", "exclusivity")

LEGAL_BASES = ("consent", "contract", "legal-obligation", "vital-interest", "public-task", "legitimate-interest",
               "not-personal")
SECRECY = ("public", "internal", "confidential", "secret")
EXCLUSIVITY = ("exclusive", "shared", "public")
FORMATS = ("auto", "csv", "tsv", "json", "jsonl", "parquet", "xlsx", "txt", "md", "html", "xml", "pdf", "docx", "rtf",
           "vtt", "srt", "transcript", "alto", "hocr", "eml", "ttl", "warc", "wet", "media")
