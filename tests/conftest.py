"""Shared by all tests: small homes and lakes, on disk and on an S3 emulator."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Shared machines are slow at times: a property is never a timed test. The same examples everywhere, and no folder of its own.
settings.register_profile("hallmark", deadline=None, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hallmark")
os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "1")

HOUSE = """\
name: test
title: A house for tests
controller: Test Controller
steward: data@example.com
seed: 1
as_of: 2026-01-31
languages: [en, fr, it]
inbox: inbox
"""


def make_house(folder: Path, **files: str) -> Path:
    """A house folder; `files` maps names like contracts__x to YAML text."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "house.yaml").write_text(HOUSE)
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def make_lake(folder: Path, **files: str):
    from assets.lake import Home, Lake
    from assets.lake.keys import make_keys

    home = Home.make(folder / "home", make_house(folder / "house", **files), demonstration=True)
    make_keys(home.path, seed=1)
    return Lake.open(home)


@pytest.fixture
def lake(tmp_path):
    """An empty lake with demonstration keys in a folder whose name has a space."""
    return make_lake(tmp_path / "a home")


@pytest.fixture(scope="session")
def s3_endpoint():
    """An S3 emulator on loopback for the session."""
    pytest.importorskip("moto.server", reason="the extra `test` installs moto")
    import socket

    from moto.server import ThreadedMotoServer

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def bucket(s3_endpoint, monkeypatch):
    """A fresh bucket; the credentials are in the environment under the names given here."""
    import uuid

    import s3fs

    for name, value in {"TEST_S3_ENDPOINT": s3_endpoint, "TEST_S3_KEY": "test", "TEST_S3_SECRET": "test"}.items():
        monkeypatch.setenv(name, value)
    name = f"bucket-{uuid.uuid4().hex[:12]}"
    s3fs.S3FileSystem(key="test", secret="test", endpoint_url=s3_endpoint).mkdir(name)
    return name


S3_OPTIONS = {"endpoint_env": "TEST_S3_ENDPOINT", "key_env": "TEST_S3_KEY", "secret_env": "TEST_S3_SECRET"}
