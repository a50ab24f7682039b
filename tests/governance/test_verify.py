"""Whatever is changed in a release, the verifier says no and names it."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assets.corpora.cut import ROW_GROUP, WRITER
from assets.governance import keys, verify
from assets.governance.verify import Check, Folder, Leaves, canonical_json, leaf, merkle_root, node, sha256


def check(folder, registry=None) -> dict:
    return Check(Folder(folder), registry).run()


def files(folder) -> list[str]:
    return Folder(folder).files()


def shards(folder) -> list[str]:
    return [name for name in files(folder) if name.startswith("data/") and pq.ParquetFile(folder / name).metadata.num_rows > 1]


def reseal(folder, change) -> None:
    """Rewrite the manifest as somebody would who owns the folder and wants it to look right."""
    manifest = json.loads((folder / "MANIFEST.json").read_bytes())
    change(manifest)
    body = {name: value for name, value in manifest.items() if name != "seal"}
    (folder / "MANIFEST.json").write_bytes(canonical_json({**body, "seal": sha256(canonical_json(body))}))


def swap_texts(folder, name: str) -> None:
    """Give the first two records of a shard each other's text, in a well-written file."""
    table = pq.read_table(folder / name)
    texts = table["text"].to_pylist()
    texts[0], texts[1] = texts[1], texts[0]
    place = table.schema.get_field_index("text")
    pq.write_table(table.set_column(place, table.schema.field("text"), pa.array(texts, pa.large_string())), folder / name,
                   row_group_size=ROW_GROUP, **WRITER)


def test_a_published_release_holds(folder):
    result = check(folder)
    assert result["ok"] and result["state"] == "published" and result["problems"] == []
    assert result["records"] == 70 and result["files"] == len(files(folder)) - 4      # manifest, marker and two approvals stand beside
    assert len(result["signers"]) == 2


def test_it_says_that_demonstration_keys_signed_and_whose_list_was_used(folder, published):
    assert check(folder)["notes"] == [verify.FOLDER_KEYS, verify.DEMONSTRATION]
    assert check(folder, keys.registry(published))["notes"] == [verify.DEMONSTRATION]


def positions(size: int) -> list[int]:
    """The ends of a file and a spread of what lies between."""
    return list(range(size)) if size <= 16 else sorted({0, 4, size // 3, size // 2, size - 5, size - 1})


def test_one_flipped_byte_in_any_file_is_caught_and_named(folder):
    for name in files(folder):
        sound = (folder / name).read_bytes()
        for position in positions(len(sound)):
            harmed = bytearray(sound)
            harmed[position] ^= 1
            (folder / name).write_bytes(harmed)
            result = check(folder)
            assert not result["ok"] and result["state"] == "unproven", (name, position)
            assert any(name in problem for problem in result["problems"]), (name, position, result["problems"])
        (folder / name).write_bytes(sound)
    assert check(folder)["ok"]


@pytest.mark.parametrize("name", ["MANIFEST.json", "RELEASED"])
def test_bytes_all_over_the_sealed_files_count(folder, name, monkeypatch):
    monkeypatch.setattr(Check, "_check_files", lambda *_: None)         # the rest is not harmed here, and slow to read each time
    sound = (folder / name).read_bytes()
    for position in range(0, len(sound), max(1, len(sound) // 150)):
        harmed = bytearray(sound)
        harmed[position] ^= 1
        (folder / name).write_bytes(harmed)
        assert any(name in problem for problem in check(folder)["problems"]), position


def test_bytes_all_over_an_approval_count_down_to_its_last_bits(folder, monkeypatch):
    monkeypatch.setattr(Check, "_check_files", lambda *_: None)
    name = next(name for name in files(folder) if name.startswith("approvals/"))
    sound = (folder / name).read_bytes()
    for position in (*range(0, len(sound) - 40, 11), *range(len(sound) - 40, len(sound))):
        for bit in (1, 2):
            harmed = bytearray(sound)
            harmed[position] ^= bit
            (folder / name).write_bytes(harmed)
            assert any(name in problem for problem in check(folder)["problems"]), position


def test_the_bits_that_base64_does_not_need_count_too(folder):
    from string import ascii_lowercase, ascii_uppercase, digits

    alphabet = ascii_uppercase + ascii_lowercase + digits + "+/"
    name = next(name for name in files(folder) if name.startswith("approvals/"))
    harmed = bytearray((folder / name).read_bytes())
    last = harmed.rindex(b"==") - 1
    harmed[last] = ord(alphabet[alphabet.index(chr(harmed[last])) ^ 1])       # decodes to the very same signature
    (folder / name).write_bytes(harmed)
    assert f"{name} is not in canonical form, so it was changed after signing." in check(folder)["problems"]


def test_a_file_less_or_a_file_more_is_named(folder):
    for name in files(folder):
        if name.startswith("approvals/"):
            continue
        sound = (folder / name).read_bytes()
        (folder / name).unlink()
        if name != "RELEASED":          # without its marker it is an approved candidate, and sound
            assert any(name in problem for problem in check(folder)["problems"]), name
        (folder / name).write_bytes(sound)
    (folder / "data" / "extra.parquet").write_bytes(b"more")
    assert check(folder)["problems"] == ["data/extra.parquet is not listed in MANIFEST.json: it was added after the release was made."]


def test_a_missing_approval_leaves_the_marker_without_ground(folder):
    next((folder / "approvals").iterdir()).unlink()
    assert any(problem.startswith("RELEASED stands here without") for problem in check(folder)["problems"])


def test_a_link_is_not_a_file(folder, tmp_path):
    name = "documents/card.md"
    shutil.move(folder / name, tmp_path / "card.md")
    os.symlink(tmp_path / "card.md", folder / name)
    assert check(folder)["problems"] == [f"{name} cannot be read: it was changed or damaged."]


def test_two_swapped_texts_in_a_rewritten_file_name_the_shard(folder):
    name = shards(folder)[0]
    swap_texts(folder, name)
    assert any(name in problem for problem in check(folder)["problems"])


def test_two_swapped_texts_with_a_rewritten_manifest_hash_name_the_shard(folder):
    name = shards(folder)[0]
    swap_texts(folder, name)
    data = (folder / name).read_bytes()
    reseal(folder, lambda manifest: manifest["files"][name].update(sha256=sha256(data), bytes=len(data)))
    assert f"{name} was changed: its records do not fit the root that MANIFEST.json states for it." in check(folder)["problems"]


def test_two_swapped_texts_with_a_rewritten_shard_root_break_the_root_of_all(folder):
    name = shards(folder)[0]
    swap_texts(folder, name)
    data = (folder / name).read_bytes()
    with open(folder / name, "rb") as file:
        root = verify.shard_leaves(file).root()
    reseal(folder, lambda manifest: manifest["files"][name].update(sha256=sha256(data), bytes=len(data), root=root))
    assert any("Merkle root" in problem for problem in check(folder)["problems"])


def test_whoever_rewrites_everything_still_lacks_the_approvals(folder):
    reseal(folder, lambda manifest: manifest.update(title="Another title"))
    problems = check(folder)["problems"]
    assert len([problem for problem in problems if "was given to another manifest" in problem]) == 2
    assert any(problem.startswith("RELEASED") for problem in problems)


def test_records_moved_between_shards_are_caught(folder):
    one, two = shards(folder)[:2]
    first, second = (folder / one).read_bytes(), (folder / two).read_bytes()
    (folder / one).write_bytes(second)
    (folder / two).write_bytes(first)
    problems = check(folder)["problems"]
    assert any(one in problem for problem in problems) and any(two in problem for problem in problems)


def test_a_record_that_stands_twice_is_caught():
    leaves = Leaves()
    for _ in range(2):
        leaves.add(bytes(16), bytes(32))
    with pytest.raises(verify.Unsound, match="twice"):
        leaves.root()


def rewrite_provenance(folder, change) -> str:
    name = shards(folder)[0].replace("data/", "provenance/")
    pq.write_table(change(pq.read_table(folder / name)), folder / name, **WRITER)
    data = (folder / name).read_bytes()
    reseal(folder, lambda manifest: manifest["files"][name].update(sha256=sha256(data), bytes=len(data)))
    return name


def test_provenance_in_another_order_is_caught(folder):
    name = rewrite_provenance(folder, lambda table: table.take(list(reversed(range(table.num_rows)))))
    assert any(f"{name} does not follow the records" in problem for problem in check(folder)["problems"])


def test_provenance_without_an_origin_is_caught(folder):
    name = rewrite_provenance(folder, lambda table: table.set_column(1, "object_id", pa.nulls(table.num_rows, pa.binary(16))))
    assert any(f"{name} is incomplete: an origin is missing" in problem for problem in check(folder)["problems"])


def test_a_manifest_that_states_too_little_is_refused_without_a_trace(folder):
    for field in ("files", "approval", "records", "root"):
        sound = (folder / "MANIFEST.json").read_bytes()
        reseal(folder, lambda manifest, field=field: manifest.pop(field))
        problems = check(folder)["problems"]
        assert problems and all("MANIFEST.json" in problem or "RELEASED" in problem or "approvals" in problem for problem in problems)
        (folder / "MANIFEST.json").write_bytes(sound)


def test_a_manifest_in_another_spelling_is_another_manifest(candidate_lake):
    folder = candidate_lake.store("releases").local("atelier/1.0.0")
    manifest = json.loads((folder / "MANIFEST.json").read_bytes())
    (folder / "MANIFEST.json").write_text(json.dumps(manifest, indent=1))
    assert check(folder)["problems"] == ["MANIFEST.json is not in canonical form: it was changed."]


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{}", b"\xff\xfe", b'{"seal": 1}'])
def test_a_manifest_that_is_none_is_named(folder, body):
    (folder / "MANIFEST.json").write_bytes(body)
    result = check(folder)
    assert not result["ok"] and all("MANIFEST.json" in problem for problem in result["problems"])


def test_a_registry_that_does_not_know_the_signers_refuses_them(folder):
    assert any("not enrolled" in problem for problem in check(folder, {})["problems"])


# The file alone

def alone(folder, *arguments) -> subprocess.CompletedProcess:
    """Run the verifier that lies in the release, from elsewhere, seeing nothing of this repository."""
    return subprocess.run([sys.executable, "-I", str(folder / "verify.py"), *arguments], capture_output=True, text=True, cwd="/", check=False)


def test_the_verifier_inside_runs_alone_and_answers_by_exit_status(folder, published, tmp_path):
    sound = alone(folder, "--json")
    assert sound.returncode == 0 and json.loads(sound.stdout)["state"] == "published"
    registry = tmp_path / "keys.json"
    registry.write_bytes(keys.registry_file(published))
    assert alone(folder, "--keys", str(registry)).returncode == 0
    (folder / "documents" / "card.md").write_text("other")
    harmed = alone(folder, str(folder))
    assert harmed.returncode == 1 and "documents/card.md was changed" in harmed.stdout and "Traceback" not in harmed.stderr
    assert alone(folder, str(tmp_path / "nowhere")).returncode == 2
    assert alone(folder, "--keys", str(tmp_path / "nowhere")).returncode == 2


def test_the_verifier_needs_the_standard_library_pyarrow_and_cryptography_only():
    import ast

    tree = ast.parse(Path(verify.__file__).read_text())
    found = {name.split(".")[0] for node in ast.walk(tree) for name in
             ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module] if isinstance(node, ast.ImportFrom) else [])}
    assert found <= set(sys.stdlib_module_names) | {"pyarrow", "cryptography"}


# The tree

def test_the_root_is_the_one_of_the_standard():
    def recursive(leaves):
        if len(leaves) == 1:
            return leaves[0]
        half = 1 << (len(leaves) - 1).bit_length() - 1
        return node(recursive(leaves[:half]), recursive(leaves[half:]))

    leaves = [leaf(bytes([n]) * 16, bytes(32)) for n in range(40)]
    assert merkle_root([]) == sha256(b"")
    for size in range(1, 41):
        assert merkle_root(leaves[:size]) == recursive(leaves[:size]).hex()


def test_a_leaf_never_changes():
    assert leaf(bytes(16), bytes(32)).hex() == sha256(bytes(49))


def test_the_canonical_bytes_of_a_row_never_change():
    # Written down once: a change here would void every release there is.
    row = {"b": [bytes(2), None], "a": "é\n", "c": 0.1, "d": dt.date(2020, 1, 2), "e": True}
    assert canonical_json(row) == b'{"a":"\xc3\xa9\\n","b":["0000",null],"c":0.1,"d":"2020-01-02","e":true}'
