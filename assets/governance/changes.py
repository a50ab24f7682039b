"""What two releases of a corpus hold and state differently: manifests field by field, records by id and column.

Belongs here: comparing what lies in two folders. Not here: the reasons (`orchestration/verbs/diff`), the next version's number (`comparison`).
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from assets.governance.releases import folder_of, manifest_of
from assets.governance.verification.leaves import canonical_json, sha256
from assets.lake import IntegrityError, Lake
from assets.lake.segments import ids, places

SPOKEN_FOR = ("selection", "land")      # steps whose parameters are told elsewhere: the recipe, the source's name
ROOTS = ("landing/", "privacy/")        # tables that bring something new into what is made from them


@dataclass(frozen=True)
class Held:
    """The records of one release, in stored order. Columns are compared by 64-bit hashes, which serve this one comparison.

    A shard that the other release holds byte for byte is not hashed: its hashes are zero in both.
    """

    release: str
    manifest: dict
    ids: np.ndarray                     # (n,) S16
    hashes: dict[str, np.ndarray]       # column -> (n,) uint64
    source: pa.DictionaryArray          # (n,)
    chain: pa.DictionaryArray           # (n,): which of the manifest's chains
    raw: np.ndarray                     # (n,) S16, MAC of the raw record
    objects: np.ndarray                 # (n,) S16, the file it arrived in; zero for a made record


@dataclass(frozen=True)
class Changes:
    """Positions in the two releases: `added` in the newer, `removed` in the older, `before` and `after` of each changed record."""

    added: np.ndarray           # (a,) int64
    removed: np.ndarray         # (r,) int64
    before: np.ndarray          # (c,) int64
    after: np.ndarray           # (c,) int64
    columns: tuple[str, ...]    # every column of a data shard
    differs: np.ndarray         # (c, columns) bool


def held(lake: Lake, release: str, other: str) -> Held:
    """What a release holds, to compare it with another. Raises IntegrityError when its files are gone or not the sealed ones."""
    import duckdb

    manifest, _ = manifest_of(lake, release)
    beside, _ = manifest_of(lake, other)
    shared = {listed["sha256"] for listed in manifest["files"].values()} & {listed["sha256"] for listed in beside["files"].values()}
    folder = folder_of(lake, release)
    if "PURGED" in folder.files():
        raise IntegrityError(f"{release} is purged: its records are gone, so nothing can be compared with it.")
    data, provenance = [], []
    with duckdb.connect() as con:
        for name in sorted(name for name in manifest["files"] if name.startswith("data/")):
            alike = manifest["files"][name]["sha256"] in shared
            rows = _shard(folder, manifest, name, ["record_id", "source"] if alike else None)
            data.append(rows if alike else _hashed(con, rows))
            provenance.append(_shard(folder, manifest, f"provenance/{name.removeprefix('data/')}", ["record_id", "chain", "digest", "object_id"]))
            if not np.array_equal(ids(rows["record_id"]), ids(provenance[-1]["record_id"])):
                raise _changed(release, name)
    rows, origins = pa.concat_tables(data, promote_options="default"), pa.concat_tables(provenance)
    hashes = {column.removeprefix("#"): rows[column].fill_null(0).to_numpy() for column in rows.column_names if column.startswith("#")}
    return Held(release, manifest, ids(rows["record_id"]), hashes, *(_encoded(column) for column in (rows["source"], origins["chain"])),
                ids(origins["digest"]), ids(origins["object_id"]))


def changes(old: Held, new: Held) -> Changes:
    """Which records came, went and changed."""
    place = places(old.ids, new.ids)
    before = np.flatnonzero(place >= 0)
    after, added = place[before], np.ones(len(new.ids), bool)
    added[after] = False
    columns = tuple(sorted(set(old.hashes) | set(new.hashes)))
    nothing = [np.zeros(len(one.ids), np.uint64) for one in (old, new)]
    differs = np.column_stack([old.hashes.get(name, nothing[0])[before] != new.hashes.get(name, nothing[1])[after] for name in columns] or [np.zeros((len(before), 0), bool)])
    rows = np.flatnonzero(differs.any(axis=1))
    return Changes(np.flatnonzero(added), np.flatnonzero(place < 0), before[rows], after[rows], columns, differs[rows])


def differences(old: dict, new: dict) -> list[dict]:
    """What two manifests state differently, most telling first: [{"what", "name", "from", "to"}], null where one of them says nothing.

    `what` is recipe, code, policy, step (a version), parameters (of a step), as_of, house, or input (a raw or privacy table, by data version).
    """
    found = [*_fields("recipe", _flat(old["recipe"]), _flat(new["recipe"])), *_fields("code", old["code"], new["code"]),
             *_fields("policy", *({policy.get("policy", policy.get("id")): policy for policy in one["policies"]} for one in (old, new)))]
    was, now = (_steps(one) for one in (old, new))
    found += _fields("step", *({name: version for name, (version, _) in one.items()} for one in (was, now)))
    found += _fields("parameters", *({name: parameters for name, (version, parameters) in one.items() if name in other and other[name][0] == version}
                                     for one, other in ((was, now), (now, was))))
    found += _fields("as_of", *({"as_of": one["as_of"]} for one in (old, new)))
    found += _fields("house", *({"digest": one["house_digest"]} for one in (old, new)))
    return found + _fields("input", *({table: version for table, version in one["inputs"].items() if table.startswith(ROOTS)} for one in (old, new)))


def step_changes(old: dict, new: dict, chain_before: str, chain_after: str) -> list[str]:
    """In which steps two chains differ, in words; landing and selection are left to the raw record and the recipe."""
    was, now = ({entry["step"]: entry for entry in one["chains"][chain] if entry["step"] not in SPOKEN_FOR}
                for one, chain in ((old, chain_before), (new, chain_after)))
    told = []
    for name in sorted(was.keys() | now.keys()):
        before, after = was.get(name), now.get(name)
        if before is None or after is None:
            told.append(f"step '{name}' is {'new' if before is None else 'gone'}")
        elif before["version"] != after["version"]:
            told.append(f"step '{name}' went from version {before['version']} to {after['version']}")
        elif before["parameters"] != after["parameters"]:
            told.append(f"the parameters of step '{name}' changed")
    return told


def lowest(record_ids: np.ndarray, most: int) -> np.ndarray:
    """Where the `most` lowest of the ids (n,) S16 stand, lowest first, without sorting the others."""
    if len(record_ids) > most:
        first = np.ascontiguousarray(record_ids).view(">u8")[::2].astype(np.uint64)
        near = np.flatnonzero(first <= np.partition(first, most - 1)[most - 1])
    else:
        near = np.arange(len(record_ids))
    return near[np.argsort(record_ids[near], kind="stable")][:most]


def written(record_id: bytes) -> str:
    """An id as it stands in a numpy array, which drops zero bytes at its end, in 32 hexadecimal digits."""
    return bytes(record_id).ljust(16, b"\0").hex()


# -- inside ---------------------------------------------------------------------------------------------------------------

def _shard(folder, manifest: dict, name: str, columns: list[str] | None) -> pa.Table:
    release = f"{manifest['corpus']}/{manifest['version']}"
    try:
        with folder.open(name) as file:
            data = file.read()
    except OSError:
        raise IntegrityError(f"{release} lacks {name}, so nothing can be compared with it; run `hallmark verify {release}`.") from None
    if name not in manifest["files"] or sha256(data) != manifest["files"][name]["sha256"]:
        raise _changed(release, name)
    return pq.read_table(pa.BufferReader(data), columns=columns)


def _changed(release: str, name: str) -> IntegrityError:
    return IntegrityError(f"{release}: {name} was changed since the release was made, so nothing can be compared with it; run `hallmark verify {release}`.")


def _hashed(con, rows: pa.Table) -> pa.Table:
    """The ids and sources of a shard, and beside them each column's hashes under its name after a '#'."""
    con.register("shard", rows)
    hashed = ", ".join(f'hash("{name}") as "#{name}"' for name in rows.column_names if name != "record_id")
    table = con.sql(f"select {hashed} from shard").to_arrow_table()
    con.unregister("shard")
    return table.append_column("record_id", rows["record_id"]).append_column("source", rows["source"])


def _encoded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    return column.combine_chunks().dictionary_encode()


def _flat(value, name: str = "") -> dict:
    """Nested settings as dotted names; an entry of a list is its own name."""
    if isinstance(value, dict) and value:
        return {inner: leaf for key, part in sorted(value.items()) for inner, leaf in _flat(part, f"{name}.{key}" if name else key).items()}
    if isinstance(value, list) and any(isinstance(part, dict) for part in value):
        return {f"{name}: {part.get('reason', canonical_json(part).decode())}": part.get("rule", part) for part in value}
    return {name: value} if value not in ({}, []) else {}


def _steps(manifest: dict) -> dict[str, tuple[str, list]]:
    """By the name of each step its version, or versions where tables were made by different ones, and each set of parameters once."""
    versions: dict[str, set[str]] = {}
    parameters: dict[str, dict[bytes, dict]] = {}
    for steps in manifest["chains"].values():
        for step in steps:
            versions.setdefault(step["step"], set()).add(step["version"])
            given = parameters.setdefault(step["step"], {})
            if step["step"] not in SPOKEN_FOR:
                given[canonical_json(step["parameters"])] = step["parameters"]
    return {name: (", ".join(sorted(found)), [value for _, value in sorted(parameters[name].items())]) for name, found in versions.items()}


def _fields(what: str, old: dict, new: dict) -> list[dict]:
    return [{"what": what, "name": name, "from": old.get(name), "to": new.get(name)} for name in sorted({*old, *new}) if old.get(name) != new.get(name)]
