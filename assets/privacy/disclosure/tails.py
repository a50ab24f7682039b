"""What identifies by itself: values far out in a tail, and things that hardly anybody has.

Belongs here: finding them and cutting tails. Not here: coarsening the rest (`recoding`).
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.privacy.disclosure.classes import codes, distinct_within, joined

TOP = "top"                 # the level of a value that was cut
DIGITS = 2                  # of a limit found as a quantile: one new record hardly ever moves it
# Numbers are compared with their like only: a price within its currency, a reading within its signal and unit.
_LIKE = {"price": ("currency",), "value": ("event_type", "unit")}


def cut(table: pa.Table, column: str, limit: float) -> tuple[pa.Array, np.ndarray]:
    """The column with both tails cut (a refund is as telling as a price), and which rows were.

    A `limit` below 1 is the share of magnitudes that stay as they are, of few values all but the greatest; from 1 on it is the greatest that does.
    """
    values = table[column].combine_chunks()
    plain = pc.fill_null(values, 0).to_numpy(zero_copy_only=False).astype(np.float64)
    size = np.abs(plain)
    if limit < 1:
        like = [codes(table[name]) for name in _LIKE.get(column, ()) if name in table.column_names]
        most = _quantile(size, joined(*like) if like else np.zeros(len(size), np.int64), np.asarray(values.is_valid()), limit)
    else:
        most = np.full(len(size), limit)
    beyond = size > most
    return pa.array(np.where(beyond, np.copysign(most, plain), plain), mask=np.asarray(values.is_null())).cast(values.type), beyond


def _quantile(size: np.ndarray, like: np.ndarray, valid: np.ndarray, share: float) -> np.ndarray:
    """Per row, the quantile of its like (nearest rank), rounded up to two digits; no limit where there is no number."""
    most = np.full(len(size), np.inf)
    rows = np.flatnonzero(valid & np.isfinite(size))
    if not len(rows):
        return most
    order = rows[np.lexsort((size[rows], like[rows]))]
    starts = np.flatnonzero(np.diff(like[order], prepend=-1))
    counts = np.diff(np.append(starts, len(order)))
    rank = np.minimum(np.ceil(share * counts).astype(np.int64), np.maximum(counts - 1, 1))
    found = size[order[starts + rank - 1]]
    power = 10.0 ** (np.floor(np.log10(np.maximum(found, 1e-300))) - DIGITS + 1)
    found = np.maximum(np.round(np.ceil(np.round(found / power, 6)) * power, 9), found)
    most[order] = np.repeat(found, counts)
    return most


def held_by_few(values: pa.ChunkedArray, persons: np.ndarray, most: int) -> np.ndarray:
    """Which rows name a thing that at most so many persons have."""
    return (distinct_within(codes(values), persons) <= most) & np.asarray(values.combine_chunks().is_valid())
