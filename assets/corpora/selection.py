"""The selection of a corpus: which records are in, and for every other one the reason why not.

Belongs here: putting together what speaks against a record (`judging`), duplicates (`merging`), evaluation texts and placement.
Not here: texts (`cut`).
"""

import pyarrow as pa

from assets.corpora.judging import copied, joins, judged
from assets.corpora.merging import merge
from assets.corpora.placement import place_of, shard_of, split_of
from assets.corpora.recipes import OVERLAPS, Recipe
from assets.lake import LEFT_OUT, Result, Step
from assets.lake.digest import ID
from assets.lake.segments import ids, members

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
MATCHED = {"contamination": "match.set", OVERLAPS: "match.corpus"}       # annotations of overlaps, and how each names the other side
TOLD = {"contamination": "it overlaps the evaluation set '{}'", OVERLAPS: "it overlaps the evaluation records of '{}'"}
UNMEASURED = "its overlap with evaluation records is not measured"


def select(inputs: dict, recipe: dict) -> Result:
    """One row per kept record, in record id order, and one LEFT_OUT row for every other record.

    `inputs["records"]` are the clean tables; every other entry is an annotation, joined by record id under its own name.
    The first test a record fails names its reason; a rule without an answer (null) counts as failed and says so.
    Duplicates are merged among what is left. Of those kept for training, the ones that evaluation records hold too much of are left out,
    and with them the records they stand for: those say the same.
    """
    recipe = Recipe.model_validate(recipe)
    if not any(version.rows for version in inputs["records"]):
        return Result(SCHEMA.empty_table())
    with judged(inputs, recipe) as con:
        merge(con, recipe, joins([name for name in inputs if name != "records"]))
        placed = _placed(_kept(con), recipe)
        if recipe.contamination:
            placed = _without_contaminated(con, placed, {name: inputs[name] for name in MATCHED}, recipe.contamination.share)
        left_out = con.sql("""
            select record_id, case when survivor is null then 'left out' else 'merged' end as disposition, reason, survivor as "into",
                   null::blob as object_id, null::varchar as locator
            from judged where reason is not null order by record_id""").to_arrow_table()
    return Result(placed, left_out.cast(LEFT_OUT))


def evaluation(inputs: dict, recipe: Recipe) -> pa.Array:
    """Ids of the records that a corpus keeps for validation and test, in order. They do not depend on what training records overlap."""
    if not any(version.rows for version in inputs["records"]):
        return pa.array([], ID)
    with judged(inputs, recipe) as con:
        merge(con, recipe, joins([name for name in inputs if name != "records"]))
        kept = _kept(con)
    seed, shares = recipe.splits.seed, recipe.splits.shares
    held = [split_of(seed, group, shares) != "train" for group in kept["group_id"].to_pylist()]
    return kept["record_id"].combine_chunks().cast(ID).filter(pa.array(held, pa.bool_()))


def _kept(con) -> pa.Table:
    return con.sql("""
        select record_id, "table", source, language, licence, coalesce(group_id, record_id) as group_id
        from judged where reason is null order by record_id""").to_arrow_table()


def _without_contaminated(con, placed: pa.Table, matched: dict, share: float) -> pa.Table:
    """The rows that may be trained on or evaluated with; `judged` learns why the others may not."""
    con.register("placed", placed.select(["record_id", "split"]))
    con.execute("create temp table training as select record_id from placed where split = 'train'")
    con.unregister("placed")
    con.execute("create temp table contaminated (record_id blob, reason varchar, share float)")
    for name, version in matched.items():
        copied(con, f"{name}_matches", version, ["record_id", "matches"])
        con.execute(f"""
            insert into contaminated select record_id, replace($told, '{{}}', {MATCHED[name]}), match.share
            from (select record_id, unnest(matches) as match from "{name}_matches" semi join training using (record_id))
            where match.share > $share::float""", {"told": TOLD[name], "share": share})
        con.execute(f"""insert into contaminated select record_id, $unmeasured, 1 from training anti join "{name}_matches" using (record_id)""",
                    {"unmeasured": UNMEASURED})
    con.execute("""
        create temp table worst as select record_id, reason from contaminated
        qualify row_number() over (partition by record_id order by share desc, reason) = 1""")
    con.execute("update judged set reason = worst.reason from worst where worst.record_id = judged.record_id")
    con.execute("update judged set reason = worst.reason, survivor = null from worst where worst.record_id = judged.survivor")
    worst = con.sql("select record_id from worst").to_arrow_table()
    return placed.filter(pa.array(~members(ids(placed["record_id"]), ids(worst["record_id"].cast(ID)))))


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


selection = Step.whole("selection", version="2", run=select, schema=SCHEMA)
