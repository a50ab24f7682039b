"""Tombstones: what was erased and must not come back with the next delivery: ids, and the values that name a person.

Belongs here: remembering and recognising. Not here: who may ask, or what an erasure reaches (governance), where a value stands (striking).
The list holds MACs under the suppression key, so that it names nobody.
"""

import json
from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from assets.lake.digest import ID, digest_of, mac_values
from assets.lake.storage import Store
from assets.lake.striking import Striker, everywhere, forms

FOLDER = "suppression"
ERASURE, VALUES = "erasure", "values"


class Tombstones:
    """Suppressed ids (record ids or subject ids) and values, consulted at landing. Adding is idempotent and safe against a crash."""

    def __init__(self, store: Store, key: bytes):
        self._store, self._key = store, key
        self._known: tuple[pa.Array, Striker] | None = None

    def add(self, ids: Iterable[bytes], request: str, kind: str = ERASURE) -> None:
        """Suppress ids for a numbered request. One immutable file per call, named by its content."""
        macs = sorted(value.hex() for value in mac_values(self._key, pa.array(list(ids), pa.binary())).to_pylist())
        self._keep({"kind": kind, "request": request, "macs": macs})

    def add_values(self, values: Iterable[str], request: str) -> list[int]:
        """Suppress what names an erased person: full name, e-mail, telephone, address, client number, card.

        Written in the order it is given, so a name that is also written the other way round is two values. Returns the positions
        of values that are too short to be told from other words (under 4 letters, or under 7 digits alone): they are not suppressed.
        """
        runs, numbers, short = set(), set(), []
        for position, value in enumerate(values):
            found, number = forms(self._key, value)
            runs |= {(rare.hex(), place, size, run.hex()) for rare, place, size, run in found}
            numbers |= {(size, one.hex()) for size, one in number}
            if not found and not number:
                short.append(position)
        if runs or numbers:
            self._keep({"kind": VALUES, "request": request, "runs": sorted(runs), "numbers": sorted(numbers)})
        return short

    def contains(self, ids: pa.Array) -> pa.Array:
        """Which of the ids are erased: (n,) bool; a null id is not."""
        known, _ = self._load()
        if len(known) == 0 or len(ids) == 0:
            return pa.array([False] * len(ids), pa.bool_())
        return pc.fill_null(pc.is_in(mac_values(self._key, ids.cast(pa.binary())), known), False)

    def strike(self, text: str) -> str:
        """The text with every suppressed value replaced by "[erased]"; what else it says stays byte for byte."""
        _, striker = self._load()
        return striker.strike(text) if striker else text

    def struck(self, text: str) -> bool:
        """Whether a suppressed value stands in the text."""
        return self.strike(text) != text

    def strike_all(self, value: Any) -> Any:
        """A JSON value, nested or not, with everything in it struck."""
        _, striker = self._load()
        return everywhere(value, striker.strike) if striker else value

    @property
    def empty(self) -> bool:
        """Whether nothing was ever erased here, so that nothing need be looked at."""
        known, striker = self._load()
        return not len(known) and not striker

    def digest(self) -> str:
        """Changes when the list does: part of what decides a landing."""
        return digest_of(*(entry.path for entry in self._store.list(FOLDER)))

    def _keep(self, body: dict[str, Any]) -> None:
        data = json.dumps(body, sort_keys=True).encode()
        self._store.write(f"{FOLDER}/{digest_of(data)}.json", data)
        self._known = None

    def _load(self) -> tuple[pa.Array, Striker]:
        if self._known is None:
            ids, runs, numbers = set(), set(), set()
            for entry in self._store.list(FOLDER):
                body = json.loads(self._store.read(entry.path))
                if body["kind"] == ERASURE:
                    ids.update(body["macs"])
                elif body["kind"] == VALUES:
                    runs |= {(bytes.fromhex(rare), place, size, bytes.fromhex(run)) for rare, place, size, run in body["runs"]}
                    numbers |= {(size, bytes.fromhex(one)) for size, one in body["numbers"]}
            self._known = pa.array(sorted(map(bytes.fromhex, ids)), ID), Striker(self._key, runs, numbers)
        return self._known
