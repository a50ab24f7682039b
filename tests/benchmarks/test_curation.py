"""The curation benchmark as its users call it: any folder of texts in, one JSON object out; and what its figures rest on."""

import gzip
import json
import math
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks import truth
from benchmarks.curation import exponent, table
from benchmarks.samples import precision, sample_of
from benchmarks.texts import read_folder
from benchmarks.truth import Names, Pair, jaccard, recall
from benchmarks.variation import Enlarged, edited, plants_of

WORDS = ("the weaver set warp and weft on a loom of oak while silk from Lyon and wool from Biella waited in their baskets for dye of madder "
         "woad or weld and she counted every thread twice before noon because the order said twelve metres without a single fault").split()
CONTRACT = {
    "minhash": {"ours_mb_s_core", "datatrove_mb_s_core", "datatrove_cheap_mb_s_core", "recall", "precision"},
    "filters": {"ours_mb_s_core", "datatrove_cheap_mb_s_core", "agreement"}, "decontamination": {"ours_mb_s_core"},
    "stage": {"ratio_cpu", "peak_mb"}, "incremental": {"share_of_full"}, "growth": {"exponent", "peak_ratio"}}


def prose(seed: int, words: int = 300) -> str:
    drawn = random.Random(seed)
    return "\n".join(" ".join(drawn.choices(WORDS, k=12)).capitalize() + "." for _ in range(words // 12))


def written(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


# -- reading -------------------------------------------------------------------------------------------------------------

def test_a_text_file_is_one_record_and_a_page_is_what_its_reader_sees(tmp_path):
    read = read_folder(written(tmp_path, {
        "a.txt": "One book.\n", "sub/b.htm": "<html><head><title>no</title><script>no()</script></head><body><p>Seen <b>text</b>.</p></body></html>",
        "sub/latin.txt": "L'été à Lyon, où l'on tisse la soie.".encode("latin-1"), "c.txt.gz": gzip.compress(b"Packed text.")}))
    assert dict(zip(read.ids, read.texts, strict=True)) == {
        "a.txt": "One book.\n", "c.txt.gz": "Packed text.", "sub/b.htm": "Seen text.", "sub/latin.txt": "L'été à Lyon, où l'on tisse la soie."}
    assert read.sources == ["a.txt", "c.txt.gz", "sub", "sub"] and not read.unread


def test_rows_bring_their_text_by_its_usual_name_else_the_longest_column(tmp_path):
    pq.write_table(pa.table({"doc_id": [7, 8], "blurb": ["A long enough description.", None], "colour": ["red", "blue"]}), tmp_path / "p.parquet")
    read = read_folder(written(tmp_path, {
        "a.jsonl": '{"id": "x", "content": "By name.", "notes": "much longer than the text itself"}\n{"id": "y", "content": null}\n',
        "b.json": json.dumps({"items": [{"Review Text": "Of a list."}]}),
        "c.ndjson.gz": gzip.compress(json.dumps({"messages": [{"role": "u", "content": "Good day."}, {"role": "a", "content": "And to you."}]}).encode())}))
    assert dict(zip(read.ids, read.texts, strict=True)) == {
        "a.jsonl#0": "By name.", "b.json#0": "Of a list.", "c.ndjson.gz#0": "Good day.\nAnd to you.", "p.parquet#0": "A long enough description.",
        "p.parquet#1": "blue"}
    assert read.names[0] == ("x",) and read.names[3] == ("7",) and read.counts["rows without text"] == 1


def test_what_cannot_be_read_is_named_with_its_reason_and_stops_nothing(tmp_path):
    read = read_folder(written(tmp_path, {
        "bad.parquet": b"PAR1", "deep.json": "[" * 100_000, "empty.txt": "", "nul.txt": b"\0" * 64, "p.gz": b"no", "pic.png": b"\x89PNG\r\n\x1a\n", ".hidden": "x",
        "truth.jsonl": "{}", "cut.jsonl": '{"text": "Whole."}\n{"text": "Cu', "odd.jsonl": '3\n[]\n"Just a string."\n{"text": "\\ud800 lone"}\n'}))
    assert set(read.unread) == {"bad.parquet", "deep.json", "empty.txt", "nul.txt", "p.gz", "pic.png"}
    assert read.texts == ["Whole.", "Just a string.", "? lone"] and read.counts["lines that are no JSON"] == 1


def test_text_beyond_the_limit_is_counted_and_files_that_truth_names_come_first(tmp_path):
    read = read_folder(written(tmp_path, {"a.txt": "a" * 900, "b.txt": "b" * 900, "z/named.md": "z" * 900}), first=["z/named"], limit_mb=0.001)
    assert read.ids == ["z/named.md", "a.txt"] and list(read.unread) == ["b.txt"]


# -- truth ---------------------------------------------------------------------------------------------------------------

def test_a_name_may_be_an_id_a_path_a_file_name_with_or_without_its_ending():
    names = Names(["books/1-0.txt", "books/1-h/1-h.htm", "rows.jsonl#0", "x/index.html", "y/index.html"], [(), (), ("doc-1",), (), ()])
    asked = ["books/1-0.txt", "1-0.txt", "1-0", "1-h/1-h", "./data/books/1-h/1-h.htm", "doc-1", "rows.jsonl#0", "y/index.html", "index.html", "nobody", 5]
    assert [names.place(name) for name in asked] == [0, 0, 0, 1, 1, 2, 2, 4, None, None, None]


def test_lines_of_truth_that_say_nothing_are_counted(tmp_path):
    written(tmp_path, {"truth.jsonl": '{"a": "a.txt", "b": "b", "jaccard": 0.9}\n\nnot json\n{"a": "a.txt"}\n{"a": "a.txt", "b": "gone", "jaccard": 1}\n'})
    pairs, about = truth.given(tmp_path, Names(["a.txt", "b.txt"], [(), ()]))
    assert pairs == [Pair(0, 1, 0.9)] and about == {"pairs": 1, "alike": 1, "names not found": 1, "lines not understood": 2}


def test_the_slow_jaccard_is_what_a_person_counts():
    # "a b c d e f" has the 5-grams abcde and bcdef; the other shares one of three
    assert jaccard("A b, c d; e f", "a b c d e x") == pytest.approx(1 / 3)
    assert jaccard("one two", "ONE  two!") == 1 and jaccard("", "") == 0 and jaccard("...", "one") == 0
    assert jaccard("天地玄黄宇宙", "天地玄黄宇宙洪") == pytest.approx(2 / 3)


def test_recall_counts_pairs_that_are_alike_and_precision_those_reported_rightly():
    counted = recall([Pair(0, 1, 0.9), Pair(2, 3, 0.85), Pair(0, 3, 0.3)], [5, 5, 6, 7])
    assert (counted["pairs"], counted["recall"]) == (2, 0.5) and counted["by_jaccard"]["0.90-0.95"] == {"pairs": 1, "recall": 1.0}
    assert recall([Pair(0, 1, 0.2)], [0, 0])["recall"] is None
    same, other = prose(1), prose(2)
    judged = precision([[0, 1, 1.0], [0, 2, 0.9], [1, 2, 0.82]], [same, same, other], [Pair(1, 2, 0.81)])
    assert judged["judged"] == 3 and judged["precision"] == round(2 / 3, 4) and judged["largest_difference"] > 0.8


# -- variation -----------------------------------------------------------------------------------------------------------

def test_an_enlarged_corpus_is_the_same_each_time_and_another_with_another_seed():
    texts = [prose(seed) for seed in range(20)]
    first, again, other = (next(Enlarged(texts, seed).batches()) for seed in (1, 1, 2))
    assert first.equals(again) and not first.equals(other)
    assert len(set(first.column("id").to_pylist())) == first.num_rows


def test_variations_are_unlike_each_other_and_planted_copies_as_alike_as_recorded():
    vocabulary = [f"word{number}" for number in range(3000)]
    drawn = random.Random(1)
    enlarged = Enlarged([" ".join(drawn.choices(vocabulary, k=400)) for _ in range(50)])
    batch = next(enlarged.batches())
    texts = dict(zip(batch.column("id").to_pylist(), batch.column("text").to_pylist(), strict=True))
    plain = [id_ for id_ in texts if id_ not in {plant.b for plant in enlarged.plants}]
    assert max(jaccard(texts[a], texts[b]) for a, b in zip(plain[:200], plain[1:201], strict=True)) < 0.1
    near = [plant for plant in enlarged.plants if plant.kind != "same"]
    assert 0.03 < len(near) / len(texts) < 0.07
    for plant in enlarged.plants[:60]:
        size, held, value = len(truth.words_of(texts[plant.a])), len(truth.shingles_of(texts[plant.a])), jaccard(texts[plant.a], texts[plant.b])
        changed = max(1, round(plant.share * size))
        if plant.kind == "words":       # each edit spoils five 5-grams at most, of both texts
            assert (held - 5 * changed) / (held + 5 * changed) - 1e-9 <= value < 1
        elif plant.kind == "block":
            assert (held - changed) / held - 1e-9 <= value < 1
        else:
            assert value == 1


def test_copies_of_a_folders_own_texts_differ_by_what_was_recorded():
    texts = [prose(seed) for seed in range(8)] + ["short"]
    copies, made = plants_of(texts, 1, 6)
    assert (copies, made) == plants_of(texts, 1, 6) and len(copies) == 6 and all(place < 8 for place, _, _ in made)
    for copy, (place, kind, share) in zip(copies, made, strict=True):
        before, after = texts[place].split(), copy.split()
        if kind == "words":
            assert len(before) == len(after) and sum(a != b for a, b in zip(before, after, strict=True)) <= max(1, round(share * len(before)))
        else:
            assert len(after) == len(before) - round(share * len(before)) and " ".join(after) in " ".join(before)


def test_an_edit_of_a_text_of_one_word_still_is_one():
    rng = np.random.default_rng(1)
    assert len(edited(np.array(["word"], object), "words", 0.01, np.array(["other"], object), rng)) == 1


def test_texts_without_words_cannot_be_enlarged():
    with pytest.raises(ValueError, match="twenty words"):
        next(Enlarged(["", "... !", "two words"]).batches())


def test_a_sample_is_as_large_as_asked_and_holds_its_planted_passages(tmp_path):
    folder = read_folder(written(tmp_path, {f"{seed}.txt": prose(seed) for seed in range(30)}))
    sample = sample_of(folder, 0.2)
    assert 0.19 < sample.megabytes < 0.25 and 0 < sample.own_share < 1 and set(folder.ids) <= set(sample.ids)
    assert sample.planted and all(sample.passages[number] in sample.texts[place] for place, number in sample.planted.items())
    assert sample.first(0.05).megabytes < 0.1
    again = sample_of(folder, 0.2)
    assert again.texts == sample.texts and again.planted == sample.planted


# -- the whole -----------------------------------------------------------------------------------------------------------

def test_the_exponent_is_the_slope_of_cost_over_size():
    assert exponent([(size, 3 * size**1.5) for size in (50, 100, 400)]) == 1.5 and exponent([(50, 1)]) is None and exponent([(1, 1), (2, 0)]) is None


@pytest.mark.slow
def test_one_quick_run_answers_every_figure_of_the_contract(tmp_path):
    books = {f"book{seed}.txt": prose(seed, 900) for seed in range(12)}
    books |= {"editions/book1.htm": "<html><body><p>" + books["book1.txt"].replace("\n", "</p>\n<p>") + "</p></body></html>",
              "truth.jsonl": '{"a": "book1.txt", "b": "editions/book1", "jaccard": 1.0}\n'}
    done = subprocess.run([sys.executable, "-m", "benchmarks.curation", "--input", str(written(tmp_path / "in put", books)), "--quick", "--json"],
                          capture_output=True, text=True, cwd=Path(__file__).resolve().parents[2])
    figures = json.loads(done.stdout)
    without_peer = {"datatrove"} if figures["failed"].get("datatrove", "").endswith("[bench]'") else set()
    assert set(figures["failed"]) == without_peer
    for part, names in CONTRACT.items():
        assert names <= set(figures[part])
        for name in names:
            value = figures[part][name]
            assert (isinstance(value, int | float) and math.isfinite(value)) or (without_peer and name in ("ratio_cpu", "agreement") or "datatrove" in name), (part, name)
    assert figures["minhash"]["recall"] == 1 and figures["minhash"]["recall_on"] == "truth.jsonl" and figures["minhash"]["precision"] == 1
    assert figures["decontamination"]["recall"] == 1 and figures["decontamination"]["agrees_with_python_set"] == 1
    assert "recall of pairs" in table(figures)


def test_a_folder_without_words_is_refused_in_a_sentence(tmp_path):
    done = subprocess.run([sys.executable, "-m", "benchmarks.curation", "--input", str(written(tmp_path, {"a.txt": "..."})), "--json"],
                          capture_output=True, text=True, cwd=Path(__file__).resolve().parents[2])
    assert done.returncode == 1 and "no texts to measure on" in done.stderr and "Traceback" not in done.stderr


def test_the_table_says_what_was_not_measured():
    figures = {part: dict.fromkeys(names) for part, names in CONTRACT.items()} | {"failed": {"filters": "why"}}
    assert "not measured: filters: why" in table(figures)
