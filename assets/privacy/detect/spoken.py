"""Numbers and mail addresses as they are said: 'zéro six douze trente-quatre', 'double five oh', 'john dot smith at gmail dot com', 'kavigmailcom'.

Belongs here: what transcripts and the wary write. Not here: the same things in figures and signs (`numbers`, `online`).
"""

import re
from collections.abc import Iterator

from assets.privacy.detect.patterns import listed
from assets.privacy.folding import fold, worded

_UNITS = {
    "en": "zero oh o nought one two three four five six seven eight nine", "fr": "zero un une deux trois quatre cinq six sept huit neuf",
    "it": "zero uno due tre quattro cinque sei sette otto nove", "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "de": "null eins zwei zwo drei vier funf sechs sieben acht neun"}
_TENS = {
    "en": "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty "
          "sixty seventy eighty ninety",
    "fr": "dix onze douze treize quatorze quinze seize vingt vingts trente quarante cinquante soixante septante "
          "huitante nonante cent",
    "it": "dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove venti trenta "
          "quaranta cinquanta sessanta settanta ottanta novanta cento",
    "es": "diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos "
          "veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve treinta cuarenta cincuenta "
          "sesenta setenta ochenta noventa cien ciento",
    "de": "zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn zwanzig dreisig dreissig "
          "vierzig funfzig sechzig siebzig achtzig neunzig"}
# Three figures in one word.
_HUNDREDS = {"es": "doscientos doscientas trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos",
             "it": "duecento trecento quattrocento cinquecento seicento settecento ottocento novecento"}
# What stands between the digits: joining words, the marks by their name, a pause.
_BESIDE = {"en": "double triple and then dash hyphen slash space hundred wait sorry", "fr": "et puis double tiret slash barre lettre non euh pardon",
           "it": "e poi doppio trattino barra no scusi", "es": "y luego doble guion barra no perdon",
           "de": "doppel dann plus strich bindestrich schragstrich mal die moment also nein hundert"}
_NUMBERED = frozenset("""
    numero number numeros card member badge id ausweis mitgliedsausweis socia socio allocataire adherent client cliente code codice codigo nummer
    tessera nie dni social kreditkarte pin cvv kundennummer""".split())
_REPEATS = frozenset("double triple doppio doble doppel".split())
# Common words, or words that have enough others beside them.
_AMBIGUOUS = frozenset("oh o one two six sei uno due un une sept tre zero nove acht null".split())
_TENS_ALONE = frozenset("soixante cinquante quarante trente quaranta cinquanta sessanta treinta cuarenta cincuenta sesenta".split())
CUES = tuple(sorted({word for words in _UNITS.values() for word in words.split()} - _AMBIGUOUS | _TENS_ALONE | {"zero six", "zero sept", "null eins"}))
_WORDS = {language: frozenset(f"{_UNITS[language]} {_TENS[language]} {_HUNDREDS.get(language, '')} {_BESIDE[language]} plus piu mas".split()) for language in _UNITS}
_ANY = frozenset().union(*_WORDS.values())
_WEIGHT = {word: 1 for words in (*_UNITS.values(), *_HUNDREDS.values()) for word in words.split()} | {word: 2 for words in _TENS.values() for word in words.split()}
HUNDREDS = ("undzwanzig", "unddreissig", "undvierzig", "undfunfzig", "undsechzig", "undsiebzig", "undachtzig", "undneunzig", "quatre vingt")
# German and Italian write tens and units as one word.
_UNIT_AND = "(?:ein|zwei|drei|vier|funf|sechs|sieben|acht|neun)und"
_TEN = "(?:zwanzig|dreis+ig|vierzig|funfzig|sechzig|siebzig|achtzig|neunzig)"
_COMPOUND = re.compile(rf"(?:ein)?hundert(?:{_UNIT_AND})?{_TEN}?\Z|{_UNIT_AND}{_TEN}\Z|"
                       r"(?:venti|trenta?|quaranta?|cinquanta?|sessanta?|settanta?|ottanta?|novanta?)(?:uno|due|tre|quattro|cinque|sei|sette|otto|nove)\Z")
_NEXT = re.compile(r"[^\W_]+")
_APART = re.compile(r"[\s,.\-–…]{1,3}\Z")
_LETTER_BEHIND = re.compile(r",? (?:(?:(?:letra|lettera|lettre) [A-Z]|[B-DF-HJ-NP-TV-XZ])(?: (?:de|di|comme|come|como) [^\W\d_]{3,12})?"
                            r"|zeta|jota|equis|efe|ele|eme|ene|erre|ese|hache|uve(?: doble)?)(?!\w)")
_LETTER_AHEAD = re.compile(r"(?<!\w)(?:i griega|equis|zeta),? \Z")       # of a foreigner's number in Spain
_LETTERS_BEFORE = re.compile(r"(?<!\w)(?:[b-z] ){2,6}\Z")
_REACH = 130       # characters either way: a number of fifteen digits; longer rows are found piece by piece


def number(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Eight digits or more read out one by one or in pairs, words and figures mixed."""
    beside = (*worded(text[max(0, start - 16):start]).split()[-1:], *worded(text[end:end + 16]).split()[:1])
    if not any(word in _ANY or word.isdigit() or _COMPOUND.match(word) for word in beside):
        return
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    window = text[low:high]
    low += window.rfind("\x00", 0, start - low) + 1
    window = fold(text[low:high].partition("\x00")[0])
    words = [(found.start() + low, found.end() + low, found[0]) for found in _NEXT.finditer(window)]
    at = next((index for index, word in enumerate(words) if word[1] > start), None)
    if at is None:
        return
    best = max((_stretch(window, low, words, at, language) for language in _WORDS), key=lambda found: found[2])
    letters = _LETTERS_BEFORE.search(window, max(0, best[0] - low - 16), best[0] - low) if best[2] >= 6 else None
    if letters and len(letters[0].split()) > 1:      # 'i n v twenty twenty four oh seven'
        best = (letters.start() + low, best[1], 8)
    if best[2] >= 8 or best[2] >= 5 and not _NUMBERED.isdisjoint(worded(text[max(0, best[0] - 40):best[0]].rpartition("\x00")[2]).split()):
        first, letter = _LETTER_AHEAD.search(text, max(0, best[0] - 12), best[0]), _LETTER_BEHIND.match(text, best[1], min(len(text), best[1] + 30))
        yield first.start() if first else best[0], letter.end() if letter else best[1], 0.8


def _stretch(window: str, low: int, words: list, at: int, language: str) -> tuple[int, int, int]:
    """The stretch of number words of one language around word `at`: start, end, how many digits at least."""
    known = _WORDS[language]

    def counts(index: int, beside: int) -> bool:
        start, end, word = words[index]
        apart = window[min(end, words[beside][1]) - low:max(start, words[beside][0]) - low]
        return bool(_APART.match(apart)) and (word in known or word.isdigit() and len(word) < 5 or bool(_COMPOUND.match(word)))

    if not (words[at][2] in known or _COMPOUND.match(words[at][2])):
        return 0, 0, 0
    first = last = at
    while first and counts(first - 1, first):
        first -= 1
    while last + 1 < len(words) and counts(last + 1, last):
        last += 1
    joining = _BESIDE[language].split()
    while first < last and words[first][2] in joining and words[first][2] not in _REPEATS:
        first += 1
    while last > first and words[last][2] in joining:
        last -= 1
    digits, previous = 0, 0
    for _, _, word in words[first:last + 1]:
        weight = len(word) if word.isdigit() else 2 if _COMPOUND.match(word) else _WEIGHT.get(word, word in _REPEATS)
        if word.isdigit() or language in ("de", "it") or not (previous == 2 and weight and word not in ("zero", "cero", "null")):
            digits += weight
        previous = 2 if weight == 2 and not word.isdigit() else 0
    return words[first][0], words[last][1], digits


# -- mail -----------------------------------------------------------------------------------------------------------------

_SAID_AT = r"(?:at the rate(?: of)?|at|ät|arobase|arobas|chiocciola|arroba|klammeraffe|at[- ]zeichen|à commercial)"
_AT = rf"(?:\s?[\[({{<«\"*_|]\s?(?:{_SAID_AT}|chez|bei|@)\s?[\])}}>»\"*_|]\s?|,?\s{_SAID_AT},?\s|@)"
_DOT = r"(?:\s?[\[({<«\"*_|]\s?(?:dot|point|punto|punkt|\.)\s?[\])}>»\"*_|]\s?|,?\s(?:dot|point|punto|punkt),?\s|\.)"
_END = (r"(?:com|net|org|info|biz|fr|it|uk|co|eu|de|es|ch|be|at|us|ca|io|me|edu|gov|cat|eus|gal|bzh|ie|nl|pl|pt|se|dk|no|fi|cz|gr|ro|hu|lu|jp|cn|br|mx|"
        r"ar|cl|au|nz|in|za|"
        r"app|dev|shop|store|online|paris|scot|wales|berlin|hamburg|koeln|tirol|email|mail)")
_SPOKEN_AT = re.compile(_AT, re.I)
_HOST = re.compile(rf"[\w\-]+(?:{_DOT}[\w\-]+){{0,2}}?({_DOT}){_END}(?:{_DOT}{_END})?(?!\w)", re.I)
_MARK = (r"(?:\s(?:dot|point|punto|punkt|underscore|under score|tiret bas|tiret du bas|tiret|dash|minus|trattino basso|trattino|guion bajo|guion|bindestrich|"
         r"unterstrich|plus)\s"
         r"|\s?[\[({]\s?(?:dot|point|punto|punkt|\.)\s?[\])}]\s?|[.+\-])")
_LOCAL = re.compile(rf"(?<![\w.+\-])[\w]{{1,40}}(?:{_MARK}\w{{1,40}}){{0,4}}\Z", re.I)
PROVIDERS = frozenset((
    "gmail googlemail yahoo ymail hotmail outlook icloud aol live msn gmx web orange wanadoo free sfr laposte libero "
    "virgilio tiscali telefonica comcast proton protonmail gmil gmal gmai mail rediffmail").split())
_NO_LOCAL = frozenset((
    "a address adresse also an and at available contact e email est find for from her here his id il in is la le look ma "
    "mail me mein meine mi mia mon my o on only or our the them there to und us use via with y your").split())
AT_CUES = (" at ", "arobase", "arobas", "chiocciola", "arroba", "klammeraffe", "at zeichen", "a commercial", " chez ", " bei ", " at, ")


def email(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """'name at host dot com', in five languages and with any brackets."""
    at = (start > 1 and text[start - 2] == "," and _SPOKEN_AT.match(text, start - 2)) or _SPOKEN_AT.match(text, start) \
        or (start and _SPOKEN_AT.match(text, start - 1)) or (start > 1 and _SPOKEN_AT.match(text, start - 2))
    host = at and at[0] != "@" and _HOST.match(text, at.end(), at.end() + 90)
    if not host:
        return
    before = at.start() - (text[at.start() - 1:at.start()] == " ")
    local = _LOCAL.search(text, max(0, before - 70), before)
    if not local:
        return
    said = at[0].strip().lower() != "at" or host[1] != "."
    name, provider = fold(local[0]), fold(host[0]).partition(".")[0]
    if said and name not in _NO_LOCAL or provider in PROVIDERS or not name.isalpha():
        yield local.start(), host.end(), 0.85


_LINE_LOCAL = re.compile(r"(?:\A|[\n\x00])([\w.+\-]{2,40})\Z")
_LINE_HOST = re.compile(r"(?!the |my |your |this |our )(?:\w[\w\-]{1,30} ){1,2}(?:com|net|org|info|fr|de|es|uk|eu|ch|e?mail)(?=[ .]?(?:[\n\x00]|\Z))", re.I)


def of_a_line(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """'tomroe at orange net': an address without its dot, where a line says nothing else."""
    local = _LINE_LOCAL.search(text, max(0, start - 41), start)
    host = _LINE_HOST.match(text, end, end + 80) if local and fold(local[1]) not in _NO_LOCAL else None
    if host:
        yield local.start(1), host.end(), 0.8


# The host of a provider without its dot, or without anything.
CRIPPLED_CUES = listed("""
    gmail, gmailcom, gmail com, gmilcom, gmil com, gmal com, gamilcom, gaimlcom, gmaicom, mailcom, emailcom, yahoocom, yahoo com, yahoocoin,
    gmailcon, gmail con, gmailcim, gmailcome, gmilcon, gamil com, yahoocon, hotmailcon, outlookcon,
    yahoocouk, yahoo co uk, yahoo fr, yahoofr, yahoo it, yahoo es, hotmailcom, hotmail com, hotmailfr, hotmail fr, hotmail it, hotmail es,
    outlookcom, outlook com, aolcom, aol com, icloudcom, icloud com, livecom, ymailcom, verizonnet, comcastnet, onlinenet, orangefr, orange fr,
    wanadoofr, laposte net, libero it, liberoit, gmx de, gmxde, web de""")
_GLUED = re.compile(r"[\w.+\-]{1,40}")         # read backwards
_WORD_BEFORE = re.compile(r"(?<!\w)[^\W\d_]{2,30} \Z")
_HALVES = frozenset("rediff reddiff hot e y fast proton gmx".split())     # halves of a provider's name before 'mailcom'
_MARKED = re.compile(_MARK, re.I)
_APART_LOCAL = re.compile(rf"(?<![\w.@+\-])(\w{{1,40}}(?:{_MARK}\w{{1,40}}){{0,3}})((?:\s\d{{1,6}})?)\s\Z", re.I)


def crippled(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """An address that lost its @ or its dots, by a provider everybody knows: 'kavigmailcom', 'john dot smith gmail com'."""
    after, mark = text[end:end + 1], text[max(0, start - 1):start]
    if after.isalnum() or mark == "@":
        return
    cue = text[start:end].lower()
    if cue == "mailcom" and mark in ("g", "G"):
        return
    glued = _GLUED.match(text[max(0, start - 40):start][::-1])
    if cue == "gmail" and (after in (".", "@") or text[end:end + 4].lower() == " com" or not glued and not text[max(0, start - 2):start - 1].isdigit()):
        return      # without its 'com' only where something stands for the local part
    name = glued[0][::-1] if glued else ""
    begin = start - len(name)
    if name and name.lower() not in _HALVES:
        if text[max(0, begin - 1):begin] not in ("@", "/") and name.lower() not in ("www.", "mail.") and name[-1] != "-":
            apart = _WORD_BEFORE.search(text, max(0, begin - 32), begin) if name.isdigit() else None
            yield (apart.start() if apart else begin), end, 0.8
        return
    apart = _APART_LOCAL.search(text, max(0, begin - (80 if _MARKED.search(text, max(0, begin - 48), begin) else 32)), begin)
    if apart:
        last = fold(apart[1]).split()[-1]
        if last not in _NO_LOCAL:
            yield apart.start(1), end, 0.7
        elif apart[2]:
            yield apart.start(2) + 1, end, 0.6
