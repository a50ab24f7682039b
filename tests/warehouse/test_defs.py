"""The stage in Dagster: every model an asset under its own key, every test a check, declared edges equal tables read."""

import dagster as dg
import pytest

from assets.lake.defs import key
from assets.warehouse import defs, runner
from assets.warehouse.tables import MARTS
from orchestration.resources import LakeResource


@pytest.fixture(scope="module")
def asset(world):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALLMARK_HOME", str(world.home))
        [made] = defs.assets(world.house, {})
    return made


def materialize(world, asset, **more):
    return dg.materialize([asset], resources={"lake": LakeResource(home=str(world.home))}, raise_on_error=False, **more)


def test_marts_bear_their_tables_names_and_models_their_layers(asset):
    keys = asset.keys
    assert {key(f"warehouse/{mart}") for mart in MARTS} <= keys
    assert {dg.AssetKey(["warehouse", *path]) for path in (["staging", "items"], ["intermediate", "consents"], ["left_out", "items"],
                                                          ["seeds", "countries"])} <= keys
    assert {spec.group_name for spec in asset.specs} == {"warehouse"} and all(spec.description for spec in asset.specs)


def test_the_raw_tables_declared_are_the_raw_tables_read(world, asset):
    declared = {"/".join(dep.asset_key.path) for spec in asset.specs for dep in spec.deps} - {"/".join(k.path) for k in asset.keys}
    assert declared == {source.table for source in world.build.project.sources} | {"landing/contracts", "landing/objections"}
    assert set(world.build.versions["warehouse/items"].inputs) <= declared


def test_an_unchanged_warehouse_reports_content_versions_lineage_and_every_check(world, asset):
    result = materialize(world, asset)
    assert result.success and len(result.get_asset_materialization_events()) == len(asset.keys)
    checks = result.get_asset_check_evaluations()
    assert len(checks) == len(world.build.tests) and all(check.passed for check in checks)
    [items] = [e.materialization for e in result.get_asset_materialization_events() if e.asset_key == key("warehouse/items")]
    assert items.tags["dagster/data_version"] == world.lake.read("warehouse/items").data_version
    lineage = items.metadata["dagster/column_lineage"].value.deps_by_column
    assert [(dep.asset_key, dep.column_name) for dep in lineage["item_key"]] == [(key("landing/catalogue"), "code")]


def test_one_mart_can_be_asked_for_alone(world, asset):
    result = materialize(world, asset, selection=[key("warehouse/items")])
    assert result.success and [e.asset_key for e in result.get_asset_materialization_events()] == [key("warehouse/items")]


def test_a_failing_dbt_test_is_a_failed_check_and_a_failed_run(world, asset, monkeypatch):
    name = next(n for n in world.build.tests if ".unique_items_record_id" in n)

    def refuse(*_, **__):
        raise runner.DataTestError("The warehouse's tests say no.", {name: runner.Verdict(False, 2)})

    monkeypatch.setattr(runner, "run", refuse)
    result = materialize(world, asset)
    [check] = result.get_asset_check_evaluations()
    assert not result.success and not check.passed and check.asset_key == key("warehouse/items") and check.blocking
