"""The scan: what calls a recogniser, and that a gate before it hides nothing."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.privacy.detect.recognisers import DEFINITIONS, analyze_batch
from assets.privacy.detect.scan import Recogniser
from assets.privacy.detect.shapes import FAR, ahead, shapes
from assets.privacy.folding import View

STRUCTURED = tuple(one for one in DEFINITIONS if one.type != "PERSON")
UNGATED = tuple(replace(one, figure=None) for one in STRUCTURED)
CUES = sorted({cue for one in STRUCTURED if one.figure for cue in one.cues})
SENTENCES = """
    My account number is: 4410 229 887 1
    88412207 is my claim number
    Flat 3, 12 North Quarry Lane, Zwxham ZW1 4QX
    rue du Zwxquin 12, 1204 Genève
    Zwxgatan 12 B, 11347 Zwxholm
    passport no. K 8 8 4 1 2 2 0
    the Volvo (HK-4447) and its plate AB-123-CD
    Expte. n.º 144/2019 y 151/2019
    (no. 12 MA 003871)
    [2017] EWCA Crim 3381; 575 U.S. 348; 2014 ONSC 91177; 2:18-cr-20917
    carte se terminant par 4421
    **** **** **** 4421
    my national insurance number is QQ 12 34 56 C
    phone: o7700 9oo 461
    IBAN E S 6 3 5 1 1 3 2 2 2 2 0 0 0 1 0 0 0 2 1 2 3 4
    H. No. 114, Ward No. 7, Hoshiarpur
    Kundennummer: 774-21 B""".strip().split("\n")


def found_by(definitions, texts):
    return analyze_batch(texts, definitions)


def test_a_gate_hides_no_finding_of_a_sentence():
    texts = [sentence.strip() for sentence in SENTENCES]
    assert found_by(STRUCTURED, texts) == found_by(UNGATED, texts)
    assert all(found_by(STRUCTURED, texts))


@given(st.lists(st.one_of(st.sampled_from(CUES), st.text("0123456789", min_size=1, max_size=9), st.text("abXY .,:-/#()\n'é", min_size=1, max_size=12),
                          st.sampled_from(["is my", "no.", "n°", "12", "Road", "is", " ", "-", "/"])), min_size=2, max_size=14))
def test_a_gate_hides_no_finding_of_whatever_stands_around_a_cue(pieces):
    texts = [" ".join(pieces), "".join(pieces)]
    assert found_by(STRUCTURED, texts) == found_by(UNGATED, texts)


@pytest.mark.parametrize("text", ["idnr", "Kundennr", "Zwxstr", "Zwxgatan", "n°", "("])
def test_a_cue_may_be_the_end_of_a_text(text):
    assert found_by(UNGATED, [text]) == [[]]


@pytest.mark.parametrize("text, cues", [
    ("a bag for 12", []), ("a bag 12", ["bag"]), ("7 bag", ["bag"]), ("7 or bag", []), ("bag of 12", ["bag"]), ("(a", []), ("(a1", ["("]),
    ("bag-tag 1", ["bag", "bag-tag"]), ("one big bag tag 1", [])])
def test_a_recogniser_is_asked_only_where_a_figure_is_at_hand(text, cues):
    asked = []
    shy = Recogniser("shy", "CLIENT_NO", lambda text, start, end: asked.append(text[start:end]) or (), cues=("bag", "(", "bag-tag"), figure=(2, 5))
    analyze_batch([text], (shy,))
    assert sorted(asked) == cues


@pytest.mark.parametrize("text", ["", "none", "7", "a1b", "1" + "-" * 300 + "2", "-" * 254 + "2", "-" * 255 + "2"])
def test_how_far_the_next_digit_is(text):
    places = [next((there - at for there in range(at, len(text)) if text[there].isdigit()), FAR) for at in range(len(text) + 1)]
    assert ahead(View(text).codes).tolist() == np.minimum(places, FAR).tolist()


def test_lines_of_two_words_and_lines_with_a_figure_at_an_edge_are_found_where_a_text_begins_ends_and_between():
    text = "zion nash\nhello\x00ab cd\n12 rose lane\nno 7 mill\nblue gate 90042\nwho is it 4 u\n\nada zwxquin"
    places = shapes(View(text).codes)
    assert [text[start:end] for start, end in places.paired] == ["zion nash", "ada zwxquin"]
    assert [text[start:end] for start, end in places.edged] == ["12 rose lane", "no 7 mill", "blue gate 90042"]
    assert shapes(View("").codes).paired == shapes(View("\n\x00\n").codes).edged == []


def test_lines_are_found_over_the_borders_of_blocks(monkeypatch):
    text = "".join(f"{'x' * (number % 7)}zion nash\n{number} rose lane\n" for number in range(300))
    whole = shapes(View(text).codes)
    monkeypatch.setattr("assets.privacy.detect.shapes.BLOCK", 5000)
    parted = shapes(View(text).codes)
    assert (parted.paired, parted.edged) == (whole.paired, whole.edged) and len(whole.paired) == len(whole.edged) == 300
