"""Dagster assets of the curation stage: annotations over every text table."""

from collections.abc import Mapping

import dagster as dg

from assets.curation import contamination as evaluation_sets
from assets.curation.contamination import contamination
from assets.curation.duplicates.exact import exact_duplicates
from assets.curation.duplicates.fingerprints import fingerprints
from assets.curation.duplicates.near import near_duplicates
from assets.curation.duplicates.templates import shared_lines, templates
from assets.curation.language import language
from assets.curation.novelty import novelty, reference_models
from assets.curation.origins import MEASURED
from assets.curation.quality import quality
from assets.curation.safety import safety
from assets.curation.sentiment import sentiment
from assets.curation.settings import Settings, settings_of
from assets.curation.texts import TABLES
from assets.lake import House
from assets.lake.defs import RESOURCE, RETRY, conservation_spec, conserved, derived, key, materialised, told

OWNERS = ("team:curation",)
TEXTS = list(TABLES)


def assets(house: House, checks: Mapping[str, tuple[str, ...]]) -> list[dg.AssetsDefinition]:
    """The stage's assets. `checks` names, per table, the verdicts it waits for; every house has the same annotations."""
    settings = settings_of(house)

    def annotation(step, describe: str, *, writes: str | None = None, **more) -> dg.AssetsDefinition:
        table = f"annotations/{writes or step.name}"
        return derived(step, reads={"records": TEXTS, **more.pop("beside", {})}, writes=table, owners=OWNERS, account=MEASURED,
                       checks=tuple(checks.get(table, ())), describe=describe, **more)

    return [
        annotation(language, "The language each text and each turn is written in, and how sure that is."),
        annotation(quality, "How each text is made, and what the Gopher, C4 and FineWeb rules say of it."),
        annotation(sentiment, "How each text feels about what it speaks of."),
        annotation(safety, "What in each text somebody might not want a model to say; reported, never applied."),
        annotation(fingerprints, "What each text is compared by with others: digest, MinHash bands, sampled shingles, line hashes.",
                   params=_fingerprint_params(settings)),
        annotation(exact_duplicates, "Which records say exactly the same, and which of them should speak for the others.",
                   beside={"fingerprints": "annotations/fingerprints", "quality": "annotations/quality"}),
        annotation(near_duplicates, "Which records say nearly the same or hold each other, with the score of every pair.",
                   beside={"fingerprints": "annotations/fingerprints", "quality": "annotations/quality"}, params=_likeness_params(settings)),
        annotation(shared_lines, "Per record, its lines that its source repeats.", beside={"fingerprints": "annotations/fingerprints"},
                   params={**settings.templates.model_dump(), "memory_mb": settings.memory_mb}),
        annotation(templates, "How much of each text is a template of its source, and where it stands.",
                   beside={"shared": "annotations/shared_lines"}),
        _evaluations(house, settings.ngram),
        annotation(contamination, "How much of each text stands in the evaluation sets that the house was given.",
                   broadcast={"evaluations": evaluation_sets.TABLE}, params={"ngram": settings.ngram}),
        annotation(reference_models, "What the house calls public and what it calls its own, as language models, and their cut-offs.",
                   params={"reference": list(settings.reference), "seed": list(settings.seed)}),
        annotation(novelty, "How new each text is against the public reference, and how well it fits what the experts wrote.",
                   broadcast={"models": "annotations/reference_models"}),
    ]


def _fingerprint_params(settings: Settings) -> dict:
    asked = settings.near_duplicates
    return {"words": asked.words, "bands": asked.bands, "rows": asked.rows}


def _likeness_params(settings: Settings) -> dict:
    asked = settings.near_duplicates
    return {"words": asked.words, "jaccard": asked.jaccard, "containment": asked.containment, "memory_mb": settings.memory_mb}


def _evaluations(house: House, ngram: int) -> dg.AssetsDefinition:
    table = evaluation_sets.TABLE

    @dg.asset(key=key(table), group_name="annotations", owners=list(OWNERS), kinds={"parquet"}, code_version=evaluation_sets.edition(house, ngram),
              retry_policy=RETRY, required_resource_keys={RESOURCE}, check_specs=[conservation_spec(table)],
              automation_condition=dg.AutomationCondition.missing() | dg.AutomationCondition.code_version_changed(),
              description="The evaluation sets that the house was given, as hashes of their n-grams.")
    def evaluations(context: dg.AssetExecutionContext):
        with told(context) as lake:
            version = evaluation_sets.take_over(lake, ngram)
        yield materialised(version)
        yield conserved(version)

    return evaluations
