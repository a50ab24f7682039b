"""The assets of corpora and governance, driven by Dagster over a small house."""

from pathlib import Path

import dagster as dg
import pytest
import yaml

from assets.corpora import defs as corpora
from assets.governance import defs as governance
from assets.governance.releases import releases
from assets.governance.waiting import scanned
from tests.conftest import make_lake
from tests.corpora.small_house import RECIPE, dialogue, document, fill
from tests.governance.conftest import searched


class Opened(dg.ConfigurableResource):
    """Hands over the lake of a test."""

    home: str

    def open(self):
        from assets.lake import Lake

        return Lake.open(Path(self.home))


@pytest.fixture
def house_lake(tmp_path):
    lake = make_lake(tmp_path, recipes__atelier=yaml.safe_dump(RECIPE), recipes__trends="corpus: trends\ntitle: [",
                     contracts__press="kind: document\nlicence: MIT\nlegal_basis: not-personal\npurposes: [retrieval]",
                     contracts__photos="kind: document", contracts__broken="kind: [")
    fill(lake, [document(n) for n in range(60)], [dialogue(n) for n in range(1000, 1010)])
    return lake


def run(lake, assets, **more):
    return dg.materialize(assets, resources={"lake": Opened(home=str(lake.home.path))}, raise_on_error=False, **more)


def named(assets) -> dict[str, dg.AssetsDefinition]:
    return {one.key.to_user_string(): one for one in assets}


def test_one_recipe_becomes_four_assets_and_a_broken_one_says_why(house_lake):
    made = named(corpora.assets(house_lake.house, {}))
    assert set(made) == {"corpora/atelier", "corpora/atelier/shards", "corpora/trends"}
    assert set(named(governance.assets(house_lake.house, {}))) == {
        "governance/atelier/documents", "governance/atelier/candidate", "landing/objections"}
    assert {one.to_user_string() for one in made["corpora/atelier/shards"].asset_deps[made["corpora/atelier/shards"].key]} == {
        "corpora/atelier", "clean/documents", "clean/dialogues", "landing/press"}
    broken = run(house_lake, [made["corpora/trends"]])
    assert not broken.success
    failure = broken.get_step_failure_events()[0].step_failure_data
    assert "trends.yaml" in failure.user_failure_data.description


def test_assets_and_searches_make_a_candidate(house_lake):
    chosen, drawn = named(corpora.assets(house_lake.house, {})), named(governance.assets(house_lake.house, {}))
    first = run(house_lake, [chosen["corpora/atelier"], chosen["corpora/atelier/shards"]])
    assert first.success
    metadata = first.asset_materializations_for_node("corpora__atelier__shards")[0].metadata
    assert metadata["dagster/row_count"].value == 70
    unsearched = run(house_lake, [drawn["governance/atelier/documents"]])
    assert not unsearched.success
    searched(house_lake)
    assert run(house_lake, [drawn["governance/atelier/documents"]]).success
    scanned(house_lake, "atelier", "documents", {"passed": True})
    assert run(house_lake, [drawn["governance/atelier/candidate"]]).success
    assert [entry["release"] for entry in releases(house_lake)] == ["atelier/1.0.0"]
    again = run(house_lake, [*list(chosen.values())[:2], *drawn.values()])
    assert again.success and len(releases(house_lake)) == 1
