"""Equal texts find each other, and the one with the best right speaks for them."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.curation.duplicates.exact import exact_duplicates, exact_duplicates_of
from assets.curation.duplicates.fingerprints import fingerprints, fingerprints_of
from assets.curation.quality import quality, quality_of
from tests.curation.annotated import Table, dialogues, documents, number, parts_of, put, record_id, rows_of

BESIDE = {"quality": "annotations/quality", "fingerprints": "annotations/fingerprints"}
LIKENESS = {"words": 5, "bands": 14, "rows": 8}


def clusters(*tables, measured=None):
    """record number -> (numbers of its cluster, is survivor)"""
    tables = [table if isinstance(table, list) else [table] for table in tables]
    measured = measured or [quality_of(part) for table in tables for part in table]
    prints = [fingerprints_of(part, **LIKENESS) for table in tables for part in table]
    rows = rows_of(exact_duplicates_of({"records": [Table(table) for table in tables], "quality": Table(measured), "fingerprints": Table(prints)}))
    members = {}
    for row in rows:
        members.setdefault(row["cluster_id"], set()).add(number(row["record_id"]))
    for row in rows:
        assert row["cluster_size"] == len(members[row["cluster_id"]])
        assert number(row["cluster_id"]) in members[row["cluster_id"]]
    return {number(row["record_id"]): (members[row["cluster_id"]], row["survivor"]) for row in rows}


def survivor(batch, **more):
    found = [one for one, (_, survives) in clusters(batch, **more).items() if survives]
    assert len(found) == 1
    return found[0]


def test_texts_that_differ_only_in_spacing_and_composition_are_the_same():
    found = clusters(documents(["Été à  Lyon\r\n", " E\u0301te\u0301 a\u0300 Lyon", "Été\u00a0à\u200b Lyon", "été à Lyon"]))
    assert [found[n][0] for n in range(4)] == [{0, 1, 2}] * 3 + [{3}]


def test_a_dialogue_can_repeat_a_document():
    assert clusters(documents(["Oui\nNon"]), dialogues([["Oui", "Non"], ["Non"]]))[1_000][0] == {0, 1_000}


def test_records_without_text_are_not_each_others_duplicates():
    assert all(size == {one} and survives for one, (size, survives) in clusters(documents(["", None, " \u200b", ""])).items())


@pytest.mark.parametrize(("better", "differing"), [
    ("exclusive rights before shared", {"exclusivity": ["public", "shared", "exclusive"]}),
    ("known rights before unknown", {"exclusivity": [None, "other", "public"]}),
    ("more purposes before fewer", {"purposes": [("a",), None, ("a", "b")]}),
    ("exclusive rights before more purposes", {"exclusivity": ["shared", "public", "exclusive"], "purposes": [("a", "b"), ("a", "b"), ("a",)]}),
    ("the earlier date before the later and the unknown", {"created_on": ["2020-01-02", None, "1987-05-01"]}),
    ("rights before date", {"exclusivity": ["shared", "shared", "exclusive"], "created_on": ["1900-01-01", "1900-01-01", None]}),
])
def test_the_survivor_is_the_one_with(better, differing):
    assert survivor(documents(["x", "x", "x"], **differing)) == 2, better


def test_the_better_text_survives_before_the_earlier_date():
    batch = documents(["a b", "a b"], created_on=["1900-01-01", None])
    worse, same = quality_of(documents(["# b"])), quality_of(documents(["a b"], first=1))
    assert survivor(batch, measured=[worse, same]) == 1


def test_all_else_equal_the_lower_record_id_survives():
    assert survivor(documents(["x"] * 256, first=1)) == 256, "ids are compared as bytes, and 256 is written 00 01"


def test_nothing_in_nothing_out():
    assert clusters([], measured=[]) == {}


TEXTS = st.lists(st.none() | st.sampled_from(["", "a", "a ", "b", "é", "e\u0301"]), max_size=12)


@given(TEXTS, st.lists(st.integers(0, 12)), st.permutations(range(12)))
def test_neither_batches_nor_order_change_the_answer(texts, cuts, order):
    batch = documents(texts)
    shuffled = batch.take(pa.array([one for one in order if one < len(texts)], pa.int64()))
    assert clusters(parts_of(batch, cuts)) == clusters(batch) == clusters(shuffled)


@given(TEXTS)
def test_every_cluster_has_one_survivor_and_every_record_one_row(texts):
    found = clusters(documents(texts))
    assert sorted(found) == list(range(len(texts)))
    survivors = [cluster for cluster, survives in found.values() if survives]
    assert sum(len(cluster) for cluster in survivors) == len(texts)


def test_on_a_lake_only_new_texts_are_measured_again_and_clusters_follow(lake):
    def annotate(texts):
        put(lake, "clean/documents", documents(texts))
        put(lake, "clean/dialogues", dialogues([["a"]]))
        reads = {"records": ["clean/documents", "clean/dialogues"]}
        measured = lake.derive(quality, reads=reads, writes="annotations/quality")
        lake.derive(fingerprints, reads=reads, writes="annotations/fingerprints", params=LIKENESS)
        made = lake.derive(exact_duplicates, reads=reads | BESIDE, writes="annotations/exact_duplicates")
        assert measured.rows == made.rows == len(texts) + 1 == made.counts["in"]
        return {row["record_id"]: row["cluster_size"] for row in made.read().to_pylist()}

    assert annotate(["a", "b"]) == {record_id(0): 2, record_id(1): 1, record_id(1_000): 2}
    assert annotate(["b", "b"]) == {record_id(0): 2, record_id(1): 2, record_id(1_000): 1}


def test_an_empty_table_of_dialogues_is_no_obstacle(lake):
    put(lake, "clean/documents", documents(["a"]))
    put(lake, "clean/dialogues", dialogues([]))
    reads = {"records": ["clean/documents", "clean/dialogues"]}
    lake.derive(quality, reads=reads, writes="annotations/quality")
    lake.derive(fingerprints, reads=reads, writes="annotations/fingerprints", params=LIKENESS)
    assert lake.derive(exact_duplicates, reads=reads | BESIDE, writes="annotations/exact_duplicates").rows == 1
