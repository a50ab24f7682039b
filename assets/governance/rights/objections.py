"""Objections and restrictions that stand: the table by which the warehouse keeps people's records in the vault at their request.

Belongs here: what stands, and the table `landing/objections` made of it. Not here: taking a request (`orchestration/verbs/rights`),
what it withholds (`dbt_project/macros/rights.sql`, `expectations/policies/objection.sql`).
The register of requests is the memory and the table its picture, so no delivery can lift an objection, and a crash between the two
is mended by whoever looks next.
"""

import pyarrow as pa

from assets.governance.rights import requests
from assets.governance.rights.requests import Request
from assets.lake import LEFT_OUT, IntegrityError, Lake, Version
from assets.lake.digest import ID, digest_of, mac

TABLE = "landing/objections"
KINDS = ("objection", "restriction")
STEP = {"name": "objections", "version": "1", "params": {}}
ATTEMPTS = 5

OBJECTIONS = pa.schema([
    pa.field("record_id", ID, nullable=False),
    pa.field("subject_ids", pa.list_(ID), nullable=False),      # the one person
    pa.field("kind", pa.string(), nullable=False),              # one of KINDS
    pa.field("since", pa.date32(), nullable=False),             # the day the request was received
    pa.field("request", pa.string(), nullable=False),           # its number
])


def standing(lake: Lake) -> list[Request]:
    """The objections and restrictions that were not lifted, in the order of their numbers."""
    return [request for request in requests.all_(lake) if request.kind in KINDS and not request.lifted]


def lift(lake: Lake, request: Request) -> Version:
    """Let a request stand no longer, and bring the table into line."""
    requests.lift(lake, request)
    return bring_up(lake)


def digest(lake: Lake) -> str:
    """Changes when what stands does; empty while nothing stands. Names nobody."""
    rows = _rows(lake)
    return digest_of("objections", STEP["version"], repr(rows)) if rows else ""


def bring_up(lake: Lake) -> Version:
    """Bring the table into line with the register; seen at once. Raises IntegrityError when others keep changing it."""
    for _ in range(ATTEMPTS):
        rows = _rows(lake)
        signature = digest_of("objections", STEP["version"], repr(rows))
        version = lake.newest(TABLE)
        if version is None or version.signature != signature:
            version = lake.commit(
                TABLE, pa.Table.from_pylist(rows, OBJECTIONS).to_batches(), schema=OBJECTIONS, left_out=LEFT_OUT.empty_table(),
                counted_in=len(rows), step=STEP, signature=signature)
        if rows == _rows(lake):         # a request registered meanwhile may have been overwritten by this older picture
            return version
    raise IntegrityError("Objections are registered by too many at once; try again in a moment.")


def _rows(lake: Lake) -> list[dict]:
    return [{"record_id": mac(lake.keys.identity, TABLE, request.number, subject), "subject_ids": [bytes.fromhex(subject)], "kind": request.kind,
             "since": request.received, "request": request.number} for request in standing(lake) for subject in request.subjects]
