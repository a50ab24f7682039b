"""The search after an erasure: everything in every zone, undressed and read.

Belongs here: walking the zones, and what was read. Not here: undressing (`privacy.evidence.leaks`), what is looked for.
"""

import hashlib
from collections.abc import Callable

from assets.lake import Lake
from assets.lake.house import ZONES
from assets.privacy.evidence.leaks import spelled, undressed

SHOWN = 20              # places told of those where something stands


def search(lake: Lake, stands: Callable[[str], bool]) -> dict:
    """Look for something in every object of every zone, and in their names: {"objects", "bytes", "found", "where", "digest"}.

    `where` names at most SHOWN places, by object and column; `digest` is over the hashes of all that was read.
    """
    objects = size = found = 0
    where: list[str] = []
    read = hashlib.sha256()
    every = [(zone, entry) for zone in ZONES for entry in lake.store(zone).list()]
    for done, (zone, entry) in enumerate(every, 1):
        name, data = f"{zone}/{entry.path}", lake.store(zone).read(entry.path)
        objects, size = objects + 1, size + len(data)
        read.update(f"{name} {hashlib.sha256(data).hexdigest()}\n".encode())
        places = {place for place, text in undressed(name, data) if stands(text)} | {f"the name of an object in {zone}" for told in spelled(entry.path) if stands(told)}
        found += len(places)
        where += sorted(places)[:SHOWN - len(where)]
        lake.progress("searching all that is stored", done, len(every))
    return {"objects": objects, "bytes": size, "found": found, "where": where, "digest": read.hexdigest()}

