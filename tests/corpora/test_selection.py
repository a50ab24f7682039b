"""Who is in a corpus, and why everybody else is not."""

import datetime as dt

import pytest

from assets.corpora import judging, merging
from assets.corpora import selection as module
from assets.lake import ContractError, IntegrityError
from tests.corpora.small_house import choose, dialogue, document, fill, reasons, recipe


def numbers(version) -> set[int]:
    return {int.from_bytes(value, "little") for value in version.read(["record_id"])["record_id"].to_pylist()}


def test_every_record_is_kept_or_named_with_its_first_reason(lake):
    fill(lake, [document(1), document(2, text="Tiny."), document(3, purposes=["retrieval"]), document(4, licence=None),
                document(5, purposes=None), document(6, source="rumours", text="x")], [dialogue(10)])
    chosen = choose(lake, recipe(sources={"exclude": ["rum*"]}))
    assert numbers(chosen) == {1, 10}
    assert {number: why[1] for number, why in reasons(chosen).items()} == {
        2: "too short", 3: judging.NO_PURPOSE, 4: judging.NO_RIGHTS, 5: judging.NO_PURPOSE, 6: judging.NOT_ADMITTED}
    assert chosen.counts == {"in": 7, "out": 2, "merged": {}, "quarantined": {}, "left_out": {
        "too short": 1, judging.NO_PURPOSE: 2, judging.NO_RIGHTS: 1, judging.NOT_ADMITTED: 1}}


def test_what_was_not_measured_is_left_out_and_says_so(lake):
    fill(lake, [document(1), document(2, text=None)])
    chosen = choose(lake, recipe(where=[{"rule": "nullif(quality.characters, 0) >= 10", "reason": "too short"}]))
    assert reasons(chosen)[2][1] == "too short (not measured)"


def test_of_equal_texts_the_one_with_the_best_rights_stands_for_the_others(lake):
    fill(lake, [document(1, exclusivity="public"), document(2, exclusivity="exclusive"), document(3, exclusivity="shared"), document(4)],
         duplicates={1: 1, 2: 1, 3: 1})
    chosen = choose(lake)
    assert numbers(chosen) == {2, 4}
    assert reasons(chosen) == {1: ("merged", merging.EXACT, 2), 3: ("merged", merging.EXACT, 2)}


def test_with_equal_rights_the_better_text_then_the_earlier_date_then_the_lower_id_stands(lake):
    day = dt.date(1999, 5, 1)
    fill(lake, [document(1, created_on=day), document(2, created_on=day), document(3, created_on=dt.date(2001, 1, 1)),
                document(4, created_on=day)], duplicates={1: 1, 2: 1, 3: 1, 4: 1}, symbols={1: 0.2})
    assert numbers(choose(lake)) == {2}
    assert numbers(choose(lake, recipe(duplicates={"survivor": ["date"]}))) == {1}
    assert numbers(choose(lake, recipe(duplicates={"survivor": ["quality"], "quality": "quality.symbol_share"}))) == {1}


def test_a_text_survives_through_the_copy_that_may_be_used(lake):
    fill(lake, [document(1, purposes=["retrieval"]), document(2, exclusivity="public")], duplicates={1: 1, 2: 1})
    chosen = choose(lake)
    assert numbers(chosen) == {2}
    assert reasons(chosen) == {1: ("left out", judging.NO_PURPOSE, None)}


def test_the_same_tables_give_the_same_selection(lake):
    fill(lake, [document(number) for number in range(200)], [dialogue(number) for number in range(500, 540)], duplicates={3: 3, 7: 3})
    first = choose(lake)
    again = module.select({"records": [lake.read("clean/dialogues"), lake.read("clean/documents")],
                           **{name: lake.read(f"annotations/{name}") for name in recipe().measures}}, recipe().plain())
    assert again.rows.equals(first.read().select(again.rows.schema.names).cast(again.rows.schema))


def test_a_rule_that_names_an_unknown_column_says_where(lake):
    fill(lake, [document(1)])
    with pytest.raises(ContractError, match=r"Recipe 'atelier'.*where\.0\.rule.*glow"):
        choose(lake, recipe(where=[{"rule": "quality.glow > 1", "reason": "dull"}]))


def test_a_rule_cannot_read_files(lake, tmp_path):
    fill(lake, [document(1)])
    secret = tmp_path / "secret.txt"
    secret.write_text("private")
    with pytest.raises(ContractError):
        choose(lake, recipe(where=[{"rule": f"(select count(*) from read_text('{secret}')) = 1", "reason": "no"}]))


def test_a_record_in_two_tables_is_refused(lake):
    fill(lake, [document(1)], [dialogue(1)])
    with pytest.raises(IntegrityError, match=r"0100.*two of the tables"):
        choose(lake)


def test_without_records_the_selection_is_empty(lake):
    fill(lake, [])
    assert choose(lake).rows == 0
