"""Scrubbing held against labelled texts, with plain Presidio beside it in the same run.

    python -m benchmarks.privacy --sets FOLDER [--policies FILE] [--json]

FOLDER holds one JSON-lines file a set: {"text", "lang", "spans": [{"start", "end", "type"}]}, or NAME.marked, texts with their marks inside; `benchmarks/sets`
holds those that nothing here was made from. `policies.yaml` beside them says per set how it is scrubbed; what it does not say stands in `DEFAULT`:

    default: {dial: 0.035, mode: surrogate, entities: direct}
    product_copy: {dial: 0.5, entities: [PERSON, EMAIL, PHONE, ADDRESS], catalogue: catalogue.txt}

A name with `set: NAME` measures that file once more under other settings. `dial` is the tagger's (0.01 finds most, 1 leaves it out), `entities` a list of our types, "all", or "direct" for the direct identifiers, `catalogue` a
file of words that stay, one a line. Speeds are characters per CPU second of one core, text in, scrubbed text out, after a first warm run.
"""

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml

from assets.privacy.detect.recognisers import TYPES
from assets.privacy.known import REGISTER, Index, vocabulary_of
from assets.privacy.policy import MODES, Policy
from assets.privacy.scrub import located, scrub, unscrubbable
from assets.privacy.spans import Record, Text
from assets.privacy.surrogates.pseudonyms import Pseudonyms
from assets.privacy.tagger import TYPES as TAGGED
from assets.privacy.tagger.written import MARKED
from benchmarks.machine import machine
from benchmarks.scoring import Document, Score, read, score

DEFAULT = {"dial": 0.035, "mode": "surrogate", "entities": "direct", "catalogue": None, "threshold": 0.5}
DIALS = {"recall": 0.03, "high": 0.035, "careful": 0.035, "medium": 0.1, "balanced": 0.1, "default": 0.035, "low": 0.5, "precision": 0.5, "precise": 0.5}
MODES_SAID = {"mask": "tag", "redact": "tag", "replace": "surrogate", "pseudonym": "surrogate", "pseudonymise": "surrogate", "delete": "drop", "remove": "drop"}
# Types of other people's sets, by the type of ours that covers them.
ALIASES = {"SSN": "NATIONAL_ID", "ACCOUNT": "CLIENT_NO", "REF_ID": "CLIENT_NO", "ID": "CLIENT_NO", "ZIP": "ADDRESS", "USERNAME": "HANDLE", "LOC": "LOCATION",
           "GPE": "LOCATION", "ORGANIZATION": "ORG", "ORGANISATION": "ORG", "NAME": "PERSON", "PER": "PERSON", "CREDIT_CARD": "CARD", "EMAIL_ADDRESS": "EMAIL",
           "PHONE_NUMBER": "PHONE", "IBAN_CODE": "IBAN", "IP_ADDRESS": "IP", "DATE_TIME": "DATE", "CODE": "CLIENT_NO", "DATETIME": "DATE", "DIRECT": "PERSON"}
BATCH = 1 << 20         # characters scrubbed at once, as the lake's segments are
PEER_CHARACTERS = 1_500_000     # of a set, for the peer: its rates barely move beyond


def main() -> None:
    """Score every set of a folder; print one JSON object, or a table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--sets", type=Path, required=True, help="folder of labelled sets, one .jsonl each")
    arguments.add_argument("--policies", type=Path, help="the sets' policies; by default policies.yaml beside them")
    arguments.add_argument("--only", nargs="*", help="names of sets")
    arguments.add_argument("--no-peer", action="store_true", help="leave Presidio out")
    arguments.add_argument("--json", action="store_true")
    asked = arguments.parse_args()
    policies = Settings(asked.policies or asked.sets / "policies.yaml")
    paths = {path.stem: path for path in sorted(asked.sets.iterdir()) if path.suffix in (".jsonl", MARKED)}
    paths |= {name: paths[file] for name, file in policies.again().items() if file in paths}
    paths = {name: path for name, path in sorted(paths.items()) if not asked.only or name in asked.only}
    if not paths:
        raise SystemExit(f"{asked.sets}: holds no set; a set is a file NAME.jsonl or NAME.marked of labelled texts.")
    peer = None if asked.no_peer else presidio()
    figures = {}
    for name, path in paths.items():
        print(f"{name} ...", file=sys.stderr, flush=True)
        documents = read(path)
        figures[name] = measured(documents, policies.of(name), policies.words(name))
        if peer:
            figures[name]["presidio"] = _rates(*_peer(peer, documents))
    if asked.json:
        print(json.dumps({"sets": figures, "machine": machine()}, indent=1, ensure_ascii=False))
    else:
        _table(figures)


class Settings:
    """Policies per set, from a YAML file or the default."""

    def __init__(self, path: Path):
        self._folder = path.parent
        given = yaml.safe_load(path.read_text("utf-8")) if path.is_file() else {}
        if not isinstance(given or {}, dict):
            raise SystemExit(f"policies: {path.name} must map names of sets to their settings.")
        given = given or {}
        self._sets = given.get("sets") if isinstance(given.get("sets"), dict) else given
        self._default = {**DEFAULT, **(given.get("default") or {})}

    def _of(self, name: str) -> dict:
        return {**self._default, **(self._sets.get(name) or {})}

    def again(self) -> dict[str, str]:
        """Names that measure another file once more, and that file's."""
        return {name: settings["set"] for name, settings in self._sets.items() if isinstance(settings, dict) and "set" in settings}

    def of(self, name: str) -> Policy:
        settings = self._of(name)
        mode = MODES_SAID.get(settings["mode"], settings["mode"])
        if mode not in MODES:
            raise SystemExit(f"policies: mode of {name} must be one of {', '.join(MODES)}.")
        dial = settings["dial"]
        dial = DIALS.get(str(dial).lower()) if not isinstance(dial, int | float) else dial
        if dial is None or not 0 < dial <= 1:
            raise SystemExit(f"policies: dial of {name} must be a number above 0 and up to 1, or one of {', '.join(DIALS)}.")
        return Policy(mode=mode, entities=_entities(settings["entities"]), threshold=float(settings["threshold"]), dial=max(0.01, float(dial)))

    def words(self, name: str) -> Index:
        """The catalogue as words that stay: of a list its lines, of a table every cell."""
        catalogue = self._of(name)["catalogue"]
        if not catalogue:
            return _index(())
        lines = catalogue if isinstance(catalogue, list) else (self._folder / catalogue).read_text("utf-8").splitlines()
        if not isinstance(catalogue, list) and Path(catalogue).suffix in (".jsonl", ".json"):
            lines = [value for line in lines if line.strip() for value in _leaves(json.loads(line))]
        elif not isinstance(catalogue, list) and Path(catalogue).suffix in (".csv", ".tsv"):
            import csv

            lines = [cell for row in csv.reader(lines, delimiter="\t" if catalogue.endswith("tsv") else ",") for cell in row]
        return _index(("KEEP", "catalogue", line.strip()) for line in lines if line.strip() and not line.startswith("#"))


def _index(words: Iterable[tuple[str, str, str]]) -> Index:
    return Index(REGISTER.empty_table(), vocabulary_of(words))


def _leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in _leaves(inner)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in _leaves(inner)]
    return [str(value)] if isinstance(value, str | int) and not isinstance(value, bool) else []


def _entities(given: Any) -> tuple[str, ...]:
    """A policy's types from a list of ours or other people's; "all" is every type, nothing the direct identifiers."""
    every = tuple(dict.fromkeys((*TYPES, *TAGGED)))
    if given in (None, "direct", []):
        return ()
    if given in ("all", "ALL", "*", ["all"]):
        return every
    known = {ALIASES.get(str(one).upper(), str(one).upper()) for one in (given if isinstance(given, list) else list(given))}
    known |= {"ID"} if "CLIENT_NO" in known else set()
    return tuple(type_ for type_ in every if type_ in known)


def measured(documents: list[Document], policy: Policy, words: Index) -> dict:
    """Our figures on one set: found on the texts, timed over the whole way to scrubbed texts."""
    return _rates(scored(documents, policy, words), _speed(documents, policy, words))


def scored(documents: list[Document], policy: Policy, words: Index) -> Score:
    """What is found in a set, held against its labels."""
    spans: list[list[tuple[int, int]]] = []
    for part in _parts(documents):
        texts = [Text(number, one.text if unscrubbable(one.text) is None else "") for number, one in enumerate(part)]
        records = [Record(_id(number), known, one.language or "en") for number, (one, known) in enumerate(zip(part, _known(words, texts), strict=True))]
        spans += [[(span.start, span.end) for span in inside] for inside in located(texts, records, policy, Pseudonyms(b"benchmark" * 4))]
    return score(documents, spans)


def _speed(documents: list[Document], policy: Policy, words: Index) -> float:
    """Characters per CPU second, median of three runs over the set; a small set is repeated until a run takes long enough to time."""
    size = sum(len(one.text) for one in documents)
    repeated = documents * max(1, 600_000 // max(1, size))
    parts = list(_parts(repeated))
    runs = []
    gc.collect()
    for _ in range(3):
        pseudonyms, began = Pseudonyms(b"benchmark" * 4), time.process_time()
        for part in parts:
            texts = [Text(number, one.text) for number, one in enumerate(part)]
            scrub(texts, [_id(number) for number in range(len(part))], _known(words, texts), policy, pseudonyms,
                  [one.language or "en" for one in part])
        runs.append(time.process_time() - began)
    return sum(len(one.text) for one in repeated) / sorted(runs)[1]


def _known(words: Index, texts: list[Text]) -> list[tuple]:
    return [tuple(found) for found in words.standing([one.text for one in texts])]


def _parts(documents: list[Document]):
    part, size = [], 0
    for one in documents:
        part.append(one)
        size += len(one.text)
        if size >= BATCH:
            yield part
            part, size = [], 0
    if part:
        yield part


def _id(number: int) -> bytes:
    return number.to_bytes(16, "big")


def presidio() -> Callable[[str], list[tuple[int, int]]]:
    """Plain Presidio: its analyzer with the default recognisers, its anonymizer, and a blank pipeline (no model can be had offline)."""
    import spacy
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine
    from presidio_anonymizer import AnonymizerEngine

    class Blank(SpacyNlpEngine):
        def load(self) -> None:
            """No model: tokens only."""
            self.nlp = {"en": spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "spacy.Tokenizer.v1"}}})}
            self.nlp["en"].max_length = 1 << 30

    nlp = Blank(models=[{"lang_code": "en", "model_name": "blank"}])
    nlp.load()
    registry = RecognizerRegistry(supported_languages=["en"])
    registry.load_predefined_recognizers(languages=["en"])
    analyzer, anonymizer = AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["en"]), AnonymizerEngine()

    def find(text: str) -> list[tuple[int, int]]:
        found = analyzer.analyze(text, "en")
        anonymizer.anonymize(text, found)
        return [(one.start, one.end) for one in found]

    return find


def _peer(find: Callable[[str], list[tuple[int, int]]], documents: list[Document]) -> tuple[Score, float]:
    chosen, size = [], 0
    for one in documents:
        if size < PEER_CHARACTERS and unscrubbable(one.text) is None:
            chosen.append(one)
            size += len(one.text)
    find("Write to ann@example.org or call +44 20 7946 0000.")
    began = time.process_time()
    spans = [find(one.text) for one in chosen]
    return score(chosen, spans), size / (time.process_time() - began)


def _rates(counts: Score, speed: float) -> dict:
    return {"documents": counts.documents, "doc_leak": _rounded(counts.doc_leak), "char_precision": _rounded(counts.char_precision),
            "recall": {type_: round(share, 4) for type_, share in counts.recall().items()}, "chars_s_core": round(speed),
            "entity_recall": {how: round(counts.whole[how] / number, 4) for how, number in sorted(counts.entities.items())},
            "spans_found": counts.found, "false_spans": counts.false}


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _table(figures: dict) -> None:
    print(f"{'set':<24}{'documents':>10}{'doc leak':>10}{'precision':>11}{'PERSON':>9}{'entities':>10}{'Mchars/s':>10}   beside Presidio: leak, Mchars/s")
    for name, ours in figures.items():
        peer = ours.get("presidio", {})
        print(f"{name:<24}{ours['documents']:>10,}{_shown(ours['doc_leak']):>10}{_shown(ours['char_precision']):>11}{_shown(ours['recall'].get('PERSON')):>9}"
              f"{_shown(ours['entity_recall'].get('DIRECT')):>10}{ours['chars_s_core'] / 1e6:>10.2f}   {_shown(peer.get('doc_leak'))}, {peer.get('chars_s_core', 0) / 1e6:.2f}")


def _shown(share: float | None) -> str:
    return "-" if share is None else f"{share:.3f}"


if __name__ == "__main__":
    main()
