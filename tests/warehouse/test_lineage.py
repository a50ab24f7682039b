"""Column lineage is read from the SQL that ran."""

import pytest

from assets.warehouse.lineage import _direct
from assets.warehouse.tables import CONTRACTS, MARTS, OBJECTIONS, RAW

DOCUMENTS = ("agency", "archive", "next_season", "press")


def test_a_mart_s_column_is_traced_through_every_model_to_the_files_it_came_from(world):
    traced = world.lake.read("warehouse/documents").facts["column_lineage"]
    assert traced["title"] == [[f"landing/{source}", "title"] for source in DOCUMENTS]
    assert traced["created_on"] == [[f"landing/{source}", "created"] for source in DOCUMENTS]
    assert world.lake.read("warehouse/transactions").facts["column_lineage"]["item_record_id"] == [
        ["landing/catalogue", "record_id"], ["landing/purchases", "item_code"]]


def test_every_mart_column_of_a_delivered_kind_has_an_origin_that_exists(world):
    columns = {source.table: RAW[source.kind].names for source in world.build.project.sources} | {
        "landing/contracts": CONTRACTS.names, "landing/objections": OBJECTIONS.names}
    for mart, schema in MARTS.items():
        traced = world.lake.read(f"warehouse/{mart}").facts["column_lineage"]
        assert sorted(traced) == sorted(schema.names)
        for column, origins in traced.items():
            assert all(name in columns[table] for table, name in origins), (mart, column)
            assert origins or mart in ("concepts", "media", "inspections"), (mart, column)


@pytest.mark.parametrize("sql, made_of", [
    ('select a.x || a.y as z from "s"."t" as a', ["x", "y"]),
    ('with q as (select x as w from "s"."t") select w as z from q', ["x"]),
    ('select z from (select x as z from "s"."t" union all select y as z from "s"."t") as both_sides', ["x", "y"]),
    ('select case when a.x > 0 then b.y end as z from "s"."t" as a left join "s"."t" as b on a.k = b.k', ["x", "y"]),
    ("select 1 as z", [])])
def test_values_are_followed_and_conditions_on_rows_are_not(sql, made_of):
    assert _direct(sql)["z"] == [(("s", "t"), column) for column in made_of]


