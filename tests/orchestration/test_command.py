"""The command: one plain sentence, the right exit status, JSON when asked, and never a stack trace."""

import json
import os

import pyarrow as pa
import pytest

from assets.lake import LEFT_OUT, Home, Lake
from assets.lake.digest import digest_of
from assets.landing.kinds import SCHEMAS
from orchestration.cli import main, say
from tests.orchestration.houses import CODE, NOTES, answer, hallmark, small


@pytest.fixture
def home(tmp_path):
    return small(tmp_path / "a home é", notes=NOTES, blocked=NOTES.replace("name: notes", "name: blocked").replace("legal_basis: not-personal\n", "")).home.path


def said(monkeypatch, capsys, home, *arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of the command, in this process."""
    monkeypatch.setenv("HALLMARK_HOME", str(home))
    monkeypatch.setattr("sys.argv", ["hallmark", *arguments])
    with pytest.raises(SystemExit) as left:
        main.run()
    printed = capsys.readouterr()
    return left.value.code, printed.out, printed.err


@pytest.mark.parametrize(("arguments", "status", "words"), [
    (["frob"], 2, "No such command 'frob'"),
    (["show"], 2, "Missing argument"),
    (["run", "--select", "nope"], 2, "names no asset"),
    (["show", "nope"], 2, "There is no release 'nope'"),
    (["show", "nope", "--section", "frob"], 2, "There is no section 'frob'"),
    (["verify", "nope"], 2, "There is no release 'nope'"),
    (["explain", "nope", "00"], 2, "There is no release"),
    (["trace"], 2, "one thing at a time"),
    (["trace", "--source", "frob"], 2, "There is no source 'frob'"),
    (["quarantine", "--source", "frob"], 2, "There is no source 'frob'"),
    (["land", "nowhere", "--source", "notes"], 2, "There is no file at nowhere"),
    (["land", "nowhere", "--source", "blocked"], 1, "is blocked"),
    (["keys", "--make", "bob", "--role", "chef"], 2, "There is no role 'chef'"),
    (["house", "out", "--scale", "0"], 2, "The scale 0.0 is not possible"),
    (["house", "out", "--scale", "much"], 2, "Invalid value for '--scale'"),
    (["demo", "--house", "nowhere"], 2, "there is no house.yaml here"),
])
def test_wrong_use_is_one_sentence_and_its_exit_status(monkeypatch, capsys, home, arguments, status, words):
    code, out, err = said(monkeypatch, capsys, home, *arguments)
    assert (code, out) == (status, "") and words in err and err.count("\n") == 1 and "Traceback" not in err
    if arguments[0] not in ("frob", "demo"):
        code, out, err = said(monkeypatch, capsys, home, *arguments, "--json")
        assert code == status and words in json.loads(out)["error"] and err == ""


def test_a_home_that_is_none_damaged_or_of_another_house_is_said_plainly(monkeypatch, capsys, home, tmp_path):
    assert said(monkeypatch, capsys, tmp_path / "none", "releases")[0::2] == (
        2, f"{tmp_path / 'none'} is not a Hallmark home; make one with `hallmark init`, or name yours with HALLMARK_HOME.\n")
    monkeypatch.setenv("HALLMARK_HOUSE", str(CODE / "houses" / "demo"))
    assert "one home serves one house" in said(monkeypatch, capsys, home, "sources")[2]
    monkeypatch.delenv("HALLMARK_HOUSE")
    (home / "home.json").write_text("{")
    assert "is damaged" in said(monkeypatch, capsys, home, "sources")[2]


def test_a_missing_key_is_named_and_nothing_else_is_done(monkeypatch, capsys, home):
    (home / "keys" / "identity.key").unlink()
    code, out, err = said(monkeypatch, capsys, home, "run")
    assert (code, out) == (2, "") and err.startswith("Key 'identity' is missing")
    code, out, _ = said(monkeypatch, capsys, home, "doctor", "--json")
    assert code == 1 and [check["name"][:8] for check in json.loads(out)["checks"] if not check["ok"]] == ["the keys"]


def test_doctor_says_yes_with_status_0_and_a_blocked_contract_is_a_state_not_a_fault(monkeypatch, capsys, home):
    code, out, _ = said(monkeypatch, capsys, home, "doctor", "--json")
    report = json.loads(out)
    assert code == 0 and report["ok"] and all(set(check) == {"name", "ok", "fix"} for check in report["checks"])
    assert any("blocked" in check["name"] for check in report["checks"])


@pytest.mark.parametrize(("written", "words"), [
    ("sources: {chatz: {mode: tag}}\n", "names 'chatz', and no contract is called so"), ("default: {residual: .nan}\n", "must be a number from 0"),
    ("tables: {transactions: {k: 10}}\n", "quasi")])
def test_doctor_reads_the_whole_privacy_policy(monkeypatch, capsys, home, written, words):
    house = Home.open(home).house.path
    (house / "policies").mkdir(exist_ok=True)
    (house / "policies" / "privacy.yaml").write_text(written)
    code, out, _ = said(monkeypatch, capsys, home, "doctor", "--json")
    (fix,) = [check["fix"] for check in json.loads(out)["checks"] if check["name"] == "policy privacy"]
    assert code == 1 and words in fix


def test_the_answers_of_an_untouched_home(monkeypatch, capsys, home):
    assert said(monkeypatch, capsys, home, "releases", "--json") == (0, "[]\n", "")
    code, out, _ = said(monkeypatch, capsys, home, "sources", "--json")
    assert code == 0 and {"name", "kind", "state", "files", "read", "quarantined", "skipped", "records"} <= set(json.loads(out)[0])
    assert said(monkeypatch, capsys, home, "quarantine")[1] == "Nothing is in quarantine.\n"
    code, out, _ = said(monkeypatch, capsys, home, "trace", "--licence", "CC0-1.0", "--json")
    assert code == 0 and {"records", "releases", "checkpoints"} <= set(json.loads(out))


def test_an_unforeseen_error_keeps_what_it_quotes_in_the_vault(monkeypatch, capsys, home):
    def quotes(*_):
        raise RuntimeError("Berthe Quatremaine")

    monkeypatch.setattr("orchestration.verbs.sources.sources", quotes)
    code, out, err = said(monkeypatch, capsys, home, "sources")
    assert code == 1 and "Quatremaine" not in out + err and "RuntimeError" in err
    assert "Quatremaine" in next((home / "lake" / "vault" / "errors").iterdir()).read_text()


@pytest.mark.parametrize(("error", "words"), [
    (OSError(28, "No space left on device"), "found the disk full"), (PermissionError(13, "Permission denied"), "may not read or write"),
    (PermissionError(13, "Permission denied", "/a/place"), "/a/place: Permission denied")])
def test_no_disk_and_no_permission_are_the_machines_fault(monkeypatch, capsys, home, error, words):
    def refuses(*_):
        raise error

    monkeypatch.setattr("orchestration.verbs.sources.sources", refuses)
    code, _, err = said(monkeypatch, capsys, home, "sources")
    assert code == 2 and words in err


def test_a_stop_is_a_sentence_and_status_130(monkeypatch, capsys, home):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("orchestration.verbs.sources.sources", stopped)
    code, _, err = said(monkeypatch, capsys, home, "sources")
    assert code == 130 and err.strip().startswith("Stopped.")


def test_init_makes_a_house_that_doctor_is_content_with_and_never_takes_a_demonstration_over(monkeypatch, capsys, home, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert said(monkeypatch, capsys, "real home", "init", "maison é", "--json")[0] == 0
    assert said(monkeypatch, capsys, "real home", "doctor")[0] == 0
    before = (tmp_path / "real home" / "keys" / "identity.key").read_text()
    assert said(monkeypatch, capsys, "real home", "init", "maison é")[0] == 0
    assert (tmp_path / "real home" / "keys" / "identity.key").read_text() == before
    code, _, err = said(monkeypatch, capsys, home, "init", "third")
    assert code == 2 and "demonstration" in err and not (tmp_path / "third").exists()


def test_the_fictional_house_never_replaces_files_that_are_not_its_own(monkeypatch, capsys, home, tmp_path):
    (tmp_path / "mine" / "landing").mkdir(parents=True)
    code, _, err = said(monkeypatch, capsys, home, "house", str(tmp_path / "mine"))
    assert code == 2 and "not the fictional house's" in err and (tmp_path / "mine" / "landing").is_dir()


def test_a_table_without_a_terminal_is_one_line_a_row(capsys):
    long = "a sentence of some length " * 20
    say.table([{"a": "x [bold] y", "b": 1234, "c": long}, {"a": None, "b": 5, "c": True}], {"a": "name", "b": "number", "c": "why"}, "")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3 and "x [bold] y" in lines[1] and "1,234" in lines[1] and lines[1].endswith(long.strip()) and "–" in lines[2]


def test_refused_records_and_files_are_listed_once_each(monkeypatch, capsys, home):
    left = pa.Table.from_pylist([
        {"record_id": None, "disposition": "quarantined", "reason": "no number", "into": None, "object_id": b"o" * 16, "locator": "row 3"},
        {"record_id": None, "disposition": "left out", "reason": "seen again", "into": None, "object_id": b"o" * 16, "locator": "row 4"}], schema=LEFT_OUT)
    Lake.open(Home.open(home)).commit("landing/notes", [], schema=SCHEMAS["document"], left_out=left, counted_in=2, step={"name": "land", "version": "1"},
                                      signature=digest_of("x"))
    code, out, _ = said(monkeypatch, capsys, home, "quarantine", "--json")
    assert code == 0 and [(row["locator"], row["reason"], row["count"]) for row in json.loads(out)] == [("row 3", "no number", 1)]


def test_help_and_releases_answer_at_once(home):
    before = os.times()
    done = hallmark(home, "--help")
    between = os.times()
    listed = hallmark(home, "releases", "--json")
    after = os.times()
    assert done.returncode == 0 and "..." not in done.stdout.split("Commands:")[1] and answer(listed) == []
    assert between.children_user - before.children_user < 1.5 and after.children_user - between.children_user < 2.5


def test_landing_hands_a_file_over_by_command(home, tmp_path):
    path = tmp_path / "été.txt"
    path.write_text("Soie.")
    done = hallmark(home, "land", str(path), "--source", "notes", "--json", COLUMNS="40", PYTHONIOENCODING="ascii")
    assert done.returncode == 0 and answer(done) == {"source": "notes", "files": 1}
