"""The page on contracts says what the model says, all of it."""

import importlib.util
import re
from pathlib import Path

import pytest
import yaml

from assets.landing.contracts import describe
from assets.landing.kinds import COLUMNS
from assets.landing.kinds import FORMATS as KNOWN_FORMATS
from assets.landing.wording import _SHAPES as KNOWN_OPTIONS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("write_contracts_page", DOCS / "write_contracts_page.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_up_to_date(script):
    assert (DOCS / "contracts.md").read_text("utf-8") == script.page(), "run: python docs/write_contracts_page.py"


def test_every_field_has_a_meaning_and_an_example_that_is_yaml(script):
    fields = {entry["field"]: entry["meaning"] or script.MORE.get(entry["field"]) for entry in describe()}
    assert all(fields.values()), [name for name, meaning in fields.items() if not meaning]
    assert set(script.EXAMPLES) == set(fields)
    assert all(yaml.safe_load(example) is not None for example in script.EXAMPLES.values())


def test_every_format_option_and_kind_is_explained(script):
    assert set(script.FORMATS) == set(KNOWN_FORMATS)
    assert set(script.OPTIONS) == set(KNOWN_OPTIONS)
    said = script.page()
    assert all(f"| `{kind}` |" in said for kind in COLUMNS)
    for _, options in script.FORMATS.values():
        assert all(one in script.OPTIONS for one in options.split(", ") if re.fullmatch(r"[a-z_]+", one))


def test_closed_lists_of_values_are_written_out(script):
    row = next(line for line in script.page().splitlines() if line.startswith("| `legal_basis` |"))
    assert "vital-interest" in row and "not-personal" in row
