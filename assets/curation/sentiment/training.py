"""Training the English model: labelled comments and rated reviews in, weights and their figures out.

    python -m assets.curation.sentiment.training --comments FOLDER --reviews FILE --plain FOLDER --out model_en.npz --figures figures.json

FOLDER of comments holds `test.tsv` (text, numbers of labels, id) and `labels.txt` as GoEmotions is published; FILE is a CSV with `Title`, `Review Text`
and `Rating`; every .txt file of the folder of plain texts is cut into paragraphs in which nobody is taken to feel anything.

Belongs here: reading labels, fitting, measuring by cross-validation. Not here: inference (`model`).
"""

import argparse
import csv
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import yaml

from assets.curation.sentiment.model import EMOTIONS, MARKS, OCTAVE, POLARITIES, Model, feeling, marks
from assets.curation.sentiment.passages import passages

FOLDS = 5
SEEN = 2                # passages a word or pair must stand in to get a weight of its own
KEPT = 16_000           # words and pairs in the model: those that weigh most
PENALTY = 3e-4          # of the squared weights
EVEN = 0.7              # 0: every example counts alike, 1: every label does
PLAIN = 2_000           # paragraphs of plain text
SEED = 4
COMMENT, REVIEW, NOTHING = range(3)     # where an example comes from

# The groups of Demszky et al. 2020 (GoEmotions), after Ekman.
GROUPS = {
    "anger": "anger annoyance disapproval", "disgust": "disgust", "fear": "fear nervousness", "surprise": "surprise realization confusion curiosity",
    "joy": "joy amusement approval excitement gratitude love optimism relief pride admiration desire caring",
    "sadness": "sadness disappointment embarrassment grief remorse", "neutral": "neutral"}
SIDES = {
    "positive": GROUPS["joy"], "negative": " ".join(GROUPS[one] for one in ("anger", "disgust", "fear", "sadness")),
    "neither": f"{GROUPS['surprise']} neutral"}


class Examples(NamedTuple):
    """Labelled texts. A row of labels says which hold; all zeros where nobody was asked."""

    texts: list[str]
    emotions: np.ndarray    # float64, (texts, EMOTIONS)
    polarity: np.ndarray    # float64, (texts, POLARITIES)
    origin: np.ndarray      # int64: COMMENT, REVIEW or NOTHING

    def take(self, chosen: np.ndarray) -> "Examples":
        """Those where `chosen` (bool) is true."""
        return Examples([text for text, wanted in zip(self.texts, chosen, strict=True) if wanted], *(part[chosen] for part in self[1:]))


def comments(folder: Path) -> Examples:
    """GoEmotions: comments with one or more of 28 labels."""
    names = (folder / "labels.txt").read_text("utf-8").split()
    rows = [line.split("\t") for line in (folder / "test.tsv").read_text("utf-8").splitlines()]
    labels = [{names[int(number)] for number in row[1].split(",")} for row in rows]

    def table(groups: dict[str, str], order: Sequence[str]) -> np.ndarray:
        return np.array([[bool(said & set(groups[one].split())) for one in order] for said in labels], float)

    return Examples([row[0] for row in rows], table(GROUPS, EMOTIONS), table(SIDES, POLARITIES), np.full(len(rows), COMMENT))


def reviews(path: Path) -> Examples:
    """Reviews with 1 to 5 stars: 1 and 2 are negative, 4 and 5 positive."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [(f"{row['Title']}. {row['Review Text']}".strip(". "), int(row["Rating"])) for row in csv.DictReader(lines)]
    stars = np.array([stars for _, stars in rows])
    polarity = np.stack([stars >= 4, stars <= 2, stars == 3], axis=1).astype(float)
    return Examples([text for text, _ in rows], np.zeros((len(rows), len(EMOTIONS))), polarity, np.full(len(rows), REVIEW))


def plain(folder: Path) -> Examples:
    """Paragraphs of handbooks, drawn with a seed: neutral, neither."""
    texts = ["\n".join(lines).strip() for path in sorted(folder.rglob("*.txt"))
             for lines in (block.splitlines() for block in path.read_text("utf-8", "replace").split("\n\n"))]
    texts = sorted({text for text in texts if 80 <= len(text) <= 600})
    chosen = np.random.default_rng(SEED).permutation(len(texts))[:PLAIN]
    size = len(chosen)
    return Examples([texts[number] for number in chosen], np.eye(len(EMOTIONS))[[EMOTIONS.index("neutral")] * size],
                    np.eye(len(POLARITIES))[[POLARITIES.index("neither")] * size], np.full(size, NOTHING))


def together(*parts: Examples) -> Examples:
    """All examples, one after the other."""
    return Examples([text for part in parts for text in part.texts], *(np.concatenate(columns) for columns in zip(*(part[1:] for part in parts), strict=True)))


# -- fitting --------------------------------------------------------------------------------------------------------------

def trained(examples: Examples) -> Model:
    """A model from examples: two regressions (Ekman's groups; polarity) over one vocabulary, rounded to whole numbers.

    Words of a group of the prior (`lexicons/en.yaml`) share a weight beside their own; both are added up in the model. A review's
    example has a bias of its own, so that the many happy ones do not tell the model what texts are like.
    """
    import scipy.sparse

    from assets.text.linear import pairs
    from assets.text.words import word_hashes

    texts = pa.array(examples.texts, pa.large_string())
    words = word_hashes(texts)
    cut = passages(words.starts)
    passage = np.repeat(np.arange(len(cut.starts) - 1), np.diff(cut.starts))
    text = np.repeat(np.arange(len(texts)), np.diff(cut.numbers))
    seen = np.concatenate([words.hashes, pairs(words, cut.starts)])
    places = np.concatenate([passage, passage])[seen != 0]
    keys, inverse = np.unique(seen[seen != 0], return_inverse=True)
    often = np.bincount(np.unique(inverse * np.int64(len(cut.starts)) + places) // len(cut.starts), minlength=len(keys)) >= SEEN
    prior, groups = _prior()
    vocabulary = np.union1d(keys[often], prior)
    at = np.minimum(np.searchsorted(vocabulary, keys), len(vocabulary) - 1)
    at = np.where(vocabulary[at] == keys, at, -1)[inverse]
    counts = scipy.sparse.csr_matrix((np.ones((at >= 0).sum()), (places[at >= 0], at[at >= 0])), (len(cut.starts) - 1, len(vocabulary)))
    member = scipy.sparse.lil_matrix((len(vocabulary), groups.shape[1]))
    member[np.searchsorted(vocabulary, prior)] = groups
    size = np.maximum(np.diff(cut.starts), 1)
    features = scipy.sparse.diags(1 / np.sqrt(size)) @ scipy.sparse.hstack([counts, counts @ member.tocsr(), marks(texts, cut.numbers)])
    reviewed = (examples.origin == REVIEW)[text].astype(float)[:, None]
    features = scipy.sparse.hstack([features, reviewed]).tocsr()
    share = 1 / np.diff(cut.numbers)[text]      # a text counts once however many passages it has
    parts = [_fitted(features, labels[text], share * _weights(labels, examples.origin)[text]) for labels in (examples.emotions, examples.polarity)]
    weights, bias = (np.concatenate(columns, axis=-1) for columns in zip(*parts, strict=True))
    own, shared, mark, _ = np.split(weights, np.cumsum([len(vocabulary), groups.shape[1], len(MARKS)]))
    own = own + member.tocsr() @ shared
    told = np.sort(np.argsort(-np.abs(own - own.mean(axis=1, keepdims=True)).max(axis=1), kind="stable")[:KEPT])
    unit = OCTAVE / np.log(2)
    return Model(vocabulary[told], np.rint(own[told] * unit).astype(np.int16), np.rint(mark * unit).astype(np.int16),
                 np.rint(bias * unit).astype(np.int32))


@cache
def _prior() -> tuple[np.ndarray, np.ndarray]:
    """The words of the prior (ascending hashes) and which groups each belongs to."""
    from assets.text.words import word_hashes

    lists = yaml.safe_load((Path(__file__).parent / "lexicons" / "en.yaml").read_text("utf-8"))
    hashes = [np.unique(word_hashes(pa.array([words])).hashes) for words in lists.values()]
    every = np.unique(np.concatenate(hashes))
    return every, np.stack([np.isin(every, some) for some in hashes], axis=1).astype(float)


def _weights(labels: np.ndarray, origin: np.ndarray) -> np.ndarray:
    """What each text counts: less where its label is common among texts of its origin, nothing where it has none."""
    weights = np.zeros(len(labels))
    for one in np.unique(origin):
        some = (origin == one) & (labels.sum(axis=1) > 0)
        if some.any():
            rare = np.maximum(labels[some].sum(axis=0), 1) ** -EVEN
            weights[some] = (labels[some] @ rare) / labels[some].sum(axis=1)
            weights[some] *= np.sqrt(some.sum()) / weights[some].sum()
    return weights


def _fitted(features, labels: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Multinomial logistic regression with squared penalty, by L-BFGS; a row with several labels aims at equal shares."""
    from scipy.optimize import minimize

    asked = weights > 0
    features, target, weights = features[asked], labels[asked] / labels[asked].sum(axis=1, keepdims=True), weights[asked] / weights[asked].sum()
    outputs = labels.shape[1]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        table, bias = flat[:-outputs].reshape(-1, outputs), flat[-outputs:]
        logits = features @ table + bias
        logits -= logits.max(axis=1, keepdims=True)
        logs = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        slope = (np.exp(logs) - target) * weights[:, None]
        value = -(weights[:, None] * target * logs).sum() + PENALTY / 2 * (table * table).sum()
        return value, np.concatenate([(features.T @ slope + PENALTY * table).ravel(), slope.sum(axis=0)])

    flat = minimize(loss, np.zeros((features.shape[1] + 1) * outputs), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return flat[:-outputs].reshape(-1, outputs), flat[-outputs:]


# -- measuring ------------------------------------------------------------------------------------------------------------

def figures(said: Examples, rated: Examples, nothing: Examples) -> dict:
    """Macro-F1 by cross-validation over interleaved folds, the leading label against all that were given; and each origin's polarity
    learned from the other origin alone."""
    everything = together(said, rated, nothing)
    fold = np.concatenate([np.arange(len(part.texts)) % FOLDS for part in (said, rated, nothing)])
    emotions, sentiment = np.zeros_like(everything.emotions), np.zeros(len(fold))
    for held in range(FOLDS):
        model = trained(everything.take(fold != held))
        felt = feeling(pa.array(everything.take(fold == held).texts, pa.large_string()), model)
        emotions[fold == held], sentiment[fold == held] = felt.emotions, felt.sentiment
    sides = _sides(sentiment)
    out = {}
    for name, origin in (("comments", COMMENT), ("reviews", REVIEW)):
        here = everything.origin == origin
        out[name] = {"polarity": scores(everything.polarity[here], sides[here], POLARITIES)}
    here = everything.origin == COMMENT
    out["comments"]["emotion"] = scores(everything.emotions[here], emotions[here], EMOTIONS)
    for name, learned, held in (("comments to reviews", said, rated), ("reviews to comments", rated, said)):
        felt = feeling(pa.array(held.texts, pa.large_string()), trained(learned))
        out[name] = {"polarity": scores(held.polarity, _sides(felt.sentiment), POLARITIES)}
    return out


def _sides(sentiment: np.ndarray, edge: float = 0.25) -> np.ndarray:
    """Positive from `edge` up, negative from -`edge` down, else neither: as shares, so that the greatest is the answer."""
    return np.stack([sentiment >= edge, sentiment <= -edge, ~(np.abs(sentiment) >= edge)], axis=1).astype(float)


def scores(labels: np.ndarray, answers: np.ndarray, names: Sequence[str]) -> dict:
    """Macro-F1, F1 per label and accuracy (the greatest answer is among the labels) beside the commonest label's."""
    def measured(said: np.ndarray) -> dict:
        hit = (said * labels).sum(axis=0)
        f1 = 2 * hit / np.maximum(said.sum(axis=0) + labels.sum(axis=0), 1)
        return {"macro_f1": round(float(f1.mean()), 3), "accuracy": round(float((said * labels).sum() / len(said)), 3),
                "f1": {name: round(float(value), 3) for name, value in zip(names, f1, strict=True)}}

    one = np.eye(len(names))
    majority = measured(one[np.full(len(labels), labels.sum(axis=0).argmax())])
    return {"texts": len(labels), **measured(one[np.nan_to_num(answers).argmax(axis=1)]), "majority": {name: majority[name] for name in ("macro_f1", "accuracy")}}


def main() -> None:
    """Train on everything, write the weights; measure by cross-validation where figures are asked for."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("comments", "reviews", "plain", "out"):
        arguments.add_argument(f"--{name}", type=Path, required=True)
    arguments.add_argument("--figures", type=Path)
    asked = arguments.parse_args()
    parts = comments(asked.comments), reviews(asked.reviews), plain(asked.plain)
    if asked.figures:
        asked.figures.write_text(json.dumps(figures(*parts), indent=1) + "\n", "utf-8")
    with asked.out.open("wb") as file:
        np.savez_compressed(file, **trained(together(*parts))._asdict())


if __name__ == "__main__":
    main()
