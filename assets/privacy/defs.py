"""Dagster assets of the privacy stage: what is known of persons, matched to records, and the clean tables."""

from collections.abc import Mapping

import dagster as dg

from assets.lake import ContractError, House
from assets.lake.defs import RESOURCE, RETRY, conservation_spec, conserved, derived, key, materialised, told
from assets.lake.house import read_yaml
from assets.privacy import origins
from assets.privacy.clean import STEPS
from assets.privacy.disclosure.policy import TablePolicy, load_tables
from assets.privacy.disclosure.steps import STEPS as DISCLOSE
from assets.privacy.disclosure.steps import classes_step
from assets.privacy.evidence import canaries
from assets.privacy.evidence.fates import privacy_canary_fates
from assets.privacy.fields import MARTS
from assets.privacy.known import privacy_matches, privacy_register
from assets.privacy.policy import load
from assets.privacy.tagger import own
from assets.privacy.vocabulary import TABLE, edition, take_over

OWNERS = ("team:privacy",)
GROUP = "clean"
NAMING = ("subject", "inspection", "label", "dialogue")     # kinds whose rows name persons in columns of their own
REGISTERED = (*NAMING, "item")          # what the register is made of: persons, and the codes that are nobody's
ALWAYS = ("document", "dialogue")       # made even when a house has none: later stages read them


def assets(house: House, checks: Mapping[str, tuple[str, ...]], tables: Mapping[str, list[str]] | None = None) -> list[dg.AssetsDefinition]:
    """The stage's assets. `tables` names the raw tables of each kind; by default those of the contracts that may be opened."""
    raw = {kind: sorted(names) for kind, names in (tables if tables is not None else raw_tables(house)).items()}
    every = sorted(name for names in raw.values() for name in names)
    params = {"policies": load(house).as_params()}
    made = [
        _vocabulary(house), _tagger(),
        derived(privacy_register, reads={"people": sorted(name for kind in REGISTERED for name in raw.get(kind, ()))}, writes="privacy/register",
                broadcast={"contracts": "landing/contracts"},
                describe="Every form in which the persons of the client register and the staff are written, and the codes of the catalogue's items.",
                owners=OWNERS, group=GROUP,
                account=origins.REGISTER),
        derived(privacy_matches, reads={"records": every}, broadcast={"register": "privacy/register", "vocabulary": TABLE},
                writes="privacy/matches", describe="Per record, the known persons, secrets and house words that concern it.",
                owners=OWNERS, group=GROUP, account=origins.MATCHES)]
    asked = load_tables(house)
    for kind, step in STEPS.items():
        if raw.get(kind) or kind in ALWAYS:
            mart = MARTS[kind]
            table, policy = f"clean/{mart}", asked.get(mart)
            made.append(derived(
                step, reads={"records": raw.get(kind, []), "mart": f"warehouse/{mart}", "matches": "privacy/matches"}, broadcast={"tagger": own.TABLE},
                writes=table if policy is None else candidates_of(mart), params=params, checks=tuple(checks.get(table, ())) if policy is None else (),
                owners=OWNERS, group=GROUP, account=origins.CLEAN,
                describe=f"The house's {mart} without personal data and secrets, each with the account of what was replaced."))
            if policy is not None:
                made += _disclosed(mart, policy, with_items=bool(raw.get("item")), checks=tuple(checks.get(table, ())))
    return [*made, *_evidence(house, sorted(name.removeprefix("landing/") for name in every), params)]


def _evidence(house: House, sources: list[str], params: dict) -> list[dg.AssetsDefinition]:
    """Canaries, the same steps over them as over the house's own records, and what became of what was planted."""
    made = [_canaries(house, kind, sources) for kind in canaries.KINDS]
    made.append(derived(
        privacy_matches, reads={"records": list(canaries.KINDS.values())}, broadcast={"register": "privacy/register", "vocabulary": TABLE},
        writes=canaries.MATCHES, describe="Per canary, the known persons, secrets and house words that concern it.", owners=OWNERS, group=GROUP,
        account=origins.MATCHES))
    for kind, table in canaries.KINDS.items():
        made.append(derived(
            STEPS[kind], reads={"records": table, "mart": table, "matches": canaries.MATCHES}, broadcast={"tagger": own.TABLE}, writes=canaries.CLEAN[kind],
            params=params | canaries.shadow_params(house, sources), owners=OWNERS, group=GROUP, account=origins.CLEAN,
            describe=f"The canaries among the {MARTS[kind]} after the same step as the house's own; read by the measure alone."))
    made.append(derived(
        privacy_canary_fates, reads={"records": list(canaries.CLEAN.values()), "planted": list(canaries.KINDS.values())}, writes=canaries.FATES,
        owners=OWNERS, group=GROUP, account=origins.FATES, describe="Of each planted value, whether the clean row still shows any of it."))
    return made


def candidates_of(mart: str) -> str:
    """The table of what could leave a clean table under disclosure control, were it not for its like."""
    return f"privacy/candidates/{mart}"


def _disclosed(mart: str, policy: TablePolicy, *, with_items: bool, checks: tuple[str, ...]) -> list[dg.AssetsDefinition]:
    """The two assets between the candidates of a clean table and what leaves: judged together, then written row by row."""
    candidates, classes = candidates_of(mart), f"privacy/classes/{mart}"
    catalogue = {"items": "clean/items"} if policy.needs_items and with_items else {}
    return [
        derived(classes_step, reads={"records": candidates}, broadcast=catalogue, writes=classes, params={"policy": policy.as_params()},
                owners=OWNERS, group=GROUP, account=origins.CLASSES,
                describe=f"What becomes of each of the {mart} among its like: as it is, coarsened, aggregated or left out."),
        derived(DISCLOSE[mart], reads={"records": candidates, "classes": classes}, writes=f"clean/{mart}", checks=checks, owners=OWNERS, group=GROUP,
                account=origins.DISCLOSED, describe=f"The house's {mart} in which no combination of named columns points at fewer than k persons.")]


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


def _tagger() -> dg.AssetsDefinition:
    @dg.asset(key=key(own.TABLE), group_name=GROUP, owners=list(OWNERS), kinds={"parquet"}, code_version=own.shipped_digest()[:10], retry_policy=RETRY,
              required_resource_keys={RESOURCE}, check_specs=[conservation_spec(own.TABLE)],
              automation_condition=dg.AutomationCondition.missing() | dg.AutomationCondition.code_version_changed(),
              description="The network that finds persons by what stands around them: the shipped weights, or what learned from the house's own labels.")
    def tagger(context: dg.AssetExecutionContext):
        with told(context) as lake:
            version = own.take_over(lake)
        yield materialised(version)
        yield conserved(version)

    return tagger


def _canaries(house: House, kind: str, sources: list[str]) -> dg.AssetsDefinition:
    table = canaries.KINDS[kind]

    @dg.asset(key=key(table), group_name=GROUP, owners=list(OWNERS), kinds={"parquet"}, code_version=canaries.edition(house, sources),
              retry_policy=RETRY, required_resource_keys={RESOURCE}, check_specs=[conservation_spec(table)],
              automation_condition=dg.AutomationCondition.missing() | dg.AutomationCondition.code_version_changed(),
              description=f"Records of shadow sources ({kind}s), one source per policy of the house, with personal values that are nobody's.")
    def asset(context: dg.AssetExecutionContext):
        with told(context) as lake:
            version = canaries.take_over(lake, kind, sources)
        yield materialised(version)
        yield conserved(version)

    return asset
