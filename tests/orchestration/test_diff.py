"""Every record that came, went or changed between two releases has a reason, and one that has none is a no."""

import json
import shutil

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.corpora.cut import cut
from assets.governance.changes import Held, changes, differences, held, lowest
from assets.governance.release import candidate, draw
from assets.governance.releases import manifest_of
from assets.governance.waiting import scanned
from assets.lake import InputError, IntegrityError, Lake, left_out_rows
from assets.landing.resolve import ERASED
from orchestration.verbs import diff as module
from orchestration.verbs.diff import diff
from tests.conftest import make_lake
from tests.corpora.small_house import DOCUMENTS, RAW, choose, dialogue, document, fill, number_of, put, recipe, record_id
from tests.governance import conftest
from tests.governance.conftest import make_published

ROWS = range(40)


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compared")
    make_published(make_lake(folder), rows=ROWS)
    return folder


@pytest.fixture
def lake(once, tmp_path) -> Lake:
    shutil.copytree(once, tmp_path / "copy")
    return Lake.open(tmp_path / "copy" / "home")


def again(lake, rows=ROWS, chosen=None, **more) -> dict:
    """The difference of another release from the first."""
    return diff(lake, "atelier/1.0.0", make_published(lake, rows, chosen=chosen, **more))


def again_with(lake, documents: list[dict], dialogues=range(1000, 1010)) -> dict:
    """The same, with rows of one's own."""
    fill(lake, documents, [dialogue(number) for number in dialogues])
    return diff(lake, "atelier/1.0.0", cut_again(lake))


def cut_again(lake) -> str:
    """A release of the tables as they are."""
    choose(lake)
    cut(lake, recipe())
    conftest.searched(lake)
    draw(lake, "atelier", conftest.documents)
    scanned(lake, "atelier", "documents", {"passed": True})
    return candidate(lake, "atelier")


def reasons(answer: dict, what: str) -> dict[tuple[str, str], list[int]]:
    """(kind, why) -> numbers of the examples; the count of records must fit."""
    found = {}
    for group in answer[what]["groups"]:
        assert len(group["examples"]) == min(group["records"], module.SHOWN)
        found[group["kind"], group["why"]] = [number_of(bytes.fromhex(one["record_id"])) for one in group["examples"]]
    assert sum(group["records"] for group in answer[what]["groups"]) == answer[what]["records"]
    return found


# -- removed --------------------------------------------------------------------------------------------------------------

def test_what_retention_ended_what_became_a_duplicate_and_what_a_rule_refuses_say_so(lake):
    kept = [number for number in ROWS if number not in (4, 9)]
    told = again(lake, kept, gone={4: "retention has passed", 9: "no purpose allowed"}, duplicates={6: 5, 5: 5}, symbols={11: 0.9},
                 chosen=recipe(where=[{"rule": "quality.characters >= 10", "reason": "too short"}, {"rule": "quality.symbol_share <= 0.30", "reason": "noise"}]))
    by_kind = {kind: (why, numbers) for (kind, why), numbers in reasons(told, "removed").items() if kind != "privacy"}
    assert by_kind["rule"] == ("noise; the rule is now quality.symbol_share <= 0.30, and was not there", [11])
    assert {why: numbers for (kind, why), numbers in reasons(told, "removed").items() if kind == "privacy"} == {"retention has passed": [4], "no purpose allowed": [9]}
    (duplicate,) = [group for group in told["removed"]["groups"] if group["kind"] == "duplicate"]
    ((merged, into),) = [(one["record_id"], one["into"]) for one in duplicate["examples"]]
    assert {number_of(bytes.fromhex(merged)), number_of(bytes.fromhex(into))} == {5, 6}
    assert told["ok"] and told["unexplained"] == 0 and told["removed"]["records"] == 4
    assert {"what": "recipe", "name": "where: noise", "from": None, "to": "quality.symbol_share <= 0.30"} in told["differences"]


def test_a_rule_that_stayed_names_the_step_it_asks_when_that_has_another_version():
    one = {"recipe": {"where": [{"rule": "quality.characters >= 10", "reason": "too short"}]}}
    stated = [{"what": "step", "name": "quality", "from": "1", "to": "2"}, {"what": "step", "name": "language", "from": "1", "to": "2"}]
    assert module._kind("corpora", "too short", one, one, stated) == ("rule", "too short; step 'quality' went from version 1 to 2")
    assert module._kind("corpora", "too short (not measured)", one, one, []) == ("rule", "too short (not measured)")


def test_a_source_that_left_takes_its_records_along(lake):
    told = again_with(lake, [document(number) for number in ROWS], dialogues=())
    assert set(reasons(told, "removed")) == {("source", "its source 'chats' left")} and told["removed"]["records"] == 10 and told["ok"]


def test_what_is_tombstoned_says_erased_whatever_else_is_said_of_it(lake):
    lake.tombstones.add([record_id(7)], "R-1")
    told = again(lake, [number for number in ROWS if number != 7], gone={7: "retention has passed"})
    assert reasons(told, "removed") == {("erased", ERASED): [7]}


def test_what_a_raw_table_says_of_an_earlier_sighting_is_no_reason_while_the_record_stands_in_it(lake):
    release = make_published(lake, [number for number in ROWS if number not in (7, 8)], gone={7: module.ALREADY[0], 8: module.ALREADY[0]})
    raw = [{"record_id": record_id(number), "object_id": record_id(1), "locator": "row", "text": "x"} for number in (7, 12)]
    put(lake, "landing/press", raw, RAW, left_out=left_out_rows([record_id(7), record_id(8)], "superseded by a newer delivery of the same record"))
    told = diff(lake, "atelier/1.0.0", release)
    assert reasons(told, "removed") == {(module.UNEXPLAINED, "nothing that is known explains it"): [7],
                                        ("delivery", "superseded by a newer delivery of the same record"): [8]}
    assert told["unexplained"] == 1 and not told["ok"] and any("'landing/press' has changed since" in sentence for sentence in told["not_known"])


def test_a_record_that_vanished_without_any_account_is_unexplained(lake):
    told = again(lake, [number for number in ROWS if number != 7])
    assert reasons(told, "removed") == {(module.UNEXPLAINED, "nothing that is known explains it"): [7]}
    assert not told["ok"] and told["unexplained"] == 1


def test_a_table_the_recipe_no_longer_reads_explains_its_records(lake):
    told = again(lake, chosen=recipe(tables=["clean/documents"]))
    assert set(reasons(told, "removed")) == {("rule", "the recipe no longer reads clean/dialogues")} and told["ok"]


# -- added ----------------------------------------------------------------------------------------------------------------

def test_a_new_source_a_new_file_and_what_a_rule_let_in_are_told_apart(lake):
    told = again_with(lake, [document(number) for number in range(60)] + [document(number, source="letters") for number in range(100, 103)])
    found = reasons(told, "added")
    assert found["source", "its source 'letters' is new"] == [100, 101, 102]
    assert len(found["arrived", "source 'press' delivered it in a file that is new"]) == module.SHOWN      # the small house has forty records to a file
    assert told["added"]["records"] == 23 and told["ok"]


def test_a_record_that_was_left_out_comes_in_when_the_recipe_changes_whatever_else_arrives(lake):
    strict = recipe(where=[{"rule": "quality.symbol_share <= 0.30", "reason": "noise"}])
    first = make_published(lake, ROWS, chosen=strict, symbols={11: 0.9})
    told = diff(lake, first, make_published(lake, range(60), symbols={11: 0.9}))
    by_kind = {kind: (why, numbers) for (kind, why), numbers in reasons(told, "added").items()}
    assert by_kind.keys() == {"rule", "arrived"} and told["added"]["records"] == 21 and told["ok"]
    why, numbers = by_kind["rule"]
    assert why.startswith(f"{first} left it out; since then changed: recipe where: noise") and numbers == [11]


def test_a_record_that_comes_in_though_nothing_changed_is_unexplained(lake):
    first = make_published(lake, ROWS, symbols={11: 0.9}, chosen=recipe(where=[{"rule": "quality.symbol_share <= 0.30", "reason": "noise"}]))
    told = diff(lake, first, make_published(lake, ROWS, chosen=recipe(where=[{"rule": "quality.symbol_share <= 0.30", "reason": "noise"}])))
    assert reasons(told, "added") == {(module.UNEXPLAINED, "nothing that is known explains it"): [11]} and not told["ok"]


# -- changed --------------------------------------------------------------------------------------------------------------

def test_a_revised_raw_record_is_told_from_a_text_that_a_step_wrote_otherwise(lake):
    documents = [document(number, **({"text": "Another text altogether of the same record."} if number == 3 else {})) for number in ROWS]
    told = again_with(lake, documents)
    (group,) = told["changed"]["groups"]
    assert (group["kind"], group["columns"], group["records"], [number_of(bytes.fromhex(one["record_id"])) for one in group["examples"]]) == ("revision", ["text"], 1, [3])


def test_a_text_that_changed_though_its_raw_record_did_not_names_the_step_what_is_known_beside_it_or_nothing(lake):
    cleaned(lake, step="1", text="Another text, by the same clean step.")
    told = diff(lake, "atelier/1.0.0", cut_again(lake))
    assert reasons(told, "changed") == {(module.UNEXPLAINED, "nothing that is known explains it"): [3]} and not told["ok"]
    cleaned(lake, step="2", text="A third text, by another version.")
    told = diff(lake, "atelier/1.0.0", cut_again(lake))
    assert reasons(told, "changed") == {("step", "step 'clean' went from version 1 to 2"): [3]} and told["ok"]
    assert {"what": "step", "name": "clean", "from": "1", "to": "1, 2"} in told["differences"]


def cleaned(lake, *, step: str, text: str) -> None:
    """The clean documents written again, record 3 with another text, and what hangs on them brought up to date."""
    old = lake.read("clean/documents")
    rows = [{**row, "text": text} if row["record_id"] == record_id(3) else row for row in old.read().select(DOCUMENTS.names).to_pylist()]
    made = lake.commit("clean/documents", [pa.RecordBatch.from_pylist(rows, DOCUMENTS)], schema=DOCUMENTS, left_out=old.left_out(), counted_in=len(rows),
                       step={"name": "clean", "version": step, "params": {}}, signature="00" * 16, inputs=old.inputs)
    for table in ("annotations/quality", "annotations/language", "annotations/exact_duplicates"):
        one = lake.read(table)
        names = [name for name in one.schema.names if name not in ("row_mac", "input_mac")]
        rows = one.read().select(names)
        lake.commit(table, rows.combine_chunks().to_batches(), schema=rows.schema, left_out=one.left_out(), counted_in=len(rows), step=one.step, signature="00" * 16,
                    inputs={**one.inputs, "clean/documents": made.data_version})


def test_another_split_or_weight_is_the_recipes_doing(lake):
    told = again(lake, chosen=recipe(weights={"press": 2.0}))
    (group,) = told["changed"]["groups"]
    assert (group["kind"], group["columns"], group["records"]) == ("rule", ["weight"], 40) and "weights" in group["why"] and told["ok"]


# -- what cannot be compared ----------------------------------------------------------------------------------------------

def test_releases_that_cannot_be_compared_are_one_sentence(lake):
    second = make_published(lake, range(41))
    for older, newer, words in (("atelier/1.0.0", "atelier/1.0.0", "Both are"), ("atelier/1.0.0", "trends/1.0.0", "two corpora"), (second, "atelier/1.0.0", "name it first"),
                                ("atelier/1.0.0", "atelier/9.0.0", "There is no release")):
        with pytest.raises(InputError, match=words):
            diff(lake, older, newer)
    folder = lake.store("releases").local("atelier/1.0.0")
    shard = next(path for path in sorted((folder / "data").glob("*.parquet")))
    whole = shard.read_bytes()
    shard.write_bytes(whole[:-9] + bytes(9))
    with pytest.raises(IntegrityError, match="hallmark verify"):
        diff(lake, "atelier/1.0.0", second)
    shard.unlink()
    with pytest.raises(IntegrityError, match="lacks data/"):
        diff(lake, "atelier/1.0.0", second)
    (folder / "PURGED").write_bytes(b"{}")
    with pytest.raises(IntegrityError, match="is purged"):
        diff(lake, "atelier/1.0.0", second)


def test_the_answer_adds_up_with_the_change_that_the_manifest_sealed(lake):
    release = make_published(lake, [*range(3, 44)], gone={0: "retention has passed"})
    told, sealed = diff(lake, "atelier/1.0.0", release), manifest_of(lake, release)[0]["changes"]
    assert {what: told[what]["records"] for what in ("added", "removed", "changed")} == {what: sealed[what] for what in ("added", "removed", "changed")}


@given(st.dictionaries(st.integers(0, 30), st.integers(0, 2), max_size=20), st.dictionaries(st.integers(0, 30), st.integers(0, 2), max_size=20), st.randoms())
def test_added_removed_and_changed_are_what_sets_say_in_any_order(was, now, random):
    def holding(records: dict):
        order = random.sample(sorted(records), len(records))
        return Held("", {}, np.array([record_id(number) for number in order], "S16"), {"text": np.array([records[n] for n in order], np.uint64)}, None, None, None, None)

    old, new = holding(was), holding(now)
    found = changes(old, new)
    named = [{number_of(bytes(one).ljust(16, b"\0")) for one in ids} for ids in (new.ids[found.added], old.ids[found.removed], old.ids[found.before], new.ids[found.after])]
    changed = {number for number in was.keys() & now.keys() if was[number] != now[number]}
    assert named == [now.keys() - was.keys(), was.keys() - now.keys(), changed, changed]


def test_nothing_differs_from_itself_and_shards_that_are_alike_are_not_read_twice(lake):
    one = held(lake, "atelier/1.0.0", "atelier/1.0.0")
    assert not one.hashes and len(one.ids) == one.manifest["records"] and differences(one.manifest, one.manifest) == []


@given(st.lists(st.integers(0, 2**64), unique=True, max_size=40), st.integers(1, 8))
def test_the_lowest_ids_are_those_that_sorting_puts_first(numbers, most):
    ids = np.array([record_id(number << 60) for number in numbers], "S16")
    assert ids[lowest(ids, most)].tolist() == np.sort(ids)[:most].tolist()


# -- the command ----------------------------------------------------------------------------------------------------------

def test_the_command_tells_groups_with_examples_and_says_no_with_exit_status_one(lake, monkeypatch, capsys):
    from orchestration.cli import main

    def said(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["hallmark", *arguments])
        with pytest.raises(SystemExit) as left:
            main.run()
        return left.value.code, capsys.readouterr().out

    monkeypatch.setenv("HALLMARK_HOME", str(lake.home.path))
    again(lake, [number for number in ROWS if number not in (7, 8)], gone={8: "retention has passed"})
    status, out = said("diff", "atelier/1.0.0", "atelier")
    assert status == 1 and "removed: 2 records" in out and record_id(8).hex() in out and out.endswith("1 record is unexplained.\n")
    status, out = said("diff", "atelier/1.0.0", "atelier", "--json")
    assert status == 1 and json.loads(out)["unexplained"] == 1
    status, out = said("diff", "atelier", "atelier", "--json")
    assert status == 2 and "name two releases" in json.loads(out)["error"]
    status, out = said("register-training", "atelier/1.0.0", "ab" * 32, "--name", "first")
    assert status == 0 and "registered as trained on atelier/1.0.0" in out
    status, out = said("trace", "--code", "quality@1")
    assert status == 0 and "2 releases; 1 registered checkpoint." in out and "ab" * 32 in out
