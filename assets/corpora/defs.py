"""Dagster assets of the corpora stage: per recipe its selection, and its cut into shards."""

import dagster as dg

from assets.corpora.cut import VERSION, cut
from assets.corpora.recipes import Recipe, load
from assets.corpora.selection import selection
from assets.lake import ContractError, House
from assets.lake.defs import RESOURCE, RETRY, WHEN_DATA_CHANGES, derived, key, told
from assets.lake.house import read_yaml

OWNERS = ["team:curation"]


def assets(house: House, checks: dict[str, tuple[str, ...]]) -> list[dg.AssetsDefinition]:
    """Every recipe's assets. A recipe with a mistake is an asset that says so; the others proceed."""
    made = []
    for path in house.files("recipes", "*.yaml"):
        try:
            recipe = load(path)
        except ContractError as mistake:
            made.append(_refused(path.stem, str(mistake)))
            continue
        made += [_selected(recipe, checks.get(f"corpora/{recipe.corpus}", ())), _shards(recipe, _origins(house, recipe))]
    return made


def _selected(recipe: Recipe, checks: tuple[str, ...]) -> dg.AssetsDefinition:
    reads = {"records": list(recipe.tables), **{name: f"annotations/{name}" for name in recipe.annotations}}
    return derived(
        selection, reads=reads, writes=f"corpora/{recipe.corpus}", params={"recipe": recipe.plain()}, owners=OWNERS, checks=checks,
        describe=f"Which records make '{recipe.title}', in which split and shard; every other record with the reason why not.")


def _origins(house: House, recipe: Recipe) -> list[str]:
    """Raw tables that can hold the recipe's records: of the contracts of its kinds whose rights are stated."""
    kinds, found = {table.split("/")[1] for table in recipe.tables}, []
    for path in house.files("contracts", "*.yaml"):
        try:
            contract = read_yaml(path)
        except ContractError:
            continue        # the landing stage reports it
        mart = {"supply": "supplies"}.get(contract.get("kind"), f"{contract.get('kind')}s")
        if mart in kinds and all(contract.get(name) for name in ("licence", "legal_basis", "purposes")):
            found.append(f"landing/{path.stem}")
    return found


def _shards(recipe: Recipe, origins: list[str]) -> dg.AssetsDefinition:
    selected, read = key(f"corpora/{recipe.corpus}"), [key(table) for table in (*recipe.tables, *origins)]

    @dg.asset(
        key=[*selected.path, "shards"], deps=[selected, *read], group_name="corpora", owners=OWNERS, kinds={"parquet"},
        code_version=VERSION, required_resource_keys={RESOURCE}, retry_policy=RETRY, automation_condition=WHEN_DATA_CHANGES,
        description=f"The texts of '{recipe.title}' packed into shards, with the provenance of every record beside them; waiting in the vault.")
    def shards(context: dg.AssetExecutionContext):
        with told(context) as lake:
            made = cut(lake, recipe)
        return dg.MaterializeResult(
            metadata={"dagster/row_count": made.records, "files": len(made.files), "state": made.settled or "waits for its second search"},
            data_version=dg.DataVersion(made.signature))

    return shards


def _refused(name: str, mistake: str) -> dg.AssetsDefinition:
    @dg.asset(key=["corpora", name], group_name="corpora", owners=OWNERS, description=f"This recipe cannot be read. {mistake}")
    def refused():
        raise dg.Failure(description=mistake, allow_retries=False)

    return refused
