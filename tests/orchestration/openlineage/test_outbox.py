"""Events wait in files until a catalogue has them: in order, once, with its key, and never lost because it was away."""

import http.server
import json
import threading

import pytest

from orchestration.cli.road import told_run
from orchestration.openlineage import outbox
from orchestration.openlineage.outbox import Outbox
from orchestration.verbs import running
from tests.conftest import make_lake


class Catalogue(http.server.ThreadingHTTPServer):
    """A catalogue on loopback that remembers what it was sent and answers as told."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.heard, self.answers, self.daemon_threads = [], {}, True
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def names(self) -> list[str]:
        return [event["n"] for _, event, _ in self.heard]


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status = self.server.answers.get(event["n"], 201)
        if status < 300:
            self.server.heard.append((self.path, event, self.headers.get("Authorization")))
        self.send_response(status)
        if status in (301, 307):
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def catalogue():
    server = Catalogue()
    yield server
    server.shutdown()
    server.server_close()


def events(*names: str) -> list[dict]:
    return [{"n": name} for name in names]


def filled(folder, environment: dict) -> Outbox:
    box = Outbox(folder / "openlineage", environment)
    box.put("2026-01-02T10:00:00+00:00", "second", events("c", "d"))
    box.put("2026-01-01T10:00:00+00:00", "first", events("a", "b"))
    return box


def test_without_a_catalogue_events_stay_in_their_files_and_nothing_is_missed(tmp_path):
    box = filled(tmp_path, {})
    assert box.send() == outbox.Sent() and box.holds("first") and not box.holds("third")


def test_events_are_sent_oldest_first_and_once(tmp_path, catalogue):
    box = filled(tmp_path, {"OPENLINEAGE_URL": catalogue.url})
    assert box.send().sent == 4 and box.send().sent == 0
    assert catalogue.names == ["a", "b", "c", "d"] and {path for path, _, _ in catalogue.heard} == {"/api/v1/lineage"}


def test_what_a_catalogue_could_not_take_is_told_and_sent_next_time_from_there(tmp_path, catalogue):
    box = filled(tmp_path, {"OPENLINEAGE_URL": catalogue.url})
    catalogue.answers = {"c": 503}
    said = box.send()
    assert (said.sent, said.waiting) == (2, 2) and "503" in said.problem
    catalogue.answers = {}
    assert box.send() == outbox.Sent(sent=2) and catalogue.names == ["a", "b", "c", "d"]


def test_a_catalogue_that_is_away_is_told_by_what_to_check(tmp_path, catalogue):
    box = filled(tmp_path, {"OPENLINEAGE_URL": catalogue.url})
    catalogue.shutdown()
    catalogue.server_close()
    said = box.send()
    assert said.waiting == 4 and "check OPENLINEAGE_URL" in said.problem


def test_an_event_that_will_never_be_taken_does_not_hold_up_the_others(tmp_path, catalogue):
    box = filled(tmp_path, {"OPENLINEAGE_URL": catalogue.url})
    catalogue.answers = {"b": 422}
    said = box.send()
    assert (said.sent, said.refused, said.waiting) == (3, 1, 0) and "refused" in said.problem
    assert box.send().problem is None


@pytest.mark.parametrize("how", ["environment", "file"])
def test_the_key_travels_in_the_header_wherever_it_came_from(tmp_path, catalogue, how):
    (tmp_path / "key").write_text("secret-key\n")
    given = {"OPENLINEAGE_API_KEY": "secret-key"} if how == "environment" else {"OPENLINEAGE_API_KEY_FILE": str(tmp_path / "key")}
    filled(tmp_path, {"OPENLINEAGE_URL": f"{catalogue.url}/lineage/", "OPENLINEAGE_ENDPOINT": "/v2", **given}).send()
    assert {(path, key) for path, _, key in catalogue.heard} == {("/lineage/v2", "Bearer secret-key")}


def test_a_key_is_carried_to_no_other_address(tmp_path, catalogue):
    box = filled(tmp_path, {"OPENLINEAGE_URL": catalogue.url, "OPENLINEAGE_API_KEY": "secret-key"})
    catalogue.answers = {"a": 307}
    assert "307" in box.send().problem and catalogue.heard == []


@pytest.mark.parametrize("wrong, said", [
    ({"OPENLINEAGE_URL": "ftp://catalogue"}, "not an http or https address"), ({"OPENLINEAGE_URL": "catalogue:5000"}, "not an http or https address"),
    ({"OPENLINEAGE_URL": "http://c:port"}, "not an http or https address"), ({"OPENLINEAGE_URL": "http:///lineage"}, "not an http or https address"),
    ({"OPENLINEAGE_URL": "http://127.0.0.1:9", "OPENLINEAGE_API_KEY_FILE": "/nowhere/key"}, "cannot be read"),
    ({"OPENLINEAGE_URL": "http://127.0.0.1:9", "OPENLINEAGE_API_KEY": "two\nlines"}, "not one line")])
def test_a_wrong_setting_is_named(tmp_path, wrong, said):
    answer = filled(tmp_path, wrong).send()
    assert said in answer.problem and answer.waiting == 4


def test_a_damaged_place_mark_sends_again_rather_than_losing(tmp_path, catalogue):
    box = filled(tmp_path, {"OPENLINEAGE_URL": catalogue.url})
    box.send()
    next((tmp_path / "openlineage").glob("*first.sent")).write_text("?")
    assert box.send().sent == 2


def test_old_files_go_but_not_before_a_named_catalogue_has_them(tmp_path, catalogue, monkeypatch):
    monkeypatch.setattr(outbox, "KEPT", 1)
    box = filled(tmp_path, {"OPENLINEAGE_URL": catalogue.url})
    assert box.holds("first") and box.holds("second")
    box.send()
    assert not box.holds("first") and box.holds("second")


def test_two_that_send_at_once_send_nothing_twice(tmp_path, catalogue):
    box = filled(tmp_path, {"OPENLINEAGE_URL": catalogue.url})
    with box._alone() as free:
        assert free and box.send().sent == 0
    assert catalogue.heard == [] and box.send().sent == 4


def test_told_again_replaces_what_was_told(tmp_path, catalogue):
    box = filled(tmp_path, {"OPENLINEAGE_URL": catalogue.url})
    box.send()
    box.put("2026-01-03T10:00:00+00:00", "first", events("a2"))
    assert box.send().sent == 1 and catalogue.names[-1] == "a2"
    assert len(list((tmp_path / "openlineage").glob("*first.jsonl"))) == 1


def test_a_run_that_finds_nothing_new_sends_what_waits_and_says_what_is_in_the_way(tmp_path, monkeypatch, capsys):
    home = make_lake(tmp_path).home
    Outbox.of(home).put("2026-01-01T10:00:00+00:00", "first", events("a"))
    monkeypatch.setattr(running, "stale_sources", lambda home: ([], {}))
    monkeypatch.setenv("OPENLINEAGE_URL", "nowhere")
    report = running.run(home)
    told_run(report)
    assert report.ok and report.nothing_to_do and "OPENLINEAGE_URL is not" in capsys.readouterr().out
