"""Keys of many texts, read part by part from a table that holds them packed.

Belongs here: reading (text, key) entries in bounded memory, and finding keys among others. Not here: what equal keys mean.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from assets.lake import Version
from assets.lake.segments import finder, ids

Numbers = Callable[[pa.Array], np.ndarray]      # record ids -> the number of each text; -1 for one that does not count
Entries = tuple[np.ndarray, np.ndarray]         # texts (int64) and keys (uint64), one each per key that a text has
AT_ONCE = 65_536                                # keys looked at together: few enough to stay near the processor
_SPREAD = np.uint64(20)                         # keys are hashes: these bits of them are as good as any


def numbers_of(known: np.ndarray) -> Numbers:
    """A function from record ids to their places among the distinct ids `known` (S16); -1 for any other."""
    find = finder(known)
    return lambda column: find(ids(column))


def parts_for(keys: int, memory: int) -> int:
    """Into how many parts so many keys are cut so that one, sorted with its owners, takes about `memory` bytes."""
    return 1 + 48 * keys // memory


@dataclass(frozen=True)
class Rows:
    """The rows of a table that count, and the number of each: looked up once for all columns that are read."""

    version: Version
    numbers: np.ndarray         # int64, of every row as it is stored; -1 for one that does not count

    @staticmethod
    def of(version: Version, number: Numbers) -> "Rows":
        numbers = [number(batch.column("record_id")) for batch in version.batches(["record_id"])]
        return Rows(version, np.concatenate([np.empty(0, np.int64), *numbers]))

    def batches(self, columns: list[str]) -> Iterator[tuple[np.ndarray, pa.RecordBatch]]:
        """The columns, batch by batch, and the number of each row."""
        start = 0
        for batch in self.version.batches(columns):
            found = self.numbers[start: start + batch.num_rows]
            start += batch.num_rows
            count = found >= 0
            yield (found, batch) if count.all() else (found[count], batch.filter(pa.array(count)))

    def entries(self, column: str, parts: int) -> Iterator[Entries]:
        """The entries of a packed column, part by part: equal keys always share a part."""
        for part in range(parts):
            owners, keys = [np.empty(0, np.int64)], [np.empty(0, np.uint64)]
            for found, batch in self.batches([column]):
                whose, values = unpacked(batch.column(column), found)
                here = (values >> _SPREAD) % np.uint64(parts) == part if parts > 1 else slice(None)
                owners.append(whose[here])
                keys.append(values[here])
            yield np.concatenate(owners), np.concatenate(keys)


def unpacked(column: pa.Array, owners: np.ndarray) -> Entries:
    """The keys of a packed array, and of each the owner of its row."""
    offsets = np.frombuffer(column.buffers()[1], np.int32)[column.offset: column.offset + len(column) + 1]
    data = column.buffers()[2]
    keys = np.frombuffer(data if data is not None else b"", "<u8", count=(offsets[-1] - offsets[0]) // 8, offset=offsets[0] if data is not None else 0)
    return np.repeat(owners, np.diff(offsets) // 8), keys


def matches(keys: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places in `keys` of those that stand in `wanted` (distinct), and of each which one it is: int64, in no order.

    A table by some of a key's bits holds one wanted key a place; what meets another one there is looked for among those that found their place taken.
    """
    here, which = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    table = np.full(1 << (8 * len(wanted)).bit_length(), -1)
    place = _place(wanted, table)
    table[place] = np.arange(len(wanted))
    late = np.flatnonzero(table[place] != np.arange(len(wanted)))
    late = late[np.argsort(wanted[late])]
    for start in range(0, len(keys), AT_ONCE) if len(wanted) else ():
        some = keys[start: start + AT_ONCE]
        held = table[_place(some, table)]
        same = wanted[held] == some         # an empty place, -1, says the last one, which has a place of its own
        found = np.flatnonzero(same)
        here.append(start + found)
        which.append(held[found])
        if len(late):
            other = np.flatnonzero((held >= 0) & ~same)
            held = late[np.minimum(np.searchsorted(wanted[late], some[other]), len(late) - 1)]
            same = wanted[held] == some[other]
            here.append(start + other[same])
            which.append(held[same])
    return np.concatenate(here), np.concatenate(which)


def _place(keys: np.ndarray, table: np.ndarray) -> np.ndarray:
    return ((keys >> _SPREAD) & np.uint64(len(table) - 1)).view(np.int64)
