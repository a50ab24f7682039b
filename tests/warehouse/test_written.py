"""The functions of the scratch database: dates, codes and durations as people write them."""

import datetime as dt
from pathlib import Path

import duckdb
import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse.planted import day

MACROS = Path(__file__).resolve().parents[2] / "dbt_project" / "macros" / "functions.sql"
FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
ITALIAN = "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split()
ENGLISH = "January February March April May June July August September October November December".split()


@pytest.fixture(scope="module")
def database():
    database = duckdb.connect()
    database.execute(jinja2.Environment().from_string(MACROS.read_text() + "{{ create_functions() }}").render())
    return database


@pytest.fixture(scope="module")
def ask(database):
    return lambda function, value: database.execute(f"select {function}(?)", [value]).fetchone()[0]


@pytest.fixture(scope="module")
def ask_all(database):
    query = "select {}(words) from (select unnest(?::varchar[]) as words)"
    return lambda function, values: [row[0] for row in database.execute(query.format(function), [values]).fetchall()]


@pytest.mark.parametrize("written, read", [
    ("1987-03-12", "1987-03-12"), ("1987/3/12", "1987-03-12"), ("2024-03-12T10:11:12+01:00", "2024-03-12"), ("20240312", "2024-03-12"),
    ("12/03/1987", "1987-03-12"), ("12.03.1987", "1987-03-12"), ("03-25-1987", "1987-03-25"), ("1/3/87", "1987-03-01"),
    ("12 mars 1987", "1987-03-12"), ("1er août 1998", "1998-08-01"), ("3 luglio 2001", "2001-07-03"), ("1º maggio 2001", "2001-05-01"),
    ("March 3rd, 2011", "2011-03-03"), ("le 4 juillet 1999", "1999-07-04"), ("Tue, 12 Mar 2024 10:11:12 +0100", "2024-03-12"),
    ("lundi 7 déc. 2020", "2020-12-07"), ("16Jul2007", "2007-07-16"), ("2nd of June 2015", "2015-06-02"), ("mars 1987", "1987-03-01"), ("1987-06", "1987-06-01"), ("06/1987", "1987-06-01"), ("1987", "1987-01-01"),
    ("1710237072", "2024-03-12"), ("1710237072000", "2024-03-12"),
    ("30/02/2024", None), ("an autumn day", None), ("12 brumaire 1799", None), ("", None), ("n/a", None), (None, None)])
def test_dates_are_read_as_people_write_them(ask, written, read):
    assert ask("written_date", written) == (day(read) if read else None)


@settings(max_examples=5, deadline=None)
@given(dates=st.lists(st.dates(dt.date(1850, 1, 1), dt.date(2100, 1, 1)), min_size=50, max_size=300))
def test_every_day_written_with_its_month_comes_back(ask_all, dates):
    for months in (FRENCH, ITALIAN, ENGLISH):
        written = [f"{date.day} {months[date.month - 1]} {date.year}" for date in dates]
        assert ask_all("written_date", written) == dates == ask_all("written_date", [words.upper() for words in written])


@settings(max_examples=10, deadline=None)
@given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40), max_size=200))
def test_no_text_breaks_the_reading_of_dates(ask_all, texts):
    for function in ("written_date", "written_precision", "written_moment"):
        assert len(ask_all(function, texts)) == len(texts)


@pytest.mark.parametrize("duration, months, days", [("P10Y", 120, 0), ("P18M", 18, 0), ("P1Y6M", 18, 0), ("P2W", 0, 14), ("P30D", 0, 30)])
def test_durations_are_months_and_days(ask, duration, months, days):
    assert (ask("written_months", duration), ask("written_days", duration)) == (months, days)


def test_item_codes_compare_by_capitals_and_digits(ask):
    assert ask("code_key", "ma-101.b") == ask("code_key", " MA 101 B") == "MA101B" and ask("code_key", "--") is None


def test_seeds_are_written_as_they_are_looked_up_and_never_twice(ask):
    for path in sorted((MACROS.parents[1] / "seeds").glob("*.csv")):
        words = [line.split(",")[0] for line in path.read_text(encoding="utf-8").splitlines()[1:]]
        assert len(words) == len(set(words)), path.name
        assert [word for word in words if ask("lookup_key", word) != word] == [], path.name
