"""A twin of somebody's contracts: their own contracts and readers take it, nothing in it is theirs, truth lies beside."""

from pathlib import Path

import pytest

from assets.lake.errors import InputError
from assets.lake.house import House
from assets.landing.contracts import load_contract, load_contracts
from assets.synthesis.dice import Dice
from assets.synthesis.places import Claim, fitting
from assets.synthesis.twin import write_twin
from tests.synthesis.reading import arrived, decoded, mapped, strings, truth
from tests.synthesis.test_house import digests

HOUSES = Path(__file__).parents[2] / "houses"


@pytest.fixture(scope="module", params=["demo", "public"])
def twin(request, tmp_path_factory):
    out = tmp_path_factory.mktemp(f"twin_{request.param}")
    report = write_twin(HOUSES / request.param, out, 5, 0.2)
    contracts = load_contracts(House.open(HOUSES / request.param))
    return [(contract, mapped(contract, out / "landing")) for contract in contracts], out, report


def test_every_contract_reads_its_twin_or_the_report_says_why_not(twin):
    landed, _, report = twin
    without = {one["contract"] for one in report["left_out"]}
    assert without <= {"web_pages", "web_text"}
    for contract, (records, refused) in landed:
        assert refused == [], contract.name
        assert bool(records) is (contract.name not in without), contract.name


def test_every_column_that_a_contract_maps_holds_a_value(twin):
    for contract, (records, _) in twin[0]:
        if contract.from_.files and contract.format in ("csv", "tsv", "xlsx", "jsonl", "xml"):
            for ours in set(contract.columns) & set(records[0][1].columns):
                assert all(record.columns[ours] is not None for _, record in records), f"{contract.name}.{ours}"


def test_keys_of_a_twin_s_records_are_all_different(twin):
    for contract, (records, _) in twin[0]:
        keys = [tuple(record.key) for _, record in records]
        assert not contract.primary_key or len(keys) == len(set(keys)), contract.name


def test_no_two_sources_read_one_file(twin):
    landed, out, _ = twin
    read = [file for contract, _ in landed for file in arrived(contract, out / "landing")]
    assert len(read) == len(set(read))
    assert set(read) == {one for one in (out / "landing").rglob("*") if one.is_file() and one.suffix != ".db"}


def test_every_planted_value_stands_in_its_file(twin):
    landed, out, _ = twin
    lines = truth(out, "personal")
    assert len(lines) > 200 and {line["type"] for line in lines} >= {"PERSON", "EMAIL", "PHONE", "SECRET"}
    said: dict[str, str] = {}
    for contract, (records, _) in landed:
        for path, record in records:
            path = path if path != "query" else contract.from_.sql.url.rsplit("/", 1)[1]
            said[path] = f"{said.get(path, '')} {' '.join(strings({**record.columns, 'key': list(record.key)}))}"
    for file in {line["file"] for line in lines}:
        whole = said[file] + (decoded(out / "landing" / file) if not file.endswith(".db") else "")
        missing = [line for line in lines if line["file"] == file and " ".join(line["value"].split()) not in whole]
        assert missing == [], file


def test_the_same_contracts_seed_and_scale_give_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        write_twin(HOUSES / "demo", tmp_path / name, 3, 0.1)
    write_twin(HOUSES / "demo", tmp_path / "c", 4, 0.1)
    assert digests(tmp_path / "a") == digests(tmp_path / "b") != digests(tmp_path / "c")


CONTRACT = """
name: pieces
title: Pieces
kind: item
from: {files: {include: ["in/%s"]}}
format: %s
columns: {code: Code, name: Name, price: Price, text: Note}
primary_key: [Code]
"""
FORMS = [("*.parquet", "parquet"), ("*.jsonl.zst", "jsonl"), ("*.csv.gz", "csv"), ("*.zip", "tsv"), ("[a-c]?_*.xlsx", "xlsx")]


@pytest.mark.parametrize(("pattern", "form"), FORMS)
def test_packed_and_typed_tables_are_read_back(tmp_path, pattern, form):
    house = tmp_path / "house"
    (house / "contracts").mkdir(parents=True)
    (house / "contracts" / "pieces.yaml").write_text(CONTRACT % (pattern, form))
    report = write_twin(house, tmp_path / "out", 1, 0.2)
    records, refused = mapped(load_contract(house / "contracts" / "pieces.yaml", None), tmp_path / "out" / "landing")
    assert (report["left_out"], refused) == ([], [])
    assert len(records) == report["records"] == 12 and all(record.columns["price"] > 0 for _, record in records)


@pytest.mark.parametrize(("source", "why"), [
    ("files: {include: ['a/*.warc']}}\nformat: warc", "format warc"),
    ("files: {include: ['a/*.csv.bz2']}}\nformat: csv", "bzip2"),
    ("files: {include: ['a/*.jpg']}}\nformat: media", "png and wav"),
    ("files: {include: ['a/*.csv'], exclude: ['a/**']}}\nformat: csv", "no file name"),
    ("asset: up/stream}\nformat: parquet", "another Dagster asset"),
    ("sql: {url_env: CRM, query: 'select a from b'}}", "no SQLite file"),
    ("sql: {url: 'sqlite:///{inbox}/a.db', query: 'select * from a join b using (c)'}}", "more than one table"),
])
def test_what_cannot_be_written_is_said_in_plain_words(tmp_path, source, why):
    contract = tmp_path / "one.yaml"
    kind = "media" if "media" in source else "document"
    contract.write_text(f"name: one\ntitle: One\nkind: {kind}\ncolumns: {{}}\nfrom: {{{source}\n")
    report = write_twin(contract, tmp_path / "out", 1, 0.1)
    assert report["records"] == 0 and why in report["left_out"][0]["why"]


def test_a_contract_that_is_no_contract_does_not_stop_the_others(tmp_path):
    (tmp_path / "good.yaml").write_text((HOUSES / "demo" / "contracts" / "gems.yaml").read_text())
    (tmp_path / "odd.yaml").write_text("name: odd\nkind: item\nfrom: {files: {include: ['x/*.csv']}}\nformat: csv\ncolumns: 7\n")
    (tmp_path / "torn.yaml").write_text("name: [")
    report = write_twin(tmp_path, tmp_path / "out", 1, 0.1)
    assert sorted(one["contract"] for one in report["left_out"]) == ["odd", "torn"] and report["sources"] == {"gems": 6}


def test_no_contracts_at_all_and_a_landing_that_is_not_a_twin_s_are_refused(tmp_path):
    with pytest.raises(InputError, match="no contract"):
        write_twin(tmp_path, tmp_path / "out", 1, 1.0)
    (tmp_path / "real" / "landing").mkdir(parents=True)
    (tmp_path / "real" / "landing" / "theirs.csv").write_text("kept")
    with pytest.raises(InputError, match="empty folder"):
        write_twin(HOUSES / "demo", tmp_path / "real", 1, 0.1)
    assert (tmp_path / "real" / "landing" / "theirs.csv").read_text() == "kept"


@pytest.mark.parametrize("expression", [r"CHAPTER +[IVXLC]+", r"(?P<a>[^/]+)/(?P<d>[0-9]{1,2}[A-Z][a-z]{2}[0-9]{4})", r"a(?:b|c)?d{2,3}\d\s\w", r"([xy])-\1"])
def test_made_text_fits_the_expression_it_is_made_for(expression):
    import re
    assert all(re.search(expression, fitting(expression, Dice(number))) for number in range(50))


def test_patterns_mean_what_landing_means_by_them():
    from assets.landing.arrivals import matcher
    paths = ["a/b.csv", "a/c/b.csv", "a/bb.csv", "b.csv", "a/[x].csv", "a/b.csv.gz", "a/d-e.csv"]
    for pattern in ("a/*.csv", "a/**/*.csv", "**", "a/[a-c].csv", "a/?.csv", "a/[!b].csv", "a/b.csv", "**/b*"):
        assert [Claim([pattern], []).reads(path) for path in paths] == [bool(matcher(pattern).fullmatch(path)) for path in paths], pattern
