"""A person, a source, a licence and a version of the code are followed to every record, release, checkpoint and learned thing they reached."""

import json
import shutil

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assets.curation.novelty import MODELS
from assets.governance.releases import folder_of, manifest_of
from assets.lake import InputError, Lake
from assets.lake.keys import subject_id
from assets.lake.segments import ids
from orchestration.verbs import trace as module
from orchestration.verbs.trace import trace
from orchestration.verbs.training import register_training
from tests.conftest import make_lake
from tests.corpora.small_house import RAW, number_of, put, record_id
from tests.governance.conftest import make_published
from tests.orchestration.houses import NOTES

RELEASE = "atelier/1.0.0"
PRESS = NOTES.replace("name: notes", "name: press")
CHATS = NOTES.replace("name: notes", "name: chats").replace("kind: document", "kind: dialogue").replace(
    "columns: {title: title, text: text}", "columns: {turns: turns}\nsubject: {id: client, scheme: club}\nsubject_fields: [turns]").replace(
    "legal_basis: not-personal", "legal_basis: consent")
PEOPLE_RAW = RAW.append(pa.field("subject_ids", pa.list_(pa.binary(16)))).append(pa.field("licence", pa.string()))
HERS = (1001, 1004)


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("traced")
    lake = make_lake(folder, contracts__press=PRESS, contracts__chats=CHATS)
    make_published(lake, rows=range(20))
    about(lake, "chats", {**dict.fromkeys(range(1000, 1010), []), **dict.fromkeys(HERS, [person(lake, "club:C-1")])})
    return folder


@pytest.fixture
def lake(once, tmp_path) -> Lake:
    shutil.copytree(once, tmp_path / "copy")
    return Lake.open(tmp_path / "copy" / "home")


def person(lake, value: str) -> bytes:
    return subject_id(lake.keys.identity, lake.house.controller, value)


def about(lake, source: str, people: dict[int, list[bytes]]) -> None:
    """The raw table of a source: number of a record -> the people it is about."""
    put(lake, f"landing/{source}", [{"record_id": record_id(number), "object_id": record_id(5), "locator": "row", "subject_ids": subjects, "licence": "CC0-1.0"}
                                    for number, subjects in people.items()], PEOPLE_RAW)


def numbers(answer: dict) -> list[int]:
    return sorted(number_of(bytes.fromhex(one)) for release in answer["releases"] for one in release["record_ids"])


def test_a_person_is_found_by_number_by_number_space_and_by_subject_id_and_is_never_repeated(lake):
    for value in ("C-1", " c-1 ", "club:C-1", person(lake, "club:C-1").hex()):
        told = trace(lake, subject=value)
        assert told["records"] == 2 and numbers(told) == list(HERS) and told["tables"] == {"records in the vault": 2}
        assert value.strip() not in json.dumps(told) and told["subject"] == "(asked)"
    assert trace(lake, subject="C-2") == {"subject": "(asked)", "records": 0, "releases": [], "checkpoints": [], "learned": [], "not_told": [],
                                          "tables": {"records in the vault": 0}}


def test_a_person_asked_for_again_is_found_without_reading_a_table_or_a_shard(lake, monkeypatch):
    first = trace(lake, subject="C-1")

    def never(*_, **__):
        raise AssertionError("it was read")

    monkeypatch.setattr("assets.lake.versions.Version.batches", never)
    monkeypatch.setattr(pq, "ParquetFile", never)
    assert trace(lake, subject="C-1") == first


def test_a_number_of_two_people_in_two_number_spaces_is_asked_back(lake):
    about(lake, "press", {3: [person(lake, "C-1")]})
    with pytest.raises(InputError, match="different people in the number spaces"):
        trace(lake, subject="C-1")
    assert numbers(trace(lake, subject="club:C-1")) == list(HERS)


def test_what_was_made_from_a_persons_record_in_one_hop_is_reached_too(lake, monkeypatch):
    read = pq.ParquetFile.read

    def with_a_child(self, columns):
        rows = read(self, columns)
        parents = [[record_id(HERS[0])] if number_of(one.as_py()) == 7 else [] for one in rows["record_id"]]
        return rows.set_column(columns.index("parents"), "parents", pa.chunked_array([pa.array(parents, pa.list_(pa.binary(16)))]))

    monkeypatch.setattr(pq.ParquetFile, "read", with_a_child)
    assert numbers(module.trace(lake, subject="C-1")) == [7, *HERS]


def test_a_source_and_a_licence_reach_the_records_that_state_them(lake):
    told = trace(lake, source="chats")
    assert numbers(told) == list(range(1000, 1010)) and told["releases"][0]["state"] == "published" and told["tables"] == {"landing/chats": 10}
    manifest, _ = manifest_of(lake, RELEASE)
    licensed = trace(lake, licence="LicenseRef-House-Owned")
    assert licensed["records"] == manifest["records"] and trace(lake, licence="CC-BY-4.0")["records"] == 0
    assert trace(lake, licence="CC0-1.0")["tables"] == {"landing/chats": 10}


def test_a_version_of_the_code_a_step_or_a_table_reaches_what_it_made(lake):
    manifest, _ = manifest_of(lake, RELEASE)
    every = manifest["records"]
    for value in (manifest["code"]["version"], manifest["code"]["digest"][:12], "quality@1", f"clean/documents@{manifest['inputs']['clean/documents'][:8]}"):
        assert trace(lake, code=value)["records"] == every, value
    for value in ("9.9", manifest["code"]["digest"][:4], "quality@2", "clean/documents@ffffffffff", "clean/documents@", "frob@1"):
        assert trace(lake, code=value)["records"] == 0, value


def test_a_step_that_some_records_went_through_reaches_those_alone(lake):
    manifest, _ = manifest_of(lake, RELEASE)
    press = next(chain for chain, steps in manifest["chains"].items() if any("landing/press" in step["tables"] for step in steps))
    for step in manifest["chains"][press]:
        step["version"] = "bad" if step["step"] == "clean" else step["version"]
    lake.store("releases").write(f"{RELEASE}/MANIFEST.json", json.dumps(manifest).encode())
    assert all(number < 1000 for number in numbers(trace(lake, code="clean@bad"))) and trace(lake, code="clean@bad")["records"]


def test_learned_things_that_hold_the_records_are_named_with_how_many(lake):
    put(lake, "annotations/fingerprints", [{"record_id": record_id(HERS[0])}, {"record_id": record_id(3)}], pa.schema([("record_id", pa.binary(16))]))
    text = lake.read("clean/dialogues")
    lake.commit("annotations/reference_models", [pa.RecordBatch.from_pylist([{"record_id": record_id(1), "name": "seed", "fitted_from": "x"}], MODELS)],
                schema=MODELS, left_out=text.left_out(), counted_in=1, step={"name": "reference_models", "version": "1", "params": {"reference": ["public_*"], "seed": ["ch*"]}},
                signature="00" * 16, inputs={"clean/dialogues": text.data_version})
    assert {one["what"]: one["records"] for one in trace(lake, subject="C-1")["learned"]} == {"annotations/fingerprints": 1, "annotations/reference_models": 2}
    assert {one["what"]: one["records"] for one in trace(lake, source="press")["learned"]} == {"annotations/fingerprints": 1}
    assert trace(lake, subject="C-2")["learned"] == []


def test_checkpoints_of_the_releases_found_are_named_and_others_not(lake):
    register_training(lake, RELEASE, "ab" * 32, "first")
    assert [one["name"] for one in trace(lake, subject="C-1")["checkpoints"]] == ["first"]
    assert trace(lake, subject="C-2")["checkpoints"] == []


def test_a_purged_release_is_said_to_be_untold_and_a_file_that_is_gone_without_that_is_no(lake):
    folder = lake.store("releases").local(RELEASE)
    next((folder / "provenance").glob("*.parquet")).unlink()
    with pytest.raises(Exception, match="hallmark verify"):
        trace(lake, subject="C-1")
    (folder / "PURGED").write_bytes(b"{}")
    told = trace(lake, subject="C-1")
    assert told["not_told"] == [RELEASE] and told["releases"] == []


@pytest.mark.parametrize(("asked", "words"), [({}, "one thing at a time"), ({"source": "press", "licence": "x"}, "one thing at a time"),
                                              ({"source": "frob"}, "There is no source 'frob'"), ({"subject": " "}, "is empty")])
def test_anything_but_one_question_is_wrong_use(lake, asked, words):
    with pytest.raises(InputError, match=words):
        trace(lake, **asked)


def test_the_ids_listed_are_those_of_the_shards(lake):
    folder, seen = folder_of(lake, RELEASE), []
    for name in folder.files():
        if name.startswith("data/"):
            with folder.open(name) as file:
                seen.append(ids(pq.ParquetFile(file).read(["record_id"])["record_id"]))
    told = trace(lake, licence="LicenseRef-House-Owned")
    assert told["releases"][0]["record_ids"] == [bytes(one).ljust(16, b"\0").hex() for one in np.sort(np.concatenate(seen))]
