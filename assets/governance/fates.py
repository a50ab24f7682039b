"""What became of the records of each source: how many arrived, how many are in the release, and why the others are not.

Belongs here: following record ids through the tables a corpus was made from. Not here: which tables those are (`facts`).
"""

from collections import Counter

import numpy as np

from assets.lake import IntegrityError, Lake, Version
from assets.lake.segments import ids

# A table that reads raw records beside a table that judged them names those it did not find there: they have their reason already.
ALREADY = ("left out in the warehouse",)


def fates(lake: Lake, account: dict, way: list[str], released: dict[str, dict], contracts: dict[str, dict]) -> list[dict]:
    """[{"source", "title", "arrived", "released", "reasons": {why: n}, "unexplained"}], one per source, most records first.

    `way` are the tables the records pass through, in order; `released` the records in the release by source.
    Raises IntegrityError when a table has moved on since the corpus was cut from it.
    """
    later = [_Judged(_as_cut(lake, account, table)) for table in way if not table.startswith("landing/")]
    found = []
    for table in way:
        if table.startswith("landing/"):
            name = table.removeprefix("landing/")
            version, kept = _as_cut(lake, account, table), released.get(name, {}).get("records", 0)
            reasons = _own(version.counts) + _judged(version, later)
            found.append({
                "source": name, "title": contracts.get(name, {}).get("title") or name, "arrived": version.counts["in"], "released": kept,
                "reasons": dict(sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))),
                "unexplained": version.counts["in"] - kept - reasons.total()})
    return sorted(found, key=lambda fate: (-fate["released"], -fate["arrived"], fate["source"]))


def already(counts: dict) -> int:
    """Of the records a table left out, those that an earlier table had left out with its own reason."""
    return sum(counts["left_out"].get(reason, 0) for reason in ALREADY)


class _Judged:
    """Who was left out by a table, and why; sorted by record id."""

    def __init__(self, version: Version):
        rows = version.left_out()
        rows = rows.filter(rows["record_id"].is_valid())
        keys, reasons = ids(rows["record_id"]), rows["reason"].combine_chunks().dictionary_encode()
        order = np.argsort(keys, kind="stable")
        self._keys, self._codes = keys[order], np.asarray(reasons.indices)[order]
        self._words = reasons.dictionary.to_pylist()

    def of(self, sought: np.ndarray) -> tuple[np.ndarray, Counter]:
        """Which of the ids it left out, and how many for each reason; who has a reason already is not counted again."""
        if not len(self._keys) or not len(sought):
            return np.zeros(len(sought), bool), Counter()
        place = np.minimum(np.searchsorted(self._keys, sought), len(self._keys) - 1)
        hit = self._keys[place] == sought
        numbers = np.bincount(self._codes[place[hit]], minlength=len(self._words))
        return hit, Counter({word: int(n) for word, n in zip(self._words, numbers, strict=True) if n and word not in ALREADY})


def _judged(version: Version, later: list[_Judged]) -> Counter:
    reasons: Counter = Counter()
    for batch in version.batches(["record_id"]):
        left = ids(batch["record_id"])
        for judged in later:
            hit, why = judged.of(left)
            reasons += why
            left = left[~hit]
    return reasons


def _own(counts: dict) -> Counter:
    return sum((Counter(counts[what]) for what in ("left_out", "merged", "quarantined")), Counter())


def _as_cut(lake: Lake, account: dict, table: str) -> Version:
    version = lake.read(table)
    if version.data_version != account["tables"][table]["data_version"]:
        raise IntegrityError(f"Table '{table}' has changed since '{account['corpus']}' was cut; run `hallmark run` so that both fit.")
    return version
