import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.text.ngrams import NgramSet
from assets.text.words import word_hashes
from tests.text.spoken import few_words, runs, strings

collections = st.lists(few_words, max_size=6)


def probed(known, texts, width, at_least):
    """The hits of each text, read slowly: n-grams, covered words, words, lowest owner; and all pairs of text and n-gram."""
    owners = {}
    for number, text in enumerate(known):
        for run in runs(text.split(), width, at_least):
            owners.setdefault(run, number)
    rows, found = [], []
    for number, text in enumerate(texts):
        words, covered, held = text.split(), set(), []
        for size in sorted({len(run) for run in owners}, key=lambda size: size % width):
            for place, run in enumerate(runs(words, size, size)):
                if run in owners:
                    held.append(run)
                    covered.update(range(place, place + size))
        rows.append((len(held), len(covered), len(words), min((owners[run] for run in held), default=-1)))
        found += [(number, run) for run in held]
    return rows, found, owners


def rows_of(hits):
    return list(zip(*(column.tolist() for column in (hits.ngrams, hits.covered_words, hits.words, hits.first_owner)), strict=True))


@settings(deadline=None)
@given(collections, collections, st.integers(2, 5), st.data())
def test_hits_are_those_of_a_plain_search(known, texts, width, data):
    at_least = data.draw(st.integers(1, width))
    ngrams = NgramSet.of(strings(known), width, at_least=at_least)
    rows, found, owners = probed(known, texts, width, at_least)
    assert len(ngrams) == len(owners) and rows_of(ngrams.probe(strings(texts))) == rows
    holders, numbers = ngrams.find(strings(texts))
    assert holders.tolist() == [number for number, _ in found]
    assert [ngrams.owners[number] for number in numbers] == [owners[run] for _, run in found]
    pairs = {(run, number) for (_, run), number in zip(found, numbers.tolist(), strict=True)}
    assert len({run for run, _ in pairs}) == len({number for _, number in pairs}) == len(pairs)


@settings(deadline=None)
@given(collections, collections, st.integers(0, 6))
def test_any_split_into_batches_gives_the_same_hits(known, texts, cut):
    ngrams = NgramSet.of(strings(known), 3, at_least=2)
    whole = rows_of(ngrams.probe(strings(texts)))
    assert whole == rows_of(ngrams.probe(strings(texts[:cut]))) + rows_of(ngrams.probe(strings(texts[cut:])))
    assert whole == rows_of(ngrams.probe(word_hashes(strings(texts))))
    again = NgramSet.of(word_hashes(strings(known)), 3, at_least=2)
    assert np.array_equal(again.table.hashes, ngrams.table.hashes) and np.array_equal(again.owners, ngrams.owners)


@settings(deadline=None)
@given(collections, collections, st.data())
def test_a_set_without_some_ngrams_is_the_set_of_the_others(known, texts, data):
    ngrams = NgramSet.of(strings(known), 3, at_least=2)
    left_out = data.draw(st.sets(st.integers(0, len(ngrams) - 1))) if len(ngrams) else set()
    fewer = ngrams.without(np.array(sorted(left_out), np.int64))
    holders, numbers = ngrams.find(strings(texts))
    kept = [(holder, ngrams.table.hashes[number]) for holder, number in zip(holders, numbers, strict=True) if number not in left_out]
    holders, numbers = fewer.find(strings(texts))
    assert list(zip(holders, fewer.table.hashes[numbers], strict=True)) == kept
    assert fewer.probe(strings(texts)).ngrams.tolist() == [sum(holder == text for holder, _ in kept) for text in range(len(texts))]


def test_planted_passages_are_found_and_nothing_else_is():
    drawn = random.Random(3)
    texts = [[f"w{drawn.randrange(3000)}" for _ in range(300)] for _ in range(200)]
    passages = [" ".join(texts[number][50:90]) for number in range(0, 200, 2)]
    hits = NgramSet.of(strings(passages)).probe(strings([" ".join(words).upper() for words in texts]))
    assert hits.ngrams.tolist() == [28, 0] * 100 and hits.covered_words.tolist() == [40, 0] * 100
    assert hits.words.tolist() == [300] * 200 and hits.first_owner.tolist() == [number // 2 if number % 2 == 0 else -1 for number in range(200)]


def test_a_short_question_is_found_whole_or_not_at_all():
    ngrams = NgramSet.of(strings(["what is the capital of France", "too short a one"]))
    hits = ngrams.probe(strings(["He asked: what is the capital of France?", "what is the capital of Italy", "too short a one", None]))
    assert rows_of(hits) == [(1, 6, 8, 0), (0, 0, 6, -1), (0, 0, 4, -1), (0, 0, 0, -1)] and ngrams.shorter == (6,)


def test_memory_per_ngram_is_as_stated():
    for words in (1 << 14) + 12, (1 << 15) + 11, 50_000:
        ngrams = NgramSet.of(strings([" ".join(map(str, range(words)))]))
        assert len(ngrams) == words - 12 and 15 <= ngrams.nbytes / len(ngrams) <= 18.01


def test_an_empty_set_finds_nothing():
    ngrams = NgramSet.of(strings([None, "", "one two"]))
    assert len(ngrams) == 0 and rows_of(ngrams.probe(strings(["one two", None]))) == [(0, 0, 2, -1), (0, 0, 0, -1)]
    assert [len(found) for found in ngrams.find(strings(["one two"]))] == [0, 0] and len(ngrams.probe(strings([])).words) == 0


def test_an_ngram_belongs_to_the_first_of_many_texts_that_have_it():
    ngrams = NgramSet.of(strings(["one two three " * 20_000] * 12), 3)
    assert len(ngrams) == 3 and ngrams.owners.tolist() == [0, 0, 0]
