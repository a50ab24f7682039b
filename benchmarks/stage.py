"""The curation stage as a user runs it: every declared step through the lake, each act in a process of its own.

    python -m benchmarks.stage JOB.json

Belongs here: a home with clean texts, the declared steps, their CPU seconds and peak memory. Not here: what is made of the figures (`curation`).
"""

import contextlib
import functools
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.machine import children_cpu_s, peak_mb

TABLE = "clean/documents"
REFERENCE, SEED = "variation-0", "variation-1"      # sources that novelty is told of
_HOUSE = "name: bench\ntitle: Benchmark\ncontroller: Benchmark\nsteward: bench@example.org\nseed: 1\nas_of: 2026-01-31\nlanguages: [en, fr, it]\ninbox: inbox\n"
_SETTINGS = f"reference: [{REFERENCE}]\nseed: [{SEED}]\n"
_CODE = Path(__file__).resolve().parents[1]
PLAN = "plan.json"


def main() -> None:
    """Do one job: {"act": "prepare" or "derive", ...the arguments of that function..., "answer": file}."""
    job = json.loads(Path(sys.argv[1]).read_text())
    answer = Path(job.pop("answer"))
    answer.write_text(json.dumps(_ACTS[job.pop("act")](**job)))


def in_a_process(module: str, folder: Path, job: dict, settings: dict[str, str] | None = None) -> tuple[dict, float]:
    """Run a job of `benchmarks.<module>`, with more environment variables; returns its answer and the CPU seconds of the whole process, start-up and all.

    Raises RuntimeError with the last line it said when it ends badly.
    """
    folder.mkdir(parents=True, exist_ok=True)
    answer, written = folder / "answer.json", folder / "job.json"
    answer.unlink(missing_ok=True)
    written.write_text(json.dumps({**job, "answer": str(answer)}))
    before = children_cpu_s()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(_CODE), os.environ.get("PYTHONPATH", ""))), **(settings or {})}
    done = subprocess.run([sys.executable, "-m", f"benchmarks.{module}", str(written)], env=environment, capture_output=True, text=True, check=False)
    if done.returncode or not answer.is_file():
        said = done.stderr.strip().splitlines()
        raise RuntimeError(f"benchmarks.{module} ended with {done.returncode}: {said[-1] if said else 'it said nothing'}")
    return json.loads(answer.read_text()), children_cpu_s() - before


def prepare(home: str, texts: str, passages: str | None = None, megabytes: float | None = None, begin: int = 0, source: str | None = None,
            plan: str | None = None) -> dict:
    """Clean documents of the Parquet file's rows (id, text, source), from row `begin` on until so many megabytes, added to what the home holds.

    `passages`, a Parquet file of texts, becomes the house's evaluation set; `source` stands for the sources of the file, `plan` is a
    file of steps where that was made before. Record ids are digests of the ids, so new ones lie scattered among the
    old. Returns {"rows", "bytes", "end", "records"}: what was added, the next row, and what the home now holds.
    """
    from assets.lake import LEFT_OUT
    from assets.privacy.schemas import SCHEMAS

    lake = _home(Path(home))
    if passages:
        sets = lake.house.path / "evaluations"
        sets.mkdir(exist_ok=True)
        (sets / "passages.jsonl").write_text("".join(json.dumps(text) + "\n" for text in pq.read_table(passages)["text"].to_pylist()))
    base, count = lake.newest(TABLE), {"rows": 0, "bytes": 0, "end": begin}
    held = base.rows if base else 0
    put = functools.partial(lake.commit, left_out=LEFT_OUT.empty_table(), step={"name": "benchmark", "version": "1", "params": {}}, signature="00" * 16)
    version = put(TABLE, _clean(Path(texts), begin, megabytes, source, count), schema=SCHEMAS["document"], base=base, counted_in=lambda: held + count["rows"])
    put("clean/dialogues", [], schema=SCHEMAS["dialogue"], counted_in=0)
    (Path(home) / PLAN).write_text(Path(plan).read_text() if plan else json.dumps(declared(lake.house)))
    return {**count, "records": version.rows}


def derive(home: str, only: list[str] | None = None, warm: str | None = None) -> dict:
    """Bring the annotations up to date. Returns CPU seconds and peak memory.

    `steps` has CPU seconds per step, `start_up_s` those before the first step, with `warm` (a small home, which stays as it is) including a run over a copy
    of it, so that imports and compiled kernels are loaded. `only` names tables; what they read is made too.
    """
    if warm:
        with _copied(Path(warm)) as copy:
            derive(str(copy), only)
    lake, plan = _home(Path(home)), json.loads((Path(home) / PLAN).read_text())
    from assets.curation.contamination import take_over
    from assets.curation.settings import settings_of
    from assets.curation.steps import STEPS

    known = {step.name: step for step in STEPS}
    start_up, steps = time.process_time(), {}
    take_over(lake, settings_of(lake.house).ngram)
    steps["evaluations"] = time.process_time() - start_up
    for one in _wanted(plan, only):
        began = time.process_time()
        lake.derive(known[one["step"]], reads=one["reads"], writes=one["writes"], broadcast=one["broadcast"], params=one["params"])
        steps[one["step"]] = time.process_time() - began
    return {"start_up_s": start_up, "steps": steps, "total_s": sum(steps.values()), "peak_mb": peak_mb(), "records": lake.read(TABLE).rows}


@contextlib.contextmanager
def _copied(home: Path) -> Iterator[Path]:
    copy = home.with_name(f"{home.name}-{os.getpid()}")      # beside it: a home remembers its house by a relative path
    shutil.copytree(home, copy)
    try:
        yield copy
    finally:
        shutil.rmtree(copy)


def found(home: str, texts: str, jaccard: float, limit: int) -> dict:
    """What near_duplicates says of the Parquet file's rows: "clusters", a number per row, and "pairs" [row, row, jaccard] from that score on.

    No more than `limit` pairs, drawn with a fixed seed; "reported" counts all.
    """
    rows = {record_id(id_): row for row, id_ in enumerate(pq.read_table(texts, columns=["id"])["id"].to_pylist())}
    table = _home(Path(home)).read("annotations/near_duplicates").read(["record_id", "cluster_id", "evidence"])
    own = [rows[value] for value in table["record_id"].to_pylist()]
    clusters = np.empty(len(rows), np.int64)
    clusters[own] = pc.dictionary_encode(table["cluster_id"].combine_chunks()).indices.to_numpy()
    pairs = {}
    for row, evidence in zip(own, table["evidence"].to_pylist(), strict=True):
        for pair in evidence:
            other = rows[pair["record_id"]]
            if pair["jaccard"] >= jaccard:
                pairs[min(row, other), max(row, other)] = pair["jaccard"]
    ordered = sorted(pairs)
    drawn = sorted(np.random.default_rng(1).permutation(len(ordered))[:limit].tolist())
    return {"clusters": clusters.tolist(), "pairs": [[*ordered[one], pairs[ordered[one]]] for one in drawn], "reported": len(ordered)}


_ACTS = {"prepare": prepare, "derive": derive, "found": found}


def declared(house) -> list[dict]:
    """The stage's steps as its assets declare them for a house, each after those it reads."""
    from unittest.mock import patch

    from assets.curation import defs

    plan: list[dict] = []

    def noted(step, *, reads, writes, broadcast=None, params=None, **_):
        plan.append({"step": step.name, "reads": reads, "writes": writes, "broadcast": broadcast or {}, "params": params or {}})

    with patch.object(defs, "derived", noted):
        defs.assets(house, {})
    return _sorted(plan)


def _sorted(plan: list[dict]) -> list[dict]:
    made_by, done, order = {one["writes"]: one for one in plan}, set(), []

    def visit(one: dict) -> None:
        if one["writes"] in done:
            return
        done.add(one["writes"])
        for table in _tables(one):
            if table in made_by:
                visit(made_by[table])
        order.append(one)

    for one in plan:
        visit(one)
    return order


def _wanted(plan: list[dict], only: list[str] | None) -> list[dict]:
    wanted = set(only or (one["writes"] for one in plan))
    for one in reversed(plan):
        if one["writes"] in wanted:
            wanted |= set(_tables(one))
    return [one for one in plan if one["writes"] in wanted]


def _tables(one: dict) -> list[str]:
    return [table for read in (*one["reads"].values(), *one["broadcast"].values()) for table in ([read] if isinstance(read, str) else read)]


def _written(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "house.yaml").write_text(_HOUSE)
    (folder / "curation.yaml").write_text(_SETTINGS)
    return folder


def _home(path: Path):
    from assets.lake import Home, Lake
    from assets.lake.keys import make_keys

    if (path / "home.json").exists():
        return Lake.open(path)
    home = Home.make(path, _written(path.parent / f"{path.name}-house"), demonstration=True)
    make_keys(home.path, seed=1)
    return Lake.open(home)


def _clean(path: Path, begin: int, megabytes: float | None, source: str | None, count: dict) -> Iterator[pa.RecordBatch]:
    from assets.privacy.schemas import SCHEMAS

    schema, row = SCHEMAS["document"], 0
    for batch in pq.ParquetFile(path).iter_batches(1024, columns=["id", "text", "source"]):
        row += batch.num_rows
        if row <= begin:
            continue
        before = row - batch.num_rows
        batch = batch.slice(max(0, begin - before))
        sizes = count["bytes"] + np.cumsum(pc.binary_length(batch.column("text")).to_numpy(zero_copy_only=False))
        enough = np.flatnonzero(sizes >= megabytes * 1e6)[:1] + 1 if megabytes is not None else ()
        batch = batch.slice(0, int(enough[0])) if len(enough) else batch
        if source is not None:
            batch = batch.set_column(batch.schema.get_field_index("source"), "source", pa.array([source] * batch.num_rows))
        yield pa.record_batch([_column(field, batch) for field in schema], schema=schema)
        count["bytes"] = int(sizes[batch.num_rows - 1])
        count["rows"] += batch.num_rows
        count["end"] = begin + count["rows"]
        if len(enough):
            return


_CONSTANT = {"kind": "document", "subject_group": False, "purposes": ["train-language-model"], "redactions": [], "ledger": [], "exclusivity": "shared"}


def record_id(id_: str) -> bytes:
    """The id a record has in the lake."""
    return hashlib.blake2b(id_.encode(), digest_size=16).digest()


def _column(field: pa.Field, batch: pa.RecordBatch) -> pa.Array:
    if field.name == "record_id":
        return pa.array(map(record_id, batch.column("id").to_pylist()), field.type)
    if field.name in batch.schema.names:
        return batch.column(field.name).cast(field.type)
    return pa.array([_CONSTANT.get(field.name)] * batch.num_rows, field.type)


if __name__ == "__main__":
    main()
