from assets.privacy.presidio import engine, operators, registry
from assets.privacy.recognisers import analyze_batch
from tests.privacy.people import makes

TEXT = "Dear Mrs Rossi, call 06 12 34 56 78 or write to g.rossi@mail.example.org; order ORD-1234."


def custom():
    from presidio_analyzer import Pattern, PatternRecognizer

    return PatternRecognizer("ORDER", patterns=[Pattern("order", r"ORD-\d{4}", 0.8)], name="OrderRecogniser")


def test_presidio_finds_what_the_batch_path_finds():
    results = engine().analyze(TEXT, language="en")
    (spans,) = analyze_batch([TEXT])
    assert {(r.start, r.end, r.entity_type) for r in results} == {(s.start, s.end, s.type) for s in spans}


def test_a_custom_recogniser_joins_ours():
    names = {one.name for one in registry([custom()]).recognizers}
    assert "OrderRecogniser" in names and "PhoneRecogniser" in names
    assert "ORDER" in {r.entity_type for r in engine([custom()]).analyze(TEXT, language="en")}


def test_presidio_anonymizer_writes_our_surrogates():
    from presidio_anonymizer import AnonymizerEngine

    results = engine().analyze(TEXT, language="en")
    clean = AnonymizerEngine().anonymize(TEXT, results, operators(makes(), b"r" * 16)).text
    assert "Rossi" not in clean and "06 12" not in clean and "@example.net" in clean
