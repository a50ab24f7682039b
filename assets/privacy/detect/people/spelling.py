"""Recognisers of names that are spelled: letter by letter, or with a word for each letter, in five languages.

Belongs here: 'K E L L E R', 'D as in David', 'A di Ancona', codes with figures among such
letters. Not here: numbers that are spoken (`spoken`), whose name it is.
Each `find` gets the joined text and one cue, and yields (start, end, score) of what is spelled.
"""

import re
from collections.abc import Iterator

from assets.privacy.folding import fold

SPELT = ("spelled", "spelt", "spell", "it's spelled", "spelling", "name is", "surname", "last name", "epelle", "epeler", "s'ecrit", "si scrive", "se escribe",
         "deletreo", "se deletrea", "buchstabiert", "buchstabiere", "schreibt man", "geschrieben", "first name", "compitando", "lettera per lettera",
         "letra por letra", "lettre par lettre", "letter by letter", "buchstabe fur buchstabe")
TWICE = "double|doppel|doppelt|deux|due|dos|zwei|two|doppia|doble"
_SPELT = re.compile(r"[^\x00\n]{0,16}?((?<![^\W_'’])[^\W\d_](?:[ .,\-]{1,2}[^\W\d_]){2,15})(?![^\W_'’])")
# A letter and the word for it. One letter and a little word stand beside each other by chance; two such pairs in a row do not.
_AS = ("as in", "for", "like", "comme", "wie", "di", "come", "como", "de", "as")
LETTER_CUES = tuple(f"{letter} {word}" for word in _AS for letter in "abcdefghijklmnopqrstuvwxyz"
                    if word in ("as in", "comme", "wie", "come", "como") or letter in "bcdfghjklmnpqrstuvwxz")
_PAIR = r"[^\W\d_]['’]? ?(?:as in|as|for|like|comme|wie|di|d['’]|come|como|de) ?[^\W\d_]{3,14}"
_WEAK = re.compile(r" (?:for|like|as|de|di)\b(?! in )")       # 'M for men, L for ladies' are sizes: three in a row spell
_LONE = rf"(?:(?:{TWICE}) )?[^\W\d_](?![^\W_'’])"
_LINK = r"(?:,? (?:and |et |e |y |und |then |puis |poi |dann )?|, ?| ?[-–/.;] ?)"
_DICTATED = re.compile(rf"{_PAIR}(?:{_LINK}(?:{_PAIR}|{_LONE})){{1,24}}")
_DASH = "dash|hyphen|slash|tiret|trattino|guion|strich"
_SIGN = rf"(?:(?:{TWICE}) )?(?:[^\W\d_]|\d{{1,4}})(?![\w'’])"
_DICTATED_CODE = re.compile(rf"{_PAIR}(?:(?:[ ,]{{1,2}}|-)(?:{_PAIR}(?![\w'’])|{_SIGN}|(?:{_DASH})(?= [^\W_](?![^\W\d_]{{3}})))){{1,24}}")
_NO_SIGN = re.compile(rf"{_PAIR}|\b(?:{TWICE}|{_DASH})\b")
_LONE_SIGN = re.compile(r"(?<!\w)[^\W_](?!\w)")
_CODE_BEFORE = re.compile(rf"(?<![\w'’])(?:(?:{_SIGN})[ ,]{{1,2}}){{1,8}}\Z")
_BEFORE = re.compile(rf"(?<![^\W_])(?:(?:{_PAIR}|{_LONE}){_LINK}){{1,6}}\Z")


def spelt(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A name spelled letter by letter: 'spelled K E L L E R', 's'écrit D-U-P-O-N-T'."""
    found = _SPELT.match(text, end, min(len(text), end + 64))
    if found:
        yield found.start(1), found.end(1), 0.75


def dictated(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A name with a word for each letter: 'B as in Bertha, O as in Otto', 'B di Bari, O di Otranto'. Two letters at least come with their word."""
    if text[end:end + 1] != " " or not text[start].isalpha():
        return
    found = _DICTATED.match(text, start, min(len(text), start + 400))
    pairs = re.findall(_PAIR, found[0]) if found else ()
    if len(pairs) < 2 or len(pairs) < 3 and _WEAK.search(pairs[0]) or not all(map(_stands_for, pairs)):
        return
    before = _BEFORE.search(text, max(0, start - 80), start)
    yield before.start() if before else start, found.end(), 0.75


def dictated_code(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A code of which the letters come with a word each: 'b as in boy 7 7 d as in dog dash 4 q 2 x'. Four signs at least, a figure among them."""
    if text[end:end + 1] != " " or not text[start].isalpha() or text[start - 1:start].isalnum():
        return
    found = _DICTATED_CODE.match(text, start, min(len(text), start + 400))
    pairs = re.findall(_PAIR, found[0]) if found else ()
    if not pairs or not all(map(_stands_for, pairs)) or len(pairs) < 3 and _WEAK.search(pairs[0]) and " like " not in pairs[0]:
        return
    before = _CODE_BEFORE.search(text, max(0, start - 40), start)
    begin = before.start() if before else start
    signs = _NO_SIGN.sub("", text[begin:found.end()])
    alone = len(_LONE_SIGN.findall(signs))
    if any(map(str.isdigit, signs)) and sum(map(str.isalnum, signs)) + len(pairs) > 3 and (len(pairs) > 1 or alone > 1):
        yield begin, found.end(), 0.75


RADIO = tuple("""
    bravo foxtrot juliet juliett kilo lima quebec sierra tango uniform whiskey whisky xray x-ray yankee zulu alfa echo romeo oscar papa""".split())
_CALLED = "alfa|alpha|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliett?|kilo|lima|mike|november|oscar|papa|quebec|romeo|sierra|tango|uniform|victor|" \
          "whisk(?:e)?y|x-?ray|yankee|zulu"
_FIGURE = r"\d{1,4}|zero|oh|one|two|three|four|five|six|seven|eight|niner?|dash|hyphen|double"
_RADIO = re.compile(rf"(?<!\w)(?:{_CALLED}|{_FIGURE})(?:[ -](?:{_CALLED}|{_FIGURE})(?!\w)){{2,24}}", re.I)
_RADIO_BEFORE = re.compile(rf"(?<!\w)(?:{'|'.join(RADIO)})[ -]\Z", re.I)
_LETTER = re.compile(rf"(?<!\w)(?:{_CALLED})(?!\w)", re.I)


def by_radio(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A name or a code in the alphabet of radio: 'kilo alfa lima', 'lima four tango'. Three different letters at least, two of them none of a place or a sport."""
    if _RADIO_BEFORE.search(text, max(0, start - 10), start):
        return      # the word before has asked already
    for found in _RADIO.finditer(text, max(0, start - 40), min(len(text), end + 160)):
        if found.start() <= start < found.end() and "\x00" not in found[0]:
            letters = {fold(letter[0]) for letter in _LETTER.finditer(found[0])}
            if len(letters) > 2 and sum(letter in RADIO for letter in letters) > 1:
                yield found.start(), found.end(), 0.75


def _stands_for(pair: str) -> bool:
    """Whether the word begins with the letter it stands for."""
    plain = fold(pair)
    return plain.split()[-1].removeprefix("d'")[:1] == plain[0] or plain[0] in "yjhcikq"
