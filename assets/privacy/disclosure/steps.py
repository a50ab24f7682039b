"""The two steps that stand between what could leave a clean table and what does.

Belongs here: `classes`, which judges all candidates at once, and `disclose`, which writes what was decided into each row.
Not here: the judgement (`recoding`, `aggregates`). A row of `privacy/classes/<mart>` says only what becomes of its record: how
large its class is would change with every neighbour, and every neighbour's record would be made again (law 4).
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.lake import Result, Step, left_out_rows
from assets.lake.digest import ID
from assets.privacy.disclosure.aggregates import MERGED, aggregated
from assets.privacy.disclosure.policy import ITEM_LEVELS, KIND_OF_MART, TablePolicy
from assets.privacy.disclosure.recoding import Candidates, Change, candidates, changes, recoded
from assets.privacy.schemas import SCHEMAS

FEW = "fewer than k alike"
NOT_CLASSED = "not yet classed with its like"
CHANGE = pa.struct([("field", pa.string()), ("level", pa.string()), ("text", pa.string()), ("number", pa.float64()), ("date", pa.date32())])
CLASSES = pa.schema([
    pa.field("record_id", ID, nullable=False),
    pa.field("disposition", pa.string()),           # null when the record leaves, else left out or merged
    pa.field("reason", pa.string()),
    pa.field("into", ID),
    pa.field("changes", pa.list_(CHANGE), nullable=False),      # what is written in place of a column's value
])
GENERALISED = pa.list_(pa.struct([("field", pa.string()), ("level", pa.string())]))
_READ = ("record_id", "group_id", "source")
_READINGS = ("event_type", "unit", "value", "created_on", "purposes")


def table_classes(inputs: dict, policy: dict) -> Result:
    """One row per candidate: what of it leaves, in which form, or why it does not."""
    rules = TablePolicy.of_params(policy)
    table = read(inputs["records"], rules)
    if not table.num_rows:
        return Result(CLASSES.empty_table())
    disposition, reason = (np.full(table.num_rows, None, object) for _ in range(2))
    into = np.full(table.num_rows, -1)
    made: list[Change] = []
    for source, how in sorted(rules.aggregate.items()):
        here = of_source(table, source)
        found = aggregated(table.take(pa.array(here)), how)
        merged = found.into >= 0
        into[here[merged]] = here[found.into[merged]]
        disposition[here[merged]], reason[here[merged]] = "merged", MERGED
        gone = np.array([why is not None for why in found.reasons], bool)
        disposition[here[gone]], reason[here[gone]] = "left out", found.reasons[gone]
        made += [Change(one.field, here[one.rows], one.levels, one.values) for one in found.changes]
    here, rows = judged(table, rules, items_of(inputs))
    level, leaves = recoded(rows)
    made += [Change(one.field, here[one.rows], one.levels, one.values) for one in changes(rows, level, leaves)]
    disposition[here[~leaves]], reason[here[~leaves]] = "left out", FEW
    target = table["record_id"].combine_chunks().take(pa.array(into, mask=into < 0))
    return Result(pa.table([table["record_id"].combine_chunks(), pa.array(disposition, pa.string()), pa.array(reason, pa.string()), target,
                            _lists(made, table.num_rows)], schema=CLASSES))


def judged(table: pa.Table, rules: TablePolicy, items: pa.Table | None) -> tuple[np.ndarray, Candidates]:
    """The rows that classes are made of (aggregated sources have their own measure), and what must be known of them."""
    alone = pc.invert(pc.is_in(table["source"], pa.array(sorted(rules.aggregate), pa.string())))
    here = np.flatnonzero(alone.to_numpy())
    return here, candidates(table.take(pa.array(here)), rules, items)


def of_source(table: pa.Table, source: str) -> np.ndarray:
    return np.flatnonzero(pc.equal(table["source"], source).to_numpy())


def read(version, rules: TablePolicy) -> pa.Table:
    """The columns that judgement needs, in record id order, whatever order they were stored in."""
    ladders = {level for ladder in rules.quasi.values() for level in ladder} | set(rules.finest.values())
    wanted = {*_READ, *rules.quasi, *rules.sensitive, *rules.finest, *rules.top, *rules.sequence, *(_READINGS if rules.aggregate else ())}
    if rules.top:
        wanted |= {"currency", "event_type", "unit"}
    names = set(version.schema.names)
    table = version.read(sorted((wanted | ladders) & names)) if names else pa.table({})
    return table.take(pa.array(in_order(table["record_id"]))) if table.num_rows else table


def in_order(record_ids: pa.ChunkedArray) -> np.ndarray:
    """The positions that put record ids in order."""
    column = record_ids.combine_chunks()
    halves = np.frombuffer(column.buffers()[1], ">u8")[2 * column.offset: 2 * (column.offset + len(column))].reshape(-1, 2)
    return np.lexsort((halves[:, 1], halves[:, 0]))


def items_of(inputs: dict) -> pa.Table | None:
    """What the catalogue says of each item's code, where the policy climbs by it."""
    version = inputs.get("items")
    return version.read(["code", *ITEM_LEVELS]) if version is not None and version.rows else None


def _lists(made: list[Change], size: int) -> pa.Array:
    """Per row, the list of its changes."""
    rows = np.concatenate([change.rows for change in made]) if made else np.zeros(0, np.int64)
    order = pa.array(np.argsort(rows, kind="stable"))
    columns = {
        "field": [pa.array([change.field]).take(pa.array(np.zeros(len(change.rows), np.int64))) for change in made],
        "level": [pa.array(change.levels, pa.string()) for change in made],
        "text": [_typed(change, pa.string(), pa.types.is_string) for change in made],
        "number": [_typed(change, pa.float64(), lambda type_: pa.types.is_floating(type_) or pa.types.is_integer(type_)) for change in made],
        "date": [_typed(change, pa.date32(), pa.types.is_date32) for change in made]}
    whole = pa.StructArray.from_arrays([pa.concat_arrays(columns[one.name]).take(order) if made else pa.array([], one.type) for one in CHANGE],
                                       fields=list(CHANGE))
    offsets = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=size))]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), whole)


def _typed(change: Change, type_: pa.DataType, fits) -> pa.Array:
    return change.values.cast(type_) if fits(change.values.type) else pa.nulls(len(change.rows), type_)


# -- writing what was decided ----------------------------------------------------------------------------------------------

def disclose(batch: pa.RecordBatch, classes: pa.Table | None) -> Result:
    """The rows of a batch that leave, in the form decided; each of the others with its reason."""
    classes = classes if classes is not None else CLASSES.empty_table()
    place = pc.index_in(batch["record_id"], classes["record_id"].combine_chunks())
    decided = classes.take(place).combine_chunks()
    leaves = pc.and_(place.is_valid(), pc.is_null(decided["disposition"].combine_chunks()))
    out, own = batch.filter(leaves), decided.filter(leaves)["changes"].combine_chunks()
    flat, rows = own.flatten(), np.asarray(pc.list_parent_indices(own))
    fields, levels = flat.field("field"), flat.field("level")
    columns = {name: _written(name, out.column(name), flat, rows, fields) for name in out.schema.names}
    if "subject_group" in columns:
        columns["subject_group"] = pc.and_(columns["subject_group"], columns["group_id"].is_valid())
    labels = pa.StructArray.from_arrays([fields, levels], fields=list(GENERALISED.value_type))
    offsets = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=out.num_rows))]).astype(np.int32)
    columns["generalised"] = pa.ListArray.from_arrays(pa.array(offsets), labels)
    gone = decided.filter(pc.invert(leaves))
    account = left_out_rows(batch.filter(pc.invert(leaves))["record_id"], pc.fill_null(gone["reason"].combine_chunks(), NOT_CLASSED))
    account = account.set_column(1, "disposition", pc.fill_null(gone["disposition"], "left out")).set_column(3, "into", gone["into"])
    return Result(pa.table(columns), account)


def _written(name: str, column: pa.Array, flat: pa.StructArray, rows: np.ndarray, fields: pa.Array) -> pa.Array:
    """A column with its changes in."""
    here = np.flatnonzero(np.asarray(pc.equal(fields, name)))
    if not len(here):
        return column
    kind = "date" if pa.types.is_date32(column.type) else "text" if pa.types.is_string(column.type) else "number"
    values = flat.field(kind).take(pa.array(here))
    values = values.cast(column.type) if pa.types.is_primitive(column.type) or kind == "text" else pa.nulls(len(here), column.type)
    source = np.full(len(column), -1)
    source[rows[here]] = np.arange(len(here))
    changed = source >= 0
    return pc.if_else(pa.array(changed), values.take(pa.array(source, mask=~changed)), column)


def _step(mart: str) -> Step:
    return Step.map(f"disclose_{mart}", version="1", run=disclose, schema=SCHEMAS[KIND_OF_MART[mart]].append(pa.field("generalised", GENERALISED)))


classes_step = Step.whole("table_classes", version="2", run=table_classes, schema=CLASSES)
STEPS: dict[str, Step] = {mart: _step(mart) for mart in KIND_OF_MART}
