"""When things happen: real ticks of the sensors and real evaluations of the conditions, on an ephemeral instance."""

import dagster as dg
import pyarrow as pa
import pytest

from assets.governance.rights import objections
from assets.governance.rights.requests import open_
from assets.lake import LEFT_OUT, Step
from assets.lake.defs import conservation_spec, conserved, derived, key, materialised, told
from assets.lake.digest import digest_of
from orchestration import automation
from orchestration.resources import LakeResource
from tests.conftest import make_lake
from tests.orchestration.houses import NOTES, SHOP, arrives, small

SCHEMA = pa.schema([pa.field("record_id", pa.binary(16), nullable=False), pa.field("text", pa.string())])
louder = Step.map("test_louder", version="1", schema=SCHEMA,
                  run=lambda batch: pa.RecordBatch.from_pylist([{**row, "text": row["text"].upper()} for row in batch.to_pylist()], SCHEMA))


# -- the landing sensor --------------------------------------------------------------------------------------------------

def tick(lake, instance, cursor):
    """One real tick: the sources asked for, and the cursor after it."""
    sensor = automation.landing_sensor(lake.home)
    with dg.build_sensor_context(instance=instance, cursor=cursor) as context:
        said = sensor.evaluate_tick(context)
    return sorted(key.path[-1] for request in said.run_requests or () for key in request.asset_selection), said.cursor or cursor


@pytest.fixture
def instance():
    with dg.DagsterInstance.ephemeral() as made:
        yield made


def test_the_sensor_asks_once_for_what_arrived_and_for_nothing_else(tmp_path, instance):
    lake = small(tmp_path, notes=NOTES, others=NOTES.replace("name: notes", "name: others").replace("notes/", "others/"))
    asked, cursor = tick(lake, instance, None)
    assert asked == ["notes", "others"]
    assert tick(lake, instance, cursor) == ([], cursor)
    arrives(lake, "notes/b.txt", "Another.")
    asked, after = tick(lake, instance, cursor)
    assert asked == ["notes"] and after != cursor
    assert tick(lake, instance, after) == ([], after)


def test_the_sensor_asks_for_the_objections_when_one_is_made_or_lifted(tmp_path, instance):
    lake = small(tmp_path, notes=NOTES)
    asked, cursor = tick(lake, instance, None)
    assert asked == ["notes"]
    request = open_(lake, "objection", [b"p" * 16])
    asked, after = tick(lake, instance, cursor)
    assert asked == ["objections"] and tick(lake, instance, after)[0] == []
    objections.lift(lake, request)
    assert tick(lake, instance, after)[0] == ["objections"]


def test_the_cursor_holds_no_file_name(tmp_path, instance):
    lake = small(tmp_path, notes=NOTES)
    arrives(lake, "notes/Quatremaine Berthe.txt", "x")
    assert "Quatremaine" not in tick(lake, instance, None)[1]


def test_a_source_out_of_reach_keeps_its_place_in_the_cursor_and_stops_no_other(tmp_path, instance):
    lake = small(tmp_path, notes=NOTES, shop=SHOP)
    asked, cursor = tick(lake, instance, None)
    assert asked == ["notes"] and "shop" not in cursor


def test_a_file_that_changes_and_changes_back_is_asked_for_both_times(tmp_path, instance):
    lake = small(tmp_path, notes=NOTES)
    sensor = automation.landing_sensor(lake.home)
    with dg.build_sensor_context(instance=instance) as context:
        assert [request.run_key for request in sensor.evaluate_tick(context).run_requests] == [None]


# -- automation by data version ------------------------------------------------------------------------------------------

class World:
    """One raw table whose content and check are set by hand, and one asset derived from it."""

    def __init__(self, lake, instance):
        self.lake, self.instance, self.text, self.check_says, self.cursor = lake, instance, "one", True, None

        @dg.asset(key=key("landing/raw"), check_specs=[conservation_spec("landing/raw"), dg.AssetCheckSpec("sound", asset=key("landing/raw"), blocking=True)],
                  required_resource_keys={"lake"})
        def raw(context: dg.AssetExecutionContext):
            with told(context) as lake:
                rows = pa.RecordBatch.from_pylist([{"record_id": b"a" * 16, "text": self.text}], SCHEMA)
                version = lake.commit("landing/raw", [rows], schema=SCHEMA, left_out=LEFT_OUT.empty_table(), counted_in=1,
                                      step={"name": "put", "version": "1"}, signature=digest_of(self.text))
            yield materialised(version)
            yield conserved(version)
            yield dg.AssetCheckResult(passed=self.check_says, check_name="sound", asset_key=key("landing/raw"))

        self.defs = dg.Definitions(
            assets=[raw, derived(louder, reads={"records": "landing/raw"}, writes="clean/loud", describe="Louder.")],
            resources={"lake": LakeResource(home=str(lake.home.path))})

    def make(self, *tables: str) -> None:
        job = self.defs.resolve_implicit_global_asset_job_def()
        job.execute_in_process(instance=self.instance, asset_selection=[key(table) for table in tables], raise_on_error=False)

    def asked(self) -> int:
        said = dg.evaluate_automation_conditions(defs=self.defs, instance=self.instance, cursor=self.cursor)
        self.cursor = said.cursor
        return said.total_requested


@pytest.fixture
def world(tmp_path, instance):
    made = World(make_lake(tmp_path), instance)
    made.make("landing/raw", "clean/loud")
    assert made.asked() == 0
    return made


def test_a_changed_input_asks_for_what_is_derived_from_it_once(world):
    world.text = "two"
    world.make("landing/raw")
    assert world.asked() == 1
    world.make("clean/loud")
    assert [world.asked() for _ in range(3)] == [0, 0, 0]
    assert world.lake.read("clean/loud").read(["text"])["text"].to_pylist() == ["TWO"]


def test_the_same_content_made_again_asks_for_nothing(world):
    world.make("landing/raw")
    assert [world.asked() for _ in range(2)] == [0, 0]


def test_an_input_whose_blocking_check_says_no_asks_for_nothing_until_it_says_yes(world):
    world.text, world.check_says = "two", False
    world.make("landing/raw")
    assert [world.asked() for _ in range(2)] == [0, 0]
    world.check_says = True
    world.make("landing/raw")
    assert world.asked() == 1
