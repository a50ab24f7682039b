"""docs/policies.md names every policy, parameter and column there is, and its examples are read."""

import datetime as dt
import re
from pathlib import Path

import pytest
import yaml

from assets.governance.policies import ask
from assets.governance.waiting import waiting
from expectations.policies import FOLDER, read, waivers
from orchestration.verbs.relations import relations
from tests.conftest import make_house, make_lake
from tests.governance.conftest import cut

PAGE = (Path(__file__).parents[2] / "docs" / "policies.md").read_text("utf-8")
POLICIES = {path.stem: read(path) for path in sorted(FOLDER.glob("*.sql"))}


def section(title: str) -> str:
    return PAGE.split(f"## {title}\n")[1].split("\n## ")[0]


def example(language: str, number: int = 0) -> str:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)[number]


def test_every_shipped_policy_stands_on_the_page_with_its_severity_and_defaults():
    rows = {cells[0].strip(" `"): cells[1:] for cells in (line.strip("|").split("|") for line in section("The shipped policies").splitlines() if line.startswith("| `"))}
    assert list(rows) == sorted(POLICIES)
    for name, (severity, parameters, _) in rows.items():
        assert severity.strip() == POLICIES[name].severity
        told = dict(re.findall(r"`(\w+)` = (.+)", parameters.strip()))
        assert set(told) == set(POLICIES[name].parameters)
        for parameter, value in told.items():
            default = POLICIES[name].parameters[parameter]
            assert [word.strip("*") for word in default] == [word.rstrip("s") if name == "article_9" else word for word in value.split(", ")] \
                if isinstance(default, list) else str(default) == value


@pytest.fixture
def over(tmp_path) -> dict:
    lake = make_lake(tmp_path)
    cut(lake)
    return relations(lake, waiting(lake, "atelier"), {"bounds": []})


def test_every_column_of_every_relation_stands_on_the_page(over):
    for name, table in over.items():
        told = section("What is asked").split(f"`{name}`: one row")[1].split("one row")[0]
        listed = [column for line in told.splitlines() if line.startswith("| `") for column in re.findall(r"`(\w+)`", line.split("|")[1])]
        assert sorted(listed) == sorted(table.column_names), name


def test_the_policy_on_the_page_can_be_asked(over, tmp_path):
    path = tmp_path / "museum_age.sql"
    path.write_text(example("sql"))
    (verdict,) = ask([read(path)], over, waivers={}, as_of=dt.date(2026, 1, 31), keys={})
    assert verdict["passed"] and verdict["rows"] == 0


def test_the_values_and_the_waiver_on_the_page_are_read(tmp_path):
    from assets.lake import House
    from expectations.policies import policies

    house = House.open(make_house(tmp_path / "house", policies__policies=example("yaml"), policies__waivers=example("yaml", 1)))
    known = policies(house)
    assert {policy.id: policy.parameters for policy in known}["territory"] == yaml.safe_load(example("yaml"))["territory"]
    assert len(waivers(house, known)["territory"].signed_by) == 2
