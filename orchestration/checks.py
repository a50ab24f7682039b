"""Suites as blocking asset checks: a table is invisible until its suite says yes.

Belongs here: which tables wait for which verdicts, and asking for them. Not here: what is expected (`expectations`).
"""

from collections.abc import Iterator

import dagster as dg

from assets.corpora.losses import exceeded, losses, told_of
from assets.corpora.recipes import OVERLAPS, Recipe, sound
from assets.lake import House, Lake
from assets.lake.defs import RESOURCE, key, told
from assets.privacy.defs import ALWAYS, raw_tables
from assets.privacy.fields import MARTS
from assets.privacy.policy import load as privacy_policy
from expectations import page
from expectations.suites import Suite, suites

NAME = "expectations"
EXPECTED_LOSS = "expected_loss"
ENTITIES = ("EMAIL", "PHONE", "IBAN")
PAGES = "docs-site"             # under the home: what the suites said, for people


def required(house: House) -> dict[str, tuple[str, ...]]:
    """Table -> the verdicts it waits for. Handed down to the stages, which know no suites."""
    return {table: (suite.check,) for table, suite in _covered(house)}


def checks(house: House) -> list[dg.AssetChecksDefinition]:
    """One blocking check per table that has a suite, and per corpus a warning when a source loses more than its recipe expects."""
    return [*(_check(table, suite) for table, suite in _covered(house)), *(_loss(recipe) for recipe in sound(house, _annotations())[0])]


def judge(lake: Lake, table: str, suite: Suite) -> tuple[bool, dict]:
    """Hold the waiting version of a table (the visible one when none waits) against its suite, and record the verdict.

    A version that this very suite has already judged is not read again.
    """
    version = lake.pending(table) or lake.read(table)
    known = version.verdicts.get(suite.check)
    if known and known["detail"].get("suite") == suite.digest and known["detail"].get("data_version") == version.data_version:
        passed, detail = known["passed"], known["detail"]
    else:
        from expectations.validate import validate

        result = validate(version, suite)
        passed, detail = result.passed, result.detail()
    lake.verdict(table, suite.check, passed, detail)
    page.write(lake.home.path / PAGES, table, suite, passed, detail)
    return passed, detail


def tables(house: House) -> list[str]:
    """The tables a suite may be about: the clean tables this house has, annotations, one selection per recipe."""
    raw = raw_tables(house)
    clean = [f"clean/{mart}" for kind, mart in MARTS.items() if raw.get(kind) or kind in ALWAYS]
    asked = any(recipe.contamination for recipe in sound(house, _annotations())[0])
    annotations = [f"annotations/{name}" for name in sorted(_annotations()) if name != OVERLAPS or asked]
    return [*clean, *annotations, *(f"corpora/{path.stem}" for path in house.files("recipes", "*.yaml"))]


def _annotations() -> set[str]:
    return {suite.table.removeprefix("annotations/") for suite in suites() if suite.table.startswith("annotations/")}


def _covered(house: House) -> Iterator[tuple[str, Suite]]:
    """Each table with its suite, fitted to what the house's privacy policy lets stand and publishes as its own."""
    policies = privacy_policy(house)
    stands = {entity for entity in ENTITIES for policy in (policies.default, *policies.sources.values()) if not policy.wants(entity)}
    own = house.lines("vocabulary/catalogue.txt")
    for table in tables(house):
        for suite in suites():
            if suite.covers(table):
                yield table, suite.without(stands).allowing(own)


def _check(table: str, suite: Suite) -> dg.AssetChecksDefinition:
    @dg.asset_check(asset=key(table), name=NAME, blocking=True, required_resource_keys={RESOURCE},
                    description=f"{suite.title}: {len(suite.expectations)} expectations of shape, range and absence of contacts.")
    def check(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
        with told(context) as lake:
            passed, detail = judge(lake, table, suite)
        broken = [{"expectation": page.in_words(f), "column": f["column"], "rows": f["failing"], "records": list(f["records"])}
                  for f in detail["findings"] if not f["passed"]]
        return dg.AssetCheckResult(passed=passed, severity=dg.AssetCheckSeverity.ERROR, metadata={
            "rows": detail["rows"], "expectations": len(detail["findings"]), "not held": dg.MetadataValue.json(broken)})

    return check


def _loss(recipe: Recipe) -> dg.AssetChecksDefinition:
    table = f"corpora/{recipe.corpus}"

    @dg.asset_check(asset=key(table), name=EXPECTED_LOSS, blocking=False, required_resource_keys={RESOURCE},
                    description="No source loses more of its records to duplicates and rules than the recipe expects.")
    def check(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
        with told(context) as lake:
            found = losses(lake, lake.pending(table) or lake.read(table), recipe)
        over = exceeded(found)
        return dg.AssetCheckResult(passed=not over, severity=dg.AssetCheckSeverity.WARN, metadata={
            "sources": len(found), "sources above": len(over), "losses": dg.MetadataValue.md(told_of(found))})

    return check
