"""Law 3: the same inputs, code and keys give the same bytes: in another place, in another order, on another kind of store."""

import os

import boto3
import pytest
import yaml

from assets.governance.ledger import keys
from assets.governance.releases import folder_of
from assets.governance.verification.verify import Check
from assets.privacy.evidence.leaks import Scanner
from orchestration.verbs.erasure.plan import ask
from orchestration.verbs.erasure.stages import run as erase
from tests.conftest import S3_OPTIONS
from tests.laws.test_erasure import clients, told_of
from tests.road import ZONES, Road, files, new_road, versions

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def twin(road, tmp_path_factory) -> Road:
    """Another home in another place, whose files were written in another order and at other times."""
    made = new_road(tmp_path_factory.mktemp("elsewhere") / "deeper" / "un autre lieu", inbox_of=road)
    assert made.walk().run.ok
    return made


def test_two_homes_release_the_same_bytes_file_by_file(road, twin):
    one, other = (files(home.path / "lake" / "releases") for home in (road, twin))
    assert any(name.endswith("MANIFEST.json") for name in one) and any("/data/" in name for name in one)
    assert list(one) == list(other)
    assert [name for name in one if one[name] != other[name]] == []


def test_two_homes_hold_the_same_content_in_every_table(road, twin):
    assert versions(road.lake) == versions(twin.lake)


def test_the_road_on_an_object_store_ends_in_the_same_root_and_forgets_there_too(road, release, tmp_path, bucket):
    """The bucket keeps the versions of its objects, as buckets do; what is erased leaves those too."""
    client = boto3.client("s3", endpoint_url=os.environ["TEST_S3_ENDPOINT"], aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
    client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    remote = new_road(tmp_path / "a home", inbox_of=road)
    (remote.path / "home.json").write_text('{"house": "own house", "name": "demo", "demonstration": true}')
    house = remote.own_house()
    (house / "lake.yaml").write_text(yaml.safe_dump({"zones": {zone: {"url": f"s3://{bucket}/{zone}", **S3_OPTIONS} for zone in ZONES}}))
    shown = remote.walk()
    assert shown.run.ok, [shown.run.failed, shown.run.failed_checks]
    assert [(one["release"], one["state"], one["root"]) for one in shown.releases] == \
        [(one["release"], one["state"], one["root"]) for one in road.shown.releases]
    lake = remote.lake
    assert Check(folder_of(lake, release), keys.registry(lake)).run()["ok"]
    assert versions(lake) == versions(road.lake)
    store = lake.store("releases")
    local = files(road.path / "lake" / "releases")
    shards = [name for name in local if "/data/" in name or "/provenance/" in name]
    assert shards and all(store.read(name) == local[name] for name in shards)
    assert remote.walk().run.nothing_to_do
    left = [name for name in files(remote.path) if name.split("/")[0] not in ("keys", "house", "own house", "dagster", "dbt", "docs-site", "openlineage")]
    assert sorted(left) == ["home.json", "run.json"] or all(name.endswith(".lock") for name in set(left) - {"home.json", "run.json"}), left
    people = [(line["type"], line["value"]) for line in road.truth("personal") if line["type"] in ("EMAIL", "IBAN", "CARD")]
    assert not [hit for zone in ("clean", "releases", "ledger") for hit in Scanner(people).store(lake.store(zone))]
    _forgets(remote, client, bucket, release)


def _forgets(remote: Road, client, bucket: str, release: str) -> None:
    """Erase one client from the home: no version of any object tells of them, and both releases verify as what they are."""
    person, told = next((number, told) for number in clients(remote) if len(told := told_of(remote, number)) > 5)
    everything = Scanner(told)
    assert any(everything.data(name, data) for name, data in every_version(client, bucket))
    (report,) = erase(remote.lake, [ask(remote.lake, [person]).number])
    assert report["ok"], report["search"]
    assert [name for name, data in every_version(client, bucket) if everything.data(name, data)] == []
    for one in report["releases"]:
        assert Check(folder_of(remote.lake, one["old"]), keys.registry(remote.lake)).run()["state"] == "purged"
        assert Check(folder_of(remote.lake, one["new"]), keys.registry(remote.lake)).run()["state"] == "published"


def every_version(client, bucket: str):
    """(name, bytes) of every version of every object that the bucket still keeps."""
    for page in client.get_paginator("list_object_versions").paginate(Bucket=bucket):
        for entry in page.get("Versions", ()):
            yield entry["Key"], client.get_object(Bucket=bucket, Key=entry["Key"], VersionId=entry["VersionId"])["Body"].read()
