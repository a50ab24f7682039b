"""How far a name reaches in its text: what is written in one piece with it, its number, epithet and particles, and what joins two findings into one name.

Belongs here: what stands beside a name that was found and belongs to it. Not here: finding it (`detect`, `tagger`), whether a word beside it is more of it
(`neighbours`), other people named beside it (`companions`), whose it is (`mentions`).
"""

import re
from collections.abc import Sequence

from assets.privacy.companions import companions
from assets.privacy.detect.people.givennames import PLACES, is_given, may_be_given
from assets.privacy.detect.people.kinds import CALENDAR, GIVEN, ORGANISATION, PLACE, STREET, TITLE, WORDY, any_of
from assets.privacy.detect.people.persons import LEADING, UPPER, is_stop
from assets.privacy.findings import settle
from assets.privacy.folding import fold
from assets.privacy.neighbours import (
    BEGINS,
    CAPITALISED,
    CLOSING,
    HYPHENED,
    OPENING,
    PARTICLES_END,
    TWICE,
    Setting,
    setting_of,
    small_before,
    with_given,
    with_surname,
    words_before,
    words_behind,
)
from assets.privacy.spans import Found, Record, Text
from assets.privacy.tagger import DETECTOR, bits_of

# -- in one piece with the name ----------------------------------------------------------------------------------------------------------------

_GENERATION = r"[IVX]{1,5}|Jr|Sr|jr|sr|jun|sen|[Jj]unior|[Ss]enior|d\. ?[jJäÄ]|Esq|PhD|M\.?D"
_EPITHET = ("Elder|Younger|Great|Good|First|Second|Third|Fourth|Fifth|Bold|Bald|Fat|Wise|Pious|Short|Tall|Terrible|Brave|German|"
            "Conqueror|Confessor|Magnificent|Impaler|Baptist|Evangelist|Martyr|Apostle|"
            "Ältere|Jüngere|Große|Grand|Bon|Jeune|Vieux|Grande|Giovane|Vecchio|Joven|Viejo|Mayor")
_SUFFIX = re.compile(rf",? (?:{_GENERATION}|(?:the|der|die|le|la|il|el) (?:{_EPITHET}))\b\.?(?!\w)")
_SUFFIX_STARTS = frozenset(" IVXJSjsdEPMtlie")        # behind the space or the comma
_OF = re.compile(rf" of ({CAPITALISED})(?![\w-]| [{UPPER}])")      # 'Joan of Kent'
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.? \Z")        # behind an English title 'M.' is an initial
_JOINED_BEFORE = re.compile(rf"{BEGINS}(?:[^\W\d_]+[-’'])+\Z")
_JOINED_BEHIND = re.compile(r"(?:-[^\W\d_]+)+")
_APOSTROPHE_BEHIND = re.compile(r"(?<=[^\W\d_])['’](?!(?:s|d|m|t|ll|ve|re)\b)[a-zà-ž]{2,12}(?!\w)")      # 'Il'inichna'
_INITIALS_BEFORE = re.compile(rf"{BEGINS}(?:[^\W\d_]\.-?){{1,4}}\Z")
_LETTERS_BEHIND = re.compile(rf"(?: [{UPPER}](?![\w.'’]))+")
_INITIALS_BEHIND = re.compile(r"\.(?:[ -]?[^\W\d_]\.){1,3}(?!\w)|\.")

# -- particles, as they begin with a capital and in small letters ------------------------------------------------------------------------------

_CAPITAL = "Von|Van|De|Di|Da|Del|Della|Der|Den|Du|Des|Dos|Mac|Al|El|Ben|Bin|Ibn|St"
_SMALL = ("van der|van den|van de|von der|de la|de los|de|del|della|di|da|du|dos|das|des|van|von|vom|zu|zum|den|der|"
          "ten|ter|al|el|bin|ibn|ben|af|av")
_PARTICLES = frozenset(one.split()[-1] for one in f"{_CAPITAL}|{_SMALL}".split("|"))
_PARTICLE = re.compile(rf"{BEGINS}(?:(?:{_CAPITAL}|St\.)[ -]){{1,2}}\Z")
_SMALL_PARTICLE = re.compile(rf"{BEGINS}((?:{_SMALL})[ -]|d['’]|al-|el-|O['’])\Z")
# Languages in which small particles are words of their own and tell nothing.
_WORDS_OF = {"fr": frozenset(("de", "du", "des", "de la", "d'", "la", "le")), "it": frozenset(("di", "da", "del", "della", "al", "de la")),
             "es": frozenset(("de", "del", "de la", "de los", "al", "el", "des")),
             "de": frozenset(("von", "vom", "von der", "zu", "zum", "der", "den", "des", "das", "da", "du"))}
_FURTHER_PARTICLE = "van der|van den|van de|von der|de la|van|von|bin|ibn|bint|de|al|el|di|da|du|dos"
_FURTHER = re.compile(rf"((?: (?:{_FURTHER_PARTICLE}))+) (?:[dl]['’]|al-|el-)?({CAPITALISED})")
_FURTHER_STARTS = frozenset("vbidae")

# -- between two findings that are one name ----------------------------------------------------------------------------------------------------

_NEAR = 30      # characters between them at most
_BETWEEN = ("de los|de las|de la|del|de|do|dos|da|das|du|des|d['’]|di|della|dei|degli|van der|van den|van|von der|von|zu|bin|ibn|bint|al|el|la|le|"
            "dit|dite|detto|detta|Dela|ap|ui|Ui|Uí|Ní|Nic|Ó")
_QUOTE_MARKS = frozenset(OPENING)
_IN_QUOTES = rf"\(?[{OPENING}][  ]?[^\W\d_][^\"”»“\n\x00]{{0,22}}[{CLOSING}]\)?"
_ESCAPED = "&#?\\w{2,8};"      # '&#8208;', '&rsquo;'
_BRIDGE = re.compile(rf"(?: |-|{_ESCAPED}| (?:{_BETWEEN}) ?| ?[LDOld](?:['’]|{_ESCAPED})|[  ]?{_IN_QUOTES}[  ])\Z")

# -- what somebody is also called --------------------------------------------------------------------------------------------------------------

_LITTLE = "and|who|was|is|also|whom|the others|others|he|she|they|friends|had|been|often|then|\\(|better|usually|only|simply|, "
_NAMING = ("called|known as|addressed as|nicknamed|referred to as|dubbed|alias|aka|a/k/a|styled|surnommée?|connue? sous le nom de|dite?|appelée?|"
           "detto|detta|conosciut[oa] come|chiamat[oa]|conocid[oa] como|apodad[oa]|llamad[oa]|genannt|bekannt als")
_CALLED = re.compile(rf"(?:,? (?:{_LITTLE})){{0,4}} ?\(?(?:{_NAMING}) [{OPENING}][  ]?({CAPITALISED}(?: [{UPPER}]?[^\W\d_]+)?)[,  ]{{0,2}}[{CLOSING}]")
_IN_BRACKETS = re.compile(rf" \([{OPENING}]([{UPPER}][^\W\d_]{{1,20}}(?: [{UPPER}][^\W\d_]{{1,20}})?)[{CLOSING}]\)")

# -- lists that write the family name first ----------------------------------------------------------------------------------------------------

_LIST_PLACE = re.compile(r"(?:\A|[\n\x00:;<>|\"(•\t]| /|\d[.)]) *\Z")
_LIST_ENDS = re.compile(r" *(?:[;\n\x00<>(|\"/,)]|\Z)")
_REVERSED_BEFORE = re.compile(rf"(?:\A|[\n\x00:;<>|\"(•\t-]| /|\b[Pp]at\.|\d[.)]) *((?:{_CAPITAL.upper()}|{_CAPITAL}| )*"
                              rf"[{UPPER}][^\W\d_]*(?:['’ -]{CAPITALISED})*\.?), \Z")
_REVERSED_BEHIND = re.compile(rf", ({HYPHENED}(?: [{UPPER}]\.?)?)(?= *(?:[;\n\x00<(|\"/)]|\Z))")

# Marks and small words across which a name goes on; most names have none beside them.
_GOES_ON_BEFORE, _GOES_ON_BEHIND = frozenset("-'’."), frozenset("-,:(")
SURE = 0.9      # score from which a name in small letters takes the unknown word before it along
_APOSTROPHES = frozenset("'’")
_ELIDED = frozenset("do")       # what an apostrophe parts from a name in small letters: "d'shawn", "o'brien"
_SMALL_BEFORE = _PARTICLES | PARTICLES_END
_SMALL_BEHIND = _PARTICLES | frozenset("the der die le la il el of jr sr jun sen junior senior bint do i y e in".split()) | frozenset(TWICE.split("|"))


def lengthen(person: Record, texts: Sequence[Text], settled: list[list[Found]]) -> None:
    """What was guessed of a name takes the rest along, and the people named beside it. Changes the spans.

    Any name takes what it is joined to by a hyphen, its initials, its number or 'Jr.', its epithet, its particles and the words beside it that are names
    themselves. What the tagger found takes more: a given name its unknown surname, a surname the given name before it.
    """
    setting = None
    for number in person.texts:
        text, spans, guessed = texts[number].text, settled[number], False
        for place, span in enumerate(spans):
            if span.type == "PERSON" and span.known is None:
                setting, guessed = setting or setting_of(person), True
                before, behind = _goes_on_before(text, span), _goes_on_behind(text, span)
                if before or behind:
                    _lengthen(text, spans, place, before, behind, setting)
        if guessed:
            spans = _bridged(text, spans) if len(spans) > 1 else spans
            beside = companions(text, spans, setting)
            if _quotes(text):
                beside += _called(text, spans, setting)
            settled[number] = settle([*spans, *beside]) if beside else spans


def _goes_on_before(text: str, span: Found) -> bool:
    """Whether a name may go on before it. Mostly a small word and a space say that it does not."""
    start, mark = span.start, text[span.start - 1:span.start]
    if mark != " ":
        return mark in _GOES_ON_BEFORE or mark == "\n" and span.detector == DETECTOR and text[start].isupper()
    word = text[text.rfind(" ", max(0, start - 14), start - 1) + 1:start - 1]
    if not (word.islower() and word.isalpha()) or word in _SMALL_BEFORE:
        return True
    return span.score >= SURE and text[max(0, start - len(word) - 2):start - len(word) - 1] in ("", "\n")


def _goes_on_behind(text: str, span: Found) -> bool:
    """Whether a name may go on behind it."""
    end, mark = span.end, text[span.end:span.end + 1]
    if mark != " ":
        return mark in _GOES_ON_BEHIND or mark == "." and text[end - 1].isupper() \
            or (mark in _APOSTROPHES or text[end - 1] in _APOSTROPHES) and _APOSTROPHE_BEHIND.match(text, end - (text[end - 1] in _APOSTROPHES)) is not None
    word = text[end + 1:max(end + 1, text.find(" ", end + 1, end + 16))]
    return not (word.islower() and word.isalpha()) or word in _SMALL_BEHIND or len(word) < 2 or text[span.start:end].islower()


def _lengthen(text: str, spans: list[Found], place: int, before: bool, behind: bool, setting: Setting) -> None:
    """One name that may go on before it or behind it, between the findings there."""
    span = spans[place]
    limit, reach = spans[place - 1].end if place else 0, spans[place + 1].start if place + 1 < len(spans) else len(text)
    if reach - span.end < 4 and place + 1 < len(spans) and text[reach - 2:reach].strip()[-1:] in _QUOTE_MARKS:
        reach = spans[place + 2].start if place + 2 < len(spans) else len(text)     # a nickname was found alone
    start, end = span.start, span.end
    if before:
        start = _piece_before(text, start, limit)
    if behind:
        end = _piece_behind(text, start, end, reach, setting)
    if before:
        start = _particle_before(text, start, limit, text[span.start], setting)
    if span.detector == DETECTOR and " " not in text[start:end]:
        start, end = _both_names(text, start, end, limit, reach, setting)
    if before:
        start = words_before(text, start, end, limit, setting)
        start = small_before(text, start, end, limit, setting) if start == span.start and text[start].islower() else start
    if behind:
        end = words_behind(text, start, end, reach, setting)
    if text[end:end + 1] == "," or text[max(0, start - 2):start] == ", ":
        start, end = _reversed(text, start, end, limit, reach, setting)
    span.start, span.end = start, end


def _piece_before(text: str, start: int, limit: int) -> int:
    """Where the word begins that a name is part of, or the initials before it."""
    before = text[start - 1:start]
    if before in ("-", "'", "’") or before == "." and text[start].isupper():
        found = (_INITIALS_BEFORE if "." in (before, text[start - 2:start - 1]) else _JOINED_BEFORE).search(text, max(limit, start - 40), start)
        if found and (text[found.start()].isupper() or text[start].islower() and (before == "-" or text[found.start():start - 1] in _ELIDED)):
            return found.start()
    elif text[start - 3:start] == "M. " and start - 3 >= limit and _TITLED.search(text, max(0, start - 10), start - 3):
        return start - 3
    return start


def _piece_behind(text: str, start: int, end: int, reach: int, setting: Setting) -> int:
    """Where a name ends with what a hyphen joins, its initials, its number or epithet, and its particle with the surname."""
    behind = text[end:end + 1]
    if behind == "-" and text[end + 1:end + 2].isupper():
        found = _JOINED_BEHIND.match(text, end, min(reach, end + 40))
        end = found.end() if found else end
    elif behind in _APOSTROPHES or text[end - 1] in _APOSTROPHES:
        found = _APOSTROPHE_BEHIND.match(text, end - (text[end - 1] in _APOSTROPHES), min(reach, end + 14))
        end = found.end() if found else end
    elif behind == "." and text[end - 1].isupper() and not text[end - 2:end - 1].isalpha():
        found = _INITIALS_BEHIND.match(text, end, min(reach, end + 12))
        end = found.end() if found and text[end - 1:found.end()].isupper() else end
    if text[end:end + 1] in (" ", ",") and text[end + 1:end + 2] in _SUFFIX_STARTS:
        found = _SUFFIX.match(text, end, min(reach, end + 24))
        end = found.end() if found else end
    if text.startswith(" of ", end) and is_given(fold(text[start:end])):
        found = _OF.match(text, end, min(reach, end + 30))
        end = found.end() if found and bits_of(fold(found[1])) & PLACE and fold(found[1]) not in setting.kept else end
    if text[end:end + 1] == text[end - 2:end - 1] == " " and text[end - 4:end - 3] in ("", " "):       # a name with its letters apart
        found = _LETTERS_BEHIND.match(text, end, min(reach, end + 40))
        end = found.end() if found else end
    if text[end:end + 1] == " " and text[end - 1].isalpha():
        last = text.rfind(" ", start, end)
        at = last if last > 0 and text[last + 1].islower() else end
        found = _FURTHER.match(text, at, min(reach, end + 48)) if text[at + 1:at + 2] in _FURTHER_STARTS else None
        if found and found[1].strip() not in _WORDS_OF.get(setting.language, ()) and fold(found[2]) not in setting.kept:
            end = found.end()
    return end


def _particle_before(text: str, start: int, limit: int, first: str, setting: Setting) -> int:
    """Where a name begins with the particle before it: 'van der', 'O'', 'De La'; in small letters before a capital only."""
    if text[start - 1:start] not in (" ", "-", "'", "’") or start <= limit or _plain_word_before(text, start, limit):
        return start
    found = _PARTICLE.search(text, max(limit, start - 14), start)
    if not found and first.isupper():
        found = _SMALL_PARTICLE.search(text, max(limit, start - 10), start)
        if found and fold(found[1]).strip(" -") in _WORDS_OF.get(setting.language, ()):
            return start
    return found.start() if found else start


def _plain_word_before(text: str, start: int, limit: int) -> bool:
    """Whether a whole word and a space stand before a name and the word is no particle: the usual case, told without the patterns."""
    if text[start - 1] != " ":
        return False
    first = max(limit, start - 14)
    word = text[max(first, text.rfind(" ", first, start - 1) + 1):start - 1]
    return word.isalpha() and word not in _PARTICLES


def _both_names(text: str, start: int, end: int, limit: int, reach: int, setting: Setting) -> tuple[int, int]:
    """A single word with the other half of the name: behind a given name the surname, before a surname the given name."""
    if text[end:end + 1] == " " and text[end + 1:end + 2].isupper() and is_given(fold(text[start:end])):
        further = with_surname(text, start, end, setting.kept)
        return start, further if further <= reach else end
    if text[start - 1:start] in (" ", "\n") and text[start].isupper():
        further = with_given(text, start, setting.kept)
        return further if further >= limit else start, end
    return start, end


def _reversed(text: str, start: int, end: int, limit: int, reach: int, setting: Setting) -> tuple[int, int]:
    """A name of a list that writes the family name first: 'Pace, Grace; Hsu, Wen-Li'. Both parts fill their place in the list."""
    if text[end:end + 1] == "," and reach > end + 3:
        found = _REVERSED_BEHIND.match(text, end, min(len(text), end + 40))
        if found and found.end(1) <= reach and _given_of_a_list(fold(found[1]).split()[0], setting) and _LIST_PLACE.search(text, max(0, start - 8), start):
            return start, found.end(1)
    elif text[start - 2:start] == ", " and start - 3 > limit and _LIST_ENDS.match(text, end, end + 4):
        found = _REVERSED_BEFORE.search(text, max(limit, start - 40), start)
        if found and _family_of_a_list(fold(found[1]).split(), fold(text[start:end]).split()[0], setting):
            return found.start(1), end
    return start, end


def _given_of_a_list(word: str, setting: Setting) -> bool:
    """Whether a word may be a given name, behind the family name and a comma."""
    if word in setting.kept or word in PLACES or bits_of(word) & (TITLE | ORGANISATION | STREET):
        return False
    return may_be_given(word) or bool(bits_of(word) & GIVEN) or not bits_of(word) & WORDY


def _family_of_a_list(words: list[str], given: str, setting: Setting) -> bool:
    """Whether words may be a family name, before a comma and the given name."""
    if any(word in setting.kept or word in PLACES or is_stop(word) and word not in LEADING for word in words) \
            or any_of(words, TITLE | CALENDAR | ORGANISATION | STREET):
        return False
    return may_be_given(given) or len(words) == 1 and not bits_of(given)


def _bridged(text: str, spans: list[Found]) -> list[Found]:
    """Two names with only a space, a particle or a nickname between them are one."""
    near, overlapping, end, type_ = False, False, -_NEAR, ""
    for span in spans:
        if span.start - end < _NEAR:
            overlapping |= span.start < end
            near |= span.type == type_ == "PERSON"
        end, type_ = span.end, span.type
    if overlapping:
        spans = settle(spans)
    if not near and not overlapping:
        return spans
    out: list[Found] = []
    for span in spans:
        if out and _one_name(text, out[-1], span):
            out[-1].end, out[-1].score, out[-1].form = span.end, max(out[-1].score, span.score), ""
        else:
            out.append(span)
    return out


def _one_name(text: str, last: Found, span: Found) -> bool:
    """Whether two findings are one name: a particle, a nickname, or a little word between the surnames of father and mother joins them."""
    if not 0 < span.start - last.end < _NEAR or not span.type == last.type == "PERSON" or span.known is not None or last.known is not None:
        return False
    if _BRIDGE.match(text, last.end, span.start):
        return True
    return text[last.end:span.start] in (" i ", " y ") and " " in text[last.start:last.end] and " " not in text[span.start:span.end] \
        and not may_be_given(fold(text[span.start:span.end]))       # two given names are two people


def _called(text: str, spans: list[Found], setting: Setting) -> list[Found]:
    """What else somebody is called, in quotation marks behind the name: 'Ann Fox ("Foxy")', 'Ann Fox, known as "Foxy"'."""
    found: list[Found] = []
    for span in spans:
        if span.type == "PERSON" and text[span.end:span.end + 1] in (" ", ","):
            other = _IN_BRACKETS.match(text, span.end, span.end + 48) or _CALLED.match(text, span.end, span.end + 90)
            if other and not any_of(fold(other[1]).split(), setting.explained):
                found.append(Found(*other.span(1), "PERSON", "nickname", 0.6))
    return found


def _quotes(text: str) -> bool:
    """Whether a quotation opens anywhere in a text: asked of every text with a name, so mark by mark."""
    return "\"" in text or "“" in text or "«" in text or "„" in text or "‘" in text
