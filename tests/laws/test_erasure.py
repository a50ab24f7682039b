"""Law 10: erasure reaches everything, whatever breaks it off, and what is delivered again does not bring anybody back."""

import os
import shutil
from dataclasses import dataclass

import pyarrow as pa
import pytest

from assets.governance.releases import manifest_of
from assets.governance.rights import requests
from assets.lake import HallmarkError, InputError, PolicyError, SetupError
from assets.privacy.evidence.leaks import Scanner
from orchestration.verbs.erasure import stages
from orchestration.verbs.erasure.plan import ask, plan, status
from orchestration.verbs.erasure.proving import prove
from orchestration.verbs.erasure.stages import STAGES, run
from orchestration.verbs.explain import explain
from orchestration.verbs.running import alone
from orchestration.verbs.subjects import subjects_of
from orchestration.verbs.verifying import verify
from tests.road import Road, environment, versions


@dataclass
class Erased:
    """A home from which one client was erased, and what was known before."""

    road: Road
    client: str                 # the number the house knew them by
    old: str                    # the release that held them
    report: dict
    gone: set[str]              # record ids that left the release
    versions: dict[str, str]    # data versions of the tables right afterwards


def clients(road: Road) -> list[str]:
    return road.lake.read("landing/clients").read(["subject_key"])["subject_key"].to_pylist()


def told_of(road: Road, client: str) -> list[tuple[str, str]]:
    """The values that the house planted of one client and of nobody else. A day of birth is many people's."""
    lines = [line for line in road.truth("personal") if line["type"] != "BIRTH_DATE"]
    others = {line["value"] for line in lines if line.get("subject") != client}
    return sorted({(line["type"], line["value"]) for line in lines if line.get("subject") == client and line["value"] not in others})


def released(road: Road, release: str) -> set[str]:
    found = set()
    for shard in sorted((road.path / "lake" / "releases" / release / "provenance").glob("*.parquet")):
        found |= {one.hex() for one in pa.parquet.read_table(shard, columns=["record_id"])["record_id"].to_pylist()}
    return found


def chosen(road: Road) -> tuple[str, dict]:
    """A client whose conversation is released, and whom somebody else's record names if there is such a one."""
    fitting = []
    for client in clients(road):
        reach = plan(road.lake, requests.Request("R-0000", "erasure", road.lake.house.as_of, tuple(one.hex() for one in subjects_of(road.lake, client).tolist())))
        if reach["releases"]:
            fitting.append((client, reach))
            if reach["records"]["mentions"]:
                break
    assert fitting, "the fictional house releases no conversation at all"
    return fitting[-1]


@pytest.fixture(scope="module")
def victim(road) -> tuple[str, dict]:
    return chosen(road)


@pytest.fixture(scope="module")
def erased(road, release, victim, tmp_path_factory) -> Erased:
    made = road.copy(tmp_path_factory.mktemp("erased") / "a home")
    before, (client, _) = released(made, release), victim
    request = ask(made.lake, [client])
    (report,) = run(made.lake, [request.number])
    assert report["ok"], report["search"]
    return Erased(made, client, release, report, before - released(made, report["releases"][0]["new"]), versions(made.lake))


def test_nothing_stored_tells_of_an_erased_person_any_more(road, erased):
    scanner = Scanner(told_of(road, erased.client))
    assert scanner.folder(road.path / "lake"), "the values are not there to begin with, so the search below would prove nothing"
    assert scanner.folder(erased.road.path, skip=("house",)) == []


def test_the_plan_foretells_what_is_done(victim, erased):
    _, foretold = victim
    assert erased.report["counts"] == foretold["records"]
    assert [(one["old"], one["new"]) for one in erased.report["releases"]] == [(one["release"], one["becomes"]) for one in foretold["releases"]]
    assert len(erased.gone) == sum(one["records"] for one in foretold["releases"])


def test_the_old_release_is_purged_lawfully_and_the_new_one_is_proven(erased):
    with environment(HALLMARK_HOME=str(erased.road.path)):
        _, old = verify(erased.old, None)
        _, new = verify(erased.report["releases"][0]["new"], None)
    assert (old["ok"], old["state"], new["ok"], new["state"]) == (True, "purged", True, "published"), (old["problems"], new["problems"])
    assert new["records"] == old["records"] - len(erased.gone)
    assert manifest_of(erased.road.lake, erased.report["releases"][0]["new"])[0]["subtraction"]["requests"] == erased.report["requests"]


def test_what_stays_can_still_be_explained(erased):
    new = erased.report["releases"][0]["new"]
    source = "advisor_conversations"
    table = erased.road.lake.read(f"landing/{source}").read(["record_id"])["record_id"].to_pylist()
    record = next(one.hex() for one in table if one.hex() in released(erased.road, new))
    assert explain(erased.road.lake, new, record)["reproduced"] is True


def test_the_proof_holds_and_says_what_it_does_not_cover(erased):
    told = prove(erased.road.lake, erased.report["requests"][0])
    assert told["ok"], told["problems"]
    assert told["proven"] and told["not_covered"] and told["scanned"]["now"]["objects"] > 100


def test_the_proof_fails_when_a_value_stands_again_somewhere(road, erased, tmp_path):
    harmed = erased.road.copy(tmp_path / "harmed")
    mail = next(value for type_, value in told_of(road, erased.client) if type_ == "EMAIL")
    (harmed.path / "lake" / "clean" / "note.txt").write_text(f"call {mail}")
    told = prove(harmed.lake, erased.report["requests"][0])
    assert not told["ok"] and "clean/note.txt" in " ".join(told["problems"]) and mail not in str(told)


def test_the_ledger_heard_of_requests_and_of_nobody(road, erased):
    ledger = b"".join(path.read_bytes() for path in sorted((erased.road.path / "lake" / "ledger").rglob("*.json")))
    for subject in subjects_of(road.lake, erased.client).tolist():
        assert subject.hex().encode() not in ledger
    assert erased.report["requests"][0].encode() in ledger


def test_the_request_is_closed_and_nobody_can_be_erased_twice(erased):
    (stands,) = status(erased.road.lake)
    assert (stands["state"], stands["stage"], stands["days_left"]) == ("closed", "carried out", None)
    with pytest.raises(InputError, match="was erased"):
        ask(erased.road.lake, [erased.client])
    with pytest.raises(InputError, match="is closed"):
        run(erased.road.lake, erased.report["requests"])


@pytest.mark.slow
def test_what_is_delivered_again_brings_nobody_back(road, erased, tmp_path):
    """The same files touched, her conversation under another name, and a text of somebody else that names her."""
    again = erased.road.copy(tmp_path / "delivered again")
    name = next(value for type_, value in told_of(road, erased.client) if type_ == "PERSON" and value.count(" ") == 1 and "." not in value)
    for path in sorted(again.inbox.rglob("*")):
        if path.is_file():
            os.utime(path, (1_900_000_000, 1_900_000_000))
            if erased.client.encode() in path.read_bytes() and path.parts[-2] != "clients" and "conversations" in str(path):
                shutil.copy(path, path.with_name(f"again-{path.name}"))
    (again.inbox / "archive" / "a-new-letter.txt").write_text(f"Lettre au sujet de la collection.\n\nLa maison remercie {name} pour son accueil à Lyon.\n" * 3, encoding="utf-8")
    assert again.run().ok
    assert Scanner(told_of(road, erased.client)).folder(again.path / "lake") == []
    assert erased.client not in clients(again)
    assert prove(again.lake, erased.report["requests"][0])["ok"]


def test_broken_off_after_any_stage_it_comes_to_the_same_end(road, erased, victim, tmp_path, monkeypatch):
    """Each stage is done, and lost again before anybody could note that it was."""
    broken = road.copy(tmp_path / "broken off")
    request, keep, lost = ask(broken.lake, [victim[0]]), stages._Batch._keep, []

    def forgetful(batch) -> None:
        if (stage := list(batch.done)[-1]) not in lost:
            lost.append(stage)
            raise KeyboardInterrupt
        keep(batch)

    monkeypatch.setattr(stages._Batch, "_keep", forgetful)
    while lost != list(STAGES):
        with pytest.raises(KeyboardInterrupt):
            run(broken.lake, [request.number])
    (report,) = run(broken.lake, [request.number])
    assert report["ok"] and report["releases"] == erased.report["releases"]
    assert versions(broken.lake) == erased.versions
    new = report["releases"][0]["new"]
    assert manifest_of(broken.lake, new)[1] == manifest_of(erased.road.lake, new)[1]
    assert prove(broken.lake, request.number)["ok"]


def test_broken_off_between_closing_two_requests_the_second_is_closed_by_the_same_certificate(copy, victim, monkeypatch):
    other = next(client for client in clients(copy) if client != victim[0])
    first, second = (ask(copy.lake, [client]).number for client in (victim[0], other))
    close = requests.close

    def once(lake, request):
        if request.number == second:
            raise KeyboardInterrupt
        return close(lake, request)

    monkeypatch.setattr(requests, "close", once)
    with pytest.raises(KeyboardInterrupt):
        run(copy.lake, [first, second])
    monkeypatch.setattr(requests, "close", close)
    before = versions(copy.lake)
    (report,) = run(copy.lake, [second])
    assert report["ok"] and report["requests"] == [first, second] and report["counts"]["about"]
    assert versions(copy.lake) == before and {one["state"] for one in status(copy.lake)} == {"closed"}
    assert "done" not in requests.get(copy.lake, first).facts and "done" not in requests.get(copy.lake, second).facts


def test_what_cannot_be_signed_or_asked_touches_nothing(road, copy, victim):
    before, request = versions(copy.lake), ask(copy.lake, [victim[0]])
    for names, error, words in (([request.number], PolicyError, "Nothing was erased"), (["R-0099"], InputError, "There is no request"), ([], InputError, "Which requests")):
        with pytest.raises(error, match=words):
            run(copy.lake, names, "reviewer-a")
    with pytest.raises(InputError, match="No record in the vault is about"):
        ask(copy.lake, ["nobody's number"])
    with pytest.raises(InputError, match="Whose"):
        ask(copy.lake)
    with alone(copy.lake.home), pytest.raises(SetupError, match="Another run"):
        run(copy.lake, [request.number])
    assert versions(copy.lake) == before and copy.lake.tombstones.empty
    assert Scanner(told_of(road, victim[0])).folder(copy.path / "lake" / "landing")


def test_a_person_who_is_only_mentioned_is_struck_out_of_what_names_them(copy):
    """Of somebody without a record, the values themselves are what is asked for."""
    name = next(line["value"] for line in copy.truth("personal") if line["type"] == "PERSON" and line["source"] == "artisans" and line["value"].count(" ") == 1)
    assert Scanner([("PERSON", name)]).folder(copy.path / "lake" / "landing")
    request = ask(copy.lake, values=[name])
    reach = plan(copy.lake, request)
    assert reach["records"]["about"] == {} and reach["records"]["mentions"]
    (report,) = run(copy.lake, [request.number])
    assert report["ok"] and Scanner([("PERSON", name)]).folder(copy.path / "lake") == []
    with pytest.raises(HallmarkError, match="shorter than five"):
        ask(copy.lake, values=["Ann"])
