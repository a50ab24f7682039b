"""How much of each record stands on the lists of unsafe words, by category and strength.

Belongs here: the counts, and the step. Not here: the lists (`listing`), thresholds (recipes decide).
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.curation.languages import languages_of
from assets.curation.safety.listing import CATEGORIES, LANGUAGES, STRENGTHS, listing
from assets.curation.texts import texts_of
from assets.lake import Step

FLAG = pa.struct([
    pa.field("category", pa.string(), nullable=False),    # of CATEGORIES
    pa.field("count", pa.int32(), nullable=False),        # words and phrases found, at least 1
    pa.field("strength", pa.string(), nullable=False),    # "mild" or "strong"
])
SCHEMA = pa.schema([
    pa.field("record_id", pa.binary(16), nullable=False),
    pa.field("unsafe_share", pa.float32()),     # 0..1 of the words stand in a listed word or phrase; null without words or without a list for the language
    pa.field("flags", pa.list_(FLAG)),          # sorted by category, then strength; empty: looked for and nothing found; null where the share is
    pa.field("method", pa.string()),            # "list en-1" and so on; null where the share is
])


def safety_of(records: pa.RecordBatch) -> pa.RecordBatch:
    """One row per record, in the order given.

    Whole words are compared, without case and accents. Of phrases that overlap the one that begins first counts, and of those
    the longest; a harmless one counts for nothing and hides what stands inside it.
    """
    texts, languages = texts_of(records), languages_of(records)
    size, kinds = len(texts), len(CATEGORIES) * len(STRENGTHS)
    counts, inside, words = np.zeros((size, kinds), np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64)
    name = np.full(size, None, object)
    for language in LANGUAGES:
        rows = np.flatnonzero(pc.fill_null(pc.equal(languages, language), False).to_numpy(zero_copy_only=False))
        if len(rows):
            listed = listing(language)
            counts[rows], inside[rows], words[rows] = _counted(listed, texts.take(pa.array(rows)), kinds)
            name[rows] = listed.name
    nothing = words == 0
    share = np.divide(inside, words, out=np.zeros(size), where=~nothing)
    text, kind = np.nonzero(counts)
    flags = pa.ListArray.from_arrays(
        pa.array(np.searchsorted(text, np.arange(size + 1)), pa.int32()),
        pa.StructArray.from_arrays([
            pa.array(np.array(CATEGORIES, object)[kind // len(STRENGTHS)], pa.string()), pa.array(counts[text, kind].astype(np.int32)),
            pa.array(np.array(STRENGTHS, object)[kind % len(STRENGTHS)], pa.string())], fields=list(FLAG)),
        mask=pa.array(nothing))
    return pa.record_batch([
        records.column("record_id"), pa.array(share.astype(np.float32), mask=nothing), flags,
        pa.array(np.where(nothing, None, name), pa.string())], schema=SCHEMA)


def _counted(listed, texts: pa.Array, kinds: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Per text: hits of each kind, words inside them, words."""
    from assets.text.phrases import found
    from assets.text.words import word_hashes

    stream = word_hashes(texts)
    hits = found(stream, listed.phrases)
    kind = listed.kinds[hits.entries]
    text, kind, lengths = hits.texts[kind >= 0], kind[kind >= 0], hits.lengths[kind >= 0]
    size = len(texts)
    inside = np.zeros(size, np.int64)
    np.add.at(inside, text, lengths)
    return np.bincount(text * kinds + kind, minlength=size * kinds).reshape(size, kinds), inside, np.diff(stream.starts)


safety = Step.map("safety", version="1", run=safety_of, schema=SCHEMA)
