"""Croissant: valid for its makers' own validator, and for stricter checks of ours."""

import datetime as dt
import hashlib
import json
import socket

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assets.governance.documents.croissant import complaints, croissant
from assets.governance.documents.facts_schema import read_facts
from tests.governance.documents.house_facts import awkward, small


def told(**changes) -> dict:
    return json.loads(croissant(read_facts(small() | changes)))


def test_it_names_the_release_its_root_and_every_shard_with_its_hash():
    made = told()
    assert made["name"] == "atelier" and made["version"] == "1" and made["identifier"] == "urn:hallmark:root:" + "ab" * 32
    assert [(file["@id"], file["contentUrl"], file["sha256"]) for file in made["distribution"]] == [
        ("data/train-00000-of-00001.parquet", "../data/train-00000-of-00001.parquet", "cd" * 32),
        ("data/test-00000-of-00001.parquet", "../data/test-00000-of-00001.parquet", "ef" * 32)]
    assert [records["@id"] for records in made["recordSet"]] == ["train-00000-of-00001", "test-00000-of-00001"]
    assert made["license"] == ["LicenseRef-House-Owned", "https://spdx.org/licenses/CC0-1.0"] and made["inLanguage"] == ["en", "fr"]
    assert made["rai:dataBiases"] == ["Known biases, in the words of the house."] and made["rai:dataCollectionTimeframe"] == ["1987-01-01", "1987-12-31"]
    assert made["rai:personalSensitiveInformation"][0] == "E-mail addresses: 21 occurrences removed or replaced."


def test_the_fine_tuning_track_has_messages_and_the_other_texts():
    fields = {track: {field["name"] for field in told(release={**small()["release"], "track": track})["recordSet"][0]["field"]}
              for track in ("pretraining", "fine-tuning")}
    assert fields["pretraining"] - fields["fine-tuning"] == {"text"} and fields["fine-tuning"] - fields["pretraining"] == {"messages"}


def versioned(**release) -> bytes:
    return croissant(read_facts(small() | {"release": {**small()["release"], "version": "1.0.0", **release}}))


def spoiled(spoil) -> bytes:
    made = json.loads(versioned())
    spoil(made)
    return json.dumps(made).encode()


def test_ours_has_nothing_to_complain_of():
    assert complaints(versioned()) == []


@pytest.mark.parametrize(("spoil", "said"), [
    (lambda made: made.pop("name"), "Field 'name' is missing or empty."), (lambda made: made.update(version="vX"), "Field 'version' is no version"),
    (lambda made: made.update(license=[]), "Field 'license'"), (lambda made: made.update(conformsTo=["x"]), "Field 'conformsTo'"),
    (lambda made: made["distribution"][0].pop("sha256"), "has no SHA-256"), (lambda made: made["distribution"].pop(), "has no source among the files"),
    (lambda made: made["recordSet"][0]["field"][0].pop("source"), "has no source among the files"),
    (lambda made: made.pop("rai:dataBiases"), "rai:dataBiases")])
def test_what_the_makers_validator_lets_pass_is_a_complaint_of_ours(spoil, said):
    assert any(said in complaint for complaint in complaints(spoiled(spoil)))


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b'{"distribution": 3}', b"null"])
def test_what_is_no_croissant_at_all_is_said_in_a_sentence(data):
    assert complaints(data)


@pytest.fixture
def offline(monkeypatch):
    def refused(*_):
        raise OSError("no network in this test")
    monkeypatch.setattr(socket.socket, "connect", refused)


@pytest.mark.parametrize("facts", [small, awkward])
def test_the_makers_validator_accepts_it_without_a_network(offline, tmp_path, facts):
    mlcroissant = pytest.importorskip("mlcroissant", reason="the extra `croissant` installs mlcroissant")
    (tmp_path / "croissant.json").write_bytes(croissant(read_facts(facts())))
    metadata = mlcroissant.Dataset(jsonld=str(tmp_path / "croissant.json")).metadata
    assert not metadata.issues.errors and str(metadata.ctx.conforms_to).endswith("V_1_1")


def test_a_shard_whose_hash_is_another_is_refused_by_the_makers_loader(offline, tmp_path):
    mlcroissant = pytest.importorskip("mlcroissant", reason="the extra `croissant` installs mlcroissant")
    (tmp_path / "data").mkdir()
    (tmp_path / "documents").mkdir()
    shard = tmp_path / "data" / "train-00000-of-00001.parquet"
    columns = {name: ["x"] for name in ("text", "source", "language", "licence", "split", "metadata")}
    pq.write_table(pa.table({"record_id": [b"0" * 16], "weight": [1.0], "synthetic": [False], "created": [dt.date(2020, 1, 1)], **columns}), shard)
    listed = {"name": "data/train-00000-of-00001.parquet", "bytes": shard.stat().st_size, "rows": 1, "sha256": hashlib.sha256(shard.read_bytes()).hexdigest()}

    def read(**more) -> list:
        place = tmp_path / "documents" / "croissant.json"
        place.write_bytes(croissant(read_facts(small() | {"release": {**small()["release"], "track": "pretraining"}, "shards": [listed | more]})))
        return list(mlcroissant.Dataset(jsonld=str(place)).records("train-00000-of-00001"))

    assert read()[0]["train-00000-of-00001/text"] == b"x"
    with pytest.raises(Exception, match="Download") as refused:
        read(sha256="0" * 64)
    assert "Hash" in str(refused.value.__cause__)
