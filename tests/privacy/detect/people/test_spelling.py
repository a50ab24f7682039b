import pytest

from assets.privacy.detect.recognisers import analyze_batch


def found(text):
    (spans,) = analyze_batch([text])
    return {text[one.start:one.end] for one in spans if one.detector in ("spelled name", "dictated name")}


@pytest.mark.parametrize(("text", "spelled"), [
    ("It is spelled K R U M B A for me.", "K R U M B A"),
    ("It is Z as in Zelda, O as in Otto.", "Z as in Zelda, O as in Otto"),
    ("It is B as in Bertha, O as in Otto, K as in King, thanks.", "B as in Bertha, O as in Otto, K as in King"),
    ("Oui, B comme Berthe, U comme Ursule, R, K comme Karim.", "B comme Berthe, U comme Ursule, R, K comme Karim"),
    ("Sì, B di Bari, O di Otranto, G di Genova, A di Ancona.", "B di Bari, O di Otranto, G di Genova, A di Ancona"),
    ("Sí, T de Toledo, R de Roma, U de Uruguay.", "T de Toledo, R de Roma, U de Uruguay"),
    ("Ja, B wie Berta, R wie Richard, U wie Ulrich.", "B wie Berta, R wie Richard, U wie Ulrich")])
def test_names_are_spelled_in_five_languages(text, spelled):
    assert spelled in found(text)


@pytest.mark.parametrize(("text", "code"), [
    ("it says d as in dog 4 4 k as in kite dash 7 q 1\nok", "d as in dog 4 4 k as in kite dash 7 q 1"), ("your code is p like peter r like rose 9 1 z like zoo 5", "p like peter r like rose 9 1 z like zoo 5"),
    ("4 2 n comme Noé 7 7", "4 2 n comme Noé 7 7"), ("das ist 9 k wie Kurt 3 0", "9 k wie Kurt 3 0")])
def test_a_code_is_dictated_with_words_for_its_letters(text, code):
    assert code in {text[one.start:one.end] for one in analyze_batch([text])[0] if one.detector == "dictated code"}


@pytest.mark.parametrize("text", ["m for men 38 l for ladies 40", "plan b as in bold 2", "size s like small", "k as in kite", "row d like door 12", "e come esempio 12 5"])
def test_sizes_dictate_no_code(text):
    assert [one for one in analyze_batch([text])[0] if one.detector == "dictated code"] == []


@pytest.mark.parametrize("text", [
    "Plan B for Monday", "la pointure m de Milan", "Taille S comme sur le modèle", "size M for men, L for ladies' day", "vitamin C like oranges", "B as in", "x de y de z",
    "D wie\x00Dora, E wie Emil", "Serie A di calcio, serie B di pallavolo"])
def test_sizes_series_and_plans_spell_nothing(text):
    assert found(text) == set()


@pytest.mark.parametrize("text, said", [
    ("surname reads Kilo Alfa Lima November Sierra, two adults", "Kilo Alfa Lima November Sierra"), ("my ref is lima four tango seven seven sierra ok", "lima four tango seven seven sierra"),
    ("it is zulu echo romeo", "zulu echo romeo")])
def test_a_name_or_a_code_is_spelled_in_the_alphabet_of_radio(text, said):
    assert said in {text[one.start:one.end] for one in analyze_batch([text])[0] if one.detector == "radio alphabet"}


@pytest.mark.parametrize("text", ["Hotels in Lima, Quebec and India", "a tango in November with Mike, Oscar and Juliet", "golf in India, a hotel in Victor", "whiskey tango", "2 kilo 3 kilo 4 kilo of potatoes", "Oscar, Romeo, Papa"])
def test_towns_dances_and_drinks_spell_nothing(text):
    assert [one for one in analyze_batch([text])[0] if one.detector == "radio alphabet"] == []
