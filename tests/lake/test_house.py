import datetime as dt

import pytest

from assets.lake import ContractError, Home, House, SetupError
from assets.lake.house import expand, read_yaml
from tests.conftest import HOUSE, make_house


def test_a_house_is_read_from_its_folder(tmp_path):
    house = House.open(make_house(tmp_path))
    assert (house.name, house.as_of, house.languages, house.seed) == ("test", dt.date(2026, 1, 31), ("en", "fr", "it"), 1)
    assert house.yaml("policies/none.yaml") == {} and house.lines("vocabulary/none.txt") == ()


@pytest.mark.parametrize(("text", "words"), [
    (HOUSE.replace("controller: Test Controller\n", ""), "field 'controller' is missing"),
    (HOUSE + "colour: red\n", "field 'colour' is not known"),
    (HOUSE.replace("2026-01-31", "soon"), "field 'as_of' must be a date"),
    ("name: [unclosed\n", "not readable YAML in line"), ("name: a\nname: b\n", "a field is said twice in line 2; keep one of them"),
    ("- a list\n", "must hold fields"),
])
def test_a_wrong_house_file_is_named_with_field_and_reason(tmp_path, text, words):
    make_house(tmp_path)
    (tmp_path / "house.yaml").write_text(text)
    with pytest.raises(ContractError, match=words) as caught:
        House.open(tmp_path)
    assert "house.yaml" in str(caught.value)


def test_merged_fields_may_be_said_again(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("x: &x {k: 1}\nw:\n  b: &b\n    <<: *x\n    k: 2\nc:\n  <<: *b\n  z: 3\n1: a\n'1': b\n")
    assert read_yaml(path)["c"] == {"k": 2, "z": 3}


def test_unsafe_yaml_is_not_run(tmp_path):
    make_house(tmp_path)
    (tmp_path / "house.yaml").write_text("name: !!python/object/apply:os.system ['true']\n")
    with pytest.raises(ContractError, match="not readable YAML"):
        House.open(tmp_path)


def test_a_home_remembers_its_house_and_can_be_copied(tmp_path):
    import shutil

    house = make_house(tmp_path / "h" / "house")
    Home.make(tmp_path / "h", house, demonstration=True)
    shutil.copytree(tmp_path / "h", tmp_path / "copy")
    assert Home.open(tmp_path / "copy").house.path == tmp_path / "copy" / "house"


def test_one_home_serves_one_house(tmp_path):
    Home.make(tmp_path / "home", make_house(tmp_path / "a"), demonstration=True)
    other = make_house(tmp_path / "b")
    (other / "house.yaml").write_text(HOUSE.replace("name: test", "name: other"))
    with pytest.raises(SetupError, match="home of house 'test'"):
        Home.make(tmp_path / "home", other, demonstration=True)


def test_a_folder_that_is_no_home_says_what_to_do(tmp_path):
    with pytest.raises(SetupError, match="hallmark init"):
        Home.open(tmp_path)


def test_variables_come_from_the_environment_with_a_default(monkeypatch):
    monkeypatch.setenv("PLACE", "there")
    assert expand("${PLACE}/${NONE_SUCH:-here}") == "there/here"
    with pytest.raises(SetupError, match="NONE_SUCH"):
        expand("${NONE_SUCH}")


def test_an_unknown_zone_is_refused(tmp_path):
    house = make_house(tmp_path, lake="zones: {attic: {url: x}}")
    with pytest.raises(ContractError, match="zone 'attic'"):
        House.open(house).zones()
