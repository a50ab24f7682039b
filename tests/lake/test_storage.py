import errno
import threading

import pytest

from assets.lake import InputError, SetupError
from assets.lake.storage import copy, open_store
from tests.conftest import S3_OPTIONS


@pytest.fixture(params=["folder", "s3", "s3 with versions"])
def store(request, tmp_path):
    if request.param == "folder":
        return open_store("with space", tmp_path)
    return request.getfixturevalue("kept" if "versions" in request.param else "unkept")


@pytest.fixture
def unkept(bucket, tmp_path):
    """A bucket that keeps no versions."""
    return open_store(f"s3://{bucket}/prefix", tmp_path, S3_OPTIONS)


@pytest.fixture
def kept(bucket, tmp_path):
    """A bucket that keeps every version of what is replaced or deleted."""
    store = open_store(f"s3://{bucket}/prefix", tmp_path, S3_OPTIONS)
    store.filesystem.call_s3("put_bucket_versioning", Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    return store


def everything(store) -> list[str]:
    """Keys of all versions and marks of deletion that the bucket still has, asked for without our code."""
    answer = store.filesystem.call_s3("list_object_versions", Bucket=store.root.split("/")[0])
    assert not answer["IsTruncated"]
    return sorted(entry["Key"].removeprefix("prefix/") for kind in ("Versions", "DeleteMarkers") for entry in answer.get(kind, ()))


def refuse(monkeypatch, store, *refused: str, code=PermissionError):
    """The store answers these requests with a refusal."""
    asked = store.filesystem.call_s3

    def call(method, **arguments):
        if method in refused:
            raise code("Access Denied") if code is PermissionError else code
        return asked(method, **arguments)

    monkeypatch.setattr(store.filesystem, "call_s3", call)


def test_what_is_written_is_read_and_listed_by_path(store):
    store.write("b/2.bin", b"two")
    store.write("a/1.bin", b"one")
    assert store.read("a/1.bin") == b"one"
    with store.open("b/2.bin") as file:
        assert file.read() == b"two"
    assert [(entry.path, entry.size) for entry in store.list()] == [("a/1.bin", 3), ("b/2.bin", 3)]
    assert [entry.path for entry in store.list("b")] == ["b/2.bin"]


def test_a_part_of_an_object_is_read_by_its_bytes(store):
    store.write("a", b"0123456789")
    assert [store.read_range("a", *part) for part in ((0, 3), (4, 10), (8, 99), (5, 5))] == [b"012", b"456789", b"89", b""]


def test_a_prefix_is_a_folder_and_not_a_beginning_of_a_name(store):
    store.write("table/x", b"")
    store.write("table.files/x", b"")
    assert [entry.path for entry in store.list("table")] == ["table/x"]


def test_a_listing_shows_files_and_follows_no_link_to_a_folder(tmp_path):
    store = open_store("s", tmp_path)
    for path in ("a/b/c", "a/x", "b"):
        store.write(path, path.encode())
    (tmp_path / "s" / "a" / ".draft-1").write_bytes(b"half")
    (tmp_path / "s" / "link").symlink_to(tmp_path / "s" / "a")
    assert [(entry.path, entry.size) for entry in store.list()] == [("a/b/c", 5), ("a/x", 3), ("b", 1)]
    assert [entry.path for entry in store.list("a/")] == ["a/b/c", "a/x"] and store.list("a/x") == [] == store.list("none")


def test_create_lets_exactly_one_of_many_writers_win(store):
    outcomes = []

    def attempt(number):
        try:
            store.create("once", b"%d" % number)
            outcomes.append(number)
        except FileExistsError:
            pass

    threads = [threading.Thread(target=attempt, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 1 and store.read("once") == b"%d" % outcomes[0]


def test_what_is_deleted_is_gone_and_deleting_again_is_no_error(store):
    store.write("a/x", b"1")
    store.delete("a/x")
    store.delete("a/x")
    assert not store.exists("a/x") and store.list() == []


def test_every_version_of_what_is_deleted_is_gone_and_no_other_object(kept):
    for text in (b"first", b"second", b"third"):
        kept.write("a/x", text)
        kept.write("a/x.more", text)
    kept.filesystem.call_s3("delete_object", Bucket=kept.root.split("/")[0], Key="prefix/a/x")
    kept.write("a/x", b"back again")
    kept.delete("a/x")
    assert everything(kept) == ["a/x.more"] * 3


def test_the_versions_of_an_object_that_was_already_deleted_go_too(kept):
    kept.write("a/x", b"one")
    kept.filesystem.call_s3("delete_object", Bucket=kept.root.split("/")[0], Key="prefix/a/x")
    assert not kept.exists("a/x") and everything(kept) == ["a/x", "a/x"]
    kept.delete("a/x")
    assert everything(kept) == []


def test_more_versions_than_one_answer_holds_are_all_deleted(kept, monkeypatch):
    monkeypatch.setattr("assets.lake.storage.DELETED_AT_ONCE", 2)
    asked = kept.filesystem.call_s3

    def few(method, **arguments):
        return asked(method, **arguments, **({"MaxKeys": 2} if method == "list_object_versions" else {}))

    for number in range(5):
        kept.write("a/x", b"%d" % number)
        kept.write("a/y", b"%d" % number)
    with monkeypatch.context() as patched:
        patched.setattr(kept.filesystem, "call_s3", few)
        kept.delete("a/x")
    assert everything(kept) == ["a/y"] * 5


def test_a_bucket_that_keeps_versions_and_will_not_list_them_is_said_with_the_missing_permission(kept, monkeypatch):
    kept.write("a/x", b"one")
    refuse(monkeypatch, kept, "list_object_versions")
    for attempt in (lambda: kept.delete("a/x"), kept.forget):
        with pytest.raises(SetupError, match="s3:ListBucketVersions"):
            attempt()


def test_a_version_that_the_bucket_will_not_let_go_is_an_error_and_not_a_deletion(bucket, tmp_path):
    store = open_store(f"s3://{bucket}-locked/prefix", tmp_path, S3_OPTIONS)
    locked = store.root.split("/")[0]
    store.filesystem.call_s3("create_bucket", Bucket=locked, ObjectLockEnabledForBucket=True)
    store.filesystem.call_s3("put_object_lock_configuration", Bucket=locked, ObjectLockConfiguration={
        "ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 1}}})
    store.write("a/x", b"one")
    with pytest.raises(SetupError, match="object lock"):
        store.delete("a/x")
    assert store.read("a/x") == b"one"


@pytest.mark.parametrize("code", [PermissionError, OSError(errno.ENOSYS, "not implemented")])
def test_a_bucket_without_versions_needs_no_permission_to_list_them(unkept, monkeypatch, code):
    unkept.write("a/x", b"one")
    refuse(monkeypatch, unkept, "list_object_versions", code=code)
    unkept.delete("a/x")
    assert not unkept.exists("a/x")


def test_what_no_listing_shows_is_forgotten_and_what_is_listed_stays(kept):
    bucket = kept.root.split("/")[0]
    for text in (b"old", b"new"):
        kept.write("a/replaced", text)
        kept.write("ab/elsewhere", text)
    kept.write("a/deleted", b"gone")
    kept.filesystem.call_s3("delete_object", Bucket=bucket, Key="prefix/a/deleted")
    kept.filesystem.call_s3("create_multipart_upload", Bucket=bucket, Key="prefix/a/unfinished")
    assert kept.forget("a") == 4
    assert everything(kept) == ["a/replaced", "ab/elsewhere", "ab/elsewhere"] and kept.read("a/replaced") == b"new"
    assert not kept.filesystem.call_s3("list_multipart_uploads", Bucket=bucket).get("Uploads") and kept.forget("a") == 0


def test_drafts_of_a_crashed_write_are_forgotten(tmp_path):
    store = open_store("s", tmp_path)
    store.write("a/x", b"whole")
    (tmp_path / "s" / "a" / ".draft-1").write_bytes(b"half")
    (tmp_path / "s" / "b").mkdir()
    (tmp_path / "s" / "b" / ".draft-2").write_bytes(b"half")
    assert store.forget("a") == 1 and store.forget() == 1
    assert sorted(path.name for path in (tmp_path / "s").rglob("*") if path.is_file()) == ["x"]


def test_a_copy_between_stores_has_the_same_bytes(store, tmp_path):
    other = open_store("other", tmp_path)
    store.write("x", b"bytes")
    copy(store, "x", other, "y/z")
    copy(other, "y/z", store, "back")
    assert other.read("y/z") == store.read("back") == b"bytes"


def test_a_crash_while_writing_leaves_nothing_to_see(tmp_path, monkeypatch):
    store = open_store("s", tmp_path)
    store.write("x", b"old")
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        store.write("x", b"new")
    assert store.read("x") == b"old" and [entry.path for entry in store.list()] == ["x"]


def test_a_place_that_cannot_be_made_is_named_in_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SetupError, match="lake.yaml"):
        open_store("file/zone", tmp_path).write("x", b"")


def test_an_unknown_scheme_is_refused():
    with pytest.raises(InputError, match="ftp"):
        open_store("ftp://host/x", None)
