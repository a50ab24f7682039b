"""Houses under test, opened once. Belongs here: fixtures that several modules share. Not here: expectations."""

import os
from pathlib import Path

import pytest

from assets.lake.house import House
from assets.landing.contracts import load_contracts

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def house() -> House:
    return House.open(REPOSITORY / "houses" / "public")


@pytest.fixture(scope="session")
def contracts(house) -> list:
    return load_contracts(house)


@pytest.fixture(scope="session")
def folder() -> Path:
    named = os.environ.get("HALLMARK_PUBLIC_DATA")
    folder = Path(named) if named else REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("The public data is not here; name its folder with HALLMARK_PUBLIC_DATA (docs/public-data.md says how to fetch it).")
    return folder


@pytest.fixture(scope="session")
def files(folder) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
