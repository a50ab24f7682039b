"""The public texts that training reads: names labelled by the list of their book, and lines that name nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.privacy.tagger.public_texts import Line, impersonal, likely_personal, names, paragraphs, pieces, written
from assets.privacy.tagger.training import Labelled, labelled

LISTING = """# comment
== shop : PERSON
Ada | Roux | de Brie | Mrs. [Long]
== shop : LOCATION
Lyon | rue de Lyon
== shop : none
drap de Lyon
== other : PERSON
Zoé
"""


def marked(text):
    return [(text[start:end], tag) for start, end, tag in names(LISTING, "shop").spans(text)]


def test_each_name_of_the_list_is_labelled_and_no_other():
    assert marked("Ada left Lyon with Zoé.") == [("Ada", "PERSON"), ("Lyon", "LOCATION")]


def test_a_title_stays_outside_the_span():
    assert marked("Mme de Brie met Mrs. Long, as Long ago.") == [("de Brie", "PERSON"), ("Long", "PERSON")]


def test_a_first_and_a_last_name_are_one_person_and_a_list_of_two_is_not():
    assert marked("Ada de Brie, Ada Roux, Ada, Roux") == [("Ada de Brie", "PERSON"), ("Ada Roux", "PERSON"), ("Ada", "PERSON"), ("Roux", "PERSON")]


def test_the_longest_entry_decides_so_a_street_is_a_street_and_a_cloth_is_nothing():
    assert marked("Rue de Lyon sells drap de Lyon.") == [("Rue de Lyon", "LOCATION")]


def test_a_part_of_a_word_is_no_name():
    assert marked("Adam, Lyon-Ada, lyon; Roux's") == [("Roux", "PERSON")]


def test_the_licence_around_a_book_and_its_credits_are_not_read():
    book = ("licence\n*** START OF IT ***\nProduced by somebody, long ago.\n\nA first paragraph,\r\nover two lines and a dix-\nneuf.\n\nshort\n\n"
            "*** END OF IT ***\nlicence, which is much longer than twenty letters")
    assert list(paragraphs(book)) == ["A first paragraph, over two lines and a dix-neuf."]


@given(st.lists(st.sampled_from(["Mr. Roux came.", "He saw it!", "« Non. »", "and left"]), max_size=30), st.integers(1, 60))
def test_pieces_lose_no_word_and_part_no_title_from_its_name(sentences, longest):
    cut = list(pieces(" ".join(sentences), longest))
    assert " ".join(cut) == " ".join(sentences)
    assert not any(piece.endswith("Mr.") for piece in cut)


@pytest.mark.parametrize("text, language", [
    ("It was sewn by Margaret in the mill.", "en"), ("Woven in Lyon since then.", "fr"), ("It is named after Dr. K.", "en"), ("Printed in 1887.", "en"),
    ("Bought on 9/12/15.", "en"), ("Sold by the Wobbly Grommet shop.", "en"), ("WORK OF MARGARET", "en"), ("El rey la llevaba.", "es")])
def test_a_line_with_a_likely_name_place_or_year_is_not_impersonal(text, language):
    assert likely_personal(text, language)
    assert not list(impersonal([Line(text, language, "x")]))


def test_a_line_of_craft_is_impersonal_and_is_written_once():
    lines = [Line("Fold  the linen &amp; press it. Then dry it.", "en", "x"), Line("Fold the linen & press it. Then dry it.", "en", "y"),
             Line("HOW THE LINEN IS FOLDED", "en", "x")]
    assert [line.text for line in impersonal(lines)] == ["Fold the linen & press it. Then dry it.", "HOW THE LINEN IS FOLDED"]


def test_what_is_written_is_what_training_reads(tmp_path):
    said = written(tmp_path / "shop.jsonl", [Line("Ada Roux left.", "fr", "shop", [(0, 8, "PERSON")])])
    assert list(labelled(tmp_path / "shop.jsonl")) == [Labelled("Ada Roux left.", [(0, 8, "PERSON")], "fr", "shop")]
    assert said == "shop.jsonl: 1 lines {'fr shop': 1}, spans {'PERSON': 1}"
