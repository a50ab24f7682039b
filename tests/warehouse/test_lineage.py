"""Column lineage is read from the SQL that ran, and followed on by column name."""

import pyarrow as pa
import pytest

from assets.lake import LEFT_OUT
from assets.lake.digest import digest_of
from assets.warehouse.lineage import _direct, follow
from assets.warehouse.tables import CONTRACTS, MARTS, RAW

DOCUMENTS = ("agency", "archive", "next_season", "press")


def test_a_mart_s_column_is_traced_through_every_model_to_the_files_it_came_from(world):
    traced = world.lake.read("warehouse/documents").facts["column_lineage"]
    assert traced["title"] == [[f"landing/{source}", "title"] for source in DOCUMENTS]
    assert traced["created_on"] == [[f"landing/{source}", "created"] for source in DOCUMENTS]
    assert world.lake.read("warehouse/transactions").facts["column_lineage"]["item_record_id"] == [
        ["landing/catalogue", "record_id"], ["landing/purchases", "item_code"]]


def test_every_mart_column_of_a_delivered_kind_has_an_origin_that_exists(world):
    columns = {source.table: RAW[source.kind].names for source in world.build.project.sources} | {"landing/contracts": CONTRACTS.names}
    for mart, schema in MARTS.items():
        traced = world.lake.read(f"warehouse/{mart}").facts["column_lineage"]
        assert sorted(traced) == sorted(schema.names)
        for column, origins in traced.items():
            assert all(name in columns[table] for table, name in origins), (mart, column)
            assert origins or mart in ("concepts", "media", "inspections"), (mart, column)


def test_one_named_column_is_followed_from_raw_to_the_table_after_the_mart(world):
    rows = pa.table({"record_id": world.lake.read("warehouse/documents").read(["record_id"])["record_id"], "title": pa.array(["x"] * 4)},
                    schema=pa.schema([("record_id", pa.binary(16)), ("title", pa.string())]))
    world.lake.commit("clean/followed", rows.to_batches(), schema=rows.schema, left_out=LEFT_OUT.empty_table(), counted_in=4,
                      step={"name": "scrub", "version": "1"}, signature=digest_of("x"), inputs={"warehouse/documents": "1"})
    assert follow(world.lake, "clean/followed", "title") == [
        [(f"landing/{source}", "title"), ("warehouse/documents", "title"), ("clean/followed", "title")] for source in DOCUMENTS]
    assert follow(world.lake, "clean/followed", "no such column") == []


@pytest.mark.parametrize("sql, made_of", [
    ('select a.x || a.y as z from "s"."t" as a', ["x", "y"]),
    ('with q as (select x as w from "s"."t") select w as z from q', ["x"]),
    ('select z from (select x as z from "s"."t" union all select y as z from "s"."t") as both_sides', ["x", "y"]),
    ('select case when a.x > 0 then b.y end as z from "s"."t" as a left join "s"."t" as b on a.k = b.k', ["x", "y"]),
    ("select 1 as z", [])])
def test_values_are_followed_and_conditions_on_rows_are_not(sql, made_of):
    assert _direct(sql)["z"] == [(("s", "t"), column) for column in made_of]


