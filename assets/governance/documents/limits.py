"""What the release does not say of itself, in plain words, and what people wrote about it.

Belongs here: the sentences that follow from the facts. Not here: judgement; where a person must write, the gap is shown.
"""

from __future__ import annotations

from assets.governance.documents import words
from assets.governance.documents.facts_schema import Facts
from assets.governance.documents.statements import REQUIRED, title

NAMED = 5           # titles named in one sentence


def limits(facts: Facts) -> list[str]:
    privacy, sources = facts.privacy, facts.composition.by_source
    told = []
    if facts.subtraction:
        taken = facts.subtraction
        told.append(f"This is version {taken.of} less {words.count(taken.removed, 'record')}, taken out on request ({', '.join(taken.requests)}). The second "
                    f"search and what may remain were measured on version {taken.of}, which holds every record of this one.")
    if not facts.records:
        told.append("This release holds no records.")
    if privacy.second_pass is None:
        told.append("The finished records were not searched a second time for personal data.")
    if privacy.residual is None:
        told.append("How much personal data the detection misses was not measured for this release; "
                    "its figures say what was found, not what may remain.")
    else:
        unknown = [item for item in privacy.residual if item.passed is None and item.found > item.known]
        if unknown:
            told.append(f"For {words.count(len(unknown), 'type and language', 'types and languages')} too few invented values were planted to know "
                        f"how much is missed.")
        told.append("What may remain was estimated with texts written for it; real texts may hide a value better or worse.")
    unasked = [source for source in sources if words.mining(source.licence, source.tdm) == "not checked"]
    if unasked:
        told.append(f"For {words.count(len(unasked), 'source')} nobody recorded a check for a text-mining reservation.")
    if facts.blocked_sources:
        told.append(f"{words.count(len(facts.blocked_sources), 'source')} could not be used and "
                    f"{'is' if len(facts.blocked_sources) == 1 else 'are'} not represented.")
    silent = [fate for fate in facts.fates if fate.arrived and not fate.released]
    if silent:
        told.append(f"{words.count(len(silent), 'source')} that arrived {'has' if len(silent) == 1 else 'have'} no record in this release: "
                    f"{'; '.join(fate.title for fate in silent[:NAMED])}{' and others' if len(silent) > NAMED else ''}.")
    quarantined = sum(sum(row.quarantined.values()) for row in facts.funnel)
    if quarantined:
        told.append(f"{words.count(quarantined, 'item')} could not be read and were set aside; what they say is unknown.")
    languages = {code for code, part in facts.composition.by_language.items() if part.records}
    if len(languages) == 1:
        told.append(f"All records are in one language: {words.language(next(iter(languages)))}.")
    if sources and facts.records:
        largest = max(sources, key=lambda source: (source.records, source.source))
        if len(sources) > 1 and largest.records * 2 > facts.records:
            told.append(f"More than half of the records come from one source: {largest.title}.")
    told.append("This page was sealed with the release. It cannot know of approvals, erasures or corrections made later.")
    return told


def said(facts: Facts, field: str) -> str:
    """What people wrote under a field, or that nobody did."""
    return _text(facts.human.get(field)) or words.NOT_STATED


def written(facts: Facts) -> list[tuple[str, str | None]]:
    """What people wrote: the required fields first, None where nobody did, then the house's own."""
    fields = dict.fromkeys([*(statement.field for statement in REQUIRED), *facts.human])
    return [(title(field) or words.said(field), _text(facts.human.get(field))) for field in fields]


def _text(text: str | None) -> str | None:
    return text.strip() if text and text.strip() else None
