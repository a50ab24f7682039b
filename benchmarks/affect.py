"""Sentiment, emotion and unsafe words over folders of texts: speed, and what the measures say of each source.

    python -m benchmarks.affect --input FOLDER [--labelled FILE] [--json]

Each folder inside FOLDER is a source; its .txt and .md files are read by paragraphs. FILE holds one object a line with `text`, `lang` and `polarity`
(positive, negative, neither) or `emotion`, neither of them seen in training. How the model does on its own labels is measured where it is trained
(`python -m assets.curation.sentiment.training --figures`).
"""

import argparse
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa

from assets.curation.language import language_of
from assets.curation.safety.annotation import safety_of
from assets.curation.sentiment.annotation import sentiment_of
from assets.curation.sentiment.model import EMOTIONS, POLARITIES
from assets.curation.sentiment.training import scores
from assets.text.language import identify
from assets.text.words import word_hashes
from benchmarks.machine import machine

REPEATS = 3
EDGE = 0.25         # of sentiment, for a polarity
BATCH = 16_000_000  # bytes of text measured for speed


def main() -> None:
    """Measure every source of a folder; print one JSON object, or a table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--input", type=Path, required=True)
    arguments.add_argument("--labelled", type=Path)
    arguments.add_argument("--json", action="store_true")
    asked = arguments.parse_args()
    sources = {folder.name: read for folder in sorted(asked.input.iterdir()) if folder.is_dir() and (read := paragraphs(folder))}
    if not sources:
        raise SystemExit(f"{asked.input}: holds no folder with .txt or .md files in it.")
    out = {"sources": {name: source(texts) for name, texts in sources.items()}, "speed": speed([text for texts in sources.values() for text in texts]),
           "machine": machine()}
    if asked.labelled:
        out["labelled"] = held(asked.labelled)
    if asked.json:
        print(json.dumps(out, indent=1))
        return
    for name, one in out["sources"].items():
        print(f"{name:34} {one['words']:9} words, unsafe per 10,000: {one['unsafe_per_10k']:6.2f}, sentiment {one['sentiment']}, emotions {one['emotions']}")
    print(json.dumps({name: out[name] for name in ("speed", "labelled") if name in out}))


def paragraphs(folder: Path) -> list[str]:
    """What stands between empty lines in the texts of a folder."""
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in (".txt", ".md") and path.is_file()]
    return [part.strip() for path in files for part in re.split(r"\n\s*\n", path.read_text("utf-8", "replace")) if len(part.strip()) > 40]


def records(texts: list[str], languages: pa.Array | None = None) -> pa.RecordBatch:
    """Documents as the clean zone holds them."""
    array = pa.array(texts, pa.large_string())
    ids = pa.array([number.to_bytes(16, "big") for number in range(len(texts))], pa.binary(16))
    return pa.record_batch([ids, array, identify(array)[0] if languages is None else languages], names=["record_id", "text", "language"])


def source(texts: list[str]) -> dict:
    """Words, unsafe words and phrases per 10,000, mean sentiment, share of each leading emotion among paragraphs with one."""
    batch = records(texts)
    words = len(word_hashes(batch.column("text")).hashes)
    unsafe = sum(flag["count"] for flags in safety_of(batch)["flags"].to_pylist() for flag in flags or ())
    felt = sentiment_of(batch)
    emotions = Counter(one for one in felt["emotion"].to_pylist() if one)
    sentiment = [one for one in felt["sentiment"].to_pylist() if one is not None]
    return {"words": words, "unsafe_per_10k": round(1e4 * unsafe / max(words, 1), 2), "sentiment": round(float(np.mean(sentiment)), 3) if sentiment else None,
            "emotions": {name: round(emotions[name] / emotions.total(), 3) for name in EMOTIONS if emotions[name]}}


def speed(texts: list[str]) -> dict:
    """MB of UTF-8 per CPU second of one core, best of some runs after a first warm one."""
    size = np.cumsum([len(text.encode()) for text in texts])
    texts = texts[: max(1, int(np.searchsorted(size, BATCH)))]
    megabytes, out = min(int(size[-1]), int(size[len(texts) - 1])) / 1e6, {}
    english = records(texts, pa.array(["en"] * len(texts)))
    french = records(texts, pa.array(["fr"] * len(texts)))
    for name, run, batch in (("language", language_of, english), ("sentiment_model", sentiment_of, english), ("sentiment_lexicon", sentiment_of, french),
                             ("safety", safety_of, english)):
        run(batch.slice(0, 10))
        best = float("inf")
        for _ in range(REPEATS):
            begun = time.process_time()
            run(batch)
            best = min(best, time.process_time() - begun)
        out[f"{name}_mb_s_core"] = round(megabytes / best, 1)
    return out


def held(path: Path) -> dict:
    """Scores per language and label."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    out = {}
    for language in sorted({row["lang"] for row in rows}):
        here = [row for row in rows if row["lang"] == language]
        felt = sentiment_of(records([row["text"] for row in here], pa.array([language] * len(here)))).to_pylist()
        value = np.array([row["sentiment"] or 0.0 for row in felt])
        sides = np.stack([value >= EDGE, value <= -EDGE, np.abs(value) < EDGE], axis=1).astype(float)
        leading = np.array([[row["emotion"] == name for name in EMOTIONS] for row in felt], float)
        out[language] = {label: scores(np.array([[here[place].get(label) == name for name in names] for place in told], float), answers[told], names)
                         for label, names, answers in (("polarity", POLARITIES, sides), ("emotion", EMOTIONS, leading))
                         if (told := [place for place, row in enumerate(here) if row.get(label)])}
    return out


if __name__ == "__main__":
    sys.exit(main())
