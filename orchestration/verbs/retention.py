"""Retention: what must go soon, and what should be gone already.

Belongs here: everything of a home that ends on a day: records by their source's retention, embargoes, consents, requests, waivers,
keys, evidence of opt-outs; and released records that would not be admitted today. Not here: removing any of it.
Days are judged by the house's `as_of`, as rights are everywhere; deadlines of requests by the clock.
"""

import calendar
import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assets.governance.ledger import keys
from assets.governance.releases import folder_of, releases
from assets.governance.rights import requests
from assets.lake import InputError, Lake
from assets.lake.segments import ids, members
from assets.landing.contracts import Contract, load_contracts
from assets.privacy import dates
from expectations.policies import policies, waivers
from orchestration.verbs.relations import statements

LIVE = ("published", "approved", "candidate")
OVER, UNDATED = "retention has passed", "undated under a retention"     # reasons of the warehouse
EVIDENCE = "opt_out_evidence"               # the policy that says how old it may be
_DAYS = re.compile(r"(\d+)\s*(d|w)?")
_PERIOD = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


def retention(lake: Lake, due: str = "30d") -> dict:
    """{"as_of", "until", "entries": [{"what", "name", "on", "days", "records", "over", "do"}]}, the most urgent first.

    `on` is the last day (ISO 8601) or null where none is known, `days` how many are left (negative: days past), `records` how many
    records it is about or null, `over` whether it should be gone or done already. Raises InputError for a span that is none.
    """
    as_of, ahead = lake.house.as_of, span(due)
    contracts = [contract for contract in load_contracts(lake.house) if isinstance(contract, Contract) and contract.state == "ready"]
    found = [*_kept(lake, contracts, as_of, ahead), *_released(lake), *_embargoes(contracts, as_of), *_evidence(lake, contracts, as_of),
             *_consents(lake, as_of), *_requests(lake), *_waivers(lake, as_of), *_keys(lake, as_of)]
    near = [one for one in found if one["days"] is None or one["days"] <= ahead]
    return {"as_of": as_of.isoformat(), "until": (as_of + dt.timedelta(days=ahead)).isoformat(),
            "entries": sorted(near, key=lambda one: (not one["over"], one["on"] or "", one["what"], one["name"]))}


def span(written: str) -> int:
    """Days of a span written 30d, 2w or 30. Raises InputError for anything else."""
    found = _DAYS.fullmatch(written.strip().lower())
    if not found:
        raise InputError(f"'{written[:20]}' is no span of time; write days or weeks, such as 30d or 4w.")
    return int(found[1]) * (7 if found[2] == "w" else 1)


def last_day(day: dt.date, period: str) -> dt.date:
    """The last day of a period (ISO 8601: P10Y, P18M, P2W) that begins on a day; a month that is too short ends with its last day."""
    years, months, weeks, more = (int(part or 0) for part in _PERIOD.fullmatch(period).groups())
    year, month = divmod(day.year * 12 + day.month - 1 + years * 12 + months, 12)
    if year > dt.MAXYEAR - 1:
        return dt.date.max
    moved = dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    return moved + dt.timedelta(days=weeks * 7 + more)


def _entry(what: str, name: str, on: dt.date | None, today: dt.date, do: str, *, records: int | None = None, over: bool | None = None) -> dict:
    days = (on - today).days if on else None
    return {"what": what, "name": name, "on": on.isoformat() if on else None, "days": days, "records": records,
            "over": days is not None and days < 0 if over is None else over, "do": do}


# -- records ---------------------------------------------------------------------------------------------------------------

def _kept(lake: Lake, contracts: list[Contract], as_of: dt.date, ahead: int) -> Iterator[dict]:
    """Records in the vault whose retention has ended or ends within `ahead` days: per source, `on` is the first of their last days."""
    periods = {contract.name: contract.retention for contract in contracts if contract.retention}
    ends, left_out = _last_days(lake, periods), _left_out(lake, contracts)
    for source, period in sorted(periods.items()):
        past = {on: number for on, number in ends[source].items() if on < as_of}
        soon = {on: number for on, number in ends[source].items() if 0 <= (on - as_of).days <= ahead}
        gone, undated = left_out[source][OVER], left_out[source][UNDATED]
        if past or gone:
            yield _entry("retention", source, min(past, default=None), as_of, f"kept for {period}, which has passed: delete them at their source",
                         records=sum(past.values()) + gone, over=True)
        if undated:
            yield _entry("retention", source, None, as_of, f"kept for {period}, but they bear no day it runs from: date them or delete them",
                         records=undated, over=True)
        if soon:
            yield _entry("retention", source, min(soon), as_of, f"kept for {period}, until {max(soon)} at the latest: then delete them at their source",
                         records=sum(soon.values()))


def _last_days(lake: Lake, periods: dict[str, str]) -> dict[str, Counter]:
    """Records that the warehouse keeps, by source and by the last day of their retention."""
    ends: dict[str, Counter] = defaultdict(Counter)
    for table in lake.tables("warehouse/"):
        version = lake.find(table)
        for batch in version.batches(["source", "created_on"]) if version is not None and version.rows else ():
            counted = pa.table(batch).group_by(["source", "created_on"]).aggregate([([], "count_all")]).to_pylist()
            for one in counted:
                if one["created_on"] is not None and one["source"] in periods:
                    ends[one["source"]][last_day(one["created_on"], periods[one["source"]])] += one["count_all"]
    return ends


def _left_out(lake: Lake, contracts: list[Contract]) -> dict[str, Counter]:
    """How many records of each source the warehouse leaves out for a reason of time."""
    wanted = {reason: _withheld(lake, reason) for reason in (OVER, UNDATED)}
    found: dict[str, Counter] = defaultdict(Counter)
    for contract in contracts:
        version = lake.find(contract.table) if any(len(one) for one in wanted.values()) else None
        for batch in version.batches(["record_id"]) if version is not None and version.rows else ():
            for reason, gone in wanted.items():
                found[contract.name][reason] += int(members(ids(batch["record_id"]), gone).sum())
    return found


def _withheld(lake: Lake, reason: str | None = None) -> np.ndarray:
    """Ids (S16, sorted) of the records that the warehouse leaves out today, for one reason or any."""
    parts = [np.empty(0, "S16")]
    for table in lake.tables("warehouse/"):
        version = lake.find(table)
        account = version.left_out() if version is not None else None
        if account is not None and account.num_rows:
            parts.append(ids((account if reason is None else account.filter(pc.equal(account["reason"], reason)))["record_id"]))
    return np.sort(np.concatenate(parts))


def _released(lake: Lake) -> Iterator[dict]:
    """Records of releases in use that the rights of today would not let in."""
    live = [entry["release"] for entry in releases(lake) if entry["state"] in LIVE]
    withheld = _withheld(lake) if live else np.empty(0, "S16")
    for release in live:
        folder, count = folder_of(lake, release), 0
        for name in folder.files():
            if name.startswith("provenance/"):
                with folder.open(name) as file:
                    count += int(members(ids(pq.ParquetFile(file).read(["record_id"])["record_id"]), withheld).sum())
        if count:
            yield _entry("release", release, None, lake.house.as_of, "holds records that its sources' rights no longer allow: release what "
                         "`hallmark run` cuts now, and supersede this one", records=count, over=True)


# -- rights ----------------------------------------------------------------------------------------------------------------

def _embargoes(contracts: list[Contract], as_of: dt.date) -> Iterator[dict]:
    for contract in contracts:
        if contract.embargo and contract.embargo > as_of:
            yield _entry("embargo", contract.name, contract.embargo, as_of, "may be used from this day; the next run after it takes it up")


def _evidence(lake: Lake, contracts: list[Contract], as_of: dt.date) -> Iterator[dict]:
    """Evidence of opt-outs that grows too old. What a contract grants does not age."""
    age = next(policy for policy in policies(lake.house) if policy.id == EVIDENCE).parameters["days"]
    for contract in contracts:
        said = contract.tdm_opt_out
        if said is None or said.protocol == "contract":
            continue
        on = said.checked + dt.timedelta(days=age) if said.checked else None
        yield _entry("opt-out evidence", contract.name, on, as_of, f"look again ({said.protocol or 'no protocol named'}) and write the day into the contract",
                     over=on is None or on < as_of)


def _consents(lake: Lake, as_of: dt.date) -> Iterator[dict]:
    """Consents that end, by purpose and day; `records` counts persons' statements. What ended before today keeps nobody in."""
    ends = Counter()
    for said in statements(lake).to_pylist():
        if said["until"] is not None and said["until"] >= as_of:
            ends[said["purpose"], said["until"]] += 1
    for (purpose, on), number in sorted(ends.items()):
        yield _entry("consent", purpose, on, as_of, "ask again, or the next run leaves these persons' records out", records=number)


# -- people and keys -------------------------------------------------------------------------------------------------------

def _requests(lake: Lake) -> Iterator[dict]:
    known = requests.all_(lake)
    today = requests.today(known)
    for request in known:
        if request.state == "open":
            yield _entry(f"request for {request.kind}", request.number, request.due, today, "must be answered by this day (GDPR Art. 12(3))")


def _waivers(lake: Lake, as_of: dt.date) -> Iterator[dict]:
    for name, waiver in sorted(waivers(lake.house, policies(lake.house)).items()):
        yield _entry("waiver", name, waiver.until, as_of, "the policy must be kept from then on; take the waiver out")


def _keys(lake: Lake, as_of: dt.date) -> Iterator[dict]:
    for identity, key in sorted(keys.registry(lake).items()):
        until = dates.read(key["valid_until"])
        if until is not None and until >= as_of and not key["compromised_on"]:
            yield _entry("key", f"{identity[:16]} ({key['role']})", until, as_of, "enrol another before it ends")
