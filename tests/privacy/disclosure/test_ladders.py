import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.privacy.disclosure.ladders import at_level, shortened
from tests.privacy.disclosure.small import ITEMS


@pytest.mark.parametrize(("level", "first"), [("", "2024-05-17"), ("week", "2024-05-13"), ("month", "2024-05-01"), ("quarter", "2024-04-01"),
                                              ("year", "2024-01-01"), ("decade", "2020-01-01"), ("any", None)])
def test_a_date_becomes_the_first_day_of_its_span(level, first):
    (day,) = at_level(pa.table({"created_on": [dt.date(2024, 5, 17)]}), "created_on", level).to_pylist()
    assert day == (dt.date.fromisoformat(first) if first else None)


@pytest.mark.parametrize(("digits", "kept"), [
    (1, [3000.0, 0.2, -80.0, 0.0, None]), (2, [3900.0, 0.29, -84.0, 0.0, None]), (3, [3990.0, 0.293, -84.0, 0.0, None])])
def test_a_number_keeps_its_first_digits(digits, kept):
    assert shortened(pa.array([3999.5, 0.2934, -84.0, 0.0, None]), digits).to_pylist() == kept


def test_a_code_becomes_what_the_catalogue_says_of_it_and_two_catalogues_never_depend_on_their_order():
    second = pa.Table.from_pylist([{"code": "BAG-1", "category": "accessory", "brand": "X", "material": "Y"}], ITEMS.schema)
    twice = pa.concat_tables([ITEMS, second])
    for items in (twice, twice.take(pa.array([4, 3, 2, 1, 0]))):
        families = at_level(pa.table({"item_code": ["BAG-1", "RING-2", "?", None]}), "item_code", "category", items)
        assert families.to_pylist() == ["accessory", "ring", None, None]


def test_a_store_becomes_its_country_and_a_number_its_first_digits():
    table = pa.table({"store": ["PAR1", None], "country": ["FR", "IT"], "item_code": ["85123A", "2"]})
    assert at_level(table, "store", "country").to_pylist() == ["FR", "IT"] and at_level(table, "item_code", "first 3").to_pylist() == ["851", "2"]


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_any_number_can_be_shortened_and_keeps_its_sign(number):
    (short,) = shortened(pa.array([number]), 2).to_pylist()
    assert short != short if number != number else abs(short) <= abs(number) * (1 + 1e-6) and (short >= 0) == (number >= 0)


@given(st.lists(st.dates(dt.date(1800, 1, 1), dt.date(2100, 1, 1)) | st.none()), st.lists(st.floats(-1e12, 1e12) | st.none()))
def test_climbing_never_makes_more_different_values(days, numbers):
    table, plain = pa.table({"created_on": pa.array(days, pa.date32())}), pa.table({"price": pa.array(numbers, pa.float64())})
    dates, digits = ("", "month", "quarter", "year", "decade", "any"), ("", "3 digits", "2 digits", "1 digit", "any")
    for ladder, rows, name in ((dates, table, "created_on"), (digits, plain, "price")):
        counts = [len(at_level(rows, name, level).unique()) for level in ladder]
        assert counts == sorted(counts, reverse=True)
