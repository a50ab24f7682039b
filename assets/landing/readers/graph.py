"""Turtle and N-Triples: one row per named thing, concepts of a SKOS thesaurus first.

Belongs here: gathering a thing's statements. Not here: ontology (knowledge).
Options: language (of the labels, en by default), all (also things that are no concepts: on when there are none).
"""

from collections.abc import Iterator
from typing import Any

from assets.landing.readers.base import LARGEST_DOCUMENT, Bad, Row, Source
from assets.landing.readers.refusal import Refuse

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABELS = (f"{_SKOS}prefLabel", "http://www.w3.org/2000/01/rdf-schema#label", "http://purl.org/dc/terms/title")
_TEXTS = (f"{_SKOS}definition", f"{_SKOS}scopeNote", f"{_SKOS}note", "http://www.w3.org/2000/01/rdf-schema#comment",
          "http://purl.org/dc/terms/description")


def read(source: Source, format: str, parse: dict[str, Any]) -> Iterator[Row | Bad]:
    import pyoxigraph as ox
    form = ox.RdfFormat.N_TRIPLES if source.name.lower().endswith(".nt") else ox.RdfFormat.TURTLE
    if (source.size or 0) > LARGEST_DOCUMENT:
        raise Refuse("the file is too large to be gathered by subject; split it")
    things: dict[str, dict[str, list]] = {}
    damaged = None
    try:
        for quad in ox.parse(source.seekable(), format=form, base_iri="urn:hallmark:none"):
            if isinstance(quad.subject, ox.NamedNode):      # blank nodes have no name that lasts
                things.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object)
    except (SyntaxError, ValueError, OSError) as error:
        damaged = type(error).__name__
    if not things:
        raise Refuse("the content is no Turtle, or says nothing of a named thing; deliver it again")
    concepts = {name: said for name, said in things.items() if _is_concept(said)}
    chosen = things if parse.get("all") or not concepts else concepts
    for name in sorted(chosen):
        yield Row(f"<{name}>", _values(name, chosen[name], parse.get("language", "en")))
    if damaged:
        yield Bad("after the last statement read", "the file is no valid Turtle from there on; deliver it again", whole=True)


def _is_concept(said: dict[str, list]) -> bool:
    return any(getattr(kind, "value", "") == f"{_SKOS}Concept" for kind in said.get(_TYPE, ()))


def _values(name: str, said: dict[str, list], language: str) -> dict[str, Any]:
    labels, texts = _by_language(said, _LABELS), _by_language(said, _TEXTS)
    values: dict[str, Any] = {
        "concept_id": name, "labels": labels, "texts": texts, "label": _chosen(labels, language),
        "text": _chosen(texts, language), "broader": _first(said, f"{_SKOS}broader"), "scheme": _first(said, f"{_SKOS}inScheme"),
        "alt_labels": sorted(one.value for one in said.get(f"{_SKOS}altLabel", ()) if getattr(one, "language", None) in (language, None)),
        "all_alt_labels": sorted(f"{one.value}@{getattr(one, 'language', None) or ''}" for one in said.get(f"{_SKOS}altLabel", ())),
    }
    for predicate, objects in said.items():
        short = predicate.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
        written = sorted(getattr(one, "value", "") for one in objects if type(one).__name__ != "BlankNode")
        if short not in values and written:
            values[short] = written if len(written) > 1 else written[0]
    return values


def _by_language(said: dict[str, list], predicates: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for predicate in predicates:
        for one in sorted(said.get(predicate, ()), key=str):
            if type(one).__name__ == "Literal":
                found.setdefault(one.language or "none", one.value)
    return found


def _chosen(by_language: dict[str, str], language: str) -> str | None:
    for wanted in (language, "none", "en"):
        if wanted in by_language:
            return by_language[wanted]
    return by_language[min(by_language)] if by_language else None


def _first(said: dict[str, list], predicate: str) -> str | None:
    return min((one.value for one in said.get(predicate, ()) if type(one).__name__ == "NamedNode"), default=None)
