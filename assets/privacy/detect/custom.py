"""A user's own Presidio recognisers in our scan, handed over in code or listed as data in the policy.

Belongs here: running them over a batch with the results they have in Presidio. Not here: our recognisers in Presidio (`presidio`),
what a policy file looks like (`policy`).
"""

import math
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any

from assets.lake.errors import ContractError, PolicyError
from assets.privacy.detect.presidio import words_engine
from assets.privacy.detect.recognisers import SECONDS, Recogniser
from assets.privacy.folding import BORDER

# Presidio's names for what we call otherwise; every other name stays.
OURS = {
    "EMAIL_ADDRESS": "EMAIL", "PHONE_NUMBER": "PHONE", "CREDIT_CARD": "CARD", "IBAN_CODE": "IBAN", "IP_ADDRESS": "IP", "MAC_ADDRESS": "DEVICE_ID",
    "DATE_TIME": "DATE", "ORGANIZATION": "ORG", "US_SSN": "NATIONAL_ID", "US_ITIN": "NATIONAL_ID", "UK_NHS": "NATIONAL_ID", "UK_NINO": "NATIONAL_ID",
    "ES_NIF": "NATIONAL_ID", "ES_NIE": "NATIONAL_ID", "IT_FISCAL_CODE": "NATIONAL_ID", "IT_IDENTITY_CARD": "NATIONAL_ID",
    "US_PASSPORT": "PASSPORT", "UK_PASSPORT": "PASSPORT", "IT_PASSPORT": "PASSPORT", "ES_PASSPORT": "PASSPORT"}
_FIELDS = ("name", "supported_entity", "supported_entities", "supported_language", "supported_languages", "patterns", "deny_list",
           "deny_list_score", "context", "score_thresholds", "type", "enabled")


def from_presidio(recognizer, languages: Sequence[str] = (), nlp_engine=None, name: str = "") -> tuple[Recogniser, ...]:
    """A presidio EntityRecognizer as definitions for our scan, one per entity it supports, under our names for entities.

    It finds in each text what an AnalyzerEngine with it alone finds: patterns, deny list, context words, validation, thresholds.
    Context words need no model: `nlp_engine` is for recognisers that want more than words. A NUL counts as the end of a text.
    """
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry

    language = recognizer.supported_language
    asked = AnalyzerEngine(registry=RecognizerRegistry(recognizers=[recognizer], supported_languages=[language]),
                           nlp_engine=nlp_engine or words_engine([language]), supported_languages=[language])
    wanted = _gate(recognizer)

    @lru_cache(maxsize=1)
    def scan(joined: str) -> list[tuple[str, int, int, float]]:
        found, at = [], 0
        for text in joined.split(BORDER):
            if wanted(text):
                found += [(one.entity_type, at + one.start, at + one.end, one.score) for one in asked.analyze(text, language)]
            at += len(text) + 1
        return found

    def find(entity: str, joined: str) -> Iterator[tuple[int, int, float]]:
        return ((start, end, score) for type_, start, end, score in scan(joined) if type_ == entity)

    return tuple(Recogniser(name or recognizer.name, OURS.get(entity, entity), partial(find, entity), languages=tuple(languages) or (language,))
                 for entity in recognizer.supported_entities)


def _gate(recognizer) -> Callable[[str], bool]:
    """Whether a text can hold a finding: where only patterns decide, whether one of them matches.

    Presidio passes over a pattern that takes too long, and the text would leave unscrubbed; here that is an error.
    """
    import regex
    from presidio_analyzer import PatternRecognizer

    if type(recognizer).analyze is not PatternRecognizer.analyze:
        return bool
    compiled = [regex.compile(pattern.regex, recognizer.global_regex_flags) for pattern in recognizer.patterns]

    def matches(text: str) -> bool:
        try:
            return sum(bool(found[0]) for one in compiled for found in one.finditer(text, timeout=SECONDS)) > 0
        except TimeoutError:
            raise PolicyError(f"The recogniser '{recognizer.name}' takes more than {SECONDS} seconds on one text; simplify its expressions.") from None

    return matches


# -- as data -----------------------------------------------------------------------------------------------------------------

def recognisers_of_yaml(entries: Any, where: str = "recognisers") -> tuple[Recogniser, ...]:
    """Definitions of a list in the format of Presidio's recogniser registry: pattern recognisers only, nothing that is code.

    [{name: Atelier, supported_entity: ATELIER_NO, patterns: [{name: number, regex: 'AT-[0-9]{5}', score: 0.4}], context: [atelier]}]
    """
    if not isinstance(entries, list):
        raise ContractError(f"{where}: must be a list of recognisers, each with name, supported_entity and patterns or deny_list.")
    made: list[Recogniser] = []
    for number, entry in enumerate(entries, 1):
        name = entry.get("name") if isinstance(entry, dict) else None
        if not isinstance(name, str) or not name:
            raise ContractError(f"{where}: entry {number} needs a name and its settings.")
        place = f"{where}: '{name}'"
        _check(entry, place)
        if any(name == one.name for one in made):
            raise ContractError(f"{place} is there twice; give each recogniser a name of its own.")
        if entry.get("enabled", True):
            for context, languages in _contexts(entry, place):
                made += from_presidio(_built(entry, context, languages, place), languages)
    return tuple(made)


def _check(entry: dict, place: str) -> None:
    if entry.get("type", "custom") != "custom" or "class_name" in entry:
        raise ContractError(f"{place}: only recognisers made of patterns can be listed here; hand one that is code over with from_presidio.")
    for field in entry:
        if field not in _FIELDS:
            raise ContractError(f"{place}: field '{field}' is not known; the fields are {', '.join(_FIELDS)}.")
    entity = _entity(entry)
    if not isinstance(entity, str) or not entity.isidentifier() or entity != entity.upper():
        raise ContractError(f"{place}: supported_entity must be one name in capitals, such as ATELIER_NO.")
    for field in ("deny_list", "context"):
        words = entry.get(field) or []
        if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
            raise ContractError(f"{place}: {field} must be a list of words.")
    patterns = entry.get("patterns") or []
    if not isinstance(patterns, list) or not all(isinstance(one, dict) and set(one) == {"name", "regex", "score"} for one in patterns):
        raise ContractError(f"{place}: patterns must be a list, each with name, regex and score.")
    if not patterns and not entry.get("deny_list"):
        raise ContractError(f"{place}: needs patterns or a deny_list.")
    for one in patterns:
        _score(one["score"], f"{place}: the score of pattern '{one['name']}'")
    _score(entry.get("deny_list_score", 1.0), f"{place}: deny_list_score")


def _entity(entry: dict) -> Any:
    several = entry.get("supported_entities")
    return several[0] if isinstance(several, list) and len(several) == 1 else entry.get("supported_entity")


def _score(score: Any, what: str) -> None:
    if isinstance(score, bool) or not isinstance(score, (int, float)) or not 0 <= score <= 1 or math.isnan(score):
        raise ContractError(f"{what} must be a number from 0 to 1.")


def _contexts(entry: dict, place: str) -> list[tuple[list[str], tuple[str, ...]]]:
    """Context words and the languages that share them; Presidio allows words per language."""
    given = entry.get("supported_languages") or ([entry["supported_language"]] if entry.get("supported_language") else [])
    shared = list(entry.get("context") or [])
    if isinstance(given, list) and all(isinstance(one, str) for one in given):
        return [(shared, tuple(given))]
    if isinstance(given, list) and all(isinstance(one, dict) and isinstance(one.get("language"), str) for one in given):
        return [(list(one.get("context") or shared), (one["language"],)) for one in given]
    raise ContractError(f"{place}: supported_languages must be a list of codes such as [en, fr], or of language and context.")


def _built(entry: dict, context: list[str], languages: tuple[str, ...], place: str):
    from presidio_analyzer import Pattern, PatternRecognizer

    try:
        patterns = [Pattern(str(one["name"]), one["regex"], one["score"]) for one in entry.get("patterns") or []]
        made = PatternRecognizer(_entity(entry), name=entry["name"], supported_language=languages[0] if languages else "en", patterns=patterns,
                                 deny_list=entry.get("deny_list"), context=context, deny_list_score=entry.get("deny_list_score", 1.0))
    except (ValueError, TypeError):
        raise ContractError(f"{place}: one of its expressions is no regular expression; mend it, and quote it in single quotes.") from None
    try:
        made.score_thresholds = entry.get("score_thresholds")
    except ValueError:
        raise ContractError(f"{place}: score_thresholds must map an entity or 'default' to a number from 0 to 1.") from None
    return made
