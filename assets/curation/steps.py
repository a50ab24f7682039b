"""Every step of the stage by its name, so that a stored row can be made again and compared.

Belongs here: the list. Not here: the steps, and the assets that run them (`defs`).
"""

from assets.curation.contamination import contamination
from assets.curation.duplicates.exact import exact_duplicates
from assets.curation.duplicates.fingerprints import fingerprints
from assets.curation.duplicates.near import near_duplicates
from assets.curation.duplicates.templates import shared_lines, templates
from assets.curation.language import language
from assets.curation.novelty import novelty, reference_models
from assets.curation.quality import quality
from assets.curation.safety import safety
from assets.curation.sentiment import sentiment

STEPS = (language, quality, sentiment, safety, fingerprints, exact_duplicates, near_duplicates, shared_lines, templates, contamination,
         reference_models, novelty)
