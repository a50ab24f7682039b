"""Which documents a release has, and what each is for.

Belongs here: their names, in the order in which they are offered. Not here: drawing them.
"""

PAGE, FACTS = "release.html", "facts.json"
LISTED = {
    PAGE: "the release page, for reviewers",
    "card.md": "the data set card, as hubs read it",
    "croissant.json": "Croissant with responsible AI fields, for programs that load data sets",
    "ai-act.md": "a draft of the summary of training content, AI Act Art. 53(1)(d)",
    "article-30.csv": "rows for the record of processing activities, GDPR Art. 30",
    "data-and-trust.json": "provenance by source, Data & Trust Alliance standard",
    "summary.json": "verdicts and figures, for programs",
    FACTS: "the facts from which all of these are drawn",
}
