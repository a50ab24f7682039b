import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.text.minhash import NO_KEY, NOTHING, band_keys, signatures
from assets.text.words import word_hashes
from tests.text.spoken import columns, few_words, runs, strings

PAIRS, SIZE = 400, 150


def pairs_of(similarity, words=1):
    """Texts 2i and 2i + 1 have the given Jaccard similarity over single words, nearly; no other two have any. And the similarity they have."""
    common = round(2 * SIZE * similarity / (1 + similarity))
    fresh = iter(range(PAIRS * 2 * SIZE))
    texts = []
    for _ in range(PAIRS):
        shared = [f"w{next(fresh)}" for _ in range(common)]
        texts += [" ".join(shared + [f"w{next(fresh)}" for _ in range(SIZE - common)]) for _ in range(2)]
    return strings(texts), common / (2 * SIZE - common)


@pytest.mark.parametrize("similarity", [0.2, 0.5, 0.7, 0.8, 0.95])
def test_places_agree_as_often_as_texts_are_alike(similarity):
    texts, similarity = pairs_of(similarity)
    found = signatures(texts, words=1)
    assert found.dtype == np.uint32 and found.shape == (2 * PAIRS, 112)
    deviation = (similarity * (1 - similarity) / (PAIRS * 112)) ** 0.5
    assert abs((found[::2] == found[1::2]).mean() - similarity) < 5 * deviation


@pytest.mark.parametrize("similarity", [0.5, 0.6, 0.7, 0.75, 0.8, 0.9])
def test_alike_texts_share_a_band_as_often_as_the_curve_says(similarity):
    texts, similarity = pairs_of(similarity)
    keys = band_keys(signatures(texts, words=1))
    expected = 1 - (1 - similarity**8) ** 14
    deviation = (expected * (1 - expected) / PAIRS) ** 0.5
    assert abs((keys[::2] == keys[1::2]).any(axis=1).mean() - expected) < 5 * deviation + 0.01


def test_texts_with_nothing_in_common_never_share_a_band():
    texts, _ = pairs_of(0)
    keys = band_keys(signatures(texts, words=1))
    assert all(len(np.unique(column)) == len(column) for column in keys.T)


def test_a_band_counts_only_in_its_own_column():
    keys = band_keys(signatures(strings(["one word after another makes a text"])))
    assert len(np.unique(keys)) == keys.size


@settings(deadline=None)
@given(st.lists(few_words, min_size=2, max_size=6))
def test_texts_agree_everywhere_exactly_when_their_sets_of_shingles_are_equal(texts):
    found = signatures(strings(texts))
    sets = [frozenset(runs(text.split(), 5)) for text in texts]
    for one in range(len(texts)):
        for other in range(one):
            assert (found[one] == found[other]).all() == (sets[one] == sets[other])


@settings(deadline=None)
@given(few_words.filter(bool), st.integers(1, 6))
def test_a_signature_is_the_lowest_of_those_of_its_shingles(text, words):
    of_runs = signatures(strings([" ".join(run) for run in runs(text.split(), words)]), words=words)
    assert signatures(strings([text]), words=words)[0].tolist() == of_runs.min(axis=0).tolist()


@settings(deadline=None)
@given(columns, st.integers(0, 12))
def test_any_split_into_batches_gives_the_same_signatures(texts, cut):
    whole = signatures(strings(texts))
    assert np.array_equal(whole, np.concatenate([signatures(strings(texts[:cut])), signatures(strings(texts[cut:]))]))
    assert np.array_equal(whole, signatures(word_hashes(strings(texts))))


def test_a_text_without_words_has_no_keys_and_a_short_one_has():
    found = signatures(strings(["", None, "... \0 !", "two words", "Two words!", "two other"]))
    keys = band_keys(found)
    assert (found[:3] == NOTHING).all() and (keys[:3] == NO_KEY).all() and (keys[3:] != NO_KEY).all()
    assert np.array_equal(keys[3], keys[4]) and not (keys[4] == keys[5]).any()


def test_seeds_give_other_permutations_and_numbers_of_hashes_are_free():
    texts = strings(["a b c d e f g"])
    one, other = signatures(texts, hashes=16), signatures(texts, hashes=16, seed=2)
    assert one.shape == (1, 16) and not (one == other).any()
    assert band_keys(one, bands=4, rows=4).shape == (1, 4)
    with pytest.raises(ValueError, match="need 112 hashes and a signature has 16"):
        band_keys(one)


def test_signatures_are_the_same_on_every_machine():
    found = signatures(strings(["the same bytes on any machine, éternellement"]))
    assert (int(found.sum()), int(np.bitwise_xor.reduce(band_keys(found), axis=None))) == (120291093203, 13839520020305719879)


def test_a_batch_without_rows():
    assert signatures(strings([])).shape == (0, 112) and band_keys(signatures(strings([]))).shape == (0, 14)
