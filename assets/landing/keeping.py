"""Keeping: immutable copies of what arrived, named by their object id, in the landing zone.

Belongs here: copying bytes in, and what is filtered on the way. Not here: what of a file is filtered (forgetting), its rows (objects).
Where nothing was ever erased the copy is the file. Else the file is read first, and only what stays of it is kept.
"""

import re
import shutil
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from assets.lake.digest import mac
from assets.lake.lake import Lake
from assets.landing.contracts import Contract
from assets.landing.copies import SUFFIX
from assets.landing.forgetting import File, forgotten, unnamed
from assets.landing.identity import object_id

_SUFFIX = re.compile(r"(\.[a-z0-9]{1,10})?\.[a-z0-9]{1,10}$")


@dataclass(frozen=True)
class Kept:
    object_id: bytes        # of the bytes that arrived, also where less was kept
    place: str
    bytes: int


def name_of(object_id: bytes) -> str:
    return object_id.hex()


def keep(lake: Lake, contract: Contract, path: str, opener: Callable[[], BinaryIO], size: int,
         places: Mapping[bytes, str] = MappingProxyType({})) -> Kept | str:
    """Copy a file into the landing zone under its object id, once. Returns a reason when it cannot be read whole.

    `places` says where the copies lie that the books know already: these are not made again.
    """
    folder = lake.scratch() / f"arriving-{uuid.uuid4().hex}"
    folder.mkdir(mode=0o700)
    try:
        draft = folder / "draft"
        with open(draft, "xb") as copy:
            try:
                stream = opener()
            except OSError:
                return "the file may not be read; give this user the permission"
            with stream:
                tee = _Tee(stream, copy)
                found = object_id(lake.keys.identity, contract.name, tee, size)
        if tee.failed:
            return "the file cannot be read to its end; deliver it again"
        if tee.done != size:
            return "the file changes while it is read; it is read again in the next run"
        return Kept(found, places.get(found) or _placed(lake, contract, path, found, draft, folder), size)
    finally:
        shutil.rmtree(folder, ignore_errors=True)       # scratch holds what the file holds


def _placed(lake: Lake, contract: Contract, path: str, found: bytes, draft: Path, folder: Path) -> str:
    if not lake.tombstones.empty:
        with open(draft, "rb") as stream:
            rest = forgotten(lake, contract, File(path, "", stream), folder)
        if rest is not None:
            return put_rewritten(lake, contract.name, found, rest.file)
    landing, place = lake.store("landing"), f"{contract.name}/{name_of(found)}{suffix_of(unnamed(lake, path))}"
    if not landing.exists(place):
        landing.put_file(draft, place)
    return place


def put_rewritten(lake: Lake, source: str, found: bytes, file: Path) -> str:
    """Put what stays of an object into the landing zone; returns where. No other copy is written over: it has a name of its own."""
    content = mac(lake.keys.identity, "copy", file.read_bytes()).hex()[:8]
    landing, place = lake.store("landing"), f"{source}/{name_of(found)}.{content}{SUFFIX}"
    if not landing.exists(place):
        landing.put_file(file, place)
    return place


def suffix_of(path: str) -> str:
    """The ending of a file's name, as far as it is a plain one."""
    name = path.rsplit("/", 1)[-1].lower()
    found = _SUFFIX.search(name)
    if not found:
        return ""
    return found[0] if found[1] and name.endswith((".gz", ".zst", ".bz2", ".zip")) else name[name.rindex("."):]


class _Tee:
    def __init__(self, stream: BinaryIO, copy: BinaryIO):
        self._stream, self._copy, self.done, self.failed = stream, copy, 0, False

    def read(self, size: int) -> bytes:
        try:
            part = self._stream.read(size)
        except OSError:
            self.failed, part = True, b""
        self._copy.write(part)
        self.done += len(part)
        return part
