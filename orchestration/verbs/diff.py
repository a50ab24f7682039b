"""Diff: what one release holds that another of its corpus does not, or says otherwise, with a reason for every record.

Belongs here: the reasons, from two releases' manifests and provenance and the tables as they are today. Not here: comparing
(`governance.changes`), printing. What nothing explains is counted as unexplained and is a no.
"""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.governance.changes import Changes, Held, changes, differences, held, lowest, step_changes, written
from assets.governance.fates import ALREADY
from assets.governance.releases import order
from assets.lake import InputError, Lake, Version
from assets.lake.digest import ID
from assets.lake.segments import ids, members, places
from assets.landing.resolve import ERASED

SHOWN = 5           # examples of a group: the lowest ids
UNEXPLAINED = "unexplained"
SIDES = ("privacy/matches", "privacy/register", "privacy/vocabulary", "privacy/tagger", "annotations/templates")  # change a text whose own record stays
CAUSES = {"recipe": "rule", "step": "step", "parameters": "step", "as_of": "rights", "input": "others"}     # difference -> kind of a reason to admit a record
PLACING = ("split", "weight")       # decided by the recipe for a record that stays as it is


def diff(lake: Lake, older: str, newer: str) -> dict:
    """{"releases", "ok", "differences", "added", "removed", "changed", "unexplained", "not_known"}.

    `differences` is what the manifests state differently. Each of added, removed and changed is {"records", "groups": [{"kind", "why",
    "records", "examples"}]}, most records first; an example is {"record_id"}, with "into" for a duplicate and "columns" on the group of a
    change. `not_known` are sentences on what could not be asked. `ok` is false when a record is unexplained. Raises InputError for releases
    that cannot be compared: the same twice, of two corpora, the newer first; IntegrityError for one that is purged or not as sealed.
    """
    (corpus, before), (other, after) = older.split("/"), newer.split("/")
    if older == newer:
        raise InputError(f"Both are {older}, and a release differs from another one only; name two releases.")
    if corpus != other:
        raise InputError(f"{older} and {newer} are releases of two corpora, which have no history in common; name two of one corpus.")
    if order(before) > order(after):
        raise InputError(f"{newer} is the older of the two; name it first.")
    old, new = held(lake, older, newer), held(lake, newer, older)
    found = changes(old, new)
    stated = differences(old.manifest, new.manifest)
    removed, not_known = _removed(lake, old, new, found, stated)
    groups = {"added": _added(old, new, found, stated), "removed": removed, "changed": _altered(old, new, found, stated)}
    told = {what: {"records": len(one.ids), "groups": one.told()} for what, one in groups.items()}
    unexplained = sum(int(one.open.sum()) for one in groups.values())
    return {"releases": [older, newer], "ok": not unexplained, "differences": stated, **told, "unexplained": unexplained, "not_known": not_known}


class _Groups:
    """Records of one fate, of which each gets the first reason that fits it."""

    def __init__(self, record_ids: np.ndarray):
        self.ids, self.open = record_ids, np.ones(len(record_ids), bool)
        self._groups: dict[tuple, tuple[list[np.ndarray], list[np.ndarray]]] = {}

    def settle(self, fits: np.ndarray, kind: str, why: str, *, into: np.ndarray | None = None, columns: tuple[str, ...] = ()) -> None:
        """Give a reason to the open ones among those that fit: (n,) bool; `into` names the record each went into, (n,) S16."""
        mine = np.flatnonzero(fits & self.open)
        if len(mine):
            self.open[mine] = False
            where, towards = self._groups.setdefault((kind, why, columns), ([], []))
            where.append(mine)
            towards.append(into[mine] if into is not None else np.zeros(len(mine), "S16"))

    def told(self) -> list[dict]:
        """The groups as plain JSON, what is unexplained first, then the largest."""
        every = dict(self._groups)
        if (rest := np.flatnonzero(self.open)).size:
            every[UNEXPLAINED, "nothing that is known explains it", ()] = [rest], [np.zeros(len(rest), "S16")]
        groups = []
        for (kind, why, columns), parts in every.items():
            where, into = (np.concatenate(part) for part in parts)
            groups.append({"kind": kind, "why": why, **({"columns": list(columns)} if columns else {}), "records": len(where), "examples": [
                {"record_id": written(self.ids[where[one]]), **({"into": written(into[one])} if into[one] else {})} for one in lowest(self.ids[where], SHOWN)]})
        return sorted(groups, key=lambda group: (group["kind"] != UNEXPLAINED, -group["records"], group["why"]))


# -- removed --------------------------------------------------------------------------------------------------------------

def _removed(lake: Lake, old: Held, new: Held, found: Changes, stated: list[dict]) -> tuple[_Groups, list[str]]:
    """Tombstones first, then sources that left, then the accounts of the tables on the way, nearest to the release first."""
    gone, not_known = _Groups(old.ids[found.removed]), []
    if not len(gone.ids):
        return gone, not_known
    gone.settle(lake.tombstones.contains(_array(gone.ids)).to_numpy(zero_copy_only=False), "erased", ERASED)
    sources = old.source.take(pa.array(found.removed))
    left = _left(lake, new, sources.unique().to_pylist())
    for source, why in left.items():
        gone.settle(_is(sources, source), "source", why)
    for table in _way(new.manifest, sources):
        version = lake.find(table) if gone.open.any() else None
        if version is None:
            if gone.open.any() and table in new.manifest["inputs"]:
                not_known.append(f"Table '{table}' cannot be seen today, so it could not be asked.")
            continue
        before = gone.open.sum()
        _account(version, gone, old.manifest, new.manifest, stated)
        if gone.open.sum() < before and version.data_version != new.manifest["inputs"].get(table):
            not_known.append(f"Table '{table}' has changed since {new.release} was cut; its reasons are those of today.")
    _unread(old, new, found, gone)
    return gone, not_known


def _unread(old: Held, new: Held, found: Changes, gone: _Groups) -> None:
    """Records of a clean table that the newer recipe does not read: no account of its tables names them."""
    chains = old.chain.take(pa.array(found.removed))
    for chain, steps in old.manifest["chains"].items():
        tables = {table for step in steps for table in step["tables"] if table in old.manifest["recipe"]["tables"]}
        if tables and not tables & set(new.manifest["recipe"]["tables"]):
            gone.settle(_is(chains, chain), "rule", f"the recipe no longer reads {', '.join(sorted(tables))}")


def _left(lake: Lake, new: Held, sources: list[str]) -> dict[str, str]:
    """Of these sources, those that the newer release has nothing of because their contract is gone or not ready."""
    contracts = lake.find("landing/contracts")
    state = {row["name"]: row for row in contracts.read(["name", "state", "reason"]).to_pylist()} if contracts is not None else {}
    held_still, told = set(new.source.dictionary.to_pylist()), {}
    for source in set(sources) - held_still:
        row = state.get(source)
        if f"landing/{source}" not in new.manifest["inputs"] or row is None:
            told[source] = f"its source '{source}' left"
        elif row["state"] != "ready":
            told[source] = f"its source '{source}' is {row['state']}: {row['reason'] or 'no reason was recorded'}"
    return dict(sorted(told.items()))


def _way(manifest: dict, sources: pa.DictionaryArray) -> list[str]:
    """The tables whose accounts may name a record, nearest to the release first."""
    marts = [table.removeprefix("clean/") for table in manifest["recipe"]["tables"]]
    way = [manifest["selection"], *(f"{group}/{mart}" for group in ("clean", "privacy/classes", "privacy/candidates", "warehouse") for mart in marts)]
    return [*way, *(f"landing/{source}" for source in sorted(sources.unique().to_pylist()))]


def _account(version: Version, gone: _Groups, old: dict, new: dict, stated: list[dict]) -> None:
    """Reasons from one table's account. What a raw table says of an earlier sighting is no reason while the record stands in it."""
    rows = version.left_out()
    rows = rows.filter(rows["record_id"].is_valid())
    place = places(gone.ids, ids(rows["record_id"]))
    fits = (place >= 0) & gone.open
    group = version.table.split("/")[0]
    if group == "landing" and fits.any():
        for batch in version.batches(["record_id"]):
            fits &= ~members(gone.ids, ids(batch["record_id"]))
    if not fits.any():
        return
    at = pa.array(np.where(fits, place, 0))
    words, disposition = (rows[name].combine_chunks().dictionary_encode().take(at) for name in ("reason", "disposition"))
    into = ids(rows["into"].combine_chunks().take(at))
    merged = _is(disposition, "merged")
    for why in [word for word in words.dictionary.to_pylist() if word not in ALREADY]:
        here = fits & _is(words, why)
        gone.settle(here & merged, "duplicate", why, into=into)
        if (here & ~merged).any():
            gone.settle(here, *_kind(group, why, old, new, stated))


def _kind(group: str, why: str, old: dict, new: dict, stated: list[dict]) -> tuple[str, str]:
    """What kind of reason it is, and the reason; for a rule of the recipe also what changed."""
    if group != "corpora":
        return {"landing": "erased" if why == ERASED else "delivery", "warehouse": "rights"}.get(group, "privacy"), why
    reason = why.removesuffix(" (not measured)")
    was, now = ({rule["reason"]: rule["rule"] for rule in one["recipe"].get("where", ())} for one in (old, new))
    if now.get(reason) != was.get(reason):
        return "rule", f"{why}; the rule is now {now.get(reason)}, and was {was.get(reason) or 'not there'}"
    asked = [one for one in stated if one["what"] == "step" and f"{one['name']}." in now.get(reason, "")]
    return "rule", "; ".join([why, *(f"step '{one['name']}' went from version {one['from']} to {one['to']}" for one in asked)])


# -- added ----------------------------------------------------------------------------------------------------------------

def _added(old: Held, new: Held, found: Changes, stated: list[dict]) -> _Groups:
    """New sources, then files that the older release had nothing of, then what changed for records that it left out."""
    come = _Groups(new.ids[found.added])
    if not len(come.ids):
        return come
    sources, objects = new.source.take(pa.array(found.added)), new.objects[found.added]
    known, seen = set(old.source.dictionary.to_pylist()), members(objects, old.objects)
    moved = {one["name"] for one in stated if one["what"] == "input"}
    for source in sorted(sources.unique().to_pylist()):
        mine, table = _is(sources, source), f"landing/{source}"
        if source not in known and table not in old.manifest["inputs"]:
            come.settle(mine, "source", f"its source '{source}' is new")
        elif table in moved:
            first = source not in known
            come.settle(mine & ~seen, "arrived", f"source '{source}' delivered {'for the first time' if first else 'it in a file that is new'}")
    if causes := _causes(stated, CAUSES):
        kind = next(CAUSES[what] for what in CAUSES if any(one["what"] == what for one in stated))
        come.settle(come.open, kind, f"{old.release} left it out; since then changed: {causes}")
    return come


# -- changed --------------------------------------------------------------------------------------------------------------

def _altered(old: Held, new: Held, found: Changes, stated: list[dict]) -> _Groups:
    """By the columns that differ: the raw record, then the steps it went through, then what is known of persons, then the recipe."""
    altered = _Groups(new.ids[found.after])
    if not len(altered.ids):
        return altered
    revised = old.raw[found.before] != new.raw[found.after]
    was, now = old.chain.take(pa.array(found.before)), new.chain.take(pa.array(found.after))
    beside = [table for table in SIDES if old.manifest["inputs"].get(table) != new.manifest["inputs"].get(table)]
    recipe = _causes(stated, ("recipe",))
    patterns, which = np.unique(found.differs @ (1 << np.arange(len(found.columns))), return_inverse=True)
    pairs, pair = np.unique(_codes(was).astype(np.int64) * len(now.dictionary) + _codes(now), return_inverse=True)
    for number, pattern in enumerate(patterns.tolist()):
        columns = tuple(name for place, name in enumerate(found.columns) if pattern >> place & 1)
        mine, placed = which == number, set(columns) <= set(PLACING)
        if not placed:
            altered.settle(mine & revised, "revision", "its raw record was revised, or its source's contract reads it differently", columns=columns)
            for place, one in enumerate(pairs.tolist()):
                steps = step_changes(old.manifest, new.manifest, was.dictionary[one // len(now.dictionary)].as_py(), now.dictionary[one % len(now.dictionary)].as_py())
                if steps:
                    altered.settle(mine & (pair == place), "step", "; ".join(steps), columns=columns)
            if beside:
                altered.settle(mine, "known", f"nothing of its own changed, but what is known beside it did: {', '.join(beside)}", columns=columns)
        if recipe:
            altered.settle(mine, "rule", f"the recipe changed: {recipe}", columns=columns)
        if placed:
            altered.settle(mine & revised, "revision", "its raw record was revised, and with it the group it is kept with", columns=columns)
    return altered


# -- inside ---------------------------------------------------------------------------------------------------------------

def _causes(stated: list[dict], kinds: Iterable[str]) -> str:
    """The differences of these kinds in a few words."""
    return ", ".join(f"{one['what']} {one['name']}" if one["what"] not in ("as_of", "input") else one["name"] for kind in kinds for one in stated if one["what"] == kind)


def _is(values: pa.DictionaryArray, value: str) -> np.ndarray:
    """Which of them are the value: (n,) bool."""
    return pc.equal(values.indices, values.dictionary.index(value).as_py()).to_numpy(zero_copy_only=False)


def _codes(values: pa.DictionaryArray) -> np.ndarray:
    return values.indices.to_numpy()


def _array(record_ids: np.ndarray) -> pa.Array:
    return pa.FixedSizeBinaryArray.from_buffers(ID, len(record_ids), [None, pa.py_buffer(np.ascontiguousarray(record_ids))])

