"""The lake: the tables of one home, opened, and brought up to date by steps.

Belongs here: opening keys and zones. Not here: what a table is (`tables`), how rows are made (`derive`) or leave (`purging`).
"""

from pathlib import Path

import numpy as np

from assets.lake.derive import derive
from assets.lake.house import Home, House
from assets.lake.keys import open_keys
from assets.lake.purging import purge
from assets.lake.steps import Step
from assets.lake.storage import open_store
from assets.lake.tables import Tables
from assets.lake.versions import Version


class Lake(Tables):
    """The tables of one home. Open it with `Lake.open(home)`."""

    @staticmethod
    def open(home: Home | Path, house: House | None = None) -> "Lake":
        """Open keys and zones. Raises SetupError when a key is missing, a demonstration's or unreadable."""
        home = home if isinstance(home, Home) else Home.open(home, house.path if house else None)
        keys = open_keys(home.path, controller=home.house.controller, seed=home.house.seed, demonstration=home.demonstration)
        stores = {name: open_store(entry["url"], home.path, entry) for name, entry in home.house.zones().items()}
        return Lake(home, keys, stores)

    def derive(self, step: Step, *, reads: dict, writes: str, broadcast: dict | None = None, params: dict | None = None,
               checks: tuple[str, ...] = ()) -> Version:
        """Bring `writes` up to date with what it reads, computing only what is new. See `derive.derive`."""
        return derive(self, step, reads=reads, writes=writes, broadcast=broadcast or {}, params=params or {}, checks=checks)

    def purge(self, table: str, gone: np.ndarray) -> int:
        """Take the rows of these record ids out of every version of a table. See `purging.purge`."""
        return purge(self, table, gone)
