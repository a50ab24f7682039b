"""Whether the documents of a release still say what its data says: counted again, drawn again, held against the manifest.

Belongs here: every comparison of documents, facts, shards and manifest, each difference in a sentence. Not here: signatures and the root
(`verify`). Sentences name files, fields and figures, never the content of a record.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pyarrow as pa

from assets.governance.documents import croissant, release_documents, unfilled
from assets.governance.documents.listing import FACTS, LISTED
from assets.governance.documents.sealing import opened
from assets.governance.facts import counts_of
from assets.governance.manifest import code
from assets.governance.measures import measured
from assets.lake import IntegrityError

PLACE = "documents/"
SHOWN = 5           # differences of one kind told one by one
_FIGURE = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?")
_RELEASE = ("corpus", "version", "track", "title", "house", "controller", "as_of", "demonstration", "root")
_COUNTED = {"source": "of source", "language": "in language", "split": "of split", "licence": "under licence", "year": "of the year",
            "chain": "of chain", "made": "made by a generator, of source"}


class Findings(NamedTuple):
    """`problems` are differences; `notes` say what could not be compared, and why that is no difference."""

    problems: list[str]
    notes: list[str]


def lint(folder, manifest: dict) -> Findings:
    """Hold the documents of a release folder (`files()`, `open(name)`) against its facts, its shards and its manifest."""
    here = set(folder.files())
    listed = sorted(name.removeprefix(PLACE) for name in manifest["files"] if name.startswith(PLACE))
    read = {name: _read(folder, PLACE + name) for name in listed if PLACE + name in here}
    problems = [*_as_listed(listed, read, manifest)]
    if FACTS not in listed:
        problems.append(f"{PLACE}{FACTS} is not among the files of the release: its documents were drawn before facts were sealed, so they cannot be checked.")
    if FACTS not in read:
        return Findings(problems, [])
    try:
        known = opened(read[FACTS])
    except IntegrityError as error:
        return Findings([*problems, str(error)], [])
    try:
        problems += _against_manifest(known, manifest)
        counted, drawn = _against_shards(folder, here, known, manifest), _drawn_again(known, read, manifest)
    except (KeyError, TypeError, AttributeError):
        return Findings([*problems, "MANIFEST.json does not state what the manifest of a release must state."], [])
    problems += [*counted.problems, *drawn.problems]
    problems += [f"{PLACE}{FACTS}: field 'human.{field}' is empty, and only a person can fill it." for field in unfilled(known["human"])]
    if "croissant.json" in read:
        problems += [f"{PLACE}croissant.json: {complaint}" for complaint in croissant.complaints(read["croissant.json"])]
    return Findings(problems, [*counted.notes, *drawn.notes])


def _as_listed(listed: list[str], read: dict[str, bytes], manifest: dict) -> Iterator[str]:
    """Every document is there, is one of ours, and has the bytes that the manifest names."""
    for name in listed:
        if name not in read:
            yield f"{PLACE}{name} is listed in MANIFEST.json but missing."
        elif hashlib.sha256(read[name]).hexdigest() != manifest["files"][PLACE + name]["sha256"]:
            yield f"{PLACE}{name} was changed: its bytes do not fit the hash in MANIFEST.json."
        if name not in LISTED:
            yield f"{PLACE}{name} is no document that is drawn from the facts."
    if FACTS in listed:
        yield from (f"{PLACE}{name} is missing among the documents of the release." for name in LISTED if name not in listed)


def _read(folder, name: str) -> bytes:
    with folder.open(name) as file:
        return file.read()


def _against_manifest(known: dict, manifest: dict) -> list[str]:
    """What both state, in a sentence where they differ."""
    release, subtraction = known["release"], manifest.get("subtraction")
    held = {source["source"]: source["records"] for source in known["composition"]["by_source"]}
    pairs = [(f"release.{name}", release[name], manifest[name]) for name in _RELEASE]
    pairs += [
        ("release.previous", release["previous"], (manifest["previous"] or {}).get("version")),
        ("release.purposes", release["purposes"], manifest["recipe"]["purposes"]),
        ("human", known["human"], manifest["recipe"]["statements"]),
        ("fates", {fate["source"]: fate["released"] for fate in known["fates"] if fate["released"]},
         {fate["source"]: held[fate["source"]] for fate in known["fates"] if held.get(fate["source"])}),
        ("funnel", sum(row["out"] for row in known["funnel"][-1:]), manifest["records"]),
        ("composition", sum(source["records"] for source in known["composition"]["by_source"]), manifest["records"]),
        ("shards", known["shards"], [{"name": name, **{field: entry[field] for field in ("sha256", "bytes", "rows")}}
                                     for name, entry in sorted(manifest["files"].items()) if name.startswith("data/")]),
        ("policies", _policies(known["policies"]), _policies(manifest["policies"])),
        ("chains", {chain["id"]: [[step["step"], step["version"]] for step in chain["steps"]] for chain in known["chains"]},
         {name: [[step["step"], step["version"]] for step in steps] for name, steps in manifest["chains"].items()}),
        ("changes", _sums(known["changes"]), _sums(manifest["changes"])),
        ("subtraction", known["subtraction"] and [known["subtraction"][name] for name in ("of", "requests", "removed")],
         subtraction and [subtraction["of"].split("/")[-1], subtraction["requests"], subtraction["removed"]])]
    if not subtraction:
        names, searched = ("unique_identifiers", "full_names", "searched_values"), known["privacy"]["second_pass"]
        stated = manifest["scans"].get("shards") or {}
        pairs.append(("privacy.second_pass", searched and [searched[name] for name in names], [stated.get(name) for name in names]))
    return [f"{PLACE}{FACTS}: field '{field}' does not say what MANIFEST.json says." for field, said, stated in pairs if said != stated]


def _policies(told: list[dict]) -> list[tuple]:
    return [(one["policy"], one["digest"], one["passed"], one["rows"], one["severity"], one["waiver"]) for one in told]


def _sums(changes: dict | None) -> list | None:
    return changes and [changes.get(name, 0) for name in ("added", "removed", "changed", "unexplained")]


def _against_shards(folder, here: set[str], known: dict, manifest: dict) -> Findings:
    shards = [name for name in manifest["files"] if name.startswith("data/")]
    gone = [name for name in shards if name not in here or f"provenance/{name.removeprefix('data/')}" not in here]
    if gone and "PURGED" in here:
        return Findings([], [f"{len(gone)} of {len(shards)} shards were purged, so what the documents count cannot be counted again; they were held against "
                             f"MANIFEST.json and their facts only."])
    if gone:
        return Findings([f"{min(gone)} or its provenance is missing, so what the documents count cannot be counted again."], [])
    try:
        return Findings([*_differences(known, measured(folder, shards))], [])
    except (OSError, pa.ArrowException, KeyError, ValueError):
        return Findings(["The shards cannot be read, so what the documents count cannot be counted again."], [])


def _differences(known: dict, counted: dict) -> Iterator[str]:
    """Each figure that facts say otherwise than the shards and their provenance."""
    said = counts_of(known)
    for by, words in _COUNTED.items():
        yield from _first([f"{PLACE}{FACTS} says {_figure(said[by].get(name))} {words} '{name}'; the shards hold {_figure(counted[by].get(name))}."
                           for name in sorted(said[by].keys() | counted[by].keys()) if said[by].get(name) != counted[by].get(name)])
    ours, theirs = _by_type(said["redactions"]), _by_type(counted["redactions"])
    yield from _first([f"{PLACE}{FACTS} says {ours.get((source, kind), 0):,} redactions of type {kind} in source '{source}'; "
                       f"the provenance holds {theirs.get((source, kind), 0):,}."
                       for source, kind in sorted(ours.keys() | theirs.keys()) if ours.get((source, kind)) != theirs.get((source, kind))])
    for source in known["composition"]["by_source"]:
        proven = counted["rights"].get(source["source"], {})
        if proven and f"{source['licence']}, {source['legal_basis']}" not in proven:
            yield (f"{PLACE}{FACTS}: licence and legal basis of source '{source['source']}' are not those in the provenance of its records, "
                   f"{'; '.join(sorted(proven))}.")
    total: Counter = Counter()
    for (_, kind), number in theirs.items():
        total[kind] += number
    if +Counter(known["privacy"]["redactions"]) != total:
        yield f"{PLACE}{FACTS}: field 'privacy.redactions' is not the sum of what the provenance holds."


def _by_type(redactions: dict[str, dict[str, int]]) -> dict[tuple[str, str], int]:
    return {(source, kind): number for source, found in redactions.items() for kind, number in found.items()}


def _figure(value: dict | int | None) -> str:
    if isinstance(value, dict):
        return f"{value['records']:,} records and {value['characters']:,} characters"
    return f"{value or 0:,} records"


def _first(sentences: list[str]) -> list[str]:
    more = len(sentences) - SHOWN
    return [*sentences[:SHOWN], *([f"{more} more figures of this kind differ."] if more > 0 else [])]


def _drawn_again(known: dict, read: dict[str, bytes], manifest: dict) -> Findings:
    """Documents follow from the facts; one that other code drew may be worded otherwise, but no figure in it may be another."""
    drawn = release_documents(known)
    off = {name: data.decode(errors="replace") for name, data in sorted(read.items()) if name in drawn and data != drawn[name]}
    if not off:
        return Findings([], [])
    if manifest["code"] == code():
        return Findings([f"{PLACE}{name}, line {_differs(text, drawn[name].decode())}: does not say what the facts say; it was changed after it was drawn."
                         for name, text in off.items()], [])
    figures = {figure for data in drawn.values() for figure in _FIGURE.findall(data.decode())}
    odd = {name: [number for number, line in enumerate(text.splitlines(), 1) if set(_FIGURE.findall(line)) - figures] for name, text in off.items()}
    note = (f"The documents were drawn by other code than is installed here (version {manifest['code']['version']}, digest "
            f"{manifest['code']['digest'][:16]}), so wording was not compared, figures were: {', '.join(off)}.")
    return Findings([f"{PLACE}{name}, line {lines[0]}: states a figure that does not follow from the facts"
                     f"{f' (and {len(lines) - 1} more lines do)' if lines[1:] else ''}." for name, lines in odd.items() if lines], [note])


def _differs(one: str, other: str) -> int:
    """The first line in which two texts differ."""
    ours, theirs = one.splitlines(), other.splitlines()
    return next((number for number, (left, right) in enumerate(zip(ours, theirs, strict=False), 1) if left != right), min(len(ours), len(theirs)) + 1)
