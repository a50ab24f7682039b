"""What arrives: files in every state a folder can hold, files handed over, an upstream asset's output."""

import dataclasses
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.lake.errors import InputError, PolicyError
from assets.landing import run
from assets.landing.arrivals import matcher
from assets.landing.run import deliver, fingerprint
from tests.landing.sources import KEYED, PIECES, Source, is_conserved


@pytest.fixture
def source(lake):
    return Source(lake)


@pytest.mark.parametrize(("pattern", "yes", "no"), [
    ("a/*.csv", "a/x.csv", "a/b/x.csv"), ("a/**/*.csv", "a/b/c/x.csv", "b/x.csv"), ("**/x", "x", "xx"), ("a/**", "a/b/c", "ab"),
    ("[ab].txt", "a.txt", "c.txt"), ("[!ab].txt", "c.txt", "a.txt"), ("a?.txt", "ab.txt", "a/.txt"), ("a.b", "a.b", "axb")])
def test_patterns_pass_folders_only_where_they_say_so(pattern, yes, no):
    assert matcher(pattern).fullmatch(yes) and not matcher(pattern).fullmatch(no)


@given(st.text(alphabet="a*?[]!^-/\\.", max_size=12), st.text(max_size=8))
def test_no_pattern_raises(pattern, path):
    try:
        matcher(pattern).fullmatch(path)
    except Exception as error:
        pytest.fail(f"{type(error).__name__}")


def test_every_file_is_read_quarantined_or_skipped_with_a_reason(source):
    source.agree(PIECES.replace("format: csv", "format: auto").replace('["pieces/**"]', '["pieces/**"], exclude: ["**/README*"]'))
    source.pieces("good.csv", "1,Sac,10")
    source.deliver("pieces/empty.csv", b"")
    source.deliver("pieces/binary.csv", b"\x00\x01\x02" * 100)
    source.deliver("pieces/broken.csv.gz", b"\x1f\x8bbroken")
    source.deliver("pieces/unknown.xyz", b"?")
    source.deliver("pieces/README.md", b"# read me")
    source.deliver(b"pieces/caf\xe9.csv".decode("utf-8", "surrogateescape"), b"Code,Name,Price\n2,Gant,5\n")
    (source.inbox / "pieces/dangling.csv").symlink_to("nowhere.csv")
    outside = source.inbox.parent / "outside.csv"
    outside.write_text("Code,Name,Price\n9,Secret,1\n")
    (source.inbox / "pieces/link.csv").symlink_to(outside)
    os.mkfifo(source.inbox / "pieces/pipe.csv")
    version = source.land()
    states = {path: entry["state"] for path, entry in source.files.items()}
    assert states == {
        "pieces/good.csv": "read", "pieces/caf\\xe9.csv": "read", "pieces/README.md": "skipped",
        **{f"pieces/{name}": "quarantined" for name in (
            "empty.csv", "binary.csv", "broken.csv.gz", "unknown.xyz", "dangling.csv", "link.csv", "pipe.csv")}}
    assert all(entry["reason"] for path, entry in source.files.items() if states[path] != "read")
    assert source.rows("name") == [("Gant",), ("Sac",)] and is_conserved(version)
    assert version.facts["files"] == {"files": 10, "read": 2, "quarantined": 7, "skipped": 1, "blocked": 0}


def test_a_file_that_may_not_be_read_is_quarantined_and_tried_again(source, monkeypatch):
    source.pieces("a.csv", "1,Sac,10")

    def refused():
        raise PermissionError(13, "Permission denied")

    listed = run.arrivals
    monkeypatch.setattr(run, "arrivals", lambda *given_: [dataclasses.replace(one, open=refused) for one in listed(*given_)])
    source.land()
    entry = source.files["pieces/a.csv"]
    assert (entry["state"], entry["reason"]) == ("quarantined", "the file may not be read; give this user the permission")
    monkeypatch.undo()
    assert source.land().rows == 1


def test_a_file_that_changes_while_it_is_read_waits_for_the_next_run(source, monkeypatch):
    source.pieces("a.csv", "1,Sac,10")
    listed = run.arrivals
    monkeypatch.setattr(run, "arrivals", lambda *given_: [dataclasses.replace(one, size=one.size + 1) for one in listed(*given_)])
    source.land()
    assert "changes while it is read" in source.files["pieces/a.csv"]["reason"]
    monkeypatch.undo()
    assert source.land().rows == 1


def test_delivered_files_land_and_the_newest_of_a_name_stands(source, tmp_path):
    source.agree(KEYED)
    folder = tmp_path / "from a person"
    folder.mkdir()
    (folder / "list.csv").write_text("Code,Name,Price\n1,Sac,10\n2,Gant,5\n")
    assert deliver(source.lake, "pieces", folder / "list.csv") == 1
    source.land()
    (folder / "list.csv").write_text("Code,Name,Price\n1,Sac,11\n")
    deliver(source.lake, "pieces", folder)
    source.land()
    assert source.rows("code", "price") == [("1", 11.0)]
    with pytest.raises(InputError, match="no source 'shoes'"):
        deliver(source.lake, "shoes", folder)
    with pytest.raises(InputError, match="There is no file"):
        deliver(source.lake, "pieces", folder / "nothing")
    source.agree(PIECES.replace("licence: LicenseRef-House-Owned\n", ""))
    with pytest.raises(PolicyError, match="blocked"):
        deliver(source.lake, "pieces", folder)


def test_an_upstream_file_lands_like_any_other(source, tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq
    source.agree(PIECES.replace('files: {include: ["pieces/**"]}', "asset: shop/pieces").replace("format: csv", "format: parquet"))
    path = tmp_path / "out.parquet"
    pq.write_table(pa.table({"Code": ["1"], "Name": ["Sac"], "Price": [10.0]}), path)
    source.land(upstream=str(path))
    assert source.rows("name", "price") == [("Sac", 10.0)]
    pq.write_table(pa.table({"Code": ["1"], "Name": ["Gant"], "Price": [10.0]}), path)
    source.land(upstream=str(path))
    assert source.rows("name") == [("Gant",)]


def test_the_fingerprint_follows_the_inbox_and_names_nothing(source):
    empty = fingerprint(source.lake, source.lake.house, source.contract)
    path = source.pieces("secret-name.csv", "1,Sac,10")
    one = fingerprint(source.lake, source.lake.house, source.contract)
    assert one == fingerprint(source.lake, source.lake.house, source.contract) != empty
    assert len(one) == 32 and "secret" not in one
    os.utime(path, (1, 1))
    assert fingerprint(source.lake, source.lake.house, source.contract) != one
