"""Scrubbing: texts in, clean texts out, with an exact account of what was replaced.

Belongs here: joining the findings of recognisers and known values, settling conflicts, propagation inside a record,
writing surrogates. Not here: finding (`recognisers`, `known`), inventing surrogates (`pseudonyms`), tables (`clean`).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from assets.privacy.agreement import agreeing, titled_gender
from assets.privacy.fields import GUARD, PERSON, TEXT
from assets.privacy.folding import Joined, bounded, canonical, fold, normal
from assets.privacy.givennames import PLACES, gender_of
from assets.privacy.known import PHONE_DIGITS, Known, stands
from assets.privacy.persons import REGNAL, THINGS, names
from assets.privacy.policy import Policy
from assets.privacy.pseudonyms import Identity, Pseudonyms
from assets.privacy.recognisers import Span, analyze_batch
from assets.privacy.validators import digits

LARGEST = 16_000_000    # characters of one text; more is left out, not guessed at
UNREADABLE = "text is not valid Unicode"
TOO_LARGE = "text is too large to scrub"
UNIQUE = ("EMAIL", "IBAN", "CARD", "PHONE", "NATIONAL_ID", "URL")   # also looked for where only secrets and known values are
PROPAGATED = ("PERSON", "CLIENT_NO", "ADDRESS", "HANDLE")
GIVEN_ALONE = ("introduction", "greeting", "given name", "mention", "announcement", "speaker")    # where a single name is a given name
LOCATIVE = re.compile(r"(?<!\w)(?:à|a|in|at|from|near|vers|da|di|de|to)\s\Z")
PARTICLE = re.compile(r"\s(?:de|di|da|du|del|della|d['’]|at|from|chez)\s?\Z")


class Redaction(NamedTuple):
    """One replacement: output[start:end] stands where a value of `type` stood. Never the value: its MAC."""

    start: int
    end: int
    type: str
    detector: str
    score: float
    action: str
    value_mac: bytes


@dataclass(frozen=True)
class Text:
    """One string of a record and how it is treated (a plan of `fields`)."""

    record: int
    text: str
    plan: str = TEXT


@dataclass
class _Found:
    start: int
    end: int
    type: str
    detector: str
    score: float
    known: Known | None = None
    secret: bool = False
    who: Identity | None = None
    form: str = ""

    @property
    def size(self) -> int:
        return self.end - self.start


@dataclass
class _Record:
    """What one record knows while its texts are scrubbed."""

    id: bytes
    known: Sequence[Known]
    locale: str
    texts: list[int] = field(default_factory=list)
    people: list[tuple[list[str], Identity, str]] = field(default_factory=list)     # words, who, how a single word was written


def scrub(texts: Sequence[Text], records: Sequence[bytes], matches: Sequence[Sequence[Known]], policy: Policy, pseudonyms: Pseudonyms,
          locales: Sequence[str | None] = ()) -> tuple[list[str | None], list[list[Redaction]], dict[int, str]]:
    """Clean texts, the redactions of each, and per record that cannot be scrubbed the reason.

    `records` are record ids, `matches` the known values of each, `locales` their languages. A text without findings comes
    back unchanged. The texts of a record that cannot be scrubbed come back as None, all of them.
    """
    refused = {}
    for one in texts:
        reason = unscrubbable(one.text)
        if reason:
            refused.setdefault(one.record, reason)
    originals = ["" if one.record in refused else canonical(one.text) for one in texts]
    joined = Joined.of(originals)
    people = [_Record(key, known, locales[i] if i < len(locales) and locales[i] else "en")
              for i, (key, known) in enumerate(zip(records, matches, strict=True))]
    for number, one in enumerate(texts):
        people[one.record].texts.append(number)
    found = _structured(texts, originals, joined, policy)
    _add_known(texts, joined, people, found)
    _keep(texts, joined, people, found)
    settled = [_settle(spans) for spans in found]
    for person in people:
        if not any(settled[number] for number in person.texts):
            continue
        _identify(person, originals, settled, pseudonyms)
        if _propagate(person, texts, originals, settled):
            _identify(person, originals, settled, pseudonyms)
    out: list[str | None] = []
    accounts = []
    for number, one in enumerate(texts):
        chosen = [span for span in settled[number] if policy.wants(span.type)]
        if one.record in refused or not chosen:
            out.append(None if one.record in refused else one.text)
            accounts.append([])
            continue
        clean, account = _write(originals[number], chosen, people[one.record], policy, pseudonyms)
        out.append(clean)
        accounts.append(account)
    return out, accounts, refused


def unscrubbable(text: str) -> str | None:
    """Why a text cannot be scrubbed, or None."""
    if len(text) > LARGEST:
        return TOO_LARGE
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeError:
            return UNREADABLE
    return None


# -- finding --------------------------------------------------------------------------------------------------------------

def _structured(texts, originals, joined, policy: Policy) -> list[list[_Found]]:
    spans = analyze_batch(originals, policy.recognisers(), joined=joined)
    found = []
    for one, text, inside in zip(texts, originals, spans, strict=True):
        mine = [_Found(*span) for span in inside if span.score >= policy.threshold and (one.plan != GUARD or span.type in UNIQUE)]
        if one.plan == PERSON and text.strip() and any(c.isalpha() for c in text):
            start = len(text) - len(text.lstrip())
            mine.append(_Found(start, len(text.rstrip()), "PERSON", "name column", 1.0))
        found.append(mine)
    return found


def _add_known(texts, joined: Joined, people: list[_Record], found: list[list[_Found]]) -> None:
    """Values of the matches where they stand: one automaton over the batch, each hit asked whether it is the record's own."""
    wanted: dict[str, dict[int, Known]] = {}
    for index, person in enumerate(people):
        for known in person.known:
            if known.type != "TAKEN" and known.form != "phone" and known.value:
                first = wanted.setdefault(known.value, {}).get(index)
                if first is None or (first.subject_id is None and known.subject_id is not None):
                    wanted[known.value][index] = known
    if wanted:
        import ahocorasick_rs

        values = list(wanted)
        engine = ahocorasick_rs.AhoCorasick(values, store_patterns=False)
        for number, start, end in engine.find_matches_as_indexes(joined.folded, overlapping=True):
            index = joined.place(start)
            known = wanted[values[number]].get(texts[index].record)
            if known is None or not stands(known, joined, start, end) or not _plausible(known, joined.text, start, end):
                continue
            at = joined.starts[index]
            found[index].append(_Found(start - at, end - at, known.type, "known " + (known.form or known.type.lower()), 1.0, known,
                                       known.type == "SECRET"))
    for index, one in enumerate(texts):
        phones = {k.value: k for k in people[one.record].known if k.form == "phone"}
        if phones:
            for span in found[index]:
                if span.type == "PHONE":
                    at = joined.starts[index]
                    span.known = phones.get(digits(joined.text[at + span.start:at + span.end])[-PHONE_DIGITS:])


def _plausible(known: Known, text: str, start: int, end: int) -> bool:
    """Single names count where they begin with a capital: 'Claire' is a person, 'claire' a word, unless the text has no capitals."""
    if known.form not in ("first", "last", "initials"):
        return True
    if known.form == "first" and known.value in PLACES and LOCATIVE.search(text, max(0, start - 8), start):
        return False    # to live in Como, in Ginevra
    if text[start].isupper() or not text[start].isalpha():
        return True
    around = text[max(0, start - 200):end + 200].replace("\x00", " ")
    return known.form == "last" and around == around.lower()


def _keep(texts, joined: Joined, people: list[_Record], found: list[list[_Found]]) -> None:
    """Catalogue and authorities survive: findings inside them go, unless the register or the secrets name them.

    A guessed person that begins in a kept word goes too ('Solenza Milano'); one that ends in it after a particle ends before
    ('Nadège de Solenza').
    """
    for index, spans in enumerate(found):
        kept = [span for span in spans if span.type == "KEEP"]
        if not kept:
            continue
        at = joined.starts[index]
        found[index] = left = []
        for span in spans:
            if span.type == "KEEP":
                continue
            if not span.secret and (span.known is None or span.known.form == "first"):
                begin = span.start + (span.type == "HANDLE" and joined.text[at + span.start] == "@")     # the house's own account
                if any(one.start <= begin and (span.end <= one.end or span.type == "PERSON" and span.start < one.end) for one in kept):
                    continue
                for one in kept if span.type == "PERSON" and span.known is None else ():
                    of = PARTICLE.search(joined.text, max(0, at + span.start - 1), at + one.start) if span.start < one.start < span.end else None
                    if of:
                        span.end = of.start() - at
            if span.end > span.start:
                left.append(span)


def _settle(spans: list[_Found]) -> list[_Found]:
    """No overlaps: secrets first, then the longest, then known before guessed, then the surer. What overlaps is taken in, never cut."""
    accepted: list[_Found] = []     # in the order of the text, none touching another
    for span in sorted(spans, key=lambda s: (not s.secret, -s.size, s.known is None, -s.score, s.start, s.detector)):
        first = bisect_right(accepted, span.start, key=_end)
        last = bisect_left(accepted, span.end, lo=first, key=_start)
        if first == last:
            accepted.insert(first, span)
            continue
        touching = accepted[first:last]
        best = max(touching, key=lambda one: (one.secret, one.size, one.known is not None, one.score, -one.start))
        start, end = min(span.start, touching[0].start), max(span.end, touching[-1].end)
        if (start, end) != (best.start, best.end):
            best.start, best.end, best.form = start, end, ""
            if best.known is not None and not best.secret and best.type == "PERSON":
                best.known = best.known._replace(form=None)
            accepted[first:last] = [best]
    return accepted


def _start(span: _Found) -> int:
    return span.start


def _end(span: _Found) -> int:
    return span.end


# -- who is who -----------------------------------------------------------------------------------------------------------

def _identify(person: _Record, originals: list[str], settled: list[list[_Found]], pseudonyms: Pseudonyms) -> None:
    """Give every mention of a person in a record its identity: the subject, a known name, or the record's own unnamed person."""
    person.people = [(known.value.replace(",", "").split(), _identity(known, pseudonyms), "")
                     for known in person.known if known.type == "PERSON" and known.form == "full"]
    mentions = [(number, span) for number in person.texts for span in settled[number] if span.type == "PERSON"]
    for number, span in sorted(mentions, key=lambda m: (-m[1].size, m[0], m[1].start)):
        text = originals[number]
        words = [word.strip(".,") for word in normal(text[span.start:span.end]).replace(",", " ").split()]
        if span.known is not None and span.known.form and (span.known.subject_id is not None or span.known.form not in ("first", "last")):
            span.who, span.form = _identity(span.known, pseudonyms, person), span.known.form
            continue
        for tokens, who, written in person.people:
            form = written if written and words == tokens else _form(words, tokens)
            if form:
                span.who, span.form = who, form
                break
        else:
            before = fold(text[max(0, span.start - 14):span.start])
            title = titled_gender(before)
            gender = title or gender_of(words[0] if words else None)
            named = " ".join(words)
            span.who = Identity(pseudonyms.mac("mention", person.id, named), gender, person.locale, named)
            alone = gender_of(words[0] if words else None) or span.detector in GIVEN_ALONE
            span.form = "full" if len(words) > 1 else "first" if alone and not title else "last"
            person.people.append((words, span.who, span.form))
    for number in person.texts:
        for span in settled[number]:
            if span.type != "PERSON" and span.known is not None and span.known.subject_id is not None:
                span.who = _identity(span.known, pseudonyms)
            elif span.type == "EMAIL":
                span.who = _owner(fold(originals[number][span.start:span.end]), person)


def _owner(mail: str, person: _Record) -> Identity | None:
    """Whose an address is: the person of the record whose family name it holds."""
    local = mail.partition("@")[0]
    return next((who for words, who, _ in person.people if len(words) > 1 and len(words[-1]) > 3 and words[-1] in local), None)


def _identity(known: Known, pseudonyms: Pseudonyms, person: _Record | None = None) -> Identity:
    own = known.value if known.form in ("full", "reversed") else ""
    if known.subject_id is not None:
        if person is not None:
            own = next((k.value for k in person.known if k.subject_id == known.subject_id and k.type == "PERSON" and k.form == "full"), own)
        return Identity(known.subject_id, known.gender, known.locale, own)
    plain = " ".join(sorted(known.value.replace(",", " ").split()))
    return Identity(pseudonyms.mac("name", plain), known.gender, known.locale, own)


def _form(words: list[str], tokens: list[str]) -> str:
    """How the words of a mention relate to a person's full name; empty when they do not."""
    if not words or not tokens:
        return ""
    if words == tokens:
        return "full" if len(tokens) > 1 else "last"
    given, family = tokens[0], tokens[1:]
    if len(words) == 1:
        if words[0] == given:
            return "first"
        return "last" if words[0] in family and len(words[0]) > 1 else ""
    if words == family:
        return "last"
    if words[:-1] == family and words[-1] == given:
        return "reversed"
    if words[1:] == family and len(words[0]) == 1 and given.startswith(words[0]):
        return "initial"
    return "full" if words[0] == given and words[-1] in family else ""


def _propagate(person: _Record, texts, originals: list[str], settled: list[list[_Found]]) -> bool:
    """Found once in a record, found everywhere in it: full names, their single words with a capital, numbers, addresses."""
    wanted: dict[str, tuple[str, bool]] = {}
    for number in person.texts:
        for span in settled[number]:
            if span.type not in PROPAGATED or span.secret:
                continue
            value = fold(originals[number][span.start:span.end])
            if len(value) > 2:
                wanted.setdefault(value, (span.type, False))
            if span.type == "PERSON":
                words = [w.strip(".,") for w in value.split()]
                for word in {words[0], words[-1]} if len(words) > 1 else ():
                    if len(word) > 2 and word not in PLACES and word not in THINGS and names(word.capitalize(), 0):
                        wanted.setdefault(word, ("PERSON", True))
    kept = {known.value for known in person.known if known.type == "KEEP"}
    added = False
    for number in person.texts if wanted else ():
        folded = fold(originals[number])
        covered, more = settled[number], []
        for value, (type_, single) in wanted.items():
            at = folded.find(value)
            while at >= 0:
                end = at + len(value)
                if bounded(folded, at, end) and value not in kept and not (single and not originals[number][at].isupper()) \
                        and not (type_ == "PERSON" and " " not in value and not originals[number][at].isupper()) \
                        and not _covered(covered, at, end):
                    last = _with_surname(originals[number], at, end, kept) if type_ == "PERSON" and " " not in value else end
                    more.append(_Found(at, last, type_, "seen in the record", 0.8))
                at = folded.find(value, end)
        if more:
            settled[number], added = _settle([*covered, *more]), True
    return added


def _covered(spans: list[_Found], start: int, end: int) -> bool:
    """Whether one of the spans, which are in order, holds the place."""
    at = bisect_right(spans, start, key=_start) - 1
    return at >= 0 and end <= spans[at].end


def _with_surname(text: str, start: int, end: int, kept: set[str]) -> int:
    """Where a name ends that begins with a given name seen alone before: 'Nadège', then 'Nadège Salillac'."""
    found = names(text, start)
    rest = normal(text[end:found[1]]) if found and found[0] == start and found[1] > end else ""
    return found[1] if rest and not any(word in PLACES or word in kept for word in (rest, *rest.split())) and not THINGS & set(rest.split()) and not REGNAL.match(rest.strip(".")) else end


# -- writing --------------------------------------------------------------------------------------------------------------

def _write(text: str, spans: list[_Found], person: _Record, policy: Policy, pseudonyms: Pseudonyms) -> tuple[str, list[Redaction]]:
    parts, account, at, out = [], [], 0, 0
    for span in spans:
        value = text[span.start:span.end]
        mode = "tag" if span.secret else policy.mode_of(span.type)
        if mode == "drop":
            new = ""
        elif mode == "tag":
            new = pseudonyms.tag(span.type, value, span.who if span.type == "PERSON" else None)
        else:
            new = pseudonyms.render(span.type, value, record=person.id, who=span.who, form=span.form, locale=person.locale)
        if new and normal(new) == normal(value):    # a surrogate that changes nothing is none
            new, mode = pseudonyms.tag(span.type, value), "tag"
        between = text[at:span.start]
        if span.type == "PERSON" and mode == "surrogate":
            between = agreeing(between, value, new)
        out += len(between)
        parts += [between, new]
        account.append(Redaction(out, out + len(new), span.type, span.detector, span.score, mode, pseudonyms.mac("value", span.type, normal(value))))
        out += len(new)
        at = span.end
    parts.append(text[at:])
    return "".join(parts), account


__all__ = ["Redaction", "Span", "Text", "scrub", "unscrubbable"]
