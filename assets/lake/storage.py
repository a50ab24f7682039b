"""Places that hold bytes: a local folder or an object store, behind one small face.

Belongs here: atomic write, exclusive create, listing. Not here: what the bytes mean.
A reader never sees half a file: local writes go to a temporary name and are renamed; object stores put whole objects.
"""

import os
import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from assets.lake.errors import InputError, SetupError


@dataclass(frozen=True)
class Entry:
    """One stored object: its path in the store, its size in bytes and a stamp that changes when it is replaced."""

    path: str
    size: int
    stamp: str = ""


class Store(Protocol):
    """A flat space of objects named by `/`-separated paths."""

    def read(self, path: str) -> bytes: ...
    def open(self, path: str) -> BinaryIO: ...
    def write(self, path: str, data: bytes) -> None: ...
    def create(self, path: str, data: bytes) -> None: ...
    def put_file(self, local: Path, path: str) -> None: ...
    def exists(self, path: str) -> bool: ...
    def list(self, prefix: str = "") -> list[Entry]: ...
    def delete(self, path: str) -> None: ...
    def url(self, path: str = "") -> str: ...
    def local(self, path: str = "") -> Path | None: ...


def open_store(url: str, base: Path, options: dict | None = None) -> Store:
    """The store at `url`: a path (relative to `base`), `file://...` or `s3://bucket/prefix`."""
    if url.startswith("s3://"):
        return ObjectStore(url, options or {})
    if "://" in url and not url.startswith("file://"):
        raise InputError(f"The address scheme {url.split('://')[0]}:// is not supported; use a folder or s3://bucket/prefix.")
    path = Path(url.removeprefix("file://"))
    return LocalStore(path if path.is_absolute() else base / path)


class LocalStore:
    """A folder."""

    def __init__(self, root: Path):
        self.root = Path(os.path.abspath(root))

    def local(self, path: str = "") -> Path:
        return self.root / path if path else self.root

    def url(self, path: str = "") -> str:
        return str(self.local(path))

    def read(self, path: str) -> bytes:
        return self.local(path).read_bytes()

    def open(self, path: str) -> BinaryIO:
        return open(self.local(path), "rb")

    def write(self, path: str, data: bytes) -> None:
        target, draft = self._draft(path)
        try:
            draft.write_bytes(data)
            os.replace(draft, target)
        finally:
            draft.unlink(missing_ok=True)

    def create(self, path: str, data: bytes) -> None:
        """Write whole or not at all; raises FileExistsError when the path is taken."""
        target, draft = self._draft(path)
        try:
            draft.write_bytes(data)
            os.link(draft, target)
        finally:
            draft.unlink(missing_ok=True)

    def put_file(self, local: Path, path: str) -> None:
        target, draft = self._draft(path)
        try:
            shutil.copyfile(local, draft)
            os.replace(draft, target)
        finally:
            draft.unlink(missing_ok=True)

    def exists(self, path: str) -> bool:
        return self.local(path).is_file()

    def list(self, prefix: str = "") -> list[Entry]:
        """Every object under `prefix`, sorted by path. Drafts of a crashed write are not objects."""
        start = self.local(prefix)
        found = []
        for folder, folders, files in os.walk(start):
            folders.sort()
            for name in files:
                if name.startswith(".draft-"):
                    continue
                path = os.path.join(folder, name)
                status = os.stat(path)
                relative = os.path.relpath(path, self.root).replace(os.sep, "/")
                found.append(Entry(relative, status.st_size, str(status.st_mtime_ns)))
        return sorted(found, key=lambda entry: entry.path)

    def delete(self, path: str) -> None:
        target = self.local(path)
        target.unlink(missing_ok=True)
        parent = target.parent
        while parent != self.root and parent.is_relative_to(self.root):
            try:
                parent.rmdir()
            except OSError:
                break
            parent = parent.parent

    def _draft(self, path: str) -> tuple[Path, Path]:
        target = self.local(path)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SetupError(f"The folder {self.root} cannot be written ({error.strerror}); "
                             f"give this user the permission, or name another place in lake.yaml.") from None
        return target, target.parent / f".draft-{uuid.uuid4().hex}"


class ObjectStore:
    """A prefix of an S3 bucket, through s3fs (imported when first used)."""

    def __init__(self, url: str, options: dict):
        self.root = url.removeprefix("s3://").rstrip("/")
        self._options = options
        self._filesystem = None

    @property
    def filesystem(self):
        if self._filesystem is None:
            import s3fs

            environment = {name: os.environ.get(self._options.get(f"{name}_env", ""), "") for name in ("endpoint", "key", "secret")}
            self._filesystem = s3fs.S3FileSystem(
                key=environment["key"] or None, secret=environment["secret"] or None, endpoint_url=environment["endpoint"] or None,
                client_kwargs={"region_name": self._options.get("region", "us-east-1")}, use_listings_cache=False,
                default_cache_type="readahead", default_block_size=16 * 2**20)
        return self._filesystem

    def local(self, path: str = "") -> None:
        return None

    def url(self, path: str = "") -> str:
        return f"s3://{self.root}/{path}" if path else f"s3://{self.root}"

    def _key(self, path: str) -> str:
        return f"{self.root}/{path}" if path else self.root

    def read(self, path: str) -> bytes:
        return self.filesystem.cat_file(self._key(path))

    def open(self, path: str) -> BinaryIO:
        return self.filesystem.open(self._key(path), "rb")

    def write(self, path: str, data: bytes) -> None:
        self.filesystem.pipe_file(self._key(path), data)

    def create(self, path: str, data: bytes) -> None:
        """Put with `If-None-Match: *`; raises FileExistsError when the path is taken."""
        try:
            self.filesystem.pipe_file(self._key(path), data, mode="create")
        except FileExistsError:
            raise
        except OSError as error:
            # Some stores send no message with the 412, which s3fs then reports as a plain OSError.
            answer = getattr(error.__cause__, "response", {}).get("Error", {})
            if answer.get("Code") in ("PreconditionFailed", "412", "ConditionalRequestConflict"):
                raise FileExistsError(path) from None
            raise

    def put_file(self, local: Path, path: str) -> None:
        self.filesystem.put_file(str(local), self._key(path))

    def exists(self, path: str) -> bool:
        return self.filesystem.exists(self._key(path))

    def list(self, prefix: str = "") -> list[Entry]:
        found = self.filesystem.find(self._key(prefix.rstrip("/")), detail=True)
        start = len(self.root) + 1
        wanted = prefix.rstrip("/")
        entries = (Entry(key[start:], int(info["size"]), str(info.get("ETag", ""))) for key, info in found.items())
        return sorted((entry for entry in entries if not wanted or entry.path == wanted or entry.path.startswith(wanted + "/")),
                      key=lambda entry: entry.path)

    def delete(self, path: str) -> None:
        key = self._key(path)
        if self.filesystem.exists(key):
            self.filesystem.rm_file(key)


def copy(source: Store, path: str, target: Store, target_path: str) -> None:
    """Copy one object between stores; a hard link where both are folders of one disk."""
    here, there = source.local(path), target.local(target_path)
    if here is not None and there is not None:
        there.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(here, there)
        except FileExistsError:
            return
        except OSError:
            target.put_file(here, target_path)
    elif here is not None:
        target.put_file(here, target_path)
    else:
        target.write(target_path, source.read(path))
