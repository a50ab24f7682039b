"""A release made again in a clean place: what is compared, what is said, what is left behind. (The whole way is walked in `tests/laws`.)"""

import fcntl
import os
import shutil
import sqlite3

import pyarrow.parquet as pq
import pytest
import typer
import yaml

from assets.governance.ledger.log import Log
from assets.governance.waiting import waiting
from assets.lake import Home, Lake, PolicyError, SetupError
from assets.landing.contracts import load_contract_named
from assets.landing.run import land
from orchestration.cli import audit
from orchestration.verbs import reproduce as verb
from orchestration.verbs import running
from orchestration.verbs.reproduce import DIFFERENT, DIFFERS, SAME, SAME_BYTES, SAME_RECORDS, reproduce, sentence
from tests.conftest import make_lake
from tests.corpora.small_house import record_id
from tests.governance.conftest import cut, make_published
from tests.orchestration.houses import NOTES, SHOP, arrives

RELEASE = "atelier/1.0.0"
ROWS = range(20)


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reproduced")
    make_published(make_lake(folder, recipes__atelier="corpus: atelier\n"), rows=ROWS)
    return folder


@pytest.fixture
def lake(once, tmp_path, monkeypatch) -> Lake:
    copy = shutil.copytree(once, tmp_path / "copy")
    monkeypatch.setenv("HALLMARK_HOUSE", str(copy / "house"))      # a house of one's own too, to change
    return Lake.open(copy / "home")


@pytest.fixture
def again(monkeypatch):
    """Says what the rebuild makes: the cut of these rows, changed by `then`."""
    def makes(rows=ROWS, then=lambda made: None, **more):
        def made_again(lake, home, corpus, tell):
            clean = Lake.open(home)
            cut(clean, rows, **more)
            made = waiting(clean, corpus)
            then(made)
            return made

        monkeypatch.setattr(verb, "_made_again", made_again)
    return makes


def untouched(lake) -> dict[str, bytes]:
    """Every file of the home but the ledger's log, where the answer is kept."""
    root = lake.home.path
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*"))
            if path.is_file() and "ledger/log" not in path.as_posix() and path.name != "run.lock"}


# -- comparing -------------------------------------------------------------------------------------------------------------

def test_the_same_inputs_give_the_same_bytes_and_the_answer_is_kept_in_the_log(lake, again):
    again()
    before = untouched(lake)
    answer = reproduce(lake, RELEASE)
    assert (answer["bytes"], answer["root"], answer["why"]) == (SAME, SAME, None)
    assert len(answer["shards"]) == 14 and set(answer["shards"].values()) == {SAME_BYTES} and answer["records"]["same"] == 30
    entry = Log(lake.store("ledger")).entries()[-1]
    assert (entry["event"], entry["release"], entry["bytes"], entry["root"]) == ("reproduce", RELEASE, SAME, SAME)
    assert untouched(lake) == before, "nothing but the log is written"
    assert sentence(answer) == f"Made again, {RELEASE} is the same byte for byte: 14 files."


def test_the_same_records_in_other_bytes_are_the_same_release(lake, again):
    def repacked(made):
        name = "data/train-00001-of-00004.parquet"
        with made.open(name) as file:
            table = pq.read_table(file)
        pq.write_table(table, made.folder.store.local(f"{made.folder.prefix}/{name}"), compression="none", row_group_size=2)

    again(then=repacked)
    answer = reproduce(lake, RELEASE)
    assert (answer["bytes"], answer["root"]) == (DIFFERENT, SAME)
    assert [name for name, told in answer["shards"].items() if told == SAME_RECORDS] == ["data/train-00001-of-00004.parquet"]
    assert "holds the same records; 13 of 14 files are the same byte for byte" in sentence(answer)


def test_a_record_that_comes_out_otherwise_is_named_and_nothing_explains_it(lake, again, monkeypatch):
    recorded = verb.manifest_of(lake, RELEASE)[0]["inputs"]
    monkeypatch.setattr(verb, "_data_version", lambda clean, table: recorded.get(table))     # as if every table had come out the same
    again(rows=range(1, 20))
    answer = reproduce(lake, RELEASE)
    assert (answer["bytes"], answer["root"]) == (DIFFERENT, DIFFERENT)
    assert answer["why"] == "nothing that decides it has changed since."
    assert (answer["records"]["missing"], answer["records"]["examples"]["missing"]) == (1, [record_id(0).hex()])
    assert DIFFERS in answer["shards"].values() and sentence(answer).startswith(f"Made again, {RELEASE} differs: ")


def test_what_arrived_since_explains_a_difference_so_that_nothing_can_be_told(lake, again):
    again(rows=range(25))
    answer = reproduce(lake, RELEASE)
    assert (answer["bytes"], answer["root"]) == (None, None)
    assert answer["why"].startswith("other records stand in landing/press now") and "landing/chats" not in answer["why"]
    assert answer["records"]["added"] == 5 and sentence(answer).startswith(f"It cannot be told whether {RELEASE} would come out the same: ")


def test_a_house_that_changed_since_explains_a_difference(lake, again):
    again(rows=range(25))
    (lake.house.path / "vocabulary").mkdir()
    (lake.house.path / "vocabulary" / "catalogue.txt").write_text("silk\n")
    assert "contracts, recipes, policies or vocabulary of the house changed since" in reproduce(Lake.open(lake.home.path), RELEASE)["why"]


def test_other_code_is_tried_and_named(lake, again, monkeypatch):
    monkeypatch.setattr(verb, "code", lambda: {"version": "9.9.9", "digest": "ab" * 32, "pyarrow": "99"})
    again()
    answer = reproduce(lake, RELEASE)
    assert answer["bytes"] == SAME and answer["code"]["now"] == "9.9.9 (abababababab), pyarrow 99"
    again(rows=range(19))
    assert "it was made by version 0.1.0" in reproduce(lake, RELEASE)["why"]


# -- hopeless cases --------------------------------------------------------------------------------------------------------

def told(lake) -> str:
    answer = reproduce(lake, RELEASE)
    assert (answer["bytes"], answer["root"], answer["shards"]) == (None, None, {})
    assert Log(lake.store("ledger")).entries()[-1]["why"] == answer["why"]
    return answer["why"]


def test_a_purged_release_cannot_be_made_again(lake):
    lake.store("releases").write(f"{RELEASE}/PURGED", b"{}")
    assert told(lake).startswith("it is purged")


def test_a_release_that_an_erasure_made_is_proved_by_verify_instead(lake, monkeypatch):
    manifest, digest = verb.manifest_of(lake, RELEASE)
    monkeypatch.setattr(verb, "manifest_of", lambda lake, release: ({**manifest, "subtraction": {"of": "atelier/0.9.0"}}, digest))
    assert told(lake) == f"it is atelier/0.9.0 less the records of a request, made from that release alone; `hallmark verify {RELEASE}` proves that."


def test_a_recipe_that_is_gone_is_named(lake):
    (lake.house.path / "recipes" / "atelier.yaml").unlink()
    assert told(lake) == "the house has no recipe 'atelier' any more."


def test_without_the_pseudonym_key_nobody_makes_the_same_surrogates(lake):
    (lake.home.path / "keys" / "pseudonym-1.key").unlink()
    assert told(lake).startswith("the pseudonym key of epoch 1 is destroyed")


def test_a_rebuild_that_stops_says_where(lake, monkeypatch):
    monkeypatch.setattr(running, "materialise", lambda *args, **more: running.RunReport(ok=False, failed=[{"what": "clean/documents", "sentence": "It failed."}]))
    assert told(lake) == "making it again stopped at clean/documents: It failed."


def test_a_rebuild_that_a_gate_stops_says_why(lake, monkeypatch):
    def refuse(*args, **more):
        raise PolicyError("The house says no.")

    monkeypatch.setattr(running, "materialise", refuse)
    assert told(lake) == "making it again stopped: The house says no."


# -- the clean place -------------------------------------------------------------------------------------------------------

def test_the_clean_place_is_a_home_of_the_same_house_on_the_releases_day_and_is_destroyed(lake, monkeypatch):
    monkeypatch.setenv("OPENLINEAGE_URL", "http://catalogue.example")
    with verb._clean_place(lake, "2025-06-30") as home:
        clean = Lake.open(Home.open(home.path))             # as Dagster's resource opens it
        assert (clean.house.as_of.isoformat(), clean.house.controller, clean.house.name) == ("2025-06-30", lake.house.controller, lake.house.name)
        assert clean.keys.identity == lake.keys.identity and clean.keys.pseudonym("1") == lake.keys.pseudonym("1")
        assert clean.store("landing").url() == lake.store("landing").url()
        for zone in ("vault", "clean", "releases", "ledger"):
            assert clean.store(zone).local().is_relative_to(home.path)
        assert os.listdir(home.inbox) == [] and home.path.is_relative_to(lake.scratch()) and home.path.stat().st_mode & 0o077 == 0
        assert os.environ["OPENLINEAGE_DISABLED"] == "true", "no catalogue hears of a rehearsal"
    assert not home.path.exists() and os.environ["HALLMARK_HOUSE"] == str(lake.house.path) and "OPENLINEAGE_DISABLED" not in os.environ
    assert (lake.home.path / "keys" / "identity.key").exists(), "the keys are linked, not moved"


def test_the_clean_place_is_destroyed_when_the_rebuild_fails(lake, again):
    def broken(made):
        raise RuntimeError

    again(then=broken)
    with pytest.raises(RuntimeError):
        reproduce(lake, RELEASE)
    assert list(lake.scratch().glob("reproduce-*")) == []


def test_a_home_inside_its_house_is_not_copied_into_itself(tmp_path):
    house = tmp_path / "house"
    lake = make_lake(house / "inside", contracts__notes=NOTES)
    shutil.copytree(lake.house.path, house, dirs_exist_ok=True)
    opened = Lake.open(Home.open(lake.home.path, house))
    with verb._clean_place(opened, "2026-01-31") as home:
        copied = {path.relative_to(home.path / "house").as_posix() for path in (home.path / "house").rglob("*") if path.is_file()}
        assert {"house.yaml", "contracts/notes.yaml"} <= copied and not any("home.json" in name or ".key" in name for name in copied)
        assert yaml.safe_load((home.path / "house" / "house.yaml").read_text())["inbox"] == "inbox"


def test_every_kept_copy_is_read_again_from_the_books_and_nobody_is_asked_what_arrived(tmp_path, monkeypatch):
    lake = make_lake(tmp_path, contracts__notes=NOTES, contracts__shop=SHOP)
    arrives(lake, "notes/a.txt", "A note about silk.")
    with sqlite3.connect(f"{lake.home.inbox}/shop.db") as shop:
        shop.execute("create table items (code, name)")
        shop.execute("insert into items values ('1', 'bag')")
    contracts = [load_contract_named(lake.house, name) for name in ("notes", "shop")]
    for contract in contracts:
        land(lake, lake.house, contract)
    arrives(lake, "notes/b.txt", "A note that came later.")      # not landed: it is no part of what the books know
    os.unlink(f"{lake.home.inbox}/shop.db")
    seen = {}

    def look(home, select, tell, without):
        clean = Lake.open(home)
        seen.update({table: clean.read(table).data_version for table in without}, select=select)
        return running.RunReport(ok=False, failed=[{"what": "x", "sentence": "y"}])

    monkeypatch.setattr(running, "materialise", look)
    with verb._clean_place(lake, "2026-01-31") as home:
        verb._made_again(lake, home, "atelier", lambda event: None)
    assert seen == {"select": '+key:"corpora/atelier/shards"', **{contract.table: lake.read(contract.table).data_version for contract in contracts}}


def test_nothing_is_made_again_while_a_run_or_an_erasure_is_at_work(lake):
    with open(lake.home.path / "run.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(SetupError, match="Another run of .* is at work"):
            reproduce(lake, RELEASE)


# -- the command -----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("rows", "status", "said"), [(ROWS, 0, "is the same byte for byte"), (range(25), 1, "It cannot be told whether")])
def test_the_command_says_it_by_its_exit_status(lake, again, monkeypatch, capsys, rows, status, said):
    monkeypatch.setenv("HALLMARK_HOME", str(lake.home.path))
    again(rows=rows)
    with pytest.raises(typer.Exit) as ended:
        audit.reproduce("atelier")
    assert ended.value.exit_code == status and said in capsys.readouterr().out
