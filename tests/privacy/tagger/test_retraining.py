"""Weights go on learning from labels, become integers again, and are taken over only when they got better."""

from importlib.util import find_spec
from io import BytesIO

import numpy as np
import pytest

from assets.privacy.tagger import shipped, tag_batch
from assets.privacy.tagger.network import apart, arrays_of, together
from assets.privacy.tagger.retraining import Judged
from assets.privacy.tagger.tagging import WEIGHTS, Tagger, files

needs_torch = pytest.mark.skipif(find_spec("torch") is None, reason="training needs the extra 'train'")


def arrays() -> dict[str, np.ndarray]:
    return arrays_of((files("assets.privacy.tagger") / WEIGHTS).read_bytes())


def judged(**other) -> Judged:
    return Judged(**{"texts": 100, "held_out": 25, "recall_before": 0.9, "recall_after": 0.95, "precision_before": 0.9, "precision_after": 0.9,
                     "general_before": 0.97, "general_after": 0.97} | other)


def test_better_means_more_found_and_nothing_forgotten():
    assert judged().better
    assert judged(recall_after=0.9, precision_after=0.95).better
    assert not judged(recall_after=0.9).better
    assert not judged(recall_after=0.89, precision_after=0.99).better
    assert not judged(general_after=0.9).better


@needs_torch
def test_the_mean_of_weights_lies_between_them():
    from assets.privacy.tagger.training import mean, restored

    one = apart(arrays())[0]
    other = one | {"last": one["last"] // 2}
    state, first, second = mean([one, other]), restored(one), restored(other)
    assert all((value - (first[name] + second[name]) / 2).abs().max() < 1e-6 for name, value in state.items())
    assert (state["last.weight"] - first["last.weight"]).abs().max() > 0


@needs_torch
def test_rounding_what_was_restored_gives_the_same_findings():
    from assets.privacy.tagger.training import Encoder, Labelled, model, restored, rounded, size_of

    networks = []
    for original in apart(arrays()):
        encode = Encoder(original["words"], original["word_bits"])
        floating = model(size_of(original))
        floating.load_state_dict(restored(original))
        networks.append(rounded(floating.eval(), encode, [encode(Labelled("Dear Mrs Karlsson, your parcel 445566 left Lyon.", []))]))
        networks[-1]["gate_bias"] = original["gate_bias"]
    again = together(networks)
    texts = ["Dear Mrs Karlsson, your parcel 445566 left Lyon.", "la signora Benedetta Orsolini abita in via Roma 12", "a plain wool coat in grey"]
    mine, theirs = (tag_batch(texts, 0.25, tagger=tagger) for tagger in (Tagger(again), shipped()))
    assert [[(s.start, s.end, s.type) for s in spans] for spans in mine] == [[(s.start, s.end, s.type) for s in spans] for spans in theirs]


@needs_torch
def test_labels_of_a_house_teach_what_the_shipped_weights_miss():
    from assets.privacy.tagger.retraining import retrained
    from assets.privacy.tagger.training import Labelled

    benches = [f"{a}{b}" for a in ("Qa", "Zu", "Xi", "Vo", "Ju") for b in ("th", "rk", "zz", "mp", "xt", "bb", "qq", "nn", "vv", "kk", "ll", "pp")]
    labels = [Labelled(text := f"stitched at bench {name} on the second floor", [(text.index(name), text.index(name) + len(name), "ID")]) for name in benches]
    before = sum(any(s.type == "ID" for s in spans) for spans in tag_batch([one.text for one in labels]))
    weights, told = retrained(labels, arrays(), epochs=2)
    assert told.recall_after > told.recall_before and told.texts + told.held_out == len(labels) and before < len(labels) // 2
    learned, begun = Tagger.read(BytesIO(weights)), shipped()
    assert learned.network.second.shape == begun.network.second.shape and learned.opinion.second.shape == begun.opinion.second.shape
