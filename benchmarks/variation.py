"""More text out of a little: seeded walks over a folder's own words, with near duplicates planted and recorded.

Belongs here: enlarging, editing, planting. Not here: reading a folder (`texts`), judging what was found (`truth`).

A walk follows a text word by word, and at one word in four goes on behind another occurrence of the same word. Its words, lines and lengths are the
folder's, most of its 5-grams are not, so that walks are no near duplicates of each other or of the folder. Every plant is written down.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

SCHEMA = pa.schema([
    pa.field("id", pa.string(), nullable=False),
    pa.field("text", pa.large_string(), nullable=False),
    pa.field("source", pa.string(), nullable=False),
])
EDITS = (("words", 0.01), ("words", 0.02), ("words", 0.05), ("block", 0.05), ("block", 0.1), ("block", 0.2))     # kind, share of the words
NEAR, SAME = 0.05, 0.02         # shares of an enlarged corpus that are edited and exact copies

_PIECE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]\\s*|"
                    "[^\\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+\\s*")
_TURN = 0.25                    # chance of going on elsewhere, per word
_LANES, _STEPS = 512, 2048      # walks side by side, words of each before they are cut into records
_SHORTEST, _LONGEST = 60, 2000  # words of a record
_POOL = 6_000_000               # characters of the folder that are walked over
_BASES = 20_000                 # earlier records kept to be copied
_SOURCES = 8


@dataclass(frozen=True)
class Plant:
    """A copy made of a record: ids of the original and the copy, kind of edit ("words", "block", "same") and share of its words."""

    a: str
    b: str
    kind: str
    share: float


@dataclass
class Enlarged:
    """A corpus without end, made from texts and a seed alone; `plants` grows as batches are drawn."""

    texts: Sequence[str]
    seed: int = 1
    plants: list[Plant] = field(default_factory=list)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Batches of SCHEMA of about 10 MB. Raises ValueError for texts of fewer than twenty words in all."""
        words = _Words.of(self.texts, np.random.default_rng([self.seed, 0]))
        bases: list[tuple[str, np.ndarray]] = []
        number = 0
        for block in range(1, 1 << 31):
            rng = np.random.default_rng([self.seed, block])
            walked = words.walks(rng)
            ids, records = [], []
            for codes in walked:
                ids.append(f"v{self.seed}-{number}")
                number += 1
                chance = rng.random()
                if chance < NEAR + SAME and bases:
                    original, source = bases[rng.integers(len(bases))]
                    kind, share = EDITS[rng.integers(len(EDITS))] if chance < NEAR else ("same", 0.0)
                    codes = edited(source, kind, share, words.codes, rng)
                    self.plants.append(Plant(original, ids[-1], kind, share))
                elif chance > 0.85 and len(bases) < _BASES:
                    bases.append((ids[-1], codes))
                records.append(codes)
            sources = pa.array([f"variation-{number % _SOURCES}" for number in range(len(ids))])
            yield pa.record_batch([pa.array(ids), words.spelled(records), sources], schema=SCHEMA)


def plants_of(texts: Sequence[str], seed: int, wanted: int) -> tuple[list[str], list[tuple[int, str, float]]]:
    """Edited copies of some of the texts, `wanted` at most: the copies, and of each the place of its original, the kind of edit and its share."""
    rng = np.random.default_rng([seed, 0, 1])
    long_enough = [place for place, text in enumerate(texts) if 200 <= len(text) <= 200_000]
    copies, made = [], []
    vocabulary = None
    for turn, place in enumerate(rng.permutation(np.asarray(long_enough, np.int64))[:wanted].tolist()):
        pieces = np.array(_PIECE.findall(texts[place]), object)
        vocabulary = pieces if vocabulary is None else vocabulary
        kind, share = EDITS[turn % len(EDITS)]
        copies.append("".join(edited(pieces, kind, share, vocabulary, rng).tolist()))
        made.append((place, kind, share))
    return copies, made


def edited(words: np.ndarray, kind: str, share: float, vocabulary: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The words with `share` of them replaced at random places, or with a block of that share cut off at one end, or the same."""
    count = max(1, round(share * len(words)))
    if kind == "words":
        changed = words.copy()
        changed[rng.choice(len(words), count, replace=False)] = vocabulary[rng.integers(len(vocabulary), size=count)]
        return changed
    if kind == "block":
        return words[count:] if rng.random() < 0.5 else words[:-count]
    return words


@dataclass(frozen=True)
class _Words:
    """A folder's words in a row, with whatever white space follows each."""

    spellings: pa.Array         # distinct words with their white space
    codes: np.ndarray           # int32 into spellings, one per place
    order: np.ndarray           # places sorted by word, white space and case aside
    first: np.ndarray           # per place, where its word begins in `order`
    count: np.ndarray           # per place, how often its word occurs
    lengths: np.ndarray         # words of the folder's records, cut to what an enlarged record may have

    @staticmethod
    def of(texts: Iterable[str], rng: np.random.Generator) -> "_Words":
        pieces: list[str] = []
        lengths, room = [], _POOL
        texts = list(texts)
        for place in rng.permutation(len(texts)).tolist():
            found = _PIECE.findall(texts[place][:room])
            lengths.append(len(found))
            if found:
                found[-1] = found[-1].rstrip() + "\n"
            pieces += found
            room -= len(texts[place])
            if room <= 0:
                break
        if len(pieces) < 20:
            raise ValueError("the texts hold fewer than twenty words")
        encoded = pa.array(pieces, pa.large_string()).dictionary_encode()
        codes = encoded.indices.to_numpy().astype(np.int32)
        plain = pc.utf8_lower(pc.utf8_trim_whitespace(encoded.dictionary)).dictionary_encode().indices.to_numpy()
        word = plain[codes]
        order = np.argsort(word, kind="stable")
        starts = np.searchsorted(word[order], np.arange(word.max() + 2))
        return _Words(encoded.dictionary, codes, order, starts[word], np.diff(starts)[word], np.clip(lengths, _SHORTEST, _LONGEST))

    def walks(self, rng: np.random.Generator) -> list[np.ndarray]:
        """About a million words as records of the folder's lengths, each an array of codes."""
        size = len(self.codes)
        path = np.empty((_STEPS, _LANES), np.int64)
        at = rng.integers(size, size=_LANES)
        for step in range(_STEPS):
            path[step] = at
            turning = np.flatnonzero(rng.random(_LANES) < _TURN)
            here = at[turning]
            at[turning] = self.order[self.first[here] + (rng.random(len(here)) * self.count[here]).astype(np.int64)]
            at = (at + 1) % size
        walked = self.codes[path.T.reshape(-1)]
        lengths = rng.choice(self.lengths, size=len(walked) // _SHORTEST + 1)
        ends = np.cumsum(lengths)
        return np.split(walked, ends[ends < len(walked)])[:-1]

    def spelled(self, records: Sequence[np.ndarray]) -> pa.Array:
        """Records of codes as texts, large strings."""
        offsets = pa.array(np.cumsum([0, *map(len, records)]), pa.int64())
        words = self.spellings.take(pa.array(np.concatenate(records)))
        return pc.binary_join(pa.LargeListArray.from_arrays(offsets, words), pa.scalar("", pa.large_string()))
