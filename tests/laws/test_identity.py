"""Law 2: a record is who it is wherever it stands. Only landing is run here, on single files of the fictional house."""

import gzip
import shutil

import pytest

from assets.lake import Home, Lake
from assets.lake.keys import make_keys
from assets.landing.contracts import load_contract_named
from assets.landing.run import land
from tests.road import DEMO, Road

LINES = {       # source: its file of one record a line
    "clients": "clients/registre_clients.csv", "consents": "consents/consentements.csv", "purchases": "purchases/ventes_0000.csv.gz",
    "gems": "gems/stones.tsv", "wearables": "wearables/batch_0000.jsonl.gz", "expert_labels": "expert_labels/jugements.csv"}
KEYLESS = ("gems", "purchases", "wearables")      # the same sources once more under a contract that names no key
CASES = [*((name, True) for name in LINES), *((name, False) for name in KEYLESS)]
GATHERED = "consents"                               # several lines make one record


class Source:
    """One source in a home of its own, with its primary key or without."""

    def __init__(self, folder, name: str, road: Road, keyed: bool = True):
        house = DEMO
        if not keyed:
            house = shutil.copytree(DEMO, folder / "house without keys")
            contract = house / "contracts" / f"{name}.yaml"
            contract.write_text("".join(line for line in contract.read_text().splitlines(True) if not line.startswith("primary_key")))
        self.home = Home.make(folder / "a home", house, demonstration=True)
        make_keys(self.home.path, seed=self.home.house.seed)
        self.lake, self.name, self.path = Lake.open(self.home), name, LINES[name]
        self.original = (road.inbox / self.path).read_bytes()
        self.contract = load_contract_named(self.lake.house, name)
        self.write(self.lines())

    def lines(self) -> list[bytes]:
        plain = gzip.decompress(self.original) if self.path.endswith(".gz") else self.original
        return plain.splitlines(keepends=True)

    def write(self, lines: list[bytes], name: str | None = None) -> None:
        path = self.home.path / "house" / "landing" / (name or self.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        data = b"".join(lines)
        path.write_bytes(gzip.compress(data) if path.name.endswith(".gz") else data)

    @property
    def head(self) -> int:
        return 0 if ".jsonl" in self.path else 1

    def ids(self) -> dict[bytes, bytes]:
        """record id -> content MAC of the source's raw table, after landing what lies there."""
        version = land(self.lake, self.lake.house, self.contract)
        table = version.read(["record_id", "row_mac"])
        return dict(zip(table["record_id"].to_pylist(), table["row_mac"].to_pylist(), strict=True))


@pytest.mark.parametrize(("name", "keyed"), CASES)
def test_deleting_one_raw_row_changes_no_other_records_id(tmp_path, road, name, keyed):
    source = Source(tmp_path, name, road, keyed)
    before, lines = source.ids(), source.lines()
    gone = source.head + (len(lines) - source.head) // 2
    source.write(lines[:gone] + lines[gone + 1:])
    after = source.ids()
    assert set(after) <= set(before) and len(before) - len(after) == (name != GATHERED)
    assert sum(before[one] != mac for one, mac in after.items()) == (name == GATHERED), "the content of the others is what it was"


@pytest.mark.parametrize(("name", "keyed"), CASES)
def test_position_does_not_matter(tmp_path, road, name, keyed):
    source = Source(tmp_path, name, road, keyed)
    before, lines = source.ids(), source.lines()
    lines = [line if line.endswith(b"\n") else line + b"\n" for line in lines]
    source.write([*lines[:source.head], *reversed(lines[source.head:])])
    assert source.ids() == before


@pytest.mark.parametrize(("name", "keyed"), CASES)
def test_the_same_file_under_another_name_makes_no_new_record(tmp_path, road, name, keyed):
    source = Source(tmp_path, name, road, keyed)
    before = source.ids()
    folder, _, file = source.path.rpartition("/")
    source.write(source.lines(), f"{folder}/again {file}")
    assert source.ids() == before


def test_equal_rows_of_a_source_without_key_are_told_apart_and_the_others_keep_their_ids(tmp_path, road):
    source = Source(tmp_path, "gems", road, keyed=False)
    before, lines = source.ids(), source.lines()
    lines[-1] = lines[-1].rstrip(b"\r\n") + b"\n"
    source.write([*lines, lines[-1]])
    after = source.ids()
    assert set(before) < set(after) and len(after) == len(before) + 1
    source.write(lines)
    assert source.ids() == before


def test_the_same_record_has_another_id_in_another_house(tmp_path, road, copy):
    source = Source(tmp_path / "one", "gems", road)
    other = copy.own_house()
    settings = (other / "house.yaml").read_text()
    (other / "house.yaml").write_text(settings.replace("controller: Valdorsenne SA", "controller: Another SA"))
    lake = copy.lake
    lake.drop("landing/gems"), lake.drop("landing/gems.files")
    land(lake, lake.house, load_contract_named(lake.house, "gems"))
    assert not set(lake.read("landing/gems").read(["record_id"])["record_id"].to_pylist()) & set(source.ids())
