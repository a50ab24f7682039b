"""Writes `docs/audit-questions.md` from what the command answers in a small home: `python docs/write_audit_questions.py`.

Belongs here: the home's short story and the order in which it is asked. Not here: the questions (`documents.questions`), any answer.
What changes from one day or machine to the next (digests, times, sizes) is left out as an ellipsis.
"""

import contextlib
import datetime as dt
import io
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from assets.governance.documents.questions import QUESTIONS, Question  # noqa: E402
from assets.governance.releases import folder_of, manifest_of  # noqa: E402
from assets.governance.rights import requests  # noqa: E402
from assets.lake import HallmarkError, Home, Lake  # noqa: E402

PAGE = ROOT / "docs" / "audit-questions.md"
SEED, SCALE = 7, 0.06
FIRST, SECOND = "atelier/1.0.0", "atelier/1.1.0"
CHECKPOINT = "c0" * 32
NOTICE = "<html lang='en'><head><title>Valdorsenne opens its archive</title></head><body><p>{}</p></body></html>"
SAID = ("From the spring on, Valdorsenne shows the ledgers of its first saddlers in the old workshop by the river. Visitors see how a girth was cut, "
        "why linen thread was waxed twice, and what a saddle cost in the year the house was founded.")
# Asked before the second release, after it, and after an erasure; the page tells them by number.
BEFORE, BETWEEN = (1, 2, 3, 4, 5, 6, 10, 11, 12, 13, 15, 16, 17, 20, 22), (14, 19, 7)
OPENING = """\
# The audit questions

The {number} questions an auditor asks, each answered by one command. The answers below are real: `docs/write_audit_questions.py`
asks them in the fictional house at a small scale, and a test compares this page with what the command says today. The house has
released its corpus twice; then a client asked to be erased. Every command takes `--json`, and its exit status is 0 for yes, 1 for no.
`CLIENT` stands for a client number of that house; digests, times and sizes are shortened to `…`.

Questions marked *page* are about one release: its sealed page, `documents/release.html`, answers them too, in plain words.
"""


def page(home: Path) -> str:
    """The page, asked of a walked demonstration home, which is changed on the way."""
    with _quiet(home) as ask:
        return _told(ask, home)


def _told(ask, home: Path) -> str:
    client, other = _clients(home)
    names = {"release": FIRST, "newer": SECOND, "record": _record(home), "subject": client, "source": "press", "code": _step(home),
             "purpose": "train-language-model", "request": "R-0001"}
    ask("register-training", FIRST, CHECKPOINT, "--name", "atelier-small")
    answers = {number: _asked(ask, number, names) for number in BEFORE}
    _second_release(home)
    answers |= {number: _asked(ask, number, names) for number in BETWEEN}
    ask("erase", "run", "R-0001")
    ask("erase", "plan", "--subject", other, "--received", _day(home))
    answers |= {question.number: _asked(ask, question.number, names) for question in QUESTIONS if question.number not in answers}
    parts = [OPENING.format(number=len(QUESTIONS))]
    for question in QUESTIONS:
        status, said = answers[question.number]
        asked = question.proved_by(**{**names, "subject": "CLIENT"})
        told = _steady(said, home, (client, other))
        parts.append(f"### {question.number}. {question.asked}\n\n" + ("*page* · " if question.of_release else "")
                     + f"exit status {status}\n\n```\n$ {asked}\n{told}```\n")
    return "\n".join(parts)


def _asked(ask, number: int, names: dict[str, str]) -> tuple[int, str]:
    question: Question = next(one for one in QUESTIONS if one.number == number)
    more = ["--received", _day(Home.open().path)] if number == 7 else []       # so that its deadline is the same on every day
    return ask(*question.proved_by(**names).split()[1:], *more)


# -- the home's story ------------------------------------------------------------------------------------------------------

def _second_release(home: Path) -> None:
    """A press release arrives, and the corpus is cut, signed and published again."""
    from orchestration.verbs.demonstration import demonstrate

    opened = Home.open(home)
    (Path(opened.inbox) / "press" / "archive-opens.html").write_text(NOTICE.format(SAID), encoding="utf-8")
    demonstrate(opened.house.path, SEED, SCALE, lambda event: None)


def _record(home: Path) -> str:
    """The first record, by id, of the corpus's press releases."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    folder, found = folder_of(Lake.open(Home.open(home)), FIRST), []
    for name in folder.files():
        if name.startswith("data/"):
            with folder.open(name) as file:
                rows = pq.read_table(file, columns=["record_id", "source"])
            found += rows.filter(pc.equal(rows["source"], "press"))["record_id"].to_pylist()
    return min(found).hex()


def _clients(home: Path) -> tuple[str, str]:
    """Two clients whose conversations the corpus holds: the first by number."""
    from orchestration.verbs.trace import trace

    lake, found = Lake.open(Home.open(home)), []
    for number in sorted(lake.read("landing/clients").read(["subject_key"])["subject_key"].to_pylist()):
        if trace(lake, subject=number, source=None, licence=None, code=None)["records"]:
            found.append(number)
        if len(found) == 2:
            return found[0], found[1]
    raise AssertionError("the small house has too few clients who speak in the corpus")


def _step(home: Path) -> str:
    """The step that cleaned the documents, as one asks for what a version of it made."""
    manifest, _ = manifest_of(Lake.open(Home.open(home)), FIRST)
    return next(f"{step['step']}@{step['version']}" for steps in manifest["chains"].values() for step in steps if step["step"] == "clean_documents")


def _day(home: Path) -> str:
    return Home.open(home).house.as_of.isoformat()


# -- asking ----------------------------------------------------------------------------------------------------------------

@contextlib.contextmanager
def _quiet(home: Path) -> Iterator:
    """A way to ask the command inside this process, on the day of the house: exit status and what it printed."""
    import os

    from orchestration.cli import main

    before, today = {name: os.environ.get(name) for name in ("HALLMARK_HOME", "HALLMARK_HOUSE", "DAGSTER_HOME")}, requests.today
    os.environ["HALLMARK_HOME"] = str(home)
    requests.today = lambda known: dt.date.fromisoformat(_day(home))
    if not main.app.registered_commands:
        main._register()

    def ask(*words: str) -> tuple[int, str]:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            try:
                status = main.app(list(words), prog_name="hallmark", standalone_mode=False) or 0
            except HallmarkError as error:
                return error.exit_code, f"{printed.getvalue()}{error}\n"
        return status, printed.getvalue()

    try:
        yield ask
    finally:
        requests.today = today
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})


_CHANGING = re.compile(r"\b(?:[0-9a-f]{64}|[0-9a-f]{16}|[0-9a-f]{12})\b|\d{4}-\d\d-\d\dT[\d:]+(?:\+00:00|Z)?|\b[\d,]+(?= (?:objects|bytes)\b)")
_VERSION = re.compile(r"\b[0-9a-f]{32}\b")            # of a table, in a diff; elsewhere such digits are a record's id, which never changes
_SIZE = re.compile(r"(?<=  )[\d,]+(?=  )")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
LONGEST, ENDING = 40, 2        # lines of an answer that are told, and of these the last ones


def _steady(said: str, home: Path, clients: tuple[str, ...]) -> str:
    """Without what changes from day to day and from machine to machine, without anybody's number, and not too long to read."""
    for number in clients:
        said = said.replace(number, "CLIENT")
    lines = [_line(line) for line in said.replace(str(home), "HOME").splitlines()]
    if len(lines) > LONGEST:
        lines[LONGEST - ENDING:-ENDING] = [f"… ({len(lines) - LONGEST} more lines)"]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _line(line: str) -> str:
    line = _CHANGING.sub(_shortened, line)
    if line.startswith("input "):
        line = _VERSION.sub(_shortened, line)
    if line.startswith("documents/"):
        line = _SIZE.sub(_shortened, line, count=1)
    yesterday = (dt.date.today() - dt.timedelta(days=1)).isoformat()
    return _DATE.sub(lambda found: _shortened(found) if found[0] >= yesterday else found[0], line)


def _shortened(found: re.Match) -> str:
    """An ellipsis; in a cell of a table as wide as what it stands for."""
    cell = found.string[found.end():found.end() + 2] in ("  ", "")
    return "…".ljust(len(found[0])) if cell else "…"


def main() -> None:
    """Walk a new home and write the page."""
    import os

    from orchestration.verbs.demonstration import demonstrate

    with tempfile.TemporaryDirectory() as folder:
        os.environ["HALLMARK_HOME"] = str(Path(folder) / "home")
        demonstrate(ROOT / "houses" / "demo", SEED, SCALE, lambda event: None)
        PAGE.write_text(page(Path(folder) / "home"), encoding="utf-8")


if __name__ == "__main__":
    main()
