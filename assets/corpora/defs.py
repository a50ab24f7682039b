"""Dagster assets of the corpora stage: per recipe its selection, and its cut into shards; over all of them, who holds whose evaluation texts."""

import dagster as dg

from assets.corpora.cut import VERSION, Cut, cut, data_schema
from assets.corpora.decontamination import evaluation_overlaps, read_by
from assets.corpora.origins import OVERLAPPING, SELECTED, released
from assets.corpora.recipes import OVERLAPS, Recipe, sound
from assets.corpora.selection import selection
from assets.corpora.stripping import TABLE
from assets.lake import ContractError, House, Lake
from assets.lake.defs import RESOURCE, RETRY, WHEN_DATA_CHANGES, derived, in_words, key, lineage_of, reasons, schema_of, told
from assets.lake.house import read_yaml

OWNERS = ["team:curation"]


def assets(house: House, checks: dict[str, tuple[str, ...]]) -> list[dg.AssetsDefinition]:
    """Every recipe's assets. A recipe with a mistake is an asset that says so; the others proceed.

    `checks` names, per table, the verdicts it waits for; every annotation has some, so they tell which annotations there are.
    """
    annotations = {table.removeprefix("annotations/") for table in checks if table.startswith("annotations/")}
    recipes, mistakes = sound(house, annotations)
    made = []
    for recipe in recipes:
        made += [_selected(recipe, checks.get(f"corpora/{recipe.corpus}", ())), _shards(recipe, _origins(house, recipe))]
    if any(recipe.contamination for recipe in recipes):
        made.append(_overlaps(house, recipes, checks.get(f"annotations/{OVERLAPS}", ())))
    return [*made, *(_refused(name, mistake) for name, mistake in mistakes.items())]


def _overlaps(house: House, recipes: list[Recipe], checks: tuple[str, ...]) -> dg.AssetsDefinition:
    settings = house.yaml("curation.yaml")      # its mistakes are the curation stage's to report
    given = {name: settings[field] for name, field in (("words", "ngram"), ("memory_mb", "memory_mb")) if isinstance(settings.get(field), int)}
    return derived(
        evaluation_overlaps, reads=read_by(recipes), writes=f"annotations/{OVERLAPS}", owners=OWNERS, checks=checks, account=OVERLAPPING,
        params={"recipes": [recipe.plain() for recipe in recipes], **given},
        describe="Which records hold passages of what the house's corpora keep for validation and test.")


def _selected(recipe: Recipe, checks: tuple[str, ...]) -> dg.AssetsDefinition:
    reads = {"records": list(recipe.tables), **{name: f"annotations/{name}" for name in recipe.measures}}
    return derived(
        selection, reads=reads, writes=f"corpora/{recipe.corpus}", params={"recipe": recipe.plain()}, owners=OWNERS, checks=checks, account=SELECTED,
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
    beside = [TABLE] if recipe.strip else []
    selected, read = key(f"corpora/{recipe.corpus}"), [key(table) for table in (*recipe.tables, *beside, *origins)]

    @dg.asset(
        key=[*selected.path, "shards"], deps=[selected, *read], group_name="corpora", owners=OWNERS, kinds={"parquet"},
        code_version=VERSION, required_resource_keys={RESOURCE}, retry_policy=RETRY, automation_condition=WHEN_DATA_CHANGES,
        description=f"The texts of '{recipe.title}' packed into shards, with the provenance of every record beside them; waiting in the vault.")
    def shards(context: dg.AssetExecutionContext):
        with told(context) as lake:
            made = cut(lake, recipe)
            metadata = _told_of(lake, recipe, made)
        return dg.MaterializeResult(metadata=metadata, data_version=dg.DataVersion(made.signature))

    return shards


def _told_of(lake: Lake, recipe: Recipe, made: Cut) -> dict:
    """What the UI shows of a cut: its account is the selection's, since every selected record is packed."""
    chosen = lake.read(f"corpora/{recipe.corpus}")
    zone, folder = ("releases", made.settled) if made.settled else ("vault", made.prefix)
    sizes = {entry.path.removeprefix(f"{folder}/"): entry.size for entry in lake.store(zone).list(folder)}
    rows = [f"| {name} | {number:,} | {sizes.get(name, 0):,} |" for name, number in made.files.items()]
    return {
        "dagster/row_count": made.records, "dagster/column_schema": schema_of(data_schema(recipe.track), {"created": "Day it was created."}),
        "dagster/column_lineage": lineage_of(released(lake, recipe.track, list(recipe.tables), chosen.table)),
        "account": in_words(chosen.counts), "left out by reason": dg.MetadataValue.md(reasons(chosen.counts)),
        "bytes": sum(sizes.get(name, 0) for name in made.files), "files": len(made.files),
        "every file": dg.MetadataValue.md("\n".join(["| file | rows | bytes |", "|---|---:|---:|", *rows])),
        "state": f"is release {made.settled} already" if made.settled else "waits for its second search"}


def _refused(name: str, mistake: str) -> dg.AssetsDefinition:
    @dg.asset(key=["corpora", name], group_name="corpora", owners=OWNERS, description=f"This recipe cannot be read. {mistake}")
    def refused():
        raise dg.Failure(description=mistake, allow_retries=False)

    return refused
