"""The landing stage in Dagster: one asset per contract, and what it tells."""

import dagster as dg
import pytest

from assets.landing.defs import assets
from tests.landing.sources import PIECES, Source

CANARY = "Quatremaine"


class Resource:
    def __init__(self, lake):
        self._lake = lake

    def open(self):
        return self._lake


def launched(lake, instance):
    return dg.materialize(assets(lake.house), instance=instance, resources={"lake": Resource(lake)}, raise_on_error=False)


@pytest.fixture
def house(lake):
    source = Source(lake)
    source.pieces(f"{CANARY}.csv", f"1,{CANARY},10", f"2,Gant,{CANARY}")
    Source(lake, PIECES.replace("name: pieces", "name: blocked_pieces").replace("licence: LicenseRef-House-Owned\n", ""))
    (lake.house.path / "contracts" / "broken.yaml").write_text("name: [")
    return lake


def test_every_readable_contract_is_an_asset_of_the_landing_group(house):
    found = {spec.key.to_user_string(): spec for one in assets(house.house) for spec in one.specs}
    assert set(found) == {"landing/pieces", "landing/blocked_pieces", "landing/contracts"}
    spec = found["landing/pieces"]
    assert (spec.group_name, list(spec.owners)) == ("landing", ["team:landing", "data@example.com"])
    assert spec.description == ("Pieces of the atelier\n\nRecords of kind *item*, read from files that arrived: licence House Owned; "
                                "legal basis not-personal; may be used to train language model.")
    assert {"csv", "item"} <= spec.kinds
    assert "**Blocked, never opened:** the contract has no licence" in found["landing/blocked_pieces"].description


def test_a_run_tells_counts_and_shapes_and_no_value(house):
    with dg.DagsterInstance.ephemeral() as instance:
        result = launched(house, instance)
        assert result.success
        told = {event.asset_key.to_user_string(): event.materialization.metadata for event in result.get_asset_materialization_events()}
        everything = repr([record.event_log_entry for record in instance.get_event_records(dg.EventRecordsFilter(dg.DagsterEventType.ASSET_MATERIALIZATION))])
    pieces = told["landing/pieces"]
    assert (pieces["dagster/row_count"].value, pieces["rows in"].value, pieces["files read"].value) == (1, 2, 1)
    assert pieces["account"].value == "2 in = 1 out + 1 in quarantine" and pieces["rows in quarantine"].value == 1
    assert "| 1 | in quarantine | the value of 'price' is no number |" in pieces["left out by reason"].value
    columns = {column.name: column for column in pieces["dagster/column_schema"].value.columns}
    assert columns["record_id"].type == "binary(16)" and not columns["record_id"].constraints.nullable
    assert all(column.description for column in columns.values())
    assert told["landing/blocked_pieces"]["blocked"].value == "the contract has no licence"
    assert told["landing/contracts"]["contracts broken"].value == 1
    assert CANARY not in everything and CANARY not in repr(told)


def test_the_register_tells_state_and_rights_of_every_contract(house):
    with dg.DagsterInstance.ephemeral() as instance:
        launched(house, instance)
    rows = {row["name"]: row for row in house.read("landing/contracts").read().to_pylist()}
    assert {name: row["state"] for name, row in rows.items()} == {"pieces": "ready", "blocked_pieces": "blocked", "broken": "broken"}
    assert rows["pieces"]["purposes"] == ["train-language-model"]
    assert rows["broken"]["reason"].startswith("contracts/broken.yaml: ")


def test_an_asset_waits_on_the_upstream_asset_it_reads(lake, tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq
    Source(lake, PIECES.replace('files: {include: ["pieces/**"]}', "asset: shop/pieces").replace("format: csv", "format: parquet"))
    path = tmp_path / "out.parquet"
    pq.write_table(pa.table({"Code": ["1"], "Name": ["Sac"], "Price": [10.0]}), path)

    @dg.asset(key=["shop", "pieces"])
    def upstream():
        return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(str(path))})

    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize([upstream, *assets(lake.house)], instance=instance, resources={"lake": Resource(lake)})
    assert result.success and lake.read("landing/pieces").rows == 1
