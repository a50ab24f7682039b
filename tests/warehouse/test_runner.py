"""The warehouse's one step: skipped when nothing changed, nothing left behind, a failing test commits nothing."""

import json

import pytest

from assets.lake import Lake, SetupError, StepError
from assets.warehouse import runner
from assets.warehouse.project import compose, sources_of
from tests.warehouse.planted import AS_OF, CONTRACTS, land, make_house, record


def test_nothing_runs_when_nothing_changed(world, monkeypatch):
    monkeypatch.setattr(runner, "_execute", lambda *_: pytest.fail("dbt must not run"))
    again = runner.run(world.lake)
    assert again.skipped and again.versions["warehouse/items"].number == world.build.versions["warehouse/items"].number


def test_every_test_of_the_project_ran_and_passed(world):
    assert len(world.build.tests) > 40 and all(verdict.passed for verdict in world.build.tests.values())


def test_scratch_is_destroyed_and_no_value_stays_beside_the_project(world):
    left = [path for path in (world.home / "lake" / "vault" / "scratch").rglob("*") if path.is_file() and path.stat().st_size]
    assert left == []
    for path in (world.home / "dbt").rglob("*"):
        if path.is_file():
            assert b"Name granted" not in path.read_bytes() and not path.name.endswith(".duckdb")


def test_an_interrupted_run_s_scratch_is_destroyed_by_the_next(world):
    with runner._scratch(world.lake) as folder:
        (folder / "scratch.duckdb").write_text("left behind")
        with pytest.raises(SetupError, match="Another run"), runner._scratch(world.lake):
            pass
    with runner._scratch(world.lake) as folder:
        assert list(folder.iterdir()) == []


class _Dbt:
    """A dbt that ends as told."""

    def __init__(self, folder, results, code):
        (folder / "target").mkdir(exist_ok=True)
        (folder / "target" / "run_results.json").write_text(json.dumps({"results": results}))
        self.stdout, self._code = iter(["1 of 2 OK created secret value\n"]), code

    def wait(self):
        return self._code


def _ended(world, monkeypatch, tmp_path, *results, code=1):
    monkeypatch.setattr(runner, "dbt", lambda project, *_, scratch: _Dbt(scratch, list(results), code))
    monkeypatch.setattr(runner, "remember", lambda *_: None)
    return runner._execute(world.lake, world.build.project, tmp_path)


def test_a_failing_dbt_test_is_named_with_its_count_and_nothing_is_committed(world, monkeypatch, tmp_path):
    failing = {"unique_id": "test.hallmark.unique_items_record_id.1a", "status": "fail", "failures": 3}
    with pytest.raises(runner.DataTestError, match=r"unique_items_record_id \(3 rows\)") as caught:
        _ended(world, monkeypatch, tmp_path, failing)
    assert caught.value.tests[failing["unique_id"]] == runner.Verdict(False, 3)


def test_what_dbt_says_of_a_broken_model_stays_in_the_vault(world, monkeypatch, tmp_path):
    broken = {"unique_id": "model.hallmark.int_items", "status": "error", "failures": None, "message": "cannot cast 'secret value'"}
    with pytest.raises(StepError, match="int_items") as caught:
        _ended(world, monkeypatch, tmp_path, broken)
    assert "secret" not in str(caught.value) and "errors/dbt-" in str(caught.value)


def test_a_house_is_composed_once_per_content_and_day(tmp_path):
    house = make_house(tmp_path / "house", CONTRACTS)
    first, again = compose(house, tmp_path / "area"), compose(house, tmp_path / "area")
    later = compose(make_house(tmp_path / "house", CONTRACTS, as_of="2026-07-01"), tmp_path / "area")
    assert first.digest == again.digest != later.digest
    assert AS_OF in (first.folder / "project" / "dbt_project.yml").read_text()


def test_an_unreadable_contract_is_left_to_landing_and_the_others_proceed(tmp_path):
    house = make_house(tmp_path / "house", {"good": {"kind": "item"}, "odd": {"kind": "spaceship"}})
    (house.path / "contracts" / "torn.yaml").write_text("kind: [item")
    assert [source.name for source in sources_of(house)] == ["good"]


@pytest.mark.slow
def test_a_new_delivery_changes_the_marts_of_its_kind_and_no_other(world):
    before = {table: version.data_version for table, version in world.build.versions.items()}
    lake = Lake.open(world.lake.home)
    rows = [record("catalogue", "item", "a", code="ma-101.b", name="Malle", price=4200.0, currency="€"),
            record("catalogue", "item", "b", code="FO 7", currency="CHF"), record("catalogue", "item", "gone", code="X9", purposes=[]),
            record("catalogue", "item", "new", code="N 1")]
    land(lake, "catalogue", "item", rows)
    after = {table: version.data_version for table, version in runner.build(lake).items()}
    assert {table for table in after if after[table] != before[table]} == {"warehouse/items"}
