"""Requests of persons about their own data: the numbered register in the vault, with the days the law gives.

Belongs here: opening, keeping and closing a request. Not here: what follows from one (`orchestration/verbs`), whom a number means.
A request lies in `vault/requests/` and can be deleted; the ledger hears its number, kind and dates, and nobody else's business.
"""

import calendar
import datetime as dt
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from assets.governance.ledger.log import Log
from assets.lake import InputError, IntegrityError, Lake

FOLDER = "requests"
KINDS = ("erasure", "access", "objection", "restriction")
OPENED, EXTENDED, CLOSED, LIFTED = (f"request {said}" for said in ("opened", "extended", "closed", "lifted"))     # events of the audit log
MONTHS, MORE_MONTHS = 1, 2      # GDPR Art. 12(3): within one month, two more where that is necessary
ATTEMPTS = 100
_NUMBER = re.compile(r"R-(\d{4,})")


@dataclass
class Request:
    """One request: whose it is, what is asked, by when it must be answered, and what has been done about it."""

    number: str                         # R-0001
    kind: str                           # one of KINDS
    received: dt.date
    subjects: tuple[str, ...]           # subject ids, 32 hexadecimal digits each, sorted; none once an erasure is closed
    extended: dict | None = None        # {"on", "reason"}
    closed: dt.date | None = None
    lifted: str | None = None           # of an objection or a restriction: the day since which it stands no longer
    facts: dict = field(default_factory=dict)       # what its stages leave for each other: plain JSON

    @property
    def state(self) -> str:
        """open or closed."""
        return "open" if self.closed is None else "closed"

    @property
    def due(self) -> dt.date:
        """The last day for the answer."""
        return _months_after(self.received, MONTHS + (MORE_MONTHS if self.extended else 0))

    @property
    def subject_ids(self) -> np.ndarray:
        """Whom it is about: (n,) S16."""
        return np.array([bytes.fromhex(one) for one in self.subjects], "S16")

    def days_left(self, on: dt.date) -> int | None:
        """Days from `on` to the last day; negative when that has passed, None once it is closed."""
        return None if self.closed else (self.due - on).days

    def encoded(self) -> bytes:
        plain = {"number": self.number, "kind": self.kind, "received": self.received.isoformat(), "due": self.due.isoformat(),
                 "subjects": list(self.subjects), "state": self.state, "extended": self.extended,
                 "closed": self.closed.isoformat() if self.closed else None, "lifted": self.lifted, "facts": self.facts}
        return json.dumps(plain, indent=1, sort_keys=True).encode()


def open_(lake: Lake, kind: str, subjects: Iterable[bytes], received: dt.date | None = None) -> Request:
    """Register a request about these subject ids (bytes or numpy S16) and give it the next number.

    `received` is the day it reached the house, today by default. Raises InputError for an unknown kind, for nobody, and for a day to come.
    """
    if kind not in KINDS:
        raise InputError(f"There is no kind of request '{kind}'; the kinds are {', '.join(KINDS)}.")
    people = tuple(sorted(hexadecimal(subjects)))
    if not people:
        raise InputError("A request is about somebody; name at least one person.")
    known, now = all_(lake), dt.date.today()
    if received is not None and received > max(now, today(known)):
        raise InputError(f"The request cannot have been received on {received}, which is still to come; give the day it reached the house.")
    request = Request("", kind, received or today(known), people)
    taken = [_order(entry["number"]) for entry in _told(lake)] + [_order(one.number) for one in known]
    for _ in range(ATTEMPTS):
        request.number = f"R-{max(taken, default=0) + 1:04d}"
        try:
            lake.store("vault").create(_path(request.number), request.encoded())
            break
        except FileExistsError:
            taken.append(_order(request.number))
    else:
        raise IntegrityError("Requests are registered by too many at once; try again in a moment.")
    _tell(lake, OPENED, request)
    return request


def get(lake: Lake, number: str) -> Request:
    """The request of a number. Raises InputError when there is none, IntegrityError when its file cannot be read."""
    wanted, vault = number.strip().upper(), lake.store("vault")
    if not _NUMBER.fullmatch(wanted):
        raise InputError("A request is named by its number, such as R-0001; `hallmark requests` lists them.")
    if not vault.exists(_path(wanted)):
        raise InputError(f"There is no request {wanted}; `hallmark requests` lists them.")
    return _decoded(vault.read(_path(wanted)), wanted)


def all_(lake: Lake) -> list[Request]:
    """Every request, in the order of their numbers."""
    vault, found = lake.store("vault"), []
    for entry in vault.list(FOLDER):
        number = entry.path.removeprefix(f"{FOLDER}/").removesuffix(".json")
        if _NUMBER.fullmatch(number):
            found.append(_decoded(vault.read(entry.path), number))
    return sorted(found, key=lambda request: _order(request.number))


def save(lake: Lake, request: Request) -> None:
    """Keep a request as it is now; whole or not at all."""
    lake.store("vault").write(_path(request.number), request.encoded())


def extend(lake: Lake, number: str, reason: str) -> Request:
    """Give an open request two more months. The reason stays in the vault; the person has to be told it.

    Raises InputError without a reason, for a request that is closed or was extended, and once its first month is over.
    """
    request, on = get(lake, number), today(all_(lake))
    if not reason.strip():
        raise InputError(f"Say why {request.number} needs longer: the person must be told (GDPR Art. 12(3)).")
    if request.closed or request.extended:
        raise InputError(f"{request.number} is closed already." if request.closed else f"{request.number} was extended already, which is possible once.")
    if on > request.due:
        raise InputError(f"{request.number} was due on {request.due}: an extension must be told within the first month. Answer it now.")
    request.extended = {"on": on.isoformat(), "reason": reason.strip()}
    save(lake, request)
    _tell(lake, EXTENDED, request)
    return request


def close(lake: Lake, request: Request) -> Request:
    """Close a request: answered. An erasure forgets whom it was about; what must be recognised later is under the suppression key.

    Told in the audit log first: asked again after a crash in between, the rest is completed. Closing what is closed changes nothing.
    """
    if request.closed:
        return request
    request.closed = today(all_(lake))
    if request.kind == "erasure":
        request.subjects = ()
    _tell(lake, OPENED, request)
    _tell(lake, CLOSED, request)
    save(lake, request)
    return request


def lift(lake: Lake, request: Request) -> Request:
    """Note that an objection or a restriction stands no longer. Lifting what is lifted changes nothing."""
    if not request.lifted:
        request.lifted = today(all_(lake)).isoformat()
        _tell(lake, LIFTED, request)
        save(lake, request)
    return request


def about(lake: Lake, subjects: np.ndarray, kind: str | None = None) -> list[Request]:
    """The requests that name any of these subject ids ((n,) S16), of one kind or of every kind."""
    wanted = hexadecimal(subjects)
    return [request for request in all_(lake) if wanted & set(request.subjects) and kind in (None, request.kind)]


def forget(lake: Lake, subjects: np.ndarray) -> int:
    """Take erased subject ids ((n,) S16) out of every request but the open erasures; returns how many requests named them."""
    gone = hexadecimal(subjects)
    named = [request for request in about(lake, subjects) if request.kind != "erasure" or request.closed]
    for request in named:
        request.subjects = tuple(one for one in request.subjects if one not in gone)
        save(lake, request)
    return len(named)


def today(known: list[Request]) -> dt.date:
    """The day on which deadlines are judged: the clock's, but never before a day that a request already states."""
    stated = [day for request in known for day in (request.received, request.closed) if day]
    return max([dt.date.today(), *stated])


def hexadecimal(subjects: Iterable[bytes]) -> set[str]:
    """Subject ids (bytes or numpy S16, which drops zeros at the end) as a request writes them."""
    return {bytes(one).ljust(16, b"\0").hex() for one in subjects}


# -- inside ----------------------------------------------------------------------------------------------------------------

def _tell(lake: Lake, event: str, request: Request) -> None:
    """One entry per request and event in the audit log, however often it is told."""
    if any((entry["event"], entry["number"]) == (event, request.number) for entry in _told(lake)):
        return
    facts = {"number": request.number, "kind": request.kind, "received": request.received.isoformat(), "due": request.due.isoformat()}
    days = {CLOSED: {"closed": request.closed}, LIFTED: {"lifted": request.lifted}}.get(event, {})
    Log(lake.store("ledger")).append(event, **facts, **{name: str(day) for name, day in days.items()})


def _told(lake: Lake) -> list[dict]:
    return [entry for entry in Log(lake.store("ledger")).entries() if entry["event"] in (OPENED, EXTENDED, CLOSED, LIFTED)]


def _decoded(data: bytes, number: str) -> Request:
    try:
        plain = json.loads(data)
        if plain["number"] != number or plain["kind"] not in KINDS:
            raise ValueError
        subjects = tuple(plain["subjects"])
        if any(len(bytes.fromhex(one)) != 16 for one in subjects):
            raise ValueError
        return Request(number, plain["kind"], dt.date.fromisoformat(plain["received"]), subjects, plain["extended"],
                       dt.date.fromisoformat(plain["closed"]) if plain["closed"] else None, plain["lifted"], plain["facts"])
    except (ValueError, KeyError, TypeError):
        raise IntegrityError(f"{_path(number)} in the vault cannot be read: it was changed or damaged; restore it from its copy.") from None


def _path(number: str) -> str:
    return f"{FOLDER}/{number}.json"


def _order(number: str) -> int:
    return int(_NUMBER.fullmatch(number)[1])


def _months_after(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or the last one where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
