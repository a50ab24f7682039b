"""Dagster assets of the curation stage: annotations over every text table."""

from collections.abc import Mapping

import dagster as dg

from assets.curation.origins import MEASURED
from assets.curation.steps import exact_duplicates, language, quality
from assets.curation.texts import TABLES
from assets.lake import House
from assets.lake.defs import derived

OWNERS = ("team:curation",)


def assets(house: House, checks: Mapping[str, tuple[str, ...]]) -> list[dg.AssetsDefinition]:
    """The stage's assets. `checks` names, per table, the verdicts it waits for; every house has the same annotations."""
    texts = list(TABLES)
    return [
        derived(language, reads={"records": texts}, writes="annotations/language", owners=OWNERS, account=MEASURED,
                checks=tuple(checks.get("annotations/language", ())),
                describe="The language each text is written in, and how sure that is."),
        derived(quality, reads={"records": texts}, writes="annotations/quality", owners=OWNERS, account=MEASURED,
                checks=tuple(checks.get("annotations/quality", ())),
                describe="How each text is made: its length, words, symbols, digits, capitals and repeated lines."),
        derived(exact_duplicates, reads={"records": texts, "quality": "annotations/quality"}, writes="annotations/exact_duplicates",
                owners=OWNERS, account=MEASURED, checks=tuple(checks.get("annotations/exact_duplicates", ())),
                describe="Which records say exactly the same, and which of them should speak for the others."),
    ]
