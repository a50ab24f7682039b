"""The tagger a house runs with, as a table of its vault: the shipped weights, or weights that learned from the house's own labels.

Belongs here: `privacy/tagger`, one row. Not here: learning (`retraining`), running (`network`).
Weights that learned from a house's records are learned from persons: they live in the vault and nowhere else. As a table that the clean steps are
given whole, another tagger makes every text be read again (law 4), and lineage shows which one read it.
"""

import hashlib
from functools import lru_cache
from importlib.resources import files

import numpy as np
import pyarrow as pa

from assets.lake import LEFT_OUT, Lake, Version
from assets.lake.digest import mac
from assets.privacy.tagger.network import arrays_of, fits
from assets.privacy.tagger.tagging import WEIGHTS, Tagger, shipped

TABLE = "privacy/tagger"
STEP = {"name": "privacy_tagger", "version": "1", "params": {}}
SHIPPED, RETRAINED = "shipped", "retrained"
SCHEMA = pa.schema([
    pa.field("record_id", pa.binary(16), nullable=False),
    pa.field("origin", pa.string(), nullable=False),         # shipped or retrained
    pa.field("digest", pa.string(), nullable=False),         # SHA-256 of the weights file
    pa.field("texts", pa.int64(), nullable=False),           # labelled texts of the house it learned from
    pa.field("weights", pa.large_binary())])                 # null: those of this installation


def take_over(lake: Lake) -> Version:
    """The table as it should be: a house's own weights stay, shipped ones follow the installation."""
    base = lake.find(TABLE)
    if base is not None and base.read(["origin"])["origin"][0].as_py() == RETRAINED:
        return base
    return _commit(lake, SHIPPED, shipped_digest(), 0, None, base)


def adopt(lake: Lake, weights: bytes, texts: int) -> Version:
    """Make weights that learned from `texts` labelled texts the house's own: every text is read again with them."""
    return _commit(lake, RETRAINED, hashlib.sha256(weights).hexdigest(), texts, weights, lake.find(TABLE))


def give_up(lake: Lake) -> Version:
    """Back to the shipped weights; what the others knew is gone with the table's old versions."""
    return _commit(lake, SHIPPED, shipped_digest(), 0, None, lake.find(TABLE))


def _commit(lake: Lake, origin: str, digest: str, texts: int, weights: bytes | None, base: Version | None) -> Version:
    signature = mac(lake.keys.identity, TABLE, STEP["version"], origin, digest).hex()
    if base is not None and base.signature == signature:
        return base
    row = {"record_id": mac(lake.keys.identity, TABLE), "origin": origin, "digest": digest, "texts": texts, "weights": weights}
    return lake.commit(TABLE, pa.Table.from_pylist([row], SCHEMA).to_batches(), schema=SCHEMA, left_out=LEFT_OUT.empty_table(), counted_in=1,
                       step=STEP, signature=signature)


def tagger_of(table: pa.Table | None) -> Tagger:
    """The tagger of the table; without one, the shipped."""
    if table is None or not table.num_rows or not table["weights"][0].is_valid:
        return shipped()
    return _read(table["digest"][0].as_py(), table["weights"][0].as_py())


def to_go_on_from(lake: Lake) -> dict[str, np.ndarray]:
    """The arrays that learning begins with: of the house's own weights, or of the shipped where it has none that this version can run."""
    base = lake.find(TABLE)
    mine = base.read(["weights"])["weights"][0].as_py() if base is not None else None
    arrays = arrays_of(mine) if mine else {}
    return arrays if arrays and fits(arrays) else arrays_of((files("assets.privacy.tagger") / WEIGHTS).read_bytes())


@lru_cache(maxsize=1)
def _read(digest: str, weights: bytes) -> Tagger:
    return Tagger.read(pa.BufferReader(weights))


@lru_cache(maxsize=1)
def shipped_digest() -> str:
    """SHA-256 of the weights that this installation brings."""
    return hashlib.sha256((files("assets.privacy.tagger") / WEIGHTS).read_bytes()).hexdigest()
