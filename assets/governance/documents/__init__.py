"""The documents sealed into a release: what a governance reviewer reads, what a hub shows, what a program reads.

Belongs here: everything between the facts of a release and the bytes of its documents. Not here: gathering the facts
(the cut does), the manifest and the signatures, and the live page (it knows what happened after the sealing).
"""

from assets.governance.documents.facts_schema import Facts, read_facts
from assets.governance.documents.summary import summary


def release_documents(facts: dict) -> dict[str, bytes]:
    """Name -> bytes. Same facts, same bytes, on any machine and day.

    Raises IntegrityError, naming the field, when the facts are incomplete.
    """
    from assets.governance.documents.card import card
    from assets.governance.documents.page import page

    known = read_facts(facts)
    return {"release.html": page(known), "card.md": card(known), "summary.json": summary(known)}


__all__ = ["Facts", "read_facts", "release_documents"]
