"""A recipe says what it wants, and every mistake in it is told with file, field and reason."""

from pathlib import Path

import pytest
import yaml

from assets.corpora.recipes import is_one_expression, load
from assets.lake import ContractError, House
from tests.corpora.small_house import RECIPE, recipe

HOUSES = Path(__file__).parents[2] / "houses"


def write(folder, **more):
    path = folder / "atelier.yaml"
    path.write_text(yaml.safe_dump({**RECIPE, **more}))
    return path


@pytest.mark.parametrize("more, told", [
    ({"track": "reading"}, "field 'track'"),
    ({"colour": "red"}, "field 'colour'"),
    ({"purposes": []}, "field 'purposes'"),
    ({"shards": {"train": 3, "validation": 1, "test": 1}}, "field 'shards'.*power of two"),
    ({"shards": {"train": 4}}, "same splits"),
    ({"splits": {"seed": 1, "shares": {"train": 0.7, "test": 0.2}}}, "field 'splits.shares'.*add up to 1"),
    ({"splits": {"seed": -1, "shares": {"train": 1}}}, "field 'splits.seed'"),
    ({"weights": {"press": 0}}, "field 'weights'"),
    ({"where": [{"rule": "a >"}]}, "field 'where.0.reason'"),
    ({"where": [{"rule": "a >", "reason": "r"}]}, "field 'where.0.rule'.*one SQL condition"),
    ({"where": [{"rule": "1=1); drop table records; select (1", "reason": "r"}]}, "field 'where.0.rule'"),
    ({"track": "fine-tuning"}, "clean/documents"),
    ({"corpus": "trends"}, "field 'corpus'.*'atelier'"),
    ({"corpus": "../etc"}, "field 'corpus'"),
])
def test_a_mistake_names_file_field_and_reason(tmp_path, more, told):
    path = write(tmp_path, **more)
    with pytest.raises(ContractError, match=told) as error:
        load(path)
    assert str(path) in str(error.value) and "\n" not in str(error.value)


def test_spelling_and_order_do_not_change_a_recipe_and_meaning_does(tmp_path):
    path = write(tmp_path)
    turned = tmp_path / "turned" / "atelier.yaml"
    turned.parent.mkdir()
    turned.write_text("# the same\n" + yaml.safe_dump(dict(reversed(RECIPE.items())), sort_keys=False))
    assert load(path).digest() == load(turned).digest()
    assert load(path).digest() != recipe(title="Another").digest()


@pytest.mark.parametrize("text, one", [("a > 1", True), ("a > 1 -- so", True), ("a; b", False), ("", False), ("1) from t; select (2", False)])
def test_a_rule_is_one_expression(text, one):
    assert is_one_expression(text) is one


def test_weights_follow_the_first_pattern_that_fits():
    weighted = recipe(weights={"press_*": 2.0, "*": 0.5})
    assert (weighted.weight("press_1987"), weighted.weight("letters")) == (2.0, 0.5)
    assert recipe().weight("anything") == 1.0


@pytest.mark.parametrize("house", ["demo", "public"])
def test_the_recipes_we_ship_are_sound(house):
    paths = sorted((HOUSES / house / "recipes").glob("*.yaml"))
    assert paths
    for path in paths:
        assert load(path).tables


def test_a_house_without_recipes_has_none(tmp_path):
    from assets.corpora.recipes import recipes
    from tests.conftest import make_house

    assert recipes(House.open(make_house(tmp_path / "house"))) == []
