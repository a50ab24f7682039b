"""Policies: what must be true of every release, as SQL over its provenance, read from `policies/*.sql`.

Belongs here: the files, their header, and what a house adds, sets and waives. Not here: asking (`governance.policies`), the
relations that are asked (orchestration), deciding when.

    -- id: source_share                         the file's name without .sql
    -- severity: warn                           block stops a release, warn is told on its page
    -- title: No source alone is most of the corpus
    -- why: A corpus of one voice teaches that voice.
    -- regulation: AI Act Art. 10(2)(f)         may be left out
    -- parameters: share = 0.6 (share of all records that one source may have)
    select record_id, source, ... as what from provenance ...      one SELECT; its rows are the violations, none means kept

A field goes on in the lines after it that begin with `--` and more than one space; of parameters, each line is one. A house
adds its own files under its `policies/`; gives parameters other values in `policies/policies.yaml` (id: {parameter: value});
and waives a policy in `policies/waivers.yaml` (id: {reason, until, signed_by: [key id, key id]}).
"""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from assets.lake import ContractError, House

FOLDER = Path(__file__).parent / "policies"
SETTINGS, WAIVERS = "policies/policies.yaml", "policies/waivers.yaml"
BLOCK, WARN = "block", "warn"
_FIELDS = ("id", "severity", "title", "why", "regulation", "parameters")
_OPTIONAL = ("regulation", "parameters")
_FIELD = re.compile(r"-- (\w+):(.*)")
_MORE = re.compile(r"--\s{2,}(\S.*)")
_PARAMETER = re.compile(r"(\w+) = (.+?) \((.+)\)")
_WAIVED = {"reason", "until", "signed_by"}


@dataclass(frozen=True)
class Policy:
    """One question to a release: its rows are the violations."""

    id: str
    severity: str                   # block or warn
    title: str
    why: str
    regulation: str | None
    sql: str
    digest: str                     # SHA-256 of the file
    parameters: dict[str, Any] = field(default_factory=dict)        # name -> value: a number, a text or a list of texts
    meanings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Waiver:
    """What a house says of a policy it does not keep for a time. Whether it counts is asked with the policy."""

    id: str
    reason: str
    until: dt.date                  # the last day on which it counts
    signed_by: tuple[str, ...]      # key ids


def policies(house: House) -> list[Policy]:
    """Shipped policies and the house's own, by id, with the house's values. Raises ContractError naming file and mistake."""
    found: dict[str, Policy] = {}
    for path in (*sorted(FOLDER.glob("*.sql")), *house.files("policies", "*.sql")):
        policy = read(path)
        if policy.id in found:
            raise ContractError(f"{path}: there already is a policy '{policy.id}'; choose another name, a shipped policy is never replaced.")
        found[policy.id] = policy
    path = house.path / SETTINGS
    for name, values in house.yaml(SETTINGS).items():
        if name not in found:
            raise ContractError(f"{path}: there is no policy '{name}'; the policies are {', '.join(sorted(found))}.")
        found[name] = _set(found[name], values, path)
    return [policy for _, policy in sorted(found.items())]


def waivers(house: House, known: list[Policy]) -> dict[str, Waiver]:
    """The house's waivers by the policy's id. Raises ContractError for one that is incomplete or about no policy."""
    path, found = house.path / WAIVERS, {}
    for name, said in house.yaml(WAIVERS).items():
        if name not in {policy.id for policy in known}:
            raise ContractError(f"{path}: there is no policy '{name}' to waive; take the waiver out or correct its name.")
        if not isinstance(said, dict) or set(said) != _WAIVED or not str(said["reason"] or "").strip():
            raise ContractError(f"{path}: waiver '{name}' must say reason, until and signed_by, and nothing else.")
        if type(said["until"]) is not dt.date:
            raise ContractError(f"{path}: field '{name}.until' is no date; write it as 2026-01-31.")
        if not isinstance(said["signed_by"], list) or not all(isinstance(key, str) for key in said["signed_by"]):
            raise ContractError(f"{path}: field '{name}.signed_by' must be a list of key ids, in quotes.")
        found[name] = Waiver(name, str(said["reason"]).strip(), said["until"], tuple(said["signed_by"]))
    return found


def read(path: Path) -> Policy:
    """One file. Raises ContractError naming it and what its header lacks."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise ContractError(f"{path}: the policy cannot be read; it must be text in UTF-8.") from None
    header, body = _parted(text, path)
    for name in _FIELDS:
        if name not in _OPTIONAL and not header.get(name):
            raise ContractError(f"{path}: the header has no '{name}'; begin the file with a line `-- {name}: ...`.")
    if header["id"] != [path.stem]:
        raise ContractError(f"{path}: the policy's id is '{' '.join(header['id'])}' and the file is '{path.stem}': make them the same.")
    severity = " ".join(header["severity"])
    if severity not in (BLOCK, WARN):
        raise ContractError(f"{path}: the severity is '{severity}'; it must be {BLOCK} or {WARN}.")
    if not body:
        raise ContractError(f"{path}: there is no query after the header; a policy is one SELECT of record_id, source and what.")
    values, meanings = _parameters(header.get("parameters", []), path)
    return Policy(path.stem, severity, " ".join(header["title"]), " ".join(header["why"]), " ".join(header.get("regulation", [])) or None,
                  body, hashlib.sha256(text.encode()).hexdigest(), values, meanings)


def _parted(text: str, path: Path) -> tuple[dict[str, list[str]], str]:
    """The header's fields, each a list of lines, and the query."""
    header: dict[str, list[str]] = {}
    lines, name = text.splitlines(), None
    for number, line in enumerate(lines):
        if begun := _FIELD.fullmatch(line):
            name = begun[1]
            if name not in _FIELDS or name in header:
                raise ContractError(f"{path}: line {number + 1} of the header is no field of its own; the fields are {', '.join(_FIELDS)}, each once.")
            header[name] = [begun[2].strip()] if begun[2].strip() else []
        elif name and (more := _MORE.fullmatch(line)):
            header[name].append(more[1].strip())
        else:
            return header, "\n".join(lines[number:]).strip()
    return header, ""


def _parameters(lines: list[str], path: Path) -> tuple[dict[str, Any], dict[str, str]]:
    values, meanings = {}, {}
    for line in lines:
        said = _PARAMETER.fullmatch(line)
        try:
            value = yaml.safe_load(said[2]) if said else None
        except yaml.YAMLError:
            value = None
        if _kind(value) is None:
            raise ContractError(f"{path}: the parameter '{line}' must read `name = value (meaning)`, the value a number, a text or a list of texts.")
        values[said[1]], meanings[said[1]] = value, said[3]
    return values, meanings


def _kind(value: Any) -> str | None:
    if isinstance(value, list):
        return "a list of texts" if all(isinstance(one, str) for one in value) else None
    return "a text" if isinstance(value, str) else "a number" if isinstance(value, int | float) and not isinstance(value, bool) else None


def _set(policy: Policy, values: Any, path: Path) -> Policy:
    if not isinstance(values, dict):
        raise ContractError(f"{path}: field '{policy.id}' must hold parameters (name: value).")
    for name, value in values.items():
        if name not in policy.parameters:
            raise ContractError(f"{path}: policy '{policy.id}' has no parameter '{name}'; it has {', '.join(policy.parameters) or 'none'}.")
        if _kind(value) != _kind(policy.parameters[name]):
            raise ContractError(f"{path}: field '{policy.id}.{name}' must be {_kind(policy.parameters[name])}, as its default is.")
    return replace(policy, parameters={**policy.parameters, **values})
