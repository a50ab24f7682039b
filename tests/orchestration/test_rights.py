"""A person's rights besides erasure: access, objection and restriction, from the command to what the next run makes."""

import datetime as dt
import json
import re
import shutil
import stat

import pytest

from assets.governance.ledger.log import Log
from assets.governance.rights import objections, requests
from assets.lake import Home, InputError, Lake, PolicyError
from assets.landing.contracts import load_contracts
from assets.landing.run import land
from orchestration.cli import rights as cli
from orchestration.verbs import rights, running
from orchestration.verbs.access import BESIDE, NAMES_ANOTHER, NOT_LOOKED_THROUGH, access
from orchestration.verbs.access_words import in_words
from orchestration.verbs.subjects import subjects_of
from tests.conftest import make_lake
from tests.governance.conftest import make_published
from tests.orchestration.houses import arrives, small
from tests.orchestration.test_trace import about, person
from tests.road import environment, watched

CLIENTS = """\
name: clients
title: The clients
kind: subject
from: {files: {include: ["clients/*.csv"]}}
format: csv
columns: {subject_key: number, given_name: given, family_name: family, email: mail, created: day}
primary_key: [number]
subject: {id: number}
subject_fields: [given_name, family_name, email]
consent: {purpose: =retrieval, status: said, notice_version: =v2, from: day}
licence: LicenseRef-House-Owned
agreement: terms of sale
legal_basis: contract
purposes: [identify-clients]
retention: P10Y
territory: [world]
"""
CHATS = """\
name: chats
title: Conversations with clients
kind: dialogue
from: {files: {include: ["chats/*.jsonl"]}}
columns: {turns: turns, created: day}
primary_key: [id]
subject: {id: clients}
language: en
licence: LicenseRef-House-Owned
agreement: terms of sale
legal_basis: contract
purposes: [retrieval]
"""
REGISTER = "number,given,family,mail,day,said\nC-101,Odile,Marchandet,odile.marchandet@example.com,2024-05-01,given\n" \
           "C-102,Tancred,Voss,tancred.voss@example.com,2024-05-02,given\nC-103,Ysolde,Brandeaux,ysolde@example.com,2024-05-03,given\n"
HERS, HIS, BOTH, NAMING, THIRD = range(1, 6)
SAID = {
    HERS: (["C-101"], "Odile Marchandet asks for the grey bag."), HIS: (["C-102"], "Tancred Voss asks for a belt."),
    BOTH: (["C-101", "C-102"], "They ask for a trunk together."), NAMING: (["C-101"], "She recommends us to Tancred Voss."),
    THIRD: (["C-103"], "She saw the bag of Odile Marchandet.")}


def chats(numbers=SAID) -> str:
    return "".join(json.dumps({"id": f"D-{number}", "day": "2025-03-04", "clients": SAID[number][0], "turns": [{"speaker": "client", "text": SAID[number][1]}]}) + "\n"
                   for number in numbers)


ROAD = "+key:clean/dialogues"


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """A house that landed and ran once as far as the clean conversations: three clients, five conversations."""
    folder = tmp_path_factory.mktemp("rights") / "a home"
    lake = small(folder, clients=CLIENTS, chats=CHATS)
    arrives(lake, "clients/1.csv", REGISTER)
    arrives(lake, "chats/1.jsonl", chats())
    assert runs(lake) is not None
    return folder


@pytest.fixture
def lake(once, tmp_path) -> Lake:
    shutil.copytree(once, tmp_path / "a home")
    return Lake.open(Home.open(tmp_path / "a home" / "home"))


def runs(lake) -> dict[str, list[bytes]]:
    """One run; answers which records each step was asked for."""
    with environment(HALLMARK_HOME=str(lake.home.path)), watched() as asked:
        report = running.run(lake.home, ROAD)
    assert report.ok, (report.failed, report.failed_checks)
    return asked


def ids_of(lake, *numbers: int) -> set[bytes]:
    rows = lake.read("landing/chats").read(["record_id", "primary_key"]).to_pylist()
    return {row["record_id"] for row in rows if row["primary_key"] in {f"D-{number}" for number in numbers}}


def clean(lake) -> set[bytes]:
    return set(lake.read("clean/dialogues").read(["record_id"])["record_id"].to_pylist())


def told(lake, capsys, verb, *arguments, **more) -> str:
    """What a verb of the command prints."""
    with environment(HALLMARK_HOME=str(lake.home.path)):
        verb(*arguments, **more)
    return capsys.readouterr().out


# -- objection and restriction -------------------------------------------------------------------------------------------------

def test_an_objection_keeps_her_records_in_the_vault_and_no_delivery_lifts_it(lake):
    assert clean(lake) == ids_of(lake, *SAID)
    answer = rights.demand(lake, "objection", "C-101")
    assert answer["request"] == "R-0001" and answer["records"] == 4, "three conversations and her entry in the register"
    arrives(lake, "clients/2.csv", REGISTER.replace("2024-05-01,given", "2025-12-24,given"))
    arrives(lake, "chats/2.jsonl", chats() + chats([HERS]).replace("D-1", "D-9").replace("grey", "green"))
    asked, hers = runs(lake), ids_of(lake, HERS, BOTH, NAMING, 9)
    assert len(hers) == 4 and clean(lake) == ids_of(lake, HIS, THIRD), "delivered again, newly, and with a younger consent"
    assert set(asked["clean_dialogues"]) <= hers, "only hers are looked at again"
    assert {row["record_id"]: row["reason"] for row in lake.read("warehouse/dialogues").left_out().to_pylist()} == dict.fromkeys(hers, "the person objected")
    assert "Marchandet" not in str(lake.read("clean/dialogues").read(["turns"]).to_pylist()), "her name is known and replaced in what others said"
    assert lake.read("warehouse/subjects").rows == 3

    rights.lift(lake, "objection", "R-0001", "C-101")
    runs(lake)
    assert clean(lake) == ids_of(lake, *SAID, 9)


def test_the_table_names_whom_the_register_of_requests_names_and_a_crash_between_them_is_mended(lake, monkeypatch):
    def rows():
        version = lake.read(objections.TABLE)
        return [(row["kind"], row["request"], row["subject_ids"]) for row in version.read().to_pylist()] if version.rows else []

    (her,), (him,) = subjects_of(lake, "C-101"), subjects_of(lake, "C-102")
    assert rows() == []
    rights.demand(lake, "objection", "C-101")
    with monkeypatch.context() as broken:
        broken.setattr(objections, "bring_up", lambda lake: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            rights.demand(lake, "restriction", "C-102")
    assert len(rows()) == 1 and requests.get(lake, "R-0002").state == "open"
    again = rights.demand(lake, "restriction", "C-102")
    assert (again["request"], again["already"]) == ("R-0002", True) and requests.get(lake, "R-0002").state == "closed"
    assert rows() == [("objection", "R-0001", [her]), ("restriction", "R-0002", [him])]
    rights.lift(lake, "objection", "r-0001")
    requests.forget(lake, subjects_of(lake, "C-102"))
    assert objections.bring_up(lake).rows == 0


def test_an_older_picture_of_the_register_never_stays(lake, monkeypatch):
    (him,) = subjects_of(lake, "C-102")
    commit, late = lake.commit, iter([True])

    def commit_late(*arguments, **more):
        if next(late, False):       # another process registers and commits between reading the register and committing
            requests.open_(lake, "restriction", [him])
        return commit(*arguments, **more)

    monkeypatch.setattr(lake, "commit", commit_late)
    rights.demand(lake, "objection", "C-101")
    assert sorted(lake.read(objections.TABLE).read(["kind"])["kind"].to_pylist()) == ["objection", "restriction"]


def test_the_next_run_takes_up_an_objection_and_nothing_else(lake, monkeypatch):
    monkeypatch.setattr(running, "code_digest", lambda house: "as it was")
    sources, state = running.stale_sources(lake.home)
    assert sources is None
    (lake.home.path / "run.json").write_text(json.dumps(state))
    assert running.stale_sources(lake.home)[0] == []
    rights.demand(lake, "objection", "C-101")
    assert running.stale_sources(lake.home)[0] == ["objections"]
    rights.lift(lake, "objection", "R-0001")
    assert running.stale_sources(lake.home)[0] == []


def test_bad_requests_are_said_plainly_and_register_nothing(lake):
    tomorrow = dt.date.today() + dt.timedelta(days=1)
    for wrong, why in (
            (lambda: rights.demand(lake, "objection", "C-999"), "No record in the vault is about a person of this number"),
            (lambda: rights.demand(lake, "objection", " "), "--subject is empty"),
            (lambda: rights.demand(lake, "objection", "C-101", tomorrow), "still to come"),
            (lambda: rights.lift(lake, "objection", "R-0001"), "There is no request R-0001"),
            (lambda: rights.lift(lake, "objection", "C-101"), "named by its number, such as R-0001")):
        with pytest.raises(InputError, match=re.escape(why)) as no:
            wrong()
        assert "C-999" not in str(no.value) and "C-101" not in str(no.value)
    assert requests.all_(lake) == [] and not [entry for entry in Log(lake.store("ledger")).entries() if entry["event"].startswith("request")]


def test_what_does_not_stand_or_is_another_s_cannot_be_lifted(lake):
    rights.demand(lake, "objection", "C-101")
    requests.open_(lake, "erasure", subjects_of(lake, "C-102"))
    for kind, number, value, why in (
            ("restriction", "R-0001", None, "R-0001 is a request of kind objection, not restriction; lift it with `hallmark object --lift R-0001`"),
            ("objection", "R-0002", None, "there is nothing in it to lift"), ("objection", "R-0001", "C-102", "R-0001 is not about the person of this number")):
        with pytest.raises(InputError, match=re.escape(why)):
            rights.lift(lake, kind, number, value)
    rights.lift(lake, "objection", "R-0001")
    with pytest.raises(InputError, match="R-0001 was lifted on .*; a new objection is a new request"):
        rights.lift(lake, "objection", "R-0001")
    assert rights.demand(lake, "objection", "C-101")["request"] == "R-0003", "who objects once more is heeded once more"


def test_an_erased_person_is_told_from_an_unknown_one(lake):
    her = subjects_of(lake, "C-101")
    for table in ("landing/chats", "landing/clients"):
        lake.drop(table)
    lake.tombstones.add([bytes(one) for one in her], "R-0001")
    with pytest.raises(InputError, match="was erased: nothing about them is held"):
        rights.demand(lake, "objection", "C-101")


# -- the command -----------------------------------------------------------------------------------------------------------------

def test_the_command_tells_numbers_and_counts_and_never_whom(lake, capsys):
    said = told(lake, capsys, cli.object_, "C-101")
    assert "Request R-0001: the person objected; it stands since" in said and "4 records about them stay in the vault" in said
    assert "already" in told(lake, capsys, cli.object_, "c-101 ")
    assert "GDPR Art. 18(3)" not in told(lake, capsys, cli.object_, lift="R-0001")
    said += told(lake, capsys, cli.restrict, "C-101") + told(lake, capsys, cli.restrict, lift="R-0002") + told(lake, capsys, cli.requests)
    assert "must be told before" in said and said.count("lifted") == 2
    logged = str(Log(lake.store("ledger")).entries())
    her = bytes(subjects_of(lake, "C-101")[0]).hex()
    assert not any(one in said + logged for one in ("C-101", "Marchandet", her)) and logged.count("request lifted") == 2
    with pytest.raises(InputError, match="Whose?"):
        told(lake, capsys, cli.object_)
    with pytest.raises(InputError, match="--received is no date"):
        told(lake, capsys, cli.object_, "C-101", received="yesterday")


def test_requests_are_listed_with_their_days(lake, capsys):
    today = dt.date.today()
    her = subjects_of(lake, "C-101")
    requests.open_(lake, "access", her, today - dt.timedelta(days=100))
    requests.open_(lake, "erasure", her)
    told(lake, capsys, cli.requests, extend="R-0002", reason="many systems")
    rows = {row["request"]: row for row in rights.listed(lake)}
    assert rows["R-0001"]["state"] == "overdue" and -68 >= rows["R-0001"]["days_left"] >= -73
    assert rows["R-0002"]["state"] == "open" and 88 <= rows["R-0002"]["days_left"] <= 92 and rows["R-0002"]["extended"]


# -- access ----------------------------------------------------------------------------------------------------------------------

def test_access_gives_a_person_their_own_data_and_nobody_else_s(lake):
    rights.demand(lake, "objection", "C-101")
    answer = access(lake, "C-101")
    register, talks = {source["source"]: source for source in answer["sources"]}["clients"], {source["source"]: source for source in answer["sources"]}["chats"]
    assert register["data"] == [{"created": "2024-05-01", "subject_key": "C-101", "given_name": "Odile", "family_name": "Marchandet",
                                 "email": "odile.marchandet@example.com"}] and register["retention"] == "P10Y" and register["legal_basis"] == "contract"
    assert talks["records"] == 3 and talks["held_back"] == {BESIDE: 1, NAMES_ANOTHER: 1}
    assert [row.get("turns", [{}])[0].get("text") for row in talks["data"]] == ["Odile Marchandet asks for the grey bag.", None]
    assert answer["consents"] == [{"source": "The clients", "purpose": "retrieval", "status": "given", "notice_version": "v2", "from": "2024-05-01", "until": None}]
    assert answer["demands"] == [{"request": "R-0001", "kind": "objection", "since": dt.date.today().isoformat()}]
    assert answer["mentions"] == {"records": 1, "sources": {"Conversations with clients": 1}}, "what somebody else said of her is counted, not shown"
    words = "\n".join(in_words(answer))
    assert "because of a contract with you" in words and "for 10 years from its day on" in words and "in the whole world" in words
    assert "No training corpus holds anything" in words and "You objected to every use" in words and "retrieval: given, from 2024-05-01, notice v2" in words
    for others in (words, json.dumps(answer, default=str)):
        assert "Tancred" not in others and "Voss" not in others and "Ysolde" not in others and "trunk" not in others


def test_a_text_that_was_not_looked_through_yet_is_held_back(lake):
    arrives(lake, "chats/2.jsonl", chats([HERS]).replace("D-1", "D-7").replace("grey", "green"))
    (contract,) = [one for one in load_contracts(lake.house) if one.name == "chats"]
    land(lake, lake.house, contract)
    talks = next(source for source in access(lake, "C-101")["sources"] if source["source"] == "chats")
    assert talks["held_back"][NOT_LOOKED_THROUGH] == 1 and "green" not in str(talks["data"])


def test_the_answer_goes_to_a_file_of_this_user_alone_and_closes_the_request(lake, capsys, tmp_path):
    out = tmp_path / "answer.txt"
    said = told(lake, capsys, cli.access, "C-101", out)
    assert said == f"Request R-0001 is answered in {out}; hand it to the person, then delete it.\n"
    assert "Odile" in out.read_text() and stat.S_IMODE(out.stat().st_mode) == 0o600 and requests.get(lake, "R-0001").state == "closed"
    told(lake, capsys, cli.access, "C-101", tmp_path / "answer.json")
    assert json.loads((tmp_path / "answer.json").read_text())["request"]["number"] == "R-0002"
    assert not any("Odile" in path.read_text(errors="replace") for path in (lake.home.path / "lake" / "ledger").rglob("*.json"))


@pytest.mark.parametrize(("place", "why"), [
    ("home/answer.txt", "may not be kept"), ("home/lake/vault/answer.txt", "may not be kept"), ("home/../home/answer.txt", "may not be kept"),
    ("../nowhere/answer.txt", "is not there"), ("../taken.txt", "is there already")])
def test_the_answer_is_kept_nowhere_in_the_house_and_overwrites_nothing(lake, capsys, tmp_path, place, why):
    (tmp_path / "taken.txt").write_text("mine")
    with pytest.raises(InputError, match=why):
        told(lake, capsys, cli.access, "C-101", tmp_path / "a home" / place)
    assert requests.all_(lake) == [] and (tmp_path / "taken.txt").read_text() == "mine"


def test_an_answer_that_could_not_be_handed_over_leaves_the_request_open_for_the_next_try(lake, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(cli, "_hand_over", lambda out, text: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        told(lake, capsys, cli.access, "C-101", tmp_path / "answer.txt")
    assert requests.get(lake, "R-0001").state == "open"
    monkeypatch.undo()
    told(lake, capsys, cli.access, "C-101", tmp_path / "answer.txt")
    assert [(one.number, one.state) for one in requests.all_(lake)] == [("R-0001", "closed")]


# -- releases --------------------------------------------------------------------------------------------------------------------

def test_the_releases_that_hold_her_are_named_and_a_candidate_that_does_is_held_up(tmp_path):
    lake = make_lake(tmp_path, contracts__chats=CHATS)
    release = make_published(lake, rows=range(20))
    about(lake, "chats", {**dict.fromkeys(range(1000, 1010), []), 1001: [person(lake, "C-1")], 1004: [person(lake, "C-1")], 1005: [person(lake, "C-2")]})
    rights.heeded(lake, release)
    answer = rights.demand(lake, "objection", "C-1")
    assert answer["releases"] == [{"release": release, "state": "published", "records": 2}]
    rights.demand(lake, "restriction", "C-2")
    with pytest.raises(PolicyError, match=f"{release} holds 3 records about people who objected"):
        rights.heeded(lake, release)
    rights.lift(lake, "restriction", "R-0002")
    rights.lift(lake, "objection", "R-0001")
    rights.heeded(lake, release)
