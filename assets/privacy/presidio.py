"""The Presidio face of our recognisers: a registry to plug into, an engine to ask, operators to replace with.

Belongs here: adapters to presidio-analyzer and presidio-anonymizer. Not here: any detection of its own.
Bulk work goes through `recognisers.analyze_batch`, which gives the same spans without an engine per text.
"""

from collections.abc import Sequence

from assets.privacy.recognisers import DEFINITIONS, Recogniser, analyze_batch

LANGUAGES = ("en", "fr", "it")


def registry(custom: Sequence = (), recognisers: Sequence[Recogniser] = DEFINITIONS, languages: Sequence[str] = LANGUAGES):
    """A presidio RecognizerRegistry with ours, one per definition and language, and a user's custom recognisers."""
    from presidio_analyzer import RecognizerRegistry

    made = RecognizerRegistry(supported_languages=list(languages))
    for language in languages:
        for definition in recognisers:
            made.add_recognizer(recognizer(definition, language))
    for one in custom:
        made.add_recognizer(one)
    return made


def recognizer(definition: Recogniser, language: str):
    """One definition as a presidio EntityRecognizer."""
    from presidio_analyzer import EntityRecognizer, RecognizerResult

    class Structured(EntityRecognizer):
        def load(self) -> None:
            """Nothing to load: definitions are code."""

        def analyze(self, text, entities, nlp_artifacts=None):
            if entities and definition.type not in entities:
                return []
            (spans,) = analyze_batch([text], (definition,))
            return [RecognizerResult(span.type, span.start, span.end, span.score, recognition_metadata={
                RecognizerResult.RECOGNIZER_NAME_KEY: self.name, RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id}) for span in spans]

    return Structured(supported_entities=[definition.type], name=definition.name.title().replace(" ", "") + "Recogniser",
                      supported_language=language, version="1")


def engine(custom: Sequence = (), recognisers: Sequence[Recogniser] = DEFINITIONS, languages: Sequence[str] = LANGUAGES):
    """A presidio AnalyzerEngine over `registry`, without a language model and without any download."""
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NoOpNlpEngine

    made = NoOpNlpEngine(models=[{"lang_code": language, "model_name": "none"} for language in languages])
    made.load()
    return AnalyzerEngine(registry=registry(custom, recognisers, languages), nlp_engine=made, supported_languages=list(languages))


def operators(pseudonyms, record: bytes) -> dict:
    """presidio-anonymizer operators that render our surrogates, for people who drive Presidio themselves."""
    from presidio_anonymizer.entities import OperatorConfig

    from assets.privacy.recognisers import TYPES

    def custom(type_: str):
        return OperatorConfig("custom", {"lambda": lambda value: pseudonyms.render(type_, value, record=record)})

    return {type_: custom(type_) for type_ in TYPES}
