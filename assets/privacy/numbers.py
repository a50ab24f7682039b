"""Recognisers of what is written with digits: phones, cards, accounts, national numbers, dates of birth.

Belongs here: number grammars and what speaks against them (a price, a size, a stock code). Not here: the scan (`recognisers`).
Each `find` gets the joined text and one run of digits, and yields (start, end, score).
"""

import re
from collections.abc import Iterator

from assets.privacy import validators

GAP = r"[ .\-/\u00a0\u202f\u2011]"
# Every run that could hold a number of seven digits or more; recognisers look only at these.
# Patterns here begin with a digit, which lets the engine skip to the next one; what may stand before is asked for afterwards.
_RUN = re.compile(rf"\d(?:(?:(?! {{2}})(?:{GAP}|[()])){{0,3}}\d){{6,}}")
# Words right before a number that make it a product's, a price's or a document's number.
PRODUCT = re.compile(
    r"(?:\b(?:isbn|ean|gtin|upc|sku|sk|ref|réf|référence|reference|rif|art|article|articolo|item|style|modèle|model|modello|lot|batch|lotto|"
    r"inv|inventory|inventaire|inventario|doi|issn|barcode|code-barres|pantone|serial|série|serie|code|codice)\b"
    r"(?:\s?(?:no|nr|n|num|numero|numéro))?[\s.:°#º]{0,4}|(?<!\d)(?<!\d\s)[€$£¥#]\s?|\b(?:eur|usd|gbp|chf|jpy|aed|cny)\s)[A-Z]{0,4}[-/]?\Z", re.I)
UNIT = re.compile(r"\s?(?:€|\$|£|¥|%|eur\b|usd\b|gbp\b|chf\b|euros?\b|mm\b|cm\b|kg\b|ct\b|carats?\b|ml\b|g\b|gr\b|x\s?\d|×)", re.I)
CALL = re.compile(
    r"(?:\b(?:tel|tél|télé|téléphone|telephone|telefono|phone|ph|mobile|mob|cell|cellulare|portable|whatsapp|wa|fax|joindre|joignable|rappeler|"
    r"rappelez|appeler|appelez|chiamare|chiamarmi|chiami|contattare|call|ring|text|sms|reach|numéro|numero|number)\b)[^\x00\d\n]{0,24}\Z", re.I)
CARD_WORD = re.compile(r"(?:\b(?:card|carte|carta|visa|mastercard|amex|american express|cb)\b)[^\x00\d\n]{0,24}\Z", re.I)
NATIONAL_WORD = re.compile(r"(?:\b(?:ssn|social security|sécurité sociale|securite sociale|n° ?ss|nir|insee|nino|national insurance|ni number|dni|nie|"
                           r"passport|passeport|passaporto)\b)[^\x00\d\n]{0,24}\Z", re.I)
IN_FOURS = re.compile(r"\d{4}(?:[ -]\d{4}){3}\Z")      # the shape alone: people mistype and shorten their digits
COUNTRIES = (
    "1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 "
    "95 98 212 213 216 218 350 351 352 353 354 355 356 357 358 359 370 371 372 373 374 375 376 377 378 380 381 382 383 385 386 387 389 "
    "420 421 423 852 853 855 880 886 960 961 962 963 964 965 966 967 968 971 972 973 974 976 977 992 993 994 995 996 998").split()
_COUNTRY = re.compile(r"(?:" + "|".join(sorted(COUNTRIES, key=len, reverse=True)) + r")")
_NATIONAL_PHONES = [re.compile(pattern) for pattern in (
    rf"0[1-9](?:{GAP}?\d\d){{4}}\Z",  # FR, and others written in pairs
    r"\(?\d{3}\)?[ .\-]\d{3}[ .\-]\d{4}\Z",  # US
    r"1[ .\-]\(?\d{3}\)?[ .\-]\d{3}[ .\-]\d{4}\Z",
    r"3\d\d[ .\-/]\d{3}[ .\-]?\d{3,4}\Z",  # IT mobiles
    r"0\d{1,3}[ .\-/]\d{3,4}[ .\-]?\d{3,4}\Z",  # IT and others
    r"\(?0\d{2,4}\)?[ \-]\d{3,4}[ \-]?\d{3,4}\Z",  # UK
    r"07\d{9}\Z",
    r"0\d{4}[ \-]\d{5,6}\Z",
    r"0\d{1,3}-\d{2,4}-\d{4}\Z",  # JP
    r"1[3-9]\d[ \-]\d{4}[ \-]\d{4}\Z",  # CN
    r"05\d[ \-]?\d{3}[ \-]?\d{4}\Z",  # AE
    r"0\d{2}[ /]\d{3} \d{2} \d{2}\Z",  # CH, DE
    r"0\d{3,4}[ /\-]\d{5,8}\Z",  # DE
    r"[6789]\d{2}[ .\-]\d{3}[ .\-]\d{3}\Z",  # ES, PT
)]


def runs(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every run of digits, with the plus or bracket before it."""
    for found in _RUN.finditer(text):
        start = found.start()
        if text[start - 1:start] in ("+", "(") and start:
            start -= 1
        elif text[max(0, start - 2):start] == "+ ":
            start -= 2
        yield start, found.end()


def _before(text: str, start: int, reach: int = 40) -> str:
    return text[max(0, start - reach):start]


_UNITS = ("zéro zero un deux trois quatre cinq six sept huit neuf uno due tre quattro cinque sei sette otto nove "
          "one two three four five seven eight nine oh double plus più").split()
SPOKEN_CUES = tuple("zero deux trois quatre cinq sept huit neuf quattro cinque sette otto nove three four five seven eight nine".split())
_UNIT_WORD = r"(?:" + "|".join(sorted(_UNITS, key=len, reverse=True)) + r")"
_SPOKEN_BEFORE = re.compile(rf"(?<!\w)(?:{_UNIT_WORD}[ ,.\-]{{1,2}})*\Z", re.I)
_SPOKEN_AFTER = re.compile(rf"\w+(?:[ ,.\-]{{1,2}}{_UNIT_WORD}(?!\w))*", re.I)


def spoken(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Eight digits or more read out one by one, as transcripts write them."""
    before = _SPOKEN_BEFORE.search(text, max(0, start - 140), start)
    after = _SPOKEN_AFTER.match(text, start)
    first, last = before.start() if before else start, after.end()
    if len(text[first:last].split()) >= 8:
        yield first, last, 0.8


def _trade(text: str, start: int, end: int) -> bool:
    """Whether the number is a product's or a price's, to judge by its neighbours."""
    return bool(PRODUCT.search(_before(text, start)) or UNIT.match(text, end))


def _loose(text: str, start: int, end: int) -> bool:
    """Whether the run stands alone: no letter, digit, decimal part or code glued to it."""
    if start and (text[start - 1].isalnum() or text[start - 1] in "_#$€£@" or re.search(r"\d[.,:/\-]\Z", text[max(0, start - 2):start])):
        return False
    if start > 1 and text[start - 1] in "-/." and text[start - 2].isalnum():
        return False
    after = text[end:end + 2]
    return not after or not (after[0].isalnum() or after[0] in "_@" or (after[0] in ".,:-/" and after[1:].isalnum() and after[1:].isdigit()))


def phone(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """International numbers of known countries, national ones in the written forms of their country, or any after 'call me on'."""
    written = text[start:end]
    if not _loose(text, start, end):
        return
    number = validators.digits(written)
    if written[0] == "+" or (written.startswith("00") and len(number) > 10):
        country = number if written[0] == "+" else number[2:]
        if _COUNTRY.match(country) and 8 <= len(country) <= 15:
            if written[0] == "+" or not _trade(text, start, end):
                yield start, end, 0.9
        return
    if _trade(text, start, end):
        return
    if 7 <= len(number) <= 15 and CALL.search(_before(text, start)):
        yield start, end, 0.85
    elif any(pattern.match(written) for pattern in _NATIONAL_PHONES) and not _dated(written):
        yield start, end, 0.7
    elif re.match(r"[2-9]\d{9}\Z", written):    # could as well be a code: only sources whose policy lowers the threshold ask for it
        yield start, end, 0.4


def _dated(written: str) -> bool:
    parts = [part for part in re.split(r"[ .\-/]", written) if part]
    return len(parts) >= 3 and (len(parts[0]) == 4 or len(parts[2]) == 4) and all(int(p) <= 31 for p in parts[:3] if p.isdigit() and len(p) <= 2) \
        and len(parts[1]) <= 2


def card(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Payment cards by issuer and check digit; in the company of the word 'card' also mistyped ones."""
    written, number = text[start:end], validators.digits(text[start:end])
    if not 13 <= len(number) <= 19 or not _loose(text, start, end) or re.search(r"[^\d \-\u00a0\u202f.]", written):
        return
    if CARD_WORD.search(_before(text, start)):
        yield start, end, 0.9
    elif validators.card(number) and len(number) > 13 and not PRODUCT.search(_before(text, start)):
        yield start, end, 0.95
    elif IN_FOURS.match(written) and not PRODUCT.search(_before(text, start)):
        yield start, end, 0.7


def national(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """NIR, SSN and DNI: their shape and check, or a nearby word that names them."""
    if not _loose(text, start, end):
        begins = not text[max(0, start - 1):start].isalnum() and len(validators.digits(text[start:end])) in (7, 8)
        if begins and end < len(text) and validators.dni(text[start:end] + text[end]) and not text[end + 1:end + 2].isalnum() \
                and not PRODUCT.search(_before(text, start)):
            yield start, end + 1, 0.8
        return
    written = text[start:end]
    named = NATIONAL_WORD.search(_before(text, start))
    if validators.nir(written):
        yield start, end, 0.9
    elif re.match(r"\d{3}-\d\d-\d{4}\Z", written) and validators.ssn(written):
        yield start, end, 0.85
    elif named and len(validators.digits(written)) >= 7:
        yield start, end, 0.8


NAMED_CUES = ("account", "acct", "ac", "a/c", "client", "customer", "loyalty", "membership", "member", "order", "booking", "reservation",
              "confirmation", "policy", "claim", "commande", "fidelite", "compte", "dossier", "ordine", "tessera", "cliente", "prenotazione",
              "conto", "ssn", "social security", "passport", "passeport", "passaporto", "password", "mot de passe", "card", "carte", "carta")
_CALLED = r"(?:number|no\.?|nr\.?|n\.?[°º]|num|numéro|numero|id|code)"
_NAMED = re.compile(rf"(?:(?:\s(?:card|de|di|du|client|cliente|customer|account))?\s{_CALLED}|(?=\s?[:#=]|\s(?:is|est|è)\s))"
                    rf"(?:\s(?:is|est|è|e))?\s?[:#=]?\s?"
                    r"(?=[A-Za-z0-9\-/]{0,18}\d)([A-Za-z0-9](?:[A-Za-z0-9\-/]{2,22}[A-Za-z0-9])|\d{3,4}(?:[ \-]\d{3,4}){1,4})(?![\w€$£%])")
_YEAR = re.compile(r"(?:1[89]|20)\d\d\Z")


def named(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The number after 'order no.', 'numéro de client :', 'account number is': it must be called one, and be no year or amount."""
    found = _NAMED.match(text, end, min(len(text), end + 64))
    if found and len(validators.digits(found[1])) > 3 and not UNIT.match(text, found.end(1)) and not _YEAR.match(found[1]):
        yield found.start(1), found.end(1), 0.75


_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTHS = (
    "janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre|gennaio|febbraio|marzo|aprile|"
    "maggio|giugno|luglio|agosto|settembre|ottobre|dicembre|january|february|march|april|may|june|july|august|september|october|november|"
    "december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec")
DATE = (rf"(?:{_DAY}(?:er|st|nd|rd|th|°|º)?\s(?:of\s|de\s)?(?:{_MONTHS})\.?,?\s(?:19|20)\d\d"
        rf"|(?:{_MONTHS})\.?\s{_DAY}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d"
        rf"|{_DAY}[/.\- ](?:0?[1-9]|1[0-2])[/.\- ](?:19|20)\d\d|(?:0?[1-9]|1[0-2])/{_DAY}/(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d"
        rf"|{_DAY}[/.](?:0?[1-9]|1[0-2])[/.]\d\d\b|{_DAY}(?:er|st|nd|rd|th)?\s(?:of\s)?(?:{_MONTHS})\b)")
_NEAR_BIRTH = re.compile(rf"[^\x00\d]{{0,32}}?\b({DATE})", re.I)
BIRTH_CUES = ("born on", "born the", "born in", "born", "date of birth", "dob", "d.o.b", "birthday", "birth date", "birthdate", "né le", "née le",
              "né(e) le", "date de naissance", "anniversaire", "naissance", "nato il", "nata il", "nato/a il", "nato a", "nata a",
              "data di nascita", "compleanno")


def birth(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A date within a few words after a word of birth."""
    found = _NEAR_BIRTH.match(text, end, min(len(text), end + 72))
    if found and "." not in text[end:found.start(1)].strip(". "):
        yield found.start(1), found.end(1), 0.85


_LETTERED = re.compile(r"(?<!\w)(?:[A-Z]{6}[0-9L-NP-V]{2}[ABCDEHLMPRST][0-9L-NP-V]{2}[A-Z][0-9L-NP-V]{3}[A-Z]"
                       r"|[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]|[XYZ]-?\d{7}-?[A-Z])(?!\w)")


def lettered(text: str) -> Iterator[tuple[int, int, float]]:
    """National numbers that begin with letters: codice fiscale, NINO, NIE."""
    for found in _LETTERED.finditer(text):
        start, end = found.span()
        value = validators.compact(found[0])
        if len(value) == 16:
            yield start, end, 0.95 if validators.codice_fiscale(value) else 0.75
        elif not PRODUCT.search(_before(text, start)) and (validators.nino(value) or validators.dni(value)):
            yield start, end, 0.75


_IBAN = re.compile(r"\d\d(?=[ \u00a0\u202f-]?[A-Za-z0-9]{4})")
_IBAN_WORD = re.compile(r"\biban\b[^\x00\n]{0,16}\Z", re.I)


def iban(text: str) -> Iterator[tuple[int, int, float]]:
    """Bank accounts: exactly the country's length is taken, grouped or not; without a valid check only after the word IBAN."""
    for found in _IBAN.finditer(text):
        start = at = found.start() - 2
        left = validators.IBAN_LENGTHS.get(text[max(0, start):start + 2].upper(), 0) if start >= 0 and not text[max(0, start - 1):start].isalnum() else 0
        if not left:
            continue
        while at < len(text) and left and (text[at].isalnum() or text[at] in " \u00a0\u202f-"):
            left -= text[at].isalnum()
            at += 1
        if left or (at < len(text) and text[at].isalnum()):
            continue
        if validators.iban(text[start:at]):
            yield start, at, 1.0
        elif _IBAN_WORD.search(_before(text, start)):
            yield start, at, 0.85


_IPV4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_IPV6 = re.compile(r":[0-9a-fA-F]{1,4}:")
_IPV6_WHOLE = re.compile(r"(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{1,4}", re.I)
_NOT_ADDRESS = re.compile(r"(?:\b(?:rgb|rgba|hsl|version|ver|v|cmyk|firmware|release)\b)[\s:(=]{0,4}\Z", re.I)


def ip(text: str) -> Iterator[tuple[int, int, float]]:
    """Internet addresses, unless the neighbours say colour or version."""
    for found in _IPV4.finditer(text):
        start, end = found.span()
        alone = not (text[max(0, start - 1):start].isalnum() or text[max(0, start - 1):start] in (".", ",", "_")) and not (
            text[end:end + 1].isalnum() or text[end:end + 1] in (".", "_") and text[end + 1:end + 2].isalnum())
        if alone and all(int(part) < 256 and (part == "0" or part[0] != "0") for part in found[0].split(".")) \
                and not _NOT_ADDRESS.search(_before(text, start, 16)):
            yield start, end, 0.75
    last = 0
    for found in _IPV6.finditer(text):
        if found.start() >= last:
            start = found.start()
            while start > last and found.start() - start < 4 and text[start - 1] in "0123456789abcdefABCDEF":
                start -= 1
            whole = _IPV6_WHOLE.match(text, start)
            if whole and len(whole[0]) > 10 and not text[max(0, start - 1):start].isalnum() and not text[whole.end():whole.end() + 1].isalnum():
                last = whole.end()
                yield start, last, 0.75
