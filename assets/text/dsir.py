"""How much likelier the words of a text are in one collection than in another: the importance weights of DSIR.

Belongs here: hashed words and word pairs, their log ratio, and the ratio of a text. Not here: which collections, what a ratio decides.
After Xie, Santurkar, Ma and Liang 2023, "Data Selection for Language Models via Importance Resampling".
"""

import numpy as np
import pyarrow as pa

from assets.text.compiled import kernel
from assets.text.kneser_ney import UNIT, surprisal
from assets.text.words import mixed, portions

BUCKETS = 10_000        # as in the paper
_FEW = 0.1              # added to each bucket, so that none is empty
_PAIR = np.uint64(0x9E3779B97F4A7C15)


def bucket_counts(texts: pa.Array | pa.ChunkedArray) -> np.ndarray:
    """How many words and pairs of neighbouring words of the texts fall in each bucket, int64 (BUCKETS,). Counts of parts add up."""
    counts = np.zeros(BUCKETS, np.int64)
    for _, words in portions(texts):
        counts += np.bincount(_buckets(words.hashes, words.starts), minlength=BUCKETS)
    return counts


def log_ratio(target: np.ndarray, source: np.ndarray) -> np.ndarray:
    """Per bucket the log2 of its share of the target over its share of the source, int64 in `kneser_ney.UNIT`ths: the same on any machine."""
    return _surprisals(source) - _surprisals(target)


def per_token(texts: pa.Array | pa.ChunkedArray, ratio: np.ndarray) -> pa.Array:
    """Mean ratio of each text's words and pairs, in bits, float64; null for a text without words."""
    sums, sizes = np.zeros(len(texts), np.int64), np.zeros(len(texts), np.int64)
    for some, words in portions(texts):
        ends = np.maximum(2 * np.diff(words.starts) - 1, 0).cumsum()
        total = np.concatenate([[0], ratio[_buckets(words.hashes, words.starts)].cumsum()])[np.concatenate([[0], ends])]
        sums[some], sizes[some] = np.diff(total), np.diff(ends, prepend=0)
    return pa.array(sums / UNIT / np.maximum(sizes, 1), mask=sizes == 0)


def _surprisals(counts: np.ndarray) -> np.ndarray:
    return surprisal((counts + _FEW) / (counts.sum() + _FEW * BUCKETS)).astype(np.int64)


@kernel
def _buckets(hashes, starts):
    """Buckets of each text's words, each word but the first followed by its pair with the one before."""
    buckets = np.empty(2 * len(hashes), np.uint16)
    place = 0
    for text in range(len(starts) - 1):
        for word in range(starts[text], starts[text + 1]):
            buckets[place] = mixed(hashes[word]) % np.uint64(BUCKETS)
            place += 1
            if word > starts[text]:
                buckets[place] = mixed(hashes[word - 1] * _PAIR ^ hashes[word]) % np.uint64(BUCKETS)
                place += 1
    return buckets[:place]
