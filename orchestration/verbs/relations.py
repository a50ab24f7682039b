"""What policies are asked over: every record of a cut with its rights as they stand today, and the few facts beside them.

Belongs here: the relations `provenance`, `consents`, `corpus` and `remains`, and where each fact comes from. Not here: asking
(`governance.policies`). Neither texts nor places of arrival are in them, and people are numbers: what a policy answers is told
outside the vault.
"""

import csv
import datetime as dt
import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assets.governance.rights import objections
from assets.governance.waiting import SHARDS, Waiting
from assets.lake import Lake
from assets.lake.digest import ID
from assets.landing.register import CONTRACTS, TABLE
from assets.privacy import dates

STATUSES = Path(__file__).parents[2] / "dbt_project" / "seeds" / "consent_statuses.csv"     # how registers write a consent's state
REMAINS = pa.schema([
    pa.field("source", pa.string(), nullable=False), pa.field("type", pa.string(), nullable=False),
    pa.field("per_1000_records", pa.float64()),         # upper bound of what may remain, null when nobody knows
    pa.field("most", pa.float64(), nullable=False)])    # what the house allows
_DATA = ["record_id", "source", "language", "split", "created", "synthetic"]
_PROVENANCE = ["record_id", "object_id", "locator", "digest", "licence", "legal_basis", "purposes", "chain", "redactions", "parents"]
_BEHIND = pa.schema([("record_id", ID), ("created_on", pa.date32()), ("secrecy", pa.string()), ("exclusivity", pa.string()),
                     ("subject_ids", pa.list_(ID))])
_DEMAND = pa.schema([("subject_id", ID), ("demand", pa.string())])
_STATEMENT = pa.schema([("subject_id", ID), ("purpose", pa.string()), ("status", pa.string()), ("notice_version", pa.string()),
                        ("since", pa.date32()), ("until", pa.date32()), ("readable", pa.bool_())])

_RECORDS = """
    select data.record_id, data.source, data.language, data.split, data.created, data.synthetic, proven.licence, proven.legal_basis,
        coalesce(proven.purposes, []) as purposes, object_id, digest, coalesce(locator, '') <> '' as located,
        coalesce(list_contains($chains, chain), false) as chain_known,
        coalesce(list_sum(list_transform(redactions, lambda redaction: redaction['count'])), 0)::bigint as redactions,
        coalesce(len(parents), 0) as parents, contracts.state as contract_state, coalesce(contracts.purposes, []) as source_purposes,
        coalesce(contracts.territory, []) as territory, try_cast(contracts.embargo as date) as embargo, contracts.retention,
        case when retention is null then null when created_on is null then 'undated'
            when created_on + to_months(12 * number(retention, 'Y') + number(retention, 'M'))
                + to_days(7 * number(retention, 'W') + number(retention, 'D')) < $as_of then 'over' else 'running' end as retention_state,
        coalesce(behind.secrecy, contracts.secrecy) as secrecy, coalesce(behind.exclusivity, contracts.exclusivity) as exclusivity,
        contracts.agreement, contracts.article9, contracts.tdm_stated, contracts.tdm_protocol, contracts.tdm_checked,
        len(subject_ids) as persons, coalesce(tombstoned, false) as tombstoned
    from data
    left join proven on proven.record_id = data.record_id
    left join behind on behind.record_id = data.record_id
    left join contracts on contracts.name = data.source
    left join stones on stones.record_id = data.record_id"""

# A grant holds from its first day to its last. A no holds from its own day, or now when it has none, and undoes every grant that
# is not younger. Of one day, the no counts. A grant with a day that nobody can read grants nothing.
_CONSENTS = """
    with effective as (
        select subject_id, key(purpose) as purpose, statuses.status, notice_version, case
            when statuses.status = 'granted' then coalesce(since, date '0001-01-01')
            when since is null and until is null then $as_of
            when until <= $as_of then greatest(since, until)
            else coalesce(since, $as_of) end as day
        from statements join statuses on statuses.written = lower(strip_accents(trim(statements.status, ' .')))
        where statuses.status <> 'granted' or (readable and coalesce(until >= $as_of, true))
    ),
    standing as (
        select * from effective where day <= $as_of
        qualify row_number() over (partition by subject_id, purpose
            order by day desc, status = 'granted', status, notice_version desc nulls last) = 1
    ),
    persons as (select record_id, unnest(subject_ids) as subject_id from behind),
    asked as (select record_id, subject_id, unnest($purposes) as purpose from persons)
    select record_id, dense_rank() over (order by asked.subject_id) as person, asked.purpose,
        coalesce(standing.status, 'absent') as state, standing.notice_version, demands.demand
    from asked left join standing on standing.subject_id = asked.subject_id and standing.purpose = key(asked.purpose)
    left join demands on demands.subject_id = asked.subject_id
    order by record_id, person, asked.purpose"""


def relations(lake: Lake, cut: Waiting, residual: dict) -> dict[str, pa.Table]:
    """The four relations over a cut that waits; `residual` is the verdict on what may remain. docs/policies.md has every column."""
    data, proven = _shards(cut, "data", _DATA), _shards(cut, "provenance", _PROVENANCE)
    behind = _behind(lake, cut.account["recipe"]["tables"], data["record_id"])
    purposes, as_of = list(cut.account["recipe"]["purposes"]), lake.house.as_of
    with duckdb.connect() as con:
        con.execute("set threads = 2")
        con.execute("create macro number(duration, unit) as coalesce(try_cast(regexp_extract(duration, '([0-9]+)' || unit, 1) as integer), 0)")
        con.execute("create macro key(words) as replace(replace(lower(trim(words)), '_', '-'), ' ', '-')")      # as the warehouse compares purposes
        for name, table in {"data": data, "proven": proven, "behind": behind, "contracts": _contracts(lake), "statements": statements(lake),
                            "demands": _demands(lake), "statuses": _statuses(), "stones": _stones(lake, data["record_id"], behind)}.items():
            con.register(name, table)
        records = con.sql(_RECORDS, params={"chains": list(cut.account["chains"]), "as_of": as_of}).to_arrow_table()
        consents = con.sql(_CONSENTS, params={"as_of": as_of, "purposes": purposes}).to_arrow_table()
    recipe = cut.account["recipe"]
    corpus = pa.table({"corpus": [cut.corpus], "title": [cut.account["title"]], "track": [recipe["track"]], "purposes": pa.array([purposes], pa.list_(pa.string())),
                       "records": pa.array([data.num_rows], pa.int64()), "as_of": pa.array([as_of], pa.date32()),
                       "house": [lake.house.title], "controller": [lake.house.controller]})
    return {"provenance": records, "consents": consents, "corpus": corpus, "remains": _remains(residual)}


def _shards(cut: Waiting, kind: str, columns: list[str]) -> pa.Table:
    tables = []
    for name in cut.files(SHARDS):
        if name.startswith(f"{kind}/"):
            with cut.open(name) as file:
                tables.append(pq.ParquetFile(file).read(columns))
    return pa.concat_tables(tables)


def _behind(lake: Lake, tables: list[str], inside: pa.ChunkedArray) -> pa.Table:
    """What only the vault says of the cut's records: whom they are about and the day that was not moved; of tables not there, nothing."""
    found = []
    for table in tables:
        version = lake.find(f"warehouse/{table.split('/')[1]}")
        for batch in version.batches(_BEHIND.names) if version is not None and version.rows else ():
            found.append(batch.filter(pc.is_in(batch["record_id"], inside)).cast(_BEHIND))
    return pa.Table.from_batches(found, _BEHIND)


def _contracts(lake: Lake) -> pa.Table:
    version = lake.find(TABLE)
    rows = version.read().to_pylist() if version is not None else []
    made = []
    for row in rows:
        opt_out = json.loads(row.get("tdm_opt_out") or "{}")
        made.append({**{name: row.get(name) for name in CONTRACTS.names}, "tdm_stated": bool(opt_out), "tdm_protocol": opt_out.get("protocol"),
                     "tdm_checked": dt.date.fromisoformat(opt_out["checked"]) if opt_out.get("checked") else None})
    more = [pa.field("tdm_stated", pa.bool_()), pa.field("tdm_protocol", pa.string()), pa.field("tdm_checked", pa.date32())]
    return pa.Table.from_pylist(made, pa.schema([*(field.with_nullable(True) for field in CONTRACTS), *more]))


def statements(lake: Lake) -> pa.Table:
    """What the registers say of each person's consents, one row per statement."""
    version = lake.find(TABLE)
    registers = [row["name"] for row in version.read(["name", "kind", "state"]).to_pylist()
                 if row["kind"] == "subject" and row["state"] == "ready"] if version is not None else []
    rows = []
    for name in sorted(registers):
        register = lake.find(f"landing/{name}")
        for batch in register.batches(["subject_ids", "consents"]) if register is not None and register.rows else ():
            for people, said in zip(batch["subject_ids"].to_pylist(), batch["consents"].to_pylist(), strict=True):
                rows += [_statement(people[0], one) for one in said or () if people]
    return pa.Table.from_pylist(rows, _STATEMENT)


def _statement(person: bytes, said: dict) -> dict:
    since, until = (dates.read((said[name] or "").strip()) for name in ("from", "until"))
    unread = any((said[name] or "").strip() and day is None for name, day in (("from", since), ("until", until)))
    return {"subject_id": person, "purpose": said["purpose"], "status": said["status"] or "", "since": since, "until": until, "readable": not unread,
            "notice_version": (said["notice_version"] or "").strip() or None}


def _demands(lake: Lake) -> pa.Table:
    """What each person asked of the house itself, once: of an objection and a restriction, the objection."""
    kinds: dict[str, str] = {}
    for request in objections.standing(lake):
        for subject in request.subjects:
            kinds[subject] = min(request.kind, kinds.get(subject, request.kind))
    return pa.Table.from_pylist([{"subject_id": bytes.fromhex(subject), "demand": kind} for subject, kind in sorted(kinds.items())], _DEMAND)


def _statuses() -> pa.Table:
    with STATUSES.open(encoding="utf-8", newline="") as file:
        return pa.Table.from_pylist(list(csv.DictReader(file)))


def _stones(lake: Lake, records: pa.ChunkedArray, behind: pa.Table) -> pa.Table:
    """The records under a tombstone, themselves or through a person they are about."""
    records, behind = records.combine_chunks(), behind.combine_chunks()
    owned, people = behind["record_id"].combine_chunks(), behind["subject_ids"].combine_chunks()
    asked = pa.concat_arrays([records, pc.list_flatten(people)])
    about = pa.concat_arrays([records, owned.take(pc.list_parent_indices(people))])
    struck = pc.unique(about.filter(lake.tombstones.contains(asked).cast(pa.bool_())))
    return pa.table({"record_id": struck, "tombstoned": pa.array([True] * len(struck))})


def _remains(residual: dict) -> pa.Table:
    rows = [{"source": one["source"], "type": one["type"], "per_1000_records": one["per_1000_records"], "most": one["limit"]}
            for one in residual["bounds"]]
    return pa.Table.from_pylist(rows, REMAINS)
