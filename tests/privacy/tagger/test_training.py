"""What a network learns from: features and labels of texts, and how they stand side by side."""

from random import Random

import numpy as np
import pytest

from assets.privacy.tagger import network as net
from assets.privacy.tagger.tagging import shipped
from assets.privacy.tagger.tokens import BUCKETS
from assets.privacy.tagger.training import IGNORED, Encoder, Labelled, batches

TEXT = "Call Anna Keller on 555 0199, please."
GOLD = [(5, 16, "PERSON"), (20, 28, "PHONE")]
PERSON, PHONE = net.TAGS.index("PERSON"), net.TAGS.index("PHONE")


@pytest.fixture(scope="module")
def encode():
    network = shipped().network
    return Encoder(network.words, network.word_bits)


def test_a_token_is_what_the_span_over_it_says(encode):
    assert encode(Labelled(TEXT, GOLD)).labels.tolist() == [0, PERSON, PERSON, 0, PHONE, PHONE, 0, 0, 0]


def test_between_two_texts_of_a_batch_stands_nothing_and_nothing_is_learned_from_it(encode):
    (features, labels, texts), = batches([encode(Labelled(TEXT, GOLD)), encode(Labelled("Hi.", []))], Random(1))
    nothing = features[:, 0] == BUCKETS
    assert np.array_equal(labels == IGNORED, nothing) and nothing.sum() == 3 * net.PAD
    assert sorted(np.bincount(texts[~nothing]).tolist()) == [2, 9]


def test_what_is_trained_is_the_average_of_its_steps(encode):
    torch = pytest.importorskip("torch")
    from assets.privacy.tagger.training import SEED, model, train

    torch.manual_seed(SEED)
    begun = model().state_dict()
    trained = train(lambda epoch, chance: [Labelled(TEXT, GOLD)], encode, epochs=1, rate=1e-2, say=lambda line: None).state_dict()
    moved = max((trained[name] - begun[name]).abs().max().item() for name in begun if name != "embedding.weight")
    assert 0.5e-2 < moved < 1e-2        # Adam's first step moves a weight by the rate; nine tenths of it are taken
