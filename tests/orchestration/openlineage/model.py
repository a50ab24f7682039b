"""What the standard allows: events held against the classes that its own client generates from its schemas, and ours against our schema.

The schemas themselves are in no package; the generated classes know every field, its type, which are required, and under
which address each facet's schema stands.
"""

import enum
import json
import re
import typing
from functools import cache
from pathlib import Path
from types import UnionType

import jsonschema
from referencing import Registry, Resource

from orchestration import openlineage
from orchestration.openlineage import spec

OURS = Path(openlineage.__file__).parent / "facets" / "HallmarkCorpusReleaseDatasetFacet.json"
_ANY_FACET = {"type": "object", "additionalProperties": True, "required": ["_producer", "_schemaURL"],
              "properties": {"_producer": {"type": "string"}, "_schemaURL": {"type": "string"}, "_deleted": {"type": "boolean"}}}


def problems(event: dict) -> list[str]:
    """Where an event is not what the standard says; empty when all of it is."""
    from openlineage.client.generated import base

    kind = event["schemaURL"].rsplit("/", 1)[-1]
    if event["schemaURL"] != f"{spec.CORE}#/$defs/{kind}" or kind not in ("RunEvent", "JobEvent", "DatasetEvent"):
        return [f"schemaURL {event['schemaURL']}"]
    return list(_object(getattr(base, kind), event, kind))


@cache
def _facets() -> dict[str, type]:
    """The address of each facet's schema -> its class."""
    import attr
    from openlineage.client import facet_v2
    from openlineage.client.generated import base

    found = {}
    for module in (getattr(facet_v2, name) for name in facet_v2.__all__):
        for made in vars(module).values() if hasattr(module, "__name__") else ():
            if isinstance(made, type) and issubclass(made, base.BaseFacet) and attr.has(made):
                found[made._get_schema()] = made
    return found


def _object(cls: type, value: dict, where: str):
    import attr

    attr.resolve_types(cls)
    fields = {field.name: field for field in attr.fields(cls)}
    for name in sorted(set(value) - set(fields)):
        yield f"{where}.{name} is unknown"
    for name, field in fields.items():
        if name in value:
            yield from _value(field.type, value[name], f"{where}.{name}")
            if field.validator and isinstance(value[name], str):
                field.validator(None, field, value[name])
        elif field.default is attr.NOTHING or name in ("producer", "_producer", "schemaURL", "_schemaURL"):
            yield f"{where}.{name} is missing"


def _value(kind, value, where: str):
    import attr
    from openlineage.client.generated import base

    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (UnionType, typing.Union):
        yield from _value(next(one for one in arguments if one is not type(None)), value, where)
    elif kind is typing.Any:
        return
    elif origin is list:
        if not isinstance(value, list):
            yield f"{where} is no list"
        else:
            for number, one in enumerate(value):
                yield from _value(arguments[0], one, f"{where}[{number}]")
    elif origin is dict:
        for name, one in value.items():
            facet = isinstance(arguments[1], type) and issubclass(arguments[1], base.BaseFacet)
            yield from _facet(arguments[1], name, one, f"{where}.{name}") if facet else _value(arguments[1], one, f"{where}.{name}")
    elif isinstance(kind, type) and issubclass(kind, enum.Enum):
        if value not in [one.value for one in kind]:
            yield f"{where} is none of {kind.__name__}"
    elif attr.has(kind):
        yield from _object(kind, value, where)
    elif not isinstance(value, kind) or kind is int and isinstance(value, bool):
        yield f"{where} is no {kind.__name__}"


def _facet(base: type, name: str, facet: dict, where: str):
    address = facet.get("_schemaURL", "")
    if name.startswith("hallmark_"):
        yield from (f"{where}: {error.message}" for error in _ours().iter_errors(facet))
    elif address not in _facets():
        yield f"{where}: no facet has the schema {address}"
    elif not issubclass(_facets()[address], base):
        yield f"{where} is no {base.__name__}"
    else:
        cls = _facets()[address]
        said = re.sub(r"(Input|Output)?(Dataset|Run|Job)Facet$", "", cls.__name__)
        if said[0].lower() + said[1:] != name and name != {"ProcessingEngine": "processing_engine", "DatasetVersion": "version"}.get(said):
            yield f"{where} is called otherwise in the standard"
        yield from _object(cls, facet, where)


@cache
def _ours() -> jsonschema.Draft202012Validator:
    schema = json.loads(OURS.read_text())
    core = {"$schema": schema["$schema"], "$id": spec.CORE, "$defs": {"DatasetFacet": _ANY_FACET}}
    registry = Registry().with_resources([(one["$id"], Resource.from_contents(one)) for one in (schema, core)])
    return jsonschema.Draft202012Validator({"$ref": f"{spec.RELEASE_SCHEMA}#/$defs/HallmarkCorpusReleaseDatasetFacet"}, registry=registry)
