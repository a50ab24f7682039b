"""The stage's assets: what they read, and what they wait for."""

import dagster as dg
import pytest

from assets.curation.contamination import TABLE
from assets.curation.defs import assets
from assets.curation.steps import STEPS
from assets.curation.texts import TABLES
from assets.lake.steps import registered

BESIDE = {
    "exact_duplicates": {"annotations/fingerprints", "annotations/quality"}, "near_duplicates": {"annotations/fingerprints", "annotations/quality"},
    "shared_lines": {"annotations/fingerprints"}, "templates": {"annotations/shared_lines"}, "contamination": {TABLE},
    "novelty": {"annotations/reference_models"}}


@pytest.fixture(scope="module")
def made() -> dict[str, dg.AssetsDefinition]:
    return {asset.key.to_user_string(): asset for asset in assets(None, {})}


@pytest.mark.parametrize("name", [step.name for step in STEPS])
def test_an_annotation_reads_both_text_tables_and_what_it_builds_on(made, name):
    asset, table = made[f"annotations/{name}"], dg.AssetKey(["annotations", name])
    assert {key.to_user_string() for key in asset.dependency_keys} == set(TABLES) | BESIDE.get(name, set())
    assert asset.descriptions_by_key[table].endswith(".") and asset.group_names_by_key[table] == "annotations"


def test_beside_the_steps_there_is_only_what_the_house_was_given(made):
    assert set(made) == {f"annotations/{step.name}" for step in STEPS} | {TABLE}


def test_every_step_can_be_found_by_its_name():
    assert [registered(step.name) for step in STEPS] == list(STEPS)
