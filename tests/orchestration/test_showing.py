"""One release on the screen: its documents held against its data, its rights with evidence, its signatures with days."""

import hashlib
import json
import shutil

import pytest

from assets.governance.approvals import approve
from assets.governance.documents import release_documents
from assets.governance.documents.listing import LISTED
from assets.lake import Lake
from orchestration.verbs.showing import show
from tests.conftest import make_lake
from tests.governance import conftest

RELEASE = "atelier/1.0.0"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shown")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conftest, "documents", release_documents)
        conftest.make_candidate(make_lake(folder))
    return folder


@pytest.fixture
def lake(made, tmp_path):
    shutil.copytree(made, tmp_path / "copy")
    return Lake.open(tmp_path / "copy" / "home")


def test_documents_that_fit_are_listed_with_what_each_is_for(lake):
    told = show(lake, RELEASE, "documents")
    assert told["ok"] and told["lines"] == ["Every document says what the facts, the records and the manifest say."]
    assert {row["document"].removeprefix("documents/"): row["what"] for row in told["tables"][0]["rows"]} == LISTED


@pytest.mark.parametrize("forged", [False, True])
def test_one_number_edited_by_hand_is_a_no_even_when_every_hash_was_forged(lake, forged):
    folder = lake.store("releases").local(RELEASE)
    card, place = folder / "documents" / "card.md", folder / "MANIFEST.json"
    data = card.read_bytes().replace(b"70 records", b"71 records", 1)
    card.write_bytes(data)
    if forged:
        manifest = json.loads(place.read_bytes())
        manifest["files"]["documents/card.md"] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        place.write_text(json.dumps(manifest))
    told = show(lake, RELEASE, "documents")
    assert not told["ok"] and told["lines"][-1].startswith("problem: documents/card.md, line ") and len(told["facts"]["problems"]) == 2 - forged


def test_a_summary_that_is_gone_is_told_by_the_section_of_the_documents(lake):
    (lake.store("releases").local(RELEASE) / "documents" / "summary.json").unlink()
    assert show(lake, RELEASE, "documents")["facts"]["problems"] == ["documents/summary.json is listed in MANIFEST.json but missing."]


def test_rights_stand_with_their_evidence(lake):
    rows = show(lake, RELEASE, "rights")["tables"][0]["rows"]
    assert [(row["source"], row["evidence"]) for row in rows] == [(name, "mining: no reservation found, checked 2026-01-10") for name in ("chats", "press")]


def test_who_signed_stands_with_the_day_and_beside_the_builder(lake):
    assert show(lake, RELEASE, "approvals")["tables"][0]["rows"] == []
    signer = approve(lake, RELEASE, "reviewer-a")
    told = show(lake, RELEASE, "approvals")
    row, = told["tables"][0]["rows"]
    assert (row["key"], row["role"], row["decision"], row["signed_on"], row["built it"]) == (signer[:16], "approver", "approve", "2026-01-31", False)
    assert told["facts"]["builder"] != signer and "1 of 2 approvals" in told["lines"][0]
