"""Presidio's face of our recognisers: a registry to plug into, an engine to ask, operators to replace with.

Belongs here: adapters from ours to presidio-analyzer and presidio-anonymizer. Not here: any detection of its own, the other way
round (`custom`: a user's recognisers in our scan). Bulk work goes through `recognisers.analyze_batch`, which gives the same spans.
"""

import re
from collections.abc import Sequence

from assets.privacy.detect.recognisers import DEFINITIONS, TYPES, Recogniser, analyze_batch

LANGUAGES = ("en", "fr", "it", "es", "de")
# Presidio's own that find anything: bare digits, any letter with digits, 'end.Then'. Measured on product copy, off unless asked for.
JUNK = ("US_DRIVER_LICENSE", "US_BANK_NUMBER", "URL")
_TOKEN = re.compile(r"\w+|[^\w\s]")


def registry(custom: Sequence = (), recognisers: Sequence[Recogniser] = DEFINITIONS, languages: Sequence[str] = LANGUAGES):
    """A presidio RecognizerRegistry with ours, one per definition and language, and a user's custom recognisers."""
    from presidio_analyzer import RecognizerRegistry

    scan = _Scan(tuple(recognisers))
    ours = [_structured(definition, language, scan) for language in languages for definition in recognisers]
    return RecognizerRegistry(recognizers=[*ours, *custom], supported_languages=list(languages))


def engine(custom: Sequence = (), recognisers: Sequence[Recogniser] = DEFINITIONS, languages: Sequence[str] = LANGUAGES):
    """A presidio AnalyzerEngine over `registry`, without a language model and without any download."""
    from presidio_analyzer import AnalyzerEngine

    return AnalyzerEngine(registry=registry(custom, recognisers, languages), nlp_engine=words_engine(languages),
                          supported_languages=list(languages))


def presidio_defaults(languages: Sequence[str] = LANGUAGES, junk: bool = False) -> list:
    """Presidio's predefined recognisers that are on by default and need no model; without the junk, unless asked for."""
    from presidio_analyzer import RecognizerRegistry

    theirs = RecognizerRegistry(supported_languages=list(languages))
    theirs.load_predefined_recognizers(languages=list(languages))
    return [one for one in theirs.recognizers if one.name != "SpacyRecognizer" and (junk or not set(one.supported_entities) & set(JUNK))]


def tagger_recognizer(language: str, dial: float = 0.25):
    """Our tagger as a presidio EntityRecognizer. `dial` is the probability from which a word counts as personal."""
    from presidio_analyzer import EntityRecognizer

    from assets.privacy.tagger import TYPE_OF, tag_batch

    class Tagged(EntityRecognizer):
        def load(self) -> None:
            """Weights are read when the first text comes."""

        def analyze(self, text, entities, nlp_artifacts=None):
            (spans,) = tag_batch([text], dial)
            return [_result(self, span) for span in spans if not entities or span.type in entities]

    return Tagged(supported_entities=sorted(set(TYPE_OF.values())), name="HallmarkTagger", supported_language=language, version="1")


def operators(pseudonyms, record: bytes, types: Sequence[str] = ()) -> dict:
    """presidio-anonymizer operators that render our surrogates, for people who drive Presidio themselves.

    For all our types, the tagger's, and `types`: a house's own.
    """
    from presidio_anonymizer.entities import OperatorConfig

    from assets.privacy.tagger import TYPE_OF

    def custom(type_: str):
        return OperatorConfig("custom", {"lambda": lambda value: pseudonyms.render(type_, value, record=record)})

    return {type_: custom(type_) for type_ in dict.fromkeys((*TYPES, *TYPE_OF.values(), *types))}


def words_engine(languages: Sequence[str] = LANGUAGES):
    """An NLP engine that knows words and nothing else: context words count, without a model or a download."""
    from presidio_analyzer.nlp_engine import NlpArtifacts, NoOpNlpEngine

    class Words(NoOpNlpEngine):
        def process_text(self, text, language):
            tokens = [(found[0], found.start()) for found in _TOKEN.finditer(text)] + [("", len(text))]
            lower = [token.lower() for token, _ in tokens]
            made = NlpArtifacts([], [token for token, _ in tokens], [at for _, at in tokens], lower, None, language)
            made.nlp_engine, made.keywords = self, frozenset(word for word in lower if word[:1].isalnum())
            return made

        def process_batch(self, texts, language, *args, **options):
            for text, _, *context in super().process_batch(texts, language, *args, **options):
                yield (text, self.process_text(text, language), *context)

    made = Words(models=[{"lang_code": language, "model_name": "words"} for language in languages])
    made.load()
    return made


class _Scan:
    """One scan of a text for all definitions: Presidio asks recogniser by recogniser, with the same text."""

    def __init__(self, definitions: tuple[Recogniser, ...]):
        self._definitions, self._last = definitions, ("", [])

    def of(self, text: str) -> list:
        last = self._last
        if last[0] is not text:
            self._last = last = (text, analyze_batch([text], self._definitions)[0])
        return last[1]


def _structured(definition: Recogniser, language: str, scan: _Scan):
    from presidio_analyzer import EntityRecognizer

    class Structured(EntityRecognizer):
        def load(self) -> None:
            """Nothing to load: definitions are code."""

        def analyze(self, text, entities, nlp_artifacts=None):
            if entities and definition.type not in entities:
                return []
            return [_result(self, span) for span in scan.of(text) if (span.detector, span.type) == (definition.name, definition.type)]

    return Structured(supported_entities=[definition.type], name=definition.name.title().replace(" ", "") + "Recogniser",
                      supported_language=language, version="1")


def _result(recognizer, span):
    from presidio_analyzer import RecognizerResult

    return RecognizerResult(span.type, span.start, span.end, span.score, recognition_metadata={
        RecognizerResult.RECOGNIZER_NAME_KEY: recognizer.name, RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: recognizer.id})
