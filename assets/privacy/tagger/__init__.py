"""The tagger: a small network of our own that finds persons, places and identifiers by what stands around them.

Belongs here: finding spans in a batch of texts with the shipped weights or a house's own. Not here: what is done with them (`scrub`),
how weights are found (`training`). MODEL_CARD.md beside this file tells what it was trained on and how well it does.
"""

from assets.privacy.tagger.network import ONE
from assets.privacy.tagger.tagging import DETECTOR, TYPE_OF, TYPES, Tagger, bits_of, everyday, scored, shipped, tag_batch, written_with_capitals

__all__ = ["DETECTOR", "ONE", "TYPES", "TYPE_OF", "Tagger", "bits_of", "everyday", "scored", "shipped", "tag_batch", "written_with_capitals"]
