"""Tombstones: what was erased or objected to, and must not come back with the next delivery.

Belongs here: remembering and recognising. Not here: who may ask, or what an erasure reaches (governance).
The list holds MACs under the suppression key, so that it names nobody.
"""

import json

import pyarrow as pa
import pyarrow.compute as pc

from assets.lake.digest import ID, digest_of, mac_values
from assets.lake.storage import Store

FOLDER = "suppression"


class Tombstones:
    """Suppressed ids (record ids or subject ids), consulted at landing. Adding is idempotent and safe against a crash."""

    def __init__(self, store: Store, key: bytes):
        self._store, self._key = store, key
        self._known: pa.Array | None = None

    def add(self, ids: list[bytes], request: str, kind: str = "erasure") -> None:
        """Suppress ids for a numbered request. One immutable file per call, named by its content."""
        macs = sorted(value.hex() for value in mac_values(self._key, pa.array(ids, pa.binary())).to_pylist())
        body = json.dumps({"kind": kind, "request": request, "macs": macs}, sort_keys=True).encode()
        self._store.write(f"{FOLDER}/{digest_of(body)}.json", body)
        self._known = None

    def contains(self, ids: pa.Array) -> pa.Array:
        """Which of the ids are suppressed: (n,) bool; a null id is not."""
        known = self._load()
        if len(known) == 0 or len(ids) == 0:
            return pa.array([False] * len(ids))
        return pc.fill_null(pc.is_in(mac_values(self._key, ids.cast(pa.binary())), known), False)

    def digest(self) -> str:
        """Changes when the list does: part of what decides a landing."""
        return digest_of(*(entry.path for entry in self._store.list(FOLDER)))

    def _load(self) -> pa.Array:
        if self._known is None:
            macs = {value for entry in self._store.list(FOLDER) for value in json.loads(self._store.read(entry.path))["macs"]}
            self._known = pa.array(sorted(bytes.fromhex(value) for value in macs), ID)
        return self._known
