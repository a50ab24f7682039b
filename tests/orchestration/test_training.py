"""A checkpoint is registered once per release, under a digest and a name that is nobody's, and told wherever a release is."""

import json
import shutil

import pytest

from assets.governance.ledger.checkpoints import CHAIN, checkpoints
from assets.governance.ledger.log import Log
from assets.lake import InputError, IntegrityError, Lake, PolicyError
from orchestration.verbs.showing import _checkpoints
from orchestration.verbs.training import register_training
from tests.conftest import make_lake
from tests.governance.conftest import make_candidate, make_published

DIGEST, OTHER = "ab" * 32, "cd" * 32
RELEASE = "atelier/1.0.0"


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trained")
    make_published(make_lake(folder), rows=range(20))
    return folder


@pytest.fixture
def lake(once, tmp_path) -> Lake:
    shutil.copytree(once, tmp_path / "copy")
    return Lake.open(tmp_path / "copy" / "home")


def events(lake, chain: str = "log") -> list[dict]:
    return [entry for entry in Log(lake.store("ledger"), chain).entries() if entry["event"] == "train"]


def test_a_checkpoint_stands_in_the_register_and_in_the_audit_log_with_the_root_it_was_trained_on(lake, tmp_path):
    order = tmp_path / "order.log"
    order.write_bytes(b"batch 1\n")
    entry = register_training(lake, RELEASE, f"sha256:{DIGEST.upper()}", "first-7b", order)
    assert (entry["checkpoint"], entry["release"], entry["name"], entry["order_log"]["bytes"]) == (DIGEST, RELEASE, "first-7b", 8)
    (known,), (told,) = checkpoints(lake), events(lake)
    assert known["root"] == told["root"] == entry["root"] and len(entry["root"]) == 64 and "batch 1" not in json.dumps([known, told])
    assert _checkpoints(lake, RELEASE, {}, {})["facts"] == [known]
    assert checkpoints(lake, {"atelier/9.0.0"}) == []


@pytest.mark.parametrize(("digest", "name", "words"), [
    ("ab", "m", "64 hexadecimal digits"), ("zz" * 32, "m", "64 hexadecimal digits"), (DIGEST, "Ada Lovelace", "names no person"), (DIGEST, "", "name is made of")])
def test_a_digest_or_name_that_is_none_is_wrong_use_and_writes_nothing(lake, digest, name, words):
    with pytest.raises(InputError, match=words):
        register_training(lake, RELEASE, digest, name)
    assert not checkpoints(lake) and not events(lake)


def test_an_order_log_that_is_not_there_is_wrong_use(lake, tmp_path):
    with pytest.raises(InputError, match="is no file"):
        register_training(lake, RELEASE, DIGEST, "first", tmp_path / "none.log")


def test_nothing_is_trained_on_a_candidate(tmp_path):
    lake = make_lake(tmp_path)
    make_candidate(lake, rows=range(20))
    with pytest.raises(PolicyError, match="before it is published"):
        register_training(lake, RELEASE, DIGEST, "first")
    assert not checkpoints(lake)


def test_an_entry_is_never_changed_and_a_digest_keeps_its_name(lake):
    register_training(lake, RELEASE, DIGEST, "first")
    with pytest.raises(InputError, match="already"):
        register_training(lake, RELEASE, DIGEST, "first")
    with pytest.raises(InputError, match="under the name 'first'"):
        register_training(lake, RELEASE, DIGEST, "second")
    register_training(lake, RELEASE, OTHER, "second")
    assert [entry["name"] for entry in checkpoints(lake)] == ["first", "second"] and len(events(lake)) == 2


def test_what_a_crash_left_between_register_and_audit_log_is_completed_by_asking_again(lake, monkeypatch):
    append = Log.append

    def breaks(self, event, **facts):
        if self._name == "log":
            raise OSError("crash")
        return append(self, event, **facts)

    monkeypatch.setattr(Log, "append", breaks)
    with pytest.raises(OSError):
        register_training(lake, RELEASE, DIGEST, "first")
    monkeypatch.undo()
    assert len(checkpoints(lake)) == 1 and not events(lake)
    register_training(lake, RELEASE, DIGEST, "first")
    assert len(events(lake, CHAIN)) == len(events(lake)) == 1


def test_a_register_that_was_tampered_with_counts_for_nothing(lake):
    register_training(lake, RELEASE, DIGEST, "first")
    ledger = lake.store("ledger")
    path = f"{CHAIN}/00000001.json"
    entry = {**json.loads(ledger.read(path)), "name": "second"}
    ledger.write(path, json.dumps(entry).encode())
    with pytest.raises(IntegrityError, match="changed or removed"):
        checkpoints(lake)
