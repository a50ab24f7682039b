"""Recognisers of what lets somebody in: passwords and codes after their word, names of accounts.

Belongs here: what may stand after 'password:', 'pin is', 'username'. Not here: the words themselves (`cues`), secrets in
plain words (`agreed`), keys and tokens that give themselves away (`credentials`), handles with their sign (`contacts`).
"""

import re
from collections.abc import Iterator

from assets.privacy.detect.nearby import EDGES, said_from, unit_follows
from assets.privacy.detect.numbers.labels import IS, value_at
from assets.privacy.detect.numbers.values import LITTLE, grouped
from assets.privacy.detect.patterns import one_of
from assets.privacy.folding import fold
from assets.privacy.tagger import everyday

# -- passwords --------------------------------------------------------------------------------------------------------------------

_SAID = re.compile(
    rf"(?:\s{{1,2}}{one_of('number no codes? wifi wi-fi for of du del de')}){{0,2}}?"
    rf"(?:(?:\s{{1,2}}{IS}(?!\w)){{1,2}}\s{{0,2}}:?|\s{{0,2}}[:=])\s{{0,2}}[\"'`«“”„]?"
    r"|(?:\s(?:provisoire|provisional|temporal|temporary|temp|provvisoria|vorläufiges))?\s{1,2}[\"'“”„«(]?"
    r"(?=[^\s\x00]{0,14}\d|[a-z]{2,14} \d{1,6}(?![^\s\x00,.;!?]))")
_SAID_QUOTED = re.compile(r"\s{1,2}[\"“'(«]{1,2}(?=[^\s\x00]{0,24}[\d!#$%&_@?])|\s?=\s?[\"']|\s«\s?(?=[^\W\d_]{4,20}\s?»)")
# 'password of the payroll sheet is', 'del gestionale (non ridere):', and not 'password reset link'
_OF_WHAT = r"(?:[ ]\(?(?!is\b|es\b|est\b|in\b|reset\b|policy\b|link\b|form\b)[^\W\d_]{1,14}\)?){1,6}?"
_SAID_AFAR = re.compile(rf"(?:{_OF_WHAT}(?:\s(?:is|was|est|es|ist|è|era|sera)\s|\s?[:=]\s?|\s\((?=[^\s()\x00]{{6,24}}\))|\s(?:interview|given)\swas\s)"
                        rf"|(?:{_OF_WHAT})?\s(?:(?:is|was|est|è|l'ho|ha|hat|wurde|se)\s)?(?:now\s)?"
                        r"(?:changed\sto|cambiat[ao]\sin|changée?\sen|cambiad[ao]\sa|geändert\sin)\s)[\"'`«“”„]?"
                        r"(?:(?=[^\s\x00]{0,24}[\d!#$%&_@?]|[A-Z] ?\d)|(?<=: )(?=[^\W\d_A-Z]{15,40}(?:[.,;!?\n\x00]|\Z)))")
_SECRET = re.compile(r"[^\s\x00\"'`»“”„,;<>]{1,64}")
_BEHIND = re.compile(r" \d{1,6}(?![^\s\x00,.;!?])")
_NO_SECRET = frozenset("""
    required reset forgotten incorrect wrong invalid expired protected optional needed changed the my a an not very and or to for yes no ok please
    weak strong different forgot oublie perdu dimenticata smarrita olvidada perdida vergessen incorrecte incorrecta errata field champ
    campo feld""".split())
_LONG = 15              # letters of a word that is a password without a figure, where it is no word of language
_NO_WORD = LITTLE | _NO_SECRET


_WIFI = re.compile(r"WIFI:(?:[A-Z]{1,2}:(?:\\[^\n\x00]|[^\\;\n\x00]){0,60};){0,4}P:((?:\\[^\n\x00]|[^\\;\n\x00]){1,80});", re.I)


def wifi(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The key in what opens a network by a picture: 'WIFI:T:WPA;S:Guests;P:...;;'."""
    found = _WIFI.match(text, start, min(len(text), start + 240))
    if found:
        yield *found.span(1), 0.9


def password(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """What follows 'password:', 'mot de passe :', 'pin is': anything after a colon, else something with a digit or sign in it."""
    end = said_from(text, end)
    said = _SAID.match(text, end, end + 48) or _SAID_QUOTED.match(text, end, end + 32) \
        or _SAID_AFAR.match(text, end, end + 90)
    found = _SECRET.match(text, said.end()) if said else None
    if not found:
        return
    begin, value = found.start(), found[0].rstrip(".!?)")
    stop = begin + len(value)
    if len(value) < 4 and value.isalnum() and value.isascii() and (code := _code(text, begin)):     # 'm 50 u', 'vj 123'
        stop = code
    elif value.isalpha() and said[0].rstrip().endswith("«"):
        if fold(value) in _NO_SECRET:
            return
    elif value.isalpha() and len(value) >= _LONG:
        if everyday(fold(value)):
            return
    elif value.isalpha():
        behind = _BEHIND.match(text, stop) if value.isascii() and fold(value) not in _NO_WORD else None
        if behind:
            stop = behind.end()
        elif not (":" in said[0] or "=" in said[0]) or fold(value) in _NO_SECRET or len(value) < 4:
            return
    if text[start:end].lower() == "pass" and sum(map(str.isdigit, value)) < 2:      # 'pass under 3'
        return
    placeholder = "=" in said[0] and value.startswith(("{", "$"))
    if stop - begin > 2 and not value.endswith("%") and not unit_follows(text, stop) and not placeholder:
        yield begin, stop, 0.8


def _code(text: str, at: int) -> int:
    """Where a code in groups ends, 0 for none."""
    value = value_at(text, at)
    return max(value[1] if value else 0, grouped(text, at))


# -- names of accounts ------------------------------------------------------------------------------------------------------------

_OF_WHERE = (r"(?:\s(?:id|handle|name|account|compte|profilo|cuenta|konto|profile|user|me|me\slo|du\sforum|del\sforum|"
             r"leboncoin|vinted|instagram|insta|twitter|reddit|de\s[a-z]{3,12}))?")
_ACCOUNT = re.compile(rf"{_OF_WHERE}(?:\s?[:=]|\s(?:is|est|è|es|ist|c'est)\s)\s?[\"'“«]?\s?"
                      r"(@?[^\W\d_][\w.\-]{2,29}(?: \d{1,5}(?![^\s\x00]))?)", re.I)
_ACCOUNT_BARE = re.compile(rf"{_OF_WHERE}\s[\"'“«]?\s?(@[\w.]{{2,30}}|(?=[\w.\-]{{0,20}}[\d_]|"
                           rf"[a-z]{{2,20}}[.][a-z]{{1,12}}(?:[.][a-z]{{1,8}})?[\s,;\x00]|[A-Z]?[a-z]{{2,14}}-[a-z]+\.)"
                           r"[^\W\d_][\w.\-]{2,29})(?!\w)", re.I)
_ACCOUNT_QUOTED = re.compile(r"(?:\s[^\W\d_]{2,12}){0,2}\s?:?\s?[\"“«]\s?([^\W_][^\"”»\n\x00]{2,28}?)\s?[\"”»]")
_USER = re.compile(r"\s([^\W\d_][\w.\-]{2,29}(?: \d{1,5})?)(?=\s?(?:[\n\x00,.;]|\Z|(?:and|et|e|y|und)\s))")      # 'user name kavi'
_QUOTING = frozenset("pseudo pseudonyme pseudonym username nickname nick alias sous le seudonimo apodo nombre de usuario nome utente".split())
_NO_ACCOUNT = frozenset("""
    none https http n/a unknown is not the my a an your required password and or here account page private public in on for con de que para por humano
    yo un una el la le les et avec""".split())
# Who speaks in a chat: '[10:41] user:'.
_SPEAKERS = frozenset("usuario user utente bot signal".split())
_TURN = re.compile(r"[\[(][\d:./,\s]{3,20}[\])]\s?\Z")
_FIGURE = re.compile(r"\d")
_LINE = re.compile(r"[^\n\x00]{0,60}")


def account(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name after 'instagram:', 'username is', 'sous le pseudonyme' and their kin; 'user:' that opens a turn of a chat announces none."""
    word, end = fold(text[start:end]), said_from(text, end)
    if word in _SPEAKERS and (text[end:end + 1].isalnum() or _opens_turn(text, start, end)):
        return
    limit = min(len(text), end + 60)
    found = _ACCOUNT.match(text, end, limit) or _ACCOUNT_BARE.match(text, end, limit) or (word[0] == "u" and _USER.match(text, end, limit)) \
        or word.split()[-1] in _QUOTING and _ACCOUNT_QUOTED.match(text, end, limit)
    if found and fold(found[1]) not in _NO_ACCOUNT:
        yield found.start(1), found.start(1) + len(found[1].rstrip(".-")), 0.7


_LOGGED = re.compile(r"[\d.]{0,15} - ([^\W\d_][\w.\-@]{1,31}) \[\d{1,2}/[^\W\d_]{3}/\d{4}")


def logged(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Who asked for a page, in the log of a web server: behind the address of the machine, before the time."""
    found = _LOGGED.match(text, end, min(len(text), end + 60))
    if found:
        yield *found.span(1), 0.8


def _opens_turn(text: str, start: int, end: int) -> bool:
    """Whether the word with its colon only says who speaks: behind an hour in brackets, or at the head of a line of several words."""
    if text[end:end + 2] not in (": ", " :"):
        return False
    if text[max(0, start - 1):start] in EDGES and len(_LINE.match(text, end + 2)[0].split()) > 1:
        return True
    return _TURN.search(text, max(0, start - 26), start) is not None and not _FIGURE.search(text, end, end + 24)
