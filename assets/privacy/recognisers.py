"""Every structured recogniser, defined once, and the batch scan that runs them all in few passes.

Belongs here: the list of definitions and the scan. Not here: their grammars (`numbers`, `persons`, `addresses`, `contacts`),
the Presidio face of the same list (`presidio`), what happens to a finding (`scrub`).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from assets.privacy import addresses, contacts, contexts, numbers, persons
from assets.privacy.folding import Joined, bounded, fold
from assets.privacy.validators import digits

TYPES = ("PERSON", "EMAIL", "PHONE", "IBAN", "CARD", "NATIONAL_ID", "URL", "HANDLE", "IP", "BIRTH_DATE", "ADDRESS", "CLIENT_NO", "SECRET")


class Span(NamedTuple):
    """A finding in one text: text[start:end] is of `type`, says `detector`, with a confidence of 0..1."""

    start: int
    end: int
    type: str
    detector: str
    score: float


@dataclass(frozen=True)
class Recogniser:
    """One definition. `find(text, start, end)` looks around a cue (`cues`) or a run of digits, `find(text)` at everything."""

    name: str
    type: str
    find: Callable[..., Iterable[tuple[int, int, float]]] = field(repr=False)
    cues: tuple[str, ...] = ()
    digits: bool = False
    whole_words: bool = True        # a cue counts only as a whole word
    languages: tuple[str, ...] = ()  # empty: every language
    best: float = 1.0               # no finding is surer: a policy with a higher threshold need not search


DEFINITIONS: tuple[Recogniser, ...] = (
    Recogniser("email", "EMAIL", contacts.email, cues=("@",), whole_words=False),
    Recogniser("email spoken", "EMAIL", contacts.spoken_email,
               cues=(" at ", " arobase ", " chiocciola ", "[at]", "(at)", "[@]", "(@)", "{at}", "[arobase]", "(arobase)"), whole_words=False),
    Recogniser("phone", "PHONE", numbers.phone, digits=True),
    Recogniser("phone spoken", "PHONE", numbers.spoken, cues=numbers.SPOKEN_CUES),
    Recogniser("card", "CARD", numbers.card, digits=True),
    Recogniser("iban", "IBAN", numbers.iban),
    Recogniser("national number", "NATIONAL_ID", numbers.national, digits=True),
    Recogniser("national code", "NATIONAL_ID", numbers.lettered),
    Recogniser("named number", "CLIENT_NO", numbers.named, cues=numbers.NAMED_CUES),
    Recogniser("profile page", "URL", contacts.profile, cues=contacts.SITES, whole_words=False),
    Recogniser("handle", "HANDLE", contacts.handle, cues=("@",), whole_words=False),
    Recogniser("account name", "HANDLE", contacts.account, cues=contacts.ACCOUNTS),
    Recogniser("ip address", "IP", numbers.ip),
    Recogniser("birth date", "BIRTH_DATE", numbers.birth, cues=tuple(fold(cue) for cue in numbers.BIRTH_CUES)),
    Recogniser("address french", "ADDRESS", addresses.french, cues=addresses.FRENCH, languages=("fr",)),
    Recogniser("address italian", "ADDRESS", addresses.italian, cues=addresses.ITALIAN, languages=("it",)),
    Recogniser("address english", "ADDRESS", addresses.english, cues=addresses.ENGLISH, languages=("en",)),
    Recogniser("address german", "ADDRESS", addresses.german, cues=addresses.GERMAN, whole_words=False, languages=("de",)),
    Recogniser("address code", "ADDRESS", addresses.coded),
    Recogniser("title", "PERSON", persons.titled, cues=persons.TITLES),
    Recogniser("introduction", "PERSON", persons.introduced, cues=persons.INTRODUCTIONS),
    Recogniser("greeting", "PERSON", persons.greeted, cues=persons.GREETINGS),
    Recogniser("signature", "PERSON", persons.signed, cues=persons.SIGNATURES),
    Recogniser("role", "PERSON", persons.in_role, cues=persons.ROLES),
    Recogniser("mailbox", "PERSON", persons.mailbox, cues=("<",), whole_words=False),
    Recogniser("speaker", "PERSON", persons.speaker, cues=(":",), whole_words=False),
    Recogniser("announcement", "PERSON", contexts.announced, cues=contexts.ANNOUNCEMENTS),
    Recogniser("mention", "PERSON", contexts.mentioned, cues=contexts.MENTIONS),
    Recogniser("contact", "PERSON", contexts.contacted, cues=contexts.CONTACTS),
    Recogniser("beside mail", "PERSON", contexts.beside_mail, cues=("@",), whole_words=False),
    Recogniser("name pair", "PERSON", persons.paired),
    Recogniser("initial", "PERSON", persons.initialled),
    Recogniser("given name", "PERSON", contexts.alone, best=0.4),
)


def pattern_recogniser(name: str, type_: str, pattern: str) -> Recogniser:
    """A definition from a house's own regular expression (client, order and loyalty numbers)."""
    compiled = re.compile(pattern)

    def find(text: str) -> Iterable[tuple[int, int, float]]:
        return ((match.start(), match.end(), 0.9) for match in compiled.finditer(text) if "\x00" not in match[0] and match[0])

    return Recogniser(name, type_, find)


def analyze_batch(texts: Sequence[str], recognisers: Sequence[Recogniser] = DEFINITIONS, *, joined: Joined | None = None) -> list[list[Span]]:
    """Findings per text, sorted, possibly overlapping. Texts do not influence each other."""
    joined = joined or Joined.of(list(texts))
    found = set(_scan(joined, tuple(recognisers)))
    spans = joined.spans(sorted(found))
    return [[Span(*span) for span in inside] for inside in spans]


def _scan(joined: Joined, recognisers: tuple[Recogniser, ...]) -> Iterable[tuple]:
    text, folded = joined.text, joined.folded
    engine, cues = _cue_engine(recognisers)
    if engine is not None:
        for index, start, end in engine.find_matches_as_indexes(folded, overlapping=True):
            whole, loose = cues[index]
            for definition in whole if bounded(folded, start, end) else loose:
                for span in definition.find(text, start, end):
                    yield span[0], span[1], definition.type, definition.name, span[2]
    numeric = [definition for definition in recognisers if definition.digits]
    if numeric:
        for start, end in numbers.runs(text):
            yield from _in_run(text, start, end, numeric)
    for definition in recognisers:
        if not definition.cues and not definition.digits:
            for start, end, score in definition.find(text):
                yield start, end, definition.type, definition.name, score


_GROUP = re.compile(r"[+(]*\d+\)?")


def _in_run(text: str, start: int, end: int, numeric: list[Recogniser]) -> Iterable[tuple]:
    """The run as one number; where nothing takes it whole, the longest numbers that its groups make up."""
    found = [(*span[:2], d.type, d.name, span[2]) for d in numeric for span in d.find(text, start, end)]
    if found:
        yield from found
        return
    groups = [group.span() for group in _GROUP.finditer(text, start, end)]
    if len(groups) < 3:
        return
    reach = 11 if len(groups) < 40 else 5      # a column of figures: look at short numbers only
    at = 0
    while at < len(groups) - 1:
        step = 1
        for last in range(min(len(groups) - 1, at + reach), at, -1):
            if last - at + 1 == len(groups) or not 9 <= len(digits(text[groups[at][0]:groups[last][1]])) <= 19:
                continue
            apart = all(text[i].isspace() for i in (groups[at][0] - 1, groups[last][1]) if start <= i < end)
            inside = [(*span[:2], d.type, d.name, span[2]) for d in numeric for span in d.find(text, groups[at][0], groups[last][1])] if apart else []
            if inside:
                yield from inside
                step = last - at + 1
                break
        at += step


@lru_cache(maxsize=16)
def _cue_engine(recognisers: tuple[Recogniser, ...]):
    """One Aho-Corasick automaton over every cue of every definition; per cue, who asks for whole words (and who does not)."""
    import ahocorasick_rs

    by_cue: dict[str, list[Recogniser]] = {}
    for definition in recognisers:
        for cue in definition.cues:
            by_cue.setdefault(cue, []).append(definition)
    if not by_cue:
        return None, []
    engine = ahocorasick_rs.AhoCorasick(list(by_cue), implementation=ahocorasick_rs.Implementation.ContiguousNFA)
    return engine, [(asked, [one for one in asked if not one.whole_words]) for asked in by_cue.values()]
