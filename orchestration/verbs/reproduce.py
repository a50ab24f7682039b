"""Reproduce: make a release again in a clean place, from the copies that landed, and compare: bytes first, then records.

Belongs here: the clean place, what is carried into it, the comparison, why nothing can be told. Not here: making anything (`running`).
The place is a home of its own on the vault's scratch and is destroyed: same house as of the release's day, same keys, the landed
copies read only, the books with every copy unread, an empty inbox. The answer is kept in the audit log.
"""

import contextlib
import hashlib
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from assets.governance.ledger.log import Log
from assets.governance.manifest import code, house_digest
from assets.governance.releases import folder_of, manifest_of
from assets.governance.verification.leaves import Leaves, shard_leaves
from assets.governance.waiting import SHARDS, Waiting, waiting
from assets.lake import HallmarkError, Home, Lake, SetupError
from assets.lake.storage import copy
from assets.landing.books import Books
from assets.landing.contracts import Contract, load_contracts
from assets.landing.run import land_again
from assets.privacy.policy import load
from assets.privacy.tagger import own
from orchestration.verbs import running

SAME, DIFFERENT = "same", "different"
SAME_BYTES, SAME_RECORDS, DIFFERS = "same bytes", "same records", "differs"
CARRIED = ("suppression", "requests")       # folders of the vault that decide what lands
EVENT = "reproduce"
SHOWN = 10              # record ids told of each kind of difference
_FLOW = ("landing", "warehouse", "privacy", "clean", "annotations", "corpora")

Tell = Callable[[running.Event], None]


def reproduce(lake: Lake, release: str, tell: Tell = lambda event: None) -> dict:
    """{"release", "bytes", "root": same, different or null, "shards": {name: same bytes, same records or differs}, "records": how many
    are the same, missing, added and changed, "tables": made otherwise now, "code": {"then", "now"}, "why"}.

    `root` is null, with why, where nothing can be told: what decides the release is gone or has changed since. The same records in
    other bytes have a why too.
    """
    manifest, digest = manifest_of(lake, release)
    answer = {"release": release, "bytes": None, "root": None, "shards": {}, "records": None, "tables": [],
              "code": {"then": _named(manifest["code"]), "now": _named(code())}, "why": _hopeless(lake, release, manifest)}
    if answer["why"] is None:
        with running.alone(lake.home), _clean_place(lake, manifest["as_of"]) as home:     # no erasure while scratch holds what the vault holds
            made = _made_again(lake, home, manifest["corpus"], tell)
            answer |= {"why": made} if isinstance(made, str) else _compared(lake, release, manifest, made, Lake.open(home))
    Log(lake.store("ledger")).append(EVENT, manifest=digest, **{name: answer[name] for name in ("release", "bytes", "root", "code", "why")})
    return answer


def sentence(answer: dict) -> str:
    """The answer in plain words."""
    shards, release = answer["shards"], answer["release"]
    if answer["bytes"] == SAME:
        return f"Made again, {release} is the same byte for byte: {len(shards)} files."
    if answer["root"] == SAME:
        alike = sum(one == SAME_BYTES for one in shards.values())
        return f"Made again, {release} holds the same records; {alike} of {len(shards)} files are the same byte for byte" + (f": {answer['why']}" if answer["why"] else ".")
    return f"Made again, {release} differs: {answer['why']}" if answer["root"] else f"It cannot be told whether {release} would come out the same: {answer['why']}"


# -- before ----------------------------------------------------------------------------------------------------------------

def _hopeless(lake: Lake, release: str, manifest: dict) -> str | None:
    """Why making it again cannot tell anything, or None."""
    if lake.store("releases").exists(f"{release}/PURGED"):
        return "it is purged: its records are gone, and so is what they were made of."
    if manifest.get("subtraction"):
        return (f"it is {manifest['subtraction']['of']} less the records of a request, made from that release alone; "
                f"`hallmark verify {release}` proves that.")
    if f"{manifest['corpus']}.yaml" not in {path.name for path in lake.house.files("recipes")}:
        return f"the house has no recipe '{manifest['corpus']}' any more."
    policies = load(lake.house)
    try:
        for epoch in sorted({one.epoch for one in (policies.default, *policies.sources.values())}):
            lake.keys.pseudonym(epoch)
    except SetupError:
        return f"the pseudonym key of epoch {epoch} is destroyed or cannot be read, and nobody makes the same surrogates without it."
    return None


@contextlib.contextmanager
def _clean_place(lake: Lake, as_of: str) -> Iterator[Home]:
    """A home on scratch with the house as of a day and nothing landed; destroyed afterwards, for it holds what the vault holds."""
    place = lake.scratch() / f"reproduce-{uuid.uuid4().hex}"
    before = {name: os.environ.get(name) for name in ("HALLMARK_HOUSE", "DAGSTER_HOME", "OPENLINEAGE_DISABLED")}
    try:
        place.mkdir(mode=0o700)
        _house(lake, place / "house", as_of)
        (place / "inbox").mkdir()
        (place / "keys").symlink_to(lake.keys.folder)
        os.environ |= {"HALLMARK_HOUSE": str(place / "house"), "OPENLINEAGE_DISABLED": "true"}     # no catalogue is told of a rehearsal
        yield Home.make(place, place / "house", demonstration=lake.home.demonstration)
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})
        shutil.rmtree(place)


def _house(lake: Lake, folder: Path, as_of: str) -> None:
    """The house's files, with its day, its inbox and its zones changed: only the landed copies are where they were."""
    home = lake.home.path.resolve()

    def left_aside(inside: str, names: list[str]) -> set[str]:
        return {name for name in names if name.startswith(".") or (Path(inside) / name).resolve() in (home, *home.parents) and Path(inside, name).is_dir()}

    shutil.copytree(lake.house.path, folder, ignore=left_aside)
    said = yaml.safe_load((folder / "house.yaml").read_text(encoding="utf-8"))
    (folder / "house.yaml").write_text(yaml.safe_dump({**said, "as_of": as_of, "inbox": "inbox"}, allow_unicode=True), encoding="utf-8")
    landing = {**lake.house.zones()["landing"], "url": lake.store("landing").url()}
    (folder / "lake.yaml").write_text(yaml.safe_dump({"zones": {"landing": landing}}), encoding="utf-8")


# -- making it -------------------------------------------------------------------------------------------------------------

def _made_again(lake: Lake, home: Home, corpus: str, tell: Tell) -> Waiting | str:
    """The cut made again in the clean place, or why there is none."""
    clean = Lake.open(home)
    contracts = [contract for contract in load_contracts(home.house) if isinstance(contract, Contract)]
    _carry(lake, clean, contracts)
    try:
        for number, contract in enumerate(contracts, 1):
            tell(running.Event("started", f"reading the copies of {contract.name} again", number, len(contracts)))
            land_again(clean, contract)
        report = running.materialise(home, f'+key:"corpora/{corpus}/shards"', tell, without=[contract.table for contract in contracts])
    except HallmarkError as trouble:
        return f"making it again stopped: {trouble}"
    for failure in () if f"corpora/{corpus}/shards" in report.made else (*report.failed, *report.failed_checks):
        return f"making it again stopped at {failure['what']}: {failure['sentence']}"
    return waiting(clean, corpus)


def _carry(lake: Lake, clean: Lake, contracts: list[Contract]) -> None:
    """What decides a landing beside the copies: who is kept out, the books with every copy unread, and weights the house taught."""
    for folder in CARRIED:
        for entry in lake.store("vault").list(folder):
            copy(lake.store("vault"), entry.path, clean.store("vault"), entry.path)
    for contract in contracts:
        known = Books.load(lake, contract)
        books = Books(clean, contract, known.lines, known.things, known.facts)
        for thing in books.things.values():
            thing.outcome, thing.reason = None, None
        books.settle()
        books.save()
    tagger = lake.find(own.TABLE)
    taught = tagger.read().to_pylist()[0] if tagger is not None and tagger.rows else None
    if taught and taught["origin"] == own.RETRAINED:
        own.adopt(clean, taught["weights"], taught["texts"])


# -- comparing -------------------------------------------------------------------------------------------------------------

def _compared(lake: Lake, release: str, manifest: dict, made: Waiting, clean: Lake) -> dict:
    """What differs between a release and its cut made again, and why."""
    listed = {name: told["sha256"] for name, told in manifest["files"].items() if name.startswith(("data/", "provenance/"))}
    again = {name: _sha256(made, name) for name in made.files(SHARDS)}
    tables = sorted((table for table, version in manifest["inputs"].items() if _data_version(clean, table) != version), key=_along)
    if listed == again:
        return {"bytes": SAME, "root": SAME, "shards": dict.fromkeys(sorted(listed), SAME_BYTES), "tables": tables,
                "records": {"same": manifest["records"], "missing": 0, "added": 0, "changed": 0}}
    folder = folder_of(lake, release)
    shards = {name: SAME_BYTES if listed.get(name) == again.get(name) else _alike(folder, made, name, listed, again) for name in sorted({*listed, *again})}
    records = _records(_leaves(folder, listed), _leaves(made, again))
    found = {"bytes": DIFFERENT, "shards": shards, "tables": tables, "records": records}
    why = _changed_since(lake, manifest, tables)
    if not records["missing"] and not records["added"] and not records["changed"]:
        return {**found, "root": SAME, "why": why}
    if why:
        return {**found, "bytes": None, "root": None, "why": why}
    first = f"; the first table that comes out otherwise is {tables[0]}" if tables else ""
    return {**found, "root": DIFFERENT, "why": f"nothing that decides it has changed since{first}."}


def _changed_since(lake: Lake, manifest: dict, tables: list[str]) -> str | None:
    """What decides a release and is not what it was."""
    moved = [table for table in tables if table.startswith("landing/") and table != "landing/contracts"]
    then, now = _named(manifest["code"]), _named(code())
    said = [f"other records stand in {', '.join(moved)} now, by deliveries, erasures or objections since" if moved else "",
            "contracts, recipes, policies or vocabulary of the house changed since" if house_digest(lake.house, lake.keys.identity) != manifest["house_digest"] else "",
            "the house's tagger has other weights now" if own.TABLE in tables and then == now else "",
            f"it was made by version {then}, and {now} is installed" if then != now else ""]
    return "; ".join(part for part in said if part) + "." if any(said) else None


def _alike(folder, made: Waiting, name: str, listed: dict, again: dict) -> str:
    if name not in listed or name not in again or name.startswith("provenance/"):
        return DIFFERS
    return SAME_RECORDS if _leaves(folder, [name]) == _leaves(made, [name]) else DIFFERS


def _leaves(folder, names) -> dict[bytes, bytes]:
    """Record id -> digest of its row, over the data shards among these files."""
    found = Leaves()
    for name in sorted(names):
        if name.startswith("data/"):
            with folder.open(name) as file:
                found.extend(shard_leaves(file))
    return dict(found.sorted())


def _records(before: dict[bytes, bytes], after: dict[bytes, bytes]) -> dict:
    """How many records are the same, and how many are not, with the first ids of each kind."""
    missing, added = sorted(before.keys() - after.keys()), sorted(after.keys() - before.keys())
    changed = sorted(one for one in before.keys() & after.keys() if before[one] != after[one])
    told = {"missing": missing, "added": added, "changed": changed}
    return {"same": len(before) - len(missing) - len(changed), **{what: len(ids) for what, ids in told.items()},
            "examples": {what: [one.hex() for one in ids[:SHOWN]] for what, ids in told.items() if ids}}


def _data_version(lake: Lake, table: str) -> str | None:
    version = lake.find(table)
    return version.data_version if version is not None else None


def _along(table: str) -> tuple[int, str]:
    group = table.split("/")[0]
    return _FLOW.index(group) if group in _FLOW else len(_FLOW), table


def _sha256(made: Waiting, name: str) -> str:
    with made.open(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _named(told: dict) -> str:
    """A version of the code as people tell it: 0.1.0 (82d1d2d91bd2), pyarrow 25.0.1."""
    return f"{told['version']} ({told['digest'][:12]}), pyarrow {told['pyarrow']}"

