"""The register of contracts: `landing/contracts`, one row per contract of the house, broken ones included.

Belongs here: what other stages may know of a contract. Not here: reading contracts (contracts).
"""

from typing import Any

import pyarrow as pa

from assets.lake.digest import ID, digest_of, mac
from assets.lake.lake import Lake
from assets.lake.steps import LEFT_OUT
from assets.lake.versions import Version
from assets.landing.contracts import Contract, Refused, load_contracts

TABLE = "landing/contracts"
REGISTER_VERSION = "1"

CONTRACTS = pa.schema([
    pa.field("record_id", ID, nullable=False),
    pa.field("name", pa.string(), nullable=False),
    pa.field("kind", pa.string()),
    pa.field("state", pa.string(), nullable=False),     # ready, blocked or broken
    pa.field("reason", pa.string()),
    pa.field("licence", pa.string()),
    pa.field("legal_basis", pa.string()),
    pa.field("purposes", pa.list_(pa.string()), nullable=False),
    pa.field("territory", pa.list_(pa.string()), nullable=False),
    pa.field("retention", pa.string()),
    pa.field("embargo", pa.string()),
    pa.field("secrecy", pa.string()),
    pa.field("exclusivity", pa.string()),
    pa.field("controller", pa.string()),
    pa.field("steward", pa.string()),
    pa.field("title", pa.string()),
    pa.field("agreement", pa.string()),
    pa.field("article9", pa.string()),
    pa.field("tdm_opt_out", pa.string()),               # JSON
    pa.field("origin", pa.string()),                    # JSON
    pa.field("subject_fields", pa.list_(pa.string()), nullable=False),
])


def register(lake: Lake, house: Any) -> Version:
    """Bring the register up to date with the house's contracts."""
    rows = [_row(lake, contract) for contract in load_contracts(house)]
    signature = digest_of("register", REGISTER_VERSION, repr(rows))
    base = lake.newest(TABLE)
    if base is not None and base.signature == signature:
        return base
    with lake.boundary("register contracts"):
        return lake.commit(
            TABLE, pa.Table.from_pylist(rows, CONTRACTS).combine_chunks().to_batches(), schema=CONTRACTS,
            left_out=LEFT_OUT.empty_table(), counted_in=len(rows), step={"name": "register", "version": REGISTER_VERSION, "params": {}},
            signature=signature)


def _row(lake: Lake, contract: Contract | Refused) -> dict[str, Any]:
    row: dict[str, Any] = {
        "record_id": mac(lake.keys.identity, "contract", contract.name), "name": contract.name, "state": contract.state,
        "reason": contract.reason, "purposes": [], "territory": [], "subject_fields": []}
    if isinstance(contract, Contract):
        row |= {name: getattr(contract, name) for name in (
            "kind", "licence", "legal_basis", "purposes", "territory", "retention", "secrecy", "exclusivity", "controller", "steward",
            "title", "agreement", "article9", "subject_fields")}
        row["embargo"] = contract.embargo.isoformat() if contract.embargo else None
        row["tdm_opt_out"] = contract.tdm_opt_out.model_dump_json() if contract.tdm_opt_out else None
        row["origin"] = contract.origin.model_dump_json() if contract.origin else None
    return row
