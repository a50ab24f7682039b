"""The selection of a corpus: which records are in, and for every other one the reason why not.

Belongs here: rights, rules, duplicates and placement over short columns. Not here: texts (`cut`).
"""

from collections.abc import Iterator

import duckdb
import pyarrow as pa

from assets.corpora.placement import place_of, shard_of, split_of
from assets.corpora.recipes import Recipe
from assets.lake import LEFT_OUT, Result, Step
from assets.lake.digest import ID
from assets.lake.errors import ContractError, IntegrityError

SCHEMA = pa.schema([
    pa.field("record_id", ID, nullable=False),
    pa.field("table", pa.string(), nullable=False),      # the clean table that holds the record
    pa.field("source", pa.string(), nullable=False),
    pa.field("language", pa.string()),
    pa.field("licence", pa.string(), nullable=False),
    pa.field("group_id", ID, nullable=False),            # what is kept together: a person, a book, or the record alone
    pa.field("split", pa.string(), nullable=False),
    pa.field("shard", pa.int32(), nullable=False),       # within the split
    pa.field("place", pa.uint64(), nullable=False),      # order within the shard
    pa.field("weight", pa.float32(), nullable=False),
])
NEEDED = ("record_id", "source", "licence", "legal_basis", "purposes", "group_id")
DEFAULTS = {"language": "varchar", "exclusivity": "varchar", "created_on": "date"}
DUPLICATE = "exact duplicate"
NO_PURPOSE = "its purposes do not cover this corpus"
NO_RIGHTS = "its licence or legal basis is not known"
NOT_ADMITTED = "its source is not part of this recipe"


def select(inputs: dict, recipe: dict) -> Result:
    """One row per kept record, in record id order, and one LEFT_OUT row for every other record.

    `inputs["records"]` are the clean tables; every other entry is an annotation, joined by record id under its own name.
    The first test a record fails names its reason; a rule without an answer (null) counts as failed and says so.
    """
    recipe = Recipe.model_validate(recipe)
    annotations = {name: version for name, version in inputs.items() if name != "records"}
    if not any(version.rows for version in inputs["records"]):
        return Result(SCHEMA.empty_table())
    with duckdb.connect() as con:
        con.execute("set threads to 2; set preserve_insertion_order = false")
        _load(con, inputs["records"], annotations, recipe)
        con.execute("set enable_external_access = false; set python_enable_replacements = false; set lock_configuration = true")
        _judge(con, list(annotations), recipe)
        _merge(con, "exact_duplicates" in annotations)
        left_out = con.sql("""
            select record_id, case when survivor is null then 'left out' else 'merged' end as disposition,
                   coalesce(reason, ?) as reason, survivor as "into", null::blob as object_id, null::varchar as locator
            from judged where reason is not null or survivor is not null order by record_id""", params=[DUPLICATE]).to_arrow_table()
        kept = con.sql("""
            select record_id, "table", source, language, licence, coalesce(group_id, record_id) as group_id
            from judged where reason is null and survivor is null order by record_id""").to_arrow_table()
    return Result(_placed(kept, recipe), left_out.cast(LEFT_OUT))


def _load(con, records: list, annotations: dict, recipe: Recipe) -> None:
    parts = []
    for number, version in enumerate(records):
        names = _short(version)
        missing = [name for name in NEEDED if version.rows and name not in names]
        if missing:
            raise IntegrityError(f"Table '{version.table}' has no column '{missing[0]}'; a corpus needs it, run its step again.")
        if version.rows:
            _copy(con, f"part{number}", version, names)
            parts.append(f"select *, '{version.table}' as \"table\" from part{number}")
    empty = ("select null::blob record_id, null::varchar source, null::varchar licence, null::varchar legal_basis, "
             "null::varchar[] purposes, null::blob group_id, null::varchar \"table\" where false")
    con.execute(f"create temp table records as {' union all by name '.join([*parts, empty])}")
    present = {row[0] for row in con.execute("describe records").fetchall()}
    for name, kind in DEFAULTS.items():
        if name not in present:
            con.execute(f'alter table records add column "{name}" {kind}')
    if twice := con.execute("select lower(hex(record_id)) from records group by record_id having count(*) > 1 limit 1").fetchone():
        raise IntegrityError(f"Record {twice[0]} stands in two of the tables of recipe '{recipe.corpus}'; name tables that do not overlap.")
    for name, version in annotations.items():
        if not version.rows:
            raise IntegrityError(f"Table '{version.table}' is empty although there are records to measure; look at its left-out rows.")
        _copy(con, name, version, _short(version))


def _copy(con, name: str, version, columns: list[str]) -> None:
    def batches() -> Iterator[pa.RecordBatch]:
        yield from version.batches(columns)

    whole = version.schema
    schema = pa.schema([whole.field(column) for column in columns])
    con.register("arriving", pa.RecordBatchReader.from_batches(schema, batches()))
    con.execute(f'create temp table "{name}" as select * from arriving')
    con.unregister("arriving")


def _short(version) -> list[str]:
    """Columns of bounded size: no long text, no structures, no free-form JSON."""
    def short(field: pa.Field) -> bool:
        if pa.types.is_list(field.type):
            return pa.types.is_string(field.type.value_type)
        return not (pa.types.is_large_string(field.type) or pa.types.is_nested(field.type) or field.name == "extra")

    return [field.name for field in version.schema if short(field)]


def _judge(con, annotations: list[str], recipe: Recipe) -> None:
    """Table `judged`: every record with the first reason against it, or none."""
    joins = " ".join(f'left join "{name}" on "{name}".record_id = records.record_id' for name in annotations)
    admitted = [row[0] for row in con.execute("select distinct source from records order by 1").fetchall() if recipe.sources.admit(row[0])]
    tests = ["when not list_contains($admitted, records.source) then $not_admitted",
             "when coalesce(records.licence, '') = '' or coalesce(records.legal_basis, '') = '' then $no_rights",
             "when not coalesce(list_has_all(records.purposes, $purposes), false) then $no_purpose"]
    values = {"admitted": admitted, "purposes": list(recipe.purposes), "not_admitted": NOT_ADMITTED, "no_rights": NO_RIGHTS,
              "no_purpose": NO_PURPOSE}
    for number, rule in enumerate(recipe.where):
        try:
            con.execute(f"select ({rule.rule}\n)::boolean from records {joins} limit 0")
        except duckdb.Error as error:
            known = isinstance(error, duckdb.BinderException | duckdb.ParserException | duckdb.CatalogException)
            why = str(error).splitlines()[0] if known else "it cannot be answered"
            raise ContractError(f"Recipe '{recipe.corpus}': field 'where.{number}.rule': {why}") from None
        tests += [f"when ({rule.rule}\n)::boolean is null then $unknown{number}", f"when not ({rule.rule}\n)::boolean then $reason{number}"]
        values |= {f"unknown{number}": f"{rule.reason} (not measured)", f"reason{number}": rule.reason}
    con.execute(f"create temp table judged as select records.*, case {' '.join(tests)} end as reason from records {joins}", values)


def _merge(con, measured: bool) -> None:
    """Column `survivor`: for all but the best of each set of equal texts, the record that stands for them.

    The best has the stronger rights (ours alone, then shared, then public; then more purposes), then the surer language,
    then the earlier date, then the lower record id. Only records that nothing speaks against can stand for others.
    """
    if not measured or not con.execute("select count(*) from (describe exact_duplicates) where column_name = 'cluster_id'").fetchone()[0]:
        con.execute("alter table judged add column survivor blob")
        return
    surest = "language_score desc nulls last," if con.execute(
        "select count(*) from (describe judged) where column_name = 'language_score'").fetchone()[0] else ""
    con.execute(f"""
        create temp table judged_once as
        select judged.*, case when reason is null and cluster_id is not null and best <> judged.record_id then best end as survivor
        from judged left join (
            select j.record_id, e.cluster_id, first_value(j.record_id) over (partition by e.cluster_id order by
                case exclusivity when 'exclusive' then 0 when 'shared' then 1 else 2 end, len(purposes) desc, {surest}
                created_on nulls last, j.record_id) as best
            from judged j join exact_duplicates e on e.record_id = j.record_id where j.reason is null and e.cluster_id is not null
        ) as clusters on clusters.record_id = judged.record_id""")
    con.execute("drop table judged; alter table judged_once rename to judged")


def _placed(kept: pa.Table, recipe: Recipe) -> pa.Table:
    """Split, shard, place and weight of each kept record."""
    seed, shares = recipe.splits.seed, recipe.splits.shares
    groups = kept["group_id"].to_pylist()
    homes = {group: split_of(seed, group, shares) for group in set(groups)}
    splits = [homes[group] for group in groups]
    weights = {source: recipe.weight(source) for source in set(kept["source"].to_pylist())}
    return pa.table({
        **{name: kept[name] for name in ("record_id", "table", "source", "language", "licence", "group_id")},
        "split": splits,
        "shard": [shard_of(seed, group, recipe.shards[split]) for group, split in zip(groups, splits, strict=True)],
        "place": pa.array([place_of(seed, record_id) for record_id in kept["record_id"].to_pylist()], pa.uint64()),
        "weight": [weights[source] for source in kept["source"].to_pylist()],
    }).cast(SCHEMA)


selection = Step.whole("selection", version="1", run=select, schema=SCHEMA)
