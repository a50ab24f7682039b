"""Recognisers of persons by a message's form: whom its head names, whom its first words address, who stands alone on its last line.

Belongs here: heads, openings and last lines of mails, chats and posts. Not here: greetings and closing formulas (`persons`).
`headed` gets the joined text and a cue, the other looks at every text's edges; both yield (start, end, score) of the name alone.
"""

import re
from collections.abc import Iterator

from assets.privacy.detect.people.givennames import PLACES, may_be_given
from assets.privacy.detect.people.kinds import CALENDAR, EVERYDAY, NAMED, ORGANISATION, PLACE, TITLE, any_of
from assets.privacy.detect.people.persons import THINGS, TITLE_WORDS, UPPER, is_stop
from assets.privacy.folding import fold
from assets.privacy.tagger import bits_of

HEADS = ("subject", "objet", "oggetto", "asunto", "betreff", "cc", "bcc", "cci", "ccn", "re:", "date:", "sent:")
_HEAD_LINE = re.compile(r"[> \t]*([^\W\d_][\w-]{0,14})[ \u00a0]?:[ \t]*([^\n\x00]*)")
_PEOPLE = frozenset("to from cc bcc cci ccn de a para von an da per sender recipient from: attendees participants presents".split())
_PIECE = re.compile(r"[^;<>\[\]()\"]+")
_PERSON = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.]|[ -](?=[^\W\d_])){1,40}(?:, ?[^\W\d_](?:[^\W\d_]|['’.]|[ -](?=[^\W\d_])){0,30})?")
_COMMAS, _WHOLE = re.compile(r"[^,]+"), re.compile(r"[\s\S]+")
_REVERSED = re.compile(r"\s*\"?[^\s,;]+, [^,;]+")           # one person, the family name first
_JOINED = re.compile(r"(?:(?! (?:and|et|und|e|y|&) ).)+")
_ANDS = ("and ", "et ", "und ", "e ", "y ")
_PERSON_ENDS = frozenset(("", *" ;<@/\n\x00(\",['"))
_GROUPS = frozenset("""
all everyone everybody team staff list desk group undisclosed recipients members sales support info office department friends family folks tous toutes equipe
tutti todos equipo alle service accounts accounting
""".split())
_NAME_WORD = r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*"
_SHORTHANDS = "thanks|thx|tks|love|cheers|best|bises|bisous|besos|baci|lg|vg|saludos"
_LINE_OPENS = rf"[-–—~*]+ ?|(?:{_SHORTHANDS}|biz|xx|xo|ty|a\+|gruss|gruß|ciao),? "
_SIGN_OFF = re.compile(rf"(?:{_LINE_OPENS})?([^\W\d_](?:[^\W\d_]|['’ªº.-](?=[^\W\d_]))*[.ªº]{{0,2}}(?: {_NAME_WORD}\.?){{0,5}})[ .!]*\Z", re.I)
# The name at the end of the last sentence, behind a dash or a short farewell: 'See you there. Thanks, kim'.
_SENTENCE_ENDS = r"[.!?:)…,] ?|\n|[^\x00-\u2fff] ?"
_FAREWELL = rf"{_SHORTHANDS}|thank you|many thanks|merci|gracias|grazie|danke|a\+|regards|cdt|cdlt|mfg"
_INLINE = re.compile(rf"(?:{_SENTENCE_ENDS})(?:[-–—~] ?|(?:{_FAREWELL}),? )([^\W\d_]{{2,14}}(?: [^\W\d_]{{2,14}}|(?: [^\W\d_]\.?))?)[ .!]*\Z", re.I)
_CODE = re.compile(r"\A[a-z]{1,5}-[a-z]+\Z")
# Words of somebody who speaks to somebody: notices and lists have none.
_SPEAKERS = ("I|I'?m|you|we|my|me|your|our|us|u|ur|je|j['’]ai|tu|vous|nous|mon|ma|mes|moi|io|ti|mi|noi|mio|mia|yo|te|tú|usted|nos|"
             "ich|du|sie|wir|mir|mein|meine")
_TALK = re.compile(rf"(?<![\w'’])(?:{_SPEAKERS})(?![\w])", re.I)
_ENDED = re.compile(r"[.!?…)\]:,\"”»*>/=-]\s*\Z|[^\x00-\u2fff]\s*\Z")
_GOES_ON = ("I|I['’]m|you|we|can|could|are|do|did|is|have|please|pls|thanks|thank|just|what|where|when|how|why|if|it['’]s|your|je|j['’]|tu|vous|peux|peut|"
            "merci|on|c['’]est|ho|hai|puoi|grazie|ti|te|he|puedes|gracias|mira|oye|kannst|hast|ich|bitte|danke|wir|hier")
_ADDRESSED = re.compile(rf"[\s>]*([^\W\d_]{{2,16}}(?:[ -][{UPPER}][^\W\d_]+)?)(?:(,|!| -|:)[ \u00a0]*(?=\n)|(,|!| -) (?=(?:{_GOES_ON})\b))")


def headed(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Whom the lines of a message's head name, in any case: 'To: kim; Dekker, Anna'."""
    line = text.rfind("\n", max(0, start - 8), start) + 1 if start else 0
    line = max(line, text.rfind("\x00", max(0, start - 8), start) + 1)
    if text[line:start].strip("> \t") or start - line > 6 or ":" not in text[end - 1:end + 2]:
        return
    for first in _lines_around(text, line):
        found = _HEAD_LINE.match(text, first, min(len(text), first + 600))
        if found and fold(found[1]) in _PEOPLE:
            yield from _people(text, found.start(2), found.end(2))


def _lines_around(text: str, line: int) -> Iterator[int]:
    """Where the lines of a head begin, from any one of them: neighbours that begin with a word and a colon."""
    first = line
    for _ in range(6):
        before = max(text.rfind("\n", max(0, first - 600), max(0, first - 1)), text.rfind("\x00", max(0, first - 600), max(0, first - 1))) + 1
        if first == 0 or text[first - 1] == "\x00" or before >= first or not _HEAD_LINE.match(text, before, first):
            break
        first = before
    for _ in range(12):
        if not _HEAD_LINE.match(text, first, min(len(text), first + 600)):
            return
        yield first
        after = text.find("\n", first, first + 600)
        if after < 0 or "\x00" in text[first:after]:
            return
        first = after + 1


def _people(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The persons that one line of a head lists: between semicolons or commas, or joined by 'and'."""
    listed = text[start:end]
    between = _COMMAS if ";" not in listed and "," in listed and (listed.count(",") > 1 or not _REVERSED.fullmatch(listed)) else _WHOLE
    for piece in _PIECE.finditer(text, start, end):
        for part in between.finditer(text, *piece.span()):
            for one in _JOINED.finditer(text, *part.span()):
                at = one.end() - len(one[0].lstrip(" \t&'"))
                at += next((len(word) for word in _ANDS if text.startswith(word, at)), 0)
                found = _PERSON.match(text, at, one.end())
                if found and text[found.end():found.end() + 1] in _PERSON_ENDS and _somebody(found[0]):
                    yield found.start(), found.end(), 0.65


def _somebody(words: str) -> bool:
    """Whether what a head names may be a person: four words at most, and none of a group's or a firm's."""
    plain = fold(words).replace(",", " ").replace("-", " ").split()
    if not 1 <= len(plain) <= 5 or not _GROUPS.isdisjoint(plain) or any_of(plain, ORGANISATION) or plain[0] in PLACES or _CODE.search(words):
        return False
    if any_of(plain, NAMED):
        return True
    return not any(bits_of(word) & EVERYDAY or is_stop(word) for word in (plain if len(plain) < 2 else plain[1:]))


def opened_and_closed(text: str) -> Iterator[tuple[int, int, float]]:
    """Whom a text's first words address, and the name alone on its last line: 'Kim, can you ...', '... see you there.\\n\\nkim'."""
    at, size = 0, len(text)
    while at <= size:
        end = text.find("\x00", at)
        end = size if end < 0 else end
        if end - at > 12:
            yield from _opened(text, at, end)
            yield from _closed(text, at, end)
        at = end + 1


def _opened(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Whom the first words address, in a text that goes on as talk does."""
    head = text[start:start + 36]
    found = _ADDRESSED.match(text, start, min(end, start + 60)) if "," in head or "!" in head or " -" in head else None
    if found and _alone(text, *found.span(1)) and _TALK.search(text, found.end(), min(end, found.end() + 400)):
        yield found.start(1), found.end(1), 0.6


def _closed(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name on the last line, or at the end of the last sentence."""
    while end > start and text[end - 1].isspace():
        end -= 1
    line, apart = text.rfind("\n", max(start, end - 40), end), True
    found = _SIGN_OFF.match(text, line + 1, end) if line > start + 12 else None
    if found:
        apart = not text[max(start, line - 1):line].strip()
        if not apart and not _ENDED.search(text, max(start, line - 6), line):
            return
    else:
        found = _INLINE.search(text, max(start + 12, end - 34), end)
    if found:
        for name in _signature(text, *found.span(1), apart):
            if _TALK.search(text, max(start, end - 600), end):
                yield name


def _signature(text: str, first: int, last: int, apart: bool) -> Iterator[tuple[int, int, float]]:
    """The name, or the initials, that close a message."""
    while text[last - 1] == " ":
        last -= 1
    if " " not in text[first:last] and text[first:last].isupper() and 2 <= last - first <= 3 and apart and not is_stop(text[first:last]):
        yield first, last, 0.55
    elif _alone(text, first, last):
        yield first, last, 0.6


def _alone(text: str, start: int, end: int) -> bool:
    """Whether words that stand alone are somebody's name: none is a word of everyday language or a place, unless it is also a given name."""
    words = [word.strip(".") for word in fold(text[start:end]).split()]
    written = text[start:end]
    if len(words) == 1 and not written.isascii() and may_be_given(words[0]) and not is_stop(written):
        return True         # Côme is no Como
    if not words or any(is_stop(word) or word in TITLE_WORDS or word in THINGS or word in PLACES for word in words):
        return False
    if len(words) == 1 and written.isupper() and len(written) > 3 and not bits_of(words[0]) & NAMED:
        return False
    bits = [bits_of(word) for word in words if len(word) > 1]
    if not bits or any(one & (EVERYDAY | PLACE | CALENDAR | TITLE) and not (one & NAMED and written[0].isupper()) for one in bits):
        return False
    return len(words) < 3 or may_be_given(words[0]) or any(one & NAMED for one in bits)
