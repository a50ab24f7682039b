import pytest

from tests.privacy.people import keeps
from tests.privacy.test_extents import found


@pytest.mark.parametrize(("text", "others"), [
    ("My brother Andrew, Zwxquina, my sister Mildred and I.", set()),
    ("Captain Dvorin, Captain Krumba, Zwxquin and Thalbor came.", {"Zwxquin", "Thalbor"}),
    ("We saw Thalbor, Captain Dvorin, Captain Krumba.", set()),
    ("Mr Dvorin, Mr Krumba, Zwxquin/Thalbor", {"Zwxquin", "Thalbor"})])
def test_where_most_of_an_enumeration_are_persons_all_are(text, others):
    assert others <= found(text)


def test_children_whom_a_judgment_calls_by_letters_stand_in_a_row():
    assert {"I.", "Sa.", "Tu."} <= found("They had three daughters, I., Sa. and Tu. She left.")


def test_places_things_months_and_kept_words_are_no_members():
    for other in ("London", "Silk", "Monday", "Street"):
        assert other not in found(f"Mr Dvorin, {other} and Thalbor")
    assert "Zwxquin" not in found("Mr Dvorin, Mr Krumba, Zwxquin", known=keeps("zwxquin"))
