"""A distribution over bytes, held against the textbook formula written out slowly."""

import math
from collections import Counter, defaultdict

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.text.kneser_ney import Model

# Few letters, so that contexts come back; letters of two to four bytes; what breaks readers.
WORDS = st.text(st.sampled_from("aab b\n.éあ漢💎\0\u0301ש"), max_size=40)
TEXTS = st.lists(st.none() | WORDS, max_size=6)
ORDERS = st.integers(1, 8)
SATIN = ["the satin falls from the loom", "the loom holds the warp", "a warp of silk", None, "", "satin is a weave, silk is a fibre"]


def strings(texts):
    return pa.array(texts, pa.large_string())


def bits(model, *texts):
    return model.bits(strings(texts)).to_pylist()


def chances_after(model, context: bytes) -> np.ndarray:
    """Probability of each of the 256 bytes after a context."""
    costs = model.bits(pa.array([context, *(context + bytes([byte]) for byte in range(256))], pa.large_binary())).to_numpy()
    return 2.0 ** (costs[0] - costs[1:])


class BySlowCounting:
    """Interpolated modified Kneser-Ney as Chen and Goodman write it, from dictionaries."""

    def __init__(self, texts, order):
        self.order = order
        grams = Counter()
        for text in texts:
            padded = b"\xff" * (order - 1) + (text or "").encode()
            grams.update(padded[end - order: end] for end in range(order, len(padded) + 1))
        self.counts = {order: grams}
        for size in range(order - 1, 0, -1):
            self.counts[size] = Counter(gram[1:] for gram in self.counts[size + 1])
        self.discounts = {size: self._discounts(counts.values()) for size, counts in self.counts.items()}
        self.after = defaultdict(list)
        for counts in self.counts.values():
            for gram, count in counts.items():
                self.after[gram[:-1]].append(count)

    @staticmethod
    def _discounts(counts):
        n1, n2, n3, n4 = (sum(count == times for count in counts) for times in (1, 2, 3, 4))
        if not n1 * n2 * n3 * n4:
            return [0, 0.5, 1, 1.5]
        y = n1 / (n1 + 2 * n2)
        return [0, *(min(max(value, 0.05), most) for value, most in ((1 - 2 * y * n2 / n1, 1), (2 - 3 * y * n3 / n2, 2), (3 - 4 * y * n4 / n3, 3)))]

    def chance(self, context, byte):
        if context is None:
            return 1 / 256
        shorter = self.chance(context[1:] if context else None, byte)
        total = sum(self.after[context])
        if not total:
            return shorter
        discounts = self.discounts[len(context) + 1]
        count = self.counts[len(context) + 1][context + byte]
        aside = sum(discounts[min(each, 3)] for each in self.after[context])
        return (count - discounts[min(count, 3)] + aside * shorter) / total

    def bits(self, text):
        padded = b"\xff" * (self.order - 1) + text.encode()
        return -sum(math.log2(self.chance(padded[end - self.order: end - 1], padded[end - 1: end])) for end in range(self.order, len(padded) + 1))


@given(TEXTS, WORDS, ORDERS)
def test_every_text_costs_what_the_formula_says(texts, text, order):
    expected = BySlowCounting(texts, order).bits(text)
    assert bits(Model.fit(strings(texts), order), text) == [pytest.approx(expected, abs=1e-4 * (1 + len(text.encode())))]


@given(TEXTS, st.binary(max_size=12), ORDERS)
def test_after_any_context_the_bytes_share_one_probability_and_none_gets_nothing(texts, context, order):
    chances = chances_after(Model.fit(strings(texts), order), context)
    assert chances.sum() == pytest.approx(1, abs=1e-5)
    assert chances.min() > 0


@given(TEXTS, st.permutations(range(6)), ORDERS)
def test_the_order_of_its_texts_does_not_change_a_model(texts, order_of_texts, order):
    shuffled = [texts[place] for place in order_of_texts if place < len(texts)]
    assert Model.fit(strings(shuffled), order).to_bytes() == Model.fit(strings(texts), order).to_bytes()


@given(st.lists(st.none() | WORDS, max_size=25), st.integers(0, 25))
def test_any_split_into_batches_costs_the_same(texts, cut):
    model, whole = Model.fit(strings(SATIN)), strings(texts)
    assert bits(model, *texts) == [bits(model, text)[0] for text in texts]
    assert bits(model, *texts) == model.bits(whole[:cut]).to_pylist() + model.bits(whole[cut:]).to_pylist()
    assert model.bits(pa.chunked_array([whole[:cut], whole[cut:]])).to_pylist() == bits(model, *texts)


@given(TEXTS, ORDERS)
def test_a_model_comes_back_from_its_bytes(texts, order):
    model = Model.fit(strings(texts), order)
    again = Model.from_bytes(model.to_bytes())
    assert again.to_bytes() == model.to_bytes() and again.learned == model.learned == sum(len((text or "").encode()) for text in texts)
    assert bits(again, *SATIN) == bits(model, *SATIN)


def test_what_was_learned_is_cheap_and_noise_is_dear():
    learned, akin, noise = Model.fit(strings(SATIN)).bits_per_byte(strings(["the satin falls from the loom", "the loom of silk", "Xq7#zK!vP"])).to_pylist()
    assert learned < akin < 8 < noise


def test_how_often_a_byte_was_seen_after_different_bytes_decides_not_how_often_it_was_seen():
    """'San Francisco': o is frequent, but only ever after c."""
    model = Model.fit(strings(["cococococo", "xe", "ye", "ze"]), order=2)
    assert bits(model, "qe")[0] < bits(model, "qo")[0]


def test_a_model_that_learned_nothing_expects_every_byte_alike():
    assert bits(Model.fit(strings([None, ""])), "é", "", None) == [16, 0, None]


def test_nothing_has_no_bits_per_byte():
    assert Model.fit(strings(SATIN)).bits_per_byte(strings(["", None])).to_pylist() == [None, None]


def test_one_very_long_line_costs_as_much_as_its_parts_from_where_the_context_is_the_same():
    model = Model.fit(strings(SATIN))
    once, twice, thrice = bits(model, *("the silk loom " * times for times in (1, 2, 3)))
    long, = bits(model, "the silk loom " * 100_000)
    assert long == once + 99_999 * (twice - once) == once + 99_999 * (thrice - twice)


@pytest.mark.parametrize("order", [0, 9])
def test_an_order_that_cannot_be_counted_exactly_is_refused(order):
    with pytest.raises(ValueError, match="1 to 8"):
        Model.fit(strings(SATIN), order)


def test_more_text_than_allowed_is_refused_not_cut():
    with pytest.raises(ValueError, match="sample the texts"):
        Model.fit(strings(SATIN), at_most=10)


@pytest.mark.parametrize("data", [b"", b"KN-bytes", b"x" * 100, Model.fit(strings(SATIN)).to_bytes()[:-1]])
def test_bytes_that_are_no_model_are_refused(data):
    with pytest.raises(ValueError, match="no Kneser-Ney model"):
        Model.from_bytes(data)
