"""Orphans: objects in any zone that nothing accounts for.

Belongs here: what accounts for an object (a version of a table, the books of a source, a manifest, the chains of the ledger, a
folder that the vault is known to have), and removing the rest. Not here: whether what is accounted for is whole (`verify`).
Releases and the ledger are told of and never touched.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assets.governance.releases import VERSION, manifest_of
from assets.governance.verification.verify import SIGNED_LATER
from assets.lake import HallmarkError, Lake
from assets.lake.digest import mac
from assets.lake.house import ZONES
from assets.lake.storage import DRAFT, Entry
from assets.lake.versions import Version

REMOVABLE = ("landing", "vault", "clean")
CHAINS = ("log", "keys", "checkpoints", "certificates")     # folders of the ledger
# Folders of the vault that are no tables: who is kept out, who asked for what, what was handed over, what an expert taught, what went wrong.
KNOWN = ("suppression", "requests", "deliveries", "labels", "errors", "index")
SCRATCH, BOOKS, CUTS = "scratch/", ".files", "pending/releases/"
# Parts of a path that the lake itself makes; anything shorter than an id may be somebody's number.
_WORD = re.compile(r"(?:(?:\.draft|reproduce|landing|arriving|rewriting|replay)-)?[0-9a-f]{32}|000\d{5}|\d{1,4}\.\d{1,4}\.\d{1,4}|(?:train|validation|test)-\d{5}-of-\d{5}")
_TABLE = re.compile(r"(?P<root>.+)/(?P<what>versions|segments|verdicts)/.+")


@dataclass(frozen=True)
class Stray:
    """One object that nothing accounts for, and why it is thought to lie there."""

    zone: str
    path: str
    bytes: int
    why: str
    removable: bool = True


def orphans(lake: Lake) -> dict:
    """{"objects", "bytes", "strays": [{"zone", "path", "bytes", "why", "removable"}]}: every object of every zone looked at.

    A stray's path is told word by word as far as its words are known; any other word may name a person and is told as a MAC.
    """
    objects, size, strays = 0, 0, []
    for zone in ZONES:
        entries = lake.store(zone).list()
        objects, size = objects + len(entries), size + sum(entry.size for entry in entries)
        strays += [*_STRAYS[zone](lake, entries), *_drafts(lake, zone)]
    known = _words(lake)
    return {"objects": objects, "bytes": size, "strays": [
        {"zone": one.zone, "path": _shown(lake, one.path, known), "bytes": one.bytes, "why": one.why,
         "removable": one.removable and one.zone in REMOVABLE} for one in strays]}


def sweep(lake: Lake) -> int:
    """Delete the strays of landing, vault and clean, and what no listing shows there: drafts, old versions of objects; how many.

    Call it while no run is at work: a run's files are strays until it ends.
    """
    gone = 0
    for zone in REMOVABLE:
        store = lake.store(zone)
        found = [one for one in _STRAYS[zone](lake, store.list()) if one.removable]
        for one in found:
            store.delete(one.path)
        gone += len(found) + store.forget()
    return gone


# -- zone by zone ----------------------------------------------------------------------------------------------------------

def _landing(lake: Lake, entries: list[Entry]) -> list[Stray]:
    """Copies stand in the books of their source, or were handed over and wait to be read."""
    places: set[str] = set()
    vault = lake.store("vault")
    for table in {_root(entry.path).removeprefix("pending/") for entry in vault.list() if _root(entry.path).endswith(BOOKS)}:
        for books in (lake.find(table), lake.pending(table)):
            if books is not None and books.rows:
                places |= set(books.read(["place"])["place"].to_pylist())
    for entry in vault.list("deliveries"):
        places.add(_delivered(vault.read(entry.path)))
    return [Stray("landing", entry.path, entry.size, "in the books of no source: a landing that did not end, or a copy that was replaced")
            for entry in entries if entry.path not in places]


def _tables(lake: Lake, zone: str, entries: list[Entry]) -> list[Stray]:
    """Segments named by a version of their table, and the documents of versions themselves."""
    roots: dict[str, list[Entry]] = {}
    for entry in entries:
        roots.setdefault(_root(entry.path), []).append(entry)
    strays = []
    for root, mine in roots.items():
        if root:
            strays += _of_table(lake, zone, root, mine)
        else:
            strays += [Stray(zone, entry.path, entry.size, "in no table and in no folder that is known") for entry in mine]
    return strays


def _of_table(lake: Lake, zone: str, root: str, entries: list[Entry]) -> Iterator[Stray]:
    """Where one version cannot be read, nobody knows which segments it names: none of the table's is a stray."""
    named, numbers, unread = _named(lake, zone, root)
    misplaced = not root.startswith("pending/") and lake.zone_of(root) != zone
    for entry in entries:
        what = _TABLE.fullmatch(entry.path)["what"]
        if misplaced:
            yield Stray(zone, entry.path, entry.size, "a table in a zone that is not its own", removable=False)
        elif entry.path in unread:
            yield Stray(zone, entry.path, entry.size, "a version that cannot be read; restore it from its copy", removable=False)
        elif what == "segments" and entry.path not in named and not unread:
            yield Stray(zone, entry.path, entry.size, "no version of its table names it: a run that did not end, or a version that is gone")
        elif what == "verdicts" and entry.path.split("/verdicts/")[1].split("/")[0] not in numbers and not unread:
            yield Stray(zone, entry.path, entry.size, "a verdict on a version that is gone")


def _named(lake: Lake, zone: str, root: str) -> tuple[set[str], set[str], set[str]]:
    """Paths of the segments that versions of a table name, seen or waiting; the versions' numbers; paths of versions that cannot be read."""
    named, numbers, unread = set(), set(), set()
    for place, at in ((zone, root), ("vault", f"pending/{root}")):
        store = lake.store(place)
        for entry in store.list(f"{at}/versions"):
            try:
                version = Version.decoded(store.read(entry.path), store, at)
            except (HallmarkError, OSError, ValueError, KeyError, TypeError):
                unread.add(entry.path)
                continue
            named |= {segment.path(root) for segment in (*version.segments, *version.left_out_segments)}
            numbers.add(f"{version.number:08d}")
    return named, numbers, unread


def _vault(lake: Lake, entries: list[Entry]) -> list[Stray]:
    strays, tables, cuts = [], [], {}
    for entry in entries:
        if entry.path.startswith(SCRATCH):
            if not entry.path.endswith(".lock"):
                strays.append(Stray("vault", entry.path, entry.size, "left on scratch by something that did not end"))
        elif entry.path.startswith(CUTS):
            cuts.setdefault("/".join(entry.path.split("/")[:4]), []).append(entry)
        elif entry.path.split("/")[0] not in KNOWN:
            tables.append(entry)
    return [*strays, *_tables(lake, "vault", tables), *(stray for prefix, mine in cuts.items() for stray in _of_cut(prefix, mine))]


def _of_cut(prefix: str, entries: list[Entry]) -> Iterator[Stray]:
    """A cut waits as a whole: without its account nobody will ever take it up."""
    if f"{prefix}/cut.json" not in {entry.path for entry in entries}:
        yield from (Stray("vault", entry.path, entry.size, "of a cut that was never finished") for entry in entries)


def _clean(lake: Lake, entries: list[Entry]) -> list[Stray]:
    return _tables(lake, "clean", entries)


def _releases(lake: Lake, entries: list[Entry]) -> list[Stray]:
    folders: dict[str, list[Entry]] = {}
    for entry in entries:
        parts = entry.path.split("/", 2)
        named = len(parts) == 3 and VERSION.fullmatch(parts[1])
        folders.setdefault("/".join(parts[:2]) if named else "", []).append(entry)
    return [stray for release, mine in folders.items() for stray in _of_release(lake, release, mine)]


def _of_release(lake: Lake, release: str, entries: list[Entry]) -> Iterator[Stray]:
    why, listed = "not in the manifest of its release", None
    if not release:
        why, listed = "in no release", {}
    elif f"{release}/MANIFEST.json" not in {entry.path for entry in entries}:
        why, listed = "of a release that was never finished: it has no manifest", {}
    else:
        try:
            listed = manifest_of(lake, release)[0]["files"]
        except (HallmarkError, KeyError):
            why, listed = f"its manifest cannot be read; run `hallmark verify {release}`", {}
    for entry in entries:
        name = entry.path.removeprefix(f"{release}/")
        if name not in listed and not (release and (name == "MANIFEST.json" or SIGNED_LATER.fullmatch(name))):
            yield Stray("releases", entry.path, entry.size, why)


def _ledger(lake: Lake, entries: list[Entry]) -> list[Stray]:
    return [Stray("ledger", entry.path, entry.size, "in no chain of the ledger") for entry in entries
            if entry.path.count("/") != 1 or entry.path.split("/")[0] not in CHAINS]


_STRAYS = {"landing": _landing, "vault": _vault, "clean": _clean, "releases": _releases, "ledger": _ledger}


def _drafts(lake: Lake, zone: str) -> Iterator[Stray]:
    """Drafts of writes that did not end, which listings leave out; an object store has none."""
    root = lake.store(zone).local()
    for path in sorted(root.rglob(f"{DRAFT}*")) if root is not None else ():
        yield Stray(zone, path.relative_to(root).as_posix(), path.stat().st_size, "a draft of a write that did not end")


# -- words -----------------------------------------------------------------------------------------------------------------

def _root(path: str) -> str:
    found = _TABLE.fullmatch(path)
    return found["root"] if found else ""


def _delivered(note: bytes) -> str | None:
    try:
        return json.loads(note)["place"]
    except (ValueError, KeyError, TypeError):
        return None


def _words(lake: Lake) -> set[str]:
    """Words that may stand in a path and name nobody: of tables, sources, corpora, and of the lake's own folders."""
    names = {path.stem for folder in ("contracts", "recipes") for path in lake.house.files(folder)}
    tables = {part for table in lake.tables() for part in table.split("/")}
    return names | tables | {*ZONES, *KNOWN, *CHAINS, "scratch", "pending", "releases", "next", "versions", "segments", "verdicts", "data", "provenance",
                             "documents", "tokens", "approvals", "evidence"}


def _shown(lake: Lake, path: str, known: Iterable[str]) -> str:
    return "/".join(_word(lake, part, known) for part in path.split("/"))


def _word(lake: Lake, part: str, known: Iterable[str]) -> str:
    stem, dot, ending = part.partition(".")
    if part in known or _WORD.fullmatch(part):
        return part
    if (_WORD.fullmatch(stem) or stem in known) and re.fullmatch(r"[a-z0-9]{1,8}(\.[a-z0-9]{1,8})?", ending or "-"):
        return part
    return f"(name {mac(lake.keys.identity, 'stray', part).hex()[:8]})"
