"""The recogniser of dates of birth, in five languages: in figures, with the month's name, in words.

Belongs here: dates beside a word of birth. Not here: the words of birth (`cues`), reading or moving a date (`dates`).
"""

import re
from collections.abc import Iterator

from assets.privacy.detect.patterns import one_of
from assets.privacy.folding import fold

_MONTHS = """
    janvier février fevrier mars avril mai juin juillet août aout septembre octobre novembre décembre decembre
    gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
    january february march april may june july august september october november december
    enero febrero abril mayo junio julio septiembre setiembre octubre noviembre diciembre
    januar jänner februar märz maerz juni juli oktober dezember"""
_SHORT_MONTHS = "jan feb mar apr jun jul aug sept sep oct nov dec"
_SHORT_ABROAD = "gen mag giu lug set ott dic ene abr ago déc févr juil avr mai okt dez mrz"
_MONTH = one_of(f"{_MONTHS} {_SHORT_MONTHS}")
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_NUMBER = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:1[89]|20)\d\d"
_LITTLE = r"(?:st|nd|rd|th|er|°|º|\.)?"
# Day, month and year, as dates of birth are written without a word before them.
FULL_DATE = "|".join((
    rf"{_DAY}{_LITTLE}\s(?:of\s|de\s|d['’])?{_MONTH}\.?,?\s(?:del?\s)?{_YEAR}",       # 3rd of March 1981
    rf"{_DAY}[-.]{_MONTH}[-.]{_YEAR}", rf"{_DAY}\s?[/.\-]\s?{_NUMBER}\s?[/.\-]\s?{_YEAR}", rf"{_NUMBER}/{_DAY}/{_YEAR}",
    rf"{_YEAR}[-/.]\d\d[-/.]\d\d", rf"{_DAY}[/.\-]{_NUMBER}[/.\-]\d\d\b"))
_DATE = "|".join((
    FULL_DATE, rf"{_DAY}{_LITTLE}\s(?:of\s|de\s|d['’])?{_MONTH}\.?,?\s(?:del?\s)?['’]?\d\d\b",         # 3rd of March 81
    rf"{_MONTH}\.?\s{_DAY}{_LITTLE},?\s(?:{_YEAR}|['’]?\d\d\b)",                                        # March 3, 1981
    rf"{_DAY}\s?[/.\- ]\s?{_NUMBER}\s?[/.\- ]\s?{_YEAR}", rf"[0-3]\d[01]\d{_YEAR}\b",
    rf"{_DAY}{_LITTLE}\s(?:of\s|de\s)?{_MONTH}\b", rf"{_MONTH}\s{_DAY}(?:st|nd|rd|th)?\b"))
_NEAR = re.compile(rf"[^\x00\d;]{{0,48}}?\b({_DATE})", re.I)
_BESIDE = re.compile(rf"[^\x00\d;\n]{{0,14}}?\b({_DATE}|{_YEAR}[-/.]\d\d?[-/.]\d\d?)", re.I)
_ANSWERED = re.compile(rf"[^\x00\d?\n]{{0,60}}\? ?\n[^\x00\n]{{0,80}}?(?<![\w.])({FULL_DATE})(?![\w/])", re.I)     # 'when is the birthday?' 'She'll be 60. 18 May 1965'
_ABBREVIATION = re.compile(r"(?<=\b[a-zA-Z])\.|(?<=geb)\.|(?<=\bst)\.|(?<=anniv)\.|(?<=[nN]ac)\.", re.I)
# Any order of day, month and year, and letters that a scanner reads for figures: 'l4/O7/l963', '07/24/88', '2 - giu - 2019', '3. IV. 1919'.
_READ = str.maketrans("OoIlSB", "001158")
_WORDS = r"(?:[^\W\d]{2,14}[^\w\x00;]{1,3}){0,3}?"
_ANY_ORDER = re.compile(rf"[^\w\x00;]{{0,12}}{_WORDS}((?:[0-3]?\d\s?[/.\-·]\s?[0-3]?\d\s?[/.\-·]\s?(?:{_YEAR}|\d\d)|"
                        rf"{_YEAR}\s?[/.\-·]\s?[01]?\d\s?[/.\-·]\s?[0-3]?\d|[0-3]\d[01]\d{_YEAR})(?!\d))")
_MONTH_WORD = re.compile(rf"[^\w\x00;]{{0,6}}{_WORDS}({_DAY}\.?\s?[-/.]?\s?(?:{one_of(f'{_MONTHS} {_SHORT_MONTHS} {_SHORT_ABROAD}')}|[IVX]{{1,4}})"
                         rf"\.?\s?[-/.]?\s?(?:{_YEAR}|['’]?\d\d\b))", re.I)
# Words of birth of a letter or two, which mean something only right before a date.
SHORT = frozenset("b b. bd fn f.n. fn. fdn f. nac f. nac. ddn d.d.n. dn n. nt. nt gb. né née nato nata * °".split())
# Words that ask for a date of birth and nothing else.
_ASKED = frozenset("dob|d.o.b|date of birth|birth date|birthdate|date de naissance|data di nascita|fecha de nacimiento|geburtsdatum".split("|"))
_IN_SMALL = frozenset("n. nt nt. b b. gb.".split())
_IN_CAPITALS = frozenset("bd fn dn".split())
_MONTH_NAMES = frozenset(map(fold, _MONTHS.split())) | {"apr", "jun", "jul", "aug"}
_NUMBER_WORDS = frozenset(map(fold, """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty
    fifty sixty seventy eighty ninety hundred thousand first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth oh
    un une deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante septante
    huitante nonante quatre-vingt cent cents mil mille premier
    uno due tre quattro cinque sei otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove venti ventuno
    ventotto trenta trentuno primo duemila duemilauno
    dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno
    veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve treinta cuarenta cincuenta sesenta setenta ochenta
    noventa cien ciento novecientos primero
    ersten zweiten dritten vierten funften sechsten siebten achten neunten zehnten elften zwolften dreizehnten zwanzigsten dreissigsten dreisigsten
    zweitausend""".split()))
_LINKS = frozenset("the of and et de del du y e und le il la el den am d vom año ano".split())
_YEAR_WORD = re.compile("(?:" + "|".join((
    "mille(?:nove|otto)cento[a-z]{0,24}", "duemila[a-z]{0,16}", "(?:venti|trent)[a-z]{3,7}",
    "(?:neunzehn|achtzehn)hundert[a-z]{0,28}", "zweitausend[a-z]{0,24}",
    "(?:ein|zwei|drei|vier|funf|sechs|sieben|acht|neun)und(?:zwanzig|dreis{1,2}ig)(?:ste[nr])?",
    "(?:vier|funf|sech|sieb|acht|neun)zehnten", "[a-z]{3,6}ndzwanzigsten",
    r"(?:19|20)\d\d", r"\d\d?")) + r")\Z")
_WORD = re.compile(r"[^\W_]+")
_ANSWER = re.compile(r"[ ?.:]{0,3}\n(?:[^\W\d_]{2,12} ?: ?)?")     # the date stands in the next turn
_BEFORE_BORN = re.compile(rf"\bam\s({_DATE})[^\x00\n;\d]{{0,32}}\Z", re.I)
# '3/3/84 is my date of birth'
_SAID_BEFORE = re.compile(rf"(?<![\w/.])({_DATE}),? (?:c'est|that's|is|est|è|es|ist) (?:my|his|her|ma|sa|la mia|la sua|mi|su|mein|sein|ihr) \Z", re.I)
_SENTENCE_END = re.compile(r"[\x00\n;:!?]|\.\s")


def birth(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A date within a few words after a word of birth, in figures or in words."""
    cue = text[start:end].lower()
    short = cue in SHORT
    if cue in _IN_SMALL and not text[start].islower() or cue in _IN_CAPITALS and not text[start:end].isupper():
        return
    near = _BESIDE if short else _NEAR
    found = near.match(text, end, min(len(text), end + (40 if short else 88)))
    if found and "." not in _ABBREVIATION.sub(" ", text[start:found.start(1)]).strip(". "):
        yield found.start(1), found.end(1), 0.85
        return
    if cue in _ASKED and (before := _SAID_BEFORE.search(text, max(0, start - 64), start)):
        yield *before.span(1), 0.8
        return
    if found := _ANSWERED.match(text, end, min(len(text), end + 160)):
        yield *found.span(1), 0.75
        return
    if cue == "geboren" and (before := _BEFORE_BORN.search(text, max(0, start - 72), start)):      # 'am 3. Mai 1961 in Graz geboren'
        yield *before.span(1), 0.85
        return
    window = text[end:end + 64].partition("\x00")[0]
    found = _MONTH_WORD.match(window) or _ANY_ORDER.match(window.translate(_READ))
    if found and any(map(str.isdigit, window[found.start(1):found.end(1)])):
        yield end + found.start(1), end + found.end(1), 0.8
    elif not short or cue[0] == "n" and len(cue) > 2:
        answer = _ANSWER.match(text, end, end + 20)
        yield from _in_words(text, answer.end() if answer else end, cue in _ASKED)


_ROMAN = re.compile(r"(?<!\w)[IVX]{1,6}\s?[.·/\- ]\s?(?:[IVX]{1,4}|[ivx]{1,4})\s?[.·/\- ]\s?\Z")
_ROMAN_YEAR = re.compile(r"MCM[LXVI]{1,8}(?!\w)")


def roman(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Day, month and year of the last century in Roman numerals, as they are engraved: 'XII · IV · MCMLXXI'."""
    year, before = _ROMAN_YEAR.match(text, start, start + 12), _ROMAN.search(text, max(0, start - 18), start)
    if year and before:
        yield before.start(), year.end(), 0.6


def _in_words(text: str, end: int, asked: bool) -> Iterator[tuple[int, int, float]]:
    """A date in words: 'the third of March nineteen eighty-one', 'doce de octubre del 56', 'june third two thousand'; `asked` for, also without a month."""
    window = _SENTENCE_END.split(text[end:end + 130], maxsplit=1)[0]
    words = [(found.start(), found.end(), fold(found[0])) for found in _WORD.finditer(window)]
    month = next((at for at, word in enumerate(words[:10]) if word[2] in _MONTH_NAMES), None)
    if month is None:
        yield from _figures_in_words(words, end) if asked else ()
        return
    first = last = month
    while first and (words[first - 1][2] in _LINKS or _counts(words[first - 1][2])):
        first -= 1
    while last + 1 < len(words) and (words[last + 1][2] in _LINKS or _counts(words[last + 1][2])):
        last += 1
    while last > month and words[last][2] in _LINKS:
        last -= 1
    while first < month and words[first][2] in _LINKS and words[first][2] != "the":
        first += 1
    if first < month < last or first == month and last > month + 1 and words[month + 1][2] not in ("of", "de"):
        yield end + words[first][0], end + words[last][1], 0.8


def _figures_in_words(words: list[tuple[int, int, str]], end: int) -> Iterator[tuple[int, int, float]]:
    """Day, month and year as numbers in words, three at least and side by side: 'seven nineteen forty eight'."""
    first = next((at for at, word in enumerate(words[:4]) if word[2] in _NUMBER_WORDS), len(words))
    last = first
    while last < len(words) and (words[last][2] in _NUMBER_WORDS or words[last][2] in _LINKS):
        last += 1
    while last > first and words[last - 1][2] in _LINKS:
        last -= 1
    if sum(word[2] in _NUMBER_WORDS for word in words[first:last]) > 2:
        yield end + words[first][0], end + words[last - 1][1], 0.75


def _counts(word: str) -> bool:
    return word in _NUMBER_WORDS or bool(_YEAR_WORD.match(word))
