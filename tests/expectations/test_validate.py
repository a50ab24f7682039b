"""A table is held against its suite row by row, and nothing of a row but its id comes back."""

import dataclasses
import json

import pyarrow as pa
import pytest

from expectations.suites import Suite, suites
from expectations.validate import validate
from tests.expectations.planted import SECRET, Rows, dialogue, dialogues, document, documents, id_of

DOCUMENTS = next(s for s in suites() if s.name == "clean_documents")
DIALOGUES = next(s for s in suites() if s.name == "clean_dialogues")


def failed(result) -> dict:
    return {(f.type.removeprefix("expect_"), f.column): list(f.records) for f in result.findings if not f.passed}


def test_clean_rows_hold():
    result = validate(documents(*(document(str(n)) for n in range(7))), DOCUMENTS)
    assert result.passed and result.rows == 7 and failed(result) == {}


def test_an_address_in_any_batch_is_found_and_named_by_record_only():
    result = validate(documents(document("a"), document("b"), document("c"), document("d", text=f"{SECRET}.x@mail.com")), DOCUMENTS)
    assert failed(result) == {("column_values_to_not_match_regex", "text"): [id_of("d").hex()]}


def test_an_address_inside_a_turn_is_found():
    result = validate(dialogues(dialogue("a", "Good day"), dialogue("b", "Hello", "I am at ada@mail.com")), DIALOGUES)
    assert failed(result) == {("column_values_to_not_match_regex", "turns.text"): [id_of("b").hex()]}


def test_a_record_twice_in_different_batches_is_found():
    result = validate(documents(document("a"), document("b"), document("c"), document("a")), DOCUMENTS)
    assert failed(result) == {("column_values_to_be_unique", "record_id"): [id_of("a").hex()] * 2}


def test_a_row_without_purpose_licence_or_known_basis_is_found():
    rows = [document("a", purposes=[]), document("b", licence=None), document("c", legal_basis=SECRET)]
    assert failed(validate(documents(*rows), DOCUMENTS)) == {
        ("column_values_to_be_between", "purposes.count"): [id_of("a").hex()],
        ("column_values_to_not_be_null", "licence"): [id_of("b").hex()],
        ("column_values_to_be_in_set", "legal_basis"): [id_of("c").hex()]}


def test_an_empty_table_holds_only_when_nothing_went_in():
    assert validate(documents(), DOCUMENTS).passed
    emptied = validate(documents(counts={"in": 3}), DOCUMENTS)
    assert list(failed(emptied)) == [("table_row_count_to_be_between", None)]


def test_a_missing_column_fails_and_says_so_without_quoting():
    version = documents(document("a", text=SECRET))
    result = validate(dataclasses.replace(version, content=version.content.drop_columns(["licence"])), DOCUMENTS)
    notes = {f.column: f.note for f in result.findings if not f.passed}
    assert notes == {"licence": "could not be evaluated: the column is missing or of another type"}


@pytest.mark.parametrize("expectation", [
    {"type": "expect_column_values_to_be_in_set", "value_set": ["x"]}, {"type": "expect_column_values_to_match_regex", "regex": "^x"},
    {"type": "expect_column_values_to_not_match_regex", "regex": "."}, {"type": "expect_column_values_to_be_unique"},
    {"type": "expect_column_values_to_be_between", "min_value": 5}, {"type": "expect_column_value_lengths_to_be_between", "max_value": 1},
    {"type": "expect_column_values_to_be_of_type", "type_": "int"}, {"type": "expect_column_values_to_be_null"},
    {"type": "expect_column_distinct_values_to_be_in_set", "value_set": ["x"]}, {"type": "expect_column_max_to_be_between", "max_value": 1},
    {"type": "expect_column_most_common_value_to_be_in_set", "value_set": ["x"]}])
def test_no_value_comes_back_whatever_is_expected(expectation):
    rows = Rows("clean/documents", pa.table({"record_id": pa.array([id_of(n) for n in "abc"], pa.binary(16)), "word": [SECRET] * 3}))
    result = validate(rows, Suite("planted", "clean/documents", "Planted", ({**expectation, "column": "word"},)))
    assert not result.passed and SECRET not in json.dumps(result.detail())
