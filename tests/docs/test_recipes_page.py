"""The page on recipes says what the model says: every field, and examples that load."""

import re
from pathlib import Path

import pytest
import yaml

from assets.corpora import recipes
from tests.corpora.small_house import RECIPE

PAGE = (Path(__file__).parents[2] / "docs" / "recipes.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)


def test_every_field_of_a_recipe_and_of_its_parts_is_explained_and_no_other():
    told = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.M))
    assert told == set(recipes.Recipe.model_fields)
    for part in (recipes.Sources, recipes.Rule, recipes.Splits, recipes.Duplicates, recipes.Near, recipes.Contained, recipes.Strip, recipes.Contamination):
        assert all(re.search(rf"\b{field}\b", PAGE) for field in part.model_fields), part


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_a_recipe(tmp_path, example):
    path = tmp_path / "atelier.yaml"
    path.write_text(yaml.safe_dump({**RECIPE, **yaml.safe_load(example)}))
    assert recipes.load(path).corpus == "atelier"


def test_the_defaults_on_the_page_are_the_model_s():
    shown = yaml.safe_load(next(example for example in EXAMPLES if example.startswith("duplicates:")))["duplicates"]
    assert (shown["quality"], tuple(shown["survivor"]), shown["exact"]) == (recipes.QUALITY, recipes.Duplicates().survivor, recipes.Duplicates().exact)
    assert f"{recipes.EXPECTED_LOSS} for every source" in PAGE
    assert str(list(recipes.Recipe.model_fields["annotations"].default)).replace("'", "") in PAGE
