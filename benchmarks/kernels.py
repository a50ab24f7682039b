"""Our kernels on a sample, by CPU seconds of one thread, held against what datatrove decided on the same texts.

Belongs here: MinHash, the rule sets, decontamination. Not here: the stage through the lake (`stage`), datatrove itself (`peer`).
"""

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.peer import DECISIONS, FAILS, PASSES
from benchmarks.samples import Sample
from benchmarks.truth import words_of

_RUNS = 3
_NGRAM = 13


def minhash(sample: Sample) -> float:
    """MB/s/core of signatures and band keys, 14 x 8 over word 5-grams."""
    from assets.text.minhash import band_keys, signatures

    return _speed(sample, lambda texts: band_keys(signatures(texts)))[0]


def filters(sample: Sample) -> tuple[float, dict[str, np.ndarray]]:
    """MB/s/core of the three rule sets together, and their decisions: per set the reason's number of each text, 0 where it passes."""
    from assets.curation.quality import decisions

    return _speed(sample, decisions)


def agreement(ours: dict[str, np.ndarray], theirs: pa.Table) -> dict:
    """Share of decisions (keep or leave out) that are equal, over all texts and the three rule sets; the same for each set."""
    equal, asked, per_set, failed = 0, 0, {}, 0
    for name in DECISIONS:
        said = np.array(theirs[name].to_pylist(), object)
        answered = said != FAILS
        same = ((said == PASSES) == (np.asarray(ours[name])[: len(said)] == 0)) & answered
        per_set[name] = round(same.sum() / max(1, answered.sum()), 6)
        equal, asked, failed = equal + int(same.sum()), asked + int(answered.sum()), failed + int((~answered).sum())
    return {"agreement": round(equal / asked, 6) if asked else None, "agreement_by_set": per_set, "decisions": asked, "datatrove_fails_on": failed}


def decontamination(sample: Sample) -> dict:
    """MB/s/core of probing with all evaluation passages in the set, recall of the planted ones, and the shares a plain Python set of 13-grams agrees with."""
    from assets.text.ngrams import NgramSet

    passages = NgramSet.of(pa.array(sample.passages, pa.large_string()), _NGRAM)
    speed, hits = _speed(sample, passages.probe)
    found = np.flatnonzero(hits.ngrams > 0)
    began = time.process_time()
    plain = _plain(sample)
    seconds = time.process_time() - began
    return {"ours_mb_s_core": speed, "recall": round(float(np.isin(list(sample.planted), found).mean()), 4) if sample.planted else None,
            "python_set_mb_s_core": round(sample.megabytes / seconds, 2), "agrees_with_python_set": round(float(np.mean((hits.ngrams > 0) == plain)), 6),
            "texts_found": len(found), "passages": len(sample.passages)}


def _plain(sample: Sample) -> np.ndarray:
    grams = {gram for passage in sample.passages for gram in _grams(passage)}
    return np.array([any(gram in grams for gram in _grams(text)) for text in sample.texts], bool)


def _grams(text: str) -> list[tuple[str, ...]]:
    words = words_of(text)
    return list(zip(*(words[at:] for at in range(_NGRAM)), strict=False))


def _speed(sample: Sample, run: Callable[[pa.Array], Any]) -> tuple[float, Any]:
    """MB/s/core, the median of some runs after one that compiles and warms, and what the last run answered."""
    texts, seconds, answer = sample.array(), [], None
    run(texts)
    for _ in range(_RUNS):
        began = time.process_time()
        answer = run(texts)
        seconds.append(time.process_time() - began)
    return round(sample.megabytes / max(statistics.median(seconds), 1e-6), 1), answer
