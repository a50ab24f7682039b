"""What an auditor asks beside a release's sealed summary: licences, opt-outs, purposes, erasures since, and the log itself."""

import json

import pytest

from assets.governance.ledger.log import Log
from assets.governance.releases import manifest_of
from assets.governance.verification.verify import canonical_json
from assets.lake import InputError
from assets.landing.register import register
from orchestration.verbs import auditing
from tests.conftest import make_lake
from tests.governance.conftest import make_published
from tests.orchestration.houses import NOTES, answer, hallmark

RELEASE = "atelier/1.0.0"
OWN = "LicenseRef-House-Owned"


def source(name: str, licence: str = OWN, purposes=("train-language-model", "retrieval"), records: int = 10, tdm: dict | None = None, agreement=None) -> dict:
    return {"source": name, "licence": licence, "purposes": list(purposes), "records": records, "tdm": tdm, "agreement": agreement}


def asked(question, lake, *sources: dict) -> dict:
    """A section over the sealed summary of a purged release: the sources are all that is left of it."""
    manifest = {"recipe": {"purposes": ["train-language-model"]}, "as_of": "2026-01-31", "records": sum(one["records"] for one in sources)}
    return question(lake, "gone/1.0.0", manifest, {"composition": {"by_source": list(sources)}})


# -- licences --------------------------------------------------------------------------------------------------------------

def test_records_are_counted_by_licence_from_the_provenance_of_every_shard(published):
    manifest, _ = manifest_of(published, RELEASE)
    told = auditing.licences(published, RELEASE, manifest, {"composition": {"by_source": [source("press", records=1)]}})
    assert told["ok"] and [(row["licence"], row["records"], row["may_train"]) for row in told["facts"]["licences"]] == [(OWN, 70, 70)]
    assert told["lines"] == ["Every record may be used for train-language-model."]


@pytest.mark.parametrize(("one", "may"), [
    (source("a"), True), (source("a", "CC-BY-4.0"), True), (source("a", "CC-BY-NC-4.0"), False), (source("a", "CC-BY-ND-4.0"), False),
    (source("a", "CC-BY-NC-4.0", agreement="Contract 7"), True), (source("a", purposes=["retrieval"]), False), (source("a", None), False)])
def test_a_model_may_be_trained_where_purposes_allow_and_the_licence_does_not_forbid(lake, one, may):
    told = asked(auditing.licences, lake, source("rest", records=5), {**one, "records": 10})
    assert told["ok"] is may and told["facts"]["not_permitted"] == (0 if may else 10)


# -- opt-outs --------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("tdm", "too_old", "age"), [
    (None, False, None), ({"protocol": "robots.txt", "checked": "2026-01-01", "value": None}, False, 30),
    ({"protocol": "robots.txt", "checked": "2024-01-31", "value": None}, True, 731), ({"protocol": "TDMRep", "checked": None, "value": None}, True, None),
    ({"protocol": None, "checked": None, "value": "nobody knows"}, True, None),
    ({"protocol": "robots.txt", "checked": "2026-02-01", "value": None}, True, -1), ({"protocol": "contract", "checked": "2001-01-01", "value": None}, False, 9161)])
def test_evidence_of_opt_outs_is_told_with_its_age(lake, tdm, too_old, age):
    told = asked(auditing.optout, lake, source("web", "CC-BY-4.0", tdm=tdm))
    (row,) = told["facts"]["sources"]
    assert (row["too_old"], row["age_now"]) == (too_old, age) and told["ok"] is not too_old


def test_what_is_the_houses_own_has_nothing_to_opt_out_of(lake):
    (row,) = asked(auditing.optout, lake, source("press"))["facts"]["sources"]
    assert row["protocol"].startswith("the house's own")


# -- purposes --------------------------------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def allowed(tmp_path_factory):
    """A release whose sealed summary names two sources, and the contracts of today: chats may no longer be trained on."""
    press, chats = (NOTES.replace("name: notes", f"name: {name}").replace("[retrieval]", purposes)
                    for name, purposes in (("press", "[train-language-model, retrieval]"), ("chats", "[retrieval, reply]")))
    lake = make_lake(tmp_path_factory.mktemp("allowed"), contracts__press=press, contracts__chats=chats)
    make_published(lake, rows=range(20))
    register(lake, lake.house)
    lake.store("releases").write(f"{RELEASE}/documents/summary.json", canonical_json(
        {"composition": {"by_source": [source("press", records=20), source("chats", records=10)]}}))
    return lake


def test_a_purpose_holds_when_every_record_and_every_contract_of_today_allows_it(allowed):
    told = auditing.purpose(allowed, RELEASE, "retrieval")
    assert told["ok"] and (told["allowed"], told["records"]) == (30, 30)


def test_a_purpose_that_a_contract_no_longer_names_is_refused_though_the_records_were_allowed(allowed):
    told = auditing.purpose(allowed, RELEASE, "train-language-model")
    assert not told["ok"] and told["allowed"] == 30
    assert {row["source"]: (row["then"], row["now"]) for row in told["sources"]} == {"press": (True, True), "chats": (True, False)}


def test_a_purpose_of_which_no_record_knows_is_refused_and_one_of_no_contract_is_a_mistake(allowed):
    told = auditing.purpose(allowed, RELEASE, "reply")
    assert not told["ok"] and told["allowed"] == 0
    with pytest.raises(InputError, match="No contract names the purpose 'sell'; the purposes are reply, retrieval, train-language-model"):
        auditing.purpose(allowed, RELEASE, "sell")


def test_the_command_answers_a_purpose_by_its_exit_status(allowed):
    assert hallmark(allowed.home.path, "purpose", "atelier", "retrieval").returncode == 0
    no = hallmark(allowed.home.path, "purpose", "atelier", "train-language-model")
    assert no.returncode == 1 and "may NOT be used for train-language-model" in no.stdout
    assert hallmark(allowed.home.path, "purpose", "atelier", "sell").returncode == 2


# -- erasures --------------------------------------------------------------------------------------------------------------

def test_what_was_erased_since_is_followed_through_every_successor(lake):
    log = Log(lake.store("ledger"))
    for release, by, requests in (("a/1.0.0", "2.0.0", ["R-0001"]), ("b/1.0.0", "2.0.0", ["R-0001"]), ("a/2.0.0", "3.0.0", ["R-0002", "R-0003"]), ("a/3.0.0", None, ["R-0004"])):
        log.append("withdraw", release=release, manifest="00" * 32, by=by, requests=requests)
    log.append("purge", release="a/1.0.0", manifest="00" * 32, by="2.0.0", requests=["R-0001"], files=3)
    told = [(one["request"], one["release"], one["successor"]) for one in auditing.erased_since(lake, "a/1.0.0")]
    assert told == [("R-0001", "a/1.0.0", "a/2.0.0"), ("R-0002", "a/2.0.0", "a/3.0.0"), ("R-0003", "a/2.0.0", "a/3.0.0"), ("R-0004", "a/3.0.0", None)]
    assert [one["request"] for one in auditing.erased_since(lake, "a/2.0.0")] == ["R-0002", "R-0003", "R-0004"]
    assert auditing.erased_since(lake, "c/1.0.0") == []


def test_a_release_that_was_purged_without_a_successor_says_by_which_request(lake):
    Log(lake.store("ledger")).append("purge", release="a/1.0.0", manifest="00" * 32, by=None, requests=["R-0007"], files=3)
    (one,) = auditing.erased_since(lake, "a/1.0.0")
    assert (one["request"], one["successor"], one["records"]) == ("R-0007", None, None)


# -- the log ---------------------------------------------------------------------------------------------------------------

def last(lake) -> str:
    return next(one["last"] for one in auditing.verify_log(lake)["chains"] if one["chain"] == "log")


def test_an_unbroken_log_says_so_and_tells_who_was_given_a_copy(published):
    assert auditing.verify_log(published)["given"] == []
    Log(published.store("ledger")).append("export", release=RELEASE, key_id="ab" * 32, to="parquet")
    told = auditing.verify_log(published)
    assert told["ok"] and [(entry["release"], entry["to"]) for entry in told["given"]] == [(RELEASE, "parquet")]
    assert [one["chain"] for one in told["chains"]] == ["log", "keys", "checkpoints"]


def test_a_digest_kept_elsewhere_is_found_on_the_chain_and_missed_when_the_end_was_cut_off(published):
    log = Log(published.store("ledger"))
    early = last(published)
    number = len(log.entries())
    log.append("rescan", release=RELEASE)
    kept = last(published)
    assert next(one["known"] for one in auditing.verify_log(published, early)["chains"] if one["chain"] == "log") == number
    published.store("ledger").delete(f"log/{number + 1:08d}.json")
    assert auditing.verify_log(published)["ok"], "alone, the shorter chain holds"
    told = auditing.verify_log(published, kept)
    assert not told["ok"] and "entries were removed from its end" in told["problems"][-1]


@pytest.mark.parametrize("digest", ["", "abc", "X" * 64, "0" * 63])
def test_a_digest_that_is_none_is_refused(lake, digest):
    with pytest.raises(InputError, match="64 hexadecimal digits"):
        auditing.verify_log(lake, digest)


def test_a_changed_entry_of_any_chain_is_told_and_nothing_that_rests_on_it(published):
    path = published.store("ledger").local("log/00000001.json")
    path.write_bytes(path.read_bytes().replace(b'"seq":1', b'"seq":2'))
    told = hallmark(published.home.path, "log", "verify")
    assert told.returncode == 1 and "problem: log/00000001.json" in told.stdout
    assert auditing.verify_log(published)["given"] is None


def test_entries_are_chosen_by_event_and_release(published):
    entries = auditing.log_entries(published)
    assert [entry["event"] for entry in auditing.log_entries(published, "approve")] == ["approve", "approve"]
    assert auditing.log_entries(published, release=RELEASE) == [entry for entry in entries if entry.get("release") == RELEASE]
    with pytest.raises(InputError, match="The log has no event 'sold'; it has approve, cut"):
        auditing.log_entries(published, "sold")


def test_the_log_is_exported_whole_and_never_over_another_file(published, tmp_path):
    made = auditing.export_log(published, tmp_path / "log.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert made["entries"] == len(lines) == sum(one["entries"] for one in auditing.verify_log(published)["chains"])
    assert made["last"]["log"] == last(published)
    with pytest.raises(InputError, match="exists already"):
        auditing.export_log(published, tmp_path / "log.jsonl")
    with pytest.raises(InputError, match="There is no folder"):
        auditing.export_log(published, tmp_path / "nowhere" / "log.jsonl")


def test_the_command_shows_verifies_and_exports_the_log(published, tmp_path):
    home = published.home.path
    verified = answer(hallmark(home, "log", "verify", "--json"))
    assert verified["ok"] and hallmark(home, "log", "verify", "--known", verified["chains"][0]["last"]).returncode == 0
    assert hallmark(home, "log", "verify", "--known", "0f" * 32).returncode == 1
    assert [entry["event"] for entry in answer(hallmark(home, "log", "show", "--event", "publish", "--json"))] == ["publish"]
    assert "publish" in hallmark(home, "log", "show", "--release", "atelier").stdout
    assert hallmark(home, "log", "export", "--to", str(tmp_path / "copy.jsonl")).returncode == 0
