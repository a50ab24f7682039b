"""Governance measured on made releases: provenance, verification, tracing, comparing and erasing, against plain ways to do the same.

    python -m benchmarks.governance [--records 300000 3000000] [--json]

Each size in a process of its own; CPU seconds of that process, imports and compiled kernels loaded before. The peers run in the same process on the same
files: hashing is SHA-256 over the files and over the values in them, which is what `verify` cannot do without; a scan reads the columns that answer a trace;
a full cut is what an erasure is held against: selection, shards, second search, documents, seal and publication, as `hallmark run` makes them. An erasure is withdrawing the release and making and publishing the one that
takes its place; of the first request one client, then a batch of 500. The search of its documents counts on both sides.
"""

import argparse
import hashlib
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.machine import machine, peak_mb
from benchmarks.made_release import CORPUS, SOURCE, Made, fill

BATCH = 500             # clients of one erasure
WARM = 2_000            # records of the small house
_FIRST = f"{CORPUS}/1.0.0"
_MORE = 20              # questions of a trace that are averaged


def main() -> None:
    """Measure every size and print one JSON object, or a table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--records", type=int, nargs="+", default=[300_000, 3_000_000])
    arguments.add_argument("--json", action="store_true")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="governance-") as scratch:
        sizes = [in_a_process(records, Path(scratch) / str(records)) for records in asked.records]
    figures = {"sizes": sizes, "machine": machine()}
    print(json.dumps(figures, indent=1) if asked.json else table(figures))


def table(figures: dict) -> str:
    """The figures of every size side by side, a line each."""
    names = [(part, name) for part, told in figures["sizes"][0].items() if isinstance(told, dict) for name in told]
    lines = [["", *(f"{size['records']:,} records" for size in figures["sizes"])]]
    lines += [[f"{part}: {name}", *(str(size[part][name]) for size in figures["sizes"])] for part, name in names]
    width = max(len(line[0]) for line in lines)
    return "\n".join(line[0].ljust(width) + "".join(f"{value:>20}" for value in line[1:]) for line in lines)


def in_a_process(records: int, folder: Path) -> dict:
    """All figures of one size, from a process of its own. What is loaded at first use is loaded on a small house before."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        pool.submit(measure, WARM, folder / "warm").result()
        return pool.submit(measure, records, folder / "home").result()


def measure(records: int, folder: Path) -> dict:
    """All figures of one size, on a house made in `folder`, which must not exist."""
    lake, recipe, made = fill(folder, records)
    cut = full_cut(lake, recipe)
    figures = {"records": records, "full_cut": {f"{name}_cpu_s": round(seconds, 3) for name, seconds in cut.items()}, **provenance(lake, records),
               **verification(lake), **tracing(lake, made)}
    whole = sum(cut.values())
    figures["full_cut"] |= {"total_cpu_s": round(whole, 3), "without_search_cpu_s": round(whole - cut["search"], 3)}
    figures |= erasing(lake, made, whole, cut["search"]) | comparing(lake, records)
    return figures | {"peak": {"memory_mb": peak_mb()}}


def full_cut(lake, recipe) -> dict[str, float]:
    """Select, cut, search, draw, seal and publish: CPU seconds of each part. What other checks say is given."""
    from assets.corpora.cut import cut
    from assets.corpora.selection import selection
    from assets.governance.approvals import approve
    from assets.governance.documents import release_documents
    from assets.governance.release import candidate, draw, publish
    from assets.governance.waiting import DOCUMENTS, POLICIES, RESIDUAL, SHARDS, scanned
    from orchestration.verbs.scanning import scan

    used: dict[str, float] = {}
    reads = {"records": list(recipe.tables), **{name: f"annotations/{name}" for name in recipe.measures}}
    used["select"] = _cpu(lambda: lake.derive(selection, reads=reads, writes=f"corpora/{CORPUS}", params={"recipe": recipe.plain()}))
    used["shards"] = _cpu(lambda: cut(lake, recipe))
    used["search"] = _cpu(lambda: scan(lake, CORPUS, SHARDS))
    scanned(lake, CORPUS, RESIDUAL, {"passed": True, "residual": [], "canaries": {"records": 1, "planted": 1, "caught": 1, "forms": []}, "over_redaction": None})
    scanned(lake, CORPUS, POLICIES, {"passed": True, "as_of": lake.house.as_of.isoformat(), "policies": []})
    used["documents"] = _cpu(lambda: (draw(lake, CORPUS, release_documents), scan(lake, CORPUS, DOCUMENTS)))
    used["seal"] = _cpu(lambda: candidate(lake, CORPUS))
    for name in ("reviewer-a", "reviewer-b"):
        approve(lake, _FIRST, name)
    used["publish"] = _cpu(lambda: publish(lake, _FIRST))
    return used


def provenance(lake, records: int) -> dict:
    size = sum(entry.size for entry in lake.store("releases").list(f"{_FIRST}/provenance"))
    return {"provenance": {"bytes_per_record": round(size / records, 1)}}


def verification(lake) -> dict:
    from assets.governance.ledger import keys
    from assets.governance.releases import folder_of
    from assets.governance.verification.verify import Check

    told: dict = {}
    folder, store = folder_of(lake, _FIRST), lake.store("releases")
    seconds = _cpu(lambda: told.update(Check(folder, keys.registry(lake)).run()))
    if not told["ok"]:
        raise RuntimeError(f"the made release does not verify: {told['problems'][0]}")
    hashing = _cpu(lambda: [_hashed(store, entry.path) for entry in store.list(_FIRST)])
    read = [0]
    values = _cpu(lambda: read.extend(_values_hashed(store, entry.path) for entry in store.list(_FIRST) if entry.path.endswith(".parquet")))
    return {"verify": {"cpu_s": round(seconds, 3), "hashing_files_cpu_s": round(hashing, 3), "hashing_values_cpu_s": round(values, 3),
                       "times_hashing": round(seconds / (hashing + values), 2), "files_mb": round(sum(entry.size for entry in store.list(_FIRST)) / 1e6, 1),
                       "values_mb": round(sum(read) / 1e6, 1), "values_mb_s": round(sum(read) / 1e6 / seconds, 1)}}


def tracing(lake, made: Made) -> dict:
    """A trace with the index at hand, the index made anew, and the same answer by reading columns."""
    from assets.governance.subject_index import forget, refresh
    from orchestration.verbs.trace import trace

    forget(lake)
    build = _cpu(lambda: refresh(lake))
    people = [bytes(person).ljust(16, b"\0").hex() for person in made.people[:_MORE]]
    trace(lake, subject=people[0])
    seconds = statistics.median(_cpu(lambda person=person: trace(lake, subject=person)) for person in people)
    told, scanned = trace(lake, subject=people[3])["records"], [0]
    scan = _cpu(lambda: scanned.append(_scan(lake, made.people[3])))
    if told != scanned[-1]:
        raise RuntimeError(f"the trace finds {told} records where {scanned[-1]} are")
    size = sum(entry.size for entry in lake.store("vault").list("index"))
    return {"trace": {"subject_cpu_s": round(seconds, 4), "scan_cpu_s": round(scan, 3), "times_faster": round(scan / seconds, 1),
                      "index_build_cpu_s": round(build, 3), "index_mb": round(size / 1e6, 1)}}


def erasing(lake, made: Made, whole: float, search: float) -> dict:
    """One client from the release, then a batch from the one that took its place; both stay, so that they can be compared."""
    from assets.governance.erasure.recut import recut
    from assets.governance.erasure.withdrawal import planned, withdraw
    from assets.governance.subject_index import about
    from orchestration.verbs.scanning import searched

    def erase(release: str, gone: np.ndarray, request: str) -> tuple[float, str]:
        made_of: list[str] = []

        def run() -> None:
            withdraw(lake, release, planned(lake, release), [request])
            made_of.append(recut(lake, release, gone, [request], search=lambda documents: searched(lake, documents)))

        return _cpu(run), made_of[0]

    figures, release = {}, _FIRST
    for name, people in (("one", made.people[:1]), ("batch", made.people[1:1 + BATCH])):
        gone = about(lake, people).get(f"landing/{SOURCE}", np.empty(0, "S16"))
        lake.tombstones.add([bytes(one).ljust(16, b"\0") for one in gone], request := f"R-{len(figures) + 1:04d}")
        seconds, release = erase(release, gone, request)
        figures[name] = {"clients": len(people), "records": len(gone), "cpu_s": round(seconds, 3), "share_of_full_cut": round(seconds / whole, 4),
                         "share_without_search": round(seconds / (whole - search), 4)}
    return {"erase_one": figures["one"], "erase_batch": figures["batch"]}


def comparing(lake, records: int) -> dict:
    """The first release against the one without one client, which shares nearly every shard with it, and against the one without the batch, too."""
    from assets.governance.releases import releases
    from orchestration.verbs.diff import diff

    figures = {}
    for name, newer in zip(("diff_one", "diff_batch"), releases(lake, CORPUS)[1:], strict=True):
        told: dict = {}
        seconds = _cpu(lambda told=told, newer=newer: told.update(diff(lake, _FIRST, newer["release"])))
        figures[name] = {"cpu_s": round(seconds, 3), "cpu_s_per_300k": round(seconds * 300_000 / records, 3), "removed": told["removed"]["records"],
                         "unexplained": told["unexplained"]}
    return figures


def _scan(lake, person: bytes) -> int:
    """How many records of the release are about a person, by reading the raw table's and the release's columns with pyarrow alone."""
    version, wanted = lake.read(f"landing/{SOURCE}"), bytes(person).ljust(16, b"\0")
    hers: set[bytes] = set()
    for segment in version.segments:
        store, path = version.place(segment)
        with store.open(path) as file:
            rows = pq.read_table(file, columns=["record_id", "subject_ids"])
        owners = pc.list_parent_indices(rows["subject_ids"].combine_chunks()).filter(pc.equal(rows["subject_ids"].combine_chunks().flatten(), wanted))
        hers |= set(rows["record_id"].take(owners).to_pylist())
    found, releases = 0, lake.store("releases")
    for entry in releases.list(f"{_FIRST}/provenance"):
        with releases.open(entry.path) as file:
            rows = pq.read_table(file, columns=["record_id", "parents"])
        found += pc.sum(pc.is_in(rows["record_id"], pc.cast(list(hers), rows["record_id"].type) if hers else None)).as_py() or 0
    return found


def _hashed(store, path: str) -> str:
    with store.open(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _values_hashed(store, path: str) -> int:
    """SHA-256 over every value of a Parquet file as it lies in memory; returns how many bytes those are."""
    with store.open(path) as file:
        rows, digest, size = pq.read_table(file, use_threads=False), hashlib.sha256(), 0
    for column in rows.columns:
        for buffer in (buffer for chunk in column.chunks for buffer in chunk.buffers() if buffer is not None):
            digest.update(buffer)
            size += buffer.size
    return size


def _cpu(run: Callable[[], object]) -> float:
    before = time.process_time()
    run()
    return time.process_time() - before


if __name__ == "__main__":
    main()
