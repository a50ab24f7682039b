"""Which of several sightings of one record stands, and what becomes of the others. Pure.

Belongs here: sighting, revision, erasure over arrays of ids. Not here: where the arrays come from (run).
"""

from dataclasses import dataclass

import numpy as np

BASE, NEW, LOST = 0, 1, 2       # a row of the table, a row just read, a row known only from the account

SIGHTING = "seen again with the same content"
REVISED = "superseded by a newer delivery of the same record"
CONTRADICTED = "another file of the same landing holds the record with other content"
REPLACED = "superseded: the newer delivery of its file does not hold it"
ERASED = "erased, or objected to"


@dataclass
class Candidates:
    """Every sighting of every record: (n,) arrays. `rank` orders deliveries, newest highest; `live` says that the object
    has not been replaced by a newer delivery of its file."""
    ids: np.ndarray         # S16
    macs: np.ndarray        # S16, the row's content
    rank: np.ndarray        # int64, no two objects alike
    delivery: np.ndarray    # int64, the landing that brought the object
    live: np.ndarray        # bool
    erased: np.ndarray      # bool
    origin: np.ndarray      # BASE, NEW or LOST


@dataclass
class Resolved:
    wins: np.ndarray        # bool: this sighting is the record
    merged: np.ndarray      # bool: same content as the record that stands
    reason: np.ndarray      # object: why it is not the record; "" where it is


def resolve(found: Candidates) -> Resolved:
    """The newest live sighting decides what a record says; among those that say it, a row already stored stands.

    Deliveries decide, never the order of files or rows.
    """
    size = len(found.ids)
    wins, merged, reason = np.zeros(size, bool), np.zeros(size, bool), np.full(size, "", object)
    if not size:
        return Resolved(wins, merged, reason)
    unique, group = np.unique(found.ids, return_inverse=True)
    may = found.live & ~found.erased
    # The newest live sighting of each record.
    order = np.lexsort((-found.rank, ~may, group))
    heads = order[np.r_[True, group[order][1:] != group[order][:-1]]]
    decided = may[heads]
    says = found.macs[heads]
    same = decided[group] & (found.macs == says[group])
    # Of the sightings with that content: stored before read before merely known.
    order = np.lexsort((-found.rank, found.origin, ~(same & may), group))
    heads = order[np.r_[True, group[order][1:] != group[order][:-1]]]
    wins[heads[decided]] = True
    merged = same & ~wins & ~found.erased
    reason[found.erased] = ERASED
    left = ~wins & ~merged & ~found.erased
    reason[merged] = SIGHTING
    newest = found.delivery[order[np.r_[True, group[order][1:] != group[order][:-1]]]]
    reason[left & decided[group]] = REVISED
    reason[left & decided[group] & found.live & (found.delivery == newest[group])] = CONTRADICTED
    reason[left & ~decided[group]] = REPLACED
    return Resolved(wins, merged, reason)
