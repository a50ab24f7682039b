"""A draft of the summary of training content, AI Act Art. 53(1)(d), in the sections of the Commission's template of 24 July 2025.

Belongs here: which source belongs to which section, and the size ranges. Not here: the text (its template), and whether anybody must
publish it: that depends on the model and its provider, which a corpus does not know.
"""

from __future__ import annotations

from assets.governance.documents import limits, words
from assets.governance.documents.facts_schema import Facts, SourceShare
from assets.governance.documents.markdown import drawn

PER_TOKEN = 4                # characters; no tokenizer is chosen when a corpus is cut
_RANGES = ((10**9, "less than 1 billion tokens"), (10**13, "1 billion to 10 trillion tokens"))
_OVER = "more than 10 trillion tokens"
SECTIONS = (     # the template's headings, what stands before the sources, and our name for it
    ("2.1 Publicly available datasets", "", "public"),
    ("2.2.1 Private datasets, commercially licensed by right holders", "", "licensed"),
    ("2.2.2 Private datasets, obtained from other third parties", "", "third_party"),
    ("2.3 Data crawled and scraped from online sources", "This platform does not crawl; what others crawled and delivered stands under 2.1 or 2.2.", "crawled"),
    ("2.4 User data", "", "users"), ("2.5 Synthetic data", "", "synthetic"),
    ("2.6 Other sources of data", "The house's own material, from its archives and systems.", "other"))
_OF_USERS = {"dialogue", "event", "transaction", "subject"}      # kinds that arise when people use the house's services


def ai_act(facts: Facts) -> bytes:
    years = sorted(year for year, part in facts.composition.by_year.items() if year and part.records)
    sections: dict[str, list[SourceShare]] = {name: [] for _, _, name in SECTIONS}
    for source in facts.sources:
        sections[section(source)].append(source)
    return drawn(
        "ai-act.md", facts=facts, release=facts.release, size=size(facts.characters), years=years,
        parts=[(heading, before, sections[name]) for heading, before, name in SECTIONS],
        undated=sum(part.records for year, part in facts.composition.by_year.items() if not year),
        languages=[words.language(code) for code, part in facts.composition.by_language.items() if part.records and code not in ("", "und")],
        kinds=sorted({words.key_said(source.kind).lower() for source in facts.composition.by_source}),
        mined=[(source, words.mining(source.licence, source.tdm)) for source in facts.sources],
        human={field: limits.said(facts, field) for field in ("contact_role", "purpose_statement", "intended_use", "collection_process")}).encode()


def size(characters: int) -> str:
    """The template's range for text."""
    return next((said for limit, said in _RANGES if characters < limit * PER_TOKEN), _OVER)


def section(source: SourceShare) -> str:
    """The section of the template to which a source belongs; a house's own archives are of none of the named types."""
    if source.made and source.made == source.records:
        return "synthetic"
    if source.origin is not None:
        return "public"
    if source.licence and source.licence != words.OWN:
        return "licensed" if source.agreement or source.licence.startswith("LicenseRef-") else "third_party"
    return "users" if source.kind in _OF_USERS and source.legal_basis in ("consent", "contract") else "other"
