"""What is found in the texts of a batch: recognisers, tagger, known values and kept words, settled into spans that do not touch.

Belongs here: asking every finder once per batch, and settling what they disagree on. Not here: how each finds (`recognisers`, `tagger`,
`known`), what the tagger's guesses are worth (`guesses`), who is who in a record (`mentions`), what is written instead (`scrub`).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from assets.privacy.detect.answers import over_turns
from assets.privacy.detect.people.givennames import PLACES, is_given
from assets.privacy.detect.people.persons import THINGS, names
from assets.privacy.detect.recognisers import analyze_batch
from assets.privacy.detect.turns import split_over
from assets.privacy.detect.validators import digits
from assets.privacy.fields import GUARD, PERSON, TEXT
from assets.privacy.folding import Joined, fold
from assets.privacy.guesses import add_guesses, clear_shelves, doubt
from assets.privacy.known import PHONE_DIGITS, Known, stands
from assets.privacy.policy import BROAD, Policy
from assets.privacy.spans import Found, Record, Text, touches
from assets.privacy.tagger import DETECTOR, Tagger, bits_of, everyday, shipped
from assets.privacy.tagger.gazetteer import CALENDAR

UNIQUE = ("EMAIL", "IBAN", "CARD", "PHONE", "NATIONAL_ID", "URL")   # also looked for where only secrets and known values are
LOCATIVE = re.compile(r"(?<!\w)(?:à|a|in|at|from|near|vers|da|di|de|to)\s\Z")
# Recognisers that know a person by a word before.
ANNOUNCED = frozenset(("title", "introduction", "signature", "answer name", "greeting", "label", "mailbox", "mail head", "passenger", "birth"))
SURE = 0.9              # score from which the tagger is believed about a name that begins with a kept word
_PARTICLE = 12          # characters that a particle and its spaces take at most
PARTICLE = re.compile(r"\s(?:de|di|da|du|del|della|d['’]|at|from|chez)\s?\Z")


def findings(texts: Sequence[Text], joined: Joined, records: Sequence[Record], policy: Policy, tagger: Tagger | None = None) -> list[list[Found]]:
    """Per text, what is to be replaced, in order and apart. `joined` holds the texts of `texts`."""
    found = [[Found(*span) for span in inside if span.score >= policy.threshold and (one.plan != GUARD or span.type in UNIQUE)]
             for one, inside in zip(texts, analyze_batch([one.text for one in texts], policy.recognisers(), joined=joined), strict=True)]
    for one, mine in zip(texts, found, strict=True):
        if one.plan == PERSON and any(map(str.isalpha, one.text)):
            mine.append(Found(len(one.text) - len(one.text.lstrip()), len(one.text.rstrip()), "PERSON", "name column", 1.0))
    _add_split(texts, found, policy)
    hints = add_guesses(texts, joined, found, policy, tagger or shipped())
    doubt(found, hints)
    clear_shelves(texts, found)
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
            if known.form == "first" and _also_a_word(known.value) and hints and not touches(hints[index], begin - at, stop - at):
                continue    # Rose the colour: nothing around it speaks of a person
            found[index].append(Found(begin - at, stop - at, known.type, "known " + (known.form or known.type.lower()), 1.0, known, known.type == "SECRET"))
    phones = {index: {known.value: known for known in record.known if known.form == "phone"} for index, record in enumerate(records) if record.known}
    for one, spans in zip(texts, found, strict=True) if any(phones.values()) else ():
        for span in spans if phones.get(one.record) else ():
            if span.type == "PHONE":
                span.known = phones[one.record].get(digits(one.text[span.start:span.end])[-PHONE_DIGITS:])


def _also_a_word(name: str) -> bool:
    return name in THINGS or name in PLACES or bool(bits_of(name) & CALENDAR)


def _plausible(known: Known, text: str, start: int, end: int) -> bool:
    """Single names count where they begin with a capital: 'Claire' is a person, 'claire' a word, unless the text has no capitals.

    What is no word counts anyhow.
    """
    if known.form not in ("first", "last", "initials"):
        return True
    if known.form == "first" and known.value in PLACES and LOCATIVE.search(text, max(0, start - 8), start):
        return False    # to live in Como, in Ginevra
    if text[start].isupper() or not text[start].isalpha():
        return True
    if known.form != "initials" and not everyday(known.value) and not _also_a_word(known.value):
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
            if not span.secret and span.type != "PASSWORD" and (span.known is None or span.known.form == "first"):
                begin = span.start + (span.type == "HANDLE" and joined.text[at + span.start] == "@")     # the house's own account
                first, last = bisect_right(starts, begin), bisect_left(starts, span.end)     # kept words that begin by then, and inside
                if first and span.end <= reach[first - 1]:
                    continue
                if first and span.type == "PERSON" and span.start < reach[first - 1] and not _begins_with_one(joined.text, at, span, reach[first - 1]):
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


def _begins_with_one(text: str, at: int, span: Found, reach: int) -> bool:
    """Whether a kept word that ends at `reach` is the given name of the person found from it on: 'Ms Rose Voxheim', where Rose stays as a colour."""
    words = fold(text[at + reach:at + span.end]).split()
    if not words or any(word in PLACES or word in THINGS or everyday(word) for word in words):
        return False
    return span.score >= SURE if span.detector == DETECTOR and is_given(fold(text[at + span.start:at + reach]).strip()) else span.detector in ANNOUNCED


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
