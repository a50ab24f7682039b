"""Plain sentences for what is wrong with a contract.

Belongs here: reading YAML without surprises, licence expressions, and the translation of a validator's list of errors
into one sentence. Not here: the contract's fields (contracts). Input values are never repeated.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from assets.lake.errors import ContractError

LARGEST_CONTRACT = 1 << 20      # bytes

_SENTENCES = {
    "missing": "is missing: add it",
    "extra_forbidden": "is unknown: remove it or correct its name",
    "string_type": "must be text: put it in quotes",
    "list_type": "must be a list",
    "dict_type": "must be a mapping of names to values",
    "model_type": "must be a mapping of names to values",
    "model_attributes_type": "must be a mapping of names to values",
    "string_too_short": "is empty: fill it in",
    "too_short": "is empty: fill it in",
    "date_from_datetime_parsing": "is no date: write it as 2026-01-31",
    "date_parsing": "is no date: write it as 2026-01-31",
    "date_type": "is no date: write it as 2026-01-31",
    "bool_type": "must be true or false",
}


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):
    """Safe YAML in which a field written twice, or an alias, is a mistake and not a surprise."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        seen = set()
        for key, _ in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else None
            if name in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"field '{name}' is written twice", key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep)


# Dates stay text until a field asks for one, so that a wrong date is a complaint about its field. Only true and false are
# booleans: `no` is a country, a language and the name of many a column.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers
            if not tag.endswith(":timestamp") and not (tag.endswith(":bool") and first in "yYnNoO")]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()}


def read_yaml(path: Path, shown: str) -> dict[str, Any]:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise ContractError(f"{shown}: the file cannot be read ({error.strerror}): check that it exists and its permissions.") from None
    if len(body) > LARGEST_CONTRACT:
        raise ContractError(f"{shown}: the file is larger than a megabyte: a contract is a page, move data out of it.")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ContractError(f"{shown}: the file is not UTF-8: save it as UTF-8.") from None
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_Loader)):
            raise ContractError(f"{shown}: the file uses a YAML alias (*name): write the value out.")
        raw = yaml.load(text, Loader=_Loader)    # a subclass of the safe loader
    except yaml.YAMLError as error:
        raise ContractError(f"{shown}: {_yaml_complaint(error)}") from None
    except (ValueError, RecursionError):
        raise ContractError(f"{shown}: a value is no valid YAML (a date out of range, or too deeply nested): correct it.") from None
    if not isinstance(raw, dict):
        raise ContractError(f"{shown}: the file holds no fields: write 'name: value' lines.")
    return raw


def _yaml_complaint(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    place = f"line {mark.line + 1}: " if mark else ""
    problem = getattr(error, "problem", None) or "the file is no valid YAML"
    return f"{place}{problem}: correct the YAML there."


_SHAPES: dict[str, tuple[type, ...]] = {
    "delimiter": (str,), "quote": (str, type(None)), "row_end": (str,), "header": (bool,), "names": (list,), "skip_rows": (int,),
    "encoding": (str,), "comment": (str,), "keep_short": (bool,), "rejoin": (bool,), "sheet": (str, int), "records": (str,),
    "split": (str,), "row_xpath": (str,), "extract": (str,), "turns": (str, dict), "roles": (dict,), "decimal": (str,),
    "nulls": (list,), "list_separator": (str,), "language": (str,), "all": (bool,), "path": (str,), "unpivot": (dict,),
    "flatten": (list,), "gather": (bool,), "optional": (bool,),
}


def check_options(parse: dict[str, Any], shown: str) -> None:
    """Complain about a reader's option that is unknown, of the wrong shape, or no regular expression."""
    for option, value in parse.items():
        if option not in _SHAPES:
            raise ContractError(f"{shown}: field 'parse.{option}' is unknown: remove it or use one of {', '.join(sorted(_SHAPES))}.")
        if not isinstance(value, _SHAPES[option]) or isinstance(value, bool) and bool not in _SHAPES[option]:
            expected = " or ".join({str: "text in quotes", bool: "true or false", list: "a list", int: "a number", dict: "a mapping",
                                    type(None): "null"}[kind] for kind in _SHAPES[option])
            raise ContractError(f"{shown}: field 'parse.{option}' has the wrong shape: write {expected}.")
    for option in ("split", "path", "turns"):
        if isinstance(parse.get(option), str) and parse[option] not in ("whole", "paragraph", "page", "region"):
            try:
                pattern = re.compile(parse[option])
            except re.error:
                raise ContractError(f"{shown}: field 'parse.{option}' is no regular expression: correct it.") from None
            if option == "turns" and "speaker" not in pattern.groupindex:
                raise ContractError(f"{shown}: field 'parse.turns' has no group named speaker: write (?P<speaker>...).")
    if isinstance(parse.get("turns"), dict) and "by" not in parse["turns"] and "path" not in parse["turns"]:
        raise ContractError(f"{shown}: field 'parse.turns' needs 'by' (a column that gathers rows) or 'path' (a nested list).")
    if isinstance(parse.get("unpivot"), dict) and not isinstance(parse["unpivot"].get("columns"), list):
        raise ContractError(f"{shown}: field 'parse.unpivot' needs 'columns', the list of columns to turn into rows.")
    if len(parse.get("quote") or "x") != 1 and parse["quote"] != "none":
        raise ContractError(f"{shown}: field 'parse.quote' must be one character or none.")


def complaint(error: ValidationError) -> str:
    """All of a validator's errors as one sentence each, fields first, values never."""
    return " ".join(dict.fromkeys(_sentence(entry) for entry in _most_specific(error.errors(include_input=False, include_url=False))))


def _most_specific(entries: list[dict]) -> list[dict]:
    """A union reports one error per alternative; the first one per field is enough."""
    seen: dict[tuple, dict] = {}
    for entry in entries:
        seen.setdefault(_field(entry["loc"]), entry)
    return list(seen.values())


def _field(location: tuple) -> tuple:
    """The location in the contract's own words: no list positions, no validator's class names."""
    return tuple(str(part) for part in location
                 if isinstance(part, str) and not part[:1].isupper() and "[" not in part and part not in ("str", "date"))


def _sentence(entry: dict) -> str:
    field = ".".join(_field(entry["loc"])) or None
    kind, context = entry["type"], entry.get("ctx", {})
    if kind == "value_error":
        said = str(context.get("error", "is not valid"))
        return f"{said}." if said.startswith("field ") or field is None else f"field '{field}' {said}."
    if kind == "literal_error":
        return f"field '{field}' has an unknown value: use {context.get('expected', 'one of the known ones')}."
    if kind == "string_pattern_mismatch":
        return f"field '{field}' is not well formed: {_PATTERNS.get(field, 'see the documentation of contracts')}."
    return f"field '{field}' {_SENTENCES.get(kind, 'is not valid: see the documentation of contracts')}."


_PATTERNS = {
    "name": "use small letters, digits and underscores, starting with a letter",
    "retention": "write a duration such as P10Y or P6M",
}


def licence_of(value: str | None) -> str | None:
    """The normalised licence expression; LicenseRef-NAME stands for a named agreement."""
    if value is None or not value.strip():
        return None
    from license_expression import ExpressionError, Licensing
    try:
        parsed = Licensing().parse(value)
        names = [str(symbol) for symbol in Licensing().license_symbols(parsed, unique=True, decompose=True)]
    except (ExpressionError, ValueError, AttributeError, TypeError):
        raise ValueError("is no licence expression; use an SPDX id such as CC-BY-4.0, or LicenseRef-NAME for an agreement") from None
    proper = {}
    for name in names:
        proper[name] = name
        if name.startswith("LicenseRef-") and len(name) > len("LicenseRef-"):
            continue
        info = _spdx().validate(name, strict=False)
        if info.errors:
            raise ValueError(f"names '{name}', which is no SPDX id; use one, or LicenseRef-NAME for an agreement")
        proper[name] = info.normalized_expression or name
    return re.sub(r"[\w.+-]+", lambda word: proper.get(word[0], word[0]), str(parsed))


@cache
def _spdx():
    from license_expression import get_spdx_licensing
    return get_spdx_licensing()


def needs_agreement(licence: str) -> bool:
    return any(word.startswith("LicenseRef-") and word != "LicenseRef-House-Owned"
               for word in licence.replace("(", " ").replace(")", " ").split())
