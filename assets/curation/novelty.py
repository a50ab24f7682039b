"""How new a text is against a public reference, and how well it fits what the house's experts wrote.

Belongs here: the models of a reference and a seed, their cut-offs, and the measures of each text. Not here: which sources are reference and seed
(the house says), and what a recipe asks for.
Novelty alone rewards garbage: nothing surprises a model more than noise. So each text is also held against the seed (Moore and Lewis 2010; DSIR,
Xie et al. 2023), and every cut-off is read off passages of the house's own reference and seed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.curation.broadcasts import once_a_table
from assets.curation.texts import text_column, texts_of
from assets.lake import Result, Step, Version
from assets.lake.digest import digest_of, mac
from assets.lake.errors import ContractError
from assets.lake.segments import ids

if TYPE_CHECKING:
    from assets.text.kneser_ney import Model

MODELS = pa.schema([
    pa.field("record_id", pa.binary(16), nullable=False),      # of the entry's name: the same in every house
    pa.field("name", pa.string(), nullable=False),             # "reference", "seed", "log ratio", or "cut-offs N"
    pa.field("fitted_from", pa.string(), nullable=False),      # digest of the rows and parameters that everything here was learned from
    pa.field("bytes", pa.int64()),                             # of text a model learned from, or a cut-off was read off; null for the log ratio
    pa.field("content", pa.large_binary()),                    # the model; null for cut-offs
    pa.field("passage_bytes", pa.int32()),                     # cut-offs: for texts of this length and more; the rest is null for models
    pa.field("familiar", pa.float64()),                        # reference bits per byte that half of the reference's held-out passages stay below
    pa.field("moore_lewis", pa.float64()),                     # what 95 % of them stay below
    pa.field("dsir", pa.float64()),                            # what 95 % of them stay below
    pa.field("noise", pa.float64()),                           # reference bits per byte, a tenth above what 99 % of the seed's passages stay below
])

# Every measure is null for a text that is null or has fewer than 256 bytes (it says too little), and everywhere while no models exist.
SCHEMA = pa.schema([
    pa.field("record_id", pa.binary(16), nullable=False),
    pa.field("reference_bits_per_byte", pa.float32()),    # what a byte costs who knows the reference: 8 for anything, about 2 for its like
    pa.field("moore_lewis", pa.float32()),                # bits per byte by which the seed's model reads it better than the reference's
    pa.field("dsir", pa.float32()),                       # bits per word and word pair by which the seed makes it likelier; null also without words
    pa.field("novel", pa.bool_()),                        # costs more than half of the reference's held-out passages do
    pa.field("fits", pa.bool_()),                         # by Moore-Lewis and by DSIR, beyond 95 % of the reference's held-out passages
    pa.field("noise", pa.bool_()),                        # costs a tenth more than 99 % of the seed's passages do: no text, or not in its languages
    pa.field("distinctive", pa.bool_()),                  # novel, fits and no noise: what this house has and the public has not
])

LENGTHS = (256, 512, 1024, 2048)    # bytes: short texts vary more, so each length has cut-offs of its own
LEAST = 20                          # held-out passages; with fewer there is no cut-off
AT_MOST = 6_000_000                 # bytes sampled from the reference, and from the seed
_BLOCK = 8192                       # bytes drawn together, so that a held-out passage's neighbours are mostly held out with it
_HELD_OUT = 10                      # one in so many bytes of the reference's sample
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


# -- learning --------------------------------------------------------------------------------------------------------------

def reference_models_of(inputs: dict, *, reference: tuple[str, ...] = (), seed: tuple[str, ...] = (), order: int = 6, at_most: int = AT_MOST,
                        before: Version | None = None) -> Result:
    """Models of two sets of sources and the cut-offs that follow from them; no rows where either set has no text.

    `reference` and `seed` are names of sources, or patterns of them with `*`. Of each set `at_most` bytes are learned from: blocks of 8 kB in the
    order of a draw over record id and place, so that one more record changes little. Texts are streamed; memory holds twice the sample, and 16 bytes
    of each record. With the table made `before` of the same rows nothing is learned again. Raises ContractError for a source named in both sets.
    """
    records = inputs["records"]
    versions = [version for version in (records if isinstance(records, list) else [records]) if version.rows]
    sets = {"reference": tuple(reference), "seed": tuple(seed)}
    if not all(sets.values()):
        return Result(MODELS.empty_table())
    fitted_from = _digest(versions, sets, order, at_most)
    if before is not None and before.rows:
        known = before.read(["record_id", "fitted_from"])
        if known["fitted_from"][0].as_py() == fitted_from:
            return Result(MODELS.empty_table(), unchanged=ids(known["record_id"]))
    samples = {name: _Sample(at_most) for name in sets}
    for version in versions:
        for batch in version.batches(["record_id", "source", text_column(version.schema.names)]):
            for name, rows in _belonging(batch, sets):
                samples[name].add(batch.filter(rows))
    if not all(sample.size for sample in samples.values()):
        return Result(MODELS.empty_table())
    return Result(_fitted(samples["reference"].blocks(), samples["seed"].blocks(), order, fitted_from))


def _digest(versions: list[Version], sets: dict[str, tuple[str, ...]], order: int, at_most: int) -> str:
    """Digest of the rows that belong to a set, in any order, and of how they are learned from."""
    macs: dict[str, list[np.ndarray]] = {name: [np.empty(0, "S16")] for name in sets}
    for version in versions:
        for batch in version.batches(["source", "row_mac"]):
            for name, rows in _belonging(batch, sets):
                macs[name].append(ids(batch["row_mac"].filter(rows)))
    return digest_of(str(order), str(at_most), *(np.sort(np.concatenate(found)).tobytes() for found in macs.values()))


def _belonging(batch: pa.RecordBatch, sets: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, pa.Array]]:
    """Which rows of the batch belong to each set that has any."""
    sources = batch["source"].unique().to_pylist()
    named = {name: [source for source in sources if any(fnmatchcase(source, pattern) for pattern in patterns)] for name, patterns in sets.items()}
    both = set(named["reference"]) & set(named["seed"])
    if both:
        raise ContractError(f"Source '{min(both)}' is named as reference and as seed; a text cannot be compared with itself, so name it once.")
    for name, found in named.items():
        if found:
            yield name, pc.is_in(batch["source"], pa.array(found, batch["source"].type))


@dataclass
class _Sample:
    """The first blocks, in the order of their draws, that together have at most so many bytes."""

    at_most: int
    size: int = 0
    _draws: list[np.ndarray] = field(default_factory=list)
    _blocks: list[pa.Array] = field(default_factory=list)

    def add(self, records: pa.RecordBatch) -> None:
        from assets.text.passages import passages

        blocks, owners = passages(texts_of(records), _BLOCK)
        halves = ids(records["record_id"]).view("<u8").reshape(-1, 2)[owners]
        numbers = np.arange(len(owners)) - np.searchsorted(owners, owners)
        self._draws.append(_mixed(halves[:, 0] ^ _mixed(halves[:, 1] + numbers.astype(np.uint64) * _SPREAD)))
        self._blocks.append(blocks)
        self.size += pc.sum(pc.binary_length(blocks)).as_py() or 0
        if self.size > 2 * self.at_most:
            self._shrink()

    def blocks(self) -> pa.Array:
        """The sample, in the order of the draws."""
        self._shrink()
        return self._blocks[0]

    def _shrink(self) -> None:
        draws, blocks = np.concatenate(self._draws), pa.concat_arrays(self._blocks)
        order = np.argsort(draws, kind="stable")
        ends = np.cumsum(pc.binary_length(blocks).to_numpy()[order])
        kept = order[: np.searchsorted(ends, self.at_most, "right")]
        self._draws, self._blocks = [draws[kept]], [blocks.take(pa.array(kept))]
        self.size = int(ends[len(kept) - 1]) if len(kept) else 0


def _mixed(values: np.ndarray) -> np.ndarray:
    """Appleby's 64-bit finaliser (MurmurHash3)."""
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        values = (values ^ values >> np.uint64(33)) * np.uint64(factor)
    return values ^ values >> np.uint64(33)


def _fitted(reference: pa.Array, seed: pa.Array, order: int, fitted_from: str) -> pa.Table:
    from assets.text import dsir
    from assets.text.kneser_ney import Model

    held_out, learned = _first_bytes(reference, pc.sum(pc.binary_length(reference)).as_py() // _HELD_OUT)
    models = {"reference": Model.fit(learned, order), "seed": Model.fit(seed, order)}
    ratio = dsir.log_ratio(dsir.bucket_counts(seed), dsir.bucket_counts(learned))
    rows = [{"name": name, "bytes": model.learned, "content": model.to_bytes()} for name, model in models.items()]
    rows.append({"name": "log ratio", "content": ratio.astype("<i8").tobytes()})
    read = _Models(models["reference"], models["seed"], ratio, ())
    expert, _ = _first_bytes(seed, AT_MOST // _HELD_OUT)
    rows += [cut for length in LENGTHS if (cut := _cut_offs(read, length, held_out, expert))]
    return pa.Table.from_pylist([{"record_id": mac(b"", "reference_models", row["name"]), "fitted_from": fitted_from, **row} for row in rows], MODELS)


def _first_bytes(blocks: pa.Array, size: int) -> tuple[pa.Array, pa.Array]:
    """The first blocks of about so many bytes, and the others."""
    count = int(np.searchsorted(np.cumsum(pc.binary_length(blocks).to_numpy()), size, "left"))
    return blocks[:count], blocks[count:]


def _cut_offs(models: "_Models", length: int, held_out: pa.Array, expert: pa.Array) -> dict | None:
    """Cut-offs for texts of this length; None where the reference or the seed has too few passages of it."""
    public, ours = _joined(held_out, length), _joined(expert, length)
    if len(public) < LEAST or not len(ours):
        return None
    costs, moore_lewis, ratios = models.measure(public)
    expert_costs, _, _ = models.measure(ours)
    return {"name": f"cut-offs {length}", "bytes": length * len(public), "passage_bytes": length, "familiar": np.quantile(costs, 0.5),
            "moore_lewis": np.quantile(moore_lewis, 0.95), "dsir": np.quantile(np.nan_to_num(ratios), 0.95), "noise": 1.1 * np.quantile(expert_costs, 0.99)}


def _joined(blocks: pa.Array, length: int) -> pa.Array:
    """The blocks, one a line, in passages of this length."""
    from assets.text.passages import passages

    pieces, _ = passages(pa.array(["\n".join(blocks.to_pylist())], pa.large_string()), length)
    return pieces.filter(pc.greater_equal(pc.binary_length(pieces), length - 3))


# -- measuring -------------------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class _Models:
    reference: "Model"
    seed: "Model"
    ratio: np.ndarray               # of `dsir.log_ratio`, seed over reference
    cut_offs: tuple[dict, ...]      # rows of MODELS, shortest passages first

    def measure(self, texts: pa.Array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Reference bits per byte, Moore-Lewis and DSIR of each text, float64; NaN where there is none."""
        from assets.text import dsir

        costs, expert = (model.bits_per_byte(texts).to_numpy(zero_copy_only=False) for model in (self.reference, self.seed))
        return costs, costs - expert, dsir.per_token(texts, self.ratio).to_numpy(zero_copy_only=False)


def novelty_of(records: pa.RecordBatch, models: pa.Table) -> pa.RecordBatch:
    """One row per record, in the order given. `models` is the whole table of `reference_models`."""
    read = _models_of(models)
    if read is None or not read.cut_offs:
        return pa.record_batch([records["record_id"], *(pa.nulls(records.num_rows, one.type) for one in SCHEMA if one.name != "record_id")], schema=SCHEMA)
    texts = texts_of(records)
    sizes = pc.fill_null(pc.binary_length(texts), 0).to_numpy()
    level = np.searchsorted([cut["passage_bytes"] for cut in read.cut_offs], sizes, "right") - 1
    unknown = level < 0
    familiar, fit, likely, noisy = (np.array([cut[name] for cut in read.cut_offs])[level] for name in ("familiar", "moore_lewis", "dsir", "noise"))
    costs, moore_lewis, ratios = read.measure(pc.if_else(pa.array(unknown), pa.scalar("", pa.large_string()), texts))
    novel, fits, noise = costs > familiar, (moore_lewis > fit) & (ratios > likely), costs > noisy
    return pa.record_batch([
        records["record_id"],
        *(pa.array(values.astype(np.float32), mask=unknown | np.isnan(values)) for values in (costs, moore_lewis, ratios)),
        *(pa.array(values, mask=unknown) for values in (novel, fits, noise, novel & fits & ~noise)),
    ], schema=SCHEMA)


@once_a_table
def _models_of(table: pa.Table) -> _Models | None:
    from assets.text.kneser_ney import Model

    if not table.num_rows:
        return None
    contents = {name.as_py(): content.as_buffer() for name, content in zip(table["name"], table["content"], strict=True)}     # megabytes, not copied
    cut_offs = sorted((row for row in table.drop_columns(["content"]).to_pylist() if row["passage_bytes"]), key=lambda row: row["passage_bytes"])
    reference, seed = (Model.from_bytes(contents[name]) for name in ("reference", "seed"))
    return _Models(reference, seed, np.frombuffer(contents["log ratio"], "<i8"), tuple(cut_offs))


reference_models = Step.whole("reference_models", version="1", run=reference_models_of, schema=MODELS, remembers=True, learns=True)
novelty = Step.map("novelty", version="1", run=novelty_of, schema=SCHEMA)
