"""What may remain: found values and the recall of canaries make an estimate with bounds, per type and language.

Belongs here: the arithmetic and the verdict. Not here: planting (`canaries`), limits (`limits`), where the counts come from
(orchestration brings them together).

With r the share of canaries caught, found (1 - r) / r values were missed (capture-recapture with one known population); the
Wilson bounds of r are carried through. Values that the register or the house's own words gave away are left out of it: they
were looked up, not recognised, and the second pass searches for them again. Fewer canaries than ENOUGH measure nothing.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from assets.privacy.evidence.canaries import KEPT
from assets.privacy.evidence.labelled import SOURCE as LABELLED
from assets.privacy.evidence.limits import Limits
from assets.privacy.evidence.measure import ENOUGH, Rate, wilson

NOBODYS = (KEPT, "PUBLIC_PERSON")       # planted to see that they stay
IN_COLUMNS = ("column", "name column")      # detectors of what was replaced because of where it stood: nothing there can be missed
LOOKED_UP = "known "                        # how detectors of the register and the vocabulary begin
ANY_NUMBER = "ID"       # a number whose kind nobody could say: every planted number together measures it
NUMBERS = ("NATIONAL_ID", "PASSPORT", "PLATE", "DEVICE_ID", "CLIENT_NO", "IBAN", "CARD", "PHONE")
WITHIN, ABOVE, NOT_KNOWN = "within its limit", "above its limit", "not known"


class Count(NamedTuple):
    """How many values of a type were found, and how many of those because they were known beforehand."""

    found: int
    known: int


def found_in(rows: Iterable[pa.RecordBatch]) -> dict[tuple[str, str, str], Count]:
    """(source, type, language) -> found, from the ledgers of clean rows (source, language, ledger)."""
    totals: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for batch in rows:
        ledger = batch["ledger"]
        owner, entries = pc.list_parent_indices(ledger), pc.list_flatten(ledger)
        detector = pc.struct_field(entries, "detector")
        table = pa.table({
            "source": batch["source"].take(owner), "type": pc.struct_field(entries, "type"), "language": pc.fill_null(batch["language"].take(owner), ""),
            "known": pc.cast(pc.starts_with(detector, LOOKED_UP), pa.int64()), "detector": detector})
        table = table.filter(pc.invert(pc.is_in(table["detector"], pa.array(IN_COLUMNS))))
        for row in table.group_by(["source", "type", "language"]).aggregate([("known", "count"), ("known", "sum")]).to_pylist():
            total = totals[row["source"], row["type"], row["language"]]
            total[0] += row["known_count"]
            total[1] += row["known_sum"]
    return {key: Count(*total) for key, total in sorted(totals.items())}


def rates(fates: pa.Table, by: tuple[str, ...] = ("source", "type", "language")) -> dict[tuple[str, ...], Rate]:
    """Share of planted values that are gone, per group of source, language, type and form."""
    if not fates.num_rows:
        return {}
    owner, told = pc.list_parent_indices(fates["fates"]), pc.list_flatten(fates["fates"])
    columns = {"source": fates["source"].take(owner), "language": fates["language"].take(owner),
               **{name: pc.struct_field(told, name) for name in ("type", "form")}}
    table = pa.table({**columns, "gone": pc.cast(pc.struct_field(told, "gone"), pa.int64())})
    rows = table.group_by(list(by)).aggregate([("gone", "count"), ("gone", "sum")]).to_pylist()
    groups = {tuple(row[name] for name in by): (row["gone_count"], row["gone_sum"]) for row in rows}
    return {group: Rate(group, count, hits, *wilson(hits, count)) for group, (count, hits) in sorted(groups.items())}


def missed(found: int, recall: float) -> float:
    """Values left where so many were found at this recall; where nothing is ever caught nobody knows, whatever was found."""
    return found * (1 - recall) / recall if recall else math.inf


class Part(NamedTuple):
    """One source's share of the estimate for a type in a language."""

    source: str
    type: str
    language: str
    count: Count
    rate: Rate | None       # None: nobody planted this type under this policy

    @property
    def measured(self) -> bool:
        return self.rate is not None and self.rate.count >= ENOUGH

    @property
    def recognised(self) -> int:
        return self.count.found - self.count.known

    @property
    def blind(self) -> bool:
        """Whether none of enough canaries was caught: that nothing was recognised says nothing."""
        return self.measured and not self.rate.hits

    def left(self, recall: str) -> float:
        """Values left at the share, the low or the high bound of recall."""
        return missed(self.recognised, getattr(self.rate, recall)) if self.measured else (math.inf if self.recognised else 0.0)


def parts(found: Mapping[tuple[str, str, str], Count], known: Mapping[tuple[str, str, str], Rate], shadow: Callable[[str], str]) -> list[Part]:
    """Each found (source, type, language) with the rate of its policy's canaries; and what was planted for a source's languages and never found in it.

    Where a record's language could not be told, the worst rate of the measured languages counts.
    """
    counts = dict(found)
    for source, language in {(source, language) for source, _, language in found}:
        for name, type_, spoken in known:
            if name == shadow(source) and language == spoken and type_ not in NOBODYS:
                counts.setdefault((source, type_, language), Count(0, 0))
    return [Part(source, type_, language, count, _rate(known, shadow(source), type_, language)) for (source, type_, language), count in sorted(counts.items())]


def _rate(known: Mapping[tuple[str, str, str], Rate], shadow: str, type_: str, language: str) -> Rate | None:
    by_language: dict[str, list[Rate]] = defaultdict(list)
    for (name, kind, spoken), rate in known.items():
        if name == shadow and (kind in NUMBERS if type_ == ANY_NUMBER else kind == type_) and language in (spoken, ""):
            by_language[spoken].append(rate)
    return min((_pooled((shadow, type_, spoken), some) for spoken, some in by_language.items()), key=lambda rate: (rate.low, rate.count), default=None)


def _pooled(group: tuple[str, ...], some: list[Rate]) -> Rate:
    count, hits = sum(rate.count for rate in some), sum(rate.hits for rate in some)
    return Rate(group, count, hits, *wilson(hits, count))


class Bound(NamedTuple):
    """What may remain of a type in 1,000 records of a source at most, and what the house allows."""

    source: str
    type: str
    languages: tuple[str, ...]
    value: float
    limit: float
    unknown: tuple[str, ...]        # languages in which it was found and is not measured

    @property
    def complaint(self) -> str | None:
        """One sentence when it is above the limit or could not be known."""
        if self.unknown:
            return (f"{self.type} was found in records of '{self.source}' in {_spoken(self.unknown)}, where fewer than {ENOUGH} canaries measure how much "
                    f"of it is missed; plant it, or leave such records out.")
        if self.value > self.limit:
            return (f"{self.type} in {_spoken(self.languages)}: up to {_figure(self.value)} values may remain in 1,000 records of '{self.source}', and its "
                    f"policy allows {_figure(self.limit)}; improve what finds them, or have the policy changed.")
        return None


def bounds(made: Iterable[Part], records: Mapping[str, int], limits: Limits) -> list[Bound]:
    """The upper bound of every type that was recognised in a source, or that none of its canaries was caught of, over its languages, beside the source's limit."""
    groups: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for part in made:
        if part.recognised or part.blind:
            groups[part.source, part.type].append(part)
    return [Bound(source, type_, tuple(sorted(part.language for part in some)), 1000 * sum(part.left("low") for part in some) / records[source],
                  limits.of(source, type_), tuple(sorted(part.language for part in some if not part.measured)))
            for (source, type_), some in sorted(groups.items())]


def _spoken(languages: Iterable[str]) -> str:
    return ", ".join(language or "no known language" for language in languages)


def table(made: Iterable[Part], refused: Iterable[tuple[str, str]] = ()) -> list[dict]:
    """One row per type and language, over all sources: counts, recall, what may remain with its bounds, verdict."""
    groups: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for part in made:
        groups[part.type, part.language].append(part)
    refused = set(refused)
    return [_row(type_, language, some, refused) for (type_, language), some in sorted(groups.items())]


def _row(type_: str, language: str, some: list[Part], refused: set) -> dict:
    planted = {part.rate.group: part.rate for part in some if part.rate is not None}      # sources of one policy share their canaries
    count, hits = sum(rate.count for rate in planted.values()), sum(rate.hits for rate in planted.values())
    low, high = wilson(hits, count)
    measured = all(part.measured for part in some if part.recognised) and count >= ENOUGH
    verdict = NOT_KNOWN if not measured else ABOVE if any((part.source, part.type) in refused for part in some) else WITHIN
    sums = {name: sum(part.left(recall) for part in some) for name, recall in (("residual", "share"), ("residual_low", "high"), ("residual_high", "low"))}
    return {"type": type_, "language": language, "found": sum(part.count.found for part in some), "known": sum(part.count.known for part in some),
            "canaries": count, "caught": hits, "recall": rounded(hits / count if count else math.inf), "low": rounded(low) if count else None,
            "high": rounded(high) if count else None, **{name: rounded(value) if measured else None for name, value in sums.items()},
            "verdict": verdict, "passed": None if verdict == NOT_KNOWN else verdict == WITHIN}


def planted(fates: pa.Table, sources: Iterable[str]) -> dict:
    """What was planted and caught under some policies, and by the form it was written in; words of the catalogue apart."""
    mine = fates.filter(pc.is_in(fates["source"], pa.array(sorted(set(sources)), pa.string()))) if fates.num_rows else fates
    known = rates(mine, ("type", "form"))
    personal = {group: rate for group, rate in known.items() if group[0] != KEPT}
    forms: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (_, form), rate in personal.items():
        forms[form][0] += rate.count
        forms[form][1] += rate.hits
    return {"records": mine.num_rows, "planted": sum(count for count, _ in forms.values()), "caught": sum(hits for _, hits in forms.values()),
            "forms": [{"form": form, "planted": count, "caught": hits} for form, (count, hits) in sorted(forms.items())]}


def labelled(fates: pa.Table) -> list[dict]:
    """Per labelled set of the house, type and language: how many values are marked, and the share that is gone with its bounds."""
    return [{"set": source.removeprefix(LABELLED), "type": type_, "language": language or "", "marked": rate.count, "gone": rate.hits,
             "recall": rounded(rate.share), "low": rounded(rate.low), "high": rounded(rate.high), "known": rate.count >= ENOUGH}
            for (source, type_, language), rate in rates(fates).items() if source.startswith(LABELLED)]


def kept_words(fates: pa.Table) -> dict:
    """How many planted words of the catalogue were replaced although they should stay."""
    rate = rates(fates, ("type",)).get((KEPT,))
    return {"planted": rate.count if rate else 0, "replaced": rate.hits if rate else 0}


def _figure(value: float) -> str:
    return "an unknown number of" if math.isinf(value) else f"{value:,.1f}".removesuffix(".0")


def rounded(value: float) -> float | None:
    """As it stands in a verdict: JSON knows no infinity."""
    return None if math.isinf(value) else round(value, 4)
