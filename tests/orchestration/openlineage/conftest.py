"""A small house whose tables Dagster makes: one that lands, one that is scrubbed, one that fails on what it reads."""

from types import SimpleNamespace

import dagster as dg
import pyarrow as pa
import pytest

from assets.lake import LEFT_OUT, Step
from assets.lake.defs import conservation_spec, conserved, derived, key, materialised, told
from assets.lake.digest import digest_of
from orchestration.openlineage.datasets import described
from orchestration.openlineage.runs import run_events
from orchestration.resources import LakeResource
from tests.conftest import make_lake

HOLDER = "Ottoline Vassarelli-Quince"           # nobody's name, to be quoted by a library
SCHEMA = pa.schema([pa.field("record_id", pa.binary(16), nullable=False), pa.field("source", pa.string()), pa.field("text", pa.string())])
ROWS = [{"record_id": letter * 16, "source": "press", "text": "Silk."} for letter in (b"a", b"b")]


def _choke(batch):
    raise ValueError(f"cannot parse 'said {HOLDER}'")


scrubbed = Step.map("test_scrubbed", version="1", schema=SCHEMA, run=lambda batch: batch)
choking = Step.map("test_choking", version="1", schema=SCHEMA, run=_choke)


class World:
    """A lake, an instance of Dagster of its own, and what its runs come to as events."""

    def __init__(self, lake, instance):
        self.lake, self.instance, self.check_says = lake, instance, True

        @dg.asset(key=key("landing/press"), owners=["team:landing", "person@example.com"], description="Press releases.", required_resource_keys={"lake"},
                  check_specs=[conservation_spec("landing/press"), dg.AssetCheckSpec("sound", asset=key("landing/press"), blocking=True)])
        def press(context: dg.AssetExecutionContext):
            with told(context) as lake:
                version = lake.commit("landing/press", [pa.RecordBatch.from_pylist(ROWS, SCHEMA)], schema=SCHEMA, left_out=LEFT_OUT.empty_table(),
                                      counted_in=2, step={"name": "land", "version": "1"}, signature=digest_of("rows"))
            yield materialised(version)
            yield conserved(version)
            yield dg.AssetCheckResult(passed=self.check_says, check_name="sound", asset_key=key("landing/press"))

        self.definitions = dg.Definitions(
            assets=[press, derived(scrubbed, reads={"records": "landing/press"}, writes="clean/documents", describe="Scrubbed.", owners=["team:privacy"],
                                   checks=("suite:documents",)),
                    derived(choking, reads={"records": "landing/press"}, writes="annotations/choking", describe="Chokes.")],
            resources={"lake": LakeResource(home=str(lake.home.path))}, executor=dg.in_process_executor)
        self.graph = self.definitions.resolve_asset_graph()

    def run(self, *tables: str) -> dg.DagsterRun:
        job = self.definitions.resolve_implicit_global_asset_job_def()
        done = job.execute_in_process(instance=self.instance, asset_selection=[key(table) for table in tables], raise_on_error=False)
        return self.instance.get_run_by_id(done.run_id)

    def events(self, run: dg.DagsterRun) -> list[dict]:
        return run_events(self.lake, described(self.graph), run, self.instance)

    def told(self, *tables: str) -> "Told":
        return Told(self.events(self.run(*tables)))


class Told(list):
    """The events of one run, to be asked by job and kind."""

    def of(self, name: str, *kinds: str) -> list[dict]:
        return [event for event in self if event["job"]["name"] == name and event["eventType"] in (kinds or (event["eventType"],))]

    def one(self, name: str, kind: str) -> dict:
        (event,) = self.of(name, kind)
        return event


def facets(dataset: dict) -> SimpleNamespace:
    return SimpleNamespace(**dataset["facets"])


@pytest.fixture
def instance():
    with dg.DagsterInstance.ephemeral() as made:
        yield made


@pytest.fixture
def world(tmp_path, instance):
    return World(make_lake(tmp_path), instance)
