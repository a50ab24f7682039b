"""Recognisers of what a matter, a paper or an office is announced with: cases, files, reports, permits, badges ('case no. X', 'file X').

Belongs here: the grammar of such a reference after its word or a mere 'no.', and what is none: laws, articles, exhibits, products. Not here: the
words that announce one (`cues`), references that give themselves away (`courts`, `citations`), numbers of persons that have a check (`figures`,
`codes`), customers' and orders' numbers (`labels`).
"""

import re
from collections.abc import Iterator

from assets.privacy.detect import cues
from assets.privacy.detect.nearby import traded, unit_follows, words_before
from assets.privacy.detect.numbers.values import grouped
from assets.privacy.detect.patterns import one_of
from assets.privacy.folding import worded

UP, LOW = "A-ZÀ-ÖØ-ÞĀ-Ž", "a-zß-öø-ÿā-ž"

# -- words that say whose a number is -------------------------------------------------------------------------------------------

# What laws, books and pieces are called: what follows is nobody's.
LAWS = frozenset("""
    law laws act acts code codes decree decrees directive regulation regulations reg dir ordinance order gazette protocol convention
    article articles art arts section sections sec rule rules resolution recommendation paragraph para chapter annex appendix exhibit schedule
    clause bill si oj figure fig table page pages volume vol issue room floor size colour color step item question season episode version
    loi lois decret arrete ordonnance reglement jo annexe piece chambre titre page tome livre alinea circulaire
    ley leyes decreto real rd rdl lo orden reglamento boe doue directiva articulo anexo documento disposicion sala juzgado planta nave
    legge decreti dl dlgs dpr lgs regolamento direttiva articolo allegato comma gu gazzetta
    gesetz verordnung richtlinie artikel anlage paragraf bgbl abl beilage zimmer raum
    zakon uredba zakona nn sl ue eu ec ce cee eec euratom
    series eds ed edition editions limited limitee limitata limitada limitiert numbered numerotee chanel shade teinte tono farbe modele model
    calibre caliber opus symphony sonata concerto op psalm route bus gate platform""".split())
PIECES = frozenset("""
    style sku ean collection size colour color couleur taille watch watches reloj montre orologio bracelet leather cuir ct carat gold
    cotton""".split())
_NOT_CALLED = LAWS | PIECES | frozenset("""
    serie lot telephone tel fax portable mobile reference ref article modele model cas colis pieces produits places rue appartement porte etage
    jours personnes telefono movil cellulare lotto modello articolo taglia talla articulo lote problem problems one need more it idea way thanks
    please i is reply answer longer news later response time than and for""".split())
_NO_COMPOUND = frozenset("""
    artikel bestell best art modell mod serien teile chargen farb haus seiten zimmer telefon tel handy fax mobil ruf bild waren liefer grossen
    größen hotline durchwahl ref referenz material typ los losnummer produkt auflagen katalog nach service""".split())
# Before or around a 'ref.': whose it is, and what somebody asks for.
_REFERENCES = frozenset("ref reference references référence referencia réf".split())
_WHOSE = frozenset("""
    our your my his her their ho case crime grievance police court council notre votre ma sa mon leur visite nuestra su mi vuestra unser unsere
    ihr ihre mein meine nostra vostra tua under internal file claim candidature patient""".split())
_REQUESTING = frozenset("""
    permission planning ad vacancy post job analyst position sworn translated translator write wrote board letter solicitud empleo candidatura
    puesto candidature offre poste rendez rdv cita termin visita appuntamento colloquio bewerbung stelle entretien hold gift""".split())
_NUMBER_WORDS = frozenset("n no nr nos num numero numeros number o º ª os de".split())
# Words of a matter that mean little else: a number behind them needs no more.
_WORDY = frozenset(cue for cue in cues.MATTER if len(cue) > 5 and " " not in cue) | frozenset("case file log order claim bond deal tag".split())

# -- how a reference is written -------------------------------------------------------------------------------------------------

_NO = (r"(?:" + one_of("nos no nrs nr num núm ns n numbers? nummer numéros? numeros? números? número broj br sz č ids? code reference ref "
                       "référence registration reg") + r"(?![^\W\d_])\.?\s?[°ºª]?(?:o\.?|os)?|№|n[°º]s?)")
_LINK = re.compile(rf"\.?(?:,?\s{{0,2}}\(?{_NO}){{0,2}}(?:\s{{0,2}}(?:[:#=/]{{1,3}}|,(?=\s[^\s\x00]{{0,12}}\d)|(?:is|was|est|es|ist|è|"
                   rf"lautet)(?!\w)))?(?:\s(?:el|le|la|il|the|un)(?!\w))?"
                   rf"[ \t]{{0,3}}\n?[\[(\"'«“#]?\s?", re.I)
_NUMBERED = re.compile(rf"[^\w]{{0,3}}(?:{_NO}|#)", re.I)
# What goes on behind a group, and the reference that this makes: '2:18-cr-20917', 'IX.2.441', 'III CZP 12/08', '3 Ob 412/97'.
_JOIN = r"(?:[/\-–:_]|\.(?=[^\W_]{0,4}\d|[A-Z][A-Za-z]{0,3}[.\-/]))"
_CORE = rf"(?=[^\s\x00]{{0,24}}\d)[^\W_]{{1,24}}(?:{_JOIN}{{1,2}}[^\W_]{{1,14}}){{0,7}}"
_REGISTER = (rf"(?!(?:In|On|At|By|The|For|From|Of|To|And|An?|As|El|La|Le|Il|De|Der|Die|Am|Im|Mr|Mrs)\b)"
             rf"(?:(?:[A-Z]\.){{2,4}}|[IVXLC]{{1,6}}|\d{{1,3}}|[{UP}][{UP}{LOW}]{{0,3}}|[{LOW}]{{2,4}}(?=[. ]\s?(?:[a-z]{{2,4}}\s)?\d))\.?")
_VALUE = re.compile(
    r"(?!(?i:in|on|at|by|the|for|from|of|to|and|du|de|des|del|le|la|les|el|il|al|der|die|vom|am|den|dal|y|et)\b)"
    rf"(?:{_REGISTER}(?:\s|(?<=\.)(?=\d))){{0,3}}?(?:no\.\s)?{_CORE}"
    r"(?:\s?/\s[A-Z][a-z]{1,3}\.\s\d{1,3}|(?:\s\d[\dA-Z]{1,5}(?![\w%€$£]|[./:,\-]\w)){1,5}|\s(?:of|OF)\s(?:19|20)\d\d)?")
_PIECE = re.compile(_CORE)
SUFFIX = re.compile(r"\s(?:[A-Z]{1,2}(?![\w'’&]|\.[ \S]|\s[a-z])|[b-df-hj-np-tv-xz](?![\w'’]|\.\S))")
_MORE = re.compile(rf"(?:,?\s(?:and|et|e|y|und|och|i|a|or|ou|to|or)\s|\s&\s|[,;]\s|\n)(?:{_NO}\s?)?", re.I)
# What has such a form and is none: years, dates and hours, ordinals, measures, seasons.
_YEAR = re.compile(r"(?:1[89]|20)\d\d\Z")
_YEARS = re.compile(r"(?:1[89]|20)\d\d[/\-–](?:1[89]|20)?\d\d\Z")
DATE = re.compile(r"[0-3]?\d[/.\-][01]?\d[/.\-](?:\d\d){1,2}\Z|(?:19|20)\d\d-[01]\d-[0-3]\d\Z|[0-2]?\d[:h][0-5]\d(?::[0-5]\d)?\Z|[0-3]\d/[01]\d\Z")
_MONTH = re.compile(r"(?:0?[1-9]|1[0-2])/(?:19|20)?\d\d\Z")
_UNIT = re.compile(r"\d{1,3}(?:st|nd|rd|th|er|ème|e|bis)\Z|\d+(?:[.,]\d+)?(?:km|cm|mm|kg|g|ml|cl|m|h|pm|am|k|ct|gb|mb|x\d+|%)\Z", re.I)
SEASON = re.compile(r"(?:FW|AW|SS|AH|PE|FS|HW|PF|PV|OI|AI|CR|FY)[ \-]?(?:20)?\d\d(?:[/\-](?:20)?\d\d)?\Z|ECHR\b", re.I)
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+\Z")
_FIRST_GROUP = re.compile(r"\d{1,5}(?=\s)")
_FILED = re.compile(r"[A-Z]{2,5}/\d{2,6}/\d{2,6}")
_FIGURE = re.compile(r"\d")


def _value(text: str, at: int) -> int:
    """Where a reference that begins at a place ends; 0 where none begins."""
    found = _VALUE.match(text, at, at + 72)
    if not found:
        return 0
    end, written = found.end(), found[0]
    suffix = SUFFIX.match(text, end) if "/" in written or " " in written or end - at > 7 and text[end - 1].isdigit() else None
    return suffix.end() if suffix and not _YEAR.match(written) else end


def _weighed(written: str) -> tuple[int, bool]:
    """How many digits a reference has (0 for what is a year, a date, a measure or an ordinal), and whether it is more than a plain number."""
    if written.isdigit():
        return 0 if _YEAR.match(written) else len(written), False
    if of_years(written) or DATE.match(written) or _UNIT.match(written) or SEASON.match(written):
        return 0, False
    mixed = "/" in written or "-" in written or ":" in written or any(map(str.isupper, written))
    return sum(map(str.isdigit, written)), mixed


def of_years(written: str) -> bool:
    """Whether it is a span of years, 1999/2000; 1876/2021 is the number of a year."""
    return _YEARS.match(written) is not None and (len(written) < 9 or 0 <= int(written[5:9]) - int(written[:4]) < 60)


def lawful(text: str, start: int) -> bool:
    """Whether the word before, or the one before that, is a law's or a piece's."""
    words = [word for word in words_before(text, start, 40) if word not in _NUMBER_WORDS]
    return not LAWS.isdisjoint(words[-2:])


def further(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The rest of an enumeration: values of the same build, '30977/15 and 44/16'."""
    build = ""
    for _ in range(40):
        more = _MORE.match(text, end, end + 20)
        found = _PIECE.match(text, more.end(), more.end() + 40) if more else None
        if not found:
            return
        build = build or _build(text[start:end])
        telling = "A" in build or "/" in build or "-" in build or "." in build or abs(len(found[0]) - end + start) < 2 < len(found[0])
        if not telling or _build(found[0]) != build or unit_follows(text, found.end()) or not _weighed(found[0])[0] and (not of_years(found[0]) or of_years(text[start:end])):
            return
        start, end = found.span()
        yield start, end, 0.75


_LETTERS, _DIGITS = re.compile(r"[^\W\d_]+"), re.compile(r"\d+")


def _build(written: str) -> str:
    """How a reference is made: letters, figures and marks, each run as one."""
    return _LETTERS.sub("A", _DIGITS.sub("0", written))


# -- after the word of a matter, a paper, an office -----------------------------------------------------------------------------

# A figure at hand: after three words at most, or glued to the next.
_CLOSE = re.compile(r"[^\w\x00]{0,4}+(?:(?:[^\W\d]{1,14}+[^\w\x00]{1,4}+){0,3}+[^\W\d_]{0,12}+[^\w\s\x00]?\d|[^\s\x00]{0,16}\d)")


def matter(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """'case no. X', 'permis X', 'Expte. n.º X', 'matricules : X et Y': what follows the word of a matter, a paper, an office."""
    if text[end:end + 1].isalnum() or not _CLOSE.match(text, end):
        return
    word = text[start:end]
    plain = word.lower()
    if plain in cues.LOUD and not word.replace(".", "").isupper() and word != "Az" and word != "col":
        return
    link = _LINK.match(text, end, end + 48)
    at = link.end()
    if at == end and text[end - 1] != ".":
        return
    said = link[0]
    told = ":" in said or "#" in said or "=" in said or " est" in said or " is" in said or _NUMBERED.match(text, end) is not None
    loud = plain in cues.LOUD
    stop = max(_value(text, at), grouped(text, at, told or loud))
    if stop and _enough(text, at, stop, told, loud, plain) and (told or not lawful(text, start)) \
            and (plain not in _REFERENCES or _theirs(text, start, text[at:stop])):
        yield at, stop, 0.75
        yield from further(text, at, stop)


def _enough(text: str, at: int, stop: int, told: bool, loud: bool, word: str) -> bool:
    """Whether text[at:stop] is a reference: fewer figures do where it is told to be one."""
    written = text[at:stop]
    count, mixed = _weighed(written)
    if told or loud:
        enough = count > 2 + (not told) or count and mixed and len(written) > 3
    else:
        enough = count > (5 if word in _WORDY else 4) or count > 2 and mixed \
            or count > 1 and 4 < len(written) < 15 and written.isupper() and " " not in written \
            or count > 3 and word in cues.HOLDERS and _THOUSANDS.match(written)
    if not enough or unit_follows(text, stop) or (first := _FIRST_GROUP.match(written)) and unit_follows(text, at + first.end()):
        return False
    if told:
        return True
    if written[0].islower() and not written[1:2].isdigit() and (" " in written or count < 3):
        return False
    # The day a card ends, a thread's colour, a norm's number.
    return not (_MONTH.match(written) or word in ("col", "din") and written.split()[0].isdigit())


def _theirs(text: str, start: int, written: str) -> bool:
    """Whether a 'ref.' is of somebody's matter, not of a piece."""
    near = words_before(text, start, 90)
    if not PIECES.isdisjoint(near):
        return False
    if near and near[-1] in _WHOSE or "sous" in near[-2:] or _FILED.match(written) or not _REQUESTING.isdisjoint(near):
        return True
    return not cues.OFFICIAL.isdisjoint(near) and any(c in "/-" or c.isalpha() for c in written)


# -- after a mere 'no.', in brackets, in a compound -----------------------------------------------------------------------------

BARE = ("no", "nos", "n", "nr", "nrs", "num", "n.º", "n.os", "nº", "n°", "№", "numero")
_PLAIN = frozenset("no nos nr nrs".split())
_BARE = re.compile(r"(?:\.?\s?[°ºo]?s?\.?|\.os)[ \u00a0\u202f]{0,2}(?=[A-Za-z]{0,5}[\-.\s]{0,2}\d|[A-Z]{1,4}-)")
_CALLED = re.compile(r"\.?[°ºo]?\.?\s(?!\d)((?:[^\W\d_]{2,16}['’ ]{1,2}){0,3}[^\W\d_]{2,20})\s?[:=]?\s{1,2}(?=[\w#])", re.I)


def bare(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A mere 'no. X' in a sentence about a matter, or in brackets: '(no. 12 MA 003871)', 'nos. 30214/15 and 44/16'."""
    at = _BARE.match(text, end)
    if not at:
        if text[start:end].lower() not in _PLAIN:
            yield from _called(text, end)
        return
    if text[start:end] in ("n", "N") and at[0][:1] not in (".", "°", "º"):
        return
    begin = at.end()
    stop = _value(text, begin)
    if not stop:
        return
    if sum(map(str.isdigit, text[begin:stop])) < 3:
        stop = max(stop, grouped(text, begin))
    count, mixed = _weighed(text[begin:stop])
    if not (count > 4 or count > 2 and mixed) or unit_follows(text, stop) or lawful(text, start):
        return
    before = words_before(text, start, 100)
    if not PIECES.isdisjoint(before) or traded(text, start, start, before):
        return
    bracket = text[max(0, start - 1):start] == "("
    if bracket and mixed or not cues.OFFICIAL.isdisjoint(before) \
            or not cues.OFFICIAL.isdisjoint(worded(text[stop:stop + 44].partition("\x00")[0]).split()):
        yield begin, stop, 0.7 if not bracket or mixed else 0.6
        yield from further(text, begin, stop)


def _called(text: str, end: int) -> Iterator[tuple[int, int, float]]:
    """'n° d'allocataire 4410927', 'Nº socia: 44-71': whatever the number is called, if it is called nothing of a piece's."""
    link = _CALLED.match(text, end, end + 60) if text[end:end + 2].strip() else None
    stop = grouped(text, link.end()) if link else 0
    if stop and _weighed(text[link.end():stop])[0] > 3 and _NOT_CALLED.isdisjoint(worded(link[1]).split()) and not unit_follows(text, stop):
        yield link.end(), stop, 0.65


_BRACKETED = re.compile(r"(?=[^\s\x00]{0,14}[\s/]?[^\s\x00]{0,12}\d)([^()\[\]\x00\n,;]{4,26})[);]")


def bracketed(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A code alone in brackets, in a sentence about courts and offices: '(W-326722)', '(69/861/16-FRU)'."""
    found = _BRACKETED.match(text, end, end + 30)
    if not found or max(_value(text, end), grouped(text, end)) != found.end(1):
        return
    count, mixed = _weighed(found[1])
    if count > 3 and mixed and not found[1][0].islower() and not SEASON.match(found[1]):
        before = words_before(text, start, 110)
        if not cues.OFFICIAL.isdisjoint(before) and PIECES.isdisjoint(before) and not lawful(text, start):
            yield end, found.end(1), 0.65


COMPOUNDS = ("nr.", "nr:", "nummer", "numret", "nummeret", "nr ")
_COMPOUND_FRONT = re.compile(r"[^\W\d_]{2,24}[-.\u2010]{0,2}\Z")


def compound(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The Germanic way: whatever ends in -nummer or -nr. is somebody's, if it is no piece's."""
    front = _COMPOUND_FRONT.search(text, max(0, start - 26), start)
    if not front or front[0].rstrip("-.\u2010").lower() in _NO_COMPOUND or text[end:end + 1].isalpha() and text[end - 1] not in ".: ":
        return
    at = _LINK.match(text, end, end + 20).end()
    stop = max(_value(text, at), grouped(text, at)) if _FIGURE.search(text, at, at + 12) else 0
    if stop and _weighed(text[at:stop])[0] > 2 and not unit_follows(text, stop):
        yield at, stop, 0.7
