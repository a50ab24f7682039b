"""The language a record is read in by measures that know some languages only.

Belongs here: that choice, said once. Not here: identifying a language (`assets.text.language`).
"""

import pyarrow as pa

from assets.curation.texts import texts_of


def languages_of(records: pa.RecordBatch) -> pa.Array:
    """ISO 639-1 per record (string): its own column `language`, which also knows what the source declares of a short text; where a
    table has no such column, what the identifier is sure of. Null where nobody can tell."""
    if "language" in records.schema.names:
        return records.column("language").cast(pa.string())
    from assets.text.language import WEAK, identify

    languages, scores = identify(texts_of(records))
    return pa.array([language if language is not None and score >= WEAK else None
                     for language, score in zip(languages.to_pylist(), scores.to_pylist(), strict=True)], pa.string())
