"""The acceptance sample by command: a release waits for it, a file goes out and comes back, and only then it is approved."""

import dataclasses
import json
import shutil
import stat

import pytest

from assets.governance import gates
from assets.governance.documents import release_documents
from assets.governance.ledger import keys
from assets.governance.ledger.log import Log
from assets.lake import Home, Lake, PolicyError
from assets.privacy.evidence import marks
from orchestration.verbs import sampling
from tests.conftest import make_lake
from tests.governance.conftest import make_candidate
from tests.orchestration.test_command import said

RELEASE, SOMEBODY = "atelier/1.0.0", "Berthe Quatremaine"
ASKED = "acceptance: {sample: 30, leak: 0.15, over_redaction: 0.3}\n"


@pytest.fixture(scope="module")
def candidate_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sampled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.governance.conftest.documents", release_documents)     # the real ones: `show` reads their summary
        make_candidate(make_lake(folder, policies__privacy=ASKED))
    return folder


@pytest.fixture
def home(candidate_once, tmp_path, monkeypatch):
    shutil.copytree(candidate_once, tmp_path / "copy")
    monkeypatch.setenv("HALLMARK_HOUSE", str(tmp_path / "copy" / "house"))
    return tmp_path / "copy" / "home"


@pytest.fixture
def command(monkeypatch, capsys, home):
    return lambda *arguments: said(monkeypatch, capsys, home, *arguments)


def opened(home) -> Lake:
    return Lake.open(Home.open(home))


def marked(command, path, *leaking: int) -> None:
    """Export, and mark as a person would: the lines named leak (their last word, say), the others are fine."""
    assert command("sample", "export", "atelier", "--to", str(path))[0] == 0
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for number, row in enumerate(rows):
        row |= {"mark": "leak", "value": row["text"].split()[-1], "type": "PERSON"} if number in leaking else {"mark": "fine"}
    path.write_text("\n".join(json.dumps(row) for row in rows))


def test_a_release_is_approved_and_published_only_once_its_sample_holds(command, home, tmp_path):
    status, _, words = command("approve", "atelier", "--key", "reviewer-a")
    assert status == 1 and "waits for its acceptance sample" in words and "hallmark sample export atelier/1.0.0" in words
    marked(command, tmp_path / "marked.jsonl", 0)
    status, out, _ = command("sample", "import", "atelier", str(tmp_path / "marked.jsonl"), "--by", "reviewer-a", "--json")
    told = json.loads(out)
    assert status == 0 and told["verdict"] == "passed" and told["marked"] >= 30 and told["leaks"] == 1 and told["demonstration"] is True
    assert 0 < told["leak_share"] < told["leak_upper"] <= 0.15 and told["by"] == keys.load(opened(home), "reviewer-a").id
    assert [command("approve", "atelier", "--key", name)[0] for name in ("reviewer-a", "reviewer-b")] == [0, 0]
    assert command("publish", "atelier")[0] == 0
    status, out, _ = command("show", "atelier", "--section", "privacy", "--json")
    assert json.loads(out)["acceptance"] == {name: value for name, value in told.items() if name != "release"}
    out = command("show", "atelier", "--section", "privacy")[1]
    assert "Acceptance sample: passed: DEMONSTRATION, read by a person; 1 of" in out and "with 95 % confidence." in out


def test_a_sample_that_leaks_stops_the_release_and_what_leaked_stays_in_the_vault(command, home, tmp_path):
    marked(command, tmp_path / "marked.jsonl", *range(12))
    status, out, _ = command("sample", "import", "atelier", str(tmp_path / "marked.jsonl"), "--by", "reviewer-b")
    assert status == 1 and "failed: DEMONSTRATION" in out and "delete it" in out
    status, _, words = command("approve", "atelier", "--key", "reviewer-a")
    assert status == 1 and "does not hold: failed" in words and "12 of" in words
    ledger = b"".join(opened(home).store("ledger").read(entry.path) for entry in opened(home).store("ledger").list())
    assert b"leather" not in ledger and b"bag." not in ledger and b'"event":"sample"' in ledger
    (tmp_path / "again.jsonl").unlink(missing_ok=True)
    marked(command, tmp_path / "again.jsonl")
    status, _, words = command("sample", "import", "atelier", str(tmp_path / "again.jsonl"), "--by", "officer")
    assert status == 1 and "only that key can withdraw the mark" in words and command("approve", "atelier", "--key", "reviewer-a")[0] == 1
    assert command("sample", "import", "atelier", str(tmp_path / "marked.jsonl"), "--by", "officer")[0] == 1      # seen by both, and still the first's to withdraw
    assert "only that key" in command("sample", "import", "atelier", str(tmp_path / "again.jsonl"), "--by", "officer")[2]
    assert command("sample", "import", "atelier", str(tmp_path / "again.jsonl"), "--by", "reviewer-b")[0] == 0     # read again
    assert command("approve", "atelier", "--key", "reviewer-a")[0] == 0


def test_a_file_that_is_not_whole_changes_nothing(command, home, tmp_path):
    path = tmp_path / "sample.csv"
    assert command("sample", "export", "atelier", "--to", str(path), "--json")[0] == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = Log(opened(home).store("ledger")).entries()
    status, _, words = command("sample", "import", "atelier", str(path), "--by", "reviewer-a")
    assert status == 2 and "has no mark for record" in words and words.count("\n") == 1
    assert opened(home).find(marks.TABLE) is None and Log(opened(home).store("ledger")).entries() == before
    status, _, words = command("sample", "export", "atelier", "--to", str(path))
    assert status == 2 and "exists already" in words
    assert command("sample", "export", "atelier", "--to", str(tmp_path / "x.xlsx"))[0] == 2
    assert command("sample", "export", "atelier", "--to", str(tmp_path / "none" / "x.csv"))[0] == 2
    assert command("sample", "judge", "atelier")[0] == 2


def test_who_marks_is_an_enrolled_key_and_not_the_builders(command, home, tmp_path):
    marked(command, tmp_path / "marked.jsonl")
    status, _, words = command("sample", "import", "atelier", str(tmp_path / "marked.jsonl"), "--by", "builder")
    assert status == 1 and "built the release" in words
    assert command("sample", "import", "atelier", str(tmp_path / "marked.jsonl"), "--by", SOMEBODY)[0] == 2
    lake = opened(home)
    keys.make(lake, "stranger")
    status, _, words = command("sample", "import", "atelier", str(tmp_path / "marked.jsonl"), "--by", "stranger")
    assert status == 1 and "not enrolled" in words
    keys.compromise(lake, keys.load(lake, "reviewer-b").id, lake.house.as_of)
    status, _, words = command("sample", "import", "atelier", str(tmp_path / "marked.jsonl"), "--by", "reviewer-b")
    assert status == 1 and "withdrawn" in words
    known = keys.load(lake, "officer").id       # a reviewer without a terminal: somebody imports the file under the id of their key
    assert command("sample", "import", "atelier", str(tmp_path / "marked.jsonl"), "--by", known[:16])[0] == 0
    assert gates.judged(lake, sampling.Sample(lake, RELEASE).digest)["key_id"] == known


def test_another_policy_is_another_question(command, home, tmp_path):
    marked(command, tmp_path / "marked.jsonl", 0)
    assert command("sample", "import", "atelier", str(tmp_path / "marked.jsonl"), "--by", "reviewer-a")[0] == 0
    policy = home.parent / "house" / "policies" / "privacy.yaml"
    policy.write_text(ASKED.replace("0.15", "0.02"))
    status, _, words = command("approve", "atelier", "--key", "reviewer-a")
    assert status == 1 and "asks something else" in words and "hallmark sample judge" in words
    assert command("sample", "judge", "atelier")[0] == 1 and "does not hold" in command("approve", "atelier", "--key", "reviewer-a")[2]
    policy.write_text("acceptance:\n")          # an empty wish is a wish nobody can read, not the absence of one
    assert command("approve", "atelier", "--key", "reviewer-a")[0] == 1
    policy.write_text("default: {}\n")
    assert command("approve", "atelier", "--key", "reviewer-a")[0] == 0


def test_a_house_that_asks_for_none_is_not_measured_and_not_stopped(command, home):
    (home.parent / "house" / "policies" / "privacy.yaml").unlink()
    status, out, _ = command("show", "atelier", "--section", "privacy", "--json")
    told = json.loads(out)["acceptance"]
    assert told["verdict"] == "not measured" and told["marked"] == 0 and told["by"] is None and told["demonstration"] is False
    assert "Acceptance sample: not measured" in command("show", "atelier", "--section", "privacy")[1]
    assert command("approve", "atelier", "--key", "reviewer-a")[0] == 0


def test_marks_of_a_search_say_that_nobody_read_and_open_nothing(command, home):
    lake = opened(home)
    told = sampling.stand_in(lake, RELEASE, "reviewer-a")
    assert told["verdict"] == "not known" and told["demonstration"] is True and told["basis"].startswith("read by no person")
    status, _, words = command("approve", "atelier", "--key", "reviewer-a")
    assert status == 1 and "read by no person" in words
    assert sampling.labels(lake, RELEASE)["labels"] == 0
    lake.home = dataclasses.replace(lake.home, demonstration=False)
    with pytest.raises(PolicyError, match="here a person does"):
        sampling.stand_in(lake, RELEASE, "reviewer-a")


def test_a_demonstrations_marks_open_nothing_in_a_real_home(command, home, tmp_path):
    marked(command, tmp_path / "marked.jsonl")
    assert command("sample", "import", "atelier", str(tmp_path / "marked.jsonl"), "--by", "reviewer-a")[0] == 0
    lake = opened(home)
    digest = sampling.Sample(lake, RELEASE).digest
    gates.accepted(lake, RELEASE, digest)
    lake.home = dataclasses.replace(lake.home, demonstration=False)
    with pytest.raises(PolicyError, match="for a demonstration"):
        gates.accepted(lake, RELEASE, digest)


def test_what_a_person_read_is_never_replaced_by_a_demonstration_and_entered_once(command, home, tmp_path):
    marked(command, tmp_path / "marked.jsonl", 0)
    command("sample", "import", "atelier", str(tmp_path / "marked.jsonl"), "--by", "reviewer-b")
    lake = opened(home)
    entered = Log(lake.store("ledger")).entries()
    assert sampling.stand_in(lake, RELEASE, "reviewer-a")["by"] == keys.load(lake, "reviewer-b").id
    assert Log(lake.store("ledger")).entries() == entered
