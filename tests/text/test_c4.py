"""C4's rules for lines, one at a time."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.text.arrow import buffers
from assets.text.c4 import COUNTS, CURLY_BRACKET, LOREM_IPSUM, count
from assets.text.classes import classes
from tests.text.hard_texts import FIXED, texts


def counted(*several):
    counts = np.full((len(several), len(COUNTS)), -1)
    count(*buffers(pa.array(several, pa.large_string())), classes(), counts)
    return [dict(zip(COUNTS, row.tolist(), strict=True)) for row in counts]


@pytest.mark.parametrize(("line", "kept"), [
    ("The house is open.", True), ("The house is open", False), ("The house is open...", False), ("Is it open?\t", True), ("'It is open'", True),
    ("Open now.", False), ("It is " + "o" * 1_001 + ".", False), ("It is " + "é" * 999 + ".", True), ("It is open.[12]", True), ("It is open.[a]", False),
    ("Please enable JavaScript here.", False), ("Please enable Java[edit]Script here.", False), ("See our privacy policy now.", False),
    ("This site uses coo\u212aies here.", False), ("This site [citation needed]uses [3]cookies here.", False), ("The cookies are warm.", True), ("", False)])
def test_a_line_is_kept_or_not(line, kept):
    assert counted(line)[0]["kept_lines"] == kept


@pytest.mark.parametrize(("text", "dropped"), [
    ("And lorem ipsum follows.\nA { here too.", LOREM_IPSUM), ("A { comes first.\nAnd lorem ipsum follows.", CURLY_BRACKET), ("A { but no end\nAll is well.", 0),
    ("A { in a javascript line.", 0), ("A { under terms of use.", CURLY_BRACKET), ("lorem ipsum.", 0)])
def test_the_first_line_that_drops_the_text_says_why(text, dropped):
    assert counted(text)[0]["dropped"] == dropped


def test_sentences_end_at_their_marks_and_at_the_line():
    row, = counted("We met J. Smith there. Was it good? (It was.) He said “yes.”\r\nThey left at once. Then \"silence\"")
    assert (row["lines"], row["kept_lines"], row["sentences"]) == (2, 1, 2)
    assert counted("Il fait beau. On sort. “Oui.” dit J. Il part.")[0]["sentences"] == 4


@settings(deadline=None)
@given(st.lists(st.sampled_from(FIXED[:-1]) | texts(), max_size=4))
def test_lines_are_those_of_splitlines_and_texts_do_not_mix(several):
    found = counted(*several)
    assert [row["lines"] for row in found] == [len(text.splitlines()) for text in several]
    assert found == [counted(text)[0] for text in several]
