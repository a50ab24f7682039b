"""The assets of the corpora stage depend on what they read, and overlaps are one asset over all recipes."""

import yaml

from assets.corpora import defs
from tests.conftest import make_house
from tests.corpora.small_house import RECIPE


def deps(assets, name: str) -> set[str]:
    made = next(one for one in assets if one.key.to_user_string() == name)
    return {key.to_user_string() for key in made.asset_deps[made.key]}


def made(folder, checks=None, **recipes):
    from assets.lake import House

    house = House.open(make_house(folder, **{f"recipes__{name}": yaml.safe_dump({**RECIPE, "corpus": name, **more}) for name, more in recipes.items()}))
    return defs.assets(house, checks or {})


def test_one_asset_tells_every_corpus_what_the_others_evaluate_with(tmp_path):
    assets = made(tmp_path / "house", atelier={"contamination": {"share": 0.2}, "annotations": ["language"]},
                  concierge={"track": "fine-tuning", "tables": ["clean/dialogues"], "annotations": ["quality"], "duplicates": {"near": {"jaccard": 0.8}}})
    read = {"clean/documents", "clean/dialogues", *(f"annotations/{name}" for name in ("language", "quality", "exact_duplicates", "near_duplicates"))}
    assert deps(assets, "annotations/evaluation_overlaps") == read
    assert {"annotations/evaluation_overlaps", "annotations/contamination"} <= deps(assets, "corpora/atelier")
    assert not {"annotations/evaluation_overlaps", "annotations/contamination"} & deps(assets, "corpora/concierge")


def test_no_recipe_asks_no_overlaps_are_made_and_stripping_reads_its_spans(tmp_path):
    assets = made(tmp_path / "house", atelier={"strip": {"templates": 0.2}}, trends={})
    assert {one.key.to_user_string() for one in assets} == {"corpora/atelier", "corpora/atelier/shards", "corpora/trends", "corpora/trends/shards"}
    assert "annotations/templates" in deps(assets, "corpora/atelier") & deps(assets, "corpora/atelier/shards")
    assert "annotations/templates" not in deps(assets, "corpora/trends/shards")


def test_a_recipe_that_names_an_annotation_nobody_makes_is_an_asset_that_says_so(tmp_path):
    checks = {f"annotations/{name}": () for name in ("language", "quality", "exact_duplicates")}
    assets = made(tmp_path / "house", checks, atelier={"annotations": ["glow"]}, trends={})
    refused = next(one for one in assets if one.key.to_user_string() == "corpora/atelier")
    assert "'glow', which nobody makes" in refused.descriptions_by_key[refused.key]
