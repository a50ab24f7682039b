"""The audit log: appended to by many, changed by nobody unseen."""

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from assets.governance.ledger.log import Log
from assets.governance.verification.leaves import canonical_json
from assets.lake import IntegrityError, PolicyError, SetupError


def filled(lake, events: int = 5) -> Log:
    log = Log(lake.store("ledger"), clock=lambda: "2026-01-31T00:00:00+00:00")
    for number in range(events):
        log.append("cut", release=f"atelier/1.{number}.0")
    return log


def test_entries_come_back_in_order_and_chained(lake):
    log = filled(lake)
    assert [entry["release"] for entry in log.entries()] == [f"atelier/1.{n}.0" for n in range(5)]
    assert log.verify()["ok"] and log.verify()["entries"] == 5


def test_many_writers_leave_one_chain(lake):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: Log(lake.store("ledger")).append("cut", number=n), range(40)))
    entries = Log(lake.store("ledger")).entries()
    assert sorted(entry["number"] for entry in entries) == list(range(40))


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_changed_entry_breaks_the_chain(lake, number):
    log = filled(lake)
    path = f"log/{number:08d}.json"
    entry = json.loads(lake.store("ledger").read(path))
    lake.store("ledger").write(path, canonical_json({**entry, "event": "nothing"}))
    if number < 5:          # the last one shows only against the digest kept elsewhere
        assert not log.verify()["ok"]
        with pytest.raises(IntegrityError, match="was changed or removed"):
            log.entries()
    assert log.verify()["last"] != filled_digest(lake)


def filled_digest(lake) -> str:
    from tests.conftest import make_lake

    return filled(make_lake(lake.home.path / "other")).verify()["last"]


@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_removed_entry_breaks_the_chain(lake, number):
    log = filled(lake)
    lake.store("ledger").delete(f"log/{number:08d}.json")
    assert not log.verify()["ok"]


@pytest.mark.parametrize("body", [b"", b"{}", b"not json", b"[1]"])
def test_a_damaged_entry_is_named(lake, body):
    log = filled(lake)
    lake.store("ledger").write("log/00000002.json", body)
    assert "log/00000002.json" in log.verify()["problems"][0]


# What a clock says

def at(lake, clock: str) -> Log:
    return Log(lake.store("ledger"), clock=lambda: clock)


def test_a_clock_set_back_enters_nothing(lake):
    at(lake, "2026-01-31T12:00:00+00:00").append("cut")
    with pytest.raises(SetupError, match=r"clock of this machine says 2026-01-30T12:00:00\+00:00, and the last entry .* was made at 2026-01-31T12"):
        at(lake, "2026-01-30T12:00:00+00:00").append("cut")
    assert at(lake, "").verify()["entries"] == 1


@pytest.mark.parametrize("clock", ["2026-01-31T11:56:00+00:00", "2026-01-31T14:00:00+02:00", "2026-01-31T13:00:00+00:00"])
def test_clocks_of_two_machines_may_differ_a_little_and_in_their_zone(lake, clock):
    at(lake, "2026-01-31T12:00:00+00:00").append("cut")
    assert at(lake, clock).append("cut")["seq"] == 2


def test_nothing_is_entered_after_an_entry_that_cannot_be_read(lake):
    filled(lake, 2)
    lake.store("ledger").write("log/00000002.json", b"{}")
    with pytest.raises(IntegrityError, match=r"log/00000002\.json: the entry cannot be read"):
        Log(lake.store("ledger")).append("cut")


def test_nothing_is_signed_under_a_day_that_has_passed(lake):
    log = at(lake, "2026-01-31T12:00:00+00:00")
    log.refuse_before(dt.date(1999, 1, 1))          # an empty log knows of no day
    log.append("cut")
    log.refuse_before(dt.date(2026, 1, 31))
    with pytest.raises(SetupError, match="Nothing is signed under the day 2026-01-30: the last entry .* was made on 2026-01-31"):
        log.refuse_before(dt.date(2026, 1, 30))


def test_a_real_house_refuses_an_approval_dated_before_its_log_and_a_demonstration_has_a_day_of_its_own(candidate_lake):
    from dataclasses import replace

    from assets.governance.approvals import approve

    lake = candidate_lake
    approve(lake, "atelier/1.0.0", "reviewer-a")
    lake.home = replace(lake.home, demonstration=False)
    lake.house = replace(lake.house, seed=None)
    with pytest.raises(SetupError, match="Nothing is signed under the day 2026-01-31"):
        approve(lake, "atelier/1.0.0", "reviewer-b")
    with pytest.raises(PolicyError, match="outside the time|enrolled"):     # the day itself is allowed; another reason refuses it
        approve(lake, "atelier/1.0.0", "officer", dt.datetime.now(dt.UTC).date())


# The digest kept elsewhere

def test_a_digest_kept_elsewhere_is_found_where_it_was_taken(lake):
    log = filled(lake, 0)
    kept = [log.verify()["last"]]
    for _ in range(3):
        log.append("cut")
        kept.append(log.verify()["last"])
    assert [log.verify(known=digest)["known"] for digest in kept] == [0, 1, 2, 3]
    assert log.verify()["known"] is None and log.verify(known="0" * 63 + "1")["known"] is None
    assert not log.verify(known="0" * 63 + "1")["ok"]
