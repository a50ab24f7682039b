"""What goes through scrubbing: the texts of a record, what is found in them, and what the record knows meanwhile.

Belongs here: these three shapes, and whether places touch. Not here: how anything is found (`findings`), who is who (`mentions`).
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from assets.privacy.fields import TEXT
from assets.privacy.known import Known
from assets.privacy.surrogates.pseudonyms import Identity


class Text(NamedTuple):
    """One string of a record and how it is treated (a plan of `fields`). The texts of a record stand side by side."""

    record: int
    text: str
    plan: str = TEXT
    turn: bool = True       # of a conversation: a number may go on in the next; a column beside another is no turn


@dataclass(slots=True)
class Found:
    """text[start:end] is of `type`; `known` is the known value that says so, `who` and `form` whose mention it is."""

    start: int
    end: int
    type: str
    detector: str
    score: float
    known: Known | None = None
    secret: bool = False
    who: Identity | None = None
    form: str = ""

    @property
    def size(self) -> int:
        return self.end - self.start


@dataclass(slots=True)
class Record:
    """What one record knows while its texts are scrubbed."""

    id: bytes
    known: Sequence[Known]
    locale: str
    texts: list[int] = field(default_factory=list)
    dense: bool = False     # more is found in it than can be told apart


def touches(places: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the places, which are in order and apart, shares a character with another."""
    before = bisect_left(places, (end,))
    return before > 0 and places[before - 1][1] > start
