"""Purging: rows leave every version of every table at once, and no copy of them stays.

Belongs here: finding the segments that hold rows, named by a version or not, and letting go of them. Not here: which rows must go
(governance), rewriting a version (`tables`). Nothing is computed: a purge only subtracts, the next run makes what has changed.
"""

from collections.abc import Iterable

import numpy as np

from assets.lake.segments import finder, ids, read_segment
from assets.lake.storage import Store
from assets.lake.tables import Progress, Tables

ZONES_OF_TABLES = ("vault", "clean")
_WAITING = "pending/"

Place = tuple[Store, str]


def purge(lake: Tables, table: str, gone: np.ndarray) -> int:
    """Take the rows of `gone` (record ids, S16) out of a table: of what is seen, what waits, what was seen before and what a crash left.

    Rows and left-out rows leave alike, and the account stays conserved; a row that was merged into one of `gone` keeps its own.
    Returns how many of `gone` the table held. Where it held none nothing is written, and only record ids were read.
    """
    zone, vault = lake.store(lake.zone_of(table)), lake.store("vault")
    places = [(store, entry.path) for store, root in ((zone, table), (vault, f"{_WAITING}{table}")) for entry in store.list(f"{root}/segments")]
    return _purged(lake, table, places, gone)


def purge_all(lake: Tables, gone: np.ndarray, progress: Progress | None = None) -> dict[str, int]:
    """Take the rows of `gone` out of every table, and what no listing shows out of the zones of tables. Table -> how many of `gone` it held.

    Safe against a crash: running it again ends the same. Nobody may be writing tables meanwhile.
    """
    progress, found = progress or lake.progress, {}
    tables = stored_tables(lake)
    for number, (table, places) in enumerate(tables.items(), 1):
        if held := _purged(lake, table, places, gone):
            found[table] = held
        progress("tables purged", number, len(tables))
    for zone in ZONES_OF_TABLES:
        lake.store(zone).forget()
    return found


def stored_tables(lake: Tables) -> dict[str, list[Place]]:
    """Every table that has a segment anywhere, seen or not -> store and path of each of its segments, in name order."""
    tables: dict[str, list[Place]] = {}
    for zone in ZONES_OF_TABLES:
        store = lake.store(zone)
        for entry in store.list():
            folder, _, name = entry.path.rpartition("/segments/")
            if folder and "/" not in name and name.endswith(".parquet"):
                tables.setdefault(folder.removeprefix(_WAITING), []).append((store, entry.path))
    return dict(sorted(tables.items()))


def held(places: Iterable[Place], gone: np.ndarray) -> np.ndarray:
    """Which of `gone` (record ids, S16) have a row, or a left-out row, in segments: sorted, each once."""
    if not len(gone):
        return np.empty(0, "S16")
    find = finder(gone)
    found = [values[find(values) >= 0] for place in places for batch in read_segment(*place, ["record_id"]) for values in [ids(batch["record_id"])]]
    return np.unique(np.concatenate(found)) if found else np.empty(0, "S16")


def _purged(lake: Tables, table: str, places: list[Place], gone: np.ndarray) -> int:
    found = held(places, gone)
    if len(found):
        lake.subtract(table, found)
    return len(found)
