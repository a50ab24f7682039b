"""What an erasure reaches: the records about a person, those that name them, what was made of them, and where all of it went.

Belongs here: finding record ids, in the vault. Not here: removing anything (`stages`), telling it (`plan`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pyarrow.compute as pc

from assets.governance import subject_index
from assets.lake import Lake
from assets.lake.purging import Place, held, stored_tables
from assets.lake.segments import footer_schema, ids, members, read_segment
from assets.lake.striking import Striker, forms
from orchestration.verbs.erasure.values import Named, strings, values_of

FINGERPRINTS, NEAR, LABELS, MATCHES = "annotations/fingerprints", "annotations/near_duplicates", "warehouse/labels", "privacy/matches"
SETTINGS = ("landing/contracts",)          # raw tables that hold what the house says, not what arrived
NEARLY = 0.8            # Jaccard from which two texts count as the same story
_NONE = np.empty(0, "S16")


@dataclass(frozen=True)
class Scope:
    """Record ids ((n,) S16) by why they leave. `mentions` come back scrubbed again; the others never."""

    about: dict[str, np.ndarray]            # raw records about the person, by landing table
    mentions: dict[str, np.ndarray]         # raw records about others that name them
    labels: np.ndarray                      # labels given to their records
    children: np.ndarray                    # records made from theirs
    twins: np.ndarray                       # records about nobody that tell the same
    kept: np.ndarray                        # records about others that tell the same: not touched, but told
    named: Named = field(repr=False)

    @property
    def lasting(self) -> np.ndarray:
        """What must never come back."""
        return np.unique(np.concatenate([_joined(self.about), self.labels, self.children, self.twins]))

    @property
    def gone(self) -> np.ndarray:
        """What leaves every table and every release now."""
        return np.unique(np.concatenate([self.lasting, _joined(self.mentions)]))


def scope_of(lake: Lake, subjects: np.ndarray, values: tuple[tuple[str, str], ...] = ()) -> Scope:
    """The scope of people ((n,) S16), and of values that name somebody of whom no record is.

    Reads every raw text once, since a mention may stand anywhere. Nothing found is an empty scope.
    """
    about = subject_index.about(lake, subjects, everywhere=True) if len(subjects) else {}
    theirs = _joined(about)
    named = values_of(lake, about)
    named = Named(tuple(sorted({*named.values, *values})), named.shared)
    labels, children = _labels(lake, theirs), _children(lake, theirs)
    twins, kept = _twins(lake, np.concatenate([theirs, children]))
    lasting = np.unique(np.concatenate([theirs, labels, children, twins]))
    mentions = {}
    resolved, stands = _resolved(lake, subjects), standing(lake, named.values)
    for table, places in raw_tables(lake).items():
        found = np.union1d(holding(places, stands), held(places, resolved))
        found = found[~members(found, lasting)]
        if len(found):
            mentions[table] = found
    return Scope(about, mentions, labels, children, twins, kept, named)


def raw_tables(lake: Lake) -> dict[str, list[Place]]:
    """The tables of raw records, seen or waiting, and their segments; without books and what the house says of its sources."""
    return {table: places for table, places in stored_tables(lake).items()
            if table.startswith("landing/") and not table.endswith(".files") and table not in SETTINGS}


def standing(lake: Lake, values: tuple[tuple[str, str], ...]) -> Callable[[str], bool]:
    """Whether one of the values stands in a text, as it will be struck out of it."""
    found = [forms(lake.keys.suppression, value) for _, value in values]
    striker = Striker(lake.keys.suppression, *([one for part in found for one in part[which]] for which in (0, 1)))
    return lambda text: striker.strike(text) != text


def holding(places: list[Place], stands: Callable[[str], bool]) -> np.ndarray:
    """Ids (S16) of the rows of segments in whose strings one of the values stands, each once."""
    found = [_NONE]
    for place in places:
        for batch in read_segment(*place):
            pieces = list(strings(batch))
            if pieces and stands("\n\n".join(text for _, text in pieces)):
                found.append(ids(batch["record_id"])[sorted({row for row, text in pieces if stands(text)})])
    return np.setdiff1d(np.concatenate(found), [b""])       # what could not even be identified has no id


# -- inside ----------------------------------------------------------------------------------------------------------------

def _joined(by_table: dict[str, np.ndarray]) -> np.ndarray:
    return np.unique(np.concatenate([_NONE, *by_table.values()]))


def _resolved(lake: Lake, subjects: np.ndarray) -> np.ndarray:
    """Records in which a known value was resolved to one of the people."""
    version, found = lake.find(MATCHES), [_NONE]
    for batch in version.batches(["record_id", "values"]) if version is not None and version.rows and len(subjects) else ():
        values = batch["values"]
        people, owners = ids(pc.struct_field(values.flatten(), "subject_id")), pc.list_parent_indices(values).to_numpy()
        found.append(ids(batch["record_id"])[np.unique(owners[members(people, subjects)])])
    return np.unique(np.concatenate(found))


def _labels(lake: Lake, targets: np.ndarray) -> np.ndarray:
    version, found = lake.find(LABELS), [_NONE]
    for batch in version.batches(["record_id", "target_record_id"]) if version is not None and version.rows else ():
        found.append(ids(batch["record_id"])[members(ids(batch["target_record_id"]), targets)])
    return np.concatenate(found)


def _children(lake: Lake, parents: np.ndarray) -> np.ndarray:
    """Records made from these, and from those, over every table that names parents."""
    links = [_NONE], [_NONE]
    for table in lake.tables():
        version = lake.read(table)
        if "parents" not in version.schema.names:
            continue
        for batch in version.batches(["record_id", "parents"]):
            links[0].append(ids(batch["record_id"])[pc.list_parent_indices(batch["parents"]).to_numpy()])
            links[1].append(ids(batch["parents"].flatten()))
    made, origins = (np.concatenate(part) for part in links)
    known, found = parents, _NONE
    while len(new := np.setdiff1d(made[members(origins, known)], found)):
        found, known = np.union1d(found, new), new
    return np.setdiff1d(found, parents)


def _twins(lake: Lake, theirs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Records that tell the same as these: of nobody, and of somebody else."""
    alike = np.setdiff1d(np.concatenate([_same(lake, theirs), _nearly(lake, theirs)]), theirs)
    owned = np.concatenate([_NONE, *(_owned(places, alike) for places in raw_tables(lake).values())]) if len(alike) else _NONE
    return np.setdiff1d(alike, owned), np.intersect1d(alike, owned)


def _same(lake: Lake, theirs: np.ndarray) -> np.ndarray:
    version = lake.find(FINGERPRINTS)
    if version is None or not version.rows or not len(theirs):
        return _NONE
    table = version.read(["record_id", "digest"])
    record_ids, digests = ids(table["record_id"]), ids(table["digest"])
    said = digests[members(record_ids, theirs)]
    return record_ids[members(digests, said[said != b""])]


def _nearly(lake: Lake, theirs: np.ndarray) -> np.ndarray:
    version, found = lake.find(NEAR), [_NONE]
    for batch in version.batches(["record_id", "evidence"]) if version is not None and version.rows and len(theirs) else ():
        evidence, record_ids = batch["evidence"], ids(batch["record_id"])
        pairs, owners = evidence.flatten(), pc.list_parent_indices(evidence).to_numpy()
        close = pc.struct_field(pairs, "jaccard").to_numpy(zero_copy_only=False) >= NEARLY
        others, mine = ids(pc.struct_field(pairs, "record_id"))[close], record_ids[owners[close]]
        found += [others[members(mine, theirs)], mine[members(others, theirs)]]
    return np.unique(np.concatenate(found))


def _owned(places: list[Place], wanted: np.ndarray) -> np.ndarray:
    """Which of the records are about somebody."""
    found = [_NONE]
    for place in places:
        if "subject_ids" in footer_schema(*place).names:
            for batch in read_segment(*place, ["record_id", "subject_ids"]):
                about = batch["subject_ids"].value_lengths().fill_null(0).to_numpy(zero_copy_only=False) > 0
                record_ids = ids(batch["record_id"])[about]
                found.append(record_ids[members(record_ids, wanted)])
    return np.concatenate(found)
