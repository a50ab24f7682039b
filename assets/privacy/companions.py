"""People named beside somebody: the neighbour behind 'and', the others of an enumeration.

Belongs here: which words beside the names that were found are other people's names. Not here: how far a name itself reaches (`extents`).
"""

import re
from collections.abc import Mapping, Sequence

from assets.privacy.detect.people.deeds import is_lone_name
from assets.privacy.detect.people.institutions import is_nobody
from assets.privacy.detect.people.kinds import DE, NAMED, NO_NAME, THING, any_of
from assets.privacy.detect.people.persons import UPPER, is_stop
from assets.privacy.detect.people.shelf import shelf
from assets.privacy.folding import fold
from assets.privacy.neighbours import CAPITALISED, Setting
from assets.privacy.spans import Found
from assets.privacy.tagger import bits_of

SURE = 0.5          # score from which a name vouches for its neighbour
MOST = 12           # members of an enumeration that are looked at
_WORD = rf"{CAPITALISED}(?:['’-][^\W\d_]+)*"
_ONE = rf"(?:[{UPPER}][a-z]?\.){{1,2}}|{_WORD}(?: {_WORD}){{0,2}}"
_AND = "and|et|und|e|y|&"
_ANDS = frozenset(_AND.split("|"))
_LONE = rf"([{UPPER}][^\W\d_]{{2,}}(?:-{CAPITALISED})?)"
_NEIGHBOUR = re.compile(rf",? (?:{_AND}) {_LONE}(?![\w-]| [{UPPER}])")
_NEIGHBOUR_BEFORE = re.compile(rf"(?:\A|[^\w'’.-]|(?<![{UPPER}\w])[a-zà-ÿ]+ ){_LONE},? (?:{_AND}) \Z")
_LINK = rf"(?:,? (?:{_AND}|or|ou|oder|ed|o) |[,;/] ?)"
_NEXT = re.compile(rf"{_LINK}(?=[{UPPER}])")
_LINK_STARTS, _AND_STARTS = frozenset(" ,;/"), frozenset(" aeouy&")
_TITLED = re.compile(rf"[{UPPER}][^\W\d_]{{0,11}}\.? ")
_MEMBER = re.compile(rf"({_ONE})(?![\w'’-])")
_PREVIOUS = re.compile(rf"(?<![\w'’.&-])({_ONE}){_LINK}\Z")


def companions(text: str, spans: Sequence[Found], setting: Setting) -> list[Found]:
    """The people that stand beside those found, and were not found themselves."""
    beside, linked = [], False
    for place, span in enumerate(spans):
        if span.type != "PERSON":
            continue
        linked = linked or text[span.end:span.end + 1] in _LINK_STARTS and _linked(text, span.end) is not None
        if span.score < SURE or span.known is not None or not text[span.start].isupper() or " " in text[span.start:span.end]:
            continue
        for start, end in _beside(text, span.start, span.end, setting):
            if (not place or spans[place - 1].end <= start) and (place + 1 == len(spans) or end <= spans[place + 1].start):
                beside.append(Found(start, end, "PERSON", "beside a name", 0.6))
    return beside + _enumerated(text, spans, setting) if linked and (len(spans) > 1 or spans[0].size < 5) else beside


def _beside(text: str, start: int, end: int, setting: Setting) -> list[tuple[int, int]]:
    """Single words with a capital that 'and' joins to a single name: 'Richard and Mildred'."""
    found = []
    if text[end:end + 1] in (" ", ",") and text[end + 1:end + 2] in _AND_STARTS:
        found.append(_NEIGHBOUR.match(text, end, min(len(text), end + 40)))
    if text[start - 1:start] == " " and text[max(0, start - 4):start - 1].rpartition(" ")[2] in _ANDS:
        found.append(_NEIGHBOUR_BEFORE.search(text, max(0, start - 40), start))
    return [one.span(1) for one in found if one and fold(one[1]) not in setting.kept and _lone(text, *one.span(1), setting)
            and not is_nobody(text, *one.span(1))]


def _lone(text: str, start: int, end: int, setting: Setting) -> bool:
    """Whether a single word may be somebody; in German, where every noun has a capital, a name that the lists know."""
    return is_lone_name(text, start, end, setting.explained) and (not setting.explained & DE or bool(bits_of(fold(text[start:end])) & NAMED))


def _enumerated(text: str, spans: Sequence[Found], setting: Setting) -> list[Found]:
    """The other members of 'Weil, Arendt, Buber and Bloch': where two at least and most are known as persons, the others are persons too."""
    found: list[Found] = []
    done, starts = 0, {span.start: span for span in spans}
    for place, span in enumerate(spans):
        if span.type != "PERSON" or text[span.end:span.end + 1] not in _LINK_STARTS or span.start < done or not _linked(text, span.end):
            continue
        known, later, done = _later(text, spans[place].end, starts, setting)
        others = _earlier(text, span.start, spans[place - 1].end if place else 0, setting) + later
        lettered = text[span.end - 1] == "." and span.size < 5 and all(text[last - 1] == "." for _, last in others)      # 'E., Sa. and Su.'
        if known >= 2 and known >= len(others) or lettered:
            found += [Found(*one, "PERSON", "enumeration", 0.6) for one in others]
    return [] if found and shelf(text) else found       # on a shelf names are models' names


def _linked(text: str, end: int) -> re.Match | None:
    """The comma or the 'and' behind a name, where a word with a capital follows."""
    mark = text[end:end + 1]
    return _NEXT.match(text, end, end + 6) if mark in _LINK_STARTS and (mark != " " or text[end + 1:end + 2] in _AND_STARTS) else None


def _later(text: str, end: int, starts: Mapping[int, Found], setting: Setting) -> tuple[int, list[tuple[int, int]], int]:
    """How many members of an enumeration are known from the one on that ends there, the members that are not, and where it ends. `starts`: who begins where."""
    known, others = 1, []
    for _ in range(MOST):
        link = _linked(text, end)
        if not link:
            break
        titled = _TITLED.match(text, link.end(), link.end() + 16)
        there = starts.get(link.end()) or (starts.get(titled.end()) if titled else None)
        if there is not None:
            if there.type != "PERSON":
                break
            known, end = known + 1, there.end
            continue
        member = _MEMBER.match(text, link.end(), min(len(text), link.end() + 50))
        if not member or not _may_be(text, *member.span(1), setting):
            break
        others.append(member.span(1))
        end = member.end(1)
    return known, others, end


def _earlier(text: str, start: int, limit: int, setting: Setting) -> list[tuple[int, int]]:
    """Members of an enumeration that stand before the first one known."""
    out = []
    for _ in range(3):
        before = _PREVIOUS.search(text, max(limit, start - 50), start) if text[start - 1:start] in _LINK_STARTS else None
        if not before or not _may_be(text, *before.span(1), setting):
            break
        out.append(before.span(1))
        start = before.start(1)
    return out


def _may_be(text: str, start: int, end: int, setting: Setting) -> bool:
    """Whether words with capitals may be somebody among persons: no place, no title, no month, and no word that only opens its sentence."""
    words = fold(text[start:end]).split()
    if is_nobody(text, start, end) or not setting.kept.isdisjoint(words) or any_of(words, NO_NAME | THING, NAMED):
        return False
    if text[end - 1] == "." and end - start < 6:
        return True
    if len(words) == 1:
        return _lone(text, start, end, setting)
    return not any(map(is_stop, words)) and not any_of(words, setting.explained, NAMED)
