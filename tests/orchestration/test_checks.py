"""Suites gate tables: required of every table that has one, judged on the waiting version, blocking when they say no."""

import dagster as dg
import pyarrow as pa
import pytest
import yaml

from assets.lake import LEFT_OUT, Lake, NotVisible
from assets.lake.digest import digest_of
from expectations.suites import suites
from orchestration import checks
from orchestration.resources import LakeResource
from tests.conftest import make_lake
from tests.corpora import small_house
from tests.corpora.small_house import RECIPE, choose, fill
from tests.expectations.planted import SECRET, document, documents

TABLE = "clean/documents"
CONTRACT = "name: archive\ntitle: Archive\nkind: document\nlicence: CC0-1.0\nlegal_basis: not-personal\npurposes: [retrieval]\n"


@pytest.fixture
def lake(tmp_path) -> Lake:
    return make_lake(tmp_path, contracts__archive=CONTRACT, recipes__small="corpus: small\n", contracts__events=CONTRACT.replace("document", "event"))


def put(lake: Lake, *rows: dict) -> None:
    content = documents(*rows).content
    lake.commit(TABLE, content.to_batches(), schema=content.schema, left_out=LEFT_OUT.empty_table(), counted_in=len(rows),
                step={"name": "planted", "version": "1"}, signature=digest_of(repr([row["text"] for row in rows])),
                checks=checks.required(lake.house)[TABLE])


def test_tables_wait_for_the_suites_that_cover_them(lake):
    wanted = checks.required(lake.house)
    assert wanted[TABLE] == ("suite:clean_documents",) and wanted["corpora/small"] == ("suite:corpora",)
    assert "clean/events" in wanted and "clean/dialogues" in wanted and "clean/supplies" not in wanted
    assert {name for names in wanted.values() for name in names} <= {suite.check for suite in suites()}


def test_every_required_verdict_has_a_blocking_check_that_gives_it(lake):
    specs = [spec for made in checks.checks(lake.house) for spec in made.check_specs if spec.name == checks.NAME]
    assert {"/".join(spec.asset_key.path) for spec in specs} == set(checks.required(lake.house))
    assert all(spec.blocking for spec in specs)


def run(lake: Lake) -> dg.AssetCheckEvaluation:
    made = [check for check in checks.checks(lake.house) if check.check_key.asset_key == dg.AssetKey(["clean", "documents"])]
    job = dg.Definitions(asset_checks=made, assets=[dg.AssetSpec(["clean", "documents"])], resources={"lake": LakeResource(home=str(lake.home.path))},
                         jobs=[dg.define_asset_job("ask", selection=dg.AssetSelection.checks(*made))])
    result = job.resolve_job_def("ask").execute_in_process(raise_on_error=False)
    return result.get_asset_check_evaluations()[0]


def test_a_table_is_seen_once_its_suite_says_yes_and_not_before(lake):
    put(lake, document("a"), document("b"))
    with pytest.raises(NotVisible):
        lake.read(TABLE)
    assert run(lake).passed and lake.read(TABLE).rows == 2


def test_a_leak_blocks_names_its_record_and_quotes_nothing(lake):
    put(lake, document("a"), document("b", text=f"write to {SECRET}@mail.com"))
    said = run(lake)
    assert not said.passed and said.blocking and SECRET not in repr(said)
    assert said.metadata["not held"].value[0]["expectation"] == "holds no e-mail address"
    with pytest.raises(NotVisible):
        lake.read(TABLE)
    assert SECRET not in "".join(path.read_text() for path in (lake.home.path / checks.PAGES).iterdir())


def test_overlaps_are_awaited_only_where_a_recipe_asks_for_them(tmp_path):
    table = "annotations/evaluation_overlaps"
    asking = make_lake(tmp_path / "asking", recipes__atelier=yaml.safe_dump({**RECIPE, "contamination": {"share": 0.2}}))
    assert table in checks.required(asking.house)
    assert table not in checks.required(make_lake(tmp_path / "silent", recipes__atelier=yaml.safe_dump(RECIPE)).house)


def test_a_source_that_loses_more_than_expected_is_warned_of_and_blocks_nothing(tmp_path):
    lake = make_lake(tmp_path, recipes__atelier=yaml.safe_dump({**RECIPE, "expected_loss": {"press": 0.2}}))
    fill(lake, [*(small_house.document(number) for number in (1, 2, 3)), small_house.document(4, source="letters")], duplicates={1: 1, 2: 1})
    choose(lake)
    made = [check for check in checks.checks(lake.house) if check.check_key == dg.AssetCheckKey(dg.AssetKey(["corpora", "atelier"]), checks.EXPECTED_LOSS)]
    job = dg.Definitions(asset_checks=made, assets=[dg.AssetSpec(["corpora", "atelier"])], resources={"lake": LakeResource(home=str(lake.home.path))},
                         jobs=[dg.define_asset_job("ask", selection=dg.AssetSelection.checks(*made))])
    said = job.resolve_job_def("ask").execute_in_process(raise_on_error=False).get_asset_check_evaluations()[0]
    assert not said.passed and not said.blocking and said.severity == dg.AssetCheckSeverity.WARN
    assert (said.metadata["sources"].value, said.metadata["sources above"].value) == (2, 1)
    assert "| press | 3 | 1 | 33% | 20% | more than expected: 1 times 'exact duplicate' |" in said.metadata["losses"].value


def test_a_version_already_judged_by_this_very_suite_is_not_read_again(lake, monkeypatch):
    import expectations.validate as library

    put(lake, document("a"))
    assert run(lake).passed
    monkeypatch.setattr(library, "validate", lambda *_: pytest.fail("judged already"))
    assert run(lake).passed
    put(lake, document("a", text="changed"))
    monkeypatch.undo()
    assert run(lake).passed and lake.read(TABLE).read(["text"]) == pa.table({"text": pa.array(["changed"], pa.large_string())})
