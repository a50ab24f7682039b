"""Law 9: a release is whole or absent, wherever a run breaks off; and no byte of it can change unseen."""

import json
import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assets.corpora.cut import WRITER, cut
from assets.corpora.recipes import load
from assets.governance.approvals import approve
from assets.governance.documents import release_documents
from assets.governance.ledger import keys
from assets.governance.release import candidate, draw, publish
from assets.governance.releases import folder_of, releases
from assets.governance.verification.verify import Check, canonical_json, sha256
from assets.governance.waiting import DOCUMENTS, SHARDS
from assets.lake.storage import LocalStore
from orchestration.verbs import sampling
from orchestration.verbs.evidence import weigh
from orchestration.verbs.policies import judge
from orchestration.verbs.scanning import scan
from tests.road import Road

CORPUS = "atelier"


def verified(road: Road, release: str) -> dict:
    lake = road.lake
    return Check(folder_of(lake, release), keys.registry(lake)).run()


def released_again(road: Road) -> str:
    """From the checked tables to RELEASED, in the order of the road; what an earlier try left is taken up."""
    lake = road.lake
    keys.demonstrate(lake)
    cut(lake, load(lake.house.path / "recipes" / f"{CORPUS}.yaml"))
    scan(lake, CORPUS, SHARDS)
    weigh(lake, CORPUS)
    judge(lake, CORPUS)
    draw(lake, CORPUS, release_documents)
    scan(lake, CORPUS, DOCUMENTS)
    name = candidate(lake, CORPUS)
    state = next(one["state"] for one in releases(lake) if one["release"] == name)
    if state in ("candidate", "approved"):
        sampling.judge(lake, name)      # its marks lie in the vault; the log that bore witness may be gone
    if state == "candidate":
        given = {path.name for path in (road.path / "lake" / "releases" / name / "approvals").glob("*.json")}
        for reviewer in ("reviewer-a", "reviewer-b"):
            if f"{keys.load(lake, reviewer).id}.json" not in given:
                approve(lake, name, reviewer)
    if state in ("candidate", "approved"):
        publish(lake, name)
    return name


def forget_releases(road: Road) -> None:
    for folder in ("releases", "ledger", "vault/pending"):
        shutil.rmtree(road.path / "lake" / folder, ignore_errors=True)


class Interruption:
    """Breaks off at the n-th change of anything stored, before or after it happened."""

    def __init__(self, patch: pytest.MonkeyPatch, at: int | None):
        self.at, self.changes = at, []
        for name in ("write", "create", "put_file", "delete"):
            patch.setattr(LocalStore, name, self._watched(name, getattr(LocalStore, name)))
        from assets.governance import release
        from assets.lake import storage

        patch.setattr(release, "copy", self._copied(storage.copy))

    def _watched(self, name, original):
        def change(store, *arguments):
            self._count(f"{name} {arguments[-1] if name == 'put_file' else arguments[0]}")
            return original(store, *arguments)
        return change

    def _copied(self, original):
        def change(source, path, target, target_path):
            self._count(f"copy {target_path}")
            return original(source, path, target, target_path)
        return change

    def _count(self, what: str) -> None:
        self.changes.append(what)
        if self.at is not None and len(self.changes) > self.at:
            raise KeyboardInterrupt


def visible(road: Road) -> list[dict]:
    """The releases of a home; each must be whole, whatever its state."""
    found = releases(road.lake)
    for entry in found:
        told = verified(road, entry["release"])
        assert told["ok"], (entry, told["problems"])
        assert (entry["state"] == "published") == (told["state"] == "published")
    return found


@pytest.mark.slow
def test_wherever_a_run_breaks_off_no_half_release_is_seen_and_the_next_run_ends_in_the_same_root(copy: Road, road: Road):
    wanted = [(one["release"], one["root"], one["records"]) for one in releases(road.lake)]
    forget_releases(copy)
    with pytest.MonkeyPatch.context() as patch:
        changes = Interruption(patch, None).changes
        released_again(copy)
    assert [(one["release"], one["root"], one["records"]) for one in visible(copy)] == wanted
    moments = [number for number, what in enumerate(changes) if number % 9 == 2 or any(
        word in what for word in ("MANIFEST", "RELEASED", "cut.json", "approvals/", "drawn.json", "verify.py"))]
    assert len(changes) > 60 and any("RELEASED" in changes[number] for number in moments)
    for moment in moments:
        forget_releases(copy)
        with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
            Interruption(patch, moment)
            released_again(copy)
        half = visible(copy)
        assert not half or all(one["root"] == wanted[0][1] for one in half), changes[moment]
        released_again(copy)
        now = visible(copy)
        assert [(one["release"], one["root"], one["records"]) for one in now] == wanted and now[0]["state"] == "published", changes[moment]


def test_one_byte_changed_in_any_file_is_found_and_the_file_is_named(copy: Road, release):
    folder = copy.path / "lake" / "releases" / release
    assert verified(copy, release)["ok"]
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name, data = path.relative_to(folder).as_posix(), path.read_bytes()
        for place in (0, len(data) // 2, len(data) - 1):
            path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1:])
            told = verified(copy, release)
            assert not told["ok"] and any(name in problem for problem in told["problems"]), (name, place, told["problems"])
        path.write_bytes(data)
    assert verified(copy, release)["ok"]


def test_a_file_that_is_gone_or_added_is_found(copy: Road, release):
    folder = copy.path / "lake" / "releases" / release
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name, data = path.relative_to(folder).as_posix(), path.read_bytes()
        if name != "MANIFEST.json" and not name.startswith(("approvals/", "RELEASED")):
            path.unlink()
            told = verified(copy, release)
            assert not told["ok"] and any(name in problem for problem in told["problems"]), name
            path.write_bytes(data)
    (folder / "data" / "extra.parquet").write_bytes(b"PAR1PAR1")
    assert any("extra.parquet" in problem for problem in verified(copy, release)["problems"])


@pytest.mark.parametrize("covered_up", [False, True], ids=["plainly", "with the manifest mended"])
def test_two_swapped_texts_are_found_even_when_the_files_hash_is_mended(copy: Road, release, covered_up):
    folder = copy.path / "lake" / "releases" / release
    shard = next(path for path in sorted((folder / "data").glob("*.parquet")) if pq.read_metadata(path).num_rows > 1)
    table = pq.read_table(shard)
    texts = table["text"].to_pylist()
    texts[0], texts[1] = texts[1], texts[0]
    pq.write_table(table.set_column(1, table.schema.field(1), pa.array(texts, table.schema.field(1).type)), shard, **WRITER)
    name = shard.relative_to(folder).as_posix()
    if covered_up:
        manifest = json.loads((folder / "MANIFEST.json").read_bytes())
        manifest["files"][name].update(sha256=sha256(shard.read_bytes()), bytes=shard.stat().st_size)
        manifest["seal"] = sha256(canonical_json({key: value for key, value in manifest.items() if key != "seal"}))
        (folder / "MANIFEST.json").write_bytes(canonical_json(manifest))
    told = verified(copy, release)
    assert not told["ok"] and any(name in problem for problem in told["problems"]), told["problems"]


def test_the_command_says_no_with_exit_status_one_and_names_the_file(copy: Road, release):
    folder = copy.path / "lake" / "releases" / release
    path = next((folder / "provenance").glob("train-*"))
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    done = copy.command("verify", release, "--json")
    assert done.returncode == 1 and not json.loads(done.stdout)["ok"] and path.name in done.stdout and "Traceback" not in done.stderr


def test_a_release_is_never_written_over(copy: Road, release):
    before = {path: path.read_bytes() for path in (copy.path / "lake" / "releases").rglob("*") if path.is_file()}
    assert released_again(copy) == release
    assert {path: path.read_bytes() for path in (copy.path / "lake" / "releases").rglob("*") if path.is_file()} == before
