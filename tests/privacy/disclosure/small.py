"""Small tables of purchases that a person can check by eye."""

import datetime as dt

import pyarrow as pa

from assets.privacy.disclosure.policy import TablePolicy
from assets.privacy.disclosure.steps import CLASSES, STEPS, disclose, table_classes
from assets.privacy.schemas import SCHEMAS

ITEMS = pa.table({"code": ["BAG-1", "BAG-2", "RING-1", "RING-2"], "category": ["bag", "bag", "ring", "ring"],
                  "brand": ["Solenza", "Brumelle", "Solenza", "Lunaria"], "material": ["calf", "calf", "gold", "gold"], "colour": [None] * 4})
BOUGHT = TablePolicy(k=2, quasi={"created_on": ("month", "year"), "item_code": ("category", "any")}, follow={"item_code": ("description",)})


class Table:
    """What a step is handed: a version of these rows."""

    def __init__(self, rows: pa.Table):
        self._rows, self.rows, self.schema = rows, rows.num_rows, rows.schema

    def read(self, columns=None) -> pa.Table:
        return self._rows.select(columns) if columns else self._rows


def purchases(*rows: dict, kind: str = "transaction") -> pa.Table:
    """Rows by number; `who` is the buyer, `day` an ISO date."""
    return pa.Table.from_pylist([_row(number, kind, **row) for number, row in enumerate(rows)], SCHEMAS[kind])


def _row(number: int, kind: str, who: str | None = None, day: str | None = "2024-03-05", source: str = "shop", **more) -> dict:
    return {"record_id": number.to_bytes(16, "big"), "source": source, "kind": kind, "group_id": who.encode().ljust(16, b".") if who else None,
            "subject_group": who is not None, "created_on": dt.date.fromisoformat(day) if day else None, "purposes": ["retrieval"], "redactions": [],
            "ledger": []} | more


def leaving(table: pa.Table, policy: TablePolicy, mart: str = "transactions", items: pa.Table | None = ITEMS):
    """Both steps over one table: the rows that leave, by number, and the account of the others."""
    classes = table_classes({"records": Table(table), **({"items": Table(items)} if items is not None else {})}, policy.as_params())
    assert classes.rows.schema.equals(CLASSES)
    made = disclose(table.combine_chunks().to_batches()[0], pa.table(classes.rows))
    rows = made.rows.select(STEPS[mart].schema.names).cast(STEPS[mart].schema)
    return {int.from_bytes(row["record_id"], "big"): row for row in rows.to_pylist()}, made.left_out.to_pylist()


def released(table: pa.Table, policy: TablePolicy, mart: str = "transactions") -> pa.Table:
    return pa.Table.from_pylist(list(leaving(table, policy, mart)[0].values()), STEPS[mart].schema)
