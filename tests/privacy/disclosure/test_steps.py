"""The steps through the lake: what is derived anew, what is waited for, what is left out."""

from pathlib import Path

import pyarrow as pa
import pytest

from assets.lake import LEFT_OUT, House, NotVisible
from assets.lake.derive import replay
from assets.privacy.defs import assets
from assets.privacy.disclosure.policy import TablePolicy, load_tables
from assets.privacy.disclosure.report import disclosure_report, reports, verdict_name
from assets.privacy.disclosure.steps import FEW, NOT_CLASSED, STEPS, classes_step, disclose
from assets.privacy.schemas import SCHEMAS
from orchestration.disclosure import checks, judge, required
from tests.conftest import make_house, make_lake
from tests.privacy.disclosure.small import ITEMS, purchases

POLICY = TablePolicy(k=2, quasi={"created_on": ("month",), "item_code": ("category",)}, sequence=("created_on",))
CANDIDATES, CLASSES, CLEAN = "privacy/candidates/transactions", "privacy/classes/transactions", "clean/transactions"
FIRST = [{"who": who, "item_code": code} for who, code in (("anna", "BAG-1"), ("bea", "BAG-1"), ("carla", "BAG-2"), ("dora", "RING-1"))]


def run(lake, *rows: dict, checks=()):
    """Commit these candidates and derive what follows from them."""
    _commit(lake, CANDIDATES, purchases(*rows))
    usual = {"source": "catalogue", "kind": "item", "subject_group": False, "purposes": [], "redactions": [], "ledger": []}
    items = [usual | {"record_id": bytes([number]) * 16} | row for number, row in enumerate(ITEMS.to_pylist())]
    _commit(lake, "clean/items", pa.Table.from_pylist(items, SCHEMAS["item"]))
    lake.derive(classes_step, reads={"records": CANDIDATES}, broadcast={"items": "clean/items"}, writes=CLASSES, params={"policy": POLICY.as_params()})
    return lake.derive(STEPS["transactions"], reads={"records": CANDIDATES, "classes": CLASSES}, writes=CLEAN, checks=checks)


def _commit(lake, table: str, rows: pa.Table) -> None:
    lake.commit(table, rows.to_batches(), schema=rows.schema, left_out=LEFT_OUT.empty_table(), counted_in=rows.num_rows,
                step={"name": "planted", "version": "1", "params": {}}, signature=f"{rows.num_rows:032x}")


def codes(version) -> dict[int, str]:
    return {int.from_bytes(row["record_id"], "big"): row["item_code"] for row in version.read().to_pylist()}


def test_what_stands_alone_stays_in_the_vault_and_is_counted(lake):
    made = run(lake, *FIRST)
    assert codes(made) == {0: "BAG-1", 1: "BAG-1"} and made.counts["left_out"] == {FEW: 2} and made.counts["in"] == 4


def test_each_record_can_be_made_again_from_its_class(lake):
    made = run(lake, *FIRST)
    assert all(replay(lake, STEPS["transactions"], made, number.to_bytes(16, "big")) for number in range(4))
    assert replay(lake, STEPS["transactions"], made, b"nobody".ljust(16)) is None


def test_a_new_neighbour_redoes_only_the_records_it_gives_company(lake):
    before = {row["record_id"]: row["input_mac"] for row in run(lake, *FIRST).read(["record_id", "input_mac"]).to_pylist()}
    made = run(lake, *FIRST, {"who": "edda", "item_code": "RING-1"})
    after = {row["record_id"]: row["input_mac"] for row in made.read(["record_id", "input_mac"]).to_pylist()}
    assert codes(made) == {0: "BAG-1", 1: "BAG-1", 3: "RING-1", 4: "RING-1"}
    assert {one: after[one] for one in before} == before        # the bags' class was not touched


def test_equal_candidates_give_equal_bytes_whatever_came_before(lake, tmp_path):
    other = make_lake(tmp_path / "another")
    run(other, *FIRST[:2])
    one, two = run(lake, *FIRST), run(other, *FIRST)
    assert one.data_version == two.data_version and [s.id for s in lake.read(CLASSES).segments] == [s.id for s in other.read(CLASSES).segments]


def test_a_table_is_seen_once_its_k_was_counted_again(lake):
    run(lake, *FIRST, checks=(verdict_name("transactions"),))
    with pytest.raises(NotVisible):
        lake.read(CLEAN)
    passed, report = judge(lake, "transactions", POLICY)
    assert passed and lake.read(CLEAN).rows == 2 and reports(lake) == {"transactions": report}
    assert report["reached"] == {"k": 2, "l": None, "classes": 1, "persons": 2} and report["rows"]["left out"] == {FEW: 2}
    assert judge(lake, "transactions", POLICY) == (True, report)


def test_a_table_whose_rows_point_at_one_person_stays_invisible_and_names_them_by_id(lake):
    run(lake, *FIRST, checks=(verdict_name("transactions"),))
    passed, report = judge(lake, "transactions", TablePolicy(k=3, quasi=POLICY.quasi))
    assert not passed and report["below"] == [number.to_bytes(16, "big").hex() for number in range(2)]
    with pytest.raises(NotVisible):
        lake.read(CLEAN)


def test_the_report_of_an_empty_table_says_so(lake):
    made = run(lake, FIRST[0])
    report = disclosure_report(made, lake.read(CANDIDATES), POLICY)
    assert report["reached"] == {"k": None, "l": None, "classes": 0, "persons": 0} and report["below"] == [] and report["rows"]["out"] == 0


def test_a_record_without_a_class_does_not_leave():
    result = disclose(purchases({"who": "anna"}).to_batches()[0], None)
    assert result.rows.num_rows == 0 and result.left_out["reason"].to_pylist() == [NOT_CLASSED]


def test_a_named_table_gets_two_assets_more_and_a_check_that_blocks(tmp_path):
    ready = "licence: L\nlegal_basis: consent\npurposes: [retrieval]\n"
    folder = make_house(tmp_path / "house", contracts__shop=f"kind: transaction\n{ready}", contracts__catalogue=f"kind: item\n{ready}",
                        policies__privacy="tables:\n  transactions: {k: 5, quasi: {item_code: [category]}}\n  media: {k: 5, quasi: {media_type: []}}\n")
    house = House.open(folder)
    wanted = required(house, {CLEAN: ("suite:clean_transactions",)})
    made = {"/".join(asset.key.path): {"/".join(key.path) for key in asset.dependency_keys} for asset in assets(house, wanted)}
    assert made[CLASSES] == {CANDIDATES, "clean/items"} and made[CLEAN] == {CANDIDATES, CLASSES} and "privacy/classes/media" not in made
    assert wanted == {CLEAN: ("suite:clean_transactions", "disclosure:transactions")}
    (spec,) = [spec for check in checks(house) for spec in check.check_specs]
    assert spec.blocking and "/".join(spec.asset_key.path) == CLEAN


@pytest.mark.parametrize("house", ["demo", "public"])
def test_the_houses_that_we_ship_say_what_they_ask_of_their_tables(house):
    asked = load_tables(House.open(Path(__file__).parents[3] / "houses" / house))
    assert asked["transactions"].k == 10 and asked["transactions"].l == 2 and asked["events"].aggregate
