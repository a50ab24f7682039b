"""Simple measures of how a text is made.

Belongs here: counts and shares that need the text alone. Not here: thresholds (recipes decide), and anything that compares
texts with each other.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.curation.characters import DIGIT, INVISIBLE, LETTER, OTHER, SPACE, UPPERCASE, characters
from assets.curation.texts import texts_of
from assets.lake import Step

SCHEMA = pa.schema([
    pa.field("record_id", pa.binary(16), nullable=False),
    pa.field("characters", pa.int32()),            # Unicode code points; every measure is null for a text that is null
    pa.field("words", pa.int32()),                 # runs of anything but white space
    pa.field("mean_word_length", pa.float32()),    # code points per word; null without words
    pa.field("symbol_share", pa.float32()),        # 0..1 of characters: no letter, mark, number or white space; null if empty
    pa.field("digit_share", pa.float32()),         # 0..1 of characters: decimal digits of any script; null if empty
    pa.field("uppercase_share", pa.float32()),     # 0..1 of letters; null without letters
    pa.field("duplicate_line_share", pa.float32()),  # 0..1 of lines with words that repeat an earlier one; null without lines
])


def quality_of(records: pa.RecordBatch) -> pa.RecordBatch:
    """One row per record, in the order given."""
    texts = texts_of(records)
    counts = _counts(texts)
    characters_, words, letters = counts["characters"], counts["words"], counts["letters"]
    measures = [
        pa.array(characters_.astype(np.int32)), pa.array(words.astype(np.int32)), _ratio(counts["worded"], words),
        _ratio(counts["symbols"], characters_), _ratio(counts["digits"], characters_), _ratio(counts["uppercase"], letters),
        duplicate_line_share(texts)]
    if texts.null_count:
        measures = [pc.if_else(texts.is_valid(), measure, pa.scalar(None, measure.type)) for measure in measures]
    return pa.record_batch([records.column("record_id"), *measures], schema=SCHEMA)


def _counts(texts: pa.Array) -> dict[str, np.ndarray]:
    """Per text: characters, words, characters within words, letters, upper-case letters, digits, symbols."""
    names = ("characters", "words", "worded", "letters", "uppercase", "digits", "symbols")
    counts = {name: np.zeros(len(texts), np.int64) for name in names}
    for some in characters(texts):
        kinds, space = some.kinds, some.kinds == SPACE
        uppercase = some.count(kinds == UPPERCASE)
        for name, found in {
            "characters": np.diff(some.starts), "words": some.count(~space & some.after_space(space)), "worded": some.count(~space),
            "letters": some.count(kinds == LETTER) + uppercase, "uppercase": uppercase, "digits": some.count(kinds == DIGIT),
            "symbols": some.count((kinds == OTHER) | (kinds == INVISIBLE)),
        }.items():
            counts[name][some.rows] = found
    return counts


def duplicate_line_share(texts: pa.Array) -> pa.Array:
    """Share of each text's lines that say the same as an earlier line of it, white space at the ends aside."""
    lists = pc.split_pattern(texts, "\n")
    lines = pc.utf8_trim_whitespace(pc.list_flatten(lists))
    worded = pc.greater(pc.binary_length(lines), 0)
    parents = pc.list_parent_indices(lists).filter(worded).to_numpy().astype(np.int64)
    codes = pc.dictionary_encode(lines.filter(worded)).indices.to_numpy(zero_copy_only=False).astype(np.int64)
    size = len(codes) + 1
    total = np.bincount(parents, minlength=len(texts))
    return _ratio(total - np.bincount(np.unique(parents * size + codes) // size, minlength=len(texts)), total)


def _ratio(part: np.ndarray, whole: np.ndarray) -> pa.Array:
    """part / whole as float32; null where there is nothing to divide by."""
    share = np.divide(part, whole, out=np.zeros(len(whole)), where=whole != 0)
    return pa.array(share.astype(np.float32), mask=whole == 0)


quality = Step.map("quality", version="1", run=quality_of, schema=SCHEMA)
