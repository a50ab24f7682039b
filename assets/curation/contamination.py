"""How much of a text stands in an evaluation set that the house was given.

Belongs here: the sets and what each text shares with them. Not here: the house's own evaluation splits (a corpus keeps its
training clean of those), and how much is too much (recipes). n-grams of 13 words, as Brown et al. (2020) count contamination.
A set is a file under `evaluations/` of the house: JSON lines, a passage or question each, or plain text. Of it only hashes are kept.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.curation.broadcasts import once_a_table
from assets.curation.texts import texts_of
from assets.lake import LEFT_OUT, House, InputError, Lake, Step, Version
from assets.lake.digest import mac

TABLE = "annotations/evaluations"
SHORTEST = 5        # words: what is shorter stands in too many texts to mean anything
_VERSION = "1"
_ENDINGS = (".jsonl", ".txt", ".md")
SETS = pa.schema([
    pa.field("record_id", pa.binary(16), nullable=False),            # of the set's name and its text
    pa.field("set", pa.string(), nullable=False),
    pa.field("words", pa.int32(), nullable=False),                   # of the text
    pa.field("ngrams", pa.list_(pa.uint64()), nullable=False),       # hashes, in the text's order; of a shorter text one of all its words
    pa.field("opening", pa.uint64()),                                # hash of the first SHORTEST words of such a text; null for others
])
_MATCH = pa.struct([
    pa.field("set", pa.string(), nullable=False),
    pa.field("ngrams", pa.int32(), nullable=False),                  # of the text's n-grams, those that stand in the set
    pa.field("share", pa.float32(), nullable=False),                 # 0..1 of the text's words inside them
    pa.field("example", pa.binary(16)),                              # an entry of the set that holds one of them
])
SCHEMA = pa.schema([
    pa.field("record_id", pa.binary(16), nullable=False),
    pa.field("matches", pa.list_(_MATCH), nullable=False),           # by the set's name; empty where nothing is shared
    pa.field("worst_share", pa.float32(), nullable=False),           # the largest share; 0 where nothing is shared
])


# -- the sets ------------------------------------------------------------------------------------------------------------

def edition(house: House | None, ngram: int) -> str:
    """Changes when a file does."""
    files = _files(house) if house is not None else []
    return f"{_VERSION}-" + mac(b"", _VERSION, str(ngram), *(part for path in files for part in (path.name, path.read_bytes()))).hex()[:10]


def take_over(lake: Lake, ngram: int) -> Version:
    """Bring `annotations/evaluations` up to date with the house's files; unchanged files give the version that exists.

    Raises InputError naming file and line where a file cannot be read.
    """
    signature = mac(lake.keys.identity, TABLE, edition(lake.house, ngram)).hex()
    base = lake.find(TABLE)
    if base is not None and base.signature == signature:
        return base
    rows = {row["record_id"]: row for path in _files(lake.house) for row in _rows(lake.keys.identity, path, ngram)}
    table = pa.Table.from_pylist([rows[key] for key in sorted(rows)], SETS)
    return lake.commit(TABLE, table.to_batches(), schema=SETS, left_out=LEFT_OUT.empty_table(), counted_in=table.num_rows,
                       step={"name": "evaluations", "version": _VERSION, "params": {"ngram": ngram}}, signature=signature)


def _files(house: House) -> list[Path]:
    return [path for path in house.files("evaluations", "*") if path.suffix in _ENDINGS]


def _rows(key: bytes, path: Path, ngram: int) -> Iterator[dict]:
    texts = list(_texts(path))
    for text, hashed in zip(texts, hashed_texts(pa.array(texts, pa.large_string()), ngram), strict=True):
        if len(hashed["ngrams"]):
            yield {"record_id": mac(key, TABLE, path.stem, text), "set": path.stem, **hashed}


def hashed_texts(texts: pa.Array, ngram: int) -> Iterator[dict]:
    """What is kept of each text: `words`, `ngrams` and `opening`. A text of fewer than SHORTEST words has no n-gram."""
    from assets.text.ngrams import opening_hashes
    from assets.text.shingles import shingle_hashes
    from assets.text.words import Words, word_hashes

    words, shortest = word_hashes(texts), min(SHORTEST, ngram)
    hashes, starts = shingle_hashes(words, ngram, at_least=shortest)
    for number, count in enumerate(np.diff(words.starts).tolist()):
        said = words.hashes[words.starts[number]: words.starts[number + 1]]
        brief = shortest <= count < ngram
        yield {"words": count, "ngrams": hashes[starts[number]: starts[number + 1]],
               "opening": int(opening_hashes(Words(said, np.array([0, count])), shortest)[0]) if brief else None}


def _texts(path: Path) -> Iterator[str]:
    """The passages of a file: of a line of JSON all its texts, of plain text what stands between blank lines."""
    try:
        content = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{path}: this evaluation set cannot be read as UTF-8 text; save it as such, or take it away.") from None
    if path.suffix != ".jsonl":
        yield from (part for part in content.split("\n\n") if part.strip())
        return
    for number, line in enumerate(content.splitlines(), start=1):
        if line.strip():
            try:
                yield "\n".join(_strings(json.loads(line)))
            except ValueError:
                raise InputError(f"{path}: line {number} is not JSON; an evaluation set in .jsonl has one JSON value a line.") from None


def _strings(value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


# -- the measure ---------------------------------------------------------------------------------------------------------

def contamination_of(records: pa.RecordBatch, *, evaluations: pa.Table, ngram: int) -> pa.RecordBatch:
    """One row per record, in the order given. `evaluations` is the whole of `annotations/evaluations`, of n-grams of `ngram` words."""
    from assets.text.words import word_hashes

    size = records.num_rows
    sets = _sets(evaluations, ngram) if evaluations.num_rows else ()
    words = word_hashes(texts_of(records)) if sets else None
    rows, matches, worst = [np.empty(0, np.int64)], [pa.array([], _MATCH)], np.zeros(size)
    for name, ngrams, entries in sets:
        hits = ngrams.probe(words)
        share = np.divide(hits.covered_words, hits.words, out=np.zeros(size), where=hits.words > 0)
        worst = np.maximum(worst, share)
        found = np.flatnonzero(hits.ngrams)
        rows.append(found)
        matches.append(pa.StructArray.from_arrays([
            pa.array([name] * len(found), pa.string()), pa.array(hits.ngrams[found].astype(np.int32)), pa.array(share[found].astype(np.float32)),
            entries.take(pa.array(hits.first_owner[found]))], fields=list(_MATCH)))
    row = np.concatenate(rows)
    offsets = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=size))]).astype(np.int32)
    in_order = pa.concat_arrays(matches).take(pa.array(np.argsort(row, kind="stable")))
    return pa.record_batch([
        records.column("record_id"), pa.ListArray.from_arrays(pa.array(offsets), in_order, type=SCHEMA.field("matches").type),
        pa.array(worst.astype(np.float32))], schema=SCHEMA)


@once_a_table
def _sets(evaluations: pa.Table, ngram: int) -> tuple:
    """(name, NgramSet, record ids of its entries) of each set, in name order: made once for all batches of a run."""
    from assets.text.ngrams import NgramSet

    made = []
    for name in sorted(set(evaluations["set"].to_pylist())):
        entries = evaluations.filter(pc.equal(evaluations["set"], name)).combine_chunks()
        lists = entries["ngrams"].chunk(0)
        owners = np.repeat(np.arange(len(entries), dtype=np.int32), lists.value_lengths().to_numpy(zero_copy_only=False))
        brief = entries.filter(entries["opening"].is_valid())
        ngrams = NgramSet.of_hashes(lists.flatten().to_numpy(zero_copy_only=False), owners, ngram, brief["words"].to_numpy(), brief["opening"].to_numpy(),
                                    min(SHORTEST, ngram))
        made.append((name, ngrams, entries["record_id"].chunk(0)))
    return tuple(made)


contamination = Step.map("contamination", version="1", run=contamination_of, schema=SCHEMA)
