"""Tests against real servers: `make test-services` names this folder and they run; everywhere else they are skipped and say so."""

import pytest


def pytest_collection_modifyitems(config, items):
    if not any("services" in argument for argument in config.invocation_params.args):
        for item in items:
            if "tests/services" in item.nodeid:
                item.add_marker(pytest.mark.skip(reason="starts real servers; run `make test-services`"))
