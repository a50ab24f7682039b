"""Disclosure control as blocking checks: a clean table is invisible until k and l are counted again on what would leave.

Belongs here: which tables wait for it, and asking. Not here: what is asked (`disclosure.policy`), the measures (`disclosure.report`).
"""

from collections.abc import Mapping

import dagster as dg

from assets.lake import House, Lake
from assets.lake.defs import RESOURCE, key, told
from assets.lake.digest import digest_of
from assets.privacy.defs import candidates_of
from assets.privacy.disclosure.policy import TablePolicy, load_tables
from assets.privacy.disclosure.report import CHECK, disclosure_report, holds, in_words, verdict_name
from assets.privacy.disclosure.steps import items_of
from orchestration.checks import tables


def required(house: House, others: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Table -> the verdicts it waits for: those of `others`, and this one for every table under disclosure control."""
    return {**others, **{f"clean/{mart}": (*others.get(f"clean/{mart}", ()), verdict_name(mart)) for mart in _controlled(house)}}


def checks(house: House) -> list[dg.AssetChecksDefinition]:
    """One blocking check per clean table that the house's privacy policy judges by its like."""
    return [_check(mart, policy) for mart, policy in _controlled(house).items()]


def judge(lake: Lake, mart: str, policy: TablePolicy) -> tuple[bool, dict]:
    """Measure the waiting version of a clean table (the visible one when none waits) and record the verdict.

    A version already measured under this very policy, from these very candidates, is not read again.
    """
    table = f"clean/{mart}"
    version, candidates = lake.pending(table) or lake.read(table), lake.read(candidates_of(mart))
    about = {"policy": digest_of(repr(policy)), "data_version": version.data_version, "candidates": candidates.data_version}
    known = version.verdicts.get(verdict_name(mart))
    if known and about.items() <= known["detail"].items():
        report = known["detail"]["report"]
    else:
        items = items_of({"items": lake.find("clean/items")}) if policy.needs_items else None
        report = disclosure_report(version, candidates, policy, items)
    passed = holds(report)
    lake.verdict(table, verdict_name(mart), passed, {**about, "report": report})
    return passed, report


def _controlled(house: House) -> dict[str, TablePolicy]:
    there = set(tables(house))
    return {mart: policy for mart, policy in load_tables(house).items() if f"clean/{mart}" in there}


def _promise(policy: TablePolicy) -> str:
    said = [f"No combination of {', '.join(policy.quasi)} points at fewer than {policy.k} persons."] if policy.quasi else []
    said += [f"Of {', '.join(sorted(policy.aggregate))} only statistics leave."] if policy.aggregate else []
    return " ".join(said) or "Tails are cut and columns coarsened as the policy says."


def _check(mart: str, policy: TablePolicy) -> dg.AssetChecksDefinition:
    @dg.asset_check(asset=key(f"clean/{mart}"), name=CHECK, blocking=True, required_resource_keys={RESOURCE},
                    description=_promise(policy))
    def check(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
        with told(context) as lake:
            passed, report = judge(lake, mart, policy)
        return dg.AssetCheckResult(passed=passed, severity=dg.AssetCheckSeverity.ERROR, metadata={
            "k reached": report["reached"]["k"] or 0, "l reached": report["reached"]["l"] or 0, "classes": report["reached"]["classes"],
            "persons": report["reached"]["persons"], "rows left out": sum(report["rows"]["left out"].values()),
            "one of a kind": report["one of a kind"], "what each k costs": dg.MetadataValue.md(in_words(report)),
            "report": dg.MetadataValue.json(report)})

    return check
