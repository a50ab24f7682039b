"""The subject index: which records a person, a table and a release have, found without reading them whole.

Belongs here: building, searching and forgetting it. Not here: what an answer means (trace, erasure).
It lies in the vault and holds MACs only. It is made of what it stands for and named by its version or digest: a file that does not fit any more, or is
damaged, is made again. An erasure forgets it.
"""

import hashlib
from collections.abc import Callable
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assets.governance.releases import folder_of, manifest_of, releases
from assets.lake import IntegrityError, Lake, Version
from assets.lake.segments import ids, pairs
from assets.lake.sstable import look_up, part_of, write

FOLDER = "index"
RAW = "landing/"
_SUBJECT, _RECORD, _RELEASED = 32, 32, 40       # bytes of an entry: (subject, record); (record, source); (record or parent, record, number of the shard)
_CHUNK = 1 << 20


def about(lake: Lake, subjects: np.ndarray, everywhere: bool = False) -> dict[str, np.ndarray]:
    """The raw records about people: landing table -> record ids (S16), each once, tables without one left out.

    `subjects` are subject ids (S16). Records in what is seen; with `everywhere` also in what waits for its checks and in what was seen before.
    """
    return {table: np.unique(records) for table, (_, records) in links(lake, subjects, everywhere).items()}


def links(lake: Lake, subjects: np.ndarray, everywhere: bool = False) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """As `about`, and whose they are: landing table -> (subject ids, record ids), (n,) S16 each, one pair per person and record."""
    found = {}
    for table in _raw_tables(lake, everywhere):
        versions = _versions(lake, table, everywhere)
        fitting = {version.data_version for version in versions}
        hits = [_found(lake, f"{FOLDER}/subjects/{table}", version.data_version, partial(_people, version), _SUBJECT, subjects, fitting) for version in versions]
        if hits and len(held := np.unique(np.concatenate(hits))):
            found[table] = part_of(held, 0, 16), part_of(held, 16, 32)
    return found


def present(lake: Lake, table: str, records: np.ndarray, sources: list[str] | None = None) -> np.ndarray:
    """Which of these records (S16) a table has among its visible rows, from these sources or any: (n,) S16, each once."""
    version = lake.find(table)
    if version is None or not version.rows:
        return np.empty(0, "S16")
    hits = _found(lake, f"{FOLDER}/records/{table}", version.data_version, partial(_records, version), _RECORD, records, {version.data_version})
    if sources is not None:
        hits = hits[np.isin(part_of(hits, 16, 32), np.array([_name(source) for source in sources], "S16"))]
    return np.unique(part_of(hits, 0, 16))


def holding(lake: Lake, release: str, records: np.ndarray) -> dict[str, np.ndarray] | None:
    """The records of a release that are among `records` (S16) or were made from one of them: shard, as `data/...` -> record ids (S16), each once.

    None when its files were purged. Raises IntegrityError when a file is missing or is not the one that was sealed.
    """
    manifest, digest = manifest_of(lake, release)
    shards = sorted(name for name in manifest["files"] if name.startswith("provenance/"))
    store = lake.store("releases")
    there = {entry.path.removeprefix(f"{release}/") for entry in store.list(f"{release}/provenance")}
    if missing := [name for name in shards if name not in there]:
        if store.exists(f"{release}/PURGED"):
            return None
        raise IntegrityError(f"{release} lacks {missing[0]}, so it cannot be told what it holds; run `hallmark verify {release}`.")
    hits = _found(lake, f"{FOLDER}/releases/{release}", digest, partial(_released, lake, release, manifest, shards), _RELEASED, records, {digest})
    numbers = part_of(hits, 32, 40).view(">u8")
    held = part_of(hits, 16, 32)
    return {f"data/{shards[number].removeprefix('provenance/')}": np.unique(held[numbers == number]) for number in np.unique(numbers).tolist()}


def refresh(lake: Lake, tables: tuple[str, ...] = ()) -> None:
    """Make what is missing, of raw tables, releases and the rows of these tables, so that the next question is answered at once."""
    nobody = np.empty(0, "S16")
    about(lake, nobody)
    for table in tables:
        present(lake, table, nobody)
    for entry in releases(lake):
        holding(lake, entry["release"], nobody)


def forget(lake: Lake) -> None:
    """Delete the index: it is made again from what is left."""
    vault = lake.store("vault")
    for entry in vault.list(FOLDER):
        vault.delete(entry.path)


# -- searching -----------------------------------------------------------------------------------------------------------

def _found(lake: Lake, folder: str, name: str, entries: Callable[[], np.ndarray], width: int, keys: np.ndarray, fitting: set[str]) -> np.ndarray:
    """The entries of these keys, from the file that fits; what fits nothing any more is deleted."""
    vault = lake.store("vault")
    there = {entry.path.rpartition("/")[2]: entry for entry in vault.list(folder)}
    for stale in set(there) - fitting:
        vault.delete(f"{folder}/{stale}")
    table = there.get(name) or write(vault, f"{folder}/{name}", entries())
    try:
        return look_up(vault, table, width, keys)
    except IntegrityError:
        return look_up(vault, write(vault, f"{folder}/{name}", entries()), width, keys)


def _raw_tables(lake: Lake, everywhere: bool) -> list[str]:
    tables = lake.tables(RAW)
    if everywhere:
        waiting = {entry.path.partition("/versions/")[0].removeprefix("pending/") for entry in lake.store("vault").list(f"pending/{RAW}") if "/versions/" in entry.path}
        tables = sorted({*tables, *waiting})
    return tables


def _versions(lake: Lake, table: str, everywhere: bool) -> list[Version]:
    if everywhere:
        return lake.versions(table)
    seen = lake.find(table)
    return [] if seen is None else [seen]


# -- building ------------------------------------------------------------------------------------------------------------

def _people(version: Version) -> np.ndarray:
    """(subject, record) of every person a raw record is about: (n,) S32, none of a table that is not of raw records."""
    found = []
    for batch in version.batches(["record_id", "subject_ids"]) if "subject_ids" in version.schema.names else ():
        owners = pc.list_parent_indices(batch["subject_ids"]).to_numpy()
        found.append(pairs(ids(batch["subject_ids"].flatten()), ids(batch["record_id"])[owners]))
    return np.concatenate([np.empty(0, "S32"), *found])


def _records(version: Version) -> np.ndarray:
    """(record, digest of its source's name, or of nothing) of every row: (n,) S32."""
    found, sourced = [], "source" in version.schema.names
    for batch in version.batches(["record_id", "source"] if sourced else ["record_id"]):
        names = (batch["source"].fill_null("") if sourced else pa.array([""] * batch.num_rows, pa.string())).dictionary_encode()
        digests = np.array([_name(name) for name in names.dictionary.to_pylist()], "S16")
        found.append(pairs(ids(batch["record_id"]), digests[names.indices.to_numpy()]))
    return np.concatenate(found)


def _name(source: str) -> bytes:
    return hashlib.blake2b(source.encode(), digest_size=16).digest()


def _released(lake: Lake, release: str, manifest: dict, shards: list[str]) -> np.ndarray:
    """(record or parent, record, number of the shard) of every record of a release: (n,) S40."""
    found = [np.empty(0, "S40")]
    for number, name in enumerate(shards):
        rows = _sealed(lake, release, name, manifest["files"][name]["sha256"])
        record_ids, parents = ids(rows["record_id"]), rows["parents"].combine_chunks()
        keys = np.concatenate([record_ids, ids(parents.flatten())])
        owners = np.concatenate([record_ids, record_ids[pc.list_parent_indices(parents).to_numpy()]])
        entries = np.empty((len(keys), _RELEASED), np.uint8)
        entries[:, :16], entries[:, 16:32] = _bytes(keys), _bytes(owners)
        entries[:, 32:] = np.frombuffer(np.array(number, ">u8").tobytes(), np.uint8)
        found.append(entries.view("S40").reshape(-1))
    return np.concatenate(found)


def _bytes(values: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(values).view(np.uint8).reshape(len(values), 16)


def _sealed(lake: Lake, release: str, name: str, sha256: str) -> pa.Table:
    """The ids of a provenance file, once its bytes are those that were sealed."""
    with folder_of(lake, release).open(name) as file:
        digest = hashlib.sha256()
        while part := file.read(_CHUNK):
            digest.update(part)
        if digest.hexdigest() != sha256:
            raise IntegrityError(f"{release}/{name} is not the file that was sealed, so it cannot be told what it holds; run `hallmark verify {release}`.")
        file.seek(0)
        return pq.ParquetFile(file).read(["record_id", "parents"])
