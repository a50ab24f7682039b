"""Trace: every record, release, checkpoint and learned thing that a person, a source, a licence or a version of the code reached.

Belongs here: searching provenance by ids. Not here: what follows from it (erasure).
A person is looked up in the vault and never repeated in an answer. Records about a person are followed, and what was made from them in one
hop; a text that only mentions somebody is not.
"""

from fnmatch import fnmatchcase

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assets.governance.changes import lowest, written
from assets.governance.ledger.checkpoints import checkpoints
from assets.governance.releases import folder_of, manifest_of, releases
from assets.governance.subject_index import RAW, holding, links, present
from assets.lake import InputError, IntegrityError, Lake
from assets.lake.segments import distinct, ids, members
from assets.landing.contracts import load_contracts
from assets.privacy.tagger import own
from orchestration.verbs.subjects import ambiguous, spaces

SHOWN = 1000
DIGITS = 8          # of a digest: fewer name too much
FINGERPRINTS, MODELS = "annotations/fingerprints", "annotations/reference_models"


def trace(lake: Lake, *, source: str | None = None, licence: str | None = None, subject: str | None = None, code: str | None = None) -> dict:
    """Where something went: {"records", "releases": [{"release", "state", "records", "record_ids"}], "checkpoints", "learned", "not_told", "tables"}.

    Exactly one of `source` (a contract's name), `licence` (as provenance states it), `subject` (the number a source knows a person by, with its
    number space before a colon where several have it, or 32 hexadecimal digits of a subject id) and `code` (the version of the distribution, the
    first digits of the code's digest, or STEP@VERSION or TABLE@VERSION). `records` counts distinct records over all releases; of a release at most
    SHOWN ids are listed; `not_told` are releases whose files were purged. `learned` names what was fitted to the raw records found, as
    [{"what", "records", "how"}]; null records: it cannot be told how many. Raises InputError for anything but one question, or one that cannot be asked.
    """
    asked = {"source": source, "licence": licence, "subject": subject, "code": code}
    given = {name: value for name, value in asked.items() if value is not None}
    if len(given) != 1:
        raise InputError("Trace one thing at a time: give --subject, --source, --code or --licence.")
    (what, value), = ((what, value.strip()) for what, value in given.items())
    if not value:
        raise InputError(f"There is nothing to trace: --{what} is empty.")
    raw = _raw(lake, what, value)
    found, not_told, everything = [], [], [np.empty(0, "S16")]
    for entry in releases(lake):
        hits = _hits(lake, entry["release"], what, value, raw)
        if hits is None:
            not_told.append(entry["release"])
        elif len(hits):
            everything.append(hits)
            found.append({"release": entry["release"], "state": entry["state"], "records": len(hits), "record_ids": [written(one) for one in hits[lowest(hits, SHOWN)]]})
    held = {table: len(record_ids) for table, record_ids in (raw or {}).items() if len(record_ids)}
    fitted = learned(lake, np.concatenate(list(raw.values()))) if held else []
    return {what: "(asked)" if what == "subject" else value, "records": distinct(np.concatenate(everything)), "releases": found,
            "checkpoints": checkpoints(lake, {entry["release"] for entry in found}), "learned": fitted, "not_told": not_told,
            "tables": {"records in the vault": sum(held.values())} if what == "subject" else held}


# -- in the vault ---------------------------------------------------------------------------------------------------------

def _raw(lake: Lake, what: str, value: str) -> dict[str, np.ndarray] | None:
    """Ids (S16) of the raw records in question, by table; None for code, which is no matter of raw records."""
    if what == "subject":
        return _about(lake, value)
    if what == "source":
        names = [contract.name for contract in load_contracts(lake.house)]
        if value not in names:
            raise InputError(f"There is no source '{value}'; the sources are {', '.join(names)}.")
        return _where(lake, [f"{RAW}{value}"], None, value)
    if what == "licence":
        return _where(lake, lake.tables(RAW), "licence", value)
    return None


def _where(lake: Lake, tables: list[str], column: str | None, value: str) -> dict[str, np.ndarray]:
    """Records of the raw tables whose column has the value, or all where no column is named."""
    found = {}
    for table in tables:
        version = lake.find(table)
        if version is None or not {"record_id", "object_id", *([column] if column else [])} <= set(version.schema.names):
            continue        # no table of raw records
        hits = [ids(batch["record_id"] if column is None else batch["record_id"].filter(pc.equal(batch[column], value)))
                for batch in version.batches(["record_id", *([column] if column else [])])]
        found[table] = np.concatenate(hits)
    return found


def _about(lake: Lake, value: str) -> dict[str, np.ndarray]:
    """Records of the raw tables that are about a person. Raises InputError when the number means several people."""
    wanted = spaces(lake, value)
    hits: dict[str, dict[str, np.ndarray]] = {space: {} for space in wanted}
    for table, (people, records) in links(lake, np.concatenate(list(wanted.values()))).items():
        for space, subjects in wanted.items():
            if (mine := members(people, subjects)).any():
                hits[space][table] = np.unique(records[mine])
    known = [space for space in wanted if hits[space]]
    if len(known) > 1:
        raise ambiguous(known)
    return {table: records for space in known for table, records in hits[space].items()}


def learned(lake: Lake, raw: np.ndarray) -> list[dict]:
    """What was fitted to these raw records, as it is today."""
    found = []
    if held := len(present(lake, FINGERPRINTS, raw)):
        found.append({"what": FINGERPRINTS, "records": held, "how": "the duplicate index holds their fingerprints"})
    models = lake.find(MODELS)
    if models is not None and models.rows:
        patterns = [*models.step["params"].get("reference", ()), *models.step["params"].get("seed", ())]
        drawn = [name for name in (table.removeprefix(RAW) for table in lake.tables(RAW)) if any(fnmatchcase(name, pattern) for pattern in patterns)]
        if held := sum(len(present(lake, table, raw, drawn)) for table in models.inputs if table.startswith("clean/")):
            found.append({"what": MODELS, "records": held, "how": "its language models drew their sample from them"})
    tagger = lake.find(own.TABLE)
    if tagger is not None and tagger.read(["origin"])["origin"][0].as_py() == own.RETRAINED:
        found.append({"what": own.TABLE, "records": None, "how": "its weights learned from labelled texts of the house, which do not say whose they are"})
    return found


# -- in releases ----------------------------------------------------------------------------------------------------------

def _hits(lake: Lake, release: str, what: str, value: str, raw: dict[str, np.ndarray] | None) -> np.ndarray | None:
    """Ids (S16) of a release's records that it reached; None when its files were purged."""
    if what == "subject":
        people = np.concatenate([np.empty(0, "S16"), *raw.values()])
        held = holding(lake, release, people) if len(people) else {}
        return None if held is None else np.concatenate([np.empty(0, "S16"), *held.values()])
    manifest, _ = manifest_of(lake, release)
    chains = _chains(manifest, value) if what == "code" else None
    if chains == set():
        return np.empty(0, "S16")
    kind, column = {"source": ("data", "source"), "licence": ("provenance", "licence"), "code": ("provenance", "chain")}[what]
    wanted = pa.array(sorted(chains) if chains is not None else [value], pa.string())
    folder, hits = folder_of(lake, release), [np.empty(0, "S16")]
    there = set(folder.files())
    for name in sorted(name for name in manifest["files"] if name.startswith(f"{kind}/")):
        if name not in there:
            if "PURGED" in there:
                return None
            raise IntegrityError(f"{release} lacks {name}, so it cannot be told what it holds; run `hallmark verify {release}`.")
        with folder.open(name) as file:
            rows = pq.ParquetFile(file).read(["record_id", column])
        hits.append(ids(rows["record_id"])[pc.is_in(rows[column], wanted).to_numpy()])
    return np.concatenate(hits)


def _chains(manifest: dict, value: str) -> set[str]:
    """Which of a release's chains a version of the code made: all of them, for the distribution, its digest or a table."""
    every, code = set(manifest["chains"]), manifest["code"]
    name, _, version = value.rpartition("@")
    if name in manifest["inputs"]:
        return every if len(version) >= DIGITS and manifest["inputs"][name].startswith(version) else set()
    if name:
        return {chain for chain, steps in manifest["chains"].items() if any((step["step"], step["version"]) == (name, version) for step in steps)}
    return every if value == code["version"] or (len(value) >= DIGITS and code["digest"].startswith(value)) else set()

