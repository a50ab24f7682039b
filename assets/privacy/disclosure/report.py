"""What a table's disclosure control reached, measured on the rows that leave, and what each k would cost.

Belongs here: measuring and accounting; numbers only, no value of a record. Not here: deciding anything (`recoding`).
Nothing here claims that a person cannot be found: who knows a few of somebody's purchases may know them all, and how many
persons that concerns is one of the figures.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.lake import Lake, Version
from assets.privacy.disclosure.classes import codes, different, distinct_within, joined, persons_of, reached, told
from assets.privacy.disclosure.ladders import period
from assets.privacy.disclosure.policy import STATISTICS, TablePolicy
from assets.privacy.disclosure.recoding import Candidates, recoded
from assets.privacy.disclosure.steps import judged, read

KS = (2, 5, 10, 20, 50)
LENGTHS = (1, 2, 3, 4)
SHOWN_IDS = 20
CHECK = "disclosure"


def verdict_name(mart: str) -> str:
    """The name of the verdict that a clean table under disclosure control waits for."""
    return f"{CHECK}:{mart}"


@dataclass(frozen=True)
class Measured:
    """The least k and l among the classes of what leaves; the ids of records in classes below what was asked."""

    k: int | None               # null where no row is judged
    l: int | None
    classes: int
    persons: int
    below: tuple[str, ...]


def measured(released: pa.Table, policy: TablePolicy) -> Measured:
    """k and l counted again on released rows, from what is written there and at which level."""
    released = released.take(pa.array(_judged_rows(released, policy)))
    if not released.num_rows or not policy.quasi:
        return Measured(None, None, 0, different(persons_of(released)) if released.num_rows else 0, ())
    labels, level_of = _labels(released), {}
    for name in policy.quasi:
        level = np.zeros(released.num_rows, np.int64)
        for step, label in enumerate(policy.quasi[name], 1):
            level[labels.get((name, label), [])] = step
        level_of[name] = level
    classes = joined(*(joined(codes(released[name]), level) for name, level in level_of.items()))
    k, l = reached(classes, persons_of(released), [told(released[name]) for name in policy.sensitive])
    below = np.flatnonzero((k < policy.k) | (l < policy.l))
    return Measured(int(k.min()), int(l.min()) if policy.sensitive else None, int(classes.max()) + 1, different(persons_of(released)),
                    tuple(value.hex() for value in released["record_id"].take(pa.array(below[:SHOWN_IDS])).to_pylist()))


def raw_readings(released: pa.Table, policy: TablePolicy) -> tuple[str, ...]:
    """Ids of released records of an aggregated source whose value is no statistic: there must be none."""
    held = np.zeros(released.num_rows, bool)
    for (name, label), where in _labels(released).items():
        held[where] |= name == "value" and label in STATISTICS
    judged_by_k = _judged_rows(released, policy)
    held[judged_by_k] = True
    return tuple(value.hex() for value in released["record_id"].take(pa.array(np.flatnonzero(~held)[:SHOWN_IDS])).to_pylist())


def _judged_rows(released: pa.Table, policy: TablePolicy) -> np.ndarray:
    return np.flatnonzero(pc.invert(pc.is_in(released["source"], pa.array(sorted(policy.aggregate), pa.string()))).to_numpy())


def _labels(released: pa.Table) -> dict[tuple[str, str], np.ndarray]:
    """(column, level) -> the rows that bear the column at that level."""
    lists = released["generalised"].combine_chunks()
    rows, flat = np.asarray(pc.list_parent_indices(lists)), lists.flatten()
    pairs = pc.binary_join_element_wise(flat.field("field"), flat.field("level"), "\n")
    numbers = codes(pairs)
    return {tuple(pair.split("\n")): rows[numbers == number] for pair, number in zip(pairs.unique().to_pylist(), range(len(rows)))}


def sequence_uniqueness(table: pa.Table, columns: tuple[str, ...]) -> list[dict]:
    """Of the persons with so many records, how many have a run of that length that nobody else has. Dates count as months."""
    if not table.num_rows or not columns:
        return []
    months = {name: period(table[name].combine_chunks(), "month") if pa.types.is_date32(table[name].type) else table[name].combine_chunks()
              for name in columns}
    points, persons = joined(*(codes(values) for values in months.values())), persons_of(table)
    when = next((pc.fill_null(values.cast(pa.int32()), -1).to_numpy() for values in months.values() if pa.types.is_date32(values.type)), points)
    # Equal months in the order of their points' words: the same bytes whatever order the rows were stored in.
    order = np.lexsort((_ranks(months), when, persons))
    points, persons = points[order], persons[order]
    found, runs, here = [], points, np.arange(len(points))
    for length in LENGTHS:
        if length > 1:
            here = here[(here + length - 1 < len(points))]
            same = persons[here] == persons[here + length - 1]
            runs, here = runs[: len(here)][same], here[same]
            runs = joined(runs, points[here + length - 1]) if len(here) else runs
        owners = codes(persons[here]) if len(here) else np.zeros(0, np.int64)
        sole = distinct_within(runs, owners) == 1
        most = different(owners)
        alone = different(owners[sole])
        found.append({"length": length, "persons": most, "unique": alone, "share": round(alone / most, 4) if most else None})
    return found


def _ranks(columns: dict[str, pa.Array]) -> np.ndarray:
    """A number per row that sorts as its values do."""
    order = pc.sort_indices(pa.table(columns), [(name, "ascending") for name in columns]).to_numpy()
    found = joined(*(codes(values) for values in columns.values()))[order]
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.cumsum(np.diff(found, prepend=found[0]) != 0)
    return ranks


# -- cost ------------------------------------------------------------------------------------------------------------------

def utility(rows: Candidates, ks: tuple[int, ...] = KS) -> list[dict]:
    """What each k would cost: shares of rows suppressed and of values generalised, and the information each column keeps.

    Kept information is the mutual information of what was written and what leaves, over the entropy of what was written: 1
    where nothing is lost, 0 where nothing is left. A row that does not leave tells nothing.
    """
    size, made = rows.table.num_rows, []
    for k in ks if size and rows.quasi else ():
        level, leaves = recoded(rows, k)
        generalised, kept = {}, {}
        for at, one in enumerate(rows.quasi):
            generalised[one.name] = round(float((leaves & (level[:, at] > 0)).sum() / max(1, leaves.sum())), 4)
            after = np.where(leaves, one.codes[level[:, at], np.arange(size)].astype(np.int64) + 1, 0)
            kept[one.name] = _kept(one.codes[0], codes(after))
        made.append({"k": k, "suppressed": round(1 - float(leaves.mean()), 4), "generalised": generalised, "kept": kept})
    return made


def _kept(before: np.ndarray, after: np.ndarray) -> float:
    written = _entropy(before)
    return round((written + _entropy(after) - _entropy(joined(before.astype(np.int64), after))) / written, 4) if written > 1e-12 else 1.0


def _entropy(values: np.ndarray) -> float:
    shares = np.sort(np.bincount(values))[::-1] / len(values)
    shares = shares[shares > 0]
    return float(-(shares * np.log2(shares)).sum())


# -- the account -------------------------------------------------------------------------------------------------------------

def disclosure_report(released: Version, records: Version, policy: TablePolicy, items: pa.Table | None = None, ks: tuple[int, ...] = KS) -> dict:
    """Everything measured of one clean table, as plain JSON. `records` are its candidates, `items` the catalogue's words."""
    wanted = sorted({"record_id", "group_id", "source", "generalised", *policy.quasi, *policy.sensitive, *policy.sequence})
    table = released.read(wanted) if released.rows else None
    candidate_rows = read(records, policy)
    rows = judged(candidate_rows, policy, items)[1] if candidate_rows.num_rows else None
    found = measured(table, policy) if table is not None else Measured(None, None, 0, 0, ())
    labels = {pair: len(where) for pair, where in _labels(table).items()} if table is not None else {}
    generalised: dict[str, dict[str, int]] = {}
    for (name, level), number in sorted(labels.items()):
        generalised.setdefault(name, {})[level] = number
    counts = released.counts
    return {
        "asked": {"k": policy.k, "l": policy.l, "quasi": {name: list(ladder) for name, ladder in policy.quasi.items()},
                  "sensitive": list(policy.sensitive), "top": policy.top, "unique": policy.unique, "below": policy.below,
                  "aggregate": sorted(policy.aggregate)},
        "reached": {"k": found.k, "l": found.l, "classes": found.classes, "persons": found.persons},
        "below": list(found.below), "raw readings": list(raw_readings(table, policy)) if table is not None else [],
        "rows": {"in": counts["in"], "out": counts["out"], "left out": counts["left_out"], "merged": counts["merged"]},
        "generalised": generalised,
        "top-coded": {name: int(beyond.sum()) for name, beyond in (rows.tail.items() if rows else ())},
        "one of a kind": int(rows.alone.sum()) if rows else 0,
        "sequences": sequence_uniqueness(table, policy.sequence) if table is not None else [],
        "utility": utility(rows, ks) if rows else []}


def holds(report: dict) -> bool:
    """Whether what leaves is as alike as was asked, and no reading leaves that should have been put together with others."""
    return not report["below"] and not report["raw readings"]


def reports(lake: Lake) -> dict[str, dict]:
    """Mart -> the report of its visible clean table, as its check recorded it; only tables under disclosure control."""
    found = {}
    for table in lake.tables("clean/"):
        mart = table.split("/")[1]
        version = lake.find(table)
        verdict = version.verdicts.get(verdict_name(mart)) if version is not None else None
        if verdict:
            found[mart] = verdict["detail"]["report"]
    return found


def sentence(report: dict) -> str:
    """What company the rows of a table leave in, and what that does not hide, in one line."""
    asked, reached, rows = report["asked"], report["reached"], report["rows"]
    left = sum(rows["left out"].values())
    said = [f"{rows['out']:,} of {rows['in']:,} rows leave" + (f", {left:,} are left out" if left else "")]
    if reached["k"] is not None:
        said.append(f"every one alike with {reached['k']} persons or more (asked {asked['k']}), {reached['l']} values or more of what is sensitive (asked {asked['l']})")
    if report["sequences"]:
        longest = max(report["sequences"], key=lambda one: one["length"])
        said.append(f"yet {longest['share']:.0%} of the persons with {longest['length']} rows are the only ones with theirs")
    return "; ".join(said)


def in_words(report: dict) -> str:
    """What each k would cost, as a Markdown table."""
    names = list(report["asked"]["quasi"])
    lines = ["| k | rows suppressed | " + " | ".join(f"{name}: generalised / kept" for name in names) + " |", "|---:" * (len(names) + 2) + "|"]
    for row in report["utility"]:
        cells = [f"{row['generalised'][name]:.0%} / {row['kept'][name]:.2f}" for name in names]
        lines.append(f"| {row['k']} | {row['suppressed']:.1%} | " + " | ".join(cells) + " |")
    return "\n".join(lines) if report["utility"] else "No class to judge."
