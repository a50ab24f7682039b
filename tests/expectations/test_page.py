"""Data Docs are static pages that load nothing from anywhere and hold ids only."""

import re

from expectations import page
from expectations.suites import suites
from expectations.validate import validate
from tests.expectations.planted import SECRET, document, documents, id_of

SUITE = next(s for s in suites() if s.name == "clean_documents")


def _site(tmp_path):
    rows = [document("a"), document("b", text=f"{SECRET}@mail.com", category=None), document("c", language=f"{SECRET}!")]
    result = validate(documents(*rows), SUITE)
    page.write(tmp_path / "site", "clean/documents", SUITE, result.passed, result.detail())
    return {path.name: path.read_text() for path in (tmp_path / "site").iterdir()}


def test_a_page_names_each_expectation_in_words_and_the_records_against_it(tmp_path):
    site = _site(tmp_path)
    for words in ("holds no e-mail address", "holds no telephone number", "holds no bank account number", id_of("b").hex()):
        assert words in site["clean-documents.html"]
    assert "does not hold" in site["index.html"] and "Clean documents" in site["index.html"]
    assert "{" not in re.sub(r"<style>.*?</style>", "", site["clean-documents.html"], flags=re.S).replace("{2,3}", "")


def test_nothing_is_loaded_from_elsewhere_and_no_value_stands_there(tmp_path):
    for text in _site(tmp_path).values():
        assert "http" not in text and "//" not in text and "<script" not in text and "<link" not in text and SECRET not in text


def test_what_does_not_hold_comes_first_and_a_column_is_named_once(tmp_path):
    body = _site(tmp_path)["clean-documents.html"].split("<tbody>")[1]
    assert body.index(">text<") < body.index(">record_id<") and body.count(">text<") == 1


def test_lists_and_numbers_are_said_as_people_say_them():
    assert page.column_in_words("turns.text") == "text of each of turns" and page.column_in_words("purposes.count") == "number of purposes"
    of = {"type": "expect_column_values_to_be_in_set", "about": '{"value_set": ["document"]}'}
    assert page.in_words(of) == "is document"
    longest = {"type": "expect_column_value_lengths_to_be_between", "about": '{"max_value": 10000}'}
    assert page.in_words(longest) == "is at most 10,000 characters long"
