"""The acceptance sample of a release: out as a file, back with marks, judged, and what it teaches.

Belongs here: bringing a release's shards, the clean rows behind them and the marks together. Not here: drawing and judging
(`privacy.evidence`), refusing a release (`governance.gates`).
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assets.governance import gates
from assets.governance.ledger import keys
from assets.governance.releases import folder_of, manifest_of
from assets.lake import InputError, Lake, PolicyError
from assets.privacy.evidence import acceptance, marks, measure, sheet, standins
from assets.privacy.policy import load
from orchestration.verbs.scanning import register

LABELS = "labels/acceptance"        # in the vault: labelled raw text
TRUTH = Path("truth/personal.jsonl")        # beside the fictional house's landing folder
_KIND = r'"kind": "(?P<kind>[a-z]+)"'       # in metadata; inside a value the quotes would be escaped


class Sample:
    """The sample of one release, drawn and laid out in lines."""

    def __init__(self, lake: Lake, release: str):
        self.lake, self.release = lake, release
        self.manifest, self.digest = manifest_of(lake, release)
        self.asked = acceptance.wanted(lake.house)
        if lake.store("releases").exists(f"{release}/PURGED"):
            raise InputError(f"{release} is purged: its records are gone, and there is nothing left to read.")
        drawn = acceptance.draw(self._population(), self.manifest["root"], (self.asked or acceptance.Wanted()).sample)
        self.records = drawn["record_id"].combine_chunks()
        self.clean = self.rows_of(self.manifest["recipe"]["tables"])
        released = {row["record_id"]: row for table in self._shards("data") for row in self._mine(table).to_pylist()}
        self.lines = sheet.items(drawn.to_pylist(), released, by_id(self.clean))

    @property
    def tag(self) -> str:
        """What a sheet says it is of: another cut of the same version has another root."""
        return f"{self.release}@{self.manifest['root'][:16]}"

    def rows_of(self, tables: list[str]) -> list[pa.Table]:
        """The sample's rows in some tables of the lake; a table that is gone has none."""
        found = []
        for table in tables:
            version = self.lake.find(table)
            parts = [self._mine(pa.Table.from_batches([batch])) for batch in version.batches()] if version is not None else []
            found += [part for part in parts if part.num_rows]
        return found

    def raw(self) -> list[pa.Table]:
        return self.rows_of([f"landing/{source}" for source in sorted({line.source for line in self.lines})])

    def _mine(self, table: pa.Table) -> pa.Table:
        return table.filter(pc.is_in(table["record_id"], self.records))

    def _population(self) -> pa.Table:
        """One row per record of the release; data and provenance of a shard hold the same records in the same order."""
        parts = []
        rows, origins = self._shards("data", ["record_id", "source", "language", "metadata"]), self._shards("provenance", ["redactions"])
        for data, provenance in zip(rows, origins, strict=True):
            parts.append(pa.table({
                "record_id": data["record_id"], "source": data["source"], "language": data["language"],
                "kind": pc.struct_field(pc.extract_regex(data["metadata"], _KIND), "kind"),
                "redacted": pc.greater(pc.list_value_length(provenance["redactions"]), 0)}, schema=acceptance.POPULATION))
        return pa.concat_tables(parts) if parts else acceptance.POPULATION.empty_table()

    def _shards(self, what: str, columns: list[str] | None = None) -> Iterator[pa.Table]:
        folder = folder_of(self.lake, self.release)
        for name in sorted(name for name in folder.files() if name.startswith(f"{what}/")):
            with folder.open(name) as file:
                yield pq.read_table(file, columns=columns)


def by_id(tables: list[pa.Table]) -> dict[bytes, dict]:
    return {row["record_id"]: row for table in tables for row in table.to_pylist()}


def export(lake: Lake, release: str, path: Path) -> dict:
    """Write the sample as a file for a person: {"file", "records", "lines"}. Raises InputError where a file lies already."""
    sample = Sample(lake, release)
    data = sheet.written(sample.lines, sample.tag, path.suffix.lower())
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
    except FileExistsError:
        raise InputError(f"{path} exists already and may hold somebody's marks; name a new file.") from None
    except FileNotFoundError:
        raise InputError(f"There is no folder {path.parent}; make it, or name another place.") from None
    return {"release": release, "file": str(path), "records": len(sample.records), "lines": len(sample.lines)}


def take(lake: Lake, release: str, path: Path, by: str) -> dict:
    """Take over a marked file, whole or not at all, under an enrolled key; returns the account of `judge`.

    Raises InputError for a file that is not this sample wholly marked, PolicyError for a key that may not speak.
    """
    sample = Sample(lake, release)
    key = _reviewer(lake, sample.manifest, by)
    policies = load(lake.house)
    own = {name for policy in (policies.default, *policies.sources.values()) for name in policy.patterns}
    said = sheet.marked(sheet.read(path), sample.lines, sample.tag, own)
    marks.enter(lake, release, sample.manifest["root"], said, reviewer=key["key_id"], basis=acceptance.READ, demonstration=key["demonstration"])
    return judge(lake, release)


def judge(lake: Lake, release: str) -> dict:
    """What the marks say by the house's policy as it is now, entered in the audit log; figures only."""
    manifest, digest = manifest_of(lake, release)
    told = account(lake, release)
    if not told["marked"]:
        raise InputError(f"The sample of {release} was not marked yet; write it with `hallmark sample export {release} --to sample.csv`.")
    figures = ("sample", "marked", "leaks", "leak_share", "leak_upper", "over_redacted", "over_share", "over_upper", "demonstration", "basis", "verdict")
    gates.enter(lake, release, digest, told["by"], {name: told[name] for name in figures} | {
        "passed": told["verdict"] == acceptance.PASSED, "why": sentence(told)})
    return told


def account(lake: Lake, release: str) -> dict:
    """The acceptance sample of a release as `show` tells it: counts, shares, bounds, verdict, and who looked."""
    manifest, _ = manifest_of(lake, release)
    return acceptance.account(marks.marks_of(lake, release, manifest["root"]), acceptance.wanted(lake.house))


def sentence(told: dict) -> str:
    """An account in a reviewer's words."""
    if not told["marked"]:
        asked = f"{told['sample']} records are to be read by a person before it can be approved" if told["sample"] else "the house asks for none"
        return f"{told['verdict']}: {asked}"
    limit = told["limit"] or {}
    bound = [f"{number} of {told['marked']} {what}, at most {upper:.1%} of all" + (f" (limit {limit[name]:.1%})" if limit else "")
             for number, what, upper, name in ((told["leaks"], "leak", told["leak_upper"], "leak"),
                                               (told["over_redacted"], "are over-redacted", told["over_upper"], "over_redaction"))]
    kind = "DEMONSTRATION, " if told["demonstration"] else ""
    return f"{told['verdict']}: {kind}{told['basis']}; {'; '.join(bound)}, with 95 % confidence"


def labels(lake: Lake, release: str) -> dict:
    """Write what the marks teach as labelled raw text into the vault: {"place", "labels", "left_out"}."""
    sample = Sample(lake, release)
    given = marks.marks_of(lake, release, sample.manifest["root"])
    made, left = marks.labels_of_marks(given, by_id(sample.raw()), by_id(sample.clean), lake.keys)
    place = f"{LABELS}/{release}.jsonl"
    lake.store("vault").write(place, marks.as_lines(made))
    return {"release": release, "place": place, "labels": len(made), "left_out": left}


def stand_in(lake: Lake, release: str, reviewer: str) -> dict:
    """Mark a sample for a demonstration, which nobody reads: by what was planted in the fictional house, else by a mere search.

    Marks of a search never pass a gate: they only show what a marked sample looks like. What a person marked is left alone.
    """
    if not lake.home.demonstration:
        raise PolicyError("Only a demonstration marks a sample by itself; here a person does.")
    told = account(lake, release)
    if told["basis"] == acceptance.READ:
        return judge(lake, release)
    sample, truth = Sample(lake, release), Path(lake.home.inbox).parent / TRUTH
    if truth.is_file():
        raw = sample.raw()
        files = [version.read() for source in sorted({line.source for line in sample.lines}) if (version := lake.find(f"landing/{source}.files")) is not None]
        planted = measure.tied(map(json.loads, truth.read_text("utf-8").splitlines()), raw, files)
        said, basis = standins.from_truth(sample.lines, planted, sample.clean), acceptance.TRUTH
    else:
        said, basis = standins.from_search(sample.lines, register(lake)), acceptance.UNREAD
    marks.enter(lake, release, sample.manifest["root"], said, reviewer=keys.load(lake, reviewer).id, basis=basis, demonstration=True)
    return judge(lake, release) if said else account(lake, release)


def _reviewer(lake: Lake, manifest: dict, by: str) -> dict:
    """The enrolled key a person speaks under: the name of a signing key of this home, or the beginning of a key's id."""
    known = keys.registry(lake)
    fitting = [identity for identity in known if re.fullmatch(r"[0-9a-f]{16,64}", by) and identity.startswith(by)] or [keys.load(lake, by).id]
    key = known.get(fitting[0])
    if key is None:
        raise PolicyError(f"Key '{by}' is not enrolled; a mark counts under an enrolled key, see `hallmark keys`.")
    if key["key_id"] == manifest["approval"]["builder"]:
        raise PolicyError("The key that built the release cannot mark its sample; somebody else must read it.")
    if key["compromised_on"] or (key["valid_until"] or "9999") < lake.house.as_of.isoformat():
        raise PolicyError(f"Key {key['key_id'][:16]} is withdrawn; mark under another enrolled key.")
    return key
