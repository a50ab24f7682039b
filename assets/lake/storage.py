"""Places that hold bytes: a local folder or an object store, behind one small face.

Belongs here: atomic write, exclusive create, listing, deletion that leaves nothing behind. Not here: what the bytes mean.
A reader never sees half a file: local writes go to a temporary name and are renamed; object stores put whole objects.
"""

import errno
import os
import shutil
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from assets.lake.errors import InputError, SetupError

DRAFT = ".draft-"
DELETED_AT_ONCE = 1000      # the most objects that S3 deletes by one request


@dataclass(frozen=True)
class Entry:
    """One stored object: its path in the store, its size in bytes and a stamp that changes when it is replaced."""

    path: str
    size: int
    stamp: str = ""


class Store(Protocol):
    """A flat space of objects named by `/`-separated paths."""

    def read(self, path: str) -> bytes: ...
    def read_range(self, path: str, start: int, end: int) -> bytes: ...
    def open(self, path: str) -> BinaryIO: ...
    def write(self, path: str, data: bytes) -> None: ...
    def create(self, path: str, data: bytes) -> None: ...
    def put_file(self, local: Path, path: str) -> None: ...
    def exists(self, path: str) -> bool: ...
    def list(self, prefix: str = "") -> list[Entry]: ...
    def delete(self, path: str) -> None: ...
    def forget(self, prefix: str = "") -> int: ...
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

    def read_range(self, path: str, start: int, end: int) -> bytes:
        """The bytes from `start` up to `end`, fewer where the object ends before."""
        with open(self.local(path), "rb", buffering=0) as file:
            file.seek(start)
            return file.read(max(end - start, 0))

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
        return sorted(self._below(self.local(prefix), f"{prefix.rstrip('/')}/" if prefix else ""), key=lambda entry: entry.path)

    def _below(self, folder: Path | str, above: str) -> Iterator[Entry]:
        try:
            here = os.scandir(folder)
        except (FileNotFoundError, NotADirectoryError):
            return
        with here:
            for one in here:
                if one.is_dir():
                    yield from () if one.is_symlink() else self._below(one.path, f"{above}{one.name}/")
                elif not one.name.startswith(DRAFT):
                    try:
                        status = one.stat()
                    except FileNotFoundError:       # deleted meanwhile
                        continue
                    yield Entry(above + one.name, status.st_size, str(status.st_mtime_ns))

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

    def forget(self, prefix: str = "") -> int:
        """Delete what lies under `prefix` and no listing shows: drafts of crashed writes. Returns how many. Nobody may be writing there."""
        drafts = [Path(folder) / name for folder, _, files in os.walk(self.local(prefix)) for name in files if name.startswith(DRAFT)]
        for draft in drafts:
            draft.unlink(missing_ok=True)
        return len(drafts)

    def _draft(self, path: str) -> tuple[Path, Path]:
        target = self.local(path)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SetupError(f"The folder {self.root} cannot be written ({error.strerror}); "
                             f"give this user the permission, or name another place in lake.yaml.") from None
        return target, target.parent / f"{DRAFT}{uuid.uuid4().hex}"


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

    def read_range(self, path: str, start: int, end: int) -> bytes:
        return self.filesystem.cat_file(self._key(path), start=start, end=end) if end > start else b""

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
        """Delete the object with every version it ever had. Raises SetupError where the bucket keeps versions and may not be asked for them."""
        key = self._inside(path)
        try:
            self._delete_versions([version for version in self._versions(key, alone=True) if version["Key"] == key])
        except _Refused as refused:
            # A bucket without versions needs no such permission, and only the answer to a deletion says for sure which it is.
            answer = self.filesystem.call_s3("delete_object", Bucket=self._bucket, Key=key)
            if answer.get("DeleteMarker") or answer.get("VersionId"):
                raise refused.in_words(self._bucket) from None

    def forget(self, prefix: str = "") -> int:
        """Delete what lies under `prefix` and no listing shows: unfinished uploads, versions that were replaced or deleted. Returns how many.

        Nobody may be writing there. Raises SetupError where a permission for that is missing.
        """
        folder = self._inside(prefix.rstrip("/"))
        folder = f"{folder}/" if folder else ""
        try:
            hidden = [version for version in self._versions(folder) if version["deleted"] or not version["IsLatest"]] if self._keeps_versions() else ()
            self._delete_versions(hidden)
            return len(hidden) + self._abort_uploads(folder)
        except _Refused as refused:
            raise refused.in_words(self._bucket) from None

    def _keeps_versions(self) -> bool:
        try:
            return bool(self._asked("get_bucket_versioning", "GetBucketVersioning").get("Status"))
        except _Refused as refused:
            return refused.known        # not allowed to ask: it may; a store that does not know the question: it does not

    @property
    def _bucket(self) -> str:
        return self.root.partition("/")[0]

    def _inside(self, path: str) -> str:
        """The key of a path in its bucket."""
        return self._key(path).partition("/")[2]

    def _versions(self, prefix: str, alone: bool = False) -> Iterator[dict]:
        """Every version of the keys that begin with `prefix`, marks of deletion included; with `alone`, as far as the key `prefix` goes."""
        where: dict | None = {}
        while where is not None:
            answer = self._asked("list_object_versions", "ListBucketVersions", Prefix=prefix, **where)
            yield from ({**version, "deleted": False} for version in answer.get("Versions", ()))
            yield from ({**mark, "deleted": True} for mark in answer.get("DeleteMarkers", ()))
            more = answer.get("IsTruncated") and not (alone and answer.get("NextKeyMarker") != prefix)
            where = {"KeyMarker": answer["NextKeyMarker"], "VersionIdMarker": answer.get("NextVersionIdMarker", "")} if more else None

    def _delete_versions(self, versions: Sequence[dict]) -> None:
        for start in range(0, len(versions), DELETED_AT_ONCE):
            objects = [{"Key": version["Key"], "VersionId": version["VersionId"]} for version in versions[start:start + DELETED_AT_ONCE]]
            answer = self._asked("delete_objects", "DeleteObjectVersion", Delete={"Objects": objects, "Quiet": True})
            if kept := answer.get("Errors"):
                raise SetupError(f"The bucket {self._bucket} does not let go of {len(kept)} object versions ({kept[0].get('Code')}); give this user "
                                 f"s3:DeleteObjectVersion there, and let no object lock stand on any zone but the ledger.")

    def _abort_uploads(self, prefix: str) -> int:
        uploads = []
        where: dict | None = {}
        while where is not None:
            answer = self._asked("list_multipart_uploads", "ListBucketMultipartUploads", Prefix=prefix, **where)
            uploads += answer.get("Uploads", ())
            where = {"KeyMarker": answer["NextKeyMarker"], "UploadIdMarker": answer["NextUploadIdMarker"]} if answer.get("IsTruncated") else None
        for upload in uploads:
            self._asked("abort_multipart_upload", "AbortMultipartUpload", Key=upload["Key"], UploadId=upload["UploadId"])
        return len(uploads)

    def _asked(self, method: str, permission: str, **arguments) -> dict:
        try:
            return self.filesystem.call_s3(method, Bucket=self._bucket, **arguments)
        except OSError as error:
            if isinstance(error, PermissionError) or error.errno in (errno.ENOSYS, errno.EPERM):
                raise _Refused(permission, known=isinstance(error, PermissionError)) from None
            raise


class _Refused(Exception):
    """A request that the store does not allow, or does not know at all."""

    def __init__(self, permission: str, known: bool):
        super().__init__(permission)
        self.known = known

    def in_words(self, bucket: str) -> SetupError:
        return SetupError(f"The bucket {bucket} may keep what is deleted and does not let this user look or delete it there; "
                          f"give it the permission s3:{self}.")


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
