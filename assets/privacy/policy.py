"""The house's privacy policy: what is found, how it is replaced, per source.

Belongs here: reading and checking `policies/privacy.yaml`. Not here: acting on it (`scrub`, `clean`).

    default: {mode: surrogate, entities: [PERSON, EMAIL], patterns: {LOYALTY: 'VD-\\d{6}'}, languages: [en, fr], epoch: 1}
    sources:
      chats: {mode: tag, dial: 0.1, patterns: {ORDER: 'O-\\d{8}'}}
      ateliers: {recognisers: [{name: bench, supported_entity: BENCH, patterns: [{name: no, regex: 'B-\\d{3}', score: 0.6}]}]}
"""

import json
import re
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

from assets.lake import ContractError, House
from assets.lake.house import read_yaml
from assets.lake.keys import FIRST_EPOCH
from assets.privacy.detect.recognisers import DEFINITIONS, TYPES, Recogniser, pattern_recogniser
from assets.privacy.evidence import acceptance
from assets.privacy.tagger import TYPES as TAGGED

FILE = "policies/privacy.yaml"
MODES = ("surrogate", "tag", "drop")
SECTIONS = ("default", "sources", "tables", "acceptance")      # tables: `disclosure.policy`; acceptance: `evidence.acceptance`
BROAD = ("LOCATION", "ORG", "DATE")     # replaced only where a policy names them: alone they are nobody's
DIAL = 0.25             # probability from which the tagger's finding counts; lower finds more, and more that is none; 1 leaves the tagger out
_FIELDS = ("mode", "entities", "patterns", "languages", "epoch", "threshold", "dial", "dates", "recognisers", "residual")   # residual: `evidence.limits`
RESERVED = ("KEEP", "TAKEN", "PUBLIC_PERSON")
_EPOCH = re.compile(r"[\w.-]{1,32}\Z")
_TYPE = re.compile(r"[A-Z][A-Z0-9_]{1,31}\Z")


@dataclass(frozen=True)
class Policy:
    """What is done to one source's texts. Holds no personal value: it may stand in a manifest."""

    mode: str = "surrogate"
    entities: tuple[str, ...] = ()              # empty: every type but the broad ones
    modes: dict[str, str] = field(default_factory=dict)     # per type, where it differs from `mode`
    patterns: dict[str, str] = field(default_factory=dict)  # type -> regular expression of the house's own numbers
    languages: tuple[str, ...] = ()             # with measured recognisers; empty: the house's
    epoch: str = FIRST_EPOCH
    threshold: float = 0.5
    dial: float = DIAL
    dates: str = "day first"
    custom: str = ""        # the house's own recognisers as JSON, in the format of Presidio's registry

    def wants(self, type_: str) -> bool:
        """Whether findings of a type are replaced. Secrets always are."""
        return type_ == "SECRET" or (type_ not in BROAD if not self.entities else type_ in self.entities) or type_ in self.own_types()

    def own_types(self) -> frozenset[str]:
        """Types that only this house has: of its patterns and its recognisers."""
        return frozenset(self.patterns) | {one.type for one in _custom(self.custom)}

    def tagged(self) -> tuple[str, ...]:
        """The types that the tagger is asked for."""
        return tuple(type_ for type_ in TAGGED if self.wants(type_))

    def mode_of(self, type_: str) -> str:
        return self.modes.get(type_, self.mode)

    def recognisers(self) -> tuple[Recogniser, ...]:
        """Our definitions and the house's own numbers, those that this policy wants, and always those of secrets."""
        return _recognisers(self.entities, tuple(sorted(self.patterns.items())), self.threshold, self.custom)

    def as_params(self) -> dict:
        """The policy as plain JSON, to stand among a step's parameters."""
        return json.loads(json.dumps(asdict(self)))

    @staticmethod
    def of_params(params: dict) -> "Policy":
        return Policy(**{name: tuple(value) if isinstance(value, list) else value for name, value in params.items()})


@dataclass(frozen=True)
class Policies:
    """The default and what single sources do otherwise."""

    default: Policy = Policy()
    sources: dict[str, Policy] = field(default_factory=dict)

    def of(self, source: str) -> Policy:
        return self.sources.get(source, self.default)

    def as_params(self) -> dict:
        return {"default": self.default.as_params(), "sources": {name: one.as_params() for name, one in sorted(self.sources.items())}}

    @staticmethod
    def of_params(params: dict) -> "Policies":
        return Policies(Policy.of_params(params["default"]), {name: Policy.of_params(one) for name, one in params["sources"].items()})


def load(house: House) -> Policies:
    """The policy of a house; without the file, the default: every type, as surrogates, in the house's languages."""
    path = house.path / FILE
    given = read_yaml(path) if path.is_file() else {}
    for name in given:
        if name not in SECTIONS:
            raise _complaint(path, name, f"is not known; the sections are {', '.join(SECTIONS)}")
    acceptance.wanted(house)
    default_fields = _section(path, "default", given.get("default"))
    if default_fields.get("languages") is None:
        default_fields["languages"] = list(house.languages)
    default = _policy(path, "default", default_fields)
    sources = given.get("sources") or {}
    if not isinstance(sources, dict):
        raise _complaint(path, "sources", "must map a source's name to its settings")
    own = {}
    for name, settings in sources.items():
        fields = _section(path, f"sources.{name}", settings)
        merged = {**default_fields, **fields, "patterns": {**(default_fields.get("patterns") or {}), **(fields.get("patterns") or {})}}
        own[str(name)] = _policy(path, f"sources.{name}", merged)
    return Policies(default, own)


def _section(path, where: str, settings: Any) -> dict:
    if settings is None:
        return {}
    if not isinstance(settings, dict):
        raise _complaint(path, where, "must hold settings such as 'mode' and 'entities'")
    for name in settings:
        if name not in _FIELDS:
            raise _complaint(path, f"{where}.{name}", f"is not known; the settings are {', '.join(_FIELDS)}")
    return dict(settings)


def _policy(path, where: str, fields: dict) -> Policy:
    mode = fields.get("mode", "surrogate")
    if mode not in MODES:
        raise _complaint(path, f"{where}.mode", f"must be one of {', '.join(MODES)}")
    patterns = _patterns(path, where, fields.get("patterns"))
    custom = json.dumps(_recognisers_of(path, where, fields.get("recognisers")), sort_keys=True) if fields.get("recognisers") else ""
    entities, modes = _entities(path, where, fields.get("entities"), (*patterns, *(one.type for one in _custom(custom))))
    languages = fields.get("languages")
    if not isinstance(languages, list) or not languages or not all(isinstance(code, str) and re.match(r"[a-z]{2}\Z", code) for code in languages):
        raise _complaint(path, f"{where}.languages", "must be a list of two-letter codes such as [en, fr]; quote \"no\"")
    threshold, dial = _share(path, f"{where}.threshold", fields.get("threshold", 0.5)), _share(path, f"{where}.dial", fields.get("dial", DIAL))
    if dial < 0.01:
        raise _complaint(path, f"{where}.dial", "must be a number from 0.01 (finds most) to 1 (the tagger is left out)")
    dates = fields.get("dates", "day first")
    if dates not in ("day first", "month first"):
        raise _complaint(path, f"{where}.dates", "must be 'day first' or 'month first'")
    epoch = fields.get("epoch", FIRST_EPOCH)
    if isinstance(epoch, bool) or not isinstance(epoch, str | int) or not _EPOCH.match(str(epoch)):
        raise _complaint(path, f"{where}.epoch", "must be a number or a short name, such as 2")
    return Policy(mode, entities, modes, patterns, tuple(languages), str(epoch), threshold, dial, dates, custom)


def _share(path, where: str, given: Any) -> float:
    try:
        share = -1.0 if isinstance(given, bool) else float(given)
    except (TypeError, ValueError):
        share = -1.0
    if not 0 <= share <= 1:
        raise _complaint(path, where, "must be a number from 0 to 1")
    return share


def _recognisers_of(path, where: str, entries: Any) -> Any:
    from assets.privacy.detect.custom import recognisers_of_yaml

    recognisers_of_yaml(entries, f"{path}: field '{where}.recognisers'")
    return entries


def _entities(path, where: str, given: Any, patterns: tuple[str, ...]) -> tuple[tuple[str, ...], dict[str, str]]:
    if given is None:
        return (), {}
    if given == "all":
        return tuple(dict.fromkeys((*TYPES, *TAGGED, *patterns))), {}
    if not isinstance(given, (list, dict)):
        raise _complaint(path, f"{where}.entities", "must be a list of types, or map types to a mode")
    for name in given:
        if name not in (*TYPES, *TAGGED) and name not in patterns:
            raise _complaint(path, f"{where}.entities",
                             f"names the unknown type '{name}'; the types are {', '.join(dict.fromkeys((*TYPES, *TAGGED)))} and your own patterns")
    modes = dict(given) if isinstance(given, dict) else {}
    for name, mode in modes.items():
        if mode not in MODES:
            raise _complaint(path, f"{where}.entities.{name}", f"must be one of {', '.join(MODES)}")
    return tuple(given), modes


def _patterns(path, where: str, given: Any) -> dict[str, str]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise _complaint(path, f"{where}.patterns", "must map a type such as LOYALTY to a regular expression")
    import regex

    for name, pattern in given.items():
        place = f"{where}.patterns.{name}"
        if not _TYPE.match(str(name)):
            raise _complaint(path, place, "needs a name in capitals, such as LOYALTY")
        if name in RESERVED:
            raise _complaint(path, place, f"has a name that means something else here; any but {', '.join(RESERVED)} will do")
        try:
            compiled = regex.compile(pattern)
        except (regex.error, TypeError):
            raise _complaint(path, place, "is no regular expression; mend it, and quote it in single quotes") from None
        if compiled.search(""):
            raise _complaint(path, place, "also fits an empty text; let it require at least one character")
    return {str(name): pattern for name, pattern in given.items()}


def _complaint(path, where: str, reason: str) -> ContractError:
    return ContractError(f"{path}: field '{where}' {reason}.")


@lru_cache(maxsize=64)
def _recognisers(entities: tuple[str, ...], patterns: tuple[tuple[str, str], ...], threshold: float, custom: str) -> tuple[Recogniser, ...]:
    ours = tuple(one for one in DEFINITIONS if (not entities or one.type in (*entities, "SECRET")) and one.best >= threshold)
    return ours + tuple(pattern_recogniser(name.lower(), name, pattern) for name, pattern in patterns) + _custom(custom)


@lru_cache(maxsize=64)
def _custom(written: str) -> tuple[Recogniser, ...]:
    if not written:
        return ()
    from assets.privacy.detect.custom import recognisers_of_yaml

    return recognisers_of_yaml(json.loads(written))
