"""The funnel and the lineage: few boxes, true widths, nothing counted twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.governance.documents import funnel, lineage, words
from assets.governance.documents.facts_schema import read_facts
from tests.governance.documents import house_facts


def facts(**changes):
    return read_facts(house_facts.small() | changes)


def row(stage, table, came_in, out, **left_out):
    return {"stage": stage, "table": table, "source": None, "in": came_in, "out": out, "left_out": left_out, "merged": {},
            "quarantined": {}}


def test_thirty_sources_are_one_stage_and_their_reasons_are_added_up():
    stages = funnel.stages(read_facts(house_facts.awkward()))
    assert [stage.name for stage in stages] == ["Arrived", "Sorted and linked", "Personal data removed", "Chosen for this corpus"]
    assert stages[0].tables == 30 and stages[0].drops[0].records == 30 * 200
    assert stages[1].gap == 88_001


def test_a_stage_of_two_tables_in_a_row_is_not_counted_twice():
    told = facts(funnel=[row("clean", "clean/raw", 10, 8, short=2), row("clean", "clean/documents", 8, 7, empty=1)],
                 lineage=[{"from": "clean/raw", "to": "clean/documents", "records": 8}])
    assert [(stage.came_in, stage.out) for stage in funnel.stages(told)] == [(10, 8), (8, 7)]


def test_tables_side_by_side_are_added_up():
    told = facts(funnel=[row("clean", "clean/documents", 10, 8, short=2), row("clean", "clean/dialogues", 5, 5)])
    assert [(stage.came_in, stage.out) for stage in funnel.stages(told)] == [(15, 13)]


def test_many_reasons_are_named_up_to_five_and_the_rest_added_up():
    told = facts(funnel=[row("clean", "clean/documents", 28, 0, **{f"r{n}": n for n in range(1, 8)})])
    stage = funnel.stages(told)[0]
    assert [drop.records for drop in stage.shown] == [7, 6, 5, 4, 3] and sum(drop.records for drop in stage.unshown) == 3


@given(st.lists(st.tuples(st.integers(0, 10**12), st.integers(0, 10**12)), min_size=1, max_size=6))
def test_no_bar_leaves_the_picture_and_nothing_present_is_invisible(counts):
    told = facts(funnel=[row(f"s{n}", f"s{n}/t", out + gone, out, **({"gone": gone} if gone else {})) for n, (out, gone) in enumerate(counts)])
    for bar, (out, gone) in zip(funnel.bars(funnel.stages(told)), counts, strict=True):
        end = max([bar.kept, *(start + width for _, start, width in bar.drops)])
        assert end <= funnel.WIDTH + 2 * funnel.HAIRLINE
        assert (bar.kept > 0) == (out > 0) and bool(bar.drops) == (gone > 0)


def test_lineage_has_at_most_seven_boxes_whatever_the_number_of_stages():
    edges = [{"from": "landing/a", "to": "warehouse/b", "records": 5}, {"from": "warehouse/b", "to": "clean/c", "records": 5},
             *({"from": "clean/c", "to": f"{side}/d", "records": 5} for side in ("privacy", "annotations", "knowledge", "synthetic", "expertise", "novel")),
             *({"from": f"{side}/d", "to": "corpora/e", "records": 5} for side in ("annotations", "knowledge", "synthetic", "expertise"))]
    for picture in lineage.pictures(facts(lineage=edges)):
        assert len(picture.boxes) <= 7
        places = [(box.x, box.y) for box in picture.boxes]
        assert len(set(places)) == len(places)
        assert all(0 <= box.x and box.x + box.width <= picture.width and box.y + box.height <= picture.height for box in picture.boxes)


def test_thirty_sources_are_one_box_and_measurements_of_the_same_records_count_once():
    told = read_facts(house_facts.awkward())
    wide, _ = lineage.pictures(told)
    assert ("Sources", "30 sources") in [box.lines for box in wide.boxes]
    chosen = words.number(next(edge.records for edge in told.lineage if edge.to == "corpora/concierge"))
    assert f"2 measurements to Corpus 1 selection: {chosen} records" in wide.said


def test_a_release_without_lineage_has_no_picture():
    assert lineage.pictures(facts(lineage=[])) is None


@pytest.mark.parametrize(("part", "whole", "said"), [
    (1, 3, "33.3 %"), (0, 5, "0 %"), (1, 10**6, "under 0.1 %"), (10**6 - 1, 10**6, "over 99.9 %"), (5, 5, "100 %"), (0, 0, "–")])
def test_a_share_is_never_rounded_to_nothing_or_to_all(part, whole, said):
    assert words.share(part, whole) == said


@pytest.mark.parametrize(("period", "said"), [("P10Y", "10 years"), ("P1Y6M", "1 year, 6 months"), (None, "not stated"), ("for ever", "for ever")])
def test_a_period_is_said_in_words(period, said):
    assert words.period(period) == said
