"""What a person sees while a run goes on, and what the demonstration says when it did not go well."""

import io

import pytest

from orchestration.cli import main, say
from orchestration.verbs import demonstration, interrupts
from orchestration.verbs.running import Event, RunReport


def test_without_a_terminal_every_made_table_is_a_line_and_a_failure_is_named(capsys):
    with say.Steps() as steps:
        steps(Event("started", "landing/a", 0, 2))
        steps(Event("made", "landing/a", 1, 2))
        steps(Event("checked", "landing/a: suite", 1, 2, passed=False, sentence="3 rows"))
    assert capsys.readouterr().err.splitlines() == ["[1/2] landing/a", "not passed: landing/a: suite: 3 rows"]


def test_on_a_terminal_a_bar_moves_within_a_table_too(monkeypatch):
    written = io.StringIO()
    monkeypatch.setattr(say, "err", say.Console(file=written, force_terminal=True, width=110))
    with say.Steps() as steps:
        steps(Event("progress", "clean/a", 1, 4, sentence="clean_a: rows: 500 of 1,000"))
        assert steps._bar.tasks[0].completed == 1.5
        steps._bar.refresh()
    assert "clean_a: rows: 500 of 1,000" in written.getvalue() and "1/4" in written.getvalue()


def test_a_demonstration_whose_check_failed_says_that_nothing_was_published(monkeypatch, capsys):
    report = RunReport(ok=False, made=["clean/a"], failed_checks=[{"what": "clean/a: suite", "sentence": "3 rows hold an e-mail address"}])
    monkeypatch.setattr(demonstration, "demonstrate", lambda *_: demonstration.Shown(report, withheld=["atelier/1.0.0"]))
    monkeypatch.setattr("sys.argv", ["hallmark", "demo"])
    with pytest.raises(SystemExit) as left:
        main.run()
    out = capsys.readouterr().out
    assert left.value.code == 1 and "Nothing was published" in out and "atelier/1.0.0 waits unsigned" in out
    assert "check not passed: clean/a: suite" in out and "signed with" not in out and "Dagster UI" not in out


def test_ctrl_c_is_noticed_even_when_somebody_else_handles_the_signal():
    import os
    import signal

    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        with interrupts.noticed() as stopped:
            assert not stopped()
            os.kill(os.getpid(), signal.SIGINT)
            assert stopped() and stopped()
    finally:
        signal.signal(signal.SIGINT, before)
