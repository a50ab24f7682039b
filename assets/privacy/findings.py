"""What is found in the texts of a batch: recognisers, tagger, known values and kept words, settled into spans that do not touch.

Belongs here: asking every finder once per batch, and settling what they disagree on. Not here: how each finds (`recognisers`, `tagger`,
`known`), who is who in a record (`mentions`), what is written instead (`scrub`).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import accumulate
from math import log
from typing import NamedTuple

import numpy as np

from assets.privacy.detect.answers import over_turns
from assets.privacy.detect.nearby import traded, words_before
from assets.privacy.detect.people.givennames import PLACES, is_given, may_be_given
from assets.privacy.detect.people.institutions import is_nobody
from assets.privacy.detect.people.persons import STOP, THINGS, TITLES, names
from assets.privacy.detect.people.shelf import shelf
from assets.privacy.detect.recognisers import analyze_batch
from assets.privacy.detect.turns import split_over
from assets.privacy.detect.validators import digits
from assets.privacy.fields import GUARD, PERSON, TEXT
from assets.privacy.folding import Joined, fold
from assets.privacy.known import PHONE_DIGITS, Known, stands
from assets.privacy.policy import BROAD, Policy
from assets.privacy.surrogates.pseudonyms import Identity
from assets.privacy.tagger import DETECTOR, ONE, TYPE_OF, Tagger, bits_of, scored, shipped, written_with_capitals
from assets.privacy.tagger.gazetteer import PLACE, THING
from assets.privacy.tagger.network import TAGS

ADDRESS, _FIGURED = TAGS.index("ADDRESS"), (TAGS.index("ID"), TAGS.index("PHONE"))
NEAR = 3                # characters between a part of an address and the next
UNIQUE = ("EMAIL", "IBAN", "CARD", "PHONE", "NATIONAL_ID", "URL")   # also looked for where only secrets and known values are
NUMBERS = ("PHONE", "ID", "EMAIL", "ADDRESS", "DATE")
# In a text with capitals a number is mostly a size, a price or a page, and what is personal has a form or a word beside it that recognisers know; only in
# talk without capitals must the tagger's weaker guesses count.
SURELY = round(log(0.9 / 0.1) * ONE)
LIKELIER = round(log(0.75 / 0.25) * ONE)    # from which a word is somebody's number: a password, an account
LIKELY = 0              # from which a date counts as somebody's birth, a short number beside a price as somebody's: most are not
EVERYDAY = round(log(5) * ONE)          # how much more than other words one of everyday language needs to be a name: 'May has the patience'
FEWEST = 7              # digits of a telephone, where nothing but digits says that it is one
SHORT = 4               # letters of a word that is a size or a unit rather than a street
HINT = 0.05             # a dial at which the tagger still vouches for a known name that is also a word
_TITLES = "|".join(re.escape(title) for title in sorted(TITLES, key=len, reverse=True))
_BEFORE_NAME = re.compile(rf"(?:(?:{_TITLES})(?!\w)\.?\s*)+", re.I)
_EDGE = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LIKE_MAIL = re.compile(r"@|mail|yahoo|outlook|live|icloud|proton|com\b|net\b|org\b|\b(?:at|dot|arobase|point|chiocciola|punto|arroba|punkt)\b|\.[a-z]{2}", re.I)
LOCATIVE = re.compile(r"(?<!\w)(?:à|a|in|at|from|near|vers|da|di|de|to)\s\Z")
_SIZE = re.compile(r"\d[\d.,]*(?: ?[x×] ?\d[\d.,]*)+\Z")
_SURNAMES = frozenset("can su do an so will may more long good best".split())      # surnames of many that are everyday words too
DOUBTED = frozenset(("name pair", "initial", "introduction"))      # recognisers whose word alone is not enough
_MONEY = re.compile(r"[€$£¥]|\b(?:EUR|CHF|GBP|USD)\b")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d\Z")
_PARTICLE = 12          # characters that a particle and its spaces take at most
PARTICLE = re.compile(r"\s(?:de|di|da|du|del|della|d['’]|at|from|chez)\s?\Z")


class Text(NamedTuple):
    """One string of a record and how it is treated (a plan of `fields`). The texts of a record stand side by side."""

    record: int
    text: str
    plan: str = TEXT
    turn: bool = True       # of a conversation: a number may go on in the next; a column beside another is no turn


@dataclass(slots=True)
class Found:
    """text[start:end] is of `type`; `known` is the known value that says so, `who` and `form` whose mention it is."""

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


@dataclass(slots=True)
class Record:
    """What one record knows while its texts are scrubbed."""

    id: bytes
    known: Sequence[Known]
    locale: str
    texts: list[int] = field(default_factory=list)
    dense: bool = False     # more is found in it than can be told apart


def findings(texts: Sequence[Text], joined: Joined, records: Sequence[Record], policy: Policy, tagger: Tagger | None = None) -> list[list[Found]]:
    """Per text, what is to be replaced, in order and apart. `joined` holds the texts of `texts`."""
    found = [[Found(*span) for span in inside if span.score >= policy.threshold and (one.plan != GUARD or span.type in UNIQUE)]
             for one, inside in zip(texts, analyze_batch([one.text for one in texts], policy.recognisers(), joined=joined), strict=True)]
    for one, mine in zip(texts, found, strict=True):
        if one.plan == PERSON and any(map(str.isalpha, one.text)):
            mine.append(Found(len(one.text) - len(one.text.lstrip()), len(one.text.rstrip()), "PERSON", "name column", 1.0))
    _add_split(texts, found, policy)
    hints = _tag(texts, joined, found, policy, tagger or shipped())
    _doubt(found, hints)
    _add_known(texts, joined, records, found, hints)
    _keep(joined, found)
    for one, spans in zip(texts, found, strict=True):
        if len(spans) > 1 and any(span.known is not None for span in spans):
            spans[:] = _yielding(one.text, spans)
    return [settle(spans) if len(spans) > 1 else spans for spans in found]


def _add_split(texts: Sequence[Text], found: list[list[Found]], policy: Policy) -> None:
    """Numbers that begin in one turn of a record and go on in the next, and answers to what the turn before asks for."""
    at = 0
    while at < len(texts):
        end = at + 1
        while end < len(texts) and texts[end].record == texts[at].record:
            end += 1
        if end - at > 1:
            turns = [number for number in range(at, end) if texts[number].plan == TEXT and texts[number].turn]
            said = [texts[number].text for number in turns]
            for number, spans, answers in zip(turns, split_over(said), over_turns(said), strict=True):
                found[number] += [Found(*span) for span in (*spans, *answers) if span[4] >= policy.threshold and policy.wants(span[2])]
        at = end


# -- the tagger -----------------------------------------------------------------------------------------------------------

def _tag(texts: Sequence[Text], joined: Joined, found: list[list[Found]], policy: Policy, tagger: Tagger) -> list[list[tuple[int, int]]]:
    """Add what the tagger finds; returns, per text, where it holds a person at least possible. The texts of a record are read as one."""
    types = policy.tagged()
    if policy.dial >= 1 or not types:
        return []
    view = joined.view
    starts = np.asarray(joined.starts, np.int64) if view.begins is None else np.searchsorted(view.begins, joined.starts)
    sizes = np.asarray(joined.sizes, np.int64) if view.begins is None else np.searchsorted(view.begins, np.add(joined.starts, joined.sizes)) - starts
    bounds = _bounds(texts, starts, sizes)
    if not len(bounds):
        return []
    hinted = any(one.plan == TEXT for one in texts) and policy.dial > HINT
    first, last, tags, margins, edges = tagger.find(view.text, bounds, dial=min(HINT, policy.dial) if hinted else policy.dial, types=types, code=view.codes)
    hints: list[list[tuple[int, int]]] = [[] for _ in texts]
    on_shelf = cache(lambda owner: shelf(texts[owner].text))
    owners = np.searchsorted(starts, first, side="right") - 1
    asked = np.unique(owners)
    capitals = dict(zip(asked.tolist(), written_with_capitals(view.codes, starts[asked], sizes[asked]), strict=True))
    sure = (edges >= round(log(policy.dial / (1 - policy.dial)) * ONE) + EVERYDAY).tolist()
    beside = _parts_of_addresses(view.text, first, last, tags, margins, owners)
    for number, (owner, start, end, tag, margin, (begins, ends)) in enumerate(zip(owners.tolist(), first.tolist(), last.tolist(), tags.tolist(), margins.tolist(), sure,
                                                                                 strict=True)):
        type_, value = TYPE_OF[tag], view.text[start:end]
        if not texts[owner].turn and _attribute(texts[owner].text, type_, value, margin):
            continue
        if type_ == "PERSON":
            front, back = bare_name(value, begins, ends)
            start, end = start + front, start + back
            if front == back or margin < SURELY and capitals[owner] and on_shelf(owner):
                continue
            if is_nobody(view.text, start, end, margin >= LIKELY):
                continue
        elif number in beside:
            pass
        elif type_ == "EMAIL" and capitals[owner] and not _LIKE_MAIL.search(view.text, start, end):
            continue
        elif type_ == "BIRTH_DATE" and (margin < LIKELY or _YEAR.match(value)):
            continue
        elif type_ == "ID" and capitals[owner] and _no_number(view.text, start, end, margin):
            continue
        elif type_ in NUMBERS and (_SIZE.match(value) or capitals[owner] and (_trade(type_, value, margin) or on_shelf(owner))):
            continue
        start, end = view.span(start, end)
        base, score = joined.starts[owner], scored(margin)
        if type_ == "PERSON":
            hints[owner].append((start - base, end - base))
        if score >= policy.dial:
            found[owner].append(Found(start - base, end - base, type_, DETECTOR, score))
    return hints


def _parts_of_addresses(text: str, first: np.ndarray, last: np.ndarray, tags: np.ndarray, margins: np.ndarray, owners: np.ndarray) -> set[int]:
    """Guesses at an address or a number right beside a likely address, a figure among them: '5501' before 'E Camelback', '94952' behind 'Petaluma'."""
    address, told = (tags == ADDRESS) & (margins >= LIKELY), np.isin(tags, (ADDRESS, *_FIGURED))
    pairs = np.flatnonzero((first[1:] - last[:-1] <= NEAR) & (owners[1:] == owners[:-1]) & (address[1:] | address[:-1]) & told[1:] & told[:-1])
    return {part for pair in pairs.tolist() if any(map(str.isdecimal, text[first[pair]:last[pair + 1]]))
            for part in (pair, pair + 1)}


def _no_number(text: str, start: int, end: int, margin: int) -> bool:
    """Whether a guess at somebody's number, in a text with capitals, is rather a word, a year, or what a piece is listed under: 'the brooch, ref. JECE5342'."""
    value = text[start:end]
    if not any(map(str.isdecimal, value)):
        return margin < LIKELIER
    if _YEAR.match(value):
        return True
    before = words_before(text, start)
    return traded(text, start, end, before) and (any(bits_of(word) & THING for word in before) or _MONEY.search(text, end, end + 40) is not None)


def _doubt(found: list[list[Found]], hints: list[list[tuple[int, int]]]) -> None:
    """What a recogniser guesses by its form alone ('Paul Smith socks', 'P. Iron', 'this is silk') counts where the tagger thinks a person at least possible."""
    for spans, places in zip(found, hints, strict=False):
        if any(span.detector in DOUBTED for span in spans):
            spans[:] = [span for span in spans if span.detector not in DOUBTED or _touches(places, span.start, span.end)]


def _attribute(column: str, type_: str, value: str, margin: int) -> bool:
    """Whether a guess is all that a column says and says nothing of somebody: a colour that is 'rose', a few figures."""
    if value != column.strip():
        return False
    if type_ == "PERSON":
        return margin < SURELY and bool(bits_of(fold(value)) & THING)
    return type_ == "PHONE" and sum(map(str.isdecimal, value)) < FEWEST and not any(map(str.isalpha, value))


def _trade(type_: str, value: str, margin: int) -> bool:
    """Whether a guess at somebody's number or address, in a text with capitals, is rather a price, a page, a unit, or a town with no number."""
    first = _EDGE.match(value)
    if type_ == "ADDRESS" and first and not any(map(str.isdecimal, value)) and (bits_of(town := fold(first[0])) & PLACE or town in PLACES):
        return True
    return margin < LIKELY and (not value.isalpha() or len(value) < SHORT)


@lru_cache(maxsize=65536)
def bare_name(found: str, begins: bool, ends: bool) -> tuple[int, int]:
    """Where the name lies in what was found, without titles, greetings and everyday words at its edges. Empty when nothing is left.

    `begins` and `ends`: its first and its last word are surely of a name, whatever else they mean.
    """
    titled, start, end = _BEFORE_NAME.match(found), 0, len(found)
    if titled and titled.end() < end:
        start = titled.end()
    while not (begins and start == 0) and (word := _EDGE.match(found, start)) and _everyday(word[0]) and not (ends and word.end() == end):
        start = word.end()
        while start < end and not found[start].isalnum():
            start += 1
    while not (ends and end == len(found)) and end > start and (cut := max(found.rfind(mark, start, end) for mark in " \n\u00a0")) >= 0 and _everyday(found[cut + 1:end]) \
            and not _is_surname(found, start, cut, end):
        end = cut
    return start, end


def _is_surname(found: str, start: int, cut: int, end: int) -> bool:
    """Whether the everyday word that ends a name is its surname: 'Mehmet Can', right behind a lone given name."""
    word, given = found[cut + 1:end], found[start:cut]
    return word[0].isupper() and fold(word) in _SURNAMES and found[cut] != "\n" and " " not in given and given[:1].isupper() and may_be_given(fold(given))


def _everyday(word: str) -> bool:
    plain = word.strip(".,;:!?").lower()
    return plain in STOP and not may_be_given(fold(plain))


def _bounds(texts: Sequence[Text], starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """(begin, end) of what the tagger reads as one: neighbouring texts of one record."""
    records = np.fromiter((one.record if one.plan == TEXT else -1 for one in texts), np.int64, len(texts))
    read = np.flatnonzero((records >= 0) & (sizes > 0))
    if not len(read):
        return np.empty((0, 2), np.int64)
    new = np.flatnonzero(np.concatenate([[True], (np.diff(records[read]) != 0) | (np.diff(read) != 1)]))
    last = np.concatenate([new[1:], [len(read)]]) - 1
    return np.stack([starts[read[new]], starts[read[last]] + sizes[read[last]]], axis=1)


# -- known values ---------------------------------------------------------------------------------------------------------

def _add_known(texts: Sequence[Text], joined: Joined, records: Sequence[Record], found: list[list[Found]], hints: list) -> None:
    """Values of the matches where they stand: one automaton over the batch, each hit asked whether it is the record's own."""
    wanted: dict[str, dict[int, Known]] = {}
    for index, record in enumerate(records):
        for known in record.known:
            if known.type != "TAKEN" and known.form != "phone" and known.value:
                first = wanted.setdefault(known.value, {}).get(index)
                if first is None or (first.subject_id is None and known.subject_id is not None):
                    wanted[known.value][index] = known
    if wanted:
        import ahocorasick_rs

        values, view = list(wanted), joined.view
        engine = ahocorasick_rs.AhoCorasick(values, store_patterns=False)
        for number, start, end in engine.find_matches_as_indexes(view.folded, overlapping=True):
            begin, stop = view.span(start, end)
            index = joined.place(begin)
            known = wanted[values[number]].get(texts[index].record)
            if known is None or not stands(known, view, start, end) or not _plausible(known, view.text, start, end):
                continue
            at = joined.starts[index]
            if known.form == "first" and _also_a_word(known.value) and hints and not _touches(hints[index], begin - at, stop - at):
                continue    # Rose the colour: nothing around it speaks of a person
            found[index].append(Found(begin - at, stop - at, known.type, "known " + (known.form or known.type.lower()), 1.0, known, known.type == "SECRET"))
    phones = {index: {known.value: known for known in record.known if known.form == "phone"} for index, record in enumerate(records) if record.known}
    for one, spans in zip(texts, found, strict=True) if any(phones.values()) else ():
        for span in spans if phones.get(one.record) else ():
            if span.type == "PHONE":
                span.known = phones[one.record].get(digits(one.text[span.start:span.end])[-PHONE_DIGITS:])


def _touches(places: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the places, which are in order and apart, shares a character with another."""
    before = bisect_left(places, (end,))
    return before > 0 and places[before - 1][1] > start


def _also_a_word(name: str) -> bool:
    return name in THINGS or name in PLACES


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


def _keep(joined: Joined, found: list[list[Found]]) -> None:
    """Catalogue and authorities survive: findings inside them go, unless the register or the secrets name them.

    A guessed person that begins in a kept word goes too ('Solenza Milano'); one that ends in it after a particle ends before
    ('Nadège de Solenza'). What the tagger guessed over a kept word and its neighbours loses the kept word.
    """
    for index, spans in enumerate(found):
        kept = [span for span in spans if span.type == "KEEP"]
        if not kept:
            continue
        at = joined.starts[index]
        starts, reach = _reach(kept)
        found[index] = left = []
        for span in spans:
            if span.type == "KEEP":
                continue
            if not span.secret and (span.known is None or span.known.form == "first"):
                begin = span.start + (span.type == "HANDLE" and joined.text[at + span.start] == "@")     # the house's own account
                first, last = bisect_right(starts, begin), bisect_left(starts, span.end)     # kept words that begin by then, and inside
                if first and (span.end <= reach[first - 1] or span.type == "PERSON" and span.start < reach[first - 1]):
                    continue
                if span.detector == DETECTOR and span.type == "PERSON" and first < last and span.end <= reach[last - 1] \
                        and not is_given(fold(joined.text[at + span.start:at + span.end].split()[0])):
                    continue    # 'Schale Thea', where Thea stays: no person
                for start in starts[first:last] if span.type == "PERSON" and span.known is None else ():
                    of = PARTICLE.search(joined.text, at + max(span.start - 1, start - _PARTICLE), at + start)
                    if of:
                        span.end = of.start() - at
                        break
                if span.detector == DETECTOR and span.type != "PERSON" and last and span.start < reach[last - 1]:
                    continue
            if span.end > span.start:
                left.append(span)


def _reach(spans: list[Found]) -> tuple[list[int], list[int]]:
    """Where spans begin, in order, and how far the spans that begin by then reach."""
    ordered = sorted((span.start, span.end) for span in spans)
    return [start for start, _ in ordered], list(accumulate((end for _, end in ordered), max))


def _yielding(text: str, spans: list[Found]) -> list[Found]:
    """A guess around a known person adds nothing to it unless more of a name stands beside: 'Bonjour Hélène Lefèvre' is Hélène Lefèvre."""
    known = sorted((span for span in spans if span.known is not None and span.type == "PERSON"), key=_end)
    left = []
    for span in spans:
        guess = span.known is None and span.type == "PERSON" and span.detector == DETECTOR
        ending = known[bisect_left(known, span.start, key=_end):bisect_right(known, span.end, key=_end)] if guess else ()
        inside = [one for one in ending if span.start <= one.start]
        if inside:
            rest = [text[a:b] for a, b in zip([span.start, *(one.end for one in inside)], [*(one.start for one in inside), span.end], strict=True) if a < b]
            if not any(part[:1] in "-'’" or part[-1:] in "-'’" or names(part.strip(), 0) for part in rest if part.strip()):
                continue
        left.append(span)
    return left


# -- settling -------------------------------------------------------------------------------------------------------------

def settle(spans: list[Found]) -> list[Found]:
    """No overlaps: secrets first, then the longest, then known before guessed, then the surer. What overlaps is taken in, never cut."""
    settled: list[Found] = []
    group: list[Found] = []     # spans that overlap, one with the next
    reach = 0
    for span in sorted(spans, key=_start):
        if group and span.start < reach:
            group.append(span)
            reach = max(reach, span.end)
        else:
            settled += _merged(group) if len(group) > 1 else group
            group, reach = [span], span.end
    settled += _merged(group) if len(group) > 1 else group
    return settled


def _merged(spans: list[Found]) -> list[Found]:
    accepted: list[Found] = []     # in the order of the text, none touching another
    for span in sorted(spans, key=_precedence):
        first = bisect_right(accepted, span.start, key=_end)
        last = bisect_left(accepted, span.end, lo=first, key=_start)
        if first == last:
            accepted.insert(first, span)
            continue
        touching = accepted[first:last]
        best = min(touching, key=_precedence)
        start, end = min(span.start, touching[0].start), max(span.end, touching[-1].end)
        if (start, end) != (best.start, best.end):
            best.start, best.end, best.form = start, end, ""
            if best.known is not None and not best.secret and best.type == "PERSON":
                best.known = best.known._replace(form=None)
            accepted[first:last] = [best]
    return accepted


def _precedence(span: Found) -> tuple:
    """The least of spans that overlap gives what is settled its type."""
    return (not span.secret, span.type in BROAD, span.start - span.end, span.known is None, span.detector == DETECTOR, -span.score, span.start, span.detector)


def _start(span: Found) -> int:
    return span.start


def _end(span: Found) -> int:
    return span.end
