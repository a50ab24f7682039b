import pytest

from assets.privacy.surrogates.agreement import agreeing, titled_gender


@pytest.mark.parametrize(("before", "gender"), [
    ("para la senora ", "f"), ("la sra. ", "f"), ("srta. ", "f"), ("dna. ", "f"), ("dona ", "f"), ("estimada ", "f"), ("el senor ", "m"), ("sr. ", "m"),
    ("don ", "m"), ("a d. ", "m"), ("querido ", "m"), ("sehr geehrte frau ", "f"), ("liebe ", "f"), ("lieber ", "m"), ("herrn ", "m"), ("herr ", "m"),
    ("mme ", "f"), ("signora ", "f"), ("mr. ", "m"), ("in a.d. ", None), ("the london ", None), ("wir ", None)])
def test_a_title_gives_the_gender_in_five_languages(before, gender):
    assert titled_gender(before) == gender


@pytest.mark.parametrize(("locale", "between", "value", "new", "agreed"), [
    ("fr", "le sac d'", "Adrien", "Marc", "le sac de "), ("fr", "le sac de ", "Marc", "Adrien", "le sac d'"),
    ("it", "la borsa d'", "Ada", "Marta", "la borsa di "), ("it", "la borsa de ", "Marta", "Ada", "la borsa de "),
    ("es", "el bolso de ", "Marta", "Águeda", "el bolso de "), ("de", "die Tasche de ", "Marta", "Anja", "die Tasche de "),
    ("es", "Carmen y ", "Marta", "Idoia", "Carmen e "), ("es", "Carmen e ", "Inés", "Nuria", "Carmen y "),
    ("es", "Carmen y ", "Marta", "Hilario", "Carmen e "), ("es", "Carmen y ", "Marta", "Hierónima", "Carmen y "),
    ("es", "Carmen e ", "Inés", "Idoia", "Carmen e "), ("it", "Carla e ", "Marta", "Nora", "Carla e ")])
def test_what_stands_before_a_name_agrees_with_the_new_one(locale, between, value, new, agreed):
    assert agreeing(between, value, new, locale) == agreed
