"""What regular expressions are made of."""

import re

from assets.privacy.detect.patterns import listed, one_of


def test_one_of_takes_what_its_forms_take_and_looks_at_their_first_letter_first():
    form = re.compile(one_of(r"nos? num réf it's ref(?:erence)?"), re.I)
    assert [form.fullmatch(word) is not None for word in ("no", "NOS", "Réf", "it's", "reference", "n", "x", "")] == [True] * 5 + [False] * 3
    assert form.pattern.startswith("(?=[inr])")


def test_a_list_may_run_over_lines():
    assert listed("""rue, lieu-dit,
        po   box""") == ("rue", "lieu-dit", "po box")
