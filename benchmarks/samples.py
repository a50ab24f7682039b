"""Bounded, seeded corpora to measure on, written as Parquet: some of a folder, or more than it holds.

Belongs here: drawing, filling up, planting evaluation passages and near copies. Not here: measuring.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.texts import Texts
from benchmarks.truth import ALIKE, Pair, jaccard
from benchmarks.variation import SCHEMA, Enlarged, plants_of

PASSAGES, PLANTED, PASSAGE_WORDS = 500, 100, 40     # evaluation passages, those of them that stand in a sample, and their length
_PLANTS = 1200          # near copies made where a folder brings no truth
_COMPARED = 40_000_000  # characters that the slow Jaccard reads at most
_SEED = 1


@dataclass(frozen=True)
class Sample:
    """Texts in a fixed order, and the evaluation passages; `planted` are the places of texts that hold one."""

    ids: list[str]
    texts: list[str]
    sources: list[str]
    passages: list[str]
    planted: dict[int, int] = field(default_factory=dict)       # place of a text -> number of its passage
    own_share: float = 1.0                                      # of the sample's text that is the folder's, the rest is variation

    def first(self, megabytes: float) -> "Sample":
        """The texts that begin within the first so many megabytes; the passages all."""
        sizes = np.cumsum([0, *(len(text.encode()) for text in self.texts)])[:-1]
        end = max(1, int(np.searchsorted(sizes, megabytes * 1e6)))
        return Sample(self.ids[:end], self.texts[:end], self.sources[:end], self.passages, {at: of for at, of in self.planted.items() if at < end}, self.own_share)

    @property
    def megabytes(self) -> float:
        return sum(len(text.encode()) for text in self.texts) / 1e6

    def array(self) -> pa.Array:
        return pa.array(self.texts, pa.large_string())

    def write(self, path: Path) -> Path:
        """The texts as Parquet (SCHEMA)."""
        columns = zip((self.ids, self.texts, self.sources), SCHEMA.types, strict=True)
        pq.write_table(pa.table([pa.array(column, kind) for column, kind in columns], schema=SCHEMA), path, row_group_size=1024)
        return path


def sample_of(folder: Texts, megabytes: float) -> Sample:
    """Records of the folder in a seeded order, filled up with variation, `megabytes` in all; a hundred of them with an evaluation passage in their middle."""
    ids, texts, sources, room = [], [], [], int(megabytes * 1e6)
    for place in np.random.default_rng(_SEED).permutation(len(folder.texts)).tolist():
        if room < 500:
            break
        text = _cut(folder.texts[place], room)
        ids.append(folder.ids[place])
        texts.append(text)
        sources.append(folder.sources[place])
        room -= len(text.encode())
    own = 1 - max(0, room) / (megabytes * 1e6)
    for batch in Enlarged(folder.texts, _SEED).batches() if room >= 500 else ():
        for id_, text, source in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            if room < 500:
                break
            ids.append(id_)
            texts.append(_cut(text, room))
            sources.append(source)
            room -= len(texts[-1].encode())
        if room < 500:
            break
    passages = passages_of(folder)
    planted = {}
    rng = np.random.default_rng([_SEED, 2])
    for number, place in enumerate(rng.permutation(len(texts))[:PLANTED].tolist()):
        middle = texts[place].find(" ", len(texts[place]) // 2)
        middle = middle if middle >= 0 else len(texts[place])
        texts[place] = f"{texts[place][:middle]} {passages[number]} {texts[place][middle:]}"
        planted[place] = number
    return Sample(ids, texts, sources, passages, planted, round(own, 3))


def passages_of(folder: Texts) -> list[str]:
    """Evaluation passages: variation under another seed, forty words each."""
    words = next(Enlarged(folder.texts, _SEED + 1).batches()).column("text")
    long_enough = (text.split() for text in words.to_pylist())
    passages = [" ".join(said[:PASSAGE_WORDS]) for said in long_enough if len(said) >= PASSAGE_WORDS][:PASSAGES]
    return passages or [" ".join(words[0].as_py().split())]


def grown(folder: Texts, path: Path, megabytes: float) -> dict:
    """A corpus of that size from the folder, all variation, whatever the folder's size: so that a small and a large one are made alike.

    Returns what was planted, for the record.
    """
    enlarged, size = Enlarged(folder.texts, _SEED), 0
    with pq.ParquetWriter(path, SCHEMA) as writer:
        for batch in enlarged.batches():
            writer.write_batch(batch, row_group_size=1024)
            size += batch.column("text").nbytes
            if size >= megabytes * 1e6:
                break
    kinds = sorted({(plant.kind, plant.share) for plant in enlarged.plants})
    return {"seed": _SEED, "mb": round(size / 1e6, 1),
            "near_copies": {f"{kind} {share:g}": sum((plant.kind, plant.share) == (kind, share) for plant in enlarged.plants) for kind, share in kinds}}


def with_copies(folder: Texts, wanted: int = _PLANTS) -> tuple[Sample, list[Pair]]:
    """All of the folder, filled up with variation to `wanted` records, and behind it edited copies of as many; each pair's Jaccard as the slow way counts it."""
    more = next(Enlarged(folder.texts, _SEED).batches()).slice(0, max(0, wanted - len(folder.texts)))
    ids, texts, sources = ([*have, *column.to_pylist()] for have, column in zip((folder.ids, folder.texts, folder.sources), more.columns, strict=True))
    copies, made = plants_of(texts, _SEED, wanted)
    first = len(texts)
    pairs, room = [], _COMPARED
    for number, (place, kind, share) in enumerate(made):
        room -= 2 * len(copies[number])
        if room > 0:
            pairs.append(Pair(place, first + number, jaccard(texts[place], copies[number]), f"{kind} {share:g}"))
    ids += (f"copy-{number}" for number in range(len(copies)))
    sources += (sources[place] for place, _, _ in made)
    return Sample(ids, [*texts, *copies], sources, []), pairs


def precision(pairs: list[list], texts: list[str], given: list[Pair], at_least: float = ALIKE) -> dict:
    """Of reported pairs [place, place, score], the share that is as alike as `at_least` by the truth given, else by the slow Jaccard."""
    known = {frozenset((pair.a, pair.b)): pair.jaccard for pair in given}
    judged, room = [], _COMPARED
    for a, b, score in pairs:
        value = known.get(frozenset((a, b)))
        if value is None:
            room -= len(texts[a]) + len(texts[b])
            if room < 0:
                continue
            value = jaccard(texts[a], texts[b])
        judged.append((value, score))
    right = sum(value >= at_least for value, _ in judged)
    return {"judged": len(judged), "precision": round(right / len(judged), 4) if judged else None,
            "largest_difference": round(max((abs(value - score) for value, score in judged), default=0.0), 4)}


def _cut(text: str, room: int) -> str:
    """The text, or as much of its beginning as fits into `room` bytes."""
    return text if len(text) <= room // 4 or len(text.encode()) <= room else text.encode()[:room].decode("utf-8", "ignore")
