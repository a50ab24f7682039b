"""Dagster assets of the warehouse stage: every dbt model an asset, every dbt test a check, one step that commits the marts."""

import json
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter

import dagster as dg

from assets.lake import Home, House
from assets.lake.defs import RESOURCE, RETRY, WHEN_DATA_CHANGES, key, materialised, told
from assets.warehouse import runner
from assets.warehouse.project import prepare
from assets.warehouse.tables import MARTS

OWNERS = ["team:platform"]
_LAYERS = {"stg_": "staging", "int_": "intermediate"}


def assets(house: House, checks: Mapping[str, tuple[str, ...]]) -> list[dg.AssetsDefinition]:
    """The dbt project of this house. `checks` names, per table, the verdicts it waits for."""
    from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets
    from dagster_dbt.asset_utils import get_asset_check_key_for_test

    project = prepare(house, runner.area(Home.locate()))
    manifest = json.loads(project.manifest.read_text())

    class Translator(DagsterDbtTranslator):
        def get_asset_spec(self, manifest, unique_id, project):
            node = self.get_resource_props(manifest, unique_id)
            spec = super().get_asset_spec(manifest, unique_id, project)
            return spec if node["resource_type"] == "source" else spec.replace_attributes(
                group_name="warehouse", owners=OWNERS, kinds={"dbt", "duckdb"}, automation_condition=WHEN_DATA_CHANGES,
                description=node["description"], metadata={})

        def get_asset_key(self, dbt_resource_props):
            declared = dbt_resource_props.get("config", {}).get("meta", {}).get("dagster", {}).get("asset_key")
            return dg.AssetKey(declared) if declared else dg.AssetKey(path_of(dbt_resource_props))

        def get_description(self, dbt_resource_props):
            return dbt_resource_props.get("description") or ""

    translator = Translator(settings=DagsterDbtTranslatorSettings(enable_asset_checks=True, enable_code_references=False))
    check_keys = {name: get_asset_check_key_for_test(manifest, translator, name, None)
                  for name in manifest["nodes"] if name.startswith("test.")}

    @dbt_assets(manifest=manifest, dagster_dbt_translator=translator, name="warehouse", pool="warehouse", retry_policy=RETRY,
                required_resource_keys={RESOURCE})
    def warehouse(context: dg.AssetExecutionContext):
        wanted, asked = context.selected_asset_keys, context.selected_asset_check_keys
        with told(context) as lake:
            try:
                built = runner.run(lake, house, checks=dict(checks))
            except runner.DataTestError as no:
                yield from _said(check_keys, no.tests, asked)
                raise
        yield from (result for result in _made(built, manifest) if result.asset_key in wanted)
        passed = built.tests or {name: runner.Verdict(True, 0) for name in check_keys}
        yield from _said(check_keys, passed, asked)

    return [warehouse]


def path_of(node: Mapping) -> list[str]:
    """The asset key of a dbt model or seed: marts under the table's own name, the rest under their layer."""
    name = node["name"]
    if node["resource_type"] == "seed":
        return ["warehouse", "seeds", name]
    for prefix, layer in _LAYERS.items():
        if name.startswith(prefix):
            return ["warehouse", layer, name.removeprefix(prefix)]
    if name.endswith("__left_out"):
        return ["warehouse", "left_out", name.removesuffix("__left_out")]
    return ["warehouse", name]


def _made(built: runner.Build, manifest: Mapping) -> Iterator[dg.MaterializeResult]:
    """One result per model and seed: marts as the lake has them, the rest by their row counts; parents first."""
    nodes = {name: node for name, node in manifest["nodes"].items() if node["resource_type"] in ("model", "seed")}
    before = {name: [parent for parent in node["depends_on"].get("nodes", ()) if parent in nodes] for name, node in nodes.items()}
    for unique_id in TopologicalSorter(before).static_order():
        node = nodes[unique_id]
        table = "/".join(path_of(node))
        if node["name"] in MARTS:
            version = built.versions[table]
            yield materialised(version, lineage=version.facts["column_lineage"], extra={"unchanged": built.skipped},
                               meaning={name: column["description"] for name, column in node["columns"].items()})
        else:
            any_version = next(iter(built.versions.values()))
            counted = {"dagster/row_count": built.rows[unique_id]} if unique_id in built.rows else {"unchanged": True}
            yield dg.MaterializeResult(asset_key=key(table), metadata=counted, data_version=dg.DataVersion(any_version.signature))


def _said(check_keys: Mapping, tests: Mapping[str, runner.Verdict], asked) -> Iterator[dg.AssetCheckResult]:
    """The dbt tests' verdicts, as far as this run was asked for them."""
    for name, verdict in tests.items():
        check = check_keys.get(name)
        if check is not None and check in asked:
            yield dg.AssetCheckResult(passed=verdict.passed, asset_key=check.asset_key, check_name=check.name,
                                      metadata={"failing rows": verdict.failures or 0})
