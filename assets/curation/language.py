"""Which language a text is written in, and how sure that is.

Belongs here: the measure. Not here: which languages a house accepts (privacy and recipes decide).
"""

import pyarrow as pa

from assets.curation.texts import texts_of
from assets.lake import Step

SCHEMA = pa.schema([
    pa.field("record_id", pa.binary(16), nullable=False),
    pa.field("language", pa.string()),     # ISO 639-1; null where nobody could tell
    pa.field("score", pa.float32()),       # 0..1; null where the language is
])


def language_of(records: pa.RecordBatch) -> pa.RecordBatch:
    """One row per record, in the order given."""
    from assets.text.language import identify

    languages, scores = identify(texts_of(records))
    return pa.record_batch([records.column("record_id"), languages, scores], schema=SCHEMA)


language = Step.map("language", version="1", run=language_of, schema=SCHEMA)
