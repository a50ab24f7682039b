"""Lineage: one named column of a release followed back, table by table, to the raw columns it was made from.

Belongs here: walking the tables' own accounts. Not here: those accounts (each stage's `origins`, the SQL that ran), printing.
"""

from dataclasses import dataclass

from assets.corpora.cut import data_schema
from assets.corpora.origins import SELECTED, released
from assets.curation.origins import MEASURED
from assets.governance.releases import manifest_of
from assets.lake import InputError, Lake, Version
from assets.lake.lineage import Account, Column, origins
from assets.privacy import origins as privacy

RAW = "landing/"


@dataclass(frozen=True)
class Hop:
    """One column on the way, and the step that made its table."""

    table: str
    column: str
    step: str
    version: str


def follow(lake: Lake, release: str, column: str) -> list[list[Hop]]:
    """Every way from a raw column to `column` of a release, each from raw to released. Raises InputError for no such column.

    Sources that were read but have no record in the release are not followed.
    """
    manifest, _ = manifest_of(lake, release)
    names = data_schema(manifest["track"]).names
    if column not in names:
        raise InputError(f"{release} has no column '{column}'; its columns are {', '.join(names)}.")
    return _Walk(lake, manifest).ways(column)


def every(lake: Lake, release: str) -> dict[str, list[list[Hop]]]:
    """`follow` for each column of a release."""
    manifest, _ = manifest_of(lake, release)
    walk = _Walk(lake, manifest)
    return {column: walk.ways(column) for column in data_schema(manifest["track"]).names}


def moved_on(lake: Lake, release: str) -> list[str]:
    """Tables that changed since the release was cut from them: their accounts are told as they are now."""
    manifest, _ = manifest_of(lake, release)
    found = {table: lake.find(table) for table in manifest["inputs"]}
    return sorted(table for table, version in found.items() if version is None or version.data_version != manifest["inputs"][table])


class _Walk:
    def __init__(self, lake: Lake, manifest: dict):
        self._lake, self._manifest = lake, manifest
        self._clean = list((manifest.get("recipe") or {}).get("tables") or ())
        self._origins: dict[str, dict[str, list[Column]]] = {}
        self._versions: dict[str, Version | None] = {}
        passed = {table for steps in manifest["chains"].values() for step in steps for table in step["tables"]}
        marts = [f"warehouse/{name.split('/')[1]}" for name in self._clean]
        asked = {table for name in (*self._clean, *marts) for table in _records(self._version(name)) if table.startswith(RAW)}
        self._silent = asked - passed

    def ways(self, column: str) -> list[list[Hop]]:
        last = Hop(f"releases/{self._manifest['corpus']}", column, "cut", self._manifest["version"])
        first = released(self._lake, self._manifest["track"], self._clean, self._manifest["selection"])[column]
        return [[*way, last] for table, name in first for way in self._back(table, name, frozenset())]

    def _back(self, table: str, column: str, seen: frozenset) -> list[list[Hop]]:
        version = self._version(table)
        if version is None or table in self._silent or (table, column) in seen:
            return []
        here = Hop(table, column, version.step["name"], str(version.step["version"]))
        if table.startswith(RAW):
            return [[here]]
        before = self._of(table, version).get(column, [])
        ways = [[*way, here] for parent, name in before for way in self._back(parent, name, seen | {(table, column)})]
        return ways or ([[here]] if not before else [])

    def _of(self, table: str, version: Version) -> dict[str, list[Column]]:
        if table not in self._origins:
            self._origins[table] = origins(self._lake, version, account_of(table, version.step["name"]))
        return self._origins[table]

    def _version(self, table: str) -> Version | None:
        if table not in self._versions:
            self._versions[table] = self._lake.find(table)
        return self._versions[table]


def account_of(table: str, step: str = "") -> Account:
    """What the stage of a table says its columns are made of."""
    if step.startswith("disclose_"):
        return privacy.DISCLOSED
    named = {"privacy/register": privacy.REGISTER, "privacy/matches": privacy.MATCHES, "privacy/candidates": privacy.CLEAN,
             "privacy/classes": privacy.CLASSES, "privacy/canary_clean": privacy.CLEAN, "privacy/canary_matches": privacy.MATCHES,
             "privacy/canary_fates": privacy.FATES}
    by_group = {"clean": privacy.CLEAN, "annotations": MEASURED, "corpora": SELECTED}
    return named.get("/".join(table.split("/")[:2])) or by_group.get(table.split("/")[0], {})


def _records(version: Version | None) -> list[str]:
    read = version.reads.get("reads", {}).get("records", []) if version is not None else []
    return [read] if isinstance(read, str) else list(read)
