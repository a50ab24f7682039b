"""Every structured recogniser, defined once, and the batch scan that runs them all in few passes.

Belongs here: the list of definitions and the scan. Not here: their grammars (`phones`, `numbers`, `codes`, `spoken`, `contacts`, `labels`,
`credentials`, `addresses`, `births`), values split over turns (`turns`), the Presidio face of the same list (`presidio`), what happens to
a finding (`scrub`).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from assets.privacy.detect import addresses, births, codes, contacts, contexts, credentials, cues, deeds, labels, numbers, persons, phones, spoken
from assets.privacy.detect.nearby import VEHICLE
from assets.privacy.detect.shapes import shapes
from assets.privacy.detect.validators import digits
from assets.privacy.folding import Joined, View, fold, worded

TYPES = ("PERSON", "EMAIL", "PHONE", "IBAN", "CARD", "NATIONAL_ID", "PASSPORT", "PLATE", "URL", "HANDLE", "IP", "DEVICE_ID", "BIRTH_DATE",
         "ADDRESS", "CLIENT_NO", "PASSWORD", "SECRET")


class Span(NamedTuple):
    """A finding in one text: text[start:end] is of `type`, says `detector`, with a confidence of 0..1."""

    start: int
    end: int
    type: str
    detector: str
    score: float


@dataclass(frozen=True)
class Recogniser:
    """One definition. `find(text, start, end)` looks around a cue (`cues`), at a run of so many digits (`digits`) or at a candidate of
    `shapes` (`shape`); without any of them `find(text)` looks at everything.
    """

    name: str
    type: str
    find: Callable[..., Iterable[tuple[int, int, float]]] = field(repr=False)
    cues: tuple[str, ...] = ()
    digits: range | None = None
    shape: str = ""
    whole_words: bool = True        # a cue counts only as a whole word
    languages: tuple[str, ...] = ()  # empty: every language
    best: float = 1.0               # no finding is surer: a policy with a higher threshold need not search


DEFINITIONS: tuple[Recogniser, ...] = (
    Recogniser("email", "EMAIL", contacts.email, cues=("@",), whole_words=False),
    Recogniser("email spoken", "EMAIL", spoken.email, cues=spoken.AT_CUES, whole_words=False),
    Recogniser("email crippled", "EMAIL", spoken.crippled, cues=spoken.CRIPPLED_CUES, whole_words=False),
    Recogniser("phone", "PHONE", phones.phone, digits=range(7, 17)),
    Recogniser("phone mistyped", "PHONE", phones.mistyped, cues=phones.MISTYPED_CUES),
    Recogniser("phone spoken", "PHONE", spoken.number, cues=spoken.CUES),
    Recogniser("card", "CARD", numbers.card, digits=range(13, 20)),
    Recogniser("card number", "CARD", labels.card_number, cues=cues.CARD),
    Recogniser("card tail", "CARD", labels.tail, cues=cues.CARD_TAIL),
    Recogniser("card masked", "CARD", labels.masked, cues=("****", "* * * *", "••••", "xxxx", "····"), whole_words=False),
    Recogniser("iban", "IBAN", codes.iban, shape="coded"),
    Recogniser("national number", "NATIONAL_ID", numbers.national, digits=range(9, 16)),
    Recogniser("national code", "NATIONAL_ID", codes.national, shape="coded"),
    Recogniser("national initialled", "NATIONAL_ID", codes.initialled, digits=range(6, 13)),
    Recogniser("national named", "NATIONAL_ID", labels.social, cues=cues.SOCIAL),
    Recogniser("passport", "PASSPORT", labels.passport, cues=cues.PASSPORT),
    Recogniser("passport lines", "PASSPORT", labels.machine_readable, cues=("<<<<",), whole_words=False),
    Recogniser("plate", "PLATE", codes.plate, cues=tuple(sorted(VEHICLE))),
    Recogniser("plate named", "PLATE", labels.plate, cues=cues.PLATE),
    Recogniser("named number", "CLIENT_NO", labels.reference, cues=cues.TELLING + cues.NAMING),
    Recogniser("case number", "CLIENT_NO", numbers.case, shape="slashed"),
    Recogniser("profile page", "URL", contacts.profile, cues=contacts.SITES, whole_words=False),
    Recogniser("personal page", "URL", contacts.personal_page, cues=("://",), whole_words=False),
    Recogniser("handle", "HANDLE", contacts.handle, cues=("@",), whole_words=False),
    Recogniser("account name", "HANDLE", labels.account, cues=cues.ACCOUNT),
    Recogniser("ip address", "IP", codes.ipv4, shape="dotted"),
    Recogniser("ip address long", "IP", codes.ipv6, shape="hexed"),
    Recogniser("device address", "DEVICE_ID", codes.hardware, shape="hexed"),
    Recogniser("device number", "DEVICE_ID", numbers.imei, digits=range(15, 16)),
    Recogniser("device named", "DEVICE_ID", labels.device, cues=cues.DEVICE),
    Recogniser("password", "PASSWORD", labels.password, cues=cues.PASSWORD),
    Recogniser("service key", "SECRET", credentials.service_key, cues=tuple(credentials.FRONTS)),
    Recogniser("service token", "SECRET", credentials.service_key, cues=tuple(credentials.GLUED_FRONTS), whole_words=False),
    Recogniser("named key", "SECRET", credentials.named_key, cues=cues.KEY),
    Recogniser("login", "SECRET", credentials.login, cues=credentials.SCHEMES),
    Recogniser("private key", "SECRET", credentials.private_key, cues=("-----begin",), whole_words=False),
    Recogniser("birth date", "BIRTH_DATE", births.birth, cues=cues.BIRTH),
    Recogniser("address french", "ADDRESS", addresses.french, cues=addresses.FRENCH, languages=("fr",)),
    Recogniser("address italian", "ADDRESS", addresses.italian, cues=addresses.ITALIAN, languages=("it",)),
    Recogniser("address english", "ADDRESS", addresses.english, cues=addresses.ENGLISH, languages=("en",)),
    Recogniser("address spanish", "ADDRESS", addresses.spanish, cues=addresses.SPANISH, languages=("es",)),
    Recogniser("address german", "ADDRESS", addresses.german, cues=addresses.GERMAN, whole_words=False, languages=("de",)),
    Recogniser("address box", "ADDRESS", addresses.box, cues=addresses.BOXES),
    Recogniser("address named", "ADDRESS", labels.postal, cues=cues.POSTAL),
    Recogniser("address code", "ADDRESS", codes.postcode, shape="coded"),
    Recogniser("post code named", "ADDRESS", labels.zip_code, cues=cues.POST_CODE),
    Recogniser("title", "PERSON", persons.titled, cues=persons.TITLES),
    Recogniser("introduction", "PERSON", persons.introduced, cues=persons.INTRODUCTIONS),
    Recogniser("spelled name", "PERSON", persons.spelt, cues=persons.SPELT),
    Recogniser("greeting", "PERSON", persons.greeted, cues=persons.GREETINGS),
    Recogniser("signature", "PERSON", persons.signed, cues=persons.SIGNATURES),
    Recogniser("role", "PERSON", persons.in_role, cues=persons.ROLES),
    Recogniser("mailbox", "PERSON", persons.mailbox, cues=("<",), whole_words=False),
    Recogniser("speaker", "PERSON", persons.speaker, cues=(":",), whole_words=False),
    Recogniser("announcement", "PERSON", contexts.announced, cues=contexts.ANNOUNCEMENTS),
    Recogniser("mention", "PERSON", contexts.mentioned, cues=contexts.MENTIONS),
    Recogniser("name on a line", "PERSON", contexts.on_a_line),
    Recogniser("contact", "PERSON", contexts.contacted, cues=contexts.CONTACTS),
    Recogniser("beside mail", "PERSON", contexts.beside_mail, cues=("@",), whole_words=False),
    Recogniser("birth", "PERSON", deeds.born, cues=deeds.BORN),
    Recogniser("life", "PERSON", deeds.lived, cues=deeds.LIVING),
    Recogniser("saying", "PERSON", deeds.told, cues=deeds.SAYING),
    Recogniser("kin", "PERSON", deeds.related, cues=deeds.KIN),
    Recogniser("kin of", "PERSON", deeds.owned, cues=deeds.OWNED),
    Recogniser("company", "PERSON", deeds.accompanied, cues=deeds.SOMEBODY_WITH),
    Recogniser("company of", "PERSON", deeds.accompanying, cues=deeds.WITH_SOMEBODY),
    Recogniser("rank", "PERSON", deeds.ranked, cues=deeds.RANKS),
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
    """Findings per text, sorted, possibly overlapping, at their places in the text as given. Texts do not influence each other."""
    joined = joined or Joined.of(list(texts))
    view = joined.view
    found = {(*view.span(start, end), *what) for start, end, *what in _scan(view, tuple(recognisers))}
    return [[Span(*span) for span in inside] for inside in joined.spans(sorted(found))]


def _scan(view: View, recognisers: tuple[Recogniser, ...]) -> Iterable[tuple]:
    """Findings of all definitions in a view: (start, end, type, name, score)."""
    text = view.text
    plan = _plan(recognisers)
    for start, end, definitions in _cued(view, plan):
        for definition in definitions:
            for span in definition.find(text, start, end):
                yield span[0], span[1], definition.type, definition.name, span[2]
    if plan.by_size or plan.by_shape:
        places = shapes(view.codes)
        for start, end, count in places.runs if plan.by_size else ():
            yield from _in_run(text, start, end, count, plan)
        for shape, definitions in plan.by_shape.items():
            for start, end in getattr(places, shape):
                for definition in definitions:
                    for span in definition.find(text, start, end):
                        yield span[0], span[1], definition.type, definition.name, span[2]
    for definition in plan.everywhere:
        for start, end, score in definition.find(text):
            yield start, end, definition.type, definition.name, score


def _cued(view: View, plan: "_Plan") -> Iterable[tuple[int, int, list[Recogniser]]]:
    """Where a cue stands, and whose cue it is. Signs are looked for one by one, words by one automaton over the worded twin."""
    folded = view.folded
    for sign, definitions in plan.signs:
        at = folded.find(sign)
        while at >= 0:
            yield at, at + len(sign), definitions
            at = folded.find(sign, at + len(sign))
    if plan.engine is None:
        return
    for index, start, end in plan.engine.find_matches_as_indexes(f" {view.words} ", overlapping=True):
        cue = plan.cues[index]
        start += cue.pad - 1
        end = start + cue.size
        if cue.exact is None or folded.startswith(cue.exact, start) and "\x00" not in folded[start:end]:
            yield start, end, cue.definitions


_GROUP = re.compile(r"[+(]*\d+\)?")


def _in_run(text: str, start: int, end: int, count: int, plan: "_Plan") -> Iterable[tuple]:
    """The run as one number, or its lines; where nothing takes it whole, the longest numbers that its groups make up."""
    found = list(_whole(text, start, end, count, plan))
    lines = [] if found or "\n" not in text[start:end] else [line.span() for line in _LINE.finditer(text, start, end)]
    for first, last in lines:
        found += _whole(text, first, last, len(digits(text[first:last])), plan)
    yield from found
    if found or count < 9:
        return
    for first, last in lines or ((start, end),):
        yield from _inside(text, first, last, plan)


_LINE = re.compile(r"[+(]*\d[^\n]*\d\)?|\d")


def _whole(text: str, start: int, end: int, count: int, plan: "_Plan") -> Iterable[tuple]:
    for definition in plan.by_size.get(count, ()):
        for span in definition.find(text, start, end):
            yield span[0], span[1], definition.type, definition.name, span[2]


def _inside(text: str, start: int, end: int, plan: "_Plan") -> Iterable[tuple]:
    groups = [group.span() for group in _GROUP.finditer(text, start, end)]
    if len(groups) < 3:
        return
    sizes = [len(digits(text[first:last])) for first, last in groups]
    reach = 11 if len(groups) < 40 else 5      # a column of figures: look at short numbers only
    at = 0
    while at < len(groups) - 1:
        step = 1
        for last in range(min(len(groups) - 1, at + reach), at, -1):
            size = sum(sizes[at:last + 1])
            if last - at + 1 == len(groups) or not 9 <= size <= 19:
                continue
            apart = all(text[i].isspace() for i in (groups[at][0] - 1, groups[last][1]) if start <= i < end)
            inside = list(_whole(text, groups[at][0], groups[last][1], size, plan)) if apart else []
            if inside:
                yield from inside
                step = last - at + 1
                break
        at += step


class _Cue(NamedTuple):
    """A cue as the automaton finds it: with `pad` spaces before, `size` characters long, standing there exactly as `exact`."""

    pad: int
    size: int
    exact: str | None           # None: one plain word, nothing to ask; "": words, which must be of one text
    definitions: list[Recogniser]


class _Plan(NamedTuple):
    """Definitions by what calls them."""

    engine: object              # one Aho-Corasick automaton over every cue with a letter in it
    cues: list[_Cue]
    signs: list[tuple[str, list[Recogniser]]]
    by_size: dict[int, list[Recogniser]]
    by_shape: dict[str, list[Recogniser]]
    everywhere: list[Recogniser]


@lru_cache(maxsize=64)
def _plan(recognisers: tuple[Recogniser, ...]) -> _Plan:
    import ahocorasick_rs

    patterns: dict[tuple[str, str], _Cue] = {}
    signs: dict[str, list[Recogniser]] = {}
    by_size: dict[int, list[Recogniser]] = {}
    by_shape: dict[str, list[Recogniser]] = {}
    for definition in recognisers:
        for cue in dict.fromkeys(map(fold, definition.cues)):
            plain = worded(cue)
            if not plain.strip():
                signs.setdefault(cue, []).append(definition)
                continue
            pad = " " if definition.whole_words else ""
            pattern = f"{pad}{plain.rstrip()}{pad}" if pad else plain
            exact = cue if plain != cue else "" if " " in cue else None
            patterns.setdefault((pattern, cue), _Cue(len(pad), len(cue), exact, [])).definitions.append(definition)
        for size in definition.digits or ():
            by_size.setdefault(size, []).append(definition)
        if definition.shape:
            by_shape.setdefault(definition.shape, []).append(definition)
    engine = ahocorasick_rs.AhoCorasick([pattern for pattern, _ in patterns], implementation=ahocorasick_rs.Implementation.DFA) if patterns else None
    everywhere = [one for one in recognisers if not one.cues and not one.digits and not one.shape]
    return _Plan(engine, list(patterns.values()), list(signs.items()), by_size, by_shape, everywhere)
