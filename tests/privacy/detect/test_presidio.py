from types import SimpleNamespace

import pytest

from assets.privacy.detect import presidio
from assets.privacy.detect.presidio import JUNK, LANGUAGES, engine, operators, presidio_defaults, registry, tagger_recognizer
from assets.privacy.detect.recognisers import TYPES, Span, analyze_batch
from tests.privacy.people import makes

TEXT = "Dear Mrs Rossi, call 06 12 34 56 78 or write to g.rossi@mail.example.org; order ORD-1234."
# Every type that we support, as somebody would write it.
EXAMPLES = {
    "PERSON": [("fr", "J'ai parlé à Mme Delorme hier.", "Delorme"), ("it", "ho parlato con la signora Bianchi oggi", "Bianchi"),
               ("en", "Dear Mrs Rossi, thank you", "Rossi")],
    "EMAIL": [("es", "escríbame a jimena@correo.example.org, gracias", "jimena@correo.example.org")],
    "PHONE": [("fr", "Rappelez le 06 12 34 56 78 ce soir", "06 12 34 56 78"), ("de", "Telefon +49 30 901820", "+49 30 901820")],
    "IBAN": [("fr", "compte FR76 3000 6000 0112 3456 7890 189 merci", "FR76 3000 6000 0112 3456 7890 189")],
    "CARD": [("it", "carta 4242 4242 4242 4242 ok", "4242 4242 4242 4242")],
    "NATIONAL_ID": [("es", "DNI 12345678Z", "12345678Z"), ("it", "cf RSSMRA85T10A562S", "RSSMRA85T10A562S"), ("en", "SSN 123-45-6789", "123-45-6789")],
    "URL": [("en", "see https://www.instagram.com/claire.d/", "https://www.instagram.com/claire.d/")],
    "HANDLE": [("fr", "suivez @claire_d !", "@claire_d")],
    "IP": [("en", "from 82.64.12.7 today", "82.64.12.7")],
    "BIRTH_DATE": [("fr", "née le 3 mars 1984 à Lyon", "3 mars 1984"), ("it", "nata a Firenze il 03/03/1984", "03/03/1984")],
    "ADDRESS": [("de", "wohnt Bahnhofstraße 12, 8001 Zürich", "Bahnhofstraße 12, 8001 Zürich"),
                ("fr", "J'habite 12 bis, rue de la Paix, 75002 Paris.", "12 bis, rue de la Paix, 75002 Paris")],
    "CLIENT_NO": [("fr", "numéro de commande : CM-2024-00812.", "CM-2024-00812")],
    "SECRET": [("en", "api key: sk_live_4eC39HqLyjWDarjtT1zdp7dc", "sk_live_4eC39HqLyjWDarjtT1zdp7dc")],
    "PASSWORD": [("en", "my password is Tulip!8842x", "Tulip!8842x")],
    "DEVICE_ID": [("en", "device 00:1B:44:11:3A:B7 paired", "00:1B:44:11:3A:B7"), ("en", "IMEI 490154203237518", "490154203237518")],
    "PASSPORT": [("en", "passport number C01X0006H", "C01X0006H")],
    "PLATE": [("fr", "immatriculée AB-123-CD", "AB-123-CD")],
}


@pytest.fixture(scope="module")
def ours():
    return engine()


def custom(**more):
    from presidio_analyzer import Pattern, PatternRecognizer

    return PatternRecognizer("ORDER", patterns=[Pattern("order", r"ORD-\d{4}", 0.8)], name="OrderRecogniser", **more)


@pytest.mark.parametrize("type_", TYPES)
def test_every_supported_entity_is_found_through_presidio(ours, type_):
    assert EXAMPLES.get(type_), f"say how somebody would write a {type_}"
    for language, text, value in EXAMPLES[type_]:
        found = {text[one.start:one.end] for one in ours.analyze(text, language=language, entities=[type_])}
        assert value in found, text


def test_presidio_finds_in_every_language_what_the_batch_path_finds(ours):
    from presidio_analyzer import EntityRecognizer, RecognizerResult

    texts = [TEXT, *(text for examples in EXAMPLES.values() for _, text, _ in examples), "size 38, 1 250 € and nobody", ""]
    for text, spans in zip(texts, analyze_batch(texts), strict=True):
        alone = EntityRecognizer.remove_duplicates([RecognizerResult(s.type, s.start, s.end, s.score) for s in spans])     # as its engine does
        for language in LANGUAGES:
            assert {(r.start, r.end, r.entity_type, r.score) for r in ours.analyze(text, language=language)} == \
                {(one.start, one.end, one.entity_type, one.score) for one in alone}


def test_a_custom_recogniser_joins_ours():
    names = {one.name for one in registry([custom()]).recognizers}
    assert "OrderRecogniser" in names and "PhoneRecogniser" in names
    assert "ORDER" in {r.entity_type for r in engine([custom()]).analyze(TEXT, language="en")}


def test_context_words_count_without_a_model():
    from presidio_analyzer import BatchAnalyzerEngine

    asked = engine([custom(context=["order"])])
    texts = ["the order ORD-1234", "nothing but ORD-1234"]
    scores = [[one.score for one in asked.analyze(text, language="en", entities=["ORDER"])] for text in texts]
    assert scores == [[1.0], [0.8]]
    batch = BatchAnalyzerEngine(asked).analyze_iterator(texts, language="en", entities=["ORDER"])
    assert [[one.score for one in found] for found in batch] == scores


def test_presidios_own_come_without_the_junk():
    every = {entity for one in presidio_defaults(junk=True) for entity in one.supported_entities}
    kept = {entity for one in presidio_defaults() for entity in one.supported_entities}
    assert every - kept == set(JUNK) == {"US_DRIVER_LICENSE", "US_BANK_NUMBER", "URL"}
    assert {"CREDIT_CARD", "US_SSN", "ES_NIF", "IT_FISCAL_CODE"} <= kept
    product = "bag A123456, then gucci.com and 400638133393"
    assert {one.entity_type for one in engine(presidio_defaults(junk=True)).analyze(product, language="en")} >= set(JUNK)
    assert not engine(presidio_defaults()).analyze(product, language="en", entities=list(JUNK))


def test_the_tagger_answers_presidio_in_its_own_words(monkeypatch):
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry

    tagger = SimpleNamespace(TYPE_OF={"PERSON": "PERSON", "ORG": "ORG"}, tag_batch=lambda texts, dial: [
        [Span(0, 5, "PERSON", "tagger", 0.9), Span(9, 14, "ORG", "tagger", dial)] for _ in texts])
    monkeypatch.setitem(__import__("sys").modules, "assets.privacy.tagger", tagger)
    asked = AnalyzerEngine(registry=RecognizerRegistry([tagger_recognizer("es", dial=0.5)], supported_languages=["es"]),
                           nlp_engine=presidio.words_engine(["es"]), supported_languages=["es"])
    assert [(r.entity_type, r.score) for r in asked.analyze("Marta de Delta", language="es")] == [("PERSON", 0.9), ("ORG", 0.5)]
    assert [r.entity_type for r in asked.analyze("Marta de Delta", language="es", entities=["ORG"])] == ["ORG"]


def test_presidio_anonymizer_writes_our_surrogates(ours):
    from presidio_anonymizer import AnonymizerEngine

    results = ours.analyze(TEXT, language="en")
    clean = AnonymizerEngine().anonymize(TEXT, results, operators(makes(), b"r" * 16)).text
    assert "Rossi" not in clean and "06 12" not in clean and "@example.net" in clean


def test_there_is_an_operator_for_every_type():
    made = operators(makes(), b"r" * 16, types=["ATELIER_NO"])
    assert set(TYPES) | {"LOCATION", "ORG", "ATELIER_NO"} <= set(made)
    assert made["ATELIER_NO"].params["lambda"]("AT-12345").startswith("AT-")
