"""Corpora: from recipes to selections, shards and their provenance. Not here: what makes a release (governance)."""
