"""What stands in an evaluation set is seen in a training text, and in which set."""

import json

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.curation.contamination import SETS, TABLE, contamination, contamination_of, hashed_texts, take_over
from assets.lake import InputError
from tests.curation.annotated import documents, parts_of, put, record_id
from tests.curation.duplicates.test_near import passage


def evaluations(sets: dict[str, list[str]]) -> pa.Table:
    entries = [(name, text) for name, texts in sets.items() for text in texts]
    hashed = hashed_texts(pa.array([text for _, text in entries], pa.large_string()), 13)
    return pa.Table.from_pylist([{"record_id": record_id(1_000 + n), "set": name, **row} for n, ((name, _), row) in enumerate(zip(entries, hashed, strict=True))], SETS)


def measured(batch, sets: pa.Table) -> list[dict]:
    return contamination_of(batch, evaluations=sets, ngram=13).to_pylist()


def text(*parts) -> str:
    return " ".join(word for part in parts for word in part)


def test_a_planted_question_is_found_with_its_share_and_its_set():
    question, answer = passage(1, 20), passage(2, 30)
    sets = evaluations({"craft_exam": [text(question), text(passage(9))], "history": [text(answer)]})
    planted, clean, both = measured(documents([text(passage(3, 80), question), text(passage(3, 80)), text(question, answer)]), sets)
    (match,) = planted["matches"]
    assert match["set"] == "craft_exam" and match["ngrams"] == 8 and match["share"] == pytest.approx(0.2) and match["example"] == record_id(1_000)
    assert planted["worst_share"] == pytest.approx(0.2)
    assert clean["matches"] == [] and clean["worst_share"] == 0
    assert [(one["set"], pytest.approx(one["share"])) for one in both["matches"]] == [("craft_exam", 0.4), ("history", 0.6)]


def test_twelve_words_in_a_row_are_no_overlap_and_thirteen_are():
    question = passage(1, 13)
    sets = evaluations({"exam": [text(question)]})
    rows = measured(documents([text(passage(2, 30), question[:12], passage(3, 30)), text(passage(2, 30), question)]), sets)
    assert [len(row["matches"]) for row in rows] == [0, 1]


def test_a_short_question_counts_as_a_whole_and_a_very_short_one_not_at_all():
    sets = evaluations({"exam": ["Which thread makes the finest lace?", "Why not?"]})
    rows = measured(documents(["She asked: which thread makes the FINEST lace, then?", "Why not? Because."]), sets)
    assert [len(row["matches"]) for row in rows] == [1, 0]


@pytest.mark.parametrize("texts", [[], [None, "", "\0", "?!"]])
def test_texts_without_words_overlap_with_nothing(texts):
    rows = measured(documents(texts), evaluations({"exam": [text(passage(1))]}))
    assert all(row["matches"] == [] and row["worst_share"] == 0 for row in rows)


def test_without_any_set_nothing_is_shared():
    assert measured(documents(["a b c"]), SETS.empty_table())[0]["worst_share"] == 0


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), max_size=8), st.lists(st.integers(0, 8), max_size=3))
def test_any_split_into_batches_gives_the_same_answers(mixed, cuts):
    sets = evaluations({"one": [text(passage(0, 20)), text(passage(1, 20))], "two": [text(passage(2, 20))]})
    batch = documents([text(passage(a, 20), passage(b, 20)) for a, b in mixed])
    whole = measured(batch, sets)
    assert whole == [row for part in parts_of(batch, cuts) for row in measured(part, sets)]


def test_a_house_drops_its_sets_into_a_folder_and_no_word_of_them_is_kept(lake):
    folder = lake.house.path / "evaluations"
    folder.mkdir()
    question = text(passage(1, 20))
    (folder / "exam.jsonl").write_text(json.dumps({"question": question, "answers": ["yes", "no"], "level": 3}) + "\n\n")
    (folder / "essay.txt").write_text("\n\n".join([text(passage(2, 30)), text(passage(3, 30))]))
    sets = take_over(lake, 13)
    assert sorted(sets.read()["set"].to_pylist()) == ["essay", "essay", "exam"] and set(sets.schema.names) == set(SETS.names)
    assert take_over(lake, 13).number == sets.number, "unchanged files change nothing"
    put(lake, "clean/documents", documents([text(passage(7), question.split()), text(passage(3, 30)), text(passage(8))]))
    found = lake.derive(contamination, reads={"records": ["clean/documents"]}, writes="annotations/contamination", broadcast={"evaluations": TABLE}, params={"ngram": 13})
    rows = found.read().sort_by("record_id").to_pylist()
    assert [[match["set"] for match in row["matches"]] for row in rows] == [["exam"], ["essay"], []]
    (folder / "essay.txt").unlink()
    take_over(lake, 13)
    found = lake.derive(contamination, reads={"records": ["clean/documents"]}, writes="annotations/contamination", broadcast={"evaluations": TABLE}, params={"ngram": 13})
    assert [len(row["matches"]) for row in found.read().sort_by("record_id").to_pylist()] == [1, 0, 0]


@pytest.mark.parametrize(("content", "said"), [(b'{"question": "x"', "line 1 is not JSON"), (b"\xff\xfe", "cannot be read as UTF-8")])
def test_a_set_that_cannot_be_read_names_file_and_remedy(lake, content, said):
    folder = lake.house.path / "evaluations"
    folder.mkdir()
    (folder / "exam.jsonl").write_bytes(content)
    with pytest.raises(InputError, match=said) as refused:
        take_over(lake, 13)
    assert "exam.jsonl" in str(refused.value)
