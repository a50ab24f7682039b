"""What every annotation is made of: the text it measures, and for some the language the record is known to be in.

Belongs here: the account that column lineage is told from. Not here: measuring.
"""

from assets.curation.safety import safety
from assets.curation.sentiment import sentiment
from assets.curation.steps import STEPS

_TEXT = ("records.text", "records.turns")
_IN_A_LANGUAGE = {"turns", "disfluency_share", *sentiment.schema.names, *safety.schema.names}       # measured by words of one language

MEASURED = {name: (*_TEXT, "records.language") if name in _IN_A_LANGUAGE else _TEXT
            for step in STEPS for name in step.schema.names if name != "record_id"}
