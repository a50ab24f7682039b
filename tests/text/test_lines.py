"""Lines of texts, as they stand."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from assets.text.lines import lines_of


def lines(texts, first=0) -> list[list[str]]:
    found, starts = lines_of(pa.array(texts, pa.large_string()).slice(first))
    every = found.to_pylist()
    return [every[one:other] for one, other in zip(starts, starts[1:], strict=False)]


def test_a_line_keeps_its_end_and_an_empty_text_has_none():
    assert lines(["a\nb", "", None, "\n", "c\n"]) == [["a\n", "b"], [], [], ["\n"], ["c\n"]]
    assert lines(["x", "a\n\nb"], first=1) == [["a\n", "\n", "b"]]
    assert lines([]) == [] and lines([None]) == [[]]


@given(st.lists(st.text("a\né", max_size=8)))
def test_lines_together_are_the_text(texts):
    assert ["".join(one) for one in lines(texts)] == texts
    assert all("\n" not in line[:-1] for one in lines(texts) for line in one)
    assert lines([*texts, "behind " * 20]) == [*lines(texts), ["behind " * 20]]
