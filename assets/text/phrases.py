"""Where phrases of a list stand in texts, whole words compared as `words` compares them.

Belongs here: the list made ready, and the search. Not here: what a phrase means to whoever looks for it.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from assets.text.compiled import kernel
from assets.text.words import SEED, Words, mixed, word_hashes

_BUCKETS = 1 << 16
_TOP, _LOW = np.uint64(48), np.uint64(_BUCKETS - 1)


class Phrases(NamedTuple):
    """A list of phrases, ready to be looked for."""

    keys: np.ndarray        # uint64, ascending: one per phrase
    first: np.ndarray       # int32: where the keys of each value of the top 16 bits begin, and where the last ones end
    entries: np.ndarray     # int32: the place of each key's phrase in the list given
    longest: np.ndarray     # uint8: words of the longest phrase whose first word's hash ends in these 16 bits; 0 for none


class Found(NamedTuple):
    """Phrases found, in the order of the texts; they do not overlap."""

    entries: np.ndarray     # int32: which phrase of the list
    texts: np.ndarray       # int64: which text
    places: np.ndarray      # int64: its first word, counted over all texts
    lengths: np.ndarray     # int64, in words


def phrases(listed: Sequence[str]) -> Phrases:
    """The list made ready. Raises ValueError for a phrase without words, and for one that stands twice once case and accents are gone."""
    words = word_hashes(pa.array(listed, pa.large_string()))
    lengths = np.diff(words.starts)
    if len(listed) and lengths.min() == 0:
        raise ValueError(f"The phrase '{listed[int(lengths.argmin())]}' has no word in it; take it out or write it in letters.")
    keys = _keys(words.hashes, words.starts)
    order = np.argsort(keys, kind="stable")
    twice = np.flatnonzero(keys[order][1:] == keys[order][:-1])
    if len(twice):
        one, other = (listed[int(order[twice[0] + step])] for step in (0, 1))
        raise ValueError(f"The phrases '{one}' and '{other}' are the same once case and accents are gone; keep one.")
    longest = np.zeros(_BUCKETS, np.uint8)
    np.maximum.at(longest, (words.hashes[words.starts[:-1]] & _LOW).astype(np.int64), np.minimum(lengths, 255).astype(np.uint8))
    return Phrases(keys[order], buckets(keys[order]), order.astype(np.int32), longest)


def found(words: Words, listed: Phrases) -> Found:
    """Every phrase of the list in the texts: at each word the longest that begins there, then on behind it."""
    nothing = Found(*(np.empty(0, kind) for kind in (np.int32, np.int64, np.int64, np.int64)))
    count = _find(words.hashes, words.starts, *listed, *nothing)
    everything = Found(*(np.empty(count, one.dtype) for one in nothing))
    _find(words.hashes, words.starts, *listed, *everything)
    return everything


def buckets(keys: np.ndarray) -> np.ndarray:
    """For `place_of`: where ascending keys (uint64) with each value of the top 16 bits begin, and where the last ones end (int32)."""
    return np.searchsorted((keys >> _TOP).astype(np.int64), np.arange(_BUCKETS + 1)).astype(np.int32)


@kernel
def place_of(key, keys, first):
    """Where a key stands among ascending ones, or -1."""
    bucket = np.int64(key >> _TOP)
    for place in range(first[bucket], first[bucket + 1]):
        if keys[place] == key:
            return place
    return -1


@kernel
def followed(key, word):
    """The key of a phrase with one more word: the key of a single word is its hash."""
    return mixed(key + SEED) ^ word


@kernel
def _keys(hashes, starts):
    keys = np.zeros(len(starts) - 1, np.uint64)
    for phrase in range(len(keys)):
        keys[phrase] = hashes[starts[phrase]]
        for place in range(starts[phrase] + 1, starts[phrase + 1]):
            keys[phrase] = followed(keys[phrase], hashes[place])
    return keys


@kernel
def _find(hashes, starts, keys, first, entries, longest, found_entries, texts, places, lengths):
    """Counts what is found, and writes of it what there is room for."""
    count = 0
    for text in range(len(starts) - 1):
        place = starts[text]
        while place < starts[text + 1]:
            most = min(np.int64(longest[np.int64(hashes[place] & _LOW)]), starts[text + 1] - place)
            best, size, key = 0, 1, hashes[place]
            while size <= most:
                at = place_of(key, keys, first)
                if at >= 0:
                    best, entry = size, entries[at]
                if size < most:
                    key = followed(key, hashes[place + size])
                size += 1
            if best:
                if count < len(places):
                    found_entries[count], texts[count], places[count], lengths[count] = entry, text, place, best
                count += 1
            place += max(best, 1)
    return count
