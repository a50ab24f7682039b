"""What a text is compared by with others, made once from the text alone.

Belongs here: digest, MinHash bands, sampled shingles and line hashes of one text. Not here: comparing (the steps that read this table).
The table is the index of every text seen: it holds record ids, so it can explain a match and forget a record.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.curation.texts import texts_of
from assets.lake import Step
from assets.lake.digest import mac_values

SCHEMA = pa.schema([
    pa.field("record_id", pa.binary(16), nullable=False),
    pa.field("digest", pa.binary(16)),             # equal where two texts read the same, letter for letter; null without anything visible
    pa.field("words", pa.int32()),                 # in the sense of assets.text.words; null for a text that is null
    # Keys, eight bytes each (little-endian), end to end: read by the million, they are no lists to Parquet.
    pa.field("bands", pa.binary(), nullable=False),      # MinHash band keys; none without words
    pa.field("anchors", pa.binary(), nullable=False),    # sampled shingles, rising (assets.text.sketches)
    pa.field("lines", pa.binary(), nullable=False),      # hashes of its lines of LINE_WORDS words or more, in their order
])
LINE_WORDS = 4
_KEY = b"fingerprints"      # the clean zone holds the texts themselves: the digest need not hide them, only be hard to forge


def fingerprints_of(records: pa.RecordBatch, *, words: int, bands: int, rows: int) -> pa.RecordBatch:
    """One row per record, in the order given."""
    from assets.text.canonical import canonical
    from assets.text.lines import lines_of
    from assets.text.minhash import band_keys, signatures
    from assets.text.sketches import sketches
    from assets.text.words import Words, word_hashes

    texts = texts_of(records)
    lines, first = lines_of(texts)
    said = word_hashes(lines)         # a line's end separates words: the lines' words are the text's
    whole = Words(said.hashes, said.starts[first])
    count = np.diff(whole.starts)
    keys = band_keys(signatures(whole, words=words, hashes=bands * rows), bands, rows)
    plain = canonical(texts)
    digests = pc.if_else(pc.greater(pc.binary_length(plain), 0), mac_values(_KEY, plain), pa.scalar(None, pa.binary(16)))
    return pa.record_batch([
        records.column("record_id"), digests, pa.array(count.astype(np.int32), mask=texts.is_null().to_numpy(zero_copy_only=False)),
        packed(keys[count > 0].ravel(), np.concatenate([[0], np.cumsum(np.where(count > 0, bands, 0))])),
        packed(*sketches(whole, words)), packed(*_lines(said, first)),
    ], schema=SCHEMA)


def line_hashes(said) -> tuple[np.ndarray, np.ndarray]:
    """The lines (numbers) of LINE_WORDS words or more, and a hash of the words of each (uint64). `said`: the Words of all lines."""
    from assets.text.shingles import shingle_hashes

    longest = int(np.diff(said.starts).max(initial=LINE_WORDS))
    hashes, starts = shingle_hashes(said, longest, at_least=LINE_WORDS)      # a whole line is one shingle
    return np.flatnonzero(np.diff(starts)), hashes


def _lines(said, first: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Line hashes of each text in order, end to end; and where each text's begin. Text i has the lines first[i]:first[i + 1]."""
    lines, hashes = line_hashes(said)
    return hashes, np.searchsorted(lines, first)


def packed(keys: np.ndarray, starts: np.ndarray) -> pa.Array:
    """The keys of each text as bytes."""
    return pa.Array.from_buffers(pa.binary(), len(starts) - 1, [None, pa.py_buffer((8 * starts).astype(np.int32)), pa.py_buffer(keys.astype("<u8"))])


fingerprints = Step.map("fingerprints", version="1", run=fingerprints_of, schema=SCHEMA)
