"""Numbers of other countries are known by their checks: examples from their public descriptions, and none with one digit changed."""

import pytest

from assets.privacy.detect import validators
from tests.privacy.detect.reading import uncovered

NUMBERS = """pesel 44051401359|baltic 38001085718|baltic 37605030299|norwegian 15076500565|turkish 10000000146|belgian 85.07.30-033.28|romanian 1800101221144
balkan 0101006500006|croatian 33392005961|bulgarian 7523169263|czech 7103192745|swedish 811228-9874|finnish 131052-308T|swiss 756.9217.0769.85|brazilian 390.533.447-05
chilean 12.531.909-2|argentine 20-05536168-2|irish 6433435F|irish 6433435OA|chinese 11010519491231002X|south_african 7503305044089""".replace("\n", "|").split("|")


@pytest.mark.parametrize("row", NUMBERS)
def test_a_number_passes_its_check_and_fails_with_one_digit_changed(row):
    name, number = row.split()
    check = getattr(validators, name)
    assert check(number) and validators.national(number)
    last = max(at for at, c in enumerate(number[:-1]) if c.isdigit())
    assert not check(number[:last] + str((int(number[last]) + 1) % 10) + number[last + 1:])
    assert not check("") and not check("7")


@pytest.mark.parametrize("line", [
    "personal code «38001085718», asks", "LJUNG, «811228-9874», resident", "CPF «390.533.447-05» da cliente", "registre national «85/07/30—033·28», domicilié", "AHV «756/9217/0769/85»,",
    "RUT «12.531.909-2», ficha", "CURP «BOXW310820HNERXN09»,", "PESEL «440-514-013-59», ruft an", "cnic «37104-3926209-3»", "D.N.I. «11.331.882»", "C.C. «35.331.118» de Quibdó",
    "N° SS : «1.70.06.70.043.056 / 73» (illisible)", "NRIC «S-331-9153-F», mob", "CUIL «20/05536168/2»", "Irish PPS «643 3435 / F»; tax"])
def test_a_number_of_a_country_is_found_by_its_check_or_its_word(line):
    assert uncovered(line) == []
