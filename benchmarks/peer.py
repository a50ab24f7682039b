"""datatrove over the same texts, step by step, in a process of its own.

    python -m benchmarks.peer JOB.json

Belongs here: everything that imports datatrove. Not here: our side, and the comparison (`curation`).

"Cheap" tokens stand in for its spaCy words where a user could put them in with one line: a regular expression for MinHash and n-grams, `str.split`
for the filters, a cut behind [.!?] for C4's sentences. Each step runs over all texts, none leaves any out for the next.
"""

import contextlib
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

DECISIONS = ("gopher_quality", "gopher_repetition", "fineweb")      # the three rule sets both sides are held against
PASSES, FAILS = "", "!"         # what stands for a text that a filter lets through, and for one it cannot answer
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_NGRAM = 13


def main() -> None:
    """Run one job: {"texts", "scratch", "answer", "passages"?, "spacy"?}, all paths; the answer is CPU seconds per step as JSON."""
    job = json.loads(Path(sys.argv[1]).read_text())
    quiet()
    texts, scratch = Path(job["texts"]), Path(job["scratch"])
    figures = whole(texts, scratch, Path(job["passages"]) if job.get("passages") else None)
    if job.get("spacy"):
        default = _documents(Path(job["spacy"]))
        figures["minhash_default"] = signatures(default, scratch / "default")
    Path(job["answer"]).write_text(json.dumps(figures))


def quiet() -> None:
    """Nothing of its logs on our streams, and nothing asked of the network."""
    os.environ.update(HF_HUB_OFFLINE="1", TQDM_DISABLE="1")
    from loguru import logger

    logger.remove()
    import datatrove.utils.logging  # noqa: F401

    logger.remove()


def whole(texts: Path, scratch: Path, passages: Path | None) -> dict[str, float]:
    """CPU seconds of each step with cheap tokens: read, filters, decontamination, the four steps of MinHash. Decisions go to `decisions.parquet`."""
    from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupFilter
    from datatrove.pipeline.writers import JsonlWriter

    scratch.mkdir(parents=True, exist_ok=True)
    figures: dict[str, float] = {}
    with _timed(figures, "read"):
        documents = _documents(texts)
    decided = {}
    with _cheap():
        for name, filter_ in _filters().items():
            with _timed(figures, name):
                decided[name] = [_decision(filter_, document) for document in documents]
        with _timed(figures, "c4"):
            _c4(documents)
        if passages:
            decontamination, found = _decontamination(documents, passages, scratch / "ngrams")
            figures["decontamination"], decided["contaminated"] = decontamination, found
        figures["minhash"] = signatures(documents, scratch / "cheap")
    config = _config()
    with _timed(figures, "minhash_buckets"):
        for bucket in range(config.num_buckets):
            MinhashDedupBuckets(str(scratch / "cheap"), str(scratch / "buckets"), config=config).run(None, bucket, config.num_buckets)
    with _timed(figures, "minhash_cluster"):
        MinhashDedupCluster(str(scratch / "buckets"), str(scratch / "remove"), config=config).run(None, 0, 1)
    with _timed(figures, "minhash_filter_and_write"):
        kept = MinhashDedupFilter(str(scratch / "remove")).run(iter(documents), 0, 1)
        for _ in JsonlWriter(str(scratch / "kept"), compression=None).run(kept, 0, 1):
            pass
    pq.write_table(pa.table({"id": [document.id for document in documents], **decided}), scratch / "decisions.parquet")
    return figures


def signatures(documents: list, folder: Path) -> float:
    """CPU seconds of the signature step over all documents, after one to warm up: 14 x 8 hashes over word 5-grams, 64 bits."""
    from datatrove.pipeline.dedup import MinhashDedupSignature

    step = MinhashDedupSignature(str(folder), config=_config())
    step.get_shingles(documents[0].text[:2000])
    began = time.process_time()
    step.run(iter(documents), 0, 1)
    return time.process_time() - began


def _config():
    from datatrove.pipeline.dedup.minhash import MinhashConfig
    from datatrove.utils.hashing import HashConfig

    return MinhashConfig(n_grams=5, num_buckets=14, hashes_per_bucket=8, hash_config=HashConfig(precision=64))


def _filters() -> dict[str, Callable]:
    from datatrove.pipeline.filters import FineWebQualityFilter, GopherQualityFilter, GopherRepetitionFilter

    return dict(zip(DECISIONS, (GopherQualityFilter().filter, GopherRepetitionFilter().filter, FineWebQualityFilter().filter), strict=True))


def _decision(filter_: Callable, document) -> str:
    """The reason for leaving the document out; PASSES, or FAILS where the filter raises (it divides by zero on some texts)."""
    try:
        answer = filter_(document)
    except Exception:
        return FAILS
    if answer is True:
        return PASSES
    return answer[1] if isinstance(answer, tuple) else "left out"


def _c4(documents: list) -> None:
    from datatrove.data import Document
    from datatrove.pipeline.filters import C4QualityFilter

    filter_ = C4QualityFilter().filter
    for document in documents:
        _decision(filter_, Document(text=document.text, id=document.id))       # it writes into the text it is given


def _decontamination(documents: list, passages: Path, folder: Path) -> tuple[float, list[bool]]:
    """CPU seconds and which documents hold a 13-gram of a passage. Its indexer wants another library; the index is plain hashes."""
    from datatrove.data import Document
    from datatrove.pipeline.decont.n_grams import NGramsDecontConfig, NGramsDecontFilter
    from datatrove.utils.text import ngrams, simplify_text

    config = NGramsDecontConfig(n_grams=_NGRAM)
    step = NGramsDecontFilter(str(folder), config=config)
    grams = {step.hash_func(" ".join(gram)) for text in pq.read_table(passages)["text"].to_pylist()
             for gram in ngrams(_WORD.findall(simplify_text(text, config.norm_config)), _NGRAM)}
    folder.mkdir(parents=True, exist_ok=True)
    np.array(sorted(grams), config.hash_config.np_descr).tofile(folder / "evaluation.index.hashes")
    step.load_index_hashes()
    began = time.process_time()
    found = [_decision(step.filter, Document(text=document.text, id=document.id)) != PASSES for document in documents]
    return time.process_time() - began, found


class _RegexWords:
    """What stands where its word tokenizer stood."""

    def word_tokenize(self, text: str) -> list[str]:
        return _WORD.findall(text)


@contextlib.contextmanager
def _cheap() -> Iterator[None]:
    """Cheap tokens in every module that took its tokenizer by name."""
    from unittest.mock import patch

    places = {
        "datatrove.pipeline.filters.gopher_quality_filter.split_into_words": lambda text, language: text.split(),
        "datatrove.pipeline.filters.gopher_repetition_filter.split_into_words": lambda text, language: text.split(),
        "datatrove.pipeline.filters.fineweb_quality_filter.split_into_words": lambda text, language: text.split(),
        "datatrove.pipeline.filters.c4_filters.split_into_sentences": lambda text, language: _SENTENCE.split(text),
        "datatrove.pipeline.dedup.minhash.load_word_tokenizer": lambda language: _RegexWords(),
        "datatrove.pipeline.decont.n_grams.load_word_tokenizer": lambda language: _RegexWords(),
    }
    with contextlib.ExitStack() as stack:
        for place, stand_in in places.items():
            stack.enter_context(patch(place, stand_in))
        yield


def _documents(path: Path) -> list:
    from datatrove.pipeline.readers import ParquetReader

    return list(ParquetReader(str(path.parent), glob_pattern=path.name, batch_size=1000).run())


@contextlib.contextmanager
def _timed(figures: dict[str, float], name: str) -> Iterator[None]:
    began = time.process_time()
    yield
    figures[name] = time.process_time() - began


if __name__ == "__main__":
    main()
