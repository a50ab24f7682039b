"""MinHash signatures of texts and the bands that bring near duplicates together (Broder 1997; Indyk and Motwani 1998).

Belongs here: signatures and band keys. Not here: which pairs are looked at, and whether they are alike (`overlap` says).
"""

import hashlib

import numpy as np
import pyarrow as pa

from assets.text.arrow import read_only
from assets.text.compiled import kernel
from assets.text.shingles import shingle_hashes
from assets.text.words import SEED, Words, mixed, portions

NOTHING = np.uint32(0xFFFFFFFF)
NO_KEY = np.uint64(0)
_HALF = np.uint64(32)


def signatures(texts: pa.Array | pa.ChunkedArray | Words, *, words: int = 5, hashes: int = 112, seed: int = 1) -> np.ndarray:
    """The MinHash of each text's shingles of so many words: (texts, hashes) uint32.

    Two texts agree in each place with about the probability of their Jaccard similarity over those shingles. A text of fewer
    words is one shingle of all of them; a text without words has `NOTHING` in every place and no band keys.
    """
    factors, terms = _permutations(hashes, seed)
    found = np.empty((len(texts), hashes), np.uint32)
    for some, part in portions(texts):
        _minima(*shingle_hashes(part, words), factors, terms, found[some])
    return found


def band_keys(signatures: np.ndarray, bands: int = 14, rows: int = 8) -> np.ndarray:
    """Keys of the first bands * rows places of each signature: (texts, bands) uint64.

    Texts that share a key in any one column are candidates: a pair of Jaccard similarity J is one with probability
    1 - (1 - J**rows)**bands. A text without words has `NO_KEY` in every column, to be left out: it resembles nothing.
    """
    if signatures.shape[1] < bands * rows:
        raise ValueError(f"{bands} bands of {rows} need {bands * rows} hashes and a signature has {signatures.shape[1]}: ask for more hashes or fewer bands.")
    keys = np.empty((len(signatures), bands), np.uint64)
    _band_keys(read_only(signatures, np.uint32), rows, keys)
    return keys


def _permutations(hashes: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Odd factors and terms (uint32 each): x -> factor * x + term mod 2**32 is a permutation."""
    drawn = np.frombuffer(hashlib.shake_128(seed.to_bytes(8, "little")).digest(8 * hashes), "<u4")
    return read_only(drawn[:hashes] | np.uint32(1), np.uint32), read_only(drawn[hashes:], np.uint32)


@kernel
def _minima(shingles, starts, factors, terms, found):
    """The lowest value of each permutation over the shingles of each text: four shingles in one pass over the permutations."""
    for text in range(len(starts) - 1):
        lowest = found[text]
        lowest[:] = NOTHING
        place, last = starts[text], starts[text + 1]
        while place < last:
            # near the end the last shingle is taken again: it changes no minimum
            one, two = np.uint32(shingles[place] >> _HALF), np.uint32(shingles[min(place + 1, last - 1)] >> _HALF)
            three, four = np.uint32(shingles[min(place + 2, last - 1)] >> _HALF), np.uint32(shingles[min(place + 3, last - 1)] >> _HALF)
            for number in range(len(factors)):
                factor, term = factors[number], terms[number]
                low = min(np.uint32(factor * one + term), np.uint32(factor * two + term))
                high = min(np.uint32(factor * three + term), np.uint32(factor * four + term))
                lowest[number] = min(lowest[number], min(low, high))
            place += 4


@kernel
def _band_keys(signatures, rows, keys):
    for text in range(len(keys)):
        empty = True
        for number in range(signatures.shape[1]):
            empty = empty and signatures[text, number] == NOTHING
        for band in range(keys.shape[1]):
            key = np.uint64(band + 1)
            for number in range(band * rows, (band + 1) * rows):
                key = mixed(key * SEED + np.uint64(signatures[text, number]))
            keys[text, band] = NO_KEY if empty else max(key, np.uint64(1))
