"""Planted tables for the suites: a stand-in for a lake version, clean rows that break no expectation."""

from dataclasses import dataclass, field

import pyarrow as pa

from assets.lake.digest import mac
from assets.privacy.schemas import SCHEMAS

SECRET = "zebrafish"            # a word that stands for data: it may appear nowhere outside a table


def id_of(name: str) -> bytes:
    return mac(b"suites", name)


@dataclass
class Rows:
    """What `validate` needs of a version."""

    table: str
    content: pa.Table
    batch_rows: int = 2
    data_version: str = "1"
    counts: dict = field(default_factory=dict)

    def __post_init__(self):
        self.counts = self.counts or {"in": self.content.num_rows}
        self.rows, self.schema = self.content.num_rows, self.content.schema

    def batches(self, columns=None):
        chosen = self.content.select(columns) if columns else self.content
        return iter(chosen.to_batches(max_chunksize=self.batch_rows))


def document(name: str, **fields) -> dict:
    return {"record_id": id_of(name), "source": "archive", "kind": "document", "title": "A trunk", "text": "Made by hand.", "language": "en",
            "language_score": 0.9, "licence": "CC0-1.0", "legal_basis": "not-personal", "secrecy": "internal", "exclusivity": "exclusive",
            "purposes": ["retrieval"], "extra": "{}", "subject_group": False, "redactions": [], "ledger": [], **fields}


def documents(*rows: dict, **more) -> Rows:
    return Rows("clean/documents", pa.Table.from_pylist(list(rows), SCHEMAS["document"]), **more)


def dialogue(name: str, *turns: str, **fields) -> dict:
    said = [{"speaker": "client", "role": "client", "text": text} for text in turns]
    return {**document(name), "kind": "dialogue", "turns": said, "n_turns": len(said), **fields}


def dialogues(*rows: dict) -> Rows:
    return Rows("clean/dialogues", pa.Table.from_pylist(list(rows), SCHEMAS["dialogue"]))
