"""Recognisers of what only its word gives away: client, order and claim numbers, passwords, user names, passports, plates, post codes.

Belongs here: what may stand after such a word ('order no. X', 'my claim id is x', 'x is my account number'). Not here: the words
themselves (`cues`), values that give themselves away (`numbers`, `codes`, `credentials`).
"""

import re
from collections.abc import Iterator

from assets.privacy.detect import cues
from assets.privacy.detect.nearby import CARD, unit_follows, words_before
from assets.privacy.detect.validators import digits
from assets.privacy.folding import fold

_CALLED = (r"(?:numbers?|nos?|nr|num|núm|numéro|numero|número|nummer|n|ids?|codes?|codice|código|card|account|ref(?:erence)?|confirmation|key|"
           r"client|cliente|customer|de|di|du|del|des|d|la|le|mi|il|mio)")
_IS = r"(?:is|was|are|est|è|es|ist|lautet|sera|its|it's)"
# What links a word with its value: 'number', 'no.', 'id' (called), 'is', ':' (said), quotes, or a line's end before a number.
_LINK = re.compile(rf"\.?(?P<called>(?:[\s_]{{0,2}}{_CALLED}(?![^\W_])\.?[°º]?){{0,4}})(?P<said>(?:\s{{0,2}}{_IS}(?!\w))?\s{{0,2}}[:=#–>]{{0,2}})"
                   rf"(?:\s{{0,2}}(?:it is|c'est|{_IS})(?!\w))?[ \t\"'’«(]{{0,3}}(?:\n(?=[A-Za-z0-9\-/]{{0,18}}\d))?", re.I)
_EMPTY = frozenset("de di du del des d la le mi il mio".split())
_GOES_ON = tuple(" :=#_\n.")
_FIGURE = re.compile(r"\d")
_TOKEN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9/.]*[A-Za-z0-9])?(?:-[A-Za-z0-9]+){0,6}")
_STOP = frozenset(fold(word) for word in (
    "is in on at to of for and or by my me we i it its no the a an am pm was be so ok yes not you your has had but if do did can "
    "et ou le la les de du des un une je mon ma pour avec par sur est il elle en au aux "
    "e o il lo gli di da per con su è un uno una mi ho non "
    "y el los las por para con en es mi su no que "
    "und der die das ist in im am an auf mit von zu für nicht").split())
_YEAR = re.compile(r"(?:1[89]|20)\d\d\Z")


def _value(text: str, start: int, most: int = 8) -> tuple[int, int] | None:
    """A number or code, in one piece or in groups: 445566, CM-2024-00812, 'hfi 018329835', 'a 4 g 4 f 3', '1234 5678 9012'."""
    tokens = []
    at, limit = start, min(len(text), start + 64)
    while len(tokens) <= most and (found := _TOKEN.match(text, at, limit)):
        tokens.append(found)
        if len(tokens) == 1 and _whole(found[0]):
            return found.span()
        at = found.end()
        if text[at:at + 1] not in (" ", "-"):
            break
        at += 1
    if not tokens or tokens[-1].end() == limit and text[limit:limit + 1].isalnum():
        return None
    figures = [any(c.isdigit() for c in token[0]) for token in tokens]
    if not any(figures[:2]) or not figures[0] and (len(tokens[0][0]) > 4 or len(tokens[0][0]) > 1 and fold(tokens[0][0]) in _STOP):
        return None
    last = 0 if figures[0] else 1
    size = max(len(token[0]) for token in tokens[:last + 1])
    while last + 1 < len(tokens):
        word = tokens[last + 1][0]
        if figures[last + 1]:
            part = len(word) <= 12 and not (size > 6 and len(word) < 3)
        else:       # letters belong to a code of short parts, before further figures or at the end of the line
            part = size <= 4 and len(word) <= 4 and (len(word) == 1 or fold(word) not in _STOP) \
                and (figures[last + 2] if last + 2 < len(tokens) else text[tokens[last + 1].end():][:1] in ("", "\n", "\x00"))
        if not part:
            break
        last += 1
    return tokens[0].start(), tokens[last].end()


def _whole(word: str) -> bool:
    """Whether a word is a number or code by itself, not the first of its groups."""
    return len(word) > 6 and any(map(str.isdigit, word)) or len(word) == 6 and not word.isdigit() and any(map(str.isdigit, word))


def _linked(text: str, end: int) -> tuple[int, bool, bool]:
    """Where the value of a word begins (0 for nowhere); whether it is called a number or id; whether it is said to be one ('is', ':')."""
    if text[end:end + 1] not in _GOES_ON or not _FIGURE.search(text, end, end + 48):
        return 0, False, False
    link = _LINK.match(text, end, min(len(text), end + 60))
    called = bool(link["called"]) and any(word.strip(".°") not in _EMPTY for word in fold(link["called"]).split())
    return link.end() if link.end() > end else 0, called, bool(link["said"].strip())


def _named(text: str, end: int, telling: str) -> tuple[int, int] | None:
    at, called, said = _linked(text, end)
    sure = called or said
    value = _value(text, at) if at else None
    if value is None or text[value[1]:value[1] + 1] in ("€", "$", "£", "%"):
        return None
    written = text[value[0]:value[1]]
    figures, letters = len(digits(written)), sum(map(str.isalpha, written))
    least = 4 if sure or telling == "account" else 5 if telling else 7
    return value if figures + (letters > 1 and sure) + (letters > 0) >= least and not _YEAR.match(written) and not unit_follows(text, value[1]) else None


_ENDS_IN = frozenset("my the our his her mon ma notre le la il mio mia mi nuestro el mein meine unser unsere die".split())
_BEFORE = re.compile(r"(?<![\w.,€$£-])([A-Za-z0-9][A-Za-z0-9\-/]{2,23})(?: (?:is|was|est|è|e|es|ist)|,? c'est|, das ist|,? è)"
                     r" (?:il |la )?[^\W\d_]{2,7}\s\Z", re.I)
_ACCOUNT_WORDS = frozenset("account acct acc ac a/c".split())
_TELLING = frozenset(fold(word) for word in cues.TELLING)


def reference(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The number after 'order no.', 'numéro de client :', 'claim id', or before 'is my account number'."""
    word = fold(text[start:end])
    value = _named(text, end, "account" if word in _ACCOUNT_WORDS else "telling" if word in _TELLING else "")
    if value:
        yield *value, 0.75
    elif text[max(0, start - 9):start].lower().rpartition(" ")[0].rpartition(" ")[2] in _ENDS_IN:
        front = _BEFORE.search(text, max(0, start - 60), start)
        if front and len(digits(front[1])) > 3:
            yield front.start(1), front.end(1), 0.75


# -- cards and national numbers, whole or by their last digits ------------------------------------------------------------------

_TAIL = re.compile(r"(?:\s(?:in|with|digits?|numbers?|chiffres|cifre|ziffern|of|my|the|ssn|social|card|security|account|sont|are|is|son|sono|sind|est|on|"
                   r"de|sa|ma|carte|del|della|mio|mia|mi|carta|tarjeta|meiner?|karte)){0,7}"
                   r"\s?[:=]?\s?[*xX•.]{0,8}\s?-?(\d{4})(?![\w,.€$£%]\w)(?!\w)(?!\s?[€$£%])")
_AFTER_MASK = re.compile(r"(?:[*xX•·#][\s\-]?){4,24}\d{2,6}(?!\w)")
_SOCIAL = frozenset("ssn social ss nir insee".split())
_MONEYED = CARD | frozenset("credit debit cc account bank compte conto cuenta konto iban".split())
_CARD = re.compile(r"\d{3,4}(?:[ \-]\d{3,6}){1,4}(?!\w)|\d{4,19}(?!\w)")
_CARD_ALONE = re.compile(r"\d{4}(?=\s?(?:[\n\x00,.;]|\Z|and\s))")


def card_number(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Four digits or more after 'card no.', 'numéro de carte :', 'my card is'."""
    at, called, said = _linked(text, end)
    word = fold(text[start:end])
    called = called or word.endswith(("no", "number", "nummer")) or word.startswith("numero")
    found = (_CARD if called or said else _CARD_ALONE).match(text, at) if at else None
    if found and (said or not _YEAR.match(found[0])) and not unit_follows(text, found.end()):
        yield found.start(), found.end(), 0.75


def tail(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The last four digits of a card: 'ending in 4421', 'se terminant par 4421'."""
    found = _TAIL.match(text, end, min(len(text), end + 60))
    if found:
        around = {*words_before(text, start, 48), *fold(text[end:found.start(1)]).split()}
        if not around.isdisjoint(_MONEYED) and around.isdisjoint(_SOCIAL):
            yield found.start(1), found.end(1), 0.75


def masked(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A masked number with its last digits: **** **** **** 4421."""
    if not start or not text[start - 1].isalnum() and not text[max(0, start - 2):start].rstrip(" -").endswith(tuple("*xX•·#")):
        found = _AFTER_MASK.match(text, start)
        if found:
            yield start, found.end(), 0.8


_SOCIAL_LINK = re.compile(r"(?:\s{1,2}(?:security|number|numbers|no|nr|num|code|n|numéro|numero|número|nummer|card|last|four|4|digits?|of|on|for|"
                          r"my|your|the|file|de|di|del|ends?|ending|with|in|as|are|it)(?!\w)){0,7}?(?:\.|[°º])?"
                          rf"(?:\s{{1,2}}{_IS}(?!\w)){{0,2}}\s{{0,2}}[:=#]?\s{{0,2}}")
_SOCIAL_VALUE = re.compile(r"(?:\d{3}[ \-]?\d\d[ \-]?\d{4}|\d[\d \-./]{4,20}\d|\d{3,9}|[A-Z]{1,2} ?\d[A-Z\d \-]{4,14}[A-Z\d])(?!\w)", re.I)


_WORDS_BEHIND = re.compile(r"(?: [A-Za-z]+)+\Z")
_WORDS_AHEAD = re.compile(r"(?:[A-Za-z]+ )+(?=\d)")


def social(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A national number after its word, whole or its last digits, valid or mistyped."""
    link = _SOCIAL_LINK.match(text, end, min(len(text), end + 60))
    found = _SOCIAL_VALUE.match(text, link.end(), min(len(text), link.end() + 26)) if link and link.end() > end else None
    if found and len(digits(found[0])) > 2 and not unit_follows(text, found.end()) and "\x00" not in found[0]:
        front, back = _WORDS_AHEAD.match(found[0]), _WORDS_BEHIND.search(found[0])     # 'ssn no 2228 and ac no': the number alone
        yield found.start() + (front.end() if front else 0), found.start() + (back.start() if back else len(found[0])), 0.8


# -- papers and plates ------------------------------------------------------------------------------------------------------------

_PAPER = re.compile(r"[A-Z]{0,3} ?\d[A-Z\d]{1,2}(?: ?[A-Z\d]){3,9}(?![\w])|[CFGHJKLMNPRTVWXYZ][A-Z\d]{8}(?!\w)|\d{6,9}(?!\w)", re.I)
_MRZ = re.compile(r"[PIACV][A-Z<][A-Z<]{3}[A-Z0-9<]{25,39}(?:\s{1,2}[A-Z0-9<]{30,44}){0,2}")
_MRZ_BACK = re.compile(r"[A-Z0-9<]{1,44}\Z")


def passport(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A passport's number after its word."""
    at, _, _ = _linked(text, end)
    found = _PAPER.match(text, at, min(len(text), at + 20)) if at else None
    if found and len(digits(found[0])) > 3 and not _YEAR.match(found[0]):
        number = _WORDS_BEHIND.sub("", found[0])
        yield found.start(), found.start() + len(number), 0.85


def machine_readable(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The machine readable lines of a passport or identity card."""
    front = _MRZ_BACK.search(text, max(0, start - 44), start)
    found = _MRZ.match(text, front.start() if front else start)
    if found and "<<" in found[0]:
        yield found.start(), found.end(), 0.95


_PLATE = re.compile(r"[A-ZÄÖÜ]{1,3}[ \-:]{0,2}[A-Z]{0,2}[ \-]{0,2}\d{1,4}[ \-]?[A-Z]{0,3}(?!\w)|\d{1,4}[ \-]?[A-Z]{2,3}(?:[ \-]?\d{2,3})?(?!\w)")


def plate(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A number plate after its word."""
    at, _, _ = _linked(text, end)
    found = _PLATE.match(text, at, min(len(text), at + 14)) if at else None
    if found and 4 <= sum(map(str.isalnum, found[0])) <= 9:
        yield found.start(), found.end(), 0.8


# -- access -----------------------------------------------------------------------------------------------------------------------

_SAID = re.compile(rf"(?:\s{{1,2}}(?:number|no|code|codes|wifi|wi-fi|for|of|du|del|de)){{0,2}}?"
                   rf"(?:(?:\s{{1,2}}{_IS}(?!\w)){{1,2}}\s{{0,2}}:?|\s{{0,2}}[:=])\s{{0,2}}[\"'`«]?"
                   r"|\s{1,2}(?=[^\s\x00]{0,14}\d|[a-z]{2,14} \d{1,6}(?![^\s\x00,.;!?]))")
_SECRET = re.compile(r"[^\s\x00\"'`»,;<>]{1,64}")
_BEHIND = re.compile(r" \d{1,6}(?![^\s\x00,.;!?])")
_NO_SECRET = frozenset("required reset forgotten incorrect wrong invalid expired protected optional needed changed the my a an not very and or to for "
                       "yes no ok please weak strong different".split())


def password(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """What follows 'password:', 'mot de passe :', 'pin is': anything after a colon, else something with a digit or sign in it."""
    said = _SAID.match(text, end, min(len(text), end + 48))
    found = _SECRET.match(text, said.end()) if said else None
    if not found:
        return
    value = found[0].rstrip(".!?)")
    stop = found.start() + len(value)
    if len(value) < 4 and value.isalnum() and value.isascii() and (code := _value(text, found.start())):      # 'm 50 u', 'vj 123'
        stop = code[1]
    elif value.isalpha():
        behind = _BEHIND.match(text, stop) if value.isascii() and fold(value) not in _STOP | _NO_SECRET else None
        if behind:
            stop = behind.end()
        elif not (":" in said[0] or "=" in said[0]) or fold(value) in _NO_SECRET or len(value) < 4:
            return
    placeholder = "=" in said[0] and value.startswith(("{", "$"))
    if stop - found.start() > 2 and not value.endswith("%") and not unit_follows(text, stop) and not placeholder:
        yield found.start(), stop, 0.8


_ACCOUNT = re.compile(r"(?:\s(?:id|handle|name|account|compte|profilo|cuenta|konto))?(?:\s?[:=]|\s(?:is|est|è|es|ist)\s)\s?"
                      r"(@?[^\W\d][\w.\-]{2,29}(?: \d{1,5}(?![^\s\x00]))?)")
_ACCOUNT_BARE = re.compile(r"(?:\s(?:id|handle|name))?\s(@[\w.]{2,30}|(?=[\w.\-]{0,20}[\d_])[^\W\d][\w.\-]{2,29})(?!\w)")
_USER = re.compile(r"\s([^\W\d_][\w.\-]{2,29}(?: \d{1,5})?)(?=\s?(?:[\n\x00,.;]|\Z|(?:and|et|e|y|und)\s))")      # 'user name kavi'
_NO_ACCOUNT = frozenset("is not the my a an your required password and or here account page private public in on for".split())


def account(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name after 'instagram:', 'username is' and their kin."""
    limit = min(len(text), end + 60)
    found = _ACCOUNT.match(text, end, limit) or _ACCOUNT_BARE.match(text, end, limit) or (text[start] in "uU" and _USER.match(text, end, limit))
    if found and fold(found[1]) not in _NO_ACCOUNT:
        yield found.start(1), found.end(1) - (len(found[1]) - len(found[1].rstrip(".-"))), 0.7


_DEVICE = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z:\-]{7,62})[0-9A-Za-z](?!\w)|\d{2}[ \-]\d{6}[ \-]\d{6}[ \-]\d")


def device(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """What follows 'IMEI', 'device id', 'fingerprint': nine characters or more with digits among them."""
    at, _, _ = _linked(text, end)
    found = _DEVICE.match(text, at) if at else None
    if found and len(digits(found[0])) > 3:
        yield found.start(), found.end(), 0.8


_ZIP_LINK = re.compile(r"(?:\s(?:code|number|no|is|est|è|es|ist|its|for|in|my|de|city|name))*\s?[:=]?\s?(?:\b[a-z]{3,14}\s)?")
_ZIP = re.compile(r"(?:\d{5}-\d{4}|\d{5,7}|\d{3} \d{3}|\d{4}(?! ?(?:€|euros?))|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)(?![\w%])", re.I)
_LOUD = frozenset("cap cp".split())


def zip_code(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A post code after its word."""
    if fold(text[start:end]) in _LOUD and not text[start:end].isupper():
        return
    link = _ZIP_LINK.match(text, end, min(len(text), end + 48))
    found = _ZIP.match(text, link.end()) if link.end() > end else None
    if found:
        yield found.start(), found.end(), 0.75


_POSTAL = re.compile(r"(?:\s(?:is|est|è|e|es|ist|lautet)(?!\w)|\s?:|(?=\s\d))\s{0,2}((?=[^\n\x00.;!?]{0,60}\d)[^\W_][^\n\x00;!?]{6,90}?)"
                     r"(?=\.\s|\.?(?:[\n\x00;!?]|\Z)|,? (?:and|et|e|y|und) )", re.I)
_NOT_POSTAL = frozenset("email mail e web website ip mac site url wallet bitcoin".split())


def postal(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """What follows 'my address is': the rest of the line or sentence, where it has a number and three words."""
    found = _POSTAL.match(text, end, min(len(text), end + 110))
    if found and len(found[1].split()) > 2 and "@" not in found[1] and _NOT_POSTAL.isdisjoint(words_before(text, start, 12)[-1:]):
        yield found.start(1), found.end(1), 0.65
