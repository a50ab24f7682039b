"""Unsafe content, counted by lists of words and phrases per language: reported, never acted upon.

Belongs here: the lists and the count. Not here: what a recipe leaves out.
"""

from assets.curation.safety.annotation import safety

__all__ = ["safety"]
