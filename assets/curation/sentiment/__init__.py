"""How a text feels: sentiment between -1 and 1, and the emotion that leads, from what ships with the code.

Belongs here: the step, the English model and its training, the lexicons. Not here: what a house makes of it (recipes decide).
"""

from assets.curation.sentiment.annotation import sentiment

__all__ = ["sentiment"]
