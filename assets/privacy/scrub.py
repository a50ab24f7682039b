"""Scrubbing: texts in, clean texts out, with an exact account of what was replaced.

Belongs here: refusing what cannot be scrubbed, and writing surrogates. Not here: finding (`findings`), who is who (`mentions`),
inventing surrogates (`pseudonyms`), tables (`clean`).
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from assets.privacy.findings import findings
from assets.privacy.folding import Joined, normal
from assets.privacy.known import Known
from assets.privacy.mentions import resolve
from assets.privacy.policy import Policy
from assets.privacy.spans import Found, Record, Text
from assets.privacy.surrogates.agreement import agreeing
from assets.privacy.surrogates.pseudonyms import Pseudonyms
from assets.privacy.tagger import Tagger

LARGEST = 64_000_000    # characters of one text; more is left out, not guessed at
UNREADABLE = "text is not valid Unicode"
DENSEST = 200_000       # findings of one record; a record with more is a register, and left out
MARKS, MOST_MARKS = "@:(<_", 4_000_000      # where a finding may begin: each is looked at, and takes some hundred bytes meanwhile
TOO_LARGE = "text is too large to scrub"
TOO_DENSE = "too many personal values to scrub"


class Redaction(NamedTuple):
    """One replacement: output[start:end] stands where a value of `type` stood. Never the value: its MAC."""

    start: int
    end: int
    type: str
    detector: str
    score: float
    action: str
    value_mac: bytes


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of circles: a batch makes none, and looking for them among its many values takes a fifth of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@_uncollected()
def scrub(texts: Sequence[Text], records: Sequence[bytes], matches: Sequence[Sequence[Known]], policy: Policy, pseudonyms: Pseudonyms,
          locales: Sequence[str | None] = (), tagger: Tagger | None = None) -> tuple[list[str | None], list[list[Redaction]], dict[int, str]]:
    """Clean texts, the redactions of each, and per record that cannot be scrubbed the reason.

    `records` are record ids, `matches` the known values of each, `locales` their languages. A text without findings comes
    back unchanged. The texts of a record that cannot be scrubbed come back as None, all of them.
    """
    refused: dict[int, str] = {}
    for one in texts:
        reason = unscrubbable(one.text)
        if reason:
            refused.setdefault(one.record, reason)
    readable = [one if one.record not in refused else Text(one.record, "", one.plan) for one in texts] if refused else texts
    known = [Record(key, values, locales[i] if i < len(locales) and locales[i] else "en")
             for i, (key, values) in enumerate(zip(records, matches, strict=True))]
    found = located(readable, known, policy, pseudonyms, tagger)
    refused |= {number: TOO_DENSE for number, record in enumerate(known) if record.dense}
    out: list[str | None] = []
    accounts: list[list[Redaction]] = []
    for one, spans in zip(readable, found, strict=True):
        if one.record in refused or not spans:
            out.append(None if one.record in refused else one.text)
            accounts.append([])
            continue
        clean, account = _write(one.text, spans, known[one.record], policy, pseudonyms)
        out.append(clean)
        accounts.append(account)
    return out, accounts, refused


def located(texts: Sequence[Text], records: Sequence[Record], policy: Policy, pseudonyms: Pseudonyms, tagger: Tagger | None = None) -> list[list[Found]]:
    """What will be replaced in each text, in order, every person with an identity: scrubbing without the writing."""
    joined = Joined.of([one.text for one in texts])
    settled = findings(texts, joined, records, policy, tagger)
    for number, one in enumerate(texts):
        records[one.record].texts.append(number)
    for record in records:
        count = sum([len(settled[number]) for number in record.texts])
        record.dense = count > DENSEST
        if count and not record.dense:
            resolve(record, texts, joined, settled, pseudonyms)
    wanted = {type_: policy.wants(type_) for type_ in {span.type for spans in settled for span in spans}}
    return [[span for span in spans if wanted[span.type]] if spans else spans for spans in settled]


def unscrubbable(text: str) -> str | None:
    """Why a text cannot be scrubbed, or None."""
    if len(text) > LARGEST:
        return TOO_LARGE
    if len(text) > MOST_MARKS and any(text.count(mark) > MOST_MARKS for mark in MARKS):
        return TOO_DENSE
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeError:
            return UNREADABLE
    return None


def _write(text: str, spans: list[Found], person: Record, policy: Policy, pseudonyms: Pseudonyms) -> tuple[str, list[Redaction]]:
    parts, account, at, out = [], [], 0, 0
    for span in spans:
        value = text[span.start:span.end]
        plain = normal(value)
        mode = "tag" if span.secret else policy.mode_of(span.type)
        if mode == "drop":
            new = ""
        elif mode == "tag":
            new = pseudonyms.tag(span.type, value, span.who if span.type == "PERSON" else None)
        else:
            new = pseudonyms.render(span.type, value, record=person.id, who=span.who, form=span.form, locale=person.locale)
        if new and normal(new) == plain:    # a surrogate that changes nothing is none
            new, mode = pseudonyms.tag(span.type, value), "tag"
        between = text[at:span.start]
        if span.type == "PERSON" and mode == "surrogate":
            between = agreeing(between, value, new, person.locale)
        out += len(between)
        parts += [between, new]
        account.append(Redaction(out, out + len(new), span.type, span.detector, span.score, mode, pseudonyms.value_mac(span.type, plain)))
        out += len(new)
        at = span.end
    parts.append(text[at:])
    return "".join(parts), account


__all__ = ["DENSEST", "LARGEST", "MARKS", "MOST_MARKS", "TOO_DENSE", "TOO_LARGE", "UNREADABLE", "Redaction", "Text", "located", "scrub", "unscrubbable"]
