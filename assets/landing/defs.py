"""Dagster assets of the landing stage: one raw asset per contract, from one factory, and the list of contracts.

Belongs here: keys, owners, metadata. Not here: how a source is landed (run).
"""

import re
from collections.abc import Collection
from typing import Any

import dagster as dg

from assets.lake.defs import RESOURCE, RETRY, WHEN_DATA_CHANGES, conservation_spec, conserved, key, materialised, told
from assets.lake.digest import digest_of
from assets.lake.errors import InputError
from assets.lake.versions import Version
from assets.landing.contracts import Contract, load_contracts
from assets.landing.register import register
from assets.landing.run import LAND_VERSION
from assets.landing.unreached import land_or_stand_in

GROUP = "landing"
LANDED = "landed"
_EMAIL = re.compile(r"^[\w.+-]+@[\w-]+(\.[\w-]+)+$")


def assets(house: Any, checks: Any = None, may_be_empty: Collection[str] = ()) -> list[dg.AssetsDefinition]:
    """The raw assets of a house. A broken contract has no asset; the list of contracts says why.

    `may_be_empty`: kinds whose sources others can do without when they could never be reached.
    """
    contracts = [contract for contract in load_contracts(house) if isinstance(contract, Contract)]
    return [*(raw_asset(contract, may_be_empty) for contract in contracts), contracts_asset(house)]


def raw_asset(contract: Contract, may_be_empty: Collection[str] = ()) -> dg.AssetsDefinition:
    """One source: what has arrived, as one table of raw records."""
    upstream = dg.AssetKey(contract.from_.asset.split("/")) if contract.from_.asset else None

    @dg.asset(
        key=key(contract.table), deps=[upstream] if upstream else None, group_name=GROUP, description=describe(contract), owners=owners(contract),
        kinds={*({contract.format} - {"auto"} if contract.from_.files else {"sql" if contract.from_.sql else "parquet"}), contract.kind},
        code_version=f"{LAND_VERSION}.{digest_of(contract.reading())[:8]}", check_specs=[conservation_spec(contract.table), landed_spec(contract)],
        required_resource_keys={RESOURCE}, retry_policy=RETRY,
        automation_condition=WHEN_DATA_CHANGES if upstream else None,
        metadata={"licence": contract.licence or "none", "legal basis": contract.legal_basis or "none",
                  "purposes": ", ".join(contract.purposes) or "none", "state": contract.state})
    def asset(context: dg.AssetExecutionContext):
        with told(context) as lake:
            version, trouble = land_or_stand_in(lake, contract, lambda: _output_of(context, upstream, contract), may_be_empty)
            extra = facts_of(version)
        yield materialised(version, extra=extra)
        yield conserved(version)
        yield dg.AssetCheckResult(passed=trouble is None, check_name=LANDED, asset_key=key(contract.table), description=trouble)

    return asset


def describe(contract: Contract) -> str:
    """What the source is and what it may be used for, in plain words."""
    if contract.state != "ready":
        return f"{contract.title}\n\n**Blocked, never opened:** {contract.reason}."
    whence = "files that arrived" if contract.from_.files else "a database query" if contract.from_.sql else f"asset {contract.from_.asset}"
    licence = contract.licence.removeprefix("LicenseRef-").replace("-", " ") if contract.licence.startswith("LicenseRef-") else contract.licence
    rights = [f"licence {licence}" + (f" ({contract.agreement})" if contract.agreement else ""), f"legal basis {contract.legal_basis}",
              f"may be used to {', '.join(contract.purposes)}".replace("-", " "), *([f"kept for {_period(contract.retention)}"] if contract.retention else []),
              *([f"embargo until {contract.embargo}"] if contract.embargo else [])]
    return f"{contract.title}\n\nRecords of kind *{contract.kind}*, read from {whence}: {'; '.join(rights)}."


def _period(written: str) -> str:
    """P10Y -> 10 years; anything longer as written."""
    found = re.fullmatch(r"P(\d+)([YMD])", written)
    return f"{found[1]} {dict(Y='year', M='month', D='day')[found[2]]}{'' if found[1] == '1' else 's'}" if found else written


def contracts_asset(house: Any) -> dg.AssetsDefinition:
    """The house's contracts and what each may be used for, broken ones included."""

    @dg.asset(key=key("landing/contracts"), group_name=GROUP, kinds={"yaml"}, code_version="1", required_resource_keys={RESOURCE},
              check_specs=[conservation_spec("landing/contracts")], retry_policy=RETRY, owners=["team:landing"],
              description="Every source contract of the house: ready, blocked (and why) or broken (and why), with its rights.")
    def asset(context: dg.AssetExecutionContext):
        with told(context) as lake:
            version = register(lake, house)
            states = version.read(["state"])["state"].value_counts().to_pylist() if version.rows else []
        yield materialised(version, extra={f"contracts {entry['values']}": entry["counts"] for entry in states})
        yield conserved(version)

    return asset


def landed_spec(contract: Contract) -> dg.AssetCheckSpec:
    """Not blocking: where something can stand in, the rest of the house goes on; the run still says no."""
    return dg.AssetCheckSpec(LANDED, asset=key(contract.table), blocking=False,
                             description="The source was reached. When it was not, its last landing stands in.")


def facts_of(version: Version) -> dict[str, Any]:
    """Files by state and how many columns nobody asked for: counts, never names (a headerless file's names are data)."""
    files = version.facts.get("files", {})
    told_ = {f"files {state}": number for state, number in files.items() if state != "files"}
    return {"files": files.get("files", 0), **told_, "columns not asked for": version.facts.get("unmapped columns", 0),
            **({"blocked": version.facts["blocked"]} if version.facts.get("blocked") else {})}


def owners(contract: Contract) -> list[str]:
    steward = contract.steward or ""
    return ["team:landing", *([steward] if _EMAIL.match(steward) else [])]


def _output_of(context: dg.AssetExecutionContext, upstream: dg.AssetKey | None, contract: Contract) -> str | None:
    """Where an upstream asset said its Parquet file lies: its metadata `path`, or `uri`."""
    if upstream is None:
        return None
    event = context.instance.get_latest_materialization_event(upstream)
    told_ = event.asset_materialization.metadata if event and event.asset_materialization else {}
    for name in ("path", "uri", "dagster/uri"):
        if name in told_:
            return str(told_[name].value)
    raise InputError(f"Source '{contract.name}' reads asset '{contract.from_.asset}', which has not said where its file lies; "
                     f"materialise it with the metadata 'path'.")
