"""Rescan: what today's detectors find in releases that yesterday's made.

Belongs here: asking them, and setting what they say beside what is sealed. Not here: detecting (`assets.privacy`), the second search
(`scanning`), cutting a release again. Values are never told: types, counts, record ids.

Three looks, from the surest: each record is scrubbed again from its raw row, and more replaced than its provenance counts is new;
every shard is searched for what the register of today knows; records whose raw row is gone, and folders without a home, are searched
with the recognisers alone, whose finds count when no surrogate is written so.
"""

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from assets.governance.ledger.log import Log
from assets.governance.manifest import code
from assets.governance.releases import StoreFolder, folder_of, manifest_of, releases
from assets.governance.verification.verify import Folder
from assets.lake import InputError, IntegrityError, Lake, Version
from assets.lake.derive import again
from assets.lake.segments import ids, members
from assets.privacy.clean import STEPS
from assets.privacy.defs import candidates_of
from assets.privacy.detect.recognisers import DEFINITIONS, analyze_batch
from assets.privacy.evidence.second_pass import UNIQUE, second_pass
from assets.privacy.fields import MARTS
from assets.privacy.policy import load
from assets.privacy.surrogates.recognition import TOLD, may_be_ours, without_accounts
from assets.privacy.tagger import own
from orchestration.verbs.scanning import register

LIVE = ("candidate", "approved", "published")
EVENT = "rescan"
BATCH = 512             # texts that the recognisers read together
SURE = 0.7              # of what recognisers alone find; below it they need the words around to be sure
_ALONE = tuple(one for one in DEFINITIONS if one.type in TOLD)
_PERSONS = "names, dates, places and organisations: only the house knows whom it keeps, and which of them are surrogates"


def rescan(lake: Lake, names: Iterable[str]) -> list[dict]:
    """One answer per release: {"release", "records", "found": [{"type", "by", "values", "records"}], "candidates": [record ids],
    "detectors": [{"what", "then", "now"}], "not_told": [sentences]}. `values` counts, `records` counts, `by` says which look.

    Raises InputError for a purged release. Kept in the audit log: counts, no ids.
    """
    known, answers = register(lake), []
    for name in names:
        manifest, digest = manifest_of(lake, name)
        answer = _of_release(lake, name, manifest, known)
        Log(lake.store("ledger")).append(EVENT, release=name, manifest=digest, records=len(answer["candidates"]), code=code()["digest"],
                                         found={f"{one['type']} by {one['by']}": one["values"] for one in answer["found"]})
        answers.append(answer)
    return answers


def live(lake: Lake) -> list[str]:
    """The releases that are in use or wait to be."""
    return [entry["release"] for entry in releases(lake) if entry["state"] in LIVE]


def rescan_folder(path: Path) -> list[dict]:
    """The same of a copied release folder, without a home: only what recognisers can tell. Raises InputError when it is none."""
    folder = Folder(path)
    try:
        with folder.open("MANIFEST.json") as file:
            manifest = json.loads(file.read())
        name = f"{manifest['corpus']}/{manifest['version']}"
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(f"{path} is no release folder; name a release, or the folder of one.") from None
    finds = _Finds()
    _alone(folder, name, None, finds)
    now = code()
    return [_answer(name, manifest, finds, [{"what": "code", "then": manifest["code"]["digest"][:12], "now": now["digest"][:12]}],
                    [_PERSONS, "what the register of clients knows: it is in the house's vault"])]


def write_candidates(answers: list[dict], path: Path) -> None:
    """The records with new finds as a file for the officer, readable by this user only. Raises InputError where a file lies already."""
    data = json.dumps([{"release": one["release"], "manifest_root": one["root"], "records": one["candidates"]} for one in answers], indent=1).encode()
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
    except FileExistsError:
        raise InputError(f"{path} exists already; name a new file.") from None
    except FileNotFoundError:
        raise InputError(f"There is no folder {path.parent}; make it, or name another place.") from None


class _Finds:
    """Finds by type and look, with the records that hold them."""

    def __init__(self):
        self._values: Counter = Counter()
        self._records: dict[tuple[str, str], set[str]] = defaultdict(set)

    def add(self, type_: str, by: str, record: str, values: int = 1) -> None:
        self._values[type_, by] += values
        self._records[type_, by].add(record)

    def told(self) -> list[dict]:
        return [{"type": type_, "by": by, "values": number, "records": len(self._records[type_, by])} for (type_, by), number in sorted(self._values.items())]

    def records(self) -> list[str]:
        return sorted(set().union(*self._records.values()))


def _of_release(lake: Lake, release: str, manifest: dict, known: pa.Table) -> dict:
    folder, finds, not_told = folder_of(lake, release), _Finds(), []
    if "PURGED" in folder.files():
        raise InputError(f"{release} is purged: there is nothing left to search.")
    sealed = _sealed(folder, release)
    inside = ids(sealed["record_id"])
    looked = _scrubbed_again(lake, manifest, sealed, finds)
    for type_, record in _registered(folder, release, known):
        finds.add(type_, "the register", record)
    rest = inside[~members(inside, looked)] if len(looked) else inside
    if len(rest):
        _alone(folder, release, rest, finds)
        not_told.append(f"{len(rest):,} of {len(inside):,} records could not be scrubbed again, their raw rows are gone or no longer allowed; of these "
                        f"{_PERSONS}")
    return _answer(release, manifest, finds, _detectors(lake, manifest), not_told)


def _answer(release: str, manifest: dict, finds: _Finds, detectors: list[dict], not_told: list[str]) -> dict:
    return {"release": release, "root": manifest["root"], "records": manifest["records"], "found": finds.told(), "candidates": finds.records(),
            "detectors": detectors, "not_told": not_told}


# -- scrubbed again --------------------------------------------------------------------------------------------------------

def _scrubbed_again(lake: Lake, manifest: dict, sealed: pa.Table, finds: _Finds) -> np.ndarray:
    """Run today's clean step over the raw rows behind a release; ids (S16) of the records that it could say something of."""
    params, looked, inside = {"policies": load(lake.house).as_params()}, [np.empty(0, "S16")], ids(sealed["record_id"])
    for table in manifest["recipe"]["tables"]:
        mart = table.split("/")[1]
        kind = next((kind for kind, name in MARTS.items() if name == mart), None)
        version = _made_by(lake, mart, kind)
        for result in again(lake, STEPS[kind], version, inside, params) if version is not None else ():
            made = ids(result.rows["record_id"])
            before = sealed["redactions"].take(pa.array(np.searchsorted(inside, made)))
            for record, then, now in zip(result.rows["record_id"].to_pylist(), before.to_pylist(), result.rows["redactions"].to_pylist(), strict=True):
                for type_, number in (_counter(now) - _counter(then)).items():
                    finds.add(type_, "scrubbing again", record.hex(), number)
            looked.append(made)
    return np.sort(np.concatenate(looked))


def _counter(redactions: list[dict]) -> Counter:
    return Counter({one["type"]: one["count"] for one in redactions})


def _made_by(lake: Lake, mart: str, kind: str | None) -> Version | None:
    """The table that the clean step of a kind made: the clean table, or what waits before it under disclosure control."""
    found = (lake.find(table) for table in (f"clean/{mart}", candidates_of(mart)))
    return next((version for version in found if version is not None and kind and version.step["name"] == STEPS[kind].name), None)


def _sealed(folder: Folder | StoreFolder, release: str) -> pa.Table:
    """What the provenance says was replaced in each record, in the order of ids: record_id, redactions."""
    table = pa.Table.from_batches(list(_batches(folder, release, "provenance/", ["record_id", "redactions"]))).combine_chunks()
    return table.take(pa.array(np.argsort(ids(table["record_id"]), kind="stable")))


# -- searched --------------------------------------------------------------------------------------------------------------

def _registered(folder: Folder | StoreFolder, release: str, known: pa.Table) -> Iterator[tuple[str, str]]:
    """(type, record) of everything that the register of today knows and a shard still says."""
    found = second_pass(_batches(folder, release, "data/"), known)
    yield from ((type_, record) for type_ in (*UNIQUE, "PERSON") for record in sorted(found.records.get(type_, ())))


def _alone(folder: Folder | StoreFolder, release: str, wanted: np.ndarray | None, finds: _Finds) -> None:
    """The recognisers over the texts of these records (S16; None: all): what is sure, and what no surrogate looks like."""
    for batch in _batches(folder, release, "data/"):
        chosen = batch if wanted is None else batch.filter(pa.array(members(ids(batch["record_id"]), wanted)))
        texts = [(record.hex(), without_accounts(text)) for record, text in _texts(chosen)]
        for (record, text), spans in zip(texts, analyze_batch([text for _, text in texts], _ALONE) if texts else (), strict=True):
            for span in spans:
                if span.score >= SURE and not may_be_ours(span.type, text[span.start:span.end]):
                    finds.add(span.type, "recognisers alone", record)


def _texts(batch: pa.RecordBatch) -> Iterator[tuple[bytes, str]]:
    for row in batch.select([name for name in ("record_id", "text", "messages", "metadata") if name in batch.schema.names]).to_pylist():
        yield from ((row["record_id"], text) for text in (row.get("text"), row["metadata"], *(one["content"] for one in row.get("messages") or ())) if text)


def _batches(folder: Folder | StoreFolder, release: str, kind: str, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    for name in sorted(name for name in folder.files() if name.startswith(kind)):
        try:
            with folder.open(name) as file:
                yield from pq.ParquetFile(file).iter_batches(batch_size=BATCH, columns=columns, use_threads=False)
        except (pa.ArrowException, OSError):
            raise IntegrityError(f"{name} of {release} cannot be read; run `hallmark verify {release}`.") from None


# -- versions --------------------------------------------------------------------------------------------------------------

def _detectors(lake: Lake, manifest: dict) -> list[dict]:
    """What looked for personal data when the release was made, and what does now."""
    then: dict[str, str] = {}
    for steps in manifest["chains"].values():
        then |= {step["step"]: step["version"] for step in steps if step["step"].startswith(("clean_", "privacy_"))}
    now = {step.name: step.version for step in STEPS.values()} | {name: _version(lake, f"privacy/{name.removeprefix('privacy_')}") for name in then
                                                                if name.startswith("privacy_")}
    tagger = lake.find(own.TABLE)
    rows = [{"what": name, "then": version, "now": now.get(name)} for name, version in sorted(then.items())]
    return [*rows, {"what": "tagger", "then": (manifest["inputs"].get(own.TABLE) or "none")[:12], "now": tagger.data_version[:12] if tagger is not None else "none"},
            {"what": "code", "then": manifest["code"]["digest"][:12], "now": code()["digest"][:12]}]


def _version(lake: Lake, table: str) -> str | None:
    version = lake.find(table)
    return version.step["version"] if version is not None else None

