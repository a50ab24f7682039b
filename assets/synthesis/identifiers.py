"""Numbers and addresses that belong to nobody, in the shapes people write them.

Belongs here: phones, e-mails, bank accounts, cards, postal addresses. Telephone numbers lie in the ranges regulators keep
for fiction where there is one, mail domains under the reserved example domains; bank and card numbers have valid check digits.
"""

STREETS = {
    "FR": ["rue des Tilleuls", "rue du Vieux-Lavoir", "avenue des Sycomores", "quai des Orfèvreries", "rue de la Huchette-Noire",
           "boulevard des Marronniers", "impasse du Puits-Clair", "allée des Chartreux", "rue Saint-Odilon", "place du Marché-aux-Draps",
           "chemin des Vignerons", "rue de la Corderie", "cours des Platanes", "villa des Glycines", "passage du Grand-Cerisier"],
    "IT": ["via dei Setaioli", "via delle Conce", "corso dei Mercanti", "piazza della Fontana Vecchia", "via San Teodulo",
           "viale dei Cedri", "vicolo del Pozzo", "via della Loggia", "lungofiume dei Tintori", "via Monte Sereno", "via dei Cerchi Nuovi",
           "largo della Meridiana", "via del Torchio", "salita dei Cappuccini"],
    "GB": ["Larkspur Road", "Old Tannery Lane", "St Aldith's Crescent", "Mulberry Walk", "Chandlers Row", "Pembury Gardens",
           "Weavers Close", "Hollin Bank", "Cloister Street", "Marlpit Hill", "Quayside Terrace", "Fennel Court"],
    "US": ["Sycamore Avenue", "Harbor View Drive", "Old Mill Road", "Juniper Street", "Prospect Hill Road", "Lakeshore Terrace",
           "Magnolia Boulevard", "Cobblestone Way", "Orchard Lane", "Westbrook Place"],
    "CH": ["chemin des Crêts", "rue du Lac", "avenue de la Gare-Haute", "route des Vergers", "quai du Petit-Port", "rue des Horlogers"],
}
TOWNS = {
    "FR": [("75007", "Paris"), ("75016", "Paris"), ("69002", "Lyon"), ("33000", "Bordeaux"), ("06400", "Cannes"), ("67000", "Strasbourg"),
           ("44000", "Nantes"), ("13008", "Marseille"), ("78100", "Saint-Germain-en-Laye"), ("64200", "Biarritz")],
    "IT": [("50123", "Firenze"), ("20121", "Milano"), ("00187", "Roma"), ("10121", "Torino"), ("30124", "Venezia"), ("22100", "Como"),
           ("37121", "Verona"), ("16121", "Genova"), ("40125", "Bologna")],
    "GB": [("SW3 4RP", "London"), ("W1K 6TY", "London"), ("BA1 2QH", "Bath"), ("EH3 6QX", "Edinburgh"), ("OX2 7LT", "Oxford"),
           ("HG1 2RW", "Harrogate"), ("CB2 1TN", "Cambridge")],
    "US": [("10021", "New York, NY"), ("02108", "Boston, MA"), ("94118", "San Francisco, CA"), ("60611", "Chicago, IL"),
           ("90210", "Beverly Hills, CA"), ("33480", "Palm Beach, FL")],
    "CH": [("1204", "Genève"), ("1003", "Lausanne"), ("2000", "Neuchâtel"), ("1820", "Montreux")],
}
DOMAINS = {
    "FR": ["courriel.example.net", "lettre.example.org", "example.com", "boite.example.com"],
    "IT": ["posta.example.org", "example.com", "corriere.example.net", "casella.example.com"],
    "GB": ["mail.example.org", "example.com", "northmail.example.net", "post.example.com"],
    "US": ["mail.example.com", "example.com", "inbox.example.net", "westmail.example.org"],
    "CH": ["poste.example.org", "example.net", "leman.example.com"],
}
FOLDED = str.maketrans("àâäçéèêëîïìíôöòóûüùúñÀÂÇÉÈÊËÎÏÔÖÙÛÜ", "aaaceeeeiiiioooouuuunAACEEEEIIOOUUU")


def phone(dice, country: str) -> str:
    """The international number, digits only behind the plus."""
    match country:
        case "FR": return "+33" + dice.pick(["199000", "261910", "353010", "465710", "536490", "639980"])[:5] + dice.digits(4)
        case "IT": return "+39" + dice.pick(["394", "395", "399"]) + dice.digits(7)
        case "GB": return "+447700900" + dice.digits(3)
        case "US": return "+1" + dice.pick(["212", "617", "415", "312", "310", "561"]) + "55501" + dice.digits(2)
    return "+4179" + "555" + dice.digits(4)


def spaced(digits: str, sizes, mark: str = " ") -> str:
    out, at = [], 0
    for size in sizes:
        out.append(digits[at:at + size])
        at += size
    return mark.join(out)


def phone_written(dice, number: str) -> str:
    """The number as people of that country write it."""
    if number.startswith("+33"):
        local = number[3:]
        return dice.pick([spaced("0" + local, (2,) * 5), spaced("0" + local, (2,) * 5, "."), "0" + local,
                          "+33 " + spaced(local, (1, 2, 2, 2, 2)), "0033 " + spaced(local, (1, 2, 2, 2, 2)),
                          "+33 (0)" + spaced(local, (1, 2, 2, 2, 2))])
    if number.startswith("+39"):
        local = number[3:]
        return dice.pick([spaced(local, (3, 7)), "+39 " + spaced(local, (3, 3, 4)), spaced(local, (3, 3, 4)), "+39" + local,
                          spaced(local, (3, 7), "/")])
    if number.startswith("+44"):
        local = number[3:]
        return dice.pick(["0" + spaced(local, (4, 6)), "+44 " + spaced(local, (4, 6)), "+44 (0)" + spaced(local, (4, 3, 3)), "0" + local])
    if number.startswith("+1"):
        local = number[2:]
        return dice.pick([f"({local[:3]}) {local[3:6]}-{local[6:]}", spaced(local, (3, 3, 4), "-"),
                          "+1 " + spaced(local, (3, 3, 4)), spaced(local, (3, 3, 4), ".")])
    return dice.pick(["+41 " + spaced(number[3:], (2, 3, 2, 2)), "0" + spaced(number[3:], (2, 3, 2, 2))])


def email(dice, given: str, family: str, country: str, mark: str) -> str:
    given, family = given.translate(FOLDED).lower().replace(" ", ""), family.translate(FOLDED).lower().replace(" ", "").replace("'", "")
    name = dice.pick([f"{given}.{family}", f"{given[0]}.{family}", f"{family}.{given}", f"{given}_{family}", f"{given}{family}"])
    return f"{name}{mark}@{dice.pick(DOMAINS[country])}"


def check97(country: str, account: str) -> str:
    number = int("".join(str(int(c, 36)) for c in account + country + "00"))
    return f"{98 - number % 97:02d}"


def iban(dice, country: str) -> str:
    match country:
        case "FR":
            bank, branch, account = "10" + dice.digits(3), dice.digits(5), dice.digits(11)
            key = 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account)) % 97
            body = f"{bank}{branch}{account}{key:02d}"
        case "IT": body = dice.letters(1) + "0" + dice.digits(4) + dice.digits(5) + dice.digits(12)
        case "CH": body = dice.digits(5) + dice.digits(12)
        case _:
            country = "GB"
            body = dice.letters(4) + dice.digits(14)
    return country + check97(country, body) + body


def card(dice) -> str:
    head = dice.pick(["400000", "424200", "555500", "520000", "378200"])
    body = head + dice.digits((15 if head[0] == "3" else 16) - 1 - len(head))
    total = sum(sum(divmod(int(c) * (2 - i % 2), 10)) for i, c in enumerate(reversed(body)))
    return body + str(-total % 10)


def grouped(number: str) -> str:
    """An account or card in the printed groups."""
    if number[0] == "3" and len(number) == 15:
        return spaced(number, (4, 6, 5))
    return " ".join(number[i:i + 4] for i in range(0, len(number), 4))


def address(dice, country: str) -> tuple[str, str, str]:
    """Street line, postal code, town."""
    street, (code, town) = dice.pick(STREETS[country]), dice.pick(TOWNS[country])
    number = dice.between(1, 148)
    match country:
        case "FR" | "CH": line = f"{number}{dice.pick(['', '', '', ' bis'])}{',' if country == 'FR' else ''} {street}"
        case "IT": line = f"{street} {number}"
        case _: line = f"{number} {street}"
    return line, code, town


def address_written(street: str, code: str, town: str, country: str) -> str:
    match country:
        case "FR" | "IT" | "CH": return f"{street}, {code} {town}"
        case "US":
            city, state = town.split(", ")
            return f"{street}, {city}, {state} {code}"
    return f"{street}, {town} {code}"


UNITS = {
    "fr": "zéro un deux trois quatre cinq six sept huit neuf".split(),
    "it": "zero uno due tre quattro cinque sei sette otto nove".split(),
    "en": "zero one two three four five six seven eight nine".split(),
}
AT = {"fr": (" arobase ", " point "), "it": (" chiocciola ", " punto "), "en": (" at ", " dot ")}


def spoken(number: str, language: str) -> str:
    """A number read out digit by digit, as a transcript writes it."""
    return " ".join(UNITS[language][int(c)] for c in number if c.isdigit())


def spoken_email(address_: str, language: str) -> str:
    at, dot = AT[language]
    return address_.replace("@", at).replace(".", dot)
