"""One dbt build of the planted house, shared by all tests of the warehouse."""

import pytest

from tests.warehouse.planted import World


@pytest.fixture(scope="session")
def world(tmp_path_factory) -> World:
    return World(tmp_path_factory.mktemp("warehouse"))
