"""The lists of unsafe words and phrases, ready to be looked for.

Belongs here: reading a list. Not here: its words (`lists/`), and counting them in records (`annotation`).
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import yaml

LANGUAGES = ("de", "en", "es", "fr", "it")
CATEGORIES = ("drugs", "hate", "profanity", "self_harm", "sexual", "violence", "weapons")    # drugs: and other illegal goods
STRENGTHS = ("mild", "strong")
HARMLESS = -1


class Listing(NamedTuple):
    """One language's phrases. A kind is a category and a strength: len(STRENGTHS) * category + strength."""

    name: str               # as in "list en-1"
    phrases: tuple          # assets.text.phrases.Phrases
    kinds: np.ndarray       # int64 per phrase; HARMLESS for one that hides what stands inside it


@cache
def listing(language: str) -> Listing:
    """The list that ships for a language of LANGUAGES. Raises ValueError for a phrase that stands twice."""
    from assets.text.phrases import phrases

    stored = yaml.safe_load((Path(__file__).parent / "lists" / f"{language}.yaml").read_text("utf-8"))
    lists = {HARMLESS: stored["harmless"]}
    for kind, (category, strength) in enumerate((category, strength) for category in CATEGORIES for strength in STRENGTHS):
        lists[kind] = stored[category][strength]
    listed = [(phrase.strip(), kind) for kind, line in lists.items() for phrase in line.split(",")]
    return Listing(f"list {language}-{stored['version']}", phrases([phrase for phrase, _ in listed]), np.array([kind for _, kind in listed], np.int64))
