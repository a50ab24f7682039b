"""What every annotation is made of: the text it measures, and nothing else.

Belongs here: the account that column lineage is told from. Not here: measuring.
"""

from assets.curation.steps import exact_duplicates, language, quality

_TEXT = ("records.text", "records.turns")

MEASURED = {name: _TEXT for step in (language, quality, exact_duplicates) for name in step.schema.names if name != "record_id"}
