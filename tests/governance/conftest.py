"""A published release of a small corpus, made once and copied by the tests that harm it."""

import shutil

import pytest

from assets.governance.approvals import approve
from assets.governance.release import candidate, draw, publish
from assets.governance.verification.verify import canonical_json
from assets.governance.waiting import scanned
from assets.lake import Lake
from tests.conftest import make_lake
from tests.corpora.small_house import choose, dialogue, document, fill, recipe

CLEAN = {"passed": True, "unique_identifiers": 0, "full_names": 0, "searched_values": 12}


REMAINS = {"passed": True, "residual": [], "canaries": {"records": 9, "planted": 64, "caught": 64, "forms": []}, "over_redaction": None}


def documents(facts: dict) -> dict[str, bytes]:
    """A page as short as can be, and the facts."""
    return {"release.html": f"<p>{facts['release']['corpus']} {facts['release']['version']}</p>".encode(), "card.md": b"# Card\n",
            "facts.json": canonical_json(facts)}


def cut(lake, rows=range(60), chosen=None, **more):
    """Tables, selection and cut, up to the point where the shards wait for their second search."""
    from assets.corpora.cut import cut

    fill(lake, [document(n) for n in rows], [dialogue(n) for n in range(1000, 1010)], **more)
    choose(lake, chosen)
    return cut(lake, chosen or recipe())


def searched(lake) -> None:
    """What the checks say of good shards: searched a second time, what may remain estimated, the policies asked."""
    scanned(lake, "atelier", "shards", CLEAN)
    scanned(lake, "atelier", "residual", REMAINS)
    scanned(lake, "atelier", "policies", {"passed": True, "as_of": lake.house.as_of.isoformat(), "policies": []})


def make_candidate(lake, rows=range(60), **more) -> str:
    cut(lake, rows, **more)
    searched(lake)
    draw(lake, "atelier", documents)
    scanned(lake, "atelier", "documents", {"passed": True})
    return candidate(lake, "atelier")


def make_published(lake, rows=range(60), **more) -> str:
    release = make_candidate(lake, rows, **more)
    for name in ("reviewer-a", "reviewer-b"):
        approve(lake, release, name)
    publish(lake, release)
    return release


@pytest.fixture(scope="session")
def candidate_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("candidate")
    make_candidate(make_lake(folder))
    return folder


@pytest.fixture
def candidate_lake(candidate_once, tmp_path) -> Lake:
    """A lake of one's own that holds `atelier/1.0.0`, waiting for approval."""
    shutil.copytree(candidate_once, tmp_path / "copy")
    return Lake.open(tmp_path / "copy" / "home")


@pytest.fixture(scope="session")
def published_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("published")
    lake = make_lake(folder)
    make_published(lake)
    return folder


@pytest.fixture
def published(published_once, tmp_path, monkeypatch) -> Lake:
    """A lake of one's own that holds `atelier/1.0.0`, published."""
    shutil.copytree(published_once, tmp_path / "copy")
    return Lake.open(tmp_path / "copy" / "home")


@pytest.fixture
def folder(published):
    """Its release folder."""
    return published.store("releases").local("atelier/1.0.0")
