"""How weights are found: `python -m assets.privacy.tagger.training --sets FOLDER --out FILE`. Needs the extra `train`.

Belongs here: labelled texts, the network of `network` in floating point, training it and rounding it to integers. Not here: running it, the
generated texts (`grammar`), a house's own labels (`retraining`). Everything is seeded; MODEL_CARD.md names what the shipped weights have read.
"""

import argparse
import io
import json
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np

from assets.privacy.tagger import network as net
from assets.privacy.tagger import written
from assets.privacy.tagger.tokens import BUCKETS, FEATURES, code_points, described, hashed_words, tables, tokenise
from assets.privacy.tagger.variation import varied

PERMISSIVE = ("multidogo_train", "wnut17_train", "btc_a", "btc_b", "btc_e", "btc_f", "btc_g", "wikigold")
TAG_OF = {**{tag: tag for tag in net.TAGS}, "SSN": "ID", "CARD": "ID", "ACCOUNT": "ID", "REF_ID": "ID", "ZIP": "ID", "USERNAME": "ID", "PASSWORD": "ID",
          "CODE": "ID", "NATIONAL_ID": "ID", "CLIENT_NO": "ID", "IBAN": "ID", "HANDLE": "ID", "BIRTHDATE": "BIRTH_DATE", "PLATE": "ID", "PASSPORT": "ID", "DEVICE_ID": "ID"}
WRITTEN = 3                 # how often an epoch reads each of the texts written for it, each time with other names
REPEATED = {"multidogo_train": 4, "wikigold": 3, "wnut17_train": 2}      # sets that teach what the others lack, each time with other names
SAMPLE = 4000               # texts an epoch of each further file
EPOCHS, GENERATED, RATE, SEED = 12, 16_000, 2e-3, 1
PLAIN_WEIGHT = 0.7          # of an ordinary token in the loss: a missed name costs more than a word too many
SMOOTHING, DROPOUT = 0.02, 0.2
# How often a feature is hidden, so that no token is known by one alone: the word, each part of it, all of these together, the gazetteer.
HIDDEN_WORD, HIDDEN_PART, HIDDEN_ALL, HIDDEN_BITS = 0.4, 0.15, 0.08, 0.12
HIDDEN_CONTEXT = 0.3        # how often a text does not say what kind of text it is
GATE_WEIGHT, GATE_POSITIVE = 0.3, 4.0
GATE_MARGIN, GATE_MISSES = -3.0, 0.0005     # of the tokens that a low dial would call personal, the share that the gate may let go
BATCH = 2048                # tokens
AVERAGED = 0.998            # of the running average of the weights, what a step leaves
IGNORED = -100


class Size(NamedTuple):
    """Of an embedding, and of the three hidden layers."""

    width: int
    hidden: tuple[int, int, int]


FIRST, OPINION = Size(48, (144, 96, 64)), Size(64, (192, 128, 96))      # what reads every text; what is asked where that is unsure


class Labelled(NamedTuple):
    """A text and its spans (start, end, tag)."""

    text: str
    spans: Sequence[tuple[int, int, str]]
    language: str = "en"
    set: str = ""


def labelled(path: Path) -> Iterator[Labelled]:
    """The texts of a set: lines of {"text", "lang", "spans": [{"start", "end", "type"}]}, or a file of marked texts (`written`).

    Types that are no tag count as ordinary, as handles count as ID.
    """
    if path.suffix == written.MARKED:
        for one in written.read(path):
            yield Labelled(one.text, [(start, end, TAG_OF[type_]) for start, end, type_ in one.spans if type_ in TAG_OF], one.language, path.stem)
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            spans = [(one["start"], one["end"], "ID" if row["text"][one["start"]] == "@" else TAG_OF[one["type"]]) for one in row["spans"] if one["type"] in TAG_OF]
            yield Labelled(row["text"], sorted(spans), row.get("lang", "en"), path.stem)


class Encoded(NamedTuple):
    """Features int32[n, FEATURES] and labels int64[n] of a text's tokens."""

    features: np.ndarray
    labels: np.ndarray


class Encoder:
    """Texts to features and labels, with the gazetteer of the weights to be."""

    def __init__(self, words: np.ndarray, bits: np.ndarray):
        self.words, self.bits = words, bits
        self._kinds, self._folded = tables()

    def __call__(self, one: Labelled) -> Encoded:
        code = code_points(one.text)
        starts, ends = np.empty(len(code), np.int32), np.empty(len(code), np.int32)
        count = tokenise(code, self._kinds, 0, len(code), starts, ends)
        features = np.empty((count, FEATURES), np.int32)
        described(code, self._kinds, self._folded, 0, len(code), starts, ends, count, self.words, self.bits, features)
        labels = np.zeros(count, np.int64)
        for start, end, tag in one.spans:
            labels[(starts[:count] < end) & (ends[:count] > start)] = net.TAGS.index(tag)
        return Encoded(features, labels)


def batches(examples: Sequence[Encoded], chance: Random) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Examples side by side with nothing between them: features (row BUCKETS is nothing), labels, and which example a row is of."""
    nothing = np.full((net.PAD, FEATURES), BUCKETS, np.int32), np.full(net.PAD, IGNORED)
    order = list(range(len(examples)))
    chance.shuffle(order)
    features, labels, texts, size = [nothing[0]], [nothing[1]], [np.zeros(net.PAD, np.int64)], 0
    for number in order:
        one = examples[number]
        features += [one.features, nothing[0]]
        labels += [one.labels, nothing[1]]
        texts.append(np.full(len(one.labels) + net.PAD, len(texts) - 1))
        size += len(one.labels)
        if size >= BATCH:
            yield np.concatenate(features), np.concatenate(labels), np.concatenate(texts)
            features, labels, texts, size = [nothing[0]], [nothing[1]], [np.zeros(net.PAD, np.int64)], 0
    if size:
        yield np.concatenate(features), np.concatenate(labels), np.concatenate(texts)


def model(size: Size = FIRST):
    """The network in floating point: the same shape, the same clipping."""
    import torch
    from torch import nn
    from torch.nn import functional

    class Floating(nn.Module):
        def __init__(self):
            super().__init__()
            width, (first, second, third) = size
            self.embedding = nn.EmbeddingBag(BUCKETS + 1, width, mode="sum", padding_idx=BUCKETS)
            nn.init.normal_(self.embedding.weight, 0, 0.01)      # what is hardly ever met says hardly anything
            with torch.no_grad():
                self.embedding.weight[BUCKETS] = 0
            self.first, self.second = nn.Linear(5 * width, first), nn.Linear(5 * first, second)
            self.third, self.last, self.gate = nn.Linear(3 * second, third), nn.Linear(third, len(net.TAGS)), nn.Linear(first, 1)
            self.context = nn.Linear(width, third, bias=False)

        def forward(self, features, texts, kept=None, dropout=0.0, hidden=0.0):
            here = (features[:, 0] != BUCKETS).float()[:, None]
            x = self.embedding(features, per_sample_weights=torch.ones(features.shape) if kept is None else kept) * here
            h1 = clipped(self.first(windows(functional.dropout(x, dropout), range(-net.REACH, net.REACH + 1)))) * here
            h2 = clipped(self.second(windows(functional.dropout(h1, dropout), range(-net.REACH, net.REACH + 1)))) * here
            sizes = torch.zeros(int(texts[-1]) + 1).index_add_(0, texts, here[:, 0]).clamp(min=1)
            mean = torch.zeros(len(sizes), x.shape[1]).index_add_(0, texts, x) / sizes[:, None]
            mean = torch.clamp(mean, -net.TOP / net.ONE, net.TOP / net.ONE) * (torch.rand(len(sizes), 1) >= hidden)
            h3 = clipped(self.third(windows(functional.dropout(h2, dropout), (-net.STRIDE, 0, net.STRIDE))) + self.context(functional.dropout(mean, dropout))[texts])
            return self.last(functional.dropout(h3, dropout)), self.gate(h1)[:, 0]

    def clipped(x):
        return torch.clamp(x, 0, net.TOP / net.ONE)

    def windows(x, steps):
        padded = functional.pad(x, (0, 0, net.STRIDE, net.STRIDE))
        return torch.cat([padded[net.STRIDE + step:net.STRIDE + step + len(x)] for step in steps], 1)

    return Floating()


def train(drawn: Callable[[int, Random], Iterable[Labelled]], encode: Encoder, *, epochs: int, rate: float = RATE, size: Size = FIRST,
          start: dict | None = None, say: Callable[[str], None] = print):
    """A trained model: the running average of its weights (Polyak and Juditsky 1992). `drawn(epoch, chance)` gives the texts of an epoch, `start` a state to go on
    from."""
    import torch
    from torch.nn import functional

    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    chance, floating = Random(SEED), model(size)
    if start is not None:
        floating.load_state_dict(start)
    optimiser = torch.optim.Adam(floating.parameters(), lr=rate)
    weights, positive = torch.ones(len(net.TAGS)), torch.tensor(GATE_POSITIVE)
    weights[0] = PLAIN_WEIGHT
    averaged, steps = {name: value.clone() for name, value in floating.state_dict().items()}, 0
    began = time.process_time()
    for epoch in range(epochs):
        examples = [one for one in map(encode, drawn(epoch, chance)) if len(one.labels)]
        for group in optimiser.param_groups:
            group["lr"] = rate * (0.5 + 0.5 * np.cos(np.pi * epoch / epochs)) + rate / 40
        losses = []
        for features, labels, texts in batches(examples, chance):
            features, labels, texts = torch.from_numpy(features).long(), torch.from_numpy(labels), torch.from_numpy(texts)
            found, gate = floating(features, texts, _hidden(features, torch), DROPOUT, HIDDEN_CONTEXT)
            here = labels != IGNORED
            loss = functional.cross_entropy(found, labels, weights, ignore_index=IGNORED, label_smoothing=SMOOTHING)
            loss = loss + GATE_WEIGHT * functional.binary_cross_entropy_with_logits(gate[here], (labels[here] > 0).float(), pos_weight=positive)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            steps += 1
            with torch.no_grad():
                for name, value in floating.state_dict().items():
                    averaged[name].lerp_(value, 1 - min(AVERAGED, steps / (steps + 9)))
            losses.append(loss.item())
        say(f"epoch {epoch + 1} of {epochs}: {len(examples):,} texts, loss {np.mean(losses):.4f}, {time.process_time() - began:.0f} CPU s")
    floating.load_state_dict(averaged)
    return floating.eval()


def _hidden(features, torch):
    """Which features of which tokens are seen in this step."""
    kept = torch.ones(features.shape)
    kept[:, 0] *= torch.rand(len(kept)) > HIDDEN_WORD
    kept[:, 1:7] *= torch.rand(len(kept), 6) > HIDDEN_PART
    kept[torch.rand(len(kept)) < HIDDEN_ALL, :7] = 0
    kept[:, 9] *= torch.rand(len(kept)) > HIDDEN_BITS
    return kept


# -- to integers and back -------------------------------------------------------------------------------------------------

def rounded(floating, encode: Encoder, examples: Iterable[Encoded]) -> dict[str, np.ndarray]:
    """The model as the integers of `network`, its gate opened by what it does on `examples`. Each layer takes the finest scale that fits."""
    state = {name: value.detach().numpy().astype(np.float64) for name, value in floating.state_dict().items()}
    rows = state["embedding.weight"][:BUCKETS]
    first = state["first.weight"].reshape(-1, 5, rows.shape[1]).transpose(1, 0, 2)
    embedding_scale, first_scale = _power(127 / np.abs(rows).max()), _power(32767 / np.abs(first).max())
    out = {"embedding": np.clip(np.rint(rows * embedding_scale), -127, 127).astype(np.int8), "first": np.rint(first * first_scale).astype(np.int16),
           "bias1": np.clip(np.rint(state["first.bias"] * net.ONE), -5000, 5000).astype(np.int16), "words": encode.words, "word_bits": encode.bits}
    scales = [embedding_scale, first_scale]
    for layer in ("gate", "second", "third", "last", "context"):
        weights = state[f"{layer}.weight"].T
        scale = min(_power((2 ** 31 - 1) / net.TOP / (np.abs(weights).sum(axis=0) + len(weights) / 4096).max()), _power(32767 / np.abs(weights).max()), 4096)
        out[layer] = np.rint(weights * scale).astype(np.int16)[:, 0] if layer == "gate" else np.rint(weights * scale).astype(np.int16)
        scales.append(scale)
    for name, layer in (("bias2", "second"), ("bias3", "third"), ("bias4", "last")):
        out[name] = np.rint(state[f"{layer}.bias"] * net.ONE).astype(np.int16)
    opened = np.rint(state["gate.bias"][0] * net.ONE) - _gate_threshold(floating, examples)
    return out | {"gate_bias": np.int64(opened), "scales": np.array(scales, np.int64)}


def size_of(arrays: dict[str, np.ndarray]) -> Size:
    """The size of a network, from its integers."""
    return Size(arrays["embedding"].shape[1], tuple(len(arrays[name]) for name in ("bias1", "bias2", "bias3")))


def restored(arrays: dict[str, np.ndarray]) -> dict:
    """The state of a model from its integers: where training on a house's own labels begins."""
    import torch

    embedding_scale, first_scale, *scales = (float(scale) for scale in arrays["scales"])
    state = {"embedding.weight": np.concatenate([arrays["embedding"] / embedding_scale, np.zeros((1, arrays["embedding"].shape[1]))]),
             "first.weight": (arrays["first"] / first_scale).transpose(1, 0, 2).reshape(len(arrays["bias1"]), -1), "first.bias": arrays["bias1"] / net.ONE,
             "gate.bias": np.zeros(1)}
    for layer, scale in zip(("gate", "second", "third", "last", "context"), scales, strict=True):
        state[f"{layer}.weight"] = (arrays[layer].reshape(1, -1) if layer == "gate" else arrays[layer].T) / scale
    for name, layer in (("bias2", "second"), ("bias3", "third"), ("bias4", "last")):
        state[f"{layer}.bias"] = arrays[name] / net.ONE
    return {name: torch.tensor(np.ascontiguousarray(value), dtype=torch.float32) for name, value in state.items()}


def mean(files: Sequence[dict[str, np.ndarray]]) -> dict:
    """The mean state of weights that were trained from one seed with one word list: a model soup (Wortsman and others 2022)."""
    states = [restored(arrays) for arrays in files]
    return {name: sum(state[name] for state in states) / len(states) for name in states[0]}


def _gate_threshold(floating, examples: Iterable[Encoded]) -> int:
    """The gate's score, in 128ths, at which of the tokens that a low dial would call personal it lets go GATE_MISSES."""
    import torch

    nothing, scores = np.full((net.PAD, FEATURES), BUCKETS), []
    with torch.no_grad():
        for one in examples:
            features = torch.from_numpy(np.concatenate([nothing, one.features, nothing])).long()
            found, gate = floating(features, torch.zeros(len(features), dtype=torch.long))
            scores.append(gate[found[:, 1:].max(1).values - found[:, 0] > GATE_MARGIN].numpy())
    return int(np.floor(np.quantile(np.concatenate(scores), GATE_MISSES) * net.ONE))


def _power(limit: float) -> int:
    return 1 << int(np.floor(np.log2(limit)))


def packed(arrays: dict[str, np.ndarray]) -> bytes:
    """The weights as one compressed file of plain arrays, the same bytes for the same arrays."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name in sorted(arrays):
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.asanyarray(arrays[name]), allow_pickle=False)
            file.writestr(zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), buffer.getvalue(), zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def generated(count: int, epoch: int) -> Iterator[Labelled]:
    """Fresh texts of the grammars. What the shipped weights read begins at number 1016."""
    from assets.privacy.tagger.grammar import generate

    return (Labelled(one.text, one.spans, one.language) for one in generate(count, 1016 + epoch))


def main() -> None:
    """Train the weights that ship."""
    from assets.privacy.tagger.gazetteer import gazetteer

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=Path, required=True, help="folder of other people's labelled sets")
    parser.add_argument("--more", type=Path, nargs="*", default=(), help="further labelled files (`public_texts` writes some)")
    parser.add_argument("--written", type=Path, nargs="*", default=tuple(written.shipped()), help="files of texts written for training; by default those shipped")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--generated", type=int, default=GENERATED, help="generated texts an epoch")
    parser.add_argument("--opinion", action="store_true", help="train the wider network that gives the second opinion")
    parser.add_argument("--mean-of", type=Path, nargs="*", default=(), help="weights files of one size and the same texts: no training, their mean is written")
    parser.add_argument("--together", type=Path, nargs=2, default=(), help="two weights files of the same texts, the second opinion last: both are written as one")
    given = parser.parse_args()
    if given.together:
        _write(given.out, packed(net.together([net.arrays_of(path.read_bytes()) for path in given.together])))
        return
    real = [one for name in PERMISSIVE for one in labelled(given.sets / f"{name}.jsonl") for _ in range(REPEATED.get(name, 1))]
    real += [one for path in given.written for one in labelled(path) for _ in range(WRITTEN)]
    more = [list(labelled(path)) for path in given.more]
    words = gazetteer(one.text for texts in (real, *more) for one in texts)
    encode = Encoder(*hashed_words(words))
    print(f"{len(real):,} labelled texts, {sum(map(len, more)):,} further ones, {len(words):,} words in the gazetteer", flush=True)

    def drawn(epoch: int, chance: Random) -> Iterator[Labelled]:
        chosen = real + [one for texts in more for one in chance.sample(texts, min(len(texts), SAMPLE))]
        yield from (varied(one, chance) for one in chosen)
        yield from generated(given.generated, epoch)

    if given.mean_of:
        files = [net.arrays_of(path.read_bytes()) for path in given.mean_of]
        floating = model(size_of(files[0]))
        floating.load_state_dict(mean(files))
        floating = floating.eval()
    else:
        floating = train(drawn, encode, epochs=given.epochs, size=OPINION if given.opinion else FIRST, say=lambda line: print(line, flush=True))
    _write(given.out, packed(rounded(floating, encode, map(encode, (*real[::7], *generated(4000, -1))))))


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    print(f"{path}: {len(data) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
