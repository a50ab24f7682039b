"""One walked home for the session; every test that changes something takes a copy."""

import itertools

import pytest

from tests.road import Road, new_road

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def road(tmp_path_factory) -> Road:
    """The whole road, walked once, in a home whose path has a space."""
    made = new_road(tmp_path_factory.mktemp("laws") / "a home")
    shown = made.walk()
    assert shown.run.ok, [shown.run.failed, shown.run.failed_checks]
    return made


@pytest.fixture
def copy(road, tmp_path) -> Road:
    """A copy of the walked home, to change."""
    return road.copy(tmp_path / f"copy {next(_NUMBERS)}")


@pytest.fixture(scope="session")
def release(road) -> str:
    """The one release of the walked home, published."""
    (entry,) = road.shown.releases
    assert entry["state"] == "published"
    return entry["release"]
