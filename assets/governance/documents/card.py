"""The dataset card: Markdown with a YAML header, as dataset hubs read it.

Belongs here: the header's fields. Not here: the page, the escaping that Markdown needs (`markdown`).
"""

from __future__ import annotations

import yaml

from assets.governance.documents import funnel, limits, verdicts
from assets.governance.documents.facts_schema import Facts
from assets.governance.documents.markdown import drawn

_SIZES = ((10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M"), (10**7, "1M<n<10M"),
          (10**8, "10M<n<100M"), (10**9, "100M<n<1B"), (10**10, "1B<n<10B"), (10**11, "10B<n<100B"),
          (10**12, "100B<n<1T"))


def card(facts: Facts) -> bytes:
    body = drawn(
        "card.md", facts=facts, release=facts.release, verdicts=verdicts.verdicts(facts), stages=funnel.stages(facts),
        sources=facts.sources,
        limits=limits.limits(facts), written=limits.written(facts))
    head = yaml.safe_dump(_header(facts), allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{head}---\n\n{body}".encode()


def _header(facts: Facts) -> dict:
    release = facts.release
    licences = sorted({source.licence for source in facts.composition.by_source if source.licence})
    shared = licences[0].lower() if len(licences) == 1 and not licences[0].startswith("LicenseRef-") else "other"
    header = {
        "pretty_name": release.title,
        "license": shared,
        "language": sorted(code for code, part in facts.composition.by_language.items() if part.records and code not in ("", "und")),
        "size_categories": [next((name for limit, name in _SIZES if facts.records < limit), "n>1T")],
        "task_categories": ["text-generation"],
        "configs": [{"config_name": "default", "data_files": [
            {"split": name, "path": f"data/{name}-*.parquet"}
            for name, part in facts.composition.by_split.items() if part.records]}],
        "hallmark": {
            "corpus": release.corpus, "version": release.version, "track": release.track, "house": release.house,
            "controller": release.controller, "as_of": release.as_of, "previous": release.previous, "root": release.root,
            "records": facts.records, "licences": licences, "demonstration": release.demonstration},
    }
    if shared == "other":
        header["license_name"] = "see-rights-table"
    return header

