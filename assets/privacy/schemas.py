"""The clean tables' schemas: one envelope, then each kind's columns as they leave the vault.

Belongs here: columns and types. Not here: how they are filled (`clean`).
"""

import pyarrow as pa

from assets.privacy.fields import DROP, PERSONA, PLANS

ID = pa.binary(16)
COUNT = pa.struct([("type", pa.string()), ("count", pa.int32())])
# Offsets are characters of the clean value of `field`; value_mac is keyed, no raw value stands anywhere.
ENTRY = pa.struct([
    ("field", pa.string()), ("start", pa.int32()), ("end", pa.int32()), ("type", pa.string()), ("detector", pa.string()), ("score", pa.float32()),
    ("action", pa.string()), ("value_mac", ID), ("epoch", pa.string())])
TURN = pa.struct([("speaker", pa.string()), ("role", pa.string()), ("text", pa.string()), ("start", pa.float64()), ("end", pa.float64()),
                  ("confidence", pa.float64())])
CONSENT = pa.struct([("purpose", pa.string()), ("status", pa.string()), ("notice_version", pa.string()), ("from", pa.string()), ("until", pa.string())])

HEAD = [pa.field("record_id", ID, nullable=False), pa.field("source", pa.string(), nullable=False), pa.field("kind", pa.string(), nullable=False)]
TAIL = [
    pa.field("language", pa.string()), pa.field("language_score", pa.float32()), pa.field("created_on", pa.date32()), pa.field("group_id", ID),
    pa.field("subject_group", pa.bool_(), nullable=False), pa.field("licence", pa.string()), pa.field("legal_basis", pa.string()),
    pa.field("secrecy", pa.string()), pa.field("exclusivity", pa.string()), pa.field("purposes", pa.list_(pa.string()), nullable=False),
    pa.field("extra", pa.string()), pa.field("redactions", pa.list_(COUNT), nullable=False), pa.field("ledger", pa.list_(ENTRY), nullable=False)]

_TYPES = {
    "text": pa.large_string(), "notes": pa.large_string(), "value": pa.float64(), "price": pa.float64(), "quantity": pa.float64(), "score": pa.float64(),
    "width": pa.int32(), "height": pa.int32(), "bytes": pa.int64(), "turns": pa.list_(TURN), "alt_labels": pa.list_(pa.string()),
    "consents": pa.list_(CONSENT)}


def _columns(kind: str) -> list[pa.Field]:
    kept = [pa.field(name, pa.string() if kind == "label" and name == "value" else _TYPES.get(name, pa.string()))
            for name, plan in PLANS[kind].items() if plan != DROP]
    if kind == "dialogue":
        kept.append(pa.field("n_turns", pa.int32()))
    if kind == "subject":
        kept = [*(pa.field(name, pa.string()) for name in PERSONA), *kept, pa.field("birth_decade", pa.int32())]
    return kept


SCHEMAS: dict[str, pa.Schema] = {kind: pa.schema([*HEAD, *_columns(kind), *TAIL]) for kind in PLANS}
