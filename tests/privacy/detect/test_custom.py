import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from presidio_analyzer import AnalyzerEngine, EntityRecognizer, Pattern, PatternRecognizer, RecognizerRegistry, RecognizerResult

from assets.lake.errors import ContractError, PolicyError
from assets.privacy.detect import custom
from assets.privacy.detect.custom import from_presidio, recognisers_of_yaml
from assets.privacy.detect.presidio import presidio_defaults, words_engine
from assets.privacy.detect.recognisers import DEFINITIONS, analyze_batch

ATELIER = {"name": "Atelier", "supported_entity": "ATELIER_NO", "context": ["atelier", "workshop"],
           "patterns": [{"name": "number", "regex": r"\bAT-?\d{5}\b", "score": 0.3}]}


class Even(PatternRecognizer):
    """Six digits that make an even number."""

    def validate_result(self, pattern_text):
        return int(pattern_text) % 2 == 0


class Shouting(EntityRecognizer):
    """Words in capitals, and what follows a shout."""

    def load(self):
        pass

    def analyze(self, text, entities, nlp_artifacts=None):
        return [RecognizerResult("SHOUT" if word.isupper() else "CALM", at, at + len(word), 0.6)
                for word, at in zip(nlp_artifacts.tokens, nlp_artifacts.tokens_indices, strict=True) if word.isalpha() and len(word) > 4]


def theirs():
    limited = PatternRecognizer("LIMITED", patterns=[Pattern("weak", r"[^a-z\s]{3,}", 0.3), Pattern("strong", r"\Aref\W+\w+$", 0.9)], context=["ref"])
    limited.score_thresholds = {"default": 0.5}
    return [
        PatternRecognizer("ATELIER_NO", patterns=[Pattern("number", r"AT-?\d{5}", 0.3)], context=["atelier"]),
        PatternRecognizer("PROJECT", deny_list=["Blue Heron", "Otter"], deny_list_score=0.7),
        Even("EVEN", patterns=[Pattern("six", r"\b\d{6}\b", 0.4)]),
        Shouting(["SHOUT", "CALM"], name="Shouting"), limited]


def at_home(recognizer, text):
    """What Presidio finds with this recogniser alone."""
    asked = AnalyzerEngine(registry=RecognizerRegistry([recognizer], supported_languages=["en"]), nlp_engine=words_engine(["en"]),
                           supported_languages=["en"])
    return {(r.start, r.end, r.entity_type, r.score) for r in asked.analyze(text, language="en")}


PARTS = st.lists(st.sampled_from(["atelier ", "AT-12345", "AT99", "Blue Heron", "otter", " 123456", " 123457", "REF", "ref ", "\n", ", ", "É", "HELLO ",
                                  "quiet ", "@@@", "."]), max_size=8).map("".join)


@settings(max_examples=40, deadline=None)
@given(st.lists(PARTS, max_size=4), st.sampled_from(range(5)))
def test_a_users_recogniser_finds_in_a_batch_exactly_what_it_finds_at_home(texts, which):
    recognizer = theirs()[which]
    batch = analyze_batch(texts, from_presidio(recognizer))
    assert [{(s.start, s.end, s.type, s.score) for s in spans} for spans in batch] == [at_home(recognizer, text) for text in texts]


def test_it_works_beside_ours_and_under_our_names():
    (card,) = [one for one in presidio_defaults(["en"]) if "CREDIT_CARD" in one.supported_entities]
    (spans,) = analyze_batch(["Dear Mrs Rossi, 4242424242424242"], (*DEFINITIONS, *from_presidio(card)))
    assert {"PERSON", "CARD"} == {s.type for s in spans} and card.name in {s.detector for s in spans if s.type == "CARD"}


def test_an_expression_that_never_ends_is_refused_not_passed_over(monkeypatch):
    monkeypatch.setattr(custom, "SECONDS", 0.2)
    endless = PatternRecognizer("ENDLESS", name="Endless", patterns=[Pattern("endless", r"(?:a|aa)+b(?<=c)", 0.5)])
    with pytest.raises(PolicyError, match="'Endless' takes more than 0.2 seconds on one text"):
        analyze_batch(["a" * 60 + "b"], from_presidio(endless))


def test_a_house_lists_recognisers_as_data():
    entries = [ATELIER, {"name": "Projects", "supported_entity": "PROJECT", "deny_list": ["Blue Heron"], "deny_list_score": 0.8, "supported_language": "fr"},
               {"name": "Off", "supported_entity": "OFF", "deny_list": ["gold"], "enabled": False},
               {"name": "Jackets", "supported_entity": "JACKET", "patterns": [{"name": "j", "regex": r"J\d{3}", "score": 0.2}], "supported_languages": [
                   {"language": "fr", "context": ["veste"]}, {"language": "it", "context": ["giacca"]}]}]
    made = recognisers_of_yaml(entries)
    assert [(one.name, one.type, one.languages) for one in made] == [
        ("Atelier", "ATELIER_NO", ("en",)), ("Projects", "PROJECT", ("fr",)), ("Jackets", "JACKET", ("fr",)), ("Jackets", "JACKET", ("it",))]
    text = "From the atelier: AT-12345 for Blue Heron, gold. La giacca J123; J456."
    (spans,) = analyze_batch([text], made)
    assert {(text[s.start:s.end], s.type, round(s.score, 2)) for s in spans if s.score > 0.25} == {
        ("AT-12345", "ATELIER_NO", 0.65), ("Blue Heron", "PROJECT", 0.8), ("J123", "JACKET", 0.55), ("J456", "JACKET", 0.55)}


@pytest.mark.parametrize(("change", "complaint"), [
    ({"name": ""}, "entry 1 needs a name"),
    ({"type": "predefined"}, "'Atelier': only recognisers made of patterns can be listed"),
    ({"class_name": "os.system"}, "only recognisers made of patterns"),
    ({"regex": "x"}, "field 'regex' is not known; the fields are name,"),
    ({"supported_entity": "atelier no"}, "supported_entity must be one name in capitals"),
    ({"patterns": []}, "needs patterns or a deny_list"),
    ({"patterns": [{"name": "n", "regex": "("}]}, "each with name, regex and score"),
    ({"patterns": [{"name": "n", "regex": "(", "score": 0.5}]}, "is no regular expression"),
    ({"patterns": [{"name": "n", "regex": "a", "score": 2}]}, "the score of pattern 'n' must be a number from 0 to 1"),
    ({"context": "atelier"}, "context must be a list of words"),
    ({"deny_list": [1]}, "deny_list must be a list of words"),
    ({"deny_list_score": True}, "deny_list_score must be a number from 0 to 1"),
    ({"supported_languages": "fr"}, "supported_languages must be a list of codes"),
    ({"score_thresholds": {"default": 7}}, "score_thresholds must map")])
def test_a_wrong_entry_is_refused_in_one_sentence(change, complaint):
    with pytest.raises(ContractError, match=complaint) as caught:
        recognisers_of_yaml([ATELIER | change], "policies/privacy.yaml: recognisers")
    assert str(caught.value).startswith("policies/privacy.yaml: recognisers") and "\n" not in str(caught.value)


def test_two_recognisers_of_one_name_and_what_is_no_list_are_refused():
    with pytest.raises(ContractError, match="is there twice"):
        recognisers_of_yaml([ATELIER, ATELIER])
    with pytest.raises(ContractError, match="must be a list"):
        recognisers_of_yaml({"name": "Atelier"})
