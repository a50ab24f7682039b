"""The same facts for programs: verdicts, the funnel by stage, composition, rights.

Belongs here: the shape of summary.json. Not here: words for people.
"""

from __future__ import annotations

import json

from assets.governance.documents import funnel, limits, verdicts
from assets.governance.documents.facts_schema import Facts


def summary(facts: Facts) -> bytes:
    """Canonical: keys sorted, one form for every value, a newline at the end."""
    told = facts.model_dump(by_alias=True, exclude={"funnel", "chains"})
    told |= {
        "records": facts.records,
        "characters": facts.characters,
        "verdicts": {
            verdict.name.lower(): {"level": verdict.level, "count": verdict.count, "counted": verdict.counted,
                                   "worst": verdict.worst}
            for verdict in verdicts.verdicts(facts)},
        "funnel": [
            {"stage": stage.name, "tables": stage.tables, "in": stage.came_in, "out": stage.out,
             "drops": [{"disposition": drop.disposition.replace("_", " "), "reason": drop.reason, "records": drop.records}
                       for drop in stage.drops]}
            for stage in funnel.stages(facts)],
        "limits": limits.limits(facts),
    }
    return (json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
