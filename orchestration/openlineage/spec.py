"""The words of the OpenLineage standard: events, jobs, datasets and facets as plain dictionaries.

Belongs here: field names and schema addresses. Not here: what is told (`datasets`, `runs`, `state`).
"""

import datetime as dt
import uuid

from assets.governance.manifest import code

CORE = "https://openlineage.io/spec/2-0-2/OpenLineage.json"
_FACETS = "https://openlineage.io/spec/facets"
RELEASE_SCHEMA = "urn:hallmark:openlineage:1-0-0:HallmarkCorpusReleaseDatasetFacet"     # facets/HallmarkCorpusReleaseDatasetFacet.json
ADAPTER = code()["version"]
PRODUCER = f"urn:hallmark:corpora:{ADAPTER}"
START, COMPLETE, FAIL, ABORT = "START", "COMPLETE", "FAIL", "ABORT"
_NAMES = uuid.UUID("6f2c7d1e-6c58-5a0e-9b0a-3d6d0f5c2b11")


def run_id(dagster_run: str, job: str) -> str:
    """The id of one job's run inside a Dagster run: told twice, it is the same run."""
    return str(uuid.uuid5(_NAMES, f"{dagster_run}/{job}"))


def moment(timestamp: float) -> str:
    """Seconds since 1970 as the standard writes a time."""
    return dt.datetime.fromtimestamp(timestamp, dt.UTC).isoformat()


def run_event(kind: str, at: str, run: dict, job: dict, inputs: list[dict] = (), outputs: list[dict] = ()) -> dict:
    """Something that happened: START, COMPLETE, FAIL or ABORT of a run."""
    return {"eventType": kind, **_event("RunEvent", at), "run": run, "job": job, "inputs": list(inputs), "outputs": list(outputs)}


def job_event(at: str, job: dict, inputs: list[dict], outputs: list[dict]) -> dict:
    """Something that stands: a job with what it reads and makes, of no run in particular."""
    return {**_event("JobEvent", at), "job": job, "inputs": inputs, "outputs": outputs}


def dataset_event(at: str, told: dict) -> dict:
    """What is now known of a dataset, without anybody having run."""
    return {**_event("DatasetEvent", at), "dataset": told}


def _event(name: str, at: str) -> dict:
    return {"eventTime": at, "producer": PRODUCER, "schemaURL": f"{CORE}#/$defs/{name}"}


def run(identity: str, **facets: dict | None) -> dict:
    return {"runId": identity, "facets": _present(facets)}


def job(namespace: str, name: str, *, describe: str | None = None, owners: tuple[str, ...] = (), kind: str = "ASSET") -> dict:
    """A job; `kind` is ASSET, CHECK or RUN."""
    told = {
        "jobType": _facet("2-0-4/JobTypeJobFacet", processingType="BATCH", integration="DAGSTER", jobType=kind),
        "documentation": _facet("1-1-0/DocumentationJobFacet", description=describe) if describe else None,
        "ownership": _facet("1-0-1/OwnershipJobFacet", owners=_owners(owners)) if owners else None}
    return {"namespace": namespace, "name": name, "facets": _present(told)}


def dataset(namespace: str, name: str, **facets: dict | None) -> dict:
    return {"namespace": namespace, "name": name, "facets": _present(facets)}


# -- facets of runs ------------------------------------------------------------------------------------------------------

def parent(namespace: str, name: str, identity: str) -> dict:
    return _facet("1-2-0/ParentRunFacet", run={"runId": identity}, job={"namespace": namespace, "name": name})


def engine(name: str, version: str) -> dict:
    return _facet("1-1-1/ProcessingEngineRunFacet", name=name, version=version, openlineageAdapterVersion=ADAPTER)


def error(message: str) -> dict:
    """What went wrong, in words of ours: never a foreign message and never a stack trace, which may quote data."""
    return _facet("1-0-1/ErrorMessageRunFacet", message=message, programmingLanguage="PYTHON")


# -- facets of datasets --------------------------------------------------------------------------------------------------

def version(value: str) -> dict:
    return _facet("1-0-1/DatasetVersionDatasetFacet", datasetVersion=value)


def schema(columns: list[tuple[str, str, str | None]]) -> dict:
    """Name, type and meaning of each column, in stored order."""
    fields = [_present({"name": name, "type": kind, "description": meaning, "ordinal_position": place})
              for place, (name, kind, meaning) in enumerate(columns, 1)]
    return _facet("1-2-0/SchemaDatasetFacet", fields=fields)


def column_lineage(namespace: str, columns: dict[str, list[tuple[str, str, dict]]]) -> dict:
    """Column -> what it is made of: (dataset, column, transformation)."""
    fields = {column: {"inputFields": [{"namespace": namespace, "name": name, "field": field, "transformations": [how]} for name, field, how in made_of]}
              for column, made_of in columns.items()}
    return _facet("1-2-0/ColumnLineageDatasetFacet", fields=fields)


def documentation(text: str) -> dict:
    return _facet("1-1-0/DocumentationDatasetFacet", description=text)


def ownership(owners: tuple[str, ...]) -> dict:
    return _facet("1-0-1/OwnershipDatasetFacet", owners=_owners(owners))


def tags(**told: str) -> dict:
    return _facet("1-0-0/TagsDatasetFacet", tags=[{"key": key, "value": value, "source": "HALLMARK"} for key, value in told.items()])


def symlink(namespace: str, name: str) -> dict:
    """Where the same thing lies for those who know it by its address."""
    return _facet("1-0-1/SymlinksDatasetFacet", identifiers=[{"namespace": namespace, "name": name, "type": "TABLE"}])


def dropped() -> dict:
    return _facet("1-0-1/LifecycleStateChangeDatasetFacet", lifecycleStateChange="DROP")


def statistics(rows: int | None, size: int | None, files: int | None = None) -> dict:
    return _facet("1-0-2/OutputStatisticsOutputDatasetFacet", **_present({"rowCount": rows, "size": size, "fileCount": files}))


def assertions(told: list[dict]) -> dict:
    """What was asked of a dataset that a check read: {"assertion", "success", "column", "severity", "name", "actual"}."""
    return _facet("1-1-0/DataQualityAssertionsDatasetFacet", assertions=told)


def corpus_release(**told) -> dict:
    """Our own facet; its schema lies in `facets/`."""
    return {"_producer": PRODUCER, "_schemaURL": f"{RELEASE_SCHEMA}#/$defs/HallmarkCorpusReleaseDatasetFacet", **told}


def _facet(schema: str, **told) -> dict:
    return {"_producer": PRODUCER, "_schemaURL": f"{_FACETS}/{schema}.json#/$defs/{schema.split('/')[1]}", **told}


def _owners(owners: tuple[str, ...]) -> list[dict]:
    return [{"name": owner, "type": "MAINTAINER"} for owner in owners]


def _present(told: dict) -> dict:
    return {name: value for name, value in told.items() if value is not None}
