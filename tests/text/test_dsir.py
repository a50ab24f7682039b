"""Word importance a person can work out, and the same for any split of the texts."""

import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.text.dsir import BUCKETS, bucket_counts, log_ratio, per_token
from assets.text.kneser_ney import UNIT

TEXTS = st.lists(st.none() | st.text(st.sampled_from("ab Éé漢.\0\u0301💎"), max_size=30), max_size=8)


def strings(texts):
    return pa.array(texts, pa.large_string())


def test_words_and_pairs_of_neighbours_are_counted_within_a_text_only():
    counts = bucket_counts(strings(["warp and weft", "warp", None, "", "...", "Warp"]))
    assert counts.sum() == (3 + 2) + 1 + 1
    assert counts.max() == 3, "warp, in any case"


def test_a_ratio_is_the_log_of_two_smoothed_shares():
    target, source = bucket_counts(strings(["silk silk"])), bucket_counts(strings(["silk cotton"]))
    ratio = log_ratio(target, source) / UNIT
    word = np.flatnonzero(bucket_counts(strings(["silk"])))[0]
    assert ratio[word] == pytest.approx(math.log2((2.1 / (3 + BUCKETS / 10)) / (1.1 / (3 + BUCKETS / 10))), abs=1e-4)


def test_a_text_of_the_target_is_above_one_of_the_source_and_both_are_means_per_token():
    craft, public = strings(["the warp holds the silk", "silk on the loom"]), strings(["the dress is pretty", "love the fit"])
    ratio = log_ratio(bucket_counts(craft), bucket_counts(public))
    ours, theirs, twice = per_token(strings(["the silk on the loom", "love the dress", "love the dress\n" * 2]), ratio).to_pylist()
    assert theirs < 0 < ours
    assert twice == pytest.approx(theirs, rel=0.3)


def test_a_text_without_words_has_no_ratio():
    assert per_token(strings(["", None, "?!…"]), np.zeros(BUCKETS, np.int64)).to_pylist() == [None] * 3


@given(TEXTS, st.integers(0, 8))
def test_any_split_into_batches_gives_the_same_answers(texts, cut):
    whole = strings(texts)
    assert (bucket_counts(whole) == bucket_counts(whole[:cut]) + bucket_counts(whole[cut:])).all()
    ratio = np.arange(BUCKETS) - BUCKETS // 2
    assert per_token(whole, ratio).to_pylist() == per_token(whole[:cut], ratio).to_pylist() + per_token(whole[cut:], ratio).to_pylist()
