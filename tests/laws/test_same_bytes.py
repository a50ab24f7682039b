"""Law 3: the same inputs, code and keys give the same bytes: in another place, in another order, on another kind of store."""

import pytest
import yaml

from assets.governance.ledger import keys
from assets.governance.releases import folder_of
from assets.governance.verification.verify import Check
from assets.privacy.evidence.leaks import Scanner
from tests.conftest import S3_OPTIONS
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


def test_the_road_on_an_object_store_ends_in_the_same_root(road, release, tmp_path, bucket):
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
