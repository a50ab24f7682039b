"""Curation held against datatrove, in one run on any folder of texts.

    python -m benchmarks.curation --input DIR [--json] [--quick] [--sizes 50 100 200 400 800] [--minutes 10]

DIR holds JSON lines, Parquet or text files, in sub-folders too, and perhaps `truth.jsonl`: pairs known to be alike as {"a", "b", "jaccard"}, where a and b are
record ids or file names. Speeds are megabytes (10**6 bytes of UTF-8) per CPU second of one process, ours the median of three runs after one that warms;
datatrove works on a bounded seeded sample of the same texts, with its own words ("default") and with cheap ones (`peer`).

"stage" is the whole curation stage through the lake against the sum of datatrove's steps, both without start-up; our steps that have no counterpart there
(language, sentiment, safety, novelty) are left out of the ratio and shown apart. They do count in "incremental" and in "growth", which run on texts grown by
seeded variation (`variation`), each size in a process of its own.
"""

import argparse
import contextlib
import json
import math
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import metadata, util
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks import kernels, truth
from benchmarks.machine import machine
from benchmarks.samples import Sample, grown, precision, sample_of, with_copies
from benchmarks.stage import PLAN, in_a_process
from benchmarks.texts import Texts, read_folder

SIZES = (50, 100, 200, 400)     # MB; 800 is asked for with --sizes
SAMPLE_MB, DEFAULT_MB, CROSSOVER_MB, WARM_MB = 10.0, 4.0, 2.0, 0.5      # cheap tokens, datatrove's own words, start-up, the first run that warms
ASIDE = ("language", "sentiment", "safety", "novelty", "reference_models")      # steps without a counterpart in datatrove
NEAR = "annotations/near_duplicates"
_PAIRS = 2000
_NO_PEER = "datatrove is not installed; install the extra: pip install 'hallmark-corpora[bench]'"


def main() -> None:
    """Measure everything on a folder; print one JSON object, or a table. Exits with 1 when a part could not be measured, and says which."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--input", type=Path, required=True, help="folder of JSONL, Parquet or text files")
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--sizes", type=float, nargs="+", default=list(SIZES), help="megabytes of text that growth is measured at")
    arguments.add_argument("--minutes", type=float, default=10, help="sizes that would not fit into this time are left out, and named")
    arguments.add_argument("--quick", action="store_true", help="small samples and two small sizes: for trying out, not for figures")
    asked = arguments.parse_args()
    if not asked.input.is_dir():
        raise SystemExit(f"{asked.input}: is no folder; name a folder of JSONL, Parquet or text files.")
    sizes = [0.5, 1.0] if asked.quick else sorted(asked.sizes)
    figures = measure(asked.input, sizes, scale=0.1 if asked.quick else 1.0, until=time.monotonic() + 60 * asked.minutes)
    print(json.dumps(figures, indent=1, ensure_ascii=False) if asked.json else table(figures))
    if figures["failed"]:
        raise SystemExit(1)


def measure(input_: Path, sizes: list[float], *, scale: float, until: float) -> dict:
    """All figures of a folder; a part that fails is None and named under "failed"."""
    figures: dict = {"minhash": {"ours_mb_s_core": None, "datatrove_mb_s_core": None, "datatrove_cheap_mb_s_core": None, "recall": None, "precision": None},
                     "filters": {"ours_mb_s_core": None, "datatrove_cheap_mb_s_core": None, "agreement": None},
                     "decontamination": {"ours_mb_s_core": None}, "stage": {"ratio_cpu": None, "peak_mb": None},
                     "incremental": {"share_of_full": None}, "growth": {"exponent": None, "peak_ratio": None}, "failed": {}}
    _say("reading")
    folder = read_folder(input_, first=truth.given_names(input_))
    try:
        sample = sample_of(folder, SAMPLE_MB * scale)
    except ValueError:
        raise SystemExit(f"{input_}: no texts to measure on were found ({len(folder.unread)} files could not be read); it takes at least twenty words.") from None
    figures["input"] = _described(folder, sample)
    figures["machine"] = {**machine(), "versions": {name: metadata.version(name) for name in ("numpy", "pyarrow", "numba", "datatrove") if util.find_spec(name)}}
    with tempfile.TemporaryDirectory(prefix="curation-") as scratch:
        work = Path(scratch)
        run = _Run(work, folder, sample, scale, figures, until)
        for name, part in {"datatrove": run.peer, "minhash": run.minhash, "filters": run.filters, "decontamination": run.decontamination, "warm": run.warm,
                           "recall": lambda: run.recall(input_), "stage": run.stage, "growth": lambda: run.growth(sizes)}.items():
            _say(name)
            with _noted(name, figures["failed"]):
                part()
    return figures


class _Run:
    """One run over a folder: the parts in the order they are measured, each adding to `figures`."""

    def __init__(self, work: Path, folder: Texts, sample: Sample, scale: float, figures: dict, until: float):
        self.work, self.folder, self.sample, self.scale, self.figures, self.until = work, folder, sample, scale, figures, until
        self.theirs: dict[str, float] = {}      # CPU seconds per step of datatrove on the sample
        self.decided = None
        self.warm_home = work / "warm"

    def peer(self) -> None:
        """datatrove's steps on the sample."""
        if not util.find_spec("datatrove"):
            raise RuntimeError(_NO_PEER)
        default = self.sample.first(DEFAULT_MB * self.scale)
        job = {"texts": str(self.sample.write(self.work / "sample.parquet")), "scratch": str(self.work / "peer"), "passages": str(self._passages()),
               "spacy": str(default.write(self.work / "default.parquet"))}
        self.theirs, _ = in_a_process("peer", self.work / "peer-job", job)
        self.decided = pq.read_table(self.work / "peer" / "decisions.parquet")
        rates = {name: self.sample.megabytes / seconds for name, seconds in self.theirs.items()}
        three = sum(self.theirs[name] for name in kernels.DECISIONS)
        self.figures["minhash"] |= {"datatrove_mb_s_core": round(default.megabytes / self.theirs["minhash_default"], 3),
                                    "datatrove_cheap_mb_s_core": round(rates["minhash"], 2)}
        self.figures["filters"] |= {"datatrove_cheap_mb_s_core": round(self.sample.megabytes / three, 2)}
        self.figures["decontamination"] |= {"datatrove_cheap_mb_s_core": round(rates["decontamination"], 2)}
        self.figures["datatrove"] = {"sample_mb": round(self.sample.megabytes, 2), "default_words_mb": round(default.megabytes, 2),
                                     "cpu_s": {name: round(seconds, 3) for name, seconds in self.theirs.items()}}

    def minhash(self) -> None:
        self.figures["minhash"] |= {"ours_mb_s_core": kernels.minhash(self.sample)}

    def filters(self) -> None:
        speed, ours = kernels.filters(self.sample)
        self.figures["filters"] |= {"ours_mb_s_core": speed}
        if self.decided is not None:
            self.figures["filters"] |= kernels.agreement(ours, self.decided)

    def decontamination(self) -> None:
        self.figures["decontamination"] |= kernels.decontamination(self.sample)

    def warm(self) -> None:
        """A small home, over a copy of which every process runs first: it loads imports and compiled kernels before anything is timed."""
        small = self.sample.first(WARM_MB * min(1.0, 5 * self.scale))
        self._prepared(self.warm_home, small.write(self.work / "warm.parquet"))

    def recall(self, input_: Path) -> None:
        """Pairs known to be alike, found through the lake: those of truth.jsonl, and planted ones."""
        corpus, planted = with_copies(self.folder)
        given, about = truth.given(input_, truth.Names(self.folder.ids, self.folder.names))
        home, texts = self.work / "recall", corpus.write(self.work / "recall.parquet")
        self._prepared(home, texts)
        self._derived(home, only=[NEAR])
        found, _ = in_a_process("stage", self.work / "found", {"act": "found", "home": str(home), "texts": str(texts), "jaccard": truth.ALIKE, "limit": _PAIRS})
        measured = {"planted": truth.recall(planted, found["clusters"]), "given": {**about, **truth.recall(given, found["clusters"])}}
        used = "given" if measured["given"]["recall"] is not None else "planted"
        judged = precision(found["pairs"], corpus.texts, given)
        self.figures["minhash"] |= {"recall": measured[used]["recall"], "recall_on": "truth.jsonl" if used == "given" else "planted pairs",
                                    "precision": judged.pop("precision"), "reported_pairs": found["reported"], **judged, "recall_of": measured}

    def stage(self) -> None:
        """The stage through the lake on the sample and, start-up and all, on a little."""
        ours, whole = self._made(self.sample, "stage")
        compared = {name: seconds for name, seconds in ours["steps"].items() if name not in ASIDE}
        figures = {"ratio_cpu": None, "peak_mb": ours["peak_mb"], "mb": round(self.sample.megabytes, 2),
                   "ours_cpu_s": {name: round(seconds, 3) for name, seconds in ours["steps"].items()},
                   "ours_mb_s_core": round(self.sample.megabytes / sum(compared.values()), 2),
                   "aside_mb_s_core": {name: round(self.sample.megabytes / max(ours["steps"][name], 1e-6), 1) for name in ASIDE if name in ours["steps"]},
                   "all_steps_mb_s_core": round(self.sample.megabytes / ours["total_s"], 2), "process_cpu_s": round(whole, 2)}
        self.figures["stage"] |= figures
        if self.theirs:
            theirs = sum(seconds for name, seconds in self.theirs.items() if name != "minhash_default")
            self.figures["stage"]["ratio_cpu"] = round(theirs / sum(compared.values()), 2)
            if self.scale >= 1:     # start-up takes longer than everything else of a quick run
                self.figures["stage"]["start_up"] = self._crossover()

    def _crossover(self) -> dict:
        """CPU seconds of both whole processes on a little text; of ours also the first time ever on a machine, when every kernel is compiled."""
        little = self.sample.first(CROSSOVER_MB)
        job = {"texts": str(little.write(self.work / "little.parquet")), "scratch": str(self.work / "little-peer"), "passages": str(self._passages())}
        theirs = in_a_process("peer", self.work / "little-job", job)[1]
        ours, whole = self._made(little, "little", warm=False)
        aside = sum(seconds for name, seconds in ours["steps"].items() if name in ASIDE)
        shutil.rmtree(self.work / "little")
        first_ever = self._made(little, "little", warm=False, compiled=self.work / "compiled")[1]
        return {"mb": round(little.megabytes, 2), "ours_cpu_s": round(whole - aside, 2), "datatrove_cpu_s": round(theirs, 2),
                "ratio_cpu": round(theirs / (whole - aside), 2), "all_steps_cpu_s": round(whole, 2), "imports_cpu_s": round(ours["start_up_s"], 2),
                "first_ever_cpu_s": round(first_ever, 2)}

    def growth(self, sizes: list[float]) -> None:
        """CPU and peak memory over sizes, then one per cent more on the largest."""
        path = self.work / "grown.parquet"
        planted = grown(self.folder, path, 1.02 * sizes[-1] + 0.1)
        runs, left_out = [], []
        for size in sizes:
            started, home = time.monotonic(), self.work / f"grown-{size:g}"
            if runs and started + runs[-1]["wall_s"] * size / runs[-1]["mb"] > self.until:
                left_out.append(size)
                continue
            _say(f"growth at {size:g} MB")
            end = self._prepared(home, path, megabytes=size)["end"]
            ours, whole = self._derived(home)
            if runs:
                shutil.rmtree(self.work / f"grown-{runs[-1]['mb']:g}")
            runs.append({"mb": size, "records": ours["records"], "cpu_s": round(ours["total_s"], 3), "peak_mb": ours["peak_mb"],
                         "process_cpu_s": round(whole, 2), "wall_s": round(time.monotonic() - started, 1),
                         "steps": {name: round(seconds, 3) for name, seconds in ours["steps"].items()}})
        self.figures["growth"] |= {
            "exponent": exponent([(run["mb"], run["cpu_s"]) for run in runs]), "peak_ratio": round(runs[-1]["peak_mb"] / runs[0]["peak_mb"], 3),
            "sizes_mb": [run["mb"] for run in runs], "sizes_left_out_mb": left_out, "planted": planted, "runs": runs,
            "exponent_by_step": {name: exponent([(run["mb"], run["steps"][name]) for run in runs]) for name in runs[0]["steps"]},
            "exponent_of_last_step": exponent([(run["mb"], run["cpu_s"]) for run in runs[-2:]]),
            "exponent_with_start_up": exponent([(run["mb"], run["process_cpu_s"]) for run in runs])}
        self.figures["stage"]["peak_mb"] = max([run["peak_mb"] for run in runs] + [self.figures["stage"]["peak_mb"] or 0])
        self._incremental(runs[-1], home=self.work / f"grown-{runs[-1]['mb']:g}", path=path, begin=end)

    def _incremental(self, full: dict, *, home: Path, path: Path, begin: int) -> None:
        """One per cent more, from a source of its own: none of those that novelty has learnt from."""
        added = self._prepared(home, path, megabytes=full["mb"] / 100, begin=begin, source="addition")
        ours, whole = self._derived(home)
        self.figures["incremental"] |= {
            "share_of_full": round(ours["total_s"] / full["cpu_s"], 4), "on_mb": full["mb"], "added_records": added["rows"], "cpu_s": round(ours["total_s"], 3),
            "share_of_records": round(added["rows"] / full["records"], 4), "steps": {name: round(seconds, 3) for name, seconds in ours["steps"].items()},
            "share_with_start_up": round(whole / full["process_cpu_s"], 4)}

    def _made(self, sample: Sample, name: str, **how) -> tuple[dict, float]:
        self._prepared(self.work / name, sample.write(self.work / f"{name}.parquet"))
        return self._derived(self.work / name, **how)

    def _prepared(self, home: Path, texts: Path, **more) -> dict:
        job = {"act": "prepare", "home": str(home), "texts": str(texts), "passages": str(self._passages()),
               "plan": None if home == self.warm_home else str(self.warm_home / PLAN), **more}
        return in_a_process("stage", self.work / "prepare-job", job)[0]

    def _derived(self, home: Path, *, only: list[str] | None = None, warm: bool = True, compiled: Path | None = None) -> tuple[dict, float]:
        """The stage's own figures, and CPU seconds of the process; `compiled` keeps its kernels there instead of where they are ready."""
        job = {"act": "derive", "home": str(home), "only": only, "warm": str(self.warm_home) if warm else None}
        return in_a_process("stage", self.work / "derive-job", job, {"NUMBA_CACHE_DIR": str(compiled)} if compiled else {})

    def _passages(self) -> Path:
        path = self.work / "passages.parquet"
        return path if path.exists() else Sample([str(n) for n in range(len(self.sample.passages))], self.sample.passages,
                                                 [""] * len(self.sample.passages), []).write(path)


def exponent(points: list[tuple[float, float]]) -> float | None:
    """Slope of log cost over log size, by least squares; None for fewer than two sizes or a cost of nothing."""
    logs = [(math.log(size), math.log(cost)) for size, cost in points if cost > 0]
    if len(logs) < 2 or len(logs) < len(points):
        return None
    mean_x, mean_y = (sum(axis) / len(logs) for axis in zip(*logs, strict=True))
    return round(sum((x - mean_x) * (y - mean_y) for x, y in logs) / sum((x - mean_x) ** 2 for x, _ in logs), 3)


def _described(folder: Texts, sample: Sample) -> dict:
    reasons: dict[str, int] = {}
    for reason in folder.unread.values():
        reasons[reason] = reasons.get(reason, 0) + 1
    return {"mb": round(folder.bytes / 1e6, 2), **folder.counts, "not_read": reasons, "not_read_files": dict(list(folder.unread.items())[:20]),
            "sample_mb": round(sample.megabytes, 2), "sample_share_of_folder_text": sample.own_share}


@contextlib.contextmanager
def _noted(name: str, failed: dict[str, str]) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        failed[name] = f"{type(error).__name__}: {error}"
        _say(f"{name} could not be measured: {failed[name]}")


def _say(what: str) -> None:
    print(f"{what} ...", file=sys.stderr, flush=True)


def table(figures: dict) -> str:
    """The main figures for a person."""
    mh, fl, dc, st, inc, gr = (figures[name] for name in ("minhash", "filters", "decontamination", "stage", "incremental", "growth"))
    rows: list[tuple[str, object, object, object]] = [
        ("", "ours", "datatrove, cheap", "datatrove"),
        ("MinHash signatures, MB/s/core", mh["ours_mb_s_core"], mh["datatrove_cheap_mb_s_core"], mh["datatrove_mb_s_core"]),
        ("three rule sets, MB/s/core", fl["ours_mb_s_core"], fl["datatrove_cheap_mb_s_core"], None),
        ("13-gram decontamination, MB/s/core", dc["ours_mb_s_core"], dc.get("datatrove_cheap_mb_s_core"), None)]
    lines = ["".join([f"{name:<38}", *(f"{'-' if value is None else value:>18}" for value in values)]) for name, *values in rows]
    said: dict[str, object] = {
        "decisions equal": fl["agreement"], f"recall of pairs with Jaccard >= {truth.ALIKE} ({mh.get('recall_on', 'not measured')})": mh["recall"],
        "precision after verification": mh["precision"], "whole stage: CPU of datatrove's steps over ours": st["ratio_cpu"],
        "most memory, MB": st["peak_mb"], "one per cent more, share of a full run": inc["share_of_full"],
        f"cost exponent over {gr.get('sizes_mb', '?')} MB": gr["exponent"], "peak at the largest over the smallest": gr["peak_ratio"]}
    lines += [f"{name:<74}{'-' if value is None else value:>18}" for name, value in said.items()]
    lines += [f"not measured: {name}: {why}" for name, why in figures["failed"].items()]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
