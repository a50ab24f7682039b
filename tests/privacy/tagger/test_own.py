"""A house's own tagger: taken over, adopted, given up, and read by the steps that are given it."""

import pyarrow as pa
import pytest

from assets.lake import Lake
from assets.lake.keys import make_keys
from assets.privacy.tagger import own, shipped
from assets.privacy.tagger.tagging import WEIGHTS, files
from assets.privacy.tagger.training import packed


@pytest.fixture
def lake(tmp_path):
    from pathlib import Path

    from assets.lake.house import Home

    home = Home.make(tmp_path / "home", Path(__file__).parents[3] / "houses" / "demo", demonstration=True)
    make_keys(tmp_path / "home", home.house.seed)
    return Lake.open(home)


def weights() -> bytes:
    return (files("assets.privacy.tagger") / WEIGHTS).read_bytes()


def test_a_house_begins_with_the_shipped_weights_and_taking_over_again_changes_nothing(lake):
    first = own.take_over(lake)
    assert own.take_over(lake).number == first.number
    row = first.read().to_pylist()[0]
    assert row["origin"] == own.SHIPPED and row["weights"] is None and row["digest"] == own.shipped_digest()
    assert own.tagger_of(first.read()) is shipped() is own.tagger_of(None)


def test_own_weights_stay_until_they_are_given_up(lake):
    shipped_version = own.take_over(lake)
    mine = own.adopt(lake, weights() + b"", 120)
    assert own.take_over(lake).number == mine.number and mine.data_version != shipped_version.data_version
    assert own.tagger_of(mine.read()) is not shipped() and own.tagger_of(mine.read()) is own.tagger_of(mine.read())
    assert own.give_up(lake).read()["weights"].null_count == 1


def test_learning_goes_on_from_own_weights_unless_they_are_of_another_version(lake):
    shipped_arrays = own.to_go_on_from(lake)
    mine = shipped_arrays | {"gate_bias": shipped_arrays["gate_bias"] + 1}
    own.adopt(lake, packed(mine), 120)
    assert own.to_go_on_from(lake)["gate_bias"] == mine["gate_bias"]
    own.adopt(lake, packed({name: array for name, array in mine.items() if name != "context"}), 120)
    assert own.to_go_on_from(lake)["gate_bias"] == shipped_arrays["gate_bias"] and "context" in own.to_go_on_from(lake)


def test_the_table_lies_in_the_vault(lake):
    own.adopt(lake, weights(), 60)
    assert any("tagger" in entry.path for entry in lake.store("vault").list("privacy"))
    assert not any("tagger" in entry.path for zone in ("clean", "releases") for entry in lake.store(zone).list(""))


def test_an_empty_table_means_the_shipped_weights():
    assert own.tagger_of(pa.Table.from_pylist([], own.SCHEMA)) is shipped()
