"""The facts as they are sealed into a release: exactly what its documents were drawn from, in one form.

Belongs here: writing facts.json and reading it back. Not here: what a fact means (`facts_schema`).
"""

import json

from assets.governance.documents.facts_schema import Facts, read_facts
from assets.governance.verification.leaves import canonical_json
from assets.lake import IntegrityError


def sealed(facts: Facts) -> bytes:
    """Canonical JSON of what the documents know; fields that no document knows are not sealed."""
    return canonical_json(facts.model_dump(mode="json", by_alias=True))


def opened(data: bytes) -> dict:
    """The facts that `sealed` wrote. Raises IntegrityError when these are others, in another form, or incomplete."""
    try:
        known = json.loads(data)
        whole = isinstance(known, dict) and sealed(read_facts(known)) == data
    except ValueError:
        whole = False
    if not whole:
        raise IntegrityError("documents/facts.json is not in the form in which facts are sealed: it was changed, or made by other code.")
    return known
