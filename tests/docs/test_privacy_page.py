"""The page on personal data says what the code does: its policies load, its code runs, no key and no type is missing."""

import re
from pathlib import Path

import pytest

from assets.lake import House
from assets.privacy import policy
from assets.privacy.detect.recognisers import TYPES
from assets.privacy.disclosure.policy import Aggregate, TablePolicy, load_tables
from assets.privacy.evidence import acceptance, limits
from assets.privacy.tagger import TYPES as TAGGED
from tests.conftest import make_house

PAGE = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text("utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.S)


@pytest.mark.parametrize("text", blocks("yaml"))
def test_every_policy_on_the_page_is_one(tmp_path, text):
    house = House.open(make_house(tmp_path / "house", policies__privacy=text, contracts__wearables="name: wearables\n"))
    policy.load(house), limits.load(house), load_tables(house), acceptance.wanted(house)


@pytest.mark.parametrize("code", blocks("python"))
def test_every_piece_of_code_on_the_page_runs_and_finds_the_bench(code):
    names = {}
    exec(code, names)  # noqa: S102
    found = names["found"]
    assert "BENCH_NO" in {getattr(one, "entity_type", None) or one.type for one in (found[0] if isinstance(found[0], list) else found)}


def test_every_key_and_every_type_is_explained():
    keys = (*policy._FIELDS, *policy.SECTIONS, *TablePolicy.__dataclass_fields__, *Aggregate.__dataclass_fields__, *acceptance.Wanted.__dataclass_fields__)
    assert not [name for name in (*keys, *TYPES, *TAGGED) if f"`{name}`" not in PAGE]
