"""A recipe says what it wants, and every mistake in it is told with file, field and reason."""

from pathlib import Path

import pytest
import yaml

from assets.corpora.recipes import is_one_expression, load, sound
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
    ({"colour": "red"}, "field 'colour': there is no such field, only corpus, title,.*; correct it"),
    ({"duplicates": {"near": {"jacard": 0.8}}}, "field 'duplicates.near.jacard': there is no such field, only jaccard;"),
    ({"duplicates": {"near": {"jaccard": 0.4}}}, "field 'duplicates.near.jaccard'.*0.5"),
    ({"duplicates": {"near": {"jaccard": "much"}}}, "field 'duplicates.near.jaccard'"),
    ({"duplicates": {"contained": {"share": 1.2}}}, "field 'duplicates.contained.share'"),
    ({"duplicates": {"exact": False, "near": {"jaccard": 0.8}}}, "field 'duplicates'.*equal ones are alike"),
    ({"duplicates": {"survivor": ["date", "date"]}}, "field 'duplicates.survivor'.*once"),
    ({"duplicates": {"survivor": ["age"]}}, "field 'duplicates.survivor.0'"),
    ({"duplicates": {"quality": "1; drop table records"}}, "field 'duplicates.quality' is not one SQL expression"),
    ({"strip": {"templates": -0.1}}, "field 'strip.templates'"),
    ({"strip": {"templates": 0}, "tables": ["clean/dialogues"]}, "'strip' works on documents"),
    ({"contamination": {"share": 1}}, "field 'contamination.share'"),
    ({"contamination": {}}, "field 'contamination.share'"),
    ({"expected_loss": {"press": 2}}, "field 'expected_loss.press'"),
    ({"annotations": ["evaluation_overlaps"]}, "may not name evaluation_overlaps"),
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


def test_a_selection_reads_what_the_recipe_names_and_what_its_fields_ask_for():
    assert recipe(annotations=[]).measures == ("exact_duplicates", "quality")
    assert recipe(annotations=[], duplicates={"exact": False, "survivor": ["date"]}).measures == ()
    asked = recipe(annotations=["language"], duplicates={"near": {"jaccard": 0.8}, "quality": "language.score"}, strip={"templates": 0.2},
                   contamination={"share": 0.2})
    assert asked.measures == ("language", "exact_duplicates", "near_duplicates", "templates", "contamination", "evaluation_overlaps")


def test_an_annotation_nobody_makes_is_told_with_those_there_are_and_other_recipes_proceed(tmp_path):
    from tests.conftest import make_house

    house = House.open(make_house(tmp_path / "house", recipes__atelier=yaml.safe_dump({**RECIPE, "annotations": ["language", "glow"]}),
                                  recipes__fine=yaml.safe_dump({**RECIPE, "corpus": "fine", "annotations": []}), recipes__broken="a: ["))
    found, mistakes = sound(house, {"language", "quality", "exact_duplicates"})
    assert [one.corpus for one in found] == ["fine"] and set(mistakes) == {"atelier", "broken"}
    assert "atelier.yaml: field 'annotations' needs the annotation 'glow'" in mistakes["atelier"] and "there are exact_duplicates" in mistakes["atelier"]
    _, mistakes = sound(house, {"quality", "glow"})
    assert "'duplicates, strip or contamination' needs the annotation 'exact_duplicates'" in mistakes["fine"]


def test_the_expected_loss_is_that_of_the_first_pattern_that_fits_else_a_half():
    asked = recipe(expected_loss={"press_*": 0.9, "press*": 0.2})
    assert (asked.expected("press_1987"), asked.expected("press"), asked.expected("letters")) == (0.9, 0.2, 0.5)
