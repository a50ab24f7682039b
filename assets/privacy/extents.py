"""How far a name reaches in its text: its number, epithet, particle and initials, the given name before it, the neighbour behind 'and'.

Belongs here: what stands beside a name that was found and belongs to it. Not here: finding it (`detect`, `tagger`), whose it is (`mentions`).
"""

import re
from collections.abc import Sequence

from assets.privacy.detect.deeds import NAMED, is_lone_name
from assets.privacy.detect.givennames import PLACES, is_given, may_be_given
from assets.privacy.detect.persons import REGNAL, THINGS, TITLE_WORDS, UPPER, is_stop, names
from assets.privacy.findings import Found, Record, Text, settle
from assets.privacy.folding import fold, normal
from assets.privacy.tagger import DETECTOR, bits_of
from assets.privacy.tagger.gazetteer import CALENDAR, COMMON, EVERYDAY, ORGANISATION, PLACE, STREET, THING, TITLE

NO_NAME = PLACE | STREET | TITLE | CALENDAR | ORGANISATION      # kinds of words that are no given name
SURE = 0.5              # score from which a name vouches for its neighbour
_SUFFIX = re.compile(r",? (?:[IVX]{1,5}|Jr|Sr|jr|sr|Esq|PhD|M\.?D|(?:the|der|die|le|la|il|el) (?:Elder|Younger|Great|Good|First|Second|Third|Fourth|"
                     r"Fifth|Bold|Bald|Fat|Wise|Pious|Short|Tall|Terrible|Conqueror|Confessor|Magnificent|Impaler|Brave|Baptist|Evangelist|Martyr|Apostle|"
                     r"German|Ältere|Jüngere|Große|Grand|Bon|Jeune|Vieux|Grande|Giovane|Vecchio|Joven|Viejo|Mayor))\b\.?(?!\w)")
# Particles as they begin with a capital and in small letters.
_CAPITAL = "Von|Van|De|Di|Da|Del|Della|Der|Den|Du|Des|Dos|Mac|Al|El|Ben|Bin|Ibn|St"
_SMALL = ("van der|van den|van de|von der|de la|de los|de|del|della|di|da|du|dos|das|des|van|von|vom|zu|zum|den|der|"
          "ten|ter|al|el|bin|ibn|ben|af|av")
_PARTICLES = frozenset(one.split()[-1] for one in f"{_CAPITAL}|{_SMALL}".split("|"))
_PARTICLE = re.compile(rf"(?<![\w'’.-])(?:(?:{_CAPITAL}|St\.)[ -]){{1,2}}\Z")
_OF = re.compile(rf" of ([{UPPER}][^\W\d_]+)(?![\w-]| [{UPPER}])")      # 'Joan of Kent'
_SMALL_PARTICLE = re.compile(rf"(?<![\w'’.-])((?:{_SMALL})[ -]|d['’]|al-|el-|O['’])\Z")
# Languages in which small particles are words of their own and tell nothing.
_WORDS_OF = {"fr": frozenset(("de", "du", "des", "de la", "d'", "la", "le")), "it": frozenset(("di", "da", "del", "della", "al", "de la")),
             "es": frozenset(("de", "del", "de la", "de los", "al", "el", "des")),
             "de": frozenset(("von", "vom", "von der", "zu", "zum", "der", "den", "des", "das", "da", "du"))}
_FURTHER = re.compile(r"((?: (?:van der|van den|van de|von der|de la|van|von|bin|ibn|bint|de|al|el|di|da|du|dos))+) "
                      rf"(?:[dl]['’]|al-|el-)?([{UPPER}][^\W\d_]+)")
_JOINED_BEFORE = re.compile(r"(?<![\w'’.-])(?:[^\W\d_]+[-’'])+\Z")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.? \Z")        # behind an English title 'M.' is an initial
_JOINED_BEHIND = re.compile(r"(?:-[^\W\d_]+)+")
_INITIALS_BEFORE = re.compile(r"(?<![\w'’.-])(?:[^\W\d_]\.-?){1,4}\Z")
_INITIALS_BEHIND = re.compile(r"\.(?:[ -]?[^\W\d_]\.){1,3}(?!\w)|\.")
_NEIGHBOUR = re.compile(rf",? (?:and|et|und|e|y|&) ([{UPPER}][^\W\d_]{{2,}}(?:-[{UPPER}][^\W\d_]+)?)(?![\w-]| [{UPPER}])")
_NEIGHBOUR_BEFORE = re.compile(rf"(?:\A|[^\w'’.-]|(?<![{UPPER}\w])[a-zà-ÿ]+ )([{UPPER}][^\W\d_]{{2,}}(?:-[{UPPER}][^\W\d_]+)?),? (?:and|et|und|e|y|&) \Z")
_GIVEN_BEFORE = re.compile(rf"(?<![\w'’.-])(\S*[^\W\d_][,;:]?[ ]+)?([{UPPER}][^\W\d_]+(?:-[{UPPER}][^\W\d_]+)?)[ \n]\Z")


def lengthen(person: Record, texts: Sequence[Text], settled: list[list[Found]]) -> None:
    """What was guessed of a name takes the rest along, and its neighbour behind 'and'. Changes the spans.

    Any name takes what it is joined to by a hyphen, its further initials, its number or 'Jr.', its epithet and the particle before it. What the tagger found
    takes more: a given name its unknown surname, a surname the given name before it.
    """
    kept = {known.value for known in person.known if known.type == "KEEP"}
    for number in person.texts:
        text, spans = texts[number].text, settled[number]
        beside: list[Found] = []
        for place, span in enumerate(spans):
            if span.type != "PERSON" or span.known is not None:
                continue
            limit, reach = spans[place - 1].end if place else 0, spans[place + 1].start if place + 1 < len(spans) else len(text)
            span.start, span.end = _outward(text, span.start, span.end, limit, reach, person.locale, kept)
            single = " " not in text[span.start:span.end]
            if single and span.detector == DETECTOR:
                if text[span.end:span.end + 1] == " " and text[span.end + 1:span.end + 2].isupper() and is_given(fold(text[span.start:span.end])):
                    end = with_surname(text, span.start, span.end, kept)
                    span.end = end if end <= reach else span.end
                elif text[span.start].isupper() and text[span.start - 1:span.start] in (" ", "\n"):
                    start = with_given(text, span.start, kept)
                    span.start = start if start >= limit else span.start
            if single and span.score >= SURE and text[span.start].isupper():
                beside += [Found(start, end, "PERSON", "beside a name", 0.6) for start, end in _beside(text, span.start, span.end, kept, person.locale)
                           if limit <= start and end <= reach]
        if beside:
            settled[number] = settle([*spans, *beside])


def _outward(text: str, start: int, end: int, limit: int, reach: int, locale: str, kept: set[str]) -> tuple[int, int]:
    """A name with what is written in one piece with it, its number or epithet, and its particle; within text[limit:reach]."""
    before, behind = text[start - 1:start], text[end:end + 1]
    first = text[start]
    if before in ("-", "'", "’") or before == "." and first.isupper():
        found = (_INITIALS_BEFORE if before == "." else _JOINED_BEFORE).search(text, max(limit, start - 40), start)
        if found and text[found.start()].isupper():
            start = found.start()
    elif text[start - 3:start] == "M. " and start - 3 >= limit and _TITLED.search(text, max(0, start - 10), start - 3):
        start -= 3
    if behind == "-" and text[end + 1:end + 2].isupper():
        found = _JOINED_BEHIND.match(text, end, min(reach, end + 40))
        end = found.end() if found else end
    elif behind == "." and text[end - 1].isupper() and not text[end - 2:end - 1].isalpha():
        found = _INITIALS_BEHIND.match(text, end, min(reach, end + 12))
        end = found.end() if found and text[end - 1:found.end()].isupper() else end
    if text[end:end + 1] in (" ", ","):
        found = _SUFFIX.match(text, end, min(reach, end + 24))
        if not found and text.startswith(" of ", end) and is_given(fold(text[start:end])):
            found = _OF.match(text, end, min(reach, end + 30))
            found = found if found and bits_of(fold(found[1])) & PLACE and fold(found[1]) not in kept else None
        end = found.end() if found else end
    if text[end:end + 1] == " " and text[end - 1].isalpha():
        last = text.rfind(" ", start, end)
        found = _FURTHER.match(text, last if last > 0 and text[last + 1].islower() else end, min(reach, end + 48))
        end = found.end() if found and found[1].strip() not in _WORDS_OF.get(locale[:2], ()) and fold(found[2]) not in kept else end
    if text[start - 1:start] in (" ", "-", "'", "’") and start > limit and not _plain_word_before(text, start, limit):
        found = _PARTICLE.search(text, max(limit, start - 14), start)
        if not found and first.isupper():
            found = _SMALL_PARTICLE.search(text, max(limit, start - 10), start)
            if found and fold(found[1]).strip(" -") in _WORDS_OF.get(locale[:2], ()):
                found = None
        start = found.start() if found else start
    return start, end


def _plain_word_before(text: str, start: int, limit: int) -> bool:
    """Whether a whole word and a space stand before a name and the word is no particle: the usual case, told without the patterns."""
    if text[start - 1] != " ":
        return False
    first = max(limit, start - 14)
    word = text[max(first, text.rfind(" ", first, start - 1) + 1):start - 1]
    return word.isalpha() and word not in _PARTICLES


def _beside(text: str, start: int, end: int, kept: set[str], locale: str) -> list[tuple[int, int]]:
    """Single words with a capital that 'and' joins to a single name: 'Richard and Mildred'."""
    found = []
    if text[end:end + 1] in (" ", ","):
        found.append(_NEIGHBOUR.match(text, end, min(len(text), end + 40)))
    if text[start - 1:start] == " ":
        found.append(_NEIGHBOUR_BEFORE.search(text, max(0, start - 40), start))
    return [one.span(1) for one in found if one and fold(one[1]) not in kept and is_lone_name(text, *one.span(1), _explained(locale))
            and (not locale.startswith("de") or bits_of(fold(one[1])) & NAMED)]      # every German noun has a capital


def _explained(locale: str) -> int:
    """The kinds of words that are no name in a language: another language's words with a capital may be one."""
    return NO_NAME | THING | COMMON.get(locale[:2], EVERYDAY)


def with_given(text: str, start: int, kept: set[str]) -> int:
    """Where a name begins whose surname stands at `start`: 'Neri Rantoparo'. At the head of a sentence the word before must be a given name."""
    first = max(text.rfind(" ", max(0, start - 30), start - 1), text.rfind("\n", max(0, start - 30), start - 1)) + 1
    if not text[first].isupper():
        return start
    found = _GIVEN_BEFORE.search(text, max(0, start - 60), start)
    if not found:
        return start
    word = fold(found[2])
    if word in kept or word in PLACES or word in TITLE_WORDS or is_stop(found[2]):
        return start
    inside = found[1] is not None and found[1].rstrip(" ,;:")[-1:].islower()
    return found.start(2) if may_be_given(word) or inside and text[start - 1] == " " and not bits_of(word) & NO_NAME else start


def with_surname(text: str, start: int, end: int, kept: set[str]) -> int:
    """Where a name ends that begins with a given name seen alone before: 'Nadège', then 'Nadège Salillac'."""
    found = names(text, start)
    rest = normal(text[end:found[1]]) if found and found[0] == start and found[1] > end else ""
    words = (rest, *rest.split())
    if not rest or any(word in PLACES or word in kept for word in words) or not THINGS.isdisjoint(words) or REGNAL.match(rest.strip(".")):
        return end
    return found[1]
