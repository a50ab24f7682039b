"""The documents sealed into a release: what a governance reviewer reads, what a hub shows, what a program reads.

Belongs here: everything between the facts of a release and the bytes of its documents, and holding those against the data again. Not
here: gathering the facts (the cut does), the manifest and the signatures, and the live page (it knows what happened after the sealing).
"""

from assets.governance.documents.facts_schema import Facts, read_facts
from assets.governance.documents.statements import unfilled
from assets.governance.documents.summary import summary


def release_documents(facts: dict) -> dict[str, bytes]:
    """Name -> bytes of every document (`listing.LISTED`), all drawn from the bytes of facts.json. Same facts, same bytes, on any machine and day.

    Raises IntegrityError, naming the field, when the facts are incomplete.
    """
    from assets.governance.documents.ai_act import ai_act
    from assets.governance.documents.article_30 import article_30
    from assets.governance.documents.card import card
    from assets.governance.documents.croissant import croissant
    from assets.governance.documents.data_and_trust import data_and_trust
    from assets.governance.documents.page import page
    from assets.governance.documents.sealing import opened, sealed

    data = sealed(read_facts(facts))
    known = read_facts(opened(data))
    return {"release.html": page(known), "card.md": card(known), "croissant.json": croissant(known), "ai-act.md": ai_act(known),
            "article-30.csv": article_30(known), "data-and-trust.json": data_and_trust(known), "summary.json": summary(known), "facts.json": data}


__all__ = ["Facts", "read_facts", "release_documents", "unfilled"]
