"""The privacy benchmark as its users call it: a folder of sets, a policy per set, one JSON object."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.privacy import Settings, measured
from benchmarks.scoring import Document

CHAT = "hi my name is priya raman and my email is priya.raman@example.org\nmy order number is 44556677"
SPANS = [{"start": CHAT.index(value), "end": CHAT.index(value) + len(value), "type": type_}
         for value, type_ in (("priya raman", "PERSON"), ("priya.raman@example.org", "EMAIL"), ("44556677", "REF_ID"))]
SHELF = "The Oliver coat in navy wool, ref. 8841-220, sizes 36 to 46, 890 EUR"


def settings(tmp_path: Path, written: str) -> Settings:
    (tmp_path / "policies.yaml").write_text(written)
    return Settings(tmp_path / "policies.yaml")


def test_a_set_takes_its_own_policy_over_the_default(tmp_path):
    told = settings(tmp_path, "default: {dial: 0.2, mode: tag}\nchat: {dial: 0.03, entities: [PERSON, PHONE_NUMBER, SSN]}\n")
    assert (told.of("chat").dial, told.of("chat").mode, told.of("chat").entities) == (0.03, "tag", ("PERSON", "PHONE", "NATIONAL_ID"))
    assert told.of("other").dial == 0.2 and told.of("other").entities == ()


def test_sets_may_stand_under_a_heading_and_a_dial_may_be_a_word(tmp_path):
    told = settings(tmp_path, "default: {dial: precise}\nsets:\n  chat: {dial: careful, entities: all}\n")
    assert told.of("other").dial == 0.5 and told.of("chat").dial == 0.035 and "LOCATION" in told.of("chat").entities


@pytest.mark.parametrize("written", ["chat: {dial: 7}", "chat: {dial: loud}", "- chat", "default: {mode: paint}"])
def test_what_is_no_policy_is_refused_in_a_sentence(tmp_path, written):
    with pytest.raises(SystemExit, match="policies|policy"):
        settings(tmp_path, written).of("chat")


def test_a_catalogue_of_lines_cells_or_values_keeps_its_words(tmp_path):
    for name, written in (("a.txt", "Oliver\n# no word\n"), ("b.csv", "code,name\n1,Oliver\n"), ("c.jsonl", '{"name": "Oliver"}\n')):
        (tmp_path / name).write_text(written)
        words = settings(tmp_path, f"shelf: {{catalogue: {name}}}").words("shelf")
        assert {known.value for known in words.standing([SHELF])[0]} == {"oliver"}


def test_planted_values_are_found_and_a_shelf_is_left_alone(tmp_path):
    told = settings(tmp_path, "{}")
    figures = measured([Document(CHAT, SPANS, "en")] * 3, told.of("chat"), told.words("chat"))
    assert figures["doc_leak"] == 0 and set(figures["recall"].values()) == {1.0} and figures["chars_s_core"] > 0
    assert measured([Document(SHELF, [], "en")], told.of("shelf"), told.words("shelf"))["false_spans"] == 0


def test_the_command_prints_one_json_object_with_the_peer_beside_ours(tmp_path):
    (tmp_path / "chat.jsonl").write_text(json.dumps({"id": "1", "text": CHAT, "lang": "en", "spans": SPANS}) + "\n")
    done = subprocess.run([sys.executable, "-m", "benchmarks.privacy", "--sets", str(tmp_path), "--json"], capture_output=True, text=True, check=True,
                          cwd=Path(__file__).parents[2])
    chat = json.loads(done.stdout)["sets"]["chat"]
    assert {"documents", "doc_leak", "char_precision", "recall", "chars_s_core"} <= set(chat) and set(chat["presidio"]) == set(chat) - {"presidio"}
    assert chat["documents"] == 1 and chat["doc_leak"] == 0 < chat["presidio"]["doc_leak"]


def test_texts_with_their_marks_inside_are_a_set_and_may_be_measured_twice(tmp_path):
    (tmp_path / "shelf.marked").write_text(f"=== shelf-1 | en\n{SHELF}\n\n=== shelf-2 | en\nMrs [[PERSON:Priya Raman]] asked for it.\n")
    (tmp_path / "policies.yaml").write_text("careless: {set: shelf, dial: 1, entities: [EMAIL]}\n")
    done = subprocess.run([sys.executable, "-m", "benchmarks.privacy", "--sets", str(tmp_path), "--json", "--no-peer"], capture_output=True, text=True,
                          check=True, cwd=Path(__file__).parents[2])
    sets = json.loads(done.stdout)["sets"]
    assert sets["shelf"]["recall"] == {"PERSON": 1.0} and sets["careless"]["recall"] == {"PERSON": 0.0} and sets["shelf"]["documents"] == 2


def test_a_folder_without_sets_is_said_so(tmp_path):
    done = subprocess.run([sys.executable, "-m", "benchmarks.privacy", "--sets", str(tmp_path)], capture_output=True, text=True, check=False,
                          cwd=Path(__file__).parents[2])
    assert done.returncode and "holds no set" in done.stderr
