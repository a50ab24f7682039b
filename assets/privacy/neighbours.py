"""The words right beside a name that are more of it: given names before, surnames behind, initials, a nickname between.

Belongs here: whether one neighbouring word belongs to a name, and the next, and the next. Not here: what is written in one piece with a name (`extents`),
other people beside it (`companions`).
"""

import re
from functools import lru_cache
from typing import NamedTuple

from assets.privacy.detect.people.givennames import AMBIGUOUS, PLACES, may_be_given
from assets.privacy.detect.people.kinds import NO_NAME, OFFICIAL, WORDY, explained
from assets.privacy.detect.people.persons import LEADING, OFFICES, REGNAL, THINGS, TITLE_WORDS, UPPER, is_stop, names
from assets.privacy.detect.people.spelling import TWICE
from assets.privacy.folding import fold, normal
from assets.privacy.spans import Record
from assets.privacy.tagger import bits_of
from assets.privacy.tagger.gazetteer import EVERYDAY, FAMILY, FAMILY_OFTEN, GIVEN, ORGANISATION, PLACE, STREET, THING

OPENING, CLOSING = "\"“«„‘", "\"”»’“"       # quotation marks
CAPITALISED = rf"[{UPPER}][^\W\d_]+"
HYPHENED = rf"{CAPITALISED}(?:-{CAPITALISED})*"
BEGINS = r"(?<![\w'’.-])"
_CAPITAL_ENTITY = r"&[A-Za-z]{2,8};"        # '&Eacute;'
_WORD_BEFORE = re.compile(rf"(?:\A|(?<=[\s\x00(\"“«„‘:;/>|–—]))((?:[{UPPER}]|{_CAPITAL_ENTITY})(?:[^\W\d_]|{_CAPITAL_ENTITY}|['’ªº.-])*) \Z")
_FRONT_INITIALS = re.compile(rf"(?:(?:[{UPPER}]|St|Th|Ch|Ph|Fr|Chr|Ma|M\.?ª)\.?-?){{1,3}}\.?\Z")
_FRONT_PARTICLES = r"de los|de las|de la|del|de|du|des|d['’]|di|della|da|do|dos|von|van|zu|af|av"
_GIVEN_PARTICLE = re.compile(rf"{BEGINS}({CAPITALISED}(?:-{CAPITALISED})?) (?:{_FRONT_PARTICLES}) ?\Z")
PARTICLES_END = frozenset("los las la del de du des d' d’ di della da do dos von van zu af av".split())
_QUOTED_BEFORE = re.compile(rf"(?<!\w)[{OPENING}][  ]?([{UPPER}][^\W\d_]{{1,15}})[  ]?[{CLOSING}] \Z")
_GIVEN_BEFORE = re.compile(rf"{BEGINS}(\S*[^\W\d_][,;:]?[ ]+)?({CAPITALISED}(?:-{CAPITALISED})?)[ \n]\Z")
_TITLE_THERE = re.compile(r"\b(?:[Mm][Rr][Ss]?|[Mm][Ss]|[Mm]iss|[Dd]r|[Pp]rof|Nurse|Judge|Justice|Officer|Sergeant|Captain|Colonel|Inspector|Constable|Pastor|"
                          r"Sister|[Mm]me|[Mm]lle|MM|Me|Mes|Sig|Sra?|doña|don|Don|Doña|Frau|Herr)\.? \Z")
_INSIDE = re.compile(r"[a-zà-ÿ,\d][,:]? \Z")      # before a word with a capital that does not open its sentence
_HEAD = re.compile(r"(?:\A|[\n\x00:;|>\t]) *\Z")      # where a field or a line begins
_FIELD_ENDS = re.compile(r" *(?:[\n\x00;|<@,.]|\Z)")
_SHORT_FORMS = frozenset("ed les mo al don will gus".split())       # given names that are words
_FRONTS = frozenset("o ni nic ui dela saint san st".split())

_WORD_BEHIND = re.compile(rf" ([{UPPER}][^\W\d_]*(?:['’-][^\W\d_]+)*)(\.{{3}}|…|\.(?!\w))?(?![\w'’-])")
_SMALL_BEFORE = re.compile(r"(?:\A|\n)([^\W\d_]{2,20}) \Z")
_SMALL_BEHIND = re.compile(r" ([^\W\d_]{1,20})\.?(?=[\n\x00,;/|)]|\s*\Z)")
_FIRM_LETTERS = re.compile(r" S\.? ?[ACLRNP]\b| S\.p\.A")
_FAMILY_BEHIND = re.compile(rf" (de los|de las|de la|del|de|do|dos|da|das|du|des|i|y|e|in) ((?:d['’])?{HYPHENED})(?![\w'’])")
_FAMILY_STARTS = frozenset("diye")
_BOTH_NAMES = frozenset("y i e in".split())      # between the surnames of father and mother, or of husband and wife
_NICKNAME = re.compile(rf" [{OPENING}][  ]?(?:[^\W\d_][^\"”»“\n\x00]{{0,22}}?)[  ]?[{CLOSING}] ({CAPITALISED}(?:[ '’-]{CAPITALISED})*)")
_SPELT_BEHIND = re.compile(rf"[,:(]{{0,2}} ?\(?((?:[^\W\d_]|{TWICE})(?:(?:, ?|-| |\. ?)(?:[^\W\d_]|(?:{TWICE}) [^\W\d_])){{3,20}})(?![^\W_'’])")


class Setting(NamedTuple):
    """What a record tells of the words beside its names."""

    language: str           # two letters
    kept: frozenset[str]    # folded words that stay, whoever is called so
    explained: int          # kinds of words that are no name in its language


@lru_cache(maxsize=64)
def _usual(locale: str) -> Setting:
    """The setting of a record that keeps no words."""
    return Setting(locale[:2], frozenset(), explained(locale))


def setting_of(record: Record) -> Setting:
    """What a record tells of the words beside its names: nothing but its language, mostly."""
    usual = _usual(record.locale)
    kept = frozenset(known.value for known in record.known if known.type == "KEEP") if record.known else None
    return usual._replace(kept=kept) if kept else usual


# -- before ----------------------------------------------------------------------------------------------------------------------------------

def words_before(text: str, start: int, end: int, limit: int, setting: Setting) -> int:
    """Where a name begins with the words before it: its initials, its particles and given names with a capital."""
    for _ in range(4):
        if start - 2 < limit or text[start - 1] != " ":
            break
        further = _one_before(text, start, end, limit, setting)
        if further == start:
            break
        start = further
    return start


def _one_before(text: str, start: int, end: int, limit: int, setting: Setting) -> int:
    """Where a name begins with the one word, the nickname, or the given name and particle before it."""
    if text[start - 2] in "\"”»“’":
        quoted = _QUOTED_BEFORE.search(text, max(limit, start - 24), start)
        return quoted.start() if quoted and not bits_of(fold(quoted[1])) & setting.explained and not is_stop(quoted[1]) else start
    first = _word_start(text, limit, start - 1)
    if text[first].isupper() or text[first] == "&" or not text[first].isalnum():
        found = _WORD_BEFORE.search(text, max(limit, first - 1), start)
        return found.start(1) if found and _belongs_before(text, found[1], found.start(1), start, end, setting) else start
    found = _GIVEN_PARTICLE.search(text, max(limit, start - 40), start) if text[first:start - 1] in PARTICLES_END else None
    word = fold(found[1]) if found else ""
    if not found or bits_of(word) & WORDY or word in setting.kept:
        return start
    return found.start() if may_be_given(word) or _fills_a_field(text, found.start(), end) and not is_stop(word) else start


def small_before(text: str, start: int, end: int, limit: int, setting: Setting) -> int:
    """Where a name in small letters begins that fills its line with the one word before it: 'tuo oli', as people answer in a chat."""
    found = _SMALL_BEFORE.search(text, max(limit - 1, 0, start - 24), start) if text[end:end + 1] in ("", "\n") else None
    word = fold(found[1]) if found and found.start(1) >= limit else ""
    return start if not word or is_stop(word) or bits_of(word) & setting.explained or word in setting.kept else found.start(1)


def _word_start(text: str, limit: int, end: int) -> int:
    """Where the word begins that ends at a place; not before the limit."""
    first = max(text.rfind(" ", limit, end) + 1, limit)
    return max(text.rfind("\n", first, end) + 1, first)


def _fills_a_field(text: str, start: int, end: int) -> bool:
    """Whether nothing but text[start:end] stands in its field, its line or its sentence."""
    return bool(_HEAD.search(text, max(0, start - 4), start) and _FIELD_ENDS.match(text, end, end + 6))


def _belongs_before(text: str, word: str, at: int, start: int, end: int, setting: Setting) -> bool:
    """Whether a word with a capital right before a name belongs to it."""
    plain = fold(word)
    if "&" in word:
        import html

        plain = fold(html.unescape(word))
    if plain == "m." and setting.language != "fr":      # 'M. Vilaras': an initial there; a title taken along is no loss
        return True
    if plain in setting.kept or plain in TITLE_WORDS or plain.strip(".") in OFFICES:
        return False
    inside, titled = bool(_INSIDE.search(text, max(0, at - 4), at)), bool(_TITLE_THERE.search(text, max(0, at - 8), at))
    if _FRONT_INITIALS.match(word):
        return _initial_before(word, inside, titled, setting.language)
    if not word.isupper() and len(word) > 2 and text[start:end].isupper() and end - start > 2 and not bits_of(plain) & setting.explained and not is_stop(word):
        return True         # 'Ümit ÇELİK': who writes the family name in capitals
    upper = word.isupper() and text[start:end].isupper()
    if plain in LEADING or plain in _FRONTS:
        return inside or titled or upper and not text[max(0, at - 2):at - 1].isupper()
    if word.endswith(".") or word.isupper() and len(word) < 4 and not upper:
        return False
    bits = bits_of(plain)
    if may_be_given(plain) or bits & GIVEN or plain in AMBIGUOUS or plain in _SHORT_FORMS:
        return _given_before(word, plain, inside, titled)
    if titled:
        return not bits & OFFICIAL
    if bits & FAMILY and not bits & (WORDY & ~THING):
        return inside or upper
    return not bits and setting.language != "de" and not is_stop(word) and plain not in PLACES and _fills_a_field(text, at, end)


def _initial_before(word: str, inside: bool, titled: bool, language: str) -> bool:
    """Whether initials before a name are its own. 'R' and 'V' stand in the names of cases, French 'M.' and Spanish 'D.' are titles."""
    if word in ("R", "V") or word == {"fr": "M.", "es": "D."}.get(language):
        return titled and word == "M."
    if len(word) == 1:      # 'A' and 'I' are words where a sentence begins, 'I' in English everywhere
        return titled or word not in "AIEOUYÀÉ" or word != "I" and inside
    return True


def _given_before(word: str, plain: str, inside: bool, titled: bool) -> bool:
    """Whether a word that may be a given name is one before a name: where it is another word too, only amid a sentence or behind a title."""
    bits = bits_of(plain)
    if plain in PLACES:
        return False
    if not bits & (WORDY & ~THING) and not is_stop(word) and plain not in THINGS:
        return True
    return (inside or titled) and not bits & OFFICIAL and (titled or not bits & PLACE or not is_stop(word))


def with_given(text: str, start: int, kept: frozenset[str]) -> int:
    """Where a name begins whose surname stands at `start`: 'Neri Rantoparo'. At the head of a sentence the word before must be a given name."""
    first = _word_start(text, max(0, start - 30), start - 1)
    if not text[first].isupper():
        return start
    word, inside = text[first:start - 1], False
    if word.isalpha():
        if len(word) < 2:
            return start
        inside = _amid(text, first)
    else:
        found = _GIVEN_BEFORE.search(text, max(0, start - 60), start)
        if not found:
            return start
        word, first, inside = found[2], found.start(2), found[1] is not None and found[1].rstrip(" ,;:")[-1:].islower()
    plain = fold(word)
    if plain in kept or plain in PLACES or plain in TITLE_WORDS or is_stop(word):
        return start
    return first if may_be_given(plain) or inside and text[start - 1] == " " and not bits_of(plain) & NO_NAME else start


def _amid(text: str, at: int) -> bool:
    """Whether a word stands amid its sentence: behind a word that ends with a small letter, and a comma or colon at most."""
    before = text[max(0, at - 8):at].rstrip(" ")
    return text[at - 1:at] == " " and (before[:-1] if before[-1:] in (",", ";", ":") else before)[-1:].islower()


# -- behind ----------------------------------------------------------------------------------------------------------------------------------

def words_behind(text: str, start: int, end: int, reach: int, setting: Setting) -> int:
    """Where a name ends with the words behind it: names with a capital, initials, a nickname with a surname, the name spelled."""
    for _ in range(3):
        if end + 1 >= reach:
            return end
        further = _one_behind(text, start, end, reach, setting) if text[end] == " " else end
        if further == end:
            break
        end = further
    if text[end:end + 1] in (",", ":", " ", "(") and (text[end + 2:end + 3].isalpha() or text[end:end + 2] == ", "):
        found = _SPELT_BEHIND.match(text, end, min(reach, end + 80))
        if found and any(map(str.isupper, text[start:end])):
            end = found.end(1)
    return end


def _one_behind(text: str, start: int, end: int, reach: int, setting: Setting) -> int:
    """Where a name ends with what follows across a space: one word, a nickname and a surname, a particle and a surname."""
    further = text[end + 1]
    if further.isupper():
        found = _WORD_BEHIND.match(text, end, min(reach, end + 40)) if text[end - 1].isalpha() or text[end - 1] == "." else None
        if not found or not _belongs_behind(text, found, start, end, setting):
            return end
        return found.end() if found[2] and len(found[1]) == 1 else found.end(1)
    if further in OPENING:
        found = _NICKNAME.match(text, end, min(reach, end + 64))
        words = fold(found[1]).split() if found else ()
        return end if not words or is_stop(words[0]) or bits_of(words[-1]) & (ORGANISATION | STREET | THING) or words[-1] in THINGS else found.end()
    return _small_behind(text, start, end, reach, setting) if further.islower() else end


def _small_behind(text: str, start: int, end: int, reach: int, setting: Setting) -> int:
    """Where a name ends with what begins with a small letter: the rest of a full name, or a surname where the given name is small too."""
    written = text[start:end]
    found = _FAMILY_BEHIND.match(text, end, min(reach, end + 44)) if " " in written and text[end + 1] in _FAMILY_STARTS else None
    if found and _family(found[1], fold(found[2]), setting):
        return found.end()
    found = _SMALL_BEHIND.match(text, end, min(reach, end + 24)) if written.islower() else None
    word = fold(found[1]) if found else ""
    return end if not found or is_stop(word) and len(word) > 1 or bits_of(word) & setting.explained or word in setting.kept else found.end()


def _belongs_behind(text: str, found: re.Match, start: int, end: int, setting: Setting) -> bool:
    """Whether a word with a capital right behind a name belongs to it."""
    word, before = found[1], text[start:end]
    if len(word) == 1:      # 'Olga P.', 'D... E...'; 'Laverty J.' is a judge
        return bool(found[2]) and not (word == "J" and setting.language == "en") and not _FIRM_LETTERS.match(text, end, end + 6)
    if before[-1] == "." and before[-2:-1].islower():
        return False
    plain = fold(word)
    bits = bits_of(plain)
    if plain in setting.kept or plain in TITLE_WORDS or plain in OFFICES or plain in THINGS and not (bits & GIVEN and " " in before):
        return False
    if bits & OFFICIAL or bits & THING and (not bits & GIVEN or before.isupper()):
        return False
    if word.isupper() and not before.isupper():
        return " " not in before and not bits and len(word) > 3 and may_be_given(fold(before))
    if before.isupper() and not word.isupper():
        return False
    if bits & FAMILY_OFTEN or bits & FAMILY and not bits & PLACE:
        common = bits & setting.explained & EVERYDAY
        return not (common and word.isupper()) and (not is_stop(word) or bool(bits & FAMILY_OFTEN) and " " in before and not common)
    if plain in PLACES or is_stop(word) or bits & setting.explained or setting.language == "de":
        return False
    return " " not in before and (may_be_given(fold(before)) or bool(bits_of(fold(before)) & GIVEN))


def _family(particle: str, word: str, setting: Setting) -> bool:
    """Whether a particle and a word behind a full name are the rest of it: 'Ana Ruiz de la Vega', 'Pau Bosch i Ferrer'."""
    bits = bits_of(word.split("'")[-1])
    if word in setting.kept or word in OFFICES or word in THINGS:
        return False
    if particle in _BOTH_NAMES:
        return setting.language == ("it" if particle == "in" else "es") and not may_be_given(word) and not bits & (PLACE | setting.explained)
    if particle in ("de", "da", "du", "des"):
        return bool(bits & FAMILY) and not bits & PLACE
    return bool(bits & (FAMILY | GIVEN)) or not bits & setting.explained and word not in PLACES


def with_surname(text: str, start: int, end: int, kept: frozenset[str]) -> int:
    """Where a name ends that begins with a given name seen alone before: 'Nadège', then 'Nadège Salillac'."""
    found = names(text, start)
    rest = normal(text[end:found[1]]) if found and found[0] == start and found[1] > end else ""
    words = (rest, *rest.split())
    if not rest or any(word in PLACES or word in kept for word in words) or not THINGS.isdisjoint(words) or REGNAL.match(rest.strip(".")):
        return end
    return found[1]
