"""Keys of many texts, read part by part from a table that holds them packed.

Belongs here: reading (text, key) entries in bounded memory, and finding keys among others. Not here: what equal keys mean.
"""

from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa

from assets.lake import Version
from assets.lake.segments import finder, ids

Numbers = Callable[[pa.Array], np.ndarray]      # record ids -> the number of each text; -1 for one that does not count
Entries = tuple[np.ndarray, np.ndarray]         # texts (int64) and keys (uint64), one each per key that a text has
_SPREAD = np.uint64(20)                         # keys are hashes: these bits of them are as good as any


def numbers_of(known: np.ndarray) -> Numbers:
    """A function from record ids to their places among the distinct ids `known` (S16); -1 for any other."""
    find = finder(known)
    return lambda column: find(ids(column))


def parts_for(keys: int, memory: int) -> int:
    """Into how many parts so many keys are cut so that one, sorted with its owners, takes about `memory` bytes."""
    return 1 + 48 * keys // memory


def entries(version: Version, number: Numbers, column: str, parts: int) -> Iterator[Entries]:
    """The entries of a packed column, part by part: equal keys always share a part."""
    for part in range(parts):
        owners, keys = [np.empty(0, np.int64)], [np.empty(0, np.uint64)]
        for found, batch in numbered(version, number, [column]):
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


def likely(keys: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Places in `keys` of all that are wanted, and of a few that are not: a bit for each wanted one tells most of the others."""
    marks = np.zeros(1 << (8 * len(wanted)).bit_length(), bool)
    marks[_place(wanted, marks)] = True
    return np.flatnonzero(marks[_place(keys, marks)])


def _place(keys: np.ndarray, marks: np.ndarray) -> np.ndarray:
    return ((keys >> _SPREAD) & np.uint64(len(marks) - 1)).view(np.int64)


def numbered(version: Version, number: Numbers, columns: list[str]) -> Iterator[tuple[np.ndarray, pa.RecordBatch]]:
    """Batches of the records that count, and the number of each row."""
    for batch in version.batches(["record_id", *columns]):
        found = number(batch.column("record_id"))
        yield found[found >= 0], batch if (found >= 0).all() else batch.filter(pa.array(found >= 0))
