"""The Data & Trust Alliance's Data Provenance Standards 1.0: one statement per source, under their names.

Belongs here: which fact stands under which of their names. Not here: the facts. What nobody stated is said to be unknown, never left out
where the standard asks for it.
"""

from __future__ import annotations

import json

from assets.governance.documents import words
from assets.governance.documents.facts_schema import Facts, SourceShare

VERSION = "1.0.0"
UNKNOWN = "unknown"
_GENERATORS = {True: ("synthetic", "made by a generator from other records"), False: ("collected", "delivered as it was, then cleaned")}


def data_and_trust(facts: Facts) -> bytes:
    told = {"standard": f"Data & Trust Alliance, Data Provenance Standards {VERSION}", "release": facts.release.name, "root": facts.release.root,
            "sources": [_statement(facts, source) for source in facts.composition.by_source]}
    return (json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _statement(facts: Facts, source: SourceShare) -> dict:
    return {"source": _source(facts, source), "provenance": _provenance(facts, source), "use": _use(facts, source)}


def _source(facts: Facts, source: SourceShare) -> dict:
    said = (f"{words.said(source.kind)}s: {words.count(source.records, 'record')}, {words.count(source.characters, 'character')} in release "
            f"{facts.release.name}.")
    told = {"version": VERSION, "title": source.title, "id": f"urn:hallmark:{facts.release.corpus}:{facts.release.version}:{source.source}",
            "issuer": [{"name": source.controller or facts.release.controller}], "description": said}
    return told | ({"location": source.origin.url} if source.origin and source.origin.url else {})


def _provenance(facts: Facts, source: SourceShare) -> dict:
    made = source.made == source.records and source.records > 0
    code, description = _GENERATORS[made]
    return {"source": f"urn:hallmark:source:{source.source}", "origin": [{"name": source.controller or facts.release.controller}],
            "origin-geography": [{"country": UNKNOWN}], "date": facts.release.as_of,
            "generation-method": [{"code": code, "system": "urn:hallmark:generation-method", "description": description}],
            "format": ["text"]} | ({"previous-date": UNKNOWN} if facts.release.previous else {})


def _use(facts: Facts, source: SourceShare) -> dict:
    places = [{"country": where} for where in source.territory or ()]
    return {
        "classification": [{"regulation": {"code": "GDPR", "system": "urn:hallmark:regulation", "description": words.key_said(source.legal_basis)},
                            "evaluated": source.legal_basis is not None, "tool": "the source's contract"}],
        "consents": ["each person's, in the house's register of consents"] if source.legal_basis == "consent" else [],
        "privacy-enhancing": [_removed(kind, number) for kind, number in sorted(source.redactions.items())],
        "processing-included": places, "processing-excluded": [], "storage-allowed": [], "storage-forbidden": [],
        "license": [" – ".join(part for part in (source.licence, source.agreement) if part)] if source.licence else [],
        "intended-purpose": [{"code": purpose, "system": "urn:hallmark:purpose", "description": words.key_said(purpose)} for purpose in source.purposes or ()]
        or [{"code": UNKNOWN, "description": words.NOT_STATED}],
        "copyright": [words.reservation(source.tdm)] if source.tdm else [], "patent": [], "trademark": []}


def _removed(kind: str, number: int) -> dict:
    """Their schema asks for 'tool' and describes 'tool-category'; both are given."""
    category = {"code": "pseudonymisation", "system": "urn:hallmark:privacy", "description": words.removed(kind)}
    return {"tool": "hallmark", "tool-category": category, "tool-used": "hallmark", "parameters": [],
            "result": [words.count(number, "occurrence") + " removed or replaced"]}
