"""Ladders: the coarser values of a column, level by level.

Belongs here: what a value becomes at a level. Not here: which level a record needs (`recoding`).
A coarse value keeps its column's type: a month is its first day, 3,999.50 to two digits is 3,900, an item is its category.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.privacy.disclosure.classes import codes
from assets.privacy.disclosure.policy import ANY, ITEM_LEVELS

AS_WRITTEN = ""
_SPAN = {"day": ("day", 1), "week": ("week", 1), "month": ("month", 1), "quarter": ("quarter", 1), "year": ("year", 1), "decade": ("year", 10)}


def at_level(table: pa.Table, column: str, level: str, items: pa.Table | None = None) -> pa.Array:
    """A column's values at a level; `items` has `code` and what the catalogue says of it. Same type, same rows."""
    values = table[column].combine_chunks()
    if level == AS_WRITTEN:
        return values
    if level == ANY:
        return pa.nulls(len(values), values.type)
    if pa.types.is_date32(values.type):
        return period(values, level)
    if level.endswith(("digit", "digits")):
        return shortened(values, int(level.split()[0]))
    if level.startswith("first "):
        return pc.utf8_slice_codeunits(values, 0, int(level.split()[1]))
    if column == "item_code" and level in ITEM_LEVELS:
        return _of_item(values, level, items)
    return table[level].combine_chunks()


def period(days: pa.Array, level: str) -> pa.Array:
    """The first day of each date's week, month, quarter, year or decade."""
    unit, multiple = _SPAN[level]
    return pc.floor_temporal(days, multiple=multiple, unit=unit).cast(pa.date32())


def shortened(values: pa.Array, digits: int, how=np.trunc) -> pa.Array:
    """Numbers to so many significant digits: the end of their band that is nearer to zero, so that bands lie within bands."""
    plain = pc.fill_null(values, 0).to_numpy(zero_copy_only=False).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        power = np.floor(np.log10(np.abs(plain))) - digits + 1
        usual = np.isfinite(power) & (np.abs(power) < 300)
        power = np.where(usual, power, 0.0)
        scale = 10.0 ** np.abs(power)       # a whole power of ten is exact where its inverse is not
        near = np.round(np.where(power < 0, plain * scale, plain / scale), 6)       # 0.29 * 100 is 28.999999999999996
        short = np.where(power < 0, how(near) / scale, how(near) * scale)
    return pa.array(np.where(usual, short, plain), mask=np.asarray(values.is_null())).cast(values.type)


def _of_item(item_codes: pa.Array, level: str, items: pa.Table | None) -> pa.Array:
    if items is None or not items.num_rows:
        return pa.nulls(len(item_codes), item_codes.type)
    # A code that two catalogues explain takes the lower word: never the order of rows.
    known = items.select(["code", level]).drop_null().sort_by([("code", "ascending"), (level, "ascending")])
    first = np.flatnonzero(_changes(codes(known["code"])))
    known = known.take(pa.array(first))
    return known[level].combine_chunks().take(pc.index_in(item_codes, known["code"].combine_chunks()))


def _changes(found: np.ndarray) -> np.ndarray:
    """Where a sorted column's codes differ from the row before."""
    return np.concatenate([[True], found[1:] != found[:-1]]) if len(found) else np.zeros(0, bool)
