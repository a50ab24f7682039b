"""Who is who in a record: every mention gets an identity, and what was found once is found everywhere in the record.

Belongs here: resolving mentions to subjects, propagation. Not here: finding (`findings`), how far a name reaches (`extents`), dates beside one
(`birthdays`), surrogates (`pseudonyms`).
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter

from assets.privacy.birthdays import add_birthdays
from assets.privacy.detect.people.givennames import PLACES, gender_of
from assets.privacy.detect.people.institutions import is_nobody
from assets.privacy.detect.people.kinds import EVERYDAY, NAMED, NO_NAME
from assets.privacy.detect.people.persons import THINGS, names
from assets.privacy.extents import lengthen
from assets.privacy.findings import settle
from assets.privacy.folding import BORDER, Joined, bounded, fold, normal
from assets.privacy.known import Known
from assets.privacy.neighbours import with_given, with_surname
from assets.privacy.premises import lengthen_addresses
from assets.privacy.spans import Found, Record, Text
from assets.privacy.surrogates.agreement import titled_gender
from assets.privacy.surrogates.pseudonyms import Identity, Pseudonyms
from assets.privacy.tagger import bits_of, everyday

PROPAGATED = ("PERSON", "CLIENT_NO", "ADDRESS", "HANDLE")
LONGEST = 200       # characters of a value that is looked for in the rest of its record
SURE = 0.5          # score from which a single word is looked for elsewhere, whatever else it may mean (in German a noun that no list of names knows)
LETTERS = "kin of"          # the recogniser that knows persons by a letter
FEW = 16            # values up to which looking for one after the other is quicker than an automaton
GIVEN_ALONE = ("introduction", "greeting", "given name", "mention", "announcement", "speaker", "kin", "beside a name",
               "tagger")      # where a single name is a given name
_COURTESIES = re.compile(r"(?<!\w)(?:ok|okay|thanks?|thank you|thankyou|hi|hello|hey|sorry|alright|perfect|great|welcome|dear|bye|morning|"
                         r"afternoon|is it|mr|mrs|ms|miss|name is|merci|bonjour|salut|ciao|grazie|hola|gracias|hallo|danke),? \Z")
_ENDS = frozenset(("", *"\n,.!?"))
_LONGEST_FIRST = itemgetter(0, 1, 2)


def resolve(record: Record, texts: Sequence[Text], joined: Joined, settled: list[list[Found]], pseudonyms: Pseudonyms) -> None:
    """Identities for the findings of a record's texts, and the further places where those stand. Changes `settled`."""
    lengthen(record, texts, settled)
    lengthen_addresses(record, texts, settled)
    propagate(record, texts, joined, settled)
    add_birthdays(record, texts, settled)
    identify(record, texts, settled, pseudonyms)


def identify(person: Record, texts: Sequence[Text], settled: list[list[Found]], pseudonyms: Pseudonyms) -> None:
    """Give every mention of a person in a record its identity: the subject, a known name, or the record's own unnamed person."""
    people, own = People(), {}
    for known in person.known:
        if known.type == "PERSON" and known.form == "full":
            people.add(tuple(known.value.replace(",", "").split()), _identity(known, pseudonyms))
            own.setdefault(known.subject_id, known.value)
    mentions, mails = [], []
    for number in person.texts:
        text = texts[number].text
        for span in settled[number]:
            if span.type == "PERSON":
                mentions.append((span.start - span.end, number, span.start, span))
            elif span.known is not None and span.known.subject_id is not None:
                span.who = _identity(span.known, pseudonyms, own)
            elif span.type in ("EMAIL", "HANDLE"):
                mails.append((span, fold(text[span.start:span.end]).partition("@")[0]))
    if len(mentions) > 1:
        mentions.sort(key=_LONGEST_FIRST)
    for _, number, start, span in mentions:
        known, text = span.known, texts[number].text
        if known is not None and known.form and (known.subject_id is not None or known.form not in ("first", "last")):
            span.who, span.form = _identity(known, pseudonyms, own), known.form
            continue
        words = _words(text[start:span.end])
        span.who, span.form = people.called(words)
        if span.who is None:
            title = titled_gender(fold(text[max(0, start - 14):start]))
            given, named = gender_of(words[0]) if words else None, " ".join(words)
            span.who = Identity(pseudonyms.mac("mention", person.id, named), title or given, person.locale, named)
            span.form = "full" if len(words) > 1 else "first" if not title and (given or span.detector in GIVEN_ALONE) else "last"
            people.add(words, span.who, span.form)
    for (span, _), who in zip(mails, people.owners([local for _, local in mails]) if mails else (), strict=True):
        span.who = who


@lru_cache(maxsize=65536)
def _words(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared, without the marks around them."""
    return tuple(word.strip(".,") for word in normal(name).replace(",", " ").split())


class People:
    """The people of one record, found by what each may be called: of two with one name it is the first."""

    def __init__(self):
        self._listed: list[tuple[tuple[str, ...], Identity, str]] = []      # words, who, how a single word was written
        self._noted = 0         # how many of those listed can be found: most records ask for nobody after the last
        self._called: dict[tuple[str, ...], int] = {}               # words, or (first, "", last): who may be called so
        self._families: dict[str, int] = {}

    def add(self, words: tuple[str, ...], who: Identity, written: str = "") -> None:
        """A further person."""
        if words:
            self._listed.append((words, who, written))

    def _note(self) -> None:
        """Make those listed last findable. What `_form` knows as a form of the name, and nothing else, is noted as one."""
        for number in range(self._noted, len(self._listed)):
            words = self._listed[number][0]
            given, family = words[0], words[1:]
            called = [words, (given,)]
            if family:
                called += [(*family, given), (given[:1], *family), *[(given, "", word) for word in family], *[(word,) for word in family if len(word) > 1]]
                if len(family) > 1:
                    called.append(family)
                if len(family[-1]) > 3:
                    self._families.setdefault(family[-1], number)
            for name in called:
                self._called.setdefault(name, number)
        self._noted = len(self._listed)

    def called(self, words: tuple[str, ...]) -> tuple[Identity | None, str]:
        """Who is called so, and which form of the name it is."""
        if not words or not self._listed:
            return None, ""
        self._note()
        meant = [self._called[name] for name in (words, (words[0], "", words[-1])) if name in self._called]
        if not meant:
            return None, ""
        tokens, who, written = self._listed[min(meant)]
        return who, written if written and words == tokens else _form(words, tokens)

    def owners(self, locals_: list[str]) -> list[Identity | None]:
        """Whose each mail address is, by the part before its @: the first whose family name stands in it."""
        self._note()
        starts, families = [0, *accumulate(len(local) + 1 for local in locals_)], list(self._families)
        first: dict[int, int] = {}
        for index, start, _ in _places(BORDER.join(locals_), families):
            mail, number = bisect_right(starts, start) - 1, self._families[families[index]]
            first[mail] = min(number, first.get(mail, number))
        return [self._listed[first[mail]][1] if mail in first else None for mail in range(len(locals_))]


def _identity(known: Known, pseudonyms: Pseudonyms, own: dict[bytes | None, str] | None = None) -> Identity:
    """Whose a known value is; `own` are the full names of a record's subjects."""
    name = known.value if known.form in ("full", "reversed") else ""
    if known.subject_id is not None:
        return Identity(known.subject_id, known.gender, known.locale, own.get(known.subject_id, name) if own else name)
    plain = " ".join(sorted(known.value.replace(",", " ").split()))
    return Identity(pseudonyms.mac("name", plain), known.gender, known.locale, name)


def _form(words: tuple[str, ...], tokens: tuple[str, ...]) -> str:
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


def propagate(person: Record, texts: Sequence[Text], joined: Joined, settled: list[list[Found]]) -> None:
    """Found once in a record, found everywhere in it: full names, their single words, numbers, addresses. Changes `settled`.

    A single word counts with a capital only, unless the record has none; then it must be no word of everyday language, or be spoken to
    ('ok drew'), or alone on a line.
    """
    wanted, letters = _wanted(person, texts, settled)
    if letters:
        _propagate_letters(person, texts, settled, letters)
    if not wanted:
        return
    first, last, values = joined.starts[person.texts[0]], person.texts[-1], list(wanted)
    folded = joined.folded[first:joined.starts[last] + joined.sizes[last]]      # the texts of a record stand side by side
    places = _places(folded, values)
    if len(places) == len(values):
        return      # each stands once, where it was found
    plain = not any(map(str.isupper, "".join(texts[number].text for number in person.texts)))
    kept = {known.value for known in person.known if known.type == "KEEP"}
    more: dict[int, list[Found]] = {}
    for index, start, stop in places:
        value, number = values[index], joined.place(first + start)
        at, end = start + first - joined.starts[number], stop + first - joined.starts[number]
        if end > joined.sizes[number] or not bounded(folded, start, stop) or _covered(settled[number], at, end) \
                or _kept_there(kept, value, folded, start, stop):
            continue
        (type_, single), text = wanted[value], texts[number].text
        alone = type_ == "PERSON" and (single or " " not in value)
        if not alone or text[at].isupper() or plain and (not everyday(value) or _addressed(text, at, end)):
            if type_ == "PERSON" and is_nobody(text, at, end):
                continue
            if type_ == "PERSON" and " " not in value:
                at, end = with_given(text, at, kept) if text[at - 1:at] == " " else at, with_surname(text, at, end, kept)
            more.setdefault(number, []).append(Found(at, end, type_, "seen in the record", 0.8))
    for number, spans in more.items():
        settled[number] = settle([*settled[number], *spans])


def _wanted(person: Record, texts: Sequence[Text], settled: list[list[Found]]) -> tuple[dict[str, tuple[str, bool]], set[str]]:
    """What is looked for in all of a record: folded values with their type and whether each is one word of a name; and letters that stand for somebody."""
    wanted: dict[str, tuple[str, bool]] = {}
    letters: set[str] = set()
    german = person.locale.startswith("de")
    for number in person.texts:
        for span in settled[number]:
            if span.type not in PROPAGATED or span.secret:
                continue
            value = fold(texts[number].text[span.start:span.end])
            if span.type == "ADDRESS" and not any(map(str.isdecimal, value)):
                continue        # a word of an address is a word
            spreads = span.type != "PERSON" or span.known is not None or _spreads(value, span.score, german)
            if spreads and 2 < len(value) < LONGEST:
                wanted.setdefault(value, (span.type, False))
            elif len(value) == 1 and span.detector == LETTERS:
                letters.add(value.upper())
            if span.type == "PERSON" and (spreads or not german):
                for word in _alone(value):
                    wanted.setdefault(word, ("PERSON", True))
    return wanted, letters


def _propagate_letters(person: Record, texts: Sequence[Text], settled: list[list[Found]], letters: set[str]) -> None:
    """Who is called by one letter in a judgment is called so throughout: 'K's father', then 'she told K'."""
    pattern = re.compile(rf"(?<![\w&.'’/(-])[{''.join(sorted(letters))}](?![\w&./)-]|['’](?!s\b))")
    for number in person.texts:
        spans = [Found(*found.span(), "PERSON", "seen in the record", 0.8) for found in pattern.finditer(texts[number].text)
                 if not _covered(settled[number], *found.span())]
        if spans:
            settled[number] = settle([*settled[number], *spans])


def _addressed(text: str, at: int, end: int) -> bool:
    """Whether the word there is spoken to, or all that its line says: 'thank you drew', 'is it drew'."""
    if (at == 0 or text[at - 1] == "\n") and text[end:end + 1] in _ENDS:
        return True
    return _COURTESIES.search(text, max(0, at - 12), at) is not None     # 'ok will do it' too, where somebody is called Will


def _kept_there(kept: set[str], value: str, text: str, start: int, stop: int) -> bool:
    """Whether a value there is a word that stays, or part of one: 'Jane' within Jane Austen."""
    if value in kept:
        return True
    for word in kept:
        at = word.find(value)
        if at >= 0 and text.startswith(word, start - at) and start >= at:
            return True
    return False


def _places(text: str, values: list[str]) -> list[tuple[int, int, int]]:
    """Where values stand: (number of the value, start, end), none overlapping itself. A few are looked for one by one, many by one automaton."""
    found = []
    if len(values) <= FEW:
        for number, value in enumerate(values):
            at = text.find(value)
            while at >= 0:
                found.append((number, at, at + len(value)))
                at = text.find(value, at + len(value))
        return found
    import ahocorasick_rs

    reach = [0] * len(values)
    for number, start, end in ahocorasick_rs.AhoCorasick(values, store_patterns=False).find_matches_as_indexes(text, overlapping=True):
        if start >= reach[number]:
            reach[number] = end
            found.append((number, start, end))
    return found


@lru_cache(maxsize=65536)
def _alone(name: str) -> tuple[str, ...]:
    """The words of a folded full name, its first and its last, that still mean the person when they stand alone."""
    words = [word.strip(".,") for word in name.split()]
    return tuple(filter(_telling, dict.fromkeys((words[0], words[-1])))) if len(words) > 1 else ()


@lru_cache(maxsize=65536)
def _spreads(value: str, score: float, german: bool) -> bool:
    """Whether what was found as a name is looked for elsewhere: not a weak guess at one word that is also another."""
    if german and score < SURE and not any(bits_of(word) & NAMED for word in value.split()):
        return False        # every noun has a capital
    return " " in value or score >= SURE or not bits_of(value) & NO_NAME


@lru_cache(maxsize=65536)
def _telling(word: str) -> bool:
    """Whether a word of a full name, standing alone, still means the person."""
    if bits_of(word) & (NO_NAME | EVERYDAY) and not bits_of(word) & NAMED:
        return False        # 'High', 'Court', 'Home'
    return len(word) > 2 and word not in PLACES and word not in THINGS and names(word.capitalize(), 0) is not None


def _covered(spans: list[Found], start: int, end: int) -> bool:
    """Whether one of the spans, which are in order, holds the place."""
    at = bisect_right(spans, start, key=lambda span: span.start) - 1
    return at >= 0 and end <= spans[at].end
