"""Texts without the lines that their source repeats everywhere, where a recipe asks for that.

Belongs here: which spans leave a text, and the text without them. Not here: finding such lines (an annotation), rendering.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.corpora.recipes import Recipe
from assets.lake import Version
from assets.lake.segments import ids

TABLE = "annotations/templates"
FROM = "clean/documents"        # only documents have such lines


class Templates:
    """The spans to take out of texts of which templates make at least `share`. Memory holds the spans of all texts concerned."""

    def __init__(self, version: Version, share: float):
        table = version.read(["record_id", "template_share", "spans"])
        wanted = pc.and_(pc.greater_equal(table["template_share"], pa.scalar(share, pa.float32())),
                         pc.greater(pc.list_value_length(table["spans"]), 0))
        table = table.filter(wanted)
        keys = ids(table["record_id"])
        order = np.argsort(keys, kind="stable")
        self._keys, self._spans = keys[order], table["spans"].take(pa.array(order))

    def of(self, batch: pa.RecordBatch) -> list[list[dict] | None]:
        """The spans of each row in order; None for a row that stays as it is."""
        sought = ids(batch["record_id"])
        if not len(self._keys):
            return [None] * len(sought)
        place = np.minimum(np.searchsorted(self._keys, sought), len(self._keys) - 1)
        return self._spans.take(pa.array(place, mask=self._keys[place] != sought)).to_pylist()


def transform(recipe: Recipe) -> dict:
    """What a record's chain says of it."""
    return {"step": "strip", "version": "1", "parameters": recipe.strip.model_dump(), "tables": []}


def without(text: str, spans: list[dict] | None) -> str:
    """The text less some spans of code points, `start` to `end`. A line that is gone takes its break along, and no break is left at the ends."""
    if not spans:
        return text
    kept, place = [], 0
    for span in sorted(spans, key=lambda span: span["start"]):
        start, end = max(span["start"], place), max(span["end"], place)
        if (start == 0 or text[start - 1] == "\n") and text[end - 1: end] != "\n" and text[end: end + 1] == "\n":
            end += 1
        kept.append(text[place:start])
        place = end
    return "".join([*kept, text[place:]]).strip("\n")
