"""Every step of the stage by its name, so that a stored row can be made again and compared.

Belongs here: the list. Not here: the steps, and the assets that run them (`defs`).
"""

from assets.curation.exact_duplicates import exact_duplicates
from assets.curation.language import language
from assets.curation.quality import quality

STEPS = (language, quality, exact_duplicates)
