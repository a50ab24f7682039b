"""The acceptance sample: which records a person reads before a release is let go, and what their marks say of all the others.

Belongs here: what a house asks for, the stratified draw, the share that leaks with its upper bound, the verdict.
Not here: the file that travels (`sheet`), keeping marks (`marks`), refusing a release (governance).

Strata are source x language x with or without replacements. Within a stratum the draw is simple random, ordered by a MAC under
the release's root: nobody can know it before the records are fixed, and anybody can draw it again. A larger sample holds the
smaller one. The bound is that of Fay and Feuer (Statistics in Medicine 16, 1997, 791-801) for weighted sums of rare counts: with
nothing found it is 3 times the largest weight, so 3/n where every record stands for equally many.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.lake import ContractError, House
from assets.lake.digest import ID, mac_values
from assets.lake.segments import ids

FILE, KEY = "policies/privacy.yaml", "acceptance"
CONFIDENCE = 0.95           # one-sided: the true share lies above the bound in one release of twenty
LEAST = 2                   # of every stratum, however small
LEAK, FINE, OVER = "leak", "fine", "over-redacted"
MARKS = (LEAK, FINE, OVER)
PASSED, FAILED, NOT_KNOWN, NOT_MEASURED, NO_LIMIT = "passed", "failed", "not known", "not measured", "measured, no limit set"
# Who looked. Only the first is a person's verdict; the others stand in for one in a demonstration.
READ, TRUTH, UNREAD = "read by a person", "read by no person: compared with what was planted", "read by no person: searched by a program"

POPULATION = pa.schema([("record_id", ID), ("source", pa.string()), ("language", pa.string()), ("kind", pa.string()), ("redacted", pa.bool_())])
DRAWN = pa.schema([("record_id", ID), ("stratum", pa.string()), ("stands_for", pa.float64())])
_NOT_FREE = ("item", "concept", "supply", "transaction", "media")      # words of the trade: little room for a person


@dataclass(frozen=True)
class Wanted:
    """What a house asks of its acceptance sample: how many records, and the largest shares it bears (as upper bounds)."""

    sample: int = 200
    leak: float = 0.03
    over_redaction: float = 0.10


def wanted(house: House) -> Wanted | None:
    """The house's wish; None when it has none. Raises ContractError when it cannot be read as one."""
    policy = house.yaml(FILE)
    if KEY not in policy:
        return None
    given, path = policy[KEY], house.path / FILE
    if not isinstance(given, dict):
        raise ContractError(f"{path}: field '{KEY}' must hold settings such as 'sample: 200' and 'leak: 0.03'.")
    for name, value in given.items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if name not in Wanted.__dataclass_fields__:
            raise ContractError(f"{path}: field '{KEY}.{name}' is not known; the settings are {', '.join(Wanted.__dataclass_fields__)}.")
        if name == "sample" and not (isinstance(value, int) and number and value >= 1):
            raise ContractError(f"{path}: field '{KEY}.sample' must be a whole number of records, 1 or more.")
        if name != "sample" and not (number and 0 < value <= 1):
            raise ContractError(f"{path}: field '{KEY}.{name}' must be a share above 0 and at most 1, such as 0.03.")
    return Wanted(**given)


# -- the draw -------------------------------------------------------------------------------------------------------------

def draw(population: pa.Table, root: str, size: int) -> pa.Table:
    """The sample of a release: DRAWN rows in the order of their strata, each with how many records it stands for.

    `population` has one POPULATION row per record and `root` is the release's. About `size` records are drawn (the smallest
    strata bring a few more), or all there are.
    """
    if not population.num_rows:
        return DRAWN.empty_table()
    labels, codes = _strata(population)
    sizes = np.bincount(codes)
    _, first = np.unique(codes, return_index=True)
    taken = allocated(sizes, _risks(population.take(pa.array(first))), size)
    lots = ids(mac_values(bytes.fromhex(root), population["record_id"].combine_chunks().cast(pa.binary())))
    order = np.lexsort((lots, codes))
    place = np.arange(len(order)) - (np.cumsum(sizes) - sizes)[codes[order]]      # of each record within its stratum
    chosen = order[place < taken[codes[order]]]
    weights = (sizes / taken)[codes[chosen]]
    return pa.table({"record_id": population["record_id"].take(pa.array(chosen)), "stratum": pa.array(labels[codes[chosen]].tolist(), pa.string()),
                     "stands_for": pa.array(weights, pa.float64())}, schema=DRAWN)


def _strata(population: pa.Table) -> tuple[np.ndarray, np.ndarray]:
    """The names of the strata in order, and the number of each record's."""
    redacted = pc.if_else(population["redacted"], "with replacements", "without replacements")
    names = pc.binary_join_element_wise(population["source"], pc.fill_null(population["language"], "no language"), redacted, ", ")
    encoded = names.combine_chunks().dictionary_encode()
    labels, numbers = np.unique(np.array(encoded.dictionary.to_pylist(), object), return_inverse=True)
    return labels, numbers[encoded.indices.to_numpy()]


def allocated(sizes: np.ndarray, risks: np.ndarray, size: int) -> np.ndarray:
    """How many to draw of each stratum: by its size times its risk, at least LEAST, at most all. Whole numbers throughout.

    What a full stratum cannot give, the others give. The least of small strata comes on top: it makes no other record heavier.
    """
    mass, full = sizes * risks, np.zeros(len(sizes), bool)
    while not full.all():
        left, total = max(0, size - int(sizes[full].sum())), int(mass[~full].sum())
        share = -(-left * mass // total)
        more = ~full & (share >= sizes)
        if not more.any():
            return np.where(full, sizes, np.minimum(sizes, np.maximum(share, LEAST)))
        full |= more
    return sizes


def _risks(strata: pa.Table) -> np.ndarray:
    """In quarters: free text, people talking, and records in which nothing was found are each read more often."""
    kind, redacted = strata["kind"], strata["redacted"]
    free = ~np.isin(np.array(kind.to_pylist(), object), _NOT_FREE)
    return 4 + free + np.array(pc.fill_null(pc.equal(kind, "dialogue"), False)) + ~np.array(redacted)


# -- what the marks say ---------------------------------------------------------------------------------------------------

def share(strata: Iterable[tuple[float, int, int]]) -> tuple[float, float]:
    """The weighted share of hits and its 95 % upper bound, from (records each stands for, read, hits) per stratum.

    A stratum that was read whole is known and adds no doubt.
    """
    strata = [one for one in strata if one[1]]
    total = sum(weight * read for weight, read, _ in strata)
    if not total:
        return 0.0, 1.0
    known = sum(hits for weight, _, hits in strata if weight == 1) / total
    drawn = [(weight / total, hits) for weight, _, hits in strata if weight != 1]
    found = sum(weight * hits for weight, hits in drawn)
    if not drawn:
        return known, known
    from scipy.special import gammaincinv

    heaviest, spread = max(weight for weight, _ in drawn), sum(weight * weight * hits for weight, hits in drawn)
    mean, variance = found + heaviest, spread + heaviest * heaviest
    upper = known + float(gammaincinv(mean * mean / variance, CONFIDENCE)) * variance / mean
    return known + found, min(1.0, upper)


def account(marks: Iterable[Mapping[str, Any]], asked: Wanted | None) -> dict:
    """What a release's marks say, against what the house asks: counts, shares, bounds and one verdict. No record, no value.

    A record leaks when any of its places does; one that leaks is not counted as over-redacted too.
    """
    records: dict[bytes, dict] = {}
    for row in marks:
        one = records.setdefault(row["marked"], {"stratum": row["stratum"], "stands_for": row["stands_for"], "said": set()})
        one["said"].add(row["mark"])
        basis, by, demonstration = row["basis"], row["reviewer"], row["demonstration"]
    limit = asked and {"sample": asked.sample, "leak": asked.leak, "over_redaction": asked.over_redaction}
    if not records:
        return {"sample": asked and asked.sample, "marked": 0, "leaks": None, "leak_share": None, "leak_upper": None, "over_redacted": None,
                "over_share": None, "over_upper": None, "limit": limit, "verdict": NOT_KNOWN if asked else NOT_MEASURED,
                "demonstration": False, "basis": None, "by": None}
    leaks, leak_share, leak_upper = _counted(records, lambda said: LEAK in said)
    over, over_share, over_upper = _counted(records, lambda said: OVER in said and LEAK not in said)
    everything = round(sum(one["stands_for"] for one in records.values()))
    if basis == UNREAD or asked and len(records) < min(asked.sample, everything):
        verdict = NOT_KNOWN
    elif asked is None:
        verdict = NO_LIMIT
    else:
        verdict = PASSED if leak_upper <= asked.leak and over_upper <= asked.over_redaction else FAILED
    return {"sample": len(records), "marked": len(records), "leaks": leaks, "leak_share": leak_share, "leak_upper": leak_upper,
            "over_redacted": over, "over_share": over_share, "over_upper": over_upper, "limit": limit, "verdict": verdict,
            "demonstration": demonstration, "basis": basis, "by": by}


def _counted(records: dict[bytes, dict], hit) -> tuple[int, float, float]:
    strata: dict[str, list] = {}
    for one in records.values():
        tally = strata.setdefault(one["stratum"], [one["stands_for"], 0, 0])
        tally[1] += 1
        tally[2] += hit(one["said"])
    found, upper = share(tuple(tally) for _, tally in sorted(strata.items()))
    return sum(tally[2] for tally in strata.values()), round(found, 6), round(upper, 6)
