"""Where events go: one file of JSON lines per run under the home, and from there to a catalogue when one is named.

Belongs here: keeping and sending. Not here: what is told.
`OPENLINEAGE_URL` names the catalogue, `OPENLINEAGE_API_KEY` or a file named by `OPENLINEAGE_API_KEY_FILE` its key,
`OPENLINEAGE_ENDPOINT` another path than the usual one. What could not be sent stays in its file and is sent next time.
"""

import contextlib
import fcntl
import http.client
import json
import os
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from assets.lake import Home, SetupError

FOLDER = "openlineage"          # under the home
KEPT = 100                      # files; older ones go once they are sent, or when nobody is to hear them
REFUSED = (400, 413, 422)       # an event the catalogue will never take: told, and not sent again
PATIENCE = 5                    # seconds for one answer
DEADLINE = 60                   # seconds for all of one turn; the rest waits
ENDPOINT = "api/v1/lineage"


@dataclass(frozen=True)
class Sent:
    """What one turn of sending did; `problem` is a plain sentence, None when nothing waits for a reason."""

    sent: int = 0
    refused: int = 0
    waiting: int = 0
    problem: str | None = None


class Outbox:
    """The events of one home. Files are named by time, so their order is the order they are sent in."""

    def __init__(self, folder: Path, environment: Mapping[str, str] = os.environ):
        self._folder, self._environment = folder, environment

    @staticmethod
    def of(home: Home, environment: Mapping[str, str] = os.environ) -> "Outbox":
        return Outbox(home.path / FOLDER, environment)

    def holds(self, name: str) -> bool:
        """Whether a run of this id has been told."""
        return any(self._folder.glob(f"*-{name}.jsonl"))

    def put(self, at: str, name: str, events: list[dict]) -> Path:
        """Keep events in a file of their own, whole or not at all, in place of what was kept under this name."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for before in self._folder.glob(f"*-{name}.*"):
            before.unlink(missing_ok=True)
        path = self._folder / f"{at.translate(_PLAIN)[:15]}Z-{name}.jsonl"
        write(path, events)
        self._forget()
        return path

    def remember(self, what: str, facts: dict) -> None:
        """Keep what has been told of something that has no run."""
        (self._folder / f"{what}.json").write_text(json.dumps(facts, indent=1, sort_keys=True))

    def recall(self, what: str) -> dict:
        """What was remembered; nothing when it is missing or damaged, and it is told again."""
        try:
            known = json.loads((self._folder / f"{what}.json").read_text())
        except (OSError, ValueError):
            known = {}
        return known if isinstance(known, dict) else {}

    def send(self) -> Sent:
        """Send what waits, oldest first, as far as it goes. Raises nothing: what is wrong is said in the answer."""
        url = self._environment.get("OPENLINEAGE_URL", "").strip()
        if not url or not self._folder.is_dir():
            return Sent()
        with self._alone() as free:
            if not free:
                return Sent(waiting=self._waiting())
            sent = refused = 0
            try:
                for accepted in self._delivered(_Catalogue(url, self._environment), time.monotonic() + DEADLINE):
                    sent, refused = sent + accepted, refused + (not accepted)
                problem = f"{refused} events were refused by the catalogue and are not sent again." if refused else None
            except (OSError, http.client.HTTPException, SetupError) as error:
                problem = str(error) if isinstance(error, SetupError) else _UNREACHABLE.format(type(error).__name__)
            self._forget()
            return Sent(sent, refused, self._waiting(), problem)

    def _delivered(self, catalogue: "_Catalogue", until: float) -> Iterator[bool]:
        with contextlib.closing(catalogue):
            for path in self._files():
                place, lines = self._place(path), path.read_bytes().splitlines()
                for number, line in enumerate(lines[place:], place + 1):
                    if time.monotonic() > until:
                        return
                    accepted = catalogue.take(line)
                    self._mark(path, number)
                    yield accepted

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("*.jsonl"))

    def _waiting(self) -> int:
        return sum(max(0, len(path.read_bytes().splitlines()) - self._place(path)) for path in self._files())

    def _place(self, path: Path) -> int:
        """How many events of a file have been delivered."""
        try:
            return int(path.with_suffix(".sent").read_text())
        except (OSError, ValueError):
            return 0

    def _mark(self, path: Path, number: int) -> None:
        path.with_suffix(".sent").write_text(str(number))

    def _forget(self) -> None:
        """Remove the oldest files above the number kept; with a catalogue named, only those it has heard whole."""
        heard = self._environment.get("OPENLINEAGE_URL")
        for path in self._files()[:-KEPT]:
            if not heard or self._place(path) >= len(path.read_bytes().splitlines()):
                path.unlink(missing_ok=True)
                path.with_suffix(".sent").unlink(missing_ok=True)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[bool]:
        with open(self._folder / "lock", "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True


_PLAIN = str.maketrans("", "", "-:")
_UNREACHABLE = ("The OpenLineage catalogue did not take the events ({}); check OPENLINEAGE_URL and that it answers. "
                "They wait under openlineage/ in the home and are sent with the next run.")


class _Catalogue:
    """One connection. Redirects are not followed: the key belongs to the address that was named."""

    def __init__(self, url: str, environment: Mapping[str, str]):
        try:
            address = urlsplit(url)
            made = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}[address.scheme if address.hostname else ""]
            self._connection = made(address.hostname, address.port, timeout=PATIENCE)
        except (KeyError, ValueError):
            raise SetupError("OPENLINEAGE_URL is not an http or https address; set it to one like http://catalogue:5000.") from None
        self._path = "/".join(["", *filter(None, (address.path.strip("/"), environment.get("OPENLINEAGE_ENDPOINT", ENDPOINT).strip("/")))])
        self._headers = {"Content-Type": "application/json", **_authorised(environment)}

    def take(self, event: bytes) -> bool:
        """Whether it was accepted; False when it never will be. Raises OSError when it should be tried again."""
        self._connection.request("POST", self._path, body=event, headers=self._headers)
        answer = self._connection.getresponse()
        answer.read()
        if answer.status in REFUSED:
            return False
        if answer.status >= 300:
            raise SetupError(f"The OpenLineage catalogue answered with status {answer.status}; check its address and its key. The events wait and are sent "
                             f"with the next run.")
        return True

    def close(self) -> None:
        self._connection.close()


def _authorised(environment: Mapping[str, str]) -> dict[str, str]:
    key, file = environment.get("OPENLINEAGE_API_KEY", ""), environment.get("OPENLINEAGE_API_KEY_FILE")
    if file and not key:
        try:
            key = Path(file).read_text()
        except (OSError, ValueError):
            raise SetupError(f"{file}, named by OPENLINEAGE_API_KEY_FILE, cannot be read; give this user the permission or name another file.") from None
    key = key.strip()
    if not (key.isascii() and key.isprintable()):
        raise SetupError("The key of the OpenLineage catalogue is not one line of plain characters; set OPENLINEAGE_API_KEY or its file to the key alone.")
    return {"Authorization": f"Bearer {key}"} if key else {}


def write(path: Path, events: list[dict]) -> None:
    """Events as JSON lines, whole or not at all."""
    draft = path.with_name(f".draft-{uuid.uuid4().hex}")
    try:
        draft.write_text("".join(json.dumps(event, ensure_ascii=True, separators=(",", ":")) + "\n" for event in events))
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
