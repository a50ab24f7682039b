"""Which records are alike, how many persons stand behind them, and how their sensitive values differ.

Belongs here: the measures, over whole columns. Not here: making records more alike (`recoding`).
A class is the set of records with equal quasi-identifiers; its k counts persons, not rows: ten purchases of one client
are one person. Whose a record is says its group: a subject where it has one, else what it belongs to. Records of nobody known
count as one person together: they may all be one's.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def codes(values: pa.Array | pa.ChunkedArray | np.ndarray) -> np.ndarray:
    """A number per row, from 0, equal for equal values; nulls equal each other. (n,) -> (n,) int64."""
    values = pa.array(values) if isinstance(values, np.ndarray) else values
    values = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    found = pc.dictionary_encode(values, null_encoding="encode")
    return np.asarray(found.indices).astype(np.int64)


def told(values: pa.Array | pa.ChunkedArray) -> np.ndarray:
    """Like `codes`, but -1 for null: what is not said is no value among others."""
    return np.where(np.asarray(values.is_valid()), codes(values), -1)


def joined(*columns: np.ndarray) -> np.ndarray:
    """A number per row, equal where all the columns' codes are equal. No column: all rows are alike."""
    together = columns[0]
    for column in columns[1:]:
        together = codes(together * (int(column.max(initial=0)) + 1) + column)
    return together


def persons_of(table: pa.Table) -> np.ndarray:
    """A number per row: whose it is."""
    return codes(table["group_id"])


def different(values: np.ndarray) -> int:
    """How many different codes there are."""
    return int(np.count_nonzero(np.bincount(values))) if len(values) else 0


def distinct_within(classes: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Per row, how many different values its class holds; a negative code is none. Both (n,) codes."""
    if not len(classes):
        return np.zeros(0, np.int64)
    width = int(values.max(initial=0)) + 1
    pairs = np.asarray(pa.array((classes * width + values)[values >= 0]).unique())
    return np.bincount(pairs // width, minlength=int(classes.max()) + 1)[classes]


def reached(classes: np.ndarray, persons: np.ndarray, sensitive: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Per row, the k and the l of its class: persons, and different values of the least diverse sensitive column; where none is said, one."""
    k = distinct_within(classes, persons)
    different = [distinct_within(classes, values) for values in sensitive]
    return k, np.maximum(np.minimum.reduce(different), 1) if different else k
