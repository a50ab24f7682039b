"""One named column of a release is followed back to the raw columns it was made of, by what the tables say of themselves."""

import pyarrow as pa
import pytest

from assets.governance.release import candidate, draw
from assets.governance.waiting import scanned
from assets.lake import LEFT_OUT, InputError
from assets.lake.defs import lineage_of
from assets.lake.lineage import origins
from orchestration.verbs.lineage import account_of, every, follow, moved_on
from tests.corpora.small_house import DOCUMENTS, choose, dialogue, document, fill, put, recipe, record_id
from tests.governance.conftest import documents, searched

ID = pa.binary(16)
RAW = pa.schema([("record_id", ID), ("object_id", ID), ("locator", pa.string()), ("source", pa.string()), ("created", pa.string()),
                 ("text", pa.large_string()), ("group", pa.string())])
MART = pa.schema([("record_id", ID), ("created_on", pa.date32())])


def table(lake, name, rows, schema, *, reads, facts=None, step="put"):
    inputs = {one: lake.read(one).data_version for tables in reads.values() for one in tables}
    return lake.commit(name, [pa.RecordBatch.from_pylist(rows, schema)], schema=schema, left_out=LEFT_OUT.empty_table(), counted_in=len(rows),
                       step={"name": step, "version": "1", "params": {}}, signature="11" * 16, inputs=inputs,
                       reads={"reads": {read: list(tables) for read, tables in reads.items()}, "broadcast": {}}, facts=facts or {})


@pytest.fixture
def released(lake):
    """A release of press texts and conversations; a third source arrived and has no record in it."""
    from assets.corpora.cut import cut

    press, chats = [document(n) for n in range(40)], [dialogue(n) for n in range(1000, 1005)]
    fill(lake, press, chats)
    raw = [{"record_id": row["record_id"], "object_id": record_id(7), "locator": "row", "source": "press", "created": "1 May 2001",
            "text": row["text"]} for row in press]
    table(lake, "landing/press", raw, RAW, reads={}, step="land")
    table(lake, "landing/social", [{**raw[0], "record_id": record_id(5000), "source": "social"}], RAW, reads={}, step="land")
    table(lake, "warehouse/documents", [{"record_id": row["record_id"]} for row in press], MART, step="warehouse",
          reads={"records": ["landing/press", "landing/social"]},
          facts={"column_lineage": {"record_id": [["landing/press", "record_id"]],
                                    "created_on": [["landing/press", "created"], ["landing/social", "created"]]}})
    table(lake, "clean/documents", press, DOCUMENTS, step="clean_documents",
          reads={"records": ["landing/press", "landing/social"], "mart": ["warehouse/documents"]})
    chosen = recipe()
    for name in ("language", "quality", "exact_duplicates"):
        version = lake.read(f"annotations/{name}")
        put(lake, version.table, version.read().to_pylist(), version.schema, step=name,
            inputs={one: lake.read(one).data_version for one in ("clean/documents", "clean/dialogues")})
    choose(lake, chosen)
    cut(lake, chosen)
    searched(lake)
    draw(lake, "atelier", documents)
    scanned(lake, "atelier", "documents", {"passed": True})
    return lake, candidate(lake, "atelier")


def columns(ways):
    return [[(hop.table, hop.column) for hop in way] for way in ways]


def test_the_text_of_a_release_is_followed_to_the_raw_text_it_was_made_of(released):
    lake, release = released
    found = columns(follow(lake, release, "text"))
    assert [("landing/press", "text"), ("clean/documents", "text"), ("releases/atelier", "text")] in found
    assert all(way[-1] == ("releases/atelier", "text") for way in found)


def test_a_date_is_followed_through_the_sql_of_the_warehouse_under_its_other_names(released):
    lake, release = released
    assert columns(way for way in follow(lake, release, "created") if way[0].table != "clean/dialogues") == [
        [("landing/press", "created"), ("warehouse/documents", "created_on"), ("clean/documents", "created_on"), ("releases/atelier", "created")]]
    assert [hop.step for hop in follow(lake, release, "created")[0]][:3] == ["land", "warehouse", "clean_documents"]


def test_a_source_without_a_record_in_the_release_is_no_origin_of_it(released):
    lake, release = released
    assert "landing/social" not in {hop.table for ways in every(lake, release).values() for way in ways for hop in way}


def test_what_is_made_here_has_no_raw_column(released):
    lake, release = released
    ways = every(lake, release)
    assert ways["synthetic"] == [] or all(not way[0].table.startswith("landing/") for way in ways["synthetic"])
    assert set(ways) == {"record_id", "text", "source", "created", "language", "licence", "split", "weight", "parents", "synthetic", "metadata"}


def test_a_column_that_does_not_exist_is_refused_with_those_that_do(released):
    lake, release = released
    with pytest.raises(InputError, match="no column 'colour'; its columns are record_id, text"):
        follow(lake, release, "colour")


def test_tables_that_changed_since_are_named(released):
    lake, release = released
    assert moved_on(lake, release) == []
    table(lake, "landing/social", [{"record_id": record_id(5001), "source": "social"}], RAW, reads={}, step="land")
    assert moved_on(lake, release) == ["landing/social"]


def test_the_command_shows_the_way_of_every_column(released):
    from orchestration.verbs.showing import _lineage

    lake, release = released
    shown = _lineage(lake, release, None, None)
    rows = shown["tables"][0]["rows"]
    assert {"column": "created", "raw": "created of press", "way": "warehouse/documents.created_on, clean/documents.created_on"} in [
        {**row, "column": "created"} for row in rows]


def test_only_columns_that_exist_are_origins(released):
    lake, _ = released
    found = origins(lake, lake.read("clean/documents"), account_of("clean/documents"))
    held = {name: set(lake.read(name).schema.names) for name in ("landing/press", "landing/social", "warehouse/documents")}
    assert found["text"] == [("landing/press", "text"), ("landing/social", "text")]
    assert found["created_on"] == [("warehouse/documents", "created_on")]
    assert found["language"] == found["text"], "measured, not declared"
    assert all(name in held[origin] for deps in found.values() for origin, name in deps)
    assert lineage_of(found).deps_by_column["text"][0].column_name == "text"
