"""Why a record is in a release, or not: the rules with what was measured, whom it is like and how much, and what cannot be told any more."""

import pytest

from assets.corpora import merging
from assets.corpora.cut import cut
from assets.corpora.placement import split_of
from assets.governance.release import candidate, draw
from assets.governance.releases import manifest_of
from assets.governance.waiting import scanned
from assets.lake import InputError
from orchestration.verbs.explain import _kept_because, explain_left_out
from orchestration.verbs.signals import in_words, signals
from tests.corpora.small_house import NEAR, QUALITY, choose, dialogue, document, fill, fill_contamination, fill_near, put, recipe, record_id
from tests.governance.conftest import documents, searched

SHARES = {"train": 0.5, "validation": 0.25, "test": 0.25}
TRAIN = [n for n in range(1, 60) if split_of(7, record_id(n), SHARES) == "train"]
BEST, ALIKE, COPY, INSIDE, NOISY, OVERLAP, FINE, SHORT = TRAIN[:8]
ALL = (BEST, ALIKE, COPY, INSIDE, NOISY, OVERLAP, FINE, SHORT)
RECIPE = recipe(
    where=[{"rule": "quality.characters >= 10", "reason": "too short"}, {"rule": "quality.symbol_share <= 0.30", "reason": "noise"},
           {"rule": "records.language in ('en', 'fr') and language.score > 0.5", "reason": "not read"}],
    splits={"seed": 7, "shares": SHARES}, duplicates={"near": {"jaccard": 0.8}, "contained": {"share": 0.9}}, contamination={"share": 0.2})


@pytest.fixture
def release(lake) -> str:
    rows = [document(n, group_id=None, **({"text": "Tiny."} if n == SHORT else {}), **({"exclusivity": "exclusive" if n == BEST else "shared"})) for n in ALL]
    fill(lake, rows, [dialogue(900)], duplicates={BEST: BEST, COPY: BEST}, symbols={NOISY: 0.41, FINE: 0.04})
    fill_near(lake, {**dict.fromkeys(ALL, 100), INSIDE: 20, 900: 9}, {(BEST, ALIKE): (0.93, 0.96), (INSIDE, COPY): (0.2, 0.95)})
    fill_contamination(lake, (*ALL, 900), own={OVERLAP: ("concierge", 0.43)})
    choose(lake, RECIPE)
    cut(lake, RECIPE)
    searched(lake)
    draw(lake, "atelier", documents)
    scanned(lake, "atelier", "documents", {"passed": True})
    return candidate(lake, "atelier")


def left_out(lake, release, number) -> dict:
    return explain_left_out(lake, release, record_id(number).hex())


def test_a_rule_that_failed_is_told_with_what_was_measured(lake, release):
    told = left_out(lake, release, NOISY)
    assert (told["why"], told["because"]) == ("noise", ["quality.symbol_share <= 0.30: 0.41"])
    assert told["signals"]["quality"] == {"characters": len(document(NOISY)["text"]), "symbol_share": 0.41, "duplicate_line_share": None}
    assert left_out(lake, release, SHORT)["because"] == ["quality.characters >= 10: 5"]


def test_a_merged_record_names_its_survivor_and_the_verified_score(lake, release):
    alike, copy, inside = (left_out(lake, release, number) for number in (ALIKE, COPY, INSIDE))
    best = record_id(BEST).hex()
    assert alike["into"] == copy["into"] == inside["into"] == best
    assert (alike["why"], alike["because"]) == (merging.NEAR, [f"Jaccard 0.93 with {best}"])
    assert (copy["why"], copy["because"]) == (merging.EXACT, [f"says exactly what {best} says"])
    assert (inside["why"], inside["because"]) == (merging.CONTAINED, [f"95% of its word shingles stand in {best}"])
    assert alike["cluster"]["survivor"] == best and alike["cluster"]["size"] == 4
    assert alike["cluster"]["members"][0] == {"record_id": record_id(ALIKE).hex(), "kind": merging.NEAR, "jaccard": 0.93, "containment": 0.96}
    assert [pair["record_id"] for pair in alike["evidence"]["near_duplicates"]] == [best]


def test_an_overlap_is_told_with_its_share_whose_and_an_example(lake, release):
    assert left_out(lake, release, OVERLAP)["because"] == [
        f"43% of its words stand in evaluation records of 'concierge', such as {record_id(OVERLAP).hex()}; 20% may"]


def test_a_kept_record_tells_each_rule_with_its_value_and_whom_it_stands_for(lake, release):
    manifest, _ = manifest_of(lake, release)
    told = signals(lake, manifest, record_id(FINE))
    assert [in_words(rule) for rule in told["rules"]] == [
        f"quality.characters >= 10: {len(document(FINE)['text'])}", "quality.symbol_share <= 0.30: 0.04",
        "records.language in ('en', 'fr') and language.score > 0.5: records.language = en, language.score = 0.9"]
    assert told["cluster"] is None and told["not_told"] == {}
    assert _kept_because(signals(lake, manifest, record_id(BEST)))[-1] == "stands for 3 other records"


def test_what_has_changed_since_the_release_is_not_told_from_what_is_there_now(lake, release):
    put(lake, "annotations/near_duplicates", [{"record_id": record_id(1), "cluster_id": record_id(1), "cluster_size": 1, "evidence": [], "shingles": 3}], NEAR)
    told = left_out(lake, release, ALIKE)
    assert told["signals"]["near_duplicates"] is None and told["not_told"] == {"near_duplicates": "it has changed since the release was cut"}
    assert told["because"] == [f"its score with {told['into']} cannot be told any more"]
    put(lake, "annotations/quality", [{"record_id": record_id(NOISY), "characters": 1}], QUALITY)
    assert left_out(lake, release, NOISY)["because"] == ["quality.symbol_share <= 0.30: cannot be asked any more"]


def test_a_record_nobody_left_out_or_a_wrong_id_is_wrong_use(lake, release):
    with pytest.raises(InputError, match="is in"):
        left_out(lake, release, FINE)
    with pytest.raises(InputError, match="32 hexadecimal"):
        explain_left_out(lake, release, "xyz")


def test_the_command_prints_measures_cluster_and_reason(lake, release, monkeypatch):
    from orchestration.cli import releases, say

    lines, tables = [], []
    monkeypatch.setenv("HALLMARK_HOME", str(lake.home.path))
    monkeypatch.setattr(say, "sentence", lines.append)
    monkeypatch.setattr(say, "table", lambda rows, columns, empty: tables.append((list(columns.values()), len(rows))))
    releases.explain(release, record_id(ALIKE).hex(), left_out=True)
    assert f"Because: Jaccard 0.93 with {record_id(BEST).hex()}." in lines and f"{record_id(BEST).hex()} stands for 3 other records." in lines
    assert (["record", "kind", "Jaccard", "contained"], 3) in tables and (["compared with", "Jaccard", "contained"], 1) in tables
