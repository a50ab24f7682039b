"""The values that name a person, gathered from the registers before they forget: what is struck out of others' records and searched for afterwards.

Belongs here: which columns name somebody, and which of their values are theirs alone. Not here: striking (landing), searching (`search`).
What another person of a register has too, a household's address or a namesake's name, is not theirs alone and is left where it stands.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from assets.lake import Lake
from assets.lake.segments import ids, members
from assets.privacy.folding import normal

SHORTEST = 5            # characters: a shorter number says nothing when it is found
_COLUMNS = ("subject_key", "name", "given_name", "family_name", "email", "phone", "address")


@dataclass(frozen=True)
class Named:
    """The values of a person as written, (type, value) each, and how many of each type are somebody else's too."""

    values: tuple[tuple[str, str], ...]
    shared: dict[str, int]


def values_of(lake: Lake, about: dict[str, np.ndarray]) -> Named:
    """The values of those whose records these are: (landing table -> record ids S16), read from every register that holds one."""
    mine: dict[tuple[str, str], str] = {}
    others: set[tuple[str, str]] = set()
    for table in registers(lake):
        wanted = about.get(table, np.empty(0, "S16"))
        for batch in lake.read(table).batches(["record_id", *_COLUMNS]):
            theirs = members(ids(batch["record_id"]), wanted)
            for row, own in zip(batch.to_pylist(), theirs.tolist(), strict=True):
                for type_, value in _values(row):
                    if own:
                        mine.setdefault((type_, normal(value)), value)
                    else:
                        others.add((type_, normal(value)))
    alone = sorted((type_, value) for (type_, plain), value in mine.items() if (type_, plain) not in others)
    return Named(tuple(alone), dict(sorted(Counter(type_ for type_, plain in mine if (type_, plain) in others).items())))


def registers(lake: Lake) -> list[str]:
    """The raw tables that hold people."""
    return [table for table in lake.tables("landing/") if _holds_people(lake, table)]


def _holds_people(lake: Lake, table: str) -> bool:
    version = lake.find(table)
    return version is not None and version.rows > 0 and set(_COLUMNS) <= set(version.schema.names)


def _values(row: dict) -> Iterator[tuple[str, str]]:
    given, family, name = ((row[column] or "").strip() for column in ("given_name", "family_name", "name"))
    if given and family:
        yield "PERSON", f"{given} {family}"
        yield "PERSON", f"{family} {given}"
    if " " in name or "," in name:
        yield "PERSON", name
    for type_, column in (("CLIENT_NO", "subject_key"), ("EMAIL", "email"), ("PHONE", "phone"), ("ADDRESS", "address")):
        if len(value := (row[column] or "").strip()) >= SHORTEST:
            yield type_, value


def strings(batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
    """(row, string) of everything written in a batch, whatever it is nested in."""
    for name in batch.schema.names:
        yield from _strings(batch[name], np.arange(batch.num_rows))


def _strings(array: pa.Array, rows: np.ndarray) -> Iterator[tuple[int, str]]:
    kind = array.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        yield from ((row, value) for row, value in zip(rows.tolist(), array.to_pylist(), strict=True) if value)
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
        sizes = array.value_lengths().fill_null(0).to_numpy(zero_copy_only=False)
        yield from _strings(array.flatten(), np.repeat(rows, sizes))
    elif pa.types.is_struct(kind):
        for child in array.flatten():
            yield from _strings(child, rows)
