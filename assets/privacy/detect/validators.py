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
        return value.encode().translate(None, _NO_DIGITS).decode()
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


NATIONAL = (nir, codice_fiscale, ssn, nino, dni, tax_id, pension_number)


def national(value: str) -> bool:
    """Whether any of the national numbers accepts the value."""
    return any(check(value) for check in NATIONAL)
