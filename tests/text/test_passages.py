"""Pieces of one size that never cut a letter and lose nothing."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.text.passages import passages

TEXTS = st.lists(st.none() | st.text(st.sampled_from("aé漢💎\0\n\u0301"), max_size=60), max_size=6)


@given(TEXTS, st.integers(8, 20), st.integers(0, 3))
def test_the_pieces_of_a_text_are_the_text(texts, size, first):
    array = pa.array(texts, pa.large_string())[first:]
    pieces, owners = passages(array, size)
    pieces.validate(full=True)
    for number, text in enumerate(array.to_pylist()):
        own = [piece for piece, owner in zip(pieces.to_pylist(), owners, strict=True) if owner == number]
        assert "".join(own) == (text or "")
        assert all(size - 3 <= len(piece.encode()) <= size + 3 for piece in own[:-1])


def test_nothing_has_no_pieces():
    pieces, owners = passages(pa.array(["", None, "x"]), 8)
    assert pieces.to_pylist() == ["x"] and owners.tolist() == [2]


def test_a_piece_shorter_than_a_letter_is_refused():
    with pytest.raises(ValueError, match="ask for 8"):
        passages(pa.array(["x"]), 3)
