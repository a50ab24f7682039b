"""What a release answers to an auditor: every question that is its own, from its own facts, with the command that proves it."""

import pytest

from assets.governance.documents.answers import answers
from assets.governance.documents.facts_schema import read_facts
from assets.governance.documents.questions import QUESTIONS
from tests.governance.documents.house_facts import awkward, remains, small


def said(number: int, **changes) -> str:
    return next(answer.said for answer in answers(read_facts(small() | changes)) if answer.number == number)


@pytest.mark.parametrize("facts", [small, awkward])
def test_every_question_about_a_release_has_one_answer_and_one_command_about_it(facts):
    given = answers(read_facts(facts()))
    assert [answer.number for answer in given] == [question.number for question in QUESTIONS if question.of_release]
    name = f"{facts()['release']['corpus']}/{facts()['release']['version']}"
    assert all(name in answer.command and answer.said.endswith(".") for answer in given)


def test_the_answers_about_rights_count_what_is_there():
    assert said(3) == "2 sources, in the table under 'May we use it?', each with licence, legal basis and purposes."
    assert said(10) == "8 records under CC0-1.0; 2 records under House Owned. Every source allows what this corpus is for: train language model."
    assert said(11) == "2 sources were checked, the oldest check 316 days before 2026-11-22."
    assert said(12) == "For what every source allows: train language model. For anything else it may not."


def test_a_source_that_lacks_a_right_is_named_in_the_answers():
    facts = small()
    facts["composition"]["by_source"][1].update(purposes=None, tdm=None, licence="CC-BY-4.0")
    changed = {"composition": facts["composition"]}
    assert said(3, **changed) == "2 sources, in the table under 'May we use it?'; Notes lacks some of it."
    assert "Not every purpose of this corpus is allowed by Notes." in said(10, **changed)
    facts["composition"]["by_source"][0]["licence"] = "CC-BY-NC-4.0"
    assert "The licence of Letters forbids commercial use or derivatives" in said(10, **changed)
    assert said(11, **changed) == "1 source was checked, the oldest check 316 days before 2026-11-22; nobody recorded a check of Notes."
    assert said(12, **changed) == "No purpose is allowed by every source."


def test_the_worst_of_what_may_remain_is_told_with_its_bounds():
    privacy = small()["privacy"]
    assert said(13).endswith("What the detection misses was not measured.")
    unknown = remains(type="IBAN", residual=None, residual_low=None, residual_high=None, passed=None)
    assert said(13, privacy=privacy | {"residual": [remains(), unknown, remains(type="PERSON", residual=3.0, residual_low=1.0, residual_high=9.0)]}).endswith(
        "Most may remain of names of people in French: 3, with 95 % certainty between 1 and 9. For 1 other type and language it is not known.")


def test_changes_policies_and_signatures_are_answered_as_far_as_a_sealed_page_can():
    release = small()["release"] | {"previous": "0.9.0"}
    changed = {"release": release, "changes": {"added": 4, "removed": 31, "changed": 2, "unexplained": 1}}
    assert said(14) == "This is the first release of this corpus; there is nothing to compare it with."
    assert said(14, **changed) == "Since version 0.9.0: 4 added, 31 removed, 2 changed; 1 removed without a reason."
    diff = next(answer.command for answer in answers(read_facts(small() | changed)) if answer.number == 14)
    assert diff == "hallmark diff atelier/0.9.0 atelier/1"
    policies = [{"policy": "a", "passed": True}, {"policy": "b", "passed": False, "waiver": {"reason": "soon", "until": "2026-12-01", "signed_by": ["k"]}}]
    assert said(16, policies=policies) == "2 policies asked as of 2026-11-22: 1 kept, 1 not kept, 1 waived, the first until 2026-12-01."
    assert said(16, policies=policies[:1]) == "1 policy asked as of 2026-11-22: all kept, none waived." and said(16).startswith("No policy was in force")
    assert "two approvals" in said(17)
    assert "officer for erasure signed it alone" in said(17, subtraction={"of": "0.9.0", "requests": ["R-0001"], "removed": 1})


def test_a_day_that_is_none_breaks_no_answer():
    facts = small()
    facts["composition"]["by_source"][0]["tdm"]["checked"] = "last spring"
    facts["release"]["as_of"] = "today"
    assert said(11, composition=facts["composition"], release=facts["release"]) == "2 sources were checked."
