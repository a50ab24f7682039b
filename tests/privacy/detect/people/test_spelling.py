import pytest

from assets.privacy.detect.recognisers import analyze_batch


def found(text):
    (spans,) = analyze_batch([text])
    return {text[one.start:one.end] for one in spans if one.detector in ("spelled name", "dictated name")}


@pytest.mark.parametrize(("text", "spelled"), [
    ("It is spelled K R U M B A for me.", "K R U M B A"),
    ("It is B as in Bertha, O as in Otto, K as in King, thanks.", "B as in Bertha, O as in Otto, K as in King"),
    ("Oui, B comme Berthe, U comme Ursule, R, K comme Karim.", "B comme Berthe, U comme Ursule, R, K comme Karim"),
    ("Sì, B di Bari, O di Otranto, G di Genova, A di Ancona.", "B di Bari, O di Otranto, G di Genova, A di Ancona"),
    ("Sí, T de Toledo, R de Roma, U de Uruguay.", "T de Toledo, R de Roma, U de Uruguay"),
    ("Ja, B wie Berta, R wie Richard, U wie Ulrich.", "B wie Berta, R wie Richard, U wie Ulrich")])
def test_names_are_spelled_in_five_languages(text, spelled):
    assert spelled in found(text)


@pytest.mark.parametrize("text", [
    "Plan B for Monday", "la pointure m de Milan", "Taille S comme sur le modèle", "size M for men, L for ladies' day", "vitamin C like oranges", "B as in", "x de y de z",
    "D wie\x00Dora, E wie Emil", "Serie A di calcio, serie B di pallavolo"])
def test_sizes_series_and_plans_spell_nothing(text):
    assert found(text) == set()
