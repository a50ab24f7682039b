"""Values for the canaries: of every type, in five languages, well formed, and nobody's.

Belongs here: making a value. Not here: writing it around (`disguises`), the texts around it (`templates`).
Family names are put together of syllables that neither the surrogates nor the fictional house use; phones lie in ranges kept
for fiction where a country has one, mail at example domains, accounts at banks that do not exist, cards under test ranges.
Check digits are right: a recogniser that asks for them must say yes.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from assets.privacy.detect.validators import codice_fiscale, iban, luhn
from assets.privacy.evidence.draws import Draws

LANGUAGES = ("en", "fr", "it", "es", "de")
GIVEN = {
    "en": """Tamsin Cressida Rowena Elspeth Fenella Morwenna Ottoline Dulcie Sorrel Hermione Lettice Jocasta Peregrine Leofric Torquil Cosmo Evander Alaric
        Digby Ivor Merlin Wystan Auberon Lorcan""",
    "fr": """Bérénice Eulalie Fantine Garance Hortense Mahaut Zélie Philomène Rosemonde Ysaline Clémence Radegonde Barthélemy Florentin Honoré Isidore
        Théophile Elzéar Léandre Aristide Casimir Évariste Fulgence Siméon""",
    "it": """Allegra Clarissa Marzia Perla Zoe Celeste Fulvia Iolanda Leonilde Ornellina Priscilla Selvaggia Brando Duccio Gualtiero Ippolito Neri
        Baldassarre Callisto Egidio Gaspare Lapo Ubaldo Tancredi""",
    "es": """Almudena Dulce Estrella Jimena Saturia Petronila Blanca Urraca Eulogia Guiomar Ximena Zenobia Aurelio Eustaquio Higinio Melchor Abundio
        Celedonio Eleuterio Froilán Ildefonso Leovigildo Pantaleón Saturnino""",
    "de": """Dorothea Kunigunde Notburga Walburga Hildegund Irmtraud Leonore Hadwig Sieglinde Theodora Odilia Wilfriede Balduin Ingolf Leopold Meinrad
        Ottokar Ekkehart Wendelin Ruprecht Volkmar Thaddäus Eckehard Sigismund"""}
FAMILY = {
    "en": ("Bram Cald Dray Fen Garr Hask Kel Lang Mart Pend Quill Roth Stan Thorn Whit Yel", "a be de er i o", "bridge croft don field gan hurst lake man nick sley son wick"),
    "fr": ("Bar Cha Dau Fou Gri Har Jou Lan Mai Pel Quer Roc Sau Tri Val Vou", "be do ga lle mi na ri ssa", "chon det gnier let mard neuf quin reau sson tel vel zac"),
    "it": ("Ban Car Del Fan Gri Lam Mon Pan Ran San Tar Vas Zan Bor Cor Mar", "be ca da fe ga le mo ni ri to", "bello cchi dini ghi lotti nelli paro rano scotti tini vardo zzi"),
    "es": ("Al Bar Cas Del Es Gal Her Lar Men Or Pal Qui Sal Tor Val Zal", "be ca da gui la ma nu ra ri to", "bano cedo dena ga llada mendi ndez quera rena sco tegui zano"),
    "de": ("Alt Bach Dorn Eis Fink Grau Hart Kron Lind Moor Nuss Ober Rein Stein Wald Zell", "el en er ing ol", "bach berg dorf feld hauer heim hof meier mann stett thal wege")}
TOWNS = {"en": "Leeds Norwich Exeter Lincoln Durham Oxford", "fr": "Nantes Dijon Angers Rennes Nancy Tours", "it": "Parma Bergamo Lecce Trento Ancona Siena",
         "es": "Burgos Murcia Oviedo Toledo Almería Cádiz", "de": "Bremen Kassel Erfurt Mainz Ulm Trier"}
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"}
SITES = ("instagram.com/", "facebook.com/", "linkedin.com/in/", "tiktok.com/@", "pinterest.com/")
STREETS = {"en": "{number} {name} {kind}, {town} {code}", "fr": "{number} {kind} {name}, {code} {town}", "it": "{kind} {name} {number}, {code} {town}",
           "es": "{kind} {name} {number}, {code} {town}", "de": "{name}{kind} {number}, {code} {town}"}
KINDS = {"en": "Road Street Lane Avenue Terrace", "fr": "rue avenue boulevard quai impasse", "it": "Via Viale Corso Piazza Largo",
         "es": "Calle Avenida Plaza Paseo Camino", "de": "straße weg platz allee gasse"}


@dataclass(frozen=True)
class Somebody:
    """A person that does not exist."""

    given: str
    family: str

    @property
    def full(self) -> str:
        return f"{self.given} {self.family}"

    @property
    def plain(self) -> str:
        """As it stands in an address or an account."""
        folded = unicodedata.normalize("NFD", f"{self.given}.{self.family}".lower().replace("ß", "ss"))
        return "".join(c for c in folded if c.isascii() and (c.isalnum() or c == "."))


def somebody(draws: Draws, language: str) -> Somebody:
    heads, middles, ends = (part.split() for part in FAMILY[language])
    return Somebody(draws.pick(GIVEN[language].split()), draws.pick(heads) + draws.pick(middles) + draws.pick(ends))


def value(type_: str, language: str, who: Somebody, draws: Draws) -> str:
    """A value of a type as somebody of that language would write it."""
    return MAKERS[type_](language, who, draws)


# -- one maker per type --------------------------------------------------------------------------------------------------------

def _email(language: str, who: Somebody, draws: Draws) -> str:
    given, _, family = who.plain.partition(".")
    local = draws.pick((who.plain, f"{given[0]}.{family}", f"{given}_{family}", f"{family}{draws.digits(2)}"))
    return f"{local}@{draws.pick(('mail', 'post', 'inbox', 'web'))}.example.{draws.pick(('com', 'org', 'net'))}"


def _phone(language: str, who: Somebody, draws: Draws) -> str:
    two = [draws.digits(2, str(draws.below(10))) for _ in range(4)]
    match language:
        case "en": forms = (f"+44 7700 900{draws.digits(3, '0')}", f"07700 900{draws.digits(3, '1')}", f"020 7946 0{draws.digits(3, '2')}",
                            f"+1 (212) 555-01{two[0]}", f"(415) 555-01{two[1]}")
        case "fr": forms = (f"06 39 98 {two[0]} {two[1]}", f"+33 6 39 98 {two[2]} {two[3]}", f"01.99.00.{two[0]}.{two[2]}", f"02619{draws.digits(5, '1')}")
        case "it": forms = (f"+39 389 000 {two[0]}{two[1]}", f"389 000{two[2]}{two[3]}", f"+39 02 0{two[0]} {two[1]}{two[2]}", f"06 00{two[0]} {two[1]}{two[2]}")
        case "es": forms = (f"+34 600 00{draws.below(10)} {draws.digits(3, '0')}", f"699 00{draws.below(10)} {draws.digits(3, '1')}",
                            f"910 0{two[0]} 00{draws.below(10)}")
        case _: forms = (f"+49 171 39200{two[0]}", f"0171 39200{two[1]}", f"030 23125{draws.digits(3, '0')}", f"+49 30 23125 {draws.digits(3, '1')}",
                         f"089 99998{draws.digits(3, '2')}")
    return draws.pick(forms)


def _card(language: str, who: Somebody, draws: Draws) -> str:
    body = draws.pick(("400000", "411111", "555555", "510510")) + draws.digits(9, str(draws.below(10)))
    number = next(body + str(last) for last in range(10) if luhn(body + str(last)))
    return draws.pick((" ", "-", "", " ")).join(number[at:at + 4] for at in range(0, 16, 4))


def _iban(language: str, who: Somebody, draws: Draws) -> str:
    country, size = {"en": ("GB", 22), "fr": ("FR", 27), "it": ("IT", 27), "es": ("ES", 24), "de": ("DE", 22)}[language]
    bank = {"GB": "ZZZZ", "IT": "X"}.get(country, "")
    body = bank + "0000" + draws.digits(size - 8 - len(bank))
    number = next(f"{country}{check:02d}{body}" for check in range(2, 99) if iban(f"{country}{check:02d}{body}"))
    return " ".join(number[at:at + 4] for at in range(0, size, 4)) if draws.below(3) else number


def _national(language: str, who: Somebody, draws: Draws) -> str:
    match language:
        case "fr":
            body = f"{1 + draws.below(2)}{draws.digits(2, str(3 + draws.below(6)))}{1 + draws.below(12):02d}{1 + draws.below(19):02d}{draws.digits(3, '9')}{draws.digits(3, '9')}"
            key = f"{97 - int(body) % 97:02d}"
            return " ".join((body[0], body[1:3], body[3:5], body[5:7], body[7:10], body[10:], key)) if draws.below(2) else body + key
        case "it":
            consonants = "".join(c for c in who.plain.upper() if c in "BCDFGLMNPRSTVZ") + "XXXXXX"
            body = f"{consonants[:6]}{draws.digits(2, str(4 + draws.below(6)))}{draws.pick('ABCDEHLMPRST')}{1 + draws.below(28):02d}Z9{draws.digits(2, '9')}"
            return next(body + last for last in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if codice_fiscale(body + last))
        case "es":
            number = draws.digits(8, "99")
            return number + draws.pick(("", "-")) + "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23]
        case "de": return _tax_number(draws)
        case _: return draws.pick((f"{draws.pick(('AB', 'CE', 'JG', 'PR'))} {draws.digits(2)} {draws.digits(2)} {draws.digits(2)} {draws.pick('ABCD')}",
                                   f"{draws.digits(3, '7')}-{draws.digits(2)}-{draws.digits(4)}"))


def _tax_number(draws: Draws) -> str:
    """A German tax identification number: ten digits of which one stands twice, and a check digit (ISO 7064, mod 11, 10)."""
    left, body = list("123456789"), []
    while len(body) < 9:
        body.append(left.pop(draws.below(len(left))))
    body.insert(2 + draws.below(7), body[0])
    product = 10
    for digit in body:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    number = "".join(body) + str((11 - product) % 10)
    return f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:]}" if draws.below(2) else number


def _birth(language: str, who: Somebody, draws: Draws) -> str:
    day = dt.date(1938, 1, 1) + dt.timedelta(days=draws.below(24_000))
    month = MONTHS[language].split()[day.month - 1]
    long = {"en": f"{day.day} {month} {day.year}", "es": f"{day.day} de {month} de {day.year}", "de": f"{day.day}. {month} {day.year}"}
    short = f"{day:%d.%m.%Y}" if language == "de" else f"{day:%d/%m/%Y}"
    return short if draws.below(2) else long.get(language, f"{day.day} {month} {day.year}")


def _address(language: str, who: Somebody, draws: Draws) -> str:
    name = somebody(draws, language).family
    code = {"en": f"{draws.pick(('LS', 'NR', 'EX', 'LN'))}{1 + draws.below(9)} {draws.digits(1)}{draws.pick('ABDEFG')}{draws.pick('HJLNPQ')}",
            "es": f"{10 + draws.below(40)}{draws.digits(3)}"}.get(language, f"{draws.digits(5)}")
    return STREETS[language].format(number=1 + draws.below(180), name=name, kind=draws.pick(KINDS[language].split()), town=draws.pick(TOWNS[language].split()), code=code)


def _handle(language: str, who: Somebody, draws: Draws) -> str:
    return "@" + who.plain.replace(".", draws.pick(("_", ".", ""))) + draws.pick(("", draws.digits(2)))


def _url(language: str, who: Somebody, draws: Draws) -> str:
    return draws.pick(("https://www.", "www.", "https://", "")) + draws.pick(SITES) + who.plain + draws.digits(2)


def _ip(language: str, who: Somebody, draws: Draws) -> str:
    if draws.below(4) == 0:
        return f"2001:db8:{draws.below(65536):x}:{draws.below(65536):x}::{draws.below(65536):x}"
    head = draws.pick(("10.20", "172.16", "192.168", "198.51"))
    return f"{head}.{1 + draws.below(250)}.{1 + draws.below(250)}"


def _device(language: str, who: Somebody, draws: Draws) -> str:
    kind, byte = draws.below(3), lambda: f"{draws.below(256):02X}"
    if kind == 0:
        return ":".join(["02", *(byte() for _ in range(5))])
    if kind == 1:
        body = "35" + draws.digits(12, "0")
        return next(body + str(last) for last in range(10) if luhn(body + str(last)))
    raw = "".join(byte() for _ in range(16)).lower()
    return f"{raw[:8]}-{raw[8:12]}-4{raw[13:16]}-a{raw[17:20]}-{raw[20:]}"


def _passport(language: str, who: Somebody, draws: Draws) -> str:
    return {"fr": f"{draws.digits(2)}{draws.letters(2)}{draws.digits(5)}", "it": f"Y{draws.letters(1)}{draws.digits(7)}", "es": f"{draws.letters(3)}{draws.digits(6)}",
            "de": f"C{draws.pick('FGHJK')}{draws.digits(2)}{draws.pick('LMNPR')}{draws.digits(4)}"}.get(language, draws.digits(9))


def _plate(language: str, who: Somebody, draws: Draws) -> str:
    two, three = draws.letters(2), draws.letters(3)
    return {"fr": f"{two}-{draws.digits(3)}-{draws.letters(2)}", "it": f"{two} {draws.digits(3)} {draws.letters(2)}", "es": f"{draws.digits(4)} {three}",
            "de": f"{draws.pick(('HB', 'KS', 'UL', 'TR'))}-{two} {draws.digits(3)}"}.get(language, f"{two}{draws.digits(2, '6')} {three}")


def _password(language: str, who: Somebody, draws: Draws) -> str:
    return who.family[:4] + draws.pick("!#%&*") + draws.digits(4) + draws.pick("qwxyz")


def _client(language: str, who: Somebody, draws: Draws) -> str:
    return draws.pick((f"{draws.letters(2)}-{draws.digits(6)}", draws.digits(8), f"{draws.letters(1)}{draws.digits(7)}"))


def _secret(language: str, who: Somebody, draws: Draws) -> str:
    letters = "".join(draws.pick("abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(36))
    return draws.pick(("sk_live_" + letters[:24], "ghp_" + letters, "AKIA" + letters[:16].upper()))


MAKERS: dict[str, Callable[[str, Somebody, Draws], str]] = {
    "PERSON": lambda language, who, draws: who.full, "EMAIL": _email, "PHONE": _phone, "CARD": _card, "IBAN": _iban, "NATIONAL_ID": _national,
    "BIRTH_DATE": _birth, "ADDRESS": _address, "HANDLE": _handle, "URL": _url, "IP": _ip, "DEVICE_ID": _device, "PASSPORT": _passport, "PLATE": _plate,
    "PASSWORD": _password, "CLIENT_NO": _client, "SECRET": _secret}


def fitting(pattern: str, draws: Draws) -> str:
    """Some text that fits a regular expression of the house's own numbers (classes, repeats, groups, alternatives)."""
    from re import _parser

    made = _fit(_parser.parse(pattern), draws)
    return made if re.fullmatch(pattern, made) else ""


def _fit(parsed, draws: Draws) -> str:
    out = []
    for operation, argument in parsed:
        match str(operation):
            case "LITERAL": out.append(chr(argument))
            case "IN": out.append(_one_of(argument, draws))
            case "SUBPATTERN": out.append(_fit(argument[-1], draws))
            case "BRANCH": out.append(_fit(draws.pick(argument[1]), draws))
            case "MAX_REPEAT" | "MIN_REPEAT":
                least, most, inner = argument
                out += [_fit(inner, draws) for _ in range(least + draws.below(min(most, least + 3) - least + 1))]
    return "".join(out)


def _one_of(choices, draws: Draws) -> str:
    operation, argument = draws.pick([choice for choice in choices if str(choice[0]) != "NEGATE"])
    match str(operation), str(argument):
        case "LITERAL", _: return chr(argument)
        case "RANGE", _: return chr(argument[0] + draws.below(argument[1] - argument[0] + 1))
        case _, "CATEGORY_WORD": return draws.pick("abcdefgh")
        case _: return str(draws.below(10))
