"""What a step makes of a table that every batch is handed whole: made once a run.

Belongs here: remembering by the table itself. Not here: what is made.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

import pyarrow as pa


def once_a_table(make: Callable[..., Any]) -> Callable[..., Any]:
    """`make(table, ...)` remembered as long as the same table, and not an equal one, comes again."""
    remembered = lru_cache(maxsize=1)(lambda same, *more: make(same.table, *more))

    @wraps(make)
    def made(table: pa.Table, *more: Any) -> Any:
        return remembered(_Same(table), *more)

    return made


class _Same:
    """A table as a key: the same object, the same key."""

    def __init__(self, table: pa.Table):
        self.table = table

    def __hash__(self) -> int:
        return id(self.table)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.table is other.table
