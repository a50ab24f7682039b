"""A text that lists things for sale is told from one that speaks of people."""

import pytest

from assets.privacy.detect.people.shelf import houses, offers, shelf


@pytest.mark.parametrize("text", [
    "Le sac Marguerite en veau grainé, coloris Bordeaux, 1 950 €", "The Oliver coat, navy wool, sizes 36 to 46", "Borsa Isabella in pelle, colore Cuoio, 32 x 24 cm",
    "Bolso Carmen, piel negra, 980 €", "Mantel Klara, Wolle 90 %, Größe 38",
])
def test_a_shelf(text):
    assert shelf(text)


@pytest.mark.parametrize("text", [
    "Marguerite called about her sac, 1 950 €", "Oliver will be there at nine.", "Mme Carmen aime le cuir, taille 38, 980 €", "", "Dear Isabella, the wool coat in size 38 is here.",
    "Comptez 6 pelotes de laine, taille 38. Bisous, Rosalie", "Guest: no, I am Price. Size 38 in black, 95 €",
    "Or is it? Either way, the case is short.", "Bring the case notes to Orla or Fenn at 4 Birch, unit 2.",
    "The house was founded in Lyon in 1921 and has made silk since then, in good years and in bad ones, through two wars and one flood.",
])
def test_no_shelf(text):
    assert not shelf(text)


@pytest.mark.parametrize("text, signs", [("The Adair trench, size 38", True), ("Olive, 12 €", True), ("The Adair trench", False), ("Adair was late again.", False),
                                         ("She took it in size 38", False), ("Thanks, 12 € is fine", False)])
def test_one_sign_of_trade_and_no_word_of_a_person_is_an_offer(text, signs):
    assert offers(text) is signs


@pytest.mark.parametrize("text", ["A loafer for her, in grained calfskin with a rubber sole, 35 mm heel", "Clara and her sister Nina: two pumps, patent leather, block heel, rubber sole, size 36 to 41"])
def test_copy_may_say_for_whom_a_thing_is(text):
    assert shelf(text)
    assert not shelf("She wore a loafer to her wedding.")


@pytest.mark.parametrize("text, names, kept", [
    ("Tank Louis Cartier, yellow gold, 25 mm", ["Louis Cartier"], [True]), ("New in: Jil Sander, Paul Smith, Simone Rocha and Ada Zwxquin", ["Paul Smith", "Ada Zwxquin"], [True, False]),
    ("Christian Dior told me so.", ["Christian Dior"], [False]), ("Dear Paul Smith, your loafers in black calfskin, size 42", ["Paul Smith"], [False]), ("Ada Zwxquin, silk, 25 mm", ["Ada Zwxquin"], [False]), ("Louis Cartier lived in Paris.", ["Louis Cartier"], [False])])
def test_a_house_on_its_own_shelf_is_nobody(text, names, kept):
    assert houses(text, names) == kept
