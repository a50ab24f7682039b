"""Column origins: which columns of its inputs each column of a table is made of.

Belongs here: reading them from how a version was made. Not here: any stage's own account of itself, and showing it.
"""

from collections.abc import Mapping, Sequence

from assets.lake.lake import Lake
from assets.lake.versions import Version

RECORDS = "records"                 # the read whose rows a step turns into its own
Column = tuple[str, str]            # (table, column)
Account = Mapping[str, Sequence[str]]


def origins(lake: Lake, version: Version, account: Account | None = None) -> dict[str, list[Column]]:
    """Column -> the (input table, column) pairs it is made of; empty for what a step adds of its own.

    A version that recorded its origins answers itself. Else `account` may say, as `read.column` ("mart.created_on"); a
    column it does not name passes under its own name, from the records when they have it, else from the first read that does.
    """
    traced = version.facts.get("column_lineage")
    if traced is not None:
        return {column: [tuple(origin) for origin in found] for column, found in traced.items()}
    reads = {name: [tables] if isinstance(tables, str) else list(tables)
             for part in ("reads", "broadcast") for name, tables in sorted(version.reads.get(part, {}).items(), key=lambda read: read[0] != RECORDS)}
    held = {table: columns(lake, table) for tables in reads.values() for table in tables}
    return {column: _of(column, reads, held, (account or {}).get(column)) for column in version.schema.names}


def columns(lake: Lake, table: str) -> set[str]:
    """The columns of a table; none while it has no rows."""
    version = lake.find(table)
    return set(version.schema.names) if version is not None else set()


def _of(column: str, reads: dict[str, list[str]], held: dict[str, set[str]], told: Sequence[str] | None) -> list[Column]:
    if told is not None:
        pairs = [entry.split(".", 1) for entry in told]
        return [(table, name) for read, name in pairs for table in reads.get(read, ()) if name in held[table]]
    for tables in reads.values():
        if found := [(table, column) for table in tables if column in held[table]]:
            return found
    return []
