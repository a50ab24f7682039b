"""How much of what was planted is gone: planted values held against the clean rows made from their records.

Belongs here: tying planted values to records, looking for them in the clean row of that very record, recall with its bounds.
Not here: planting (the shadow source, the fictional house), searching files (`leaks`), searching releases (`second_pass`).
A value is gone when neither it nor a telling word of it stands outside the replacements that the row's ledger accounts for.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import sqrt
from typing import Any, NamedTuple

import pyarrow as pa

from assets.privacy.detect.people.persons import STOP, TITLES
from assets.privacy.folding import bounded, canonical, fold, normal

ENOUGH = 50             # samples; below, a rate is not known
_Z = 1.959964           # two-sided 95 %
_LETTERED = ("PERSON", "PUBLIC_PERSON", "SECRET", "ADDRESS", "HANDLE", "URL", "EMAIL")
_NO_NAME = frozenset(fold(word).strip(".") for word in (*STOP, *TITLES, "van", "von", "dal", "dos"))
_BESIDE = ("record_id", "source", "kind", "language", "licence", "legal_basis", "secrecy", "exclusivity", "purposes", "redactions", "ledger",
           "object_id", "locator", "primary_key", "group", "group_id", "subject_ids")
_RUN = re.compile(r"\d(?:[ .\-/()\u00a0\u202f]{0,3}\d)+")


class Planted(NamedTuple):
    """One value that somebody knows to stand in a record."""

    record_id: bytes
    value: str
    type: str
    form: str
    source: str


class Seen(NamedTuple):
    """What became of a planted value: does it still stand, whole or in part, in the clean row of its record."""

    planted: Planted
    whole: bool
    part: bool

    @property
    def gone(self) -> bool:
        return not (self.whole or self.part)


class Rate(NamedTuple):
    """How many of a group are gone (or kept), with the Wilson interval of the share."""

    group: tuple[str, ...]
    count: int
    hits: int
    low: float
    high: float

    @property
    def share(self) -> float:
        return self.hits / self.count if self.count else 0.0

    @property
    def verdict(self) -> str:
        """The share in words; a share of few samples is not known, and what is not known fails."""
        return f"{self.share:.3f}" if self.count >= ENOUGH else "not known"


def wilson(hits: int, count: int, z: float = _Z) -> tuple[float, float]:
    """The Wilson interval of a share; of nothing, everything is possible."""
    if not count:
        return 0.0, 1.0
    share, slack = hits / count, z * z / count
    middle, reach = share + slack / 2, z * sqrt(share * (1 - share) / count + slack / (4 * count))
    low, high = (middle - reach) / (1 + slack), (middle + reach) / (1 + slack)
    return max(0.0, min(low, share)), min(1.0, max(high, share))


def tied(truth: Iterable[dict[str, Any]], raw: Iterable[pa.Table], files: Iterable[pa.Table] = ()) -> list[Planted]:
    """Planted values (value, type, source, file, form, record) with the raw records they really stand in.

    A line's `record` is the source's own key; without one every record of its file is looked at. A line that stands in no
    record (its file was refused, or a copy arrived twice) is left out: there is nothing to measure.
    """
    objects = {(row["source"], row["path"]): row["object_id"] for table in files for row in table.select(["source", "path", "object_id"]).to_pylist()}
    by_key: dict[tuple, list] = defaultdict(list)
    by_object: dict[tuple, list] = defaultdict(list)
    for table in raw:
        for row in table.to_pylist():
            texts = [text for _, text in strings(row)]
            by_key[row["source"], row["primary_key"]].append((row["record_id"], texts))
            by_object[row["source"], row["object_id"]].append((row["record_id"], texts))
    found: dict[tuple, Planted] = {}
    for line in truth:
        source, form = line["source"], line.get("form") or "plain"
        where = by_key.get((source, line["record"]), ()) if line.get("record") else by_object.get((source, objects.get((source, line["file"]))), ())
        for record_id, texts in where:
            one = Planted(record_id, line["value"], line["type"], form, source)
            if any(_whole(one, text) for text in texts):
                found.setdefault((record_id, one.value, one.type), one)
    return list(found.values())


def looked_up(planted: Iterable[Planted], clean: Iterable[pa.Table]) -> list[Seen]:
    """Every planted value held against the clean row of its record. Records that stayed in the vault are not counted."""
    wanted: dict[bytes, list[Planted]] = defaultdict(list)
    for one in planted:
        wanted[one.record_id].append(one)
    seen = []
    for table in clean:
        for row in table.to_pylist():
            mine = wanted.get(row["record_id"])
            if not mine:
                continue
            texts = list(strings(row))
            bare = [_uncovered(text, row["ledger"], field) for field, text in texts]
            for one in mine:
                whole = any(_whole(one, text) for text in (bare if one.form == "first" else (text for _, text in texts)))
                seen.append(Seen(one, whole, not whole and any(_part(one, text) for text in bare)))
    return seen


def recall(seen: Iterable[Seen], by: tuple[str, ...] = ("type", "form")) -> list[Rate]:
    """Share of planted values that are gone, per group of fields of `Planted`. Public persons have no recall: they may stay."""
    return _rates(((one.planted, one.gone) for one in seen if one.planted.type != "PUBLIC_PERSON"), by)


def kept(seen: Iterable[Seen], by: tuple[str, ...] = ("type",)) -> list[Rate]:
    """Share of public persons whose names still stand whole: the precision that an archive lives of."""
    return _rates(((one.planted, one.whole) for one in seen if one.planted.type == "PUBLIC_PERSON"), by)


def untouched(raw: Iterable[pa.Table], clean: Iterable[pa.Table], columns: Iterable[str]) -> list[Rate]:
    """Per source and column, the share of values without a replacement and equal to what was delivered."""
    columns = tuple(columns)
    before = {row["record_id"]: row for table in raw for row in table.to_pylist()}
    counts: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
    for table in clean:
        for row in table.to_pylist():
            for name in columns:
                value = before[row["record_id"]].get(name) if row["record_id"] in before else None
                if value not in (None, ""):
                    tally = counts[row["source"], name]
                    tally[0] += 1
                    tally[1] += row.get(name) == value
    return [Rate(group, count, hits, *wilson(hits, count)) for group, (count, hits) in sorted(counts.items())]


def strings(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every string of a raw or clean row that a reader sees, with the field's name as the ledger writes it."""
    for name, value in row.items():
        if name not in _BESIDE:
            yield from _leaves(name, value)


def _leaves(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str) and value:
        if path == "extra" and value[0] == "{":
            import json

            yield from _leaves(path, json.loads(value))
        else:
            yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}", inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(f"{path}.{number}", inner)


def _rates(found: Iterable[tuple[Planted, bool]], by: tuple[str, ...]) -> list[Rate]:
    counts: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
    for planted, hit in found:
        tally = counts[tuple(getattr(planted, name) for name in by)]
        tally[0] += 1
        tally[1] += hit
    return [Rate(group, count, hits, *wilson(hits, count)) for group, (count, hits) in sorted(counts.items())]


# -- does it stand there ----------------------------------------------------------------------------------------------------

def _uncovered(text: str, ledger: list[dict], field: str) -> str:
    """The text with every replacement blanked: what is left came from the raw record."""
    parts, at = [], 0
    for entry in sorted((one for one in ledger if one["field"] == field), key=lambda one: one["start"]):
        parts.append(text[at:entry["start"]])
        at = entry["end"]
    return "\x00".join([*parts, text[at:]])


def _whole(one: Planted, text: str) -> bool:
    digits = re.sub(r"\D", "", one.value)
    if one.type not in _LETTERED and len(digits) >= 7 and not re.search(r"[^\W\d_]{4}", one.value):
        tail = digits[-9:] if one.type == "PHONE" else digits
        return any(tail in re.sub(r"\D", "", run[0]) for run in _RUN.finditer(text))
    return _stands(normal(one.value), " ".join(fold(canonical(text)).split()))


def _part(one: Planted, text: str) -> bool:
    """A telling word of it: of a name any capitalised word, of an address the end of its street."""
    if one.type == "PERSON":
        return any(_capitalised(word, text) for word in re.findall(r"[^\W\d_]{3,}", one.value) if word[0].isupper() and fold(word) not in _NO_NAME)
    if one.type == "ADDRESS":
        street = next((piece.split() for piece in normal(one.value).split(",") if re.search(r"[^\W\d_]{4}", piece)), [])
        return len(street) > 1 and _stands(" ".join(street[-2:]), " ".join(fold(canonical(text)).split()))
    return False


def _stands(value: str, folded: str) -> bool:
    at = folded.find(value)
    while at >= 0:
        if bounded(folded, at, at + len(value)):
            return True
        at = folded.find(value, at + 1)
    return False


def _capitalised(word: str, text: str) -> bool:
    folded, plain = fold(canonical(text)), fold(canonical(word))
    at = folded.find(plain)
    while at >= 0:
        if bounded(folded, at, at + len(plain)) and canonical(text)[at].isupper():
            return True
        at = folded.find(plain, at + 1)
    return False
