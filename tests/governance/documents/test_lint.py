"""A document that does not say what the data says is named, with the place; one that does is left in peace."""

import copy
import hashlib
import io
import json

import numpy as np
import pyarrow.parquet as pq
import pytest

from assets.governance.documents import release_documents
from assets.governance.documents.lint import lint
from assets.governance.erasure.recut import recut
from assets.governance.releases import folder_of, manifest_of
from assets.governance.verification.leaves import canonical_json
from tests.conftest import make_lake
from tests.corpora.small_house import record_id
from tests.governance import conftest

CARD, FACTS, PAGE = "documents/card.md", "documents/facts.json", "documents/release.html"


class Folder(dict):
    """A release in memory: name -> bytes."""

    def files(self):
        return sorted(self)

    def open(self, name):
        return io.BytesIO(self[name])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conftest, "documents", release_documents)
        lake = make_lake(tmp_path_factory.mktemp("linted"))
        release = conftest.make_candidate(lake)
    folder = folder_of(lake, release)
    return Folder({name: folder.open(name).read() for name in folder.files()}), manifest_of(lake, release)[0]


@pytest.fixture
def release(made):
    """Files and manifest of one's own."""
    return Folder(made[0]), copy.deepcopy(made[1])


def forge(folder: Folder, manifest: dict, **documents: bytes) -> None:
    """Put other documents into the release and their hashes into its manifest."""
    for name, data in documents.items():
        folder[name] = data
        manifest["files"][name] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def retell(folder: Folder, manifest: dict, change) -> None:
    """Change the facts, draw every document from them, forge every hash."""
    facts = json.loads(folder[FACTS])
    change(facts)
    forge(folder, manifest, **{f"documents/{name}": data for name, data in release_documents(facts).items()})


def test_documents_as_they_were_drawn_say_what_the_data_says(release):
    assert lint(*release) == ([], [])


def test_one_number_edited_by_hand_is_named_even_when_the_hashes_are_forged(release):
    folder, manifest = release
    edited = folder[CARD].replace(b"70 records", b"71 records", 1)
    assert edited != folder[CARD]
    line = folder[CARD].split(b"70 records")[0].count(b"\n") + 1
    folder[CARD] = edited
    assert lint(folder, manifest).problems[0] == "documents/card.md was changed: its bytes do not fit the hash in MANIFEST.json."
    forge(folder, manifest, **{CARD: edited})
    assert lint(folder, manifest).problems == [f"documents/card.md, line {line}: does not say what the facts say; it was changed after it was drawn."]


def of(name, key, **more):
    """Change a part of the composition."""
    return lambda facts: facts["composition"][f"by_{name}"][key].update(more)


def first(**more):
    return lambda facts: facts["composition"]["by_source"][0].update(more)


@pytest.mark.parametrize(("change", "said"), [
    (first(records=11), "says 11 records and 590 characters of source 'chats'; the shards hold 10 records and 590 characters"),
    (first(characters=351), "says 10 records and 351 characters of source 'chats'; the shards hold 10 records and 590 characters"),
    (first(licence="CC0-1.0"), "of source 'chats' are not those in the provenance of its records, LicenseRef-House-Owned, not-personal."),
    (lambda facts: facts["fates"][0].update(released=3), "field 'fates'"), (lambda facts: facts["funnel"][-1].update(out=3), "field 'funnel'"),
    (of("language", "en", records=69), "in language 'en'; the shards hold 70 records"),
    (of("split", "train", characters=1), "of split 'train'; the shards hold"),
    (of("licence", "LicenseRef-House-Owned", records=7), "under licence 'LicenseRef-House-Owned'"), (of("year", "2020", records=9), "of the year '2020'"),
    (lambda facts: facts["chains"][0].update(records=3), "of chain '"), (first(made=2), "made by a generator, of source 'chats'; the shards hold 0 records"),
    (first(redactions={"IBAN": 4}), "says 4 redactions of type IBAN in source 'chats'; the provenance holds 0"),
    (lambda facts: facts["privacy"]["redactions"].update(PERSON=1), "field 'privacy.redactions' is not the sum of what the provenance holds"),
    (lambda facts: facts["release"].update(root="ab" * 32), "field 'release.root' does not say what MANIFEST.json says"),
    (lambda facts: facts["release"].update(version="9.0.0"), "field 'release.version'"),
    (lambda facts: facts["release"].update(purposes=["retrieval"]), "field 'release.purposes'"),
    (lambda facts: facts["shards"][0].update(sha256="0" * 64), "field 'shards'"), (lambda facts: facts["human"].update(known_biases="None."), "field 'human'"),
    (lambda facts: facts["policies"].append({"policy": "kept", "passed": True}), "field 'policies'"),
    (lambda facts: facts["chains"][0].update(id="aa"), "field 'chains'"),
    (lambda facts: facts["privacy"]["second_pass"].update(full_names=1), "field 'privacy.second_pass'"),
    (lambda facts: facts.update(changes={"added": 1, "removed": 0, "changed": 0}), "field 'changes'"),
    (lambda facts: facts.update(subtraction={"of": "1.0.0", "requests": ["R-0001"], "removed": 1}), "field 'subtraction'")])
def test_facts_that_lie_are_found_out_by_the_data_or_the_manifest(release, change, said):
    retell(*release, change)
    problems = lint(*release).problems
    assert any(said in problem for problem in problems), problems
    assert all(problem.startswith("documents/facts.json") for problem in problems)


def test_a_forged_hash_in_croissant_is_found(release):
    folder, manifest = release
    told = json.loads(folder["documents/croissant.json"])
    told["distribution"][0]["sha256"] = "0" * 63
    forge(folder, manifest, **{"documents/croissant.json": json.dumps(told).encode()})
    problems = lint(folder, manifest).problems
    assert len(problems) == 2 and "it was changed after it was drawn" in problems[0] and problems[1].endswith("has no SHA-256.")


def test_documents_of_other_code_may_be_worded_otherwise_but_state_no_other_figure(release):
    folder, manifest = release
    manifest["code"] = {**manifest["code"], "version": "0.9", "digest": "ab" * 32}
    forge(folder, manifest, **{CARD: folder[CARD].replace(b"## Limits", b"## What it cannot say")})
    found = lint(folder, manifest)
    assert found.problems == [] and found.notes == [
        f"The documents were drawn by other code than is installed here (version 0.9, digest {'ab' * 8}), so wording was not compared, figures were: card.md."]
    forge(folder, manifest, **{CARD: folder[CARD].replace(b"70 records", b"71 records", 1)})
    problem = lint(folder, manifest).problems[0]
    assert problem.startswith("documents/card.md, line ") and problem.endswith("states a figure that does not follow from the facts.")


def test_of_a_purged_release_it_is_said_what_cannot_be_counted_any_more(release):
    folder, manifest = release
    gone = [name for name in folder if name.startswith(("data/", "provenance/"))]
    for name in gone:
        del folder[name]
    assert lint(folder, manifest).problems == [
        "data/test-00000-of-00002.parquet or its provenance is missing, so what the documents count cannot be counted again."]
    folder["PURGED"] = b"{}"
    found = lint(folder, manifest)
    assert found.problems == [] and found.notes[0].startswith("7 of 7 shards were purged, so what the documents count cannot be counted again")
    forge(folder, manifest, **{CARD: b"# Another card\n"})
    assert lint(folder, manifest).problems == ["documents/card.md, line 1: does not say what the facts say; it was changed after it was drawn."]


@pytest.mark.parametrize(("harm", "said"), [
    (lambda folder, manifest: folder.pop(PAGE), "documents/release.html is listed in MANIFEST.json but missing."),
    (lambda folder, manifest: (folder.pop(PAGE), manifest["files"].pop(PAGE)), "documents/release.html is missing among the documents of the release."),
    (lambda folder, manifest: forge(folder, manifest, **{"documents/more.md": b"x"}), "documents/more.md is no document that is drawn from the facts."),
    (lambda folder, manifest: forge(folder, manifest, **{FACTS: folder[FACTS] + b"\n"}), "documents/facts.json is not in the form in which facts are sealed"),
    (lambda folder, manifest: forge(folder, manifest, **{FACTS: b"[]"}), "documents/facts.json is not in the form"),
    (lambda folder, manifest: forge(folder, manifest, **{FACTS: b"{}"}), "facts of the release: field 'release' is missing"),
    (lambda folder, manifest: manifest.pop("recipe"), "MANIFEST.json does not state what the manifest of a release must state."),
    (lambda folder, manifest: (folder.pop(FACTS), manifest["files"].pop(FACTS)), "were drawn before facts were sealed, so they cannot be checked."),
    (lambda folder, manifest: folder.update({"data/train-00000-of-00004.parquet": b"no parquet"}), "The shards cannot be read")])
def test_what_is_missing_foreign_or_unreadable_is_said_in_one_sentence(release, harm, said):
    folder, manifest = release
    harm(folder, manifest)
    assert any(said in problem for problem in lint(folder, manifest).problems)


def test_a_shard_that_lost_a_row_is_found_by_every_count_of_it(release):
    folder, manifest = release
    for name in ("data/train-00000-of-00004.parquet", "provenance/train-00000-of-00004.parquet"):
        out = io.BytesIO()
        pq.write_table(pq.read_table(folder.open(name)).slice(1), out)
        folder[name] = out.getvalue()
    problems = " ".join(lint(folder, manifest).problems)
    assert all(words in problems for words in ("of source", "in language", "of split", "under licence", "of chain"))


def test_a_field_that_nobody_filled_is_a_gap_of_the_documents(release):
    folder, manifest = release
    manifest["recipe"]["statements"]["known_biases"] = "TODO"
    retell(folder, manifest, lambda facts: facts["human"].update(known_biases="TODO"))
    assert lint(folder, manifest).problems == ["documents/facts.json: field 'human.known_biases' is empty, and only a person can fill it."]


def test_facts_are_sealed_in_canonical_form(release):
    folder, _ = release
    assert folder[FACTS] == canonical_json(json.loads(folder[FACTS]))


def test_the_documents_of_a_release_without_the_erased_say_what_its_data_says(tmp_path, monkeypatch):
    monkeypatch.setattr(conftest, "documents", release_documents)
    lake = make_lake(tmp_path)
    release = conftest.make_published(lake)
    for gone, numbers in (([3, 10, 1000], ["R-0001"]), ([11], ["R-0002", "R-0003"])):
        removed = np.array([record_id(number) for number in gone], "S16")
        release = recut(lake, release, removed, numbers, search=lambda documents: conftest.CLEAN)
        folder, (manifest, _) = folder_of(lake, release), manifest_of(lake, release)
        assert lint(folder, manifest) == ([], [])
        page = folder.open(PAGE).read().decode()
        assert f"erased on request ({', '.join(numbers)})" in page and "It needs no new approvals" in page
    facts = json.loads(folder.open(FACTS).read())
    assert facts["funnel"][-1]["left_out"] == {"erased on request": 4} and manifest["records"] == 66
    assert [fate["reasons"].get("erased on request") for fate in facts["fates"]] == [3, 1]
