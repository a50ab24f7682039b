"""The second pass: finished shards, tables and documents searched again, by other means than those that cleaned them.

Belongs here: an exact search of normalised register values and shapes that may not occur. Not here: anything the first pass
uses; it shares no code with it, so that a mistake there is seen here. Only the standard library looks at the texts.
"""

import html
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

OUR_MAIL = "example.net"        # where surrogates have their addresses
UNIQUE = ("EMAIL", "PHONE", "IBAN", "CARD")
LONG = 8        # letters of a name, or digits of a number, that is looked for wherever it stands
_WORD = re.compile(r"[^\W_]+")
_MAIL = re.compile(r"[^\s@<>\"'(),;:\[\]]+@[^\s@<>\"'(),;:\[\]]+\.[^\s@<>\"'(),;:\[\]]+")
_DIGITS = re.compile(r"\d(?:[\s().+/\-_·•‐-―]{0,3}\d)*")
_CARD = re.compile(r"(?<!\d)(?=((?:\d{4}[ .\-_/]{0,2}){3}\d{2,4}(?!\d)|3\d{3}[ .\-_]{0,2}\d{6}[ .\-_]{0,2}\d{5}(?!\d)))")      # each that begins anywhere
_ACCOUNT = re.compile(r"\b[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}\b")
_FICTION = re.compile(r"555?01\d\d$")        # numbers reserved for fiction are nobody's
_ISSUED = re.compile(r"(?:30[0-5]|3[689])\d{11,12}$|3[47]\d{13}$|(?:4\d|5[1-5]|2[2-7]|6\d)\d{14}$")
_TAGS = re.compile(r"<[^>]{0,4000}>")
_HASH = re.compile(r"\b[0-9a-f]{64}\b")        # documents list SHA-256 by the hundred; some hold the digits of somebody's number by chance


@dataclass
class Findings:
    """What was found: how often per type, in which records. `possible X` marks a shape that no register value explains."""

    counts: Counter = field(default_factory=Counter)
    records: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    rows: int = 0
    characters: int = 0

    def add(self, type_: str, record: str) -> None:
        self.counts[type_] += 1
        self.records[type_].add(record)

    @property
    def clean(self) -> bool:
        """No unique identifier and no full name of the register."""
        return not any(self.counts[type_] for type_ in (*UNIQUE, "PERSON"))

    def as_dict(self) -> dict:
        """Counts and record ids: no value."""
        return {"clean": self.clean, "rows": self.rows, "characters": self.characters, "counts": dict(sorted(self.counts.items())),
                "records": {type_: sorted(ids) for type_, ids in sorted(self.records.items())}}


def second_pass(finished: Iterable[pa.Table | pa.RecordBatch | tuple[str, bytes]], register: pa.Table, explained: Iterable[str] = ()) -> Findings:
    """Search tables (by their record_id) and named files for every mail, phone and full name of the register.

    `register` has the columns name, given_name, family_name, email, phone (raw or conformed). `explained` names people whose
    full name a person has accepted, with the reason kept elsewhere. Numbers of real shape are found whoever they belong to.
    """
    known = _Register(register, explained)
    findings = Findings()
    for piece in finished:
        for record, text in _texts(piece):
            findings.characters += len(text)
            known.search(text, record, findings)
        findings.rows += piece.num_rows if not isinstance(piece, tuple) else 0
    return findings


class _Register:
    def __init__(self, register: pa.Table, explained: Iterable[str]):
        accepted = {_words(name) for name in explained}
        self.names: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self.glued: set[str] = set()        # names written as one word
        self.mails: set[str] = set()
        self.phones: set[str] = set()
        for row in register.to_pylist():
            given, family = row.get("given_name") or "", row.get("family_name") or ""
            for name in (row.get("name") or "", f"{given} {family}" if given and family else "", f"{family} {given}" if given and family else ""):
                words = _words(name)
                if len(words) > 1 and words not in accepted:
                    self.names[words[0]].add(words)
                    if sum(map(len, words)) >= LONG:
                        self.glued.add("".join(words))
            if row.get("email"):
                self.mails.add(_plain(row["email"]).strip())
            number = re.sub(r"\D", "", row.get("phone") or "")
            if len(number) >= LONG and not _FICTION.search(number):
                self.phones.add(number[-9:])

    def search(self, text: str, record: str, findings: Findings) -> None:
        text = _shown(text)
        words = _words(text)
        for place, word in enumerate(words):
            if word in self.glued:
                findings.add("PERSON", record)
            for name in self.names.get(word, ()):
                if words[place:place + len(name)] == name:
                    findings.add("PERSON", record)
        if "@" in text:
            for found in _MAIL.finditer(text):
                mail = _plain(found[0]).strip(".-'")
                if mail in self.mails:
                    findings.add("EMAIL", record)
                elif not mail.endswith("@" + OUR_MAIL):
                    findings.add("possible EMAIL", record)
        for found in _DIGITS.finditer(text):
            number = re.sub(r"\D", "", found[0])
            if len(number) < LONG:
                continue
            if any(number[at:at + 9] in self.phones for at in range(max(1, len(number) - 8))):
                findings.add("PHONE", record)
            if not text[max(0, found.start() - 1):found.start()].isalnum():
                for card in _CARD.finditer(found[0]):       # its date of expiry may follow
                    if _paid_with(re.sub(r"\D", "", card[1])):
                        findings.add("CARD", record)
        for found in _ACCOUNT.finditer(text):
            if _banked(found[0]):
                findings.add("IBAN", record)


def _paid_with(number: str) -> bool:
    if not _ISSUED.match(number):
        return False
    doubled = [int(c) * 2 for c in number[-2::-2]]
    return (sum(int(c) for c in number[-1::-2]) + sum(sum(divmod(value, 10)) for value in doubled)) % 10 == 0


def _banked(written: str) -> bool:
    """Whether some beginning of what is written has an account's check digits: words may be glued behind it."""
    account = re.sub(r"[^A-Za-z0-9]", "", written).upper()
    if account[2:4] in ("00", "01", "99"):      # ISO 13616 gives no account these check digits; surrogates have them
        return False
    for size in range(15, min(len(account), 34) + 1):
        value = 0
        for c in account[4:size] + account[:4]:
            value = (value * (10 if c.isdigit() else 100) + int(c, 36)) % 97
        if value == 1 and account[4:size].strip("0") and sum(c.isdigit() for c in account[4:size]) >= 8:
            return True
    return False


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")


def _shown(text: str) -> str:
    """The text as a reader sees it: escapes resolved, every figure one of ten."""
    if "&" in text:
        text = html.unescape(text)
    return text if text.isascii() else "".join(c if (figure := unicodedata.decimal(c, None)) is None else str(figure) for c in text)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(_plain(text)))


def _texts(piece: pa.Table | pa.RecordBatch | tuple[str, bytes]) -> Iterator[tuple[str, str]]:
    if isinstance(piece, tuple):
        name, data = piece
        text = _HASH.sub(" ", data.decode("utf-8", "replace"))
        yield name, html.unescape(_TAGS.sub(" ", text)) if text.lstrip()[:1] == "<" else text
        return
    for batch in piece.to_batches() if isinstance(piece, pa.Table) else [piece]:
        for row in batch.to_pylist():
            key = row.get("record_id")
            record = key.hex() if isinstance(key, bytes) else str(key)
            for name, value in row.items():
                if name not in ("record_id", "ledger"):
                    yield from ((record, text) for text in _strings(value))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= 10 ** (LONG - 1) and (isinstance(value, int) or value.is_integer()):
        yield str(int(value))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
