"""Texts that are nearly the same find each other, with the score that a plain comparison of their words gives."""

import random
import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.curation.duplicates import proposals
from assets.curation.duplicates.exact import binary
from assets.curation.duplicates.fingerprints import fingerprints, fingerprints_of
from assets.curation.duplicates.near import ALIKE, MIRRORED, near_duplicates, near_duplicates_of
from assets.curation.quality import quality, quality_of
from tests.curation.annotated import Table, documents, number, parts_of, put, record_id, rows_of

LIKENESS = {"words": 5, "bands": 14, "rows": 8}
PARAMS = {"words": 5, "jaccard": 0.5, "containment": 0.8, "memory_mb": 16}
VOCABULARY = [f"{a}{b}" for a in ("silk", "wool", "hem", "dye", "loom", "seam", "felt", "cord", "yarn", "knot") for b in "abcdefghij"]


def compared(*parts, before=None, **params):
    """record number -> its row, of documents given in batches"""
    inputs = {"records": [Table(list(parts))], "quality": Table([quality_of(part) for part in parts]),
              "fingerprints": Table([fingerprints_of(part, **LIKENESS) for part in parts])}
    rows = rows_of(near_duplicates_of(inputs, **(PARAMS | params), before=before))
    assert [row["record_id"] for row in rows] == sorted(row["record_id"] for row in rows)
    return {number(row["record_id"]): row for row in rows}


def pairs(rows) -> dict[frozenset, float]:
    return {frozenset((one, number(pair["record_id"]))): round(pair["jaccard"], 3) for one, row in rows.items() for pair in row["evidence"]}


def passage(seed, words=200) -> list[str]:
    draw = random.Random(seed)
    return [draw.choice(VOCABULARY) for _ in range(words)]


def edited(words, share, seed=0) -> list[str]:
    draw = random.Random(seed)
    return [draw.choice(VOCABULARY).upper() + "x" if draw.random() < share else word for word in words]


def shingled(text) -> set:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[n: n + 5]) for n in range(len(words) - 4)}


def jaccard(one, other) -> float:
    a, b = shingled(one), shingled(other)
    return len(a & b) / len(a | b)


def texts_of(*passages) -> list[str]:
    return [" ".join(words) for words in passages]


def test_a_lightly_edited_text_is_found_with_its_exact_score():
    texts = texts_of(passage(1), edited(passage(1), 0.02), passage(2))
    rows = compared(documents(texts))
    score = round(jaccard(*texts[:2]), 3)
    assert score > ALIKE
    assert pairs(rows) == {frozenset((0, 1)): pytest.approx(score, abs=0.001)}
    assert [rows[n]["cluster_size"] for n in range(3)] == [2, 2, 1]
    assert rows[0]["cluster_id"] == rows[1]["cluster_id"] != rows[2]["cluster_id"]


def test_a_text_inside_a_longer_one_is_found_and_says_which_holds_which():
    inside, around = passage(1, 120), passage(2, 500) + passage(1, 120) + passage(3, 500)
    rows = compared(documents(texts_of(inside, around)))
    (pair,) = rows[0]["evidence"]
    assert number(pair["record_id"]) == 1 and pair["containment"] == 1 and pair["contains"] < 0.15 and pair["jaccard"] < 0.15
    assert rows[0]["cluster_size"] == 1, "to be held is not to be alike"
    (mirrored,) = rows[1]["evidence"]
    assert (mirrored["containment"], mirrored["contains"]) == (pair["contains"], 1)


def test_every_pair_from_eight_tenths_on_is_found_whatever_the_length():
    texts, wanted = [], set()
    for seed in range(120):
        words = passage(seed, 20 + 13 * (seed % 40))
        texts += texts_of(words, edited(words, 0.018, seed))
        if jaccard(*texts[-2:]) >= 0.8:
            wanted.add(frozenset((len(texts) - 2, len(texts) - 1)))
    found = pairs(compared(documents(texts)))
    assert len(wanted) > 60 and wanted <= set(found)
    assert all(score == pytest.approx(jaccard(*(texts[n] for n in pair)), abs=0.002) for pair, score in found.items())


def test_texts_that_share_no_more_than_a_footer_are_told_apart():
    footer = passage(99, 40)
    rows = compared(documents(texts_of(*(passage(seed, 160) + footer for seed in range(30)))))
    assert not pairs(rows) and all(row["cluster_size"] == 1 for row in rows.values())
    assert all(0.05 < row["repeated_share"] < 0.5 for row in rows.values()), "but it is seen that part of each stands elsewhere"


def test_a_compared_pair_that_is_not_alike_is_named_as_refuted():
    texts = texts_of(passage(1, 60), edited(passage(1, 60), 0.12, 3))
    assert 0.3 < jaccard(*texts) < 0.5
    rows = compared(documents(texts))
    assert not rows[1]["evidence"] and [number(one) for one in rows[1]["refuted"]] in ([], [0])


def test_equal_texts_lead_to_the_same_pairs():
    text, other = texts_of(passage(1), edited(passage(1), 0.02))
    rows = compared(documents([text, text + " ", other]))
    first, second = rows[1]["evidence"]
    assert (number(first["record_id"]), first["jaccard"]) == (0, 1) and number(second["record_id"]) == 2
    assert {row["cluster_size"] for row in rows.values()} == {3}


def test_the_better_record_lists_no_more_than_its_best_pairs():
    words = passage(1, 400)
    rows = compared(documents(texts_of(words, *(edited(words, 0.01, seed) for seed in range(40)))))
    assert len(rows[0]["evidence"]) == MIRRORED and all(0 in map(number, (pair["record_id"] for pair in row["evidence"])) for n, row in rows.items() if n)
    assert {row["cluster_size"] for row in rows.values()} == {41}


@pytest.mark.parametrize("text", [None, "", " \u200b", "...", "\0\0", "!?" * 50])
def test_texts_without_words_are_like_nothing(text):
    rows = compared(documents([text, text, "a b c"]))
    assert {row["cluster_size"] for row in rows.values()} <= {1, 2} and rows[2]["cluster_size"] == 1
    assert not rows[2]["evidence"]


def test_a_hundred_thousand_equal_texts_are_one_text():
    rows = near_duplicates_of({
        "records": [Table([batch := documents(["the same words said again"] * 100_000)])], "quality": Table([quality_of(batch)]),
        "fingerprints": Table([fingerprints_of(batch, **LIKENESS)])}, **PARAMS)
    assert sum(batch.num_rows for batch in rows.rows) == 100_000


def test_nothing_in_nothing_out():
    assert compared(documents([])) == {}


FAMILIES = st.lists(st.tuples(st.integers(0, 5), st.sampled_from([0.0, 0.01, 0.03, 0.1]), st.integers(0, 3)), min_size=1, max_size=14)


@settings(max_examples=25, deadline=None)
@given(FAMILIES, st.lists(st.integers(0, 14), max_size=4), st.randoms(use_true_random=False))
def test_neither_batches_nor_order_change_the_answer(families, cuts, shuffler):
    batch = documents(texts_of(*(edited(passage(seed, 80), share, number) for seed, share, number in families)))
    order = list(range(batch.num_rows))
    shuffler.shuffle(order)
    assert compared(*parts_of(batch, cuts)) == compared(batch) == compared(batch.take(pa.array(order)))


@settings(max_examples=15, deadline=None)
@given(FAMILIES)
def test_little_memory_gives_the_same_answer(families):
    batch = documents(texts_of(*(edited(passage(seed, 80), share, number) for seed, share, number in families)))
    inputs = {"records": [Table([batch])], "quality": Table([quality_of(batch)]), "fingerprints": Table([fingerprints_of(batch, **LIKENESS)])}
    from assets.curation.duplicates import near as module

    whole = rows_of(near_duplicates_of(inputs, **PARAMS))
    little = rows_of(module.near_duplicates_of(inputs, **(PARAMS | {"memory_mb": 1 / 2**10})))
    assert whole == little


def test_more_records_later_give_the_same_table_as_all_at_once(lake, monkeypatch):
    words = {seed: passage(seed, 120) for seed in range(12)}
    texts = [text for seed in words for text in texts_of(words[seed], edited(words[seed], 0.02, seed), edited(words[seed], 0.12, seed))]

    def annotate(numbers, home):
        batch = documents(texts).take(pa.array(numbers))
        put(home, "clean/documents", batch)
        reads = {"records": ["clean/documents"]}
        home.derive(quality, reads=reads, writes="annotations/quality")
        home.derive(fingerprints, reads=reads, writes="annotations/fingerprints", params=LIKENESS)
        beside = {"quality": "annotations/quality", "fingerprints": "annotations/fingerprints"}
        return home.derive(near_duplicates, reads=reads | beside, writes="annotations/near_duplicates", params=PARAMS)

    everything = list(range(len(texts)))
    annotate(everything[::2], lake)
    asked = []
    from assets.curation.duplicates import near as module

    compare = module.shared_shingles
    monkeypatch.setattr(module, "shared_shingles", lambda pairs, *given, **more: asked.append(len(pairs)) or compare(pairs, *given, **more))
    later = annotate(everything, lake)
    grown = later.read().sort_by("record_id")
    lake.drop("annotations/near_duplicates")
    before = sum(asked)
    fresh = annotate(everything, lake)
    assert fresh.read().sort_by("record_id") == grown and fresh.data_version == later.data_version
    assert before < sum(asked) - before, "pairs that were judged before are not compared again"


STATES = st.lists(st.lists(st.tuples(st.integers(0, 3), st.sampled_from([0.0, 0.01, 0.03, 0.1]), st.integers(0, 4)), max_size=16, unique=True), min_size=2, max_size=4)


@settings(max_examples=60, deadline=None)
@given(STATES, st.booleans(), st.data())
def test_any_history_ends_in_what_one_run_gives(states, growing, data):
    """Buckets are crowded from the third text on here, so that a new text changes whom the old ones are compared with."""
    together, proposals.TOGETHER = proposals.TOGETHER, 2
    try:
        grown, seen = None, {}
        for state in states:
            seen = seen | dict.fromkeys(state) if growing else dict.fromkeys(state)
            batch = numbered(list(seen), data.draw(st.sampled_from(["shared", "exclusive"])))
            grown = stepped(batch, grown)
        assert rows_of_table(grown) == rows_of_table(stepped(batch, None))
    finally:
        proposals.TOGETHER = together


def numbered(state, exclusivity) -> pa.RecordBatch:
    """A document for each member of a family, with an id that says which it is, whatever the others are; one in three has stronger rights."""
    ids = [1 + family * 1_000 + round(share * 100) * 10 + number for family, share, number in state]
    batch = documents(texts_of(*(edited(passage(family, 80), share, number) for family, share, number in state)),
                      exclusivity=[exclusivity if one % 3 else "shared" for one in ids])
    return pa.record_batch([pa.array([record_id(one) for one in ids], pa.binary(16)), *batch.columns[1:]], schema=batch.schema)


def stepped(batch, before: pa.Table | None) -> pa.Table:
    """The table after one more run, as a lake would keep it."""
    inputs = {"records": [Table([batch])], "quality": Table([quality_of(batch)]), "fingerprints": Table([fingerprints_of(batch, **LIKENESS)])}
    known = Table(before.to_batches()) if before is not None and before.num_rows else None
    made = near_duplicates_of(inputs, **PARAMS, before=known)
    rows = [part for part in made.rows if isinstance(part, pa.RecordBatch) and part.num_rows]
    if made.unchanged is not None:
        rows += before.filter(pc.is_in(before["record_id"], binary(made.unchanged))).combine_chunks().to_batches()
    return pa.Table.from_batches(rows, near_duplicates.schema)


def rows_of_table(table: pa.Table) -> list[dict]:
    return table.sort_by("record_id").to_pylist()


def test_a_record_that_is_gone_is_forgotten(lake):
    texts = texts_of(passage(1), edited(passage(1), 0.02))

    def annotate(batch):
        put(lake, "clean/documents", batch)
        reads = {"records": ["clean/documents"]}
        lake.derive(quality, reads=reads, writes="annotations/quality")
        lake.derive(fingerprints, reads=reads, writes="annotations/fingerprints", params=LIKENESS)
        beside = {"quality": "annotations/quality", "fingerprints": "annotations/fingerprints"}
        return lake.derive(near_duplicates, reads=reads | beside, writes="annotations/near_duplicates", params=PARAMS)

    assert len(annotate(documents(texts)).read()["evidence"][0]) == 1
    left = annotate(documents(texts[:1])).read()
    assert left["record_id"].to_pylist() == [record_id(0)] and left["evidence"].to_pylist() == [[]] and left["cluster_size"].to_pylist() == [1]


def test_texts_made_to_collide_in_every_band_are_told_apart_at_bounded_cost(monkeypatch):
    from assets.text import minhash

    monkeypatch.setattr(minhash, "band_keys", lambda signatures, bands, rows: np.tile(np.arange(1, bands + 1, dtype=np.uint64), (len(signatures), 1)))
    texts = texts_of(*(passage(seed, 30) for seed in range(300)))
    rows = compared(documents(texts))
    assert not pairs(rows)
    assert sum(len(row["refuted"]) for row in rows.values()) <= 2 * len(texts)
