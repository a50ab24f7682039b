"""The fictional house keeps its promises: same seed same bytes, every source, planted truth that is really there."""

import hashlib
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from assets.lake.house import House
from assets.landing.contracts import Refused, load_contracts
from assets.synthesis import maison
from assets.synthesis.house import write_house
from tests.synthesis.reading import decoded, mapped, strings, truth

DEMO = Path(__file__).parents[2] / "houses" / "demo"
SOURCES = ("advisor_conversations appointments archive artisans catalogue clients concepts consents expert_labels gems influencer_posts inspections interviews "
           "life_events lookbooks lookbooks_next palettes press purchases scans social suppliers textiles wearables").split()


def digests(folder: Path) -> dict[str, str]:
    return {one.relative_to(folder).as_posix(): hashlib.sha256(one.read_bytes()).hexdigest() for one in sorted(folder.rglob("*")) if one.is_file()}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    out = tmp_path_factory.mktemp("small")
    return out, write_house(out, 11, 0.2)


def test_the_same_seed_and_scale_give_the_same_bytes(tmp_path, small):
    out, _ = small
    write_house(tmp_path / "again", 11, 0.2)
    assert digests(tmp_path / "again") == digests(out)
    write_house(tmp_path / "other", 12, 0.2)
    assert digests(tmp_path / "other") != digests(out)


def test_writing_over_an_older_house_leaves_nothing_of_it(tmp_path):
    write_house(tmp_path / "a", 3, 0.1)
    write_house(tmp_path / "a", 3, 0.05)
    write_house(tmp_path / "b", 3, 0.05)
    assert digests(tmp_path / "a") == digests(tmp_path / "b")


def test_every_source_is_there_even_in_the_smallest_house(tmp_path):
    report = write_house(tmp_path, 5, 0.01)
    assert sorted(report["sources"]) == SOURCES
    assert all(count > 0 for name, count in report["sources"].items() if name != "influencer_posts")


def test_records_grow_with_the_scale(tmp_path):
    one, two = write_house(tmp_path / "a", 7, 0.5), write_house(tmp_path / "b", 7, 1.0)
    assert 1.8 < two["records"] / one["records"] < 2.1
    assert 2_300 < two["records"] < 2_800
    assert two["files"] <= 600


def test_every_planted_value_really_stands_in_its_file(small):
    out, _ = small
    lines = truth(out, "personal")
    files = {line["file"]: decoded(out / "landing" / line["file"]) for line in lines}
    missing = [line for line in lines if " ".join(line["value"].split()) not in files[line["file"]]]
    assert missing == []
    assert {line["type"] for line in lines} >= {"PERSON", "EMAIL", "PHONE", "IBAN", "CARD", "ADDRESS", "SECRET", "PUBLIC_PERSON"}
    assert any(line.get("form") == "hard" for line in lines)


def test_every_planted_value_stands_in_the_record_it_is_planted_in(small):
    out, _ = small
    lines = [line for line in truth(out, "personal") if "record" in line]
    held: dict[tuple, str] = {}
    for contract in load_contracts(House.open(DEMO)):
        if contract.name in {line["source"] for line in lines}:
            for _, record in mapped(contract, out / "landing")[0]:
                held[contract.name, record.key[0].rsplit("/", 1)[-1]] = " ".join(strings(record.columns))
    assert len(lines) > 100
    assert [line for line in lines if " ".join(line["value"].split()) not in held[line["source"], line["record"]]] == []


def test_public_words_and_secrets_are_the_house_s_vocabulary(small):
    out, _ = small
    house = House.open(DEMO)
    assert set(house.lines("vocabulary/secrets.txt")) == set(maison.SECRETS)
    assert set(house.lines("vocabulary/authorities.txt")) == set(maison.PUBLIC)
    planted = {line["value"] for line in truth(out, "personal") if line["type"] == "SECRET"}
    assert planted and planted <= set(maison.SECRETS)


def test_planted_problems_name_files_that_exist(small):
    out, _ = small
    problems = truth(out, "problems")
    assert {one["problem"] for one in problems} >= {
        "unknown type", "empty file", "broken archive", "wrong encoding", "duplicate primary key", "row with missing column", "contract without licence",
        "consent withdrawn", "consent expired"}
    assert all((out / "landing" / one["file"]).is_file() for one in problems)
    assert {one["kind"] for one in truth(out, "duplicates")} == {"exact", "near", "contamination"}
    assert all((out / "landing" / one[end]).is_file() for one in truth(out, "duplicates") for end in ("first", "second"))


def test_sentences_of_the_archive_are_many_and_seldom_alike(small):
    out, _ = small
    said = Counter(sentence.strip() for file in sorted((out / "landing" / "archive").rglob("*")) if file.suffix in (".docx", ".txt", ".rtf") and "copies" not in file.parts
                   for sentence in re.split(r"(?<=[.!?])\s+", decoded(file)) if len(sentence) > 25)
    assert len(said) > 100
    assert sum(count for count in said.values() if count > 1) < 0.1 * sum(said.values())


def test_conversations_have_eight_to_twenty_four_turns(small):
    out, _ = small
    sizes = [len(json.loads(line)["messages"]) for file in (out / "landing/advisor_conversations/chat").glob("*.jsonl") for line in file.read_text("utf-8").splitlines()]
    assert sizes and all(8 <= size <= 24 for size in sizes)


def test_every_contract_of_the_demo_reads_and_one_is_blocked():
    contracts = load_contracts(House.open(DEMO))
    assert [one.name for one in contracts if isinstance(one, Refused)] == []
    assert sorted(one.name for one in contracts) == SOURCES
    assert [one.name for one in contracts if one.state == "blocked"] == ["influencer_posts"]
