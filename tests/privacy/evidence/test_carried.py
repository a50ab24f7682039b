"""Canaries on their way: the same steps as the house's own records, redone only where they must be, and never out of the vault."""

import json

import pyarrow as pa
import pytest

from assets.lake import LEFT_OUT, ContractError
from assets.lake.digest import mac
from assets.privacy import clean, known, vocabulary
from assets.privacy.evidence import canaries, values
from assets.privacy.evidence.fates import privacy_canary_fates
from assets.privacy.evidence.leaks import Scanner
from assets.privacy.evidence.residual import labelled, planted, rates
from tests.conftest import make_lake
from tests.road import watched

SOURCES = ("chats", "press", "notes")
POLICY = "default: {languages: [en]}\nsources: {chats: {mode: tag}, press: {mode: surrogate}}\n"


@pytest.fixture
def carried(tmp_path, monkeypatch):
    """A lake whose house has three sources and two distinct policies, its canaries carried all the way."""
    monkeypatch.setattr(canaries, "PLANTED", 6)
    lake = make_lake(tmp_path, policies__privacy=POLICY)
    register(lake, [])
    carry(lake)
    return lake


def register(lake, people):
    """The client register, with these full names."""
    rows = [{"record_id": mac(b"", name), "own": True, "values": [known.Known(known.normal(name), "PERSON", "full", mac(b"s", name), None, "en")._asdict()]}
            for name in people]
    lake.commit("privacy/register", pa.Table.from_pylist(rows, known.REGISTER).to_batches(), schema=known.REGISTER, left_out=LEFT_OUT.empty_table(),
                counted_in=len(rows), step={"name": "privacy_register", "version": "1", "params": {}}, signature=mac(b"", *people).hex())


def carry(lake, sources=SOURCES):
    vocabulary.take_over(lake)
    for kind in canaries.KINDS:
        canaries.take_over(lake, kind, sources)
    lake.derive(known.privacy_matches, reads={"records": list(canaries.KINDS.values())}, writes=canaries.MATCHES,
                broadcast={"register": "privacy/register", "vocabulary": vocabulary.TABLE})
    for kind, table in canaries.KINDS.items():
        lake.derive(clean.STEPS[kind], reads={"records": table, "mart": table, "matches": canaries.MATCHES}, writes=canaries.CLEAN[kind],
                    params=canaries.shadow_params(lake.house, sources))
    return lake.derive(privacy_canary_fates, reads={"records": list(canaries.CLEAN.values()), "planted": list(canaries.KINDS.values())}, writes=canaries.FATES)


def values_of(lake) -> list[tuple[str, str]]:
    """Every plain planted value."""
    found = set()
    for table in canaries.KINDS.values():
        for row in lake.read(table).read().to_pylist():
            for plant in row["plants"]:
                (part, *_) = plant["parts"]
                text = row["text"] if part["field"] == "text" else row["turns"][int(part["field"].split(".")[1])]["text"]
                if plant["type"] != canaries.KEPT and plant["form"] == "plain":
                    found.add((plant["type"], text[part["start"]:part["end"]]))
    return sorted(found)


def test_one_shadow_source_per_distinct_policy_is_measured_in_every_type(carried):
    told = rates(carried.read(canaries.FATES).read())
    assert {source for source, _, _ in told} == set(canaries.shadows(carried.house, SOURCES)) and len(canaries.shadows(carried.house, SOURCES)) == 2
    assert {type_ for _, type_, _ in told} == set(values.MAKERS)
    assert all(rate.count >= 6 for rate in told.values())


def test_a_source_with_an_equal_policy_shares_the_canaries_and_recomputes_nothing(carried):
    before = carried.read(canaries.FATES).data_version
    with watched() as asked:
        assert carry(carried, (*SOURCES, "letters")).data_version == before
    assert asked == {}


def test_a_new_client_redoes_only_the_canaries_that_hold_the_name(carried):
    with watched() as asked:
        register(carried, ["Nobody Atall"])
        carry(carried)
    assert "clean_documents" not in asked and "clean_dialogues" not in asked
    name = next(value for type_, value in values_of(carried) if type_ == "PERSON" and " " in value)
    with watched() as asked:
        register(carried, ["Nobody Atall", name])
        carry(carried)
    redone = len(asked.get("clean_documents", ())) + len(asked.get("clean_dialogues", ()))
    assert 0 < redone < 10 and len(asked["privacy_canary_fates"]) <= redone


def test_another_policy_brings_its_own_canaries_and_the_others_keep_their_rows(carried):
    before = {row["record_id"] for row in carried.read(canaries.FATES).read().to_pylist()}
    path = carried.house.path / "policies" / "privacy.yaml"
    path.write_text(POLICY.replace("mode: tag", "mode: drop"))
    carry(carried)
    after = {row["record_id"] for row in carried.read(canaries.FATES).read().to_pylist()}
    assert len(after) == len(before) == 2 * len(after & before)


def test_a_labelled_set_of_the_house_goes_the_same_way_and_is_counted_apart(carried):
    folder = carried.house.path / "labelled"
    folder.mkdir()
    text = "Please write to lettice.kelerlake@post.example.com about the bag, the number is in our file."
    at = text.index("lettice")
    line = json.dumps({"id": "1", "text": text, "lang": "en", "spans": [{"start": at, "end": at + 34, "type": "EMAIL"}, {"start": 60, "end": 63, "type": "BAG"}]})
    (folder / "letters.jsonl").write_text(f"{line}\n{line}\n")
    told = carry(carried).read()
    assert [(row["set"], row["type"], row["marked"], row["gone"], row["known"]) for row in labelled(told)] == [
        ("letters", "BAG", 2, 0, False), ("letters", "EMAIL", 2, 2, False)]
    before = planted(told, canaries.shadows(carried.house, SOURCES))
    (folder / "letters.jsonl").unlink()
    assert planted(carry(carried).read(), canaries.shadows(carried.house, SOURCES)) == before


@pytest.mark.parametrize("line", ["no json", '{"text": "x"}', '{"text": "x", "spans": [{"start": 0, "end": 9, "type": "A"}]}', '{"text": 1, "spans": []}'])
def test_a_line_that_is_no_labelled_text_is_named_and_not_quoted(carried, line):
    folder = carried.house.path / "labelled"
    folder.mkdir()
    (folder / "letters.jsonl").write_text('{"text": "fine", "lang": "en", "spans": []}\n' + line)
    with pytest.raises(ContractError, match="line 2 is no labelled text"):
        canaries.take_over(carried, "document", SOURCES)


def test_no_canary_lies_outside_the_vault(carried):
    scanner = Scanner(values_of(carried))
    vault = carried.store("vault").local("")
    assert {hit.type for hit in scanner.folder(vault)} == set(values.MAKERS)
    assert scanner.folder(carried.home.path, skip=[vault.relative_to(carried.home.path).as_posix(), "keys"]) == []
    assert carried.tables("clean") == [] and all(table.startswith("privacy/") for table in carried.tables())
