"""An address that fills a line of a chat is one though no word announces it."""

import pytest

from assets.privacy.detect.recognisers import analyze_batch


def found(line):
    text = f"ok\n{line}\nthanks"
    return {text[one.start:one.end] for one in analyze_batch([text])[0] if one.detector == "address of a line"}


@pytest.mark.parametrize("line", ["no 7 tole gate kl 45", "no 12 second cross nehru nagar", "maple heights il 60139", "st paul mn 55101"])
def test_a_line_in_small_letters_is_an_address(line):
    assert found(line) == {line}


@pytest.mark.parametrize("line", ["no 2 large pizzas please", "my zip is ny 10001", "no 7 is the one", "the order number in 44121", "total de 15000", "un budget de 15000", "reference ok 12345",
                                  "sku in 10023", "no 2 pieces in the garden", "no 3 items left in main block"])
def test_other_lines_are_none(line):
    assert found(line) == set()
