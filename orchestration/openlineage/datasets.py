"""What is known of a table or a release, as a dataset of the standard with its facets.

Belongs here: reading it from a version, a materialisation or a manifest. Not here: events (`runs`, `state`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import dagster as dg

from assets.corpora.cut import data_schema
from assets.corpora.origins import released
from assets.governance.releases import manifest_of, releases
from assets.lake import Lake, Version
from assets.lake.defs import CONSERVATION, lineage_of, schema_of
from assets.lake.lineage import origins
from assets.lake.versions import stated_rows, unaccounted
from orchestration.openlineage import spec
from orchestration.openlineage.columns import transformation
from orchestration.verbs.lineage import RAW, account_of

CONTRACTS = "landing/contracts"
ARRIVED = "inbox"               # what a source delivers is one dataset: files and their names stay in the vault
CANDIDATE = "candidate"
_READ = "dagster/input_data_version/"


@dataclass(frozen=True)
class Described:
    """What an asset says of itself: plain words, and the teams that own it (never a person)."""

    text: str | None = None
    owners: tuple[str, ...] = ()


@dataclass(frozen=True)
class Made:
    """One version of one table. `inputs` and `lineage` name tables; unknown sizes are None."""

    table: str
    version: str
    inputs: Mapping[str, str | None]
    columns: dg.TableSchema | None = None
    lineage: dg.TableColumnLineage | None = None
    rows: int | None = None
    bytes: int | None = None
    zone: str = "vault"
    release: str | None = None
    describe: Described = field(default_factory=Described)


def described(graph) -> dict[str, Described]:
    """Every asset of a Dagster graph by its table's name."""
    return {"/".join(key.path): Described(graph.get(key).description, tuple(owner for owner in graph.get(key).owners if owner.startswith("team:")))
            for key in graph.get_all_asset_keys()}


def of_version(lake: Lake, version: Version, describe: Described) -> Made:
    """A version of a table, as the lake knows it."""
    lineage = lineage_of(origins(lake, version, account_of(version.table, version.step["name"])))
    return Made(version.table, version.data_version, version.inputs, schema_of(version.schema), lineage, version.rows, version.bytes,
                lake.zone_of(version.table), describe=describe)


def of_materialization(made: dg.AssetMaterialization, describe: Described, version: Version | None = None) -> Made:
    """A materialisation, as Dagster kept it: of a table, or of something that waits in the vault.

    The table's own `version`, when it is still the one that was made, adds what was read past Dagster (a mart reads raw tables).
    """
    told = {name: value.value for name, value in made.metadata.items()}
    inputs = {name.removeprefix(_READ): value for name, value in (made.tags or {}).items() if name.startswith(_READ)}
    if version is not None and version.data_version == version_of(made):
        inputs = {**version.inputs, **inputs}
    return Made("/".join(made.asset_key.path), version_of(made), inputs, told.get("dagster/column_schema"), told.get("dagster/column_lineage"),
                told.get("dagster/row_count"), told.get("bytes"), told.get("zone", "vault"), told.get("release"), describe)


def version_of(made: dg.AssetMaterialization) -> str:
    """The data version that a materialisation reported."""
    return (made.tags or {}).get("dagster/data_version", "")


def job_of(lake: Lake, table: str, describe: Described) -> dict:
    return spec.job(lake.house.name, table, describe=describe.text, owners=describe.owners)


def inputs_of(lake: Lake, made: Made) -> list[dict]:
    """What it was made of, each in the version that was read; a release names what its manifest does."""
    if made.release:
        return release_inputs(lake, made.release)
    house, read = lake.house.name, dict(made.inputs)
    if made.table.startswith(RAW) and made.table != CONTRACTS:
        read[f"{ARRIVED}/{made.table.removeprefix(RAW)}"] = None
    return [spec.dataset(house, table, version=spec.version(version) if version else None) for table, version in sorted(read.items())]


def output_of(lake: Lake, made: Made) -> dict:
    """The dataset that was made, with all that is known of it."""
    if made.release:
        return release_output(lake, made.release)
    house, describe = lake.house.name, made.describe
    lineage = {column: [("/".join(origin.asset_key.path), origin.column_name) for origin in made_of]
               for column, made_of in (made.lineage.deps_by_column if made.lineage else {}).items()}
    found = spec.dataset(
        house, made.table, version=spec.version(made.version), schema=_schema(made.columns), columnLineage=_lineage(house, made.table, lineage),
        documentation=spec.documentation(describe.text) if describe.text else None, ownership=spec.ownership(describe.owners) if describe.owners else None,
        tags=spec.tags(zone=made.zone), symlinks=_address(lake, made.zone, made.table))
    counted = made.rows is not None or made.bytes is not None
    return {**found, **({"outputFacets": {"outputStatistics": spec.statistics(made.rows, made.bytes)}} if counted else {})}


def read_and_judged(lake: Lake, table: str, version: str | None, assertions: list[dict]) -> dict:
    """A dataset that checks have read, with what they found."""
    found = spec.dataset(lake.house.name, table, version=spec.version(version) if version else None)
    return {**found, "inputFacets": {"dataQualityAssertions": spec.assertions(assertions)}}


def verdicts(version: Version) -> list[dict]:
    """Every verdict on a version, and that all its rows are accounted for."""
    kept = unaccounted(version.counts) == 0 and stated_rows(version) == version.counts["out"]
    return [_assertion(CONSERVATION, kept), *(_assertion(check, verdict["passed"]) for check, verdict in sorted(version.verdicts.items()))]


def expectations(version: Version) -> list[dict]:
    """What the suites asked of each column and whether it held; how many rows it did not hold for, and nothing of what they say."""
    return [_assertion(one["type"], one["passed"], name=check, column=one["column"], failing=one["failing"])
            for check, verdict in sorted(version.verdicts.items()) for one in (verdict.get("detail") or {}).get("findings") or ()]


def _assertion(what: str, success: bool, *, name: str | None = None, column: str | None = None, failing: int = 0) -> dict:
    told = {"assertion": what, "success": bool(success), "name": name or what, "severity": "error"}
    return {**told, **({"column": column} if column else {}), **({"actual": f"{failing} rows do not hold"} if failing else {})}


# -- releases ------------------------------------------------------------------------------------------------------------

def release_dataset(lake: Lake, release: str) -> dict:
    """A release: its version is the Merkle root over its records."""
    manifest, digest = manifest_of(lake, release)
    state = next(entry["state"] for entry in releases(lake, manifest["corpus"]) if entry["release"] == release)
    house, name, columns = lake.house.name, f"releases/{release}", data_schema(manifest["track"])
    lineage = released(lake, manifest["track"], _tables(manifest), manifest["selection"])
    previous, less = manifest["previous"], manifest.get("subtraction")
    facet = spec.corpus_release(
        release=release, track=manifest["track"], state=state, records=manifest["records"], root=manifest["root"], manifest=digest,
        demonstration=bool(manifest.get("demonstration")), **({"previous": previous["version"]} if previous else {}),
        **({"subtraction": {what: less[what] for what in ("of", "requests", "removed")}} if less else {}))
    return spec.dataset(
        house, name, version=spec.version(manifest["root"]), schema=_schema(schema_of(columns)), columnLineage=_lineage(house, name, lineage),
        documentation=spec.documentation(manifest["title"]), tags=spec.tags(zone="releases"), symlinks=_address(lake, "releases", release),
        lifecycleStateChange=spec.dropped() if state == "purged" else None, hallmark_corpusRelease=facet)


def release_output(lake: Lake, release: str) -> dict:
    """A release as what a job has made."""
    manifest, _ = manifest_of(lake, release)
    size = sum(entry["bytes"] for entry in manifest["files"].values())
    return {**release_dataset(lake, release), "outputFacets": {"outputStatistics": spec.statistics(manifest["records"], size, len(manifest["files"]))}}


def release_inputs(lake: Lake, release: str) -> list[dict]:
    """The selection and the clean tables a release was cut from, as sealed in it; of a release cut again, the one before."""
    manifest, _ = manifest_of(lake, release)
    house, less = lake.house.name, manifest.get("subtraction")
    if less:
        before, _ = manifest_of(lake, less["of"])
        return [spec.dataset(house, f"releases/{less['of']}", version=spec.version(before["root"]))]
    return [spec.dataset(house, table, version=spec.version(manifest["inputs"][table]) if table in manifest["inputs"] else None)
            for table in (manifest["selection"], *_tables(manifest))]


def _tables(manifest: dict) -> list[str]:
    return list((manifest.get("recipe") or {}).get("tables") or ())


def _schema(columns: dg.TableSchema | None) -> dict | None:
    return spec.schema([(column.name, column.type, column.description) for column in columns.columns]) if columns and columns.columns else None


def _lineage(house: str, name: str, columns: dict[str, list[tuple[str, str]]]) -> dict | None:
    told = {column: [(table, origin, transformation(name, column, table, origin)) for table, origin in made_of] for column, made_of in columns.items()}
    return spec.column_lineage(house, {column: made_of for column, made_of in told.items() if made_of}) if any(told.values()) else None


def _address(lake: Lake, zone: str, path: str) -> dict | None:
    """Where it lies in an object store; a folder of this machine is nobody else's business."""
    url = lake.store(zone).url(path)
    bucket, _, place = url.removeprefix("s3://").partition("/")
    return spec.symlink(f"s3://{bucket}", place) if url.startswith("s3://") else None
