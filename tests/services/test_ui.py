"""The Dagster UI in a real browser: the graph in its groups, an asset with its checks and metadata, and nothing asked of other machines."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync"]
GROUPS = ("landing", "warehouse", "clean", "annotations", "corpora", "governance")
SCALE = "0.1"


def hallmark(*arguments: str) -> list[str]:
    return [sys.executable, "-W", "ignore", "-c", "from orchestration.cli.main import run; run()", *arguments]


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """A small finished home, made by the demonstration."""
    home = tmp_path_factory.mktemp("ui") / "home"
    environment = {**os.environ, "HALLMARK_HOME": str(home), "PYTHONPATH": str(ROOT), "DAGSTER_DISABLE_TELEMETRY": "1"}
    made = subprocess.run(hallmark("demo", "--scale", SCALE), env=environment, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert made.returncode == 0, made.stdout + made.stderr
    return environment


@pytest.fixture(scope="module")
def address(environment):
    """Where the UI answers. Its whole process group is ended afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(hallmark("ui", "--port", str(port)), env=environment, cwd=ROOT, start_new_session=True,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server)
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def _wait_for(address: str, server: subprocess.Popen, seconds: int = 180) -> None:
    for _ in range(seconds):
        assert server.poll() is None, "the UI ended before it answered"
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(1)
    pytest.fail(f"the UI did not answer within {seconds} seconds")


@pytest.fixture(scope="module")
def page(address):
    """A browser page, and every address it asked for."""
    playwright = pytest.importorskip("playwright.sync_api", reason="the extra `test` installs playwright")
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        pytest.skip("no Chromium on this machine; on Debian: apt-get install chromium")
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=browser, headless=True, args=FLAGS)
        context = chromium.new_context(viewport={"width": 1600, "height": 1000})
        context.set_default_timeout(120_000)
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        shown = context.new_page()
        yield shown, asked
        chromium.close()


def test_the_graph_shows_the_groups_and_no_request_leaves_the_machine(page, address, tmp_path):
    shown, asked = page
    shown.goto(f"{address}/asset-groups")
    for group in GROUPS:
        shown.wait_for_selector(f"text={group}")
    shown.screenshot(path=tmp_path / "graph.png")
    assert (tmp_path / "graph.png").stat().st_size > 10_000
    assert asked and all(url.startswith((address, "data:", "blob:")) for url in asked)


def test_an_asset_shows_its_check_its_account_and_its_columns(page, address, tmp_path):
    shown, asked = page
    shown.goto(f"{address}/assets/clean/documents?view=checks")
    shown.wait_for_selector("text=conservation")
    shown.wait_for_selector("text=Every row that went in came out")
    shown.wait_for_selector("text=Passed")
    shown.screenshot(path=tmp_path / "checks.png")
    shown.goto(f"{address}/assets/clean/documents?view=events")
    shown.wait_for_selector("text=left out by reason")
    shown.wait_for_selector("text=/[0-9,]+ in = [0-9,]+ out/")
    shown.goto(f"{address}/assets/clean/documents")
    shown.wait_for_selector("text=Keyed id of the record")
    shown.screenshot(path=tmp_path / "columns.png")
    assert all(url.startswith((address, "data:", "blob:")) for url in asked)


def test_the_candidate_names_its_release_page(page, address):
    shown, _ = page
    shown.goto(f"{address}/assets/governance/atelier/candidate")
    shown.wait_for_selector("text=documents/release.html")


def test_sensor_and_schedule_are_there_and_wait_to_be_switched_on(page, address):
    shown, _ = page
    shown.goto(f"{address}/automation")
    for name in ("every_night", "landing_sensor", "when_data_changes"):
        shown.wait_for_selector(f"text={name}")
