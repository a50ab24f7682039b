"""The language identifier held against labelled texts, per language and length.

    python -m benchmarks.language --sets FOLDER [--json]

Every .jsonl file of FOLDER holds one object a line with `text` and `lang` (ISO 639-1). Each text is read whole and as its first 3, 8 and 20 words.
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from pathlib import Path

import pyarrow as pa

from assets.text.language import WEAK, identify
from benchmarks.machine import machine

LENGTHS = (3, 8, 20, None)      # words; None: the whole text
REPEATS = 3


def main() -> None:
    """Score every set of a folder; print one JSON object, or a table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--sets", type=Path, required=True)
    arguments.add_argument("--json", action="store_true")
    asked = arguments.parse_args()
    texts = labelled(asked.sets)
    if not texts:
        raise SystemExit(f"{asked.sets}: holds no text with a language; a set is a file NAME.jsonl of objects with text and lang.")
    figures = {language: {("all" if length is None else str(length)): measured(some, language, length) for length in LENGTHS}
               for language, some in sorted(texts.items())}
    out = {"languages": figures, "speed": speed([text for some in texts.values() for text in some]), "machine": machine()}
    if asked.json:
        print(json.dumps(out, indent=1))
        return
    for language, lengths in figures.items():
        for length, one in lengths.items():
            print(f"{language} {length:>4} words: {one['texts']:6} texts, right {one['right']:.3f}, "
                  f"sure and wrong {one['sure_and_wrong']:.3f}, unknown {one['unknown']:.3f}")
    print(json.dumps(out["speed"]))


def labelled(folder: Path) -> dict[str, list[str]]:
    """Texts by language."""
    texts = defaultdict(list)
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if row.get("lang") and isinstance(row.get("text"), str):
                texts[row["lang"]].append(row["text"])
    return texts


def measured(texts: list[str], language: str, length: int | None) -> dict:
    """Shares of the texts that hold at least as many words."""
    cut = [text if length is None else " ".join(text.split()[:length]) for text in texts if length is None or len(text.split()) >= length]
    found, scores = (column.to_pylist() for column in identify(pa.array(cut, pa.large_string())))
    size = max(len(cut), 1)
    wrong = sum(one not in (language, None) and score >= WEAK for one, score in zip(found, scores, strict=True))
    return {"texts": len(cut), "right": found.count(language) / size, "sure_and_wrong": wrong / size, "unknown": found.count(None) / size}


def speed(texts: list[str]) -> dict:
    """CPU microseconds per text as it stands, and per piece of 3 kB."""
    whole = "\n".join(texts)[:3_000_000]
    out = {}
    for name, some in (("us_per_text", texts[:5000]), ("us_per_3kb", [whole[place: place + 3000] for place in range(0, len(whole), 3000)][:1000])):
        array, best = pa.array(some, pa.large_string()), float("inf")
        for _ in range(REPEATS):
            begun = time.process_time()
            identify(array)
            best = min(best, time.process_time() - begun)
        out[name] = round(best / len(some) * 1e6, 1)
    return out


if __name__ == "__main__":
    sys.exit(main())
