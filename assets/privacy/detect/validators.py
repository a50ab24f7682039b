"""Whether a number could be real: check digits and issuing rules.

Belongs here: yes or no about one normalised value. Not here: finding it in a text, or making one that fails.
"""

import re

IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AT": 20, "BE": 16, "BG": 22, "BH": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30,
    "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "QA": 29, "RO": 24,
    "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TR": 26, "UA": 29}
CARD_ISSUERS = re.compile(r"(?:4\d{12}(?:\d{3})?(?:\d{3})?|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}"
                          r"|6(?:011|5\d\d|4[4-9]\d|2\d\d)\d{12}|35\d{14})\Z")
_ODD = dict(zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25,
                 24, 23), strict=True))
_NO_DIGITS = bytes(code for code in range(128) if not 48 <= code < 58)
_DNI = "TRWAGMYFPDXBNJZSQVHLCKE"


def digits(value: str) -> str:
    """The decimal digits of a value, as ASCII."""
    if value.isascii():
        return value if value.isdigit() else value.encode().translate(None, _NO_DIGITS).decode()
    return "".join(str(int(c)) for c in value if c.isdecimal())


def compact(value: str) -> str:
    """Letters and digits only, upper case."""
    return "".join(c for c in value if c.isalnum()).upper()


def luhn(number: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return bool(number) and total % 10 == 0


def card(value: str) -> bool:
    """A payment card: an issuer's range and length, and the check digit."""
    number = digits(value)
    return bool(CARD_ISSUERS.match(number)) and luhn(number)


def iban(value: str) -> bool:
    """A bank account number: the country's length, and remainder 1 modulo 97 (ISO 13616)."""
    account = compact(value)
    if not account.isascii() or IBAN_LENGTHS.get(account[:2]) != len(account) or not account[2:4].isdigit():
        return False
    return int("".join(str(int(c, 36)) for c in account[4:] + account[:4])) % 97 == 1


def nir(value: str) -> bool:
    """A French social security number with its key; Corsican departments count as 19 and 18."""
    number = compact(value)
    if len(number) != 15 or number[0] not in "12" or not re.match(r"\d{5}(?:\d\d|2[AB])\d{8}\Z", number):
        return False
    plain = number[:13].replace("2A", "19").replace("2B", "18")
    return 97 - int(plain) % 97 == int(number[13:])


def codice_fiscale(value: str) -> bool:
    """An Italian tax code by its check character."""
    code = compact(value)
    if len(code) != 16 or not code.isascii():
        return False
    even = sum(int(c, 36) - 10 if c.isalpha() else int(c) for c in code[1:15:2])
    return chr(65 + (even + sum(_ODD[c] for c in code[0:15:2])) % 26) == code[15]


def ssn(value: str) -> bool:
    """A US social security number by its areas: 000, 666 and 9xx were never issued."""
    number = digits(value)
    return len(number) == 9 and number[:3] not in ("000", "666") and number[0] != "9" and number[3:5] != "00" and number[5:] != "0000"


def nino(value: str) -> bool:
    """A UK national insurance number by the letters that are in use."""
    number = compact(value)
    if not re.match(r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]\Z", number):
        return False
    return number[:2] not in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ")


def dni(value: str) -> bool:
    """A Spanish identity number, of a citizen or a resident, by its letter."""
    number = compact(value)
    if not re.match(r"[XYZ\d]\d{7}[A-Z]\Z", number):
        return False
    return _DNI[int(number[:-1].translate(str.maketrans("XYZ", "012"))) % 23] == number[-1]


def tax_id(value: str) -> bool:
    """A German tax number: eleven digits, one of them repeated, and the check digit (ISO 7064, mod 11, 10)."""
    number = digits(value)
    if len(number) != 11 or number[0] == "0" or not 7 < len(set(number[:10])) < 10:
        return False
    product = 10
    for digit in number[:10]:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == int(number[10])


def pension_number(value: str) -> bool:
    """A German pension insurance number: area, birth date, initial, serial and check digit."""
    number = compact(value)
    if not re.match(r"\d\d[0-3]\d[01]\d\d\d[A-Z]\d{3}\Z", number):
        return False
    plain = number[:8] + f"{ord(number[8]) - 64:02d}" + number[9:11]
    products = (int(digit) * weight for digit, weight in zip(plain, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=True))
    return sum(product // 10 + product % 10 for product in products) % 10 == int(number[11])


def checked_731(value: str) -> bool:
    """Whether the last digit checks the characters before it by weights 7, 3, 1: German identity cards, machine readable passports."""
    return value[-1:].isdigit() and sum((7, 3, 1)[i % 3] * (0 if c == "<" else int(c, 36)) for i, c in enumerate(value[:-1])) % 10 == int(value[-1])


def _weighted(number: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))


def dated(number: str, order: str = "ymd") -> bool:
    """Whether the first six digits of a number could be a date; months of other centuries count on (PESEL, EGN)."""
    places = {part: int(number[2 * at:2 * at + 2]) for at, part in enumerate(order)}
    return 1 <= places["m"] % 20 <= 12 and 1 <= places["d"] <= 31


def pesel(value: str) -> bool:
    """A Polish personal number: a date and a check digit."""
    number = digits(value)
    return len(number) == 11 and dated(number) and (10 - _weighted(number, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10) % 10 == int(number[10])


def baltic(value: str) -> bool:
    """An Estonian or Lithuanian personal code: century, date, two rounds of weights."""
    number = digits(value)
    if len(number) != 11 or number[0] not in "123456" or not dated(number[1:]) or int(number[3:5]) > 12:
        return False
    check = _weighted(number, (1, 2, 3, 4, 5, 6, 7, 8, 9, 1)) % 11
    if check == 10:
        check = _weighted(number, (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)) % 11 % 10
    return check == int(number[10])


def norwegian(value: str) -> bool:
    """A Norwegian birth number: a date and two check digits."""
    number = digits(value)
    return len(number) == 11 and dated(number, "dmy") and _weighted(number, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)) % 11 == 0 \
        and _weighted(number, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def turkish(value: str) -> bool:
    """A Turkish identity number: two check digits."""
    number = digits(value)
    if len(number) != 11 or number[0] == "0":
        return False
    row = [int(digit) for digit in number]
    return (7 * sum(row[0:9:2]) - sum(row[1:8:2])) % 10 == row[9] and sum(row[:10]) % 10 == row[10]


def belgian(value: str) -> bool:
    """A Belgian national number: a date and the rest modulo 97, of either century."""
    number = digits(value)
    return len(number) == 11 and dated(number) and int(number[9:]) in (97 - int(number[:9]) % 97, 97 - int("2" + number[:9]) % 97)


def romanian(value: str) -> bool:
    """A Romanian personal number: sex and century, a date, a check digit."""
    number = digits(value)
    if len(number) != 13 or number[0] not in "12345678" or not dated(number[1:]) or int(number[3:5]) > 12:
        return False
    check = _weighted(number, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return (1 if check == 10 else check) == int(number[12])


def balkan(value: str) -> bool:
    """A citizen's number of the countries that were Yugoslavia: a date, a year of three digits, a check digit."""
    number = digits(value)
    if len(number) != 13 or not dated(number, "dmy") or int(number[2:4]) > 12 or number[4] not in "90":
        return False
    return (11 - _weighted(number, (7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11) % 11 % 10 == int(number[12])


def croatian(value: str) -> bool:
    """A Croatian OIB: eleven digits (ISO 7064, mod 11, 10)."""
    number, product = digits(value), 10
    for digit in number[:10]:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return len(number) == 11 and (11 - product) % 10 == int(number[10])


def bulgarian(value: str) -> bool:
    """A Bulgarian citizen's number: a date and a check digit."""
    number = digits(value)
    return len(number) == 10 and 1 <= int(number[2:4]) % 20 <= 12 and 1 <= int(number[4:6]) <= 31 \
        and _weighted(number, (2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11 % 10 == int(number[9])


def czech(value: str) -> bool:
    """A Czech or Slovak birth number: a date (women's months count from 51), divisible by eleven."""
    number = digits(value)
    return len(number) == 10 and 1 <= int(number[2:4]) % 50 % 20 <= 12 and 1 <= int(number[4:6]) <= 31 and int(number) % 11 == 0


def swedish(value: str) -> bool:
    """A Swedish personal number of ten or twelve digits: a date and a check digit."""
    number = digits(value)[-10:]
    return len(number) == 10 and 1 <= int(number[2:4]) <= 12 and 1 <= int(number[4:6]) % 60 <= 31 and luhn(number)


def finnish(value: str) -> bool:
    """A Finnish personal identity code: a date, a sign of the century, a check character."""
    found = re.match(r"([0-3]\d[01]\d\d\d)[-+A-FU-Y](\d{3})([0-9A-Y])\Z", value.upper())
    return bool(found) and "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(found[1] + found[2]) % 31] == found[3]


def swiss(value: str) -> bool:
    """A Swiss social security number: 756 and a check digit as on a barcode."""
    number = digits(value)
    return len(number) == 13 and number.startswith("756") and (10 - _weighted(number, (1, 3) * 6) % 10) % 10 == int(number[12])


def brazilian(value: str) -> bool:
    """A Brazilian CPF: two check digits."""
    number = digits(value)
    return len(number) == 11 and len(set(number)) > 1 and all(
        (_weighted(number[:size], tuple(range(size + 1, 1, -1))) * 10 % 11 % 10) == int(number[size]) for size in (9, 10))


def chilean(value: str) -> bool:
    """A Chilean RUT or RUN by its last character."""
    number = compact(value)
    if not re.match(r"\d{7,8}[\dK]\Z", number):
        return False
    total = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(number[:-1])))
    return "0123456789K0"[(11 - total % 11) % 11 if (11 - total % 11) != 10 else 10] == number[-1]


def argentine(value: str) -> bool:
    """An Argentine CUIT or CUIL: a kind, eight digits, a check digit."""
    number = digits(value)
    return len(number) == 11 and number[:2] in ("20", "23", "24", "27", "30", "33", "34") \
        and (11 - _weighted(number, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11) % 11 == int(number[10])


def mexican(value: str) -> bool:
    """The form of a Mexican CURP or of a person's RFC."""
    return bool(re.match(r"[A-Z]{4}\d\d[01]\d[0-3]\d(?:[HMX][A-Z]{5}[A-Z\d]\d|[A-Z\d]{3})\Z", compact(value)))


def irish(value: str) -> bool:
    """An Irish PPS number by its letter."""
    number = compact(value)
    if not re.match(r"\d{7}[A-W][A-IW]?\Z", number):
        return False
    total = _weighted(number, (8, 7, 6, 5, 4, 3, 2)) + (9 * (ord(number[8]) - 64) if number[8:] not in ("", "W") else 0)
    return "WABCDEFGHIJKLMNOPQRSTUV"[total % 23] == number[7]


def chinese(value: str) -> bool:
    """A Chinese resident identity number: a place, a date, a check character."""
    number = compact(value)
    return bool(re.match(r"[1-9]\d{5}(?:19|20)\d\d[01]\d[0-3]\d{4}[\dX]\Z", number)) \
        and "10X98765432"[_weighted(number, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)) % 11] == number[-1]


def south_african(value: str) -> bool:
    """A South African identity number: a date and a check digit."""
    number = digits(value)
    return len(number) == 13 and dated(number) and int(number[2:4]) < 13 and number[10] in "01" and luhn(number)


NATIONAL = (nir, codice_fiscale, ssn, nino, dni, tax_id, pension_number, pesel, baltic, norwegian, turkish, belgian, romanian, balkan, croatian,
            bulgarian, czech, swedish, finnish, swiss, brazilian, chilean, argentine, mexican, irish, chinese, south_african)


def national(value: str) -> bool:
    """Whether any of the national numbers accepts the value."""
    return any(check(value) for check in NATIONAL)
