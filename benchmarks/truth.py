"""Which records are known to be alike: a folder's own table of pairs, and a slow Jaccard that shares no code with ours.

Belongs here: reading `truth.jsonl`, finding the records its names mean, counting recall and precision. Not here: proposing pairs.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from benchmarks.texts import TRUTH

ALIKE = 0.8         # Jaccard of word 5-grams from which two texts are near duplicates
BUCKETS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.01)

# A letter of a script without spaces is a word of its own.
_WORD = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|"
                   "[^\\W_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")


@dataclass(frozen=True)
class Pair:
    """Two records by their place in the corpus, and how alike they are (Jaccard of word 5-grams, 0..1)."""

    a: int
    b: int
    jaccard: float
    kind: str = "given"


def words_of(text: str) -> list[str]:
    """Lower-case words in compatibility form, without punctuation."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower())


def shingles_of(text: str, words: int = 5) -> set[str]:
    """Its distinct word n-grams; a shorter text is one of all its words, a text without words none."""
    said = words_of(text)
    return {" ".join(said[at: at + words]) for at in range(max(1, len(said) - words + 1))} if said else set()


def jaccard(a: str, b: str, words: int = 5) -> float:
    """|A & B| / |A | B| over word n-grams; 0 where either has none."""
    left, right = shingles_of(a, words), shingles_of(b, words)
    shared = len(left & right)
    return shared / (len(left) + len(right) - shared) if shared else 0.0


class Names:
    """Finds the one record that a name means: its id, its path, an id column, the end of its path, with or without the ending."""

    def __init__(self, ids: Sequence[str], names: Sequence[tuple[str, ...]]):
        self._levels = [defaultdict(set) for _ in range(4)]
        exact, said, ends, bare = self._levels
        for place, (id_, others) in enumerate(zip(ids, names, strict=True)):
            exact[id_].add(place)
            path, _, row = id_.partition("#")
            for other in others:
                said[other].add(place)
            parts = PurePosixPath(path).parts
            for start in range(len(parts)):
                end = "/".join(parts[start:])
                ends[f"{end}#{row}" if row else end].add(place)
                if not row:
                    bare[_bare(end)].add(place)

    def place(self, name: object) -> int | None:
        """The record's place, or None where nothing or more than one thing is called so."""
        wanted = str(name).strip().replace("\\", "/").removeprefix("./")
        parts = PurePosixPath(wanted).parts
        for key in (wanted, *("/".join(parts[start:]) for start in range(1, len(parts)))):
            for level, asked in zip(self._levels, (key, key, key, _bare(key)), strict=True):
                if len(level.get(asked, ())) == 1:
                    return next(iter(level[asked]))
        return None


def _bare(path: str) -> str:
    return path.rpartition(".")[0] if "." in PurePosixPath(path).name[1:] else path


def given_names(folder: Path) -> list[str]:
    """The names that the folder's truth speaks of."""
    return [str(row[end]) for row in _rows(folder)[0] for end in ("a", "b")]


def given(folder: Path, names: Names) -> tuple[list[Pair], dict[str, int]]:
    """The pairs of `truth.jsonl` whose records were found, and counts of lines used and not."""
    rows, bad = _rows(folder)
    pairs, lost = [], 0
    for row in rows:
        a, b = names.place(row["a"]), names.place(row["b"])
        if a is None or b is None or a == b:
            lost += 1
        else:
            pairs.append(Pair(a, b, float(row["jaccard"])))
    return pairs, {"pairs": len(pairs), "alike": sum(pair.jaccard >= ALIKE for pair in pairs), "names not found": lost, "lines not understood": bad}


def _rows(folder: Path) -> tuple[list[dict], int]:
    path, rows, bad = folder / TRUTH, [], 0
    if not path.is_file():
        return rows, bad
    for line in path.read_text("utf-8-sig", errors="replace").splitlines():
        try:
            row = json.loads(line)
            float(row["jaccard"]), row["a"], row["b"]
            rows.append(row)
        except (ValueError, TypeError, KeyError):
            bad += bool(line.strip())
    return rows, bad


def recall(pairs: Iterable[Pair], cluster: Sequence[int]) -> dict:
    """Share of the pairs that are alike whose two ends are in one cluster; the same per bucket of Jaccard. None without such a pair."""
    found = [(pair.jaccard, cluster[pair.a] == cluster[pair.b]) for pair in pairs]
    alike = [hit for value, hit in found if value >= ALIKE]
    buckets = {}
    for low, high in zip(BUCKETS, BUCKETS[1:], strict=False):
        hits = [hit for value, hit in found if low <= value < high]
        if hits:
            buckets[f"{low:.2f}-{min(high, 1):.2f}"] = {"pairs": len(hits), "recall": round(sum(hits) / len(hits), 4)}
    return {"pairs": len(alike), "recall": round(sum(alike) / len(alike), 4) if alike else None, "by_jaccard": buckets}
