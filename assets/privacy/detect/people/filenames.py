"""Recognisers of names inside the names of files and folders, and inside tags: 'lease_AnnaDekker_v2.pdf', '/home/adekker', 'offerta_neri.lucia.xlsx'.

Belongs here: taking such a name apart and knowing which parts are a person's. Not here: mail addresses and pages (`contacts`).
Each `find` gets the joined text and one cue, and yields (start, end, score) of the name alone.
"""

import re
from collections.abc import Iterator

from assets.privacy.detect.people.givennames import PLACES, is_family, may_be_given
from assets.privacy.detect.people.kinds import EVERYDAY, GIVEN, NAMED, WORDY
from assets.privacy.detect.people.persons import THINGS, UPPER, is_stop
from assets.privacy.folding import fold
from assets.privacy.tagger import bits_of

KINDS = ("pdf", "doc", "docx", "odt", "rtf", "txt", "xls", "xlsx", "ods", "csv", "ppt", "pptx", "msg", "eml", "pst", "vcf", "zip", "rar",
         "jpg", "jpeg", "png", "gif", "heic", "tif", "tiff", "cr2", "nef", "raw", "mp3", "mp4", "mov", "wav", "m4a")
HOMES = ("users", "home", "usuarios", "benutzer", "utenti", "utilisateurs", "documents and settings")
_FILE = re.compile(r"[^\s\x00\\/:;\"“”«»<>|]{3,100}\.\Z")
_HOME = re.compile(r"[\\/]([^\W\d_][\w.\-]{1,30})(?=[\\/\s]|\Z)")
_PART = re.compile(rf"[{UPPER}]?[^\W\d_{UPPER}]+|[{UPPER}]+(?![^\W\d_{UPPER}])|\d+")
_SURNAME_FIRST = re.compile(r"(?<![^\W_])([^\W\d_]{3,20})\.([^\W\d_]{3,20})(?=_|\Z)")
_NO_NAME = frozenset("img dsc scan file final draft copy foto photo new old rev page bild cv resume lebenslauf curriculum".split())


def named(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Parts of a file's name side by side that are a given name and another name, or two unknown words written in one."""
    if text[start - 1:start] != "." or start < 4:
        return
    file = _FILE.search(text, max(0, start - 101), start)
    if file:
        yield from _inside(text, file.start(), start - 1)


def home(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name of somebody's folder: '/home/adekker', 'C:\\Users\\a.dekker'."""
    found = _HOME.match(text, end, min(len(text), end + 34)) if text[start - 1:start] in ("/", "\\") else None
    if found and fold(found[1]) not in ("public", "shared", "default", "admin", "administrator", "guest", "all"):
        yield found.start(1), found.end(1), 0.6


_TAG = re.compile(r"#([^\W_]{5,60})")
_TO_SOMEBODY = tuple("""
    for you and with love rip happy dear by nonna nonno mamma mamie papi auguri merci gracias grazie danke pour per para fur team viva bravo brava""".split())


def hashtag(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Names inside a tag: '#thankyouBertieQuaife', '#JusticeForRaheem'. A given name and another, or a given name behind a word that speaks to somebody."""
    tag = _TAG.match(text, start, min(len(text), start + 62))
    parts = [part.span() for part in _PART.finditer(text, *tag.span(1))] if tag and (start == 0 or not text[start - 1].isalnum()) else []
    words, at = [fold(text[first:last]) for first, last in parts], 0
    while at < len(parts):
        first, given = parts[at], may_be_given(words[at]) or bool(bits_of(words[at]) & GIVEN)
        told = at > 0 and words[at - 1].endswith(_TO_SOMEBODY)
        if text[first[0]].isupper() and len(words[at]) > 2 and (given or told) and _part_of_a_name(words[at]) and words[at] not in PLACES:
            if at + 1 < len(parts) and text[parts[at + 1][0]].isupper() and _part_of_a_name(words[at + 1]):
                at += 1
                yield first[0], parts[at][1], 0.65
            elif told and given:
                yield *first, 0.6
        at += 1


def _inside(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The names within one file's name: 'neri.lucia', two words written in one, two or three parts side by side of which one is a known name."""
    for pair in _SURNAME_FIRST.finditer(text, start, end):
        if all(_part_of_a_name(fold(word)) for word in pair.groups()):
            yield pair.start(), pair.end(), 0.6
    parts = [part.span() for part in _PART.finditer(text, start, end)]
    glued = _glued(text, parts)
    if glued:
        yield from ((one[0][0], one[-1][1], 0.65) for one in glued)
        return
    for run in _runs(text, parts):
        if len(run) in (2, 3) and any(_is_name(fold(text[first:last])) for first, last in run):
            yield run[0][0], run[-1][1], 0.65


def _runs(text: str, parts: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Parts that may be names, with no other part and one mark at most between them."""
    run: list[tuple[int, int]] = []
    for first, last in parts:
        fits = _part_of_a_name(fold(text[first:last]))
        if run and (not fits or first - run[-1][1] > 1):
            yield run
            run = []
        if fits:
            run.append((first, last))
    if run:
        yield run


def _glued(text: str, parts: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Two or three words written in one, each with a capital, none a word of everyday language: 'AnnaDekker'."""
    groups: list[list[tuple[int, int]]] = []
    for part in parts:
        if groups and groups[-1][-1][1] == part[0] and text[part[0]].isalpha():
            groups[-1].append(part)
        else:
            groups.append([part])
    return [group for group in groups if len(group) in (2, 3) and text[group[1][0]].isupper()
            and all(last - first > 2 and _part_of_a_name(fold(text[first:last])) for first, last in group)]


def _part_of_a_name(word: str) -> bool:
    """Whether a part may be a name: a known one, or a word that no list explains."""
    if word in _NO_NAME or word in THINGS or len(word) < 2 or word.isdecimal():
        return False
    return _is_name(word) or not bits_of(word) & WORDY and not is_stop(word) and len(word) > 2


def _is_name(word: str) -> bool:
    """Whether a list knows the part as a name, and none as a place or an everyday word."""
    return (may_be_given(word) or is_family(word) or bool(bits_of(word) & NAMED)) and word not in PLACES and not bits_of(word) & EVERYDAY
