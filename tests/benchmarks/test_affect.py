"""The benchmarks of language, sentiment and unsafe words run over a small folder."""

import json
import sys

from benchmarks import affect, language

ENGLISH = "The house opens its workshops to visitors and shows how silk and leather have been cut."


def printed(benchmark, monkeypatch, capsys, *arguments):
    monkeypatch.setattr(sys, "argv", ["benchmark", *map(str, arguments), "--json"])
    benchmark.main()
    return json.loads(capsys.readouterr().out)


def test_languages_are_scored_by_length(tmp_path, monkeypatch, capsys):
    (tmp_path / "set.jsonl").write_text(json.dumps({"text": ENGLISH, "lang": "en"}) + "\n" + json.dumps({"text": "sac", "lang": "fr"}) + "\n")
    found = printed(language, monkeypatch, capsys, "--sets", tmp_path)["languages"]
    assert found["en"]["all"] == {"texts": 1, "right": 1.0, "sure_and_wrong": 0.0, "unknown": 0.0}
    assert found["fr"]["3"]["texts"] == 0


def test_sources_are_measured_and_labels_scored(tmp_path, monkeypatch, capsys):
    (tmp_path / "texts" / "book").mkdir(parents=True)
    (tmp_path / "texts" / "book" / "one.txt").write_text(f"{ENGLISH}\n\n{ENGLISH} I will kill you, damned loom.\n")
    (tmp_path / "labelled.jsonl").write_text(json.dumps({"text": "I love this wonderful dress, thanks!", "lang": "en", "polarity": "positive", "emotion": "joy"}) + "\n")
    found = printed(affect, monkeypatch, capsys, "--input", tmp_path / "texts", "--labelled", tmp_path / "labelled.jsonl")
    words = 2 * len(ENGLISH.split()) + 6
    assert found["sources"]["book"]["words"] == words and found["sources"]["book"]["unsafe_per_10k"] == round(2e4 / words, 2)
    assert found["labelled"]["en"]["polarity"]["accuracy"] == found["labelled"]["en"]["emotion"]["accuracy"] == 1
    assert set(found["speed"]) == {"language_mb_s_core", "sentiment_model_mb_s_core", "sentiment_lexicon_mb_s_core", "safety_mb_s_core"}
