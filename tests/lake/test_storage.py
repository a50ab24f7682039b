import threading

import pytest

from assets.lake import InputError, SetupError
from assets.lake.storage import copy, open_store
from tests.conftest import S3_OPTIONS


@pytest.fixture(params=["folder", "s3"])
def store(request, tmp_path):
    if request.param == "folder":
        return open_store("with space", tmp_path)
    return open_store(f"s3://{request.getfixturevalue('bucket')}/prefix", tmp_path, S3_OPTIONS)


def test_what_is_written_is_read_and_listed_by_path(store):
    store.write("b/2.bin", b"two")
    store.write("a/1.bin", b"one")
    assert store.read("a/1.bin") == b"one"
    with store.open("b/2.bin") as file:
        assert file.read() == b"two"
    assert [(entry.path, entry.size) for entry in store.list()] == [("a/1.bin", 3), ("b/2.bin", 3)]
    assert [entry.path for entry in store.list("b")] == ["b/2.bin"]


def test_a_prefix_is_a_folder_and_not_a_beginning_of_a_name(store):
    store.write("table/x", b"")
    store.write("table.files/x", b"")
    assert [entry.path for entry in store.list("table")] == ["table/x"]


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
