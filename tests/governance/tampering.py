"""Ways to harm a release, for tests: by somebody who owns its folder, and by somebody who holds a key besides."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from assets.governance.approvals import envelope, statement
from assets.governance.ledger import keys
from assets.governance.verification import verify
from assets.governance.verification.leaves import canonical_json, release_root, sha256, shard_leaves
from assets.governance.verification.verify import released_marker
from assets.lake import Lake
from assets.lake.shards import write_shard


@dataclass
class Scene:
    """A release's folder to harm, and the house that made it."""

    lake: Lake
    release: str
    folder: Path
    registered: bool = True         # whether the reader has the house's registry of keys

    # -- reading ------------------------------------------------------------------------------------------------------------

    @property
    def manifest(self) -> dict:
        return json.loads(self.read("MANIFEST.json"))

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def rows(self, name: str) -> pa.Table:
        return pq.read_table(self.folder / name)

    def shards(self, at_least: int = 2) -> list[str]:
        """Data shards with some rows, the fullest first."""
        return sorted((name for name, listed in self.manifest["files"].items() if name.startswith("data/") and listed["rows"] >= at_least),
                      key=lambda name: -self.manifest["files"][name]["rows"])

    def approvals(self) -> list[str]:
        return sorted(f"approvals/{path.name}" for path in (self.folder / "approvals").iterdir())

    def verdict(self, tmp_path: Path, capsys) -> tuple[int, str]:
        """Exit status and output of the verifier."""
        given = [str(self.folder)]
        if self.registered:
            (tmp_path / "registry.json").write_bytes(keys.registry_file(self.lake))
            given += ["--keys", str(tmp_path / "registry.json")]
        status = verify.main(given)
        return status, capsys.readouterr().out

    # -- harming the folder -------------------------------------------------------------------------------------------------

    def write(self, name: str, data: bytes) -> None:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_bytes(data)

    def remove(self, name: str) -> None:
        (self.folder / name).unlink()

    def flip(self, name: str) -> None:
        """Change one bit in the middle of a file."""
        data = bytearray(self.read(name))
        data[len(data) // 2] ^= 1
        self.write(name, bytes(data))

    def swap(self, one: str, other: str) -> None:
        first, second = self.read(one), self.read(other)
        self.write(one, second)
        self.write(other, first)

    def edit(self, name: str, change: Callable[[dict], None]) -> None:
        """Change a JSON file, well written, and nothing that speaks of it."""
        value = json.loads(self.read(name))
        change(value)
        self.write(name, canonical_json(value))

    def reseal(self, change: Callable[[dict], None], at: str = "") -> None:
        """Change the manifest and mend its seal."""
        manifest = json.loads(self.read(f"{at}MANIFEST.json"))
        change(manifest)
        body = {name: value for name, value in manifest.items() if name != "seal"}
        self.write(f"{at}MANIFEST.json", canonical_json({**body, "seal": sha256(canonical_json(body))}))

    def hashed(self, *names: str) -> None:
        """Mend hash and size of files in the manifest."""
        def mend(manifest: dict) -> None:
            for name in names:
                manifest["files"][name].update(sha256=sha256(self.read(name)), bytes=len(self.read(name)))

        self.reseal(mend)

    def rewrite(self, name: str, change: Callable[[pa.Table], pa.Table]) -> None:
        """Change the rows of a shard, well written, and nothing that speaks of them."""
        sink = io.BytesIO()
        write_shard(change(self.rows(name)), sink)
        self.write(name, sink.getvalue())

    def counted(self, *names: str) -> None:
        """Mend all that the manifest says of shards: hash, size, rows, root, and the root and number of all."""
        self.hashed(*names)

        def mend(manifest: dict) -> None:
            for name in names:
                leaves = shard_leaves(io.BytesIO(self.read(name)))
                manifest["files"][name].update(rows=len(leaves), root=leaves.root())
            data = [listed for name, listed in manifest["files"].items() if name.startswith("data/")]
            manifest.update(root=release_root(manifest["files"]), records=sum(listed["rows"] for listed in data))

        self.reseal(mend)

    # -- signing what should not be signed --------------------------------------------------------------------------------

    def key(self, name: str) -> keys.SigningKey:
        return keys.load(self.lake, name)

    def sign(self, place: str, kind: str, signer: str | keys.SigningKey, *, digest: str | None = None, day=None, **predicate) -> None:
        """Put a statement there as no command would."""
        key = self.key(signer) if isinstance(signer, str) else signer
        digest = digest or sha256(self.read("MANIFEST.json"))
        self.write(place, envelope(statement(kind, self.manifest, digest, day or self.lake.house.as_of, **predicate), key))

    def approve(self, signer: str | keys.SigningKey, place: str | None = None, **more) -> None:
        key = self.key(signer) if isinstance(signer, str) else signer
        self.sign(place or f"approvals/{key.id}.json", "approval", key, **({"decision": "approve"} | more))

    def publish(self, at: str = "") -> None:
        """The marker that fits the manifest and the approvals as they lie there."""
        approvals = {f"approvals/{path.name}": sha256(path.read_bytes()) for path in (self.folder / at / "approvals").iterdir()}
        manifest = self.read(f"{at}MANIFEST.json")
        self.write(f"{at}RELEASED", released_marker(json.loads(manifest), sha256(manifest), approvals))

    def erase(self, signer: str = "officer", **more) -> None:
        """Sign and publish a subtractive release as it lies there, mended where the evidence speaks of it."""
        for name in self.approvals():
            self.remove(name)
        self.sign(f"approvals/{self.key(signer).id}.json", "erasure", signer, **({"decision": "erase", "requests": self.manifest["subtraction"]["requests"]} | more))
        self.publish()

    def evidence(self) -> list[str]:
        return sorted(path.relative_to(self.folder).as_posix() for path in (self.folder / "evidence").rglob("*") if path.is_file())

    def listed_again(self) -> None:
        """Make the manifest list the evidence that lies there, and no other."""
        def mend(manifest: dict) -> None:
            kept = {name: listed for name, listed in manifest["files"].items() if not name.startswith("evidence/")}
            manifest["files"] = kept | {name: {"sha256": sha256(self.read(name)), "bytes": len(self.read(name))} for name in self.evidence()}

        self.reseal(mend)


def stranger() -> keys.SigningKey:
    private = Ed25519PrivateKey.generate()
    return keys.SigningKey("stranger", private.public_key().public_bytes_raw(), False, private)


def with_value(table: pa.Table, column: str, row: int, value) -> pa.Table:
    place, values = table.schema.get_field_index(column), table[column].to_pylist()
    values[row] = value
    return table.set_column(place, table.schema.field(column), pa.array(values, table.schema.field(column).type))


def swapped(table: pa.Table, column: str = "text") -> pa.Table:
    """The first two records have each other's text."""
    one, two = table[column].to_pylist()[:2]
    return with_value(with_value(table, column, 0, two), column, 1, one)
