"""The cut: a selection turned into shards, with the provenance of every record beside them.

Belongs here: reading texts once, putting each into its shard, writing files whose bytes follow from their rows.
Not here: choosing records (`selection`), or what makes the cut a release (governance).
"""

import hashlib
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from assets.corpora.account import above, chain, chain_id, described
from assets.corpora.losses import losses
from assets.corpora.recipes import Recipe
from assets.corpora.rendering import COUNTS, IDS, WORDS, content_field, render, schema, wanted
from assets.corpora.selection import SCHEMA
from assets.corpora.stripping import FROM, TABLE, Templates, transform
from assets.lake import IntegrityError, Lake, Version
from assets.lake.digest import ID
from assets.lake.segments import ids
from assets.lake.shards import WRITER, write_shard

VERSION = "1"                   # of the file layout below: part of what decides whether a cut must be made again
PROVENANCE = pa.schema([
    pa.field("record_id", ID, nullable=False),
    pa.field("object_id", ID),                              # the file it arrived in; null for a made record
    pa.field("locator", pa.string(), nullable=False),       # where in that file
    pa.field("digest", ID, nullable=False),                 # MAC of the raw record under the identity key
    pa.field("licence", pa.string(), nullable=False),
    pa.field("legal_basis", pa.string(), nullable=False),
    pa.field("purposes", WORDS, nullable=False),
    pa.field("chain", pa.string(), nullable=False),         # which entry of the manifest's chains
    pa.field("redactions", COUNTS, nullable=False),
    pa.field("parents", IDS, nullable=False),               # one hop
])
_PARENTS = pa.list_(pa.field("element", pa.binary(), nullable=False))      # not of fixed size: pandas refuses lists of those
ORIGIN = pa.schema([("record_id", ID), ("object_id", ID), ("locator", pa.string()), ("row_mac", ID)])


def data_schema(track: str) -> pa.Schema:
    """The columns of a data shard."""
    return pa.schema([
        pa.field("record_id", ID, nullable=False), content_field(track), pa.field("source", pa.string(), nullable=False),
        pa.field("created", pa.date32()), pa.field("language", pa.string()), pa.field("licence", pa.string(), nullable=False),
        pa.field("split", pa.string(), nullable=False), pa.field("weight", pa.float32(), nullable=False),
        pa.field("parents", _PARENTS, nullable=False), pa.field("synthetic", pa.bool_(), nullable=False),
        pa.field("metadata", pa.string(), nullable=False)])


@dataclass(frozen=True)
class Cut:
    """Shards that wait in the vault, under `prefix`, to be scanned and made a release."""

    corpus: str
    prefix: str
    records: int
    files: dict[str, int]           # path under the prefix -> rows
    signature: str                  # of all that decides its bytes
    settled: str | None = None      # the release that already holds exactly this, its files moved there


def prefix_of(corpus: str) -> str:
    """Where the cut of a corpus waits in the vault. It has no version yet: that follows from what changed."""
    return f"pending/releases/{corpus}/next"


def cut(lake: Lake, recipe: Recipe) -> Cut:
    """Write the shards and provenance of a corpus as selected. The same selection again returns the cut that exists.

    Memory holds one shard, and the spans of templates where those are stripped. Raises IntegrityError, and leaves no cut, when any record lacks its text or provenance.
    """
    selected = lake.read(f"corpora/{recipe.corpus}")
    if selected.step["params"].get("recipe") != recipe.plain():
        raise IntegrityError(f"Recipe '{recipe.corpus}' was changed after its records were selected; run `hallmark run` to select again.")
    tables = above(lake, selected)
    signature = _signature(recipe, tables)
    vault, prefix = lake.store("vault"), prefix_of(recipe.corpus)
    if vault.exists(f"{prefix}/cut.json"):
        known = json.loads(vault.read(f"{prefix}/cut.json"))
        if known["signature"] == signature:
            return Cut(recipe.corpus, prefix, known["records"], known["files"], signature, known.get("settled"))
    for entry in vault.list(prefix):
        vault.delete(entry.path)
    chosen = selected.read(SCHEMA.names).cast(SCHEMA)
    chains = _chains(tables, recipe, chosen)
    with tempfile.TemporaryDirectory(dir=lake.scratch()) as folder:
        files = _write_all(lake, recipe, tables, chosen, chains, Path(folder), prefix)
    account = {
        "corpus": recipe.corpus, "title": recipe.title, "track": recipe.track, "records": len(chosen), "files": files,
        "losses": losses(lake, selected, recipe), "signature": signature, "recipe": recipe.plain(), "recipe_digest": recipe.digest(), "selection": selected.table,
        "chains": {name: steps for name, steps in sorted(chains.values())},
        "tables": {table: described(version) for table, version in tables.items()}}
    vault.write(f"{prefix}/cut.json", json.dumps(account).encode())
    return Cut(recipe.corpus, prefix, len(chosen), files, signature)


def _signature(recipe: Recipe, tables: dict[str, Version]) -> str:
    parts = [VERSION, recipe.digest(), json.dumps(WRITER, sort_keys=True), pa.__version__,
             *(f"{table}={version.data_version}" for table, version in sorted(tables.items()))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _chains(tables: dict[str, Version], recipe: Recipe, chosen: pa.Table) -> dict[tuple[str, str], tuple[str, list[dict]]]:
    """(clean table, source) -> chain id and steps, for the pairs that occur."""
    found = {}
    for table, source in sorted(set(_pairs(chosen))):
        steps = chain(tables, f"landing/{source}", table, tuple(other for other in recipe.tables if other != table))
        if recipe.strip and table == FROM:
            steps = [*steps, transform(recipe)]
        found[table, source] = chain_id(steps), steps
    return found


class _Buckets:
    """One scratch file per shard, filled as rows pass by in any order."""

    def __init__(self, folder: Path, name: str, layout: pa.Schema, known: np.ndarray, home: np.ndarray):
        self._folder, self._name, self._layout = folder, name, layout
        self._known, self._home = known, home           # record ids in order, and the shard number of each
        self._writers: dict[int, pa.ipc.RecordBatchFileWriter] = {}

    def wanted(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The rows of a batch that the corpus holds."""
        return batch.filter(pa.array(self._find(batch)[1])) if batch.num_rows else batch

    def add(self, batch: pa.RecordBatch) -> None:
        batch = pa.RecordBatch.from_arrays(batch.select(self._layout.names).columns, schema=self._layout)
        place, _ = self._find(batch)
        homes = self._home[place]
        for number in np.unique(homes):
            if number not in self._writers:
                self._writers[number] = pa.ipc.new_file(self._path(number), self._layout)
            self._writers[number].write_batch(batch.take(pa.array(np.flatnonzero(homes == number))))

    def close(self) -> None:
        for writer in self._writers.values():
            writer.close()

    def read(self, number: int, order: np.ndarray) -> pa.Table | None:
        """The rows of one shard in the order of the ids given; None when one of them is missing or there twice."""
        path = self._path(number)
        table = pa.ipc.open_file(path).read_all().combine_chunks() if path.exists() else self._layout.empty_table()
        path.unlink(missing_ok=True)
        here = ids(table["record_id"])
        sorting = np.argsort(here, kind="stable")
        if len(here) != len(order) or not np.array_equal(here[sorting], np.sort(order)):
            return None
        return table.take(pa.array(sorting[np.searchsorted(here[sorting], order)]))

    def _path(self, number: int) -> Path:
        return self._folder / f"{self._name}-{number}.arrow"

    def _find(self, batch: pa.RecordBatch) -> tuple[np.ndarray, np.ndarray]:
        sought = ids(batch["record_id"])
        if not len(self._known):
            return np.zeros(len(sought), int), np.zeros(len(sought), bool)
        place = np.minimum(np.searchsorted(self._known, sought), len(self._known) - 1)
        return place, self._known[place] == sought


def _write_all(lake: Lake, recipe: Recipe, tables: dict, chosen: pa.Table, chains: dict, folder: Path, prefix: str) -> dict[str, int]:
    shards = [(split, number, count) for split, count in recipe.shards.items() for number in range(count)]
    first = {split: sum(list(recipe.shards.values())[:at]) for at, split in enumerate(recipe.shards)}
    home = np.array([first[split] + shard for split, shard in zip(chosen["split"].to_pylist(), chosen["shard"].to_pylist(), strict=True)], int)
    known = ids(chosen["record_id"])                    # the selection stands in record id order, but do not rely on it
    sorting = np.argsort(known, kind="stable")
    rows = _Buckets(folder, "rows", schema(recipe.track), known[sorting], home[sorting])
    origins = _Buckets(folder, "origins", ORIGIN, known[sorting], home[sorting])
    templates = Templates(tables[TABLE], recipe.strip.templates) if recipe.strip else None
    done = 0
    for table in recipe.tables:
        names = wanted(tables[table].schema.names)
        for batch in tables[table].batches(names) if names else ():
            found = rows.wanted(batch)
            if found.num_rows:
                rows.add(render(found, recipe.track, recipe.roles, templates.of(found) if templates and table == FROM else None))
                done += found.num_rows
                lake.progress(f"cut {recipe.corpus}", done, len(chosen))
    for source in sorted(set(chosen["source"].to_pylist())):
        if origin := tables.get(f"landing/{source}"):
            for batch in origin.batches(ORIGIN.names):
                found = origins.wanted(batch)
                if found.num_rows:
                    origins.add(found)
    rows.close()
    origins.close()
    files: dict[str, int] = {}
    place = np.asarray(chosen["place"].to_numpy())
    for number, (split, shard, count) in enumerate(shards):
        inside = np.flatnonzero(home == number)
        inside = inside[np.lexsort((known[inside], place[inside]))]
        name = f"{split}-{shard:05d}-of-{count:05d}.parquet"
        data, provenance = _shard(rows, origins, number, chosen.take(pa.array(inside)), chains, recipe.track, name)
        for kind, table in (("data", data), ("provenance", provenance)):
            local = folder / name
            write_shard(table, local)
            lake.store("vault").put_file(local, f"{prefix}/{kind}/{name}")
            local.unlink()
            files[f"{kind}/{name}"] = table.num_rows
    return dict(sorted(files.items()))


def _shard(rows: _Buckets, origins: _Buckets, number: int, chosen: pa.Table, chains: dict, track: str, name: str) -> tuple[pa.Table, pa.Table]:
    """The data and the provenance of one shard, row by row the same records."""
    order = ids(chosen["record_id"])
    content, origin = rows.read(number, order), origins.read(number, order)
    if content is None:
        raise IntegrityError(f"Shard {name}: the clean tables do not hold each selected record exactly once; run `hallmark run` again.")
    if origin is None:
        raise IntegrityError(f"Shard {name}: the origin of a record is missing, so its provenance is incomplete and there is no release; "
                             f"run `hallmark run` again, then `hallmark doctor`.")
    data = pa.table({**{field.name: content[field.name] for field in content.schema}, "source": chosen["source"],
                     "split": chosen["split"], "weight": chosen["weight"]}).select(data_schema(track).names)
    provenance = pa.table({
        "record_id": content["record_id"], "object_id": origin["object_id"], "locator": origin["locator"], "digest": origin["row_mac"],
        "licence": content["licence"], "legal_basis": content["legal_basis"], "purposes": content["purposes"],
        "chain": pa.array([chains[pair][0] for pair in _pairs(chosen)], pa.string()),
        "redactions": content["redactions"], "parents": content["parents"]})
    lacking = [field.name for field in PROVENANCE if not field.nullable and provenance[field.name].null_count]
    if lacking:
        raise IntegrityError(f"Shard {name}: provenance lacks '{lacking[0]}' for a record, so there is no release; "
                             f"correct its source's contract.")
    return data.cast(data_schema(track)), provenance.cast(PROVENANCE)


def _pairs(chosen: pa.Table) -> list[tuple[str, str]]:
    """(clean table, source) of each row."""
    return list(zip(chosen["table"].to_pylist(), chosen["source"].to_pylist(), strict=True))
