"""The one Definitions object: every asset says what it is, who answers for it and what it reads."""

import contextlib
import sqlite3

import dagster as dg
import pytest

from assets.lake import Home, Lake
from assets.lake.steps import registered
from orchestration.build import build
from orchestration.resources import LakeResource
from tests.orchestration.houses import CODE, NOTES, PEOPLE, SHOP, small

GROUPS = {"landing", "warehouse", "clean", "annotations", "knowledge", "synthetic", "expertise", "corpora", "governance", "proof"}


@pytest.fixture(scope="module", params=["demo", "public"])
def definitions(request, tmp_path_factory) -> dg.Definitions:
    with pytest.MonkeyPatch.context() as patch:
        home = Home.make(tmp_path_factory.mktemp("home of the house") / "home", CODE / "houses" / request.param, demonstration=True)
        patch.setenv("HALLMARK_HOME", str(home.path))
        return build(home)


def test_the_definitions_of_a_house_load_with_their_job_schedule_and_sensors(definitions):
    dg.Definitions.validate_loadable(definitions)
    assert definitions.resolve_job_def("whole_road").asset_layer.selected_asset_keys == set(definitions.resolve_asset_graph().materializable_asset_keys)
    assert definitions.get_schedule_def("every_night").cron_schedule == "15 2 * * *"
    assert {sensor.name for sensor in definitions.sensors} == {"landing_sensor", "lineage_sensor", "when_data_changes"}


def test_every_asset_has_a_group_a_description_owners_and_kinds(definitions):
    for spec in definitions.resolve_all_asset_specs():
        assert spec.group_name in GROUPS, spec.key
        assert len(spec.description or "") > 15 and spec.owners and spec.kinds, spec.key


def test_every_table_has_a_blocking_check(definitions):
    graph = definitions.resolve_asset_graph()
    checked = {check.asset_key for check in graph.asset_check_keys if graph.get(check).blocking}
    tables = {key for key in graph.materializable_asset_keys if graph.get(key).group_name in ("landing", "clean", "annotations")}
    assert tables and tables <= checked


class Noted:
    """A lake that answers every read and remembers which tables were asked for."""

    def __init__(self):
        self.reads: dict[str, set[str]] = {}

    def derive(self, step, *, reads, writes, broadcast=None, **_):
        named = [table for tables in (*reads.values(), *(broadcast or {}).values()) for table in ([tables] if isinstance(tables, str) else tables)]
        self.reads[writes] = set(named)
        raise dg.Failure("noted")

    def boundary(self, step):
        return contextlib.nullcontext()


def test_declared_dependencies_are_the_tables_a_step_reads(definitions, monkeypatch):
    noted, asked = Noted(), 0
    monkeypatch.setattr(LakeResource, "open", lambda _: noted)
    for asset in definitions.resolve_asset_graph().assets_defs:
        if len(list(asset.keys)) != 1 or registered((asset.metadata_by_key.get(asset.key) or {}).get("step", "")) is None:
            continue
        upstream = [dg.AssetSpec(dep) for dep in asset.asset_deps[asset.key]]
        dg.materialize([asset, *upstream], selection=[asset.key], raise_on_error=False)
        declared = {"/".join(dep.path) for dep in asset.asset_deps[asset.key]}
        assert declared == noted.reads["/".join(asset.key.path)], asset.key
        asked += 1
    assert asked >= 8


def test_a_contract_that_cannot_be_read_is_no_source_for_the_stages_after_landing(tmp_path, monkeypatch):
    lake = small(tmp_path, notes=NOTES, frobbed=NOTES.replace("name: notes", "name: frobbed") + "frob: 1\n", unlicensed=NOTES.replace("LicenseRef-House-Owned", "Nope-1"))
    monkeypatch.setenv("HALLMARK_HOME", str(lake.home.path))
    graph = build(lake.home).resolve_asset_graph()
    named = {"/".join(key.path) for key in graph.get_all_asset_keys()}
    assert "landing/notes" in named and not named & {"landing/frobbed", "landing/unlicensed"}


def test_a_source_out_of_reach_stands_in_or_stops_what_would_be_unsafe_without_it(tmp_path, monkeypatch):
    lake = small(tmp_path, notes=NOTES, shop=SHOP, people=PEOPLE)
    monkeypatch.setenv("HALLMARK_HOME", str(lake.home.path))
    defs = build(lake.home)

    def landed(instance) -> dict:
        result = defs.resolve_implicit_global_asset_job_def().execute_in_process(
            instance=instance, asset_selection=[dg.AssetKey(["landing", name]) for name in ("notes", "shop", "people")], raise_on_error=False)
        made = {event.asset_key.path[-1] for event in result.get_asset_materialization_events()}
        return {"made": made, "no": {check.asset_key.path[-1]: check.description for check in result.get_asset_check_evaluations() if not check.passed}}

    with dg.DagsterInstance.ephemeral() as instance:
        first = landed(instance)
        assert first["made"] == {"notes", "shop"}, "people never landed, and without their names nothing may be scrubbed"
        assert "It has never landed" in first["no"]["shop"] and lake.read("landing/shop").rows == 0
        with sqlite3.connect(f"{lake.home.inbox}/shop.db") as database:
            database.execute("create table items (code text, name text)")
            database.execute("insert into items values ('1', 'Sac')")
        assert landed(instance) == {"made": {"notes", "shop", "people"}, "no": {}}
        (lake.home.path / "inbox" / "shop.db").unlink()
        again = landed(instance)
        assert again["made"] == {"notes", "shop", "people"} and "Its last landing stands in" in again["no"]["people"]
        assert Lake.open(lake.home).read("landing/people").rows == 1
        lake.tombstones.add([b"p" * 16], "request-1")
        assert landed(instance)["made"] == {"notes"}, "after an erasure an old landing would bring the person back"
