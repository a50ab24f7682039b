"""Dagster assets of the privacy stage: what is known of persons, matched to records, and the clean tables."""

from collections.abc import Mapping

import dagster as dg

from assets.lake import ContractError, House
from assets.lake.defs import RESOURCE, RETRY, conservation_spec, conserved, derived, key, materialised, told
from assets.lake.house import read_yaml
from assets.privacy import origins
from assets.privacy.clean import STEPS
from assets.privacy.fields import MARTS
from assets.privacy.known import privacy_matches, privacy_register
from assets.privacy.policy import load
from assets.privacy.vocabulary import TABLE, edition, take_over

OWNERS = ("team:privacy",)
GROUP = "clean"
NAMING = ("subject", "inspection", "label", "dialogue")     # kinds whose rows name persons in columns of their own
ALWAYS = ("document", "dialogue")       # made even when a house has none: later stages read them


def assets(house: House, checks: Mapping[str, tuple[str, ...]], tables: Mapping[str, list[str]] | None = None) -> list[dg.AssetsDefinition]:
    """The stage's assets. `tables` names the raw tables of each kind; by default those of the contracts that may be opened."""
    raw = {kind: sorted(names) for kind, names in (tables if tables is not None else raw_tables(house)).items()}
    every = sorted(name for names in raw.values() for name in names)
    params = {"policies": load(house).as_params()}
    made = [
        _vocabulary(house),
        derived(privacy_register, reads={"people": sorted(name for kind in NAMING for name in raw.get(kind, ()))}, writes="privacy/register",
                broadcast={"contracts": "landing/contracts"},
                describe="Every form in which the persons of the client register and the staff are written.", owners=OWNERS, group=GROUP,
                account=origins.REGISTER),
        derived(privacy_matches, reads={"records": every}, broadcast={"register": "privacy/register", "vocabulary": TABLE},
                writes="privacy/matches", describe="Per record, the known persons, secrets and house words that concern it.",
                owners=OWNERS, group=GROUP, account=origins.MATCHES)]
    for kind, step in STEPS.items():
        if raw.get(kind) or kind in ALWAYS:
            table = f"clean/{MARTS[kind]}"
            made.append(derived(
                step, reads={"records": raw.get(kind, []), "mart": f"warehouse/{MARTS[kind]}", "matches": "privacy/matches"}, writes=table,
                params=params, checks=tuple(checks.get(table, ())), owners=OWNERS, group=GROUP, account=origins.CLEAN,
                describe=f"The house's {MARTS[kind]} without personal data and secrets, each with the account of what was replaced."))
    return made


def raw_tables(house: House) -> dict[str, list[str]]:
    """Raw tables by kind: one per contract that states licence, legal basis and purposes (others are never opened)."""
    found: dict[str, list[str]] = {}
    for path in house.files("contracts"):
        try:
            contract = read_yaml(path)
        except ContractError:       # landing reports it; everything else proceeds
            continue
        if contract.get("kind") in MARTS and all(contract.get(name) for name in ("licence", "legal_basis", "purposes")):
            found.setdefault(contract["kind"], []).append(f"landing/{path.stem}")
    return found


def _vocabulary(house: House) -> dg.AssetsDefinition:
    @dg.asset(key=key(TABLE), group_name=GROUP, owners=list(OWNERS), kinds={"parquet"}, code_version=edition(house), retry_policy=RETRY,
              required_resource_keys={RESOURCE}, check_specs=[conservation_spec(TABLE)],
              automation_condition=dg.AutomationCondition.missing() | dg.AutomationCondition.code_version_changed(),
              description="Secrets that may never leave, and words of catalogue and authorities that may stay.")
    def vocabulary(context: dg.AssetExecutionContext):
        with told(context) as lake:
            version = take_over(lake)
        yield materialised(version)
        yield conserved(version)

    return vocabulary
