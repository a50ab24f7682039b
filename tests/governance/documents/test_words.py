"""A reviewer reads reasons and table names in plain words; what nobody foresaw is said as it stands."""

import pytest

from assets.governance.documents import words
from assets.governance.documents.facts_schema import Evidence


@pytest.mark.parametrize(("written", "said"), [
    ("language not measured: th", "Thai: detection of personal data not measured"),
    ("language not measured: xx", "Language 'xx': detection of personal data not measured"),
    ("language not measured: unknown", "Language not recognised: detection of personal data not measured"),
    ("it is shorter than 40 characters (not measured)", "Could not be measured, so not known whether it is shorter than 40 characters"),
    ("consent absent", "No consent of the person is recorded"), ("consent expired", "Consent of the person expired"),
    ("retention has passed", "May no longer be kept: its retention has passed"),
    ("the archive is broken; deliver it again", "The archive is broken"), ("no_consent", "No consent"), ("{0} {x}", "{0} {x}")])
def test_reasons_are_said_in_a_reviewer_s_words_without_advice_for_others(written, said):
    assert words.reason(written) == said


@pytest.mark.parametrize(("table", "said"), [
    ("clean/documents", "Cleaned documents"), ("landing/press_site", "Source press site"), ("corpora/atelier", "Choice of records for atelier"),
    ("annotations/exact_duplicates", "Equal texts"), ("annotations/novelty", "Novelty"), ("odd", "Odd")])
def test_tables_have_plain_names(table, said):
    assert words.table_name(table) == said


def test_an_embargo_is_over_or_not_by_the_release_s_own_day():
    assert words.embargo("2025-12-01", "2026-01-31") == "embargo ended 2025-12-01"
    assert words.embargo("2026-09-15", "2026-01-31") == "under embargo until 2026-09-15"


def test_only_what_others_hold_needs_a_check_for_a_reservation():
    assert words.mining(words.OWN, None) == "not needed: the house's own"
    assert words.mining("CC0-1.0", None) == "not checked"
    assert words.mining(words.OWN, Evidence(protocol="tdmrep", value="1", checked="2026-01-10")) == "tdmrep: 1, checked 2026-01-10"


@pytest.mark.parametrize(("licence", "binds"), [
    ("CC-BY-NC-SA-4.0", ["name the author", "share alike", "no commercial use"]), ("CC0-1.0", []), ("LicenseRef-BY-NC", []), (None, []),
    ("(MIT OR CC-BY-ND-4.0)", ["name the author", "no derivatives"])])
def test_a_licence_binds_to_what_its_identifier_says(licence, binds):
    assert words.binding(licence) == binds
