"""Recognisers of numbers that only their word gives away: clients', orders' and claims', cards', passports, plates, devices.

Belongs here: what may stand after such a word ('order no. X', 'my claim id is x', 'x is my account number'). Not here: the words
themselves (`cues`), matters and papers (`dockets`), passwords and names of accounts (`access`), addresses after their word (`postal`), values that
give themselves away (`figures`, `codes`, `online`).
"""

import re
from collections.abc import Iterator

from assets.privacy.detect import cues
from assets.privacy.detect.nearby import CARD, said_from, unit_follows, words_before
from assets.privacy.detect.numbers.dockets import further
from assets.privacy.detect.numbers.values import LITTLE, grouped
from assets.privacy.detect.patterns import one_of
from assets.privacy.detect.validators import digits
from assets.privacy.folding import fold

_CALLED = one_of("numbers? nos? nr num núm numéro numero número nummer n ids? codes? codice código card account ref(?:erence)? confirmation key "
                 "client cliente customer de di du del des d la le mi il mio")
IS = one_of("is was are est è es ist lautet sera its it's")
# What links a word with its value: 'number', 'no.', 'id' (called), 'is', ':' (said), quotes, or a line's end before a number.
_LINK = re.compile(
    rf"\.?(?:\s\([^()\x00\n\d]{{1,16}}\))?(?P<called>(?:[\s_]{{0,2}}{_CALLED}(?![^\W_])\.?[°º]?){{0,4}})"
    rf"(?P<said>(?:\s{{0,2}}{IS}(?!\w))?\s{{0,2}}[:=#–>]{{0,2}})(?:\s{{0,2}}(?:it is|c'est|{IS})(?!\w))?"
    r"[ \t\"'’«(]{0,3}(?:\n(?=[A-Za-z0-9\-/]{0,18}\d))?", re.I)
_EMPTY = frozenset("de di du del des d la le mi il mio".split())
_GOES_ON = frozenset(" :=#_\n.")
_NO_LINK = frozenset("0123456789bfghjopqtuvxyzBFGHJOPQTUVXYZ")      # nothing that links begins like this: the value, or another word
_FIGURE = re.compile(r"\d")
_TOKEN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9/.]*[A-Za-z0-9])?(?:-[A-Za-z0-9]+){0,6}")
_JOINS = frozenset(" -")
_DAY = re.compile(r"[0-3]?\d[/.\-][01]?\d[/.\-](?:\d\d){1,2}\Z|(?:19|20)\d\d-[01]\d-[0-3]\d\Z")
_YEAR = re.compile(r"(?:1[89]|20)\d\d\Z")


def value_at(text: str, start: int) -> tuple[int, int] | None:
    """A number or code, in one piece or in groups: 445566, CM-2024-00812, 'hfi 018329835', 'a 4 g 4 f 3', '1234 5678 9012'."""
    limit = min(len(text), start + 64)
    found = _TOKEN.match(text, start, limit)
    if found is None:
        return None
    word, end = found[0], found.end()
    size, has = len(word), _figured(word)
    if has and (size > 6 or size == 6 and not word.isdigit()):       # by itself, not the first of its groups
        return start, end
    if not has and (size > 4 or size > 1 and word.lower() in LITTLE):
        return None
    words, ends, figures = [word], [end], [has]
    while len(words) < 9 and text[end:end + 1] in _JOINS and (found := _TOKEN.match(text, end + 1, limit)):
        word, end = found[0], found.end()
        words.append(word)
        ends.append(end)
        figures.append(_figured(word))
        if not (figures[0] or figures[1]):
            return None
    if not any(figures) or end == limit and text[limit:limit + 1].isalnum():
        return None
    last = 0 if has else 1
    size = max(map(len, words[:last + 1]))
    while last + 1 < len(words):
        word = words[last + 1]
        if figures[last + 1]:
            part = len(word) <= 12 and not (size > 6 and len(word) < 3)
        else:       # letters belong to a code of short parts, before further figures or at the end of the line
            part = size <= 4 and len(word) <= 4 and (len(word) == 1 or word.lower() not in LITTLE) \
                and (figures[last + 2] if last + 2 < len(words) else text[ends[last + 1]:ends[last + 1] + 1] in ("", "\n", "\x00"))
        if not part:
            break
        last += 1
    return start, ends[last]


def _figured(word: str) -> bool:
    return not word.isalpha() and any(map(str.isdigit, word))


def _linked(text: str, end: int) -> tuple[int, bool, bool]:
    """Where the value of a word begins (0 for nowhere); whether it is called a number or id; whether it is said to be one ('is', ':')."""
    end = said_from(text, end)
    mark = text[end:end + 1]
    if mark not in _GOES_ON or not _FIGURE.search(text, end, end + 48):
        return 0, False, False
    if mark == " " and text[end + 1:end + 2] in _NO_LINK:
        return end + 1, False, False
    link = _LINK.match(text, end, end + 60)
    named, said, stop = link["called"], link["said"], link.end()
    called = bool(named) and any(word.strip(".°") not in _EMPTY for word in fold(named).split())
    return stop if stop > end else 0, called, bool(said) and not said.isspace()


_ENDS = frozenset("\n,;)\x00?!")
_SUMS = frozenset("€$£%")


def _named(text: str, end: int, telling: bool, account: bool) -> tuple[int, int] | None:
    at, called, said = _linked(text, end)
    if not at:
        return None
    sure = called or said
    value = value_at(text, at)
    if (sure or telling) and not (value and (text[value[1]:value[1] + 1] or "\n") in _ENDS) and (stop := grouped(text, at)) > (value[1] if value else at):
        value = at, stop
    if value is None or text[value[1]:value[1] + 1] in _SUMS:
        return None
    written = text[value[0]:value[1]]
    least = 4 if sure or account else 5 if telling else 7
    figures = len(digits(written))
    if figures < least:
        letters = sum(map(str.isalpha, written))
        figures += (letters > 1 and sure) + (letters > 0)
    if figures < least or not sure and _DAY.match(written) or _YEAR.match(written) or unit_follows(text, value[1]):
        return None
    return value


_ENDS_IN = frozenset("my the our his her mon ma notre la le il mio mia mi nuestro el mein meine unser unsere die".split())
_BEFORE = re.compile(r"(?<![\w.,€$£-])([A-Za-z0-9][A-Za-z0-9\-/]{2,23})(?: (?:is|was|est|è|e|es|ist)|,? c'est|, das ist|,? è)"
                     r" (?:il |la )?[^\W\d_]{2,7}\s\Z", re.I)
_ACCOUNT_WORDS = frozenset("account acct acc ac a/c".split())
_TELLING = frozenset(fold(word) for word in cues.TELLING) | _ACCOUNT_WORDS


def reference(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The number after 'order no.', 'numéro de client :', 'claim id', or before 'is my account number'."""
    word = fold(text[start:end])
    value = _named(text, end, word in _TELLING, word in _ACCOUNT_WORDS)
    if value:
        yield *value, 0.75
    elif text[start - 1:start] == " " and text[max(0, start - 9):start - 1].rpartition(" ")[2].lower() in _ENDS_IN:
        front = _BEFORE.search(text, max(0, start - 60), start)
        if front and len(digits(front[1])) > 3:
            yield front.start(1), front.end(1), 0.75


# -- cards and national numbers, whole or by their last digits ------------------------------------------------------------------

_OF_A_CARD = one_of("in with digits? numbers? chiffres cifre ziffern of my the ssn social card security account sont are is son sono sind est on de sa ma "
                    "carte del della mio mia mi carta tarjeta meiner? karte")
_TAIL = re.compile(rf"(?:\s{_OF_A_CARD}){{0,7}}\s?[:=]?\s?[*xX•.]{{0,8}}\s?-?(\d{{4}})(?![\w,.€$£%]\w)(?!\w)(?!\s?[€$£%])")
_MASKS = tuple("*xX•·#")
_AFTER_MASK = re.compile(r"(?:[*xX•·#][\s\-]?){4,24}\d{2,6}(?!\w)")
_SOCIAL = frozenset("ssn social ss nir insee".split())
_MONEYED = CARD | frozenset("credit debit cc account bank compte conto cuenta konto iban".split())
_CARD = re.compile(r"\d{3,4}(?:[ \-]\d{3,6}){1,4}(?!\w)|\d{4,19}(?!\w)")
_CARD_ALONE = re.compile(r"\d{4}(?=\s?(?:[\n\x00,.;]|\Z|and\s))")


def card_number(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Four digits or more after 'card no.', 'numéro de carte :', 'my card is'."""
    at, called, said = _linked(text, end)
    if not at or not text[at:at + 1].isdigit():
        return
    if not called and not said:
        word = fold(text[start:end])
        called = word.endswith(("no", "number", "nummer")) or word.startswith("numero")
    found = (_CARD if called or said else _CARD_ALONE).match(text, at)
    if found and (said or not _YEAR.match(found[0])) and not unit_follows(text, found.end()):
        yield found.start(), found.end(), 0.75


def tail(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The last four digits of a card: 'ending in 4421', 'se terminant par 4421'."""
    found = _TAIL.match(text, end, end + 60)
    if found:
        around = {*words_before(text, start, 48), *fold(text[end:found.start(1)]).split()}
        if not around.isdisjoint(_MONEYED) and around.isdisjoint(_SOCIAL):
            yield found.start(1), found.end(1), 0.75


def masked(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A masked number with its last digits: **** **** **** 4421."""
    if not start or not text[start - 1].isalnum() and not text[max(0, start - 2):start].rstrip(" -").endswith(_MASKS):
        found = _AFTER_MASK.match(text, start)
        if found:
            yield start, found.end(), 0.8


_OF_A_PERSON = one_of("security numbers? no nr num code n numéro numero número nummer card last four 4 digits? of on for my your the file de di del ends? "
                      "ending with in as are it national carte reads ss vitale")
_WITH = r"\s(?:con|senza|with|without|avec|sans|sin|mit|ohne)\s[^\W\d_]{3,12}(?=\s?:)"       # 'codice fiscale con spazi:'
_SOCIAL_LINK = re.compile(rf"(?:{_WITH}|(?:\.?\s{{1,2}}{_OF_A_PERSON}(?!\w)){{0,7}}?)(?:\.|[°ºª])?(?:\s{{1,2}}{IS}(?!\w)){{0,2}}\s{{0,2}}[:=#]?\s{{0,2}}")
_SOCIAL_VALUE = re.compile(r"(?:\d{3}[ \-]?\d\d[ \-]?\d{4}|\d[\d \-./]{4,20}\d(?:[ \-]?[A-Z])?|\d{3,9}|[A-Z]{1,2} ?\d[A-Z\d \-]{4,14}[A-Z\d]|"
                           r"[A-Z]{3,6}\d{2,6}[A-Z\d]{2,12})(?!\w)", re.I)
_WORDS_BEHIND = re.compile(r"(?: [A-Za-z]{2,}(?: [A-Za-z]+)*)\Z|(?: [a-z]+)+\Z")
_WORDS_AHEAD = re.compile(r"(?:[A-Za-z]+ )+(?=\d)")


def social(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A national number after its word, whole or its last digits, valid or mistyped, with whatever parts its groups."""
    word = text[start:end]
    if word.lower() in cues.PAPERS_IN_CAPITALS and not word.replace(".", "").isupper():
        return
    at = _SOCIAL_LINK.match(text, end, end + 60).end()
    if at == end:
        return
    found = _SOCIAL_VALUE.match(text, at, at + 26)
    if found and len(digits(found[0])) > 2 and not unit_follows(text, found.end()):
        front, back = _WORDS_AHEAD.match(found[0]), _WORDS_BEHIND.search(found[0])     # 'ssn no 2228 and ac no': the number alone
        begin, stop = at + (front.end() if front else 0), at + (back.start() if back else len(found[0]))
        yield begin, _with_key(text, max(stop, grouped(text, begin))), 0.8
    elif (stop := grouped(text, at)) and len(digits(text[at:stop])) > 4:
        yield at, _with_key(text, stop), 0.8


_KEY = re.compile(r",? cl(?:é|ef?) ?:? ?\d\d(?!\d)", re.I)


def _with_key(text: str, end: int) -> int:
    """Where a French number ends with its key: '... 118 326 clé 61'."""
    found = _KEY.match(text, end, min(len(text), end + 12))
    return found.end() if found else end


# -- papers and plates ------------------------------------------------------------------------------------------------------------

_PAPER = re.compile(r"[A-Z]{0,3} ?\d[A-Z\d]{1,2}(?: ?[A-Z\d]){3,9}(?![\w])|[CFGHJKLMNPRTVWXYZ][A-Z\d]{8}(?!\w)|\d{6,9}(?!\w)", re.I)
_BEHIND_PAPER = re.compile(r"(?: [A-Za-z]+)+\Z")
_MRZ = re.compile(r"[PIACV][A-Z<][A-Z<]{3}[A-Z0-9<]{25,39}(?:\s{1,2}[A-Z0-9<]{30,44}){0,2}")
_MRZ_BACK = re.compile(r"[A-Z0-9<]{1,44}\Z")


def passport(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A passport's number after its word."""
    at, _, _ = _linked(text, end)
    found = _PAPER.match(text, at, at + 20) if at else None
    if found and len(digits(found[0])) > 3 and not _YEAR.match(found[0]):
        number = _BEHIND_PAPER.sub("", found[0])
        stop = max(at + len(number), grouped(text, at))
        yield at, stop, 0.85
        yield from further(text, at, stop)
    elif at and (stop := grouped(text, at)) and len(digits(text[at:stop])) > 4:
        yield at, stop, 0.85


def machine_readable(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The machine readable lines of a passport or identity card."""
    front = _MRZ_BACK.search(text, max(0, start - 44), start)
    found = _MRZ.match(text, front.start() if front else start)
    if found and "<<" in found[0]:
        yield found.start(), found.end(), 0.95


# What the next group belongs to is the plate; a plate of any country has four to nine characters, figures among them.
_PLATE = re.compile(r"[A-ZÄÖÜ]{1,3}[ \-:]{0,2}[A-Z]{0,2}[ \-]{0,2}\d{1,4}[ \-]?[A-Z]{0,3}(?!\w)|\d{1,4}[ \-]?[A-Z]{2,3}(?:[ \-]?\d{2,3})?(?!\w)")


def plate(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A number plate after its word."""
    at, _, _ = _linked(text, end)
    found = _PLATE.match(text, at, at + 14) if at else None
    stop = found.end() if found else 0
    if at and (whole := grouped(text, at)) > stop and any(map(str.isalpha, text[at:whole])):
        stop = whole
    if stop and 4 <= sum(map(str.isalnum, text[at:stop])) <= 9 and _FIGURE.search(text, at, stop) and not unit_follows(text, stop):
        yield at, stop, 0.8
        yield from further(text, at, stop)


_DEVICE = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z:\-]{7,62})[0-9A-Za-z](?!\w)|\d{2}[ \-]\d{6}[ \-]\d{6}[ \-]\d")


def device(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """What follows 'IMEI', 'device id', 'fingerprint': nine characters or more with digits among them."""
    at, _, _ = _linked(text, end)
    found = _DEVICE.match(text, at) if at else None
    if found and len(digits(found[0])) > 3:
        yield found.start(), found.end(), 0.8
