"""Over-redaction: what of the catalogue's own text was replaced although it names nobody.

Belongs here: counting over the clean item table. Not here: judging a single replacement (the acceptance sample does).
"""

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from assets.privacy.evidence.residual import IN_COLUMNS

TEXTS = ("name", "category", "material", "colour", "text")
_WORD = r"\w+"


def replaced(items: Iterable[pa.RecordBatch]) -> dict:
    """Words of catalogue text, replacements in it, and replacements per 1,000 words. A patron's name in a text counts too."""
    words = spans = 0
    for batch in items:
        for name in TEXTS:
            words += pc.sum(pc.count_substring_regex(pc.fill_null(batch[name], ""), _WORD)).as_py() or 0
        detector, field = (pc.struct_field(pc.list_flatten(batch["ledger"]), name) for name in ("detector", "field"))
        counted = pc.and_(pc.is_in(field, pa.array(TEXTS)), pc.invert(pc.is_in(detector, pa.array(IN_COLUMNS))))
        spans += pc.sum(pc.cast(counted, pa.int64())).as_py() or 0
    return {"words": words, "replaced": spans, "per_1000_words": round(1000 * spans / words, 2) if words else None}
