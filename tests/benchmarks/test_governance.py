"""The benchmark of governance measures what it says: every part answers, against the right answer, on a release that verifies."""

import numpy as np
import pytest

from assets.governance.releases import releases
from assets.lake import Lake
from benchmarks import governance
from benchmarks.made_release import Made, fill, recipe

PARTS = {
    "full_cut": {"select_cpu_s", "shards_cpu_s", "search_cpu_s", "documents_cpu_s", "seal_cpu_s", "publish_cpu_s", "total_cpu_s", "without_search_cpu_s"},
    "provenance": {"bytes_per_record"},
    "verify": {"cpu_s", "hashing_files_cpu_s", "hashing_values_cpu_s", "times_hashing", "files_mb", "values_mb", "values_mb_s"},
    "trace": {"subject_cpu_s", "scan_cpu_s", "times_faster", "index_build_cpu_s", "index_mb"},
    "erase_one": {"clients", "records", "cpu_s", "share_of_full_cut", "share_without_search"},
    "erase_batch": {"clients", "records", "cpu_s", "share_of_full_cut", "share_without_search"},
    **{name: {"cpu_s", "cpu_s_per_300k", "removed", "unexplained"} for name in ("diff_one", "diff_batch")}, "peak": {"memory_mb"}}


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(governance, "BATCH", 5)
        return governance.measure(3_000, folder / "made"), folder


def test_every_part_is_measured_and_printed(measured):
    figures, _ = measured
    assert {name: set(told) for name, told in figures.items() if name != "records"} == PARTS
    assert all(value > 0 for part, told in figures.items() if part != "records" for name, value in told.items() if name != "unexplained")
    lines = governance.table({"sizes": [figures, figures]}).splitlines()
    assert len(lines) == 1 + sum(map(len, PARTS.values())) and "3,000 records" in lines[0]


def test_what_was_erased_is_what_the_comparison_finds_removed_with_a_reason(measured):
    figures, folder = measured
    one, batch = figures["erase_one"]["records"], figures["erase_batch"]["records"]
    assert [(figures[name]["removed"], figures[name]["unexplained"]) for name in ("diff_one", "diff_batch")] == [(one, 0), (one + batch, 0)]
    made = Made(3_000)
    of = {name: int(np.isin(made.owner, made.people[part]).sum()) for name, part in (("erase_one", slice(0, 1)), ("erase_batch", slice(1, 6)))}
    assert {name: figures[name]["records"] for name in of} == of
    left = releases(Lake.open(folder / "made" / "home"))
    assert [entry["state"] for entry in left] == ["superseded", "superseded", "published"] and left[-1]["records"] == left[0]["records"] - sum(of.values())


def test_a_made_house_is_the_same_every_time_and_its_shards_keep_their_size(tmp_path):
    one, _, _ = fill(tmp_path / "a", 500)
    two, _, _ = fill(tmp_path / "b", 500)
    assert [one.read(table).data_version for table in one.tables()] == [two.read(table).data_version for table in two.tables()]
    assert [recipe(size).shards["train"] for size in (100, 4_096, 300_000, 3_000_000)] == [1, 1, 128, 1024]
