"""Dagster assets of the governance stage: the objections that stand, and per recipe the documents of its cut and the candidate release."""

import dagster as dg

from assets.governance.release import candidate, draw
from assets.governance.releases import manifest_of
from assets.governance.rights import objections
from assets.governance.waiting import waiting
from assets.lake import ContractError, House
from assets.lake.defs import RESOURCE, RETRY, WHEN_DATA_CHANGES, conservation_spec, conserved, key, materialised, told

OWNERS = ["team:governance"]


def assets(house: House, checks: dict[str, tuple[str, ...]]) -> list[dg.AssetsDefinition]:
    """The table of objections, and two assets per readable recipe. The checks between those, over shards and documents, are orchestration's."""
    made = [_objections()]
    for path in house.files("recipes", "*.yaml"):
        try:
            title = house.yaml(f"recipes/{path.name}").get("title", path.stem)
        except ContractError:
            continue        # the corpora stage reports it
        made += [_documents(path.stem, title), _candidate(path.stem, title)]
    return made


def _objections() -> dg.AssetsDefinition:
    @dg.asset(
        key=key(objections.TABLE), group_name="landing", owners=OWNERS, kinds={"parquet"}, required_resource_keys={RESOURCE}, retry_policy=RETRY,
        check_specs=[conservation_spec(objections.TABLE)], code_version=objections.STEP["version"],
        automation_condition=dg.AutomationCondition.missing() | dg.AutomationCondition.code_version_changed(),
        description="Who objected to be trained on, and whose data is restricted, as the register of requests has it; their records stay in the vault.")
    def objections_(context: dg.AssetExecutionContext):
        with told(context) as lake:
            version = objections.bring_up(lake)
        yield materialised(version)
        yield conserved(version)

    return objections_


def _documents(corpus: str, title: str) -> dg.AssetsDefinition:
    @dg.asset(
        key=["governance", corpus, "documents"], deps=[["corpora", corpus, "shards"], ["landing", "contracts"]],
        group_name="governance", owners=OWNERS, kinds={"html"}, required_resource_keys={RESOURCE}, retry_policy=RETRY,
        automation_condition=WHEN_DATA_CHANGES, code_version="1",
        description=f"The release page and card of '{title}', drawn from what its shards and tables say; waiting in the vault.")
    def documents(context: dg.AssetExecutionContext):
        from assets.governance.documents import release_documents

        with told(context) as lake:
            drawn = draw(lake, corpus, release_documents)
            signature = waiting(lake, corpus).account["signature"]
        return dg.MaterializeResult(metadata={"documents": ", ".join(drawn) or "none drawn: the release that holds this cut has its own"},
                                    data_version=dg.DataVersion(signature))

    return documents


def _candidate(corpus: str, title: str) -> dg.AssetsDefinition:
    @dg.asset(
        key=["governance", corpus, "candidate"], deps=[["governance", corpus, "documents"]], group_name="governance", owners=OWNERS,
        kinds={"json"}, required_resource_keys={RESOURCE}, retry_policy=RETRY, automation_condition=WHEN_DATA_CHANGES, code_version="1",
        description=f"The release of '{title}' that waits for approval: its files in the releases zone, listed in MANIFEST.json.")
    def candidate_(context: dg.AssetExecutionContext):
        with told(context) as lake:
            release = candidate(lake, corpus)
            manifest, digest = manifest_of(lake, release)
            page = lake.store("releases").url(f"{release}/documents/release.html")
        return dg.MaterializeResult(
            metadata={"release": release, "dagster/row_count": manifest["records"], "release page": dg.MetadataValue.path(page),
                      "what is in it": dg.MetadataValue.md(_listed(manifest)), "root": manifest["root"], "files": len(manifest["files"]),
                      "bytes": sum(entry["bytes"] for entry in manifest["files"].values()),
                      "next": f"hallmark show {release}; two approvals with hallmark approve, then hallmark publish"},
            data_version=dg.DataVersion(digest))

    return candidate_


def _listed(manifest: dict) -> str:
    rows = [f"| {name} | {entry.get('rows', 0) or '–'} | {entry['bytes']:,} |" for name, entry in sorted(manifest["files"].items())]
    return "\n".join(["| file | rows | bytes |", "|---|---:|---:|", *rows])
