"""Which records hold what a corpus keeps for evaluation: every corpus against the validation and test records of every other and its own.

Belongs here: finding those records, their n-grams, and who else holds them (13-grams, Brown et al. 2020). Not here: leaving a record out
(`selection`, at a share of the recipe's), and evaluation sets from outside (an annotation).
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.corpora.recipes import Recipe
from assets.corpora.rendering import plain
from assets.corpora.selection import evaluation
from assets.lake import Result, Step, Version
from assets.lake.digest import ID
from assets.lake.segments import ids, members

_MATCH = pa.struct([
    pa.field("corpus", pa.string(), nullable=False),        # whose validation and test records
    pa.field("ngrams", pa.int32(), nullable=False),         # n-grams of this record that those hold, repeated ones each time
    pa.field("share", pa.float32(), nullable=False),        # 0..1 of this record's words that stand in one of those
    pa.field("example", ID, nullable=False),                # one evaluation record that holds some: the lowest id
])
SCHEMA = pa.schema([
    pa.field("record_id", ID, nullable=False),
    pa.field("matches", pa.list_(pa.field("element", _MATCH, nullable=False)), nullable=False),     # by corpus; an evaluation record matches itself
])
_TEXT_TO_MEMORY = 16        # bytes of memory per byte of evaluation text while its n-grams are sorted
_ROWS = 65_536


def read_by(recipes: list[Recipe]) -> dict[str, list[str] | str]:
    """The tables this step reads to know what the corpora evaluate with."""
    tables = sorted({table for recipe in recipes for table in recipe.tables})
    names = sorted({name for recipe in recipes for name in _uncontested(recipe).measures})
    return {"records": tables, **{name: f"annotations/{name}" for name in names}}


def evaluation_overlaps_of(inputs: dict, *, recipes: list[dict], words: int = 13, held_by: int = 10, memory_mb: int = 256) -> Result:
    """One row per record, in record id order.

    What a corpus evaluates with is what it keeps for validation and test by rights, rules and duplicates; which training records overlap
    does not change it. N-grams of `words` words that more than `held_by` records hold are phrases everybody uses and do not count; a text
    of fewer words has none, and is found only as a duplicate. Texts are streamed three times for each `memory_mb` of n-grams; where the
    evaluation texts of a corpus need several portions, a passage that two of them hold counts twice, up to the whole record.
    """
    from assets.text.ngrams import NgramSet

    records: list[Version] = inputs["records"]
    everybody = np.sort(np.concatenate([np.empty(0, "S16"), *(ids(batch["record_id"]) for version in records for batch in version.batches(["record_id"]))]))
    found = defaultdict(list)
    for recipe in sorted((Recipe.model_validate(recipe) for recipe in recipes), key=lambda recipe: recipe.corpus):
        held = evaluation(_inputs_of(recipe, inputs), _uncontested(recipe))
        for record_ids, texts in _portions(records, ids(held), (memory_mb << 20) // _TEXT_TO_MEMORY):
            known = NgramSet.of(texts, words, at_least=words)
            if not len(known):
                continue
            known, holders = _telling(known, records, held_by)
            for batch in _texts(records, holders):
                hits = known.probe(batch[1])
                some = np.flatnonzero(hits.ngrams)
                found[recipe.corpus].append((batch[0][some], hits.ngrams[some], hits.covered_words[some], hits.words[some],
                                             record_ids[hits.first_owner[some]]))
    return Result(_rows(everybody, {corpus: _summed(parts) for corpus, parts in found.items()}))


def _uncontested(recipe: Recipe) -> Recipe:
    """The recipe as far as its evaluation records depend on it."""
    return recipe.model_copy(update={"contamination": None, "strip": None})


def _inputs_of(recipe: Recipe, inputs: dict) -> dict:
    return {"records": [version for version in inputs["records"] if version.table in recipe.tables],
            **{name: inputs[name] for name in _uncontested(recipe).measures}}


def _texts(records: list[Version], wanted: np.ndarray) -> Iterator[tuple[np.ndarray, pa.Array]]:
    """Ids and texts of the wanted records (sorted S16), batch by batch."""
    for version in records:
        names = version.schema.names
        for batch in version.batches(["record_id", "text" if "text" in names else "turns"]) if names else ():
            mask = members(ids(batch["record_id"]), wanted)
            if mask.any():
                batch = batch.filter(pa.array(mask))
                yield ids(batch["record_id"]), plain(batch)


def _portions(records: list[Version], wanted: np.ndarray, limit: int) -> Iterator[tuple[np.ndarray, pa.Array]]:
    """Ids and texts of the wanted records in id order, at most about `limit` bytes of text at a time, or one longer text."""
    sizes = np.zeros(len(wanted), np.int64)
    for record_ids, texts in _texts(records, wanted):
        sizes[np.searchsorted(wanted, record_ids)] = pc.fill_null(pc.binary_length(texts), 0).to_numpy(zero_copy_only=False)
    portion = (np.cumsum(sizes) - sizes) // limit
    for number in np.unique(portion):
        some = wanted[portion == number]
        parts = list(_texts(records, some))
        order = np.argsort(np.concatenate([part[0] for part in parts]), kind="stable")
        yield some, pa.concat_arrays([part[1] for part in parts]).take(pa.array(order))


def _telling(known, records: list[Version], held_by: int) -> tuple:
    """The n-grams that at most `held_by` records hold, and the sorted ids of all records that hold any."""
    holding, holders = np.zeros(len(known), np.int64), [np.empty(0, "S16")]
    for version in records:
        names = version.schema.names
        for batch in version.batches(["record_id", "text" if "text" in names else "turns"]) if names else ():
            owner, ngram = known.find(plain(batch))
            pairs = np.sort(owner * len(known) + ngram)
            pairs = pairs[np.flatnonzero(np.diff(pairs, prepend=-1))]      # an n-gram that a text repeats counts once
            holding += np.bincount(pairs % len(known), minlength=len(known))
            holders.append(ids(batch["record_id"])[np.unique(owner)])
    return known.without(np.flatnonzero(holding > held_by)), np.sort(np.concatenate(holders))


def _summed(parts: list[tuple]) -> tuple[np.ndarray, ...]:
    """Per record with any hit, in id order: record, n-grams, share of words, lowest example."""
    record_ids, ngrams, covered, words, examples = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((np.unique(examples, return_inverse=True)[1], np.unique(record_ids, return_inverse=True)[1]))
    record_ids, ngrams, covered, words, examples = (column[order] for column in (record_ids, ngrams, covered, words, examples))
    unique, first = np.unique(record_ids, return_index=True)
    if not len(first):
        return unique, ngrams, covered, examples
    share = np.minimum(np.add.reduceat(covered, first) / words[first], 1)
    return unique, np.add.reduceat(ngrams, first), share, examples[first]


def _rows(everybody: np.ndarray, found: dict[str, tuple]) -> Iterator[pa.RecordBatch]:
    corpora = sorted(found)
    place = np.concatenate([np.empty(0, np.int64), *(np.searchsorted(everybody, found[corpus][0]) for corpus in corpora)])
    order = np.argsort(place, kind="stable")
    counted = np.concatenate([[0], np.cumsum(np.bincount(place, minlength=len(everybody)))])
    names = np.repeat(np.arange(len(corpora)), [len(found[corpus][0]) for corpus in corpora])[order] if corpora else np.empty(0, int)
    ngrams, share, examples = (np.concatenate([np.empty(0, kind), *(found[corpus][column] for corpus in corpora)])[order]
                               for column, kind in ((1, np.int64), (2, np.float64), (3, "S16")))
    for start in range(0, len(everybody), _ROWS):
        some = slice(start, min(start + _ROWS, len(everybody)))
        here = slice(counted[some.start], counted[some.stop])
        matches = pa.StructArray.from_arrays([
            pa.array(corpora, pa.string()).take(pa.array(names[here])), pa.array(ngrams[here].astype(np.int32)),
            pa.array(share[here].astype(np.float32)), _binary(examples[here])], fields=list(_MATCH))
        offsets = pa.array((counted[some.start: some.stop + 1] - counted[some.start]).astype(np.int32))
        yield pa.record_batch([_binary(everybody[some]), pa.ListArray.from_arrays(offsets, matches, type=SCHEMA.field("matches").type)], schema=SCHEMA)


def _binary(values: np.ndarray) -> pa.Array:
    return pa.FixedSizeBinaryArray.from_buffers(ID, len(values), [None, pa.py_buffer(np.ascontiguousarray(values.astype("S16")).tobytes())])


evaluation_overlaps = Step.whole("evaluation_overlaps", version="1", run=evaluation_overlaps_of, schema=SCHEMA)
