"""Every object of every zone is accounted for, or named as a stray and, where that is safe, removed."""

import fcntl
import re
import shutil

import pytest

from assets.lake import SetupError
from orchestration.cli import audit
from orchestration.verbs.orphans import orphans, sweep
from tests.corpora.small_house import RAW, put, record_id
from tests.landing.sources import PIECES, Source
from tests.orchestration.houses import answer, hallmark


def strays(lake) -> dict[str, dict]:
    """Why each stray is one, by zone and name."""
    return {f"{one['zone']}/{one['path']}": one for one in orphans(lake)["strays"]}


def test_a_published_release_with_its_tables_and_ledger_has_no_stray(published):
    told = orphans(published)
    assert told["strays"] == []
    assert told["objects"] == sum(len(published.store(zone).list()) for zone in ("landing", "vault", "clean", "releases", "ledger")) > 20


def test_landed_copies_delivered_files_and_pending_versions_are_accounted_for(lake, tmp_path):
    from assets.landing.run import deliver

    source = Source(lake)
    source.pieces("a.csv", "1,bag,10")
    source.land(checks=("suite",))                              # the table waits for its check
    (tmp_path / "late.csv").write_text("Code,Name,Price\n2,belt,5\n")
    deliver(lake, "pieces", tmp_path / "late.csv")              # handed over and not yet read
    assert lake.find("landing/pieces") is None
    assert strays(lake) == {}


@pytest.mark.parametrize(("zone", "path", "why"), [
    ("landing", "press/0123456789abcdef0123456789abcdef.html", "in the books of no source"),
    ("vault", "landing/press/segments/0123456789abcdef.parquet", "no version of its table names it"),
    ("clean", "clean/documents/segments/0123456789abcdef.parquet", "no version of its table names it"),
    ("vault", "pending/clean/documents/verdicts/00000007/suite.json", "a verdict on a version that is gone"),
    ("vault", "scratch/reproduce-0123456789abcdef/home.json", "left on scratch"),
    ("vault", "old/notes.txt", "in no table and in no folder that is known"),
    ("vault", "pending/releases/trends/next/data/0001.parquet", "of a cut that was never finished"),
    ("clean", "clean/documents/.draft-0123456789abcdef", "a draft of a write that did not end")])
def test_a_stray_of_landing_vault_or_clean_is_named_and_deleted(published, zone, path, why):
    published.store(zone).local(path).parent.mkdir(parents=True, exist_ok=True)
    published.store(zone).local(path).write_bytes(b"left behind")
    (found,) = strays(published).values()
    assert found["zone"] == zone and found["removable"] and found["bytes"] == 11 and why in found["why"]
    assert sweep(published) == 1
    assert strays(published) == {} and not published.store(zone).local(path).exists()


@pytest.mark.parametrize(("zone", "path", "why"), [
    ("releases", "atelier/1.0.0/data/train-00009-of-00010.parquet", "not in the manifest of its release"),
    ("releases", "atelier/2.0.0/data/train-00000-of-00004.parquet", "it has no manifest"),
    ("releases", "readme.txt", "in no release"),
    ("ledger", "notes/1.json", "in no chain of the ledger"),
    ("vault", "clean/documents/versions/00000001.json", "in a zone that is not its own"),
    ("clean", "clean/documents/versions/00000009.json", "cannot be read")])
def test_nothing_is_ever_deleted_from_releases_and_ledger_or_where_it_cannot_be_told(published, zone, path, why):
    published.store(zone).write(path, b"{}")
    found = strays(published)
    assert any(why in one["why"] for one in found.values()) and not any(one["removable"] for one in found.values())
    assert sweep(published) == 0
    assert published.store(zone).read(path) == b"{}"


def test_segments_stay_while_a_version_of_their_table_cannot_be_read(published):
    clean = published.store("clean")
    (document, *_) = [entry.path for entry in clean.list("clean/documents/versions")]
    clean.write(document, b"not a version")
    before = [entry.path for entry in clean.list("clean/documents/segments")]
    assert [one["removable"] for one in strays(published).values()] == [False]
    assert sweep(published) == 0
    assert [entry.path for entry in clean.list("clean/documents/segments")] == before != []


def test_a_table_in_the_wrong_zone_is_told_and_kept(published):
    put(published, "landing/more", [{"record_id": record_id(1), "object_id": record_id(2), "locator": "row", "text": "silk"}], RAW)
    shutil.move(published.store("vault").local("landing/more"), published.store("clean").local("landing/more"))
    found = strays(published).values()
    assert {one["why"] for one in found} == {"a table in a zone that is not its own"} and sweep(published) == 0


@pytest.mark.parametrize("name", ["marie-dupont.html", "0612345678.txt", "4539148803436467.csv", "FR1420041010050500013M02606.pdf", "VD-31277"])
def test_a_name_that_may_tell_of_a_person_is_never_told(published, name):
    published.store("landing").write(f"press/{name}", b"x")
    (path,) = strays(published)
    assert re.fullmatch(r"landing/(press|\(name [0-9a-f]{8}\))/\(name [0-9a-f]{8}\)", path)
    assert strays(published).keys() == {path}, "the same name is told the same way"


def test_names_that_the_lake_makes_are_told_in_full(published):
    for path in (f"scratch/reproduce-{'ab' * 16}/{'cd' * 16}.parquet", f"pending/clean/documents/segments/{'ef' * 16}.parquet"):
        published.store("vault").write(path, b"x")
        assert f"vault/{path}" in strays(published)


def test_a_copy_that_was_replaced_is_a_stray(lake):
    source = Source(lake, PIECES)
    source.pieces("a.csv", "1,bag,10")
    source.land()
    (copy,) = lake.store("landing").list()
    lake.store("landing").write(copy.path.replace(".csv", ".old"), b"what it was")
    assert len(strays(lake)) == 1


def test_the_command_says_it_by_its_exit_status_and_deletes_only_when_asked(published):
    home, place = published.home.path, published.store("vault").local("old/notes.txt")
    assert hallmark(home, "orphans").returncode == 0
    place.parent.mkdir(parents=True)
    place.write_text("left behind")
    told = hallmark(home, "orphans")
    assert told.returncode == 1 and "1 that nothing accounts for" in told.stdout and place.exists()
    gone = hallmark(home, "orphans", "--delete", "--json")
    assert gone.returncode == 0 and (answer(gone)["deleted"], answer(gone)["left"]) == (1, 0) and not place.exists()
    assert hallmark(home, "orphans").returncode == 0


def test_nothing_is_deleted_while_a_run_is_at_work(published):
    published.store("vault").write("old/notes.txt", b"of a run")
    with open(published.home.path / "run.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(SetupError, match="Another run of .* is at work"):
            audit._swept(published)
    assert published.store("vault").exists("old/notes.txt")
