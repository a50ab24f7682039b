"""Law 5: unchecked is invisible; and what keeps a table whole when things go wrong."""

import json

import pytest

from assets.lake import IntegrityError, NotVisible
from tests.lake.tables import Counting, put, texts


def derive(lake, counting, **more):
    return lake.derive(counting.step, reads={"records": "landing/a"}, writes="clean/a", **more)


def test_a_version_is_seen_only_after_its_last_check_has_passed(lake):
    put(lake, "landing/a", {1: "one"})
    derive(lake, Counting(), checks=("first", "second"))
    with pytest.raises(NotVisible, match="checks have not passed"):
        lake.read("clean/a")
    assert lake.verdict("clean/a", "first", True) is None
    assert lake.find("clean/a") is None
    assert texts(lake.verdict("clean/a", "second", True)) == {1: "ONE"}
    assert texts(lake.read("clean/a")) == {1: "ONE"}


def test_nothing_of_an_unchecked_version_lies_outside_the_vault(lake):
    put(lake, "landing/a", {1: "one"})
    derive(lake, Counting(), checks=("check",))
    assert lake.store("clean").list() == [] and lake.store("vault").list("pending/clean/a")


def test_a_failed_check_leaves_the_former_version_to_be_read(lake):
    put(lake, "landing/a", {1: "one"})
    derive(lake, Counting(), checks=("check",))
    lake.verdict("clean/a", "check", True)
    put(lake, "landing/a", {1: "two"})
    derive(lake, Counting(), checks=("check",))
    assert lake.verdict("clean/a", "check", False) is None
    assert texts(lake.read("clean/a")) == {1: "ONE"}


def test_a_check_that_fails_later_hides_what_was_seen(lake):
    put(lake, "landing/a", {1: "one"})
    derive(lake, Counting(), checks=("check",))
    lake.verdict("clean/a", "check", True)
    lake.verdict("clean/a", "check", False)
    with pytest.raises(NotVisible):
        lake.read("clean/a")


def test_a_forged_version_document_without_verdicts_is_not_read(lake):
    put(lake, "landing/a", {1: "one"})
    version = derive(lake, Counting(), checks=("check",))
    lake.store("clean").write("clean/a/versions/00000009.json", version.encoded())
    assert lake.find("clean/a") is None


def test_a_new_required_check_is_asked_before_an_old_version_counts_as_up_to_date(lake):
    put(lake, "landing/a", {1: "one"})
    counting = Counting()
    derive(lake, counting, checks=("old",))
    lake.verdict("clean/a", "old", True)
    waiting = derive(lake, counting, checks=("old", "new"))
    assert waiting.root.startswith("pending/") and counting.asked == [1]
    assert lake.verdict("clean/a", "new", True) is not None, "the old check had already passed on equal content"


def test_a_verdict_on_a_table_that_does_not_exist_is_refused(lake):
    with pytest.raises(NotVisible, match="has no version"):
        lake.verdict("clean/none", "check", True)


def test_a_step_that_loses_a_row_cannot_commit(lake):
    from assets.lake import LEFT_OUT
    from tests.lake.tables import SCHEMA, records

    with pytest.raises(IntegrityError, match="3 rows went in but 2 are accounted"):
        lake.commit("clean/a", [records({1: "a", 2: "b"})], schema=SCHEMA, left_out=LEFT_OUT.empty_table(), counted_in=3,
                    step={"name": "lossy"}, signature="00" * 16)
    assert lake.newest("clean/a") is None


def test_of_two_runs_that_write_at_once_the_second_is_told(lake, monkeypatch):
    put(lake, "clean/a", {1: "x"})
    monkeypatch.setattr(lake, "_numbers", lambda store, root: [])
    with pytest.raises(IntegrityError, match="another run"):
        put(lake, "clean/a", {1: "y"})


def test_a_crash_before_the_version_document_leaves_the_old_version(lake, monkeypatch):
    put(lake, "clean/a", {1: "old"}, checks=())
    vault = lake.store("vault")
    monkeypatch.setattr(type(vault), "create", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        put(lake, "clean/a", {1: "new"})
    monkeypatch.undo()
    assert texts(lake.read("clean/a")) == {1: "old"}
    put(lake, "clean/a", {1: "new"})
    assert texts(lake.read("clean/a")) == {1: "new"}


def test_a_crash_while_a_version_is_moved_is_finished_by_the_next_verdict(lake, monkeypatch):
    from assets.lake import tables as module

    put(lake, "landing/a", {1: "one"})
    derive(lake, Counting(), checks=("check",))
    monkeypatch.setattr(module, "copy", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        lake.verdict("clean/a", "check", True)
    monkeypatch.undo()
    assert lake.find("clean/a") is None
    assert texts(lake.verdict("clean/a", "check", True)) == {1: "ONE"}


def test_only_the_last_two_versions_and_their_segments_are_kept(lake):
    for number in range(5):
        put(lake, "clean/a", {1: f"text {number}"})
    store = lake.store("clean")
    assert [entry.path for entry in store.list("clean/a/versions")] == ["clean/a/versions/00000004.json", "clean/a/versions/00000005.json"]
    assert len(store.list("clean/a/segments")) == 2


def test_a_damaged_version_document_is_named(lake):
    put(lake, "clean/a", {1: "x"})
    lake.store("clean").write("clean/a/versions/00000001.json", b"{")
    with pytest.raises(IntegrityError, match="clean/a.*damaged"):
        lake.read("clean/a")


def test_a_version_document_holds_names_counts_and_digests_only(lake):
    version = put(lake, "clean/a", {1: "a very private text"})
    assert "private" not in json.dumps(version.document())
