"""The documents for authorities and registers: each figure and each word of a person in the place where it is looked for."""

import csv
import io
import json

import pytest

from assets.governance.documents.ai_act import SECTIONS, ai_act, section, size
from assets.governance.documents.article_30 import COLUMNS, article_30
from assets.governance.documents.data_and_trust import data_and_trust
from assets.governance.documents.facts_schema import SourceShare, read_facts
from tests.governance.documents.house_facts import awkward, small

HOSTILE = "=HYPERLINK(\"https://evil.example\")\n| <script>"


def source(**more) -> SourceShare:
    rights = dict.fromkeys(("licence", "legal_basis", "purposes", "exclusivity", "secrecy", "retention", "tdm"))
    return SourceShare.model_validate({"source": "s", "title": "S", "records": 2, "characters": 9, **rights, "licence": "LicenseRef-House-Owned", **more})


@pytest.mark.parametrize(("more", "name"), [
    ({}, "other"), ({"origin": {"url": "https://x.example"}, "licence": "CC0-1.0"}, "public"),
    ({"licence": "LicenseRef-Agency", "agreement": "Contract 7"}, "licensed"), ({"licence": "CC-BY-4.0"}, "third_party"),
    ({"kind": "dialogue", "legal_basis": "consent"}, "users"), ({"kind": "dialogue", "legal_basis": "legitimate-interest"}, "other"),
    ({"made": 2}, "synthetic"), ({"made": 1}, "other"), ({"licence": None}, "other")])
def test_a_source_stands_in_one_section_of_the_summary(more, name):
    assert section(source(**more)) == name and name in {known for _, _, known in SECTIONS}


@pytest.mark.parametrize(("characters", "said"), [
    (0, "less than 1 billion"), (4 * 10**9 - 1, "less than 1 billion"), (4 * 10**9, "1 billion to 10 trillion"), (4 * 10**13, "more than 10 trillion")])
def test_the_size_is_one_of_the_template_s_ranges(characters, said):
    assert size(characters).startswith(said)


def test_the_summary_puts_every_source_once_and_says_who_is_obliged():
    text = ai_act(read_facts(awkward())).decode()
    data = text[text.index("## 2 Data sources"):text.index("## 3 Data processing")]
    assert data.count("| Lookbooks |") == 1 and "optional evidence" in text and "*to be completed by the provider*" in text
    for heading, _, _ in SECTIONS:
        assert f"### {heading}\n" in data
    assert "- Contact: Whom to ask, in the words of the house." in ai_act(read_facts(small())).decode()
    assert "records' own dates run from 1987 to 1987 (4 records without a date)" in ai_act(read_facts(small())).decode()


def rows(facts: dict) -> list[dict]:
    return list(csv.DictReader(io.StringIO(article_30(read_facts(facts)).decode())))


def test_article_30_has_a_row_per_source_with_what_people_wrote():
    letters, notes = rows(small())
    assert tuple(letters) == COLUMNS and letters["processing activity"] == "Atelier: Letters" and letters["records"] == "8"
    assert [row["categories of personal data found and removed"] for row in (letters, notes)] == ["E-mail addresses", "none found"]
    assert letters["categories of data subjects"] == "Whom it is about, in the words of the house." and letters["time limit for erasure"] == "5 years"
    assert letters["release"] == "atelier/1" and letters["Merkle root of the records"] == "ab" * 32
    assert rows(small() | {"human": {}})[0]["security measures"] == "not stated"


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula_and_none_spans_lines(start):
    facts = small()
    facts["human"]["recipients"] = start
    facts["composition"]["by_source"][0]["controller"] = f"{start}\nsecond line"
    row = rows(facts)[0]
    assert row["categories of recipients"] == f"'{start.strip()}" and row["controller"] == f"'{start.strip()} second line"


def test_a_hostile_title_breaks_no_table():
    facts = small()
    facts["composition"]["by_source"][0]["title"] = HOSTILE
    assert len(rows(facts)) == 2
    text = ai_act(read_facts(facts)).decode()
    assert "<script>" not in text and "https://evil" not in text and "\\| &lt;script&gt;" in text
    json.loads(data_and_trust(read_facts(facts)))


REQUIRED = {"source": ("version", "title", "id", "issuer", "description"), "provenance": ("origin-geography", "date", "generation-method"),
            "use": ("intended-purpose",)}


@pytest.mark.parametrize("facts", [small, awkward])
def test_each_source_has_what_the_data_and_trust_standard_asks_for(facts):
    told = json.loads(data_and_trust(read_facts(facts())))
    assert len(told["sources"]) == len(facts()["composition"]["by_source"]) and told["root"] == facts()["release"]["root"]
    for statement in told["sources"]:
        assert set(statement) == set(REQUIRED)
        assert all(statement[part][name] for part, names in REQUIRED.items() for name in names)
        assert all(removed["tool"] and removed["tool-category"]["code"] for removed in statement["use"]["privacy-enhancing"])


def test_what_nobody_stated_is_said_to_be_unknown():
    facts = small()
    facts["composition"]["by_source"][1].update(purposes=None, licence=None)
    notes = json.loads(data_and_trust(read_facts(facts)))["sources"][1]
    assert notes["use"]["intended-purpose"] == [{"code": "unknown", "description": "not stated"}] and notes["use"]["license"] == []
    assert notes["provenance"]["origin-geography"] == [{"country": "unknown"}]
