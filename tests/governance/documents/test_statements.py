"""What only a person can say blocks a release until a person has said it."""

import pytest

from assets.governance import gates
from assets.governance.documents import limits
from assets.governance.documents.facts_schema import read_facts
from assets.governance.documents.statements import REQUIRED, unfilled
from assets.lake import House, PolicyError
from tests.governance.documents.house_facts import WRITTEN, small
from tests.test_structure import ROOT

MANIFEST = {"corpus": "atelier", "recipe": {"statements": WRITTEN}}


@pytest.mark.parametrize("text", [None, "", "  \n", "TODO", "todo: ask the archive", "[TBD]", "(to be written)", "To be filled in by legal", "?", "...",
                                  "–", "FIXME later"])
def test_an_empty_field_or_a_note_to_write_it_later_is_no_answer(text):
    assert unfilled(WRITTEN | {"known_biases": text}) == ["known_biases"]


@pytest.mark.parametrize("text", ["None.", "n/a: no people in it", "Tbilisi is shown too often.", "Nothing to do with health.", "3"])
def test_a_short_answer_is_an_answer(text):
    assert unfilled(WRITTEN | {"known_biases": text}) == []


def test_a_release_that_says_all_may_pass_and_one_that_does_not_is_told_file_and_field():
    gates.filled("atelier/1.0.0", MANIFEST)
    short = {"corpus": "atelier", "recipe": {"statements": WRITTEN | {"contact_role": None, "transfers": "TBD"}}}
    with pytest.raises(PolicyError, match=r"field 'statements.transfers' \(and 1 more\) of recipes/atelier.yaml is not filled"):
        gates.filled("atelier/1.0.0", short)
    with pytest.raises(PolicyError, match=f"'statements.purpose_statement' .and {len(REQUIRED) - 1} more"):
        gates.filled("atelier/1.0.0", {"corpus": "atelier", "recipe": {"statements": {}}})


@pytest.mark.parametrize("house", ["demo", "public"])
def test_the_shipped_houses_say_everything_and_that_it_is_a_demonstration(house):
    from assets.corpora.recipes import recipes

    for recipe in recipes(House.open(ROOT / "houses" / house)):
        assert unfilled(recipe.statements) == []
        assert all(text.startswith("Demonstration text.") for text in recipe.statements.values())


def test_gaps_and_the_house_s_own_fields_are_shown_after_each_other():
    facts = small() | {"human": {"audience": "Trainers.", "intended_use": " For tests. "}}
    written = limits.written(read_facts(facts))
    assert written[1] == ("Intended use", "For tests.") and written[-1] == ("Audience", "Trainers.")
    assert [text for _, text in written].count(None) == len(REQUIRED) - 1
