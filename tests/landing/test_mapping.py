"""A contract's columns applied to rows: values, types, people, rights, and rows that do not fit."""

import json

import pytest

from assets.lake.keys import subject_id
from assets.landing.contracts import Contract
from assets.landing.mapping import Mapper, Record
from assets.landing.readers import Bad, Facts, Row

KEY = b"k" * 32
BASE = {"name": "s", "title": "S", "kind": "item", "from": {"files": {"include": ["**"]}}, "controller": "Maison",
        "licence": "CC0-1.0", "legal_basis": "not-personal", "purposes": ["retrieval"]}


def mapped(rows, format="csv", path="a/b.csv", **contract):
    mapper = Mapper(Contract.model_validate({**BASE, **contract}), KEY)
    numbered = [row if isinstance(row, Bad) else Row(f"row {number}", row) for number, row in enumerate(rows, 1)]
    return list(mapper.records(numbered, path, Facts(format)))


def one(row, **options):
    found, = mapped([row], **options)
    return found.columns if isinstance(found, Record) else found.reason


def test_columns_are_taken_by_name_path_literal_and_first_value():
    row = {"t": "", "u": "Sac", "maker": [{"name": "Ada"}, {"name": "Bo"}], "dotted.name": "red"}
    found = one(row, format="json", columns={"name": ["t", "u"], "brand": "maker.0.name", "category": "=bag", "colour": "dotted.name",
                                             "material": "maker.name"})
    assert (found["name"], found["brand"], found["category"], found["colour"], found["material"]) == ("Sac", "Ada", "bag", "red", "Ada; Bo")


def test_without_columns_the_names_that_are_ours_are_taken():
    assert one({"code": "1", "name": "Sac", "shelf": "4"})["name"] == "Sac"


def test_what_the_path_says_is_a_column_too():
    found = one({"n": "x"}, path="raw/Webb/01Aug2007.txt", parse={"path": r"/(?P<who>\w+)/(?P<day>\d{2}\w{3}\d{4})"},
                columns={"name": "n", "brand": "path.who", "code": "path.stem", "created": "path.day", "category": "path.folder"})
    assert (found["brand"], found["code"], found["created"], found["category"]) == ("Webb", "01Aug2007", "01Aug2007", "raw/Webb")


@pytest.mark.parametrize(("written", "decimal", "value"), [
    ("1234.5", ".", 1234.5), ("1,234.50", ".", 1234.5), ("1.234,50", ",", 1234.5), ("€ 12", ".", 12.0), ("1 250", ".", 1250.0),
    ("-3", ".", -3.0), ("", ".", None), (7, ".", 7.0), ("1e3", ".", 1000.0)])
def test_numbers_are_read_as_written(written, decimal, value):
    assert one({"n": "x", "p": written}, columns={"name": "n", "price": "p"}, parse={"decimal": decimal})["price"] == value


@pytest.mark.parametrize("written", ["twelve", "1,5", "12 EUR", "nan", "inf", "1.2.3", float("inf"), [1]])
def test_what_is_no_number_goes_to_quarantine_without_being_quoted(written):
    reason = one({"n": "x", "p": written}, columns={"name": "n", "price": "p"})
    assert reason.startswith("the value of 'price' is no") and str(written) not in reason


def test_a_missing_column_is_a_refusal_in_a_table_and_null_in_a_tree():
    columns = {"name": "n", "price": "p"}
    assert one({"n": "x"}, columns=columns) == "the source has no column for 'price'"
    assert one({"n": "x"}, columns=columns, format="json")["price"] is None
    assert one({"n": "x"}, columns=columns, parse={"optional": True})["price"] is None


def test_a_record_without_key_or_without_content_is_refused():
    assert one({"n": "x", "k": " "}, columns={"name": "n"}, primary_key=["k"]) == "the primary key is missing or empty"
    assert one({"n": "", "k": "1"}, columns={"name": "n"}, primary_key=["k"]).startswith("the record is empty")


def test_further_columns_are_kept_as_sorted_json():
    found = one({"n": "x", "b": [1, 2], "a": "é", "c": None}, format="json", columns={"name": "n"}, keep=["b", "a", "c"])
    assert found["extra"] == '{"a":"é","b":[1,2]}'


def test_people_become_ids_and_one_person_has_one_id():
    options = {"columns": {"name": "n"}, "subject": {"id": ["a", "b"]}}
    found = one({"n": "x", "a": " c-7 ", "b": ""}, **options)
    assert found["subject_ids"] == [subject_id(KEY, "Maison", "C-7")]
    assert one({"n": "x", "a": "", "b": ""}, **options)["subject_ids"] == []
    assert one({"n": "x", "a": "1", "b": "1"}, **options)["subject_ids"] == [subject_id(KEY, "Maison", "1")]


def test_two_number_spaces_do_not_meet():
    ids = {one({"n": "x", "a": "1"}, columns={"name": "n"}, subject={"id": ["a"], "scheme": scheme})["subject_ids"][0] for scheme in ("", "shop")}
    assert len(ids) == 2


def test_a_row_may_state_its_own_rights_and_unknown_ones_are_refused():
    columns = {"name": "n", "licence": "l", "secrecy": "s"}
    found = one({"n": "x", "l": "mit", "s": "secret"}, columns=columns)
    assert (found["licence"], found["secrecy"], found["legal_basis"]) == ("MIT", "secret", "not-personal")
    assert "licence" in one({"n": "x", "l": "mine", "s": ""}, columns=columns)
    assert "secrecy" in one({"n": "x", "l": "", "s": "hush"}, columns=columns)


def test_a_register_gathers_the_consents_of_a_person():
    rows = [{"no": "7", "who": "Ada", "p": "retrieval", "s": "given"}, {"no": "8", "who": "Bo", "p": "", "s": ""},
            {"no": "7", "who": "Ada", "p": "train-language-model", "s": "withdrawn"}]
    found = mapped(rows, kind="subject", columns={"name": "who"}, subject={"id": "no"}, consent={"purpose": "p", "status": "s"},
                   primary_key=["no"], parse={"gather": True})
    assert [(record.columns["name"], [entry["status"] for entry in record.columns["consents"] or []]) for record in found] == [
        ("Ada", ["given", "withdrawn"]), ("Bo", [])]
    assert found[0].columns["subject_key"] == "7"


def test_utterances_become_conversations_in_their_order_whatever_the_order_of_rows():
    rows = [{"c": "1", "n": "10", "w": "agent", "t": "third"}, {"c": "2", "n": "1", "w": "client", "t": "other"},
            {"c": "1", "n": "9", "w": "client", "t": "second"}, {"c": "1", "n": "2", "w": "client", "t": "first"}]
    found = mapped(rows, kind="dialogue", primary_key=["c"],
                   parse={"turns": {"by": "c", "order": "n", "speaker": "w", "text": "t", "role": "=someone"}})
    assert [[turn["text"] for turn in record.columns["turns"]] for record in found] == [["first", "second", "third"], ["other"]]
    assert found[0].columns["turns"][0]["role"] == "someone"


@pytest.mark.parametrize("turns", [
    [{"speaker": "A", "utterance": "hi"}], [["A", "hi"]], [{"from": "A", "content": "hi"}]])
def test_turns_of_every_usual_shape_are_turns(turns):
    found = one({"id": "1", "turns": turns}, format="json", kind="dialogue", columns={})
    assert (found["turns"][0]["speaker"], found["turns"][0]["text"]) == ("A", "hi")


def test_a_conversation_without_turns_is_refused():
    assert "turns" in one({"id": "1", "turns": []}, format="json", kind="dialogue", columns={"channel": "=chat"})


def test_a_wide_table_becomes_one_row_a_rating():
    found = mapped([{"mix": "m1", "rose": "3", "musk": ""}, {"mix": "m2", "rose": "1", "musk": "5"}], kind="label",
                   columns={"target": "mix", "task": "note", "score": "value"},
                   parse={"unpivot": {"columns": ["rose", "musk"], "name": "note", "value": "value"}})
    assert [(r.columns["target"], r.columns["task"], r.columns["score"]) for r in found] == [("m1", "rose", 3.0), ("m2", "rose", 1.0), ("m2", "musk", 5.0)]


def test_cells_of_xml_become_text_and_lists_become_lines():
    found = one({"a": "<r><p>Coupe</p><p>Couture</p></r>"}, kind="document", columns={"text": "a"}, parse={"flatten": ["a"]})
    assert found["text"] == "Coupe\nCouture"
    assert one({"a": ["x", {"t": "y"}]}, format="json", kind="document", columns={"text": "a"})["text"] == "x\ny"


def test_columns_nobody_asked_for_are_gathered():
    mapper = Mapper(Contract.model_validate({**BASE, "columns": {"name": "n"}, "keep": ["k"]}), KEY)
    list(mapper.records([Row("row 1", {"n": "x", "k": "y", "shelf": "z"})], "a", Facts("csv")))
    assert mapper.unmapped == {"shelf"}
    assert json.loads(one({"n": "x", "k": 1}, columns={"name": "n"}, keep=["k"])["extra"]) == {"k": 1}
