"""Shards whose bytes follow from their rows, with the provenance of every record beside them."""

import io
import json

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from assets.corpora import cut as module
from assets.corpora.cut import cut, prefix_of
from assets.corpora.rendering import conversation, messages
from assets.lake import IntegrityError
from tests.conftest import make_lake
from tests.corpora.small_house import choose, dialogue, document, fill, put, recipe, record_id


def made(lake, chosen=None):
    chosen = chosen or recipe()
    choose(lake, chosen)
    return cut(lake, chosen)


def table(lake, name: str):
    return pq.read_table(io.BytesIO(lake.store("vault").read(f"{prefix_of('atelier')}/{name}")))


def contents(lake) -> dict[str, bytes]:
    prefix = prefix_of("atelier")
    return {entry.path.removeprefix(prefix): lake.store("vault").read(entry.path) for entry in lake.store("vault").list(prefix)
            if not entry.path.endswith("cut.json")}


def a_house(lake, documents: range = range(200), dialogues: range = range(1000, 1040)):
    fill(lake, [document(n) for n in documents], [dialogue(n) for n in dialogues])


def test_every_selected_record_is_in_exactly_one_shard_and_in_its_place(lake):
    a_house(lake)
    made(lake)
    placed = {row["record_id"]: row for row in lake.read("corpora/atelier").read().to_pylist()}
    seen = []
    for split, shards in recipe().shards.items():
        for shard in range(shards):
            rows = table(lake, f"data/{split}-{shard:05d}-of-{shards:05d}.parquet").to_pylist()
            here = [placed[row["record_id"]] for row in rows]
            assert all((row["split"], row["shard"]) == (split, shard) for row in here)
            assert [row["place"] for row in here] == sorted(row["place"] for row in here)
            seen += [row["record_id"] for row in rows]
    assert sorted(seen) == sorted(placed) and len(seen) == 240


def test_provenance_stands_in_the_same_order_and_names_the_origin(lake):
    a_house(lake)
    for name, rows in made(lake).files.items():
        if name.startswith("data/"):
            data, provenance = table(lake, name), table(lake, name.replace("data/", "provenance/"))
            assert data["record_id"].equals(provenance["record_id"]) and data.num_rows == rows
    raw = {row["record_id"]: row for row in lake.read("landing/press").read(["record_id", "object_id", "locator", "row_mac"]).to_pylist()}
    row = next(row for row in table(lake, "provenance/train-00000-of-00004.parquet").to_pylist() if row["record_id"] in raw)
    assert (row["object_id"], row["locator"], row["digest"]) == tuple(raw[row["record_id"]][n] for n in ("object_id", "locator", "row_mac"))
    assert row["licence"] == "LicenseRef-House-Owned" and row["purposes"] == ["train-language-model", "retrieval"]


def test_each_record_names_the_chain_of_its_own_table(lake):
    a_house(lake)
    made(lake)
    chains = json.loads(lake.store("vault").read(f"{prefix_of('atelier')}/cut.json"))["chains"]
    tables = {name: [table for step in steps for table in step["tables"]] for name, steps in chains.items()}
    assert sorted(entry[:2] for entry in tables.values()) == [["landing/chats", "clean/dialogues"], ["landing/press", "clean/documents"]]
    assert all(entry[-1] == "corpora/atelier" and len(set(entry)) == len(entry) for entry in tables.values())
    assert set(table(lake, "provenance/train-00000-of-00004.parquet")["chain"].to_pylist()) == set(chains)


def test_equal_lakes_give_equal_bytes_however_they_were_filled(tmp_path, monkeypatch):
    one, two = make_lake(tmp_path / "one"), make_lake(tmp_path / "two")
    a_house(one)
    fill(two, [document(n) for n in reversed(range(200))], [dialogue(n) for n in reversed(range(1000, 1040))])
    assert made(one).files == made(two).files
    here, there = contents(one), contents(two)
    assert {name for name in here if here[name] != there[name]} == {name for name in here if name.startswith("/provenance")}  # row numbers differ
    three = make_lake(tmp_path / "three")
    a_house(three)
    made(three)
    assert contents(three) == here


def test_the_footers_repeat_no_value(lake):
    a_house(lake)
    for name in made(lake).files:
        footer = pq.ParquetFile(io.BytesIO(lake.store("vault").read(f"{prefix_of('atelier')}/{name}"))).metadata
        for group in range(footer.num_row_groups):
            columns = [footer.row_group(group).column(number) for number in range(footer.num_columns)]
            assert not any(column.is_stats_set or column.has_dictionary_page for column in columns)


def test_provenance_costs_at_most_a_hundred_bytes_a_record(lake):
    a_house(lake, range(20_000), range(0))
    size = sum(len(data) for name, data in contents_after(lake).items() if name.startswith("/provenance"))
    assert size <= 100 * 20_000


def contents_after(lake):
    made(lake)
    return contents(lake)


def test_a_second_cut_of_the_same_selection_does_nothing(lake, monkeypatch):
    a_house(lake)
    first = made(lake)
    monkeypatch.setattr(module, "_write_all", lambda *_: pytest.fail("written again"))
    assert cut(lake, recipe()) == first


def test_a_record_without_origin_makes_no_cut(lake):
    a_house(lake)
    landing = [row for row in lake.read("landing/press").read().to_pylist() if row["record_id"] != record_id(17)]
    choose(lake)
    tables = module.above(lake, lake.read("corpora/atelier"))
    tables["landing/press"] = put(lake, "landing/press", landing, lake.read("landing/press").schema)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(IntegrityError, match="provenance is incomplete"):
        patch.setattr(module, "above", lambda *_: tables)
        cut(lake, recipe())
    assert not lake.store("vault").exists(f"{prefix_of('atelier')}/cut.json")


def test_a_record_without_locator_makes_no_cut(lake):
    a_house(lake)
    landing = lake.read("landing/press").read().to_pylist()
    choose(lake)
    tables = module.above(lake, lake.read("corpora/atelier"))
    tables["landing/press"] = put(lake, "landing/press", [{**row, "locator": None} for row in landing], lake.read("landing/press").schema)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(IntegrityError, match="provenance lacks 'locator'"):
        patch.setattr(module, "above", lambda *_: tables)
        cut(lake, recipe())


def test_a_table_that_moved_on_since_the_selection_makes_no_cut(lake):
    a_house(lake)
    choose(lake)
    a_house(lake, range(150))
    with pytest.raises(IntegrityError, match="has changed since"):
        cut(lake, recipe())


def test_a_recipe_that_changed_since_the_selection_makes_no_cut(lake):
    a_house(lake)
    choose(lake)
    with pytest.raises(IntegrityError, match="changed after"):
        cut(lake, recipe(title="Another"))


def test_nothing_of_the_scratch_is_left(lake):
    a_house(lake)
    made(lake)
    assert not list(lake.scratch().iterdir())


def test_an_empty_selection_makes_empty_shards(lake):
    fill(lake, [document(1, purposes=["retrieval"])])
    assert set(made(lake).files.values()) == {0}


def test_memory_does_not_grow_with_the_texts(tmp_path):
    peaks = {}
    for size in (400, 3200):
        lake = make_lake(tmp_path / str(size))
        chosen = recipe(shards={"train": 64, "validation": 8, "test": 8})
        fill(lake, [document(n, text="silk and leather " * 2000) for n in range(size)])
        choose(lake, chosen)
        peaks[size] = peak_of(lambda lake=lake, chosen=chosen: cut(lake, chosen))
    assert peaks[3200] < 3 * peaks[400] + 20 * 2**20, peaks


def peak_of(action) -> int:
    import pyarrow as pa

    before, pool = pa.default_memory_pool(), pa.system_memory_pool()
    pa.set_memory_pool(pool := pa.proxy_memory_pool(before))
    try:
        action()
        return pool.max_memory()
    finally:
        pa.set_memory_pool(before)


def turn(role: str | None, text: str, speaker: str = "x") -> dict:
    return {"speaker": speaker, "role": role, "text": text}


def test_a_dialogue_reads_as_lines_with_roles():
    assert conversation([turn("advisor", "Good day."), turn("client", ""), turn("client", "A bag.")], {}) == "advisor: Good day.\nclient: A bag."


def test_speakers_without_a_role_are_numbered_never_named():
    turns = [turn(None, "One.", "Anna Bianchi"), turn(None, "Two.", "Carla"), turn(None, "Three.", "Anna Bianchi")]
    assert conversation(turns, {}) == "speaker 1: One.\nspeaker 2: Two.\nspeaker 1: Three."


def test_messages_of_one_role_in_a_row_become_one():
    turns = [turn("client", "Hello."), turn("client", "A bag."), turn("advisor", "Of course.")]
    assert messages(turns, {"advisor": "assistant", "client": "user"}) == [
        {"role": "user", "content": "Hello.\nA bag."}, {"role": "assistant", "content": "Of course."}]


def test_the_fine_tuning_track_holds_messages(lake):
    a_house(lake)
    made(lake, recipe(track="fine-tuning", tables=["clean/dialogues"], annotations=["quality"], roles={"advisor": "assistant"}))
    rows = table(lake, "data/train-00000-of-00004.parquet")
    assert "text" not in rows.schema.names
    assert rows["messages"].to_pylist()[0][0]["role"] == "assistant"
    assert pc.all(pc.equal(rows["source"], "chats")).as_py()
