"""Which records say exactly the same, and which of them should speak for the others.

Belongs here: the clusters and the proposed survivor. Not here: leaving a record out (a selection does, among the records it
may use), and texts that are merely alike (`near`).
"""

import numpy as np
import pyarrow as pa

from assets.curation.duplicates.ranks import by_id, preferred
from assets.curation.duplicates.rewriting import only_changed
from assets.lake import Result, Step, Version
from assets.lake.segments import ids, places

SCHEMA = pa.schema([
    pa.field("record_id", pa.binary(16), nullable=False),
    pa.field("cluster_id", pa.binary(16), nullable=False),    # the lowest record id in the cluster: says nothing of the text
    pa.field("cluster_size", pa.int32(), nullable=False),     # 1 for a text that nothing repeats
    pa.field("survivor", pa.bool_(), nullable=False),         # one true per cluster
])


def exact_duplicates_of(inputs: dict, *, before: Version | None = None) -> Result:
    """One row per record, in record id order, from the digests of `annotations/fingerprints`; with the table made `before`, those that change.

    The survivor is the record that `ranks` prefers. A record without any visible text is a cluster of its own.
    """
    record_ids, _ = preferred(inputs["records"], inputs["quality"])
    if not len(record_ids):
        return Result(SCHEMA.empty_table())
    digests = digests_of(inputs["fingerprints"], record_ids)
    _, first, cluster = np.unique(digests, return_index=True, return_inverse=True)
    survivor = np.zeros(len(record_ids), bool)
    survivor[first] = True
    return only_changed(_rows(record_ids, cluster, survivor), before)


def digests_of(fingerprints: Version, record_ids: np.ndarray) -> np.ndarray:
    """The digest of each record's text (S16); its own id where it has none, so that it equals nothing."""
    table = fingerprints.read(["record_id", "digest"])
    rows = places(record_ids, ids(table["record_id"]))
    digests = ids(table["digest"])[rows]
    return np.where((rows < 0) | (digests == b""), record_ids, digests)


def _rows(record_ids: np.ndarray, cluster: np.ndarray, survivor: np.ndarray) -> pa.Table:
    order = by_id(record_ids)
    _, lowest = np.unique(cluster[order], return_index=True)
    cluster_ids = record_ids[order][lowest]
    sizes = np.bincount(cluster).astype(np.int32)
    return pa.table([binary(record_ids[order]), binary(cluster_ids[cluster[order]]), pa.array(sizes[cluster[order]]), pa.array(survivor[order])],
                    schema=SCHEMA)


def binary(values: np.ndarray) -> pa.Array:
    """Ids (S16) as a binary(16) array."""
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(16), len(values), [None, pa.py_buffer(np.ascontiguousarray(values).tobytes())])


exact_duplicates = Step.whole("exact_duplicates", version="2", run=exact_duplicates_of, schema=SCHEMA, remembers=True)
