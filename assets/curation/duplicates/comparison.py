"""Pairs of texts compared on the texts themselves: how many shingles they share.

Belongs here: reading the texts that are asked for, once, and merging their shingles in bounded memory. Not here: which pairs are
asked for (`proposals`), what follows from the answer (`near`).
"""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack

import numpy as np
import pyarrow as pa

from assets.curation.duplicates.keys import Numbers
from assets.curation.texts import text_column, texts_of
from assets.lake import Version

_WORD = 8       # bytes of a shingle in memory


def shared_shingles(pairs: np.ndarray, weights: np.ndarray, records: list[Version], numbers: Numbers, *, words: int,
                    memory: int) -> tuple[np.ndarray, np.ndarray]:
    """Shingles that both texts of each pair hold, (n,) int64, and of each compared text its distinct shingles (-1: not compared).

    `pairs` (n, 2) of text numbers, `weights` an upper bound of each text's shingles, `numbers(record ids)` the text number a
    record stands for (-1: none is read from it). Pairs are cut into blocks of about `memory` bytes of shingles; a text lies, as
    hashes, in a nameless temporary file for every block that needs it, so that each text is read and hashed once.
    """
    from assets.text.components import components
    from assets.text.overlap import overlaps

    shared, sizes = np.zeros(len(pairs), np.int64), np.full(len(weights), -1, np.int64)
    if not len(pairs):
        return shared, sizes
    order = np.lexsort((pairs[:, 1], pairs[:, 0], components(len(weights), pairs[:, 0], pairs[:, 1])[pairs[:, 0]]))
    block = np.empty(len(pairs), np.int64)
    block[order] = np.cumsum(weights[pairs[order]].sum(axis=1)) * _WORD // memory
    block = np.unique(block, return_inverse=True)[1]
    with ExitStack() as open_files:
        count = int(block.max()) + 1
        files = [open_files.enter_context(tempfile.SpooledTemporaryFile(memory // count)) for _ in range(count)]      # all of them in memory are `memory`
        held: list[list[tuple[int, int]]] = [[] for _ in files]        # per block: text number, shingles
        needs = np.unique(np.stack([pairs.ravel(), np.repeat(block, 2)], axis=1), axis=0)
        for text, hashes in _hashed(records, numbers, np.unique(pairs), words):
            sizes[text] = len(hashes)
            first, last = np.searchsorted(needs[:, 0], [text, text + 1])
            for number in needs[first:last, 1].tolist():
                files[number].write(hashes.tobytes())
                held[number].append((text, len(hashes)))
        for number, file in enumerate(files):
            file.seek(0)
            hashes = np.frombuffer(file.read(), np.uint64)
            texts, lengths = (np.array(column, np.int64) for column in zip(*held[number], strict=True))
            place = np.zeros(len(weights), np.int64)
            place[texts] = np.arange(len(texts))
            here = np.flatnonzero(block == number)
            shared[here] = overlaps(hashes, np.concatenate([[0], np.cumsum(lengths)]), place[pairs[here, 0]], place[pairs[here, 1]])
    return shared, sizes


def _hashed(records: list[Version], numbers: Numbers, wanted: np.ndarray, words: int) -> Iterator[tuple[int, np.ndarray]]:
    """The sorted distinct shingles (uint64) of each wanted text, in stored order."""
    from assets.text.overlap import shingles

    for batch in batches_of(records):
        found = numbers(batch.column("record_id"))
        rows = np.flatnonzero((found >= 0) & np.isin(found, wanted))
        if len(rows):
            hashes, starts = shingles(texts_of(batch.take(pa.array(rows))), words)
            for row, number in enumerate(found[rows].tolist()):
                yield number, hashes[starts[row]: starts[row + 1]]


def batches_of(records: list[Version]) -> Iterator[pa.RecordBatch]:
    """Record ids and texts of all tables, batch by batch."""
    for version in records:
        names = version.schema.names
        if names:
            yield from version.batches(["record_id", text_column(names)])
