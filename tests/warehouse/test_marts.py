"""What marts hold: typed values, links, the schema that the rest of the house relies on."""

from assets.landing.kinds import SCHEMAS
from assets.warehouse.tables import MARTS, RAW
from tests.warehouse.planted import day, id_of, person


def test_written_values_become_typed_ones(world):
    plain = world.mart("documents")["archive/plain"]
    assert (plain["title"], plain["category"], plain["created_on"], plain["created_precision"]) == ("La malle", "communique", day("1987-03-12"), "day")
    assert world.mart("documents")["archive/year"]["created_precision"] == "year"
    assert world.mart("documents")["archive/unreadable"]["created_on"] is None
    someone = world.mart("subjects")["clients/granted"]
    assert (someone["country"], someone["birth_date"]) == ("CH", day("1961-08-03"))
    bought = world.mart("transactions")
    assert (bought["purchases/1"]["country"], bought["purchases/1"]["currency"], bought["purchases/2"]["currency"]) == ("IT", "EUR", None)
    assert world.mart("events")["visits/recent"]["created_at"].isoformat() == "2025-01-31T09:15:00"


def test_purchases_find_their_item_however_its_code_is_written_and_never_one_that_left(world):
    bought = world.mart("transactions")
    assert bought["purchases/1"]["item_record_id"] == id_of("catalogue", "a")
    assert bought["purchases/2"]["item_record_id"] is None          # its item has no purpose left


def test_people_link_to_the_register_only_when_it_knows_them(world):
    bought = world.mart("transactions")
    assert bought["purchases/1"]["subject_id"] == person("granted")[0]
    assert bought["purchases/2"]["subject_id"] is None and bought["purchases/2"]["subject_ids"] == person("stranger")


def test_labels_find_what_they_judge_by_a_key_that_can_mean_nothing_else(world):
    found = {row["target"]: row["target_record_id"] for row in world.mart("labels").values()}
    assert found == {
        "archive/plain": id_of("archive", "plain"), "catalogue/a": id_of("catalogue", "a"), "unreadable": id_of("archive", "unreadable"),
        "year": None, "1": None,                # too short to mean one record and no other
        "next_season/secret": None}             # may not be used yet


def test_marts_have_the_promised_schema_in_record_order(world):
    for mart, schema in MARTS.items():
        version = world.lake.read(f"warehouse/{mart}")
        if version.rows:
            assert version.schema.equals(schema), mart
            order = version.read(["record_id"])["record_id"].to_pylist()
            assert order == sorted(order)


def test_a_kind_that_nobody_delivers_is_an_empty_mart(world):
    assert world.lake.read("warehouse/supplies").rows == world.lake.read("warehouse/media").rows == 0


def test_the_warehouse_reads_only_columns_that_landing_writes_and_never_long_text():
    for kind, schema in RAW.items():
        for field in schema:
            assert SCHEMAS[kind].field(field.name).type == field.type, (kind, field.name)
        assert not {"text", "turns", "notes", "extra"} & set(schema.names)
