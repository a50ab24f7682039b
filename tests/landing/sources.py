"""Small sources for the landing tests: a contract, files in the inbox, and what came of them."""

from pathlib import Path

from assets.landing.contracts import load_contract
from assets.landing.run import land

PIECES = """
name: pieces
title: Pieces of the atelier
kind: item
from: {files: {include: ["pieces/**"]}}
format: csv
columns: {code: Code, name: Name, price: Price}
licence: LicenseRef-House-Owned
legal_basis: not-personal
purposes: [train-language-model]
"""

KEYED = PIECES + "primary_key: [Code]\n"


class Source:
    """One source of a lake: write files, land, look at the rows."""

    def __init__(self, lake, contract: str = PIECES):
        self.lake, self.inbox = lake, Path(lake.home.inbox)
        self.agree(contract)

    def agree(self, contract: str):
        name = next(line.split(":")[1].strip() for line in contract.splitlines() if line.startswith("name:"))
        path = self.lake.house.path / "contracts" / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(contract)
        self.contract = load_contract(path, self.lake.house)
        return self

    def deliver(self, name: str, content: "str | bytes") -> Path:
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def pieces(self, name: str, *rows: str) -> Path:
        return self.deliver(f"pieces/{name}", "\n".join(["Code,Name,Price", *rows]) + "\n")

    def land(self, **options):
        self.version = land(self.lake, self.lake.house, self.contract, **options)
        return self.version

    @property
    def files(self) -> dict[str, dict]:
        version = self.lake.read(f"{self.contract.table}.files")
        return {row["path"]: row for row in sorted(version.read().to_pylist(), key=lambda row: row["current"])} if version.rows else {}

    def rows(self, *columns: str) -> list:
        """Rows as tuples of columns, sorted."""
        found = self.version.read(list(columns)).to_pylist() if self.version.rows else []
        return sorted(tuple(row[name] for name in columns) for row in found)

    def ids(self, column: str = "name") -> dict:
        return {row[column]: row["record_id"] for row in self.version.read(["record_id", column]).to_pylist()}

    @property
    def account(self) -> list[tuple]:
        return sorted((row["disposition"], row["reason"], row["locator"]) for row in self.version.left_out().to_pylist())


def is_conserved(version) -> bool:
    counts = version.counts
    return counts["in"] == counts["out"] + sum(sum(counts[name].values()) for name in ("left_out", "merged", "quarantined"))
