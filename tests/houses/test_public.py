"""The public house: contracts for real public data.

Belongs here: that every contract loads, says where its data comes from, asks for no right it lacks, and that together
they account for each file once. Tests over the data itself skip where the folder is absent.
"""

import re
from collections import Counter, defaultdict
from glob import glob
from pathlib import Path

from assets.lake.house import House
from assets.landing.arrivals import matcher
from assets.landing.contracts import Contract

REPOSITORY = Path(__file__).resolve().parents[2]
HOUSE = REPOSITORY / "houses" / "public"
TRAINING = "train-language-model"


def matching(folder: Path, patterns: list[str]) -> set[str]:
    return {Path(name).as_posix() for pattern in patterns
            for name in glob(pattern, root_dir=folder, recursive=True, include_hidden=True) if (folder / name).is_file()}


def test_every_contract_loads_and_is_ready(contracts):
    assert {one.name: one.reason for one in contracts if one.state != "ready"} == {}
    assert all(isinstance(one, Contract) for one in contracts) and len(contracts) > 60


def test_the_house_reads_its_inbox_from_the_environment(monkeypatch):
    monkeypatch.setenv("HALLMARK_INBOX", "elsewhere")
    assert House.open(HOUSE).inbox == "elsewhere"
    monkeypatch.delenv("HALLMARK_INBOX")
    assert House.open(HOUSE).inbox == "inbox"


def test_the_day_of_the_house_is_fixed_so_that_a_rebuild_gives_the_same_bytes(house):
    assert house.as_of.isoformat() == "2026-11-01" and isinstance(house.seed, int)


def test_every_contract_says_where_its_data_comes_from_and_how_to_fetch_it(contracts):
    unsaid = [one.name for one in contracts if one.name != "data_set_notes" and not (
        one.origin and one.origin.url and re.fullmatch("[0-9a-f]{40}", one.origin.version or "") and one.origin.fetch)]
    assert unsaid == []


def test_share_alike_sources_serve_for_evaluation_only(contracts):
    share_alike = [one for one in contracts if "-SA-" in one.licence]
    assert len(share_alike) >= 5
    assert {one.name: one.purposes for one in share_alike if one.purposes != ["evaluate"]} == {}


def test_records_of_registered_people_train_nothing_and_are_confidential(contracts):
    registers = [one for one in contracts if one.kind == "subject"]
    assert len(registers) >= 4
    assert all(TRAINING not in one.purposes and one.secrecy == "confidential" for one in registers)


def test_health_signals_state_their_article_9_condition_and_train_nothing(contracts):
    signals = [one for one in contracts if one.name.startswith("wearables_")]
    assert len(signals) == 2
    assert all(one.article9 and one.purposes == ["evaluate"] for one in signals)


def test_one_source_folder_has_one_owner_of_people_numbers(contracts):
    """Numbers of clients of different houses never meet: each register has its own controller."""
    owners = defaultdict(set)
    for one in contracts:
        if one.subject:
            owners[one.from_.files.include[0].split("/")[0]].add(one.controller)
    assert all(len(names) == 1 for names in owners.values())
    assert len({name for names in owners.values() for name in names}) == len(owners)


def test_editions_of_a_book_share_one_split_group(contracts):
    books = [one for one in contracts if one.name.startswith(("craft_book_", "prose_"))]
    assert len(books) == 8
    assert all(one.group.startswith("=") for one in books)
    assert len({one.group for one in books}) == len(books)


def test_the_page_on_public_data_names_every_folder_licence_and_origin(contracts):
    page = (REPOSITORY / "docs" / "public-data.md").read_text(encoding="utf-8")
    for one in contracts:
        if one.name == "data_set_notes":
            continue
        place = one.from_.files.include[0].split("/")[0]
        row = next((line for line in page.splitlines() if f"`{place}`" in line), None)
        assert row, f"docs/public-data.md has no row for {place}"
        assert one.origin.url.removeprefix("https://github.com/") in row and one.origin.version[:12] in row, place
        assert one.licence.split(" AND ")[-1] in row, f"{place}: the row does not name {one.licence}"


def test_every_file_of_the_data_belongs_to_exactly_one_contract(contracts, folder, files):
    owners = Counter()
    for one in contracts:
        owners.update(matching(folder, one.from_.files.include))
    assert sorted(files - set(owners)) == []
    assert sorted(name for name, count in owners.items() if count > 1) == []


def test_landing_reads_the_patterns_as_any_glob_does(contracts, folder, files):
    for one in contracts:
        for patterns in (one.from_.files.include, one.from_.files.exclude):
            known = [matcher(pattern) for pattern in patterns]
            ours = {name for name in files if any(pattern.fullmatch(name) for pattern in known)}
            assert ours == matching(folder, patterns), one.name


def test_a_contract_leaves_aside_only_what_it_owns(contracts, folder):
    """An exclusion matters inside the contract's own files; each contract has files left to read."""
    for one in contracts:
        included, excluded = (matching(folder, patterns) for patterns in (one.from_.files.include, one.from_.files.exclude))
        assert included - excluded, f"{one.name} reads no file"
        assert not one.from_.files.exclude or included & excluded, f"{one.name} excludes nothing that it includes"


def test_what_is_left_aside_is_notes_licences_card_numbers_and_indexes(contracts, folder):
    plain = re.compile(r"(^|/)(SOURCE|README|SUMMARY)\.md$|(^|/)UPSTREAM_|(^|/)metadata\.(yaml|json)$")
    other = sorted(name for one in contracts for name in
                   matching(folder, one.from_.files.include) & matching(folder, one.from_.files.exclude) if not plain.search(name))
    assert [Path(name).name for name in other] == [
        "MANIFEST.tsv", "CreditCard.csv", "PersonCreditCard.csv", "ontology.json", "manifest.toml",
        "index.xml", "manifest.json", "sitemap.xml", "index.xml",
        "whirlwind.warc.wat", "whirlwind.warc.wat.gz"]


def test_payment_card_numbers_are_never_opened(contracts, folder):
    cards = {name for name in matching(folder, ["**/*Card.csv"])}
    assert len(cards) == 2
    readers = [one.name for one in contracts
               if cards & (matching(folder, one.from_.files.include) - matching(folder, one.from_.files.exclude))]
    assert readers == []
