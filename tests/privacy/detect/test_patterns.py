"""What regular expressions are made of."""

import re

from assets.privacy.detect.patterns import at_lines, listed, one_of


def test_one_of_takes_what_its_forms_take_and_looks_at_their_first_letter_first():
    form = re.compile(one_of(r"nos? num réf it's ref(?:erence)?"), re.I)
    assert [form.fullmatch(word) is not None for word in ("no", "NOS", "Réf", "it's", "reference", "n", "x", "")] == [True] * 5 + [False] * 3
    assert form.pattern.startswith("(?=[inr])")


def test_a_list_may_run_over_lines():
    assert listed("""rue, lieu-dit,
        po   box""") == ("rue", "lieu-dit", "po box")


def test_lines_are_found_where_a_text_begins_and_behind_every_end():
    assert [found[1] for found in at_lines(r"(\w\d)\b")("a1 b2\nc3\x00d4 e5\n f6")] == ["a1", "c3", "d4"]
