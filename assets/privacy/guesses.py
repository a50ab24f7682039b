"""What becomes of the tagger's guesses: which of them count, how far they reach, and which guesses of recognisers need them.

Belongs here: weighing a guess against what its text is and what stands beside it. Not here: guessing (`tagger`), what the other finders say, and
settling it all (`findings`).
"""

import re
from collections.abc import Sequence
from functools import cache, cached_property, lru_cache
from math import log

import numpy as np

from assets.privacy.detect.nearby import EDGES, traded, words_before
from assets.privacy.detect.people.givennames import PLACES, may_be_given
from assets.privacy.detect.people.institutions import is_nobody
from assets.privacy.detect.people.persons import STOP, TITLES, WHOLE
from assets.privacy.detect.people.shelf import houses, offers, shelf
from assets.privacy.fields import TEXT
from assets.privacy.folding import Joined, fold
from assets.privacy.policy import Policy
from assets.privacy.spans import Found, Text, touches
from assets.privacy.tagger import DETECTOR, ONE, TYPE_OF, Tagger, bits_of, everyday, scored, written_with_capitals
from assets.privacy.tagger.gazetteer import CALENDAR, FAMILY, GIVEN, PLACE, THING
from assets.privacy.tagger.network import TAGS

PERSON, ADDRESS, EMAIL, ID = map(TAGS.index, ("PERSON", "ADDRESS", "EMAIL", "ID"))
_FIGURED = (ID, TAGS.index("PHONE"))
NEAR = 3                # characters between a part of an address and the next
LONGEST_SIGN = 15       # of a word for a sign, with what stands around it
NUMBERS = ("PHONE", "ID", "EMAIL", "ADDRESS", "DATE")
# In a text with capitals a number is mostly a size, a price or a page, and what is personal has a form or a word beside it that recognisers know; only in
# talk without capitals must the tagger's weaker guesses count.
SURELY = round(log(0.9 / 0.1) * ONE)
LIKELIER = round(log(0.75 / 0.25) * ONE)    # from which a word is somebody's number: a password, an account
FAINT = round(log(0.08 / 0.92) * ONE)       # below which a guess at a name in a text with capitals counts only beside a name that is sure
GREETED = round(log(0.25 / 0.75) * ONE)     # below which a guess at who is greeted in talk without capitals does not count
LIKELY = 0              # from which a date counts as somebody's birth, a short number beside a price as somebody's: most are not
EVERYDAY = round(log(5) * ONE)          # how much more than other words one of everyday language needs to be a name: 'May has the patience'
FEWEST = 7              # digits of a telephone, where nothing but digits says that it is one
FEWEST_LETTERS = 3      # of a word that could be an account's
SHORT = 4               # letters of a word that is a size or a unit rather than a street
GUESSED = frozenset((DETECTOR, "name pair", "initial", "given name"))      # recognisers that look at the name alone
REACHED = frozenset(("PHONE", "EMAIL", "ADDRESS"))
LONGEST_SHELF = 4000    # characters of a text that may be a shelf's
HINT = 0.05             # a dial at which the tagger still vouches for a known name that is also a word
_TITLES = "|".join(re.escape(title) for title in sorted(TITLES, key=len, reverse=True))
_BEFORE_NAME = re.compile(rf"(?:(?:{_TITLES})(?!\w)\.?\s*)+", re.I)
_EDGE = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LIKE_MAIL = re.compile(r"@|mail|yahoo|outlook|live|icloud|proton|com\b|net\b|org\b|\b(?:at|dot|arobase|point|chiocciola|punto|arroba|punkt)\b|\.[a-z]{2}", re.I)
_SIZE = re.compile(r"\d[\d.,]*(?: ?[x×] ?\d[\d.,]*)+\Z")
_SURNAMES = frozenset("can su do an so will may more long good best".split())      # surnames of many that are everyday words too
SAID = ("introduction", WHOLE)      # a turn that is nothing but 'my name is quib fenno'
DOUBTED = frozenset(("name pair", "initial", "introduction", "courtesy", "rank", "before a phone"))      # recognisers whose word alone is not enough
_MONEY = re.compile(r"[€$£¥]|\b(?:EUR|CHF|GBP|USD)\b")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d\Z")
_SIGNS = frozenset("@+(")        # what a number or an account begins with, alone
LONGEST_GLUED = 64       # characters that a guess is written together with
_IN_WORDS, _IN_MAILS = frozenset("_"), frozenset("._+-")
_GREETING = re.compile(r"(?:\A|[\n\x00 ])(?:hi|hello|hey|hai|hii|thanks?|thank (?:yo)?u|thankyou|ok|okay|bye|goodbye|welcome|morning|sure|yes|no|sorry|great|fine"
                       r"|dear|mrng|to you|nice day|your(?: valuable)? help)"
                       r"(?: so much| very much| a lot)?,? \Z")
_ADDRESSING = re.compile(r",? (?:please|pls|can|could|i|im|my|are|is|will|would|you|u|do|what|how|thanks?)\b")
_LONGEST_FIELD = 24
_FIELD = re.compile(rf"&[\w.-]{{1,{_LONGEST_FIELD - 2}}}=")      # the next value of a web address: '&total='
_NAME_THEN_NUMBER = re.compile(r"([^\W\d_]{4,20}(?: [^\W\d_]{4,20})?) (?=[^\n]*\d)")
_CODE_BEHIND = re.compile(r"(?:-[A-Z\d]{1,6}){1,4}(?![\w-])")
_LETTER_BETWEEN = re.compile(r" [^\W\d_] \Z")
_DOTS = ("dot ", "point ", "punto ", "punkt ")
_SAID_AT = "at|ät|arobase|arobas|chiocciola|arroba|klammeraffe"
_SAID_BEFORE = re.compile(rf"(?<!\w)[\w.+-]{{2,30}}(?: (?:dot|point|punto|punkt) [\w-]{{1,30}}){{0,2}} (?:{_SAID_AT}) (?:[\w-]{{1,20}} ){{1,4}}\Z")
_AT_IN = re.compile(rf"\b(?:{_SAID_AT})\b", re.I)
_DICTATED = re.compile(r"(?:,? [^\W\d_]{2,12})?,? (?:[^\W\d_]{2,12},? )?\Z")
_SAID_BETWEEN = re.compile(rf"[ ([]{{1,2}}({_SAID_AT}|dot|point|punto|punkt)[ )\]]{{1,2}}\Z", re.I)


def add_guesses(texts: Sequence[Text], joined: Joined, found: list[list[Found]], policy: Policy, tagger: Tagger) -> list[list[tuple[int, int]]]:
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
    owners = np.searchsorted(starts, first, side="right") - 1
    on_shelf, records = cache(lambda owner: shelf(texts[owner].text)), _Records(texts, found, owners[(tags == PERSON) & (margins >= LIKELY)])
    asked = np.unique(owners)
    capitals = dict(zip(asked.tolist(), written_with_capitals(view.codes, starts[asked], sizes[asked]), strict=True))
    sure = (edges >= round(log(policy.dial / (1 - policy.dial)) * ONE) + EVERYDAY).tolist()
    _join_mails(view.text, first, last, tags)
    beside = _parts_of_addresses(view.text, first, last, tags, margins, owners)
    _join_addresses(view.text, first, last, beside)
    for number, (owner, start, end, tag, margin, (begins, ends)) in enumerate(zip(owners.tolist(), first.tolist(), last.tolist(), tags.tolist(), margins.tolist(), sure,
                                                                                 strict=True)):
        type_ = TYPE_OF[tag]
        if type_ == "ID":
            start, end = _whole_word(view.text, start, end)
        elif type_ == "EMAIL":
            start = _glued_before(view.text, start, _IN_MAILS) if view.text[start - 1:start] in _IN_MAILS else _said_before(view.text, start)
        value = view.text[start:end]
        if "&" in value and (field := _FIELD.search(view.text, start, end + _LONGEST_FIELD)) and start < field.start() < end:
            end = field.start()
            value = view.text[start:end]
        if not texts[owner].turn and _attribute(texts[owner].text, type_, value, margin):
            continue
        if type_ == "PERSON":
            front, back = bare_name(value, begins, ends)
            start, end = start + front, start + back
            if front == back or margin < SURELY and capitals[owner] and (on_shelf(owner) or margin < LIKELY and records.nameless(texts[owner].record, margin)):
                continue
            if is_nobody(view.text, start, end, margin >= LIKELY) or _role(view.text, start, end):
                continue
            if not capitals[owner] and margin < GREETED and _greeted(view.text, start, end):
                continue
        elif number in beside:
            pass
        elif type_ == "EMAIL" and capitals[owner] and not _LIKE_MAIL.search(view.text, start, end):
            continue
        elif type_ == "BIRTH_DATE" and (margin < LIKELY or _YEAR.match(value)):
            continue
        elif type_ == "ID" and (value in _SIGNS or margin < LIKELY and len(value) < FEWEST_LETTERS and value.isalpha()):
            continue
        elif type_ == "ID" and capitals[owner] and _no_number(view.text, start, end, margin):
            continue
        elif type_ in NUMBERS and (_SIZE.match(value) or capitals[owner] and (_trade(type_, value, margin) or type_ != "EMAIL" and margin < SURELY and on_shelf(owner))):
            continue
        base, score = joined.starts[owner], scored(margin)
        named = _name_in_front(value) if type_ == "ID" and margin >= SURELY else 0
        parts = [("PERSON", start, start + named), (type_, start + named + 1, end)] if named else [(type_, start, end)]
        for kind, start, end in parts:
            start, end = view.span(start, end)
            if kind == "PERSON":
                hints[owner].append((start - base, end - base))
            if score >= policy.dial:
                found[owner].append(Found(start - base, end - base, kind, DETECTOR, score))
    return hints


class _Records:
    """The records of a batch, and what a weak guess at a name must know of its own."""

    def __init__(self, texts: Sequence[Text], found: list[list[Found]], named: np.ndarray):
        """`named` are the texts with a likely guess at a name."""
        self._texts, self._found = texts, found
        self._people = {texts[owner].record for owner in named.tolist()}
        self._nobody, self._offers = cache(self._names_nobody), cache(self._offers_things)

    def nameless(self, record: int, margin: int) -> bool:
        """Whether nobody is named for sure in a record, so that a weak guess is nobody's either: a faint one anyway, others where it offers things."""
        return self._nobody(record) and (margin < FAINT or self._offers(record))

    @cached_property
    def _numbers(self) -> dict[int, list[int]]:
        of: dict[int, list[int]] = {}
        for number, one in enumerate(self._texts):
            of.setdefault(one.record, []).append(number)
        return of

    def _names_nobody(self, record: int) -> bool:
        return record not in self._people and not any(
            span.type == "PERSON" and span.detector not in DOUBTED and span.detector != DETECTOR for number in self._numbers[record] for span in self._found[number])

    def _offers_things(self, record: int) -> bool:
        return offers("\n".join([self._texts[number].text for number in self._numbers[record]]))


def _join_mails(text: str, first: np.ndarray, last: np.ndarray, tags: np.ndarray) -> None:
    """Two parts of a mail address with a word for a sign between them are one: 'dana_k at yahoo', 'ann lee brown at orange dot net'. Changes `last` and `tags`."""
    near = np.flatnonzero((tags[1:] == EMAIL) & np.isin(tags[:-1], (EMAIL, PERSON, ID)) & (first[1:] - last[:-1] <= LONGEST_SIGN))
    for part in reversed(near.tolist()):
        sign = _SAID_BETWEEN.match(text, last[part], first[part + 1])
        dictated = not sign and _DICTATED.match(text, last[part], first[part + 1]) and "@" not in text[first[part]:last[part + 1]]
        if dictated and (_AT_IN.search(text, first[part], first[part + 1]) or _AT_IN.match(text, first[part + 1])):
            last[part], tags[part] = last[part + 1], EMAIL      # 'kilo dash bravo, at sign, fastpost, dot net'
        elif sign and (tags[part] == EMAIL or _AT_IN.match(sign[1]) and "@" not in text[first[part + 1]:last[part + 1]]):
            last[part], tags[part] = last[part + 1], EMAIL


def _join_addresses(text: str, first: np.ndarray, last: np.ndarray, beside: set[int]) -> None:
    """The one letter between two parts of an address belongs to it: '12 k orvane'. Changes `last`."""
    for part in sorted(beside, reverse=True):
        if part + 1 in beside and _LETTER_BETWEEN.match(text, last[part], first[part + 1]):
            last[part] = last[part + 1]


def _whole_word(text: str, start: int, end: int) -> tuple[int, int]:
    """A guess with what it is written together with: the figures of 'mossy_kestrel88'."""
    limit = min(len(text), end + LONGEST_GLUED)
    while end < limit and (text[end].isalnum() or text[end] in _IN_WORDS):
        end += 1
    further = _CODE_BEHIND.match(text, end, limit + 1) if text[end:end + 1] == "-" else None
    if further and further.end() <= limit and any(map(str.isdecimal, text[start:end])):
        end = further.end()     # '2024-000771-WK'
    return _glued_before(text, start, _IN_WORDS), end


def _name_in_front(value: str) -> int:
    """How many characters of a guess at a number are a name before it: 'gouri bk7741', as people answer 'your name and booking number?'."""
    found = _NAME_THEN_NUMBER.match(value)
    if not found or found[1].isupper():
        return 0
    words = [fold(word) for word in found[1].split()]
    if any(bits_of(word) & CALENDAR or (everyday(word) or bits_of(word) & PLACE) and not bits_of(word) & GIVEN for word in words):
        return 0
    return found.end(1)


def _glued_before(text: str, start: int, marks: frozenset[str]) -> int:
    """Where the letters, figures and marks begin that a guess is written together with."""
    limit = max(0, start - LONGEST_GLUED)
    while start > limit and (text[start - 1].isalnum() or text[start - 1] in marks):
        start -= 1
    return start


def _said_before(text: str, start: int) -> int:
    """Where an address begins of which only the end was guessed: 'hello at gown and again' before 'dot co dot nz'."""
    found = _SAID_BEFORE.search(text, max(0, start - 60), start) if text.startswith(_DOTS, start) else None
    return found.start() if found else start


def _role(text: str, start: int, end: int) -> bool:
    """Whether a word only says in what part somebody speaks: 'Player: I was banned', at the head of a line."""
    if text[end:end + 1] != ":" or text[max(0, start - 1):start] not in EDGES:
        return False
    word = fold(text[start:end])
    return everyday(word) and not bits_of(word) & (GIVEN | FAMILY)


def _greeted(text: str, start: int, end: int) -> bool:
    """Whether a lone word in talk without capitals stands behind a greeting, or opens a line that asks: who is spoken to there is mostly the agent, by first name."""
    if " " in text[start:end]:
        return False
    if _GREETING.search(text, max(0, start - 26), start):
        return True
    return text[max(0, start - 1):start] in EDGES and _ADDRESSING.match(text, end, min(len(text), end + 10)) is not None


def _parts_of_addresses(text: str, first: np.ndarray, last: np.ndarray, tags: np.ndarray, margins: np.ndarray, owners: np.ndarray) -> set[int]:
    """Guesses at an address or a number right beside a likely address, a figure among them: '5501' before 'E Camelback', '94952' behind 'Petaluma'."""
    address, told = (tags == ADDRESS) & (margins >= LIKELY), np.isin(tags, (ADDRESS, *_FIGURED))
    pairs = np.flatnonzero((first[1:] - last[:-1] <= NEAR) & (owners[1:] == owners[:-1]) & (address[1:] | address[:-1]) & told[1:] & told[:-1])
    return {part for pair in pairs.tolist() if any(map(str.isdecimal, text[first[pair]:last[pair + 1]])) for part in (pair, pair + 1)}


def _no_number(text: str, start: int, end: int, margin: int) -> bool:
    """Whether a guess at somebody's number, in a text with capitals, is rather a word, a year, or what a piece is listed under: 'the brooch, ref. JECE5342'."""
    value = text[start:end]
    if not any(map(str.isdecimal, value)):
        return margin < LIKELIER
    if _YEAR.match(value):
        return True
    before = words_before(text, start)
    return traded(text, start, end, before) and (any(bits_of(word) & THING for word in before) or _MONEY.search(text, end, end + 40) is not None)


def doubt(found: list[list[Found]], hints: list[list[tuple[int, int]]]) -> None:
    """What a recogniser guesses by its form alone ('Paul Smith socks', 'P. Iron', 'this is silk') counts where the tagger thinks a person at least possible."""
    for spans, places in zip(found, hints, strict=False):
        if any(span.detector in DOUBTED for span in spans):
            spans[:] = [span for span in spans if span.detector not in DOUBTED or (span.detector, span.score) == SAID or touches(places, span.start, span.end)]


def clear_shelves(texts: Sequence[Text], found: list[list[Found]]) -> None:
    """What was guessed to be a person, and is a house's name in a text that offers what it makes and reaches nobody, is no person.

    Whom a title, a label or a greeting announces stays: a client may be called Paul Smith.
    """
    for one, spans in zip(texts, found, strict=True):
        people = [span for span in spans if span.type == "PERSON" and span.detector in GUESSED]
        if people and len(one.text) < LONGEST_SHELF and not any(span.type in REACHED for span in spans):
            gone = {id(span) for span, house in zip(people, houses(one.text, [one.text[span.start:span.end] for span in people]), strict=True) if house}
            spans[:] = [span for span in spans if id(span) not in gone] if gone else spans


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
