"""What a corpus is evaluated with is in no corpus' training records: by the words they share."""

import random

import numpy as np
import pytest

from assets.corpora import selection as module
from assets.corpora.decontamination import SCHEMA, evaluation_overlaps, evaluation_overlaps_of, read_by
from assets.corpora.placement import split_of
from tests.corpora.small_house import choose, dialogue, document, fill, fill_contamination, number_of, reasons, recipe, record_id
from tests.corpora.test_selection import numbers

SPLITS = {"seed": 7, "shares": {"train": 0.5, "test": 0.5}}
HALVES = {"splits": SPLITS, "shards": {"train": 1, "test": 1}, "where": [], "annotations": []}


def split(number: int, seed: int = 7) -> str:
    return split_of(seed, record_id(number), SPLITS["shares"])


TRAIN = [number for number in range(1, 200) if split(number) == "train"]
TEST = [number for number in range(1, 200) if split(number) == "test"]


def words(seed: int, count: int) -> str:
    chance = random.Random(seed)
    return " ".join("".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(count))


def alone(number: int, text: str, **more) -> dict:
    """A document that is its own group, so that its number gives its split."""
    return document(number, text=text, group_id=None, **more)


def overlaps(lake, *recipes, **more) -> dict[int, dict[str, tuple]]:
    """number -> corpus -> (n-grams, share, number of the example), for records with any."""
    version = lake.derive(evaluation_overlaps, reads=read_by(list(recipes)), writes="annotations/evaluation_overlaps",
                          params={"recipes": [one.plain() for one in recipes], **more})
    assert [number_of(one) for one in version.read(["record_id"])["record_id"].to_pylist()]
    return {number_of(row["record_id"]): {match["corpus"]: (match["ngrams"], round(match["share"], 3), number_of(match["example"])) for match in row["matches"]}
            for row in version.read().to_pylist() if row["matches"]}


def test_a_training_record_that_quotes_a_test_record_is_found_by_the_share_of_its_words(lake):
    passage = words(1, 20)
    test, train, other = TEST[0], TRAIN[0], TRAIN[1]
    fill(lake, [alone(test, f"{words(2, 30)} {passage} {words(3, 30)}"), alone(train, f"{words(4, 60)} {passage}"), alone(other, words(5, 80))])
    found = overlaps(lake, recipe(**HALVES))
    assert found == {test: {"atelier": (68, 1.0, test)}, train: {"atelier": (8, 0.25, test)}}


def test_the_words_of_a_dialogue_count_across_its_turns(lake):
    said = words(1, 30).split()
    test, train = TEST[0], TRAIN[0]
    turns = [{"speaker": "a", "text": " ".join(said[:7])}, {"speaker": "b", "text": None}, {"speaker": "b", "text": " ".join(said[7:])}]
    fill(lake, [alone(test, " ".join(said))], [dialogue(train, turns=turns, group_id=None)])
    assert overlaps(lake, recipe(**HALVES))[train] == {"atelier": (18, 1.0, test)}


def test_each_corpus_is_held_against_the_evaluation_of_every_other(lake):
    first, second = recipe(**HALVES), recipe(**{**HALVES, "corpus": "concierge", "splits": {**SPLITS, "seed": 8}})
    theirs = next(number for number in TRAIN if split(number, 8) == "test")
    mine = next(number for number in TRAIN if split(number, 8) == "train")
    text = words(1, 40)
    fill(lake, [alone(theirs, text), alone(mine, f"{text} {words(2, 40)}")])
    found = overlaps(lake, first, second)
    assert {number: set(corpora) for number, corpora in found.items()} == {theirs: {"concierge"}, mine: {"concierge"}}


def test_what_a_corpus_does_not_keep_is_no_evaluation_record_of_it(lake):
    text = words(1, 40)
    fill(lake, [alone(TEST[0], text, purposes=["retrieval"]), alone(TEST[1], text, source="chats"), alone(TEST[2], text), alone(TRAIN[0], text)],
         duplicates={TRAIN[0]: TRAIN[0], TEST[2]: TRAIN[0]}, symbols={TEST[2]: 0.2})
    assert overlaps(lake, recipe(**HALVES, sources={"exclude": ["chats"]})) == {}


def test_phrases_that_many_records_hold_do_not_count(lake):
    phrase = words(1, 20)
    fill(lake, [alone(number, f"{phrase} {words(number + 50, 20)}") for number in TEST[:1] + TRAIN[:9]])
    assert len(overlaps(lake, recipe(**HALVES))) == 10
    assert set(overlaps(lake, recipe(**HALVES), held_by=9)) == {TEST[0]}


@pytest.mark.parametrize("text", [None, "", " . ", "too short", "\x00\u0301 \u202e", "words " * 12])
def test_texts_without_a_passage_overlap_with_nothing(lake, text):
    fill(lake, [alone(TEST[0], text), alone(TRAIN[0], text), alone(TRAIN[1], words(1, 30))])
    assert overlaps(lake, recipe(**HALVES)) == {}


def test_little_memory_and_another_order_of_records_give_the_same(lake, tmp_path):
    from tests.conftest import make_lake

    rows = [alone(number, f"{words(number % 5, 40)} {words(number + 500, 40)}") for number in TEST[:20] + TRAIN[:20]]
    fill(lake, rows)
    first = lake.derive(evaluation_overlaps, reads=read_by([recipe(**HALVES)]), writes="annotations/evaluation_overlaps",
                        params={"recipes": [recipe(**HALVES).plain()]})
    other = make_lake(tmp_path / "other")
    fill(other, rows[::-1])
    second = other.derive(evaluation_overlaps, reads=read_by([recipe(**HALVES)]), writes="annotations/evaluation_overlaps",
                          params={"recipes": [recipe(**HALVES).plain()]})
    assert first.read(SCHEMA.names).equals(second.read(SCHEMA.names))
    names = read_by([recipe(**HALVES)])
    inputs = {name: [lake.read(one) for one in tables] if isinstance(tables, list) else lake.read(tables) for name, tables in names.items()}
    import assets.corpora.decontamination as decontamination

    portions = list(decontamination._portions(inputs["records"], np.sort(np.array([record_id(n) for n in TEST[:20]], "S16")), 1000))
    assert len(portions) > 3 and sum(len(part[0]) for part in portions) == 20
    assert all(len(ids) == len(texts) for ids, texts in portions)
    small = evaluation_overlaps_of(inputs, recipes=[recipe(**HALVES).plain()], memory_mb=1)
    assert sum(batch.num_rows for batch in small.rows) == 40


def test_of_what_overlaps_too_much_training_records_go_with_all_they_stand_for_and_evaluation_records_stay(lake):
    test, train, twin, clean = TEST[0], TRAIN[0], TRAIN[1], TRAIN[2]
    fill(lake, [alone(number, f"text {number} of some length") for number in (test, train, twin, clean)], duplicates={train: train, twin: train})
    fill_contamination(lake, (test, train, twin, clean), own={test: ("concierge", 1.0), train: ("concierge", 0.4), clean: ("concierge", 0.2)})
    chosen = choose(lake, recipe(**HALVES, contamination={"share": 0.2}))
    assert numbers(chosen) == {test, clean}
    assert reasons(chosen) == {number: ("left out", "it overlaps the evaluation records of 'concierge'", None) for number in (train, twin)}
    assert numbers(choose(lake, recipe(**HALVES))) == {test, train, clean}


def test_a_supplied_set_and_the_worst_of_several_overlaps_name_the_reason(lake):
    first, second, third = TRAIN[:3]
    fill(lake, [alone(number, f"text {number} of some length") for number in (first, second, third)])
    fill_contamination(lake, (first, second), supplied={first: ("exam", 0.9), second: ("exam", 0.3)}, own={first: ("atelier", 0.3), second: ("atelier", 0.5)})
    told = reasons(choose(lake, recipe(**HALVES, contamination={"share": 0.0})))
    assert {number: why[1] for number, why in told.items()} == {
        first: "it overlaps the evaluation set 'exam'", second: "it overlaps the evaluation records of 'atelier'", third: module.UNMEASURED}
