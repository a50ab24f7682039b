"""A release is made again without some rows, from itself alone; the old one is withdrawn and its records are deleted."""

import datetime as dt
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assets.governance.approvals import approve
from assets.governance.erasure.withdrawal import affected, clear_unfinished, planned, purge, withdraw
from assets.governance.ledger import keys
from assets.governance.ledger.log import Log
from assets.governance.releases import folder_of, manifest_of, releases, stated
from assets.governance.subject_index import holding
from assets.lake import InputError, IntegrityError, PolicyError, SetupError
from assets.lake.storage import LocalStore
from tests.conftest import make_lake
from tests.corpora import small_house
from tests.corpora.small_house import choose, dialogue, document, fill, number_of, recipe, record_id
from tests.governance.conftest import documents, make_candidate, make_published
from tests.governance.erasing import REQUEST, cut_again, erase, gone, verified

R, NEXT = "atelier/1.0.0", "atelier/2.0.0"


def held(lake, release: str) -> set[int]:
    """Numbers of the records in the data and in the provenance of a release, which must be the same."""
    folder, found = lake.store("releases").local(release), {}
    for kind in ("data", "provenance"):
        found[kind] = {number_of(one) for path in (folder / kind).glob("*.parquet") for one in pq.read_table(path)["record_id"].to_pylist()}
    assert found["data"] == found["provenance"]
    return found["data"]


def everything(lake) -> dict[str, bytes]:
    """Every file of the releases and of the ledger; of a log entry all but its time, and what follows from it."""
    told = {}
    for zone in ("releases", "ledger"):
        for entry in lake.store(zone).list():
            data = lake.store(zone).read(entry.path)
            if entry.path.startswith("log/"):
                data = repr([pair for pair in json.loads(data).items() if pair[0] not in ("at", "previous")]).encode()
            told[entry.path] = data
    return told


def events(lake) -> list[str]:
    return [entry["event"] for entry in Log(lake.store("ledger")).entries()]


def test_the_records_are_gone_and_all_others_stand_as_they_stood(published):
    lake = published
    before = held(lake, R)
    assert erase(lake, 3, 4, 5) == [(R, NEXT)]
    assert held(lake, NEXT) == before - {3, 4, 5}
    assert [(entry["release"], entry["state"]) for entry in releases(lake)] == [(R, "purged"), (NEXT, "published")]
    assert not any(name.startswith(("data/", "provenance/")) for name in folder_of(lake, R).files())


def test_both_releases_verify_and_say_what_they_are(published):
    erase(published, 3, 4, 5)
    old, new = verified(published, R), verified(published, NEXT)
    assert (old["ok"], old["state"], old["problems"]) == (True, "purged", [])
    assert (new["ok"], new["state"], new["problems"], new["records"]) == (True, "published", [], 67)


def test_a_shard_without_such_a_record_is_not_even_opened(published, monkeypatch):
    lake = published
    touched = set(holding(lake, R, gone(3)))
    assert len(touched) == 1
    opened = []
    read = LocalStore.read
    monkeypatch.setattr(LocalStore, "read", lambda store, path: opened.append(path) or read(store, path))
    was, _ = manifest_of(lake, R)
    withdraw(lake, R, "2.0.0", [REQUEST])
    cut_again(lake, R, 3)
    now, _ = manifest_of(lake, NEXT)
    shard = next(iter(touched))
    assert {path for path in opened if path.endswith(".parquet")} == {f"{R}/{shard}", f"{R}/{shard.replace('data/', 'provenance/')}"}
    assert {name for name in was["files"] if name.endswith(".parquet") and was["files"][name] != now["files"][name]} == {shard, shard.replace("data/", "provenance/")}


def test_it_is_what_a_cut_without_those_records_is_byte_for_byte(published, tmp_path):
    erase(published, 3, 4, 5)
    other = make_lake(tmp_path / "other")
    make_candidate(other, [n for n in range(60) if n not in (3, 4, 5)])
    for name in manifest_of(other, R)[0]["files"]:
        if name.startswith("data/"):
            assert published.store("releases").read(f"{NEXT}/{name}") == other.store("releases").read(f"{R}/{name}"), name
    assert manifest_of(published, NEXT)[0]["root"] == manifest_of(other, R)[0]["root"]


def test_a_record_made_from_an_erased_one_goes_with_it(lake, monkeypatch):
    monkeypatch.setattr(small_house, "DOCUMENTS", pa.schema([*small_house.DOCUMENTS, ("parents", pa.list_(pa.binary(16)))]))
    plain = small_house.document
    monkeypatch.setattr("tests.governance.conftest.document", lambda n: plain(n, parents=[record_id(5), record_id(6)] if n == 40 else []))
    make_published(lake)
    assert {number_of(one.ljust(16, b"\0")) for entry in affected(lake, gone(5)) for one in entry["records"].tolist()} == {5, 40}
    erase(lake, 5)
    assert not {5, 40} & held(lake, NEXT)


def test_a_shard_that_loses_all_its_rows_stays_as_an_empty_file(published):
    lake = published
    name = next(name for name, listed in manifest_of(lake, R)[0]["files"].items() if name.startswith("data/") and listed["rows"])
    inside = [number_of(one) for one in pq.read_table(lake.store("releases").local(f"{R}/{name}"))["record_id"].to_pylist()]
    erase(lake, *inside)
    assert manifest_of(lake, NEXT)[0]["files"][name]["rows"] == 0
    assert verified(lake, NEXT)["ok"] and not held(lake, NEXT) & set(inside)


def test_a_release_that_loses_all_its_rows_is_an_empty_release(published):
    erase(published, *held(published, R))
    told, _ = manifest_of(published, NEXT)
    assert told["records"] == 0 and told["changes"]["removed"] == 70
    assert verified(published, NEXT)["ok"]


def test_what_was_removed_is_told_by_number_and_by_reason(published):
    erase(published, 3, 4, requests=["R-0002", "R-0001"])
    told, _ = manifest_of(published, NEXT)
    _, digest = manifest_of(published, R)
    assert told["subtraction"] == {"of": R, "manifest": digest, "requests": ["R-0001", "R-0002"], "removed": 2}
    assert told["changes"] == {"added": 0, "removed": 2, "changed": 0, "reasons": {"erased on request": 2}, "unexplained": 0}
    removed = json.loads(published.store("releases").read(f"{NEXT}/evidence/removed.json"))
    assert sorted(row[0] for rows in removed.values() for row in rows) == sorted(record_id(n).hex() for n in (3, 4))
    facts = json.loads(published.store("releases").read(f"{NEXT}/documents/facts.json"))
    assert facts["release"]["version"] == "2.0.0" and facts["release"]["root"] == told["root"]
    assert sum(source["records"] for source in facts["composition"]["by_source"]) == told["records"] == 68


def test_the_real_documents_are_drawn_of_a_release_without_some_rows(lake):
    from assets.governance.documents import release_documents
    from assets.governance.release import candidate, draw, publish
    from assets.governance.waiting import scanned
    from tests.governance.conftest import cut, searched

    cut(lake)
    searched(lake)
    draw(lake, "atelier", release_documents)
    scanned(lake, "atelier", "documents", {"passed": True})
    candidate(lake, "atelier")
    for name in ("reviewer-a", "reviewer-b"):
        approve(lake, R, name)
    publish(lake, R)
    withdraw(lake, R, "2.0.0", [REQUEST])
    assert cut_again(lake, R, 3, documents=release_documents) == NEXT
    assert b"2.0.0" in lake.store("releases").read(f"{NEXT}/documents/release.html") and verified(lake, NEXT)["ok"]


def test_the_log_hears_of_numbers_and_releases_only(published):
    erase(published, 3, 4, 5)
    ours = [entry for entry in Log(published.store("ledger")).entries() if "requests" in entry]
    assert [entry["event"] for entry in ours] == ["withdraw", "cut", "publish", "purge"]
    assert all(entry["requests"] == [REQUEST] for entry in ours) and record_id(3).hex() not in json.dumps(ours)


def test_a_release_without_rows_can_lose_more_and_the_proof_goes_down_to_the_two_who_approved(published):
    lake = published
    erase(lake, 3)
    assert erase(lake, 4, requests=["R-0002"]) == [(NEXT, "atelier/3.0.0")]
    assert erase(lake, 5, requests=["R-0003"]) == [("atelier/3.0.0", "atelier/4.0.0")]
    assert [verified(lake, entry["release"])["state"] for entry in releases(lake)] == ["purged", "purged", "purged", "published"]
    assert held(lake, "atelier/4.0.0") == {*range(60), *range(1000, 1010)} - {3, 4, 5}
    last = folder_of(lake, "atelier/4.0.0").files()
    assert {f"{depth}MANIFEST.json" for depth in ("", "evidence/", "evidence/evidence/", "evidence/evidence/evidence/")} <= set(last)
    assert len([name for name in last if name.startswith("evidence/evidence/evidence/approvals/")]) == 2


def test_a_subject_in_ten_releases_of_three_corpora_leaves_them_all(tmp_path):
    lake = make_lake(tmp_path)
    for corpus, versions in (("atelier", 4), ("concierge", 3), ("trends", 3)):
        for more in range(versions):
            released(lake, corpus, range(30 + more))
    assert len(affected(lake, gone(5))) == 10
    done = erase(lake, 5)
    assert [(old, new) for old, new in done if new] == [("atelier/1.3.0", "atelier/2.0.0"), ("concierge/1.2.0", "concierge/2.0.0"), ("trends/1.2.0", "trends/2.0.0")]
    states = {entry["release"]: verified(lake, entry["release"]) for entry in releases(lake)}
    assert all(checked["ok"] for checked in states.values())
    assert sorted(checked["state"] for checked in states.values()) == ["published"] * 3 + ["purged"] * 10
    assert affected(lake, gone(5)) == []


def released(lake, corpus: str, rows) -> str:
    """One more published release of a corpus."""
    from assets.corpora.cut import cut
    from assets.governance.release import candidate, draw, publish
    from assets.governance.waiting import scanned
    from tests.governance.conftest import CLEAN, REMAINS

    chosen = recipe(corpus=corpus, shards={"train": 1, "validation": 1, "test": 1})
    fill(lake, [document(n) for n in rows], [dialogue(1000)])
    choose(lake, chosen)
    cut(lake, chosen)
    for what, verdict in (("shards", CLEAN), ("residual", REMAINS), ("policies", {"passed": True, "as_of": lake.house.as_of.isoformat(), "policies": []})):
        scanned(lake, corpus, what, verdict)
    draw(lake, corpus, documents)
    scanned(lake, corpus, "documents", {"passed": True})
    release = candidate(lake, corpus)
    for name in ("reviewer-a", "reviewer-b"):
        approve(lake, release, name)
    publish(lake, release)
    return release


def test_a_candidate_is_purged_and_nothing_takes_its_place(candidate_lake):
    lake = candidate_lake
    with pytest.raises(PolicyError, match="is not published, so no release takes its place"):
        cut_again(lake, R, 3)
    assert erase(lake, 3) == [(R, None)]
    assert verified(lake, R)["state"] == "purged" and verified(lake, R)["ok"]
    assert make_candidate(lake, range(10, 60)) == NEXT


def test_a_release_without_the_record_is_left_as_it_is(published):
    assert affected(published, gone(777)) == [] and erase(published, 777) == []
    with pytest.raises(InputError, match=f"{R} holds none of the records that are to go"):
        cut_again(published, R, 777)
    assert [entry["state"] for entry in releases(published)] == ["published"]


def test_a_run_that_is_repeated_says_and_changes_nothing(published):
    erase(published, 3, 4, 5)
    before = everything(published)
    assert erase(published, 3, 4, 5) == []
    withdraw(published, R, "2.0.0", [REQUEST])
    assert cut_again(published, R, 3, 4, 5) == NEXT
    purge(published, R, "2.0.0", [REQUEST])
    assert everything(published) == before


@pytest.mark.parametrize("method", ["write", "create", "delete"])
def test_a_crash_at_any_moment_resumes_to_the_same_end(published_once, tmp_path, monkeypatch, method):
    import shutil

    from assets.lake import Lake

    def copied(name) -> Lake:
        shutil.copytree(published_once, tmp_path / name)
        return Lake.open(tmp_path / name / "home")

    whole = copied("whole")
    calls = counted(monkeypatch, method, None, lambda: erase(whole, 3, 4, 5))
    end = everything(whole)
    assert calls >= 7
    for at in range(calls):
        lake = copied(f"{method} {at}")
        with pytest.raises(OSError, match="the power was cut"):
            counted(monkeypatch, method, at, lambda lake=lake: erase(lake, 3, 4, 5))
        assert all("the purge is under way" in problem for problem in verified(lake, R)["problems"])
        erase(lake, 3, 4, 5)
        assert everything(lake) == end, at
    assert all(verified(lake, release)["ok"] for release in (R, NEXT))


def counted(monkeypatch, method: str, fails_at: int | None, act) -> int:
    """How often a store's method was called; it raises at one of the calls."""
    calls, plain = 0, getattr(LocalStore, method)

    def call(self, *args):
        nonlocal calls
        calls += 1
        if calls - 1 == fails_at:
            raise OSError("the power was cut")
        return plain(self, *args)

    with monkeypatch.context() as patch:
        patch.setattr(LocalStore, method, call)
        act()
    return calls


def test_two_at_once_end_as_one(published, monkeypatch):
    """The second does all its work between the first one's last file and its manifest."""
    from assets.governance.erasure import recut as module

    lake, plain, ran = published, module._clear, []

    def beside(*args):
        if not ran:
            ran.append(True)
            erase(lake, 3)
        plain(*args)

    monkeypatch.setattr(module, "_clear", beside)
    erase(lake, 3)
    assert [(entry["release"], verified(lake, entry["release"])["state"]) for entry in releases(lake)] == [(R, "purged"), (NEXT, "published")]
    assert events(lake).count("publish") == 2 and events(lake).count("purge") == 1


def test_another_erasure_before_the_first_is_finished_finishes_both_releases(published, monkeypatch):
    with pytest.raises(OSError), monkeypatch.context() as patch:
        patch.setattr("assets.governance.erasure.recut.sign", lambda *_, **__: (_ for _ in ()).throw(OSError("the power was cut")))
        erase(published, 3)
    with pytest.raises(PolicyError, match="rests on that one's approvals"):
        approve(published, NEXT, "reviewer-a")
    assert erase(published, 4, requests=["R-0002"]) == [(R, NEXT), (NEXT, "atelier/3.0.0")]
    assert not {3, 4} & held(published, "atelier/3.0.0") and verified(published, "atelier/3.0.0")["state"] == "published"
    assert erase(published, 3) == []


def test_a_version_that_was_promised_is_not_taken_by_a_new_cut(published):
    withdraw(published, R, planned(published, R), [REQUEST])
    with pytest.raises(PolicyError, match=f"{R} was withdrawn by an erasure and {NEXT} has not taken its place yet"):
        make_candidate(published, range(80))
    cut_again(published, R, 3)
    assert make_candidate(published, range(80)) == "atelier/2.1.0"


def test_a_release_that_gave_way_to_another_before_is_not_made_again(published):
    from assets.governance.release import supersede

    make_published(published, range(80))
    supersede(published, R, by="1.1.0")
    with pytest.raises(InputError, match=f"{R} was superseded before, so nothing takes its place"):
        withdraw(published, R, "2.0.0", [REQUEST])
    assert erase(published, 3) == [(R, None), ("atelier/1.1.0", NEXT)]


def test_a_candidate_of_another_day_does_not_give_its_number_away(published):
    make_candidate(published, range(1, 70))
    assert planned(published, R) == "3.0.0"


def test_documents_that_do_not_pass_their_search_stop_the_release(published):
    with pytest.raises(PolicyError, match=f"found personal data in the documents of {NEXT}"):
        cut_again(published, R, 3, search=lambda drawn: {"passed": False})
    assert [entry["release"] for entry in releases(published)] == [R]


@pytest.mark.parametrize("harm, told", [
    ("data", "is missing or was changed since the release was made"), ("provenance", "is missing or was changed since"), ("facts", r"documents/facts\.json is missing"),
    ("approvals", "RELEASED does not fit the approvals beside it")])
def test_a_damaged_release_is_not_cut_again(published, harm, told):
    shard = next(iter(holding(published, R, gone(3))))
    store = published.store("releases")
    if harm == "facts":
        store.delete(f"{R}/documents/facts.json")
    elif harm == "approvals":
        store.delete(store.list(f"{R}/approvals")[0].path)
    else:
        name = shard.replace("data/", f"{harm}/")
        rows = pq.read_table(store.local(f"{R}/{name}"))
        pq.write_table(rows.slice(0), store.local(f"{R}/{name}"), compression="snappy")
    with pytest.raises(IntegrityError, match=told):
        cut_again(published, R, 3)
    assert [entry["release"] for entry in releases(published)] == [R]


def test_a_release_that_lacks_files_though_nobody_purged_it_stops_the_search_for_what_it_holds(published):
    published.store("releases").delete(f"{R}/provenance/test-00000-of-00002.parquet")
    with pytest.raises(IntegrityError, match="lacks provenance/test-00000-of-00002.parquet, so it cannot be told what it holds"):
        affected(published, gone(3))


def test_half_a_release_is_cleared_away(published):
    store = published.store("releases")
    store.write("atelier/5.0.0/data/train-00000-of-00001.parquet", b"half")
    assert clear_unfinished(published) == 1 and not store.list("atelier/5.0.0")
    assert verified(published, R)["ok"]


# -- keys -----------------------------------------------------------------------------------------------------------------

def test_without_the_officers_key_nothing_happens(published):
    (published.home.path / "keys" / "signing" / "officer.pem").unlink()
    for act in (lambda: withdraw(published, R, "2.0.0", [REQUEST]), lambda: cut_again(published, R, 3), lambda: purge(published, R, None, [REQUEST])):
        with pytest.raises(SetupError, match="there is no signing key 'officer'"):
            act()
    assert verified(published, R)["state"] == "published" and "purge" not in events(published)


@pytest.mark.parametrize("what, told", [
    ("compromised", "was reported compromised"), ("retired", "outside the time for which key"), ("builder", "is signed by the key that built the release"),
    ("approver", "enrolled as approver, not as officer"), ("stranger", "which is not enrolled")])
def test_a_key_that_may_not_sign_withdraws_cuts_and_purges_nothing(published, what, told):
    lake, name = published, {"builder": "builder", "approver": "reviewer-a"}.get(what, "officer")
    identity = keys.load(lake, name).id
    if what == "compromised":
        keys.compromise(lake, identity, dt.date(2026, 1, 31))
    elif what == "retired":
        keys.retire(lake, identity, dt.date(2026, 1, 30))
    elif what == "stranger":
        name = keys.make(lake, "stranger").name
    for act in (lambda: withdraw(lake, R, "2.0.0", [REQUEST], name), lambda: purge(lake, R, None, [REQUEST], name)):
        with pytest.raises(PolicyError, match=told):
            act()
    with pytest.raises(PolicyError):
        cut_again(lake, R, 3, officer=name)
    assert held(lake, R) and not stated(lake, R, "PURGED") and not lake.store("releases").exists(f"{NEXT}/RELEASED")


def test_an_officer_who_came_later_can_sign_for_a_release_of_before(published):
    lake = published
    keys.retire(lake, keys.load(lake, "officer").id, dt.date(2026, 1, 30))
    later = keys.make(lake, "officer-b")
    keys.enrol(lake, later.public, "officer", on=lake.house.as_of)
    erase(lake, 3, officer="officer-b")
    assert [(verified(lake, release)["ok"], verified(lake, release)["state"]) for release in (R, NEXT)] == [(True, "purged"), (True, "published")]


def test_the_same_on_an_object_store_that_keeps_versions(tmp_path, bucket):

    from assets.lake.storage import open_store
    from tests.conftest import S3_OPTIONS

    there = make_lake(tmp_path / "there")
    there._stores = {zone: open_store(f"s3://{bucket}/{zone}", there.home.path, S3_OPTIONS) for zone in there._stores}
    filesystem = there.store("releases").filesystem
    filesystem.call_s3("put_bucket_versioning", Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    make_published(there, range(12), chosen=recipe(shards={"train": 1, "validation": 1, "test": 1}))
    assert erase(there, 3) == [(R, NEXT)]
    assert verified(there, R)["state"] == "purged" and verified(there, NEXT)["state"] == "published"
    answer = filesystem.call_s3("list_object_versions", Bucket=bucket, Prefix=f"releases/{R}/")
    assert not any("/data/" in one["Key"] or "/provenance/" in one["Key"] for one in [*answer.get("Versions", ()), *answer.get("DeleteMarkers", ())])
