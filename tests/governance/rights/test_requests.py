"""The register of requests: numbered once, due by the law, closed for good, and silent about whom they concern."""

import datetime as dt
import json
import re
import threading

import numpy as np
import pytest

from assets.governance.ledger.log import Log
from assets.governance.rights import requests
from assets.governance.rights.requests import about, all_, close, extend, forget, get, open_, save
from assets.lake import InputError, IntegrityError, Lake
from tests.conftest import make_lake

ANNA, LUCA = b"a" * 16, b"luca" + bytes(12)         # an id that ends in zeros, which numpy drops
TODAY = dt.date.today()


def events(lake) -> list[tuple]:
    return [(entry["event"], entry["number"]) for entry in Log(lake.store("ledger")).entries()]


def test_a_request_is_numbered_kept_and_told_without_a_person(lake):
    first, second = open_(lake, "erasure", [ANNA, LUCA], dt.date(2026, 1, 15)), open_(lake, "access", np.array([LUCA], "S16"))
    assert (first.number, second.number) == ("R-0001", "R-0002") and second.received == TODAY
    assert get(lake, " r-0001 ") == first == all_(lake)[0] and second.subjects == (LUCA.hex(),)
    assert set(first.subject_ids) == {ANNA, LUCA.rstrip(b"\0")}
    first.facts["stage"] = {"tombstones": 3}
    save(lake, first)
    assert get(lake, "R-0001").facts == {"stage": {"tombstones": 3}}
    (told, _) = Log(lake.store("ledger")).entries()
    assert {name: told[name] for name in ("event", "number", "kind", "received", "due")} == {
        "event": "request opened", "number": "R-0001", "kind": "erasure", "received": "2026-01-15", "due": "2026-02-15"}
    assert not any(one.hex() in json.dumps(Log(lake.store("ledger")).entries()) for one in (ANNA, LUCA))


@pytest.mark.parametrize(("received", "due", "longer"), [
    ("2025-01-15", "2025-02-15", "2025-04-15"), ("2025-01-31", "2025-02-28", "2025-04-30"), ("2024-01-30", "2024-02-29", "2024-04-30"),
    ("2024-12-31", "2025-01-31", "2025-03-31"), ("2025-11-30", "2025-12-30", "2026-02-28")])
def test_an_answer_is_due_after_one_calendar_month_and_three_when_extended(received, due, longer):
    request = requests.Request("R-0001", "access", dt.date.fromisoformat(received), (ANNA.hex(),))
    assert request.due.isoformat() == due and request.days_left(request.due) == 0 and request.days_left(request.due + dt.timedelta(3)) == -3
    request.extended = {"on": received, "reason": "many"}
    assert request.due.isoformat() == longer
    request.closed = dt.date(2026, 1, 1)
    assert request.days_left(dt.date(2026, 6, 1)) is None


@pytest.mark.parametrize(("asked", "why"), [
    (("oblivion", [ANNA]), "no kind of request 'oblivion'; the kinds are erasure, access, objection, restriction"), (("erasure", []), "about somebody"),
    (("access", [ANNA], TODAY + dt.timedelta(1)), "still to come")])
def test_a_request_that_cannot_be_is_not_registered(lake, asked, why):
    with pytest.raises(InputError, match=why):
        open_(lake, *asked)
    assert all_(lake) == [] and events(lake) == []


@pytest.mark.parametrize("number", ["R-0002", "R-2", "../R-0001", "VD-200", ""])
def test_a_number_that_is_none_is_said_without_repeating_what_was_asked(lake, number):
    open_(lake, "access", [ANNA])
    with pytest.raises(InputError, match="`hallmark requests` lists them") as no:
        get(lake, number)
    assert "VD-200" not in str(no.value)


def test_a_number_is_never_given_twice_even_when_its_file_was_deleted(lake):
    open_(lake, "access", [ANNA])
    lake.store("vault").delete("requests/R-0001.json")
    assert open_(lake, "access", [ANNA]).number == "R-0002"


def test_many_who_ask_at_once_get_a_number_each(tmp_path):
    home = make_lake(tmp_path).home
    got = []
    asking = [threading.Thread(target=lambda: got.append(open_(Lake.open(home), "access", [ANNA]).number)) for _ in range(6)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert sorted(got) == [f"R-{n:04d}" for n in range(1, 7)] and len(events(Lake.open(home))) == 6


def test_closing_an_erasure_forgets_whom_it_was_about_and_closing_another_keeps_it(lake):
    for kind in ("erasure", "access"):
        close(lake, open_(lake, kind, [ANNA]))
    erasure, access = all_(lake)
    assert (erasure.subjects, access.subjects) == ((), (ANNA.hex(),)) and erasure.state == access.state == "closed"
    assert ANNA.hex().encode() not in lake.store("vault").read("requests/R-0001.json")
    close(lake, get(lake, "R-0001"))
    assert events(lake) == [(f"request {what}", number) for number in ("R-0001", "R-0002") for what in ("opened", "closed")], "closed once"


def test_a_crash_while_opening_or_closing_is_completed_by_closing_again(lake, monkeypatch):
    append = Log.append
    monkeypatch.setattr(Log, "append", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        open_(lake, "erasure", [ANNA])
    monkeypatch.setattr(Log, "append", append)
    with monkeypatch.context() as broken:
        broken.setattr(requests, "save", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            close(lake, get(lake, "R-0001"))
    assert get(lake, "R-0001").state == "open" and get(lake, "R-0001").subjects
    close(lake, get(lake, "R-0001"))
    assert get(lake, "R-0001").state == "closed" and events(lake) == [("request opened", "R-0001"), ("request closed", "R-0001")]


def test_more_time_is_taken_once_with_a_reason_and_in_time(lake):
    open_(lake, "erasure", [ANNA])
    open_(lake, "erasure", [LUCA], TODAY - dt.timedelta(40))
    for number, reason, why in (("R-0001", " ", "Say why R-0001 needs longer"), ("R-0002", "many", "R-0002 was due on"), ("R-0003", "many", "There is no request")):
        with pytest.raises(InputError, match=why):
            extend(lake, number, reason)
    assert extend(lake, "R-0001", "many systems").due > TODAY + dt.timedelta(80)
    with pytest.raises(InputError, match="R-0001 was extended already"):
        extend(lake, "R-0001", "more still")
    close(lake, get(lake, "R-0002"))
    with pytest.raises(InputError, match="R-0002 is closed already"):
        extend(lake, "R-0002", "many")
    assert "many systems" not in json.dumps(Log(lake.store("ledger")).entries()) and ("request extended", "R-0001") in events(lake)


def test_erased_people_leave_every_request_but_their_open_erasures(lake):
    both = open_(lake, "objection", [ANNA, LUCA])
    done, erasure = open_(lake, "access", [ANNA]), open_(lake, "erasure", [ANNA])
    close(lake, done)
    people = np.array([ANNA], "S16")
    assert [one.number for one in about(lake, people)] == ["R-0001", "R-0002", "R-0003"] and [one.number for one in about(lake, people, "access")] == ["R-0002"]
    assert forget(lake, people) == 2 and forget(lake, people) == 0
    assert [get(lake, one.number).subjects for one in (both, done, erasure)] == [(LUCA.hex(),), (), (ANNA.hex(),)]


def test_a_clock_set_back_takes_no_day_from_a_deadline(lake, monkeypatch):
    open_(lake, "access", [ANNA], TODAY - dt.timedelta(5))
    close(lake, open_(lake, "access", [LUCA]))

    class SetBack(dt.date):
        @classmethod
        def today(cls):
            return cls(2001, 1, 1)

    monkeypatch.setattr(requests.dt, "date", SetBack)
    assert requests.today(all_(lake)) == TODAY and open_(lake, "access", [ANNA]).received == TODAY


@pytest.mark.parametrize("harm", [b"{", b"[]", b'{"number": "R-0001"}', b'{"number": "R-0002", "kind": "access", "received": "2026-01-01", "subjects": []}'])
def test_a_damaged_request_stops_everything_that_rests_on_the_register(lake, harm):
    open_(lake, "access", [ANNA])
    lake.store("vault").write("requests/R-0001.json", harm)
    for rests in (lambda: all_(lake), lambda: get(lake, "R-0001"), lambda: open_(lake, "access", [ANNA])):
        with pytest.raises(IntegrityError, match=re.escape("requests/R-0001.json in the vault cannot be read")):
            rests()
