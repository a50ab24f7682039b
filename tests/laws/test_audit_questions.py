"""Every audit question is answered by one command, and `docs/audit-questions.md` shows what the command says."""

import importlib.util
import re
from pathlib import Path

import pytest

from assets.governance.documents.questions import QUESTIONS

SCRIPT = Path(__file__).parents[2] / "docs" / "write_audit_questions.py"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("write_audit_questions", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def written(script, road, tmp_path_factory) -> str:
    """The page as it is told of a copy of the walked home."""
    return script.page(road.copy(tmp_path_factory.mktemp("audited") / "a home").path)


def sections(page: str) -> dict[int, str]:
    """The answers by number."""
    return {int(number): text for number, text in re.findall(r"^### (\d+)\. (.+?)(?=^### |\Z)", page, re.M | re.S)}


def test_the_page_says_what_the_command_says(script, written):
    assert written == script.PAGE.read_text(encoding="utf-8"), "run `python docs/write_audit_questions.py`"


def test_every_question_has_one_heading_one_command_and_an_answer(written):
    told = sections(written)
    assert list(told) == [question.number for question in QUESTIONS] == list(range(1, 24))
    for question in QUESTIONS:
        said = told[question.number]
        assert said.startswith(question.asked) and said.count("$ hallmark ") == 1 and (("*page*" in said) is question.of_release)
        assert said.rsplit("```", 2)[1].count("\n") > 2, f"question {question.number} has no answer"


def test_the_answers_are_the_true_ones(written):
    told = sections(written)
    assert "is exactly what it claims to be" in told[1] and "Made again, every step gives the same." in told[2]
    assert "Made again, atelier/1.0.0 is the same byte for byte" in told[15]
    assert "R-0001 is proven." in told[8] and "every one is accounted for" in told[23]
    assert {number for number, text in told.items() if "exit status 0" not in text} == {19}, "the demo holds mentions that are kept too long"


def test_what_changes_every_day_stands_in_no_answer(written):
    assert re.findall(r"\b[0-9a-f]{64}\b|\d{4}-\d\d-\d\dT\d\d:|/tmp/|VD-\d{5}", written) == []


def test_a_command_keeps_names_that_are_not_known_as_words():
    (explain,) = [question for question in QUESTIONS if question.number == 2]
    assert explain.proved_by(release="atelier/1.0.0") == "hallmark explain atelier/1.0.0 RECORD"
