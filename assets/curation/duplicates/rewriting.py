"""Writing only the rows of a table that changed.

Belongs here: holding new rows against those that stand. Not here: how a step finds its rows.
"""

import pyarrow as pa
import pyarrow.compute as pc

from assets.lake import Result, Version
from assets.lake.segments import ids, places


def only_changed(rows: pa.Table, before: Version | None) -> Result:
    """The rows (flat columns) that are not in `before` just so, and the records whose rows are."""
    if before is None or not before.rows:
        return Result(rows)
    rows, table = rows.combine_chunks(), before.read(rows.schema.names).combine_chunks()
    record_ids = ids(rows["record_id"])
    place = places(record_ids, ids(table["record_id"]))
    old = table.take(pa.array(place, mask=place < 0))
    same = pa.array(place >= 0)
    for name in rows.schema.names:
        equal = pc.fill_null(pc.equal(rows[name], old[name]), False)
        same = pc.and_(same, pc.or_(equal, pc.and_(rows[name].is_null(), old[name].is_null())))
    return Result(rows.filter(pc.invert(same)), unchanged=record_ids[same.to_numpy(zero_copy_only=False)])
