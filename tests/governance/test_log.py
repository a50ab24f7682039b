"""The audit log: appended to by many, changed by nobody unseen."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from assets.governance.log import Log
from assets.governance.verify import canonical_json
from assets.lake import IntegrityError


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
