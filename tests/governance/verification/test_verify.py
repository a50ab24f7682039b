"""The verifier finds every changed byte, says what it was shown, and runs alone. What else may be done to a release: `test_tampering`."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from assets.governance.ledger import keys
from assets.governance.verification import verify
from assets.governance.verification.leaves import canonical_json, sha256
from assets.governance.verification.verifier import standalone
from assets.governance.verification.verify import Check, Folder


def check(folder, registry=None) -> dict:
    return Check(Folder(folder), registry).run()


def files(folder) -> list[str]:
    return Folder(folder).files()


def reseal(folder, change) -> None:
    """Rewrite the manifest as somebody would who owns the folder and wants it to look right."""
    manifest = json.loads((folder / "MANIFEST.json").read_bytes())
    change(manifest)
    body = {name: value for name, value in manifest.items() if name != "seal"}
    (folder / "MANIFEST.json").write_bytes(canonical_json({**body, "seal": sha256(canonical_json(body))}))


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


def test_a_link_is_not_a_file(folder, tmp_path):
    name = "documents/card.md"
    shutil.move(folder / name, tmp_path / "card.md")
    os.symlink(tmp_path / "card.md", folder / name)
    assert check(folder)["problems"] == [f"{name} cannot be read: it was changed or damaged."]


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


def test_the_verifier_needs_the_standard_library_pyarrow_and_cryptography_only(folder):
    import ast

    source = (folder / "verify.py").read_bytes()
    tree = ast.parse(source)
    found = {name.split(".")[0] for node in ast.walk(tree) for name in
             ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module] if isinstance(node, ast.ImportFrom) else [])}
    assert found <= set(sys.stdlib_module_names) | {"pyarrow", "cryptography"}
    assert source == standalone() and source.startswith(b"#!/usr/bin/env python3\n") and "Is this release what was approved?" in ast.get_docstring(tree)
