"""Sentiment by a list of words with values, of what turns them round and of what makes them stronger or weaker.

Belongs here: reading a lexicon, and the sum. Not here: the words (`lexicons/`).
After the rules of VADER (Hutto and Gilbert 2014), in whole numbers and with lists of our own.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import yaml

from assets.curation.sentiment.passages import ONE, mean, passages

LANGUAGES = ("fr", "it", "de", "es")
REACH = 3           # words: how far before a value a negation may stand, itself included
HALFWAY = 30        # of a passage's squared sum: sum / sqrt(sum² + HALFWAY), so about three plain words are half of everything
_REVERSE, _MORE, _LESS = 100, 101, 102      # beside values of -3 to 3


class Lexicon(NamedTuple):
    """The phrases of one language, ready to be looked for."""

    name: str
    phrases: tuple          # assets.text.phrases.Phrases
    meanings: np.ndarray    # int64 per phrase: a value, or _REVERSE, _MORE, _LESS


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon that ships for a language of LANGUAGES.

    A file maps `values` (3 to -3) and `reverse`, `more`, `less` to phrases between commas. Raises ValueError for a phrase that stands twice.
    """
    from assets.text.phrases import phrases

    stored = yaml.safe_load((Path(__file__).parent / "lexicons" / f"{language}.yaml").read_text("utf-8"))
    lists = {**stored["values"], _REVERSE: stored["reverse"], _MORE: stored["more"], _LESS: stored["less"]}
    meant = [(phrase.strip(), meaning) for meaning, listed in lists.items() for phrase in listed.split(",")]
    return Lexicon(f"lexicon {language}-{stored['version']}", phrases([phrase for phrase, _ in meant]), np.array([meaning for _, meaning in meant], np.int64))


def sentiment_by(words: Lexicon, texts: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Sentiment (float64, -1..1; 0 where no word has a value, NaN where there is no word) and how many words and phrases have one (int64), per text.

    A negation among the `REACH` words before a value turns it round; a word that strengthens or weakens right before makes it half as
    much again, or half. The text's sentiment is the mean over its passages.
    """
    from assets.text.phrases import found
    from assets.text.words import word_hashes

    stream = word_hashes(texts)
    cut = passages(stream.starts)
    hits = found(stream, words.phrases)
    meanings, ends = words.meanings[hits.entries], hits.places + hits.lengths
    valued = np.abs(meanings) < _REVERSE
    places, begins = hits.places[valued], stream.starts[hits.texts[valued]]
    values = 2 * meanings[valued]
    for kind, change in ((_MORE, 3), (_LESS, 1)):
        values = np.where(np.isin(places, ends[meanings == kind]) & (places > begins), values * change // 2, values)
    turning = ends[meanings == _REVERSE]
    reached = np.searchsorted(turning, places, "right") > np.searchsorted(turning, np.maximum(places - REACH + 1, begins + 1), "left")
    sums = np.zeros(len(cut.starts) - 1, np.int64)
    np.add.at(sums, np.searchsorted(cut.starts, places, "right") - 1, np.where(reached, -values, values))
    # Even in double precision sum and root are exact or correctly rounded, so the same everywhere.
    felt = np.rint(ONE * sums / np.sqrt(sums * sums + 4.0 * HALFWAY)).astype(np.int64)
    return mean(felt, cut.numbers), np.bincount(hits.texts[valued], minlength=len(texts))
