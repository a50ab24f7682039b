"""A fictional twin of somebody's own sources: files that their contracts would read, with nothing real in them.

Belongs here: going through the contracts, which file is written for which, the truth beside, and what could not be
written. Not here: names of files (`places`), values (`likeness`), formats (`shapes`).
Reads the contracts' YAML and nothing else: no file of a source is opened, so no value of it can reach the twin. Same
contracts, seed and scale, same bytes (Parquet files for one version of pyarrow).
"""

import re
import shutil
import sqlite3
import time
from pathlib import Path

import yaml

from assets.lake.errors import InputError
from assets.synthesis.inbox import Inbox, batches
from assets.synthesis.likeness import Plan, Record, listed
from assets.synthesis.maison import World
from assets.synthesis.packing import database, gz, zipped, zst
from assets.synthesis.places import Claim, candidates, suffix, wild
from assets.synthesis.shapes import TABLES, CannotWrite, ending, selected, written

RECORDS, FILES, A_FILE = 60, 8, 40          # at scale 1: records of a table, files of texts; records in one file
FIRST = {"document": ["txt", "docx", "html", "pdf", "md", "rtf", "eml", "alto", "hocr"], "dialogue": ["json", "vtt", "srt"], "media": ["media"]}
KNOWN = {"tab": "tsv", "ndjson": "jsonl", "htm": "html", "xhtml": "html", "text": "txt", "markdown": "md", "nt": "ttl", "png": "media", "wav": "media",
         "jpg": "media", "jpeg": "media", "mp3": "media", "mp4": "media", "pq": "parquet", "xlsm": "xlsx"}
PACKED = {".gz": gz, ".zst": zst}


class _Plain(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Safe YAML in which dates stay text, and only true and false are booleans."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp") and not (tag.endswith(":bool") and first in "yYnNoO")]
    for first, resolvers in _Plain.yaml_implicit_resolvers.items()}


def write_twin(like: Path, out: Path, seed: int, scale: float) -> dict:
    """Write `landing/` and `truth/` below `out` after the contracts in `like` (a file, a folder of them, or a house).

    Returns counts, and under `left_out` each contract that has no twin with the reason in plain words. What lay in the two
    folders goes. Raises InputError when there is no contract to read.
    """
    began = time.perf_counter()
    contracts, left_out = _contracts(Path(like))
    if (Path(out) / "landing").exists() and not (Path(out) / "truth").is_dir():
        raise InputError(f"{Path(out) / 'landing'} holds files that no twin wrote; name an empty folder.")
    for folder in ("landing", "truth"):
        shutil.rmtree(Path(out) / folder, ignore_errors=True)
    inbox = Inbox(Path(out) / "landing", World(seed, scale))
    inbox.folder.mkdir(parents=True, exist_ok=True)
    claims = {contract["name"]: _claim(contract) for contract in contracts}
    tables: dict[str, dict] = {}
    for contract in contracts:
        try:
            _source(inbox, contract, [claim for name, claim in claims.items() if name != contract["name"]], tables)
        except CannotWrite as reason:
            left_out.append({"contract": contract["name"], "why": f"{reason}."})
        except (TypeError, AttributeError, ValueError, KeyError, IndexError) as error:
            left_out.append({"contract": contract["name"], "why": f"the contract has a field of a shape that the twin cannot follow ({type(error).__name__}); "
                                                                  "see what `hallmark doctor` says of it."})
    for path, content in tables.items():
        database(inbox.folder / path, content)
        inbox.files += 1
    planted = inbox.truth.write(Path(out) / "truth")
    return {"files": inbox.files, "records": sum(inbox.records.values()), "sources": dict(sorted(inbox.records.items())), "planted": planted,
            "contracts": len(contracts), "left_out": left_out, "seconds": round(time.perf_counter() - began, 2)}


def _contracts(like: Path) -> tuple[list[dict], list[dict]]:
    folder = like / "contracts" if (like / "contracts").is_dir() else like
    paths = [folder] if folder.is_file() else sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
    found, bad = [], []
    for path in paths:
        try:
            raw = yaml.load(path.read_text("utf-8-sig"), Loader=_Plain)     # a subclass of the safe loader
        except (OSError, UnicodeDecodeError, yaml.YAMLError, ValueError, RecursionError) as error:
            bad.append({"contract": path.stem, "why": f"the file is no YAML that can be read ({type(error).__name__})."})
            continue
        if isinstance(raw, dict) and isinstance(raw.get("from"), dict):
            found.append({**raw, "name": str(raw.get("name") or path.stem), "kind": str(raw.get("kind") or "document")})
        else:
            bad.append({"contract": path.stem, "why": "the file is no contract: it says no 'from'."})
    if not found:
        raise InputError(f"There is no contract that can be read at {like.name or like}; give a contract file, a folder of them, or a house.")
    return found, bad


def _claim(contract: dict) -> Claim:
    files = contract["from"].get("files")
    files = files if isinstance(files, dict) else {}
    return Claim([str(one) for one in listed(files.get("include"))], [str(one) for one in listed(files.get("exclude"))])


def _source(inbox: Inbox, contract: dict, others: list[Claim], tables: dict) -> None:
    plan, origin = Plan(contract), contract["from"]
    if origin.get("sql"):
        _table(inbox, plan, origin["sql"], tables)
    elif origin.get("files"):
        _files(inbox, plan, others)
    else:
        raise CannotWrite("its records come from another Dagster asset, not from files or a database")


# -- files -----------------------------------------------------------------------------------------------------------------

def _files(inbox: Inbox, plan: Plan, others: list[Claim]) -> None:
    contract, claim = plan.contract, _claim(plan.contract)
    patterns = [str(one) for one in listed(contract["from"]["files"].get("include"))]
    wanted, why, made = [], None, 0
    for pattern in patterns:
        for form in _forms(contract, pattern, plan):
            end = suffix(pattern) or ending(form)
            probe = _place(inbox, plan, pattern, end, 0, claim, others)
            if probe and (form, end) not in [one[1:3] for one in wanted]:
                wanted.append((pattern, form, end))
    if not wanted:
        raise CannotWrite("no file name could be made that its patterns read and its parse.path understands")
    single = all(not wild(pattern) for pattern, _, _ in wanted)
    for turn, (pattern, form, end) in enumerate(wanted):
        many = form in TABLES and not (form in ("json", "transcript") and plan.kind == "dialogue" and not plan.parse.get("records")
                                       or form == "json" and not plan.parse.get("records") and not single and suffix(pattern) == "")
        total = max(6, inbox.world.count(RECORDS)) if many else max(2, inbox.world.count(FILES))
        total = max(1, total // len(wanted)) if len(wanted) > 1 else total
        numbers = range(turn * 100_000, turn * 100_000 + (total if wild(pattern) or many else 1))
        runs = [numbers[one.start:one.stop] for one in batches(len(numbers), A_FILE if many and wild(pattern) else len(numbers) if many else 1)]
        for run in runs:
            path = _place(inbox, plan, pattern, end, run[0], claim, others)
            if path is None or (inbox.folder / path).exists():
                continue
            try:
                _file(inbox, plan, form, end, path, [Record(inbox, plan, number) for number in run])
                made += 1
            except CannotWrite as reason:
                why = reason
    if not made:
        raise why or CannotWrite("no file name could be made that is not another source's")


def _forms(contract: dict, pattern: str, plan: Plan) -> list[str]:
    """The formats in which files of a pattern are written: the contract's, or what the pattern's ending stands for, or several."""
    form = contract.get("format") or "auto"
    if form != "auto":
        return [form]
    end = suffix(pattern).lower()
    for packed in (*PACKED, ".zip", ".bz2"):
        end = end.removesuffix(packed)
    if end:
        plain = end.rsplit(".", 1)[-1]
        return [KNOWN.get(plain, plain)]
    if plan.keys or plan.people or plan.language_column:
        return ["json", "jsonl"][:1 if plan.kind == "dialogue" else 2]
    return FIRST.get(plan.kind, ["csv", "jsonl"])


def _place(inbox: Inbox, plan: Plan, pattern: str, end: str, number: int, claim: Claim, others: list[Claim]) -> str | None:
    """A path that this contract reads and, if that can be, no other."""
    strict = bool(suffix(pattern)) or (plan.contract.get("format") or "auto") in ("auto", "media")      # the ending decides how it is read
    facts = plan.parse.get("path")
    dice, fallback = inbox.world.dice("place", plan.contract["name"], pattern, end, number), None
    for path in candidates(pattern, facts, end, dice, number):
        if not claim.reads(path) or (facts and not re.search(facts, path)) or (strict and not path.endswith(end)) or path.startswith("/") or ".." in path.split("/"):
            continue
        if not any(other.reads(path) for other in others):
            return path
        fallback = fallback or path
    return fallback


def _file(inbox: Inbox, plan: Plan, form: str, end: str, path: str, records: list[Record]) -> None:
    name = plan.contract["name"]
    packing = next((one for one in (*PACKED, ".zip", ".bz2") if end.endswith(one)), "")
    if packing == ".bz2":
        raise CannotWrite("files packed with bzip2 are not written; gzip, zstandard and zip are")
    body = written(form, plan, records, end.removesuffix(packing))
    packed = zipped({f"records{ending(form)}": body}) if packing == ".zip" else PACKED[packing](body) if packing else body
    inbox.put(name, path, packed, len(records))
    for record in records:
        _planted(inbox, plan, path, record, record.key if form in TABLES else None)


def _planted(inbox: Inbox, plan: Plan, path: str, record: Record, identity: str | None) -> None:
    """What was planted in a record, as far as its file says it."""
    said = "\n".join(record.said)
    for type_, value, mode, subject in record.planted:
        if value in said:
            inbox.truth.value(value, type_, plan.contract["name"], path, mode, subject, identity)


# -- databases -------------------------------------------------------------------------------------------------------------

def _table(inbox: Inbox, plan: Plan, sql: dict, tables: dict) -> None:
    url = str(sql.get("url") or "")
    if not url.startswith("sqlite:///{inbox}/"):
        raise CannotWrite("its database is no SQLite file in the inbox, so it cannot be written here; give the contract such a 'url' to have a twin")
    path = url.removeprefix("sqlite:///{inbox}/")
    if ".." in path.split("/") or not path:
        raise CannotWrite("its database lies outside the inbox")
    table, renamed = selected(str(sql.get("query") or ""))
    names = [renamed.get(name, name) for name in plan.roles]
    if table in tables.get(path, {}):
        raise CannotWrite("another contract reads the same table, which was written after that one")
    records = [Record(inbox, plan, number) for number in range(max(6, inbox.world.count(RECORDS)))]
    rows = [[value if isinstance(value, int | float) else "; ".join(value) if isinstance(value, list) else str(value) for value in record.values().values()]
            for record in records]
    with sqlite3.connect(":memory:") as trial:
        try:
            trial.execute(f'create table "{table}" ({", ".join(chr(34) + name + chr(34) for name in names)})')
            trial.execute(str(sql["query"]))
        except sqlite3.Error:
            raise CannotWrite("its query asks for columns that the contract does not map, so its table cannot be imitated") from None
    tables.setdefault(path, {})[table] = ([f'"{name}"' for name in names], rows)
    (inbox.folder / path).parent.mkdir(parents=True, exist_ok=True)
    inbox.records[plan.contract["name"]] = len(rows)
    for record, row in zip(records, rows):
        record.said += map(str, row)
        _planted(inbox, plan, path, record, record.key)
