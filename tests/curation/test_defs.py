"""The stage's assets: what they read, and what they wait for."""

import dagster as dg

from assets.curation.defs import assets
from assets.curation.steps import STEPS
from assets.curation.texts import TABLES
from assets.lake.steps import registered


def test_three_annotations_over_both_text_tables():
    made = {asset.key.to_user_string(): asset for asset in assets(None, {})}
    assert set(made) == {"annotations/language", "annotations/quality", "annotations/exact_duplicates"}
    for name, asset in made.items():
        read = {key.to_user_string() for key in asset.dependency_keys}
        assert read == set(TABLES) | ({"annotations/quality"} if name == "annotations/exact_duplicates" else set())
        assert asset.descriptions_by_key[dg.AssetKey(name.split("/"))].endswith(".")
        assert asset.group_names_by_key[dg.AssetKey(name.split("/"))] == "annotations"


def test_every_step_can_be_found_by_its_name():
    assert [registered(step.name) for step in STEPS] == list(STEPS)
    assert len(STEPS) == len(assets(None, {}))
