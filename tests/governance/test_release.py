"""A release is whole or absent, and numbered by what it changes."""

import json
from pathlib import Path

import pytest

from assets.governance import release
from assets.governance.ledger import keys
from assets.governance.ledger.log import Log
from assets.governance.release import candidate, draw, publish, supersede
from assets.governance.releases import folder_of, manifest_of, named, releases
from assets.governance.verification.verify import Check
from assets.governance.waiting import scanned, waiting
from assets.lake import InputError, IntegrityError, PolicyError, SetupError
from tests.conftest import make_lake
from tests.corpora.small_house import recipe, record_id
from tests.governance.conftest import REMAINS, cut, documents, make_candidate, make_published, searched


def state(lake, name: str = "atelier/1.0.0") -> str:
    return Check(folder_of(lake, name), keys.registry(lake)).run()["state"]


def test_a_cut_becomes_a_candidate_then_approved_then_published(lake):
    from assets.governance.approvals import approve

    assert make_candidate(lake) == "atelier/1.0.0" and state(lake) == "candidate"
    approve(lake, "atelier/1.0.0", "reviewer-a")
    assert state(lake) == "candidate"
    approve(lake, "atelier/1.0.0", "reviewer-b")
    assert state(lake) == "approved"
    assert publish(lake, "atelier/1.0.0")["state"] == "published"
    assert [entry["event"] for entry in Log(lake.store("ledger")).entries()] == [*["verdict"] * 4, "cut", "approve", "approve", "publish"]
    listed = releases(lake)
    assert listed == [{"release": "atelier/1.0.0", "corpus": "atelier", "version": "1.0.0", "track": "pretraining", "state": "published",
                       "records": 70, "root": manifest_of(lake, "atelier/1.0.0")[0]["root"]}]


def test_the_manifest_is_the_same_on_any_machine(tmp_path):
    one, two = make_lake(tmp_path / "one"), make_lake(tmp_path / "a longer name" / "two")
    make_candidate(one)
    make_candidate(two)
    assert manifest_of(one, "atelier/1.0.0") == manifest_of(two, "atelier/1.0.0")
    written = json.dumps(manifest_of(two, "atelier/1.0.0")[0])
    assert str(tmp_path) not in written and str(Path(release.__file__).parents[2]) not in written


def test_the_same_records_make_no_new_release(published):
    lake = published
    assert make_candidate(lake) == "atelier/1.0.0"
    assert cut(lake).settled == "atelier/1.0.0"
    assert [entry["release"] for entry in releases(lake)] == ["atelier/1.0.0"]


@pytest.mark.parametrize("rows, version, changes", [
    (range(80), "1.1.0", {"added": 20, "removed": 0, "changed": 0, "reasons": {}, "unexplained": 0}),
    (range(1, 61), "2.0.0", {"added": 1, "removed": 1, "changed": 0, "reasons": {}, "unexplained": 1}),
])
def test_added_is_a_minor_and_removed_a_major_step(published, rows, version, changes):
    lake = published
    assert make_candidate(lake, rows) == f"atelier/{version}"
    manifest, _ = manifest_of(lake, f"atelier/{version}")
    assert manifest["changes"] == changes and manifest["previous"]["version"] == "1.0.0"


def test_removals_are_told_with_the_reason_the_lake_knows(published):
    lake = published
    make_candidate(lake, range(2, 60), gone={0: "an embargo holds", 1: "an embargo holds"})
    assert manifest_of(lake, "atelier/2.0.0")[0]["changes"]["reasons"] == {"an embargo holds": 2}


def test_a_changed_text_is_a_minor_step(published, monkeypatch):
    from tests.corpora import small_house

    lake = published
    plain = small_house.document
    monkeypatch.setattr("tests.governance.conftest.document", lambda n: plain(n, text="Another text than before.") if n == 5 else plain(n))
    assert make_candidate(lake) == "atelier/1.1.0"
    assert manifest_of(lake, "atelier/1.1.0")[0]["changes"]["changed"] == 1


@pytest.mark.parametrize("verdict, told", [(None, "not searched"), ({"passed": False, "full_names": 1}, "found personal data"), ({}, "found personal data")])
def test_shards_without_a_clean_search_get_no_documents(lake, verdict, told):
    cut(lake)
    if verdict is not None:
        scanned(lake, "atelier", "shards", verdict)
    with pytest.raises(PolicyError, match=told):
        draw(lake, "atelier", documents)


@pytest.mark.parametrize("verdict, told", [(None, "was not estimated"), ({**REMAINS, "passed": False}, "may remain in 'atelier'"), ({}, "may remain")])
def test_without_a_bound_on_what_may_remain_there_are_no_documents_and_no_candidate(lake, verdict, told):
    cut(lake)
    searched(lake)
    draw(lake, "atelier", documents)
    scanned(lake, "atelier", "documents", {"passed": True})
    waiting(lake, "atelier").folder.store.delete("pending/releases/atelier/next/verdicts/residual.json")
    if verdict is not None:
        scanned(lake, "atelier", "residual", verdict)
    for act in (lambda: draw(lake, "atelier", documents), lambda: candidate(lake, "atelier")):
        with pytest.raises(PolicyError, match=told):
            act()
    assert releases(lake) == []


def test_shards_that_change_after_their_search_are_refused(lake):
    cut(lake)
    searched(lake)
    waiting(lake, "atelier").write("provenance/train-00000-of-00004.parquet", b"other")
    with pytest.raises(IntegrityError, match="changed after they were searched"):
        draw(lake, "atelier", documents)


@pytest.mark.parametrize("verdict, told", [(None, "not searched"), ({"passed": False}, "found personal data")])
def test_documents_without_a_clean_search_make_no_candidate(lake, verdict, told):
    cut(lake)
    searched(lake)
    draw(lake, "atelier", documents)
    if verdict is not None:
        scanned(lake, "atelier", "documents", verdict)
    with pytest.raises(PolicyError, match=told):
        candidate(lake, "atelier")
    assert releases(lake) == []


def test_a_document_that_changes_after_its_search_is_refused(lake):
    cut(lake)
    searched(lake)
    draw(lake, "atelier", documents)
    scanned(lake, "atelier", "documents", {"passed": True})
    waiting(lake, "atelier").write("documents/card.md", b"# Anna Bianchi")
    with pytest.raises(IntegrityError, match="changed after they were searched"):
        candidate(lake, "atelier")


@pytest.mark.parametrize("verdict, told", [
    (None, "were not asked of 'atelier'"), ({"passed": False, "as_of": "2026-01-31", "policies": []}, "does not allow a release of 'atelier'"),
    ({"passed": True, "as_of": "2026-01-30", "policies": []}, "as of 2026-01-30; run `hallmark run`")])
def test_policies_that_were_not_asked_today_or_say_no_stop_the_release(lake, verdict, told):
    cut(lake)
    searched(lake)
    waiting(lake, "atelier").folder.store.delete("pending/releases/atelier/next/verdicts/policies.json")
    if verdict is not None:
        scanned(lake, "atelier", "policies", verdict)
    with pytest.raises(PolicyError, match=told):
        draw(lake, "atelier", documents)


def test_a_half_written_release_is_invisible_and_made_again_whole(lake, monkeypatch):
    copied = []

    def failing(source, path, target, target_path):
        if len(copied) == 3:
            raise OSError("the connection was lost")
        copied.append(target_path)
        copy(source, path, target, target_path)

    copy = release.copy
    with monkeypatch.context() as patch:
        patch.setattr(release, "copy", failing)
        with pytest.raises(OSError):
            make_candidate(lake)
    assert len(lake.store("releases").list("atelier")) == 3 and releases(lake) == []
    assert "MANIFEST.json is missing" in Check(folder_of(lake, "atelier/1.0.0")).run()["problems"][0]
    lake.store("releases").write("atelier/1.0.0/data/of-an-earlier-attempt.parquet", b"old")
    assert make_candidate(lake) == "atelier/1.0.0" and state(lake) == "candidate"


def test_a_run_that_breaks_off_after_the_manifest_is_finished_by_the_next(lake, monkeypatch):
    def failing(*_):
        raise OSError("the power was cut")

    with monkeypatch.context() as patch:
        patch.setattr(release, "_finish", failing)
        with pytest.raises(OSError):
            make_candidate(lake)
    assert candidate(lake, "atelier") == "atelier/1.0.0" and waiting(lake, "atelier").settled == "atelier/1.0.0"
    assert [entry["event"] for entry in Log(lake.store("ledger")).entries() if entry["event"] != "verdict"] == ["cut"]


def test_a_release_is_never_overwritten(candidate_lake):
    lake = candidate_lake
    before = lake.store("releases").read("atelier/1.0.0/MANIFEST.json")
    cut(lake, range(90))
    searched(lake)
    draw(lake, "atelier", documents)
    scanned(lake, "atelier", "documents", {"passed": True})
    lake.store("releases").write("atelier/1.1.0/MANIFEST.json", before)
    with pytest.raises(IntegrityError):
        candidate(lake, "atelier")
    assert lake.store("releases").read("atelier/1.0.0/MANIFEST.json") == before


def test_publishing_needs_two_approvals_and_happens_once(candidate_lake):
    from assets.governance.approvals import approve

    lake = candidate_lake
    approve(lake, "atelier/1.0.0", "reviewer-a")
    with pytest.raises(PolicyError, match="has 1 of the 2 approvals"):
        publish(lake, "atelier/1.0.0")
    approve(lake, "atelier/1.0.0", "reviewer-b")
    publish(lake, "atelier/1.0.0")
    with pytest.raises(InputError, match="published already"):
        publish(lake, "atelier/1.0.0")


def test_a_candidate_that_was_changed_is_not_published(candidate_lake):
    from assets.governance.approvals import approve

    lake = candidate_lake
    for name in ("reviewer-a", "reviewer-b"):
        approve(lake, "atelier/1.0.0", name)
    lake.store("releases").write("atelier/1.0.0/documents/card.md", b"other")
    with pytest.raises(PolicyError, match=r"documents/card\.md was changed"):
        publish(lake, "atelier/1.0.0")
    assert not lake.store("releases").exists("atelier/1.0.0/RELEASED")


def test_a_superseded_release_says_so_and_still_holds(published):
    lake = published
    make_published(lake, range(80))
    supersede(lake, "atelier/1.0.0", by="1.1.0")
    checked = Check(folder_of(lake, "atelier/1.0.0"), keys.registry(lake)).run()
    assert checked["ok"] and checked["state"] == "superseded"
    assert [entry["state"] for entry in releases(lake)] == ["superseded", "published"]


def test_a_purged_release_says_so_and_only_what_was_purged_may_be_missing(published):
    from assets.governance.approvals import sign

    store = published.store("releases")
    purged = [name for name in manifest_of(published, "atelier/1.0.0")[0]["files"] if name.startswith(("data/", "provenance/"))]
    sign(published, "atelier/1.0.0", "PURGED", "purged", "officer", keys.load(published, "officer"), None, files=purged, certificate="request 7")
    for name in purged:
        store.delete(f"atelier/1.0.0/{name}")
    checked = Check(folder_of(published, "atelier/1.0.0")).run()
    assert checked["ok"] and checked["state"] == "purged"
    assert make_candidate(published, range(70)) == "atelier/2.0.0"
    assert manifest_of(published, "atelier/2.0.0")[0]["changes"] is None
    store.delete("atelier/1.0.0/documents/card.md")
    assert Check(folder_of(published, "atelier/1.0.0")).run()["problems"] == ["documents/card.md is listed in MANIFEST.json but missing."]


def test_the_manifest_fits_the_house_and_tells_nothing_of_its_secrets(lake, tmp_path):
    from assets.governance.manifest import house_digest

    one = house_digest(lake.house, b"k" * 32)
    assert house_digest(lake.house, b"l" * 32) != one
    (lake.house.path / "vocabulary").mkdir()
    (lake.house.path / "vocabulary" / "secrets.txt").write_text("a formula")
    assert house_digest(lake.house, b"k" * 32) != one


def test_versions_are_ordered_as_numbers_and_found_by_name(candidate_lake):
    lake = candidate_lake
    manifest = lake.store("releases").read("atelier/1.0.0/MANIFEST.json")
    for version in ("1.9.0", "1.10.0"):
        lake.store("releases").write(f"atelier/{version}/MANIFEST.json", manifest.replace(b'"version":"1.0.0"', f'"version":"{version}"'.encode()))
    assert named(lake, "atelier") == "atelier/1.10.0"
    assert named(lake, "atelier/1.9.0") == named(lake, "atelier-1.9.0") == "atelier/1.9.0"
    with pytest.raises(InputError, match="There is no release 'trends'"):
        named(lake, "trends")


def test_a_real_home_without_enrolled_approvers_makes_no_candidate(lake):
    from dataclasses import replace

    cut(lake)
    searched(lake)
    draw(lake, "atelier", documents)
    scanned(lake, "atelier", "documents", {"passed": True})
    lake.home = replace(lake.home, demonstration=False)
    keys.make(lake, "builder")
    with pytest.raises(SetupError, match="0 approvers are enrolled"):
        candidate(lake, "atelier")


def test_the_facts_of_a_release_draw_its_real_documents(lake):
    from assets.governance.documents import release_documents

    told = {}
    cut(lake)
    searched(lake)
    draw(lake, "atelier", lambda facts: told.update(facts) or release_documents(facts))
    assert told["composition"]["by_source"][1]["records"] == 60 and told["composition"]["by_source"][1]["source"] == "press"
    assert [row["table"] for row in told["funnel"]] == ["landing/chats", "landing/press", "clean/dialogues", "clean/documents", "corpora/atelier"]
    assert {"from": "landing/press", "to": "clean/documents", "records": 60} in told["lineage"]
    assert {name: told["privacy"][name] for name in ("residual", "canaries", "over_redaction")} == {
        name: REMAINS[name] for name in ("residual", "canaries", "over_redaction")}
    assert told["lineage"][-1] == {"from": "corpora/atelier", "to": "releases/atelier", "records": 70}
    assert told["composition"]["by_source"][1]["tdm"] == {"protocol": "none", "checked": "2026-01-10"}
    assert told["blocked_sources"] == [{"source": "photos", "title": "Photos", "reason": "field 'licence' is missing"}]
    assert told["privacy"]["redactions"] == {"PERSON": 14} and sum(entry["records"] for entry in told["chains"]) == 70
    assert told["human"]["intended_use"] == "Tests." and told["human"]["audience"] is None


def test_no_subject_and_no_text_is_in_the_ledger(published):
    lake = published
    ledger = b"".join(lake.store("ledger").read(entry.path) for entry in lake.store("ledger").list())
    assert record_id(5).hex().encode() not in ledger and b"silk" not in ledger


def test_the_same_release_on_an_object_store(tmp_path, bucket):
    from assets.lake.storage import open_store
    from tests.conftest import S3_OPTIONS

    here, there = make_lake(tmp_path / "here"), make_lake(tmp_path / "there")
    there._stores = {zone: open_store(f"s3://{bucket}/{zone}", there.home.path, S3_OPTIONS) for zone in there._stores}
    few = recipe(shards={"train": 1, "validation": 1, "test": 1})
    make_candidate(here, range(12), chosen=few)
    make_published(there, range(12), chosen=few)
    assert manifest_of(here, "atelier/1.0.0") == manifest_of(there, "atelier/1.0.0")
    assert state(there) == "published"
    there.store("releases").write("atelier/1.0.0/documents/card.md", b"other")
    assert "documents/card.md" in Check(folder_of(there, "atelier/1.0.0")).run()["problems"][0]
