"""What is counted when findings are held against labels."""

import json

import pytest

from benchmarks.scoring import Document, read, score

TEXT = "Mr John Keller called from Leeds, order 4455."
PERSON, PLACE, ORDER = ({"start": 3, "end": 14, "type": "PERSON"}, {"start": 27, "end": 32, "type": "LOCATION"}, {"start": 40, "end": 44, "type": "REF_ID"})


def counted(spans, *found):
    return score([Document(TEXT, spans, "en")], [list(found)])


def test_everything_covered_leaks_nothing():
    told = counted([PERSON, PLACE, ORDER], (3, 14), (27, 32), (40, 44))
    assert told.doc_leak == 0 and told.char_precision == 1 and told.recall() == {"LOCATION": 1, "PERSON": 1, "REF_ID": 1} and told.false == 0


def test_one_letter_left_is_a_leak_and_no_recall():
    told = counted([PERSON], (3, 13))
    assert told.doc_leak == 1 and told.recall() == {"PERSON": 0}


def test_a_title_may_stay_and_a_place_left_is_no_leak():
    told = counted([{**PERSON, "start": 0}, PLACE], (3, 14))
    assert told.doc_leak == 0 and told.recall() == {"LOCATION": 0, "PERSON": 1}


def test_words_too_many_cost_precision():
    told = counted([PERSON], (3, 14), (15, 21))
    assert told.char_precision == pytest.approx(11 / 17) and told.false == 1 and told.found == 2


def test_what_is_labelled_as_nobody_s_is_no_gold():
    told = counted([{**ORDER, "type": "NONPII"}], (40, 44))
    assert told.doc_leak is None and told.char_precision == 0 and told.recall() == {}


def test_an_entity_counts_only_with_all_its_mentions():
    mentions = [{**PERSON, "identifier_type": "DIRECT", "entity_id": "a"}, {**PLACE, "identifier_type": "DIRECT", "entity_id": "a"},
                {**ORDER, "identifier_type": "QUASI", "entity_id": "b"}]
    told = counted(mentions, (3, 14), (40, 44))
    assert (told.entities, told.whole) == ({"DIRECT": 1, "QUASI": 1}, {"DIRECT": 0, "QUASI": 1}) and told.doc_leak == 1


def test_without_marks_mentions_of_one_name_or_number_are_one_entity():
    text = "Mr John Keller, then Keller, then Ann Moss; order 44/55, order 4455; Leeds."
    places = {"John Keller": "PERSON", "Keller,": "PERSON", "Ann Moss": "PERSON", "44/55": "CODE", "4455": "CODE", "Leeds": "LOCATION"}
    starts = {value: text.index(value, 15) if value == "Keller," else text.index(value) for value in places}
    spans = [{"start": starts[value], "end": starts[value] + len(value.rstrip(",")), "type": type_} for value, type_ in places.items()]
    found = [(one["start"], one["end"]) for one in spans if one["start"] != starts["Keller,"]]
    told = score([Document(text, spans, "en")], [found])
    assert (told.entities, told.whole) == ({"DIRECT": 3}, {"DIRECT": 2})


def test_a_line_that_is_no_labelled_text_is_named(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps({"text": TEXT, "spans": [PERSON]}) + "\n\n" + '{"text": 5}\n')
    with pytest.raises(ValueError, match="line 3 is no labelled text"):
        read(path)
