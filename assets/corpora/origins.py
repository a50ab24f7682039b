"""What the columns of a selection and of a release are made of, where they do not simply keep their name.

Belongs here: the account that column lineage is told from. Not here: selecting, rendering.
"""

from assets.corpora.cut import data_schema
from assets.corpora.rendering import TOLD
from assets.lake import Lake
from assets.lake.lineage import Column, columns

SELECTED = {"table": (), "split": ("records.group_id",), "shard": ("records.group_id",), "place": ("records.record_id",),
            "weight": ("records.source",)}
OVERLAPPING = {"matches": ("records.text", "records.turns")}
_CHOSEN = ("source", "split", "weight")                     # a release has these from the selection
_RENDERED = {"text": ("text", "turns"), "messages": ("turns",), "created": ("created_on",), "metadata": TOLD}


def released(lake: Lake, track: str, clean: list[str], selection: str) -> dict[str, list[Column]]:
    """Column of a release's shards -> the columns of the clean tables and of the selection it is made of."""
    held = {table: columns(lake, table) for table in clean}
    return {column: [(selection, column)] if column in _CHOSEN else
            [(table, name) for table in clean for name in _RENDERED.get(column, (column,)) if name in held[table]]
            for column in data_schema(track).names}
