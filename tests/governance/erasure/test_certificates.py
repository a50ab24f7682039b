"""The certificate of an erasure says what is proven, and stops saying it when anything it rests on is changed."""

import base64
import datetime as dt
import json

import pytest

from assets.governance.approvals import envelope
from assets.governance.erasure.certificates import certify, check
from assets.governance.ledger import keys
from assets.governance.ledger.log import Log
from assets.governance.verification.leaves import canonical_json
from assets.lake import InputError, IntegrityError, PolicyError, SetupError
from tests.corpora.small_house import record_id
from tests.governance.conftest import make_candidate
from tests.governance.erasing import REQUEST, erase

R, NEXT = "atelier/1.0.0", "atelier/2.0.0"
PATH = f"certificates/{REQUEST}.json"


def facts(*releases, requests=(REQUEST,), **more) -> dict:
    """What an erasure tells of itself; `releases` are (old, new or None)."""
    return {"requests": list(requests), "received": {number: "2026-01-15" for number in requests}, "done": "2026-01-31",
            "releases": [{"old": old, "new": new} for old, new in releases], "objects": 21, "tables": {"landing/press": 3}, "landed": {"objects": 1, "rows": 3, "struck": 0},
            "scan": {"objects": 210, "bytes": 123_456, "found": 0, "digest": "ab" * 32}, "checkpoints": [], "learned": [], **more}


@pytest.fixture
def certified(published):
    certify(published, facts(*erase(published, 3, 4, 5)))
    return published


def statement(lake) -> dict:
    return json.loads(base64.b64decode(json.loads(lake.store("ledger").read(PATH))["payload"]))


def signed_again(lake, change, name: str = "officer") -> None:
    """The certificate as somebody with a key would forge it."""
    told = statement(lake)
    change(told["predicate"])
    lake.store("ledger").write(PATH, envelope(canonical_json(told), keys.load(lake, name)))


def problem(lake) -> str:
    checked = check(lake, REQUEST)
    assert not checked["ok"] and checked["problems"]
    return checked["problems"][0]


def test_it_says_what_is_proven_what_was_searched_and_what_it_does_not_cover(certified):
    checked = check(certified, REQUEST)
    assert checked["ok"] and checked["problems"] == []
    assert checked["proven"] == [
        "The certificate of R-0001 is signed by an enrolled officer on 2026-01-31.",
        f"3 records were in {R} and are not in {NEXT}, which is {R} without them; the records of {R} are deleted."]
    assert checked["scanned"] == {"objects": 210, "bytes": 123_456, "found": 0, "digest": "ab" * 32}
    assert any("Backups" in one for one in checked["not_covered"]) and any("Weights" in one for one in checked["not_covered"])


def test_it_holds_a_proof_for_each_record_that_it_was_there_and_that_it_is_not(certified):
    claims = statement(certified)["predicate"]["releases"][0]["claims"]
    assert {claim["was"]["record_id"] for claim in claims} == {record_id(n).hex() for n in (3, 4, 5)}
    assert all(claim["was"]["present"] and not claim["is"]["present"] for claim in claims)


def test_one_certificate_answers_for_every_request_of_a_batch_and_is_signed_once(published):
    done = erase(published, 3, 9, requests=["R-0002", "R-0001"])
    path = certify(published, facts(*done, requests=["R-0002", "R-0001"]))
    before = published.store("ledger").read(path)
    assert certify(published, facts(*done, requests=["R-0002", "R-0001"])) == path == PATH
    assert published.store("ledger").read(path) == before
    assert check(published, "R-0001") == check(published, "R-0002") and check(published, "R-0002")["ok"]
    assert [entry["requests"] for entry in Log(published.store("ledger")).entries() if entry["event"] == "certify"] == [["R-0001", "R-0002"]]


def test_it_still_holds_when_the_release_in_place_gave_way_itself(certified):
    done = erase(certified, 8, requests=["R-0002"])
    certify(certified, facts(*done, requests=["R-0002"]))
    assert check(certified, REQUEST)["ok"] and check(certified, "R-0002")["ok"]


def test_a_release_that_nothing_took_the_place_of_is_told_as_deleted(candidate_lake):
    certify(candidate_lake, facts(*erase(candidate_lake, 3)))
    assert check(candidate_lake, REQUEST)["proven"][1] == f"The records of {R} are deleted, and no release took its place."


def test_an_erasure_that_no_release_was_reached_by_is_certified_by_its_search(published):
    certify(published, facts())
    assert check(published, REQUEST)["ok"]


def test_a_request_without_a_certificate_is_told_so(published):
    with pytest.raises(InputError, match="Request R-0009 has no certificate; `hallmark erase run`"):
        check(published, "R-0009")


def test_a_certificate_with_a_gap_is_not_signed(published):
    with pytest.raises(IntegrityError, match="The certificate lacks 'scan'"):
        certify(published, {name: value for name, value in facts().items() if name != "scan"})


def test_a_crash_between_the_certificate_and_the_log_is_made_good(published, monkeypatch):
    done = erase(published, 3)
    with monkeypatch.context() as patch:
        patch.setattr(Log, "append_once", lambda *args, **more: (_ for _ in ()).throw(OSError("the power was cut")))
        with pytest.raises(OSError):
            certify(published, facts(*done))
    certify(published, facts(*done))
    assert check(published, REQUEST)["ok"]


@pytest.mark.parametrize("what, told", [("compromised", "was reported compromised"), ("retired", "outside the time"), ("role", "enrolled as approver, not as officer"),
                                        ("stranger", "which is not enrolled")])
def test_a_key_that_may_not_certify_writes_nothing(published, what, told):
    done, name = erase(published, 3), {"role": "reviewer-a", "stranger": "stranger"}.get(what, "officer")
    if what == "stranger":
        keys.make(published, name)
    elif what == "compromised":
        keys.compromise(published, keys.load(published, name).id, dt.date(2026, 1, 31))
    elif what == "retired":
        keys.retire(published, keys.load(published, name).id, dt.date(2026, 1, 30))
    with pytest.raises(PolicyError, match=told):
        certify(published, facts(*done), name)
    assert not published.store("ledger").exists(PATH)


def test_without_the_key_nothing_is_certified(published):
    with pytest.raises(SetupError, match="there is no signing key 'officer-c'"):
        certify(published, facts(), "officer-c")


def edited(lake):
    data = lake.store("ledger").read(PATH)
    lake.store("ledger").write(PATH, data.replace(b'"payload":"e', b'"payload":"f', 1))


def other_count(lake):
    signed_again(lake, lambda told: told["releases"][0].update(claims=told["releases"][0]["claims"][:2], removed=2))


def forged_absence(lake):
    def forge(told):
        claim = told["releases"][0]["claims"][0]
        claim["is"] = {**claim["was"], "present": False}
    signed_again(lake, forge)


def never_there(lake):
    def forge(told):
        for claim in told["releases"][0]["claims"]:
            claim["was"]["record_id"] = "ff" * 16
    signed_again(lake, forge)


def a_trace(lake):
    signed_again(lake, lambda told: told["scan"].update(found=2))


def by_a_reviewer(lake):
    signed_again(lake, lambda told: None, "reviewer-a")


def brought_back(lake):
    lake.store("releases").write(f"{R}/data/train-00000-of-00004.parquet", b"from a backup")


def not_purged(lake):
    lake.store("releases").delete(f"{R}/PURGED")


def changed_successor(lake):
    lake.store("releases").write(f"{NEXT}/documents/card.md", b"other")


def other_manifest(lake):
    lake.store("releases").write(f"{R}/MANIFEST.json", lake.store("releases").read(f"{NEXT}/MANIFEST.json"))


def lost(lake):
    lake.store("ledger").delete(PATH)


def compromised(lake):
    keys.compromise(lake, keys.load(lake, "officer").id, dt.date(2026, 1, 31))


@pytest.mark.parametrize("harm, told", [
    (edited, f"{PATH} "), (lost, f"{PATH} cannot be read"), (other_count, "evidence/removed.json names other records than the certificate"),
    (forged_absence, f"does not follow from the manifests of {R} and {NEXT}"), (never_there, "does not follow from the manifests"),
    (a_trace, "the search found 2 traces"), (by_a_reviewer, "enrolled as approver, not as officer"),
    (brought_back, "train-00000-of-00004.parquet is here although PURGED says it is gone"), (not_purged, f"{R}: "),
    (changed_successor, f"{NEXT}: documents/card.md was changed"), (other_manifest, f"{R}/MANIFEST.json is another one than the certificate names"),
    (compromised, "was reported compromised")], ids=lambda value: getattr(value, "__name__", None))
def test_what_it_rests_on_is_held_against_what_is_there(certified, harm, told):
    harm(certified)
    assert told in problem(certified)


def test_nothing_in_it_names_or_quotes_anybody(certified):
    written = json.dumps(statement(certified))
    assert "silk" not in written and "press" not in written.replace("landing/press", "")


def test_a_new_cut_after_it_is_a_release_like_any_other(certified):
    assert make_candidate(certified, [n for n in range(60) if n not in (3, 4, 5, 6)]) == "atelier/3.0.0"
    assert check(certified, REQUEST)["ok"]
