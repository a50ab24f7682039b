"""Croissant 1.1 with its vocabulary for responsible AI: the release as programs that load data sets describe one.

Belongs here: which fact stands under which of their names, and the checks that their validator leaves out. Not here: the facts.
"""

from __future__ import annotations

import json
import re

from assets.governance.documents import limits, words
from assets.governance.documents.facts_schema import Facts, SourceShare

CONFORMS_TO = ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"]
PARQUET = "application/x-parquet"          # the name under which their loader reads it
_OWN = {name: f"cr:{name}" for name in (
    "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field", "fileObject", "fileProperty", "fileSet", "format",
    "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex", "repeated",
    "replace", "samplingRate", "separator", "source", "subField", "transform")}
_CONTEXT = {
    "@language": "en", "@vocab": "https://schema.org/", "sc": "https://schema.org/", "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/", "dct": "http://purl.org/dc/terms/", "prov": "http://www.w3.org/ns/prov#",
    "conformsTo": "dct:conformsTo", "data": {"@id": "cr:data", "@type": "@json"}, "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "description": {"@container": "@language"}, "name": {"@container": "@language"}, "examples": {"@id": "cr:examples", "@type": "@json"}, **_OWN}
_FIELDS = (
    ("record_id", "sc:Text", "The record's keyed identifier, sixteen bytes; its provenance stands under the same one."),
    ("source", "sc:Text", "The source it came from."), ("created", "sc:Date", "The day the record itself bears; empty where it bears none."),
    ("language", "sc:Text", "Its language, ISO 639-1."), ("licence", "sc:Text", "The licence it stands under."),
    ("split", "sc:Text", "Training, validation or test."), ("weight", "sc:Float", "How much it counts in the mixture."),
    ("synthetic", "sc:Boolean", "Whether a generator made it."), ("metadata", "sc:Text", "Kind, title, author, category and channel, as JSON."))
_CONTENT = {
    "text": ("text", "sc:Text", "What a model learns from: one text."),
    "messages": ("messages", "sc:Text", "What a model learns from: roles and contents of a conversation.")}
_STATED = (     # their name, the field of our statements, whether they keep a list
    ("rai:dataCollection", "collection_process", False), ("rai:dataUseCases", "intended_use", True), ("rai:dataBiases", "known_biases", True),
    ("rai:dataLimitations", "known_limitations", True), ("rai:dataSocialImpact", "out_of_scope_use", False),
    ("rai:dataReleaseMaintenancePlan", "maintenance", False))
_REQUIRED = ("@context", "@type", "conformsTo", "name", "description", "license", "url", "version", "creator", "datePublished", "distribution", "recordSet",
             "citeAs", "identifier", "rai:dataCollection", "rai:dataBiases", "rai:dataLimitations", "rai:dataUseCases", "rai:personalSensitiveInformation")


def croissant(facts: Facts) -> bytes:
    """JSON-LD; the shards are named relative to this file's place in the release."""
    release, issuer = facts.release, {"@type": "sc:Organization", "name": facts.release.controller}
    told = {
        "@context": _CONTEXT, "@type": "sc:Dataset", "conformsTo": CONFORMS_TO, "name": _name(release.corpus), "alternateName": release.title,
        "description": _description(facts), "version": release.version, "url": f"urn:hallmark:release:{release.corpus}:{release.version}",
        "identifier": f"urn:hallmark:root:{release.root}", "datePublished": release.as_of, "creator": issuer, "publisher": issuer,
        "license": sorted({_licence(source.licence) for source in facts.composition.by_source if source.licence}) or [words.NOT_STATED],
        "inLanguage": sorted(code for code, part in facts.composition.by_language.items() if part.records and code not in ("", "und")),
        "keywords": sorted({release.track, "text", *release.purposes}), "isLiveDataset": False,
        "citeAs": f"{release.controller}: {release.title}, version {release.version}, root {release.root}.",
        "usageInfo": {"@type": "sc:CreativeWork", "name": f"Purposes that every record allows: {words.listed(release.purposes)}."},
        "prov:wasDerivedFrom": [_derived(source) for source in facts.composition.by_source],
        "distribution": _distribution(facts), "recordSet": [_record_set(facts, shard.name) for shard in facts.shards], **_responsible(facts)}
    return (json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def complaints(data: bytes) -> list[str]:
    """What a Croissant file lacks, in sentences. Stricter than the validator of its makers, which lets a data set without a name pass."""
    try:
        told = json.loads(data)
        return _complaints(told)
    except (ValueError, AttributeError, TypeError, KeyError):
        return ["It is no JSON object of the shape that Croissant asks for."]


def _complaints(told: dict) -> list[str]:
    found = [f"Field '{name}' is missing or empty." for name in _REQUIRED if not told.get(name)]
    if not set(CONFORMS_TO) <= set(told.get("conformsTo", ())):
        found.append("Field 'conformsTo' does not name Croissant 1.1 and its responsible AI vocabulary.")
    if not re.fullmatch(r"\d+\.\d+\.\d+", str(told.get("version"))):
        found.append("Field 'version' is no version of three numbers.")
    files = {part.get("@id"): part.get("sha256") for part in told.get("distribution", ())}
    found += [f"File '{name}' has no SHA-256." for name, digest in files.items() if not re.fullmatch(r"[0-9a-f]{64}", digest or "")]
    for field in (field for one in told.get("recordSet", ()) for field in one.get("field", ())):
        if field.get("source", {}).get("fileObject", {}).get("@id") not in files or not field["source"].get("extract", {}).get("column"):
            found.append(f"Field '{field.get('@id')}' of the records has no source among the files.")
    return found


def _name(corpus: str) -> str:
    """Their names hold letters, digits, hyphens and underscores."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", corpus) or "corpus"


def _description(facts: Facts) -> str:
    said = (f"{facts.release.title}: {words.count(facts.records, 'record')}, {words.count(facts.characters, 'character')}, "
            f"from {words.count(len(facts.composition.by_source), 'source')} of {facts.release.house}, for {facts.release.track} of language models. "
            f"Merkle root of the records: {facts.release.root}.")
    return f"Demonstration, approved by nobody. {said}" if facts.release.demonstration else said


def _licence(identifier: str) -> str:
    """An SPDX identifier by its address; an expression or a named agreement as it is written."""
    plain = re.fullmatch(r"[A-Za-z0-9.+-]+", identifier) and not identifier.startswith("LicenseRef-")
    return f"https://spdx.org/licenses/{identifier}" if plain else identifier


def _derived(source: SourceShare) -> dict:
    told = {"@id": f"urn:hallmark:source:{source.source}", "@type": "prov:Entity", "prov:label": source.title}
    return told | ({"license": _licence(source.licence)} if source.licence else {})


def _distribution(facts: Facts) -> list[dict]:
    return [{"@type": "cr:FileObject", "@id": shard.name, "name": _stem(shard.name), "contentUrl": f"../{shard.name}", "contentSize": f"{shard.bytes} B",
             "encodingFormat": PARQUET, "sha256": shard.sha256} for shard in facts.shards]


def _record_set(facts: Facts, shard: str) -> dict:
    """One per file: their loader then compares the file's hash before it reads a row."""
    content, stem = _CONTENT["messages" if facts.release.track == "fine-tuning" else "text"], _stem(shard)
    return {"@type": "cr:RecordSet", "@id": stem, "name": stem, "description": f"The records of {shard}, one a row.", "key": {"@id": f"{stem}/record_id"},
            "field": [{"@type": "cr:Field", "@id": f"{stem}/{name}", "name": name, "description": told, "dataType": kind,
                       "source": {"fileObject": {"@id": shard}, "extract": {"column": name}}} for name, kind, told in (content, *_FIELDS)]}


def _stem(shard: str) -> str:
    return shard.rsplit("/", 1)[-1].removesuffix(".parquet")


def _responsible(facts: Facts) -> dict:
    told = {}
    for name, field, many in _STATED:
        if said := (facts.human.get(field) or "").strip():
            told[name] = [said] if many else said
    told["rai:dataLimitations"] = [*told.get("rai:dataLimitations", ()), *limits.limits(facts)]
    told["rai:personalSensitiveInformation"] = _personal(facts)
    told["rai:dataPreprocessingProtocol"] = [words.said(step) for step in dict.fromkeys(step.step for chain in facts.chains for step in chain.steps)]
    if years := sorted(year for year, part in facts.composition.by_year.items() if year and part.records):
        told["rai:dataCollectionTimeframe"] = [f"{years[0].zfill(4)}-01-01", f"{years[-1].zfill(4)}-12-31"]
    return told


def _personal(facts: Facts) -> list[str]:
    removed = [f"{words.removed(kind)}: {words.count(number, 'occurrence')} removed or replaced." for kind, number in facts.privacy.redactions.items()]
    second = facts.privacy.second_pass
    searched = (f"A second search left {words.count(second.unique_identifiers, 'identifier')} and {words.count(second.full_names, 'full name')} of "
                f"{words.count(second.searched_values, 'known value')}." if second else "The finished records were not searched a second time.")
    return [*removed, searched]
