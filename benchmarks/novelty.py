"""Whether novelty and domain fit find unseen craft books among what is public, boilerplate and noise.

    python -m benchmarks.novelty --data FOLDER [--json]

FOLDER holds sources of docs/public-data.md: six craft books, reviews, press releases, a novel, interviews, chats. Each book in turn is the unseen
domain and the others are the experts' seed, of which 10 kB, 100 kB and all are used. Reference: nine tenths of reviews and press releases, and the
novel; in a last run, licences too (other passages than those judged). Everything is judged in passages of 2 kB by the steps themselves. An AUC is the chance that a passage of the unseen book is ranked above one
of the other kind; a rate is the share judged distinctive. Speeds are megabytes per CPU second of one core, after a first warm run.
"""

import argparse
import csv
import json
import random
import re
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import numpy as np
import pyarrow as pa

from assets.curation.novelty import novelty_of, reference_models_of
from assets.text.dsir import bucket_counts, log_ratio, per_token
from assets.text.kneser_ney import Model
from assets.text.passages import passages
from benchmarks.machine import machine

BOOKS = {
    "textiles": "craft_book_textiles_dooley/24077-0.txt", "dyes": "craft_book_vegetable_dyes/24076-0.txt",
    "leather": "craft_book_ornamental_leather/41927-0.txt", "bookbinding": "craft_book_bookbinding/26672-0.txt",
    "costume": "craft_book_english_costume/33020-0.txt", "needlework": "craft_book_needlework_old/20776-8.txt"}
SEEDS = {"10 kB": 10_000, "100 kB": 100_000, "all": None}
WARNED = "all, and a reference that holds licences"
MEASURES = ("reference_bits_per_byte", "moore_lewis", "dsir")
MENU = ("Home", "Collections", "Stores", "Cart (0)", "Sign in", "Newsletter", "Privacy policy", "Terms of sale", "All rights reserved", "Follow us", "Size guide",
        "Gift cards", "Shipping & returns", "Cookies", "Careers", "Back to top")
_SIZE = 2_100        # bytes: just above the longest passages with cut-offs of their own
_OPENING, _CLOSING = re.compile(r"\*\*\* ?START OF.*?\n"), re.compile(r"End of (?:the )?Project Gutenberg|\*\*\* ?END OF")


def main() -> None:
    """Measure and print one JSON object, or a table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--data", type=Path, required=True, help="folder of public sources")
    arguments.add_argument("--json", action="store_true")
    asked = arguments.parse_args()
    missing = [path for path in BOOKS.values() if not (asked.data / path).exists()]
    if missing:
        raise SystemExit(f"{asked.data}: {missing[0]} is missing; docs/public-data.md tells where it comes from.")
    figures = measure(asked.data)
    if asked.json:
        print(json.dumps(figures, indent=1))
    else:
        show(figures)


def measure(data: Path) -> dict:
    """Figures per size of the seed: AUC of each measure (mean and lowest over the six books) and rates, against each other kind of text."""
    books = {name: cut([book(data / path)]) for name, path in BOOKS.items()}
    public, licences, others = texts_around(data)
    seeds = {}
    for name, (size, reference) in {**{name: (size, public) for name, size in SEEDS.items()}, WARNED: (None, public + licences)}.items():
        found = [judged(books, unseen, size, reference, others) for unseen in books]
        seeds[name] = {
            "distinctive": {kind: spread([one["distinctive"][kind] for one in found]) for kind in found[0]["distinctive"]},
            "auc": {measure: {kind: spread([one["auc"][measure][kind] for one in found]) for kind in found[0]["auc"][measure]} for measure in MEASURES}}
    everything = [text for passages_ in books.values() for text in passages_]
    return {"passages": {"reference": len(public), **{kind: len(texts) for kind, texts in others.items()}, **{name: len(texts) for name, texts in books.items()}},
            "seeds": seeds, "speed": speeds(public, everything), "machine": machine()}


# -- texts -----------------------------------------------------------------------------------------------------------------

def book(path: Path) -> str:
    """The book without its publisher's notes."""
    text = readable(path)
    opening, closing = _OPENING.search(text), _CLOSING.search(text)
    return text[opening.end() if opening else 0: closing.start() if closing else len(text)]


def readable(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode().replace("\r\n", "\n")
    except UnicodeDecodeError:
        return raw.decode("latin-1").replace("\r\n", "\n")


def texts_around(data: Path) -> tuple[list[str], list[str], dict[str, list[str]]]:
    """Passages of the reference, of licences, and of each kind of text that an unseen book is held against."""
    dice = random.Random(5)
    with next((data / "reviews_womens_clothing").glob("*.csv")).open(encoding="utf-8") as lines:
        reviews = [row["Review Text"] for row in csv.DictReader(lines) if row["Review Text"]]
    press = [readable(path) for path in sorted((data / "press_releases_senate_a").rglob("*.txt"))[1:]]
    dice.shuffle(reviews)
    dice.shuffle(press)
    kept = {name: len(texts) * 9 // 10 for name, texts in (("reviews", reviews), ("press", press))}
    reference = cut(reviews[:kept["reviews"]]) + cut(press[:kept["press"]]) + cut([book(data / "prose_pride_and_prejudice/1342-0.txt")])
    with (data / "dialogues_multidogo/media/test.tsv").open(encoding="utf-8") as lines:
        chats = [row["utterance"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if row["utterance"]]
    interviews = [text for path in sorted((data / "interviews_changelog").rglob("*.md")) for text in cut([readable(path)])]
    licences = cut([readable(path) for path in sorted(data.glob("*/UPSTREAM_LICENSE*"))])
    menus = ["\n".join(dice.choice(MENU) for _ in range(160)) for _ in range(40)]
    return reference, licences[::2], {
        "unseen reviews and press": cut(reviews[kept["reviews"]:]) + cut(press[kept["press"]:]),
        "interviews": dice.sample(interviews, 200), "chats": cut(chats)[:200],
        "licences": licences[1::2][:40], "menus": menus,
        "noise": [noisy(text, dice, 0.25) for text in dice.sample(reference, 100)],
        "copies of the reference": dice.sample(reference, 150),
        "another language": cut([book(data / "prose_au_bonheur_des_dames/16852-8.txt")])[50:200]}


def cut(texts: list[str]) -> list[str]:
    """All texts, one after the other, in passages of 2 kB; what is left at the end is dropped."""
    return passages(pa.array(["\n".join(texts)], pa.large_string()), _SIZE)[0].to_pylist()[:-1]


def noisy(text: str, dice: random.Random, rate: float) -> str:
    """The text as a bad scan reads it: of the letters in `rate` most are another sign, some are lost, some are split."""
    made = []
    for letter in text:
        drawn = dice.random() / rate
        made.append(letter if drawn >= 1 else dice.choice("abcdefghijklmnopqrstuvwxyz|!~^*1l0O. ") if drawn < 0.6 else "" if drawn < 0.75 else letter + dice.choice("'.,^ "))
    return "".join(made)


# -- judging ---------------------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Rows:
    """Records in memory, read as a version of a table is."""

    table: pa.Table

    @property
    def rows(self) -> int:
        return self.table.num_rows

    @property
    def schema(self) -> pa.Schema:
        return self.table.schema

    def batches(self, columns: list[str]):
        return iter(self.table.select(columns).to_batches())


def records(texts: list[str], source: str) -> pa.Table:
    ids = pa.array([random.Random(f"{source} {number}").randbytes(16) for number in range(len(texts))], pa.binary(16))
    return pa.table({"record_id": ids, "source": pa.array([source] * len(texts)), "text": pa.array(texts, pa.large_string()), "row_mac": ids})


def judged(books: dict[str, list[str]], unseen: str, size: int | None, public: list[str], others: dict[str, list[str]]) -> dict:
    """AUCs and rates with one book unseen and a seed of at most so many bytes of the others."""
    seed = [text for name, texts in books.items() if name != unseen for text in texts]
    random.Random(7).shuffle(seed)
    seed = seed[: size // _SIZE] if size else seed
    dice = random.Random(11)
    kinds = {"unseen book": books[unseen], **others, "noise of the book": [noisy(text, dice, 0.25) for text in books[unseen]]}
    both = pa.concat_tables([records(public, "public"), records(seed, "experts")])
    models = reference_models_of({"records": Rows(both)}, reference=("public",), seed=("experts",)).rows
    rows = {kind: novelty_of(records(texts, kind).combine_chunks().to_batches()[0], models) for kind, texts in kinds.items()}
    values = {kind: {name: np.nan_to_num(batch[name].to_numpy(zero_copy_only=False), nan=-99) for name in MEASURES} for kind, batch in rows.items()}
    return {"distinctive": {kind: mean(batch["distinctive"].to_pylist()) for kind, batch in rows.items()},
            "auc": {name: {kind: auc(values["unseen book"][name], values[kind][name]) for kind in kinds if kind != "unseen book"} for name in MEASURES}}


def auc(above: np.ndarray, below: np.ndarray) -> float:
    """The chance that a value of the first is higher than one of the second; a tie is half a win."""
    ordered = np.sort(below)
    wins = np.searchsorted(ordered, above, "left") + np.searchsorted(ordered, above, "right")
    return float(wins.mean() / 2 / len(below))


def spread(values: list[float]) -> dict[str, float]:
    return {"mean": round(mean(values), 3), "lowest": round(min(values), 3), "highest": round(max(values), 3)}


def speeds(public: list[str], unseen: list[str]) -> dict[str, float]:
    """Megabytes per CPU second of fitting and scoring, the best of five; scored are texts the model has not seen."""
    texts, others = (pa.array(some, pa.large_string()) for some in (public, unseen))
    model = Model.fit(texts)
    ratio = log_ratio(bucket_counts(others), bucket_counts(texts))
    model.bits(others)
    models = reference_models_of({"records": Rows(pa.concat_tables([records(public, "public"), records(unseen, "experts")]))}, reference=("public",), seed=("experts",)).rows
    batch = records(unseen, "x").combine_chunks().to_batches()[0]
    timed = {"kneser_ney_fit": (public, lambda: Model.fit(texts).bits(texts[:1])), "kneser_ney_score": (unseen, lambda: model.bits(others)),
             "dsir_score": (unseen, lambda: per_token(others, ratio)), "novelty": (unseen, lambda: novelty_of(batch, models))}
    return {f"{name}_mb_s_core": round(megabytes(some) / min(cpu_seconds(run) for _ in range(5)), 1) for name, (some, run) in timed.items()}


def cpu_seconds(run) -> float:
    before = time.process_time()
    run()
    return time.process_time() - before


def megabytes(texts: list[str]) -> float:
    return sum(len(text.encode()) for text in texts) / 1e6


def show(figures: dict) -> None:
    for name, found in figures["seeds"].items():
        print(f"\nseed: {name}; AUC of the unseen book against each kind, mean (lowest) of six books, and share judged distinctive, mean (highest)")
        for kind, share in found["distinctive"].items():
            scores = "  ".join(f"{one[kind]['mean']:.3f} ({one[kind]['lowest']:.3f})" if kind in one else " " * 13 for one in found["auc"].values())
            print(f"{kind:26} {scores}   {share['mean']:.3f} ({share['lowest']:.3f} to {share['highest']:.3f})")
    print("\n" + ", ".join(f"{name} {value}" for name, value in figures["speed"].items()))


if __name__ == "__main__":
    main()
