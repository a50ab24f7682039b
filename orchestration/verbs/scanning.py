"""The second search of a cut: its shards, then its documents, with the register of the vault in hand.

Belongs here: bringing the waiting files and the register together. Not here: how values are searched (`privacy.second_pass`),
what a verdict allows (`governance.waiting`).
"""

import pyarrow as pa
import pyarrow.parquet as pq

from assets.governance.waiting import DOCUMENTS, SHARDS, scanned, waiting
from assets.lake import Lake
from assets.landing.contracts import Refused, load_contracts
from assets.privacy.evidence.second_pass import UNIQUE, Findings, second_pass

REGISTER = pa.schema([(name, pa.string()) for name in ("name", "given_name", "family_name", "email", "phone")])


def scan(lake: Lake, corpus: str, what: str) -> dict:
    """Search the shards or the documents of the waiting cut and record the verdict. Counts and record ids, no value.

    A cut that a release already holds keeps the verdict of that release's manifest and is not searched again.
    """
    cut = waiting(lake, corpus)
    if cut.settled:
        return {"passed": True, "settled": cut.settled}
    known = register(lake)
    pieces = _tables(cut) if what == SHARDS else ((name, cut.read(name)) for name in cut.files(DOCUMENTS))
    found = second_pass(pieces, known)
    verdict = _verdict(found, known)
    scanned(lake, corpus, what, verdict)
    return verdict | {"records": {kind: sorted(ids)[:100] for kind, ids in sorted(found.records.items())}}


def searched(lake: Lake, documents: dict[str, bytes]) -> dict:
    """The verdict of the second search over documents by name, as a manifest keeps it."""
    known = register(lake)
    return _verdict(second_pass(documents.items(), known), known)


def register(lake: Lake) -> pa.Table:
    """Names and reachable values of every person the house's registers hold."""
    tables = []
    for contract in load_contracts(lake.house):
        version = None if isinstance(contract, Refused) or contract.kind != "subject" else lake.find(f"landing/{contract.name}")
        if version is not None and version.rows:
            personal = set(contract.subject_fields) or set(REGISTER.names)      # a contract that names none means all
            known = version.read(REGISTER.names).cast(REGISTER)
            tables.append(pa.table({name: known[name] if name in personal else pa.nulls(len(known), pa.string()) for name in REGISTER.names}))
    return pa.concat_tables(tables) if tables else REGISTER.empty_table()


def _verdict(found: Findings, known: pa.Table) -> dict:
    return {"passed": found.clean, "unique_identifiers": sum(found.counts[kind] for kind in UNIQUE), "full_names": found.counts["PERSON"],
            "searched_values": sum(len(known) - known[name].null_count for name in ("name", "email", "phone")),
            "possible": {kind: number for kind, number in sorted(found.counts.items()) if kind.startswith("possible ")}}


def _tables(cut):
    for name in cut.files(SHARDS):
        with cut.open(name) as file:
            parquet = pq.ParquetFile(file)
            for number in range(parquet.num_row_groups):
                yield parquet.read_row_group(number)
