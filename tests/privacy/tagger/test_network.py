"""The network gives the integers that its definition gives, whatever the batch, the chunk and what it has seen before."""

from functools import cache
from importlib.resources import files
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.lake import IntegrityError
from assets.privacy.tagger import network as net
from assets.privacy.tagger import shipped
from assets.privacy.tagger.tagging import UNSURE, WEIGHTS
from assets.privacy.tagger.tokens import FEATURES, Tokens, code_points, described, tables, tokenise, tokens_of

TEXTS = st.lists(st.text(alphabet=st.sampled_from("aAéßñJohn Smith-'’.,@\n\t\x00 0123456789रأ字\u200b\ud800"), max_size=60), min_size=1, max_size=6)


def plainly(arrays: dict[str, np.ndarray], text: str, spots: np.ndarray | None = None) -> np.ndarray:
    """The definition, written once more without tricks: integers, one token after the other."""
    network = SimpleNamespace(**arrays)
    kinds, folded = tables()
    code = code_points(text)
    starts, ends = np.empty(len(code), np.int32), np.empty(len(code), np.int32)
    count = tokenise(code, kinds, 0, len(code), starts, ends)
    features = np.empty((count, FEATURES), np.int32)
    described(code, kinds, folded, 0, len(code), starts, ends, count, network.words, network.word_bits, features)
    x = network.embedding.astype(np.int64)[features].sum(axis=1)
    if not count:
        return np.empty((0, len(network.bias4)), np.int64)
    zero = lambda rows, at: rows[at] if 0 <= at < len(rows) else np.zeros_like(rows[0])  # noqa: E731
    first = network.first.astype(np.int64)
    h1 = [np.clip(network.bias1 + sum(np.clip(first[k] @ zero(x, t + k - 2) * net.ONE // int(network.scales[0] * network.scales[1]), -5000, 5000) for k in range(5)), 0, net.TOP)
          for t in range(count)]
    dense = lambda window, weights, bias, scale: np.concatenate(window) @ weights.astype(np.int64).reshape(-1, len(bias)) // int(scale) + bias.astype(np.int64)  # noqa: E731
    h2 = [np.clip(dense([zero(h1, t + k) for k in range(-2, 3)], network.second, network.bias2, network.scales[3]), 0, net.TOP) for t in range(count)]
    mean = np.clip(x.sum(axis=0) * net.ONE // (count * int(network.scales[0])), -net.TOP, net.TOP)
    kind = dense([mean], network.context, network.bias3, network.scales[6])
    h3 = [np.clip(dense([zero(h2, t + k) for k in (-3, 0, 3)], network.third, kind, network.scales[4]), 0, net.TOP) for t in range(count)]
    gate = spots if spots is not None else np.array([h @ network.gate.astype(np.int64) // int(network.scales[2]) + network.gate_bias >= 0 for h in h1], bool)
    out = np.array([dense([h], network.last, network.bias4, network.scales[5]) for h in h3])
    closed = np.zeros((count, len(network.bias4)), np.int64)
    closed[:, 1:] = -net.TOP
    return np.where(gate[:, None], out, closed)


@cache
def arrays() -> dict[str, np.ndarray]:
    return net.arrays_of((files("assets.privacy.tagger") / WEIGHTS).read_bytes())


def tokens(texts: list[str]) -> Tokens:
    ends = np.cumsum([len(text) for text in texts])
    return tokens_of(code_points("".join(texts)), np.stack([ends - [len(text) for text in texts], ends], axis=1).astype(np.int64))


def run(network, texts: list[str]) -> list[np.ndarray]:
    found = tokens(texts)
    logits = network.logits(found)
    return [logits[found.owner == number] for number in range(len(texts))]


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_every_text_gets_what_the_definition_says_however_texts_are_batched(texts):
    weights = net.apart(arrays())[0]
    for text, logits in zip(texts, run(shipped().network, texts), strict=True):
        assert np.array_equal(logits, plainly(weights, text))


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.randoms(use_true_random=False))
def test_a_second_opinion_looks_where_it_is_asked_to_and_nowhere_else(texts, chance):
    weights, found = net.apart(arrays())[1], tokens(texts)
    spots = np.array([chance.random() < 0.3 for _ in found.owner], bool)
    logits = shipped().opinion.logits(found, spots)
    for number, text in enumerate(texts):
        mine = found.owner == number
        assert np.array_equal(logits[mine], plainly(weights, text, spots[mine]))


def test_the_mean_of_both_opinions_counts_where_the_first_is_unsure():
    tagger, found = shipped(), tokens(["hi\nms orsoni\n8876\n43\nok", "Dear Mrs Karlsson, may I grace the table with amber and rose? " * 3])
    first, both = tagger.network.logits(found), tagger.logits(found)
    second = tagger.opinion.logits(found, np.ones(len(first), bool))
    lead = first[:, 1:].max(axis=1) - first[:, 0]
    unsure = (UNSURE[0] < lead) & (lead < UNSURE[1])
    assert 0 < unsure.sum() < len(unsure) and (second[unsure] != first[unsure]).any()
    assert np.array_equal(both, np.where(unsure[:, None], (first + second) // 2, first))


def test_two_networks_of_one_file_share_their_words_and_come_apart_as_they_were():
    first, second = net.apart(arrays())
    assert sum(name.endswith("words") for name in net.together([first, second])) == 1
    for one, again in zip((first, second), net.apart(net.together([first, second])), strict=True):
        assert one.keys() == again.keys() and all(np.array_equal(one[name], again[name]) for name in one)
    assert len(net.apart(first)) == 1
    with pytest.raises(IntegrityError, match="different word lists"):
        net.together([first, second | {"words": second["words"] + np.uint64(1)}])


def test_neither_chunks_nor_a_full_memory_change_anything(monkeypatch):
    texts = ["Dear Mrs Karlsson, your order 445566 leaves Lyon on 3 May. " * 20, "call me on 0612345678 or ask for Ottavio"]
    whole = run(shipped().network, texts)
    monkeypatch.setattr(net, "CHUNK", 37)
    monkeypatch.setattr(net, "_KNOWN", 64)
    small = net.Network.of(arrays())
    assert all(map(np.array_equal, whole, run(small, texts)))


@pytest.mark.parametrize("layer, larger", [("third", 4096), ("third", 64), ("first", 16), ("context", 4096)])
def test_weights_that_would_not_fit_are_refused(layer, larger):
    with pytest.raises(IntegrityError, match=f"layer '{layer}'.*smaller scale"):
        net.Network.of(arrays() | {layer: arrays()[layer].astype(np.int64) * larger})


@pytest.mark.parametrize("other", [arrays() | {"bias4": arrays()["bias4"][:-1]}, {name: array for name, array in arrays().items() if name != "context"}],
                         ids=["another tag", "another layer"])
def test_weights_of_another_version_are_refused(other):
    with pytest.raises(IntegrityError, match="another version"):
        net.Network.of(other)
