"""Trace: every record, release, checkpoint and learned thing that a source, a licence or a person reached.

Belongs here: searching provenance. Not here: what follows from it (erasure).
"""

import pyarrow.parquet as pq

from assets.governance.releases import folder_of, releases
from assets.lake import InputError, Lake
from assets.lake.keys import subject_id

SHOWN = 1000


def trace(lake: Lake, *, source: str | None = None, licence: str | None = None, subject: str | None = None) -> dict:
    """Where something went: {"records", "releases": [{"release", "state", "records", "record_ids"}], "checkpoints"}.

    Exactly one of source, licence or subject (a client number as its source writes it). Raises InputError otherwise.
    """
    asked = {"source": source, "licence": licence, "subject": subject}
    given = {name: value for name, value in asked.items() if value is not None}
    if len(given) != 1:
        raise InputError("Trace one thing at a time: give --source, --licence or --subject.")
    (what, value), = given.items()
    if what == "source":
        _must_exist(lake, value)
    people = _records_about(lake, value) if what == "subject" else None
    found, everything = [], set()
    for entry in releases(lake):
        hits = _hits(lake, entry["release"], what, value, people)
        if hits:
            everything |= set(hits)
            found.append({"release": entry["release"], "state": entry["state"], "records": len(hits), "record_ids": sorted(hits)[:SHOWN]})
    tables = {}
    if what == "source":
        raw = lake.find(f"landing/{value}")
        tables = {f"landing/{value}": raw.rows} if raw else {}
    elif people is not None:
        tables = {"records in the vault": len(people)}
    return {what: value if what != "subject" else "(asked)", "records": len(everything), "tables": tables, "releases": found, "checkpoints": []}


def _must_exist(lake: Lake, source: str) -> None:
    from assets.landing.contracts import load_contracts

    names = [contract.name for contract in load_contracts(lake.house)]
    if source not in names:
        raise InputError(f"There is no source '{source}'; the sources are {', '.join(names)}.")


def _records_about(lake: Lake, value: str) -> set[bytes]:
    """Record ids of the raw rows that are about a person, from every landing table."""
    wanted = subject_id(lake.keys.identity, lake.house.controller, value)
    found = set()
    for table in lake.tables("landing/"):
        version = lake.find(table)
        if version is None or "subject_ids" not in version.schema.names:
            continue
        for batch in version.batches(["record_id", "subject_ids"]):
            found |= {record for record, subjects in zip(batch["record_id"].to_pylist(), batch["subject_ids"].to_pylist(), strict=True)
                      if wanted in (subjects or ())}
    return found


def _hits(lake: Lake, release: str, what: str, value: str, people: set[bytes] | None) -> list[str]:
    folder, hits = folder_of(lake, release), []
    for name in folder.files():
        if not (name.startswith("data/") and name.endswith(".parquet")):
            continue
        column = {"source": "source", "licence": "licence", "subject": "record_id"}[what]
        with folder.open(name) as file:
            table = pq.read_table(file, columns=list(dict.fromkeys(["record_id", column])))
        for record, seen in zip(table["record_id"].to_pylist(), table[column].to_pylist(), strict=True):
            if (record in people) if people is not None else seen == value:
                hits.append(record.hex())
    return hits
