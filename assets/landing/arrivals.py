"""What has arrived for a source: files in the inbox, files handed over, rows of a query, an upstream asset's output.

Belongs here: listing and opening, without reading more than must be. Not here: what is new (run), what files hold (readers).
Every arrival is a file with a path, a size and a stamp that changes when it is replaced; a query's rows become one.
"""

import json
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from assets.lake.errors import InputError, PolicyError, SetupError
from assets.lake.lake import Lake
from assets.lake.storage import open_store
from assets.lake.striking import MARK
from assets.landing.contracts import Contract, load_contract

_LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Arrival:
    """One file as it lies there. `state` other than "new" says that it is not to be opened, and `reason` why."""
    path: str
    size: int
    stamp: str
    open: Callable[[], BinaryIO] | None = None
    state: str = "new"
    reason: str | None = None
    kept: tuple[bytes, str] | None = None       # object id and place of a copy that is in the landing zone already


def arrivals(lake: Lake, contract: Contract, upstream: str | None = None) -> list[Arrival]:
    """Every file that lies ready for a source, in the order of paths. Opens none; a query's rows are no files (queries)."""
    if contract.from_.sql:
        return []
    if contract.from_.asset:
        return [_upstream(contract, upstream)] if upstream else []
    return sorted([*_inbox(lake, contract), *_handed_over(lake, contract)], key=lambda arrival: arrival.path)


def asks_for(contract: Contract, path: str) -> bool:
    """Whether a contract asks for a file of the inbox. Of a name that was struck out only the folder is known."""
    files = contract.from_.files
    if MARK in path and any(start == "" or path.startswith(f"{start}/") for start in _starts(files.include)):
        return True
    return any(matcher(one).fullmatch(path) for one in files.include) and not any(matcher(one).fullmatch(path) for one in files.exclude)


# -- the inbox -----------------------------------------------------------------------------------------------------------

def _inbox(lake: Lake, contract: Contract) -> Iterator[Arrival]:
    files = contract.from_.files
    include = [matcher(pattern) for pattern in files.include]
    exclude = [matcher(pattern) for pattern in files.exclude]
    found = _remote(lake.home.inbox, files.include) if "://" in lake.home.inbox else _local(Path(lake.home.inbox), files.include)
    for arrival in found:
        if not any(pattern.fullmatch(arrival.path) for pattern in include) or arrival.path.rsplit("/", 1)[-1] in _LITTER:
            continue
        if any(pattern.fullmatch(arrival.path) for pattern in exclude):
            arrival = Arrival(arrival.path, arrival.size, arrival.stamp, None, "skipped", "excluded by the contract")
        yield arrival


def matcher(pattern: str) -> re.Pattern:
    """A glob as a regular expression: ** passes folders, * and ? stay within one name."""
    out, at = [], 0
    while at < len(pattern):
        if pattern.startswith("**/", at):
            out.append("(?:[^/]+/)*")
            at += 3
        elif pattern.startswith("**", at):
            out.append(".*")
            at += 2
        elif pattern[at] == "*":
            out.append("[^/]*")
            at += 1
        elif pattern[at] == "?":
            out.append("[^/]")
            at += 1
        elif pattern[at] == "[" and "]" in pattern[at + 1:]:
            end = pattern.index("]", at + 1)
            inside = pattern[at + 1:end].replace("\\", "\\\\").replace("[", "\\[")
            out.append(_one_of(inside, pattern[at:end + 1]))
            at = end + 1
        else:
            out.append(re.escape(pattern[at]))
            at += 1
    return re.compile("".join(out), re.DOTALL)


def _one_of(inside: str, written: str) -> str:
    """A bracket of a glob; one that makes no sense, such as a range that runs backwards, stands for itself."""
    choice = f"[{'^' + inside[1:] if inside.startswith('!') else inside.replace('^', chr(92) + '^')}]"
    try:
        re.compile(choice)
    except re.error:
        return re.escape(written)
    return choice


def _starts(patterns: list[str]) -> list[str]:
    """The folders below which the patterns can match, none inside another."""
    folders = sorted({"/".join(part for part in _fixed(pattern)) for pattern in patterns})
    return [folder for folder in folders
            if not any(other != folder and (other == "" or folder.startswith(f"{other}/")) for other in folders)]


def _fixed(pattern: str) -> list[str]:
    parts = pattern.split("/")
    wild = next((at for at, part in enumerate(parts) if any(mark in part for mark in "*?[")), len(parts) - 1)
    return parts[:wild]


def _local(root: Path, patterns: list[str]) -> Iterator[Arrival]:
    real = os.path.realpath(root)
    for start in _starts(patterns):
        stack = [os.path.join(real, start) if start else real]
        while stack:
            folder = stack.pop()
            try:
                entries = list(os.scandir(folder))
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError:
                yield Arrival(_shown(folder, real) + "/", 0, "", None, "quarantined", "the folder may not be read; give this user the permission")
                continue
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    stack.append(entry.path)
                else:
                    yield _file(entry.path, real)


def _file(path: str, root: str) -> Arrival:
    shown = _shown(path, root)
    try:
        status = os.stat(path)
    except OSError:
        return Arrival(shown, 0, "", None, "quarantined", "a link that leads nowhere, or a file that may not be seen")
    if not os.path.realpath(path).startswith(root + os.sep):
        return Arrival(shown, 0, "", None, "quarantined", "a link that leads out of the inbox; deliver the file itself")
    if not stat.S_ISREG(status.st_mode):
        return Arrival(shown, 0, "", None, "quarantined", "no regular file, but a folder behind a link or a device; deliver files")
    return Arrival(shown, status.st_size, f"{status.st_size}:{status.st_mtime_ns}", lambda: open(path, "rb"))


def _shown(path: str, root: str) -> str:
    """The path below the inbox, as text whatever bytes the name has."""
    return os.fsencode(os.path.relpath(path, root)).decode("utf-8", "backslashreplace").replace(os.sep, "/")


def _remote(url: str, patterns: list[str]) -> Iterator[Arrival]:
    store = open_store(url, Path(), {"endpoint_env": "HALLMARK_INBOX_ENDPOINT", "key_env": "HALLMARK_INBOX_KEY",
                                     "secret_env": "HALLMARK_INBOX_SECRET"})
    for start in _starts(patterns):
        try:
            entries = store.list(start)
        except FileNotFoundError:
            continue
        for entry in entries:
            yield Arrival(entry.path, entry.size, f"{entry.size}:{entry.stamp}", lambda path=entry.path: store.open(path))


# -- handed over ---------------------------------------------------------------------------------------------------------

def deliver(lake: Lake, contract_name: str, path: Path | str) -> int:
    """Hand a file, or all files of a folder, over to a source. Returns their number; the next landing reads them.

    Bytes go to the landing zone under their object id; their names stay in the vault. A file of the same name replaces
    the one handed over before.
    """
    from assets.landing.forgetting import unnamed
    from assets.landing.keeping import keep, name_of
    known = lake.house.path / "contracts" / f"{contract_name}.yaml"
    if not re.fullmatch(r"[a-z][a-z0-9_]*", contract_name) or not known.is_file():
        raise InputError(f"There is no source '{contract_name}'; the sources are the files of contracts/ in the house.")
    contract = load_contract(known, lake.house)
    if contract.state == "blocked":
        raise PolicyError(f"Source '{contract_name}' is blocked: {contract.reason}; complete the contract first.")
    if contract.from_.files is None:
        raise InputError(f"Source '{contract_name}' takes no files: it reads a query or an asset.")
    path = Path(path)
    files = sorted(file for file in path.rglob("*") if file.is_file() and file.name not in _LITTER) if path.is_dir() else [path]
    if not path.exists() or not files:
        raise InputError(f"There is no file at {path}; name a file or a folder with files.")
    base = path if path.is_dir() else path.parent
    vault = lake.store("vault")
    for file in files:
        with lake.boundary("deliver"):
            name = _shown(str(file), str(base))
            kept = keep(lake, contract, name, lambda file=file: open(file, "rb"), file.stat().st_size)
            if isinstance(kept, str):
                raise InputError(f"A file to deliver could not be read: {kept}.")
            note = json.dumps({"name": unnamed(lake, name), "place": kept.place, "bytes": kept.bytes}, sort_keys=True).encode()
            number = 1 + len(vault.list(f"deliveries/{contract.name}"))
            while True:
                try:
                    vault.create(f"deliveries/{contract.name}/{number:08d}-{name_of(kept.object_id)}.json", note)
                    break
                except FileExistsError:
                    number += 1
    return len(files)


def _handed_over(lake: Lake, contract: Contract) -> list[Arrival]:
    """The newest file of each name that was handed over."""
    vault, newest = lake.store("vault"), {}
    for entry in vault.list(f"deliveries/{contract.name}"):
        note = json.loads(vault.read(entry.path))
        stamp = entry.path.rsplit("/", 1)[-1]
        found = bytes.fromhex(stamp.partition("-")[2].removesuffix(".json"))
        newest[note["name"]] = Arrival(f"delivered/{note['name']}", note["bytes"], stamp, kept=(found, note["place"]))
    return list(newest.values())


# -- upstream ------------------------------------------------------------------------------------------------------------

def _upstream(contract: Contract, url: str) -> Arrival:
    """The output of an upstream asset: a Parquet file at a path or an address that fsspec knows."""
    name = f"asset/{contract.from_.asset}.parquet"
    if "://" not in url:
        try:
            status = os.stat(url)
        except OSError:
            return Arrival(name, 0, "", None, "quarantined", "the upstream asset's file cannot be seen; materialise it again")
        return Arrival(name, status.st_size, f"{status.st_size}:{status.st_mtime_ns}", lambda: open(url, "rb"))
    import fsspec
    try:
        filesystem, path = fsspec.core.url_to_fs(url)
        facts = filesystem.info(path)
    except (OSError, ValueError, ImportError):
        raise SetupError(f"The output of asset '{contract.from_.asset}' cannot be reached; check its address and credentials.") from None
    stamp = str(facts.get("ETag") or facts.get("mtime") or facts.get("LastModified") or "")
    return Arrival(name, int(facts["size"]), f"{facts['size']}:{stamp}", lambda: filesystem.open(path, "rb"))
