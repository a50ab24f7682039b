import pytest

from assets.privacy.detect.people.institutions import _BEFORE, _linked, is_nobody


def asked(text, sure=False):
    start, end = text.index("["), text.index("]") - 1
    return is_nobody(text.replace("[", "").replace("]", ""), start, end, sure)


@pytest.mark.parametrize("text", [
    "held in [Krumbach] prison", "the [Krumbach] District Court", "[Krumbach] & Sons, of Leeds", "[Krumbach] et fils", "[Krumbach] & Cie", "[Krumbach] e figli", "[Krumbach] und Söhne", "[Dvorin Krumbach] Solicitors", "[Krumbach] Foods Ltd", "the town of [Krumbach]",
    "STATE OF [KRUMBACH]", "the newspaper [Krumbach]", "he lives in [Krumbach] now", "domicilié à [Krumbach]", "residente a [Krumbach]", "wohnhaft in [Krumbach]",
    "[Romanian] prisons", "[R] v Dvorin", "Dvorin Krumbach, [J.]"])
def test_places_firms_peoples_and_signs_are_nobody(text):
    assert asked(text)


@pytest.mark.parametrize("text", [
    "[Krumbach] said so", "[Krumbach] and Sonja", "met [Krumbach] in court", "[Krumbach] and co-starring Dvorin", "the father of [Krumbach]", "[Claire] et son mari", "[T] is 23", "[R.] asked", "[Krumbach], 31,"])
def test_people_stay_people(text):
    assert not asked(text)


def test_somebody_may_be_called_like_a_people_when_the_guess_is_sure():
    assert asked("then [Dutch] came") and not asked("then [Dutch] came", sure=True)


@pytest.mark.parametrize("lead", ["the town of", "née à", "wohnhaft in", "nata a", "residente de", "the ship", "Société", "quotidiano", "ville d'",
                                  "detained near", "(state of", "\nlives at"])
def test_the_word_before_a_place_is_never_passed_over(lead):
    text = lead if lead.endswith("'") else f"{lead} "
    assert _BEFORE.search(text) and _linked(text, len(text)) and not _linked("said ", 5)
